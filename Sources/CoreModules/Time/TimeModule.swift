// The module `time`.

import Glibc
import TaipanRuntime

public enum TimeModule {
  nonisolated(unsafe) private static var structType = BuiltinType.object.ref

  public static func make() -> ModuleRef {
    let module = NativeModules.make("time", functions)
    structType = StructSequences.makeType(
      "time.struct_time",
      [
        "tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday",
        "tm_isdst", "tm_zone", "tm_gmtoff",
      ], hidden: 2)
    let dict = module.dict
    dict.setStr("struct_time", structType.value)
    for (name, clock) in [
      ("CLOCK_REALTIME", 0), ("CLOCK_MONOTONIC", 1), ("CLOCK_PROCESS_CPUTIME_ID", 2),
      ("CLOCK_THREAD_CPUTIME_ID", 3), ("CLOCK_MONOTONIC_RAW", 4), ("CLOCK_BOOTTIME", 7),
      ("CLOCK_TAI", 11),
    ] {
      dict.setStr(name, Value(clock))
    }
    addZone(dict)
    dict.setStr("_STRUCT_TM_ITEMS", Value(smallInt: 11))
    return module
  }

  private static func addZone(_ dict: DictRef) {
    tzset()
    var now = time(nil)
    var parts = tm()
    localtime_r(&now, &parts)
    dict.setStr("timezone", Value(-(parts.tm_gmtoff - (parts.tm_isdst > 0 ? 3600 : 0))))
    dict.setStr("altzone", Value(-parts.tm_gmtoff))
    dict.setStr("daylight", Value(parts.tm_isdst > 0 ? 1 : 0))
    let name = Value(parts.tm_zone.map { String(cString: $0) } ?? "UTC")
    dict.setStr("tzname", TupleRef.of(name, name).value)
  }

  static let functions: [NativeMethod] = [
    NativeMethod("time", "($module, /)", { a throws(Raised) in Value(seconds(CLOCK_REALTIME)) }),
    NativeMethod(
      "time_ns", "($module, /)", { a throws(Raised) in Value(nanoseconds(CLOCK_REALTIME)) }),
    NativeMethod(
      "monotonic", "($module, /)", { a throws(Raised) in Value(seconds(CLOCK_MONOTONIC)) }),
    NativeMethod(
      "monotonic_ns", "($module, /)", { a throws(Raised) in Value(nanoseconds(CLOCK_MONOTONIC)) }),
    NativeMethod(
      "perf_counter", "($module, /)", { a throws(Raised) in Value(seconds(CLOCK_MONOTONIC)) }),
    NativeMethod(
      "perf_counter_ns", "($module, /)", { a throws(Raised) in Value(nanoseconds(CLOCK_MONOTONIC)) }
    ),
    NativeMethod(
      "process_time", "($module, /)",
      { a throws(Raised) in Value(seconds(CLOCK_PROCESS_CPUTIME_ID)) }),
    NativeMethod(
      "process_time_ns", "($module, /)",
      { a throws(Raised) in Value(nanoseconds(CLOCK_PROCESS_CPUTIME_ID)) }),
    NativeMethod(
      "thread_time", "($module, /)", { a throws(Raised) in Value(seconds(CLOCK_THREAD_CPUTIME_ID)) }
    ),
    NativeMethod(
      "thread_time_ns", "($module, /)",
      { a throws(Raised) in Value(nanoseconds(CLOCK_THREAD_CPUTIME_ID)) }),
    NativeMethod("clock_gettime", "($module, clk_id, /)", clockGetTime),
    NativeMethod("clock_gettime_ns", "($module, clk_id, /)", clockGetTimeNanoseconds),
    NativeMethod("clock_getres", "($module, clk_id, /)", { a throws(Raised) in Value(1e-9) }),
    NativeMethod("get_clock_info", "($module, name, /)", getClockInfo),
    NativeMethod("sleep", "($module, seconds, /)", sleep),
    NativeMethod(
      "localtime", "($module, seconds=None, /)", { a throws(Raised) in try broken(a, local: true) }),
    NativeMethod(
      "gmtime", "($module, seconds=None, /)", { a throws(Raised) in try broken(a, local: false) }),
    NativeMethod("mktime", "($module, tuple, /)", makeTime),
    NativeMethod("strftime", "($module, format, tuple=None, /)", format),
    NativeMethod("strptime", "($module, string, format='%a %b %d %H:%M:%S %Y', /)", parse),
    NativeMethod("asctime", "($module, tuple=None, /)", ascTime),
    NativeMethod("ctime", "($module, seconds=None, /)", cTime),
    NativeMethod("tzset", "($module, /)", { a throws(Raised) in .none }),
  ]

