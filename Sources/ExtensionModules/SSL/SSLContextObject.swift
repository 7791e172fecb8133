// Making contexts, and their methods that are about neither certificates nor callbacks.

import Glibc
import TaipanRuntime

enum SSLContextObject {
  private static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", new),
    NativeMethod("set_ciphers", "($self, cipherlist, /)", setCiphers),
    NativeMethod("get_ciphers", "($self, /)", getCiphers),
    NativeMethod("_set_alpn_protocols", "($self, protos, /)", setProtocols),
    NativeMethod("session_stats", "($self, /)", sessionStatistics),
    NativeMethod(
      "_wrap_socket",
      "($self, /, sock, server_side, server_hostname=None, *, owner=None, session=None)",
      wrapSocket),
    NativeMethod(
      "_wrap_bio",
      "($self, /, incoming, outgoing, server_side, server_hostname=None, *, owner=None, session=None)",
      wrapStreams),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "_ssl._SSLContext", size: MemoryLayout<SSLContextLayout>.size,
      flags: [.baseable, .immutable],
      methods: methods + SSLContextCertificates.methods + SSLContextCallbacks.methods
        + Unpicklable.methods,
      getSets: SSLContextSettings.getSets + SSLContextCallbacks.getSets,
      releaser: SSLContextRef.release))
  private static var library: Libssl { SSLContextRef.library }

  // MARK: Making one

  static func new(_ a: Args) throws(Raised) -> Value {
    if a.keywordCount > 0 {
      throw raise(.typeError, "_SSLContext() takes no keyword arguments")
    }
    if a.count != 2 {
      throw raise(.typeError, "_SSLContext expected 1 argument, got \(a.count - 1)")
    }
    let number = try Convert.cInt(a[1])
    let method = try method(number)
    LibcryptoStreams.shared.unsafelyUnwrapped.clearErrors()
    guard let method, let context = library.newContext(method) else {
      throw SSLErrors.fromLibrary(nil)
    }
    let ref = SSLContextRef.make(TypeRef(a[0]), context, number)
    ref.p.pointee.checksHostname = number == SSLContextRef.Number.client
    try ref.setVerifyMode(number == SSLContextRef.Number.client ? 2 : 0)
    configure(ref)
    return ref.value
  }

  /// - Throws: ValueError for an unknown protocol; DeprecationWarning.
  private static func method(_ number: Int) throws(Raised) -> SSLObject? {
    func deprecate(_ name: String) throws(Raised) {
      try Warnings.warn(
        .deprecationWarning, "ssl.\(name) is deprecated", stackLevel: 2)
    }
    switch number {
    case SSLContextRef.Number.any:
      try deprecate("PROTOCOL_TLS")
      return library.anyMethod()
    case SSLContextRef.Number.tls1:
      try deprecate("PROTOCOL_TLSv1")
      return library.methodOfTLS1()
    case SSLContextRef.Number.tls11:
      try deprecate("PROTOCOL_TLSv1_1")
      return library.methodOfTLS11()
    case SSLContextRef.Number.tls12:
      try deprecate("PROTOCOL_TLSv1_2")
      return library.methodOfTLS12()
    case SSLContextRef.Number.client: return library.clientMethod()
    case SSLContextRef.Number.server: return library.serverMethod()
    default:
      throw raise(.valueError, "invalid or unsupported protocol version \(number)")
    }
  }

  private static func configure(_ ref: SSLContextRef) {
    let context = ref.context
    _ = library.setOptions(
      context, SSLOption.all | SSLOption.noSSL3 | SSLOption.serverPreference)
    let releaseBuffers = 0x10
    _ = library.controlContext(context, SSLControl.mode, releaseBuffers, nil)
    let certificates = LibcryptoCertificates.shared.unsafelyUnwrapped
    _ = certificates.setVerifyFlags(ref.verifyParameters, VerifyFlag.trustedFirst)
    ref.p.pointee.hostFlags = SSLContextSettings.noPartialWildcards
    certificates.setHostFlags(ref.verifyParameters, UInt32(ref.p.pointee.hostFlags))
    library.setPostHandshakeAuth(context, 0)
  }

  // MARK: Ciphers

  static func setCiphers(_ a: Args) throws(Raised) -> Value {
    let list = try SSLText.cText(a[1], "set_ciphers() argument")
    if library.setCiphers(SSLContextRef(a[0]).context, list) == 0 {
      LibcryptoStreams.shared.unsafelyUnwrapped.clearErrors()
      throw SSLErrors.error.raised("No cipher can be selected.")
    }
    return .none
  }

  static func getCiphers(_ a: Args) throws(Raised) -> Value {
    guard let connection = library.new(SSLContextRef(a[0]).context) else {
      throw SSLErrors.fromLibrary(nil)
    }
    defer { library.free(connection) }
    let list = ListRef.make()
    guard let stack = library.ciphers(connection) else { return list.value }
    let certificates = LibcryptoCertificates.shared.unsafelyUnwrapped
    for i in 0..<certificates.stackCount(stack) {
      if let cipher = certificates.stackItem(stack, i) { list.append(describe(cipher).value) }
    }
    return list.value
  }

  private static func describe(_ cipher: SSLObject) -> DictRef {
    let dict = DictRef.make()
    var algorithmBits: Int32 = 0
    let bits = library.cipherBits(cipher, &algorithmBits)
    dict.setStr("id", Value(Int(library.cipherID(cipher))))
    dict.setStr("name", SSLText.optional(library.cipherName(cipher)))
    dict.setStr("protocol", SSLText.optional(library.cipherVersion(cipher)))
    dict.setStr("description", description(cipher))
    dict.setStr("strength_bits", Value(Int(bits)))
    dict.setStr("alg_bits", Value(Int(algorithmBits)))
    dict.setStr("aead", Value(library.isAuthenticating(cipher) != 0))
    dict.setStr("symmetric", name(library.cipherNumber(cipher)))
    dict.setStr("digest", name(library.cipherDigest(cipher)))
    dict.setStr("kea", name(library.cipherExchange(cipher)))
    dict.setStr("auth", name(library.cipherAuthentication(cipher)))
    return dict
  }

  private static func description(_ cipher: SSLObject) -> Value {
    let size = 512
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: size) { room in
      guard let text = library.cipherDescription(cipher, room.baseAddress!, Int32(size)) else {
        return .none
      }
      let line = String(cString: text)
      return Value(line.last == "\n" ? String(line.dropLast()) : line)
    }
  }

  /// The long name of an algorithm; None for none.
  private static func name(_ number: Int32) -> Value {
    if number == 0 { return .none }
    return SSLText.optional(LibcryptoCertificates.shared.unsafelyUnwrapped.longName(number))
  }

  // MARK: Protocols

  static func setProtocols(_ a: Args) throws(Raised) -> Value {
    let ref = SSLContextRef(a[0])
    let bytes = try Buffers.read(a[1])
    guard let count = UInt32(exactly: bytes.count) else {
      throw raise(.overflowError, "protocols longer than \(UInt32.max) bytes")
    }
    let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, bytes.count))
    if let base = bytes.baseAddress { copy.update(from: base, count: bytes.count) }
    ref.p.pointee.protocols?.deallocate()
    ref.p.pointee.protocols = copy
    ref.p.pointee.protocolsCount = bytes.count
    if library.setProtocols(ref.context, copy, count) != 0 { throw raise(.memoryError) }
    library.setProtocolCallback(ref.context, SSLContextCallbacks.chooseProtocol, ref.object.pointer)
    return .none
  }

  // MARK: Sessions

  static func sessionStatistics(_ a: Args) throws(Raised) -> Value {
    // Without the hits of a cache outside of the library, which there is none of.
    let commands: [(name: StaticString, offset: Int32)] = [
      ("number", 0), ("connect", 1), ("connect_good", 2), ("connect_renegotiate", 3),
      ("accept", 4), ("accept_good", 5), ("accept_renegotiate", 6), ("hits", 7), ("misses", 9),
      ("timeouts", 10), ("cache_full", 11),
    ]
    let dict = DictRef.make()
    let context = SSLContextRef(a[0]).context
    for (name, offset) in commands {
      let count = library.controlContext(context, SSLControl.sessionCount + offset, 0, nil)
      dict.setStr(name.interned, Value(count))
    }
    return dict.value
  }

  // MARK: Connections

  static func wrapSocket(_ a: Args) throws(Raised) -> Value {
    if !a[1].isHeap || !a[1].type.isSubtype(of: SocketObject.type) {
      throw raise(
        .typeError,
        "_wrap_socket() argument 'sock' must be _socket.socket, not \(a[1].argumentTypeName)")
    }
    let isServer = try Convert.cInt(a[2]) != 0
    let request = SSLSocketRef.Request(
      isServer: isServer, hostname: try hostname(a[3]), owner: a[4], session: a[5])
    return try SSLSocketRef.make(SSLContextRef(a[0]), request, socket: a[1]).value
  }

  static func wrapStreams(_ a: Args) throws(Raised) -> Value {
    for (i, name) in [(1, "incoming"), (2, "outgoing")] where a[i].type != MemoryBIOObject.type {
      throw raise(
        .typeError,
        "_wrap_bio() argument '\(name)' must be _ssl.MemoryBIO, not \(a[i].argumentTypeName)")
    }
    let isServer = try Convert.cInt(a[3]) != 0
    let request = SSLSocketRef.Request(
      isServer: isServer, hostname: try hostname(a[4]), owner: a[5], session: a[6])
    return try SSLSocketRef.make(
      SSLContextRef(a[0]), request, streams: MemoryBIORef(a[1]), MemoryBIORef(a[2])
    ).value
  }

  /// A host name in ASCII; absent for None.
  private static func hostname(_ value: Value) throws(Raised) -> Value {
    if value.isAbsent || value.isNone { return .absent }
    if !value.isStr {
      throw raise(.typeError, "argument must be str, not \(value.argumentTypeName)")
    }
    let bytes = BytesRef(try Codecs.encode(StrRef(value), "ascii", "strict"))
    if memchr(bytes.data, 0, bytes.count) != nil {
      throw raise(
        .typeError, "argument must be encoded string without null bytes, not str")
    }
    return StrRef.latin1(bytes.data, count: bytes.count).value
  }
}

/// Text that goes to the library and comes from it.
enum SSLText {
  /// UTF-8 with a zero at the end.
  ///
  /// - Throws: TypeError for what is no str, ValueError for one with a zero in it.
  static func cText(_ value: Value, _ what: String) throws(Raised) -> [CChar] {
    _ = try Convert.requireStr(value, what)
    return try ExpatModule.cText(value)
  }

  static func optional(_ text: UnsafePointer<CChar>?) -> Value {
    text.map { Value(String(cString: $0)) } ?? .none
  }

  /// A file's name as the system takes it, with a zero at the end.
  ///
  /// - Throws: TypeError for what is no path, ValueError for one with a zero in it.
  static func path(_ value: Value) throws(Raised) -> [CChar] {
    let encode = try Attributes.get(try Imports.importModule("os"), "fsencode")
    let bytes = BytesRef(try Call.function(encode, value))
    if memchr(bytes.data, 0, bytes.count) != nil { throw raise(.valueError, "embedded null byte") }
    return bytes.buffer.map { CChar(bitPattern: $0) } + [0]
  }
}
