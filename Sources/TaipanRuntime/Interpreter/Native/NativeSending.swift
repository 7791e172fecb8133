// `yield from` and `await` of native code: the delegate runs within the call that resumes it.
//
// When it yields, its frame is made to look as if the interpreter's loop had resumed it from the frame that
// waits; native code then suspends that one in its turn, and so on up to the first that is not native. What
// waits is a chain then (`GeneratorChains`): the next resumption goes to the innermost at once, and what ends
// goes on in native code behind its caller's `send`, where a `resume` instruction is.

import RegisterCode

extension NativeHelpers {
  /// Runs the `send` whose word is before `pc`: where the frame goes on; `leave` where the interpreter should
  /// do it; 0 where it raises, or the interpreter goes on by itself.
  public static let send: @convention(c) (PC, FrameAddress) -> UInt64 = { pc, frame in
    let r = registers(frame)
    let word = pc[-1]
    if word.opcode != .send || NativeTier.stackIsLow { return leave }
    let receiver = r[word.b]
    do throws(Raised) {
      let hasEnded: Bool
      if receiver.isExactly(.generator) || receiver.isExactly(.coroutine) {
        guard let ended = try Generators.send(to: GeneratorRef(receiver), word, pc, r, thread)
        else {
          return leave
        }
        hasEnded = ended
      } else if receiver.isExactly(.asyncGeneratorSend) {
        return leave
      } else {
        hasEnded = try Delegation.send(word, pc, r, receiver)
      }
      return goOn(at: UInt64(UInt(bitPattern: pc + (hasEnded ? 1 + word.signedC : 1))), r)
    } catch {
      return 0
    }
  }
}

extension NativeHelpers {
  /// Runs the `getAsyncNext` whose word is before `pc` and, where it asks an async generator, the `send` behind it:
  /// where the frame goes on; 0 where it raises, or the interpreter goes on by itself.
  public static let asyncNext: @convention(c) (PC, FrameAddress) -> UInt64 = { pc, frame in
    let r = registers(frame)
    do throws(Raised) {
      let word = pc[-1]
      if word.opcode == .getAsyncNext, !NativeTier.stackIsLow, r[word.b].isExactly(.asyncGenerator),
        let next = try AsyncSteps.advance(GeneratorRef(r[word.b]), pc, r, thread)
      {
        return goOn(at: UInt64(UInt(bitPattern: next)), r)
      }
      return goOn(at: try runOne(pc, r), r)
    } catch {
      return 0
    }
  }

  /// The wrapper of a value that an async generator yields.
  public static let wrapYielded: @convention(c) (UInt64) -> UInt64 = {
    AsyncGenerators.wrap(Value(bits: $0)).bits
  }
}

extension AsyncSteps {
  /// Resumes an async generator for an `async for` of the frame `r`, at the `getAsyncNext` before `pc`: where the
  /// frame goes on. There is a step only where the generator awaits something. Nil where it cannot be resumed.
  fileprivate static func advance(
    _ generator: GeneratorRef, _ pc: PC, _ r: Registers, _ t: ThreadRef
  )
    throws(Raised) -> PC?
  {
    let g = generator.p
    let (word, send) = (pc[-1], pc[1])
    guard g.pointee.state == .suspended || g.pointee.state == .created,
      !g.pointee.isRunningAsync, send.opcode == .send, pc[3].opcode == .yieldValue, pc[3].c != 0
    else { return nil }
    Interpreter.save(pc, r)
    if !g.pointee.hooksDone {
      try AsyncGeneratorType.callHooks(generator.value)
      // What they have done is for the handlers to look at.
      if g.pointee.isRunningAsync || g.pointee.state != .created { return nil }
    }
    Interpreter.save(pc + 3, r)
    try Interpreter.checkDepth(t)
    g.pointee.isRunningAsync = true
    let offset = UInt64(UInt16(truncatingIfNeeded: send.signedC))
    let flags = UInt64(send.a) | FrameFlags.sending | offset << 32
    let result: Value
    do throws(Raised) {
      result = try Generators.run(generator, sending: .none, flags | FrameFlags.entry, r, t)
    } catch {
      g.pointee.isRunningAsync = false
      throw error
    }
    if g.pointee.state == .finished {
      g.pointee.isRunningAsync = false
      if let end = Interpreter.loopEnd(pc + 3, Frame(r).body) { return end }
      throw raise(.stopAsyncIteration)
    }
    if let value = AsyncGenerators.unwrap(result) {
      g.pointee.isRunningAsync = false
      Recycling.give(result.asObject, AsyncGenerators.wrapperSize)
      r[send.a] = value
      return pc + 3 + send.signedC
    }
    let step = AsyncStep.make(.asyncGeneratorSend, generator.value, .none, isClose: false)
    Recycling.markTemporary(step.asObject)
    AsyncStep(step).p.pointee.state = Value(smallInt: 1)
    r[word.a] = step
    r[send.a] = result
    generator.registers[-5] = Value(
      bits: (flags | FrameFlags.asyncStep | FrameFlags.generator) << 1 | 1)
    return pc + 3
  }
}

