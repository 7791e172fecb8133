// Owners, positions and special files: the calls of `posix` that fewer programs use.

import CTaipan
import Glibc
import TaipanRuntime

enum PosixMoreFiles {
  private static func int(_ value: Value) throws(Raised) -> Int32 { try PosixSystem.int(value) }
  private static func check(_ result: Int32) throws(Raised) -> Value {
    try PosixSystem.check(result)
  }

  static let functions: [NativeMethod] = [
    NativeMethod(
      "chown", "($module, path, uid, gid, *, dir_fd=None, follow_symlinks=True)", changeOwner),
    NativeMethod("lchown", "($module, path, uid, gid)", changeLinkOwner),
    NativeMethod(
      "fchown", "($module, fd, uid, gid)",
      { a throws(Raised) in
        try check(
          Glibc.fchown(try int(a[0]), try PosixArguments.user(a[1]), try PosixArguments.group(a[2]))
        )
      }),
    NativeMethod(
      "fchmod", "($module, fd, mode)",
      { a throws(Raised) in
        try check(
          Glibc.fchmod(try int(a[0]), mode_t(truncatingIfNeeded: try Convert.machineInt(a[1]))))
      }),
    NativeMethod(
      "fchdir", "($module, fd)", { a throws(Raised) in try check(Glibc.fchdir(try int(a[0]))) }),
    NativeMethod(
      "fdatasync", "($module, fd)",
      { a throws(Raised) in try check(Glibc.fdatasync(try int(a[0]))) }),
    NativeMethod("closerange", "($module, fd_low, fd_high, /)", closeRange),
    NativeMethod("pipe2", "($module, flags, /)", pipe),
    NativeMethod("pread", "($module, fd, length, offset, /)", readAt),
    NativeMethod("pwrite", "($module, fd, buffer, offset, /)", writeAt),
    NativeMethod("sendfile", "($module, out_fd, in_fd, offset, count)", sendFile),
    NativeMethod("mkfifo", "($module, path, mode=438, *, dir_fd=None)", makePipe),
    NativeMethod(
      "lockf", "($module, fd, command, length, /)",
      { a throws(Raised) in
        let (file, command) = (try int(a[0]), try int(a[1]))
        let length = try Convert.machineInt(a[2])
        return try check(Int32(Threads.allowOthers { Int(Glibc.lockf(file, command, length)) }))
      }),
    NativeMethod(
      "posix_fallocate", "($module, fd, offset, length, /)",
      { a throws(Raised) in
        let code = Glibc.posix_fallocate(
          try int(a[0]), try Convert.machineInt(a[1]), try Convert.machineInt(a[2]))
        if code != 0 { throw raiseOS(code) }
        return .none
      }),
    NativeMethod(
      "posix_fadvise", "($module, fd, offset, length, advice, /)",
      { a throws(Raised) in
        let code = Glibc.posix_fadvise(
          try int(a[0]), try Convert.machineInt(a[1]), try Convert.machineInt(a[2]), try int(a[3]))
        if code != 0 { throw raiseOS(code) }
        return .none
      }),
    NativeMethod("ttyname", "($module, fd, /)", terminalName),
    NativeMethod("ctermid", "($module, /)", { a throws(Raised) in Value("/dev/tty") }),
    NativeMethod(
      "tcgetpgrp", "($module, fd, /)",
      { a throws(Raised) in
        try PosixSystem.number(Glibc.tcgetpgrp(try int(a[0])))
      }),
    NativeMethod(
      "tcsetpgrp", "($module, fd, pgid, /)",
      { a throws(Raised) in
        try check(Glibc.tcsetpgrp(try int(a[0]), try int(a[1])))
      }),
    NativeMethod("statvfs", "($module, path)", fileSystem),
    NativeMethod("fstatvfs", "($module, fd, /)", fileSystemOfDescriptor),
  ]

  static func changeOwner(_ a: Args) throws(Raised) -> Value {
    let path = a[0].isAnyInt ? [] : try PathArgument.orDescriptor("chown").bytes(a[0])
    let (user, group) = (try PosixArguments.user(a[1]), try PosixArguments.group(a[2]))
    if a[0].isAnyInt { return try check(Glibc.fchown(try int(a[0]), user, group)) }
    let follows = a[4].isPresent ? try Convert.truth(a[4]) : true
    let folder = try PosixFolders.number(a[3])
    let result = fchownat(folder, path, user, group, follows ? 0 : AT_SYMLINK_NOFOLLOW)
    if result != 0 { throw raiseOS(errno, a[0]) }
    return .none
  }
  static func changeLinkOwner(_ a: Args) throws(Raised) -> Value {
    if Glibc.lchown(
      try PathArgument(function: "lchown").bytes(a[0]), try PosixArguments.user(a[1]),
      try PosixArguments.group(a[2])) != 0
    {
      throw raiseOS(errno, a[0])
    }
    return .none
  }

