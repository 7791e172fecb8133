// Operators, comparisons, tests and the jumps that they fuse with.

import Bytecode

/// A conditional jump on a bool: the POP_JUMP that follows a test, and is lowered with it.
private struct FusedJump {
  let isTrue: Bool
  let target: Int
  let next: Int
}

extension Lowering {
  // MARK: Arithmetic

  mutating func binaryOperation(_ argument: Int) throws(LoweringError) {
    try need(2)
    guard let row = operatorRow(argument) else { throw .malformed(instruction.unit * 2) }
    let left = stack[depth - 2]
    let right = stack[depth - 1]
    if right.kind == .smallInt, let immediate = row.immediate {
      let target = try destination(popping: 2)
      emit(immediate, a: target, b: operand(depth - 2), c: Int(right.value))
      return try finish(popping: 2, target)
    }
    if left.kind == .smallInt, let reversed = row.reversed {
      let target = try destination(popping: 2)
      emit(reversed, a: target, b: operand(depth - 1), c: Int(left.value))
      return try finish(popping: 2, target)
    }
    if try floatOperation(row.plain, left, right) { return }
    try binary(row.plain)
  }

  /// An operator between a register and a constant float.
  private mutating func floatOperation(
    _ plain: Opcode, _ left: StackEntry, _ right: StackEntry
  ) throws(LoweringError) -> Bool {
    if try isFloat(right), let (opcode, inPlace) = withRightFloat(plain) {
      let target = try destination(popping: 2)
      let register = operand(depth - 2)
      emit(opcode, a: target, b: register, c: inPlace ? 1 : 0, constant: Int(right.value))
      try finish(popping: 2, target)
      return true
    }
    if try isFloat(left), let opcode = withLeftFloat(plain) {
      let target = try destination(popping: 2)
      emit(opcode, a: target, b: operand(depth - 1), constant: Int(left.value))
      try finish(popping: 2, target)
      return true
    }
    return false
  }

  private mutating func isFloat(_ entry: StackEntry) throws(LoweringError) -> Bool {
    guard entry.kind == .constant, case .float = try constantKind(Int(entry.value)) else {
      return false
    }
    return true
  }

  private func withRightFloat(_ plain: Opcode) -> (Opcode, inPlace: Bool)? {
    switch plain {
    case .add: return (.addConst, false)
    case .subtract: return (.subtractConst, false)
    case .multiply: return (.multiplyConst, false)
    case .trueDivide: return (.trueDivideConst, false)
    case .inPlaceAdd: return (.addConst, true)
    case .inPlaceSubtract: return (.subtractConst, true)
    case .inPlaceMultiply: return (.multiplyConst, true)
    case .inPlaceTrueDivide: return (.trueDivideConst, true)
    default: return nil
    }
  }

  private func withLeftFloat(_ plain: Opcode) -> Opcode? {
    switch plain {
    case .add: return .reverseAddConst
    case .subtract: return .reverseSubtractConst
    case .multiply: return .reverseMultiplyConst
    case .trueDivide: return .reverseTrueDivideConst
    default: return nil
    }
  }

  private typealias OperatorRow = (plain: Opcode, immediate: Opcode?, reversed: Opcode?)

  private func operatorRow(_ argument: Int) -> OperatorRow? {
    guard let bytecodeOperator = BinaryOperator(rawValue: argument) else { return nil }
    switch bytecodeOperator {
    case .add: return (.add, .addInt, .reverseAddInt)
    case .and: return (.bitAnd, .bitAndInt, nil)
    case .floorDivide: return (.floorDivide, .floorDivideInt, nil)
    case .leftShift: return (.leftShift, .leftShiftInt, .reverseLeftShiftInt)
    case .matrixMultiply: return (.matrixMultiply, nil, nil)
    case .multiply: return (.multiply, .multiplyInt, .reverseMultiplyInt)
    case .remainder: return (.modulo, .moduloInt, nil)
    case .or: return (.bitOr, .bitOrInt, nil)
    case .power: return (.power, .powerInt, nil)
    case .rightShift: return (.rightShift, .rightShiftInt, nil)
    case .subtract: return (.subtract, .subtractInt, .reverseSubtractInt)
    case .trueDivide: return (.trueDivide, .trueDivideInt, nil)
    case .xor: return (.bitXor, .bitXorInt, nil)
    case .inPlaceAdd: return (.inPlaceAdd, .inPlaceAddInt, nil)
    case .inPlaceAnd: return (.inPlaceBitAnd, .inPlaceBitAndInt, nil)
    case .inPlaceFloorDivide: return (.inPlaceFloorDivide, .inPlaceFloorDivideInt, nil)
    case .inPlaceLeftShift: return (.inPlaceLeftShift, .inPlaceLeftShiftInt, nil)
    case .inPlaceMatrixMultiply: return (.inPlaceMatrixMultiply, nil, nil)
    case .inPlaceMultiply: return (.inPlaceMultiply, .inPlaceMultiplyInt, nil)
    case .inPlaceRemainder: return (.inPlaceModulo, .inPlaceModuloInt, nil)
    case .inPlaceOr: return (.inPlaceBitOr, .inPlaceBitOrInt, nil)
    case .inPlacePower: return (.inPlacePower, .inPlacePowerInt, nil)
    case .inPlaceRightShift: return (.inPlaceRightShift, .inPlaceRightShiftInt, nil)
    case .inPlaceSubtract: return (.inPlaceSubtract, .inPlaceSubtractInt, nil)
    case .inPlaceTrueDivide: return (.inPlaceTrueDivide, .inPlaceTrueDivideInt, nil)
    case .inPlaceXor: return (.inPlaceBitXor, .inPlaceBitXorInt, nil)
    }
  }

