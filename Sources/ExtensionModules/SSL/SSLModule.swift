// The module `_ssl`: encrypted connections of OpenSSL's libssl, under `ssl`.

import Glibc
import TaipanRuntime

public enum SSLModule {
  private static let functions: [NativeMethod] = [
    NativeMethod("_test_decode_cert", "($module, path, /)", decodeCertificate),
    NativeMethod("RAND_add", "($module, string, entropy, /)", addRandomness),
    NativeMethod("RAND_bytes", "($module, n, /)", randomBytes),
    NativeMethod("RAND_status", "($module, /)", hasRandomness),
    NativeMethod("get_default_verify_paths", "($module, /)", defaultPaths),
    NativeMethod("txt2obj", "($module, /, txt, name=False)", objectOfText),
    NativeMethod("nid2obj", "($module, nid, /)", objectOfNumber),
  ]
  private static var certificates: LibcryptoCertificates {
    LibcryptoCertificates.shared.unsafelyUnwrapped
  }
  private static var streams: LibcryptoStreams { LibcryptoStreams.shared.unsafelyUnwrapped }

  /// - Throws: ImportError where OpenSSL is missing.
  public static func make() throws(Raised) -> ModuleRef {
    if LibcryptoStreams.shared == nil || LibcryptoCertificates.shared == nil {
      throw DynamicLibrary.missing("_ssl", "libcrypto.so.3 (OpenSSL)")
    }
    if Libssl.shared == nil { throw DynamicLibrary.missing("_ssl", "libssl.so.3 (OpenSSL)") }
    let module = NativeModules.make("_ssl", functions)
    let dict = module.dict
    dict.setStr(
      "__doc__",
      Value("Encrypted connections over sockets and in memory; see the module ssl."))
    for (name, number) in SSLConstants.numbers { dict.setStr(name.interned, Value(number)) }
    for (name, isThere) in SSLConstants.features { dict.setStr(name.interned, Value(isThere)) }
    for (name, error) in SSLErrors.all { dict.setStr(name.interned, error.type) }
    dict.setStr("_SSLContext", SSLContextObject.type.value)
    dict.setStr("_SSLSocket", SSLSocketObject.type.value)
    dict.setStr("MemoryBIO", MemoryBIOObject.type.value)
    dict.setStr("SSLSession", SessionObject.type.value)
    dict.setStr("Certificate", CertificateObject.type.value)
    // The default of the library itself, which contexts begin with.
    dict.setStr("_DEFAULT_CIPHERS", Value("ALL:!COMPLEMENTOFDEFAULT:!eNULL"))
    addVersion(to: dict)
    return module
  }

  private static func addVersion(to dict: DictRef) {
    let number = streams.versionNumber()
    dict.setStr("OPENSSL_VERSION_NUMBER", Value(Int(bitPattern: number)))
    dict.setStr("OPENSSL_VERSION", Value(String(cString: streams.versionText(0))))
    // Four bits, then three bytes, then four bits.
    let parts = TupleRef.make(count: 5)
    parts.set(0, Value(Int(number >> 28 & 0xF)))
    for i in 1...3 { parts.set(i, Value(Int(number >> UInt(28 - 8 * i) & 0xFF))) }
    parts.set(4, Value(Int(number & 0xF)))
    dict.setStr("OPENSSL_VERSION_INFO", parts.value)
    dict.setStr("_OPENSSL_API_VERSION", parts.value)
  }

  // MARK: Randomness

  static func addRandomness(_ a: Args) throws(Raised) -> Value {
    let data = a[0].isStr ? try Codecs.encode(StrRef(a[0]), "utf-8", "strict") : a[0]
    let bytes = try Buffers.read(data)
    let entropy = try Convert.double(a[1])
    var start = 0
    while start < bytes.count {
      let count = min(bytes.count - start, Int(Int32.max))
      streams.addRandomness(bytes.baseAddress! + start, Int32(count), entropy)
      start += count
    }
    return .none
  }

  static func randomBytes(_ a: Args) throws(Raised) -> Value {
    let count = try Convert.cInt(a[0])
    if count < 0 { throw raise(.valueError, "num must be positive") }
    if count == 0 { return BytesRef.empty.value }
    try Heap.requireRoom(count)
    let bytes = BytesRef.make(count: count)
    if streams.randomBytes(bytes.data, Int32(count)) != 1 { throw SSLErrors.fromLibrary(nil) }
    return bytes.value
  }

  static func hasRandomness(_ a: Args) throws(Raised) -> Value {
    Value(streams.hasRandomness() == 1)
  }

  // MARK: Files

  static func defaultPaths(_ a: Args) throws(Raised) -> Value {
    func path(_ text: UnsafePointer<CChar>) throws(Raised) -> Value {
      let bytes = BytesRef.make(
        Array(UnsafeBufferPointer(start: text, count: strlen(text))).map {
          UInt8(bitPattern: $0)
        })
      let decode = try Attributes.get(try Imports.importModule("os"), "fsdecode")
      return try Call.function(decode, bytes.value)
    }
    let paths = TupleRef.make(count: 4)
    paths.set(0, try path(certificates.defaultFileVariable()))
    paths.set(1, try path(certificates.defaultFile()))
    paths.set(2, try path(certificates.defaultFolderVariable()))
    paths.set(3, try path(certificates.defaultFolder()))
    return paths.value
  }

  static func decodeCertificate(_ a: Args) throws(Raised) -> Value {
    let path = try SSLText.path(a[0])
    defer { streams.clearErrors() }
    guard let stream = streams.openFile(path, "r") else {
      throw SSLErrors.error.raised("Can't open file")
    }
    defer { _ = streams.free(stream) }
    guard let certificate = certificates.readTrustedCertificate(stream, nil, nil, nil) else {
      throw SSLErrors.error.raised("Error decoding PEM-encoded file")
    }
    defer { certificates.free(certificate) }
    return try CertificateDecoding.dict(certificate).value
  }

  // MARK: Objects

  /// Number, short name, long name, and the number with dots.
  private static func describe(_ object: SSLObject) throws(Raised) -> Value {
    let number = certificates.numberOfObject(object)
    if number == 0 { throw raise(.valueError, "Unknown object") }
    return TupleRef.of(
      Value(Int(number)), SSLText.optional(certificates.shortName(number)),
      SSLText.optional(certificates.longName(number)),
      CertificateText.object(object, asNumber: true)
    ).value
  }

  static func objectOfText(_ a: Args) throws(Raised) -> Value {
    let text = try SSLText.cText(a[0], "txt2obj() argument 'txt'")
    let allowsNames = a[1].isPresent ? try Convert.truth(a[1]) : false
    guard let object = certificates.objectOfText(text, allowsNames ? 0 : 1) else {
      streams.clearErrors()
      throw raise(.valueError, "unknown object '\(StrRef(a[0]).text.prefix(100))'")
    }
    defer { certificates.freeObject(object) }
    return try describe(object)
  }

  static func objectOfNumber(_ a: Args) throws(Raised) -> Value {
    let number = try Convert.cInt(a[0])
    if number < 0 { throw raise(.valueError, "NID must be positive.") }
    guard let object = certificates.objectOfNumber(Int32(number)) else {
      streams.clearErrors()
      throw raise(.valueError, "unknown NID \(number)")
    }
    return try describe(object)
  }
}
