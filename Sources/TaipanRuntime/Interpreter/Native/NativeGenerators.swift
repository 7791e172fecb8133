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
    try enter(word, &pc, &r, thread)
  }

  @inline(__always)
  static func resumeNative(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) -> Bool {
    if NativeTier.stackIsLow {
      pc += 1
      return false
    }
    if thread.pointee.pollRequested {
      try poll(pc + 1, r)
      // What ran meanwhile may have taken the code out.
      if pc[-1].opcode != .resumeNative {
        pc += 1
        return false
      }
    }
    let generator = GeneratorRef(r[-6])
    return try proceed(runNative(pc, generator), generator, &pc, &r, thread)
  }

  /// Goes on where native code of a generator has come back with what it yields or returns; true at the end
  /// of the frame that the loop was entered with.
  @inline(__always)
  private static func proceed(
    _ value: Value, _ generator: GeneratorRef, _ pc: inout PC, _ r: inout Registers,
    _ thread: ThreadRef
  ) throws(Raised) -> Bool {
    var result = value
    while result.isPresent, generator.p.pointee.state == .suspended {
      let flags = Frame(r).flags
      if flags & FrameFlags.collecting == 0 {
        suspendNative(generator, thread)
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

  /// The rest of what suspending consists of.
  @inline(__always)
  static func suspendNative(_ generator: GeneratorRef, _ thread: ThreadRef) {
    Generators.suspend(generator, generator.p.pointee.pc.unsafelyUnwrapped, thread)
    if generator.p.pointee.delegateRegister != 0, generator.p.pointee.chainRole == .none {
      GeneratorChains.adopt(generator)
    }
  }

  /// Runs the native code of a running generator; the cache word of its `resume` instruction is at `cache`.
  @inline(__always)
  static func runNative(_ cache: PC, _ generator: GeneratorRef) -> Value {
    save(cache + 1, generator.registers)
    return Value(bits: NativeTier.code(at: cache)(generator.registers))
  }

  /// Runs a generator that native code has resumed until it yields or returns: `thread.result`.
  ///
  /// - Throws: what the generator raises.
  @inline(__always)
  static func runResumed(_ pc: PC, _ r: Registers, _ t: ThreadRef) throws(Raised) {
    if pc.pointee.opcode != .resumeNative || NativeTier.stackIsLow { return try run(t, pc, r) }
    let generator = GeneratorRef(r[-6])
    let result = runNative(pc + 1, generator)
    if result.isAbsent { return try goOnRunning(t) }
    // The innermost of a chain does not yield to native code.
    if Frame(r).flags & FrameFlags.entry == 0 {
      return try goOnInChain(generator, pc, r, result, t)
    }
    if generator.p.pointee.state == .suspended {
      suspendNative(generator, t)
      t.pointee.frame = Frame(r).caller
      t.pointee.result = result
    } else {
      _ = leaveSpecial(result, pc, r, Frame(r).flags)
    }
  }

  /// Goes on behind native code of the innermost of a chain, in native code as long as there is some.
  private static func goOnInChain(
    _ leaf: GeneratorRef, _ start: PC, _ registers: Registers, _ value: Value, _ t: ThreadRef
  ) throws(Raised) {
    var (generator, pc, r, result) = (leaf, start, registers, value)
    while true {
      do throws(Raised) {
        if try proceed(result, generator, &pc, &r, t) { return }
      } catch {
        return try goOnRunning(t)
      }
      if pc.pointee.opcode != .resumeNative { return try run(t, pc, r) }
      generator = GeneratorRef(r[-6])
      result = runNative(pc + 1, generator)
      if result.isAbsent { return try goOnRunning(t) }
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
  /// The generator of a call that the frame `caller` makes of a function whose code is one that
  /// `makesGenerator`, the arguments where the callee has its first registers.
  public static let makeGenerator: @convention(c) (FrameAddress, UInt64, FrameAddress) -> UInt64 = {
    arguments, function, caller in
    let function = FunctionRef(Value(bits: function))
    let (r, caller) = (registers(arguments), registers(caller))
    if let generator = Generators.make(calling: function, r, from: caller) {
      return generator.value.bits
    }
    return makeTraced(function, Frame(r), caller).bits
  }

  /// The same while the traced form of the code runs.
  private static func makeTraced(
    _ function: FunctionRef, _ callee: Frame, _ caller: Registers
  ) -> Value {
    let body = function.p.pointee.body
    let count = Int(body.pointee.simpleArguments)
    callee.caller = caller
    callee.body = body
    callee.function = function
    callee.flags = 0
    callee.extra = .absent
    (callee.r + count).update(repeating: .absent, count: Int(body.pointee.localCount) - count)
    var pc = body.pointee.entry.unsafelyUnwrapped
    if Tracing.word(at: pc, callee.r).opcode == .copyFreeVariables {
      let closure = TupleRef(callee.function.p.pointee.closure)
      let count = pc.pointee.a
      let first = Int(callee.body.pointee.localCount) - count
      for i in 0..<count { callee.r[first + i] = closure[i] }
      pc += 1
    }
    let word = Tracing.word(at: pc, callee.r)
    return Generators.make(callee, resumeAt: pc + 1, sentRegister: word.a).value
  }

  /// A function of a code object with the namespaces of another one.
  public static let makeFunction: @convention(c) (UInt64, UInt64) -> UInt64 = { code, maker in
    let maker = FunctionRef(Value(bits: maker)).p
    return Functions.make(
      CodeRef(Value(bits: code)), DictRef(maker.pointee.globals), maker.pointee.builtins
    ).value.bits
  }

  /// Begins what `Collecting` keeps at a place: accumulator and correction.
  public static let startCollecting: @convention(c) (Int, FrameAddress) -> Void = { kind, place in
    Collecting.start(Collecting.Kind(rawValue: UInt64(kind)).unsafelyUnwrapped, registers(place))
  }

  /// Whether a value was taken; the interpreter does it where not.
  public static let collect: @convention(c) (UInt64, Int, FrameAddress) -> UInt64 = {
    value, kind, place in
    let kind = Collecting.Kind(rawValue: UInt64(kind)).unsafelyUnwrapped
    if case .taken = Collecting.take(Value(bits: value), kind, registers(place)) { return 1 }
    return 0
  }

  /// The same for a set.
  public static let collectInSet: @convention(c) (UInt64, UInt64) -> UInt64 = { value, set in
    Collecting.add(Value(bits: value), to: SetRef(Value(bits: set))) ? 1 : 0
  }

  /// A list for items that are soon moved somewhere else.
  public static let roomyList: @convention(c) () -> UInt64 = {
    ListRef.make(capacity: 14).value.bits
  }

  /// The items of a list that nobody else knows.
  public static let tupleOfList: @convention(c) (UInt64) -> UInt64 = { list in
    ListRef(Value(bits: list)).toTuple().value.bits
  }

  /// What the builtin returns; 0 where it raises.
  public static let finishCollecting: @convention(c) (Int, FrameAddress) -> UInt64 = {
    kind, place in
    let kind = Collecting.Kind(rawValue: UInt64(kind)).unsafelyUnwrapped
    do throws(Raised) { return try Collecting.finish(kind, registers(place)).bits } catch {
      return 0
    }
  }

  /// An iterator over an object of a builtin type; 0 for other objects, and where there is none.
  public static let builtinIterator: @convention(c) (UInt64) -> UInt64 = { bits in
    let value = Value(bits: bits)
    if !value.isHeap || value.type.has(.heap) || value.type.special(.iter).isAbsent { return 0 }
    do throws(Raised) { return try Iterate.iterator(value).bits } catch {
      _ = takeRaised()
      return 0
    }
  }
}

extension NativeTier {
  /// Makes the generator of a frame that native code ran without one, where it is left in the middle. The
  /// frame is complete and the running one; its call's builtin collects what the generator yields.
  ///
  /// - Parameter present: registers that hold a value.
  public static func makeCollected(_ registers: UnsafeMutablePointer<Value>, present: [Int32]) {
    let frame = Frame(registers)
    let (caller, t) = (frame.caller.unsafelyUnwrapped, thread)
    let generator = Generators.make(frame, resumeAt: frame.pc, sentRegister: 0)
    for register in present { generator.registers[Int(register)] = registers[Int(register)] }
    // It counts once only.
    t.pointee.depth -= 1
    _ = Generators.activate(
      generator, caller: caller, Frame(caller).stackTop, sending: registers[0], frame.flags, t)
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
