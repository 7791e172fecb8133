// The module `_hashlib`: every algorithm of libcrypto by name, key derivation, HMAC.

import CTaipan
import Glibc
import TaipanRuntime

public enum OpenSSLModule {
  static let functions: [NativeMethod] = [
    NativeMethod(
      "new", "($module, /, name, data=b'', *, usedforsecurity=True, string=None)", new),
    NativeMethod(
      "pbkdf2_hmac", "($module, /, hash_name, password, salt, iterations, dklen=None)",
      KeyDerivation.pbkdf2),
    NativeMethod(
      "scrypt", "($module, /, password, *, salt=None, n=None, r=None, p=None, maxmem=0, dklen=64)",
      KeyDerivation.scrypt),
    NativeMethod("hmac_new", "($module, /, key, msg=b'', digestmod=None)", HMACObject.new),
    NativeMethod("hmac_digest", "($module, /, key, msg, digest)", HMACObject.digestAtOnce),
    NativeMethod("compare_digest", "($module, a, b, /)", Comparison.compareDigest),
    NativeMethod("get_fips_mode", "($module, /)", getFIPSMode),
  ]
  private static let signature: StaticString =
    "($module, /, data=b'', *, usedforsecurity=True, string=None)"
  private static let constructors: [NativeMethod] = [
    NativeMethod("openssl_md5", signature, construct),
    NativeMethod("openssl_sha1", signature, construct),
    NativeMethod("openssl_sha224", signature, construct),
    NativeMethod("openssl_sha256", signature, construct),
    NativeMethod("openssl_sha384", signature, construct),
    NativeMethod("openssl_sha512", signature, construct),
    NativeMethod("openssl_sha3_224", signature, construct),
    NativeMethod("openssl_sha3_256", signature, construct),
    NativeMethod("openssl_sha3_384", signature, construct),
    NativeMethod("openssl_sha3_512", signature, construct),
    NativeMethod("openssl_shake_128", signature, construct),
    NativeMethod("openssl_shake_256", signature, construct),
  ]

  private static let ownMethods: [NativeMethod] = [NativeMethod("__repr__", "($self, /)", repr)]
  static let hashType = NativeTypes.make(
    TypeSpec(
      "_hashlib.HASH", size: MemoryLayout<HashLayout>.size, flags: [.noInstantiation, .immutable],
      traceKind: .none, methods: HashObject.methods + ownMethods,
      getSets: HashObject.getSets, releaser: HashRef.release))
  static let extendableType = NativeTypes.make(
    TypeSpec(
      "_hashlib.HASHXOF", size: MemoryLayout<HashLayout>.size,
      flags: [.noInstantiation, .immutable], traceKind: .none,
      methods: HashObject.extendableMethods, getSets: HashObject.extendableGetSets,
      releaser: HashRef.release), base: hashType)
  private static let unsupportedDigest = NativeError(
    "UnsupportedDigestmodError", module: "_hashlib", base: .valueError)
  /// The dict behind `_constructors`: from constructor to the name of its algorithm.
  nonisolated(unsafe) private static var constructorNames: UnsafeMutablePointer<Value>?

  /// - Throws: ImportError where libcrypto is missing.
  public static func make() throws(Raised) -> ModuleRef {
    try Libcrypto.require("_hashlib")
    let module = NativeModules.make("_hashlib", functions + constructors)
    let dict = module.dict
    dict.setStr("HASH", hashType.value)
    dict.setStr("HASHXOF", extendableType.value)
    dict.setStr("HMAC", HMACObject.type.value)
    dict.setStr("UnsupportedDigestmodError", unsupportedDigest.type)
    let names = ListRef.make()
    for name in Digests.all() { names.append(Value(name)) }
    dict.setStr(
      "openssl_md_meth_names",
      try Call.function(BuiltinType.frozenSet.value, names.value))
    let table = DictRef.make()
    constructorNames = Heap.makeRoot(table.value)
    for entry in constructors {
      let name = "\(entry.name)".dropFirst("openssl_".count)
      try table.set(dict.getStr(entry.name.interned), Value(String(name)))
    }
    dict.setStr(
      "_constructors", try Call.function(BuiltinType.mappingProxy.value, table.value))
    return module
  }

