/// String literals are evaluated while they are matched: one that cannot be is an error before all others.
extension GrammarMatcher {
  /// Adjacent literals.
  func evaluate(_ literals: [GrammarNode]) throws(Raised) {
    // The second pass finds what the first one has warned about.
    self.literals.isSilent = usesInvalidRules
    var sawBytes = false
    var sawText = false
    for node in literals {
      if node.shape == .fstring {
        try evaluateFString(node)
        sawText = true
      } else {
        let value = self.literals.string(tokens[node.start])
        if value == nil { try raiseLiteralFailure() }
        if case .bytes = value { sawBytes = true } else { sawText = true }
      }
    }
    if sawBytes && sawText {
      try raiseAtLastToken(.syntaxError, "cannot mix bytes and nonbytes literals")
    }
  }

  private func evaluateFString(_ node: GrammarNode) throws(Raised) {
    let isRaw = source.text(of: tokens[node.start]).contains { $0 == "r" || $0 == "R" }
    var nesting = 0
    var braces = 0
    for index in node.start..<node.end {
      switch tokens[index].kind {
      case .fstringStart: nesting += 1
      case .fstringEnd: nesting -= 1
      case .leftBrace where nesting == 1: braces += 1
      case .rightBrace where nesting == 1: braces -= 1
      case .fstringMiddle where nesting == 1:
        // Format specifications are never raw. Nested f-strings have been evaluated.
        let end = braces > 0 ? index : node.end - 1
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
