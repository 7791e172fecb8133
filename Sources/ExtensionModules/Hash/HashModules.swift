// The modules `_md5`, `_sha1`, `_sha2` and `_sha3`: one type and one constructor for each algorithm.

import TaipanRuntime

public enum HashModules {
  /// - Throws: ImportError where libcrypto is missing; the same holds for the other three.
  public static func makeMD5() throws(Raised) -> ModuleRef { try make("_md5", [md5]) }
  public static func makeSHA1() throws(Raised) -> ModuleRef { try make("_sha1", [sha1]) }
  public static func makeSHA2() throws(Raised) -> ModuleRef {
    try make("_sha2", [sha224, sha256, sha384, sha512])
  }

  private static let signature: StaticString =
    "($module, /, data=b'', *, usedforsecurity=True, string=None)"

  private struct Algorithm {
    let name: String
    let typeName: StaticString
    /// What the module calls the type.
    let alias: String
    let function: NativeMethod

    init(_ name: StaticString, _ typeName: StaticString, alias: String) {
      self.name = "\(name)"
      self.typeName = typeName
      self.alias = alias
      function = NativeMethod(name, signature, construct)
    }
  }
  private static let md5 = Algorithm("md5", "_md5.md5", alias: "MD5Type")
  private static let sha1 = Algorithm("sha1", "_sha1.sha1", alias: "SHA1Type")
  private static let sha224 = Algorithm("sha224", "_sha2.SHA224Type", alias: "SHA224Type")
  private static let sha256 = Algorithm("sha256", "_sha2.SHA256Type", alias: "SHA256Type")
  private static let sha384 = Algorithm("sha384", "_sha2.SHA384Type", alias: "SHA384Type")
  private static let sha512 = Algorithm("sha512", "_sha2.SHA512Type", alias: "SHA512Type")

  private static func make(_ module: String, _ algorithms: [Algorithm]) throws(Raised) -> ModuleRef
  {
    try Libcrypto.require(module)
    let result = NativeModules.make(module, algorithms.map(\.function))
    for algorithm in algorithms {
      let type = NativeTypes.make(
        TypeSpec(
          algorithm.typeName, size: MemoryLayout<HashLayout>.size,
          flags: [.noInstantiation, .immutable], traceKind: .none, methods: HashObject.methods,
          getSets: HashObject.getSets, releaser: HashRef.release))
      result.dict.setStr(algorithm.alias, type.value)
      let function = NativeFunctionRef(result.dict.getStr(algorithm.name))
      function.p.pointee.data = type.value
      function.object.noteWrite()
    }
    return result
  }

  /// The constructor of all of them: its own name tells the algorithm, its data is the type.
  static func construct(_ a: Args) throws(Raised) -> Value {
    let function = NativeFunctionRef(a.callee)
    let data = try Digests.initial(a[0], a[2])
    guard let digest = Digests.find(function.name) else {
      throw raise(.valueError, "unsupported hash type \(function.name)")
    }
    return try HashRef.make(TypeRef(function.p.pointee.data), digest, data)
  }

  // MARK: SHA-3

  private static let extendable = HashObject.methods.filter { !isDigest($0) } + fixedLength
  private static let fixedLength: [NativeMethod] = [
    NativeMethod("digest", "($self, length, /)", HashObject.digestOfLength),
    NativeMethod("hexdigest", "($self, length, /)", HashObject.hexDigestOfLength),
  ]
  private static func isDigest(_ method: NativeMethod) -> Bool {
    "\(method.name)".hasSuffix("digest")
  }
  private static let constructor: [NativeMethod] = [
    NativeMethod(
      "__new__", "($type, data=b'', *, usedforsecurity=True, string=None)", constructSHA3)
  ]
  private static let stateGetSets: [NativeGetSet] = [
    NativeGetSet(
      "_capacity_bits", { a throws(Raised) in Value(1600 - 8 * (try blockSize(a))) }),
    NativeGetSet("_rate_bits", { a throws(Raised) in Value(8 * (try blockSize(a))) }),
    NativeGetSet(
      "_suffix",
      { a throws(Raised) in BytesRef.single(HashRef(a[0]).isExtendable ? 0x1F : 0x06) }),
  ]
  private static func blockSize(_ a: Args) throws(Raised) -> Int {
    try HashObject.blockSize(a).asInt
  }

  public static func makeSHA3() throws(Raised) -> ModuleRef {
    try Libcrypto.require("_sha3")
    let module = NativeModules.make("_sha3", [])
    module.dict.setStr("implementation", Value("OpenSSL"))
    let names: [StaticString] = [
      "_sha3.sha3_224", "_sha3.sha3_256", "_sha3.sha3_384", "_sha3.sha3_512", "_sha3.shake_128",
      "_sha3.shake_256",
    ]
    for name in names {
      let short = "\(name)".dropFirst("_sha3.".count)
      let isExtendable = short.hasPrefix("shake")
      let getSets =
        isExtendable
        ? HashObject.getSets.filter { "\($0.name)" != "digest_size" } + HashObject.extendableGetSets
        : HashObject.getSets
      let type = NativeTypes.make(
        TypeSpec(
          name, size: MemoryLayout<HashLayout>.size, flags: [.immutable], traceKind: .none,
          methods: constructor + (isExtendable ? extendable : HashObject.methods),
          getSets: getSets + stateGetSets, releaser: HashRef.release))
      module.dict.setStr(String(short), type.value)
    }
    return module
  }

  static func constructSHA3(_ a: Args) throws(Raised) -> Value {
    let type = TypeRef(a[0])
    guard let digest = Digests.find(type.nameText) else {
      throw raise(.valueError, "unsupported hash type \(type.nameText)")
    }
    return try HashRef.make(type, digest, try Digests.initial(a[1], a[3]))
  }
}
