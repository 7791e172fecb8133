/// Finds out what is wrong with a source that the parser rejected.
struct ErrorReport {
  let text: SourceText
  let tokenizer: Tokenizer
  let parser: TreeParser
  let options: ParserOptions

  func failure() -> SyntaxFailure {
    if case .failure(let failure, _) = tokenizer.stop { return failure }
    return SyntaxFailure(
      kind: .syntaxError, message: "invalid syntax", line: Int(parser.token.pointee.line),
      column: 0, endLine: 0, endColumn: 0, text: nil)
  }
}
