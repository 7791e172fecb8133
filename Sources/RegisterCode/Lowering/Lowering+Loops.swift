// Loops, inlined comprehensions, unpacking.

import Bytecode

extension Lowering {
  mutating func forIter() throws(LoweringError) {
    guard let exit = try jumpTarget(instruction), exit >= 2,
      opcode(at: exit - 2) == .END_FOR,
      opcode(at: exit - 1) == .POP_TOP
    else { throw .malformed(instruction.unit * 2) }
    try need(1)
    settle(below: depth)
    let target = try destination(popping: 0)
    emitBranch(.forIter, a: target, b: operand(depth - 1), to: exit)
    depth -= 1
    try noteState(of: exit)
    depth += 1
    try finish(popping: 0, target)
  }

  /// The end of a `for` body steps the iterator itself instead of jumping to the FOR_ITER: one
  /// dispatch less in each round.
  mutating func jumpBackward() throws(LoweringError) {
    if isTraced { return try jump(.jump) }
    guard let header = try jumpTarget(instruction) else { return }
    let loop = try decode(header)
    let headerWord = Int(wordAt[header])
    guard loop.opcode == .FOR_ITER, headerWord >= 0,
      words[headerWord].opcode == .forIter, canRaiseHere(asAt: header),
      let exit = try jumpTarget(loop)
    else { return try jump(.jumpBackward) }
    settle(below: depth)
    try noteState(of: header)
    let end = next
    instruction = loop
    let word = words[headerWord]
    let start = wordCount
    let body = headerWord + 1 + Opcode.forIter.extraWords + (usesWideJumps ? 2 : 0)
    emitBranch(.forIterBackward, a: word.a, b: word.b, to: ~body)
    lendRange(of: header, toWordsFrom: start, at: end - 1)
    isReachable = false
    if exit != end + 2 { emitJump(.jump, to: exit) }
  }

  /// Whether an instruction of another unit can be written here and still find its handler.
  private mutating func canRaiseHere(asAt unit: Int) -> Bool {
    let here = rangeCovering(instruction.unit)
    if here < 0 { return true }
    let there = rangeCovering(unit)
    return there >= 0 && ranges[here].target == ranges[there].target
  }

  /// Where a jump is covered by no range, as those are that the reference's compiler inserts late,
  /// the step of the loop written in its place is covered by that of the loop's head.
  private mutating func lendRange(of header: Int, toWordsFrom start: Int, at unit: Int) {
    let index = rangeCovering(header)
    if index < 0 || rangeCovering(unit) >= 0 { return }
    var lent = ranges[index]
    lent.startWord = Int32(truncatingIfNeeded: start)
    lent.endWord = Int32(truncatingIfNeeded: wordCount)
    lentRanges.append(lent)
  }

