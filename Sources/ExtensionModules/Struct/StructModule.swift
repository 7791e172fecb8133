// The module `_struct`.

import TaipanRuntime

struct StructObjectLayout {
  var header: Header
  /// The format as str; absent before `__init__`.
  var format: Value
}

struct StructIteratorLayout {
  var header: Header
  var format: Value
  /// bytes or bytearray.
  var buffer: Value
  var at: Int
}

struct StructObjectRef: TypedRef {
  let p: UnsafeMutablePointer<StructObjectLayout>
}

struct StructIteratorRef: TypedRef {
  let p: UnsafeMutablePointer<StructIteratorLayout>
}

/// Formats found by the identity of their text: mostly the same constants come again.
private enum RecentFormats {
  private static let size = 16
  private nonisolated(unsafe) static let texts: UnsafeMutablePointer<Value> = {
    let texts = UnsafeMutablePointer<Value>.allocate(capacity: size)
    texts.initialize(repeating: .absent, count: size)
    for i in 0..<size { Heap.addRoot(texts + i) }
    return texts
  }()
  /// Not an array: reading one counts its references, too.
  private nonisolated(unsafe) static let formats: UnsafeMutablePointer<StructFormat?> = {
    let formats = UnsafeMutablePointer<StructFormat?>.allocate(capacity: size)
    formats.initialize(repeating: nil, count: size)
    return formats
  }()

  private static func slot(_ text: Value) -> Int { Int(text.bits >> 4) & (size - 1) }

  static func find(_ text: Value) -> StructFormat? {
    let slot = slot(text)
    return texts[slot] === text ? formats[slot] : nil
  }

  static func note(_ text: Value, _ format: StructFormat) {
    let slot = slot(text)
    texts[slot] = text
    formats[slot] = format
  }
}

public enum StructModule {
  static let error = NativeError("error", module: "struct", base: .exception)

  static let functions: [NativeMethod] = [
    NativeMethod("_clearcache", "($module, /)", clearCache),
    NativeMethod("calcsize", "($module, format, /)", calcSize),
    NativeMethod("iter_unpack", "($module, format, buffer, /)", iterUnpack),
    NativeMethod("pack", "(*args)", pack), NativeMethod("pack_into", "(*args)", packInto),
    NativeMethod("unpack", "($module, format, buffer, /)", unpack),
    NativeMethod("unpack_from", "($module, format, /, buffer, offset=0)", unpackFrom),
  ]
  static let methods: [NativeMethod] = [
    NativeMethod("__init__", "($self, format)", initialize),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("iter_unpack", "($self, buffer, /)", structIterUnpack),
    NativeMethod("pack", "($self, *args)", structPack),
    NativeMethod("pack_into", "($self, *args)", structPackInto),
    NativeMethod("unpack", "($self, buffer, /)", structUnpack),
    NativeMethod("unpack_from", "($self, /, buffer, offset=0)", structUnpackFrom),
    NativeMethod("__sizeof__", "($self, /)", sizeOf),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("format", getFormat), NativeGetSet("size", getSize),
  ]
  static let iteratorMethods: [NativeMethod] = [
    NativeMethod("__iter__", "($self, /)", itself), NativeMethod("__next__", "($self, /)", next),
    NativeMethod("__length_hint__", "($self, /)", lengthHint),
  ]
  static let structType = NativeTypes.make(
    TypeSpec(
      "_struct.Struct", size: MemoryLayout<StructObjectLayout>.size,
      flags: [.baseable, .weakReferable],
      methods: methods, getSets: getSets,
      doc: "Struct(fmt) --> compiled struct object"))
  static let iteratorType = NativeTypes.make(
    TypeSpec(
      "_struct.unpack_iterator", size: MemoryLayout<StructIteratorLayout>.size,
      flags: [.noInstantiation], methods: iteratorMethods))

  public static func make() -> ModuleRef {
    let module = NativeModules.make("_struct", functions)
    module.dict.setStr("Struct", structType.value)
    module.dict.setStr("error", error.type)
    module.dict.setStr(
      "__doc__", Value("Functions to convert between Python values and C structs."))
    return module
  }

  // MARK: Formats

  /// - Throws: TypeError for what is neither str nor bytes; struct.error.
  private static func format(_ value: Value) throws(Raised) -> StructFormat {
    if let known = RecentFormats.find(value) { return known }
    let format = try parsed(value)
    RecentFormats.note(value, format)
    return format
  }

