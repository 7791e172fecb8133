import PythonSyntax

extension SymbolTableBuilder {
  func visit(_ expressions: NodeList<Expression>) throws(CompileFailure) {
    for expression in expressions.buffer { try visit(expression) }
  }

  func visit(_ expression: Expression?) throws(CompileFailure) {
    if let expression { try visit(expression) }
  }

  func visit(_ expression: Expression) throws(CompileFailure) {
    try nested { () throws(CompileFailure) in try visitUnchecked(expression) }
  }

  private func visitUnchecked(_ expression: Expression) throws(CompileFailure) {
    switch expression.kind {
    case .boolOp(_, let values), .joinedStr(let values), .set(let values): try visit(values)
    case .namedExpr(let target, let value):
      try refuseInTypeScope("named expression", expression)
      try visitNamed(target, value, expression)
    case .binOp(let left, _, let right):
      try visit(left)
      try visit(right)
    case .unaryOp(_, let operand): try visit(operand)
    case .lambda(let arguments, let body):
      try visitDefaults(of: arguments)
      enter(names.lambda, .function, ScopeKey(expression), expression.location)
      try visit(arguments)
      try visit(body)
      leave()
    case .ifExp(let test, let body, let orElse):
      try visit(test)
      try visit(body)
      try visit(orElse)
    case .dict(let keys, let values):
      for key in keys { try visit(key) }
      try visit(values)
    case .listComp(let element, let generators):
      try visitComprehension(expression, names.listcomp, .list, generators, element)
    case .setComp(let element, let generators):
      try visitComprehension(expression, names.setcomp, .set, generators, element)
    case .dictComp(let key, let value, let generators):
      try visitComprehension(expression, names.dictcomp, .dict, generators, key, value)
    case .generatorExp(let element, let generators):
      try visitComprehension(expression, names.genexpr, .generator, generators, element)
    case .yield(let value):
      try refuseInTypeScope("yield expression", expression)
      try visit(value)
      try markGenerator(expression)
    case .yieldFrom(let value):
      try refuseInTypeScope("yield expression", expression)
      try visit(value)
      try markGenerator(expression)
    case .await(let value):
      try refuseInTypeScope("await expression", expression)
      try visit(value)
      current.isCoroutine = true
    case .compare(let left, _, let comparators):
      try visit(left)
      try visit(comparators)
    case .call(let function, let arguments, let keywords):
      try visit(function)
      try visit(arguments)
      for keyword in keywords { try visit(keyword.value) }
    case .formattedValue(let value, _, let formatSpec):
      try visit(value)
      try visit(formatSpec)
    case .constant: break
    case .attribute(let value, _, _), .starred(let value, _): try visit(value)
    case .subscript(let value, let slice, _):
      try visit(value)
      try visit(slice)
    case .slice(let lower, let upper, let step):
      try visit(lower)
      try visit(upper)
      try visit(step)
    case .name(let name, let context): try visitName(name, context, expression.location)
    case .list(let elements, _), .tuple(let elements, _): try visit(elements)
    }
  }

  private func visitName(
    _ name: Identifier, _ context: ExpressionContext, _ location: Location
  ) throws(CompileFailure) {
    try define(name, context == .load ? .use : .local, location)
    // `super` without arguments reads the class cell.
    if context == .load, name == names.superName, current.isFunctionLike {
      try define(names.classCell, .use, location)
    }
  }

  private func visitNamed(
    _ target: Expression, _ value: Expression, _ expression: Expression
  ) throws(CompileFailure) {
    if current.iterableDepth > 0 {
      throw CompileFailure(
        .syntaxError,
        "assignment expression cannot be used in a comprehension iterable expression",
        at: expression.location)
    }
    if current.comprehension != .none { try extendNamedExpressionScope(target) }
    try visit(value)
    try visit(target)
  }

  private func markGenerator(_ expression: Expression) throws(CompileFailure) {
    current.isGenerator = true
    let place =
      switch current.comprehension {
      case .none: ""
      case .list: "list comprehension"
      case .set: "set comprehension"
      case .dict: "dict comprehension"
      case .generator: "generator expression"
      }
    guard !place.isEmpty else { return }
    throw CompileFailure(.syntaxError, "'yield' inside \(place)", at: expression.location)
  }

