#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Turns a source text into tokens, all at once.
///
/// The text ends in a NUL byte that no source may contain, so every scan stops without a length check.
/// A tokenizer error ends the stream with an `error` token; whether that error is what the user sees is
/// for the parser to decide, because a syntax error before it wins.
struct Tokenizer {
  /// Thrown to leave the scan; the reason is in `stop`.
  struct Stopped: Error {}

  /// Why the stream ends.
  enum Stop {
    case endOfInput
    /// The end came inside brackets: the parser blames the bracket.
    case endInsideBrackets
    /// The end of a line behind which the source goes on elsewhere.
    case endOfPart
    case failure(SyntaxFailure, raisedByTokenizer: Bool)
  }

  struct Bracket {
    var byte: UInt8
    var line: Int32
    var column: Int32
  }

  let text: SourceText
  let identifiers: IdentifierTable
  let classes: UnsafeMutablePointer<CharacterClass>
  let typeComments: Bool
  /// Whether comments and non-logical newlines are tokens, as for `tokenize`.
  let keepsTrivia: Bool
  /// The end of an f-string's text counts the second brace of a pair; `tokenize` does not show it.
  var countsHiddenBraces = true
  let mode: ParserOptions.Mode
  let dontImplyDedent: Bool
  /// Whether more lines may follow the text.
  let isPart: Bool

  let base: UnsafePointer<UInt8>
  var cursor: UnsafePointer<UInt8>
  var lineStart: UnsafePointer<UInt8>
  var line: Int32 = 1
  var atLineStart = true

  var indents: [Int32] = [0]
  /// The same indentation with a tab of one column: both must agree on what is deeper.
  var alternateIndents: [Int32] = [0]
  var brackets: [Bracket] = []
  var fstrings: [FStringState] = []
  /// The innermost f-string reads literal text now, not an expression.
  var inFStringText = false

  /// The last line that continues another one, and where the first of these begins.
  var continued: (line: Int32, start: UnsafePointer<UInt8>)

  var tokens: TokenBuffer
  var typeIgnores: [Token] = []
  var stop = Stop.endOfInput
  /// The failure is that a string has no end.
  var stoppedAtEnd = false
  var warnings: [SyntaxWarning] = []

  static let maximumIndents = 100
  static let maximumBrackets = 200
  static let maximumFStrings = 150

  init(
    text: SourceText, identifiers: IdentifierTable, options: ParserOptions,
    keepsTrivia: Bool = false, isPart: Bool = false
  ) {
    self.text = text
    self.identifiers = identifiers
    self.keepsTrivia = keepsTrivia
    self.isPart = isPart
    typeComments = options.typeComments
    mode = options.mode
    dontImplyDedent = options.dontImplyDedent
    classes = CharacterClass.makeTable()
    base = UnsafePointer(text.base)
    cursor = base
    lineStart = base
    continued = (-1, base)
    if text.count == 0 && !keepsTrivia { line = 0 }
    tokens = TokenBuffer(capacity: text.count / 4 + 16)
  }

  func deallocate() {
    classes.deallocate()
    tokens.deallocate()
  }

  mutating func run() {
    do throws(Stopped) {
      while true {
        if inFStringText {
          try scanFStringText()
        } else if try !scanToken() {
          return
        }
      }
    } catch {
      if case .endOfPart = stop { return }
      let here = Int32(cursor - base)
      let column = Int32(cursor - lineStart)
      tokens.append(
        Token(
          kind: .error, start: here, end: here, line: line, column: column, endLine: line,
          endColumn: column))
    }
  }

  @inline(__always)
  func has(_ byte: UInt8, _ wanted: CharacterClass) -> Bool {
    classes[Int(byte)].rawValue & wanted.rawValue != 0
  }

  /// Appends a token on the current line that ends at the cursor.
  @inline(__always)
  mutating func append(
    _ kind: TokenKind, from start: UnsafePointer<UInt8>, identifier: Int32 = -1
  ) {
    tokens.append(
      Token(
        kind: kind, identifier: identifier, start: Int32(truncatingIfNeeded: start - base),
        end: Int32(truncatingIfNeeded: cursor - base), line: line,
        column: Int32(truncatingIfNeeded: start - lineStart), endLine: line,
        endColumn: Int32(truncatingIfNeeded: cursor - lineStart)))
  }

