extension TreeParser {
  /// The parameters of a function, up to its closing parenthesis.
  func parseParameters() throws(Rejected) -> Arguments {
    try parseParameterList(until: .rightParenthesis, annotated: true)
  }

  func parseLambdaParameters() throws(Rejected) -> Arguments {
    try parseParameterList(until: .colon, annotated: false)
  }

  /// What has been read of a parameter list.
  private struct Collected {
    var positionalOnly: [Argument] = []
    var positional: [Argument] = []
    var keywordOnly: [Argument] = []
    var defaults: [Expression] = []
    var keywordDefaults: [Expression?] = []
    var variadic: Argument?
    var variadicKeywords: Argument?
    var sawSlash = false
    var sawStar = false
    /// A bare `*` needs a parameter after it.
    var awaitsKeywordOnly = false
  }

  private func parseParameterList(
    until end: TokenKind, annotated: Bool
  ) throws(Rejected) -> Arguments {
    if kind == end { return tree.arguments(Arguments.Fields()) }
    var collected = Collected()
    while kind != end {
      switch kind {
      case .slash:
        try readSlash(&collected)
      case .star:
        try readStar(&collected, until: end, annotated: annotated)
      case .doubleStar:
        guard !collected.awaitsKeywordOnly else { throw Rejected() }
        advance()
        collected.variadicKeywords = try parseParameter(annotated: annotated)
        if accept(.comma) { readTypeComment(&collected.variadicKeywords, annotated) }
        readTypeComment(&collected.variadicKeywords, annotated)
        guard kind == end else { throw Rejected() }
      default:
        try readPlain(&collected, until: end, annotated: annotated)
      }
    }
    guard !collected.awaitsKeywordOnly else { throw Rejected() }
    return makeArguments(collected)
  }

  private func readSlash(_ collected: inout Collected) throws(Rejected) {
    guard !collected.sawSlash, !collected.sawStar, !collected.positional.isEmpty else {
      throw Rejected()
    }
    advance()
    collected.sawSlash = true
    collected.positionalOnly = collected.positional
    collected.positional = []
    try expectParameterEnd()
    try require(8, "Positional-only parameters are")
  }

  /// A comma, or the end of the list.
  private func expectParameterEnd() throws(Rejected) {
    guard !accept(.comma) else { return }
    guard kind == .rightParenthesis || kind == .colon else { throw Rejected() }
  }

  private func readStar(
    _ collected: inout Collected, until end: TokenKind, annotated: Bool
  ) throws(Rejected) {
    guard !collected.sawStar else { throw Rejected() }
    advance()
    collected.sawStar = true
    if accept(.comma) {
      collected.awaitsKeywordOnly = true
      return
    }
    collected.variadic = try parseParameter(annotated: annotated, starAnnotation: true)
    if kind == .equal { throw Rejected() }
    let hasComma = accept(.comma)
    readTypeComment(&collected.variadic, annotated)
    guard hasComma || kind == end else { throw Rejected() }
  }

  private func readPlain(
    _ collected: inout Collected, until end: TokenKind, annotated: Bool
  ) throws(Rejected) {
    var parameter: Argument? = try parseParameter(annotated: annotated)
    let defaultValue = accept(.equal) ? try parseExpression() : nil
    let hasComma = accept(.comma)
    readTypeComment(&parameter, annotated)
    guard let parameter, hasComma || kind == end else { throw Rejected() }
    if collected.sawStar {
      collected.awaitsKeywordOnly = false
      collected.keywordOnly.append(parameter)
      collected.keywordDefaults.append(defaultValue)
      return
    }
    collected.positional.append(parameter)
    if let defaultValue {
      collected.defaults.append(defaultValue)
    } else if !collected.defaults.isEmpty {
      throw Rejected()
    }
  }

  private func parseParameter(
    annotated: Bool, starAnnotation: Bool = false
  ) throws(Rejected) -> Argument {
    let start = token
    let name = try expectName()
    var annotation: Expression?
    if annotated && accept(.colon) {
      annotation = starAnnotation ? try parseStarExpression() : try parseExpression()
    }
    return Argument(name: name, annotation: annotation, location: location(from: start))
  }

  private func readTypeComment(_ parameter: inout Argument?, _ annotated: Bool) {
    guard annotated, kind == .typeComment else { return }
    parameter?.typeComment = acceptTypeComment()
  }

  private func makeArguments(_ collected: Collected) -> Arguments {
    var fields = Arguments.Fields()
    fields.positionalOnly = tree.list(collected.positionalOnly)
    fields.positional = tree.list(collected.positional)
    fields.variadic = collected.variadic
    fields.keywordOnly = tree.list(collected.keywordOnly)
    fields.keywordDefaults = tree.list(collected.keywordDefaults)
    fields.variadicKeywords = collected.variadicKeywords
    fields.defaults = tree.list(collected.defaults)
    return tree.arguments(fields)
  }

  /// `type_params`, the brackets included; empty when there are none.
  func parseTypeParameters() throws(Rejected) -> NodeList<TypeParameter> {
    guard accept(.leftBracket) else { return NodeList() }
    let sideMark = sideStack.mark
    repeat {
      if kind == .rightBracket { break }
      sideStack.push(try parseTypeParameter())
    } while accept(.comma)
    guard sideStack.mark > sideMark else { throw Rejected() }
    try expect(.rightBracket)
    try require(12, "Type parameter lists are", looksAhead: false)
    return sideStack.popList(from: sideMark, in: arena)
  }

  private func parseTypeParameter() throws(Rejected) -> TypeParameter {
    let start = token
    let kind: TypeParameter.Kind
    let name: Identifier
    var defaultValue: Expression?
    if accept(.star) {
      name = try expectName()
      kind = .typeVarTuple
      if accept(.equal) { defaultValue = try parseStarExpression() }
    } else if accept(.doubleStar) {
      name = try expectName()
      kind = .paramSpec
      if accept(.equal) { defaultValue = try parseExpression() }
    } else {
      name = try expectName()
      kind = .typeVar(bound: accept(.colon) ? try parseExpression() : nil)
      if accept(.equal) { defaultValue = try parseExpression() }
    }
    if defaultValue != nil { try require(13, "Type parameter defaults are") }
    return TypeParameter(
      kind: kind, name: name, defaultValue: defaultValue, location: location(from: start))
  }
}
