// What the instruction `trace` does, and what the unwinder tells of.
//
// Order and places of the events are those of the reference, which takes them from its instrumented bytecode:
// an instruction tells of its line, then of itself, then of what it is.

import RegisterCode

enum TraceEvents {
  /// Where control came from to a `lineAtTarget`: an offset in the bytecode, or -1 for none that has a line.
  /// Nothing runs between who writes and who reads it.
  nonisolated(unsafe) private static var previous = -1

  /// Runs a `trace`, whose literal `pc` is at; returns where the frame goes on.
  ///
  /// - Throws: what tools raise.
  @inline(never)
  static func run(_ word: UInt64, _ pc: PC, _ r: Registers) throws(Raised) -> PC {
    let kind = TraceOperation(rawValue: word.a).unsafelyUnwrapped
    let next = pc + 1
    if kind == .exchange {
      (r[word.b], r[word.c]) = (r[word.c], r[word.b])
      return next
    }
    let frame = Frame(r)
    guard let form = TracedForm.of(frame.body) else {
      fatalError("a traced form that nobody knows")
    }
    let offset = Int(form.p.pointee.offsets[pc - 1 - form.body.pointee.entry.unsafelyUnwrapped])
    Interpreter.save(pc, r)
    if !Tracing.isOn || thread.pointee.eventDepth > 0 {
      return try pass(kind, next, form, offset, r)
    }
    let site = Site(frame: frame, form: form, offset: offset, pc: pc)
    switch kind {
    case .line: return try begin(site, hasLine: true)
    case .instruction: return try begin(site, hasLine: false)
    case .lineAtTarget:
      let isNew = previous < 0 || form.lines[previous / 2] != form.lines[offset / 2]
      return try begin(site, hasLine: isNew)
    case .edge: previous = word.c == 0 ? offset : -1
    case .start:
      try site.tell(.start)
      try poll(next, r)
    case .resume:
      try site.tell(.resume)
      try poll(next, r)
    case .jump, .branch:
      let target = Value(smallInt: Int(pc.pointee) * 2)
      if kind == .jump { try poll(next, r) }
      try site.tell(kind == .jump ? .jump : .branch, target)
      previous = offset
      return site.hasMoved ? frame.pc : next
    case .return: try site.tell(.return, r[word.b])
    case .returnConst:
      let constants = TupleRef(CodeRef(frame.body.pointee.code).p.pointee.constants)
      try site.tell(.return, constants[Int(pc.pointee)])
    case .yield: try site.at(offset - 2).tell(.yield, r[word.b])
    case .call: return try TracedCalls.call(site, next, r)
    case .superCall: return try TracedCalls.superCall(site, next, r)
    case .forIter: return try TracedIteration.forIter(site, next, r)
    case .send: return try TracedIteration.send(site, next, r)
    case .endSend: try TracedIteration.endSend(site, r[word.b], r[word.c])
    case .exchange: break
    }
    return next
  }

  /// Nothing is told; where nothing traces any more, the frame leaves the traced form if it can.
  private static func pass(
    _ kind: TraceOperation, _ next: PC, _ form: TracedForm, _ offset: Int, _ r: Registers
  ) throws(Raised) -> PC {
    switch kind {
    case .start, .resume, .jump:
      // A round of a loop may have nothing else that leaves.
      try poll(next, r)
    case .instruction, .line, .lineAtTarget:
      if !Tracing.isOn, let plain = form.leave(atUnit: offset / 2, r) { return plain }
    default: break
    }
    return next
  }

  private static func poll(_ next: PC, _ r: Registers) throws(Raised) {
    if thread.pointee.pollRequested { try Interpreter.poll(next, r) }
  }

  /// An instruction begins.
  private static func begin(_ site: Site, hasLine: Bool) throws(Raised) -> PC {
    if hasLine {
      let tools = Monitoring.tools(.line, site.form, site.offset)
      if tools != 0 {
        let line = Value(smallInt: Int(site.form.lines[site.offset / 2]))
        try Monitoring.tell(.line, tools, site.frame, site.form, site.offset, line)
        if site.hasMoved { return site.frame.pc }
      }
    }
    try site.tell(.instruction)
    return site.hasMoved ? site.frame.pc : site.pc + 1
  }

  // MARK: Exceptions

