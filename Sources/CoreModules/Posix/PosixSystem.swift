// Limits and identities of the system, processes and users.

import CTaipan
import Glibc
import TaipanRuntime

enum PosixSystem {
  static let functions: [NativeMethod] = [
    NativeMethod("sysconf", "($module, name, /)", systemLimit),
    NativeMethod("confstr", "($module, name, /)", systemText),
    NativeMethod("pathconf", "($module, path, name)", pathLimit),
    NativeMethod("fpathconf", "($module, fd, name, /)", descriptorLimit),
    NativeMethod("abort", "($module, /)", { a throws(Raised) in Glibc.abort() }),
    NativeMethod(
      "killpg", "($module, pgid, signal, /)",
      { a throws(Raised) in
        try check(Glibc.killpg(try int(a[0]), try int(a[1])))
      }),
    NativeMethod(
      "getpgid", "($module, pid)", { a throws(Raised) in try number(Glibc.getpgid(try int(a[0]))) }),
    NativeMethod("getpgrp", "($module, /)", { a throws(Raised) in Value(Int(Glibc.getpgrp())) }),
    NativeMethod(
      "setpgid", "($module, pid, pgrp, /)",
      { a throws(Raised) in
        try check(Glibc.setpgid(try int(a[0]), try int(a[1])))
      }),
    NativeMethod("setpgrp", "($module, /)", { a throws(Raised) in try check(Glibc.setpgid(0, 0)) }),
    NativeMethod(
      "getsid", "($module, pid, /)", { a throws(Raised) in try number(Glibc.getsid(try int(a[0]))) }
    ),
    NativeMethod(
      "setsid", "($module, /)",
      { a throws(Raised) in
        _ = try number(Glibc.setsid())
        return .none
      }),
    NativeMethod(
      "setuid", "($module, uid, /)",
      { a throws(Raised) in try check(Glibc.setuid(try PosixArguments.user(a[0]))) }),
    NativeMethod(
      "setgid", "($module, gid, /)",
      { a throws(Raised) in try check(Glibc.setgid(try PosixArguments.group(a[0]))) }),
    NativeMethod(
      "seteuid", "($module, euid, /)",
      { a throws(Raised) in try check(Glibc.seteuid(try PosixArguments.user(a[0]))) }),
    NativeMethod(
      "setegid", "($module, egid, /)",
      { a throws(Raised) in try check(Glibc.setegid(try PosixArguments.group(a[0]))) }),
    NativeMethod(
      "setreuid", "($module, ruid, euid, /)",
      { a throws(Raised) in
        try check(Glibc.setreuid(try PosixArguments.user(a[0]), try PosixArguments.user(a[1])))
      }),
    NativeMethod(
      "setregid", "($module, rgid, egid, /)",
      { a throws(Raised) in
        try check(Glibc.setregid(try PosixArguments.group(a[0]), try PosixArguments.group(a[1])))
      }),
    NativeMethod("getgroups", "($module, /)", groups),
    NativeMethod("getlogin", "($module, /)", loginName),
    NativeMethod("nice", "($module, increment, /)", changePriority),
    NativeMethod(
      "sched_yield", "($module, /)", { a throws(Raised) in try check(Glibc.sched_yield()) }),
    NativeMethod(
      "sched_get_priority_max", "($module, policy)",
      { a throws(Raised) in
        try number(Glibc.sched_get_priority_max(try int(a[0])))
      }),
    NativeMethod(
      "sched_get_priority_min", "($module, policy)",
      { a throws(Raised) in
        try number(Glibc.sched_get_priority_min(try int(a[0])))
      }),
    NativeMethod(
      "sync", "($module, /)",
      { a throws(Raised) in
        Glibc.sync()
        return .none
      }),
    NativeMethod("pidfd_open", "($module, pid, flags=0)", openProcess),
    NativeMethod("execve", "($module, path, argv, env)", executeWith),
    NativeMethod("wait", "($module, /)", waitForAny),
    NativeMethod(
      "WCOREDUMP", "($module, status, /)", { a throws(Raised) in Value(try int(a[0]) & 0x80 != 0) }),
    NativeMethod(
      "WIFCONTINUED", "($module, status)", { a throws(Raised) in Value(try int(a[0]) == 0xFFFF) }),
  ]

