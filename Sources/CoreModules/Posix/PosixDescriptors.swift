// The calls of `posix` that work with file descriptors.

import CTaipan
import Glibc
import TaipanRuntime

enum PosixDescriptors {
  private static func descriptor(_ value: Value) throws(Raised) -> Int32 {
    Int32(truncatingIfNeeded: try Convert.machineInt(value))
  }
  static let functions: [NativeMethod] = [
    NativeMethod("open", "($module, path, flags, mode=511, *, dir_fd=None)", open),
    NativeMethod("close", "($module, fd)", close),
    NativeMethod("read", "($module, fd, length, /)", read),
    NativeMethod("write", "($module, fd, data, /)", write),
    NativeMethod("lseek", "($module, fd, position, whence, /)", seek),
    NativeMethod("dup", "($module, fd, /)", duplicate),
    NativeMethod("dup2", "($module, fd, fd2, inheritable=True)", duplicateTo),
    NativeMethod("pipe", "($module, /)", pipe),
    NativeMethod(
      "isatty", "($module, fd, /)",
      { a throws(Raised) in Value(Glibc.isatty(try descriptor(a[0])) != 0) }),
    NativeMethod(
      "fsync", "($module, fd)",
      { a throws(Raised) in
        let file = try descriptor(a[0])
        if Threads.allowOthers({ Int(Glibc.fsync(file)) }) != 0 { throw raiseOS(errno) }
        return .none
      }),
    NativeMethod(
      "ftruncate", "($module, fd, length, /)",
      { a throws(Raised) in
        if Glibc.ftruncate(try descriptor(a[0]), try Convert.machineInt(a[1])) != 0 {
          throw raiseOS(errno)
        }
        return .none
      }),
    NativeMethod(
      "get_inheritable", "($module, fd, /)",
      { a throws(Raised) in
        Value(fcntl(try descriptor(a[0]), F_GETFD) & FD_CLOEXEC == 0)
      }),
    NativeMethod(
      "set_inheritable", "($module, fd, inheritable, /)",
      { a throws(Raised) in
        _ = fcntl(try descriptor(a[0]), F_SETFD, try Convert.truth(a[1]) ? 0 : FD_CLOEXEC)
        return .none
      }),
    NativeMethod(
      "get_blocking", "($module, fd, /)",
      { a throws(Raised) in
        Value(fcntl(try descriptor(a[0]), F_GETFL) & O_NONBLOCK == 0)
      }),
    NativeMethod(
      "set_blocking", "($module, fd, blocking, /)",
      { a throws(Raised) in
        let fd = try descriptor(a[0])
        let flags = fcntl(fd, F_GETFL)
        _ = fcntl(fd, F_SETFL, try Convert.truth(a[1]) ? flags & ~O_NONBLOCK : flags | O_NONBLOCK)
        return .none
      }),
    NativeMethod("get_terminal_size", "($module, fd=1, /)", terminalSize),
    NativeMethod("device_encoding", "($module, fd)", deviceEncoding),
  ]

  /// What a terminal is given; None for any other file.
  static func deviceEncoding(_ a: Args) throws(Raised) -> Value {
    isatty(Int32(try Convert.cInt(a[0]))) == 1 ? Value("UTF-8") : .none
  }

  static func open(_ a: Args) throws(Raised) -> Value {
    let bytes = try PathArgument(function: "open").bytes(a[0])
    let flags = Int32(truncatingIfNeeded: try Convert.machineInt(a[1])) | O_CLOEXEC
    let mode = a[2].isPresent ? try Convert.machineInt(a[2]) : 0o777
    let folder = try PosixFolders.number(a[3])
    while true {
      let result = Int32(
        Threads.allowOthers {
          Int(Glibc.openat(folder, bytes, flags, mode_t(truncatingIfNeeded: mode)))
        })
      if result >= 0 { return Value(Int(result)) }
      if errno != EINTR { throw raiseOS(errno, a[0]) }
      try Safepoint.run()
    }
  }
  static func close(_ a: Args) throws(Raised) -> Value {
    if Glibc.close(try descriptor(a[0])) != 0, errno != EINTR { throw raiseOS(errno) }
    return .none
  }
  static func read(_ a: Args) throws(Raised) -> Value {
    let count = try Convert.machineInt(a[1])
    if count < 0 { throw raiseOS(EINVAL) }
    let bytes = BytesRef.make(count: count)
    guard let n = try RawFiles.readSome(try descriptor(a[0]), bytes.data, count) else {
      throw raiseOS(EAGAIN)
    }
    return n == count ? bytes.value : BytesRef.make(bytes.data, count: n).value
  }
  static func write(_ a: Args) throws(Raised) -> Value {
    guard let n = try RawFiles.writeSome(try descriptor(a[0]), try BytesLike.read(a[1])) else {
      throw raiseOS(EAGAIN)
    }
    return Value(n)
  }
  static func seek(_ a: Args) throws(Raised) -> Value {
    let result = lseek(try descriptor(a[0]), try Convert.machineInt(a[1]), try descriptor(a[2]))
    if result < 0 { throw raiseOS(errno) }
    return Value(Int(result))
  }
  static func duplicate(_ a: Args) throws(Raised) -> Value {
    let result = fcntl(try descriptor(a[0]), F_DUPFD_CLOEXEC, 0)
    if result < 0 { throw raiseOS(errno) }
    return Value(Int(result))
  }
  static func duplicateTo(_ a: Args) throws(Raised) -> Value {
    let result = dup2(try descriptor(a[0]), try descriptor(a[1]))
    if result < 0 { throw raiseOS(errno) }
    return Value(Int(result))
  }
  static func pipe(_ a: Args) throws(Raised) -> Value {
    var ends: [Int32] = [0, 0]
    if Glibc.pipe(&ends) != 0 { throw raiseOS(errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return TupleRef.of(Value(Int(ends[0])), Value(Int(ends[1]))).value
  }
  static func terminalSize(_ a: Args) throws(Raised) -> Value {
    var size = winsize()
    let fd = a.count > 0 ? try descriptor(a[0]) : 1
    if ioctl(fd, UInt(TIOCGWINSZ), &size) != 0 { throw raiseOS(errno) }
    let values = ListRef.make()
    values.append(Value(Int(size.ws_col)))
    values.append(Value(Int(size.ws_row)))
    return StructSequences.make(PosixModule.terminalType, values)
  }
}
