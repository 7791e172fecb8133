// Addresses of sockets: between Python's tuples and the system's structures.

import CTaipan
import Glibc
import TaipanRuntime

/// A `sockaddr` of any family.
struct SocketAddress {
  var storage = sockaddr_storage()
  var length = socklen_t(MemoryLayout<sockaddr_storage>.size)

  mutating func with<R>(
    _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> R
  )
    -> R
  {
    withUnsafeMutablePointer(to: &storage) { memory in
      memory.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, &length) }
    }
  }

  // MARK: From Python

  /// Fills the address from what a program passed to the method `caller`.
  ///
  /// - Throws: TypeError, OverflowError, OSError, gaierror.
  mutating func set(_ value: Value, family: Int32, caller: String) throws(Raised) {
    switch family {
    case AF_UNIX: try setUnix(value)
    case AF_INET: try setInternet(value, caller)
    case AF_INET6: try setInternet6(value, caller)
    default: throw raise(.osError, "\(caller)(): bad family")
    }
  }

  private mutating func setUnix(_ value: Value) throws(Raised) {
    let path = try SocketAddress.systemBytes(value)
    // The system chooses an abstract name where none is given.
    let isAbstract = path.isEmpty || path[0] == 0
    let limit = isAbstract ? 108 : 107
    if path.count > limit { throw raise(.osError, "AF_UNIX path too long") }
    storage = sockaddr_storage()
    withUnsafeMutableBytes(of: &storage) { memory in
      memory.storeBytes(of: sa_family_t(AF_UNIX), as: sa_family_t.self)
      for (i, byte) in path.enumerated() { memory[2 + i] = byte }
    }
    length = socklen_t(2 + path.count + (isAbstract ? 0 : 1))
  }

  private static func systemBytes(_ value: Value) throws(Raised) -> [UInt8] {
    if value.isStr {
      return BytesRef(
        try Call.method(value, "encode", Value("utf-8"), Value("surrogateescape"))
      ).array
    }
    return Array(try Buffers.read(value))
  }

  private static func parts(
    _ value: Value, _ family: String, _ caller: String, _ counts: ClosedRange<Int>
  )
    throws(Raised) -> TupleRef
  {
    if !value.isTuple {
      throw raise(
        .typeError, "\(caller)(): \(family) address must be tuple, not \(value.typeName)")
    }
    let tuple = TupleRef(value)
    if !counts.contains(tuple.count) {
      throw raise(
        .typeError,
        family == "AF_INET"
          ? "AF_INET address must be a pair (host, port)"
          : "AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])")
    }
    return tuple
  }

  private static func port(_ value: Value, _ caller: String) throws(Raised) -> UInt16 {
    guard let n = try Convert.index(value).asMachineInt, let port = UInt16(exactly: n) else {
      throw raise(.overflowError, "\(caller)(): port must be 0-65535.")
    }
    return port.byteSwapped
  }

  private mutating func setInternet(_ value: Value, _ caller: String) throws(Raised) {
    let tuple = try SocketAddress.parts(value, "AF_INET", caller, 2...2)
    let port = try SocketAddress.port(tuple[1], caller)
    try resolve(tuple[0], AF_INET)
    withUnsafeMutableBytes(of: &storage) {
      $0.storeBytes(of: port, toByteOffset: 2, as: UInt16.self)
    }
    length = socklen_t(MemoryLayout<sockaddr_in>.size)
  }

  private mutating func setInternet6(_ value: Value, _ caller: String) throws(Raised) {
    let tuple = try SocketAddress.parts(value, "AF_INET6", caller, 2...4)
    let port = try SocketAddress.port(tuple[1], caller)
    let flow = tuple.count > 2 ? try SocketAddress.flow(tuple[2], caller) : 0
    let scope = tuple.count > 3 ? try Convert.machineInt(tuple[3]) : 0
    try resolve(tuple[0], AF_INET6)
    withUnsafeMutableBytes(of: &storage) { memory in
      memory.storeBytes(of: port, toByteOffset: 2, as: UInt16.self)
      memory.storeBytes(of: UInt32(flow).bigEndian, toByteOffset: 4, as: UInt32.self)
      if tuple.count > 3 {
        memory.storeBytes(of: UInt32(truncatingIfNeeded: scope), toByteOffset: 24, as: UInt32.self)
      }
    }
    length = socklen_t(MemoryLayout<sockaddr_in6>.size)
  }

  /// - Throws: OverflowError for what has more than 20 bits.
  static func flow(_ value: Value, _ caller: String) throws(Raised) -> Int {
    let flow = try Convert.machineInt(value)
    if flow < 0 || flow > 0xFFFFF {
      throw raise(.overflowError, "\(caller)(): flowinfo must be 0-1048575.")
    }
    return flow
  }

  /// The text of a host argument: ASCII as it is, other names in IDNA.
  static func hostText(_ value: Value) throws(Raised) -> String {
    if value.isStr {
      let str = StrRef(value)
      if str.isASCII { return str.text }
      let encoded = try Call.method(value, "encode", Value("idna"))
      return String(decoding: BytesRef(encoded).buffer, as: UTF8.self)
    }
    if value.isBytes || value.isHeap && value.isInstance(of: .byteArray) {
      return String(decoding: try Buffers.read(value), as: UTF8.self)
    }
    throw raise(
      .typeError, "str, bytes or bytearray expected, not \(value.typeName)")
  }

  /// Sets family and host.
  private mutating func resolve(_ value: Value, _ family: Int32) throws(Raised) {
    let host = try SocketAddress.hostText(value)
    storage = sockaddr_storage()
    let start = family == AF_INET ? 4 : 8
    if family == AF_INET, host == "<broadcast>" || host == "255.255.255.255" {
      withUnsafeMutableBytes(of: &storage) {
        $0.storeBytes(of: sa_family_t(AF_INET), as: sa_family_t.self)
        $0.storeBytes(of: UInt32.max, toByteOffset: 4, as: UInt32.self)
      }
      return
    }
    let isNumeric = withUnsafeMutableBytes(of: &storage) { memory -> Bool in
      memory.storeBytes(of: sa_family_t(family), as: sa_family_t.self)
      return host.isEmpty || inet_pton(family, host, memory.baseAddress! + start) == 1
    }
    if !isNumeric { try lookUp(host, family) }
  }

  private mutating func lookUp(_ host: String, _ family: Int32) throws(Raised) {
    var hints = addrinfo()
    hints.ai_family = family
    var found: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, nil, &hints, &found)
    if code != 0 { throw SocketNames.raised(code) }
    defer { freeaddrinfo(found) }
    withUnsafeMutableBytes(of: &storage) {
      _ = memcpy($0.baseAddress!, found!.pointee.ai_addr, Int(found!.pointee.ai_addrlen))
    }
  }

  // MARK: To Python

  /// The address as Python shows it.
  mutating func value() throws(Raised) -> Value {
    let size = Int(length)
    if size == 0 { return .none }
    let (family, bytes) = withUnsafeBytes(of: &storage) { memory in
      (Int32(memory.load(as: sa_family_t.self)), Array(memory[0..<min(size, memory.count)]))
    }
    switch family {
    case AF_UNIX: return try SocketAddress.unixValue(Array(bytes.dropFirst(2)))
    case AF_INET:
      return TupleRef.of(
        Value(try host()), Value(Int(bytes[2]) << 8 | Int(bytes[3]))
      ).value
    case AF_INET6:
      let words = withUnsafeBytes(of: &storage) {
        (
          $0.load(fromByteOffset: 4, as: UInt32.self).bigEndian,
          $0.load(fromByteOffset: 24, as: UInt32.self)
        )
      }
      let text = Value(try host())
      return TupleRef.of(
        text, Value(Int(bytes[2]) << 8 | Int(bytes[3])), Value(Int(words.0)), Value(Int(words.1))
      ).value
    default:
      return TupleRef.of(Value(Int(family)), BytesRef.make(Array(bytes.dropFirst(2))).value).value
    }
  }

  /// A path, or the bytes of an abstract name, which begins with a zero.
  private static func unixValue(_ path: [UInt8]) throws(Raised) -> Value {
    if path.first == 0 { return BytesRef.make(path).value }
    let text = BytesRef.make(Array(path.prefix { $0 != 0 }))
    return try Call.method(text.value, "decode", Value("utf-8"), Value("surrogateescape"))
  }

  /// The host in digits.
  ///
  /// - Throws: gaierror.
  mutating func host() throws(Raised) -> String {
    var text = [CChar](repeating: 0, count: 256)
    // Without the scope, which is an item of its own.
    let isVersion6 = withUnsafeBytes(of: &storage) { memory in
      memory.load(as: sa_family_t.self) == AF_INET6
        && inet_ntop(AF_INET6, memory.baseAddress! + 8, &text, 256) != nil
    }
    if isVersion6 { return String(cString: text) }
    let code = with { address, length in
      getnameinfo(address, length.pointee, &text, 256, nil, 0, NI_NUMERICHOST)
    }
    if code != 0 { throw SocketNames.raised(code) }
    return String(cString: text)
  }
}
