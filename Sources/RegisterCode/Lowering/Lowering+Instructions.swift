// Which bytecode becomes which register opcode. One line where operands and result are plain;
// the rest is in the files beside this one, by family.

import Bytecode

extension Lowering {
  @inline(never)
  mutating func lowerInstruction() throws(LoweringError) {
    let argument = instruction.argument
    switch instruction.opcode {
    case .NOP: break
    case .RESUME: traceResume(argument)

    // Locals, constants, the stack itself.
    case .LOAD_FAST_LOAD_FAST:
      try loadFast(argument >> 4)
      try loadFast(argument & 15)
    case .LOAD_FAST_CHECK:
      emit(.checkBound, a: argument)
      try loadFast(argument)
    case .LOAD_FAST_AND_CLEAR: try loadFastAndClear(argument)
    case .STORE_FAST: try storeFast(argument)
    case .STORE_FAST_LOAD_FAST:
      try storeFast(argument >> 4)
      try loadFast(argument & 15)
    case .STORE_FAST_STORE_FAST:
      try storeFast(argument >> 4)
      try storeFast(argument & 15)
    case .DELETE_FAST: changeLocal(.deleteLocal, argument)
    case .PUSH_NULL: try pushNull()
    case .COPY: try copy(argument)
    case .SWAP: if isTraced { try tracedSwap(argument) } else { try swap(argument) }

    // Operators.
    case .BINARY_OP: try binaryOperation(argument)
    case .UNARY_NEGATIVE: try unary(.negate)
    case .UNARY_INVERT: try unary(.invert)
    case .UNARY_NOT: try unary(.logicalNot)
    case .TO_BOOL: try toBool()
    case .COMPARE_OP: try compare(argument)
    case .IS_OP: try identity(isInverted: argument == 1)
    case .CONTAINS_OP: try containment(isInverted: argument == 1)

    // Jumps.
    case .JUMP_FORWARD, .JUMP_BACKWARD_NO_INTERRUPT: try jump(.jump)
    case .JUMP_BACKWARD: try jumpBackward()
    case .POP_JUMP_IF_TRUE: try popJump(.jumpIfTrue)
    case .POP_JUMP_IF_FALSE: try popJump(.jumpIfFalse)
    case .POP_JUMP_IF_NONE: try popJump(.jumpIfNone)
    case .POP_JUMP_IF_NOT_NONE: try popJump(.jumpIfNotNone)

    // Iteration.
    case .GET_ITER: try unary(.getIter)
    case .FOR_ITER: if isTraced { try tracedForIter() } else { try forIter() }
    case .UNPACK_SEQUENCE: try unpackSequence(argument)
    case .UNPACK_EX: try unpackExtended(argument)

    // Names.
    case .LOAD_GLOBAL: try loadGlobal(argument)
    case .STORE_GLOBAL: try storeNamed(.storeGlobal, argument)
    case .DELETE_GLOBAL: emit(.deleteGlobal, a: 0, name: argument)
    case .LOAD_NAME: try loadNamed(.loadName, argument)
    case .STORE_NAME: try storeNamed(.storeName, argument)
    case .DELETE_NAME: emit(.deleteName, a: 0, name: argument)
    case .LOAD_FROM_DICT_OR_GLOBALS: try unary(.loadFromDictOrGlobals, name: argument)
    case .LOAD_DEREF: try loadFromRegister(.loadDeref, argument)
    case .STORE_DEREF: try storeDeref(argument)
    case .DELETE_DEREF: emit(.deleteDeref, a: argument)
    case .LOAD_FROM_DICT_OR_DEREF: try unary(.loadFromDictOrDeref, c: argument)
    case .MAKE_CELL: changeLocal(.makeCell, argument)
    case .COPY_FREE_VARS: emit(.copyFreeVariables, a: argument)
    case .LOAD_LOCALS: try loadSpecial(.loadLocals)
    case .SETUP_ANNOTATIONS: emit(.setupAnnotations)
    case .LOAD_BUILD_CLASS: try loadSpecial(.loadBuildClass)
    case .LOAD_ASSERTION_ERROR: try loadSpecial(.loadAssertionError)

    // Attributes and subscripts.
    case .LOAD_ATTR: try loadAttr(argument)
    case .STORE_ATTR: try storeAttr(argument)
    case .DELETE_ATTR:
      try need(1)
      emit(.deleteAttr, a: operand(depth - 1), b: 0, name: argument)
      pop(1)
    case .LOAD_SUPER_ATTR: try loadSuperAttr(argument)
    case .BINARY_SUBSCR: try loadSubscript()
    case .STORE_SUBSCR: try storeSubscript()
    case .DELETE_SUBSCR: try statement2(.deleteSubscript)
    case .BINARY_SLICE: try loadSlice()
    case .STORE_SLICE: try storeSlice()

    // Building.
    case .BUILD_TUPLE: try buildTuple(argument)
    case .BUILD_LIST: try build(.buildList, argument, argument)
    case .BUILD_SET: try build(.buildSet, argument, argument)
    case .BUILD_MAP: try build(.buildMap, argument, argument * 2)
    case .BUILD_CONST_KEY_MAP: try buildConstKeyMap(argument)
    case .BUILD_STRING: try build(.buildString, argument, argument)
    case .BUILD_SLICE: try buildSlice(argument)
    case .LIST_APPEND: try addTo(.listAppend, argument)
    case .LIST_EXTEND: try addTo(.listExtend, argument)
    case .SET_ADD: try addTo(.setAdd, argument)
    case .SET_UPDATE: try addTo(.setUpdate, argument)
    case .DICT_UPDATE: try addTo(.dictUpdate, argument)
    case .DICT_MERGE: try dictMerge(argument)
    case .MAP_ADD: try mapAdd(argument)

    // Calls and functions.
    case .CALL: try call(argument)
    case .CALL_KW: try callKeyword(argument)
    case .CALL_FUNCTION_EX: try callExtended(argument & 1)
    case .MAKE_FUNCTION: try makeFunction()
    case .SET_FUNCTION_ATTRIBUTE: try setFunctionAttribute(argument)
    case .RETURN_VALUE: try returnValue()
    case .RETURN_CONST: try returnConst(argument)

    // Generators and coroutines.
    case .RETURN_GENERATOR:
      try loadSpecial(.makeGenerator)
      emitResume()
    case .YIELD_VALUE: try yieldValue(isDelegated: argument != 0)
    case .SEND: try send()
    case .END_SEND: try endSend()
    case .GET_YIELD_FROM_ITER: try unary(.getYieldFromIter)
    case .GET_AWAITABLE: try unary(.getAwaitable, c: argument)
    case .GET_AITER: try unary(.getAsyncIter)
    case .GET_ANEXT: try inspect(.getAsyncNext)
    case .END_ASYNC_FOR: try endAsyncFor()
    case .CLEANUP_THROW: try cleanupThrow()

    // Exceptions and with.
    case .PUSH_EXC_INFO: try pushExceptionInfo()
    case .POP_EXCEPT:
      try need(1)
      emit(.popException, a: operand(depth - 1))
      pop(1)
    case .CHECK_EXC_MATCH: try checkExceptionMatch()
    case .CHECK_EG_MATCH: try checkGroupMatch()
    case .RAISE_VARARGS: try raise(argument)
    case .RERAISE: try reraise(argument)
    case .BEFORE_WITH: try beforeWith(.beforeWith)
    case .BEFORE_ASYNC_WITH: try beforeWith(.beforeAsyncWith)
    case .WITH_EXCEPT_START: try withExceptStart()

    // Match statement.
    case .GET_LEN: try inspect(.getLength)
    case .MATCH_MAPPING: try inspect(.matchMapping)
    case .MATCH_SEQUENCE: try inspect(.matchSequence)
    case .MATCH_KEYS: try matchKeys()
    case .MATCH_CLASS: try build(.matchClass, argument, 3)

    // Strings, imports, intrinsics.
    case .FORMAT_SIMPLE: try unary(.formatSimple)
    case .FORMAT_WITH_SPEC: try binary(.formatWithSpec)
    case .CONVERT_VALUE: try unary(.convertValue, c: argument)
    case .IMPORT_NAME:
      if argument > 0xFFFF { isTooLarge = true }
      try build(.importName, argument, 2)
    case .IMPORT_FROM: try importFrom(argument)
    case .CALL_INTRINSIC_1: try intrinsic1(argument)
    case .CALL_INTRINSIC_2: try build(.intrinsic2, argument, 2)

    // Lowered where the sweep meets them.
    case .LOAD_FAST, .LOAD_CONST, .POP_TOP: break

    // Not in a code object: made by the reference's interpreter or inside its compiler.
    case .CACHE, .RESERVED, .EXTENDED_ARG, .ENTER_EXECUTOR, .EXIT_INIT_CHECK, .INTERPRETER_EXIT,
      .END_FOR, .JUMP, .JUMP_NO_INTERRUPT, .LOAD_CLOSURE, .LOAD_METHOD, .LOAD_SUPER_METHOD,
      .LOAD_ZERO_SUPER_ATTR, .LOAD_ZERO_SUPER_METHOD, .POP_BLOCK, .SETUP_CLEANUP, .SETUP_FINALLY,
      .SETUP_WITH, .STORE_FAST_MAYBE_NULL:
      throw .malformed(instruction.unit * 2)
    }
  }

