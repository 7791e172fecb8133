// Names and numbers of hosts, services, protocols and interfaces.

import CTaipan
import Glibc
import TaipanRuntime

enum SocketNames {
  static let functions: [NativeMethod] = [
    NativeMethod(
      "getaddrinfo", "($module, host, port, family=0, type=0, proto=0, flags=0)", addressInfo),
    NativeMethod("getnameinfo", "($module, sockaddr, flags, /)", nameInfo),
    NativeMethod("gethostname", "($module, /)", hostName),
    NativeMethod("sethostname", "($module, name, /)", setHostName),
    NativeMethod("gethostbyname", "($module, host, /)", hostAddress),
    NativeMethod("gethostbyname_ex", "($module, host, /)", hostByName),
    NativeMethod("gethostbyaddr", "($module, host, /)", hostByAddress),
    NativeMethod("getprotobyname", "($module, name, /)", protocolNumber),
    NativeMethod("getservbyname", "($module, name, proto=None, /)", serviceNumber),
    NativeMethod("getservbyport", "($module, port, proto=None, /)", serviceName),
    NativeMethod("if_indextoname", "($module, index, /)", interfaceName),
    NativeMethod("if_nametoindex", "($module, name, /)", interfaceIndex),
    NativeMethod("if_nameindex", "($module, /)", interfaces),
    NativeMethod("inet_aton", "($module, string, /)", toBytes),
    NativeMethod("inet_ntoa", "($module, packed_ip, /)", toText),
    NativeMethod("inet_pton", "($module, family, string, /)", toFamilyBytes),
    NativeMethod("inet_ntop", "($module, family, packed_ip, /)", toFamilyText),
  ]

  /// gaierror of a code of getaddrinfo.
  static func raised(_ code: Int32) -> Raised {
    if code == EAI_SYSTEM { return raiseOS(errno) }
    return raised(SocketModule.gaiError, code, String(cString: gai_strerror(code)))
  }

  private static func raised(_ type: NativeError, _ code: Int32, _ text: String) -> Raised {
    do throws(Raised) {
      return setRaised(try Call.function(type.type, Value(Int(code)), Value(text)))
    } catch {
      return error
    }
  }

  // MARK: getaddrinfo

  private static func portText(_ value: Value) throws(Raised) -> String? {
    if value.isNone { return nil }
    if value.isAnyInt { return try Convert.str(value).text }
    if value.isStr { return StrRef(value).text }
    if value.isBytes { return String(decoding: BytesRef(value).buffer, as: UTF8.self) }
    throw raise(.osError, "Int or String expected")
  }

  static func addressInfo(_ a: Args) throws(Raised) -> Value {
    let host: String?
    if a[0].isNone {
      host = nil
    } else if a[0].isStr || a[0].isBytes {
      host = try SocketAddress.hostText(a[0])
    } else {
      throw raise(.typeError, "getaddrinfo() argument 1 must be string or None")
    }
    let port = try portText(a[1])
    var hints = addrinfo()
    hints.ai_family = a[2].isPresent ? try Descriptors.int32(a[2]) : 0
    hints.ai_socktype = a[3].isPresent ? try Descriptors.int32(a[3]) : 0
    hints.ai_protocol = a[4].isPresent ? try Descriptors.int32(a[4]) : 0
    hints.ai_flags = a[5].isPresent ? try Descriptors.int32(a[5]) : 0
    var found: UnsafeMutablePointer<addrinfo>?
    let code = Int32(Threads.allowOthers { Int(getaddrinfo(host, port, &hints, &found)) })
    if code != 0 { throw raised(code) }
    defer { freeaddrinfo(found) }
    let list = ListRef.make()
    var next = found
    while let info = next {
      list.append(try entry(info))
      next = info.pointee.ai_next
    }
    return list.value
  }

  private static func entry(_ info: UnsafeMutablePointer<addrinfo>) throws(Raised) -> Value {
    var address = SocketAddress()
    withUnsafeMutableBytes(of: &address.storage) {
      _ = memcpy($0.baseAddress!, info.pointee.ai_addr, Int(info.pointee.ai_addrlen))
    }
    address.length = info.pointee.ai_addrlen
    let row = TupleRef.make(count: 5)
    row.set(0, Value(Int(info.pointee.ai_family)))
    row.set(1, Value(Int(info.pointee.ai_socktype)))
    row.set(2, Value(Int(info.pointee.ai_protocol)))
    row.set(3, Value(info.pointee.ai_canonname.map { String(cString: $0) } ?? ""))
    row.set(4, try address.value())
    return row.value
  }

