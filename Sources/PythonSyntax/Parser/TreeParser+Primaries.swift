extension TreeParser {
  /// An atom and the attribute accesses, calls and subscripts after it. The node starts where the atom's
  /// first token does, so a parenthesis around the atom belongs to it.
  func parsePrimary() throws(Rejected) -> Expression {
    let start = token
    var primary = try parseAtom()
    while true {
      switch kind {
      case .dot:
        advance()
        let name = try expectName()
        primary = make(
          .attribute(value: primary, name: name, context: .load), location(from: start))
      case .leftParenthesis:
        primary = try parseCall(of: primary, from: start)
      case .leftBracket:
        advance()
        try enter(8)
        let slice = try parseSlices()
        leave(8)
        try expect(.rightBracket)
        primary = make(
          .subscript(value: primary, slice: slice, context: .load), location(from: start))
      default:
        return primary
      }
    }
  }

  private func parseAtom() throws(Rejected) -> Expression {
    let start = token
    switch kind {
    case .name:
      advance()
      let name = identifiers.identifier(number: Int(start.pointee.identifier))
      return make(.name(name, context: .load), location(start))
    case .number:
      advance()
      guard let constant = literals.number(start.pointee) else { throw Rejected() }
      if options.featureVersion < 6, literals.bytes(of: start.pointee).contains(.underscore) {
        try refuse(6, "Underscores in numeric literals are", at: start)
      }
      return make(.constant(constant), location(start))
    case .string, .fstringStart:
      return try parseStrings()
    case .leftParenthesis:
      return try parseParenthesized()
    case .leftBracket:
      return try parseListDisplay()
    case .leftBrace:
      return try parseBraceDisplay()
    case .none: return constantAtom(.none)
    case .true: return constantAtom(.true)
    case .false: return constantAtom(.false)
    case .ellipsis: return constantAtom(.ellipsis)
    default: throw Rejected()
    }
  }

  private func constantAtom(_ constant: Constant) -> Expression {
    advance()
    return make(.constant(constant), location(token - 1))
  }

  // MARK: Displays and comprehensions

  /// A tuple, a group or a generator expression.
  private func parseParenthesized() throws(Rejected) -> Expression {
    let start = token
    advance()
    try enter(8)
    defer { leave(8) }
    if accept(.rightParenthesis) {
      return make(.tuple(elements: NodeList(), context: .load), location(from: start))
    }
    if kind == .yield {
      let value = try parseYield()
      try expect(.rightParenthesis)
      return value
    }
    let isStarred = kind == .star
    let first = try parseStarNamedExpression()
    switch kind {
    case .rightParenthesis where !isStarred:
      advance()
      return first
    case .comma:
      let elements = try parseElements(after: first, until: .rightParenthesis)
      return make(.tuple(elements: elements, context: .load), location(from: start))
    case .for where !isStarred, .async where !isStarred:
      let generators = try parseGenerators()
      try expect(.rightParenthesis)
      return make(
        .generatorExp(element: first, generators: generators), location(from: start))
    default:
      throw Rejected()
    }
  }

  /// The rest of a display, from the token after its first element to its end.
  private func parseElements(
    after first: Expression, until end: TokenKind
  ) throws(Rejected) -> NodeList<Expression> {
    let mark = stack.mark
    stack.push(first)
    while accept(.comma), kind != end { stack.push(try parseStarNamedExpression()) }
    try expect(end)
    return popExpressions(from: mark)
  }

  private func parseListDisplay() throws(Rejected) -> Expression {
    let start = token
    advance()
    try enter(8)
    defer { leave(8) }
    if accept(.rightBracket) {
      return make(.list(elements: NodeList(), context: .load), location(from: start))
    }
    let isStarred = kind == .star
    let first = try parseStarNamedExpression()
    if !isStarred && (kind == .for || kind == .async) {
      let generators = try parseGenerators()
      try expect(.rightBracket)
      return make(.listComp(element: first, generators: generators), location(from: start))
    }
    let elements = try parseElements(after: first, until: .rightBracket)
    return make(.list(elements: elements, context: .load), location(from: start))
  }

  /// A dict, a set or a comprehension of either.
  private func parseBraceDisplay() throws(Rejected) -> Expression {
    let start = token
    advance()
    try enter(8)
    defer { leave(8) }
    if accept(.rightBrace) {
      return make(.dict(keys: NodeList(), values: NodeList()), location(from: start))
    }
    if kind == .doubleStar { return try parseDictItems(from: start, firstKey: nil) }
    let isStarred = kind == .star
    let isNamed = kind == .name && nextKind == .colonEqual
    let first = try parseStarNamedExpression()
    if kind == .colon && !isStarred && !isNamed {
      return try parseDictItems(from: start, firstKey: first)
    }
    if !isStarred && (kind == .for || kind == .async) {
      let generators = try parseGenerators()
      try expect(.rightBrace)
      return make(.setComp(element: first, generators: generators), location(from: start))
    }
    let elements = try parseElements(after: first, until: .rightBrace)
    return make(.set(elements: elements), location(from: start))
  }

  private func parseDictItems(
    from start: UnsafePointer<Token>, firstKey: Expression?
  ) throws(Rejected) -> Expression {
    // Keys and values alternate on the stack.
    let mark = stack.mark
    var key = firstKey
    repeat {
      if kind == .doubleStar {
        advance()
        stack.push(Expression?.none)
        stack.push(Expression?.some(try parseBinary(0)))
      } else {
        if key == nil {
          if kind == .rightBrace { break }
          key = try parseExpression()
        }
        try expect(.colon)
        stack.push(key)
        stack.push(Expression?.some(try parseExpression()))
        if firstKey != nil && (kind == .for || kind == .async) {
          return try parseDictComprehension(from: start, mark: mark)
        }
        key = nil
      }
    } while accept(.comma)
    try expect(.rightBrace)
    let pairs = stack.elements(Expression?.self, from: mark)
    let keys: NodeList<Expression?> = arena.list(count: pairs.count / 2) {
      for index in 0..<pairs.count / 2 { $0[index] = pairs[index * 2] }
    }
    let values: NodeList<Expression> = arena.list(count: pairs.count / 2) {
      for index in 0..<pairs.count / 2 { $0[index] = pairs[index * 2 + 1]! }
    }
    stack.reset(to: mark)
    return make(.dict(keys: keys, values: values), location(from: start))
  }

  private func parseDictComprehension(
    from start: UnsafePointer<Token>, mark: Int
  ) throws(Rejected) -> Expression {
    let pair = stack.elements(Expression?.self, from: mark)
    guard pair.count == 2, let key = pair[0], let value = pair[1] else { throw Rejected() }
    stack.reset(to: mark)
    let generators = try parseGenerators()
    try expect(.rightBrace)
    return make(
      .dictComp(key: key, value: value, generators: generators), location(from: start))
  }

  /// `for_if_clauses`
  func parseGenerators() throws(Rejected) -> NodeList<Comprehension> {
    let sideMark = sideStack.mark
    while kind == .for || kind == .async {
      let isAsync = accept(.async)
      try expect(.for)
      let target = try parseStarTargets()
      try expect(.in)
      let iterable = try parseDisjunction()
      let mark = stack.mark
      while accept(.if) { stack.push(try parseDisjunction()) }
      if isAsync { try require(6, "Async comprehensions are") }
      sideStack.push(
        Comprehension(
          target: target, iterable: iterable, conditions: popExpressions(from: mark),
          isAsync: isAsync))
    }
    return sideStack.popList(from: sideMark, in: arena)
  }

  // MARK: Subscripts

  private func parseSlices() throws(Rejected) -> Expression {
    let start = token
    let isStarred = kind == .star
    let first = try parseSliceOrStarred()
    guard kind == .comma || isStarred else { return first }
    let mark = stack.mark
    stack.push(first)
    while accept(.comma), kind != .rightBracket { stack.push(try parseSliceOrStarred()) }
    return make(
      .tuple(elements: popExpressions(from: mark), context: .load), location(from: start))
  }

  private func parseSliceOrStarred() throws(Rejected) -> Expression {
    kind == .star ? try parseStarredArgument() : try parseSlice()
  }

  /// `'*' expression`, as in calls and subscripts.
  func parseStarredArgument() throws(Rejected) -> Expression {
    let start = token
    advance()
    let value = try parseExpression()
    return make(.starred(value: value, context: .load), location(from: start))
  }

  private func parseSlice() throws(Rejected) -> Expression {
    let start = token
    var lower: Expression?
    if kind != .colon {
      let isNamed = kind == .name && nextKind == .colonEqual
      let value = try parseNamedExpression()
      guard kind == .colon && !isNamed else { return value }
      lower = value
    }
    advance()
    let upper = startsExpression ? try parseExpression() : nil
    var step: Expression?
    if accept(.colon) { step = startsExpression ? try parseExpression() : nil }
    return make(.slice(lower: lower, upper: upper, step: step), location(from: start))
  }

  // MARK: Calls

  private func parseCall(
    of function: Expression, from start: UnsafePointer<Token>
  ) throws(Rejected) -> Expression {
    let opening = token
    advance()
    try enter(8)
    let (arguments, keywords) = try parseArguments(opening: opening)
    leave(8)
    return make(
      .call(function: function, arguments: arguments, keywords: keywords),
      location(from: start))
  }

  /// The arguments of a call or class, with the closing parenthesis. A lone generator expression is
  /// allowed where `opening` is given; it owns the parentheses.
  func parseArguments(
    opening: UnsafePointer<Token>?
  ) throws(Rejected) -> (NodeList<Expression>, NodeList<Keyword>) {
    let mark = stack.mark
    let sideMark = sideStack.mark
    var sawKeyword = false
    var sawDoubleStar = false
    while kind != .rightParenthesis {
      let start = token
      if kind == .doubleStar {
        advance()
        let value = try parseExpression()
        sideStack.push(Keyword(name: nil, value: value, location: location(from: start)))
        sawDoubleStar = true
      } else if kind == .name && nextKind == .equal {
        let name = try expectName()
        advance()
        let value = try parseExpression()
        sideStack.push(Keyword(name: name, value: value, location: location(from: start)))
        sawKeyword = true
      } else if kind == .star {
        if sawDoubleStar { throw Rejected() }
        stack.push(try parseStarredArgument())
      } else {
        if sawKeyword || sawDoubleStar { throw Rejected() }
        let value = try parseNamedExpression()
        if kind == .for || kind == .async {
          stack.push(try parseLoneGenerator(value, opening: opening, first: start))
          break
        }
        stack.push(value)
      }
      guard accept(.comma) else { break }
    }
    try expect(.rightParenthesis)
    return (popExpressions(from: mark), sideStack.popList(from: sideMark, in: arena))
  }

  private func parseLoneGenerator(
    _ element: Expression, opening: UnsafePointer<Token>?, first: UnsafePointer<Token>
  ) throws(Rejected) -> Expression {
    guard let opening, first == opening + 1 else { throw Rejected() }
    let generators = try parseGenerators()
    guard kind == .rightParenthesis else { throw Rejected() }
    let whole = Location(from: location(opening), to: location(token))
    return make(.generatorExp(element: element, generators: generators), whole)
  }
}
