// The traced form: instructions that tell of what runs, and control flow that passes them.

import Bytecode

extension Lowering {
  mutating func emitTrace(
    _ kind: TraceOperation, register: Int = 0, number: Int = 0, target: Int = 0
  ) {
    emit(.trace, a: kind.rawValue, b: register, c: number)
    words[wordCount - 1] = UInt64(truncatingIfNeeded: target)
  }

  /// Whether an instruction embeds the constant that the one before it loads: there is no label between them.
  func readsConstant(_ opcode: StackOpcode) -> Bool {
    opcode == .CALL_KW || opcode == .MAKE_FUNCTION || opcode == .BUILD_CONST_KEY_MAP
  }

  private func mark(_ unit: Int) -> UInt8 { input.traceMarks?[unit] ?? 0 }

  /// What opens each instruction, whose first unit may be a prefix.
  mutating func traceInstruction(from unit: Int) {
    let marks = mark(unit)
    if marks & TraceMark.traceable == 0 || instruction.opcode == .RESUME { return }
    let own = instruction
    instruction = StackInstruction(
      opcode: own.opcode, argument: own.argument, unit: unit, next: own.next)
    if marks & TraceMark.line == 0 {
      emitTrace(.instruction)
    } else {
      emitTrace(marks & TraceMark.target == 0 ? .line : .lineAtTarget)
    }
    instruction = own
  }

  /// The sweep goes from an instruction to the label behind it.
  mutating func traceFall(to unit: Int) {
    if mark(unit) & TraceMark.target == 0 { return }
    emitTrace(.edge, number: instruction.opcode == .RESUME ? 1 : 0)
  }

  mutating func traceResume(_ argument: Int) {
    if isTraced { emitTrace(argument & 3 == 0 ? .start : .resume) }
  }

  mutating func traceJump(to target: Int) {
    emitTrace(
      instruction.opcode == .JUMP_BACKWARD_NO_INTERRUPT ? .edge : .jump, target: target)
  }

  mutating func traceCall() {
    if isTraced { emitTrace(.call) }
  }

  /// The generator is already behind the yield when it tells of it.
  mutating func emitYield(_ target: Int, _ value: Int, _ iterator: Int) {
    let own = instruction
    instruction = StackInstruction(
      opcode: own.opcode, argument: own.argument, unit: own.unit + 1, next: own.next)
    emitTrace(.yield, register: value)
    emit(.yieldValue, a: target, b: value, c: iterator + 1)
    instruction = own
  }

  /// Writes an instruction that branches, and behind it what tells of either way.
  mutating func tracedBranch(_ opcode: Opcode, a: Int, to target: Int) throws(LoweringError) {
    let word = wordCount
    emit(opcode, a: a)
    words[word] = UInt64(opcode, a: a, bc: toldWayWords)
    tellWay(to: next)
    tellWay(to: target)
  }

  /// Words of `tellWay`: `trace` with its literal, and `jump`.
  private var toldWayWords: Int { 3 }

  private mutating func tellWay(to target: Int) {
    emitTrace(.branch, target: target)
    emitJump(.jump, to: target)
  }

  mutating func tracedForIter() throws(LoweringError) {
    guard let exit = try jumpTarget(instruction) else { return }
    try need(1)
    settle(below: depth)
    let iterator = operand(depth - 1)
    let target = try destination(popping: 0)
    emitTrace(.forIter)
    let word = wordCount
    emit(.forIter, a: target, b: iterator)
    words[word] = UInt64(.forIter, a: target, b: iterator, c: toldWayWords)
    tellWay(to: next)
    tellWay(to: exit)
    depth -= 1
    try noteState(of: exit)
    depth += 1
    try finish(popping: 0, target)
  }

  /// Both slots are in their homes and stay there.
  mutating func tracedSwap(_ distance: Int) throws(LoweringError) {
    if distance < 1 { throw .malformed(instruction.unit * 2) }
    try need(distance)
    if distance == 1 { return }
    let (top, other) = operands(depth - 1, and: depth - distance)
    emitTrace(.exchange, register: top, number: other)
  }

  mutating func endSend() throws(LoweringError) {
    if isTraced {
      try need(2)
      let (receiver, value) = operands(depth - 2, and: depth - 1)
      emitTrace(.endSend, register: receiver, number: value)
    }
    // A frame that waited for another one goes on here when that has ended.
    emitResume()
    try dropBelowTop()
  }

  /// Appends the state of the stack before an instruction; see `SlotState`.
  mutating func recordState(_ unit: Int) {
    recorded.append(Int32(truncatingIfNeeded: unit))
    recorded.append(Int32(truncatingIfNeeded: wordCount))
    recorded.append(Int32(truncatingIfNeeded: depth))
    for index in 0..<depth {
      let entry = stack[index]
      recorded.append(entry.slotKind.rawValue)
      recorded.append(entry.value)
      recorded.append(entry.home)
    }
  }
}

extension StackEntry {
  fileprivate var slotKind: SlotState.Kind {
    switch kind {
    case .register: return .register
    case .constant: return .constant
    case .smallInt: return .smallInt
    case .none: return .none
    case .true: return .true
    case .false: return .false
    case .null: return .null
    }
  }
}
