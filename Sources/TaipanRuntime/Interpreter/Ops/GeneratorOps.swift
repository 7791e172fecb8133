// Making, yielding, sending: generators and coroutines run in the loop.

import RegisterCode

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
      if let step = receiver.type.p.pointee.step {
        switch try step(receiver.asObject, sent) {
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
