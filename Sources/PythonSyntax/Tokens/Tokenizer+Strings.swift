extension Tokenizer {
  /// A string without expressions; the cursor stands on its opening quote, `start` on its prefix.
  mutating func scanString(from start: UnsafePointer<UInt8>) throws(Stopped) {
    let quote = cursor.pointee
    let firstLine = line
    let firstLineStart = lineStart
    if cursor[1] == quote && cursor[2] == quote {
      cursor += 3
      try scanTripleQuoted(quote, from: start, line: firstLine, lineStart: firstLineStart)
    } else {
      cursor += 1
      try scanSingleQuoted(quote, from: start, line: firstLine, lineStart: firstLineStart)
    }
    tokens.append(
      Token(
        kind: .string, start: Int32(start - base), end: Int32(cursor - base), line: firstLine,
        column: Int32(start - firstLineStart), endLine: line,
        endColumn: Int32(cursor - lineStart)))
  }

  /// The end of a string on one line.
  private mutating func scanSingleQuoted(
    _ quote: UInt8, from start: UnsafePointer<UInt8>, line firstLine: Int32,
    lineStart firstLineStart: UnsafePointer<UInt8>
  ) throws(Stopped) {
    var hasEscapedQuote = false
    while true {
      let byte = cursor.pointee
      if byte == quote {
        cursor += 1
        return
      }
      if byte == .newline || byte == 0 {
        try failUnterminatedString(
          start, line: firstLine, lineStart: firstLineStart, quote: quote, size: 1,
          hint: hasEscapedQuote ? "; perhaps you escaped the end quote?" : "")
      }
      cursor += 1
      if byte == .backslash {
        if cursor.pointee == quote { hasEscapedQuote = true }
        skipEscapedByte()
      }
    }
  }

  private mutating func scanTripleQuoted(
    _ quote: UInt8, from start: UnsafePointer<UInt8>, line firstLine: Int32,
    lineStart firstLineStart: UnsafePointer<UInt8>
  ) throws(Stopped) {
    while true {
      let byte = cursor.pointee
      if byte == quote && cursor[1] == quote && cursor[2] == quote {
        cursor += 3
        return
      }
      if byte == 0 {
        try failUnterminatedString(
          start, line: firstLine, lineStart: firstLineStart, quote: quote, size: 3)
      }
      cursor += 1
      if byte == .backslash {
        skipEscapedByte()
      } else if byte == .newline {
        startLine()
      }
    }
  }

  /// Whatever follows a backslash is part of the string, even a quote or the end of the line.
  @inline(__always)
  private mutating func skipEscapedByte() {
    let byte = cursor.pointee
    if byte == 0 { return }
    cursor += byte == .carriageReturn && cursor[1] == .newline ? 2 : 1
    if cursor[-1] == .newline { startLine() }
  }

  private mutating func failUnterminatedString(
    _ start: UnsafePointer<UInt8>, line firstLine: Int32,
    lineStart firstLineStart: UnsafePointer<UInt8>, quote: UInt8, size: Int,
    hint: String = ""
  ) throws(Stopped) -> Never {
    stoppedAtEnd = cursor.pointee == 0
    let lastLine = lastStartedLine
    cursor = start + 1
    line = firstLine
    lineStart = firstLineStart
    if let state = fstrings.last, state.quote == quote, state.quoteSize == size {
      try failHere("f-string: expecting '}'")
    }
    let kind = size == 3 ? "triple-quoted string" : "string"
    try failHere("unterminated \(kind) literal (detected at line \(lastLine))\(hint)")
  }
}