  /// A token without text, where the cursor is.
  mutating func appendEmpty(_ kind: TokenKind) { append(kind, from: cursor) }

  /// Scans one regular token (with the indentation before it); false at the end of the input.
  private mutating func scanToken() throws(Stopped) -> Bool {
    var isBlankLine = false
    if atLineStart {
      atLineStart = false
      isBlankLine = try scanIndentation()
    }
    var commentStart: UnsafePointer<UInt8>?
    while true {
      while has(cursor.pointee, .blank) { cursor += 1 }
      let start = cursor
      let byte = start.pointee
      let byteClass = classes[Int(byte)]
      if byteClass.rawValue & CharacterClass.nameStart.rawValue != 0 {
        try scanNameOrPrefixedString()
        return true
      }
      if byteClass.rawValue & CharacterClass.digit.rawValue != 0 {
        try scanNumber()
        return true
      }
      switch byte {
      case .hash:
        commentStart = start
        if scanComment(isBlankLine: isBlankLine) { return true }
        continue
      case .newline, .carriageReturn:
        if byte == .carriageReturn, start[1] != .newline {
          // Only `tokenize` meets one that ends no line; the character after it is part of the token.
          cursor += start[1] == 0 ? 1 : 2
          append(.unknown, from: start)
          return true
        }
        if scanNewline(from: commentStart, isBlankLine: isBlankLine) { return true }
        commentStart = nil
        isBlankLine = try scanIndentation()
        continue
      case 0:
        return try scanEnd()
      case .backslash:
        let kept = startOfKeptText()
        try scanLineContinuation()
        continued = (line, kept)
        continue
      case .singleQuote, .doubleQuote:
        try scanString(from: start)
      case UInt8(ascii: ".") where start[1].isDigit:
        try scanNumber()
      default:
        try scanOperator(byte)
      }
      return true
    }
  }

  /// Reads the newline; true when it became a NEWLINE token and the line is over.
  private mutating func scanNewline(
    from commentStart: UnsafePointer<UInt8>?, isBlankLine: Bool
  ) -> Bool {
    let start = cursor
    if start.pointee == .carriageReturn { cursor += 1 }
    if isBlankLine || !brackets.isEmpty {
      if keepsTrivia {
        cursor += 1
        append(.nonLogicalNewline, from: start)
        cursor -= 1
      }
      cursor += 1
      startLine()
      // Inside brackets indentation means nothing; scanIndentation knows.
      return false
    }
    cursor += 1
    // The token includes the comment before it, unless comments are tokens.
    append(.newline, from: keepsTrivia ? start : commentStart ?? start)
    startLine()
    atLineStart = true
    return true
  }

  @inline(__always)
  mutating func startLine() {
    // The reference counts a line when it reads it: none begins at the end of the input.
    if cursor.pointee == 0 && !keepsTrivia { return }
    line += 1
    lineStart = cursor
  }

  /// The line at the cursor; the last one at the end of the input, where none begins.
  var lastStartedLine: Int32 { keepsTrivia && lineStart.pointee == 0 ? line - 1 : line }

  /// Skips a comment; true when it became a token of its own.
  private mutating func scanComment(isBlankLine: Bool) -> Bool {
    let start = cursor
    while cursor.pointee != .newline && cursor.pointee != 0 && cursor.pointee != .carriageReturn {
      cursor += 1
    }
    if typeComments && scanTypeComment(from: start, isBlankLine: isBlankLine) { return true }
    if keepsTrivia { append(.comment, from: start) }
    return false
  }

  /// Recognises `# type: …`, with the cursor at the end of the comment.
  private mutating func scanTypeComment(
    from start: UnsafePointer<UInt8>, isBlankLine: Bool
  ) -> Bool {
    var position = start
    for expected in "# type: ".utf8 {
      if expected == .space {
        while position.pointee == .space || position.pointee == .tab { position += 1 }
      } else {
        guard position.pointee == expected else { return false }
        position += 1
      }
    }
    guard position <= cursor else { return false }
    guard startsWithIgnore(position) else {
      append(.typeComment, from: position)
      return true
    }
    // No token for the parser: it may stand anywhere.
    append(.typeIgnore, from: position + 6)
    var ignore = tokens.removeLast()
    // Alone on its line, the comment's tag includes the newline.
    if isBlankLine && cursor.pointee == .newline { ignore.end += 1 }
    typeIgnores.append(ignore)
    return false
  }

