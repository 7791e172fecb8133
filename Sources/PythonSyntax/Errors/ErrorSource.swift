/// What reports need to know of a source: its text around tokens, bracket depths, and why it ended.
struct ErrorSource {
  let text: SourceText
  let stop: Tokenizer.Stop
  let brackets: [Tokenizer.Bracket]
  let flufl: Bool
  /// How many brackets are open after each token.
  let levels: [Int]

  init(_ tokenizer: Tokenizer, tokens: [Token], flufl: Bool) {
    text = tokenizer.text
    stop = tokenizer.stop
    brackets = tokenizer.brackets
    self.flufl = flufl
    var level = 0
    levels = tokens.map { token in
      switch token.kind {
      case .leftParenthesis, .leftBracket, .leftBrace: level += 1
      case .rightParenthesis, .rightBracket, .rightBrace: level -= 1
      default: break
      }
      return level
    }
  }

  private var base: UnsafePointer<UInt8> { UnsafePointer(text.base) }

  func text(of token: Token) -> String {
    let bytes = UnsafeBufferPointer(
      start: base + Int(token.start), count: Int(token.end - token.start))
    return String(decoding: bytes, as: UTF8.self)
  }

  func isImaginary(_ number: Token) -> Bool {
    base[Int(number.end) - 1].lowercasedLetter == UInt8(ascii: "j")
  }

  /// Whether `!=` or `<>` is the spelling that is in force.
  func allows(_ notEqual: Token) -> Bool {
    (base[Int(notEqual.start)] == UInt8(ascii: "<")) == flufl
  }

  /// The reference compares only as many bytes as the name has: `t` is as good as `type` here.
  func isSoftKeywordPrefix(_ name: Token) -> Bool {
    let text = text(of: name)
    return ["_", "case", "match", "type"].contains { $0.hasPrefix(text) }
  }

  static func isLayout(_ kind: TokenKind) -> Bool {
    kind == .newline || kind == .indent || kind == .dedent || kind == .endMarker
  }

  /// The reference knows no columns of tokens without text.
  private func hasColumn(_ token: Token) -> Bool {
    token.kind != .indent && token.kind != .dedent && token.kind != .endMarker
      && token.kind != .error && token.start < text.count
  }

  func column(_ token: Token) -> Int { hasColumn(token) ? Int(token.column) : -1 }
  func endColumn(_ token: Token) -> Int { hasColumn(token) ? Int(token.endColumn) : -1 }

  // MARK: Failures

  /// At the last token that was read.
  func failure(
    _ kind: SyntaxFailure.Kind, _ message: String, atLastRead token: Token
  ) -> SyntaxFailure {
    let column = hasColumn(token) ? Int(token.column) + 1 : Int(token.column)
    let endColumn = hasColumn(token) ? Int(token.endColumn) + 1 : -1
    return failure(
      kind, message, line: token.line, column: column, endLine: token.endLine,
      endColumn: endColumn, lastRead: token)
  }

  /// Columns are bytes counted from 1 here; they become characters.
  func failure(
    _ kind: SyntaxFailure.Kind, _ message: String, line: Int32, column: Int, endLine: Int32,
    endColumn: Int, lastRead: Token
  ) -> SyntaxFailure {
    let shown = Array(
      String(decoding: shownText(line: Int(line), lastRead: lastRead), as: UTF8.self).utf8)
    return SyntaxFailure(
      kind: kind, message: message, line: Int(line), column: characters(shown, column),
      endLine: Int(endLine),
      endColumn: endColumn > 0 ? characters(shown, endColumn) : endColumn,
      text: String(decoding: shown, as: UTF8.self))
  }

  /// The line of an error. While the tokenizer has not gone past it, the text is all that it holds: from
  /// the line where a token over several lines began, with the newline.
  private func shownText(line: Int, lastRead: Token) -> UnsafeBufferPointer<UInt8> {
    let current = Int(lastRead.endLine)
    guard current <= line else {
      let start = text.startOfLine(line)
      return UnsafeBufferPointer(start: start, count: text.endOfLine(start) - start)
    }
    let start = text.startOfLine(Int(lastRead.line))
    var end = text.endOfLine(text.startOfLine(current))
    if end.pointee == .newline { end += 1 }
    return UnsafeBufferPointer(start: start, count: end - start)
  }

  private func characters(_ line: [UInt8], _ byteOffset: Int) -> Int {
    let offset = min(byteOffset, line.count + 1)
    guard offset > 0 else { return byteOffset }
    guard !text.isASCII else { return offset }
    // The offset is one past the bytes before the position; the byte there may be part of a character.
    var count = 0
    for byte in line[..<min(offset, line.count)] where byte & 0xc0 != 0x80 { count += 1 }
    return offset > line.count ? count + 1 : count
  }

  /// What is wrong with a literal.
  func failure(_ failure: LiteralReader.Failure, _ token: Token) -> SyntaxFailure {
    switch failure.place {
    case .none(let problem): return SyntaxFailure(undecodable: problem)
    case .token, .lastRead:
      return self.failure(.syntaxError, failure.message, atLastRead: token)
    case .line:
      return self.failure(
        .syntaxError, failure.message, line: token.line, column: 0, endLine: token.endLine,
        endColumn: 0, lastRead: token)
    }
  }

  func tooDeep() -> SyntaxFailure {
    SyntaxFailure(
      kind: .memoryError,
      message: "Parser stack overflowed - Python source too complex to parse", line: 0, column: 0,
      endLine: nil, endColumn: nil, text: nil, hasLocation: false)
  }

  /// Why the tokenizer stopped, when the parser asks for the token after that.
  func failureOfTokenizer() -> SyntaxFailure {
    switch stop {
    case .failure(let failure, _): return failure
    case .endInsideBrackets: return neverClosed()
    case .endOfInput, .endOfPart: fatalError("an error token without an error")
    }
  }

  func neverClosed() -> SyntaxFailure {
    let bracket = brackets[brackets.count - 1]
    let start = text.startOfLine(Int(bracket.line))
    var end = text.endOfLine(start)
    // When the end is on the same line, the tokenizer still holds it with its newline.
    if end.pointee == .newline && end[1] == 0 { end += 1 }
    let line = Array(UnsafeBufferPointer(start: start, count: end - start))
    return SyntaxFailure(
      kind: .syntaxError,
      message: "'\(Character(Unicode.Scalar(bracket.byte)))' was never closed",
      line: Int(bracket.line), column: characters(line, Int(bracket.column) + 1),
      endLine: Int(bracket.line), endColumn: 0, text: String(decoding: line, as: UTF8.self))
  }
}
