extension TreeParser {
  /// `expressions`: one expression, or a tuple of them without parentheses.
  func parseExpressions() throws(Rejected) -> Expression {
    let start = token
    let first = try parseExpression()
    guard kind == .comma else { return first }
    let mark = stack.mark
    stack.push(first)
    while accept(.comma), startsExpression { stack.push(try parseExpression()) }
    return make(
      .tuple(elements: popExpressions(from: mark), context: .load), location(from: start))
  }

  /// `star_expressions`: the same with starred elements.
  func parseStarExpressions() throws(Rejected) -> Expression {
    let start = token
    let first = try parseStarExpression()
    guard kind == .comma else { return first }
    let mark = stack.mark
    stack.push(first)
    while accept(.comma), startsStarExpression { stack.push(try parseStarExpression()) }
    return make(
      .tuple(elements: popExpressions(from: mark), context: .load), location(from: start))
  }

  @inline(__always)
  func parseStarExpression() throws(Rejected) -> Expression {
    kind == .star ? try parseStarred() : try parseExpression()
  }

  /// `'*' bitwise_or`
  func parseStarred() throws(Rejected) -> Expression {
    let start = token
    advance()
    let value = try parseBinary(0)
    return make(.starred(value: value, context: .load), location(from: start))
  }

  /// `star_named_expression`
  @inline(__always)
  func parseStarNamedExpression() throws(Rejected) -> Expression {
    kind == .star ? try parseStarred() : try parseNamedExpression()
  }

  @inline(__always)
  func parseNamedExpression() throws(Rejected) -> Expression {
    guard kind == .name, nextKind == .colonEqual else { return try parseExpression() }
    return try parseAssignmentExpression()
  }

  private func parseAssignmentExpression() throws(Rejected) -> Expression {
    let start = token
    let name = try expectName()
    let target = make(.name(name, context: .store), location(start))
    advance()
    let value = try parseExpression()
    try require(8, "Assignment expressions are")
    return make(.namedExpr(target: target, value: value), location(from: start))
  }

  /// `annotated_rhs`, and the right side of assignments.
  @inline(__always)
  func parseYieldOrStarExpressions() throws(Rejected) -> Expression {
    kind == .yield ? try parseYield() : try parseStarExpressions()
  }

  func parseYield() throws(Rejected) -> Expression {
    let start = token
    advance()
    if accept(.from) {
      let value = try parseExpression()
      return make(.yieldFrom(value), location(from: start))
    }
    let value = startsStarExpression ? try parseStarExpressions() : nil
    return make(.yield(value), location(from: start))
  }

  @inline(__always)
  var startsStarExpression: Bool { kind == .star || startsExpression }

  /// Whether the token can begin an expression; `yield` and `*` are for the callers to allow.
  var startsExpression: Bool {
    switch kind {
    case .name, .number, .string, .fstringStart, .leftParenthesis, .leftBracket, .leftBrace,
      .minus, .plus, .tilde, .ellipsis, .false, .none, .true, .await, .lambda, .not:
      true
    default:
      false
    }
  }

  /// `expression`
  func parseExpression() throws(Rejected) -> Expression {
    if kind == .lambda { return try parseLambda() }
    let start = token
    let body = try parseDisjunction()
    guard kind == .if else { return body }
    advance()
    try enter()
    let test = try parseDisjunction()
    try expect(.else)
    let orElse = try parseExpression()
    leave()
    return make(
      .ifExp(test: test, body: body, orElse: orElse), location(from: start))
  }

  private func parseLambda() throws(Rejected) -> Expression {
    let start = token
    advance()
    try enter(2)
    try enter(6)
    let arguments = try parseLambdaParameters()
    leave(6)
    try expect(.colon)
    let body = try parseExpression()
    leave(2)
    return make(.lambda(arguments: arguments, body: body), location(from: start))
  }

  func parseDisjunction() throws(Rejected) -> Expression {
    let start = token
    let first = try parseConjunction()
    guard kind == .or else { return first }
    let mark = stack.mark
    stack.push(first)
    while accept(.or) { stack.push(try parseConjunction()) }
    let values = popExpressions(from: mark)
    return make(.boolOp(operator: .or, values: values), location(from: start))
  }

  private func parseConjunction() throws(Rejected) -> Expression {
    let start = token
    let first = try parseInversion()
    guard kind == .and else { return first }
    let mark = stack.mark
    stack.push(first)
    while accept(.and) { stack.push(try parseInversion()) }
    let values = popExpressions(from: mark)
    return make(.boolOp(operator: .and, values: values), location(from: start))
  }