extension Generators {
  /// Resumes the generator that the frame `r` waits for: whether it has ended; what it yields or returns is in
  /// the frame's register. Nil, with nothing done, where it cannot be resumed.
  @inline(__always)
  fileprivate static func send(
    to generator: GeneratorRef, _ word: UInt64, _ pc: PC, _ r: Registers, _ t: ThreadRef
  ) throws(Raised) -> Bool? {
    let g = generator.p
    let sent = r[word.a]
    let isNew = g.pointee.state == .created
    // Coroutines that call one another have no loop that would look for a safepoint.
    if t.pointee.pollRequested { return nil }
    guard isNew ? sent.isNone : g.pointee.state == .suspended && !isRunning(generator) else {
      return nil
    }
    // Where the frame goes on when the delegate yields.
    Interpreter.save(pc + 1, r)
    try Interpreter.checkDepth(t)
    let offset = UInt64(UInt16(truncatingIfNeeded: word.signedC))
    let flags = UInt64(word.a) | FrameFlags.sending | offset << 32
    let result = try run(generator, sending: sent, flags | FrameFlags.entry, r, t)
    r[word.a] = result
    if g.pointee.state == .finished { return true }
    generator.registers[-5] = Value(bits: (flags | FrameFlags.generator) << 1 | 1)
    return false
  }

  /// Resumes a generator, for a native caller, that goes on in native code and waits for no other; nil, with
  /// nothing done, for all others, and where something is to be refused.
  @inline(__always)
  static func resumeAtOnce(
    _ generator: GeneratorRef, _ sent: Value, _ t: ThreadRef
  ) throws(Raised) -> Value? {
    let g = generator.p
    guard g.pointee.pc.unsafelyUnwrapped.pointee.opcode == .resumeNative,
      g.pointee.delegateRegister == 0, g.pointee.chainRole == .none, let caller = t.pointee.frame,
      t.pointee.depth < t.pointee.depthLimit, !NativeTier.stackIsLow
    else { return nil }
    return try run(generator, sending: sent, FrameFlags.entry, caller, t)
  }

  /// Runs a generator until it yields or returns.
  @inline(__always)
  fileprivate static func run(
    _ generator: GeneratorRef, sending sent: Value, _ flags: UInt64, _ caller: Registers,
    _ t: ThreadRef
  ) throws(Raised) -> Value {
    if generator.p.pointee.chainRole == .root {
      let (pc, r) = try GeneratorChains.resumeRoot(
        generator, caller: caller, Frame(caller).stackTop, sending: sent, flags, t)
      try Interpreter.runResumed(pc, r, t)
      return t.pointee.result
    }
    let r = activate(
      generator, caller: caller, Frame(caller).stackTop, sending: sent, flags, t)
    let pc = generator.p.pointee.pc.unsafelyUnwrapped
    if pc.pointee.opcode != .resumeNative {
      try Interpreter.run(t, pc, r)
      return t.pointee.result
    }
    let result = Interpreter.runNative(pc + 1, generator)
    if result.isAbsent {
      try Interpreter.goOnRunning(t)
      return t.pointee.result
    }
    if generator.p.pointee.state == .suspended {
      Interpreter.suspendNative(generator, t)
    } else {
      finish(generator, t)
      t.pointee.depth -= 1
    }
    t.pointee.frame = caller
    return result
  }
}