  static func nameInfo(_ a: Args) throws(Raised) -> Value {
    if !a[0].isTuple { throw raise(.typeError, "getnameinfo() argument 1 must be a tuple") }
    let tuple = TupleRef(a[0])
    if tuple.count < 2 || tuple.count > 4 {
      throw raise(.typeError, "getnameinfo() argument 1 must be a tuple of host and port")
    }
    let host = try SocketAddress.hostText(tuple[0])
    let flags = try Descriptors.int32(a[1])
    var hints = addrinfo()
    hints.ai_socktype = 2
    hints.ai_flags = AI_NUMERICHOST
    var found: UnsafeMutablePointer<addrinfo>?
    let flow = tuple.count > 2 ? try SocketAddress.flow(tuple[2], "getnameinfo") : 0
    let scope = tuple.count > 3 ? try Convert.machineInt(tuple[3]) : 0
    let code = getaddrinfo(host, try portText(tuple[1]), &hints, &found)
    if code != 0 { throw raised(code) }
    defer { freeaddrinfo(found) }
    try place(flow: flow, scope: scope, in: found!.pointee, isGiven: tuple.count > 2)
    var name = [CChar](repeating: 0, count: 1025)
    var service = [CChar](repeating: 0, count: 32)
    let result = getnameinfo(
      found!.pointee.ai_addr, found!.pointee.ai_addrlen, &name, 1025, &service, 32, flags)
    if result != 0 { throw raised(result) }
    return TupleRef.of(Value(String(cString: name)), Value(String(cString: service))).value
  }

  /// Puts what only IPv6 has into an address.
  private static func place(flow: Int, scope: Int, in found: addrinfo, isGiven: Bool)
    throws(Raised)
  {
    guard found.ai_family == AF_INET6 else {
      if isGiven { throw raise(.osError, "IPv4 sockaddr must be 2 tuple") }
      return
    }
    found.ai_addr.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { address in
      address.pointee.sin6_flowinfo = UInt32(flow).bigEndian
      address.pointee.sin6_scope_id = UInt32(truncatingIfNeeded: scope)
    }
  }

  // MARK: Hosts

  static func hostName(_ a: Args) throws(Raised) -> Value {
    var name = [CChar](repeating: 0, count: 1025)
    if gethostname(&name, 1024) != 0 { throw raiseOS(errno) }
    return Value(String(cString: name))
  }

  static func setHostName(_ a: Args) throws(Raised) -> Value {
    let name = try SocketAddress.hostText(a[0])
    if sethostname(name, name.utf8.count) != 0 { throw raiseOS(errno) }
    return .none
  }

  static func hostAddress(_ a: Args) throws(Raised) -> Value {
    var address = SocketAddress()
    try address.set(
      TupleRef.of(Value(try SocketAddress.hostText(a[0])), Value(0)).value, family: AF_INET,
      caller: "gethostbyname")
    return Value(try address.host())
  }

  private static func hostEntry(_ entry: UnsafeMutablePointer<hostent>?) throws(Raised) -> Value {
    guard let entry else {
      let code = taipan_host_error()
      throw raised(SocketModule.hostError, code, String(cString: hstrerror(code)))
    }
    let aliases = ListRef.make()
    var alias = entry.pointee.h_aliases
    while let text = alias?.pointee {
      aliases.append(Value(String(cString: text)))
      alias = alias! + 1
    }
    let addresses = ListRef.make()
    var item = entry.pointee.h_addr_list
    while let bytes = item?.pointee {
      addresses.append(try text(entry.pointee.h_addrtype, UnsafeRawPointer(bytes)))
      item = item! + 1
    }
    let name = Value(String(cString: entry.pointee.h_name))
    return TupleRef.of(name, aliases.value, addresses.value).value
  }

  static func hostByName(_ a: Args) throws(Raised) -> Value {
    try hostEntry(gethostbyname(try SocketAddress.hostText(a[0])))
  }

