// `sys.settrace` and `sys.setprofile`: two tools whose callables belong to a thread, and are told of events
// by names of their own.

public enum LegacyTracing {
  private static let traceEvents: [Monitoring.Event] = [
    .start, .resume, .return, .yield, .raise, .line, .instruction, .jump, .unwind, .throw,
    .stopIteration,
  ]
  private static let profileEvents: [Monitoring.Event] = [
    .start, .resume, .return, .yield, .call, .unwind, .throw,
  ]

  /// - Parameter function: absent for none.
  public static func setTrace(_ function: Value, for record: ThreadRecordRef) {
    record.withState { $0.traceFunction = function }
    let wanted = Threads.all.contains { $0.withState { $0.traceFunction.isPresent } ?? false }
    setEvents(wanted ? traceEvents : [], of: Monitoring.traceTool)
  }

  public static func setProfile(_ function: Value, for record: ThreadRecordRef) {
    record.withState { $0.profileFunction = function }
    let wanted = Threads.all.contains { $0.withState { $0.profileFunction.isPresent } ?? false }
    setEvents(wanted ? profileEvents : [], of: Monitoring.profileTool)
  }

  /// What only this thread was traced for ends with it.
  static func threadEnds(_ record: ThreadRecordRef) {
    if thread.pointee.traceFunction.isPresent { setTrace(.absent, for: record) }
    if thread.pointee.profileFunction.isPresent { setProfile(.absent, for: record) }
  }

  private static func setEvents(_ events: [Monitoring.Event], of tool: Int) {
    let set = events.reduce(0) { $0 | 1 << $1.rawValue }
    if set != Monitoring.events(of: tool) { Monitoring.setEvents(set, of: tool) }
  }

  /// `sys.call_tracing`: calls a function as if no event were being told of.
  public static func callTracing(_ function: Value, _ args: TupleRef) throws(Raised) -> Value {
    let (depth, event) = (thread.pointee.eventDepth, thread.pointee.event)
    (thread.pointee.eventDepth, thread.pointee.event) = (0, -1)
    defer { (thread.pointee.eventDepth, thread.pointee.event) = (depth, event) }
    return try Call.function(function, args, nil)
  }

  // MARK: Tracing

  static func trace(
    _ event: Monitoring.Event, _ frame: Frame, _ form: TracedForm?, _ offset: Int, _ value: Value
  ) throws(Raised) {
    if thread.pointee.traceFunction.isAbsent { return }
    switch event {
    case .start, .resume, .throw:
      try call(thread.pointee.traceFunction, FrameObjects.of(frame), "call", .none)
    case .return, .yield: try callLocal(frame, "return", value)
    case .unwind: try callLocal(frame, "return", .none)
    case .raise, .stopIteration: try callLocal(frame, "exception", value, isException: true)
    case .line:
      if !ignoresLines(frame) { try callLocal(frame, "line", .none) }
    case .jump:
      // Each round of a loop on one line is a line.
      guard let form, value.asInt <= offset, form.lines[value.asInt / 2] == form.lines[offset / 2],
        form.lines[offset / 2] >= 0, !ignoresLines(frame)
      else { return }
      try callLocal(frame, "line", .none)
    case .instruction:
      if let object = FrameObjects.existing(frame), object.p.pointee.tracesOpcodes.isPresent {
        try callLocal(frame, "opcode", .none)
      }
    case .call, .branch, .handled, .reraise, .nativeReturn, .nativeRaise: break
    }
  }

  private static func ignoresLines(_ frame: Frame) -> Bool {
    FrameObjects.existing(frame)?.p.pointee.ignoresLines.isPresent ?? true
  }

