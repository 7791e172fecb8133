// The module `_lsprof`: the profiler of `cProfile`, a tool of `sys.monitoring`.
//
// Words of a Profiler: 1 its `ProfileData`, an address, 2 timer or absent, 3 unit of an int that the timer returns,
// or absent, 4 list of what was called, by number of the entry, 5 whether it is on, 6 whether the timer runs.

import Glibc
import TaipanRuntime

public enum ProfilerModule {
  private static let tool = 2
  private static let entryType = StructSequences.makeType(
    "_lsprof.profiler_entry",
    ["code", "callcount", "reccallcount", "totaltime", "inlinetime", "calls"])
  private static let subentryType = StructSequences.makeType(
    "_lsprof.profiler_subentry",
    ["code", "callcount", "reccallcount", "totaltime", "inlinetime"])

  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, /, *args, **kwargs)", new),
    NativeMethod(
      "__init__", "($self, /, timer=None, timeunit=0.0, subcalls=True, builtins=True)", initialize),
    NativeMethod("getstats", "($self, /)", getStats),
    NativeMethod("enable", "($self, /, subcalls=True, builtins=True)", enable),
    NativeMethod("disable", "($self, /)", disable),
    NativeMethod("clear", "($self, /)", clear),
    NativeMethod(
      "_pystart_callback", "($self, code, instruction_offset, exception=None, /)", start),
    NativeMethod("_pyreturn_callback", "($self, code, instruction_offset, retval, /)", end),
    NativeMethod(
      "_ccall_callback", "($self, code, instruction_offset, callable, self_arg, /)", startNative),
    NativeMethod(
      "_creturn_callback", "($self, code, instruction_offset, callable, self_arg, /)", endNative),
  ]
  static let spec = TypeSpec(
    "_lsprof.Profiler", size: 56, flags: [.baseable], methods: methods,
    releaser: { object in data(object).release() },
    doc: "Builds a profiler object using the specified timer function.")

  public static func make() -> ModuleRef {
    let module = NativeModules.make("_lsprof", [])
    module.dict.setStr("Profiler", NativeTypes.make(spec).value)
    module.dict.setStr("profiler_entry", entryType.value)
    module.dict.setStr("profiler_subentry", subentryType.value)
    return module
  }

  private static func data(_ object: ObjectRef) -> Unmanaged<ProfileData> {
    // An address with the low bit set, which is an int to the collector.
    let bits = UInt(object.word(1).pointee.bits) & ~1
    return Unmanaged.fromOpaque(UnsafeRawPointer(bitPattern: bits).unsafelyUnwrapped)
  }
  private static func data(_ a: Args) -> ProfileData { data(a[0].asObject).takeUnretainedValue() }
  private static func called(_ a: Args) -> ListRef { ListRef(a[0].asObject.word(4).pointee) }

  static func new(_ a: Args) throws(Raised) -> Value {
    let called = ListRef.make()
    let object = Instances.allocate(TypeRef(a[0]))
    let data = UInt(bitPattern: Unmanaged.passRetained(ProfileData()).toOpaque())
    object.word(1).pointee = Value(bits: UInt64(data | 1))
    object.word(4).pointee = called.value
    object.noteWrite()
    Heap.releaseWhenDead(object)
    return Value(object)
  }

  static func initialize(_ a: Args) throws(Raised) -> Value {
    let object = a[0].asObject
    object.word(2).pointee = a[1].isAbsent || a[1].isNone ? .absent : a[1]
    object.word(3).pointee = .absent
    if a[2].isPresent, !a[2].isNone {
      let unit = try Convert.double(a[2])
      if unit != 0 { object.word(3).pointee = Value(unit) }
    }
    object.noteWrite()
    try setOptions(a, 3)
    return .none
  }

  private static func setOptions(_ a: Args, _ first: Int) throws(Raised) {
    if a[first].isPresent { data(a).recordsSubcalls = try Convert.truth(a[first]) }
    if a[first + 1].isPresent { data(a).recordsBuiltins = try Convert.truth(a[first + 1]) }
  }

  // MARK: Time

  private static func now(_ a: Args) -> Double {
    let object = a[0].asObject
    let timer = object.word(2).pointee
    if timer.isAbsent {
      var time = timespec()
      clock_gettime(CLOCK_MONOTONIC, &time)
      return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }
    object.word(6).pointee = .true
    defer { object.word(6).pointee = .absent }
    do throws(Raised) {
      let result = try Call.function(timer)
      if object.word(3).pointee.isPresent { return Double(try Convert.machineInt(result)) }
      return (try Convert.double(result) * 1e9).rounded()
    } catch {
      Exceptions.reportUnraisable("Exception ignored in", timer)
      return 0
    }
  }

  // MARK: On and off

  private static let callbacks: [(Monitoring.Event, String)] = [
    (.start, "_pystart_callback"), (.resume, "_pystart_callback"), (.throw, "_pystart_callback"),
    (.return, "_pyreturn_callback"), (.yield, "_pyreturn_callback"),
    (.unwind, "_pyreturn_callback"), (.call, "_ccall_callback"),
    (.nativeReturn, "_creturn_callback"), (.nativeRaise, "_creturn_callback"),
  ]

  static func enable(_ a: Args) throws(Raised) -> Value {
    try setOptions(a, 1)
    if Monitoring.name(of: tool).isPresent {
      throw raise(.valueError, "Another profiling tool is already active")
    }
    Monitoring.setName(Value("cProfile"), of: tool)
    var events = 0
    for (event, name) in callbacks {
      _ = Monitoring.register(try Attributes.get(a[0], name), tool, event)
      if !event.isOfCalls { events |= 1 << event.rawValue }
    }
    a[0].asObject.word(5).pointee = .true
    Monitoring.setEvents(events, of: tool)
    return .none
  }

  private static func checkTimer(_ a: Args, _ method: String) throws(Raised) {
    if a[0].asObject.word(6).pointee.isPresent {
      throw raise(.runtimeError, "cannot call \(method)() in external timer")
    }
  }

  static func disable(_ a: Args) throws(Raised) -> Value {
    try checkTimer(a, "disable")
    if a[0].asObject.word(5).pointee.isAbsent { return .none }
    a[0].asObject.word(5).pointee = .absent
    Monitoring.clear(tool)
    Monitoring.setName(.absent, of: tool)
    data(a).endAll { now(a) }
    return .none
  }

  static func clear(_ a: Args) throws(Raised) -> Value {
    try checkTimer(a, "clear")
    data(a).clear()
    called(a).truncate(0)
    return .none
  }

  // MARK: Events

  private static func begin(_ a: Args, _ key: UInt, _ callable: () throws(Raised) -> Value)
    throws(Raised)
  {
    let (number, isNew) = data(a).number(of: key)
    if isNew { called(a).append(try callable()) }
    data(a).begin(number) { now(a) }
  }

  static func start(_ a: Args) throws(Raised) -> Value {
    try begin(a, UInt(a[1].bits)) { () throws(Raised) in a[1] }
    return .none
  }

  static func end(_ a: Args) throws(Raised) -> Value {
    data(a).end(UInt(a[1].bits), at: now(a))
    return .none
  }

  static func startNative(_ a: Args) throws(Raised) -> Value {
    guard data(a).recordsBuiltins, let function = LegacyTracing.native(a[3], a[4]) else {
      return .none
    }
    try begin(a, key(function)) { () throws(Raised) in try describe(function) }
    return .none
  }

  static func endNative(_ a: Args) throws(Raised) -> Value {
    if data(a).recordsBuiltins, let function = LegacyTracing.native(a[3], a[4]) {
      data(a).end(key(function), at: now(a))
    }
    return .none
  }

  /// Methods of different receivers are one.
  private static func key(_ function: Value) -> UInt {
    UInt(bitPattern: NativeFunctionRef(function).p.pointee.entry)
  }

  /// A text for a builtin function, so that its receiver need not be kept.
  private static func describe(_ function: Value) throws(Raised) -> Value {
    let p = NativeFunctionRef(function).p.pointee
    let name = "\(p.entry.pointee.name)"
    if p.owner.isPresent, p.selfValue.isPresent {
      let method = p.selfValue.type.lookup(Interning.intern(name))
      if method.isPresent { return try Convert.repr(method).value }
      return Value("<built-in method \(name)>")
    }
    if p.moduleName.isPresent, p.moduleName.isStr {
      return Value("<built-in method \(StrRef(p.moduleName).text).\(name)>")
    }
    return Value("<built-in method \(name)>")
  }

  // MARK: Results

  static func getStats(_ a: Args) throws(Raised) -> Value {
    let result = ListRef.make()
    let unit = a[0].asObject.word(3).pointee
    let factor = unit.isPresent ? unit.asFloat : 1e-9
    let called = called(a)
    for (number, entry) in data(a).entries.enumerated() where entry.counts.calls > 0 {
      var calls = Value.none
      if !entry.calleeOrder.isEmpty {
        let list = ListRef.make()
        for callee in entry.calleeOrder {
          let counts = entry.callees[callee] ?? ProfileData.Counts()
          list.append(StructSequences.make(subentryType, values(called[callee], counts, factor)))
        }
        calls = list.value
      }
      let values = values(called[number], entry.counts, factor)
      values.append(calls)
      result.append(StructSequences.make(entryType, values))
    }
    return result.value
  }

  private static func values(_ called: Value, _ counts: ProfileData.Counts, _ factor: Double)
    -> ListRef
  {
    let list = ListRef.make()
    list.append(called)
    list.append(Value(counts.calls))
    list.append(Value(counts.recursiveCalls))
    list.append(Value(counts.totalTime * factor))
    list.append(Value(counts.ownTime * factor))
    return list
  }
}
