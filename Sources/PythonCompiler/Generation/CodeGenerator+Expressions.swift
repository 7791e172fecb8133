import Bytecode
import PythonSyntax

extension CodeGenerator {
  func generate(_ expression: Expression) throws(CompileFailure) {
    let location = expression.location
    switch expression.kind {
    case .namedExpr(let target, let value):
      try generate(value)
      emit(.COPY, 1, location)
      try generate(target)
    case .boolOp(let operation, let values):
      try generateBoolean(operation, values, location)
    case .binOp(let left, let operation, let right):
      try generate(left)
      try generate(right)
      emitBinary(operation, inPlace: false, location)
    case .unaryOp(let operation, let operand):
      try generate(operand)
      emitUnary(operation, location)
    case .lambda(let arguments, let body): try generateLambda(arguments, body, expression)
    case .ifExp(let test, let body, let orElse):
      try generateConditional(test, body, orElse, location)
    case .dict(let keys, let values): try generateDict(keys, values, location)
    case .set(let elements):
      try generateStarred(elements, pushed: 0, .set, location)
    case .generatorExp(let element, let generators):
      try generateComprehension(expression, .generator, generators, element)
    case .listComp(let element, let generators):
      try generateComprehension(expression, .list, generators, element)
    case .setComp(let element, let generators):
      try generateComprehension(expression, .set, generators, element)
    case .dictComp(let key, let value, let generators):
      try generateComprehension(expression, .dict, generators, key, value)
    case .yield(let value): try generateYield(value, location)
    case .yieldFrom(let value): try generateYieldFrom(value, location)
    case .await(let value): try generateAwait(value, location)
    case .compare(let left, let operators, let comparators):
      try generateCompare(left, operators, comparators, location)
    case .call(let function, let arguments, let keywords):
      try generateCall(expression, function, arguments, keywords)
    case .constant(let value): emitConstant(convert(value), location)
    case .joinedStr(let values): try generateJoined(values, location)
    case .formattedValue(let value, let conversion, let spec):
      try generateFormatted(value, conversion, spec, location)
    case .attribute(let value, let name, let context):
      try generateAttribute(expression, value, name, context)
    case .subscript(let value, let slice, let context):
      try generateSubscript(value, slice, context, location)
    case .starred(_, .store):
      throw failure("starred assignment target must be in a list or tuple", location)
    case .starred: throw failure("can't use starred expression here", location)
    case .slice(let lower, let upper, let step):
      let count = try generateSlice(lower, upper, step, location)
      emit(.BUILD_SLICE, count, location)
    case .name(let name, let context): try emitNameOperation(name, context, location)
    case .list(let elements, let context): try generateSequence(elements, context, .list, location)
    case .tuple(let elements, let context):
      try generateSequence(elements, context, .tuple, location)
    }
  }

  // MARK: Operators

  func emitBinary(
    _ operation: PythonSyntax.BinaryOperator, inPlace: Bool, _ location: Location
  ) {
    let plain: Bytecode.BinaryOperator =
      switch operation {
      case .add: .add
      case .subtract: .subtract
      case .multiply: .multiply
      case .matrixMultiply: .matrixMultiply
      case .divide: .trueDivide
      case .modulo: .remainder
      case .power: .power
      case .leftShift: .leftShift
      case .rightShift: .rightShift
      case .bitwiseOr: .or
      case .bitwiseXor: .xor
      case .bitwiseAnd: .and
      case .floorDivide: .floorDivide
      }
    let offset = inPlace ? Bytecode.BinaryOperator.inPlaceAdd.rawValue : 0
    emit(.BINARY_OP, plain.rawValue + offset, location)
  }

  private func emitUnary(_ operation: UnaryOperator, _ location: Location) {
    switch operation {
    case .positive: emitIntrinsic(UnaryIntrinsic.unaryPositive, location)
    case .negative: emit(.UNARY_NEGATIVE, location)
    case .invert: emit(.UNARY_INVERT, location)
    case .not:
      emit(.TO_BOOL, location)
      emit(.UNARY_NOT, location)
    }
  }

  func emitComparison(_ operation: ComparisonOperator, _ location: Location) {
    func compare(_ comparison: Comparison) {
      emit(.COMPARE_OP, comparison.rawValue << 5 | comparison.mask, location)
    }
    switch operation {
    case .equal: compare(.equal)
    case .notEqual: compare(.notEqual)
    case .less: compare(.less)
    case .lessOrEqual: compare(.lessOrEqual)
    case .greater: compare(.greater)
    case .greaterOrEqual: compare(.greaterOrEqual)
    case .is: emit(.IS_OP, 0, location)
    case .isNot: emit(.IS_OP, 1, location)
    case .in: emit(.CONTAINS_OP, 0, location)
    case .notIn: emit(.CONTAINS_OP, 1, location)
    }
  }

  private func generateBoolean(
    _ operation: BooleanOperator, _ values: NodeList<Expression>, _ location: Location
  ) throws(CompileFailure) {
    let end = newLabel()
    for value in values.dropLast() {
      try generate(value)
      emit(.COPY, 1, location)
      emit(.TO_BOOL, location)
      emitJump(operation == .and ? .POP_JUMP_IF_FALSE : .POP_JUMP_IF_TRUE, end, location)
      emit(.POP_TOP, location)
    }
    try generate(values[values.count - 1])
    use(end)
  }

