// The module `sys.monitoring` (PEP 669).

import TaipanRuntime

enum MonitoringModule {
  static let functions: [NativeMethod] = [
    NativeMethod("use_tool_id", "($module, tool_id, name, /)", useTool),
    NativeMethod("free_tool_id", "($module, tool_id, /)", freeTool),
    NativeMethod("get_tool", "($module, tool_id, /)", getTool),
    NativeMethod("register_callback", "($module, tool_id, event, func, /)", registerCallback),
    NativeMethod("get_events", "($module, tool_id, /)", getEvents),
    NativeMethod("set_events", "($module, tool_id, event_set, /)", setEvents),
    NativeMethod("get_local_events", "($module, tool_id, code, /)", getLocalEvents),
    NativeMethod("set_local_events", "($module, tool_id, code, event_set, /)", setLocalEvents),
    NativeMethod("restart_events", "($module, /)", restartEvents),
    NativeMethod("_all_events", "($module, /)", allEvents),
  ]
  /// Tools for everyone; two more are `sys.settrace` and `sys.setprofile`.
  private static let toolCount = 6
  private static let callEvents =
    1 << Monitoring.Event.nativeReturn.rawValue
    | 1 << Monitoring.Event.nativeRaise.rawValue
  private static let settableEvents = 1 << Monitoring.Event.nativeReturn.rawValue
  private static let localEvents = 1 << Monitoring.Event.raise.rawValue

  static func make() -> Value {
    let module = NativeModules.make("sys.monitoring", functions)
    let dict = module.dict
    let (disable, missing) = (
      Value(Instances.allocate(BuiltinType.object.ref)),
      Value(Instances.allocate(BuiltinType.object.ref))
    )
    Monitoring.start(disable: disable, missing: missing)
    dict.setStr("DISABLE", disable)
    dict.setStr("MISSING", missing)
    for (name, number) in [
      ("DEBUGGER_ID", 0), ("COVERAGE_ID", 1), ("PROFILER_ID", 2), ("OPTIMIZER_ID", 5),
    ] { dict.setStr(name, Value(number)) }
    let events = Value(Instances.allocate(BuiltinType.simpleNamespace.ref))
    dict.setStr("events", events)
    let names = Instances.materializeDict(events.asObject)
    for event in Monitoring.Event.allCases { names.setStr(event.name, Value(1 << event.rawValue)) }
    names.setStr("NO_EVENTS", Value(0))
    return module.value
  }

  // MARK: Arguments

  private static func tool(_ value: Value) throws(Raised) -> Int {
    let number = try Convert.machineInt(try Convert.index(value))
    if number < 0 || number >= toolCount {
      throw raise(.valueError, "invalid tool \(number) (must be between 0 and \(toolCount - 1))")
    }
    return number
  }

  private static func usedTool(_ value: Value) throws(Raised) -> Int {
    let number = try tool(value)
    if Monitoring.name(of: number).isAbsent {
      throw raise(.valueError, "tool \(number) is not in use")
    }
    return number
  }

  private static func hexadecimal(_ number: Int) -> String {
    String(UInt32(truncatingIfNeeded: number), radix: 16)
  }

  /// A set of events; those of calls go with `CALL`.
  private static func eventSet(_ value: Value, limit: Int, _ kind: String) throws(Raised) -> Int {
    var set = try Convert.machineInt(try Convert.index(value))
    if set < 0 || set >= 1 << Monitoring.Event.allCases.count {
      if set < 0, limit == localEvents { set &= ~callEvents }
      throw raise(.valueError, "invalid \(kind) 0x\(hexadecimal(set))")
    }
    let callBit = 1 << Monitoring.Event.call.rawValue
    if set & callEvents != 0, set & callBit == 0 || set & callEvents != callEvents {
      throw raise(.valueError, "cannot set C_RETURN or C_RAISE events independently")
    }
    set &= ~callEvents
    if set >= limit { throw raise(.valueError, "invalid \(kind) 0x\(hexadecimal(set))") }
    return set
  }

  private static func code(_ value: Value) throws(Raised) -> Value {
    if !value.isExactly(.code) { throw raise(.typeError, "code must be a code object") }
    return value
  }

  // MARK: Tools

  static func useTool(_ a: Args) throws(Raised) -> Value {
    let number = try tool(a[0])
    if !a[1].isStr { throw raise(.valueError, "tool name must be a str") }
    if Monitoring.name(of: number).isPresent {
      throw raise(.valueError, "tool \(number) is already in use")
    }
    Monitoring.setName(a[1], of: number)
    return .none
  }

  static func freeTool(_ a: Args) throws(Raised) -> Value {
    let number = try tool(a[0])
    if Monitoring.name(of: number).isPresent {
      Monitoring.clear(number)
      Monitoring.setName(.absent, of: number)
    }
    return .none
  }

  static func getTool(_ a: Args) throws(Raised) -> Value {
    let name = Monitoring.name(of: try tool(a[0]))
    return name.isAbsent ? .none : name
  }

  static func registerCallback(_ a: Args) throws(Raised) -> Value {
    let number = try tool(a[0])
    let set = try Convert.machineInt(try Convert.index(a[1]))
    if set <= 0 || set & (set - 1) != 0 {
      throw raise(.valueError, "The callback can only be set for one event at a time")
    }
    guard let event = Monitoring.Event(rawValue: set.trailingZeroBitCount) else {
      throw raise(.valueError, "invalid event \(set)")
    }
    let old = Monitoring.register(a[2].isNone ? .absent : a[2], number, event)
    return old.isAbsent ? .none : old
  }

  // MARK: Events

  static func getEvents(_ a: Args) throws(Raised) -> Value {
    Value(Monitoring.events(of: try tool(a[0])))
  }

  static func setEvents(_ a: Args) throws(Raised) -> Value {
    let number = try tool(a[0])
    let set = try eventSet(a[1], limit: settableEvents, "event set")
    Monitoring.setEvents(set, of: try usedTool(Value(number)))
    return .none
  }

  static func getLocalEvents(_ a: Args) throws(Raised) -> Value {
    let number = try tool(a[0])
    return Value(Monitoring.events(of: number, in: try code(a[1])))
  }

  static func setLocalEvents(_ a: Args) throws(Raised) -> Value {
    let number = try tool(a[0])
    let code = try code(a[1])
    let set = try eventSet(a[2], limit: localEvents, "local event set")
    try Monitoring.setEvents(set, of: try usedTool(Value(number)), in: code)
    return .none
  }

  static func restartEvents(_ a: Args) throws(Raised) -> Value {
    Monitoring.enableAll()
    return .none
  }

  /// For each event that is wanted, the tools as bits.
  static func allEvents(_ a: Args) throws(Raised) -> Value {
    let result = DictRef.make()
    for event in Monitoring.Event.allCases where !event.isOfCalls {
      let tools = Monitoring.tools(wanting: event)
      if tools != 0 { result.setStr(event.name, Value(tools)) }
    }
    return result.value
  }
}
