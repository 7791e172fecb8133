// Writing words: instructions, constants, jumps to be resolved, the ranges of handlers.

/// A jump whose offset is not known when it is written.
struct Fixup {
  let word: Int32
  /// Word that the offset counts from.
  let base: Int32
  /// A unit; or, when negative, the complement of a word.
  let target: Int32
  let isShort: Bool
}

extension Lowering {
  /// Words after the instruction word that any opcode has at most.
  static let mostExtraWords = 6

  /// `Opcode.extraWords` by number: a jump for each of the property's few values costs more.
  static func extraWordTable() -> UnsafePointer<UInt8> {
    let table = UnsafeMutablePointer<UInt8>.allocate(capacity: Opcode.count)
    for number in 0..<Opcode.count {
      let opcode = unsafeBitCast(Opcode.Storage(number), to: Opcode.self)
      precondition(opcode.extraWords <= mostExtraWords)
      (table + number).initialize(to: UInt8(opcode.extraWords))
    }
    return UnsafePointer(table)
  }

  @inline(__always)
  var wordCount: Int { words.count }

  /// Writes an instruction with its extra words, all zero.
  @inline(never)
  mutating func emit(_ opcode: Opcode, a: Int = 0, b: Int = 0, c: Int = 0) {
    // The usual case calls nothing, so that it has no registers to save.
    guard words.hasRoom(1 + Lowering.mostExtraWords),
      positions.noteNear(word: wordCount, unit: instruction.unit)
    else { return emitRarely(opcode, a: a, b: b, c: c) }
    write(opcode, a, b, c)
  }

  @inline(never)
  private mutating func emitRarely(_ opcode: Opcode, a: Int, b: Int, c: Int) {
    positions.note(word: wordCount, unit: instruction.unit)
    words.reserve(1 + Lowering.mostExtraWords)
    positions.reserve(forWords: words.room)
    write(opcode, a, b, c)
  }

  @inline(__always)
  private mutating func write(_ opcode: Opcode, _ a: Int, _ b: Int, _ c: Int) {
    lastInstruction = wordCount
    let place = words.base + words.count
    place.initialize(to: UInt64(opcode, a: a, b: b, c: c))
    // As many as any opcode has: that is less work than to count them.
    for index in 1...Lowering.mostExtraWords { (place + index).initialize(to: 0) }
    words.lengthen(by: 1 + Int(extraWords[Int(opcode.number)]))
  }

  /// Writes an instruction whose first extra word is a constant.
  mutating func emit(_ opcode: Opcode, a: Int = 0, b: Int = 0, c: Int = 0, constant: Int) {
    let word = wordCount + 1
    emit(opcode, a: a, b: b, c: c)
    words[word] = UInt64(truncatingIfNeeded: constant)
    constantPatches.append(Int32(truncatingIfNeeded: word))
  }

  /// Writes an instruction with a name in the 16 bits of c.
  mutating func emit(_ opcode: Opcode, a: Int, b: Int, name: Int) {
    if name > 0xFFFF { isTooLarge = true }
    emit(opcode, a: a, b: b, c: name)
  }

  /// Writes an instruction with a name in b and c.
  mutating func emit(_ opcode: Opcode, a: Int, name: Int) {
    emit(opcode, a: a, b: name & 0xFFFF, c: name >> 16)
  }

  /// Puts what a slot holds into a register.
  mutating func emitLoad(_ entry: StackEntry, into register: Int) {
    switch entry.kind {
    case .register: emit(.move, a: register, b: Int(entry.value))
    case .constant: emit(.loadConst, a: register, constant: Int(entry.value))
    case .smallInt: emit(.loadSmallInt, a: register, b: Int(entry.value))
    case .none: emit(.loadNone, a: register)
    case .true: emit(.loadTrue, a: register)
    case .false: emit(.loadFalse, a: register)
    case .null: emit(.loadNull, a: register)
    }
  }

  // MARK: Jumps

  /// Writes a jump, its offset in b and c, to a unit.
  mutating func emitJump(_ opcode: Opcode, a: Int = 0, to unit: Int) {
    let word = wordCount
    emit(opcode, a: a)
    addFixup(word, target: unit, isShort: false)
  }

  /// Writes a branch, its offset in c, to a unit, or to a word given by its complement.
  mutating func emitBranch(
    _ opcode: Opcode, a: Int, b: Int, constant: Int = -1, to target: Int
  ) {
    let word = wordCount
    if constant >= 0 {
      emit(opcode, a: a, b: b, constant: constant)
    } else {
      emit(opcode, a: a, b: b)
    }
    if !usesWideJumps { return addFixup(word, target: target, isShort: true) }
    // The target may be out of reach of 16 bits: branch over a jump that is not taken otherwise.
    words[word] = UInt64(opcode, a: a, b: b, c: 1)
    words.append(UInt64(.jump, a: 0, bc: 1))
    words.append(UInt64(.jump, a: 0, bc: 0))
    positions.reserve(forWords: words.room)
    addFixup(wordCount - 1, target: target, isShort: false)
  }

