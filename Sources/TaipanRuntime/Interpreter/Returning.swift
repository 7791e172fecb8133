// Returns that are more than a result for the caller: the loop's entry frame, constructors,
// generators, frames that someone holds a frame object of.

import RegisterCode

extension Interpreter {
  /// Where to go on; nil when the loop was entered with this frame.
  @inline(never)
  static func leaveSpecial(_ value: Value, _ pc: PC, _ r: Registers, _ flags: UInt64)
    -> (PC, Registers)?
  {
    let t = thread
    let frame = Frame(r)
    if flags & ~FrameFlags.low == FrameFlags.constructor, value.isNone {
      let caller = frame.caller.unsafelyUnwrapped
      t.pointee.depth -= 1
      t.pointee.frame = caller
      caller[Int(flags & FrameFlags.low)] = frame.extra
      return (Frame(caller).pc, caller)
    }
    var result = value
    if flags & FrameFlags.generator != 0 {
      Generators.finish(GeneratorRef(frame.extra), t)
      let other =
        FrameFlags.entry | FrameFlags.collecting | FrameFlags.asyncStep | FrameFlags.iteration
      if flags & other == 0 {
        // What a frame of the loop sent to.
        let caller = frame.caller.unsafelyUnwrapped
        t.pointee.depth -= 1
        t.pointee.frame = caller
        caller[Int(flags & FrameFlags.low)] = value
        return (Frame(caller).pc + FrameFlags.offset(flags), caller)
      }
    } else if flags & FrameFlags.hasFrameObject != 0 {
      save(pc, r)
      FrameObjects.detach(frame)
    }
    if flags & FrameFlags.constructor != 0 {
      if !value.isNone {
        return reject(r, .typeError, "__init__() should return None, not '\(value.typeName)'")
      }

      result = constructed(frame)
    }
    if flags & FrameFlags.iterator != 0, value.type.special(.next).isAbsent {
      return reject(r, .typeError, "iter() returned non-iterator of type '\(value.typeName)'")
    }
    if flags & FrameFlags.asyncStep != 0 {
      AsyncSteps.end(caller: frame.caller)
      if let caller = frame.caller, let next = loopEnd(Frame(caller).pc, Frame(caller).body) {
        t.pointee.depth -= 1
        t.pointee.frame = caller
        return (next, caller)
      }
      return reject(r, .stopAsyncIteration)
    }
    t.pointee.depth -= 1
    t.pointee.frame = frame.caller
    if flags & FrameFlags.entry != 0 {
      t.pointee.result = result
      return nil
    }
    let caller = frame.caller.unsafelyUnwrapped
    var next = Frame(caller).pc
    if flags & FrameFlags.collecting != 0 {
      do throws(Raised) {
        caller[Int(flags & FrameFlags.low)] = try Collecting.finish(flags, caller)
      } catch {}  // The loop looks whether an exception is set.
      return (next, caller)
    }
    if flags & FrameFlags.iteration != 0 {
      // An exhausted generator: `for` ends, its value is dropped.
      if flags & FrameFlags.backward == 0 { next += FrameFlags.offset(flags) }
      return (next, caller)
    }
    if flags & FrameFlags.operator != 0 {
      do throws(Raised) {
        next = try finishOperator(result, OperatorStage(flags), next, caller)
      } catch {}  // The loop looks whether an exception is set.
      return (next, caller)
    }
    caller[Int(flags & FrameFlags.low)] = result
    return (next, caller)
  }

  /// Where the `async for` goes on, at its end, whose iterator is asked by the instruction before `pc`; nil for
  /// other code, and where something traces.
  static func loopEnd(_ pc: PC, _ body: UnsafeMutablePointer<CodeBody>) -> PC? {
    if Tracing.isOn { return nil }
    let entry = body.pointee.entry.unsafelyUnwrapped
    guard let handler = findHandler(body, Int32(truncatingIfNeeded: pc - entry) - 1) else {
      return nil
    }
    let end = entry + Int(handler.target)
    return end.pointee.opcode == .endAsyncFor ? end + 1 : nil
  }

  /// The instance that `__init__` was called for.
  private static func constructed(_ frame: Frame) -> Value {
    let extra = frame.extra
    if extra.isPresent, extra.isExactly(.frame) { return FrameRef(extra).p.pointee.constructed }
    return extra
  }

  /// The caller, with an exception raised.
  private static func reject(_ r: Registers, _ type: BuiltinType, _ message: String? = nil)
    -> (PC, Registers)?
  {
    let caller = Frame(r).caller.unsafelyUnwrapped
    thread.pointee.depth -= 1
    thread.pointee.frame = caller
    if let message { _ = raise(type, message) } else { _ = raise(type) }
    return (Frame(caller).pc, caller)
  }
}
