/// Finds out what is wrong with a source that the parser rejected.
struct ErrorReport {
  let tokenizer: Tokenizer
  let parser: TreeParser
  let options: ParserOptions

  func failure() -> SyntaxFailure {
    let tokens = remainingTokens()
    let source = ErrorSource(tokenizer, tokens: tokens, flufl: parser.options.flufl)
    if parser.isTooDeep { return source.tooDeep() }
    if let (failure, token) = parser.literals.failure {
      return overriddenByTokenizer(literalFailure(failure, token, source), source, token)
    }
    let matcher = GrammarMatcher(tokens: tokens, source: source)
    matcher.run(startRule, usesInvalidRules: false)
    if options.allowIncompleteInput, isAtEnd(matcher.lastRead) {
      return source.failure(.incompleteInput, "incomplete input", atLastRead: matcher.lastRead)
    }
    if let failure = matcher.failure { return finish(failure, matcher, source) }
    if matcher.succeeded && options.mode == .interactive {
      return source.failure(
        .syntaxError, "multiple statements found while compiling a single statement",
        atLastRead: matcher.lastRead)
    }
    let firstPassLast = matcher.lastRead
    matcher.run(startRule, usesInvalidRules: true)
    if let failure = matcher.failure { return finish(failure, matcher, source) }
    return genericFailure(firstPassLast, matcher, source)
  }

  /// The top-level statements before the one that failed are right: only the rest is looked at.
  private func remainingTokens() -> [Token] {
    let all = UnsafeBufferPointer(start: tokenizer.tokens.base, count: tokenizer.tokens.count)
    let start = parser.statementStart - UnsafePointer(tokenizer.tokens.base)
    return Array(all[start...])
  }

  private var startRule: String {
    switch options.mode {
    case .file: "file"
    case .expression: "eval"
    case .interactive: "interactive"
    case .functionType: "func_type"
    }
  }

  /// Whether the input ended where more could follow.
  private func isAtEnd(_ last: Token) -> Bool {
    if last.start >= tokenizer.text.count && last.kind != .error { return true }
    let endsInQuote = last.kind == .string || last.kind == .fstringEnd
    // All other tokens end where the tokenizer has looked at what follows.
    if last.end >= tokenizer.text.count && !endsInQuote && last.kind != .error { return true }
    guard last.kind == .error else { return false }
    switch tokenizer.stop {
    case .endInsideBrackets: return true
    case .endOfInput: return false
    case .failure(let failure, _):
      return tokenizer.stoppedAtEnd || failure.message == "unexpected EOF while parsing"
    }
  }

  private func finish(
    _ failure: SyntaxFailure, _ matcher: GrammarMatcher, _ source: ErrorSource
  ) -> SyntaxFailure {
    if matcher.lastRead.kind == .error || failure.kind == .memoryError { return failure }
    return overriddenByTokenizer(failure, source, matcher.lastRead)
  }

  /// Nothing special was found: the place is where the first pass stopped.
  private func genericFailure(
    _ last: Token, _ matcher: GrammarMatcher, _ source: ErrorSource
  ) -> SyntaxFailure {
    if last.kind == .indent || last.kind == .dedent {
      let message = last.kind == .indent ? "unexpected indent" : "unexpected unindent"
      return source.failure(.indentationError, message, atLastRead: matcher.lastRead)
    }
    let failure = source.failure(
      .syntaxError, "invalid syntax", line: last.line, column: source.column(last) + 1,
      endLine: last.endLine, endColumn: source.endColumn(last) + 1, lastRead: matcher.lastRead)
    return overriddenByTokenizer(failure, source, matcher.lastRead)
  }

  /// An error of the tokenizer later in the source goes before one of the parser, and so does a bracket
  /// that was opened on an earlier line and never closed.
  private func overriddenByTokenizer(
    _ failure: SyntaxFailure, _ source: ErrorSource, _ last: Token
  ) -> SyntaxFailure {
    switch tokenizer.stop {
    // One inside an f-string does not.
    case .failure(let later, raisedByTokenizer: true) where tokenizer.fstrings.isEmpty:
      return later
    case .endInsideBrackets where last.line > tokenizer.brackets[tokenizer.brackets.count - 1].line:
      return source.neverClosed()
    default: return failure
    }
  }

  private func literalFailure(
    _ failure: LiteralReader.Failure, _ token: Token, _ source: ErrorSource
  ) -> SyntaxFailure {
    switch failure.place {
    case .token, .lastRead:
      return source.failure(.syntaxError, failure.message, atLastRead: token)
    case .line:
      return source.failure(
        .syntaxError, failure.message, line: token.line, column: 0, endLine: token.endLine,
        endColumn: 0, lastRead: token)
    }
  }
}

extension GrammarMatcher {
  /// The last token that has been read.
  var lastRead: Token { tokens[max(filled - 1, 0)] }
}