  private static func parsed(_ value: Value) throws(Raised) -> StructFormat {
    if value.isStr {
      let str = StrRef(value)
      if !str.isASCII {
        _ = try Call.method(value, "encode", Value("ascii"))
      }
      return try StructFormat.of(Array(UnsafeBufferPointer(start: str.bytes, count: str.count)))
    }
    if value.isBytes { return try StructFormat.of(BytesRef(value).array) }
    throw raise(
      .typeError,
      "Struct() argument 1 must be a str or bytes object, not \(value.typeName)")
  }

  private static func format(of object: Value) throws(Raised) -> StructFormat {
    let text = StructObjectRef(object).p.pointee.format
    if text.isAbsent { throw raise(.runtimeError, "Struct object is not initialized") }
    return try format(text)
  }

  static func initialize(_ a: Args) throws(Raised) -> Value {
    _ = try format(a[1])
    let text =
      a[1].isBytes
      ? StrRef.latin1(BytesRef(a[1]).data, count: BytesRef(a[1]).count).value : a[1]
    let object = StructObjectRef(a[0])
    object.p.pointee.format = text
    object.object.noteWrite()
    return .none
  }

  static func getFormat(_ a: Args) throws(Raised) -> Value {
    _ = try format(of: a[0])
    return StructObjectRef(a[0]).p.pointee.format
  }
  static func getSize(_ a: Args) throws(Raised) -> Value { Value(try format(of: a[0]).size) }

  static func repr(_ a: Args) throws(Raised) -> Value {
    _ = try format(of: a[0])
    let text = try Convert.repr(StructObjectRef(a[0]).p.pointee.format)
    var out = FormatBuffer()
    out.append(StrRef.make(a[0].type.nameText))
    out.append("(")
    out.append(text)
    out.append(")")
    return out.finish().value
  }

  static func sizeOf(_ a: Args) throws(Raised) -> Value {
    Value(56 + 32 * (try format(of: a[0]).items.count + 1))
  }

  static func clearCache(_ a: Args) throws(Raised) -> Value {
    StructFormat.clearCache()
    return .none
  }

  static func calcSize(_ a: Args) throws(Raised) -> Value { Value(try format(a[0]).size) }

  // MARK: Packing

  static func pack(_ a: Args) throws(Raised) -> Value {
    if a.count == 0 { throw raise(.typeError, "missing format argument") }
    return try pack(try format(a[0]), a.dropping(1))
  }
  static func structPack(_ a: Args) throws(Raised) -> Value {
    try pack(try format(of: a[0]), a.dropping(1))
  }

  private static func pack(_ format: StructFormat, _ values: Args) throws(Raised) -> Value {
    if values.count != format.valueCount { throw wrongCount("pack", format, values.count) }
    try Heap.requireRoom(format.size)
    let bytes = BytesRef.make(count: format.size)
    bytes.data.update(repeating: 0, count: format.size)
    try format.pack(values, to: bytes.data)
    return bytes.value
  }

  private static func wrongCount(_ name: String, _ format: StructFormat, _ given: Int) -> Raised {
    error.raised("\(name) expected \(format.valueCount) items for packing (got \(given))")
  }

  static func packInto(_ a: Args) throws(Raised) -> Value {
    if a.count == 0 { throw raise(.typeError, "missing format argument") }
    return try packInto(try format(a[0]), a.dropping(1))
  }
  static func structPackInto(_ a: Args) throws(Raised) -> Value {
    try packInto(try format(of: a[0]), a.dropping(1))
  }

  private static func packInto(_ format: StructFormat, _ a: Args) throws(Raised) -> Value {
    if a.count == 0 { throw error.raised("pack_into expected buffer argument") }
    if a.count == 1 { throw error.raised("pack_into expected offset argument") }
    if a.count - 2 != format.valueCount { throw wrongCount("pack_into", format, a.count - 2) }
    let count = try target(a[0]).count
    var offset = try Convert.machineInt(a[1])
    if offset < 0 {
      if offset + format.size > 0 {
        throw error.raised("no space to pack \(format.size) bytes at offset \(offset)")
      }
      if offset + count < 0 {
        throw error.raised("offset \(offset) out of range for \(count)-byte buffer")
      }
      offset += count
    }
    if count - offset < format.size {
      throw error.raised(
        "pack_into requires a buffer of at least \(UInt(offset) + UInt(format.size)) bytes for packing "
          + "\(format.size) bytes at offset \(offset) (actual buffer size is \(count))")
    }
    let packed = try pack(format, a.dropping(2))
    // Packing may have run code that resized the object.
    let memory = try target(a[0])
    if memory.count - offset < format.size {
      throw error.raised("the buffer was resized during pack_into")
    }
    memory.baseAddress.unsafelyUnwrapped.advanced(by: offset).copyMemory(
      from: BytesRef(packed).data, byteCount: format.size)
    return .none
  }

