// The simulated stack: what a slot holds without an instruction having put it there, and how it
// gets to its home register when that is needed.

/// A slot of the simulated stack.
struct StackEntry {
  enum Kind: UInt8 {
    case register, constant, smallInt, none, `true`, `false`
    /// The null beside a callable. Statically known, it is in no register (see `storesNulls`).
    case null
  }

  var kind: Kind
  /// Being moved to its home: a slot found so while another needs its home closes a cycle.
  var isMoving = false
  /// The register, the index of the constant, or the int.
  var value: Int32
  /// The register that the slot has where control flow meets.
  var home: Int32

  @inline(__always)
  func isRegister(_ register: Int32) -> Bool { kind == .register && value == register }

  @inline(__always)
  var isHome: Bool { kind == .register && value == home }
}

extension Lowering {
  // MARK: Pushing and popping

  @inline(__always)
  func need(_ count: Int) throws(LoweringError) {
    if depth < count { throw .malformed(instruction.unit * 2) }
  }

  /// The home of the next slot to be pushed.
  @inline(__always)
  var nextHome: Int32 { stack[depth - 1].home + 1 }

  @inline(__always)
  mutating func push(_ kind: StackEntry.Kind, _ value: Int32, home: Int32) throws(LoweringError) {
    if depth >= stackCapacity { throw .malformed(instruction.unit * 2) }
    stack[depth] = StackEntry(kind: kind, value: value, home: home)
    depth += 1
    noteRegister(Int(home))
  }

  @inline(__always)
  mutating func pushRegister(_ register: Int32) throws(LoweringError) {
    try push(.register, register, home: nextHome)
  }

  @inline(__always)
  mutating func pushHome() throws(LoweringError) {
    let home = nextHome
    try push(.register, home, home: home)
  }

  @inline(__always)
  mutating func pop(_ count: Int) {
    depth -= count
    if depth > lowDepth { return }
    rangeEvent = eventWhenLow
    if depth == 0 { mayAlias = false }
  }

  @inline(__always)
  mutating func noteRegister(_ register: Int) {
    if register > highestRegister { highestRegister = register }
  }

  // MARK: Settling

  /// Puts a slot's value in its home register. Other slots that are pending there move first.
  mutating func settle(_ index: Int) {
    let entry = stack[index]
    if entry.isHome || (entry.kind == .null && !storesNulls) { return }
    if mayAlias {
      stack[index].isMoving = true
      vacate(entry.home, for: index)
      stack[index].isMoving = false
    }
    emitLoad(stack[index], into: Int(entry.home))
    stack[index].kind = .register
    stack[index].value = entry.home
  }

  private mutating func vacate(_ home: Int32, for index: Int) {
    for other in 0..<depth where other != index && stack[other].isRegister(home) {
      if !stack[other].isMoving {
        settle(other)
        continue
      }
      // A cycle of slots in one another's homes: one value steps aside.
      var scratch: Int32 = 0
      for slot in 0..<depth {
        scratch = max(scratch, stack[slot].home + 1)
        if stack[slot].kind == .register { scratch = max(scratch, stack[slot].value + 1) }
      }
      noteRegister(Int(scratch))
      emit(.move, a: Int(scratch), b: Int(home))
      stack[other].value = scratch
    }
  }

  /// Settles the slots below `limit`; neighbours that come from registers go in one instruction.
  @inline(__always)
  mutating func settle(below limit: Int) { settle(0, limit) }

  @inline(__always)
  mutating func settle(_ start: Int, _ limit: Int) {
    if start < limit { settleAll(start, limit) }
  }

  @inline(never)
  private mutating func settleAll(_ start: Int, _ limit: Int) {
    var index = start
    while index < limit {
      if stack[index].isHome {
        index += 1
      } else if !mayAlias, index + 1 < limit, isPlainMove(index), isPlainMove(index + 1),
        stack[index].home + 1 == stack[index + 1].home
      {
        emit(
          .movePair, a: Int(stack[index].home), b: Int(stack[index].value),
          c: Int(stack[index + 1].value))
        stack[index].value = stack[index].home
        stack[index + 1].value = stack[index + 1].home
        index += 2
      } else {
        settle(index)
        index += 1
      }
    }
  }

