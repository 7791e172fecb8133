import Bytecode
import PythonSyntax

extension CodeGenerator {
  func generateCall(
    _ expression: Expression, _ function: Expression, _ arguments: NodeList<Expression>,
    _ keywords: NodeList<Keyword>
  ) throws(CompileFailure) {
    try checkKeywords(keywords)
    if try generateMethodCall(expression, function, arguments, keywords) { return }
    try checkCalled(function)
    try generate(function)
    emit(.PUSH_NULL, function.location)
    try generateCallArguments(0, arguments, keywords, expression.location)
  }

  private func isStarred(_ expression: Expression) -> Bool {
    if case .starred = expression.kind { true } else { false }
  }

  /// `value.name(…)` needs no bound method; false when the call is not of that form.
  private func generateMethodCall(
    _ expression: Expression, _ function: Expression, _ arguments: NodeList<Expression>,
    _ keywords: NodeList<Keyword>
  ) throws(CompileFailure) -> Bool {
    guard case .attribute(let value, let name, .load) = function.kind, !isImported(value),
      arguments.count + keywords.count + (keywords.isEmpty ? 0 : 1)
        < CodeGenerator.stackGuideline,
      !arguments.contains(where: isStarred), keywords.allSatisfy({ $0.name != nil })
    else { return false }
    var location = function.location
    if let superArguments = superArguments(value, name) {
      try generateSuperArguments(value, superArguments)
      emitName(
        superArguments.isEmpty ? .LOAD_ZERO_SUPER_METHOD : .LOAD_SUPER_METHOD, name, location)
      location = attributeLocation(location, function, name)
      emit(.NOP, location)
    } else {
      try generate(value)
      location = attributeLocation(location, function, name)
      emitName(.LOAD_METHOD, name, location)
    }
    for argument in arguments { try generate(argument) }
    let place = attributeLocation(expression.location, function, name)
    if keywords.isEmpty {
      emit(.CALL, arguments.count, place)
    } else {
      for keyword in keywords { try generate(keyword.value) }
      emitKeywordNames(keywords, location)
      emit(.CALL_KW, arguments.count + keywords.count, place)
    }
    return true
  }

  /// Whether a name is bound by an import of the module; its attributes are functions, not methods.
  private func isImported(_ expression: Expression) -> Bool {
    guard case .name(let name, _) = expression.kind else { return false }
    return symbols.top.symbols[name].contains(.imported)
  }

  private func emitKeywordNames(_ keywords: NodeList<Keyword>, _ location: Location) {
    emitConstant(
      .tuple(keywords.map { .string($0.name.map { Array($0.utf8) } ?? []) }), location)
  }

  /// The arguments of a call with `pushed` arguments on the stack, and the call.
  func generateCallArguments(
    _ pushed: Int, _ arguments: NodeList<Expression>, _ keywords: NodeList<Keyword>,
    _ location: Location
  ) throws(CompileFailure) {
    try checkKeywords(keywords)
    if arguments.count + keywords.count * 2 > CodeGenerator.stackGuideline
      || arguments.contains(where: isStarred) || keywords.contains(where: { $0.name == nil })
    {
      return try generateUnpackedArguments(pushed, arguments, keywords, location)
    }
    for argument in arguments { try generate(argument) }
    if keywords.isEmpty {
      emit(.CALL, pushed + arguments.count, location)
    } else {
      for keyword in keywords { try generate(keyword.value) }
      emitKeywordNames(keywords, location)
      emit(.CALL_KW, pushed + arguments.count + keywords.count, location)
    }
  }

  private func generateUnpackedArguments(
    _ pushed: Int, _ arguments: NodeList<Expression>, _ keywords: NodeList<Keyword>,
    _ location: Location
  ) throws(CompileFailure) {
    if pushed == 0, arguments.count == 1, case .starred(let value, _) = arguments[0].kind {
      try generate(value)
    } else {
      try generateStarred(arguments, pushed: pushed, .tuple, location)
    }
    if !keywords.isEmpty { try generateKeywordDict(keywords, location) }
    emit(.CALL_FUNCTION_EX, keywords.isEmpty ? 0 : 1, location)
  }

  private func generateKeywordDict(
    _ keywords: NodeList<Keyword>, _ location: Location
  ) throws(CompileFailure) {
    var hasDict = false
    var pending = 0
    func flush(_ end: Int) throws(CompileFailure) {
      try generateKeywordRun(keywords, end - pending, end, location)
      if hasDict { emit(.DICT_MERGE, 1, location) }
      hasDict = true
      pending = 0
    }
    for (index, keyword) in keywords.enumerated() {
      guard keyword.name == nil else {
        pending += 1
        continue
      }
      if pending > 0 { try flush(index) }
      if !hasDict {
        emit(.BUILD_MAP, 0, location)
        hasDict = true
      }
      try generate(keyword.value)
      emit(.DICT_MERGE, 1, location)
    }
    if pending > 0 { try flush(keywords.count) }
  }

  private func generateKeywordRun(
    _ keywords: NodeList<Keyword>, _ first: Int, _ end: Int, _ location: Location
  ) throws(CompileFailure) {
    let count = end - first
    let isBig = count * 2 > CodeGenerator.stackGuideline
    func key(_ index: Int) -> Bytecode.Constant {
      .string(keywords[index].name.map { Array($0.utf8) } ?? [])
    }
    if count > 1, !isBig {
      for index in first..<end { try generate(keywords[index].value) }
      emitConstant(.tuple((first..<end).map(key)), location)
      return emit(.BUILD_CONST_KEY_MAP, count, location)
    }
    if isBig { emit(.BUILD_MAP, 0, .none) }
    for index in first..<end {
      emitConstant(key(index), location)
      try generate(keywords[index].value)
      if isBig { emit(.MAP_ADD, 1, .none) }
    }
    if !isBig { emit(.BUILD_MAP, count, location) }
  }

  // MARK: super

  /// The arguments of `super(…)` when `super(…).name` can be one instruction, else nil.
  func superArguments(_ value: Expression, _ name: Identifier) -> NodeList<Expression>? {
    guard case .call(let function, let arguments, let keywords) = value.kind,
      case .name(let called, _) = function.kind, called == names.superName,
      name != names.classCell, keywords.isEmpty,
      unit.scope.place(of: called) == .globalImplicit,
      symbols.top.place(of: called) == .unknown
    else { return nil }
    if arguments.count == 2 { return arguments.contains(where: isStarred) ? nil : arguments }
    guard arguments.isEmpty, unit.argumentCount + unit.positionalOnlyCount > 0,
      referencePlace(names.classCell) == .free
    else { return nil }
    return arguments
  }

  func generateSuperArguments(
    _ value: Expression, _ arguments: NodeList<Expression>
  ) throws(CompileFailure) {
    guard case .call(let function, _, _) = value.kind else { return }
    try emitNameOperation(names.superName, .load, function.location)
    if arguments.count == 2 {
      try generate(arguments[0])
      return try generate(arguments[1])
    }
    try emitNameOperation(names.classCell, .load, value.location)
    try emitNameOperation(unit.locals.names[0], .load, value.location)
  }

  private func checkKeywords(_ keywords: NodeList<Keyword>) throws(CompileFailure) {
    for (index, keyword) in keywords.enumerated() {
      guard let name = keyword.name else { continue }
      try forbid(name, .store, keyword.location)
      for other in keywords.dropFirst(index + 1) where other.name == name {
        throw failure("keyword argument repeated: \(name)", other.location)
      }
    }
  }
}
