// Lowering: one sweep over the bytecode that simulates its stack and writes register code.
//
// A stack slot has a *home* register, fixed by the slots below it; its value may instead be
// *pending*: a local, a constant, or another temporary (StackEntry.swift). Invariants:
//
//  1. At a label every slot is in its home register; the homes are the same on all ways there.
//  2. In a protected range the slots that its handler finds are in their homes before each
//     instruction that the range covers.
//  3. No instruction overwrites a register that a pending slot still refers to.
//
// A label that nothing has reached yet when the sweep comes by is skipped as dead; if a later jump
// back makes it alive, the sweep starts again knowing its state. The reference's compiler makes
// such code hardly ever, and no function needs more than a few sweeps.

import Bytecode

/// Its functions are mutating, also those that change nothing: the others are called with a copy of it all.
struct Lowering {
  private(set) var input: LoweringInput
  private(set) var unitCount = 0
  private(set) var localCount = 0
  /// `input.code`, and what its bytes mean.
  private(set) var code: UnsafePointer<UInt8>
  let rows: UnsafePointer<StackInstructions.Row>
  let extraWords: UnsafePointer<UInt8>

  /// For each label the word where its code begins, -1 where none was written; in the traced form, and where
  /// states are recorded, for each unit where an instruction begins.
  var wordAt = Growing<Int32>()
  /// For each unit: `notLabel`, `unknownState`, or the index of a label's state in `states`.
  var labelState = Growing<Int32>()
  /// States of labels, flat: the depth, then for each slot its home, negated if statically null.
  var states = Growing<Int32>()

  /// The slots; what would be below the lowest has the register below its home for a home.
  private(set) var stack: UnsafeMutablePointer<StackEntry>
  private var stackMemory = Growing<StackEntry>()
  private(set) var stackCapacity = 0
  var depth = 0
  /// Whether a slot may be pending in another slot's register.
  var mayAlias = false

  // What is written; see `LoweredView`.
  var words = Growing<UInt64>(capacity: 256)
  var constantPatches = Growing<Int32>()
  var handlers = Growing<LoweredCode.Handler>()
  var positions = PositionTable.Writer()

  var fixups = Growing<Fixup>()
  var ranges = Growing<ProtectedRange>()
  var rangeIndex = 0
  /// The first unit at which `enterUnit` has something to do.
  var rangeEvent = 0
  /// What it becomes where the stack falls to `lowDepth`, or what lies that low changes: what a handler finds
  /// may have to be put home again.
  var eventWhenLow = 0
  var lowDepth = 0
  /// Ranges of words that borrow another range's handler.
  var lentRanges = Growing<ProtectedRange>()
  /// The word where the instruction written last begins.
  var lastInstruction = -1
  var highestRegister = -1

  /// The instruction being lowered, and the unit where the sweep goes on.
  var instruction = StackInstruction(opcode: .NOP, argument: 0, unit: 0, next: 0)
  var next = 0
  var isReachable = true

  // What a sweep found out that makes another necessary.
  var mustSweepAgain = false
  var usesWideJumps = false
  var storesNulls = false
  var isTooLarge = false

  /// Whether this is the traced form: every instruction is a label, and tells of itself.
  var isTraced = false
  /// See `LoweredView.states`.
  var recorded = Growing<Int32>()

  static let notLabel: Int32 = -2
  static let unknownState: Int32 = -1

  /// The one that all lowerings use in turn, for its memory. Whoever lowers holds the interpreter.
  nonisolated(unsafe) static let shared: UnsafeMutablePointer<Lowering> = {
    let lowering = UnsafeMutablePointer<Lowering>.allocate(capacity: 1)
    lowering.initialize(to: Lowering())
    return lowering
  }()

  private init() {
    let nothing = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    input = LoweringInput(
      code: nothing, exceptionTable: nothing, localKinds: nothing, argumentCount: 0,
      positionalOnlyCount: 0, keywordOnlyCount: 0, flags: 0, stackSize: 0,
      constantKinds: UnsafeBufferPointer(start: nil, count: 0))
    rows = StackInstructions.rows
    code = UnsafePointer(positions.bytes.base)
    stack = stackMemory.base
    positions.reserve(forWords: words.room)
    extraWords = Lowering.extraWordTable()
  }

