// What is known of a connection: certificates, ciphers, versions; its attributes.

import TaipanRuntime

enum SSLSocketObject {
  private static let methods: [NativeMethod] = [
    NativeMethod("getpeercert", "($self, der=False, /)", peerCertificate),
    NativeMethod("get_verified_chain", "($self, /)", verifiedChain),
    NativeMethod("get_unverified_chain", "($self, /)", unverifiedChain),
    NativeMethod("cipher", "($self, /)", cipher),
    NativeMethod("shared_ciphers", "($self, /)", sharedCiphers),
    NativeMethod("version", "($self, /)", version),
    NativeMethod("selected_alpn_protocol", "($self, /)", selectedProtocol),
    NativeMethod("compression", "($self, /)", compression),
    NativeMethod("get_channel_binding", "($self, /, cb_type='tls-unique')", channelBinding),
  ]
  private static let getSets: [NativeGetSet] = [
    NativeGetSet(
      "context", { a throws(Raised) in SSLSocketRef(a[0]).p.pointee.context }, set: setContext),
    NativeGetSet(
      "server_side", { a throws(Raised) in Value(SSLSocketRef(a[0]).p.pointee.isServer) }),
    NativeGetSet("server_hostname", serverHostname),
    NativeGetSet("owner", owner, set: setOwner),
    NativeGetSet("session", session, set: setSession),
    NativeGetSet("session_reused", isSessionReused),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "_ssl._SSLSocket", size: MemoryLayout<SSLSocketLayout>.size,
      flags: [.noInstantiation, .immutable],
      methods: methods + SSLSocketTransfer.methods + Unpicklable.methods, getSets: getSets,
      releaser: SSLSocketRef.release))
  private static var library: Libssl { SSLSocketRef.library }

  // MARK: Certificates

  static func peerCertificate(_ a: Args) throws(Raised) -> Value {
    let connection = SSLSocketRef(a[0]).connection
    let isBinary = a.count > 1 && a[1].isPresent ? try Convert.truth(a[1]) : false
    if library.isEstablished(connection) == 0 {
      throw raise(.valueError, "handshake not done yet")
    }
    guard let certificate = library.peerCertificate(connection) else { return .none }
    defer { LibcryptoCertificates.shared.unsafelyUnwrapped.free(certificate) }
    if isBinary { return try CertificateDecoding.der(certificate) }
    // What nobody has verified is not shown.
    let mode = library.context(connection).map { library.verifyMode($0) } ?? 0
    if mode & SSLContextRef.Verify.peer == 0 { return DictRef.make().value }
    return try CertificateDecoding.dict(certificate).value
  }

  static func verifiedChain(_ a: Args) throws(Raised) -> Value {
    guard let chain = library.verifiedChain(SSLSocketRef(a[0]).connection) else { return .none }
    return CertificateRef.list(chain).value
  }

  static func unverifiedChain(_ a: Args) throws(Raised) -> Value {
    let ref = SSLSocketRef(a[0])
    guard let chain = library.peerChain(ref.connection) else { return .none }
    let list = CertificateRef.list(chain)
    // A server's chain begins behind the certificate of its client.
    if ref.p.pointee.isServer, let peer = library.peerCertificate(ref.connection) {
      list.insert(CertificateRef.make(peer).value, at: 0)
      LibcryptoCertificates.shared.unsafelyUnwrapped.free(peer)
    }
    return list.value
  }

  // MARK: Ciphers and protocols

  private static func describe(_ cipher: SSLObject) -> Value {
    let name = SSLText.optional(library.cipherName(cipher))
    let version = SSLText.optional(library.cipherVersion(cipher))
    return TupleRef.of(name, version, Value(Int(library.cipherBits(cipher, nil)))).value
  }

  static func cipher(_ a: Args) throws(Raised) -> Value {
    guard let cipher = library.currentCipher(SSLSocketRef(a[0]).connection) else { return .none }
    return describe(cipher)
  }

  static func sharedCiphers(_ a: Args) throws(Raised) -> Value {
    let connection = SSLSocketRef(a[0]).connection
    guard let own = library.ciphers(connection), let others = library.clientCiphers(connection)
    else { return .none }
    let certificates = LibcryptoCertificates.shared.unsafelyUnwrapped
    let list = ListRef.make()
    for i in 0..<certificates.stackCount(others) {
      guard let cipher = certificates.stackItem(others, i),
        certificates.findInStack(own, cipher) >= 0
      else { continue }
      list.append(describe(cipher))
    }
    return list.value
  }

  static func version(_ a: Args) throws(Raised) -> Value {
    let connection = SSLSocketRef(a[0]).connection
    if library.isEstablished(connection) == 0 { return .none }
    guard let text = library.version(connection) else { return .none }
    let version = String(cString: text)
    return version == "unknown" ? .none : Value(version)
  }

  static func selectedProtocol(_ a: Args) throws(Raised) -> Value {
    var start: UnsafePointer<UInt8>?
    var count: UInt32 = 0
    library.chosenProtocol(SSLSocketRef(a[0]).connection, &start, &count)
    guard let start else { return .none }
    return try Codecs.decode(start, Int(count), "utf-8", "strict").value
  }

  static func compression(_ a: Args) throws(Raised) -> Value {
    guard let method = library.compression(SSLSocketRef(a[0]).connection) else { return .none }
    let number = library.compressionNumber(method)
    if number == 0 { return .none }
    return SSLText.optional(LibcryptoCertificates.shared.unsafelyUnwrapped.shortName(number))
  }

  static func channelBinding(_ a: Args) throws(Raised) -> Value {
    let ref = SSLSocketRef(a[0])
    if a[1].isPresent {
      let kind = try Convert.requireStr(a[1], "get_channel_binding() argument 'cb_type'")
      if !kind.isEqual("tls-unique") {
        throw raise(
          .valueError, messageText("'", kind.value, "' channel binding type not implemented"))
      }
    }
    let size = 128
    let bytes = BytesRef.make(count: size)
    // The first message of the handshake that says it is finished: the client's, unless an earlier session went
    // on.
    let isOwn = (library.isReused(ref.connection) != 0) != !ref.p.pointee.isServer
    let count =
      isOwn
      ? library.finished(ref.connection, bytes.data, size)
      : library.peerFinished(ref.connection, bytes.data, size)
    return count == 0 ? .none : bytes.shrunk(to: min(count, size)).value
  }

  // MARK: Attributes

  static func setContext(_ a: Args) throws(Raised) -> Value {
    if a[1].isAbsent || !a[1].isHeap || !a[1].type.isSubtype(of: SSLContextObject.type) {
      throw raise(.typeError, "The value must be a SSLContext")
    }
    let (ref, context) = (SSLSocketRef(a[0]), SSLContextRef(a[1]))
    ref.p.pointee.context = a[1]
    ref.object.noteWrite()
    _ = library.setContext(ref.connection, context.context)
    // Only the first context's is taken over by itself.
    let hasCallback = !context.p.pointee.messageCallback.isNone
    library.setMessageCallbackOf(
      ref.connection, hasCallback ? SSLContextCallbacks.noteMessage : nil)
    return .none
  }

  static func serverHostname(_ a: Args) throws(Raised) -> Value {
    let name = SSLSocketRef(a[0]).p.pointee.serverHostname
    return name.isAbsent ? .none : name
  }

  static func owner(_ a: Args) throws(Raised) -> Value {
    let owner = SSLSocketRef(a[0]).owner
    return owner.isAbsent ? .none : owner
  }

  static func setOwner(_ a: Args) throws(Raised) -> Value {
    if a[1].isAbsent { throw raise(.attributeError, "cannot delete attribute") }
    try WeakReferences.requireReferable(a[1])
    let ref = SSLSocketRef(a[0])
    ref.p.pointee.owner = WeakReferences.make(a[1].asObject)
    ref.object.noteWrite()
    return .none
  }

  static func session(_ a: Args) throws(Raised) -> Value {
    let ref = SSLSocketRef(a[0])
    guard let session = library.session(ref.connection) else { return .none }
    return SessionRef.make(session, ref.p.pointee.context).value
  }

  static func setSession(_ a: Args) throws(Raised) -> Value {
    try SSLSocketRef(a[0]).setSession(a[1])
    return .none
  }

  static func isSessionReused(_ a: Args) throws(Raised) -> Value {
    Value(library.isReused(SSLSocketRef(a[0]).connection) != 0)
  }
}
