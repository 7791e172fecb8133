// The module `_blake2`: the types blake2b and blake2s.

import TaipanRuntime

/// The state of either kind, outside of the heap: it holds no values. Two optionals, of which one is there,
/// are changed in place.
private struct AnyBlake2 {
  var b: Blake2State<UInt64>?
  var s: Blake2State<UInt32>?

  mutating func update(_ bytes: UnsafeBufferPointer<UInt8>) {
    b?.update(bytes)
    s?.update(bytes)
  }

  /// Finishes a copy: the hash can go on.
  func result(_ size: Int) -> [UInt8] {
    var copy = self
    return copy.b?.finish(size) ?? copy.s?.finish(size) ?? []
  }
}

private struct Blake2Layout {
  var header: Header
  var state: UnsafeMutablePointer<AnyBlake2>?
  var digestSize: Int
}

private struct Blake2Ref: TypedRef {
  let p: UnsafeMutablePointer<Blake2Layout>
  var state: UnsafeMutablePointer<AnyBlake2> { p.pointee.state.unsafelyUnwrapped }

  static func make(_ type: TypeRef, _ state: AnyBlake2, digestSize: Int) -> Blake2Ref {
    let hash = Blake2Ref(Instances.allocate(type))
    let place = UnsafeMutablePointer<AnyBlake2>.allocate(capacity: 1)
    place.initialize(to: state)
    hash.p.pointee.state = place
    hash.p.pointee.digestSize = digestSize
    Heap.releaseWhenDead(hash.object)
    return hash
  }

  static func release(_ object: ObjectRef) {
    let hash = Blake2Ref(object)
    guard let state = hash.p.pointee.state else { return }
    state.deinitialize(count: 1)
    state.deallocate()
    hash.p.pointee.state = nil
  }

  func result() -> [UInt8] { state.pointee.result(p.pointee.digestSize) }
}

public enum Blake2Module {
  private static let signature: StaticString =
    "($type, data=b'', *, digest_size=_blake2.blake2b.MAX_DIGEST_SIZE, key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False, usedforsecurity=True, string=None)"
  private static let constructorB: [NativeMethod] = [NativeMethod("__new__", signature, newB)]
  private static let constructorS: [NativeMethod] = [NativeMethod("__new__", signature, newS)]
  private static let methods: [NativeMethod] = [
    NativeMethod("update", "($self, data, /)", update),
    NativeMethod("digest", "($self, /)", digest),
    NativeMethod("hexdigest", "($self, /)", hexDigest),
    NativeMethod("copy", "($self, /)", copy),
  ]
  private static let getSets: [NativeGetSet] = [
    NativeGetSet("name", { a throws(Raised) in Value(a[0].type.nameText) }),
    NativeGetSet("block_size", { a throws(Raised) in Value(isB(a[0].type) ? 128 : 64) }),
    NativeGetSet(
      "digest_size", { a throws(Raised) in Value(Blake2Ref(a[0]).p.pointee.digestSize) }),
  ]

  public static func make() -> ModuleRef {
    let module = NativeModules.make("_blake2", [])
    add("_blake2.blake2b", "BLAKE2B", constructorB, maximum: 64, to: module)
    add("_blake2.blake2s", "BLAKE2S", constructorS, maximum: 32, to: module)
    return module
  }

  private static func add(
    _ name: StaticString, _ prefix: String, _ constructor: [NativeMethod], maximum: Int,
    to module: ModuleRef
  ) {
    let type = NativeTypes.make(
      TypeSpec(
        name, size: MemoryLayout<Blake2Layout>.size, flags: [.baseable], traceKind: .none,
        methods: methods + constructor, getSets: getSets,
        releaser: Blake2Ref.release))
    module.dict.setStr(type.nameText, type.value)
    let limits = [
      ("MAX_DIGEST_SIZE", maximum), ("MAX_KEY_SIZE", maximum), ("PERSON_SIZE", maximum / 4),
      ("SALT_SIZE", maximum / 4),
    ]
    for (limit, value) in limits {
      type.dict.setStr(limit, Value(value))
      module.dict.setStr("\(prefix)_\(limit)", Value(value))
    }
  }

  /// Whether the type is blake2b or a subclass; the inherited constant tells.
  private static func isB(_ type: TypeRef) -> Bool {
    type.lookup(Interning.intern("MAX_KEY_SIZE")).asInt == 64
  }

  static func newB(_ a: Args) throws(Raised) -> Value { try new(a, wordSize: 8) }
  static func newS(_ a: Args) throws(Raised) -> Value { try new(a, wordSize: 4) }

