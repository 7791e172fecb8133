// The traced form of a code object's register code, and where frames cross from one form to the other.
//
// Both forms have the same registers. Between two instructions of the traced form every slot of the
// stack is in its home; in the plain form it may be pending: a local, a constant, another temporary. Where a
// frame enters the traced form these are put in their homes. It leaves where nothing is pending, so that
// locals changed by a debugger are not mistaken for what was on the stack.

import RegisterCode

final class TracedForm {
  /// The traced form's own body. The code object points to the plain one.
  let body: UnsafeMutablePointer<CodeBody>
  private let plain: UnsafeMutablePointer<CodeBody>
  /// `LoweredView.states` of the plain form.
  private let states: [Int32]
  /// By word of the plain form: where in `states` the first instruction is that begins there, or -1.
  private var stateAtWord: [Int32]
  /// By unit of the bytecode: the word of the plain form where nothing is pending, or -1.
  private var plainWords: [Int32]
  /// By unit: the word of the traced form.
  private let tracedWords: [Int32]
  /// `TraceMark` bits by unit.
  let marks: [UInt8]
  /// By unit: its line, or negative.
  let lines: UnsafePointer<Int32>
  /// By word of the traced form: the offset in the bytecode.
  let offsets: UnsafePointer<Int32>
  /// Which tools want an event of this code alone, by number of the event.
  var localTools = [UInt8](repeating: 0, count: Monitoring.Event.localCount)
  /// Tools that have had enough of an event at a place: see `Monitoring.disable`.
  var disabled: [UInt64: UInt8] = [:]
  var disabledVersion = 0

  static func of(_ body: UnsafeMutablePointer<CodeBody>) -> TracedForm? {
    body.pointee.tracedForm?.takeUnretainedValue()
  }

  /// The traced form of a code object, made where there is none; nil where its code cannot be lowered.
  static func make(_ body: UnsafeMutablePointer<CodeBody>) -> TracedForm? {
    if let form = of(body) { return form }
    do throws(LoweringError) {
      let form = try TracedForm(body)
      let unmanaged = Unmanaged.passRetained(form)
      body.pointee.tracedForm = unmanaged
      form.body.pointee.tracedForm = unmanaged
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
    let original = try CodeLowering.lower(code, recordsStates: true, traceMarks: nil)
    let states = Array(original.states)
    let lowered = try Self.lower(code, marks)
    let body = UnsafeMutablePointer<CodeBody>.allocate(capacity: 1)
    body.initialize(to: plain.pointee)
    (body.pointee.offsets, body.pointee.redirected) = (nil, nil)
    (body.pointee.native, body.pointee.nativeAside) = (nil, nil)
    tracedWords = Array(lowered.unitWords)
    CodeLowering.install(lowered, body, TupleRef(code.p.pointee.constants), code)
    // A generator has registers for the plain form; a frame on the stack may grow by the few that a return or
    // an assignment to several targets takes: the limit of the register stack leaves room for them.
    let registerCount = max(plain.pointee.registerCount, body.pointee.registerCount)
    if registerCount > plain.pointee.registerCount, code.p.pointee.flags & Self.resumable != 0 {
      fatalError("the traced form of a generator needs more registers")
    }
    body.pointee.registerCount = registerCount
    (self.plain, self.body, self.states, self.marks, self.lines) = (
      plain, body, states, marks, lines
    )
    offsets = UnsafePointer(CodeBodies.expandOffsets(body))
    stateAtWord = Array(repeating: -1, count: Int(plain.pointee.wordCount))
    plainWords = Array(repeating: -1, count: bytes.count / 2)
    indexStates()
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

  deinit {
    body.pointee.entry?.deallocate()
    body.pointee.offsets?.deallocate()
    body.deallocate()
  }

  var byteCount: Int { Int(body.pointee.wordCount) * MemoryLayout<UInt64>.stride }

  private func indexStates() {
    var index = 0
    while index < states.count {
      let (unit, word, depth) = (Int(states[index]), Int(states[index + 1]), Int(states[index + 2]))
      if word < stateAtWord.count, stateAtWord[word] < 0 { stateAtWord[word] = Int32(index) }
      if isSettled(index) { plainWords[unit] = Int32(word) }
      index += SlotState.headerCount + depth * SlotState.slotCount
    }
    // A function's first word counts its calls and is of no instruction.
    if stateAtWord[0] < 0 { stateAtWord[0] = 0 }
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
    let index = Int(stateAtWord[word])
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
    case .constant: return TupleRef(CodeRef(plain.pointee.code).p.pointee.constants)[slot.value]
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
    let word = Int(plainWords[unit])
    if word < 0 { return nil }
    use(plain, r)
    return plain.pointee.entry.unsafelyUnwrapped + word
  }

  private func use(_ body: UnsafeMutablePointer<CodeBody>, _ r: Registers) {
    let frame = Frame(r)
    frame.body = body
    if frame.isGenerator { GeneratorRef(frame.extra).p.pointee.body = body }
  }

  /// Where the code of an instruction begins.
  func start(ofUnit unit: Int) -> PC {
    let word = Int(tracedWords[unit])
    if word < 0 { fatalError("an instruction without a traced form") }
    return body.pointee.entry.unsafelyUnwrapped + word
  }

  /// The register of a slot of the stack before an instruction.
  func home(ofSlot slot: Int, atUnit unit: Int) -> Int? {
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
  func isReached(unit: Int) -> Bool { tracedWords[unit] >= 0 }
}
