// The traced form of a code object's register code, and where frames cross from one form to the other.
//
// Both forms have the same registers. Between two instructions of the traced form every slot of the
// stack is in its home; in the plain form it may be pending: a local, a constant, another temporary. Where a
// frame enters the traced form these are put in their homes. It leaves where nothing is pending, so that
// locals changed by a debugger are not mistaken for what was on the stack.

import RegisterCode

/// Plain memory, as the code body is: events ask it all the time.
struct TracedForm {
  struct Layout {
    /// The traced form's own body. The code object points to the plain one.
    let body: UnsafeMutablePointer<CodeBody>
    let plain: UnsafeMutablePointer<CodeBody>
    /// By word of the plain form: where in `states` the first instruction is that begins there, or -1.
    let stateAtWord: UnsafeMutablePointer<Int32>
    /// By unit of the bytecode: the word of the plain form where nothing is pending, or -1.
    let plainWords: UnsafeMutablePointer<Int32>
    /// By unit: the word of the traced form.
    let tracedWords: UnsafeMutablePointer<Int32>
    /// By unit: its line, or negative.
    let lines: UnsafePointer<Int32>
    /// By word of the traced form: the offset in the bytecode.
    let offsets: UnsafePointer<Int32>
    /// Which tools want an event of this code alone, by number of the event.
    let localTools: UnsafeMutablePointer<UInt8>
    /// `LoweredView.states` of the plain form.
    let states: [Int32]
    /// `TraceMark` bits by unit.
    let marks: [UInt8]
    /// Tools that have had enough of an event at a place: see `Monitoring.disable`.
    var disabled: [UInt64: UInt8] = [:]
    var disabledVersion = 0
  }

  let p: UnsafeMutablePointer<Layout>

  var body: UnsafeMutablePointer<CodeBody> { p.pointee.body }
  var lines: UnsafePointer<Int32> { p.pointee.lines }
  private var states: [Int32] { p.pointee.states }

  @inline(__always) static func of(_ body: UnsafeMutablePointer<CodeBody>) -> TracedForm? {
    body.pointee.tracedForm.map { TracedForm(p: $0) }
  }

  private init(p: UnsafeMutablePointer<Layout>) { self.p = p }

  /// The traced form of a code object, made where there is none; nil where its code cannot be lowered.
  static func make(_ body: UnsafeMutablePointer<CodeBody>) -> TracedForm? {
    if let form = of(body) { return form }
    do throws(LoweringError) {
      let form = try TracedForm(body)
      body.pointee.tracedForm = form.p
      form.body.pointee.tracedForm = form.p
      return form
    } catch {
      return nil
    }
  }

  private init(_ plain: UnsafeMutablePointer<CodeBody>) throws(LoweringError) {
    let code = CodeRef(plain.pointee.code)
    let lines = CodeType.lineTable(code)
    let bytes = BytesRef(code.p.pointee.code).buffer
    let marks = TraceMarks.make(
      code: bytes, exceptionTable: BytesRef(code.p.pointee.exceptionTable).buffer, lines: lines)
    let states = Array(
      try CodeLowering.lower(code, recordsStates: true, traceMarks: nil).states)
    let lowered = try Self.lower(code, marks)
    let body = UnsafeMutablePointer<CodeBody>.allocate(capacity: 1)
    body.initialize(to: plain.pointee)
    (body.pointee.offsets, body.pointee.redirected, body.pointee.stored) = (nil, nil, nil)
    (body.pointee.native, body.pointee.nativeAside) = (nil, nil)
    let tracedWords = Self.filled(count: lowered.unitWords.count)
    if let words = lowered.unitWords.baseAddress {
      tracedWords.update(from: words, count: lowered.unitWords.count)
    }
    CodeLowering.install(lowered, body, TupleRef(code.p.pointee.constants), code)
    let offsets = CodeBodies.noteOffsets(lowered, in: body)
    // A generator has registers for the plain form; a frame on the stack may grow by the few that a return or
    // an assignment to several targets takes: the limit of the register stack leaves room for them.
    let registerCount = max(plain.pointee.registerCount, body.pointee.registerCount)
    if registerCount > plain.pointee.registerCount, code.p.pointee.flags & Self.resumable != 0 {
      fatalError("the traced form of a generator needs more registers")
    }
    body.pointee.registerCount = registerCount
    let localTools = UnsafeMutablePointer<UInt8>.allocate(capacity: Monitoring.Event.localCount)
    localTools.initialize(repeating: 0, count: Monitoring.Event.localCount)
    p = .allocate(capacity: 1)
    p.initialize(
      to: Layout(
        body: body, plain: plain,
        stateAtWord: Self.filled(count: Int(plain.pointee.wordCount)),
        plainWords: Self.filled(count: bytes.count / 2), tracedWords: tracedWords, lines: lines,
        offsets: UnsafePointer(offsets), localTools: localTools,
        states: states, marks: marks))
    indexStates()
  }

  private static func filled(count: Int) -> UnsafeMutablePointer<Int32> {
    let memory = UnsafeMutablePointer<Int32>.allocate(capacity: max(1, count))
    memory.initialize(repeating: -1, count: max(1, count))
    return memory
  }