  // MARK: Common shapes

  /// r[a] = op r[b], with a number in c.
  mutating func unary(_ opcode: Opcode, c: Int = 0) throws(LoweringError) {
    let target = try destination(popping: 1)
    emit(opcode, a: target, b: operand(depth - 1), c: c)
    try finish(popping: 1, target)
  }

  mutating func unary(_ opcode: Opcode, name: Int) throws(LoweringError) {
    let target = try destination(popping: 1)
    emit(opcode, a: target, b: operand(depth - 1), name: name)
    try finish(popping: 1, target)
  }

  /// r[a] = r[b] op r[c]
  mutating func binary(_ opcode: Opcode) throws(LoweringError) {
    let target = try destination(popping: 2)
    let (left, right) = operands(depth - 2, and: depth - 1)
    emit(opcode, a: target, b: left, c: right)
    try finish(popping: 2, target)
  }

  /// op r[a], r[b] without a result: a is the lower slot.
  mutating func statement2(_ opcode: Opcode) throws(LoweringError) {
    try need(2)
    let (left, right) = operands(depth - 2, and: depth - 1)
    emit(opcode, a: left, b: right)
    pop(2)
  }

  /// r[a] = op r[b] where the operand stays on the stack below the result.
  mutating func inspect(_ opcode: Opcode) throws(LoweringError) {
    try need(1)
    let target = try destination(popping: 0)
    emit(opcode, a: target, b: operand(depth - 1))
    try finish(popping: 0, target)
  }