  static func int(_ value: Value) throws(Raised) -> Int32 {
    guard let n = try Convert.index(value).asMachineInt, let result = Int32(exactly: n) else {
      throw raise(.overflowError, "Python int too large to convert to C int")
    }
    return result
  }

  /// None after a call that answered 0.
  static func check(_ result: Int32) throws(Raised) -> Value {
    if result != 0 { throw raiseOS(errno) }
    return .none
  }

  /// The answer of a call that answers -1 on failure.
  static func number(_ result: Int32) throws(Raised) -> Value {
    if result < 0 { throw raiseOS(errno) }
    return Value(Int(result))
  }

  // MARK: Limits

  private static func name(_ value: Value, _ table: [(StaticString, Int)]) throws(Raised) -> Int32 {
    if value.isAnyInt { return try int(value) }
    guard value.isStr else {
      throw raise(.typeError, "configuration names must be strings or integers")
    }
    let text = StrRef(value).text
    guard let row = table.first(where: { "\($0.0)" == text }) else {
      throw raise(.valueError, "unrecognized configuration name")
    }
    return Int32(row.1)
  }

  static func systemLimit(_ a: Args) throws(Raised) -> Value {
    let number = try name(a[0], PosixModule.sysconfNames)
    taipan_set_errno(0)
    let result = Glibc.sysconf(number)
    if result == -1, taipan_errno() != 0 { throw raiseOS(taipan_errno()) }
    return Value(result)
  }

  static func systemText(_ a: Args) throws(Raised) -> Value {
    let number = try name(a[0], PosixModule.confstrNames)
    taipan_set_errno(0)
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = Glibc.confstr(number, &buffer, buffer.count)
    if count == 0 {
      if taipan_errno() != 0 { throw raiseOS(taipan_errno()) }
      return .none
    }
    return Value(String(cString: buffer))
  }

  static func descriptorLimit(_ a: Args) throws(Raised) -> Value {
    let descriptor = try int(a[0])
    let number = try name(a[1], PosixModule.pathconfNames)
    taipan_set_errno(0)
    let result = Glibc.fpathconf(descriptor, number)
    if result == -1, taipan_errno() != 0 { throw raiseOS(taipan_errno()) }
    return Value(result)
  }
  static func pathLimit(_ a: Args) throws(Raised) -> Value {
    let path = a[0].isAnyInt ? [] : try PathArgument.orDescriptor("pathconf").bytes(a[0])
    let number = try name(a[1], PosixModule.pathconfNames)
    taipan_set_errno(0)
    let result: Int
    if a[0].isAnyInt {
      result = Glibc.fpathconf(try int(a[0]), number)
    } else {
      result = Glibc.pathconf(path, number)
    }
    if result == -1, taipan_errno() != 0 { throw raiseOS(taipan_errno(), a[0]) }
    return Value(result)
  }

  // MARK: Users

  static func groups(_ a: Args) throws(Raised) -> Value {
    var ids = [gid_t](repeating: 0, count: 65536)
    let count = Glibc.getgroups(Int32(ids.count), &ids)
    if count < 0 { throw raiseOS(errno) }
    let list = ListRef.make()
    for i in 0..<Int(count) { list.append(Value(Int(ids[i]))) }
    return list.value
  }

  static func loginName(_ a: Args) throws(Raised) -> Value {
    guard let text = Glibc.getlogin() else { throw raiseOS(errno) }
    return Value(String(cString: text))
  }

  static func changePriority(_ a: Args) throws(Raised) -> Value {
    taipan_set_errno(0)
    let result = Glibc.nice(try int(a[0]))
    if result == -1, taipan_errno() != 0 { throw raiseOS(taipan_errno()) }
    return Value(Int(result))
  }

  // MARK: Processes

  static func openProcess(_ a: Args) throws(Raised) -> Value {
    let flags = a[1].isPresent ? try int(a[1]) : 0
    return try number(taipan_pidfd_open(try int(a[0]), UInt32(bitPattern: flags)))
  }

