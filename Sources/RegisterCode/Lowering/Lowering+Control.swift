// Calls, generators, exceptions: what has a protocol with the interpreter.

import Bytecode

extension Lowering {
  // MARK: Calls

  mutating func call(_ count: Int) throws(LoweringError) {
    try emitCall(count, .callFunction, .callMethod, names: -1)
  }

  mutating func callKeyword(_ count: Int) throws(LoweringError) {
    try need(1)
    let names = stack[depth - 1]
    guard names.kind == .constant else { throw .malformed(instruction.unit * 2) }
    pop(1)
    try emitCall(count, .callFunctionKeyword, .callMethodKeyword, names: Int(names.value))
  }

  private mutating func emitCall(
    _ count: Int, _ function: Opcode, _ method: Opcode, names: Int
  ) throws(LoweringError) {
    let slots = count + 2
    let target = try destination(popping: slots)
    let callable = depth - slots
    let window = Int(stack[callable].home)
    noteRegister(window + callWindowGap + 1 + count)
    protect(below: callable, writing: window, count: Int(UInt16.max))
    var opcode = function
    var argumentCount = count
    if Int(stack[callable + 1].home) != window + callWindowGap {
      // No null was pushed: what stands beside the callable is its first argument (decorators,
      // generator expressions, __exit__ at the end of a with block).
      argumentCount += 1
      placeArguments(from: callable + 1)
    } else if stack[callable + 1].kind == .null {
      settle(callable + 2, depth)
    } else {
      opcode = method
      settle(callable + 1, depth)
    }
    settle(callable)
    traceCall()
    if names >= 0 {
      emit(opcode, a: target, b: window, c: argumentCount, constant: names)
    } else {
      emit(opcode, a: target, b: window, c: argumentCount)
    }
    try finish(popping: slots, target)
  }

  /// Moves the slots from `first` to the top up to where a call expects arguments. Last first:
  /// a slot never moves onto one that has not moved yet.
  private mutating func placeArguments(from first: Int) {
    if mayAlias {
      for index in first - 1..<depth where stack[index].kind == .register { settle(index) }
    }
    let base = Int(stack[first - 1].home) + callWindowGap + 1
    for index in stride(from: depth - 1, through: first, by: -1) {
      let register = base + index - first
      noteRegister(register)
      emitLoad(stack[index], into: register)
    }
  }

  mutating func callExtended(_ mappings: Int) throws(LoweringError) {
    let slots = 3 + mappings
    let target = try destination(popping: slots)
    let callable = depth - slots
    let window = Int(stack[callable].home)
    noteRegister(window + callWindowGap + 1 + mappings)
    protect(below: callable, writing: window, count: Int(UInt16.max))
    if Int(stack[callable + 1].home) == window + callWindowGap {
      settle(callable + 2, depth)
    } else {
      placeArguments(from: callable + 1)
    }
    settle(callable)
    traceCall()
    emit(.callExtended, a: target, b: window, c: mappings)
    try finish(popping: slots, target)
  }

  mutating func makeFunction() throws(LoweringError) {
    let target = try destination(popping: 1)
    let code = stack[depth - 1]
    guard code.kind == .constant else { throw .malformed(instruction.unit * 2) }
    emit(.makeFunction, a: target, constant: Int(code.value))
    try finish(popping: 1, target)
  }

  /// The function stays in its register, though its slot is now that of the attribute.
  mutating func setFunctionAttribute(_ attribute: Int) throws(LoweringError) {
    try need(2)
    let (value, function) = operands(depth - 2, and: depth - 1)
    emit(.setFunctionAttribute, a: function, b: value, c: attribute)
    try dropBelowTop()
  }

  mutating func returnValue() throws(LoweringError) {
    try need(1)
    if isTraced { emitTrace(.return, register: operand(depth - 1)) }
    try end(.returnValue)
  }

  mutating func returnConst(_ index: Int) throws(LoweringError) {
    if isTraced { emitTrace(.returnConst, target: index) }
    if case .none = try constantKind(index) {
      emit(.returnNone)
    } else {
      emit(.returnConst, constant: index)
    }
    isReachable = false
  }

  // MARK: Generators

