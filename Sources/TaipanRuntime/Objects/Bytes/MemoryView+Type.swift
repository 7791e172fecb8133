// The type `memoryview`.

enum MemoryViewType {
  static let methods: [NativeMethod] =
    [
      NativeMethod("__new__", "($type, object)", new),
      NativeMethod("_from_flags", "($type, object, flags)", fromFlags),
      NativeMethod("__len__", "($self, /)", length),
      NativeMethod("__getitem__", "($self, key, /)", getItem),
      NativeMethod("__setitem__", "($self, key, value, /)", setItem),
      NativeMethod("__delitem__", "($self, key, /)", deleteItem),
      NativeMethod("__eq__", "($self, value, /)", { a throws(Raised) in try equal(a, true) }),
      NativeMethod("__ne__", "($self, value, /)", { a throws(Raised) in try equal(a, false) }),
      NativeMethod("__lt__", "($self, value, /)", unordered),
      NativeMethod("__le__", "($self, value, /)", unordered),
      NativeMethod("__gt__", "($self, value, /)", unordered),
      NativeMethod("__ge__", "($self, value, /)", unordered),
      NativeMethod("__hash__", "($self, /)", hash),
      NativeMethod("__repr__", "($self, /)", repr),
      NativeMethod("__iter__", "($self, /)", iterate),
      NativeMethod("__enter__", "($self, /)", enter),
      NativeMethod("__exit__", "($self, *exc_info)", release),
      NativeMethod("release", "($self, /)", release),
      NativeMethod("tobytes", "($self, /, order='C')", toBytes),
      NativeMethod("tolist", "($self, /)", toList),
      NativeMethod("hex", "($self, /, sep=<unrepresentable>, bytes_per_sep=1)", hex),
      NativeMethod("cast", "($self, /, format, shape=<unrepresentable>)", cast),
      NativeMethod("toreadonly", "($self, /)", toReadOnly),
      NativeMethod("__class_getitem__", "($type, object, /)", MappingProxyType.classGetItem),
    ] + Buffers.methods
  static let getSets: [NativeGetSet] = [
    NativeGetSet("obj", { a throws(Raised) in try view(a).p.pointee.source }),
    NativeGetSet("nbytes", { a throws(Raised) in Value(try view(a).p.pointee.byteCount) }),
    NativeGetSet("readonly", { a throws(Raised) in Value(try view(a).isReadOnly) }),
    NativeGetSet("format", { a throws(Raised) in try view(a).p.pointee.format }),
    NativeGetSet("itemsize", { a throws(Raised) in Value(try view(a).p.pointee.itemSize) }),
    NativeGetSet("ndim", { a throws(Raised) in Value(try view(a).dimensionCount) }),
    NativeGetSet("shape", { a throws(Raised) in try tuple(a) { $0.count($1) } }),
    NativeGetSet("strides", { a throws(Raised) in try tuple(a) { $0.stride($1) } }),
    NativeGetSet(
      "suboffsets",
      { a throws(Raised) in
        _ = try view(a)
        return TupleRef.empty.value
      }),
    NativeGetSet(
      "contiguous",
      { a throws(Raised) in
        let view = try view(a)
        return Value(view.isContiguous || view.isContiguous(fortran: true))
      }),
    NativeGetSet("c_contiguous", { a throws(Raised) in Value(try view(a).isContiguous) }),
    NativeGetSet(
      "f_contiguous", { a throws(Raised) in Value(try view(a).isContiguous(fortran: true)) }),
  ]
  static let spec = TypeSpec(
    "memoryview", size: MemoryLayout<MemoryViewLayout>.size,
    flags: [.matchesSequence, .weakReferable], methods: methods, getSets: getSets)

  static func view(_ a: Args) throws(Raised) -> MemoryViewRef { try MemoryViewRef.live(a[0]) }

