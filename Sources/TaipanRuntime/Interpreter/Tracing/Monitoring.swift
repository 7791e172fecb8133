// The tools of `sys.monitoring`, and the events that they want. `sys.settrace` and `sys.setprofile` are two
// more tools (LegacyTracing.swift).

public enum Monitoring {
  /// Numbered as `sys.monitoring.events` does.
  public enum Event: Int, CaseIterable {
    case start, resume, `return`, yield, call, line, instruction, jump, branch, stopIteration
    case raise, handled, unwind, `throw`, reraise
    case nativeReturn, nativeRaise

    /// Events that belong to a place in the code: they may be wanted for one code object alone, and be
    /// disabled.
    static let localCount = 10
    var isLocal: Bool { rawValue < Event.localCount }
    /// Those that are wanted with `call`.
    public var isOfCalls: Bool { self == .nativeReturn || self == .nativeRaise }

    public var name: String {
      switch self {
      case .start: return "PY_START"
      case .resume: return "PY_RESUME"
      case .return: return "PY_RETURN"
      case .yield: return "PY_YIELD"
      case .call: return "CALL"
      case .line: return "LINE"
      case .instruction: return "INSTRUCTION"
      case .jump: return "JUMP"
      case .branch: return "BRANCH"
      case .stopIteration: return "STOP_ITERATION"
      case .raise: return "RAISE"
      case .handled: return "EXCEPTION_HANDLED"
      case .unwind: return "PY_UNWIND"
      case .throw: return "PY_THROW"
      case .reraise: return "RERAISE"
      case .nativeReturn: return "C_RETURN"
      case .nativeRaise: return "C_RAISE"
      }
    }
  }

  static let profileTool = 6
  static let traceTool = 7
  private static let allTools = 8

  /// For each event a bit for each tool that wants it everywhere.
  nonisolated(unsafe) private static let tools: UnsafeMutablePointer<UInt8> = {
    let tools = UnsafeMutablePointer<UInt8>.allocate(capacity: Event.allCases.count)
    tools.initialize(repeating: 0, count: Event.allCases.count)
    return tools
  }()
  /// Code objects that tools want events of alone.
  nonisolated(unsafe) private static var localCount = 0
  /// Raised when what was disabled is not any more.
  nonisolated(unsafe) private static var version = 0
  /// The callables by tool and event, and the names of tools, in one buffer.
  nonisolated(unsafe) private static let callables: ValueBuffer = {
    let buffer = ValueBuffer.make(capacity: (Event.allCases.count + 1) * allTools)
    Heap.pin(buffer.value.asObject)
    return buffer
  }()
  /// What callables return to have no more events of the place.
  nonisolated(unsafe) private static var disableMark = Value.absent
  nonisolated(unsafe) static var missing = Value.absent

  public static func start(disable: Value, missing: Value) {
    _ = Heap.makeRoot(disable)
    _ = Heap.makeRoot(missing)
    (disableMark, self.missing) = (disable, missing)
  }

  static var wantsEvents: Bool {
    localCount > 0 || Event.allCases.contains { tools[$0.rawValue] != 0 }
  }

  // MARK: What tools want

  private static func place(_ tool: Int, _ event: Int) -> Int {
    tool * (Event.allCases.count + 1) + event
  }

  private static func exchange(_ place: Int, _ value: Value) -> Value {
    let old = callables.items[place]
    callables.items[place] = value
    callables.value.asObject.noteWrite()
    return old
  }

  /// The name of a tool; absent where its number is free.
  public static func name(of tool: Int) -> Value {
    callables.items[place(tool, Event.allCases.count)]
  }

  public static func setName(_ name: Value, of tool: Int) {
    _ = exchange(place(tool, Event.allCases.count), name)
  }

  /// Returns the one that was registered, or absent.
  public static func register(_ callable: Value, _ tool: Int, _ event: Event) -> Value {
    exchange(place(tool, event.rawValue), callable)
  }

  /// The set of events that a tool wants everywhere.
  public static func events(of tool: Int) -> Int {
    Event.allCases.reduce(0) { $0 | Int(tools[$1.rawValue] >> tool & 1) << $1.rawValue }
  }

  public static func setEvents(_ events: Int, of tool: Int) {
    let bit = UInt8(1) << tool
    let removed = self.events(of: tool) & ~events
    for event in Event.allCases {
      if events >> event.rawValue & 1 != 0 {
        tools[event.rawValue] |= bit
      } else {
        tools[event.rawValue] &= ~bit
      }
    }
    if removed != 0 { enable(tool, removed) }
    Tracing.update()
  }

  /// The set of events that a tool wants of one code object.
  public static func events(of tool: Int, in code: Value) -> Int {
    guard let form = TracedForm.of(CodeRef(code).p.pointee.body) else { return 0 }
    return (0..<Event.localCount).reduce(0) {
      $0 | Int(form.p.pointee.localTools[$1] >> tool & 1) << $1
    }
  }

