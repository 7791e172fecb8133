// What native code calls. The frame is in place and `thread.frame` when one is called; those that may
// raise return 0 then, with the exception set.

import Glibc
import RegisterCode

public enum NativeHelpers {
  /// The address of a frame's register 0.
  public typealias FrameAddress = UnsafeMutableRawPointer

  static func registers(_ frame: FrameAddress) -> Registers {
    frame.assumingMemoryBound(to: Value.self)
  }

  /// What `stepCall` returns where the interpreter should make the call.
  public static let leave: UInt64 = 1

  /// Runs the instruction whose word is before `pc`, to its end: what it enters is run, too. Returns where
  /// the frame goes on.
  public static let step: @convention(c) (PC, FrameAddress) -> UInt64 = { pc, frame in
    let r = registers(frame)
    do throws(Raised) {
      return goOn(at: try runOne(pc, r), r)
    } catch {
      return 0
    }
  }

  /// Where the frame goes on; in the interpreter, if something traces by now.
  static func goOn(at next: UInt64, _ r: Registers) -> UInt64 {
    if !Tracing.isOn { return next }
    Frame(r).pc = PC(bitPattern: UInt(next)).unsafelyUnwrapped
    return 0
  }

  /// The result of a call that native code has made; 0 if something traces by now, and the interpreter goes on
  /// behind the call. Calls that are a part of another instruction end in native code.
  static func goOn(with result: UInt64, behindCallOf callee: Registers) -> UInt64 {
    guard Tracing.isOn, result != 0, let r = thread.pointee.frame else { return result }
    let frame = Frame(r)
    let pc = frame.pc
    if Int(truncatingIfNeeded: pc[-1] & 0xFFFF) >= Opcode.count { return result }
    let word = Tracing.word(at: pc - 1, r)
    switch word.opcode.parent {
    case .callFunction, .callMethod, .callFunctionKeyword, .callMethodKeyword: break
    default: return result
    }
    let window = callee - r - word.b
    if word.opcode == .callClass || window != callWindowGap && window != callWindowGap + 1 {
      return result
    }
    r[word.a] = Value(bits: result)
    frame.pc = pc + word.opcode.extraWords
    return 0
  }

  /// The same for calls. A generator that a builtin consumes is better consumed by the interpreter, if it has
  /// no native code.
  public static let stepCall: @convention(c) (PC, FrameAddress) -> UInt64 = { pc, frame in
    let r = registers(frame)
    // The interpreter makes the call in the traced form.
    if pc[-1].opcode == .redirect { return leave }
    do throws(Raised) {
      if let (kind, generator) = Interpreter.consumedGenerator(pc[-1], r) {
        if !generator.hasNativeCode { return leave }
        Interpreter.save(pc, r)
        let word = pc[-1]
        r[word.a] = try Collecting.run(kind, generator, word, pc, r)
        return goOn(at: UInt64(UInt(bitPattern: pc + word.opcode.extraWords)), r)
      }
      return goOn(at: try runOne(pc, r), r)
    } catch {
      return 0
    }
  }

  static func runOne(_ pc: PC, _ r: Registers) throws(Raised) -> UInt64 {
    Interpreter.save(pc, r)
    var (next, registers) = (pc, r)
    let word = Tracing.word(at: pc - 1, r)
    try Interpreter.stepHandlers[Int(word.opcode.number)].run(word, &next, &registers, thread)
    if registers != r {
      let target = Int(Frame(registers).flags & FrameFlags.low)
      r[target] = Value(bits: try runPushed(next, registers))
      next = Frame(r).pc
    }
    return UInt64(UInt(bitPattern: next))
  }

  /// A method of the operator before `pc` has returned: the rest of the instruction. Returns where the
  /// frame goes on.
  public static let finishOperator: @convention(c) (PC, FrameAddress, UInt64, UInt64) -> UInt64 = {
    pc, frame, stage, value in
    let r = registers(frame)
    Interpreter.save(pc, r)
    do throws(Raised) {
      let next = try Interpreter.finishOperator(Value(bits: value), OperatorStage(stage), pc, r)
      return UInt64(UInt(bitPattern: next))
    } catch {
      return 0
    }
  }

