extension Tokenizer {
  /// Fails at the cursor, which stands after the last character that was read.
  mutating func failHere(_ message: String) throws(Stopped) -> Never {
    try failHere(message, at: cursor)
  }

  mutating func failHere(
    _ message: String, at position: UnsafePointer<UInt8>
  ) throws(Stopped) -> Never {
    let column = text.characterCount(from: lineStart, to: position)
    try fail(message, column: column, endColumn: column)
  }

  /// Fails for a part of the line; both ends are positions counted from 1.
  mutating func failRange(
    from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>, _ message: String
  ) throws(Stopped) -> Never {
    try fail(message, column: start + 1 - lineStart, endColumn: end - lineStart)
  }

  private mutating func fail(
    _ message: String, column: Int, endColumn: Int
  ) throws(Stopped) -> Never {
    let failure = SyntaxFailure(
      kind: .syntaxError, message: message, line: Int(line), column: column, endLine: Int(line),
      endColumn: endColumn, text: text.lineText(from: lineStart, includingNewline: false))
    stop = .failure(failure, raisedByTokenizer: true)
    throw Stopped()
  }

  /// A failure that the reference's parser words, when it asks for the token.
  mutating func failIndentation(
    _ kind: SyntaxFailure.Kind, _ message: String, column: Int = 1, endColumn: Int = 0
  ) throws(Stopped) -> Never {
    let failure = SyntaxFailure(
      kind: kind, message: message, line: Int(line), column: column, endLine: Int(line),
      endColumn: endColumn, text: text.lineText(from: lineStart, includingNewline: true))
    stop = .failure(failure, raisedByTokenizer: false)
    throw Stopped()
  }

  mutating func failTabs() throws(Stopped) -> Never {
    try failIndentation(.tabError, "inconsistent use of tabs and spaces in indentation")
  }

  mutating func failDedent() throws(Stopped) -> Never {
    var end = text.endOfLine(lineStart)
    if end.pointee == .newline { end += 1 }
    let length = text.characterCount(from: lineStart, to: end)
    let failure = SyntaxFailure(
      kind: .indentationError,
      message: "unindent does not match any outer indentation level", line: Int(line),
      column: length, endLine: Int(line), endColumn: -1,
      text: text.lineText(from: lineStart, includingNewline: true))
    stop = .failure(failure, raisedByTokenizer: false)
    throw Stopped()
  }

  /// Bytes of a name that are no UTF-8.
  mutating func failDecoding(
    _ message: String, at position: UnsafePointer<UInt8>
  ) throws(Stopped) -> Never {
    try failIndentation(
      .syntaxError, message, column: position - lineStart,
      endColumn: -1)
  }

  mutating func failAfterContinuation() throws(Stopped) -> Never {
    try failIndentation(
      .syntaxError, "unexpected character after line continuation character",
      column: text.characterCount(from: lineStart, to: cursor) + (cursor.pointee == 0 ? 0 : 1))
  }

  mutating func failAtEndOfFile() throws(Stopped) -> Never {
    if !brackets.isEmpty {
      stop = .endInsideBrackets
      throw Stopped()
    }
    try failIndentation(
      .syntaxError, "unexpected EOF while parsing",
      column: text.characterCount(from: lineStart, to: cursor), endColumn: -1)
  }

  /// A character that can be part of nothing; the cursor stands on it.
  mutating func failInvalidCharacter(_ scalar: UInt32, length: Int) throws(Stopped) -> Never {
    cursor += length
    var digits = String(scalar, radix: 16, uppercase: true)
    while digits.utf8.count < 4 { digits = "0" + digits }
    if UnicodeNames.isPrintable(scalar), let character = Unicode.Scalar(scalar) {
      try failHere("invalid character '\(Character(character))' (U+\(digits))")
    }
    try failHere("invalid non-printable character U+\(digits)")
  }

  /// A warning at the cursor or somewhere else on its line.
  mutating func warn(_ message: String, at position: UnsafePointer<UInt8>? = nil) {
    let column = text.characterCount(from: lineStart, to: position ?? cursor)
    warnings.append(
      SyntaxWarning(
        category: .syntaxWarning, message: message, line: Int(line), column: column,
        endLine: Int(line), endColumn: column,
        text: text.lineText(from: lineStart, includingNewline: false)))
  }

  mutating func warnInvalidEscape(_ byte: UInt8, at position: UnsafePointer<UInt8>) {
    warn("invalid escape sequence '\\\(Character(Unicode.Scalar(byte)))'", at: position)
  }
}
