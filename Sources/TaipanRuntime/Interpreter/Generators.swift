// Resuming, suspending, finishing of generators; `send`, `throw` and `close` for native callers.

import RegisterCode

public enum Generators {
  /// How many calls a new coroutine remembers as its origin.
  nonisolated(unsafe) public static var originDepth = 0

  /// A generator of the running frame's kind, with a copy of the frame.
  static func make(_ frame: Frame, resumeAt pc: PC, sentRegister: Int) -> GeneratorRef {
    let generator = allocate(
      frame.body, frame.function, resumeAt: pc, sentRegister: sentRegister, birthplace(frame))
    let (live, all) = (Int(frame.body.pointee.localCount), Int(frame.body.pointee.registerCount))
    let r = generator.registers
    (r - Frame.headerWords).update(
      from: frame.r - Frame.headerWords, count: Frame.headerWords + live)
    (r + live).update(repeating: .absent, count: all - live)
    r[-6] = generator.value
    if originDepth != 0, generator.object.type == .coroutine { noteOrigin(generator, frame) }
    if frame.flags & FrameFlags.iterator != 0 { Recycling.markTemporary(generator.object) }
    return generator
  }

  /// The generator of a call with just the arguments that the function takes, without a frame for the call;
  /// nil where the function makes none, or something traces. The caller, or a variable, keeps the arguments.
  @inline(__always)
  static func make(
    calling function: FunctionRef, _ arguments: UnsafePointer<Value>, from caller: Registers
  ) -> GeneratorRef? {
    let body = function.p.pointee.body
    guard var pc = body.pointee.entry else { return nil }
    let (live, all) = (Int(body.pointee.localCount), Int(body.pointee.registerCount))
    var copied = 0
    if pc.pointee.opcode == .copyFreeVariables {
      copied = pc.pointee.a
      pc += 1
    }
    let word = pc.pointee
    if word.opcode != .makeGenerator || originDepth != 0 { return nil }
    let place = UnsafeMutableRawPointer(Frame(caller).pc).assumingMemoryBound(to: Value.self)
    let generator = allocate(
      body, function, resumeAt: pc + 1, sentRegister: word.a, place)
    let r = generator.registers
    r[-1] = Value(bits: UInt64(UInt(bitPattern: caller)))
    r[-2] = Value(bits: UInt64(UInt(bitPattern: pc)))
    r[-3] = Value(bits: UInt64(UInt(bitPattern: body)))
    r[-4] = function.value
    r[-5] = Value(bits: 1)
    r[-6] = generator.value
    let count = Int(body.pointee.simpleArguments)
    for i in 0..<count { r[i] = arguments[i] }
    (r + count).update(repeating: .absent, count: all - count)
    if copied > 0 {
      let closure = TupleRef(function.p.pointee.closure)
      for i in 0..<copied { r[live - copied + i] = closure[i] }
    }
    return generator
  }

  /// A generator with fields, but without a frame, which must be written before the next allocation.
  @inline(__always)
  private static func allocate(
    _ body: UnsafeMutablePointer<CodeBody>, _ function: FunctionRef, resumeAt pc: PC,
    sentRegister: Int, _ birthplace: UnsafeMutablePointer<Value>?
  ) -> GeneratorRef {
    let flags = CodeRef(body.pointee.code).p.pointee.flags
    let type: BuiltinType =
      flags & CodeFlag.coroutine != 0
      ? .coroutine : flags & CodeFlag.asyncGenerator != 0 ? .asyncGenerator : .generator
    let header = Header(shape: .of(type))
    let size = GeneratorRef.size(registerCount: Int(body.pointee.registerCount))
    let object = Recycling.take(size, header) ?? Heap.allocate(size, header)
    let generator = GeneratorRef(object)
    generator.p.initialize(
      to: GeneratorLayout(
        header: object.header.pointee, pc: pc, body: body,
        function: function.value, name: function.p.pointee.name,
        qualifiedName: function.p.pointee.qualifiedName, handled: .absent, frame: .absent,
        stackTop: birthplace, delegateRegister: 0, chainLength: 0, state: .created,
        chainRole: .none, sentRegister: UInt16(sentRegister),
        isRunningAsync: false, hooksDone: false, isClosed: false, chainEnd: .absent,
        finalizer: .absent,
        origin: .absent))
    // A recycled object may be old.
    object.noteWrite()
    if body.pointee.flags & (CodeFlag.coroutine | CodeBody.suspendsInside) != 0 {
      expectEnd(generator, birthplace)
    }
    return generator
  }

