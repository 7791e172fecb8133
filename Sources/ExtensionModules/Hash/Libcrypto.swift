// The functions of OpenSSL's libcrypto that the hash modules use. Declared here, not by its headers:
// the library is loaded at run time, and these signatures belong to its stable interface (3.x).

import TaipanRuntime

/// `EVP_MD`, `EVP_MD_CTX`, `HMAC_CTX`: opaque to callers.
typealias CryptoObject = UnsafeMutableRawPointer

struct Libcrypto {
  typealias Bytes = UnsafePointer<UInt8>
  typealias Room = UnsafeMutablePointer<UInt8>
  typealias CText = UnsafePointer<CChar>

  let fetchDigest: @convention(c) (CryptoObject?, CText, CText?) -> CryptoObject?
  let newContext: @convention(c) () -> CryptoObject?
  let freeContext: @convention(c) (CryptoObject?) -> Void
  let copyContext: @convention(c) (CryptoObject, CryptoObject) -> Int32
  let start: @convention(c) (CryptoObject, CryptoObject, CryptoObject?) -> Int32
  let update: @convention(c) (CryptoObject, Bytes, Int) -> Int32
  let finish: @convention(c) (CryptoObject, Room, UnsafeMutablePointer<UInt32>?) -> Int32
  let finishExtended: @convention(c) (CryptoObject, Room, Int) -> Int32
  let digestOfContext: @convention(c) (CryptoObject) -> CryptoObject?
  let digestSize: @convention(c) (CryptoObject) -> Int32
  let blockSize: @convention(c) (CryptoObject) -> Int32
  let digestFlags: @convention(c) (CryptoObject) -> UInt
  let digestName: @convention(c) (CryptoObject) -> CText?
  let digestNumber: @convention(c) (CryptoObject) -> Int32
  let forEachDigest:
    @convention(c) (
      CryptoObject?, @convention(c) (CryptoObject?, UnsafeMutableRawPointer?) -> Void,
      UnsafeMutableRawPointer?
    ) -> Void
  let isFIPSEnabled: @convention(c) (CryptoObject?) -> Int32
  let newMAC: @convention(c) () -> CryptoObject?
  let freeMAC: @convention(c) (CryptoObject?) -> Void
  let copyMAC: @convention(c) (CryptoObject, CryptoObject) -> Int32
  let startMAC: @convention(c) (CryptoObject, Bytes?, Int32, CryptoObject?, CryptoObject?) -> Int32
  let updateMAC: @convention(c) (CryptoObject, Bytes, Int) -> Int32
  let finishMAC: @convention(c) (CryptoObject, Room, UnsafeMutablePointer<UInt32>?) -> Int32
  let digestOfMAC: @convention(c) (CryptoObject) -> CryptoObject?
  let pbkdf2: @convention(c) (CText, Int32, Bytes, Int32, Int32, CryptoObject, Int32, Room) -> Int32
  let scrypt:
    @convention(c) (CText?, Int, Bytes?, Int, UInt64, UInt64, UInt64, UInt64, Room?, Int) -> Int32
  let lastError: @convention(c) () -> UInt
  let clearErrors: @convention(c) () -> Void
  let errorLibrary: @convention(c) (UInt) -> CText?
  let errorReason: @convention(c) (UInt) -> CText?

  /// The loaded library; nil where there is none.
  static let shared: Libcrypto? = {
    guard let library = DynamicLibrary(["libcrypto.so.3"]) else { return nil }
    return try? Libcrypto(library)
  }()

  /// - Throws: ImportError in the name of `module` where the library is missing.
  static func require(_ module: String) throws(Raised) {
    if shared == nil { throw DynamicLibrary.missing(module, "libcrypto.so.3 (OpenSSL)") }
  }

  private init(_ library: DynamicLibrary) throws(MissingSymbol) {
    fetchDigest = try library.function("EVP_MD_fetch")
    newContext = try library.function("EVP_MD_CTX_new")
    freeContext = try library.function("EVP_MD_CTX_free")
    copyContext = try library.function("EVP_MD_CTX_copy_ex")
    start = try library.function("EVP_DigestInit_ex")
    update = try library.function("EVP_DigestUpdate")
    finish = try library.function("EVP_DigestFinal_ex")
    finishExtended = try library.function("EVP_DigestFinalXOF")
    digestOfContext = try library.function("EVP_MD_CTX_get0_md")
    digestSize = try library.function("EVP_MD_get_size")
    blockSize = try library.function("EVP_MD_get_block_size")
    digestFlags = try library.function("EVP_MD_get_flags")
    digestName = try library.function("EVP_MD_get0_name")
    digestNumber = try library.function("EVP_MD_get_type")
    forEachDigest = try library.function("EVP_MD_do_all_provided")
    isFIPSEnabled = try library.function("EVP_default_properties_is_fips_enabled")
    newMAC = try library.function("HMAC_CTX_new")
    freeMAC = try library.function("HMAC_CTX_free")
    copyMAC = try library.function("HMAC_CTX_copy")
    startMAC = try library.function("HMAC_Init_ex")
    updateMAC = try library.function("HMAC_Update")
    finishMAC = try library.function("HMAC_Final")
    digestOfMAC = try library.function("HMAC_CTX_get_md")
    pbkdf2 = try library.function("PKCS5_PBKDF2_HMAC")
    scrypt = try library.function("EVP_PBE_scrypt")
    lastError = try library.function("ERR_peek_last_error")
    clearErrors = try library.function("ERR_clear_error")
    errorLibrary = try library.function("ERR_lib_error_string")
    errorReason = try library.function("ERR_reason_error_string")
  }