  private mutating func addFixup(_ word: Int, target: Int, isShort: Bool) {
    fixups.append(
      Fixup(
        word: Int32(truncatingIfNeeded: word), base: Int32(truncatingIfNeeded: wordCount),
        target: Int32(truncatingIfNeeded: target), isShort: isShort))
  }

  mutating func resolveJumps() throws(LoweringError) {
    for fixup in fixups.buffer {
      let target = fixup.target < 0 ? ~fixup.target : wordAt[Int(fixup.target)]
      if target < 0 { throw .malformed(Int(fixup.target) * 2) }
      let offset = Int(target - fixup.base)
      let word = words[Int(fixup.word)]
      if fixup.isShort {
        if offset != Int(Int16(truncatingIfNeeded: offset)) {
          usesWideJumps = true
          mustSweepAgain = true
          return
        }
        words[Int(fixup.word)] = UInt64(word.opcode, a: word.a, b: word.b, c: offset)
      } else {
        words[Int(fixup.word)] = UInt64(word.opcode, a: word.a, bc: offset)
      }
    }
  }

  // MARK: Protected ranges

  /// Called before each reachable unit from `rangeEvent` on: opens and closes ranges, and keeps what their handlers need home.
  mutating func enterUnit(_ unit: Int) throws(LoweringError) {
    if isTraced { wordAt[unit] = Int32(truncatingIfNeeded: wordCount) }
    if input.recordsStates { recordState(unit) }
    try enterRange(unit)
    if isTraced { traceInstruction(from: unit) }
    if isTraced || input.recordsStates {
      rangeEvent = 0
      eventWhenLow = 0
    }
  }

  private mutating func enterRange(_ unit: Int) throws(LoweringError) {
    closeRanges(before: unit)
    rangeEvent = rangeIndex < ranges.count ? ranges[rangeIndex].start : Int.max
    eventWhenLow = rangeEvent
    lowDepth = 0
    if unit < rangeEvent { return }
    let range = ranges.base + rangeIndex
    let kept = range.pointee.depth
    if depth < kept { throw .malformed(unit * 2) }
    var index = 0
    while index < kept {
      if !stack[index].isHome { settle(index) }
      index += 1
    }
    if range.pointee.startWord < 0 {
      range.pointee.startWord = Int32(truncatingIfNeeded: wordCount)
      try noteHandlerState(range.pointee)
    }
    // Nothing changes what the handler finds but what comes that low.
    rangeEvent = range.pointee.end
    lowDepth = max(0, kept - 1)
    eventWhenLow = kept > 0 ? unit : rangeEvent
  }

  mutating func closeRanges(before unit: Int) {
    while rangeIndex < ranges.count, ranges[rangeIndex].end <= unit {
      ranges.base[rangeIndex].endWord = Int32(truncatingIfNeeded: wordCount)
      rangeIndex += 1
    }
  }

  /// A handler is entered with the slots below its depth, perhaps the offset, and the exception.
  private mutating func noteHandlerState(_ range: ProtectedRange) throws(LoweringError) {
    let savedDepth = depth
    let saved = (stack[range.depth], stack[range.depth + 1])
    depth = range.depth
    if range.pushesLastInstruction { try pushHome() }
    try pushHome()
    try noteState(of: range.target)
    stack[range.depth] = saved.0
    stack[range.depth + 1] = saved.1
    depth = savedDepth
  }

  /// The handlers in the words, once all is written.
  mutating func finishHandlers() {
    if lentRanges.count > 0 {
      for range in lentRanges.buffer { ranges.append(range) }
      var all = UnsafeMutableBufferPointer(start: ranges.base, count: ranges.count)
      all.sort { $0.startWord < $1.startWord }
    }
    for range in ranges.buffer where range.startWord >= 0 && range.endWord > range.startWord {
      let state = Int(labelState[range.target])
      // Its two uppermost homes are those of the offset and of the exception.
      let top = states[state + Int(states[state])]
      handlers.append(
        LoweredCode.Handler(
          start: range.startWord, end: range.endWord, target: wordAt[range.target],
          exceptionRegister: top,
          lastInstructionRegister: range.pushesLastInstruction ? top - 1 : -1))
    }
  }
}