  private static func new(_ a: Args, wordSize: Int) throws(Raised) -> Value {
    let maximum = wordSize * 8
    let data = try Digests.initial(a[1], a[14])
    let size = a[2].isPresent ? try Convert.machineInt(a[2]) : maximum
    if size < 1 || size > maximum {
      throw raise(.valueError, "digest_size must be between 1 and \(maximum) bytes")
    }
    let key = try bytes(a[3], "key", maximum)
    let parameters = try parameterBlock(a, wordSize, digestSize: size, keySize: key.count)
    let isLast = a[12].isPresent ? try Convert.truth(a[12]) : false
    let state: AnyBlake2 =
      wordSize == 8
      ? AnyBlake2(b: Blake2State(parameters: parameters, isLastNode: isLast))
      : AnyBlake2(s: Blake2State(parameters: parameters, isLastNode: isLast))
    let hash = Blake2Ref.make(TypeRef(a[0]), state, digestSize: size)
    if !key.isEmpty {
      let block = key + [UInt8](repeating: 0, count: wordSize * 16 - key.count)
      block.withUnsafeBufferPointer { hash.state.pointee.update($0) }
    }
    if data.isPresent { hash.state.pointee.update(try Digests.input(data)) }
    return hash.value
  }

  /// The parameters that start the chaining words: section 2.8 of the paper.
  private static func parameterBlock(
    _ a: Args, _ wordSize: Int, digestSize: Int, keySize: Int
  ) throws(Raised) -> [UInt8] {
    let maximum = wordSize * 8
    let salt = try bytes(a[4], "salt", maximum / 4)
    let person = try bytes(a[5], "person", maximum / 4)
    let fanout = try number(a[6], 1, 0...255, "fanout must be between 0 and 255")
    let depth = try number(a[7], 1, 1...255, "depth must be between 1 and 255")
    let leafSize = try unsigned(a[8])
    if leafSize > UInt64(UInt32.max) { throw raise(.overflowError, "leaf_size is too large") }
    let offset = try unsigned(a[9])
    let offsetSize = wordSize == 8 ? 8 : 6
    if wordSize == 4, offset >> 48 != 0 {
      throw raise(.overflowError, "node_offset is too large")
    }
    let nodeDepth = try number(a[10], 0, 0...255, "node_depth must be between 0 and 255")
    let innerSize = try number(
      a[11], 0, 0...maximum, "inner_size must be between 0 and is \(maximum)")
    var block: [UInt8] = [UInt8(digestSize), UInt8(keySize), UInt8(fanout), UInt8(depth)]
    func append(_ value: UInt64, _ count: Int) {
      for i in 0..<count { block.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * i))) }
    }
    append(leafSize, 4)
    append(offset, offsetSize)
    block += [UInt8(nodeDepth), UInt8(innerSize)]
    if wordSize == 8 { append(0, 14) }
    for (field, count) in [(salt, maximum / 4), (person, maximum / 4)] {
      block += field
      append(0, count - field.count)
    }
    return block
  }

  private static func bytes(_ value: Value, _ name: String, _ maximum: Int) throws(Raised)
    -> [UInt8]
  {
    if value.isAbsent { return [] }
    let memory = try Buffers.read(value)
    if memory.count > maximum {
      throw raise(.valueError, "maximum \(name) length is \(maximum) bytes")
    }
    return Array(memory)
  }

  private static func number(
    _ value: Value, _ fallback: Int, _ range: ClosedRange<Int>, _ message: String
  ) throws(Raised) -> Int {
    if value.isAbsent { return fallback }
    let n = try Convert.machineInt(value)
    if !range.contains(n) { throw raise(.valueError, message) }
    return n
  }

  private static func unsigned(_ value: Value) throws(Raised) -> UInt64 {
    if value.isAbsent { return 0 }
    let index = try Convert.index(value)
    if index.intSign < 0 { throw raise(.valueError, "value must be positive") }
    var number: UInt64 = 0
    let fits = withUnsafeMutableBytes(of: &number) {
      IntBytes.write(index, to: $0.bindMemory(to: UInt8.self), littleEndian: true, signed: false)
    }
    if !fits { throw raise(.overflowError, "int too big to convert") }
    return number
  }

  static func update(_ a: Args) throws(Raised) -> Value {
    Blake2Ref(a[0]).state.pointee.update(try Digests.input(a[1]))
    return .none
  }
  static func digest(_ a: Args) throws(Raised) -> Value {
    BytesRef.make(Blake2Ref(a[0]).result()).value
  }
  static func hexDigest(_ a: Args) throws(Raised) -> Value {
    Blake2Ref(a[0]).result().withUnsafeBufferPointer { Digests.hexadecimal($0) }
  }
  static func copy(_ a: Args) throws(Raised) -> Value {
    let hash = Blake2Ref(a[0])
    return Blake2Ref.make(
      a[0].type, hash.state.pointee, digestSize: hash.p.pointee.digestSize
    ).value
  }
}