  private static func tuple(_ a: Args, _ part: (MemoryViewRef, Int) -> Int) throws(Raised) -> Value
  {
    let view = try view(a)
    let tuple = TupleRef.make(count: view.dimensionCount)
    for i in 0..<view.dimensionCount { tuple.set(i, Value(part(view, i))) }
    return tuple.value
  }

  // MARK: Making and releasing

  static func new(_ a: Args) throws(Raised) -> Value { try make(a[1]).value }

  static func fromFlags(_ a: Args) throws(Raised) -> Value {
    let flags = try Convert.cInt(a[2])
    let view = try make(a[1], flags: flags)
    if flags & 1 != 0, view.isReadOnly { throw raise(.bufferError, "Object is not writable.") }
    return view.value
  }

  /// What `__buffer__` is asked for by default: everything, read-only or not.
  private static let fullReadOnly = 0x11C

  /// A view of an object's memory.
  ///
  /// - Throws: TypeError for an object without a buffer; what `__buffer__` raises.
  static func make(_ object: Value, flags: Int = fullReadOnly) throws(Raised) -> MemoryViewRef {
    if !Buffers.hasOwnBuffer(object) { return try makeNative(object) }
    let inner = try Call.specialMethod(object.type.special(.buffer), object, Value(flags))
    guard inner.isExactly(.memoryView) else {
      throw raise(.typeError, "__buffer__ returned non-memoryview object")
    }
    let view = try MemoryViewRef.live(inner).copy()
    // What passes on another object's memory is not its owner.
    if !object.type.has(.heap) { return view }
    view.p.pointee.source = object
    view.p.pointee.memory = inner
    MemoryViewRef(inner).p.pointee.exports += 1
    return view
  }

  /// The same by what the object's builtin base knows.
  static func makeNative(_ object: Value) throws(Raised) -> MemoryViewRef {
    if object.isExactly(.memoryView) { return try MemoryViewRef.live(object).copy() }
    guard let shown = Buffers.exported(object, isKept: true) else {
      throw raise(
        .typeError, "memoryview: a bytes-like object is required, not '\(object.typeName)'")
    }
    return MemoryViewRef.make(shown, source: object)
  }

  static func enter(_ a: Args) throws(Raised) -> Value { try view(a).value }

  static func release(_ a: Args) throws(Raised) -> Value {
    try release(MemoryViewRef(a[0]))
    return .none
  }

  /// - Throws: BufferError while something uses the view; what `__release_buffer__` raises.
  static func release(_ view: MemoryViewRef) throws(Raised) {
    if view.p.pointee.source.isAbsent { return }
    let exports = view.p.pointee.exports
    if exports > 0 {
      throw raise(
        .bufferError, "memoryview has \(exports) exported buffer\(exports == 1 ? "" : "s")")
    }
    let (source, memory) = (view.p.pointee.source, view.p.pointee.memory)
    drop(view)
    guard memory.isPresent, memory.isExactly(.memoryView) else { return }
    let inner = MemoryViewRef(memory)
    inner.p.pointee.exports -= 1
    let hook = source.type.lookup("__release_buffer__")
    if hook.isPresent, !(hook.isHeap && hook.type == .methodDescriptor) {
      do throws(Raised) { _ = try Call.specialMethod(hook, source, memory) } catch {
        Exceptions.reportUnraisable("Exception ignored in __release_buffer__ of", source)
      }
    }
    try release(inner)
  }

  /// Lets go of the memory; without a word to the object.
  static func drop(_ view: MemoryViewRef) {
    if let source = view.p.pointee.source.isPresent ? view.p.pointee.source : nil,
      source.isHeap, source.isInstance(of: .byteArray),
      ByteArrayRef(source).p.pointee.exports > 0
    {
      ByteArrayRef(source).p.pointee.exports -= 1
    }
    view.p.pointee.source = .absent
    view.p.pointee.memory = .absent
  }

  // MARK: Comparison and text

  static func unordered(_ a: Args) throws(Raised) -> Value { .notImplemented }

