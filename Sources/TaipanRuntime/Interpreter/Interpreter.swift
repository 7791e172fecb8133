// The interpreter: entry from native code, unwinding, and what handlers share.
//
// A handler runs with pc at the word after its instruction word. It advances pc over its cache words
// on success; on an exception any pc within the instruction's words will do: `unwind` looks up the
// word before it. Whatever may run Python code stores pc into the frame first (`save`).

import RegisterCode

public typealias PC = UnsafeMutablePointer<UInt64>
public typealias Registers = UnsafeMutablePointer<Value>

public enum Interpreter {
  /// Makes pc visible to code that looks at frames: tracebacks, warnings, `sys._getframe`.
  @inline(__always) static func save(_ pc: PC, _ r: Registers) {
    r[-2] = Value(bits: UInt64(UInt(bitPattern: pc)))
  }

  /// Where to continue after a raised exception: the handler of the nearest frame, or nil when the
  /// frame that `run` was entered with is left.
  ///
  /// - Parameter isThrown: whether the exception comes from outside, into a generator.
  @inline(never)
  static func unwind(
    _ thread: ThreadRef, _ pcAtRaise: PC, _ registers: Registers, isThrown: Bool = false
  ) -> (PC, Registers)? {
    var pc = pcAtRaise
    var r = registers
    var isFromCallee = isThrown
    while true {
      save(pc, r)
      let frame = Frame(r)
      let body = frame.body
      let word = Int32(truncatingIfNeeded: pc - body.pointee.entry.unsafelyUnwrapped) - 1
      let isReraised = thread.pointee.isReraising
      Tracebacks.add(frame, word: Int(word))
      if Tracing.isOn {
        TraceEvents.raised(
          frame, Int(word), isReraised: isReraised, isFromCallee: isFromCallee)
      }
      if let handler = findHandler(body, word) {
        if Tracing.isOn { TraceEvents.handled(frame, Int(word), by: Int(handler.target)) }
        if handler.lastInstructionRegister >= 0 {
          r[Int(handler.lastInstructionRegister)] = Value(
            smallInt: FrameObjects.endOffset(frame))
        }
        r[Int(handler.exceptionRegister)] = thread.pointee.exception
        thread.pointee.exception = .absent
        return (body.pointee.entry.unsafelyUnwrapped + Int(handler.target), r)
      }
      if Tracing.isOn {
        TraceEvents.unwound(frame, Int(word), isFromCallee: isFromCallee)
      }
      let flags = frame.flags
      let caller = leave(thread, r, flags)
      if flags & FrameFlags.entry != 0 { return nil }
      r = caller.unsafelyUnwrapped
      pc = Frame(r).pc
      isFromCallee = true
    }
  }

  static func findHandler(_ body: UnsafeMutablePointer<CodeBody>, _ word: Int32)
    -> LoweredCode.Handler?
  {
    for i in 0..<Int(body.pointee.handlerCount) {
      let handler = body.pointee.handlers.unsafelyUnwrapped[i]
      if handler.start <= word, word < handler.end { return handler }
    }
    return nil
  }

  /// Pops a frame that is left by an exception; returns the caller's registers.
  private static func leave(_ thread: ThreadRef, _ r: Registers, _ flags: UInt64) -> Registers? {
    let frame = Frame(r)
    if flags & FrameFlags.generator != 0 {
      Generators.finish(GeneratorRef(frame.extra), thread)
      if flags & FrameFlags.asyncStep != 0 { AsyncSteps.end(caller: frame.caller) }
    } else if flags & FrameFlags.hasFrameObject != 0 {
      FrameObjects.detach(frame)
    }
    thread.pointee.depth -= 1
    thread.pointee.frame = frame.caller
    return frame.caller
  }

  // MARK: Entry from native code

  /// Calls a Python function.
  static func callFunction(_ function: FunctionRef, _ args: Args) throws(Raised) -> Value {
    let t = thread
    try ThreadState.checkNativeStack()
    let body = function.p.pointee.body
    let r = t.pointee.stackTop + Frame.headerWords
    if body.pointee.entry == nil { try CodeLowering.lower(body) }
    try checkDepth(t, r, body)
    if body.pointee.simpleArguments == Int32(args.count), args.keywordNames.isAbsent {
      // Few as they are, a loop beats a call of memmove.
      for i in 0..<args.count { r[i] = args.base[i] }
      clear(r, from: args.count, body)
    } else {
      try ArgumentBinding.bind(function, args, into: r)
    }
    return try enter(t, r, function, body, namespace: .absent)
  }