  static func hostByAddress(_ a: Args) throws(Raised) -> Value {
    let host = try SocketAddress.hostText(a[0])
    var found: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, nil, nil, &found)
    if code != 0 { throw raised(code) }
    defer { freeaddrinfo(found) }
    let family = found!.pointee.ai_family
    let start = UnsafeRawPointer(found!.pointee.ai_addr!) + (family == AF_INET ? 4 : 8)
    return try hostEntry(gethostbyaddr(start, family == AF_INET ? 4 : 16, family))
  }

  // MARK: Protocols, services, interfaces

  static func protocolNumber(_ a: Args) throws(Raised) -> Value {
    let name = try Convert.requireStr(a[0], "getprotobyname() argument").text
    guard let entry = getprotobyname(name) else { throw raise(.osError, "protocol not found") }
    return Value(Int(entry.pointee.p_proto))
  }

  private static func protocolName(_ a: Args) throws(Raised) -> String? {
    a.count > 1 && !a[1].isNone
      ? try Convert.requireStr(a[1], "service/proto argument 2").text : nil
  }

  static func serviceNumber(_ a: Args) throws(Raised) -> Value {
    let name = try Convert.requireStr(a[0], "getservbyname() argument 1").text
    guard let entry = getservbyname(name, try protocolName(a)) else {
      throw raise(.osError, "service/proto not found")
    }
    return Value(Int(UInt16(truncatingIfNeeded: entry.pointee.s_port).byteSwapped))
  }

  static func serviceName(_ a: Args) throws(Raised) -> Value {
    let port = try Convert.machineInt(a[0])
    guard let number = UInt16(exactly: port) else {
      throw raise(.overflowError, "getservbyport: port must be 0-65535.")
    }
    guard let entry = getservbyport(Int32(number.byteSwapped), try protocolName(a)) else {
      throw raise(.osError, "port/proto not found")
    }
    return Value(String(cString: entry.pointee.s_name))
  }

  static func interfaceName(_ a: Args) throws(Raised) -> Value {
    var name = [CChar](repeating: 0, count: 17)
    guard let index = UInt32(exactly: try Convert.machineInt(a[0])) else {
      throw raise(
        .overflowError,
        a[0].intSign < 0 ? "can't convert negative value to unsigned int" : "index is too large")
    }
    if if_indextoname(index, &name) == nil {
      throw raiseOS(errno)
    }
    return Value(String(cString: name))
  }
  static func interfaceIndex(_ a: Args) throws(Raised) -> Value {
    let index = if_nametoindex(try SocketAddress.hostText(a[0]))
    if index == 0 { throw raise(.osError, "no interface with this name") }
    return Value(Int(index))
  }
  static func interfaces(_ a: Args) throws(Raised) -> Value {
    guard let all = if_nameindex() else { throw raiseOS(errno) }
    defer { if_freenameindex(all) }
    let list = ListRef.make()
    var entry = all
    while entry.pointee.if_index != 0, let name = entry.pointee.if_name {
      let text = Value(String(cString: name))
      list.append(TupleRef.of(Value(Int(entry.pointee.if_index)), text).value)
      entry += 1
    }
    return list.value
  }

  // MARK: Packed addresses

  static func toBytes(_ a: Args) throws(Raised) -> Value {
    let text = try Convert.requireStr(a[0], "inet_aton() argument").text
    var address = in_addr()
    if inet_aton(text, &address) == 0 {
      throw raise(.osError, "illegal IP address string passed to inet_aton")
    }
    return withUnsafeBytes(of: &address) { BytesRef.make(Array($0)).value }
  }

  static func toText(_ a: Args) throws(Raised) -> Value {
    let bytes = try Buffers.read(a[0])
    if bytes.count != 4 { throw raise(.osError, "packed IP wrong length") }
    return try text(AF_INET, UnsafeRawPointer(bytes.baseAddress!))
  }

  private static func text(_ family: Int32, _ bytes: UnsafeRawPointer) throws(Raised) -> Value {
    var out = [CChar](repeating: 0, count: 64)
    if inet_ntop(family, bytes, &out, 64) == nil { throw raiseOS(errno) }
    return Value(String(cString: out))
  }

  static func toFamilyBytes(_ a: Args) throws(Raised) -> Value {
    let family = try Descriptors.int32(a[0])
    let text = try Convert.requireStr(a[1], "inet_pton() argument 2").text
    var bytes = [UInt8](repeating: 0, count: 16)
    let result = inet_pton(family, text, &bytes)
    if result < 0 { throw raiseOS(errno) }
    if result == 0 { throw raise(.osError, "illegal IP address string passed to inet_pton") }
    return BytesRef.make(Array(bytes.prefix(family == AF_INET ? 4 : 16))).value
  }

  static func toFamilyText(_ a: Args) throws(Raised) -> Value {
    let family = try Descriptors.int32(a[0])
    let bytes = try Buffers.read(a[1])
    guard family == AF_INET || family == AF_INET6 else {
      throw raise(.valueError, "unknown address family \(family)")
    }
    if bytes.count != (family == AF_INET ? 4 : 16) {
      throw raise(.valueError, "invalid length of packed IP address string")
    }
    return try text(family, UnsafeRawPointer(bytes.baseAddress!))
  }
}
