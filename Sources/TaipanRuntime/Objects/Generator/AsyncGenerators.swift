// Async generators: values that they yield are wrapped, to be told from what they await.

import RegisterCode

enum AsyncGenerators {
  static let wrapperSize = 16

  /// The wrapper of a value that an async generator yields.
  static func wrap(_ value: Value) -> Value {
    let header = Header(shape: .of(.asyncGeneratorWrappedValue))
    let object = Recycling.take(wrapperSize, header) ?? Heap.allocate(wrapperSize, header)
    object.word(1).pointee = value
    // A recycled object may be old.
    object.noteWrite()
    Recycling.markTemporary(object)
    return Value(object)
  }

  /// The value in a wrapper, nil for what is awaited.
  static func unwrap(_ value: Value) -> Value? {
    value.isExactly(.asyncGeneratorWrappedValue) ? value.asObject.word(1).pointee : nil
  }
}

/// Steps in the interpreter's loop: the async generator is a frame that `send` resumed, its caller the
/// frame that awaits the step, with the step in the register that `send` names.
extension AsyncSteps {
  /// Resumes the generator of the step that a `send` instruction delegates to. Nil, with nothing done,
  /// where that would raise.
  @inline(never)
  static func enter(_ word: UInt64, _ pc: PC, _ r: Registers) throws(Raised) -> (PC, Registers)? {
    let step = AsyncStep(r[word.b])
    let generator = step.generator
    let state = generator.p.pointee.state
    var sent = r[word.a]
    let isFirst = step.p.pointee.state.asInt == 0
    if isFirst, sent.isNone { sent = step.p.pointee.value }
    guard step.p.pointee.state.asInt != 2,
      state == .suspended || isFirst && state == .created && sent.isNone,
      generator.p.pointee.isRunningAsync != isFirst,
      pc[1].opcode == .yieldValue, pc[1].c != 0,
      thread.pointee.depth < thread.pointee.depthLimit
    else { return nil }
    generator.p.pointee.isRunningAsync = true
    step.p.pointee.state = Value(smallInt: 1)
    let offset = UInt64(UInt16(truncatingIfNeeded: word.signedC))
    let flags = UInt64(word.a) | FrameFlags.sending | FrameFlags.asyncStep | offset << 32
    var (next, registers) = (pc + 1, r)
    do throws(Raised) {
      try Generators.push(generator, sending: sent, flags, &next, &registers, thread)
    } catch {
      finish(step)
      throw error
    }
    return (next, registers)
  }

  /// The value that the generator of a step yielded becomes the result of `send`: where the awaiting
  /// frame goes on. Nil for a value that goes up to the event loop.
  @inline(never)
  static func deliver(
    _ value: Value, from generator: GeneratorRef, _ flags: UInt64, _ pc: PC, _ r: Registers
  ) -> (PC, Registers)? {
    guard let yielded = AsyncGenerators.unwrap(value) else { return nil }
    // The frame that awaits it runs again, though it may have been suspended with a chain.
    if generator.p.pointee.chainRole != .none { GeneratorChains.end(generator, thread) }
    let step = awaited(pc, r)
    finish(AsyncStep(step))
    Recycling.give(step.asObject, AsyncStep.size)
    Recycling.give(value.asObject, AsyncGenerators.wrapperSize)
    r[Int(flags & FrameFlags.low)] = yielded
    return (pc + FrameFlags.offset(flags), r)
  }

  /// The generator of the step that the frame `caller` awaits has returned or raised.
  static func end(caller: Registers?) {
    guard let caller else { return }
    finish(AsyncStep(awaited(Frame(caller).pc, caller)))
  }

  /// The step in a frame that goes on at `pc` behind a `send` and its cache.
  private static func awaited(_ pc: PC, _ r: Registers) -> Value { r[pc[-2].b] }
}