  private static func read(_ clock: clockid_t) -> timespec {
    var time = timespec()
    clock_gettime(clock, &time)
    return time
  }
  private static func seconds(_ clock: clockid_t) -> Double {
    let t = read(clock)
    return Double(t.tv_sec) + Double(t.tv_nsec) * 1e-9
  }
  private static func nanoseconds(_ clock: clockid_t) -> Int {
    let t = read(clock)
    return t.tv_sec * 1_000_000_000 + t.tv_nsec
  }
  static func clockGetTime(_ a: Args) throws(Raised) -> Value {
    Value(seconds(clockid_t(try Convert.machineInt(a[0]))))
  }
  static func clockGetTimeNanoseconds(_ a: Args) throws(Raised) -> Value {
    Value(nanoseconds(clockid_t(try Convert.machineInt(a[0]))))
  }

  static func getClockInfo(_ a: Args) throws(Raised) -> Value {
    let name = try Convert.requireStr(a[0], "get_clock_info() argument").text
    let isMonotonic = name != "time"
    guard ["time", "monotonic", "perf_counter", "process_time", "thread_time"].contains(name) else {
      throw raise(.valueError, "unknown clock")
    }
    let info = Value(Instances.allocate(BuiltinType.simpleNamespace.ref))
    let fields = Instances.materializeDict(info.asObject)
    let clocks = [
      "time": "CLOCK_REALTIME", "process_time": "CLOCK_PROCESS_CPUTIME_ID",
      "thread_time": "CLOCK_THREAD_CPUTIME_ID",
    ]
    fields.setStr("implementation", Value("clock_gettime(\(clocks[name] ?? "CLOCK_MONOTONIC"))"))
    fields.setStr("monotonic", Value(isMonotonic))
    fields.setStr("adjustable", Value(name == "time"))
    fields.setStr("resolution", Value(1e-9))
    return info
  }

  /// Sleeps the whole time, whatever signals arrive (PEP 475).
  static func sleep(_ a: Args) throws(Raised) -> Value {
    let duration = try Convert.double(a[0])
    if duration < 0 { throw raise(.valueError, "sleep length must be non-negative") }
    let end = seconds(CLOCK_MONOTONIC) + duration
    while true {
      let rest = end - seconds(CLOCK_MONOTONIC)
      if rest <= 0 { return .none }
      var time = timespec(tv_sec: Int(rest), tv_nsec: Int((rest - Double(Int(rest))) * 1e9))
      if nanosleep(&time, nil) != 0, errno == EINTR { try Safepoint.run() }
    }
  }

  // MARK: Calendar

  private static func moment(_ a: Args) throws(Raised) -> Int {
    if a.count == 0 || a[0].isNone { return time(nil) }
    if a[0].isAnyInt { return try Convert.machineInt(a[0]) }
    let seconds = try Convert.double(a[0])
    if seconds.isNaN { throw raise(.valueError, "Invalid value NaN (not a number)") }
    guard let whole = Int(exactly: seconds.rounded(.down)) else {
      throw raise(.overflowError, "timestamp out of range for platform time_t")
    }
    return whole
  }