  /// - Throws: SystemError for code that cannot be lowered.
  public static func setEvents(_ events: Int, of tool: Int, in code: Value) throws(Raised) {
    let body = CodeRef(code).p.pointee.body
    if body.pointee.entry == nil { try CodeLowering.lower(body) }
    guard let form = TracedForm.make(body) else {
      throw raise(.systemError, "bytecode that cannot be lowered")
    }
    let wasWanted = form.isWanted
    for event in 0..<Event.localCount {
      let bit = UInt8(1) << tool
      if events >> event & 1 != 0 {
        form.p.pointee.localTools[event] |= bit
      } else {
        form.p.pointee.localTools[event] &= ~bit
      }
    }
    let isWanted = form.isWanted
    localCount += (isWanted ? 1 : 0) - (wasWanted ? 1 : 0)
    // A code object that is traced stays.
    if isWanted { Heap.pin(code.asObject) }
    Tracing.update()
  }

  /// Forgets all that a tool wants.
  public static func clear(_ tool: Int) {
    for event in Event.allCases { _ = register(.absent, tool, event) }
    CodeBodies.forEach { body in
      guard let form = TracedForm.of(body) else { return }
      let wasWanted = form.isWanted
      for event in 0..<Event.localCount { form.p.pointee.localTools[event] &= ~(1 << tool) }
      if wasWanted, !form.isWanted { localCount -= 1 }
    }
    setEvents(0, of: tool)
  }

  /// The tools that want an event of any code, as bits.
  public static func tools(wanting event: Event) -> Int { Int(tools(event)) }

  // MARK: Disabled events

  /// `restart_events`: what was disabled is enabled again.
  public static func enableAll() { version += 1 }

  private static func key(_ event: Event, _ offset: Int) -> UInt64 {
    UInt64(offset) << 8 | UInt64(event.rawValue)
  }

  private static func enable(_ tool: Int, _ events: Int) {
    CodeBodies.forEach { body in
      guard let form = TracedForm.of(body) else { return }
      for key in form.p.pointee.disabled.keys where events >> Int(key & 255) & 1 != 0 {
        form.p.pointee.disabled[key]? &= ~(1 << tool)
      }
    }
  }

  private static func disable(_ tool: Int, _ event: Event, _ form: TracedForm, _ offset: Int) {
    let event = event.isOfCalls ? .call : event
    form.p.pointee.disabled[key(event, offset), default: 0] |= 1 << tool
  }

  // MARK: Events

  /// The tools that want an event of any code.
  @inline(__always) static func tools(_ event: Event) -> UInt8 { tools[event.rawValue] }

  /// The tools that want an event of a place.
  static func tools(_ event: Event, _ form: TracedForm, _ offset: Int) -> UInt8 {
    let event = event.isOfCalls ? .call : event
    var wanted = tools[event.rawValue]
    if event.isLocal { wanted |= form.p.pointee.localTools[event.rawValue] }
    if wanted == 0 { return 0 }
    if form.p.pointee.disabledVersion != version {
      form.p.pointee.disabledVersion = version
      form.p.pointee.disabled = [:]
    }
    if form.p.pointee.disabled.isEmpty { return wanted }
    return wanted & ~form.p.pointee.disabled[key(event, offset), default: 0]
  }

  /// Tells the tools, the last first, of an event in a frame whose pc is saved.
  ///
  /// - Parameter first: what the callable gets behind the code and, but for lines, the offset; absent for
  ///   nothing.
  /// - Throws: what callables raise; ValueError where one disables an event that cannot be disabled.
  @inline(never)
  static func tell(
    _ event: Event, _ wanted: UInt8, _ frame: Frame, _ form: TracedForm?, _ offset: Int,
    _ first: Value = .absent, _ second: Value = .absent
  ) throws(Raised) {
    if thread.pointee.eventDepth > 0 { return }
    var tools = wanted
    let outer = thread.pointee.event
    thread.pointee.event = event.rawValue
    defer { thread.pointee.event = outer }
    while tools != 0 {
      let tool = 7 - tools.leadingZeroBitCount
      tools &= ~(1 << tool)
      if tool == traceTool {
        try LegacyTracing.trace(event, frame, form, offset, first)
      } else if tool == profileTool {
        try LegacyTracing.profile(event, frame, first, second)
      } else if try call(tool, event, frame, offset, first, second) {
        guard event.isLocal || event.isOfCalls, let form else {
          _ = register(.absent, tool, event)
          throw raise(
            .valueError, "Cannot disable \(event.name) events. Callback removed.")
        }
        disable(tool, event, form, offset)
      }
    }
  }

  /// Whether the callable wants no more events of the place.
  private static func call(
    _ tool: Int, _ event: Event, _ frame: Frame, _ offset: Int, _ first: Value, _ second: Value
  ) throws(Raised) -> Bool {
    let callable = callables.items[place(tool, event.rawValue)]
    if callable.isAbsent { return false }
    let scratch = thread.pointee.scratchTop
    try thread.pointee.growScratch(4)
    defer { thread.pointee.scratchTop = scratch }
    scratch[0] = frame.body.pointee.code
    var count = 1
    if event != .line {
      scratch[1] = Value(smallInt: offset)
      count = 2
    }
    if first.isPresent {
      scratch[count] = first
      count += 1
    }
    if second.isPresent {
      scratch[count] = second
      count += 1
    }
    thread.pointee.eventDepth += 1
    defer { thread.pointee.eventDepth -= 1 }
    return try Call.call(callable, Args(base: scratch, count: count)) === disableMark
  }
}