  @inline(__always)
  private func isPlainMove(_ index: Int) -> Bool {
    stack[index].kind == .register && stack[index].value != stack[index].home
  }

  /// Before an instruction that pops all slots from `limit` on and writes `count` registers from
  /// `register` on: slots below that are still pending there get out of the way.
  @inline(__always)
  mutating func protect(below limit: Int, writing register: Int, count: Int = 1) {
    if !mayAlias && register >= localCount { return }
    moveAway(below: limit, register, count)
  }

  @inline(never)
  private mutating func moveAway(below limit: Int, _ register: Int, _ count: Int) {
    for index in 0..<limit where stack[index].kind == .register && !stack[index].isHome {
      let value = Int(stack[index].value)
      if value >= register && value < register + count { settle(index) }
    }
  }

  // MARK: Operands and destinations

  /// The register that holds a slot's value; a constant is loaded into the slot's home.
  @inline(__always)
  mutating func operand(_ index: Int) -> Int {
    if stack[index].kind != .register { settleOperand(index) }
    return Int(stack[index].value)
  }

  /// The registers of two slots. Both are in registers before either is read: loading a constant
  /// may move a slot that is pending in its home.
  mutating func operands(_ first: Int, and second: Int) -> (Int, Int) {
    _ = operand(first)
    _ = operand(second)
    return (Int(stack[first].value), Int(stack[second].value))
  }

  mutating func operands(_ first: Int, _ second: Int, and third: Int) -> (Int, Int, Int) {
    _ = operand(first)
    let (b, c) = operands(second, and: third)
    return (Int(stack[first].value), b, c)
  }

  private mutating func settleOperand(_ index: Int) {
    if stack[index].kind == .null {
      // No instruction but a call reads a null; a wrong program reads the unbound marker.
      emit(.loadNull, a: Int(stack[index].home))
      stack[index].kind = .register
      stack[index].value = stack[index].home
    } else {
      settle(index)
    }
  }

  /// First register of `count` slots from `index` on, settled.
  mutating func operands(_ index: Int, _ count: Int) throws(LoweringError) -> Int {
    if count == 0 { return Int(nextHome) }
    settle(index, index + count)
    let first = stack[index].home
    guard stack[index + count - 1].home == first + Int32(truncatingIfNeeded: count - 1) else {
      throw .malformed(instruction.unit * 2)
    }
    return Int(first)
  }

  /// Where an instruction that pops `count` slots and pushes one writes its result: straight to
  /// the local, when a STORE_FAST follows. To be called before operands are asked for.
  @inline(never)
  mutating func destination(popping count: Int) throws(LoweringError) -> Int {
    try need(count)
    let local = localStoredNext()
    if local >= 0 {
      protect(below: depth - count, writing: local)
      return local
    }
    return try home(popping: count)
  }

  /// The same where the result has to be in its home, first of `writing` registers written.
  @inline(__always)
  mutating func home(popping count: Int, writing: Int = 1) throws(LoweringError) -> Int {
    try need(count)
    let home = Int(count == 0 ? nextHome : stack[depth - count].home)
    protect(below: depth - count, writing: home, count: writing)
    return home
  }

  @inline(__always)
  private mutating func localStoredNext() -> Int {
    if next >= unitCount { return -1 }
    let shift = rows[Int(code[next * 2])].storeShift
    if shift > 4 || labelState[next] != Lowering.notLabel { return -1 }
    return argument(at: next) >> Int(shift)
  }

  /// Ends an instruction that `destination(popping:)` began.
  @inline(__always)
  mutating func finish(popping count: Int, _ destination: Int) throws(LoweringError) {
    pop(count)
    try pushRegister(Int32(truncatingIfNeeded: destination))
  }
}