  static func hash(_ a: Args) throws(Raised) -> Value {
    let view = try view(a)
    if !view.isReadOnly { throw raise(.valueError, "cannot hash writable memoryview object") }
    let letter = MemoryItems.letter(view.format)
    if letter != UInt8(ascii: "B"), letter != UInt8(ascii: "b"), letter != UInt8(ascii: "c") {
      throw raise(
        .valueError, "memoryview: hashing is restricted to formats 'B', 'b' or 'c'")
    }
    let source = view.p.pointee.source
    if !source.isBytes { _ = try Hash.of(source) }
    return Value(try Hash.of(try MemoryViewRef.live(a[0]).bytes().value))
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    let state = MemoryViewRef(a[0]).p.pointee.source.isAbsent ? "released memory" : "memory"
    return Value("<\(state) at 0x\(String(UInt(a[0].bits), radix: 16))>")
  }

  static func iterate(_ a: Args) throws(Raised) -> Value {
    if try view(a).dimensionCount == 0 {
      throw raise(.typeError, "invalid indexing of 0-dim memory")
    }
    return SequenceIteratorRef.make(.memoryIterator, a[0])
  }

  static func length(_ a: Args) throws(Raised) -> Value {
    let view = try view(a)
    if view.dimensionCount == 0 { throw raise(.typeError, "0-dim memory has no length") }
    return Value(view.count(0))
  }

  private static func equal(_ a: Args, _ wanted: Bool) throws(Raised) -> Value {
    if a[0] === a[1], MemoryViewRef(a[0]).p.pointee.source.isAbsent { return Value(wanted) }
    if !BytesLike.isBytesLike(a[1]) || MemoryViewRef(a[0]).p.pointee.source.isAbsent {
      return a[1].isHeap && a[1].isExactly(.memoryView) ? Value(!wanted) : .notImplemented
    }
    if a[1].isExactly(.memoryView), MemoryViewRef(a[1]).p.pointee.source.isAbsent {
      return Value(!wanted)
    }
    let other: MemoryViewRef
    do throws(Raised) { other = try make(a[1]) } catch {
      _ = catching(.baseException)
      return .notImplemented
    }
    return Value(try hasEqualItems(MemoryViewRef(a[0]), other) == wanted)
  }

  private static func hasEqualItems(_ x: MemoryViewRef, _ y: MemoryViewRef) throws(Raised) -> Bool {
    if x.dimensionCount != y.dimensionCount { return false }
    for i in 0..<x.dimensionCount where x.count(i) != y.count(i) { return false }
    let letter = MemoryItems.letter(x.format)
    if let letter, letter == MemoryItems.letter(y.format), letter != UInt8(ascii: "f"),
      letter != UInt8(ascii: "d"), letter != UInt8(ascii: "e"), letter != UInt8(ascii: "?")
    {
      return x.bytes().buffer.elementsEqual(y.bytes().buffer)
    }
    guard let first = try unpacked(x), let second = try unpacked(y) else { return false }
    return try Compare.equal(first, second)
  }

  /// The items of a view as a list, by `struct` where the format asks for it; nil for a bad format.
  private static func unpacked(_ view: MemoryViewRef) throws(Raised) -> Value? {
    let list = ListRef.make()
    if MemoryItems.letter(view.format) != nil {
      try view.forEachItem { (place) throws(Raised) in
        list.append(try MemoryItems.read(place, view.format))
      }
      return list.value
    }
    do throws(Raised) {
      let module = try Imports.importModule("struct")
      let unpacker = try Call.method(module, "Struct", view.p.pointee.format)
      let count = view.p.pointee.itemSize
      let bytes = view.bytes()
      var at = 0
      while at < view.p.pointee.byteCount {
        let item = BytesRef.make(bytes.data + at, count: count).value
        list.append(try Call.method(unpacker, "unpack", item))
        at += count
      }
      return list.value
    } catch {
      _ = catching(.baseException)
      return nil
    }
  }
}
