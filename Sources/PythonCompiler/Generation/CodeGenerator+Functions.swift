import Bytecode
import PythonSyntax

extension CodeGenerator {
  func generateFunction(
    _ function: FunctionDefinition, _ statement: Statement, isAsync: Bool
  ) throws(CompileFailure) {
    let location = statement.location
    try checkParameterNames(function.arguments)
    for decorator in function.decorators { try generate(decorator) }
    let firstLine = function.decorators.first?.location.line ?? location.line
    var attributes = try generateDefaults(function.arguments, location)
    let isGeneric = !function.typeParameters.isEmpty
    var argumentCount = 0
    if isGeneric {
      if attributes & FunctionAttribute.defaults != 0 { argumentCount += 1 }
      if attributes & FunctionAttribute.keywordDefaults != 0 { argumentCount += 1 }
      if argumentCount == 2 { emit(.SWAP, 2, location) }
      try enterTypeParameterScope(function.name, function.typeParameters, line: firstLine)
      for index in 0..<argumentCount { emit(.LOAD_FAST, index, location) }
    }
    if try generateAnnotations(function.arguments, function.returns, location) {
      attributes |= FunctionAttribute.annotations
    }
    let code = try generateFunctionBody(function, statement, isAsync: isAsync, firstLine)
    emitMakeFunction(code, attributes: attributes, location)
    if isGeneric {
      emit(.SWAP, 2, location)
      emitIntrinsic(BinaryIntrinsic.setFunctionTypeParams, location)
      unit.argumentCount = argumentCount
      emitMakeFunction(leaveScope(addNone: false), location)
      if argumentCount > 0 {
        emit(.SWAP, argumentCount + 1, location)
        emit(.CALL, argumentCount - 1, location)
      } else {
        emit(.PUSH_NULL, location)
        emit(.CALL, 0, location)
      }
    }
    applyDecorators(function.decorators)
    try emitNameOperation(function.name, .store, location)
  }

  private func generateFunctionBody(
    _ function: FunctionDefinition, _ statement: Statement, isAsync: Bool, _ firstLine: Int32
  ) throws(CompileFailure) -> CodeUnit {
    enterScope(
      function.name, isAsync ? .asyncFunction : .function, ScopeKey(statement), line: firstLine)
    let documentation = docstring(of: function.body)
    if let documentation, options.optimization < 2 {
      _ = unit.constants.add(.string(cleanDocstring(documentation)))
    } else {
      _ = unit.constants.add(.none)
    }
    setParameterCounts(function.arguments)
    let start = newLabel()
    use(start)
    let isGeneratorLike = unit.scope.isCoroutine || unit.scope.isGenerator
    if isGeneratorLike { try push(.stopIteration, .none, start: start) }
    try generate(function.body, from: documentation == nil ? 0 : 1)
    if isGeneratorLike {
      wrapInStopIterationHandler()
      pop()
    }
    return leaveScope(addNone: true)
  }

  func generateLambda(
    _ arguments: Arguments, _ body: Expression, _ expression: Expression
  ) throws(CompileFailure) {
    try checkParameterNames(arguments)
    let location = expression.location
    let attributes = try generateDefaults(arguments, location)
    enterScope(names.lambdaCode, .lambda, ScopeKey(expression), line: location.line)
    // The first constant would be the docstring.
    _ = unit.constants.add(.none)
    setParameterCounts(arguments)
    try generate(body)
    let isGenerator = unit.scope.isGenerator
    if !isGenerator { emit(.RETURN_VALUE, body.location) }
    emitMakeFunction(leaveScope(addNone: !isGenerator), attributes: attributes, location)
  }

  func applyDecorators(_ decorators: NodeList<Expression>) {
    for decorator in decorators.reversed() { emit(.CALL, 0, decorator.location) }
  }

  private func setParameterCounts(_ arguments: Arguments) {
    unit.argumentCount = arguments.positional.count
    unit.positionalOnlyCount = arguments.positionalOnly.count
    unit.keywordOnlyCount = arguments.keywordOnly.count
  }

  private func checkParameterNames(_ arguments: Arguments) throws(CompileFailure) {
    func check(_ argument: Argument?) throws(CompileFailure) {
      if let argument { try forbid(argument.name, .store, argument.location) }
    }
    for argument in arguments.positionalOnly { try check(argument) }
    for argument in arguments.positional { try check(argument) }
    try check(arguments.variadic)
    for argument in arguments.keywordOnly { try check(argument) }
    try check(arguments.variadicKeywords)
  }

