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
    let stream = try TokenStream(source, options: options)
    var output: [UInt8] = []
    for index in 0..<stream.count {
      if let failure = stream.failure(at: index) {
        output += "ERROR \(failure.message)\n".utf8
        continue
      }
      let (token, text) = (stream.place(of: index), stream.text(of: index))
      output += "\(token.line),\(token.column)-\(token.endLine),\(token.endColumn) ".utf8
      output += stream.kind(of: index).typeName.utf8
      output.append(.space)
      PythonRepr.string(text, into: &output)
      output.append(.newline)
    }
    return String(decoding: output, as: UTF8.self)
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