  /// The code object is dead.
  func free() {
    let layout = p.pointee
    layout.body.pointee.entry?.deallocate()
    layout.body.pointee.offsets?.deallocate()
    layout.body.deallocate()
    for memory in [layout.stateAtWord, layout.plainWords, layout.tracedWords] {
      memory.deallocate()
    }
    layout.localTools.deallocate()
    p.deinitialize(count: 1)
    p.deallocate()
  }

  private static let resumable =
    CodeFlag.generator | CodeFlag.coroutine | CodeFlag.asyncGenerator

  private static func lower(_ code: CodeRef, _ marks: [UInt8]) throws(LoweringError) -> LoweredView
  {
    let result: Result<LoweredView, LoweringError> = marks.withUnsafeBufferPointer { marks in
      do throws(LoweringError) {
        return .success(
          try CodeLowering.lower(code, recordsStates: false, traceMarks: marks.baseAddress))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// Whether a tool wants events of this code alone.
  var isWanted: Bool {
    (0..<Monitoring.Event.localCount).contains { p.pointee.localTools[$0] != 0 }
  }

  var byteCount: Int { Int(body.pointee.wordCount) * MemoryLayout<UInt64>.stride }

  private func indexStates() {
    let states = states
    var index = 0
    while index < states.count {
      let (unit, word, depth) = (Int(states[index]), Int(states[index + 1]), Int(states[index + 2]))
      if word < Int(p.pointee.plain.pointee.wordCount), p.pointee.stateAtWord[word] < 0 {
        p.pointee.stateAtWord[word] = Int32(index)
      }
      if isSettled(index) { p.pointee.plainWords[unit] = Int32(word) }
      index += SlotState.headerCount + depth * SlotState.slotCount
    }
    // A function's first word counts its calls and is of no instruction.
    if p.pointee.stateAtWord[0] < 0 { p.pointee.stateAtWord[0] = 0 }
  }

  private func slots(_ index: Int) -> some Sequence<(kind: SlotState.Kind, value: Int, home: Int)> {
    (0..<Int(states[index + 2])).lazy.map { [states] slot in
      let place = index + SlotState.headerCount + slot * SlotState.slotCount
      return (
        SlotState.Kind(rawValue: states[place]).unsafelyUnwrapped, Int(states[place + 1]),
        Int(states[place + 2])
      )
    }
  }

  private func isSettled(_ index: Int) -> Bool {
    slots(index).allSatisfy { $0.kind == .null || $0.kind == .register && $0.value == $0.home }
  }

  // MARK: Crossing over

  /// A frame of the plain form at a word: where it goes on in the traced form; nil where the forms do not
  /// meet.
  func enter(at word: Int, _ r: Registers) -> PC? {
    let index = Int(p.pointee.stateAtWord[word])
    if index < 0 { return nil }
    // Nothing is allocated meanwhile: all slots are read before the first home is written.
    let values = thread.pointee.scratchTop
    for (number, slot) in slots(index).enumerated() { values[number] = value(slot, r) }
    for (number, slot) in slots(index).enumerated() { r[slot.home] = values[number] }
    use(body, r)
    return start(ofUnit: Int(states[index]))
  }

  private func value(_ slot: (kind: SlotState.Kind, value: Int, home: Int), _ r: Registers) -> Value
  {
    switch slot.kind {
    case .register: return r[slot.value]
    case .constant: return TupleRef(CodeRef(body.pointee.code).p.pointee.constants)[slot.value]
    case .smallInt: return Value(smallInt: slot.value)
    case .none: return .none
    case .true: return .true
    case .false: return .false
    case .null: return .absent
    }
  }

  /// A frame of the traced form at a unit: where it goes on in the plain form; nil where something is pending
  /// there.
  func leave(atUnit unit: Int, _ r: Registers) -> PC? {
    let word = Int(p.pointee.plainWords[unit])
    if word < 0 { return nil }
    use(p.pointee.plain, r)
    return p.pointee.plain.pointee.entry.unsafelyUnwrapped + word
  }

  private func use(_ body: UnsafeMutablePointer<CodeBody>, _ r: Registers) {
    let frame = Frame(r)
    frame.body = body
    if frame.isGenerator { GeneratorRef(frame.extra).p.pointee.body = body }
  }

  /// Where the code of an instruction begins.
  func start(ofUnit unit: Int) -> PC {
    let word = Int(p.pointee.tracedWords[unit])
    if word < 0 { fatalError("an instruction without a traced form") }
    return body.pointee.entry.unsafelyUnwrapped + word
  }

  /// The register of a slot of the stack before an instruction.
  func home(ofSlot slot: Int, atUnit unit: Int) -> Int? {
    let states = states
    var index = 0
    while index < states.count {
      let depth = Int(states[index + 2])
      if Int(states[index]) == unit {
        let place = index + SlotState.headerCount + slot * SlotState.slotCount
        return slot < depth ? Int(states[place + 2]) : nil
      }
      index += SlotState.headerCount + depth * SlotState.slotCount
    }
    return nil
  }

  /// Whether code was made for an instruction: something leads to it.
  func isReached(unit: Int) -> Bool { p.pointee.tracedWords[unit] >= 0 }
}
