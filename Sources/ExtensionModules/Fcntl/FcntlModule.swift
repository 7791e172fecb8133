// The module `fcntl`: control of descriptors and locks of files.

import Glibc
import TaipanRuntime

/// The function `flock`: in Swift the name is that of the struct.
@_silgen_name("flock")
private func lockFile(_ descriptor: Int32, _ operation: Int32) -> Int32

public enum FcntlModule {
  static let functions: [NativeMethod] = [
    NativeMethod("fcntl", "($module, fd, cmd, arg=0, /)", control),
    NativeMethod("ioctl", "($module, fd, request, arg=0, mutate_flag=True, /)", device),
    NativeMethod("flock", "($module, fd, operation, /)", lock),
    NativeMethod("lockf", "($module, fd, cmd, len=0, start=0, whence=0, /)", lockRange),
  ]
  /// Numbers of Linux on x86-64.
  private static let constants: [(StaticString, Int)] = [
    ("LOCK_SH", 1), ("LOCK_EX", 2), ("LOCK_NB", 4), ("LOCK_UN", 8), ("LOCK_MAND", 32),
    ("LOCK_READ", 64), ("LOCK_WRITE", 128), ("LOCK_RW", 192), ("F_DUPFD", 0),
    ("F_DUPFD_CLOEXEC", 1030), ("F_GETFD", 1), ("F_SETFD", 2), ("F_GETFL", 3), ("F_SETFL", 4),
    ("F_GETLK", 5), ("F_SETLK", 6), ("F_SETLKW", 7), ("F_GETLK64", 5), ("F_SETLK64", 6),
    ("F_SETLKW64", 7), ("F_OFD_GETLK", 36), ("F_OFD_SETLK", 37), ("F_OFD_SETLKW", 38),
    ("F_GETOWN", 9), ("F_SETOWN", 8), ("F_GETSIG", 11), ("F_SETSIG", 10), ("F_RDLCK", 0),
    ("F_WRLCK", 1), ("F_UNLCK", 2), ("F_EXLCK", 4), ("F_SHLCK", 8), ("F_SETOWN_EX", 15),
    ("F_GETOWN_EX", 16), ("F_OWNER_TID", 0), ("F_OWNER_PID", 1), ("F_OWNER_PGRP", 2),
    ("F_SETLEASE", 1024), ("F_GETLEASE", 1025), ("F_NOTIFY", 1026), ("F_SETPIPE_SZ", 1031),
    ("F_GETPIPE_SZ", 1032), ("F_ADD_SEALS", 1033), ("F_GET_SEALS", 1034), ("F_SEAL_SEAL", 1),
    ("F_SEAL_SHRINK", 2), ("F_SEAL_GROW", 4), ("F_SEAL_WRITE", 8), ("F_SEAL_FUTURE_WRITE", 16),
    ("F_GET_RW_HINT", 1035), ("F_SET_RW_HINT", 1036), ("F_GET_FILE_RW_HINT", 1037),
    ("F_SET_FILE_RW_HINT", 1038), ("RWH_WRITE_LIFE_NOT_SET", 0), ("RWH_WRITE_LIFE_NONE", 1),
    ("RWH_WRITE_LIFE_SHORT", 2), ("RWH_WRITE_LIFE_MEDIUM", 3), ("RWH_WRITE_LIFE_LONG", 4),
    ("RWH_WRITE_LIFE_EXTREME", 5), ("FD_CLOEXEC", 1), ("FASYNC", 8192), ("DN_ACCESS", 1),
    ("DN_MODIFY", 2), ("DN_CREATE", 4), ("DN_DELETE", 8), ("DN_RENAME", 16), ("DN_ATTRIB", 32),
    ("DN_MULTISHOT", 0x8000_0000), ("FICLONE", 0x4004_9409), ("FICLONERANGE", 0x4020_940D),
  ]
  /// The most bytes that an argument in memory may have.
  private static let argumentLimit = 1024

  public static func make() -> ModuleRef {
    let module = NativeModules.make("fcntl", functions)
    for (name, number) in constants { module.dict.setStr(name.interned, Value(number)) }
    module.dict.setStr("__doc__", Value("Control of descriptors, and locks of files."))
    return module
  }

  /// Repeats a call that signals interrupt.
  ///
  /// - Throws: OSError; what a signal handler raises.
  @discardableResult
  private static func repeating(_ call: () -> Int32) throws(Raised) -> Value {
    while true {
      let result = Threads.allowOthers { Int(call()) }
      if result >= 0 { return Value(result) }
      if errno != EINTR { throw raiseOS(errno) }
      try Safepoint.run()
    }
  }