  private func parseInversion() throws(Rejected) -> Expression {
    guard kind == .not else { return try parseComparison() }
    let start = token
    advance()
    try enter()
    let operand = try parseInversion()
    leave()
    return make(.unaryOp(operator: .not, operand: operand), location(from: start))
  }

  private func parseComparison() throws(Rejected) -> Expression {
    let start = token
    let left = try parseBinary(0)
    guard let first = try acceptComparisonOperator() else { return left }
    let mark = stack.mark
    let sideMark = sideStack.mark
    var next: ComparisonOperator? = first
    while let comparison = next {
      sideStack.push(UInt64(comparison.rawValue))
      stack.push(try parseBinary(0))
      next = try acceptComparisonOperator()
    }
    let comparators = popExpressions(from: mark)
    let pushed = sideStack.elements(UInt64.self, from: sideMark)
    let operators: NodeList<ComparisonOperator> = arena.list(count: pushed.count) {
      for index in 0..<pushed.count {
        $0[index] = ComparisonOperator(rawValue: UInt8(pushed[index]))!
      }
    }
    sideStack.reset(to: sideMark)
    return make(
      .compare(left: left, operators: operators, comparators: comparators),
      location(from: start))
  }

  @inline(__always)
  private func acceptComparisonOperator() throws(Rejected) -> ComparisonOperator? {
    let comparison: ComparisonOperator
    switch kind {
    case .doubleEqual: comparison = .equal
    case .notEqual:
      // `<>` is for those who import it, `!=` for all others.
      let isDiamond = text[Int(token.pointee.start)] == UInt8(ascii: "<")
      guard isDiamond == options.flufl else { throw Rejected() }
      comparison = .notEqual
    case .less: comparison = .less
    case .lessEqual: comparison = .lessOrEqual
    case .greater: comparison = .greater
    case .greaterEqual: comparison = .greaterOrEqual
    case .in: comparison = .in
    case .is:
      advance()
      return accept(.not) ? .isNot : .is
    case .not:
      guard nextKind == .in else { return nil }
      advance()
      comparison = .notIn
    default: return nil
    }
    advance()
    return comparison
  }

  /// Binding strength of a binary operator and what it does; strength 0 for other tokens.
  @inline(__always)
  private func binaryOperator(_ kind: TokenKind) -> (strength: Int, BinaryOperator) {
    switch kind {
    case .verticalBar: (1, .bitwiseOr)
    case .circumflex: (2, .bitwiseXor)
    case .ampersand: (3, .bitwiseAnd)
    case .leftShift: (4, .leftShift)
    case .rightShift: (4, .rightShift)
    case .plus: (5, .add)
    case .minus: (5, .subtract)
    case .star: (6, .multiply)
    case .slash: (6, .divide)
    case .doubleSlash: (6, .floorDivide)
    case .percent: (6, .modulo)
    case .at: (6, .matrixMultiply)
    default: (0, .add)
    }
  }

  /// `bitwise_or` and all levels below it, by precedence climbing: takes operators that bind stronger
  /// than `strength`.
  func parseBinary(_ strength: Int) throws(Rejected) -> Expression {
    let start = token
    var left = try parseFactor()
    while true {
      let (found, operation) = binaryOperator(kind)
      if found <= strength { return left }
      advance()
      let right = try parseBinary(found)
      if operation == .matrixMultiply { try require(5, "The '@' operator is") }
      left = make(
        .binOp(left: left, operator: operation, right: right), location(from: start))
    }
  }

  private func parseFactor() throws(Rejected) -> Expression {
    let operation: UnaryOperator
    switch kind {
    case .minus: operation = .negative
    case .plus: operation = .positive
    case .tilde: operation = .invert
    default: return try parsePower()
    }
    let start = token
    advance()
    try enter()
    let operand = try parseFactor()
    leave()
    return make(.unaryOp(operator: operation, operand: operand), location(from: start))
  }

  @inline(__always)
  private func parsePower() throws(Rejected) -> Expression {
    let start = token
    let base = kind == .await ? try parseAwait() : try parsePrimary()
    guard kind == .doubleStar else { return base }
    advance()
    try enter(2)
    let exponent = try parseFactor()
    leave(2)
    return make(
      .binOp(left: base, operator: .power, right: exponent), location(from: start))
  }

  private func parseAwait() throws(Rejected) -> Expression {
    let start = token
    advance()
    let operand = try parsePrimary()
    try require(5, "Await expressions are")
    return make(.await(operand), location(from: start))
  }
}