  /// What the library last complained about, as "[library] reason"; its list of errors is emptied.
  func complaint(_ fallback: String) -> String {
    let code = lastError()
    clearErrors()
    guard code != 0, let reason = errorReason(code) else { return fallback }
    let text = String(cString: reason)
    return errorLibrary(code).map { "[\(String(cString: $0))] \(text)" } ?? text
  }
}

/// What `Digests.all` collects.
private final class FoundDigests { var names: Set<String> = [] }

/// Hash algorithms by the names that Python and the library give them.
enum Digests {
  private static let names: [(python: String, library: String)] = [
    ("md5", "MD5"), ("sha1", "SHA1"), ("sha224", "SHA2-224"), ("sha256", "SHA2-256"),
    ("sha384", "SHA2-384"), ("sha512", "SHA2-512"), ("sha512_224", "SHA2-512/224"),
    ("sha512_256", "SHA2-512/256"), ("sha3_224", "SHA3-224"), ("sha3_256", "SHA3-256"),
    ("sha3_384", "SHA3-384"), ("sha3_512", "SHA3-512"), ("shake_128", "SHAKE-128"),
    ("shake_256", "SHAKE-256"), ("blake2b", "BLAKE2B-512"), ("blake2s", "BLAKE2S-256"),
    ("ripemd160", "RIPEMD-160"),
  ]

  /// Algorithms that were found, for good: to fetch one takes longer than to hash a short text.
  nonisolated(unsafe) private static var found: [String: CryptoObject] = [:]

  /// The algorithm; nil where the library does not know or not allow it.
  static func find(_ name: String) -> CryptoObject? {
    if let digest = found[name] { return digest }
    let known = names.first { $0.python == name }?.library ?? name
    let digest = Libcrypto.shared.unsafelyUnwrapped.fetchDigest(nil, known, nil)
    found[name] = digest
    return digest
  }

  static func pythonName(_ digest: CryptoObject) -> String {
    guard let text = Libcrypto.shared.unsafelyUnwrapped.digestName(digest) else { return "" }
    let name = String(cString: text)
    return names.first { $0.library == name }?.python ?? name.lowercased()
  }

  /// The Python names of all algorithms that the library offers.
  static func all() -> [String] {
    let found = FoundDigests()
    let library = Libcrypto.shared.unsafelyUnwrapped
    library.forEachDigest(
      nil,
      { digest, context in
        let library = Libcrypto.shared.unsafelyUnwrapped
        guard let digest, let context, library.digestNumber(digest) != 0 else { return }
        Unmanaged<FoundDigests>.fromOpaque(context).takeUnretainedValue().names
          .insert(Digests.pythonName(digest))
      }, Unmanaged.passUnretained(found).toOpaque())
    return withExtendedLifetime(found) { found.names.sorted() }
  }

  /// The bytes to hash.
  ///
  /// - Throws: TypeError for a str and for what has no buffer.
  static func input(_ value: Value) throws(Raised) -> UnsafeBufferPointer<UInt8> {
    if value.isStr { throw raise(.typeError, "Strings must be encoded before hashing") }
    if !BytesLike.isBytesLike(value), !ArrayModule.isArray(value) {
      throw raise(.typeError, "object supporting the buffer API required")
    }
    return try Buffers.read(value)
  }

  /// The optional data of a constructor, which may be given under either name.
  ///
  /// - Throws: TypeError where both are given.
  static func initial(_ data: Value, _ string: Value) throws(Raised) -> Value {
    if string.isAbsent || string.isNone { return data }
    if data.isPresent {
      throw raise(
        .typeError,
        "'data' and 'string' are mutually exclusive and support for 'string' keyword parameter is slated for removal in a future version."
      )
    }
    return string
  }

  static func hexadecimal(_ bytes: UnsafeBufferPointer<UInt8>) -> Value {
    if bytes.count == 0 { return StrRef.empty.value }
    let text = StrRef.make(count: bytes.count * 2, maximum: 0x7F)
    func digit(_ n: UInt8) -> UInt8 { n < 10 ? 48 + n : 87 + n }
    for (i, byte) in bytes.enumerated() {
      text.bytes[i * 2] = digit(byte >> 4)
      text.bytes[i * 2 + 1] = digit(byte & 15)
    }
    return text.value
  }
}