  mutating func yieldValue(isDelegated: Bool) throws(LoweringError) {
    // The value sent is stored by what follows the RESUME.
    if next < unitCount, labelState[next] == Lowering.notLabel,
      opcode(at: next) == .RESUME
    {
      next += 1
    }
    if isDelegated { try need(2) }
    let target = try destination(popping: 1)
    let iterator = isDelegated ? operand(depth - 2) : -1
    let value = operand(depth - 1)
    if isTraced {
      emitYield(target, value, iterator)
    } else {
      emit(.yieldValue, a: target, b: value, c: iterator + 1)
    }
    try finish(popping: 1, target)
    emitResume()
  }

  /// Where a generator with native code goes on.
  mutating func emitResume() {
    if input.flags & CodeFlags.resumable != 0, !isTraced { emit(.resume) }
  }

  mutating func send() throws(LoweringError) {
    guard let target = try jumpTarget(instruction) else { return }
    try need(2)
    settle(below: depth)
    if isTraced { emitTrace(.send) }
    emitBranch(.send, a: Int(stack[depth - 1].home), b: operand(depth - 2), to: target)
    try noteState(of: target)
  }

  mutating func endAsyncFor() throws(LoweringError) {
    try need(2)
    emit(.endAsyncFor, a: operand(depth - 1))
    pop(2)
  }

  /// Leaves None where the iterator was and the value above it, for the END_SEND that follows.
  mutating func cleanupThrow() throws(LoweringError) {
    try need(3)
    protect(below: depth - 3, writing: Int(stack[depth - 2].home))
    emit(.cleanupThrow, a: Int(stack[depth - 2].home), b: operand(depth - 1))
    pop(3)
    try push(.none, 0, home: nextHome)
    try pushHome()
  }

  // MARK: Exceptions

  mutating func pushExceptionInfo() throws(LoweringError) {
    try need(1)
    settle(depth - 1)
    let slot = Int(stack[depth - 1].home)
    protect(below: depth - 1, writing: slot, count: 2)
    emit(.pushExceptionInfo, a: slot, b: slot + 1)
    try pushHome()
  }

  mutating func checkGroupMatch() throws(LoweringError) {
    let target = try home(popping: 2, writing: 2)
    let (group, type) = operands(depth - 2, and: depth - 1)
    emit(.matchExceptionGroup, a: target, b: group, c: type)
    pop(2)
    try pushHome()
    try pushHome()
  }

  mutating func raise(_ count: Int) throws(LoweringError) {
    switch count {
    case 0:
      emit(.raiseCurrent)
      isReachable = false
    case 1: try end(.raiseException)
    case 2:
      try statement2(.raiseFrom)
      isReachable = false
    default: throw .malformed(instruction.unit * 2)
    }
  }

  mutating func reraise(_ distance: Int) throws(LoweringError) {
    if distance == 0 { return try end(.reraise) }
    try need(distance + 1)
    let (exception, offset) = operands(depth - 1, and: depth - 1 - distance)
    emit(.reraiseAt, a: exception, b: offset)
    pop(1)
    isReachable = false
  }

  mutating func beforeWith(_ opcode: Opcode) throws(LoweringError) {
    try need(1)
    let local = try destination(popping: 1)
    let exit = Int(stack[depth - 1].home)
    protect(below: depth - 1, writing: exit, count: 2)
    // The result of __enter__ goes to the local that a STORE_FAST names, else above the exit.
    let result = local < localCount ? local : exit + 1
    emit(opcode, a: exit, b: result, c: operand(depth - 1))
    pop(1)
    try pushHome()
    try pushRegister(Int32(truncatingIfNeeded: result))
  }

  mutating func withExceptStart() throws(LoweringError) {
    try need(4)
    let target = try destination(popping: 0)
    let (exit, exception) = operands(depth - 4, and: depth - 1)
    emit(.withExceptStart, a: target, b: exit, c: exception)
    try finish(popping: 0, target)
  }

  mutating func matchKeys() throws(LoweringError) {
    try need(2)
    let target = try destination(popping: 0)
    let (subject, keys) = operands(depth - 2, and: depth - 1)
    emit(.matchKeys, a: target, b: subject, c: keys)
    try finish(popping: 0, target)
  }
}
