// The module `time`.

import Glibc
import TaipanRuntime

public enum TimeModule {
  nonisolated(unsafe) private static var structType = BuiltinType.object.ref
  /// Root: the module's namespace.
  nonisolated(unsafe) private static var namespace: UnsafeMutablePointer<Value>?

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
    namespace = Heap.makeRoot(dict.value)
    dict.setStr("_STRUCT_TM_ITEMS", Value(smallInt: 11))
    return module
  }

  /// The zone's constants: what holds in winter and in summer of this year, wherever they are.
  private static func addZone(_ dict: DictRef) {
    tzset()
    let year = (365 * 24 + 6) * 3600
    var january = time(nil) / year * year
    var july = january + year / 2
    var (winter, summer) = (tm(), tm())
    localtime_r(&january, &winter)
    localtime_r(&july, &summer)
    if winter.tm_gmtoff > summer.tm_gmtoff { swap(&winter, &summer) }
    dict.setStr("timezone", Value(-winter.tm_gmtoff))
    dict.setStr("altzone", Value(-summer.tm_gmtoff))
    dict.setStr("daylight", Value(winter.tm_gmtoff != summer.tm_gmtoff ? 1 : 0))
    dict.setStr("tzname", TupleRef.of(zoneName(winter), zoneName(summer)).value)
  }

  private static func zoneName(_ parts: tm) -> Value {
    Value(parts.tm_zone.map { String(cString: $0) } ?? "UTC")
  }

  /// `tzset()`: reads TZ anew.
  static func setZone(_ a: Args) throws(Raised) -> Value {
    addZone(DictRef(namespace.unsafelyUnwrapped.pointee))
    return .none
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
    NativeMethod("clock_settime", "($module, clk_id, time, /)", setClock),
    NativeMethod("clock_settime_ns", "($module, clk_id, time, /)", setClockNanoseconds),
    NativeMethod("pthread_getcpuclockid", "($module, thread_id, /)", threadClock),
    NativeMethod("clock_getres", "($module, clk_id, /)", clockGetResolution),
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
    NativeMethod("tzset", "($module, /)", setZone),
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
  /// A clock that the caller names.
  ///
  /// - Throws: OSError for one that the system does not have.
  private static func clock(_ value: Value) throws(Raised) -> clockid_t {
    let clock = clockid_t(truncatingIfNeeded: try Convert.cInt(value))
    var time = timespec()
    if clock_gettime(clock, &time) != 0 { throw raiseOS(errno) }
    return clock
  }
  static func clockGetTime(_ a: Args) throws(Raised) -> Value {
    Value(seconds(try clock(a[0])))
  }
  static func clockGetTimeNanoseconds(_ a: Args) throws(Raised) -> Value {
    Value(nanoseconds(try clock(a[0])))
  }
  static func clockGetResolution(_ a: Args) throws(Raised) -> Value {
    var time = timespec()
    if clock_getres(try clock(a[0]), &time) != 0 { throw raiseOS(errno) }
    return Value(Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9)
  }

  private static func set(_ clock: Value, to time: timespec) throws(Raised) -> Value {
    var time = time
    if clock_settime(clockid_t(truncatingIfNeeded: try Convert.cInt(clock)), &time) != 0 {
      throw raiseOS(errno)
    }
    return .none
  }
  static func setClock(_ a: Args) throws(Raised) -> Value {
    try set(a[0], to: try PosixFiles.moment(a[1]))
  }
  static func setClockNanoseconds(_ a: Args) throws(Raised) -> Value {
    guard a[1].isAnyInt else {
      throw raise(.typeError, "expect int, got \(a[1].typeName)")
    }
    guard let count = a[1].asMachineInt else {
      throw raise(.overflowError, "timestamp too large to convert to C PyTime_t")
    }
    let second = 1_000_000_000
    let rest = ((count % second) + second) % second
    return try set(a[0], to: timespec(tv_sec: (count - rest) / second, tv_nsec: rest))
  }
  static func threadClock(_ a: Args) throws(Raised) -> Value {
    if !a[0].isAnyInt {
      throw raise(
        .typeError,
        "pthread_getcpuclockid() argument 1 must be int, not \(a[0].argumentTypeName)")
    }
    var clock = clockid_t()
    // The C library reads memory at any other number.
    let identity = UInt(bitPattern: try Convert.machineInt(a[0]))
    guard Threads.all.contains(where: { $0.pointee.identity == identity }) else {
      throw raiseOS(ESRCH)
    }
    let code = pthread_getcpuclockid(pthread_t(identity), &clock)
    if code != 0 { throw raiseOS(code) }
    return Value(Int(clock))
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
    let duration = try WaitTime.seconds(a[0])
    if duration < 0 { throw raise(.valueError, "sleep length must be non-negative") }
    let end = seconds(CLOCK_MONOTONIC) + duration
    while true {
      let rest = end - seconds(CLOCK_MONOTONIC)
      if rest <= 0 { return .none }
      var time = timespec(tv_sec: Int(rest), tv_nsec: Int((rest - Double(Int(rest))) * 1e9))
      let code = Threads.allowOthers { Int(nanosleep(&time, nil)) }
      let isInterrupted = code != 0 && errno == EINTR
      if isInterrupted || thread.pointee.pollRequested { try Safepoint.run() }
    }
  }

  // MARK: Calendar

  private static func moment(_ a: Args) throws(Raised) -> Int {
    if a.count == 0 || a[0].isNone { return time(nil) }
    return try PosixFiles.moment(a[0]).tv_sec
  }

  private static func broken(_ a: Args, local: Bool) throws(Raised) -> Value {
    var when = try moment(a)
    var parts = tm()
    let result = local ? localtime_r(&when, &parts) : gmtime_r(&when, &parts)
    if result == nil { throw raiseOS(errno) }
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
    values.append(zoneName(parts))
    values.append(Value(local ? parts.tm_gmtoff : 0))
    return StructSequences.make(structType, values)
  }

  /// A calendar time as it is given; what its fields may hold is for `checked`.
  ///
  /// - Throws: TypeError for what is no tuple of nine ints; OverflowError for numbers that C does not take.
  private static func parts(_ value: Value, _ function: String) throws(Raised) -> tm {
    if !value.isTuple { throw raise(.typeError, "Tuple or struct_time argument required") }
    let tuple = TupleRef(value)
    if tuple.count != 9 { throw raise(.typeError, "\(function)(): illegal time tuple argument") }
    var numbers: [Int] = []
    for i in 0..<9 {
      let number = try Convert.machineInt(tuple[i])
      if Int32(exactly: number) == nil {
        throw raise(
          .overflowError,
          "signed integer is \(number < 0 ? "less than minimum" : "greater than maximum")")
      }
      numbers.append(number)
    }
    guard let year = Int32(exactly: numbers[0] - 1900) else {
      throw raise(.overflowError, "year out of range")
    }
    var result = tm()
    result.tm_year = year
    result.tm_mon = Int32(numbers[1]) &- 1
    result.tm_mday = Int32(numbers[2])
    result.tm_hour = Int32(numbers[3])
    result.tm_min = Int32(numbers[4])
    result.tm_sec = Int32(numbers[5])
    result.tm_wday = Int32((numbers[6] + 1) % 7)
    result.tm_yday = Int32(numbers[7]) &- 1
    result.tm_isdst = Int32(numbers[8])
    return result
  }

  /// Zeros where days and months begin at one stand for the first.
  ///
  /// - Throws: ValueError for a field that no calendar has.
  private static func checked(_ given: tm) throws(Raised) -> tm {
    var parts = given
    if parts.tm_mon == -1 { parts.tm_mon = 0 }
    if parts.tm_mday == 0 { parts.tm_mday = 1 }
    if parts.tm_yday == -1 { parts.tm_yday = 0 }
    for (value, range, name) in [
      (parts.tm_mon, 0...11, "month"), (parts.tm_mday, 0...31, "day of month"),
      (parts.tm_hour, 0...23, "hour"), (parts.tm_min, 0...59, "minute"),
      (parts.tm_sec, 0...61, "seconds"), (parts.tm_wday, 0...6, "day of week"),
      (parts.tm_yday, 0...365, "day of year"),
    ] where !range.contains(Int(value)) {
      throw raise(.valueError, "\(name) out of range")
    }
    parts.tm_isdst = min(max(parts.tm_isdst, -1), 1)
    return parts
  }

  static func makeTime(_ a: Args) throws(Raised) -> Value {
    var parts = try parts(a[0], "mktime")
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
    let format = try Convert.requireStr(a[0], "strftime() argument 1")
    var parts = a.count > 1 ? try checked(try parts(a[1], "strftime")) : current()
    let zone = a.count > 1 ? try givenZone(a[1]) : nil
    if let zone { parts.tm_gmtoff = zone.offset }
    // The field refers to memory that is not Python's.
    let name = zone.flatMap { strdup($0.name) }
    defer { free(name) }
    if let name { parts.tm_zone = UnsafePointer(name) }
    // C's function takes neither zeros nor, whatever the locale, all characters.
    let builder = StrBuilder()
    var start = 0
    while start < format.count {
      var end = start
      while end < format.count, format[end] > 0, format[end] < 0x80 { end += 1 }
      if end > start { builder.append(formatASCII(format.slice(start, end).text, &parts)) }
      start = end
      while end < format.count, format[end] == 0 || format[end] >= 0x80 { end += 1 }
      if end > start { builder.append(format.slice(start, end)) }
      start = end
    }
    return builder.finish().value
  }

  /// The zone that a `struct_time` tells.
  private static func givenZone(_ value: Value) throws(Raised) -> (name: String, offset: Int)? {
    if value.type != structType { return nil }
    let name = try Attributes.get(value, "tm_zone")
    let offset = try Attributes.get(value, "tm_gmtoff")
    if !name.isStr || offset.isNone { return nil }
    return (StrRef(name).text, try Convert.machineInt(offset))
  }

  private static func formatASCII(_ format: String, _ parts: inout tm) -> String {
    var size = 256
    while true {
      var buffer = [CChar](repeating: 0, count: size)
      let n = strftime(&buffer, size, format, &parts)
      if n > 0 || size > 1 << 16 { return String(cString: buffer) }
      size *= 4
    }
  }

  static func parse(_ a: Args) throws(Raised) -> Value {
    let module = try Imports.importModule("_strptime")
    return try Call.call(try Attributes.get(module, "_strptime_time"), a)
  }

  /// The form of C's `asctime`, for years of any length.
  private static func text(_ parts: tm) -> Value {
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let day = "\(parts.tm_mday < 10 ? " " : "")\(parts.tm_mday)"
    let clock = "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
    return Value(
      "\(days[Int(parts.tm_wday)]) \(months[Int(parts.tm_mon)]) \(day) \(clock) \(Int(parts.tm_year) + 1900)"
    )
  }
  static func ascTime(_ a: Args) throws(Raised) -> Value {
    text(
      a.count > 0 && !a[0].isNone ? try checked(try parts(a[0], "asctime")) : current())
  }
  static func cTime(_ a: Args) throws(Raised) -> Value {
    var when = try moment(a)
    var parts = tm()
    if localtime_r(&when, &parts) == nil { throw raiseOS(errno) }
    return text(parts)
  }
}
