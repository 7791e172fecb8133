/// String literals are evaluated while they are matched: one that cannot be is an error before all others.
extension GrammarMatcher {
  func evaluateString(_ node: GrammarNode) throws(Raised) {
    // The second pass finds what the first one has warned about.
    literals.isSilent = usesInvalidRules
    if literals.string(tokens[node.start]) == nil { try raiseLiteralFailure() }
  }

  /// Adjacent literals.
  func checkMixture(_ nodes: [GrammarNode]) throws(Raised) {
    let bytes = nodes.count { $0.shape != .fstring && literals.parts(of: tokens[$0.start]).isBytes }
    if bytes > 0, bytes < nodes.count {
      try raiseAtLastToken(.syntaxError, "cannot mix bytes and nonbytes literals")
    }
  }

  /// The f-string between the token `start` and here.
  func evaluateFString(from start: Int) throws(Raised) {
    literals.isSilent = usesInvalidRules
    let isRaw = source.text(of: tokens[start]).contains { $0 == "r" || $0 == "R" }
    var nesting = 0
    var braces = 0
    for index in start..<position {
      switch tokens[index].kind {
      case .fstringStart: nesting += 1
      case .fstringEnd: nesting -= 1
      case .leftBrace where nesting == 1: braces += 1
      case .rightBrace where nesting == 1: braces -= 1
      case .fstringMiddle where nesting == 1:
        // Format specifications are never raw. Nested f-strings have been evaluated.
        let end = braces > 0 ? index : position - 1
        let text = literals.fstringText(
          tokens[index], isRaw: isRaw && braces == 0, end: tokens[end])
        if text == nil { try raiseLiteralFailure() }
      default: break
      }
    }
  }

  private func raiseLiteralFailure() throws(Raised) -> Never {
    let (failure, token) = literals.failure!
    try raise(source.failure(failure, token))
  }

  /// Text of an f-string must be UTF-8 as soon as it is read.
  func checkText(_ token: Token) throws(Raised) {
    if source.text.isValid { return }
    let start = UnsafePointer(source.text.base) + Int(token.start)
    let bytes = UnsafeBufferPointer(start: start, count: Int(token.end - token.start))
    if let problem = UTF8Problem(in: bytes) { try raise(SyntaxFailure(undecodable: problem)) }
  }
}