  /// A hash object of the type that suits the algorithm.
  private static func make(_ digest: CryptoObject, _ data: Value) throws(Raised) -> Value {
    let isExtendable = Libcrypto.shared.unsafelyUnwrapped.digestFlags(digest) & 2 != 0
    return try HashRef.make(isExtendable ? extendableType : hashType, digest, data)
  }

  static func new(_ a: Args) throws(Raised) -> Value {
    guard a[0].isStr else {
      throw raise(.typeError, "new() argument 'name' must be str, not \(a[0].argumentTypeName)")
    }
    return try make(try digest(a[0]), try Digests.initial(a[1], a[3]))
  }

  /// Algorithms of the constructors, by their rows.
  nonisolated(unsafe) private static var constructed: [UnsafeRawPointer: CryptoObject] = [:]

  static func construct(_ a: Args) throws(Raised) -> Value {
    let row = UnsafeRawPointer(NativeFunctionRef(a.callee).p.pointee.entry)
    if let digest = constructed[row] { return try make(digest, try Digests.initial(a[0], a[2])) }
    let name = NativeFunctionRef(a.callee).name.dropFirst("openssl_".count)
    guard let digest = Digests.find(String(name)) else { throw unsupported() }
    constructed[row] = digest
    return try make(digest, try Digests.initial(a[0], a[2]))
  }

  private static func unsupported() -> Raised {
    let library = Libcrypto.shared.unsafelyUnwrapped
    return unsupportedDigest.raised(library.complaint("unsupported hash type"))
  }

  /// The algorithm that a name or one of the constructors stands for.
  ///
  /// - Throws: UnsupportedDigestmodError for others.
  static func digest(_ value: Value) throws(Raised) -> CryptoObject {
    var name = value
    if !value.isStr {
      let table = DictRef(constructorNames.unsafelyUnwrapped.pointee)
      name = try table.get(value)
      if name.isAbsent {
        throw unsupportedDigest.raised("Unsupported digestmod \(try Convert.repr(value).text)")
      }
    }
    guard let digest = Digests.find(StrRef(name).text) else { throw unsupported() }
    return digest
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    let name = Digests.pythonName(HashRef(a[0]).digest)
    return Value("<\(name) \(a[0].typeName) object @ \(address(a[0]))>")
  }

  /// As `%p` prints it.
  static func address(_ value: Value) -> String { "0x" + String(value.bits, radix: 16) }

  static func getFIPSMode(_ a: Args) throws(Raised) -> Value {
    Value(Int(Libcrypto.shared.unsafelyUnwrapped.isFIPSEnabled(nil)))
  }
}

enum Comparison {
  /// `compare_digest`: takes the same time wherever the two differ.
  static func compareDigest(_ a: Args) throws(Raised) -> Value {
    if a[0].isStr, a[1].isStr {
      let (x, y) = (StrRef(a[0]), StrRef(a[1]))
      if !x.isASCII || !y.isASCII {
        throw raise(
          .typeError, "comparing strings with non-ASCII characters is not supported")
      }
      return Value(
        isEqual(
          UnsafeBufferPointer(start: x.bytes, count: x.count),
          UnsafeBufferPointer(start: y.bytes, count: y.count)))
    }
    if !BytesLike.isBytesLike(a[0]), !BytesLike.isBytesLike(a[1]) {
      throw raise(
        .typeError,
        "unsupported operand types(s) or combination of types: '\(a[0].typeName)' and '\(a[1].typeName)'"
      )
    }
    return Value(isEqual(try Buffers.read(a[0]), try Buffers.read(a[1])))
  }

  private static func isEqual(_ x: UnsafeBufferPointer<UInt8>, _ y: UnsafeBufferPointer<UInt8>)
    -> Bool
  {
    var difference: UInt8 = x.count == y.count ? 0 : 1
    // With different lengths `y` is compared with itself, for the time's sake.
    let left = x.count == y.count ? x : y
    for i in 0..<y.count { difference |= left[i] ^ y[i] }
    return difference == 0
  }
}
