// The type `memoryview`: a window of bytes on a bytes-like object. Views are one-dimensional, of
// unsigned bytes and without gaps; what would need other layouts raises NotImplementedError.

struct MemoryViewLayout {
  var header: Header
  /// bytes or bytearray; absent once released.
  var source: Value
  var start: Int
  /// Bytes.
  var count: Int
  /// Bytes an item: 1, 2, 4 or 8, unsigned.
  var itemSize: Int
  /// The buffer of a bytearray at the time when the view was made. Dropped views are not released before
  /// a collection, so a bytearray that is resized takes a new buffer instead of raising BufferError, and
  /// views keep the old one.
  var memory: Value
}

struct MemoryViewRef {
  let p: UnsafeMutablePointer<MemoryViewLayout>
  init(_ value: Value) {
    p = value.asObject.pointer.assumingMemoryBound(to: MemoryViewLayout.self)
  }

  var isReadOnly: Bool { p.pointee.source.isBytes }

  /// The view of a memoryview object.
  ///
  /// - Throws: ValueError once it is released.
  static func live(_ value: Value) throws(Raised) -> MemoryViewRef {
    let view = MemoryViewRef(value)
    if view.p.pointee.source.isAbsent {
      throw raise(.valueError, "operation forbidden on released memoryview object")
    }
    return view
  }

  /// The first byte.
  var data: UnsafeMutablePointer<UInt8> {
    let source = p.pointee.source
    if source.isBytes { return BytesRef(source).data + p.pointee.start }
    return ByteArrayRef.data(inBuffer: p.pointee.memory) + p.pointee.start
  }

  /// Item `n` as an int.
  func item(_ n: Int) -> Value {
    let at = UnsafeRawPointer(data + n * p.pointee.itemSize)
    switch p.pointee.itemSize {
    case 1: return Value(smallInt: Int(at.load(as: UInt8.self)))
    case 2: return Value(smallInt: Int(at.loadUnaligned(as: UInt16.self)))
    case 4: return Value(smallInt: Int(at.loadUnaligned(as: UInt32.self)))
    default: return Value(UInt(at.loadUnaligned(as: UInt64.self)))
    }
  }

  var itemCount: Int { p.pointee.count / p.pointee.itemSize }

  /// - Parameter parent: the view that the new one is a part of.
  static func make(
    _ source: Value, of parent: MemoryViewRef? = nil, start: Int, count: Int, itemSize: Int = 1
  ) -> Value {
    let object = Heap.allocateZeroed(96, Header(shape: .of(.memoryView)))
    let view = MemoryViewRef(Value(object))
    view.p.pointee.source = source
    view.p.pointee.start = start
    view.p.pointee.count = count
    view.p.pointee.itemSize = itemSize
    view.p.pointee.memory =
      parent?.p.pointee.memory ?? (source.isBytes ? .absent : ByteArrayRef(source).buffer)
    return Value(object)
  }
}