  /// `ignore`, followed by nothing that continues a word.
  private func startsWithIgnore(_ start: UnsafePointer<UInt8>) -> Bool {
    var position = start
    for expected in "ignore".utf8 {
      guard position.pointee == expected else { return false }
      position += 1
    }
    let next = position.pointee
    let isAlphanumeric = has(next, .namePart) && next != .underscore
    return position == cursor || !(next >= 128 || isAlphanumeric)
  }

  private mutating func scanLineContinuation() throws(Stopped) {
    cursor += 1
    if cursor.pointee == .carriageReturn { cursor += 1 }
    guard cursor.pointee == .newline else { try failAfterContinuation() }
    cursor += 1
    if cursor.pointee == 0 { try failAtEndOfFile() }
    startLine()
  }

  /// The end of the input: closes the logical line of interactive input and all indentations.
  private mutating func scanEnd() throws(Stopped) -> Bool {
    if !brackets.isEmpty {
      stop = .endInsideBrackets
      throw Stopped()
    }
    if mode == .interactive && tokens.count > 0 {
      append(.newline, from: cursor)
      if !dontImplyDedent && indents.count > 1 {
        appendDedents()
        append(.newline, from: cursor)
      }
    }
    append(.endMarker, from: cursor)
    stop = .endOfInput
    return false
  }

  private mutating func appendDedents() {
    while indents.count > 1 {
      indents.removeLast()
      alternateIndents.removeLast()
      appendEmpty(.dedent)
    }
  }

  /// Measures the indentation of a line and appends INDENT and DEDENT tokens; true when the line holds
  /// nothing but blanks and a comment.
  private mutating func scanIndentation() throws(Stopped) -> Bool {
    if isPart, cursor.pointee == 0 {
      stop = .endOfPart
      throw Stopped()
    }
    // Most lines are indented by spaces only.
    let start = cursor
    while cursor.pointee == .space { cursor += 1 }
    var column = Int32(truncatingIfNeeded: cursor - start)
    var alternate = column
    let byte = cursor.pointee
    if byte == .tab || byte == .formFeed || byte == .backslash {
      (column, alternate) = try measureUnusualIndentation(column: column, alternate: alternate)
    }
    let first = cursor.pointee
    if first == .hash || first == .newline || first == .carriageReturn { return true }
    guard brackets.isEmpty else { return false }
    let current = indents[indents.count - 1]
    if column == current && alternate == alternateIndents[indents.count - 1] { return false }
    try changeIndentation(column: column, alternate: alternate)
    return false
  }

  private mutating func measureUnusualIndentation(
    column: Int32, alternate: Int32
  ) throws(Stopped) -> (Int32, Int32) {
    var column = column
    var alternate = alternate
    // A backslash in the indentation: what stands before the first one counts.
    var continued: Int32 = 0
    while true {
      switch cursor.pointee {
      case .space:
        column += 1
        alternate += 1
      case .tab:
        column = (column / 8 + 1) * 8
        alternate += 1
      case .formFeed:
        column = 0
        alternate = 0
      case .backslash:
        if continued == 0 { continued = column }
        try scanLineContinuation()
        continue
      default:
        return continued != 0 ? (continued, continued) : (column, alternate)
      }
      cursor += 1
    }
  }

  private mutating func changeIndentation(column: Int32, alternate: Int32) throws(Stopped) {
    let current = indents[indents.count - 1]
    if column > current {
      if indents.count >= Self.maximumIndents {
        try failIndentation(.indentationError, "too many levels of indentation")
      }
      if alternate <= alternateIndents[indents.count - 1] { try failTabs() }
      indents.append(column)
      alternateIndents.append(alternate)
      // The token's text is the indentation itself.
      append(.indent, from: keepsTrivia ? lineStart : cursor)
      return
    }
    var dedents = 0
    while indents.count > 1 && column < indents[indents.count - 1] {
      indents.removeLast()
      alternateIndents.removeLast()
      dedents += 1
    }
    if column != indents[indents.count - 1] { try failDedent() }
    if alternate != alternateIndents[indents.count - 1] { try failTabs() }
    for _ in 0..<dedents { appendEmpty(.dedent) }
  }
}
