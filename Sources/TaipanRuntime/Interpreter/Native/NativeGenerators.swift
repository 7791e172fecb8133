// Native code of generators: it begins at the `resume` instruction where the generator goes on, and runs in
// the generator's own registers; what it calls lies on the register stack, as for the interpreter.
//
// It returns a yielded value with the generator's fields (pc, sent register, state) saying that it is
// suspended; everything else that suspending consists of is done here. A returned value leaves the
// generator running.

import RegisterCode

extension Interpreter {
  @inline(__always)
  static func resume(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) -> Bool {
    let times = pc.pointee &+ 1
    pc.pointee = times
    if times == thread.pointee.callThreshold { return try resumeHot(&pc, &r) }
    pc += 1
    return false
  }

  @inline(never)
  private static func resumeHot(_ pc: inout PC, _ r: inout Registers) throws(Raised) -> Bool {
    NativeTier.onHotFunction?(pc - 1, r)
    if pc[-1].opcode == .resumeNative { return try resumeNative(pc[-1], &pc, &r, thread) }
    pc += 1
    return false
  }

  @inline(__always)
  static func resumeNative(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) -> Bool {
    if NativeTier.stackIsLow {
      pc += 1
      return false
    }
    let generator = GeneratorRef(r[-6])
    var result = runNative(pc, generator)
    while result.isPresent, generator.p.pointee.state == .suspended {
      let flags = Frame(r).flags
      if flags & FrameFlags.collecting == 0 {
        Generators.suspend(generator, generator.p.pointee.pc.unsafelyUnwrapped, thread)
        return try deliver(result, generator, flags, &pc, &r, thread)
      }
      generator.p.pointee.state = .running
      let resumed = r
      (pc, r) = try collect(result, generator, generator.p.pointee.pc.unsafelyUnwrapped, flags)
      if r != resumed || pc.pointee.opcode != .resumeNative { return false }
      result = runNative(pc + 1, generator)
    }
    if result.isAbsent {
      try goOn(&pc, &r, thread)
      return false
    }
    return try leaveFrame(result, &pc, &r, thread)
  }

  /// Runs the native code of a running generator; the cache word of its `resume` instruction is at `cache`.
  @inline(__always)
  private static func runNative(_ cache: PC, _ generator: GeneratorRef) -> Value {
    save(cache + 1, generator.registers)
    return Value(bits: NativeTier.code(at: cache)(generator.registers))
  }

  /// Runs a generator that native code has resumed until it yields or returns: `thread.result`.
  ///
  /// - Throws: what the generator raises.
  @inline(__always)
  static func runResumed(_ pc: PC, _ r: Registers, _ t: ThreadRef) throws(Raised) {
    // The innermost of a chain does not yield to native code.
    if pc.pointee.opcode != .resumeNative || NativeTier.stackIsLow
      || Frame(r).flags & FrameFlags.entry == 0
    {
      return try run(t, pc, r)
    }
    let generator = GeneratorRef(r[-6])
    let result = runNative(pc + 1, generator)
    if result.isPresent, generator.p.pointee.state == .suspended {
      Generators.suspend(generator, generator.p.pointee.pc.unsafelyUnwrapped, t)
      t.pointee.frame = Frame(r).caller
      t.pointee.result = result
    } else if result.isPresent {
      _ = leaveSpecial(result, pc, r, Frame(r).flags)
    } else {
      try goOnRunning(t)
    }
  }

  /// Runs what native code has left in the middle, to the end of the frame that it was entered with.
  static func goOnRunning(_ t: ThreadRef) throws(Raised) {
    var r = t.pointee.frame.unsafelyUnwrapped
    var pc = Frame(r).pc
    if t.pointee.exception.isPresent {
      guard let handler = unwind(t, pc, r) else { throw Raised() }
      (pc, r) = handler
    }
    try run(t, pc, r)
  }
}

extension NativeHelpers {
  /// A generator for the frame of a call, which nothing runs; its code begins with `makeGenerator`.
  public static let makeGenerator: @convention(c) (FrameAddress) -> UInt64 = { frame in
    let callee = Frame(registers(frame))
    let begin = callee.body.pointee.entry.unsafelyUnwrapped
    return Generators.make(callee, resumeAt: begin + 1, sentRegister: begin.pointee.a).value.bits
  }
}

extension GeneratorRef {
  /// Whether it goes on in native code.
  @inline(__always) var hasNativeCode: Bool {
    p.pointee.pc.unsafelyUnwrapped.pointee.opcode == .resumeNative
  }
}

/// Where the fields of a generator lie that native code reads and writes, in bytes.
public enum GeneratorPlaces {
  private static func offset<T>(_ field: KeyPath<GeneratorLayout, T>) -> Int {
    MemoryLayout<GeneratorLayout>.offset(of: field)!
  }

  /// Of register 0, from the object's beginning.
  public static var registers: Int {
    MemoryLayout<GeneratorLayout>.stride + Frame.headerWords * 8
  }
  /// The frame's pc, as `Interpreter.save` stores it.
  public static var savedPC: Int { registers - 2 * 8 }
  /// Where a suspended generator goes on.
  public static var pc: Int { offset(\.pc) }
  public static var stackTop: Int { offset(\.stackTop) }
  public static var state: Int { offset(\.state) }
  public static var sentRegister: Int { offset(\.sentRegister) }
  public static var delegateRegister: Int { offset(\.delegateRegister) }

  /// First word of the register stack that a running generator's callees may use.
  public static func stackTop(_ r: UnsafeMutablePointer<Value>) -> UnsafeMutablePointer<Value> {
    Frame(r).stackTop
  }
}