  // MARK: Comparisons

  mutating func compare(_ argument: Int) throws(LoweringError) {
    try need(2)
    guard let comparison = Comparison(rawValue: argument >> 5) else {
      throw .malformed(instruction.unit * 2)
    }
    guard let jump = try fusedJump() else { return try binary(plainOpcode(comparison)) }
    next = jump.next
    let right = stack[depth - 1]
    settle(below: depth - 2)
    if right.kind == .smallInt {
      let left = operand(depth - 2)
      let opcode = immediateBranch(comparison, jump.isTrue)
      emitBranch(opcode, a: left, b: Int(right.value), to: jump.target)
    } else if right.kind == .constant, let opcode = constantBranch(comparison, jump.isTrue) {
      let left = operand(depth - 2)
      emitBranch(opcode, a: left, b: 0, constant: Int(right.value), to: jump.target)
    } else {
      let opcode = registerBranch(comparison, jump.isTrue)
      let (left, right) = operands(depth - 2, and: depth - 1)
      emitBranch(opcode, a: left, b: right, to: jump.target)
    }
    pop(2)
    try noteState(of: jump.target)
  }

  private func plainOpcode(_ comparison: Comparison) -> Opcode {
    switch comparison {
    case .less: return .less
    case .lessOrEqual: return .lessEqual
    case .equal: return .equal
    case .notEqual: return .notEqual
    case .greater: return .greater
    case .greaterOrEqual: return .greaterEqual
    }
  }

  private func registerBranch(_ comparison: Comparison, _ isTrue: Bool) -> Opcode {
    switch comparison {
    case .less: return isTrue ? .jumpIfLess : .jumpUnlessLess
    case .lessOrEqual: return isTrue ? .jumpIfLessEqual : .jumpUnlessLessEqual
    case .equal: return isTrue ? .jumpIfEqual : .jumpUnlessEqual
    case .notEqual: return isTrue ? .jumpIfNotEqual : .jumpUnlessNotEqual
    case .greater: return isTrue ? .jumpIfGreater : .jumpUnlessGreater
    case .greaterOrEqual: return isTrue ? .jumpIfGreaterEqual : .jumpUnlessGreaterEqual
    }
  }

  private func immediateBranch(_ comparison: Comparison, _ isTrue: Bool) -> Opcode {
    switch comparison {
    case .less: return isTrue ? .jumpIfLessInt : .jumpUnlessLessInt
    case .lessOrEqual: return isTrue ? .jumpIfLessEqualInt : .jumpUnlessLessEqualInt
    case .equal: return isTrue ? .jumpIfEqualInt : .jumpUnlessEqualInt
    case .notEqual: return isTrue ? .jumpIfNotEqualInt : .jumpUnlessNotEqualInt
    case .greater: return isTrue ? .jumpIfGreaterInt : .jumpUnlessGreaterInt
    case .greaterOrEqual: return isTrue ? .jumpIfGreaterEqualInt : .jumpUnlessGreaterEqualInt
    }
  }

