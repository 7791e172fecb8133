extension TreeParser {
  /// Statements up to a token that ends a block, which is consumed if it is a dedent.
  func parseStatements(until end: TokenKind) throws(Rejected) -> NodeList<Statement> {
    let mark = stack.mark
    while kind != end { try parseStatement() }
    return stack.popList(from: mark, in: arena)
  }

  /// Pushes one compound statement, or the simple statements of one line.
  func parseStatement() throws(Rejected) {
    if startsCompoundStatement {
      stack.push(try parseCompoundStatement())
    } else if let match = try parseMatchIfPresent() {
      stack.push(match)
    } else {
      try parseSimpleStatements()
    }
  }

  /// `simple_stmts`: pushes them.
  func parseSimpleStatements() throws(Rejected) {
    while true {
      stack.push(try parseSimpleStatement())
      if accept(.newline) { return }
      try expect(.semicolon)
      if accept(.newline) { return }
    }
  }

  private func parseSimpleStatement() throws(Rejected) -> Statement {
    let start = token
    switch kind {
    case .return:
      advance()
      let value = startsStarExpression ? try parseStarExpressions() : nil
      return make(.return(value), location(from: start))
    case .import: return try parseImport()
    case .from: return try parseImportFrom()
    case .raise: return try parseRaise()
    case .pass: return keywordStatement(.pass)
    case .break: return keywordStatement(.break)
    case .continue: return keywordStatement(.continue)
    case .del: return try parseDelete()
    case .assert: return try parseAssert()
    case .global:
      let names = try parseNames()
      return make(.global(names), location(from: start))
    case .nonlocal:
      let names = try parseNames()
      return make(.nonlocal(names), location(from: start))
    case .yield:
      let value = try parseYield()
      return make(.expr(value), location(from: start))
    case .name where isSoftKeyword(.type) && nextKind == .name:
      return try parseTypeAlias()
    default:
      return try parseExpressionStatement()
    }
  }

  private func keywordStatement(_ kind: Statement.Kind) -> Statement {
    advance()
    return make(kind, location(token - 1))
  }

  private func parseNames() throws(Rejected) -> NodeList<Identifier> {
    let mark = stack.mark
    repeat {
      advance()
      stack.push(try expectName())
    } while kind == .comma
    return stack.popList(from: mark, in: arena)
  }

  private func parseRaise() throws(Rejected) -> Statement {
    let start = token
    advance()
    guard startsExpression else {
      return make(.raise(exception: nil, cause: nil), location(from: start))
    }
    let exception = try parseExpression()
    let cause = accept(.from) ? try parseExpression() : nil
    return make(.raise(exception: exception, cause: cause), location(from: start))
  }

  private func parseDelete() throws(Rejected) -> Statement {
    let start = token
    advance()
    let targets = try parseDeleteTargets()
    guard kind == .semicolon || kind == .newline else { throw Rejected() }
    return make(.delete(targets: targets), location(from: start))
  }

  private func parseAssert() throws(Rejected) -> Statement {
    let start = token
    advance()
    let test = try parseExpression()
    let message = accept(.comma) ? try parseExpression() : nil
    return make(.assert(test: test, message: message), location(from: start))
  }

  private func parseTypeAlias() throws(Rejected) -> Statement {
    let start = token
    advance()
    let nameToken = token
    let name = make(.name(try expectName(), context: .store), location(nameToken))
    let parameters = try parseTypeParameters()
    try expect(.equal)
    let value = try parseExpression()
    try require(12, "Type statement is")
    return make(
      .typeAlias(name: name, typeParameters: parameters, value: value), location(from: start))
  }

  // MARK: Expressions and assignments

  private func parseExpressionStatement() throws(Rejected) -> Statement {
    let start = token
    let first = try parseStarExpressions()
    switch kind {
    case .newline, .semicolon:
      return make(.expr(first), location(from: start))
    case .equal:
      return try parseAssignment(first, from: start)
    case .colon:
      return try parseAnnotatedAssignment(first, from: start)
    default:
      guard let operation = augmentedOperator(kind) else {
        return make(.expr(first), location(from: start))
      }
      try setSingleTarget(first)
      if operation == .matrixMultiply { try require(5, "The '@' operator is") }
      advance()
      let value = try parseYieldOrStarExpressions()
      return make(
        .augAssign(target: first, operator: operation, value: value), location(from: start))
    }
  }

  private func parseAssignment(
    _ first: Expression, from start: UnsafePointer<Token>
  ) throws(Rejected) -> Statement {
    let mark = stack.mark
    var value = first
    while accept(.equal) {
      try setContext(of: value, .store)
      stack.push(value)
      value = try parseYieldOrStarExpressions()
    }
    let targets = popExpressions(from: mark)
    let comment = acceptTypeComment()
    return make(
      .assign(targets: targets, value: value, typeComment: comment), location(from: start))
  }

  private func parseAnnotatedAssignment(
    _ target: Expression, from start: UnsafePointer<Token>
  ) throws(Rejected) -> Statement {
    try setSingleTarget(target)
    var isSimple = false
    if case .name = target.kind { isSimple = start.pointee.kind == .name }
    advance()
    let annotation = try parseExpression()
    let value = accept(.equal) ? try parseYieldOrStarExpressions() : nil
    try require(6, isSimple ? "Variable annotation syntax is" : "Variable annotations syntax is")
    return make(
      .annAssign(target: target, annotation: annotation, value: value, isSimple: isSimple),
      location(from: start))
  }

  private func augmentedOperator(_ kind: TokenKind) -> BinaryOperator? {
    switch kind {
    case .plusEqual: .add
    case .minusEqual: .subtract
    case .starEqual: .multiply
    case .atEqual: .matrixMultiply
    case .slashEqual: .divide
    case .percentEqual: .modulo
    case .ampersandEqual: .bitwiseAnd
    case .verticalBarEqual: .bitwiseOr
    case .circumflexEqual: .bitwiseXor
    case .leftShiftEqual: .leftShift
    case .rightShiftEqual: .rightShift
    case .doubleStarEqual: .power
    case .doubleSlashEqual: .floorDivide
    default: nil
    }
  }

  func acceptTypeComment() -> ByteString? {
    guard kind == .typeComment else { return nil }
    let bytes = UnsafeBufferPointer(
      start: text + Int(token.pointee.start),
      count: Int(token.pointee.end - token.pointee.start))
    advance()
    return tree.list(bytes)
  }

  // MARK: Imports

  private func parseImport() throws(Rejected) -> Statement {
    let start = token
    let sideMark = sideStack.mark
    repeat {
      advance()
      let nameStart = token
      let name = try parseDottedName()
      let asName = accept(.as) ? try expectName() : nil
      sideStack.push(Alias(name: name, asName: asName, location: location(from: nameStart)))
    } while kind == .comma
    return make(
      .import(names: sideStack.popList(from: sideMark, in: arena)), location(from: start))
  }

  /// The parts joined by dots, whatever blanks stand between them in the source.
  private func parseDottedName() throws(Rejected) -> Identifier {
    let first = try expectName()
    guard kind == .dot else { return first }
    var bytes = Array(first.utf8)
    while accept(.dot) {
      bytes.append(UInt8(ascii: "."))
      bytes += try expectName().utf8
    }
    return bytes.withUnsafeBufferPointer { identifiers.intern($0) }
  }

  private func parseImportFrom() throws(Rejected) -> Statement {
    let start = token
    advance()
    var level = 0
    while kind == .dot || kind == .ellipsis {
      level += kind == .dot ? 1 : 3
      advance()
    }
    let module = level > 0 && kind == .import ? nil : try parseDottedName()
    try expect(.import)
    let names = try parseImportedNames()
    if let module, level == 0, module.matches("__future__"),
      names.contains(where: { $0.name.matches("barry_as_FLUFL") })
    {
      useDiamondOperator()
    }
    return make(
      .importFrom(module: module, names: names, level: level), location(from: start))
  }

  private func parseImportedNames() throws(Rejected) -> NodeList<Alias> {
    let sideMark = sideStack.mark
    if kind == .star {
      let star = tree.intern("*")
      sideStack.push(Alias(name: star, asName: nil, location: location(token)))
      advance()
      return sideStack.popList(from: sideMark, in: arena)
    }
    let isParenthesized = accept(.leftParenthesis)
    repeat {
      if isParenthesized && kind == .rightParenthesis && sideStack.mark > sideMark { break }
      let nameStart = token
      let name = try expectName()
      let asName = accept(.as) ? try expectName() : nil
      sideStack.push(Alias(name: name, asName: asName, location: location(from: nameStart)))
    } while accept(.comma)
    if isParenthesized { try expect(.rightParenthesis) }
    return sideStack.popList(from: sideMark, in: arena)
  }
}