  private static func broken(_ a: Args, local: Bool) throws(Raised) -> Value {
    var when = try moment(a)
    var parts = tm()
    if local { localtime_r(&when, &parts) } else { gmtime_r(&when, &parts) }
    return make(parts, local: local)
  }

  private static func make(_ parts: tm, local: Bool) -> Value {
    let values = ListRef.make()
    for n in [
      Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday), Int(parts.tm_hour),
      Int(parts.tm_min), Int(parts.tm_sec), (Int(parts.tm_wday) + 6) % 7, Int(parts.tm_yday) + 1,
      Int(parts.tm_isdst),
    ] {
      values.append(Value(n))
    }
    values.append(Value(local ? parts.tm_zone.map { String(cString: $0) } ?? "" : "UTC"))
    values.append(Value(local ? parts.tm_gmtoff : 0))
    return StructSequences.make(structType, values)
  }

  private static func parts(_ value: Value) throws(Raised) -> tm {
    let tuple = try Iterate.tuple(value)
    if tuple.count < 9 { throw raise(.typeError, "Tuple or struct_time argument required") }
    var numbers: [Int] = []
    for i in 0..<9 { numbers.append(try Convert.machineInt(tuple[i])) }
    var result = tm()
    result.tm_year = Int32(truncatingIfNeeded: numbers[0] - 1900)
    result.tm_mon = Int32(truncatingIfNeeded: max(0, numbers[1] - 1))
    result.tm_mday = Int32(truncatingIfNeeded: max(1, numbers[2]))
    result.tm_hour = Int32(truncatingIfNeeded: numbers[3])
    result.tm_min = Int32(truncatingIfNeeded: numbers[4])
    result.tm_sec = Int32(truncatingIfNeeded: numbers[5])
    result.tm_wday = Int32(truncatingIfNeeded: (numbers[6] + 1) % 7)
    result.tm_yday = Int32(truncatingIfNeeded: max(0, numbers[7] - 1))
    result.tm_isdst = Int32(truncatingIfNeeded: numbers[8])
    return result
  }

  static func makeTime(_ a: Args) throws(Raised) -> Value {
    var parts = try parts(a[0])
    parts.tm_wday = -1
    let result = mktime(&parts)
    if result == -1, parts.tm_wday == -1 {
      throw raise(.overflowError, "mktime argument out of range")
    }
    return Value(Double(result))
  }

  private static func current() -> tm {
    var now = time(nil)
    var parts = tm()
    localtime_r(&now, &parts)
    return parts
  }

  static func format(_ a: Args) throws(Raised) -> Value {
    let text = try Convert.requireStr(a[0], "strftime() argument 1").text
    var parts = a.count > 1 ? try parts(a[1]) : current()
    if text.isEmpty { return StrRef.empty.value }
    var size = 256
    while true {
      var buffer = [CChar](repeating: 0, count: size)
      let n = strftime(&buffer, size, text, &parts)
      if n > 0 || size > 1 << 16 { return Value(String(cString: buffer)) }
      size *= 4
    }
  }

  static func parse(_ a: Args) throws(Raised) -> Value {
    let module = try Imports.importModule("_strptime")
    return try Call.call(try Attributes.get(module, "_strptime_time"), a)
  }

  private static func text(_ parts: tm) -> Value {
    var copy = parts
    var buffer = [CChar](repeating: 0, count: 64)
    strftime(&buffer, 64, "%a %b %e %H:%M:%S %Y", &copy)
    return Value(String(cString: buffer))
  }
  static func ascTime(_ a: Args) throws(Raised) -> Value {
    text(a.count > 0 && !a[0].isNone ? try parts(a[0]) : current())
  }
  static func cTime(_ a: Args) throws(Raised) -> Value {
    var when = try moment(a)
    var parts = tm()
    localtime_r(&when, &parts)
    return text(parts)
  }
}
