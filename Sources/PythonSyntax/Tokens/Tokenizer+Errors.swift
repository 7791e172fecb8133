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

  /// How many characters the first bytes of the line are. The reference takes as many bytes of the line as
  /// it is shown, where each bad byte has become three.
  private func shownCharacters(_ bytes: Int) -> Int {
    let shown = text.lineText(from: lineStart, includingNewline: true)
    return shown.utf8.prefix(bytes).reduce(0) { $1 & 0xc0 == 0x80 ? $0 : $0 + 1 }
  }

  mutating func failTabs() throws(Stopped) -> Never {
    try failIndentation(.tabError, "inconsistent use of tabs and spaces in indentation")
  }

  mutating func failDedent() throws(Stopped) -> Never {
    var end = text.endOfLine(lineStart)
    if end.pointee == .newline { end += 1 }
    let length = shownCharacters(end - lineStart)
    let failure = SyntaxFailure(
      kind: .indentationError,
      message: "unindent does not match any outer indentation level", line: Int(line),
      column: length, endLine: Int(line), endColumn: -1,
      text: text.lineText(from: lineStart, includingNewline: true))
    stop = .failure(failure, raisedByTokenizer: false)
    throw Stopped()
  }

  /// Bytes of a name that are no UTF-8; the cursor stands behind it.
  mutating func failDecoding(_ problem: UTF8Problem) throws(Stopped) -> Never {
    let shown = text.lineText(from: lineStart, includingNewline: true)
    let column = shownCharacters(cursor - lineStart)
    var failure = SyntaxFailure(
      kind: .syntaxError, message: "(unicode error) \(problem.message)", line: Int(line),
      column: column, endLine: Int(line), endColumn: -1, text: shown)
    failure.undecodable = problem
    stop = .failure(failure, raisedByTokenizer: false)
    throw Stopped()
  }

  /// A name that is a constant once it is normalised.
  mutating func failConstantName(_ constant: String) throws(Stopped) -> Never {
    let failure = SyntaxFailure(
      kind: .valueError, message: "identifier field can't represent '\(constant)' constant",
      line: 0,
      column: 0, endLine: nil, endColumn: nil, text: nil, hasLocation: false)
    stop = .failure(failure, raisedByTokenizer: false)
    throw Stopped()
  }

  mutating func failAfterContinuation() throws(Stopped) -> Never {
    var column = text.characterCount(from: lineStart, to: cursor) + (cursor.pointee == 0 ? 0 : 1)
    let kept = startOfKeptText()
    if kept < lineStart {
      // The reference counts from where its buffer begins, and stops at the end of the line.
      let end = text.endOfLine(lineStart)
      let line = text.characterCount(from: lineStart, to: end) + (end.pointee == .newline ? 1 : 0)
      let bytes = cursor - kept + (cursor.pointee == 0 ? 0 : 1)
      let isBeyond = bytes > end - lineStart + 1
      column = isBeyond ? line + 1 : text.characterCount(from: lineStart, to: lineStart + bytes)
    }
    try failIndentation(
      .syntaxError, "unexpected character after line continuation character", column: column)
  }

  /// Where the line begins; after a token over several lines or a line continuation, where the first of
  /// these lines begins, because the reference keeps them together.
  func startOfKeptText() -> UnsafePointer<UInt8> {
    var firstLine = line
    var start = lineStart
    var index = tokens.count - 1
    while index >= 0, tokens[index].endLine == firstLine {
      let token = tokens[index]
      if token.line < firstLine {
        firstLine = token.line
        start = base + Int(token.start - token.column)
      }
      index -= 1
    }
    return continued.line == firstLine ? continued.start : start
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
