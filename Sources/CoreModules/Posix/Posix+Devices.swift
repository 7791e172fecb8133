// The calls of `posix` about device numbers, special files, the root folder and namespaces.

import CTaipan
import Glibc
import TaipanRuntime

enum PosixDevices {
  static let functions: [NativeMethod] = [
    NativeMethod("makedev", "($module, major, minor, /)", compose),
    NativeMethod(
      "major", "($module, device, /)",
      { a throws(Raised) in
        let device = try PosixArguments.device(a[0])
        if device == .max { return Value(-1) }
        return Value(Int(device >> 8 & 0xFFF | device >> 32 & 0xFFFF_F000))
      }),
    NativeMethod(
      "minor", "($module, device, /)",
      { a throws(Raised) in
        let device = try PosixArguments.device(a[0])
        if device == .max { return Value(-1) }
        return Value(Int(device & 0xFF | device >> 12 & 0xFFFF_FF00))
      }),
    NativeMethod(
      "mknod", "($module, /, path, mode=384, device=0, *, dir_fd=None)", makeNode),
    NativeMethod("chroot", "($module, /, path)", changeRoot),
    NativeMethod(
      "unshare", "($module, /, flags)",
      { a throws(Raised) in
        let flags = try PosixSystem.int(a[0])
        return try PosixSystem.check(Int32(Threads.allowOthers { Int(taipan_unshare(flags)) }))
      }),
    NativeMethod(
      "setns", "($module, /, fd, nstype=0)",
      { a throws(Raised) in
        let descriptor = try Convert.descriptor(a[0])
        let kind = a[1].isPresent ? try PosixSystem.int(a[1]) : 0
        return try PosixSystem.check(
          Int32(Threads.allowOthers { Int(taipan_enter_namespace(descriptor, kind)) }))
      }),
  ]

  /// A part of a device number; -1 is let through, of which all bits are set.
  private static func part(_ value: Value) throws(Raised) -> UInt {
    let part = try PosixArguments.device(value)
    if part == .max { return UInt(UInt32.max) }
    if part > UInt(UInt32.max) {
      throw raise(.overflowError, "Python int too large to convert to C unsigned int")
    }
    return part
  }

  static func compose(_ a: Args) throws(Raised) -> Value {
    let (major, minor) = (try part(a[0]), try part(a[1]))
    let low = (major & 0xFFF) << 8 | minor & 0xFF
    return PosixArguments.value(
      device: low | (major & 0xFFFF_F000) << 32 | (minor & 0xFFFF_FF00) << 12)
  }

  static func makeNode(_ a: Args) throws(Raised) -> Value {
    let path = try PosixArguments.path(a[0], "mknod")
    let mode = a[1].isPresent ? try PosixSystem.int(a[1]) : 0o600
    let device = a[2].isPresent ? try PosixArguments.device(a[2]) : 0
    let folder = try PosixFolders.number(a[3])
    _ = try PosixMoreFiles.repeated {
      Int(mknodat(folder, path, mode_t(bitPattern: mode), dev_t(device)))
    }
    return .none
  }

  static func changeRoot(_ a: Args) throws(Raised) -> Value {
    let given = try PosixArguments.plain(a[0])
    let path = try PosixArguments.path(given, "chroot")
    if Glibc.chroot(path) != 0 { throw raiseOS(errno, given) }
    return .none
  }
}
