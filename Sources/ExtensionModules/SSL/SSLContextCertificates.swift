// Keys, certificates and authorities of contexts.

import Glibc
import TaipanRuntime

enum SSLContextCertificates {
  static let methods: [NativeMethod] = [
    NativeMethod(
      "load_cert_chain", "($self, /, certfile, keyfile=None, password=None)", loadChain),
    NativeMethod(
      "load_verify_locations", "($self, /, cafile=None, capath=None, cadata=None)", loadLocations),
    NativeMethod("load_dh_params", "($self, path, /)", loadDHParameters),
    NativeMethod("set_default_verify_paths", "($self, /)", loadDefaults),
    NativeMethod("set_ecdh_curve", "($self, name, /)", setCurve),
    NativeMethod("cert_store_stats", "($self, /)", storeStatistics),
    NativeMethod("get_ca_certs", "($self, /, binary_form=False)", authorities),
  ]
  private static var library: Libssl { SSLContextRef.library }
  private static var certificates: LibcryptoCertificates {
    LibcryptoCertificates.shared.unsafelyUnwrapped
  }
  private static var streams: LibcryptoStreams { LibcryptoStreams.shared.unsafelyUnwrapped }

  /// A path argument; nil for None.
  ///
  /// - Throws: TypeError in the name of the argument for what is no path.
  private static func path(_ value: Value, _ name: String) throws(Raised) -> [CChar]? {
    if value.isAbsent || value.isNone { return nil }
    do throws(Raised) { return try SSLText.path(value) } catch {
      if catching(.typeError) {
        throw raise(.typeError, "\(name) should be a valid filesystem path")
      }
      throw error
    }
  }

  // MARK: The own certificate

  static func loadChain(_ a: Args) throws(Raised) -> Value {
    let ref = SSLContextRef(a[0])
    streams.clearErrors()
    guard let certificateFile = try path(a[1], "certfile") else {
      throw raise(.typeError, "certfile should be a valid filesystem path")
    }
    let keyFile = try path(a[2], "keyfile") ?? certificateFile
    if a[3].isAbsent || a[3].isNone {
      try loadChain(ref, certificateFile, keyFile)
      return .none
    }
    ref.p.pointee.password = isCallable(a[3]) ? a[3] : try passwordBytes(a[3], argumentMessage)
    ref.object.noteWrite()
    let (callback, data) = (
      library.passwordCallback(ref.context), library.passwordData(ref.context)
    )
    library.setPasswordCallback(
      ref.context, unsafeBitCast(answerPassword, to: Libssl.AnyCallback.self))
    library.setPasswordData(ref.context, ref.object.pointer)
    defer {
      library.setPasswordCallback(ref.context, callback)
      library.setPasswordData(ref.context, data)
      ref.p.pointee.password = .absent
      ref.p.pointee.passwordFailure = .absent
    }
    try loadChain(ref, certificateFile, keyFile)
    return .none
  }

  private static func loadChain(
    _ ref: SSLContextRef, _ certificateFile: [CChar], _ keyFile: [CChar]
  )
    throws(Raised)
  {
    if library.useCertificateChain(ref.context, certificateFile) != 1 {
      throw failure(ref, .certificateChain)
    }
    let pem: Int32 = 1
    if library.useKey(ref.context, keyFile, pem) != 1 { throw failure(ref, .privateKey) }
    if library.checkKey(ref.context) != 1 { throw SSLErrors.fromLibrary(.privateKey) }
  }

  /// The exception of the password's source, or that of the library.
  private static func failure(_ ref: SSLContextRef, _ place: SSLPlace) -> Raised {
    let failure = ref.p.pointee.passwordFailure
    if failure.isAbsent { return SSLErrors.fromFile(place) }
    streams.clearErrors()
    return setRaised(failure)
  }

  static func isCallable(_ value: Value) -> Bool {
    value.isHeap && value.type.special(.call).isPresent
  }

  private static let argumentMessage = "password should be a string or callable"
  /// The library's room for a password (`PEM_BUFSIZE`).
  private static let mostPassword = 1024