  /// The range that covers a unit, or -1.
  private mutating func rangeCovering(_ unit: Int) -> Int {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].end <= unit { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].start <= unit ? low : -1
  }

  /// What opens an inlined comprehension: LOAD_FAST_AND_CLEAR of each of its n variables, SWAP,
  /// BUILD of the empty result, SWAP. Done one by one this is a row of moves around the iterator;
  /// here each value is put where the last SWAP would have it.
  mutating func enterComprehension() throws(LoweringError) -> Bool {
    guard let shape = try comprehensionShape() else { return false }
    let count = shape.locals.count
    let base = Int(stack[depth - 1].home)
    protect(below: depth - 1, writing: base, count: count + 2)
    for local in shape.locals { protect(below: depth - 1, writing: local) }
    moveIterator(from: base, to: base + count + 1)
    for (index, local) in shape.locals.enumerated() {
      emit(.loadAndClear, a: index + 1 < count ? base + index + 1 : base, b: local)
    }
    emit(shape.build, a: base + count, b: base + count)
    pop(1)
    for _ in 0..<count + 2 { try pushHome() }
    next = shape.next
    return true
  }

  private struct ComprehensionShape {
    var locals: [Int] = []
    var build = Opcode.buildList
    var next = 0
  }

  private mutating func comprehensionShape() throws(LoweringError) -> ComprehensionShape? {
    guard depth > 0, stack[depth - 1].isHome else { return nil }
    var shape = ComprehensionShape()
    var current = instruction
    func advance() throws(LoweringError) {
      let unit = current.next
      current =
        unit < unitCount && labelState[unit] == Lowering.notLabel
        ? try decode(unit) : StackInstruction(opcode: .NOP, argument: 0, unit: unit, next: unit)
    }
    while current.opcode == .LOAD_FAST_AND_CLEAR {
      shape.locals.append(current.argument)
      try advance()
    }
    guard current.opcode == .SWAP, current.argument == shape.locals.count + 1 else { return nil }
    try advance()
    switch current.opcode {
    case .BUILD_LIST: shape.build = .buildList
    case .BUILD_SET: shape.build = .buildSet
    case .BUILD_MAP: shape.build = .buildMap
    default: return nil
    }
    guard current.argument == 0 else { return nil }
    try advance()
    guard current.opcode == .SWAP, current.argument == 2 else { return nil }
    shape.next = current.next
    return shape
  }

  /// The instruction just written made the iterator, as a rule: then it can write elsewhere.
  private mutating func moveIterator(from source: Int, to target: Int) {
    noteRegister(target)
    let last = wordCount - 1 - Opcode.getIter.extraWords
    let isTarget = labelState[instruction.unit] != Lowering.notLabel
    if !isTarget, last >= 0, last == lastInstruction, words[last].opcode == .getIter,
      words[last].a == source
    {
      words[last] = UInt64(.getIter, a: target, b: words[last].b)
    } else {
      emit(.move, a: target, b: source)
    }
  }

  /// A generator's registers are as many in the traced form, which puts items on the stack that go
  /// straight to locals here.
  private mutating func leaveRoom(above slot: Int, _ count: Int) {
    if !isPlainFunction { noteRegister(Int(stack[slot].home) + count - 1) }
  }

  /// Items come in reverse: the first is the new top of the stack.
  mutating func unpackSequence(_ count: Int) throws(LoweringError) {
    if count == 2, try unpackPair() { return }
    if count > 2, try unpackLocals(count) { return }
    try unpack(.unpackSequence, count, count)
  }

  mutating func unpackExtended(_ argument: Int) throws(LoweringError) {
    try unpack(.unpackExtended, argument, (argument & 255) + 1 + (argument >> 8))
  }

  private mutating func unpack(
    _ opcode: Opcode, _ number: Int, _ slots: Int
  ) throws(LoweringError) {
    let target = try home(popping: 1, writing: slots)
    emit(opcode, a: target, b: operand(depth - 1), c: number)
    pop(1)
    for _ in 0..<slots { try pushHome() }
  }

  /// Items that the instructions behind store to as many locals in ascending order go straight there.
  private mutating func unpackLocals(_ count: Int) throws(LoweringError) -> Bool {
    var unit = next
    var stored = 0
    var first = -1
    while stored < count {
      guard unit < unitCount, labelState[unit] == Lowering.notLabel else { return false }
      let argument = argument(at: unit)
      let locals: (Int, Int)
      switch opcode(at: unit) {
      case .STORE_FAST: locals = (argument, -1)
      case .STORE_FAST_STORE_FAST: locals = (argument >> 4, argument & 15)
      default: return false
      }
      if stored == 0 { first = locals.0 }
      if locals.0 != first + stored { return false }
      stored += 1
      if locals.1 >= 0 {
        if stored == count || locals.1 != first + stored { return false }
        stored += 1
      }
      unit += 1
    }
    try need(1)
    protect(below: depth - 1, writing: first, count: count)
    emit(.unpackLocals, a: first, b: operand(depth - 1), c: count)
    pop(1)
    next = unit
    return true
  }

  /// Two items that a STORE_FAST_STORE_FAST takes go straight to their locals.
  private mutating func unpackPair() throws(LoweringError) -> Bool {
    guard next < unitCount, labelState[next] == Lowering.notLabel,
      opcode(at: next) == .STORE_FAST_STORE_FAST
    else { return false }
    try need(1)
    let argument = argument(at: next)
    let first = argument >> 4
    let second = argument & 15
    protect(below: depth - 1, writing: first)
    protect(below: depth - 1, writing: second)
    leaveRoom(above: depth - 1, 2)
    emit(.unpackPair, a: first, b: second, c: operand(depth - 1))
    pop(1)
    next += 1
    return true
  }
}
