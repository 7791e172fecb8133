extension TreeParser {
  var startsCompoundStatement: Bool {
    switch kind {
    case .def, .at, .async, .if, .class, .with, .for, .try, .while: true
    default: false
    }
  }

  func parseCompoundStatement() throws(Rejected) -> Statement {
    try enter(4)
    defer { leave(4) }
    switch kind {
    case .def: return try parseFunction(decorators: NodeList())
    case .class: return try parseClass(decorators: NodeList())
    case .at: return try parseDecorated()
    case .async: return try parseAsync()
    case .if: return try parseIf()
    case .with: return try parseWith(from: token, isAsync: false)
    case .for: return try parseFor(from: token, isAsync: false)
    case .try: return try parseTry()
    case .while: return try parseWhile()
    default: throw Rejected()
    }
  }

  private func parseAsync() throws(Rejected) -> Statement {
    let start = token
    switch nextKind {
    case .def: return try parseFunction(decorators: NodeList())
    case .with:
      advance()
      return try parseWith(from: start, isAsync: true)
    case .for:
      advance()
      return try parseFor(from: start, isAsync: true)
    default: throw Rejected()
    }
  }

  /// `block`, after the colon.
  func parseBlock() throws(Rejected) -> NodeList<Statement> {
    guard accept(.newline) else {
      let mark = stack.mark
      try parseSimpleStatements()
      return stack.popList(from: mark, in: arena)
    }
    try expect(.indent)
    let body = try parseStatements(until: .dedent)
    advance()
    return body
  }

  private func parseColonAndBlock() throws(Rejected) -> NodeList<Statement> {
    try expect(.colon)
    return try parseBlock()
  }

  private func parseElse() throws(Rejected) -> NodeList<Statement> {
    accept(.else) ? try parseColonAndBlock() : NodeList()
  }

  // MARK: Branches and loops

  /// `if`, or the `elif` that the rest of it becomes.
  private func parseIf() throws(Rejected) -> Statement {
    let start = token
    advance()
    let test = try parseNamedExpression()
    let body = try parseColonAndBlock()
    var orElse = NodeList<Statement>()
    if kind == .elif {
      try enter(1)
      let nested = try parseIf()
      leave(1)
      let mark = stack.mark
      stack.push(nested)
      orElse = stack.popList(from: mark, in: arena)
    } else {
      orElse = try parseElse()
    }
    return make(.if(test: test, body: body, orElse: orElse), blockLocation(from: start))
  }

  private func parseWhile() throws(Rejected) -> Statement {
    let start = token
    advance()
    let test = try parseNamedExpression()
    let body = try parseColonAndBlock()
    let orElse = try parseElse()
    return make(.while(test: test, body: body, orElse: orElse), blockLocation(from: start))
  }

  private func parseFor(
    from start: UnsafePointer<Token>, isAsync: Bool
  ) throws(Rejected) -> Statement {
    advance()
    let target = try parseStarTargets()
    try expect(.in)
    let iterable = try parseStarExpressions()
    try expect(.colon)
    let comment = acceptTypeComment()
    let body = try parseBlock()
    let orElse = try parseElse()
    if isAsync { try require(5, "Async for loops are") }
    let loop = ForLoop(
      target: target, iterable: iterable, body: body, orElse: orElse, typeComment: comment)
    return make(isAsync ? .asyncFor(loop) : .for(loop), blockLocation(from: start))
  }

  // MARK: with

  private func parseWith(
    from start: UnsafePointer<Token>, isAsync: Bool
  ) throws(Rejected) -> Statement {
    advance()
    let items = try parseWithItems()
    try expect(.colon)
    let comment = acceptTypeComment()
    let body = try parseBlock()
    let location = blockLocation(from: start)
    if isAsync { try require(5, "Async with statements are", looksAhead: false) }
    return isAsync
      ? make(.asyncWith(items: items, body: body, typeComment: comment), location)
      : make(.with(items: items, body: body, typeComment: comment), location)
  }

  private func parseWithItems() throws(Rejected) -> NodeList<WithItem> {
    if kind == .leftParenthesis {
      // Only the colon after it tells whether the parenthesis surrounds the items.
      let checkpoint = checkpoint()
      do throws(Rejected) {
        return try parseParenthesizedWithItems()
      } catch {
        if isTooDeep { throw Rejected() }
        restore(checkpoint)
      }
    }
    let sideMark = sideStack.mark
    repeat { sideStack.push(try parseWithItem()) } while accept(.comma)
    return sideStack.popList(from: sideMark, in: arena)
  }

  private func parseParenthesizedWithItems() throws(Rejected) -> NodeList<WithItem> {
    advance()
    let sideMark = sideStack.mark
    repeat {
      if kind == .rightParenthesis && sideStack.mark > sideMark { break }
      sideStack.push(try parseWithItem())
    } while accept(.comma)
    try expect(.rightParenthesis)
    guard kind == .colon else { throw Rejected() }
    return sideStack.popList(from: sideMark, in: arena)
  }

  private func parseWithItem() throws(Rejected) -> WithItem {
    let context = try parseExpression()
    guard accept(.as) else { return WithItem(context: context, target: nil) }
    let target = try parseStarTarget()
    guard kind == .comma || kind == .rightParenthesis || kind == .colon else { throw Rejected() }
    return WithItem(context: context, target: target)
  }

  // MARK: try

  private func parseTry() throws(Rejected) -> Statement {
    let start = token
    advance()
    let body = try parseColonAndBlock()
    let sideMark = sideStack.mark
    let isStar = kind == .except && nextKind == .star
    while kind == .except {
      guard (nextKind == .star) == isStar else { throw Rejected() }
      sideStack.push(try parseHandler(isStar: isStar))
    }
    let handlers: NodeList<ExceptHandler> = sideStack.popList(from: sideMark, in: arena)
    let orElse = handlers.isEmpty ? NodeList() : try parseElse()
    let finalBody = accept(.finally) ? try parseColonAndBlock() : NodeList()
    guard !handlers.isEmpty || !finalBody.isEmpty else { throw Rejected() }
    if isStar { try require(11, "Exception groups are") }
    let block = TryBlock(body: body, handlers: handlers, orElse: orElse, finalBody: finalBody)
    return make(isStar ? .tryStar(block) : .try(block), blockLocation(from: start))
  }

  private func parseHandler(isStar: Bool) throws(Rejected) -> ExceptHandler {
    let start = token
    advance()
    if isStar { advance() }
    var type: Expression?
    var name: Identifier?
    if isStar || kind != .colon {
      type = try parseExpression()
      name = accept(.as) ? try expectName() : nil
    }
    let body = try parseColonAndBlock()
    return ExceptHandler(type: type, name: name, body: body, location: blockLocation(from: start))
  }

  // MARK: Definitions

  private func parseDecorated() throws(Rejected) -> Statement {
    let mark = stack.mark
    while accept(.at) {
      stack.push(try parseNamedExpression())
      try expect(.newline)
    }
    let decorators = popExpressions(from: mark)
    switch kind {
    case .def: return try parseFunction(decorators: decorators)
    case .async where nextKind == .def: return try parseFunction(decorators: decorators)
    case .class: return try parseClass(decorators: decorators)
    default: throw Rejected()
    }
  }

  private func parseFunction(decorators: NodeList<Expression>) throws(Rejected) -> Statement {
    let start = token
    let isAsync = accept(.async)
    try expect(.def)
    let name = try expectName()
    let typeParameters = try parseTypeParameters()
    try expect(.leftParenthesis)
    let arguments = try parseParameters()
    try expect(.rightParenthesis)
    let returns = accept(.arrow) ? try parseExpression() : nil
    try expect(.colon)
    let comment = parseFunctionTypeComment()
    let body = try parseBlock()
    if isAsync { try require(5, "Async functions are", looksAhead: false) }
    let definition = FunctionDefinition(
      name: name, arguments: arguments, body: body, decorators: decorators, returns: returns,
      typeComment: comment, typeParameters: typeParameters)
    return make(
      isAsync ? .asyncFunctionDef(definition) : .functionDef(definition),
      blockLocation(from: start))
  }

  /// A type comment stands on the line of the colon or alone on the line after it.
  private func parseFunctionTypeComment() -> ByteString? {
    if kind == .newline && nextKind == .typeComment
      && (token + 2).pointee.kind == .newline && (token + 3).pointee.kind == .indent
    {
      advance()
    }
    return acceptTypeComment()
  }

  private func parseClass(decorators: NodeList<Expression>) throws(Rejected) -> Statement {
    let start = token
    advance()
    let name = try expectName()
    let typeParameters = try parseTypeParameters()
    var bases = NodeList<Expression>()
    var keywords = NodeList<Keyword>()
    if accept(.leftParenthesis) { (bases, keywords) = try parseArguments(opening: nil) }
    let body = try parseColonAndBlock()
    let definition = ClassDefinition(
      name: name, bases: bases, keywords: keywords, body: body, decorators: decorators,
      typeParameters: typeParameters)
    return make(.classDef(definition), blockLocation(from: start))
  }
}
