// A running hash: `_hashlib.HASH` and the types of `_md5`, `_sha1`, `_sha2` and `_sha3`, all of them
// contexts of libcrypto.

import Glibc
import TaipanRuntime

struct HashLayout {
  var header: Header
  /// `EVP_MD_CTX`; nil once freed.
  var context: CryptoObject?
}

struct HashRef: TypedRef {
  let p: UnsafeMutablePointer<HashLayout>
  private static var library: Libcrypto { Libcrypto.shared.unsafelyUnwrapped }

  /// A hash that starts with the content of `data`, which may be absent.
  ///
  /// - Throws: TypeError for data without a buffer; ValueError where the library refuses.
  static func make(_ type: TypeRef, _ digest: CryptoObject, _ data: Value) throws(Raised) -> Value {
    let hash = try make(type)
    if library.start(hash.context, digest, nil) != 1 {
      throw raise(.valueError, library.complaint("the hash cannot be started"))
    }
    if data.isPresent { try hash.update(data) }
    return hash.value
  }

  private static func make(_ type: TypeRef) throws(Raised) -> HashRef {
    guard let context = library.newContext() else { throw raise(.memoryError) }
    let hash = HashRef(Instances.allocate(type))
    hash.p.pointee.context = context
    Heap.releaseWhenDead(hash.object)
    return hash
  }

  static func release(_ object: ObjectRef) {
    let hash = HashRef(object)
    library.freeContext(hash.p.pointee.context)
    hash.p.pointee.context = nil
  }

  private var context: CryptoObject { p.pointee.context.unsafelyUnwrapped }
  var digest: CryptoObject { HashRef.library.digestOfContext(context).unsafelyUnwrapped }
  /// Whether the digest has any length that is asked for (EVP_MD_FLAG_XOF).
  var isExtendable: Bool { HashRef.library.digestFlags(digest) & 2 != 0 }

  func update(_ data: Value) throws(Raised) {
    let bytes = try Digests.input(data)
    if let base = bytes.baseAddress, HashRef.library.update(context, base, bytes.count) != 1 {
      throw raise(.valueError, HashRef.library.complaint("the hash cannot be continued"))
    }
  }

  func copied() throws(Raised) -> HashRef {
    let copy = try HashRef.make(object.type)
    if HashRef.library.copyContext(copy.context, context) != 1 {
      throw raise(.valueError, HashRef.library.complaint("the hash cannot be copied"))
    }
    return copy
  }

  /// What results are finished in: the hash itself may go on.
  nonisolated(unsafe) private static let scratch = library.newContext()

  /// The hash of what came so far, `count` bytes of it where the length is free.
  func result(count: Int? = nil) throws(Raised) -> BytesRef {
    let library = HashRef.library
    guard let scratch = HashRef.scratch else { throw raise(.memoryError) }
    if library.copyContext(scratch, context) != 1 {
      throw raise(.valueError, library.complaint("the hash cannot be copied"))
    }
    let size = count ?? Int(library.digestSize(digest))
    try Heap.requireRoom(size)
    let bytes = BytesRef.make(count: size)
    if size == 0 { return bytes }
    let done =
      count == nil
      ? library.finish(scratch, bytes.data, nil)
      : library.finishExtended(scratch, bytes.data, size)
    if done != 1 { throw raise(.valueError, library.complaint("the hash cannot be finished")) }
    return bytes
  }
}

enum HashObject {
  static let methods: [NativeMethod] = [
    NativeMethod("update", "($self, obj, /)", update),
    NativeMethod("digest", "($self, /)", digest),
    NativeMethod("hexdigest", "($self, /)", hexDigest),
    NativeMethod("copy", "($self, /)", copy),
  ]
  static let extendableMethods: [NativeMethod] = [
    NativeMethod("digest", "($self, /, length)", digestOfLength),
    NativeMethod("hexdigest", "($self, /, length)", hexDigestOfLength),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("name", name), NativeGetSet("digest_size", digestSize),
    NativeGetSet("block_size", blockSize),
  ]
  static let extendableGetSets: [NativeGetSet] = [
    NativeGetSet("digest_size", { a throws(Raised) in Value(0) })
  ]

  static func update(_ a: Args) throws(Raised) -> Value {
    try HashRef(a[0]).update(a[1])
    return .none
  }
  static func digest(_ a: Args) throws(Raised) -> Value { try HashRef(a[0]).result().value }
  static func hexDigest(_ a: Args) throws(Raised) -> Value {
    Digests.hexadecimal(try HashRef(a[0]).result().buffer)
  }
  static func copy(_ a: Args) throws(Raised) -> Value { try HashRef(a[0]).copied().value }

  private static func length(_ value: Value) throws(Raised) -> Int {
    let n = try Convert.machineInt(value)
    if n < 0 { throw raise(.valueError, "value must be positive") }
    if n >= 1 << 29 { throw raise(.valueError, "length is too large") }
    return n
  }
  static func digestOfLength(_ a: Args) throws(Raised) -> Value {
    try HashRef(a[0]).result(count: try length(a[1])).value
  }
  static func hexDigestOfLength(_ a: Args) throws(Raised) -> Value {
    Digests.hexadecimal(try HashRef(a[0]).result(count: try length(a[1])).buffer)
  }

  static func name(_ a: Args) throws(Raised) -> Value {
    Value(Digests.pythonName(HashRef(a[0]).digest))
  }
  static func digestSize(_ a: Args) throws(Raised) -> Value {
    Value(Int(Libcrypto.shared.unsafelyUnwrapped.digestSize(HashRef(a[0]).digest)))
  }
  static func blockSize(_ a: Args) throws(Raised) -> Value {
    Value(Int(Libcrypto.shared.unsafelyUnwrapped.blockSize(HashRef(a[0]).digest)))
  }
}