  private static func target(_ value: Value) throws(Raised) -> UnsafeMutableRawBufferPointer {
    do throws(Raised) { return try Buffers.writable(value) } catch {
      if !catching(.typeError) { throw error }
      throw raise(
        .typeError,
        "argument must be read-write bytes-like object, not \(value.argumentTypeName)")
    }
  }

  // MARK: Unpacking

  static func unpack(_ a: Args) throws(Raised) -> Value { try unpack(try format(a[0]), a[1]) }
  static func structUnpack(_ a: Args) throws(Raised) -> Value {
    try unpack(try format(of: a[0]), a[1])
  }

  private static func contiguous(_ value: Value) throws(Raised) -> Value {
    let bytes = try BytesLike.contiguous(value)
    if bytes.isAbsent { throw BytesLike.required(value) }
    return bytes
  }

  private static func unpack(_ format: StructFormat, _ value: Value) throws(Raised) -> Value {
    let buffer = try Buffers.read(value)
    if buffer.count != format.size {
      throw error.raised("unpack requires a buffer of \(format.size) bytes")
    }
    return format.unpack(buffer.baseAddress!).value
  }

  static func unpackFrom(_ a: Args) throws(Raised) -> Value {
    try unpackFrom(try format(a[0]), a[1], a[2])
  }
  static func structUnpackFrom(_ a: Args) throws(Raised) -> Value {
    try unpackFrom(try format(of: a[0]), a[1], a[2])
  }

  private static func unpackFrom(_ format: StructFormat, _ value: Value, _ start: Value)
    throws(Raised) -> Value
  {
    var offset = start.isAbsent ? 0 : try Convert.machineInt(start)
    let buffer = try Buffers.read(value)
    if offset < 0 {
      if offset + format.size > 0 {
        throw error.raised("not enough data to unpack \(format.size) bytes at offset \(offset)")
      }
      if offset + buffer.count < 0 {
        throw error.raised("offset \(offset) out of range for \(buffer.count)-byte buffer")
      }
      offset += buffer.count
    }
    if buffer.count - offset < format.size {
      throw error.raised(
        "unpack_from requires a buffer of at least \(UInt(offset) + UInt(format.size)) bytes for unpacking "
          + "\(format.size) bytes at offset \(offset) (actual buffer size is \(buffer.count))")
    }
    return format.unpack(buffer.baseAddress! + offset).value
  }

  static func iterUnpack(_ a: Args) throws(Raised) -> Value {
    try iterUnpack(a[0], try format(a[0]), a[1])
  }
  static func structIterUnpack(_ a: Args) throws(Raised) -> Value {
    try iterUnpack(
      StructObjectRef(a[0]).p.pointee.format, try format(of: a[0]), a[1])
  }

  private static func iterUnpack(_ text: Value, _ format: StructFormat, _ value: Value)
    throws(Raised) -> Value
  {
    if format.size == 0 {
      throw error.raised("cannot iteratively unpack with a struct of length 0")
    }
    let bytes = try contiguous(value)
    if BytesLike.buffer(bytes).count % format.size != 0 {
      throw error.raised(
        "iterative unpacking requires a buffer of a multiple of \(format.size) bytes")
    }
    let iterator = StructIteratorRef(
      Heap.allocateZeroed(
        MemoryLayout<StructIteratorLayout>.size,
        Header(shape: iteratorType.p.pointee.instanceShape)))
    iterator.p.pointee.format = text
    iterator.p.pointee.buffer = bytes
    return iterator.value
  }

  static func itself(_ a: Args) throws(Raised) -> Value { a[0] }

  static func next(_ a: Args) throws(Raised) -> Value {
    let iterator = StructIteratorRef(a[0])
    let format = try format(iterator.p.pointee.format)
    let buffer = BytesLike.buffer(iterator.p.pointee.buffer)
    let at = iterator.p.pointee.at
    if at + format.size > buffer.count { return .exhausted }
    iterator.p.pointee.at = at + format.size
    return format.unpack(buffer.baseAddress! + at).value
  }

  static func lengthHint(_ a: Args) throws(Raised) -> Value {
    let iterator = StructIteratorRef(a[0])
    let left = BytesLike.buffer(iterator.p.pointee.buffer).count - iterator.p.pointee.at
    return Value(left / (try format(iterator.p.pointee.format).size))
  }
}