  static func closeRange(_ a: Args) throws(Raised) -> Value {
    let (low, high) = (max(0, try int(a[0])), try int(a[1]))
    if low < high { for descriptor in low..<high { Glibc.close(descriptor) } }
    return .none
  }

  static func pipe(_ a: Args) throws(Raised) -> Value {
    var ends: [Int32] = [0, 0]
    if taipan_pipe2(&ends, try int(a[0])) != 0 { throw raiseOS(errno) }
    return TupleRef.of(Value(Int(ends[0])), Value(Int(ends[1]))).value
  }

  // MARK: Reading and writing

  /// Repeats a call that signals interrupted.
  static func repeated(_ call: () -> Int) throws(Raised) -> Int {
    while true {
      let n = Threads.allowOthers(call)
      if n >= 0 { return n }
      if errno != EINTR { throw raiseOS(errno) }
      try Safepoint.run()
    }
  }

  static func readAt(_ a: Args) throws(Raised) -> Value {
    let (descriptor, count) = (try int(a[0]), try Convert.machineInt(a[1]))
    if count < 0 { throw raiseOS(EINVAL) }
    try Heap.requireRoom(count)
    let offset = try Convert.machineInt(a[2])
    let bytes = BytesRef.make(count: count)
    let n = try repeated { Glibc.pread(descriptor, bytes.data, count, offset) }
    return n == count ? bytes.value : BytesRef.make(bytes.data, count: n).value
  }
  static func writeAt(_ a: Args) throws(Raised) -> Value {
    let (descriptor, bytes) = (try int(a[0]), try Buffers.read(a[1]))
    let offset = try Convert.machineInt(a[2])
    return Value(try repeated { Glibc.pwrite(descriptor, bytes.baseAddress, bytes.count, offset) })
  }
  static func sendFile(_ a: Args) throws(Raised) -> Value {
    let (out, input) = (try int(a[0]), try int(a[1]))
    let count = try Convert.machineInt(a[3])
    if a[2].isNone { return Value(try repeated { taipan_sendfile(out, input, nil, count) }) }
    var offset = try Convert.machineInt(a[2])
    return Value(try repeated { taipan_sendfile(out, input, &offset, count) })
  }

  // MARK: Special files

  static func makePipe(_ a: Args) throws(Raised) -> Value {
    let path = try PathArgument(function: "mkfifo").bytes(a[0])
    let mode = a[1].isPresent ? try Convert.machineInt(a[1]) : 0o666
    let folder = try PosixFolders.number(a[2])
    if mkfifoat(folder, path, mode_t(truncatingIfNeeded: mode)) != 0 {
      throw raiseOS(errno)
    }
    return .none
  }
  static func terminalName(_ a: Args) throws(Raised) -> Value {
    guard let text = Glibc.ttyname(try int(a[0])) else { throw raiseOS(errno) }
    return Value(String(cString: text))
  }

  static let statvfsType = StructSequences.makeType(
    "os.statvfs_result",
    [
      "f_bsize", "f_frsize", "f_blocks", "f_bfree", "f_bavail", "f_files", "f_ffree", "f_favail",
      "f_flag", "f_namemax", "f_fsid",
    ], hidden: 1)

  static func fileSystem(_ a: Args) throws(Raised) -> Value {
    var fields = [UInt](repeating: 0, count: 11)
    let result: Int32
    if a[0].isAnyInt {
      result = taipan_statvfs(nil, try int(a[0]), &fields)
    } else {
      result = taipan_statvfs(try PathArgument.orDescriptor("statvfs").bytes(a[0]), -1, &fields)
    }
    if result != 0 { throw raiseOS(errno, a[0].isAnyInt ? .absent : a[0]) }
    return value(fields)
  }

  static func fileSystemOfDescriptor(_ a: Args) throws(Raised) -> Value {
    var fields = [UInt](repeating: 0, count: 11)
    if taipan_statvfs(nil, try int(a[0]), &fields) != 0 { throw raiseOS(errno) }
    return value(fields)
  }

  private static func value(_ fields: [UInt]) -> Value {
    let values = ListRef.make()
    for n in fields {
      values.append(Value(n))
    }
    return StructSequences.make(statvfsType, values)
  }
}
