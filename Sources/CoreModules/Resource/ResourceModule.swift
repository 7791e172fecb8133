// The module `resource`: limits of the process, and what it used.

import CTaipan
import Glibc
import TaipanRuntime

public enum ResourceModule {
  static let functions: [NativeMethod] = [
    NativeMethod("getrlimit", "($module, resource, /)", getLimit),
    NativeMethod("setrlimit", "($module, resource, limits, /)", setLimit),
    NativeMethod("prlimit", "($module, pid, resource, limits=None, /)", limitProcess),
    NativeMethod("getrusage", "($module, who, /)", usage),
    NativeMethod(
      "getpagesize", "($module, /)", { a throws(Raised) in Value(sysconf(Int32(_SC_PAGESIZE))) }),
  ]
  /// Numbers of Linux.
  private static let constants: [(StaticString, Int)] = [
    ("RLIMIT_CPU", 0), ("RLIMIT_FSIZE", 1), ("RLIMIT_DATA", 2), ("RLIMIT_STACK", 3),
    ("RLIMIT_CORE", 4), ("RLIMIT_RSS", 5), ("RLIMIT_NPROC", 6), ("RLIMIT_NOFILE", 7),
    ("RLIMIT_OFILE", 7), ("RLIMIT_MEMLOCK", 8), ("RLIMIT_AS", 9), ("RLIMIT_SIGPENDING", 11),
    ("RLIMIT_MSGQUEUE", 12), ("RLIMIT_NICE", 13), ("RLIMIT_RTPRIO", 14), ("RLIMIT_RTTIME", 15),
    ("RUSAGE_SELF", 0), ("RUSAGE_CHILDREN", -1), ("RUSAGE_THREAD", 1), ("RLIM_INFINITY", -1),
  ]
  private static let limitCount: Int32 = 16
  private static let usageType = StructSequences.makeType(
    "resource.struct_rusage",
    [
      "ru_utime", "ru_stime", "ru_maxrss", "ru_ixrss", "ru_idrss", "ru_isrss", "ru_minflt",
      "ru_majflt", "ru_nswap", "ru_inblock", "ru_oublock", "ru_msgsnd", "ru_msgrcv",
      "ru_nsignals", "ru_nvcsw", "ru_nivcsw",
    ])

  public static func make() -> ModuleRef {
    let module = NativeModules.make("resource", functions)
    for (name, number) in constants { module.dict.setStr(name.interned, Value(number)) }
    module.dict.setStr("struct_rusage", usageType.value)
    module.dict.setStr("error", BuiltinType.osError.value)
    return module
  }

  // MARK: Limits

  private static func kind(_ value: Value) throws(Raised) -> __rlimit_resource_t {
    let number = try PosixSystem.int(value)
    if number < 0 || number >= limitCount {
      throw raise(.valueError, "invalid resource specified")
    }
    return __rlimit_resource_t(UInt32(number))
  }

  private static func pair(_ limits: rlimit) -> Value {
    TupleRef.of(
      Value(Int(bitPattern: UInt(limits.rlim_cur))), Value(Int(bitPattern: UInt(limits.rlim_max)))
    ).value
  }

  private static func limits(_ value: Value) throws(Raised) -> rlimit {
    let pair = try Iterate.tuple(value)
    if pair.count != 2 { throw raise(.valueError, "expected a tuple of 2 integers") }
    let current = try Convert.machineInt(try Convert.index(pair[0]))
    let most = try Convert.machineInt(try Convert.index(pair[1]))
    return rlimit(rlim_cur: rlim_t(bitPattern: current), rlim_max: rlim_t(bitPattern: most))
  }

  private static func refused() -> Raised {
    switch errno {
    case EINVAL: return raise(.valueError, "current limit exceeds maximum limit")
    case EPERM: return raise(.valueError, "not allowed to raise maximum limit")
    default: return raiseOS(errno)
    }
  }

  static func getLimit(_ a: Args) throws(Raised) -> Value {
    var limits = rlimit()
    if getrlimit(try kind(a[0]), &limits) != 0 { throw raiseOS(errno) }
    return pair(limits)
  }

  static func setLimit(_ a: Args) throws(Raised) -> Value {
    let kind = try kind(a[0])
    var limits = try limits(a[1])
    if setrlimit(kind, &limits) != 0 { throw refused() }
    return .none
  }

  /// The old limits of any process, which `limits` replaces.
  static func limitProcess(_ a: Args) throws(Raised) -> Value {
    let process = try PosixSystem.int(a[0])
    let kind = try kind(a[1])
    var old = rlimit()
    if a.count > 2, a[2].isPresent, !a[2].isNone {
      var new = try limits(a[2])
      if taipan_process_limits(process, kind, &new, &old) != 0 { throw refused() }
    } else if taipan_process_limits(process, kind, nil, &old) != 0 {
      throw refused()
    }
    return pair(old)
  }

  // MARK: Usage

  static func usage(_ a: Args) throws(Raised) -> Value {
    let who = try PosixSystem.int(a[0])
    var used = rusage()
    if getrusage(who, &used) != 0 {
      if errno == EINVAL { throw raise(.valueError, "invalid who parameter") }
      throw raiseOS(errno)
    }
    return value(used)
  }

  /// What processes used, as an instance of `struct_rusage`.
  static func value(_ used: rusage) -> Value {
    let values = ListRef.make()
    for time in [used.ru_utime, used.ru_stime] {
      values.append(Value(Double(time.tv_sec) + Double(time.tv_usec) * 1e-6))
    }
    for number in [
      used.ru_maxrss, used.ru_ixrss, used.ru_idrss, used.ru_isrss, used.ru_minflt, used.ru_majflt,
      used.ru_nswap, used.ru_inblock, used.ru_oublock, used.ru_msgsnd, used.ru_msgrcv,
      used.ru_nsignals, used.ru_nvcsw, used.ru_nivcsw,
    ] {
      values.append(Value(number))
    }
    return StructSequences.make(usageType, values)
  }
}