  /// - Throws: TypeError for neither text nor bytes, ValueError for too long ones.
  private static func passwordBytes(_ value: Value, _ message: String) throws(Raised) -> Value {
    let bytes: BytesRef
    if value.isStr {
      bytes = BytesRef(try Codecs.encode(StrRef(value), "utf-8", "strict"))
    } else if value.isBytes {
      bytes = BytesRef(value)
    } else if value.isHeap, value.isInstance(of: .byteArray) {
      bytes = BytesRef.make(ByteArrayRef(value).data, count: ByteArrayRef(value).count)
    } else {
      throw raise(.typeError, message)
    }
    if bytes.count > mostPassword {
      throw raise(.valueError, "password cannot be longer than \(mostPassword) bytes")
    }
    return bytes.value
  }

  private static let answerPassword: Libssl.PasswordCallback = { room, size, _, user in
    guard let room, let user else { return -1 }
    let ref = SSLContextRef(ObjectRef(pointer: user))
    do throws(Raised) {
      var password = ref.p.pointee.password
      if password.isAbsent { return -1 }
      if !password.isExactly(.bytes) {
        password = try passwordBytes(
          try Call.function(password), "password callback must return a string")
      }
      let bytes = BytesRef(password)
      if bytes.count > Int(size) {
        throw raise(.valueError, "password cannot be longer than \(size) bytes")
      }
      memcpy(room, bytes.data, bytes.count)
      return Int32(bytes.count)
    } catch {
      ref.p.pointee.passwordFailure = takeRaised()
      ref.object.noteWrite()
      return -1
    }
  }

  // MARK: Authorities

  static func loadLocations(_ a: Args) throws(Raised) -> Value {
    let ref = SSLContextRef(a[0])
    let hasData = a[3].isPresent && !a[3].isNone
    let file = try path(a[1], "cafile")
    let folder = try path(a[2], "capath")
    if file == nil, folder == nil, !hasData {
      throw raise(.typeError, "cafile, capath and cadata cannot be all omitted")
    }
    if hasData { try addAuthorities(ref, a[3]) }
    if file == nil, folder == nil { return .none }
    streams.clearErrors()
    if library.loadLocations(ref.context, file, folder) != 1 {
      throw SSLErrors.fromFile(.verifyLocations)
    }
    return .none
  }

  /// - Throws: TypeError for text beyond ASCII and for what has no bytes.
  private static func addAuthorities(_ ref: SSLContextRef, _ data: Value) throws(Raised) {
    let message = "cadata should be an ASCII string or a bytes-like object"
    if data.isStr {
      let text = StrRef(data)
      if !text.isASCII { throw raise(.typeError, message) }
      try addAuthorities(
        ref, UnsafeBufferPointer(start: text.bytes, count: text.count), isPEM: true)
      return
    }
    do throws(Raised) {
      let bytes = try Buffers.read(data)
      try addAuthorities(ref, bytes, isPEM: false)
    } catch {
      if thread.pointee.exception.type.isSubtype(of: .typeError) {
        _ = takeRaised()
        throw raise(.typeError, message)
      }
      throw error
    }
  }

  private static func addAuthorities(
    _ ref: SSLContextRef, _ data: UnsafeBufferPointer<UInt8>, isPEM: Bool
  ) throws(Raised) {
    if data.count == 0 { throw raise(.valueError, "Empty certificate data") }
    guard let count = Int32(exactly: data.count) else {
      throw raise(.overflowError, "Certificate data is too long.")
    }
    guard let stream = streams.overBytes(data.baseAddress, count),
      let store = library.store(ref.context)
    else { throw raise(.memoryError) }
    defer { _ = streams.free(stream) }
    streams.clearErrors()
    var loaded = 0
    while isPEM || streams.pending(stream) > 0 {
      guard
        let certificate = isPEM
          ? certificates.readCertificate(stream, nil, noPassword, nil)
          : certificates.decodeCertificate(stream, nil)
      else { break }
      let isAdded = certificates.addToStore(store, certificate) == 1
      certificates.free(certificate)
      if !isAdded { throw SSLErrors.fromLibrary(.certificateDataEnd) }
      loaded += 1
    }
    if loaded == 0 {
      let what = isPEM ? "no start line" : "not enough data"
      throw SSLErrors.raised(
        "\(what): cadata does not contain a certificate", .certificateData)
    }
    let code = streams.lastError()
    if code != 0, !(isPEM && SSLReasons.isEndOfPEM(code)) {
      throw SSLErrors.fromLibrary(.certificateDataEnd)
    }
    streams.clearErrors()
  }