  /// Whoever is dropped while suspended inside `try` or `with` is to be closed, a coroutine that never ran
  /// is to be told of. What `await` takes at once is run: only the first matters for that.
  private static func expectEnd(
    _ generator: GeneratorRef, _ birthplace: UnsafeMutablePointer<Value>?
  ) {
    let isGuarded = generator.p.pointee.body.pointee.flags & CodeBody.suspendsInside != 0
    let next = UnsafeMutableRawPointer(birthplace)?.assumingMemoryBound(to: UInt64.self)
    if isGuarded || next?.pointee.opcode != .getAwaitable {
      Finalizers.expect(generator.object)
    }
  }

  /// Where the caller of a generator function goes on; null when native code called it.
  private static func birthplace(_ frame: Frame) -> UnsafeMutablePointer<Value>? {
    if frame.flags & FrameFlags.entry != 0 { return nil }
    guard let caller = frame.caller else { return nil }
    return UnsafeMutableRawPointer(Frame(caller).pc).assumingMemoryBound(to: Value.self)
  }

  /// Marks a generator as temporary if the instruction at `pc` takes it, as a temporary, from the call
  /// right before, which made it: then nothing else can refer to it.
  @inline(__always)
  static func noteTemporary(_ generator: GeneratorRef, takenAt pc: PC, _ r: Registers) {
    if generator.p.pointee.state == .created,
      UnsafeMutableRawPointer(generator.p.pointee.stackTop) == UnsafeMutableRawPointer(pc),
      generator.registers[-1].bits == UInt64(UInt(bitPattern: r))
    {
      Recycling.markTemporary(generator.object)
    }
  }

  /// Enters a generator in the running loop.
  @inline(__always)
  static func push(
    _ generator: GeneratorRef, sending sent: Value, _ flags: UInt64, _ pc: inout PC,
    _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try Interpreter.checkDepth(thread)
    Interpreter.save(pc, r)
    if generator.p.pointee.delegateRegister != 0 {
      (pc, r) = try GeneratorChains.resume(generator, caller: r, sending: sent, flags, thread)
      return
    }
    r = activate(generator, caller: r, Frame(r).stackTop, sending: sent, flags, thread)
    pc = generator.p.pointee.pc.unsafelyUnwrapped
  }

  /// Makes the generator's frame the running one; returns its registers. What it writes there needs no
  /// barrier: the collector reads running generators whole.
  @inline(__always)
  static func activate(
    _ generator: GeneratorRef, caller: Registers?, _ stackTop: Registers, sending sent: Value,
    _ flags: UInt64, _ thread: ThreadRef
  ) -> Registers {
    let g = generator.p
    if g.pointee.chainRole != .none { GeneratorChains.unlink(generator) }
    let callee = generator.registers
    callee[-1] = Value(bits: UInt64(UInt(bitPattern: caller)))
    callee[-5] = Value(bits: (flags | FrameFlags.generator) << 1 | 1)
    callee[Int(g.pointee.sentRegister)] = sent
    g.pointee.stackTop = stackTop
    g.pointee.state = .running
    let outer = thread.pointee.handled
    if g.pointee.handled.isPresent { thread.pointee.handled = g.pointee.handled }
    g.pointee.handled = outer
    thread.pointee.depth += 1
    thread.pointee.frame = callee
    return callee
  }

  /// The frame waits for the next resumption; the caller continues.
  @inline(__always)
  static func suspend(_ generator: GeneratorRef, _ pc: PC, _ thread: ThreadRef) {
    let g = generator.p
    g.pointee.pc = pc
    g.pointee.state = .suspended
    let outer = g.pointee.handled
    let inner = thread.pointee.handled
    g.pointee.handled = inner === outer ? .absent : inner
    thread.pointee.handled = outer
    generator.object.noteWrite()
    thread.pointee.depth -= 1
  }

  /// The frame is gone: returned or left by an exception.
  @inline(__always)
  static func finish(_ generator: GeneratorRef, _ thread: ThreadRef) {
    let g = generator.p
    if g.pointee.frame.isPresent || g.pointee.chainRole != .none
      || Finalizers.isExpected(generator.object)
    {
      return finishLinked(generator, thread)
    }
    thread.pointee.handled = g.pointee.handled
    g.pointee.handled = .absent
    let count = Int(g.pointee.body.pointee.registerCount)
    if Recycling.give(generator.object, GeneratorRef.size(registerCount: count)) {
      // The next to use the object writes all of it.
      g.pointee.state = .finished
    } else {
      dropFrame(generator)
    }
  }

  /// The same for one that belongs to a chain, that has a frame object, or that finalizers know of.
  @inline(never)
  private static func finishLinked(_ generator: GeneratorRef, _ thread: ThreadRef) {
    let g = generator.p
    if g.pointee.frame.isPresent {
      FrameObjects.detachGenerator(generator)
      Recycling.expose(generator.object)
    }
    if Finalizers.isExpected(generator.object) {
      // Its address stays in the list until the next collection: nothing else may live there.
      Finalizers.forget(generator.object)
      Recycling.expose(generator.object)
    }
    thread.pointee.handled = g.pointee.handled
    g.pointee.handled = .absent
    if g.pointee.chainRole != .none { GeneratorChains.end(generator, thread) }
    let count = Int(g.pointee.body.pointee.registerCount)
    if g.pointee.frame.isAbsent,
      Recycling.give(generator.object, GeneratorRef.size(registerCount: count))
    {
      // The next to use the object writes all of it.
      g.pointee.state = .finished
      return
    }
    dropFrame(generator)
  }

