// Resuming, yielding, finishing of generators; `send`, `throw` and `close` for native callers.

import RegisterCode

public enum Generators {
  /// A generator of the running frame's kind, which takes over the frame's registers.
  static func make(_ frame: Frame, resumeAt pc: PC, sentRegister: Int) -> GeneratorRef {
    let function = frame.function
    let flags = CodeRef(frame.body.pointee.code).p.pointee.flags
    let type: BuiltinType = flags & CodeFlag.coroutine != 0
      ? .coroutine : flags & CodeFlag.asyncGenerator != 0 ? .asyncGenerator : .generator
    let words = Frame.headerWords + Int(frame.body.pointee.registerCount)
    let buffer = ValueBuffer.make(capacity: words)
    buffer.items.update(from: frame.r - Frame.headerWords, count: words)
    let header = Header(shape: .of(type))
    let generator = GeneratorRef(Heap.allocate(MemoryLayout<GeneratorLayout>.size, header))
    generator.p.initialize(
      to: GeneratorLayout(
        header: header, buffer: buffer.value, pc: pc, body: frame.body,
        function: function.value, name: function.p.pointee.name,
        qualifiedName: function.p.pointee.qualifiedName, handled: .absent, frame: .absent,
        delegateRegister: 0, state: .created, sentRegister: UInt16(sentRegister),
        isRunningAsync: false, hooksDone: false, isClosed: false, finalizer: .absent,
        origin: .absent))
    buffer.items[0] = generator.value
    return generator
  }

  /// Enters a generator in the running loop, above the current frame.
  @inline(__always)
  static func push(
    _ generator: GeneratorRef, sending sent: Value, _ flags: UInt64, _ pc: inout PC,
    _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let callee = r + Int(Frame(r).body.pointee.registerCount) + Frame.headerWords
    try Interpreter.checkDepth(thread, callee, generator.p.pointee.body)
    Interpreter.save(pc, r)
    activate(generator, callee, caller: r, sending: sent, flags, thread)
    r = callee
    pc = generator.p.pointee.pc.unsafelyUnwrapped
  }

  /// Copies the registers back to the stack and makes the frame the running one.
  @inline(__always)
  private static func activate(
    _ generator: GeneratorRef, _ callee: Registers, caller: Registers?, sending sent: Value,
    _ flags: UInt64, _ thread: ThreadRef
  ) {
    let g = generator.p
    let buffer = ValueBuffer(g.pointee.buffer)
    let words = Frame.headerWords + Int(g.pointee.body.pointee.registerCount)
    (callee - Frame.headerWords).update(from: buffer.items, count: words)
    callee[-1] = Value(bits: UInt64(UInt(bitPattern: caller)))
    callee[-5] = Value(bits: (flags | FrameFlags.generator) << 1 | 1)
    callee[-6] = generator.value
    callee[Int(g.pointee.sentRegister)] = sent
    g.pointee.state = .running
    let outer = thread.pointee.handled
    if g.pointee.handled.isPresent { thread.pointee.handled = g.pointee.handled }
    g.pointee.handled = outer
    if g.pointee.frame.isPresent { FrameRef(g.pointee.frame).p.pointee.registers = callee }
    generator.object.noteWrite()
    thread.pointee.depth += 1
    thread.pointee.frame = callee
  }

  /// Stores the running frame away; the caller continues.
  @inline(__always)
  static func suspend(_ generator: GeneratorRef, _ r: Registers, _ pc: PC, _ thread: ThreadRef) {
    let g = generator.p
    let buffer = ValueBuffer(g.pointee.buffer)
    let words = Frame.headerWords + Int(g.pointee.body.pointee.registerCount)
    buffer.items.update(from: r - Frame.headerWords, count: words)
    g.pointee.pc = pc
    g.pointee.state = .suspended
    if g.pointee.frame.isPresent { FrameRef(g.pointee.frame).p.pointee.registers = nil }
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
    if g.pointee.frame.isPresent { FrameObjects.detachGenerator(generator) }
    thread.pointee.handled = g.pointee.handled
    g.pointee.handled = .absent
    g.pointee.buffer = .absent
    g.pointee.state = .finished
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

  private static func resume(_ generator: GeneratorRef, _ value: Value, raising: Bool)
    throws(Raised) -> Outcome
  {
    try ThreadState.checkNativeStack()
    let t = thread
    let g = generator.p
    let callee = t.pointee.stackTop + Frame.headerWords
    try Interpreter.checkDepth(t, callee, g.pointee.body)
    activate(
      generator, callee, caller: t.pointee.frame, sending: value, FrameFlags.entry, t)
    var pc = g.pointee.pc.unsafelyUnwrapped
    if raising {
      // As if the yield had raised: the frame's handlers see it, or it is left.
      t.pointee.exception = value
      guard let (handlerPC, r) = Interpreter.unwind(t, pc, callee) else { throw Raised() }
      pc = handlerPC
      try Interpreter.run(t, pc, r)
    } else {
      try Interpreter.run(t, pc, callee)
    }
    let result = t.pointee.result
    return g.pointee.state == .finished ? .returned(result) : .yielded(result)
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
    switch g.pointee.state {
    case .running: throw alreadyRunning(generator)
    case .created:
      finishUnstarted(generator)
      throw setRaised(exception)
    case .finished: throw setRaised(exception)
    case .suspended: break
    }
    if g.pointee.delegateRegister != 0, let outcome = try raiseInDelegate(generator, exception) {
      return outcome
    }
    Exceptions.attachContext(exception)
    return try resume(generator, exception, raising: true)
  }

  private static func finishUnstarted(_ generator: GeneratorRef) {
    generator.p.pointee.buffer = .absent
    generator.p.pointee.state = .finished
  }

  /// The iterator that `yield from` or `await` waits for; absent if there is none.
  public static func delegate(_ generator: GeneratorRef) -> Value {
    let g = generator.p.pointee
    if g.delegateRegister == 0 || g.buffer.isAbsent { return .absent }
    return ValueBuffer(g.buffer).items[Frame.headerWords + Int(g.delegateRegister) - 1]
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
    switch generator.p.pointee.state {
    case .finished: return .none
    case .created:
      finishUnstarted(generator)
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
    let caller = UnsafeMutablePointer<Value>(bitPattern: UInt(r[-1].bits))
    generator.p.pointee.sentRegister = UInt16(truncatingIfNeeded: word.a)
    generator.p.pointee.delegateRegister = Int32(truncatingIfNeeded: word.c)
    Generators.suspend(generator, r, pc, thread)
    thread.pointee.frame = caller
    if flags & FrameFlags.entry != 0 {
      thread.pointee.result = value
      return true
    }
    r = caller.unsafelyUnwrapped
    pc = UnsafeMutablePointer(bitPattern: UInt(r[-2].bits)).unsafelyUnwrapped
    if flags & FrameFlags.backward != 0 { pc += FrameFlags.offset(flags) }
    r[Int(flags & FrameFlags.low)] = value
    return false
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
    let finished = try Delegation.send(word, pc, r, receiver)
    pc += finished ? 1 + word.signedC : 1
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
