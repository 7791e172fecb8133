// Resuming, yielding, finishing of generators; `send`, `throw` and `close` for native callers.

import RegisterCode

public enum Generators {
  /// A generator of the running frame's kind, with a copy of the frame.
  static func make(_ frame: Frame, resumeAt pc: PC, sentRegister: Int) -> GeneratorRef {
    let function = frame.function
    let flags = CodeRef(frame.body.pointee.code).p.pointee.flags
    let type: BuiltinType =
      flags & CodeFlag.coroutine != 0
      ? .coroutine : flags & CodeFlag.asyncGenerator != 0 ? .asyncGenerator : .generator
    let (live, all) = (Int(frame.body.pointee.localCount), Int(frame.body.pointee.registerCount))
    let header = Header(shape: .of(type))
    let size = GeneratorRef.size(registerCount: all)
    let object = Recycling.take(size, header) ?? Heap.allocate(size, header)
    let generator = GeneratorRef(object)
    generator.p.initialize(
      to: GeneratorLayout(
        header: object.header.pointee, pc: pc, body: frame.body,
        function: function.value, name: function.p.pointee.name,
        qualifiedName: function.p.pointee.qualifiedName, handled: .absent, frame: .absent,
        stackTop: birthplace(frame), delegateRegister: 0, chainLength: 0, state: .created,
        chainRole: .none, sentRegister: UInt16(sentRegister),
        isRunningAsync: false, hooksDone: false, isClosed: false, chainEnd: .absent,
        finalizer: .absent,
        origin: .absent))
    let r = generator.registers
    (r - Frame.headerWords).update(
      from: frame.r - Frame.headerWords, count: Frame.headerWords + live)
    (r + live).update(repeating: .absent, count: all - live)
    r[-6] = generator.value
    // A recycled object may be old.
    object.noteWrite()
    if frame.flags & FrameFlags.iterator != 0 { Recycling.markTemporary(object) }
    return generator
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
    if thread.pointee.depth >= thread.pointee.depthLimit { throw Interpreter.recursionError() }
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
  static func finish(_ generator: GeneratorRef, _ thread: ThreadRef) {
    let g = generator.p
    if g.pointee.frame.isPresent {
      FrameObjects.detachGenerator(generator)
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
    try ThreadState.checkNativeStack()
    if t.pointee.depth >= t.pointee.depthLimit { throw Interpreter.recursionError() }
    let (pc, r) = try enter(generator, .none, t)
    try Interpreter.runResumed(pc, r, t)
    return g.pointee.state == .finished ? .exhausted : t.pointee.result
  }

  /// Prepares a resumption from native code.
  private static func enter(_ generator: GeneratorRef, _ sent: Value, _ t: ThreadRef) throws(Raised)
    -> (PC, Registers)
  {
    if generator.p.pointee.chainRole == .root {
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
    try ThreadState.checkNativeStack()
    let t = thread
    let g = generator.p
    if t.pointee.depth >= t.pointee.depthLimit { throw Interpreter.recursionError() }
    if raising {
      let isHandling = g.pointee.handled.isPresent
      let callee = activate(
        generator, caller: t.pointee.frame, t.pointee.stackTop, sending: value, FrameFlags.entry, t)
      // As if the yield had raised, while the generator handles what it was handling: the frame's
      // handlers see it, or it is left.
      if isHandling { Exceptions.attachContext(value) }
      t.pointee.exception = value
      let pc = g.pointee.pc.unsafelyUnwrapped
      guard let (handlerPC, r) = Interpreter.unwind(t, pc, callee) else { throw Raised() }
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
    case .suspended: break
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

extension Interpreter {
  @inline(__always)
  static func makeGenerator(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) -> Bool {
    save(pc, r)
    let generator = Generators.make(Frame(r), resumeAt: pc, sentRegister: word.a)
    return try leaveFrame(generator.value, &pc, &r, thread)
  }

  @inline(__always)
  static func yieldValue(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) -> Bool {
    let generator = GeneratorRef(r[-6])
    let value = r[word.b]
    let flags = r[-5].bits >> 1
    generator.p.pointee.sentRegister = UInt16(truncatingIfNeeded: word.a)
    generator.p.pointee.delegateRegister = Int32(truncatingIfNeeded: word.c)
    if flags & FrameFlags.collecting != 0 {
      (pc, r) = try collect(value, generator, pc, flags)
      return false
    }
    Generators.suspend(generator, pc, thread)
    return try deliver(value, generator, flags, &pc, &r, thread)
  }

  /// Goes on where a generator, suspended now, was resumed.
  @inline(__always)
  static func deliver(
    _ value: Value, _ generator: GeneratorRef, _ flags: UInt64, _ pc: inout PC,
    _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) -> Bool {
    let caller = Frame(generator.registers).caller
    thread.pointee.frame = caller
    if flags & FrameFlags.entry != 0 {
      thread.pointee.result = value
      return true
    }
    r = caller.unsafelyUnwrapped
    pc = UnsafeMutablePointer(bitPattern: UInt(r[-2].bits)).unsafelyUnwrapped
    if GeneratorChains.passesOn(flags, pc) {
      if flags & FrameFlags.asyncStep != 0,
        let next = AsyncSteps.deliver(value, from: generator, flags, pc, r)
      {
        (pc, r) = next
        return false
      }
      guard let next = GeneratorChains.yieldThrough(value, generator, thread) else { return true }
      (pc, r) = next
      return false
    }
    if flags & FrameFlags.backward != 0 { pc += FrameFlags.offset(flags) }
    r[Int(flags & FrameFlags.low)] = value
    return false
  }

  /// A value yielded by a generator that `Collecting` consumes: the generator goes on, or the call that
  /// collects has its result.
  @inline(never)
  static func collect(_ value: Value, _ generator: GeneratorRef, _ pc: PC, _ flags: UInt64)
    throws(Raised) -> (PC, Registers)
  {
    let r = generator.registers
    let caller = Frame(r).caller.unsafelyUnwrapped
    let step = Collecting.take(value, flags, caller)
    if case .taken = step {
      r[Int(generator.p.pointee.sentRegister)] = .none
      return (pc, r)
    }
    Generators.suspend(generator, pc, thread)
    thread.pointee.frame = caller
    if case .decided(let result) = step {
      caller[Int(flags & FrameFlags.low)] = result
    } else {
      caller[Int(flags & FrameFlags.low)] =
        try Collecting.drain(value, generator, flags, caller)
    }
    return (Frame(caller).pc, caller)
  }

  /// Generators and coroutines are resumed in the loop; other iterators by `send` or `__next__`.
  @inline(__always)
  static func send(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    let receiver = r[word.b]
    if receiver.isExactly(.generator) || receiver.isExactly(.coroutine) {
      let generator = GeneratorRef(receiver)
      let state = generator.p.pointee.state
      if state == .suspended || (state == .created && r[word.a].isNone) {
        let offset = UInt64(UInt16(truncatingIfNeeded: word.signedC))
        let sent = r[word.a]
        pc += 1
        try Generators.push(
          generator, sending: sent, UInt64(word.a) | FrameFlags.sending | offset << 32, &pc, &r,
          thread)
        return
      }
    }
    (pc, r) = try sendToOther(word, pc, r, receiver)
  }

  @inline(never)
  private static func sendToOther(_ word: UInt64, _ pc: PC, _ r: Registers, _ receiver: Value)
    throws(Raised) -> (PC, Registers)
  {
    if receiver.isExactly(.asyncGeneratorSend), let next = try AsyncSteps.enter(word, pc, r) {
      return next
    }
    let finished = try Delegation.send(word, pc, r, receiver)
    return (pc + (finished ? 1 + word.signedC : 1), r)
  }
}

enum Delegation {
  /// Sends to any iterator; true when it has finished and the result is in place.
  @inline(never)
  static func send(_ word: UInt64, _ pc: PC, _ r: Registers, _ receiver: Value) throws(Raised)
    -> Bool
  {
    Interpreter.save(pc, r)
    let sent = r[word.a]
    do throws(Raised) {
      if receiver.isExactly(.generator) || receiver.isExactly(.coroutine) {
        switch try Generators.send(GeneratorRef(receiver), sent) {
        case .yielded(let value):
          r[word.a] = value
          return false
        case .returned(let value):
          r[word.a] = value
          return true
        }
      }
      if receiver.isExactly(.asyncGeneratorSend) {
        // No StopIteration between the generator and the loop that awaits its next value.
        switch try AsyncSteps.advance(AsyncStep(receiver), sent) {
        case .yielded(let value):
          r[word.a] = value
          return false
        case .returned(let value):
          r[word.a] = value
          Recycling.give(receiver.asObject, AsyncStep.size)
          return true
        }
      }
      if sent.isNone {
        // The value of a StopIteration matters here: no exhausted marker.
        let method = receiver.type.special(.next)
        if method.isAbsent {
          throw raise(.typeError, "'\(receiver.typeName)' object is not an iterator")
        }
        r[word.a] = try Call.specialMethod(method, receiver)
      } else {
        r[word.a] = try Call.method(receiver, "send", sent)
      }
      return false
    } catch {
      if !thread.pointee.exception.type.isSubtype(of: .stopIteration) { throw error }
      let value = ExceptionRef(takeRaised()).extra(ExceptionFields.value)
      r[word.a] = value.isAbsent ? .none : value
      return true
    }
  }
}
