// Extended attributes of files.

import CTaipan
import Glibc
import TaipanRuntime

enum PosixExtendedAttributes {
  static let functions: [NativeMethod] = [
    NativeMethod("getxattr", "($module, /, path, attribute, *, follow_symlinks=True)", get),
    NativeMethod(
      "setxattr", "($module, /, path, attribute, value, flags=0, *, follow_symlinks=True)", set),
    NativeMethod("removexattr", "($module, /, path, attribute, *, follow_symlinks=True)", remove),
    NativeMethod("listxattr", "($module, /, path=None, *, follow_symlinks=True)", list),
  ]

  /// Bytes that the value of an attribute, or the names of a file's attributes, have at most.
  private static let mostBytes = 65536
  /// What usually suffices.
  private static let fewBytes = 256

  private enum File {
    case descriptor(Int32)
    case path([CChar], followed: Bool)
  }

  private static func file(
    _ value: Value, _ follows: Value, _ function: String, mayLack: Bool = false
  ) throws(Raised) -> File {
    let followed = follows.isPresent ? try Convert.truth(follows) : true
    if mayLack, value.isAbsent || value.isNone { return .path([46, 0], followed: followed) }
    if let descriptor = try PosixFolders.descriptor(value) {
      if descriptor > 0, !followed {
        throw raise(.valueError, "\(function): cannot use fd and follow_symlinks together")
      }
      return .descriptor(descriptor)
    }
    let allowed =
      mayLack
      ? "string, bytes, os.PathLike, integer or None" : "string, bytes, os.PathLike or integer"
    return .path(
      try PosixArguments.path(value, function, allowed: allowed), followed: followed)
  }

  private static func name(_ value: Value, _ function: String) throws(Raised) -> [CChar] {
    try PosixArguments.path(value, function, "attribute")
  }

  /// The bytes that a call gives, which answers their number and fails where the memory is too small.
  private static func read(
    _ file: Value, _ call: (UnsafeMutableRawBufferPointer) -> Int
  ) throws(Raised) -> [UInt8] {
    for size in [fewBytes, mostBytes] {
      var buffer = [UInt8](repeating: 0, count: size)
      let count = Threads.allowOthers { buffer.withUnsafeMutableBytes { call($0) } }
      if count >= 0 { return Array(buffer[..<count]) }
      if errno != ERANGE || size == mostBytes { throw raiseOS(errno, file) }
    }
    fatalError("the last size returns or raises")
  }

  static func get(_ a: Args) throws(Raised) -> Value {
    let given = try PosixArguments.plain(a[0])
    let file = try file(given, a[2], "getxattr")
    let name = try name(a[1], "getxattr")
    let bytes = try read(given) { buffer in
      switch file {
      case .descriptor(let number): fgetxattr(number, name, buffer.baseAddress, buffer.count)
      case .path(let path, followed: true):
        getxattr(path, name, buffer.baseAddress, buffer.count)
      case .path(let path, followed: false):
        lgetxattr(path, name, buffer.baseAddress, buffer.count)
      }
    }
    return bytes.withUnsafeBufferPointer {
      guard let start = $0.baseAddress else { return BytesRef.make(count: 0).value }
      return BytesRef.make(start, count: $0.count).value
    }
  }

  static func list(_ a: Args) throws(Raised) -> Value {
    let given = try PosixArguments.plain(a[0])
    let file = try file(given, a[1], "listxattr", mayLack: true)
    let bytes = try read(given) { buffer in
      let names = buffer.assumingMemoryBound(to: CChar.self)
      switch file {
      case .descriptor(let number): return flistxattr(number, names.baseAddress, names.count)
      case .path(let path, followed: true):
        return listxattr(path, names.baseAddress, names.count)
      case .path(let path, followed: false):
        return llistxattr(path, names.baseAddress, names.count)
      }
    }
    let names = ListRef.make()
    for name in bytes.split(separator: 0) {
      names.append(name.withUnsafeBufferPointer { Paths.decode($0) })
    }
    return names.value
  }

  static func set(_ a: Args) throws(Raised) -> Value {
    let given = try PosixArguments.plain(a[0])
    let file = try file(given, a[4], "setxattr")
    let name = try name(a[1], "setxattr")
    let value = try Buffers.read(a[2])
    let flags = a[3].isPresent ? try PosixSystem.int(a[3]) : 0
    let result = Threads.allowOthers {
      switch file {
      case .descriptor(let number):
        Int(fsetxattr(number, name, value.baseAddress, value.count, flags))
      case .path(let path, followed: true):
        Int(setxattr(path, name, value.baseAddress, value.count, flags))
      case .path(let path, followed: false):
        Int(lsetxattr(path, name, value.baseAddress, value.count, flags))
      }
    }
    if result != 0 { throw raiseOS(errno, given) }
    return .none
  }

  static func remove(_ a: Args) throws(Raised) -> Value {
    let given = try PosixArguments.plain(a[0])
    let file = try file(given, a[2], "removexattr")
    let name = try name(a[1], "removexattr")
    let result = Threads.allowOthers {
      switch file {
      case .descriptor(let number): Int(fremovexattr(number, name))
      case .path(let path, followed: true): Int(removexattr(path, name))
      case .path(let path, followed: false): Int(lremovexattr(path, name))
      }
    }
    if result != 0 { throw raiseOS(errno, given) }
    return .none
  }
}
