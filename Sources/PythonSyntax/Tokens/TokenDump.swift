extension Parser {
  /// The tokens of a source as text, one on a line: the format of golden tests and of `--dump=tokens`.
  ///
  ///     1,0-1,5 NAME 'print'
  ///
  /// Start and end (lines from 1, columns in characters from 0), the type, and the text as Python's
  /// `repr`: what `python -m tokenize` shows. A source that cannot be tokenized ends in a line
  /// `ERROR message`.
  public static func dumpTokens(
    _ source: UnsafeBufferPointer<UInt8>, options: ParserOptions = ParserOptions()
  ) throws(SyntaxFailure) -> String {
    var options = options
    // Nothing is no line, not even an empty one.
    if source.isEmpty { options.mode = .expression }
    let text = try SourceDecoder.decode(source, options: options)
    let tree = SyntaxTree()
    var tokenizer = Tokenizer(
      text: text, identifiers: tree.identifiers, options: options, keepsTrivia: true)
    defer { tokenizer.deallocate() }
    tokenizer.run()
    var dump = TokenDump(tokenizer)
    for index in 0..<tokenizer.tokens.count { dump.write(tokenizer.tokens[index]) }
    return String(decoding: dump.output, as: UTF8.self)
  }
}

private struct TokenDump {
  let tokenizer: Tokenizer
  var output: [UInt8] = []

  init(_ tokenizer: Tokenizer) { self.tokenizer = tokenizer }

  mutating func write(_ token: Token) {
    if token.kind == .error {
      writeError()
      return
    }
    output += "\(token.line),\(characters(token.line, token.column))-".utf8
    output += "\(token.endLine),\(characters(token.endLine, token.endColumn)) ".utf8
    output += token.kind.typeName.utf8
    output.append(.space)
    let start = UnsafePointer(tokenizer.text.base) + Int(token.start)
    let text = UnsafeBufferPointer(start: start, count: Int(token.end - token.start))
    PythonRepr.string(text, into: &output)
    output.append(.newline)
  }

  private mutating func writeError() {
    switch tokenizer.stop {
    case .failure(let failure, _): output += "ERROR \(failure.message)\n".utf8
    case .endInsideBrackets: output += "ERROR unexpected EOF in multi-line statement\n".utf8
    case .endOfInput: break
    }
  }

  private func characters(_ line: Int32, _ column: Int32) -> Int {
    let text = tokenizer.text
    if text.isASCII { return Int(column) }
    let start = text.startOfLine(Int(line))
    return text.characterCount(from: start, to: start + Int(column))
  }
}

extension TokenKind {
  /// The name that `tokenize` gives to the type; all operators are one.
  fileprivate var typeName: String {
    switch self {
    case .endMarker: "ENDMARKER"
    case .number: "NUMBER"
    case .string: "STRING"
    case .newline: "NEWLINE"
    case .indent: "INDENT"
    case .dedent: "DEDENT"
    case .fstringStart: "FSTRING_START"
    case .fstringMiddle: "FSTRING_MIDDLE"
    case .fstringEnd: "FSTRING_END"
    case .typeIgnore: "TYPE_IGNORE"
    case .typeComment: "TYPE_COMMENT"
    case .comment: "COMMENT"
    case .nonLogicalNewline: "NL"
    case .error: "ERRORTOKEN"
    case .name: "NAME"
    default: isKeyword ? "NAME" : "OP"
    }
  }
}