  mutating func run(_ input: LoweringInput) throws(LoweringError) -> LoweredView {
    begin(input)
    try markLabels()
    // Each sweep but the last learns something that stays known: the loop ends.
    repeat {
      startSweep()
      try sweep()
      if !mustSweepAgain { try resolveJumps() }
    } while mustSweepAgain
    finishHandlers()
    if isTooLarge || highestRegister > 0xFFFF { throw .tooLarge }
    return LoweredView(
      words: words.buffer, registerCount: highestRegister + 1, localCount: localCount,
      constantPatches: constantPatches.buffer, handlers: handlers.buffer,
      positions: positions.bytes.buffer, unitWords: wordAt.buffer, states: recorded.buffer)
  }

  private mutating func begin(_ input: LoweringInput) {
    self.input = input
    if let base = input.code.baseAddress { code = base }
    unitCount = input.code.count / 2
    localCount = input.localKinds.count
    highestRegister = localCount - 1
    labelState.removeAll()
    labelState.append(Lowering.notLabel, times: unitCount + 1)
    states.removeAll()
    stackCapacity = input.stackSize + 2
    stackMemory.removeAll()
    stackMemory.reserve(stackCapacity + 3)
    stack = stackMemory.base + 1
    (stack - 1).initialize(
      to: StackEntry(kind: .none, value: 0, home: Int32(truncatingIfNeeded: localCount - 1)))
    ranges.removeAll()
    ProtectedRange.decode(input.exceptionTable, into: &ranges)
    usesWideJumps = false
    storesNulls = false
    isTooLarge = false
    isTraced = input.traceMarks != nil
  }

  /// Whether each call runs the code from its beginning to its end.
  var isPlainFunction: Bool {
    let resumable =
      CodeFlags.generator | CodeFlags.coroutine | CodeFlags.asyncGenerator
      | CodeFlags.iterableCoroutine
    return input.flags & CodeFlags.optimized != 0 && input.flags & resumable == 0
  }

  private mutating func startSweep() {
    mustSweepAgain = false
    wordAt.removeAll()
    wordAt.append(-1, times: unitCount + 1)
    words.removeAll()
    constantPatches.removeAll()
    handlers.removeAll()
    positions.removeAll()
    fixups.removeAll()
    rangeIndex = 0
    rangeEvent = 0
    eventWhenLow = 0
    lowDepth = 0
    lentRanges.removeAll()
    recorded.removeAll()
    lastInstruction = -1
    for index in 0..<ranges.count {
      ranges.base[index].startWord = -1
      ranges.base[index].endWord = -1
    }
    depth = 0
    mayAlias = false
    isReachable = true
  }

  private mutating func sweep() throws(LoweringError) {
    var unit = 0
    instruction = StackInstruction(opcode: .NOP, argument: 0, unit: 0, next: 0)
    if isPlainFunction && !isTraced { emit(.enter) }
    let labels = labelState.base
    while unit < unitCount {
      if labels[unit] != Lowering.notLabel { try enterLabel(unit) }
      let decoded = try decode(unit)
      if !isReachable {
        unit = decoded.next
        continue
      }
      instruction = decoded
      next = decoded.next
      if unit >= rangeEvent { try enterUnit(unit) }
      // The most frequent ones, which write nothing, are not worth a call.
      switch decoded.opcode {
      case .LOAD_FAST: try pushRegister(Int32(truncatingIfNeeded: decoded.argument))
      case .LOAD_CONST: try loadConst(decoded.argument)
      case .POP_TOP:
        try need(1)
        pop(1)
      default: try lowerInstruction()
      }
      unit = next
    }
    if isReachable { throw .malformed(unit * 2) }
    closeRanges(before: Int.max)
  }

  @inline(__always)
  func opcode(at unit: Int) -> StackOpcode { rows[Int(code[unit * 2])].opcode }

  @inline(__always)
  func argument(at unit: Int) -> Int { Int(code[unit * 2 + 1]) }

  @inline(__always)
  mutating func decode(_ unit: Int) throws(LoweringError) -> StackInstruction {
    let row = rows[Int(code[unit * 2])]
    if row.opcode == .EXTENDED_ARG { return try decodeExtended(unit) }
    return StackInstruction(
      opcode: row.opcode, argument: argument(at: unit), unit: unit, next: unit + Int(row.length))
  }

  @inline(never)
  private mutating func decodeExtended(_ start: Int) throws(LoweringError) -> StackInstruction {
    var unit = start
    var argument = argument(at: unit)
    while opcode(at: unit) == .EXTENDED_ARG {
      unit += 1
      if unit >= unitCount { throw .malformed(start * 2) }
      argument = argument << 8 | self.argument(at: unit)
    }
    let next = unit + Int(rows[Int(code[unit * 2])].length)
    return StackInstruction(opcode: opcode(at: unit), argument: argument, unit: unit, next: next)
  }

  // MARK: Labels