  /// Pushes defaults; the result says which, as bits of `FunctionAttribute`.
  private func generateDefaults(
    _ arguments: Arguments, _ location: Location
  ) throws(CompileFailure) -> Int {
    var attributes = 0
    if !arguments.defaults.isEmpty {
      for value in arguments.defaults { try generate(value) }
      emit(.BUILD_TUPLE, arguments.defaults.count, location)
      attributes |= FunctionAttribute.defaults
    }
    var keys: [Bytecode.Constant] = []
    for (argument, value) in zip(arguments.keywordOnly, arguments.keywordDefaults) {
      guard let value else { continue }
      keys.append(.string(Array(mangle(argument.name).utf8)))
      try generate(value)
    }
    if !keys.isEmpty {
      emitConstant(.tuple(keys), location)
      emit(.BUILD_CONST_KEY_MAP, keys.count, location)
      attributes |= FunctionAttribute.keywordDefaults
    }
    return attributes
  }

  // MARK: Annotations

  /// Pushes a tuple of names and annotations; false if there are none.
  private func generateAnnotations(
    _ arguments: Arguments, _ returns: Expression?, _ location: Location
  ) throws(CompileFailure) -> Bool {
    var count = 0
    func annotate(_ name: Identifier, _ annotation: Expression?) throws(CompileFailure) {
      guard let annotation else { return }
      emitString(mangle(name), location)
      try generateParameterAnnotation(annotation, location)
      count += 2
    }
    for argument in arguments.positional { try annotate(argument.name, argument.annotation) }
    for argument in arguments.positionalOnly { try annotate(argument.name, argument.annotation) }
    if let argument = arguments.variadic { try annotate(argument.name, argument.annotation) }
    for argument in arguments.keywordOnly { try annotate(argument.name, argument.annotation) }
    if let argument = arguments.variadicKeywords {
      try annotate(argument.name, argument.annotation)
    }
    try annotate(names.returnName, returns)
    if count > 0 { emit(.BUILD_TUPLE, count, location) }
    return count > 0
  }

  private func generateParameterAnnotation(
    _ annotation: Expression, _ location: Location
  ) throws(CompileFailure) {
    if future.hasAnnotations {
      emitAnnotationText(annotation)
    } else if case .starred(let value, _) = annotation.kind {
      // `*args: *Ts`
      try generate(value)
      emit(.UNPACK_SEQUENCE, 1, location)
    } else {
      try generate(annotation)
    }
  }

  func emitAnnotationText(_ annotation: Expression) {
    emitConstant(.string(Unparser.text(of: annotation)), annotation.location)
  }

  // MARK: Type parameters

  func enterTypeParameterScope(
    _ name: Identifier, _ parameters: NodeList<TypeParameter>, line: Int32,
    mangledFor className: Identifier? = nil, beforeParameters: () -> Void = {}
  ) throws(CompileFailure) {
    let scopeName = tree.intern("<generic parameters of \(text(of: name))>")
    enterScope(scopeName, .typeParameters, ScopeKey(parameters), line: line)
    if let className { unit.className = className }
    beforeParameters()
    try generateTypeParameters(parameters)
  }

  private func generateTypeParameters(
    _ parameters: NodeList<TypeParameter>
  ) throws(CompileFailure) {
    var seenDefault = false
    for (index, parameter) in parameters.enumerated() {
      let location = parameter.location
      emitString(parameter.name, location)
      switch parameter.kind {
      case .typeVar(let bound?):
        try generateBound(bound, parameter.name, .bound(index, of: parameters))
        let isTuple = if case .tuple = bound.kind { true } else { false }
        emitIntrinsic(isTuple ? .typeVarWithConstraints : .typeVarWithBound, location)
      case .typeVar(nil): emitIntrinsic(UnaryIntrinsic.typeVar, location)
      case .typeVarTuple: emitIntrinsic(UnaryIntrinsic.typeVarTuple, location)
      case .paramSpec: emitIntrinsic(UnaryIntrinsic.paramSpec, location)
      }
      if let value = parameter.defaultValue {
        seenDefault = true
        try generateBound(value, parameter.name, .typeDefault(index, of: parameters), parameter)
        emitIntrinsic(BinaryIntrinsic.setTypeParamDefault, location)
      } else if seenDefault {
        throw failure(
          "non-default type parameter '\(parameter.name)' follows default type parameter",
          location)
      }
      emit(.COPY, 1, location)
      try emitNameOperation(parameter.name, .store, location)
    }
    emit(.BUILD_TUPLE, parameters.count, parameters[0].location)
  }

  /// A function that computes a bound or default when it is asked for.
  private func generateBound(
    _ value: Expression, _ name: Identifier, _ key: ScopeKey, _ parameter: TypeParameter? = nil
  ) throws(CompileFailure) {
    let location = value.location
    enterScope(name, .typeParameters, key, line: location.line)
    if case .typeVarTuple? = parameter?.kind, case .starred(let inner, _) = value.kind {
      try generate(inner)
      emit(.UNPACK_SEQUENCE, 1, location)
    } else {
      try generate(value)
    }
    emit(.RETURN_VALUE, location)
    emitMakeFunction(leaveScope(addNone: true), location)
  }
}