  /// Calls a Python function with one argument or, where `b` is present, two.
  static func callFunction(_ function: FunctionRef, _ a: Value, _ b: Value) throws(Raised) -> Value
  {
    let body = function.p.pointee.body
    let count = b.isPresent ? 2 : 1
    guard Int(body.pointee.simpleArguments) == count, body.pointee.entry != nil else {
      var pair = (a, b)
      return try withUnsafeMutablePointer(to: &pair) { (p) throws(Raised) in
        let base = UnsafeMutableRawPointer(p).assumingMemoryBound(to: Value.self)
        return try callFunction(function, Args(base: base, count: count))
      }
    }
    let t = thread
    try ThreadState.checkNativeStack()
    let r = t.pointee.stackTop + Frame.headerWords
    try checkDepth(t, r, body)
    r[0] = a
    if b.isPresent { r[1] = b }
    clear(r, from: count, body)
    return try enter(t, r, function, body, namespace: .absent)
  }

  /// Runs code in a namespace: modules, class bodies, `exec`.
  public static func execute(_ function: FunctionRef, namespace: Value) throws(Raised) -> Value {
    let t = thread
    try ThreadState.checkNativeStack()
    let body = function.p.pointee.body
    let r = t.pointee.stackTop + Frame.headerWords
    if body.pointee.entry == nil { try CodeLowering.lower(body) }
    try checkDepth(t, r, body)
    clear(r, from: 0, body)
    return try enter(t, r, function, body, namespace: namespace)
  }

  @inline(__always)
  static func clear(_ r: Registers, from first: Int, _ body: UnsafeMutablePointer<CodeBody>) {
    var i = first
    let end = Int(body.pointee.localCount)
    while i < end {
      r[i] = .absent
      i += 1
    }
  }

  private static func enter(
    _ t: ThreadRef, _ r: Registers, _ function: FunctionRef,
    _ body: UnsafeMutablePointer<CodeBody>, namespace: Value
  ) throws(Raised) -> Value {
    let frame = Frame(r)
    frame.caller = t.pointee.frame
    frame.body = body
    frame.function = function
    frame.flags = FrameFlags.entry
    frame.extra = namespace
    frame.pc = body.pointee.entry.unsafelyUnwrapped + 1
    t.pointee.frame = r
    t.pointee.depth += 1
    try run(t, body.pointee.entry.unsafelyUnwrapped, r)
    return t.pointee.result
  }

  /// - Throws: RecursionError.
  @inline(__always)
  static func checkDepth(_ t: ThreadRef, _ r: Registers, _ body: UnsafeMutablePointer<CodeBody>)
    throws(Raised)
  {
    let end = r + Int(body.pointee.registerCount)
    if t.pointee.depth >= t.pointee.depthLimit || end > t.pointee.stackLimit {
      try refuseFrame(t, end)
    }
  }

  /// The same for `count` generators, which have registers of their own.
  @inline(__always)
  static func checkDepth(_ t: ThreadRef, generators count: Int = 1) throws(Raised) {
    if t.pointee.depth + count > t.pointee.depthLimit {
      try refuseFrame(t, t.pointee.stackBase, count)
    }
  }

  /// Says no to `count` new frames, unless the limit was lowered for a poll: the next safepoint is near.
  @inline(never)
  static func refuseFrame(_ t: ThreadRef, _ end: Registers, _ count: Int = 1) throws(Raised) {
    t.pointee.depthLimit = t.pointee.recursionLimit
    if t.pointee.depth + count > t.pointee.depthLimit || end > t.pointee.stackLimit {
      throw recursionError()
    }
  }

  private static func recursionError() -> Raised {
    // Handlers get some room before the limit counts again.
    let limit = thread.pointee.depthLimit
    thread.pointee.depthLimit += 50
    defer { thread.pointee.depthLimit = limit }
    return raise(.recursionError, "maximum recursion depth exceeded")
  }

  // MARK: Safepoints

  /// What was requested asynchronously: signals, finalizers.
  @inline(never)
  static func poll(_ pc: PC, _ r: Registers) throws(Raised) {
    save(pc, r)
    try Safepoint.run()
  }
}

public enum Safepoint {
  /// Set by `_signal`: runs the Python handlers of the signals that arrived.
  nonisolated(unsafe) public static var runSignalHandlers: (() throws(Raised) -> Void)?

  /// Runs what is pending; called by loops of the interpreter and by blocking native calls.
  ///
  /// - Throws: what signal handlers raise: KeyboardInterrupt above all.
  public static func run() throws(Raised) {
    thread.pointee.pollRequested = false
    thread.pointee.depthLimit = thread.pointee.recursionLimit
    if !Tracing.isOn { NativeTier.onSafepoint?() }
    if thread.pointee.signalPending, Threads.isMain {
      thread.pointee.signalPending = false
      if let handler = runSignalHandlers {
        try handler()
      } else {
        throw raise(.keyboardInterrupt)
      }
    }
    Finalizers.run()
    if thread.pointee.memoryIsScarce { try Heap.relieve() }
    if thread.pointee.switchWanted { Threads.giveWay() }
    try Threads.raiseInterruption()
  }
}