  static func waitForAny(_ a: Args) throws(Raised) -> Value {
    var status: Int32 = 0
    while true {
      let pid = Threads.allowOthers { Int(Glibc.wait(&status)) }
      if pid >= 0 { return TupleRef.of(Value(pid), Value(Int(status))).value }
      if errno != EINTR { throw raiseOS(errno) }
      try Safepoint.run()
    }
  }

  static func executeWith(_ a: Args) throws(Raised) -> Value {
    let descriptor = try PosixFolders.descriptor(a[0])
    let path = descriptor == nil ? try PathArgument.orDescriptor("execve").bytes(a[0]) : []
    var pointers: [UnsafeMutablePointer<CChar>?] = []
    let arguments = try Iterate.list(a[1])
    if arguments.count == 0 { throw raise(.valueError, "execve: argv must not be empty") }
    for i in 0..<arguments.count { pointers.append(strdup(try Paths.bytes(arguments[i]))) }
    pointers.append(nil)
    var environment: [UnsafeMutablePointer<CChar>?] = []
    let keys = try Iterate.list(a[2])
    for i in 0..<keys.count {
      let name = try Paths.bytes(keys[i]).dropLast()
      if name.isEmpty || name.contains(61) {
        throw raise(.valueError, "illegal environment variable name")
      }
      let value = try Paths.bytes(try Subscript.get(a[2], keys[i]))
      environment.append(strdup(Array(name) + [61] + value))
    }
    environment.append(nil)
    taipan_restore_stack_limit()
    if let descriptor {
      fexecve(descriptor, &pointers, &environment)
    } else {
      execve(path, &pointers, &environment)
    }
    throw raiseOS(errno, a[0])
  }
}

/// `fork` and what `os.register_at_fork` asked to be called around it.
enum PosixFork {
  static let functions: [NativeMethod] = [
    NativeMethod("fork", "($module, /)", fork),
    NativeMethod("register_at_fork", "($module, *args, **kwargs)", register),
  ]

  /// Three lists: before, in the parent, in the child.
  private static let hooks: UnsafeMutablePointer<Value> = {
    Heap.makeRoot(
      TupleRef.of(ListRef.make().value, ListRef.make().value, ListRef.make().value).value)
  }()

  static func register(_ a: Args) throws(Raised) -> Value {
    if a.positionalCount > 0 {
      throw raise(.typeError, "register_at_fork() takes no positional arguments")
    }
    let names = ["before", "after_in_parent", "after_in_child"]
    if names.allSatisfy({ a.keyword($0).isAbsent }) {
      throw raise(.typeError, "At least one argument is required.")
    }
    for name in names where a.keyword(name).isPresent {
      if !(try Callables.isCallable(a.keyword(name))) {
        throw raise(.typeError, "'\(name)' must be callable, not \(a.keyword(name).typeName)")
      }
    }
    for (i, name) in names.enumerated() where a.keyword(name).isPresent {
      ListRef(TupleRef(hooks.pointee)[i]).append(a.keyword(name))
    }
    return .none
  }

  /// What hooks raise is reported, and the others run.
  private static func run(_ index: Int, newestFirst: Bool) {
    let list = ListRef(TupleRef(hooks.pointee)[index])
    for i in 0..<list.count {
      let hook = list[newestFirst ? list.count - 1 - i : i]
      do throws(Raised) { _ = try Call.function(hook) } catch {
        Exceptions.reportUnraisable("Exception ignored in", hook)
      }
    }
  }

  private static func warnOfThreads() throws(Raised) {
    let message =
      "This process (pid=\(getpid())) is multi-threaded, use of fork() may lead to deadlocks in the child."
    try Warnings.warn(.deprecationWarning, message)
  }

  static func fork(_ a: Args) throws(Raised) -> Value {
    if Threads.isEnding {
      throw raise(.pythonFinalizationError, "can't fork at interpreter shutdown")
    }
    run(0, newestFirst: true)
    let pid = taipan_fork()
    let code = taipan_errno()
    if pid == 0 { ThreadHandles.afterForkInChild() }
    run(pid == 0 ? 2 : 1, newestFirst: false)
    if pid < 0 { throw raiseOS(code) }
    if pid > 0, Threads.all.count > 1 { try warnOfThreads() }
    return Value(Int(pid))
  }
}
