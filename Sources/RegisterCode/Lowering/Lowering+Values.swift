// Locals, constants, names, attributes, subscripts, building: everything that moves values.

extension Lowering {
  // MARK: Locals and the stack

  @inline(__always)
  mutating func loadFast(_ local: Int) throws(LoweringError) {
    try pushRegister(Int32(truncatingIfNeeded: local))
  }

  mutating func loadFastAndClear(_ local: Int) throws(LoweringError) {
    if try enterComprehension() { return }
    protect(below: depth, writing: local)
    let target = try home(popping: 0)
    emit(.loadAndClear, a: target, b: local)
    try pushHome()
  }

  mutating func storeFast(_ local: Int) throws(LoweringError) {
    try need(1)
    let register = Int32(truncatingIfNeeded: local)
    // A producer that saw this STORE_FAST coming has written the local itself.
    if !stack[depth - 1].isRegister(register) {
      protect(below: depth - 1, writing: local)
      emitLoad(stack[depth - 1], into: local)
    }
    pop(1)
  }

  /// An instruction that reads and writes a local in place.
  mutating func changeLocal(_ opcode: Opcode, _ local: Int) {
    protect(below: depth, writing: local)
    emit(opcode, a: local)
  }

  @inline(__always)
  mutating func constantKind(_ index: Int) throws(LoweringError) -> ConstantKind {
    if index >= input.constantKinds.count { throw .malformed(instruction.unit * 2) }
    return input.constantKinds[index]
  }

  @inline(__always)
  mutating func loadConst(_ index: Int) throws(LoweringError) {
    let home = nextHome
    switch try constantKind(index) {
    case .none: try push(.none, 0, home: home)
    case .true: try push(.true, 0, home: home)
    case .false: try push(.false, 0, home: home)
    case .smallInt(let value) where value == Int(Int16(truncatingIfNeeded: value)):
      try push(.smallInt, Int32(value), home: home)
    case .smallInt, .float, .other:
      try push(.constant, Int32(truncatingIfNeeded: index), home: home)
    }
  }

  /// The null beside a callable opens the window between the two where a call puts its header.
  mutating func pushNull() throws(LoweringError) {
    try need(1)
    let home = stack[depth - 1].home + Int32(callWindowGap)
    try push(.null, 0, home: home)
    if storesNulls { settle(depth - 1) }
  }

  mutating func copy(_ distance: Int) throws(LoweringError) {
    if distance < 1 { throw .malformed(instruction.unit * 2) }
    try need(distance)
    let entry = stack[depth - distance]
    if entry.kind == .register && entry.value >= localCount { mayAlias = true }
    try push(entry.kind, entry.value, home: nextHome)
  }

  mutating func swap(_ distance: Int) throws(LoweringError) {
    if distance < 1 { throw .malformed(instruction.unit * 2) }
    try need(distance)
    let top = stack[depth - 1]
    let other = stack[depth - distance]
    stack[depth - 1] = StackEntry(kind: other.kind, value: other.value, home: top.home)
    stack[depth - distance] = StackEntry(kind: top.kind, value: top.value, home: other.home)
    mayAlias = true
    if depth - distance <= lowDepth { rangeEvent = eventWhenLow }
  }

  /// The top slot takes the place of the one below it; its value stays where it is.
  mutating func dropBelowTop() throws(LoweringError) {
    try need(2)
    let entry = stack[depth - 1]
    pop(2)
    try push(entry.kind, entry.value, home: nextHome)
    if !stack[depth - 1].isHome { mayAlias = true }
  }

  // MARK: Names

  mutating func loadGlobal(_ argument: Int) throws(LoweringError) {
    if argument & 1 == 0 { return try loadNamed(.loadGlobal, argument >> 1) }
    emit(.loadGlobal, a: try home(popping: 0), name: argument >> 1)
    try pushHome()
    try pushNull()
  }

  mutating func storeDeref(_ cell: Int) throws(LoweringError) {
    try need(1)
    emit(.storeDeref, a: cell, b: operand(depth - 1))
    pop(1)
  }

  // MARK: Attributes and subscripts

  mutating func loadAttr(_ argument: Int) throws(LoweringError) {
    if argument & 1 == 0 { return try unary(.loadAttr, name: argument >> 1) }
    let window = try home(popping: 1, writing: callWindowGap + 1)
    emit(.loadMethod, a: window, b: operand(depth - 1), name: argument >> 1)
    pop(1)
    try pushMethod()
  }

  /// The two slots that a method load fills: the callable, and self or null across the gap.
  private mutating func pushMethod() throws(LoweringError) {
    try pushHome()
    let home = stack[depth - 1].home + Int32(callWindowGap)
    try push(.register, home, home: home)
  }

  mutating func storeAttr(_ name: Int) throws(LoweringError) {
    try need(2)
    let (value, object) = operands(depth - 2, and: depth - 1)
    emit(.storeAttr, a: object, b: value, name: name)
    pop(2)
  }

