// The calls of `posix` about the process and its children.

import CTaipan
import Glibc
import TaipanRuntime

enum PosixProcess {
  static let functions: [NativeMethod] = [
    NativeMethod("getpid", "($module, /)", { a throws(Raised) in Value(Int(getpid())) }),
    NativeMethod("getppid", "($module, /)", { a throws(Raised) in Value(Int(getppid())) }),
    NativeMethod("getuid", "($module, /)", { a throws(Raised) in Value(Int(getuid())) }),
    NativeMethod("geteuid", "($module, /)", { a throws(Raised) in Value(Int(geteuid())) }),
    NativeMethod("getgid", "($module, /)", { a throws(Raised) in Value(Int(getgid())) }),
    NativeMethod("getegid", "($module, /)", { a throws(Raised) in Value(Int(getegid())) }),
    NativeMethod(
      "cpu_count", "($module, /)",
      { a throws(Raised) in
        Value(SysModule.processorCount ?? sysconf(Int32(_SC_NPROCESSORS_ONLN)))
      }),
    NativeMethod(
      "_exit", "($module, status)",
      { a throws(Raised) in Glibc._exit(Int32(truncatingIfNeeded: try Convert.machineInt(a[0]))) }),
    NativeMethod(
      "kill", "($module, pid, signal, /)",
      { a throws(Raised) in
        if Glibc.kill(pid_t(try Convert.machineInt(a[0])), Int32(try Convert.cInt(a[1]))) != 0 {
          throw raiseOS(errno)
        }
        // A signal to this very process has arrived already.
        try Safepoint.run()
        return .none
      }),
    NativeMethod("waitpid", "($module, pid, options, /)", waitFor),
    NativeMethod("waitstatus_to_exitcode", "($module, status)", exitCode),
    NativeMethod("execv", "($module, path, argv, /)", execute),
    NativeMethod("system", "($module, command)", system),
    NativeMethod("putenv", "($module, name, value, /)", putEnvironment),
    NativeMethod(
      "unsetenv", "($module, name, /)",
      { a throws(Raised) in
        unsetenv(try Paths.bytes(a[0]))
        return .none
      }),
    NativeMethod(
      "strerror", "($module, code, /)",
      { a throws(Raised) in Value(String(cString: strerror(Int32(try Convert.cInt(a[0]))))) }),
    NativeMethod("urandom", "($module, size, /)", random),
    NativeMethod("getrandom", "($module, size, flags=0)", random),
    NativeMethod("uname", "($module, /)", uname),
    NativeMethod("times", "($module, /)", times),
    NativeMethod("getloadavg", "($module, /)", loadAverage),
    NativeMethod(
      "WIFEXITED", "($module, status)",
      { a throws(Raised) in Value(try Convert.machineInt(a[0]) & 0x7F == 0) }),
    NativeMethod(
      "WEXITSTATUS", "($module, status)",
      { a throws(Raised) in Value(try Convert.machineInt(a[0]) >> 8 & 0xFF) }),
    NativeMethod(
      "WIFSIGNALED", "($module, status)",
      { a throws(Raised) in
        let low = try Convert.machineInt(a[0]) & 0x7F
        return Value(low != 0 && low != 0x7F)
      }),
    NativeMethod(
      "WTERMSIG", "($module, status)",
      { a throws(Raised) in Value(try Convert.machineInt(a[0]) & 0x7F) }),
    NativeMethod(
      "WIFSTOPPED", "($module, status)",
      { a throws(Raised) in Value(try Convert.machineInt(a[0]) & 0xFF == 0x7F) }),
    NativeMethod(
      "WSTOPSIG", "($module, status)",
      { a throws(Raised) in Value(try Convert.machineInt(a[0]) >> 8 & 0xFF) }),
  ]

  static func waitFor(_ a: Args) throws(Raised) -> Value {
    var status: Int32 = 0
    while true {
      let (process, options) = (try Convert.machineInt(a[0]), try Convert.machineInt(a[1]))
      let pid = Threads.allowOthers { Int(waitpid(pid_t(process), &status, Int32(options))) }
      if pid >= 0 { return TupleRef.of(Value(pid), Value(Int(status))).value }
      if errno != EINTR { throw raiseOS(errno) }
      try Safepoint.run()
    }
  }
  static func exitCode(_ a: Args) throws(Raised) -> Value {
    let status = try Convert.machineInt(a[0])
    return status & 0x7F == 0 ? Value(status >> 8 & 0xFF) : Value(-(status & 0x7F))
  }
  static func execute(_ a: Args) throws(Raised) -> Value {
    let path = try PathArgument(function: "execv").bytes(a[0])
    guard a[1].isList || a[1].isTuple else {
      throw raise(.typeError, "execv() arg 2 must be a tuple or list")
    }
    let list = try Iterate.list(a[1])
    if list.count == 0 { throw raise(.valueError, "execv() arg 2 must not be empty") }
    var pointers: [UnsafeMutablePointer<CChar>?] = []
    defer { for pointer in pointers { free(pointer) } }
    for i in 0..<list.count { pointers.append(strdup(try Paths.bytes(list[i]))) }
    if pointers[0]?.pointee == 0 {
      throw raise(.valueError, "execv() arg 2 first element cannot be empty")
    }
    pointers.append(nil)
    taipan_restore_stack_limit()
    execv(path, &pointers)
    throw raiseOS(errno, a[0])
  }
  static func system(_ a: Args) throws(Raised) -> Value {
    let command = try Paths.bytes(a[0])
    return Value(Threads.allowOthers { Int(Glibc.system(command)) })
  }
  static func putEnvironment(_ a: Args) throws(Raised) -> Value {
    if setenv(try Paths.bytes(a[0]), try Paths.bytes(a[1]), 1) != 0 { throw raiseOS(errno) }
    return .none
  }
  static func random(_ a: Args) throws(Raised) -> Value {
    let count = try Convert.machineInt(a[0])
    if count < 0 { throw raise(.valueError, "negative argument not allowed") }
    let bytes = BytesRef.make(count: count)
    taipan_random(bytes.data, count)
    return bytes.value
  }
  static func uname(_ a: Args) throws(Raised) -> Value {
    var info = utsname()
    Glibc.uname(&info)
    let values = ListRef.make()
    func add<T>(_ field: T) {
      var copy = field
      values.append(
        withUnsafeBytes(of: &copy) {
          Value(String(cString: $0.baseAddress!.assumingMemoryBound(to: CChar.self)))
        })
    }
    add(info.sysname)
    add(info.nodename)
    add(info.release)
    add(info.version)
    add(info.machine)
    return StructSequences.make(PosixModule.unameType, values)
  }
  static func times(_ a: Args) throws(Raised) -> Value {
    var buffer = tms()
    let elapsed = Glibc.times(&buffer)
    let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
    let values = ListRef.make()
    for n in [buffer.tms_utime, buffer.tms_stime, buffer.tms_cutime, buffer.tms_cstime, elapsed] {
      values.append(Value(Double(n) / ticks))
    }
    return StructSequences.make(PosixModule.timesType, values)
  }
  static func loadAverage(_ a: Args) throws(Raised) -> Value {
    var loads = [0.0, 0.0, 0.0]
    getloadavg(&loads, 3)
    return TupleRef.of(Value(loads[0]), Value(loads[1]), Value(loads[2])).value
  }
}
