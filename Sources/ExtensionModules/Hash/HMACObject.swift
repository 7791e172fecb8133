// `_hashlib.HMAC`.

import TaipanRuntime

struct HMACLayout {
  var header: Header
  /// `HMAC_CTX`; nil once freed.
  var context: CryptoObject?
}

struct HMACRef: TypedRef {
  let p: UnsafeMutablePointer<HMACLayout>
  private static var library: Libcrypto { Libcrypto.shared.unsafelyUnwrapped }
  var context: CryptoObject { p.pointee.context.unsafelyUnwrapped }
  var digest: CryptoObject { HMACRef.library.digestOfMAC(context).unsafelyUnwrapped }

  static func make() throws(Raised) -> HMACRef {
    guard let context = library.newMAC() else { throw raise(.memoryError) }
    let mac = HMACRef(Instances.allocate(HMACObject.type))
    mac.p.pointee.context = context
    Heap.releaseWhenDead(mac.object)
    return mac
  }

  static func release(_ object: ObjectRef) {
    let mac = HMACRef(object)
    library.freeMAC(mac.p.pointee.context)
    mac.p.pointee.context = nil
  }

  /// - Throws: OverflowError for a key that is too long, ValueError where the library refuses.
  func start(_ key: Value, _ digest: CryptoObject) throws(Raised) {
    let bytes = try Buffers.read(key)
    guard let count = Int32(exactly: bytes.count) else {
      throw raise(.overflowError, "key is too long.")
    }
    // No key at all means "the former key" to the library: an empty one needs an address.
    let base = bytes.baseAddress ?? UnsafePointer(bitPattern: 16).unsafelyUnwrapped
    if HMACRef.library.startMAC(context, base, count, digest, nil) != 1 {
      throw raise(.valueError, HMACRef.library.complaint("HMAC cannot be started"))
    }
  }

  func update(_ data: Value) throws(Raised) {
    let bytes = try Digests.input(data)
    if let base = bytes.baseAddress, HMACRef.library.updateMAC(context, base, bytes.count) != 1 {
      throw raise(.valueError, HMACRef.library.complaint("HMAC cannot be continued"))
    }
  }

  func copied() throws(Raised) -> HMACRef {
    let copy = try HMACRef.make()
    if HMACRef.library.copyMAC(copy.context, context) != 1 {
      throw raise(.valueError, HMACRef.library.complaint("HMAC cannot be copied"))
    }
    return copy
  }

  func result() throws(Raised) -> BytesRef {
    let scratch = try copied()
    return try scratch.finish()
  }

  /// The code of all that came; the object is of no use afterwards.
  func finish() throws(Raised) -> BytesRef {
    let bytes = BytesRef.make(count: Int(HMACRef.library.digestSize(digest)))
    if HMACRef.library.finishMAC(context, bytes.data, nil) != 1 {
      throw raise(.valueError, HMACRef.library.complaint("HMAC cannot be finished"))
    }
    return bytes
  }
}

enum HMACObject {
  static let methods: [NativeMethod] = [
    NativeMethod("update", "($self, /, msg)", update),
    NativeMethod("digest", "($self, /)", digest),
    NativeMethod("hexdigest", "($self, /)", hexDigest),
    NativeMethod("copy", "($self, /)", copy),
    NativeMethod("__repr__", "($self, /)", repr),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("name", name), NativeGetSet("digest_size", digestSize),
    NativeGetSet("block_size", blockSize),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "_hashlib.HMAC", size: MemoryLayout<HMACLayout>.size, flags: [.noInstantiation, .immutable],
      traceKind: .none, methods: methods, getSets: getSets, releaser: HMACRef.release))

  static func new(_ a: Args) throws(Raised) -> Value {
    if a[2].isAbsent || a[2].isNone {
      throw raise(.typeError, "Missing required parameter 'digestmod'.")
    }
    let digest = try OpenSSLModule.digest(a[2])
    let mac = try HMACRef.make()
    try mac.start(a[0], digest)
    if a[1].isPresent, !a[1].isNone { try mac.update(a[1]) }
    return mac.value
  }

  static func digestAtOnce(_ a: Args) throws(Raised) -> Value {
    let digest = try OpenSSLModule.digest(a[2])
    let mac = try HMACRef.make()
    try mac.start(a[0], digest)
    try mac.update(a[1])
    return try mac.finish().value
  }

  static func update(_ a: Args) throws(Raised) -> Value {
    try HMACRef(a[0]).update(a[1])
    return .none
  }
  static func digest(_ a: Args) throws(Raised) -> Value { try HMACRef(a[0]).result().value }
  static func hexDigest(_ a: Args) throws(Raised) -> Value {
    Digests.hexadecimal(try HMACRef(a[0]).result().buffer)
  }
  static func copy(_ a: Args) throws(Raised) -> Value { try HMACRef(a[0]).copied().value }

  private static func algorithm(_ a: Args) -> String {
    Digests.pythonName(HMACRef(a[0]).digest)
  }
  static func name(_ a: Args) throws(Raised) -> Value { Value("hmac-\(algorithm(a))") }
  static func digestSize(_ a: Args) throws(Raised) -> Value {
    Value(Int(Libcrypto.shared.unsafelyUnwrapped.digestSize(HMACRef(a[0]).digest)))
  }
  static func blockSize(_ a: Args) throws(Raised) -> Value {
    Value(Int(Libcrypto.shared.unsafelyUnwrapped.blockSize(HMACRef(a[0]).digest)))
  }
  static func repr(_ a: Args) throws(Raised) -> Value {
    Value("<\(algorithm(a)) HMAC object @ \(OpenSSLModule.address(a[0]))>")
  }
}