  /// Only equality is worth a form of its own: with strings, mostly.
  private func constantBranch(_ comparison: Comparison, _ isTrue: Bool) -> Opcode? {
    switch comparison {
    case .equal: return isTrue ? .jumpIfEqualConst : .jumpUnlessEqualConst
    case .notEqual: return isTrue ? .jumpIfNotEqualConst : .jumpUnlessNotEqualConst
    case .less, .lessOrEqual, .greater, .greaterOrEqual: return nil
    }
  }

  mutating func identity(isInverted: Bool) throws(LoweringError) {
    try test(
      isInverted ? .notIdentical : .identical,
      ifTrue: isInverted ? .jumpIfNotIdentical : .jumpIfIdentical,
      ifFalse: isInverted ? .jumpIfIdentical : .jumpIfNotIdentical)
  }

  mutating func containment(isInverted: Bool) throws(LoweringError) {
    try test(
      isInverted ? .notContains : .contains,
      ifTrue: isInverted ? .jumpIfNotContains : .jumpIfContains,
      ifFalse: isInverted ? .jumpIfContains : .jumpIfNotContains)
  }

  /// A test of two registers whose result is a bool: fused with the jump that follows, if any.
  private mutating func test(
    _ plain: Opcode, ifTrue: Opcode, ifFalse: Opcode
  ) throws(LoweringError) {
    guard let jump = try fusedJump() else { return try binary(plain) }
    try need(2)
    next = jump.next
    settle(below: depth - 2)
    let (left, right) = operands(depth - 2, and: depth - 1)
    emitBranch(jump.isTrue ? ifTrue : ifFalse, a: left, b: right, to: jump.target)
    pop(2)
    try noteState(of: jump.target)
  }

  /// The exception stays on the stack below the result.
  mutating func checkExceptionMatch() throws(LoweringError) {
    guard let jump = try fusedJump() else {
      let target = try destination(popping: 1)
      try need(2)
      let (exception, type) = operands(depth - 2, and: depth - 1)
      emit(.matchException, a: target, b: exception, c: type)
      return try finish(popping: 1, target)
    }
    try need(2)
    next = jump.next
    settle(below: depth - 1)
    let (exception, type) = operands(depth - 2, and: depth - 1)
    let opcode: Opcode = jump.isTrue ? .jumpIfExceptionMatches : .jumpUnlessExceptionMatches
    emitBranch(opcode, a: exception, b: type, to: jump.target)
    pop(1)
    try noteState(of: jump.target)
  }

  // MARK: Truth and jumps

  mutating func toBool() throws(LoweringError) {
    guard let jump = try fusedJump() else {
      if try fuseNot() { return }
      return try unary(.toBool)
    }
    try need(1)
    next = jump.next
    try conditionalJump(jump.isTrue ? .jumpIfTrue : .jumpIfFalse, to: jump.target)
  }

  /// TO_BOOL; UNARY_NOT is one instruction.
  private mutating func fuseNot() throws(LoweringError) -> Bool {
    guard next < unitCount, labelState[next] == Lowering.notLabel,
      opcode(at: next) == .UNARY_NOT
    else { return false }
    next += 1
    try unary(.logicalNot)
    return true
  }

  mutating func popJump(_ opcode: Opcode) throws(LoweringError) {
    guard let target = try jumpTarget(instruction) else { return }
    try conditionalJump(opcode, to: target)
  }

  private mutating func conditionalJump(_ opcode: Opcode, to target: Int) throws(LoweringError) {
    try need(1)
    settle(below: depth - 1)
    if isTraced {
      try tracedBranch(opcode, a: operand(depth - 1), to: target)
    } else {
      emitJump(opcode, a: operand(depth - 1), to: target)
    }
    pop(1)
    try noteState(of: target)
  }

  /// The POP_JUMP_IF_TRUE or FALSE right after this instruction, unless something jumps to it.
  private mutating func fusedJump() throws(LoweringError) -> FusedJump? {
    guard next < unitCount, labelState[next] == Lowering.notLabel else { return nil }
    let jump = try decode(next)
    guard jump.opcode == .POP_JUMP_IF_TRUE || jump.opcode == .POP_JUMP_IF_FALSE,
      let target = try jumpTarget(jump)
    else { return nil }
    return FusedJump(
      isTrue: jump.opcode == .POP_JUMP_IF_TRUE, target: target, next: jump.next)
  }

  mutating func jump(_ opcode: Opcode) throws(LoweringError) {
    guard let target = try jumpTarget(instruction) else { return }
    settle(below: depth)
    try noteState(of: target)
    if isTraced { traceJump(to: target) }
    emitJump(opcode, to: target)
    isReachable = false
  }
}