  /// The content of a str or bytes-like argument; nil for other objects.
  private static func content(_ value: Value, _ name: StaticString) throws(Raised) -> [UInt8]? {
    if value.isAnyInt { return nil }
    var bytes: [UInt8]
    if value.isStr {
      bytes = StrRef(value).utf8Bytes()
    } else {
      let contiguous = try BytesLike.contiguous(value)
      if contiguous.isAbsent { return nil }
      bytes = Array(BytesLike.buffer(contiguous))
    }
    if bytes.count > argumentLimit {
      throw raise(.valueError, "\(name) string arg too long")
    }
    return bytes
  }

  /// The low bits of an int, as C's conversion takes them.
  private static func number(_ value: Value) throws(Raised) -> UInt {
    let index = try Convert.index(value)
    if let n = index.asMachineInt { return UInt(bitPattern: n) }
    let low = try Operators.binary(index, Value(0xFFFF_FFFF), .and)
    return UInt(bitPattern: try Convert.machineInt(low))
  }

  /// Calls with the bytes in memory of the full size, as the kernel may write more than was given.
  private static func withMemory(
    _ bytes: [UInt8], _ call: (UnsafeMutableRawPointer) throws(Raised) -> Void
  ) throws(Raised) -> Value {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: argumentLimit, alignment: 16)
    defer { memory.deallocate() }
    memset(memory, 0, argumentLimit)
    bytes.withUnsafeBytes { if let base = $0.baseAddress { memcpy(memory, base, bytes.count) } }
    try call(memory)
    let result = BytesRef.make(count: bytes.count)
    memcpy(result.data, memory, bytes.count)
    return result.value
  }

  static func control(_ a: Args) throws(Raised) -> Value {
    let descriptor = try Convert.descriptor(a[0])
    let command = try Descriptors.int32(a[1])
    let argument = a.optional(2)
    if argument.isAbsent { return try repeating { Glibc.fcntl(descriptor, command, 0) } }
    if let bytes = try content(argument, "fcntl") {
      return try withMemory(bytes) { (memory) throws(Raised) in
        try repeating { Glibc.fcntl(descriptor, command, memory) }
      }
    }
    let value = Int32(truncatingIfNeeded: try number(argument))
    return try repeating { Glibc.fcntl(descriptor, command, value) }
  }

  static func device(_ a: Args) throws(Raised) -> Value {
    let descriptor = try Convert.descriptor(a[0])
    let request = UInt(UInt32(truncatingIfNeeded: try number(a[1])))
    let argument = a.optional(2)
    if argument.isAbsent { return try repeating { Glibc.ioctl(descriptor, request, CInt(0)) } }
    let mutates = a.optional(3).isAbsent ? true : try Convert.truth(a[3])
    guard let bytes = try content(argument, "ioctl") else {
      let value = CInt(truncatingIfNeeded: try number(argument))
      return try repeating { Glibc.ioctl(descriptor, request, value) }
    }
    var result = Value.none
    let changed = try withMemory(bytes) { (memory) throws(Raised) in
      result = try repeating { Glibc.ioctl(descriptor, request, memory) }
    }
    guard mutates, bytes.count > 0, !argument.isStr, !argument.isBytes,
      let target = try writable(argument)
    else {
      return changed
    }
    memcpy(
      target.baseAddress.unsafelyUnwrapped, BytesRef(changed).data, min(target.count, bytes.count))
    return result
  }

  /// The memory of an object; nil if it cannot be written.
  private static func writable(_ value: Value) throws(Raised) -> UnsafeMutableRawBufferPointer? {
    do throws(Raised) { return try Buffers.writable(value) } catch {
      if catching(.typeError) || catching(.bufferError) { return nil }
      throw error
    }
  }

  // MARK: Locks

  static func lock(_ a: Args) throws(Raised) -> Value {
    let descriptor = try Convert.descriptor(a[0])
    let operation = try Descriptors.int32(a[1])
    try repeating { lockFile(descriptor, operation) }
    return .none
  }

  static func lockRange(_ a: Args) throws(Raised) -> Value {
    let descriptor = try Convert.descriptor(a[0])
    let command = try Descriptors.int32(a[1])
    var range = Glibc.flock()
    if command == LOCK_UN {
      range.l_type = Int16(F_UNLCK)
    } else if command & LOCK_SH != 0 {
      range.l_type = Int16(F_RDLCK)
    } else if command & LOCK_EX != 0 {
      range.l_type = Int16(F_WRLCK)
    } else {
      throw raise(.valueError, "unrecognized lockf argument")
    }
    range.l_len = try offset(a.optional(2))
    range.l_start = try offset(a.optional(3))
    if a.optional(4).isPresent { range.l_whence = Int16(truncatingIfNeeded: try offset(a[4])) }
    let wait = command & LOCK_NB != 0 ? F_SETLK : F_SETLKW
    try repeating { withUnsafeMutablePointer(to: &range) { Glibc.fcntl(descriptor, wait, $0) } }
    return .none
  }

  private static func offset(_ value: Value) throws(Raised) -> Int {
    value.isAbsent ? 0 : try Convert.machineInt(value)
  }
}