  /// r[a] = op of `slots` consecutive registers from b, with a number in c.
  mutating func build(_ opcode: Opcode, _ number: Int, _ slots: Int) throws(LoweringError) {
    let target = try destination(popping: slots)
    let first = try operands(depth - slots, slots)
    emit(opcode, a: target, b: first, c: number)
    try finish(popping: slots, target)
  }

  /// r[a] = op without operands.
  mutating func loadSpecial(_ opcode: Opcode) throws(LoweringError) {
    let target = try destination(popping: 0)
    emit(opcode, a: target)
    try finish(popping: 0, target)
  }

  mutating func loadFromRegister(_ opcode: Opcode, _ register: Int) throws(LoweringError) {
    let target = try destination(popping: 0)
    emit(opcode, a: target, b: register)
    try finish(popping: 0, target)
  }

  mutating func loadNamed(_ opcode: Opcode, _ name: Int) throws(LoweringError) {
    let target = try destination(popping: 0)
    emit(opcode, a: target, name: name)
    try finish(popping: 0, target)
  }

  mutating func storeNamed(_ opcode: Opcode, _ name: Int) throws(LoweringError) {
    try need(1)
    emit(opcode, a: operand(depth - 1), name: name)
    pop(1)
  }

  /// op r[a], and nothing after it.
  mutating func end(_ opcode: Opcode) throws(LoweringError) {
    try need(1)
    emit(opcode, a: operand(depth - 1))
    pop(1)
    isReachable = false
  }
}
