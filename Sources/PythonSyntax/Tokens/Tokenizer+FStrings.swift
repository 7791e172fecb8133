/// An f-string that is being read; they nest through their expressions.
struct FStringState {
  var quote: UInt8
  var quoteSize: Int
  var isRaw: Bool
  var start: UnsafePointer<UInt8>
  var line: Int32
  var lineStart: UnsafePointer<UInt8>
  /// Brackets open inside this f-string, its own braces included.
  var depth = 0
  /// The depth at which the innermost replacement field was opened, -1 outside of any.
  var expressionDepth = -1
  var inFormatSpec = false
  var isDebug = false
}

extension Tokenizer {
  private static let maximumExpressionNesting = 3

  /// The prefix and the opening quote; the cursor stands on the quote.
  mutating func scanFStringStart(from start: UnsafePointer<UInt8>) throws(Stopped) {
    let quote = cursor.pointee
    let size = cursor[1] == quote && cursor[2] == quote ? 3 : 1
    cursor += size
    if fstrings.count + 1 >= Self.maximumFStrings { try failHere("too many nested f-strings") }
    let isRaw =
      start[0].lowercasedLetter == UInt8(ascii: "r")
      || start[1].lowercasedLetter == UInt8(ascii: "r")
    fstrings.append(
      FStringState(
        quote: quote, quoteSize: size, isRaw: isRaw, start: start, line: line,
        lineStart: lineStart))
    append(.fstringStart, from: start)
    inFStringText = true
  }

  /// One piece of an f-string outside its expressions: text, the start of an expression or the end.
  mutating func scanFStringText() throws(Stopped) {
    let last = fstrings.count - 1
    let state = fstrings[last]
    if cursor.pointee == .leftBrace && (cursor[1] != .leftBrace || state.inFormatSpec) {
      return try enterExpression()
    }
    if atClosingQuote(state) {
      let start = cursor
      cursor += state.quoteSize
      append(.fstringEnd, from: start)
      fstrings.removeLast()
      inFStringText = false
      return
    }
    try scanFStringMiddle(state)
  }

  @inline(__always)
  private func atClosingQuote(_ state: FStringState) -> Bool {
    guard cursor.pointee == state.quote else { return false }
    return state.quoteSize == 1 || (cursor[1] == state.quote && cursor[2] == state.quote)
  }

  private mutating func enterExpression() throws(Stopped) {
    let last = fstrings.count - 1
    fstrings[last].expressionDepth += 1
    if fstrings[last].expressionDepth >= Self.maximumExpressionNesting {
      try failHere("f-string: expressions nested too deeply")
    }
    inFStringText = false
  }

  /// The piece of text that is being read, to become one token.
  private struct Middle {
    var start: UnsafePointer<UInt8>
    var line: Int32
    var lineStart: UnsafePointer<UInt8>
  }

  private mutating func scanFStringMiddle(_ state: FStringState) throws(Stopped) {
    let middle = Middle(start: cursor, line: line, lineStart: lineStart)
    let inSpec = state.inFormatSpec && state.expressionDepth >= 0
    var inNamedEscape = false
    while true {
      let byte = cursor.pointee
      if byte == 0 || (state.quoteSize == 1 && byte == .newline) {
        if inSpec && byte == .newline {
          cursor += 1
          try failHere(
            "f-string: newlines are not allowed in format specifiers for single quoted f-strings")
        }
        try failUnterminatedFString(state)
      }
      if atClosingQuote(state) { return appendMiddle(middle, end: cursor) }
      cursor += 1
      switch byte {
      case .newline:
        startLine()
      case .leftBrace:
        return try endMiddleAtOpeningBrace(middle, inSpec: inSpec)
      case .rightBrace:
        return endMiddleAtClosingBrace(
          middle, state, inSpec: inSpec, inNamedEscape: inNamedEscape)
      case .backslash:
        if scanBackslash(state) { inNamedEscape = true }
      default:
        break
      }
    }
  }

  private mutating func endMiddleAtOpeningBrace(
    _ middle: Middle, inSpec: Bool
  ) throws(Stopped) {
    if cursor.pointee == .leftBrace && !inSpec {
      // A doubled brace: the first one ends the token, the second one is skipped.
      appendMiddle(middle, end: cursor, skipsBrace: true)
      cursor += 1
      return
    }
    cursor -= 1
    try enterExpression()
    appendMiddle(middle, end: cursor)
  }

  private mutating func endMiddleAtClosingBrace(
    _ middle: Middle, _ state: FStringState, inSpec: Bool, inNamedEscape: Bool
  ) {
    if inNamedEscape { return appendMiddle(middle, end: cursor) }
    if cursor.pointee == .rightBrace && !inSpec && state.depth == 0 {
      appendMiddle(middle, end: cursor, skipsBrace: true)
      cursor += 1
      return
    }
    cursor -= 1
    inFStringText = false
    appendMiddle(middle, end: cursor)
  }

  /// Skips what a backslash escapes; true when a named escape `\N{` was opened.
  private mutating func scanBackslash(_ state: FStringState) -> Bool {
    let escaped = cursor.pointee
    if escaped == .leftBrace || escaped == .rightBrace {
      // Braces cannot be escaped: the loop sees them next.
      if !state.isRaw { warnInvalidEscape(escaped, at: cursor + 1) }
      return false
    }
    if escaped == 0 { return false }
    cursor += 1
    if escaped == .newline { startLine() }
    if !state.isRaw && escaped == UInt8(ascii: "N") && cursor.pointee == .leftBrace {
      cursor += 1
      return true
    }
    return false
  }

  /// `skipsBrace`: the second of two braces is no part of the text, but of the extent.
  private mutating func appendMiddle(
    _ middle: Middle, end: UnsafePointer<UInt8>, skipsBrace: Bool = false
  ) {
    tokens.append(
      Token(
        kind: .fstringMiddle, start: Int32(middle.start - base), end: Int32(end - base),
        line: middle.line, column: Int32(middle.start - middle.lineStart), endLine: line,
        endColumn: Int32(end - lineStart) + (skipsBrace && countsHiddenBraces ? 1 : 0)))
  }

  private mutating func failUnterminatedFString(_ state: FStringState) throws(Stopped) -> Never {
    stoppedAtEnd = cursor.pointee == 0 && (state.quoteSize == 3 || isPart)
    let lastLine = lastStartedLine
    cursor = state.start + 1
    line = state.line
    lineStart = state.lineStart
    let kind = state.quoteSize == 3 ? "triple-quoted f-string" : "f-string"
    try failHere("unterminated \(kind) literal (detected at line \(lastLine))")
  }

  /// Inside a replacement field some punctuation ends the expression: `:` starts the format spec. True
  /// when the token was appended here.
  mutating func scanFStringPunctuation(_ byte: UInt8) throws(Stopped) -> Bool {
    let last = fstrings.count - 1
    let state = fstrings[last]
    guard state.expressionDepth >= 0 else { return false }
    switch byte {
    case UInt8(ascii: ":") where state.depth - 1 == state.expressionDepth:
      let start = cursor
      cursor += 1
      fstrings[last].inFormatSpec = true
      inFStringText = true
      append(.colon, from: start)
      return true
    case UInt8(ascii: "=") where state.depth - 1 == state.expressionDepth:
      fstrings[last].isDebug = true
      return false
    default:
      return false
    }
  }
}