  /// What the registers hold is not the generator's any more.
  private static func dropFrame(_ generator: GeneratorRef) {
    let count = Int(generator.p.pointee.body.pointee.registerCount)
    generator.registers.update(repeating: .absent, count: count)
    generator.p.pointee.state = .finished
  }

  // MARK: Native callers

  /// What a resumption from native code ended with.
  public enum Outcome {
    case yielded(Value)
    case returned(Value)
  }

  /// Resumes with a value.
  ///
  /// - Throws: what the body raises; ValueError while it is running; TypeError for a value other than
  ///   None to one that has not begun.
  public static func send(_ generator: GeneratorRef, _ value: Value) throws(Raised) -> Outcome {
    let g = generator.p
    if isRunning(generator) { throw alreadyRunning(generator) }
    switch g.pointee.state {
    case .running: throw alreadyRunning(generator)
    case .finished where generator.object.type == .coroutine:
      throw raise(.runtimeError, "cannot reuse already awaited coroutine")
    case .finished: return .returned(.none)
    case .created where !value.isNone:
      throw raise(
        .typeError, "can't send non-None value to a just-started \(kind(generator))")
    case .created, .suspended: break
    }
    return try resume(generator, value, raising: false)
  }

  /// The next value for a loop that has no use for what the generator returns, or
  /// `Value.exhausted`.
  ///
  /// - Throws: what the body raises; ValueError while it is running.
  public static func next(_ generator: GeneratorRef) throws(Raised) -> Value {
    let g = generator.p
    if isRunning(generator) { throw alreadyRunning(generator) }
    if g.pointee.state == .finished { return .exhausted }
    let t = thread
    if let result = try resumeAtOnce(generator, .none, t) {
      return g.pointee.state == .finished ? .exhausted : result
    }
    try ThreadState.checkNativeStack()
    try Interpreter.checkDepth(t)
    let (pc, r) = try enter(generator, .none, t)
    try Interpreter.runResumed(pc, r, t)
    return g.pointee.state == .finished ? .exhausted : t.pointee.result
  }

  /// Prepares a resumption from native code.
  private static func enter(_ generator: GeneratorRef, _ sent: Value, _ t: ThreadRef) throws(Raised)
    -> (PC, Registers)
  {
    if generator.p.pointee.chainRole == .root, !Tracing.isOn {
      return try GeneratorChains.resumeRoot(
        generator, caller: t.pointee.frame, t.pointee.stackTop, sending: sent, FrameFlags.entry, t)
    }
    let r = activate(
      generator, caller: t.pointee.frame, t.pointee.stackTop, sending: sent, FrameFlags.entry, t)
    return (generator.p.pointee.pc.unsafelyUnwrapped, r)
  }

  private static func resume(_ generator: GeneratorRef, _ value: Value, raising: Bool)
    throws(Raised) -> Outcome
  {
    let t = thread
    let g = generator.p
    if !raising, let result = try resumeAtOnce(generator, value, t) {
      return g.pointee.state == .finished ? .returned(result) : .yielded(result)
    }
    try ThreadState.checkNativeStack()
    try Interpreter.checkDepth(t)
    if raising {
      let isHandling = g.pointee.handled.isPresent
      // The yield has no value: the variable that it is assigned to keeps its own.
      let callee = activate(
        generator, caller: t.pointee.frame, t.pointee.stackTop,
        sending: generator.registers[Int(g.pointee.sentRegister)], FrameFlags.entry, t)
      // As if the yield had raised, while the generator handles what it was handling: the frame's
      // handlers see it, or it is left.
      if isHandling { Exceptions.attachContext(value) }
      t.pointee.exception = value
      let pc = g.pointee.pc.unsafelyUnwrapped
      if Tracing.isOn { TraceEvents.thrown(Frame(callee), pc) }
      guard let (handlerPC, r) = Interpreter.unwind(t, pc, callee, isThrown: true)
      else { throw Raised() }
      try Interpreter.run(t, handlerPC, r)
    } else {
      let (pc, r) = try enter(generator, value, t)
      try Interpreter.runResumed(pc, r, t)
    }
    let result = t.pointee.result
    return g.pointee.state == .finished ? .returned(result) : .yielded(result)
  }