  mutating func loadSuperAttr(_ argument: Int) throws(LoweringError) {
    let isMethod = argument & 1 != 0
    let target =
      isMethod
      ? try home(popping: 3, writing: callWindowGap + 1) : try destination(popping: 3)
    let first = try operands(depth - 3, 3)
    if isTraced { emitTrace(.superCall) }
    let literal = wordCount + 1
    emit(isMethod ? .loadSuperMethod : .loadSuperAttr, a: target, b: first, name: argument >> 2)
    words[literal] = argument & 2 != 0 ? 1 : 0
    if !isMethod { return try finish(popping: 3, target) }
    pop(3)
    try pushMethod()
  }

  mutating func loadSubscript() throws(LoweringError) {
    try need(2)
    let index = stack[depth - 1]
    if index.kind != .smallInt { return try binary(.loadSubscript) }
    let target = try destination(popping: 2)
    emit(.loadSubscriptImmediate, a: target, b: operand(depth - 2), c: Int(index.value))
    try finish(popping: 2, target)
  }

  mutating func storeSubscript() throws(LoweringError) {
    try need(3)
    if stack[depth - 1].kind == .smallInt {
      let (value, container) = operands(depth - 3, and: depth - 2)
      emit(.storeSubscriptImmediate, a: container, b: Int(stack[depth - 1].value), c: value)
    } else {
      let (value, container, index) = operands(depth - 3, depth - 2, and: depth - 1)
      emit(.storeSubscript, a: container, b: index, c: value)
    }
    pop(3)
  }

  mutating func loadSlice() throws(LoweringError) {
    let target = try destination(popping: 3)
    let bounds = try operands(depth - 2, 2)
    emit(.slice, a: target, b: operand(depth - 3), c: bounds)
    try finish(popping: 3, target)
  }

  /// Most slices with a step are subscripts at once, and need no object.
  mutating func buildSlice(_ count: Int) throws(LoweringError) {
    guard count == 3, next < unitCount, labelState[next] == Lowering.notLabel,
      opcode(at: next) == .BINARY_SUBSCR
    else { return try build(.buildSlice, count, count) }
    // An error is the subscript's.
    instruction = try decode(next)
    next = instruction.next
    let target = try destination(popping: 4)
    let bounds = try operands(depth - 3, 3)
    emit(.steppedSlice, a: target, b: operand(depth - 4), c: bounds)
    try finish(popping: 4, target)
  }

  mutating func storeSlice() throws(LoweringError) {
    try need(4)
    let bounds = try operands(depth - 2, 2)
    let (value, container) = operands(depth - 4, and: depth - 3)
    emit(.storeSlice, a: value, b: container, c: bounds)
    pop(4)
  }

  // MARK: Building

  mutating func buildTuple(_ count: Int) throws(LoweringError) {
    if count == 2 { try binary(.buildPair) } else { try build(.buildTuple, count, count) }
  }

  mutating func buildConstKeyMap(_ count: Int) throws(LoweringError) {
    let target = try destination(popping: count + 1)
    let keys = stack[depth - 1]
    guard keys.kind == .constant else { throw .malformed(instruction.unit * 2) }
    let first = try operands(depth - 1 - count, count)
    emit(.buildConstKeyMap, a: target, b: first, c: count, constant: Int(keys.value))
    try finish(popping: count + 1, target)
  }

  /// Adds the top slot to the container `distance` slots below it.
  mutating func addTo(_ opcode: Opcode, _ distance: Int) throws(LoweringError) {
    if distance < 1 { throw .malformed(instruction.unit * 2) }
    try need(distance + 1)
    let (container, value) = operands(depth - 1 - distance, and: depth - 1)
    emit(opcode, a: container, b: value)
    pop(1)
  }

  mutating func dictMerge(_ distance: Int) throws(LoweringError) {
    if distance < 1 { throw .malformed(instruction.unit * 2) }
    // Callable, null and positional arguments lie below the dict.
    try need(distance + 4)
    let (callable, container, mapping) = operands(
      depth - 4 - distance, depth - 1 - distance, and: depth - 1)
    emit(.dictMerge, a: container, b: mapping, c: callable)
    pop(1)
  }

  mutating func mapAdd(_ distance: Int) throws(LoweringError) {
    if distance < 1 { throw .malformed(instruction.unit * 2) }
    try need(distance + 2)
    let (container, key, value) = operands(depth - 2 - distance, depth - 2, and: depth - 1)
    emit(.mapAdd, a: container, b: key, c: value)
    pop(2)
  }

  // MARK: Imports and intrinsics

  mutating func importFrom(_ name: Int) throws(LoweringError) {
    try need(1)
    let target = try destination(popping: 0)
    emit(.importFrom, a: target, b: operand(depth - 1), name: name)
    try finish(popping: 0, target)
  }

  mutating func intrinsic1(_ number: Int) throws(LoweringError) {
    switch number {
    case 5: try unary(.positive)
    case 6: try unary(.listToTuple)
    default: try unary(.intrinsic1, c: number)
    }
  }
}