  /// Told of the exception in the thread state; another one takes its place if a tool raises it.
  private static func tell(_ event: Monitoring.Event, _ frame: Frame, _ offset: Int) {
    let tools = Monitoring.tools(event)
    if tools == 0 || thread.pointee.eventDepth > 0 { return }
    let exception = takeRaised()
    let isReraising = thread.pointee.isReraising
    thread.pointee.isReraising = false
    do throws(Raised) {
      try Monitoring.tell(event, tools, frame, TracedForm.of(frame.body), offset, exception)
      thread.pointee.exception = exception
    } catch {}  // The new exception is in the thread state.
    thread.pointee.isReraising = isReraising
  }

  private static func offset(_ frame: Frame, _ word: Int) -> Int {
    FrameObjects.bytecodeOffset(frame.body, word)
  }

  /// The unwinder comes to a frame.
  @inline(never)
  static func raised(_ frame: Frame, _ word: Int, isReraised: Bool, isFromCallee: Bool) {
    if isReraised { goBack(frame, word) }
    let place = isReraised ? offset(frame, word) : place(frame, word, isFromCallee)
    tell(isReraised ? .reraise : .raise, frame, place)
  }

  /// Where the reference has an exception: on the last unit of the instruction and its caches, or before a call
  /// that raised in another frame.
  private static func place(_ frame: Frame, _ word: Int, _ isFromCallee: Bool) -> Int {
    let offset = offset(frame, word)
    if isFromCallee { return offset - 2 }
    let code = BytesRef(CodeRef(frame.body.pointee.code).p.pointee.code).buffer
    return offset + 2 * TraceMarks.cacheCount(code, offset / 2)
  }

  /// It has found a handler there.
  @inline(never)
  static func handled(_ frame: Frame, _ word: Int, by handler: Int) {
    tell(.handled, frame, offset(frame, handler))
    if thread.pointee.eventDepth == 0 { previous = offset(frame, word) }
  }

  /// It leaves the frame.
  @inline(never)
  static func unwound(_ frame: Frame, _ word: Int, isFromCallee: Bool) {
    tell(.unwind, frame, place(frame, word, isFromCallee))
  }

  /// Whether a generator waits where no block of its own could notice that it is closed: nothing is told then.
  static func closesSilently(_ generator: GeneratorRef) -> Bool {
    let g = generator.p.pointee
    if g.delegateRegister != 0 { return false }
    let offset = FrameObjects.bytecodeOffset(
      g.body, g.pc.unsafelyUnwrapped - 1 - g.body.pointee.entry.unsafelyUnwrapped)
    let code = BytesRef(CodeRef(g.body.pointee.code).p.pointee.code).buffer
    return TraceMarks.isOutermostResume(code, near: offset / 2)
  }

  /// An exception is thrown into a generator that waits at `pc`.
  @inline(never)
  static func thrown(_ frame: Frame, _ pc: PC) {
    Interpreter.save(pc, frame.r)
    tell(.throw, frame, offset(frame, pc - 1 - frame.body.pointee.entry.unsafelyUnwrapped))
  }

  /// An exception that is raised again belongs where it was raised first: that is where the frame is then.
  private static func goBack(_ frame: Frame, _ word: Int) {
    let body = frame.body
    let entry = body.pointee.entry.unsafelyUnwrapped
    let instruction = Tracing.word(at: entry + word, frame.r)
    guard instruction.opcode == .reraiseAt, frame.r[instruction.b].isInt else { return }
    let origin = frame.r[instruction.b].asInt
    for first in 0..<Int(body.pointee.wordCount) where offset(frame, first) == origin {
      return Interpreter.save(entry + first + 1, frame.r)
    }
  }
}

/// Where an event is.
struct Site {
  let frame: Frame
  let form: TracedForm
  let offset: Int
  /// What is saved in the frame.
  let pc: PC

  func at(_ offset: Int) -> Site { Site(frame: frame, form: form, offset: offset, pc: pc) }

  /// Whether a tool has sent the frame somewhere else.
  var hasMoved: Bool { frame.pc != pc }

  func wants(_ event: Monitoring.Event) -> UInt8 { Monitoring.tools(event, form, offset) }

  /// - Throws: what tools raise.
  func tell(
    _ event: Monitoring.Event, _ first: Value = .absent, _ second: Value = .absent
  ) throws(Raised) {
    let tools = wants(event)
    if tools != 0 {
      try Monitoring.tell(event, tools, frame, form, offset, first, second)
    }
  }

  /// Tells of an exception that is no longer raised: it stays so, or another one is raised.
  func tellOfException(_ event: Monitoring.Event, _ exception: Value) throws(Raised) {
    let tools = Monitoring.tools(event) | (event.isLocal ? wants(event) : 0)
    if tools != 0 {
      try Monitoring.tell(event, tools, frame, form, offset, exception)
    }
  }
}