enum MemoryViewType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, object)", new),
    NativeMethod("__len__", "($self, /)", { a throws(Raised) in Value(try view(a).itemCount) }),
    NativeMethod("__getitem__", "($self, key, /)", getItem),
    NativeMethod("__setitem__", "($self, key, value, /)", setItem),
    NativeMethod("__delitem__", "($self, key, /)", deleteItem),
    NativeMethod("__eq__", "($self, value, /)", equal),
    NativeMethod("__hash__", "($self, /)", hash),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod(
      "__iter__", "($self, /)",
      { a throws(Raised) in
        SequenceIteratorRef.make(.memoryIterator, a[0])
      }),
    NativeMethod("__enter__", "($self, /)", { a throws(Raised) in a[0] }),
    NativeMethod("__exit__", "($self, *args)", release),
    NativeMethod("release", "($self, /)", release),
    NativeMethod("tobytes", "($self, order='C')", toBytes),
    NativeMethod("tolist", "($self, /)", { a throws(Raised) in try Iterate.list(a[0]).value }),
    NativeMethod("hex", "($self, *args, **kwargs)", hex),
    NativeMethod("cast", "($self, format, shape=None)", cast),
    NativeMethod("toreadonly", "($self, /)", toReadOnly),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("obj", { a throws(Raised) in try view(a).p.pointee.source }),
    NativeGetSet("nbytes", { a throws(Raised) in Value(try view(a).p.pointee.count) }),
    NativeGetSet("readonly", { a throws(Raised) in Value(try view(a).isReadOnly) }),
    NativeGetSet(
      "format",
      { a throws(Raised) in
        let formats = [1: "B", 2: "H", 4: "I", 8: "Q"]
        return Value(formats[try view(a).p.pointee.itemSize] ?? "B")
      }),
    NativeGetSet("itemsize", { a throws(Raised) in Value(try view(a).p.pointee.itemSize) }),
    NativeGetSet("ndim", { a throws(Raised) in Value(1) }),
    NativeGetSet(
      "shape", { a throws(Raised) in TupleRef.of(Value(try view(a).p.pointee.count)).value }),
    NativeGetSet("strides", { a throws(Raised) in TupleRef.of(Value(1)).value }),
    NativeGetSet("suboffsets", { a throws(Raised) in TupleRef.empty.value }),
    NativeGetSet("contiguous", { a throws(Raised) in .true }),
    NativeGetSet("c_contiguous", { a throws(Raised) in .true }),
    NativeGetSet("f_contiguous", { a throws(Raised) in .true }),
  ]
  static let spec = TypeSpec(
    "memoryview", size: 96, flags: [.matchesSequence, .weakReferable], methods: methods,
    getSets: getSets)

  private static func view(_ a: Args) throws(Raised) -> MemoryViewRef {
    try MemoryViewRef.live(a[0])
  }

  static func new(_ a: Args) throws(Raised) -> Value {
    if a[1].isExactly(.memoryView) {
      let parent = try MemoryViewRef.live(a[1])
      let other = parent.p.pointee
      return MemoryViewRef.make(
        other.source, of: parent, start: other.start, count: other.count)
    }
    if a[1].isBytes { return MemoryViewRef.make(a[1], start: 0, count: BytesRef(a[1]).count) }
    if a[1].isInstance(of: .byteArray) {
      ByteArrayRef(a[1]).p.pointee.exports += 1
      return MemoryViewRef.make(a[1], start: 0, count: ByteArrayRef(a[1]).count)
    }
    throw raise(
      .typeError, "memoryview: a bytes-like object is required, not '\(a[1].typeName)'")
  }

  static func getItem(_ a: Args) throws(Raised) -> Value {
    let view = try view(a)
    if a[1].isExactly(.slice) {
      let indices = try SliceRef(a[1]).indices(view.p.pointee.count)
      if indices.step != 1 || view.p.pointee.itemSize != 1 {
        throw raise(.notImplementedError, "memoryview slices with a step are not supported")
      }
      return MemoryViewRef.make(
        view.p.pointee.source, of: view, start: view.p.pointee.start + indices.start,
        count: indices.count)
    }
    try requireKey(a[1])
    let n = try ListType.position(a[1], view.itemCount, "index out of bounds on dimension 1")
    return try self.view(a).item(n)
  }

  static func setItem(_ a: Args) throws(Raised) -> Value {
    let view = try view(a)
    if view.isReadOnly { throw raise(.typeError, "cannot modify read-only memory") }
    if view.p.pointee.itemSize != 1 {
      throw raise(
        .notImplementedError, "writing through a memoryview of wide items is not supported")
    }
    if a[1].isExactly(.slice) {
      let indices = try SliceRef(a[1]).indices(view.p.pointee.count)
      let source = BytesRef(try Call.function(BuiltinType.bytes.value, a[2]))
      if indices.step != 1 || source.count != indices.count {
        throw raise(
          .valueError, "memoryview assignment: lvalue and rvalue have different structures")
      }
      (view.data + indices.start).update(from: source.data, count: source.count)
      return .none
    }
    try requireKey(a[1])
    let n = try ListType.position(a[1], view.p.pointee.count, "index out of bounds on dimension 1")
    let byte = try Convert.machineInt(a[2])
    if byte < 0 || byte > 255 {
      throw raise(.valueError, "memoryview: invalid value for format 'B'")
    }
    try self.view(a).data[n] = UInt8(byte)
    return .none
  }

  static func deleteItem(_ a: Args) throws(Raised) -> Value {
    let isReadOnly = try view(a).isReadOnly
    throw raise(
      .typeError, isReadOnly ? "cannot modify read-only memory" : "cannot delete memory")
  }

  private static func requireKey(_ key: Value) throws(Raised) {
    if !key.isAnyInt, key.type.special(.index).isAbsent {
      throw raise(.typeError, "memoryview: invalid slice key")
    }
  }

  private static func copy(_ view: MemoryViewRef) -> Value {
    BytesRef.make(view.data, count: view.p.pointee.count).value
  }

  static func toBytes(_ a: Args) throws(Raised) -> Value { copy(try view(a)) }
  static func equal(_ a: Args) throws(Raised) -> Value {
    if a[1].isExactly(.memoryView) {
      return Value(try Compare.equal(copy(try view(a)), copy(MemoryViewRef(a[1]))))
    }
    guard a[1].isBytes || a[1].isInstance(of: .byteArray) else { return .notImplemented }
    return Value(try Compare.equal(copy(try view(a)), a[1]))
  }
  static func hash(_ a: Args) throws(Raised) -> Value {
    if !(try view(a)).isReadOnly {
      throw raise(.valueError, "cannot hash writable memoryview object")
    }
    return Value(try Hash.of(copy(try view(a))))
  }
  static func repr(_ a: Args) throws(Raised) -> Value {
    Value("<memory at 0x\(String(UInt(a[0].bits), radix: 16))>")
  }
  static func release(_ a: Args) throws(Raised) -> Value {
    let view = MemoryViewRef(a[0])
    let source = view.p.pointee.source
    if source.isPresent, source.isInstance(of: .byteArray),
      ByteArrayRef(source).p.pointee.exports > 0
    {
      ByteArrayRef(source).p.pointee.exports -= 1
    }
    view.p.pointee.source = .absent
    return .none
  }
  static func hex(_ a: Args) throws(Raised) -> Value {
    try Call.call(try Attributes.get(copy(try view(a)), "hex"), a.dropping(1))
  }
  static func cast(_ a: Args) throws(Raised) -> Value {
    let format = try Convert.requireStr(a[1], "memoryview.cast() argument 'format'").text
    let sizes = ["B": 1, "H": 2, "I": 4, "L": 8, "Q": 8]
    let view = try view(a)
    if let size = sizes[format], a[2].isAbsent {
      if view.p.pointee.count % size != 0 {
        throw raise(.typeError, "memoryview: length is not a multiple of itemsize")
      }
      return MemoryViewRef.make(
        view.p.pointee.source, of: view, start: view.p.pointee.start, count: view.p.pointee.count,
        itemSize: size)
    }
    throw raise(.notImplementedError, "memoryview.cast to '\(format)' is not supported")
  }
  static func toReadOnly(_ a: Args) throws(Raised) -> Value {
    let view = try view(a)
    return try Call.function(BuiltinType.memoryView.value, copy(view))
  }
}
