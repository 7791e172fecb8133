// `sqlite3.Blob`: reading and writing within a stored BLOB.

import Glibc
import TaipanRuntime

struct BlobLayout {
  var header: Header
  var connection: Value
  var blob: SqliteObject?
  /// The `SqliteHandle` that closes the blob.
  var handle: UnsafeMutableRawPointer?
  var offset: Int
}

struct BlobRef: TypedRef {
  let p: UnsafeMutablePointer<BlobLayout>
  private var library: Libsqlite { SqliteHandle.library }

  static func make(_ connection: ConnectionRef, _ handle: SqliteHandle, _ blob: SqliteObject)
    -> Value
  {
    let object = Instances.allocate(BlobObject.type)
    let ref = BlobRef(object)
    ref.p.pointee.connection = connection.value
    ref.p.pointee.blob = blob
    ref.p.pointee.handle = handle.retained()
    handle.noteOpen(blob: blob)
    Heap.releaseWhenDead(object)
    return ref.value
  }

  static func release(_ object: ObjectRef) {
    let ref = BlobRef(object)
    guard let address = ref.p.pointee.handle else { return }
    if let blob = ref.p.pointee.blob { SqliteHandle.at(address).noteDead(blob: blob) }
    SqliteHandle.giveBack(address)
    ref.p.pointee.handle = nil
    ref.p.pointee.blob = nil
  }

  /// The open blob.
  ///
  /// - Throws: ProgrammingError for a closed one, or a closed database.
  func open() throws(Raised) -> SqliteObject {
    _ = try ConnectionRef(p.pointee.connection).ready()
    guard let blob = p.pointee.blob else {
      throw SqliteErrors.programming.raised("Cannot operate on a closed blob.")
    }
    return blob
  }

  func close() {
    if let blob = p.pointee.blob, let address = p.pointee.handle {
      SqliteHandle.at(address).close(blob: blob)
    }
    p.pointee.blob = nil
  }

  private func failed(_ code: Int32) -> Raised {
    if code == SqliteCode.abort {
      return SqliteErrors.operational.raised("Cannot operate on an expired blob handle")
    }
    guard let address = p.pointee.handle else { return raise(.memoryError) }
    return SqliteErrors.raised(of: SqliteHandle.at(address).database)
  }

  func read(_ blob: SqliteObject, _ count: Int, at offset: Int) throws(Raised) -> BytesRef {
    if count == 0 { return .empty }
    let bytes = BytesRef.make(count: count)
    let code = library.readBlob(blob, bytes.data, Int32(count), Int32(offset))
    if code != SqliteCode.ok { throw failed(code) }
    return bytes
  }

  func write(_ blob: SqliteObject, _ data: UnsafeBufferPointer<UInt8>, at offset: Int)
    throws(Raised)
  {
    guard let start = data.baseAddress, data.count > 0 else { return }
    let code = library.writeBlob(blob, start, Int32(data.count), Int32(offset))
    if code != SqliteCode.ok { throw failed(code) }
  }
}

enum BlobObject {
  static let methods: [NativeMethod] = [
    NativeMethod("__len__", "($self, /)", length),
    NativeMethod("__getitem__", "($self, key, /)", getItem),
    NativeMethod("__setitem__", "($self, key, value, /)", setItem),
    NativeMethod("__delitem__", "($self, key, /)", deleteItem),
    NativeMethod("__enter__", "($self, /)", enter),
    NativeMethod("__exit__", "($self, type, val, tb, /)", exit),
    NativeMethod("close", "($self, /)", close),
    NativeMethod("read", "($self, length=-1, /)", read),
    NativeMethod("write", "($self, data, /)", write),
    NativeMethod("seek", "($self, offset, origin=0, /)", seek),
    NativeMethod("tell", "($self, /)", tell),
  ]
  static let type: TypeRef = {
    let type = NativeTypes.make(
      TypeSpec(
        "sqlite3.Blob", size: MemoryLayout<BlobLayout>.size, flags: [.noInstantiation],
        methods: methods, releaser: BlobRef.release))
    // Items alone do not make it a sequence.
    type.setAttribute(Interning.intern("__iter__"), .none)
    return type
  }()

  private static func size(_ blob: SqliteObject) -> Int {
    Int(SqliteHandle.library.blobSize(blob))
  }

  static func length(_ a: Args) throws(Raised) -> Value { Value(size(try BlobRef(a[0]).open())) }

  static func enter(_ a: Args) throws(Raised) -> Value {
    _ = try BlobRef(a[0]).open()
    return a[0]
  }
  static func exit(_ a: Args) throws(Raised) -> Value {
    _ = try BlobRef(a[0]).open()
    BlobRef(a[0]).close()
    return .false
  }
  static func close(_ a: Args) throws(Raised) -> Value {
    _ = try ConnectionRef(BlobRef(a[0]).p.pointee.connection).ready()
    BlobRef(a[0]).close()
    return .none
  }

  static func read(_ a: Args) throws(Raised) -> Value {
    var count = a.count > 1 ? try Convert.cInt(a[1]) : -1
    let ref = BlobRef(a[0])
    let blob = try ref.open()
    let left = size(blob) - ref.p.pointee.offset
    if count < 0 || count > left { count = left }
    let bytes = try ref.read(blob, count, at: ref.p.pointee.offset)
    ref.p.pointee.offset += count
    return bytes.value
  }