  /// Whether a generator runs, or waits for one of a chain that does.
  @inline(__always)
  static func isRunning(_ generator: GeneratorRef) -> Bool {
    let g = generator.p
    if g.pointee.state != .suspended || g.pointee.delegateRegister == 0 {
      return g.pointee.state == .running
    }
    // Of a chain that runs, the root says so.
    if g.pointee.chainRole == .root { return false }
    return GeneratorChains.isInRunning(generator)
  }

  static func alreadyRunning(_ generator: GeneratorRef) -> Raised {
    raise(.valueError, "\(kind(generator)) already executing")
  }

  static func kind(_ generator: GeneratorRef) -> String {
    let type = generator.object.type
    if type == .coroutine { return "coroutine" }
    return type == .asyncGenerator ? "async generator" : "generator"
  }

  /// Raises an exception at the yield where the generator waits.
  ///
  /// - Throws: what the body raises, the exception itself if it does not handle it.
  public static func raiseInside(_ generator: GeneratorRef, _ exception: Value) throws(Raised)
    -> Outcome
  {
    let g = generator.p
    if isRunning(generator) { throw alreadyRunning(generator) }
    switch g.pointee.state {
    case .running: throw alreadyRunning(generator)
    case .created:
      dropFrame(generator)
      throw setRaised(exception)
    case .finished: throw setRaised(exception)
    case .suspended: break
    }
    if g.pointee.delegateRegister != 0, let outcome = try raiseInDelegate(generator, exception) {
      return outcome
    }
    return try resume(generator, exception, raising: true)
  }

  /// The iterator that `yield from` or `await` waits for; absent if there is none.
  public static func delegate(_ generator: GeneratorRef) -> Value {
    let g = generator.p.pointee
    if g.delegateRegister == 0 || g.state == .finished { return .absent }
    return generator.registers[Int(g.delegateRegister) - 1]
  }

  /// `throw` goes to the innermost iterator first; nil when this generator itself must handle it.
  private static func raiseInDelegate(_ generator: GeneratorRef, _ exception: Value) throws(Raised)
    -> Outcome?
  {
    let target = delegate(generator)
    if exception.type.isSubtype(of: .generatorExit) {
      do throws(Raised) {
        generator.p.pointee.state = .running
        defer { generator.p.pointee.state = .suspended }
        try closeIterator(target)
      } catch {
        return try resume(generator, takeRaised(), raising: true)
      }
      return nil
    }
    do throws(Raised) {
      generator.p.pointee.state = .running
      defer { generator.p.pointee.state = .suspended }
      if target.isExactly(.generator) || target.isExactly(.coroutine) {
        switch try raiseInside(GeneratorRef(target), exception) {
        case .yielded(let value): return .yielded(value)
        case .returned(let value): throw setRaised(Exceptions.stopIteration(value))
        }
      }
      let method = try Attributes.lookup(target, Interning.intern("throw"))
      if method.isAbsent {
        return nil
      }
      return .yielded(try Call.function(method, exception))
    } catch {
      // The delegate ended: its StopIteration value is the result of `yield from`.
      return try resume(generator, takeRaised(), raising: true)
    }
  }

  private static func closeIterator(_ iterator: Value) throws(Raised) {
    if iterator.isExactly(.generator) || iterator.isExactly(.coroutine) {
      try close(GeneratorRef(iterator))
      return
    }
    let method = try Attributes.lookup(iterator, Interning.intern("close"))
    if method.isPresent { _ = try Call.function(method) }
  }

  /// Raises GeneratorExit inside; the body must not yield again. Returns what it returned, or None.
  ///
  /// - Throws: RuntimeError when it yields; what else it raises.
  @discardableResult
  public static func close(_ generator: GeneratorRef) throws(Raised) -> Value {
    if isRunning(generator) { throw alreadyRunning(generator) }
    switch generator.p.pointee.state {
    case .finished: return .none
    case .created:
      dropFrame(generator)
      return .none
    case .running: throw alreadyRunning(generator)
    case .suspended:
      if Tracing.isOn, TraceEvents.closesSilently(generator) {
        if generator.p.pointee.chainRole != .none { GeneratorChains.unlink(generator) }
        if generator.p.pointee.frame.isPresent { FrameObjects.detachGenerator(generator) }
        dropFrame(generator)
        return .none
      }
    }
    do throws(Raised) {
      let exit = ExceptionRef.make(BuiltinType.generatorExit.ref, args: .empty).value
      switch try raiseInside(generator, exit) {
      case .yielded:
        throw raise(.runtimeError, "\(kind(generator)) ignored GeneratorExit")
      case .returned(let value): return value
      }
    } catch {
      if catching(.generatorExit) { return .none }
      if thread.pointee.exception.type.isSubtype(of: .stopIteration) {
        let value = ExceptionRef(takeRaised()).extra(ExceptionFields.value)
        return value.isAbsent ? .none : value
      }
      throw error
    }
  }
}