  private func refuseInTypeScope(
    _ what: String, _ expression: Expression
  ) throws(CompileFailure) {
    let place: String
    switch current.kind {
    case .annotation: place = "an annotation"
    case .typeVariable: place = current.description
    case .typeAlias: place = "a type alias"
    case .typeParameters: place = "the definition of a generic"
    case .function, .class, .module: return
    }
    throw CompileFailure(
      .syntaxError, "\(what) cannot be used within \(place)", at: expression.location)
  }

  // MARK: Comprehensions

  private func visitComprehension(
    _ expression: Expression, _ name: Identifier, _ kind: Scope.ComprehensionKind,
    _ generators: NodeList<Comprehension>, _ element: Expression, _ value: Expression? = nil
  ) throws(CompileFailure) {
    let outermost = generators[0]
    // The outermost iterable is evaluated outside and comes in as an argument.
    try visitIterable(outermost.iterable)
    enter(name, .function, ScopeKey(expression), expression.location)
    current.comprehension = kind
    if outermost.isAsync { current.isCoroutine = true }
    try define(names.iterable, .parameter, expression.location)
    try visitTarget(outermost.target)
    try visit(outermost.conditions)
    for generator in generators.dropFirst() {
      try visitTarget(generator.target)
      try visitIterable(generator.iterable)
      try visit(generator.conditions)
      if generator.isAsync { current.isCoroutine = true }
    }
    try visit(value)
    try visit(element)
    current.isGenerator = kind == .generator
    let isAsync = current.isCoroutine && kind != .generator
    leave()
    if isAsync { current.isCoroutine = true }
  }

  private func visitTarget(_ target: Expression) throws(CompileFailure) {
    current.isIterationTarget = true
    try visit(target)
    current.isIterationTarget = false
  }

  private func visitIterable(_ iterable: Expression) throws(CompileFailure) {
    current.iterableDepth += 1
    try visit(iterable)
    current.iterableDepth -= 1
  }

  // MARK: Parameters

  func visitDefaults(of arguments: Arguments) throws(CompileFailure) {
    try visit(arguments.defaults)
    for value in arguments.keywordDefaults { try visit(value) }
  }

  func visit(_ arguments: Arguments) throws(CompileFailure) {
    for list in [arguments.positionalOnly, arguments.positional, arguments.keywordOnly] {
      for argument in list { try define(argument.name, .parameter, argument.location) }
    }
    if let argument = arguments.variadic {
      try define(argument.name, .parameter, argument.location)
      current.hasVarArgs = true
    }
    if let argument = arguments.variadicKeywords {
      try define(argument.name, .parameter, argument.location)
      current.hasVarKeywords = true
    }
  }

  func visitAnnotation(_ annotation: Expression) throws(CompileFailure) {
    if futureAnnotations { enter(names.annotation, .annotation, nil, annotation.location) }
    try visit(annotation)
    if futureAnnotations { leave() }
  }

  func visitAnnotations(
    of arguments: Arguments, returns: Expression?, _ location: Location
  ) throws(CompileFailure) {
    if futureAnnotations { enter(names.annotation, .annotation, nil, location) }
    for argument in arguments.positionalOnly { try visit(argument.annotation) }
    for argument in arguments.positional { try visit(argument.annotation) }
    try visit(arguments.variadic?.annotation)
    try visit(arguments.variadicKeywords?.annotation)
    for argument in arguments.keywordOnly { try visit(argument.annotation) }
    if futureAnnotations { leave() }
    if let returns { try visitAnnotation(returns) }
  }

  // MARK: Patterns

  func visit(_ patterns: NodeList<Pattern>) throws(CompileFailure) {
    for pattern in patterns { try visit(pattern) }
  }

  func visit(_ pattern: Pattern) throws(CompileFailure) {
    try nested { () throws(CompileFailure) in try visitUnchecked(pattern) }
  }

  private func visitUnchecked(_ pattern: Pattern) throws(CompileFailure) {
    func bind(_ name: Identifier?) throws(CompileFailure) {
      if let name { try define(name, .local, pattern.location) }
    }
    switch pattern.kind {
    case .matchValue(let value): try visit(value)
    case .matchSingleton: break
    case .matchSequence(let patterns), .matchOr(let patterns): try visit(patterns)
    case .matchMapping(let keys, let patterns, let rest):
      try visit(keys)
      try visit(patterns)
      try bind(rest)
    case .matchClass(let classExpression, let patterns, _, let keywordPatterns):
      try visit(classExpression)
      try visit(patterns)
      try visit(keywordPatterns)
    case .matchStar(let name): try bind(name)
    case .matchAs(let inner, let name):
      if let inner { try visit(inner) }
      try bind(name)
    }
  }
}