  private mutating func markLabels() throws(LoweringError) {
    if isTraced { try markAllLabels() }
    let (count, code, rows) = (unitCount, code, rows)
    var unit = 0
    while unit < count {
      let row = rows[Int(code[unit * 2])]
      if !row.isJumpOrPrefix {
        unit += Int(row.length)
        continue
      }
      let instruction = try decode(unit)
      if let target = try jumpTarget(instruction) { labelState[target] = Lowering.unknownState }
      unit = instruction.next
    }
    // All instructions end within the code, which nothing that decodes them again asks.
    if unit > count { throw .malformed(count * 2 - 2) }
    for range in ranges.buffer {
      guard range.target < unitCount, range.start < range.end, range.end <= unitCount else {
        throw .malformed(range.start * 2)
      }
      labelState[range.target] = Lowering.unknownState
    }
  }

  /// In the traced form an instruction is a label, but where it reads a constant that the one before loads.
  private mutating func markAllLabels() throws(LoweringError) {
    var unit = 0
    while unit < unitCount {
      if !readsConstant(opcode(at: unit)) { labelState[unit] = Lowering.unknownState }
      unit = try decode(unit).next
    }
  }

  @inline(__always)
  mutating func jumpTarget(_ instruction: StackInstruction) throws(LoweringError) -> Int? {
    let target: Int
    switch instruction.opcode {
    case .POP_JUMP_IF_FALSE, .POP_JUMP_IF_TRUE, .POP_JUMP_IF_NONE, .POP_JUMP_IF_NOT_NONE,
      .JUMP_FORWARD, .SEND:
      target = instruction.next + instruction.argument
    case .FOR_ITER:
      // An exhausted loop goes on after the END_FOR and POP_TOP at the target of the jump.
      target = instruction.next + instruction.argument + 2
    case .JUMP_BACKWARD, .JUMP_BACKWARD_NO_INTERRUPT:
      target = instruction.next - instruction.argument
    default: return nil
    }
    guard target >= 0, target < unitCount else { throw .malformed(instruction.unit * 2) }
    return target
  }

  private mutating func enterLabel(_ unit: Int) throws(LoweringError) {
    if isReachable {
      settle(below: depth)
      mayAlias = false
      try noteState(of: unit)
      if isTraced { traceFall(to: unit) }
    }
    if labelState[unit] == Lowering.unknownState { return }
    // What the label knows counts, also where it was fallen into: a slot that is statically null
    // on this way need not be so on all others.
    isReachable = true
    restoreState(Int(labelState[unit]))
    wordAt[unit] = Int32(truncatingIfNeeded: words.count)
  }

  /// The current stack, settled, is what `label` is entered with.
  mutating func noteState(of label: Int) throws(LoweringError) {
    let known = labelState[label]
    if known == Lowering.notLabel { throw .malformed(label * 2) }
    if known != Lowering.unknownState { return try checkState(Int(known), at: label) }
    if wordAt[label] < 0, label < instruction.unit { mustSweepAgain = true }
    labelState[label] = Int32(truncatingIfNeeded: states.count)
    states.append(Int32(truncatingIfNeeded: depth))
    for index in 0..<depth {
      let entry = stack[index]
      states.append(entry.kind == .null ? ~entry.home : entry.home)
    }
  }

  private mutating func checkState(_ index: Int, at label: Int) throws(LoweringError) {
    guard Int(states[index]) == depth else { throw .malformed(label * 2) }
    for slot in 0..<depth {
      let known = states[index + 1 + slot]
      let entry = stack[slot]
      if entry.home != (known < 0 ? ~known : known) { throw .malformed(label * 2) }
      if (known < 0) != (entry.kind == .null), !storesNulls {
        // Null on one way only: it has to be in the register on all.
        storesNulls = true
        forgetStates()
        return
      }
    }
  }

  private mutating func forgetStates() {
    mustSweepAgain = true
    for unit in 0...unitCount where labelState[unit] >= 0 {
      labelState[unit] = Lowering.unknownState
    }
    // The rest of this sweep is thrown away; an early end would be harder to get right.
  }

  private mutating func restoreState(_ index: Int) {
    depth = Int(states[index])
    for slot in 0..<depth {
      let home = states[index + 1 + slot]
      stack[slot] =
        home < 0
        ? StackEntry(kind: .null, value: 0, home: ~home)
        : StackEntry(kind: .register, value: home, home: home)
    }
    mayAlias = false
  }
}

extension LoweredView {
  /// Lowers a code object.
  public static func lower(_ input: LoweringInput) throws(LoweringError) -> LoweredView {
    try Lowering.shared.pointee.run(input)
  }
}