  private func generateConditional(
    _ test: Expression, _ body: Expression, _ orElse: Expression, _ location: Location
  ) throws(CompileFailure) {
    let end = newLabel()
    let next = newLabel()
    try generateJump(test, next, if: false, location)
    try generate(body)
    emitJump(.JUMP_NO_INTERRUPT, end, .none)
    use(next)
    try generate(orElse)
    use(end)
  }

  private func generateCompare(
    _ left: Expression, _ operators: NodeList<ComparisonOperator>,
    _ comparators: NodeList<Expression>, _ location: Location
  ) throws(CompileFailure) {
    try checkIdentityComparison(left, operators, comparators, location)
    try generate(left)
    let last = operators.count - 1
    guard last > 0 else {
      try generate(comparators[0])
      return emitComparison(operators[0], location)
    }
    let cleanup = newLabel()
    for index in 0..<last {
      try generate(comparators[index])
      emit(.SWAP, 2, location)
      emit(.COPY, 2, location)
      emitComparison(operators[index], location)
      emit(.COPY, 1, location)
      emit(.TO_BOOL, location)
      emitJump(.POP_JUMP_IF_FALSE, cleanup, location)
      emit(.POP_TOP, location)
    }
    try generate(comparators[last])
    emitComparison(operators[last], location)
    let end = newLabel()
    emitJump(.JUMP_NO_INTERRUPT, end, .none)
    use(cleanup)
    emit(.SWAP, 2, location)
    emit(.POP_TOP, location)
    use(end)
  }

  // MARK: Generators

  func emitYield(_ location: Location) {
    if unit.scope.isGenerator, unit.scope.isCoroutine {
      emitIntrinsic(UnaryIntrinsic.asyncGenWrap, location)
    }
    emit(.YIELD_VALUE, 0, location)
    emit(.RESUME, ResumeKind.afterYield, location)
  }

  private func generateYield(
    _ value: Expression?, _ location: Location
  ) throws(CompileFailure) {
    guard unit.scope.isFunctionLike else { throw failure("'yield' outside function", location) }
    if let value { try generate(value) } else { emitConstant(.none, location) }
    emitYield(location)
  }

  private func generateYieldFrom(
    _ value: Expression, _ location: Location
  ) throws(CompileFailure) {
    guard unit.scope.isFunctionLike else {
      throw failure("'yield from' outside function", location)
    }
    if unit.kind == .asyncFunction {
      throw failure("'yield from' inside async function", location)
    }
    try generate(value)
    emit(.GET_YIELD_FROM_ITER, location)
    emitConstant(.none, location)
    emitYieldFrom(isAwait: false, location)
  }

  private func generateAwait(_ value: Expression, _ location: Location) throws(CompileFailure) {
    if !isTopLevelAwait {
      guard unit.scope.isFunctionLike else { throw failure("'await' outside function", location) }
      if unit.kind != .asyncFunction, unit.kind != .comprehension {
        throw failure("'await' outside async function", location)
      }
    }
    try generate(value)
    emitAwait(0, location)
  }

  // MARK: f-strings

  private func generateJoined(
    _ values: NodeList<Expression>, _ location: Location
  ) throws(CompileFailure) {
    if values.count > CodeGenerator.stackGuideline {
      emitConstant(.string([]), location)
      emitName(.LOAD_METHOD, names.join, location)
      emit(.BUILD_LIST, 0, location)
      for value in values {
        try generate(value)
        emit(.LIST_APPEND, 1, location)
      }
      return emit(.CALL, 1, location)
    }
    for value in values { try generate(value) }
    if values.count > 1 {
      emit(.BUILD_STRING, values.count, location)
    } else if values.isEmpty {
      emitConstant(.string([]), location)
    }
  }

  private func generateFormatted(
    _ value: Expression, _ conversion: FormatConversion, _ spec: Expression?,
    _ location: Location
  ) throws(CompileFailure) {
    try generate(value)
    switch conversion {
    case .none: break
    case .string: emit(.CONVERT_VALUE, 1, location)
    case .repr: emit(.CONVERT_VALUE, 2, location)
    case .ascii: emit(.CONVERT_VALUE, 3, location)
    }
    if let spec {
      try generate(spec)
      emit(.FORMAT_WITH_SPEC, location)
    } else {
      emit(.FORMAT_SIMPLE, location)
    }
  }

  // MARK: Constants

  func convert(_ constant: PythonSyntax.Constant) -> Bytecode.Constant {
    switch constant {
    case .none: .none
    case .true: .true
    case .false: .false
    case .ellipsis: .ellipsis
    case .int(let value): .int(value)
    case .bigInt(let limbs, let isNegative):
      .bigInt(isNegative: isNegative, magnitude: Array(limbs.buffer))
    case .float(let value): .float(value)
    case .imaginary(let value): .complex(0, value)
    case .complex(let real, let imaginary): .complex(real, imaginary)
    case .string(let bytes, _): .string(Array(bytes.buffer))
    case .bytes(let bytes): .bytes(Array(bytes.buffer))
    case .tuple(let items): .tuple(items.map(convert))
    case .frozenset(let items): .frozenSet(items.map(convert))
    }
  }
}
