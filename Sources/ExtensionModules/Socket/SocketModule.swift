// The module `_socket`.

import CTaipan
import Glibc
import TaipanRuntime

public enum SocketModule {
  static let gaiError = NativeError("gaierror", module: "socket", base: .osError)
  static let hostError = NativeError("herror", module: "socket", base: .osError)
  /// Seconds of new sockets' time-out; negative without one.
  nonisolated(unsafe) static var defaultTimeout = -1.0

  static let functions: [NativeMethod] = [
    NativeMethod("close", "($module, fd, /)", close),
    NativeMethod("dup", "($module, fd, /)", duplicate),
    NativeMethod("socketpair", "($module, family=AF_UNIX, type=SOCK_STREAM, proto=0, /)", pair),
    NativeMethod("getdefaulttimeout", "($module, /)", getDefaultTimeout),
    NativeMethod("setdefaulttimeout", "($module, timeout, /)", setDefaultTimeout),
    NativeMethod("htons", "($module, integer, /)", swapShort),
    NativeMethod("ntohs", "($module, integer, /)", swapShortBack),
    NativeMethod("htonl", "($module, integer, /)", swapLong),
    NativeMethod("ntohl", "($module, integer, /)", swapLong),
  ]

  public static func make() -> ModuleRef {
    let module = NativeModules.make("_socket", functions)
    NativeModules.addFunctions(SocketNames.functions + SocketMessages.functions, to: module)
    let dict = module.dict
    for (name, value) in constants { dict.setStr(name.interned, Value(value)) }
    dict.setStr("BDADDR_ANY", Value("00:00:00:00:00:00"))
    dict.setStr("BDADDR_LOCAL", Value("00:00:00:FF:FF:FF"))
    dict.setStr("has_ipv6", .true)
    dict.setStr("socket", SocketObject.type.value)
    dict.setStr("SocketType", SocketObject.type.value)
    dict.setStr("error", BuiltinType.osError.value)
    dict.setStr("timeout", BuiltinType.timeoutError.value)
    dict.setStr("gaierror", gaiError.type)
    dict.setStr("herror", hostError.type)
    return module
  }

  static func close(_ a: Args) throws(Raised) -> Value {
    if Glibc.close(try Descriptors.int32(a[0])) != 0, errno != EINTR, errno != ECONNRESET {
      throw raiseOS(errno)
    }
    return .none
  }

  static func duplicate(_ a: Args) throws(Raised) -> Value {
    let result = fcntl(try Descriptors.int32(a[0]), F_DUPFD_CLOEXEC, 0)
    if result < 0 { throw raiseOS(errno) }
    return Value(Int(result))
  }

  static func pair(_ a: Args) throws(Raised) -> Value {
    let family = a.count > 0 && !a[0].isNone ? try Descriptors.int32(a[0]) : AF_UNIX
    let kind = a.count > 1 ? try Descriptors.int32(a[1]) : 1
    let number = a.count > 2 ? try Descriptors.int32(a[2]) : 0
    var ends: [Int32] = [0, 0]
    if Glibc.socketpair(family, kind | SocketObject.closeOnExec, number, &ends) != 0 {
      throw raiseOS(errno)
    }
    let first = try SocketObject.make(ends[0], family, kind, number)
    return TupleRef.of(first, try SocketObject.make(ends[1], family, kind, number)).value
  }

  // MARK: Time-outs

  /// Seconds; negative for None.
  ///
  /// - Throws: ValueError for a negative number, TypeError for what is no number.
  static func timeout(_ value: Value) throws(Raised) -> Double {
    if value.isNone { return -1 }
    let seconds = try Convert.double(value)
    if seconds.isNaN { throw raise(.valueError, "Invalid value NaN (not a number)") }
    if seconds < 0 { throw raise(.valueError, "Timeout value out of range") }
    if seconds > 9_223_372_036 { throw raise(.overflowError, "timeout doesn't fit into C timeval") }
    return seconds
  }

  static func timeoutValue(_ seconds: Double) -> Value { seconds < 0 ? .none : Value(seconds) }

  static func getDefaultTimeout(_ a: Args) throws(Raised) -> Value { timeoutValue(defaultTimeout) }
  static func setDefaultTimeout(_ a: Args) throws(Raised) -> Value {
    defaultTimeout = try timeout(a[0])
    return .none
  }

  // MARK: Byte order

  private static func short(_ value: Value, _ name: String) throws(Raised) -> Value {
    let n = try Convert.machineInt(value)
    if n < 0 {
      throw raise(
        .overflowError, "\(name): can't convert negative Python int to C 16-bit unsigned integer")
    }
    if n > 0xFFFF {
      throw raise(
        .overflowError, "\(name): Python int too large to convert to C 16-bit unsigned integer")
    }
    return Value(Int(UInt16(n).byteSwapped))
  }
  static func swapShort(_ a: Args) throws(Raised) -> Value { try short(a[0], "htons") }
  static func swapShortBack(_ a: Args) throws(Raised) -> Value { try short(a[0], "ntohs") }
  static func swapLong(_ a: Args) throws(Raised) -> Value {
    guard a[0].isAnyInt else { throw raise(.typeError, "expected int, \(a[0].typeName) found") }
    if a[0].intSign < 0 {
      throw raise(.overflowError, "can't convert negative value to unsigned int")
    }
    guard let n = a[0].asMachineInt, let word = UInt32(exactly: n) else {
      throw raise(.overflowError, "int larger than 32 bits")
    }
    return Value(Int(word.byteSwapped))
  }
}
