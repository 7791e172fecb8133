/// Finds out what is wrong with a source that the parser rejected.
struct ErrorReport {
  /// The warnings of the tokenizer up to where the reference has read.
  private(set) var warnings: [SyntaxWarning]

  init(tokenizer: Tokenizer, parser: TreeParser, options: ParserOptions) {
    self.tokenizer = tokenizer
    self.parser = parser
    self.options = options
    warnings = tokenizer.warnings
  }

  private mutating func forgetWarnings(after last: Token) {
    warnings.removeAll {
      $0.line > last.endLine || ($0.line == last.endLine && $0.column > Int(last.endColumn))
    }
  }

  let tokenizer: Tokenizer
  let parser: TreeParser
  let options: ParserOptions

  mutating func failure() -> SyntaxFailure {
    let tokens = remainingTokens()
    let source = ErrorSource(tokenizer, tokens: tokens, flufl: parser.options.flufl)
    if parser.isTooDeep { return source.tooDeep() }
    if let (failure, token) = parser.literals.failure {
      return overriddenByTokenizer(source.failure(failure, token), source, token)
    }
    let matcher = GrammarMatcher(tokens: tokens, source: source, literals: parser.literals)
    matcher.run(startRule, usesInvalidRules: false)
    if options.allowIncompleteInput, isAtEnd(matcher.lastRead) {
      var failure = source.failure(
        .incompleteInput, "incomplete input", atLastRead: matcher.lastRead)
      if tokenizer.stoppedAtEnd {
        // A string without an end: the reference still holds all its lines.
        let start = tokenizer.text.startOfLine(failure.line)
        let end = UnsafePointer(tokenizer.text.base) + tokenizer.text.count
        failure.text = String(
          decoding: UnsafeBufferPointer(start: start, count: end - start), as: UTF8.self)
      }
      return failure
    }
    if let failure = matcher.failure { return finish(failure, matcher, source) }
    if matcher.succeeded && options.mode == .interactive {
      forgetWarnings(after: matcher.lastRead)
      return source.failure(
        .syntaxError, "multiple statements found while compiling a single statement",
        atLastRead: matcher.lastRead)
    }
    let firstPassLast = matcher.lastRead
    matcher.run(startRule, usesInvalidRules: true)
    if let failure = matcher.failure { return finish(failure, matcher, source) }
    return genericFailure(firstPassLast, matcher, source)
  }

  /// What the reference says about statements that are right but nested deeply, if that is too deep for it.
  func failureOfDepth() -> SyntaxFailure? {
    let first = UnsafePointer(tokenizer.tokens.base)
    let last = first + (tokenizer.tokens.count - 1)
    guard let start = parser.firstSuspect else { return nil }
    let end = parser.endOfSuspects ?? last
    let suspects = UnsafeBufferPointer(start: start, count: end - start)
    let tokens = Array(suspects) + [last.pointee]
    let source = ErrorSource(tokenizer, tokens: tokens, flufl: parser.options.flufl)
    let matcher = GrammarMatcher(tokens: tokens, source: source, literals: parser.literals)
    matcher.run(startRule, usesInvalidRules: false)
    return matcher.failure?.kind == .memoryError ? matcher.failure : nil
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
    let isComplete =
      last.kind == .string || last.kind == .fstringEnd || last.kind == .newline
    // All other tokens end where the tokenizer has looked at what follows.
    if last.end >= tokenizer.text.count && !isComplete && last.kind != .error { return true }
    guard last.kind == .error else { return false }
    switch tokenizer.stop {
    case .endInsideBrackets: return true
    case .endOfInput, .endOfPart: return false
    case .failure(let failure, _):
      return tokenizer.stoppedAtEnd || failure.message == "unexpected EOF while parsing"
    }
  }

  private func finish(
    _ failure: SyntaxFailure, _ matcher: GrammarMatcher, _ source: ErrorSource
  ) -> SyntaxFailure {
    if matcher.lastRead.kind == .error { return failure }
    return overriddenByTokenizer(failure, source, matcher.lastRead)
  }

  /// Nothing special was found: the place is where the first pass stopped.
  private mutating func genericFailure(
    _ last: Token, _ matcher: GrammarMatcher, _ source: ErrorSource
  ) -> SyntaxFailure {
    if last.kind == .indent || last.kind == .dedent {
      forgetWarnings(after: matcher.lastRead)
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
    if failure.kind == .memoryError || failure.kind == .unicodeDecodeError { return failure }
    // What comes after an error inside an f-string does not matter.
    guard tokenizer.fstrings.isEmpty else { return failure }
    switch tokenizer.stop {
    case .failure(let later, raisedByTokenizer: true): return later
    case .failure(let later, raisedByTokenizer: false):
      if let problem = later.undecodable { return SyntaxFailure(undecodable: problem) }
      fallthrough
    case .endInsideBrackets:
      guard let bracket = tokenizer.brackets.last, last.line > bracket.line else { return failure }
      return source.neverClosed()
    case .endOfInput, .endOfPart: return failure
    }
  }
}

extension GrammarMatcher {
  /// The last token that has been read.
  var lastRead: Token { tokens[max(filled - 1, 0)] }
}