  static func write(_ a: Args) throws(Raised) -> Value {
    let data = try Buffers.read(a[1])
    let ref = BlobRef(a[0])
    let blob = try ref.open()
    if data.count > size(blob) - ref.p.pointee.offset {
      throw raise(.valueError, "data longer than blob length")
    }
    try ref.write(blob, data, at: ref.p.pointee.offset)
    ref.p.pointee.offset += data.count
    return .none
  }

  static func seek(_ a: Args) throws(Raised) -> Value {
    var offset = try Convert.cInt(a[1])
    let origin = a.count > 2 ? try Convert.cInt(a[2]) : 0
    let ref = BlobRef(a[0])
    let count = size(try ref.open())
    let base: Int
    switch origin {
    case 0: base = 0
    case 1: base = ref.p.pointee.offset
    case 2: base = count
    default:
      throw raise(.valueError, "'origin' should be os.SEEK_SET, os.SEEK_CUR, or os.SEEK_END")
    }
    if Int32(exactly: offset + base) == nil {
      throw raise(.overflowError, "seek offset results in offset overflow")
    }
    offset += base
    if offset < 0 || offset > count { throw raise(.valueError, "offset out of blob range") }
    ref.p.pointee.offset = offset
    return .none
  }

  static func tell(_ a: Args) throws(Raised) -> Value {
    _ = try BlobRef(a[0]).open()
    return Value(BlobRef(a[0]).p.pointee.offset)
  }

  // MARK: Items

  private static func place(_ key: Value, _ count: Int) throws(Raised) -> Int {
    let n = try Convert.machineInt(key, overflow: .indexError)
    let index = n < 0 ? n + count : n
    if index < 0 || index >= count { throw raise(.indexError, "Blob index out of range") }
    return index
  }

  private static func isIndex(_ key: Value) -> Bool {
    key.isAnyInt || key.isHeap && key.type.special(.index).isPresent
  }

  static func getItem(_ a: Args) throws(Raised) -> Value {
    let ref = BlobRef(a[0])
    let blob = try ref.open()
    let count = size(blob)
    if isIndex(a[1]) {
      return Value(Int(try ref.read(blob, 1, at: try place(a[1], count)).data[0]))
    }
    if !a[1].isHeap || !a[1].isExactly(.slice) {
      throw raise(.typeError, "Blob indices must be integers")
    }
    let indices = try sliceIndices(a[1], count)
    if indices.count == 0 { return BytesRef.empty.value }
    if indices.step == 1 {
      return try ref.read(blob, indices.count, at: indices.start).value
    }
    let all = try ref.read(blob, count, at: 0)
    let part = BytesRef.make(count: indices.count)
    for i in 0..<indices.count { part.data[i] = all.data[indices.start + i * indices.step] }
    return part.value
  }

  private static func sliceIndices(_ key: Value, _ count: Int) throws(Raised) -> SliceRef.Indices {
    do throws(Raised) { return try SliceRef(key).indices(count) } catch {
      guard thread.pointee.exception.type.isSubtype(of: .typeError) else { throw error }
      _ = takeRaised()
      throw raise(.typeError, "Blob indices must be integers")
    }
  }

  static func deleteItem(_ a: Args) throws(Raised) -> Value {
    _ = try BlobRef(a[0]).open()
    throw raise(
      .typeError,
      isIndex(a[1])
        ? "Blob doesn't support item deletion" : "Blob doesn't support slice deletion")
  }

  static func setItem(_ a: Args) throws(Raised) -> Value {
    let ref = BlobRef(a[0])
    let blob = try ref.open()
    let count = size(blob)
    if isIndex(a[1]) {
      let index = try place(a[1], count)
      if !a[2].isAnyInt {
        throw raise(
          .typeError, "'\(a[2].typeName)' object cannot be interpreted as an integer")
      }
      guard let n = a[2].exactInt.asMachineInt, let byte = UInt8(exactly: n) else {
        throw raise(.valueError, "byte must be in range(0, 256)")
      }
      try withByte(byte) { (data) throws(Raised) in try ref.write(blob, data, at: index) }
      return .none
    }
    if !a[1].isHeap || !a[1].isExactly(.slice) {
      throw raise(.typeError, "Blob indices must be integers")
    }
    let indices = try sliceIndices(a[1], count)
    let data = try Buffers.read(a[2])
    if data.count != indices.count {
      throw raise(.indexError, "Blob slice assignment is wrong size")
    }
    if indices.count == 0 { return .none }
    if indices.step == 1 {
      try ref.write(blob, data, at: indices.start)
      return .none
    }
    let all = try ref.read(blob, count, at: 0)
    for i in 0..<indices.count { all.data[indices.start + i * indices.step] = data[i] }
    try ref.write(blob, all.buffer, at: 0)
    return .none
  }

  private static func withByte(
    _ byte: UInt8, _ body: (UnsafeBufferPointer<UInt8>) throws(Raised) -> Void
  ) throws(Raised) {
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)
    defer { memory.deallocate() }
    memory.initialize(to: byte)
    try body(UnsafeBufferPointer(start: memory, count: 1))
  }
}