  /// Certificates are not encrypted; without this the library would ask at the terminal.
  private static let noPassword: Libssl.PasswordCallback = { _, _, _, _ in -1 }

  static func loadDefaults(_ a: Args) throws(Raised) -> Value {
    if library.loadDefaults(SSLContextRef(a[0]).context) == 0 { throw SSLErrors.fromLibrary(nil) }
    return .none
  }

  // MARK: Key exchange

  static func loadDHParameters(_ a: Args) throws(Raised) -> Value {
    let name = try SSLText.path(a[1])
    let descriptor = open(name, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw raiseOS(errno, a[1]) }
    close(descriptor)
    streams.clearErrors()
    guard let stream = streams.openFile(name, "r") else {
      throw SSLErrors.fromFile(.dhParameters)
    }
    defer { _ = streams.free(stream) }
    guard let parameters = certificates.readDHParameters(stream, nil, noPassword, nil) else {
      throw SSLErrors.fromLibrary(.dhParameters)
    }
    defer { certificates.freeDHParameters(parameters) }
    let context = SSLContextRef(a[0]).context
    if library.controlContext(context, SSLControl.setDHParameters, 0, parameters) == 0 {
      throw SSLErrors.fromLibrary(.dhParameters)
    }
    return .none
  }

  static func setCurve(_ a: Args) throws(Raised) -> Value {
    let name = try SSLText.path(a[1])
    var number = certificates.numberOfShortName(name)
    let context = SSLContextRef(a[0]).context
    if number == 0 || library.controlContext(context, SSLControl.groups, 1, &number) == 0 {
      streams.clearErrors()
      throw raise(
        .valueError,
        messageText("unknown elliptic curve name ", try Convert.repr(a[1]).value, ""))
    }
    return .none
  }

  // MARK: What was loaded

  /// Kinds of objects in a store.
  private enum Kind {
    static let certificate: Int32 = 1
    static let revocations: Int32 = 2
  }

  /// The objects of the context's store.
  private static func objects(_ a: Args) -> [SSLObject] {
    guard let store = library.store(SSLContextRef(a[0]).context),
      let stack = certificates.storeObjects(store)
    else { return [] }
    return (0..<certificates.stackCount(stack)).compactMap { certificates.stackItem(stack, $0) }
  }

  static func storeStatistics(_ a: Args) throws(Raised) -> Value {
    var (all, lists, authorities) = (0, 0, 0)
    for object in objects(a) {
      switch certificates.objectKind(object) {
      case Kind.certificate:
        all += 1
        if let certificate = certificates.objectCertificate(object),
          certificates.isAuthority(certificate) != 0
        {
          authorities += 1
        }
      case Kind.revocations: lists += 1
      default: break
      }
    }
    let dict = DictRef.make()
    dict.setStr("x509", Value(all))
    dict.setStr("crl", Value(lists))
    dict.setStr("x509_ca", Value(authorities))
    return dict.value
  }

  static func authorities(_ a: Args) throws(Raised) -> Value {
    let isBinary = a.count > 1 && a[1].isPresent ? try Convert.truth(a[1]) : false
    let list = ListRef.make()
    for object in objects(a) where certificates.objectKind(object) == Kind.certificate {
      guard let certificate = certificates.objectCertificate(object),
        certificates.isAuthority(certificate) != 0
      else { continue }
      list.append(
        isBinary
          ? try CertificateDecoding.der(certificate)
          : try CertificateDecoding.dict(certificate).value)
    }
    return list.value
  }
}