  /// Runs a frame that lies on top, from `pc` until it is left.
  static func runPushed(_ pc: PC, _ callee: Registers) throws(Raised) -> UInt64 {
    let frame = Frame(callee)
    if pc.pointee.opcode == .enterNative, !NativeTier.stackIsLow, !thread.pointee.pollRequested {
      return try runNative(NativeTier.code(at: pc + 1), pc, frame)
    }
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

  /// The same for a function that has native code, from its beginning.
  private static func runNative(_ code: NativeTier.Code, _ pc: PC, _ frame: Frame) throws(Raised)
    -> UInt64
  {
    frame.pc = pc + 2
    let flags = frame.flags
    let result = Value(bits: code(frame.r))
    if result.isAbsent {
      let finished = finishCallee(frame.r)
      if finished == 0 { throw Raised() }
      return finished
    }
    if flags & ~FrameFlags.low != 0 || frame.flags != flags {
      // A constructor, or a frame that someone looks at: left as the interpreter leaves it.
      frame.flags |= FrameFlags.entry
      _ = Interpreter.leaveSpecial(result, pc + 2, frame.r, frame.flags)
      if thread.pointee.exception.isPresent { throw Raised() }
      return thread.pointee.result.bits
    }
    thread.pointee.frame = frame.caller
    thread.pointee.depth -= 1
    return result.bits
  }

  /// Runs the function whose frame native code has made; the frame is left then.
  public static let runCallee: @convention(c) (FrameAddress) -> UInt64 = { frame in
    let callee = registers(frame)
    do throws(Raised) {
      let result = try runPushed(Frame(callee).body.pointee.entry.unsafelyUnwrapped, callee)
      return goOn(with: result, behindCallOf: callee)
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
      try Interpreter.goOnRunning(t)
      return goOn(with: t.pointee.result.bits, behindCallOf: callee)
    } catch {
      return 0
    }
  }

  /// A frame ends, or is made anew, of which someone may hold a frame object.
  public static let detachFrame: @convention(c) (FrameAddress) -> Void = { frame in
    FrameObjects.detach(Frame(registers(frame)))
  }

  /// A frame that ends at `end` would be one too many: 0 with RecursionError. Or somebody wants the next
  /// safepoint to come soon, and the callee is to be interpreted: 1.
  public static let refuseFrame: @convention(c) (FrameAddress) -> UInt64 = { end in
    do throws(Raised) {
      try Interpreter.refuseFrame(thread, registers(end))
      return 1
    } catch {
      return 0
    }
  }

  /// The next item, or the exhausted marker.
  public static let next: @convention(c) (UInt64) -> UInt64 = { iterator in
    do throws(Raised) {
      return try Iterate.nextDirect(Value(bits: iterator)).bits
    } catch {
      return 0
    }
  }

  /// The length of a builtin container, or -1.
  public static let length: @convention(c) (UInt64) -> Int = { bits in
    let value = Value(bits: bits)
    if value.isPresentExactly(.str) { return StrRef(value).count }
    if value.isPresentExactly(.tuple) { return TupleRef(value).count }
    if value.isPresentExactly(.dict) { return DictRef(value).count }
    if value.isPresentExactly(.list) { return ListRef(value).count }
    if value.isPresentExactly(.bytes) { return BytesRef(value).count }
    if value.isPresentExactly(.set) { return SetRef(value).count }
    guard value.isHeap, value.isPresent, value.asObject.type.has(.subList) else { return -1 }
    let isPlain =
      value.asObject.type.special(.len) === BuiltinType.list.ref.special(.len)
    return isPlain ? ListRef(value).count : -1
  }

  /// Whether `==` and `!=` of two values ask for nothing but their identity.
  public static let comparesByIdentity: @convention(c) (UInt64, UInt64) -> UInt64 = { lhs, rhs in
    NativeTier.comparesByIdentity(Value(bits: lhs).type)
      && NativeTier.comparesByIdentity(Value(bits: rhs).type) ? 1 : 0
  }

  /// Whether a value is true: 0, 1, or 2 where Python has to be asked.
  public static let truth: @convention(c) (UInt64) -> Int = { bits in
    let value = Value(bits: bits)
    if let simple = Convert.simpleTruth(value) { return simple ? 1 : 0 }
    if value.isFloat { return value.asFloat != 0 ? 1 : 0 }
    let type = value.type
    if type.special(.bool).isAbsent, type.special(.len).isAbsent { return 1 }
    let count = length(bits)
    if count >= 0 { return count != 0 ? 1 : 0 }
    return type.special(.bool).isPresent || type.special(.len).isPresent ? 2 : 1
  }

  public static let append: @convention(c) (UInt64, UInt64) -> Void = { list, value in
    ListRef(Value(bits: list)).append(Value(bits: value))
  }

  /// An item of an object whose type reads items by index, or 0.
  public static let item: @convention(c) (UInt64, Int) -> UInt64 = { object, index in
    let object = Value(bits: object).asObject
    return object.type.p.pointee.item.unsafelyUnwrapped(object, index).bits
  }

  /// Writes such an item; 0 where that is not possible.
  public static let setItem: @convention(c) (UInt64, Int, UInt64) -> UInt64 = {
    object, index, value in
    let object = Value(bits: object).asObject
    return object.type.p.pointee.setItem.unsafelyUnwrapped(object, index, Value(bits: value))
      ? 1 : 0
  }

  /// An iterator over a list.
  public static let listIterator: @convention(c) (UInt64) -> UInt64 = {
    SequenceIteratorRef.make(.listIterator, Value(bits: $0)).bits
  }

  /// Whether a value is an instance of a class of the plain metaclass: 0, 1, or 2 where Python code
  /// would be asked.
  public static let isInstance: @convention(c) (UInt64, UInt64) -> UInt64 = { bits, type in
    let value = Value(bits: bits)
    let wanted = TypeRef(Value(bits: type))
    if value.type.isSubtype(of: wanted) { return 1 }
    if !value.type.has(.heap) { return 0 }
    // Instances cannot hide the data descriptor of `object`.
    let isPlain =
      !value.type.has(.customGetattribute)
      && value.type.lookup(Singletons.className) === Singletons.plainClass
    return isPlain ? 0 : 2
  }

  /// A range of machine ints, the step not zero.
  public static let range: @convention(c) (Int, Int, Int) -> UInt64 = { start, stop, step in
    do throws(Raised) {
      return try RangeRef.make(Value(start), Value(stop), Value(step)).bits
    } catch {
      fatalError("a range with a step raised")
    }
  }

  /// An iterator over such a range; 0 where it is not one of small ints.
  public static let rangeIterator: @convention(c) (Int, Int, Int) -> UInt64 = { start, stop, step in
    let (span, overflows) = (step > 0 ? stop : start).subtractingReportingOverflow(
      step > 0 ? start : stop)
    let limit = 1 << 61
    if overflows || start.magnitude > limit || stop.magnitude > limit || step.magnitude > limit {
      return 0
    }
    let size = Int(step.magnitude)
    let iterator = RangeIteratorRef(Heap.allocate(32, Header(shape: .of(.rangeIterator))))
    iterator.p.pointee.next = start
    iterator.p.pointee.step = step
    iterator.p.pointee.remaining = span <= 0 ? 0 : (span - 1) / size + 1
    return iterator.value.bits
  }

  /// A tuple whose items are absent, to be filled at once.
  public static let tuple: @convention(c) (Int) -> UInt64 = { TupleRef.make(count: $0).value.bits }

  /// `enumerate` of an iterator, from 0.
  public static let enumerate: @convention(c) (UInt64) -> UInt64 = { iterator in
    EnumerateType.make(Value(bits: iterator)).bits
  }

  /// `__init__` returned something.
  public static let rejectInitResult: @convention(c) (UInt64) -> Void = { bits in
    let name = Value(bits: bits).typeName
    _ = raise(.typeError, "__init__() should return None, not '\(name)'")
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
