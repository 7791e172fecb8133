// What native code calls. The frame is in place and `thread.frame` when one is called; those that may
// raise return 0 then, with the exception set.

import Glibc
import RegisterCode

public enum NativeHelpers {
  /// The address of a frame's register 0.
  public typealias FrameAddress = UnsafeMutableRawPointer

  private static func registers(_ frame: FrameAddress) -> Registers {
    frame.assumingMemoryBound(to: Value.self)
  }

  /// What `stepCall` returns where the interpreter should make the call.
  public static let leave: UInt64 = 1

  /// Runs the instruction whose word is before `pc`, to its end: what it enters is run, too. Returns where
  /// the frame goes on.
  public static let step: @convention(c) (PC, FrameAddress) -> UInt64 = { pc, frame in
    let r = registers(frame)
    do throws(Raised) {
      return try runOne(pc, r)
    } catch {
      return 0
    }
  }

  /// The same for calls. A generator that a builtin consumes is better consumed by the interpreter.
  public static let stepCall: @convention(c) (PC, FrameAddress) -> UInt64 = { pc, frame in
    let r = registers(frame)
    if Interpreter.consumesGenerator(pc[-1], r) { return leave }
    do throws(Raised) {
      return try runOne(pc, r)
    } catch {
      return 0
    }
  }

  private static func runOne(_ pc: PC, _ r: Registers) throws(Raised) -> UInt64 {
    Interpreter.save(pc, r)
    var (next, registers) = (pc, r)
    try Interpreter.step(pc[-1], &next, &registers, thread)
    if registers != r {
      let target = Int(Frame(registers).flags & FrameFlags.low)
      r[target] = Value(bits: try runPushed(next, registers))
      next = Frame(r).pc
    }
    return UInt64(UInt(bitPattern: next))
  }

  /// Runs a frame that lies on top, from `pc` until it is left.
  private static func runPushed(_ pc: PC, _ callee: Registers) throws(Raised) -> UInt64 {
    let frame = Frame(callee)
    do throws(Raised) {
      try ThreadState.checkNativeStack()
    } catch {
      thread.pointee.frame = frame.caller
      thread.pointee.depth -= 1
      throw error
    }
    frame.flags |= FrameFlags.entry
    try Interpreter.run(thread, pc, callee)
    return thread.pointee.result.bits
  }

  /// Runs the function whose frame native code has made; the frame is left then.
  public static let runCallee: @convention(c) (FrameAddress) -> UInt64 = { frame in
    let callee = registers(frame)
    do throws(Raised) {
      return try runPushed(Frame(callee).body.pointee.entry.unsafelyUnwrapped, callee)
    } catch {
      return 0
    }
  }

  /// Runs a called function to its end whose native code has left in the middle.
  public static let finishCallee: @convention(c) (FrameAddress) -> UInt64 = { frame in
    let callee = registers(frame)
    let t = thread
    Frame(callee).flags |= FrameFlags.entry
    do throws(Raised) {
      var r = t.pointee.frame.unsafelyUnwrapped
      var pc = Frame(r).pc
      if t.pointee.exception.isPresent {
        guard let handler = Interpreter.unwind(t, pc, r) else { return 0 }
        (pc, r) = handler
      }
      try Interpreter.run(t, pc, r)
      return t.pointee.result.bits
    } catch {
      return 0
    }
  }

  /// A frame for `callee` cannot be made: RecursionError.
  public static let refuseDepth: @convention(c) () -> Void = {
    _ = Interpreter.recursionError()
  }

  /// The next item, or the exhausted marker.
  public static let next: @convention(c) (UInt64) -> UInt64 = { iterator in
    do throws(Raised) {
      return try Iterate.nextDirect(Value(bits: iterator)).bits
    } catch {
      return 0
    }
  }

  public static let boxFloat: @convention(c) (Double) -> UInt64 = { Value.boxed($0).bits }
  public static let boxInt: @convention(c) (Int) -> UInt64 = { Value($0).bits }
  public static let remember: @convention(c) (UnsafeMutableRawPointer) -> Void = {
    Heap.remember(ObjectRef(pointer: $0))
  }
  /// An instance of a class, its attributes unset.
  public static let allocateInstance: @convention(c) (UInt64) -> UInt64 = {
    Value(Instances.allocate(TypeRef(Value(bits: $0)))).bits
  }

  public static let power: @convention(c) (Double, Double) -> Double = { pow($0, $1) }
  /// `%` of floats, the divisor not zero.
  public static let floatModulo: @convention(c) (Double, Double) -> Double = {
    FloatMath.modulo($0, $1)
  }
  /// `//` of floats, the divisor not zero.
  public static let floatFloorDivide: @convention(c) (Double, Double) -> Double = {
    FloatMath.divmod($0, $1).0
  }
}