  /// Calls what the frame's `f_trace` is, if it is anything.
  private static func callLocal(
    _ frame: Frame, _ event: StaticString, _ value: Value, isException: Bool = false
  ) throws(Raised) {
    guard let object = FrameObjects.existing(frame) else { return }
    let function = object.p.pointee.traceFunction
    if function.isAbsent || function.isNone { return }
    var argument = value
    if isException {
      let traceback = ExceptionRef(value).traceback
      argument =
        TupleRef.of(value.type.value, value, traceback.isAbsent ? .none : traceback).value
    }
    try call(function, object, event, argument)
  }

  private static func call(
    _ function: Value, _ frame: FrameRef, _ event: StaticString, _ argument: Value
  ) throws(Raised) {
    let result: Value
    do throws(Raised) {
      result = try callHook(function, frame, event, argument)
    } catch {
      setTrace(.absent, for: Threads.current)
      frame.p.pointee.traceFunction = .absent
      throw error
    }
    if result.isNone { return }
    frame.p.pointee.traceFunction = result
    frame.object.noteWrite()
  }

  private static func callHook(
    _ function: Value, _ frame: FrameRef, _ event: StaticString, _ argument: Value
  ) throws(Raised) -> Value {
    thread.pointee.eventDepth += 1
    defer { thread.pointee.eventDepth -= 1 }
    return try Call.function(function, frame.value, Interning.intern("\(event)"), argument)
  }

  // MARK: Profiling

  static func profile(
    _ event: Monitoring.Event, _ frame: Frame, _ first: Value, _ second: Value
  ) throws(Raised) {
    if thread.pointee.profileFunction.isAbsent { return }
    switch event {
    case .start, .resume, .throw: try callProfiler(frame, "call", .none)
    case .return, .yield: try callProfiler(frame, "return", first)
    case .unwind: try callProfiler(frame, "return", .none)
    case .call: try callProfiler(frame, "c_call", native: first, second)
    case .nativeReturn: try callProfiler(frame, "c_return", native: first, second)
    case .nativeRaise: try callProfiler(frame, "c_exception", native: first, second)
    case .line, .instruction, .jump, .branch, .stopIteration, .raise, .handled, .reraise: break
    }
  }

  private static func callProfiler(
    _ frame: Frame, _ event: StaticString, native callable: Value, _ receiver: Value
  ) throws(Raised) {
    var callable = callable
    if callable.isExactly(.method) { callable = MethodRef(callable).p.pointee.function }
    guard let function = Self.native(callable, receiver) else { return }
    try callProfiler(frame, event, function)
  }

  /// A builtin function or method as profilers know it, bound; nil for other callables.
  public static func native(_ callable: Value, _ receiver: Value) -> Value? {
    if callable.isExactly(.builtinFunction) { return callable }
    if !callable.isExactly(.methodDescriptor) || receiver === Monitoring.missing { return nil }
    return Attributes.bindNative(NativeFunctionRef(callable), receiver)
  }

  private static func callProfiler(_ frame: Frame, _ event: StaticString, _ argument: Value)
    throws(Raised)
  {
    let object = FrameObjects.of(frame)
    do throws(Raised) {
      _ = try callHook(thread.pointee.profileFunction, object, event, argument)
    } catch {
      setProfile(.absent, for: Threads.current)
      throw error
    }
  }
}

extension ThreadRecordRef {
  /// Calls `body` with the state of a thread, wherever it is; nil for a thread that has ended or not begun.
  @discardableResult
  func withState<T>(_ body: (inout ThreadState) -> T) -> T? {
    if self == Threads.current { return body(&thread.pointee) }
    if pointee.parked == nil { return nil }
    return body(&pointee.parked!)
  }
}

extension FrameObjects {
  /// The frame object of a frame, if one was made.
  static func existing(_ frame: Frame) -> FrameRef? {
    let extra = frame.extra
    if extra.isAbsent { return nil }
    if frame.isGenerator {
      let object = GeneratorRef(extra).p.pointee.frame
      return object.isPresent ? FrameRef(object) : nil
    }
    return extra.isExactly(.frame) ? FrameRef(extra) : nil
  }
}
