// The type `bytes`.

import Glibc

enum BytesType {
  static let methods: [NativeMethod] =
    ByteText.methods + [
      NativeMethod(
        "__new__", "($type, source=b'', encoding=<unrepresentable>, errors=<unrepresentable>)", new),
      NativeMethod("__repr__", "($self, /)", repr),
      NativeMethod("__str__", "($self, /)", repr),
      NativeMethod("__hash__", "($self, /)", hash),
      NativeMethod("__iter__", "($self, /)", iterate),
      NativeMethod("__bytes__", "($self, /)", toBytes),
      NativeMethod("__getnewargs__", "($self, /)", getNewArgs),
      NativeMethod("__sizeof__", "($self, /)", sizeOf),
      NativeMethod("fromhex", "($type, string, /)", fromHex),
    ] + [Buffers.methods[0]]
  static let spec = TypeSpec(
    "bytes", size: 24, flags: [.baseable, .subBytes, .trailingAttributes, .matchesSelf],
    traceKind: .none, methods: methods, item: item)

  private static func item(_ object: ObjectRef, _ index: Int) -> Value {
    let bytes = BytesRef(object)
    let n = index < 0 ? index + bytes.count : index
    return n >= 0 && n < bytes.count ? Value(smallInt: Int(bytes.data[n])) : .absent
  }

  static func new(_ a: Args) throws(Raised) -> Value {
    let type = TypeRef(a[0])
    let bytes = try ByteSource.bytes(a[1], a[2], a[3], "bytes")
    if type == .bytes { return bytes }
    return instance(of: type, BytesRef(bytes).buffer)
  }

  /// An instance of a subclass with this content.
  static func instance(of type: TypeRef, _ source: UnsafeBufferPointer<UInt8>) -> Value {
    let copy = BytesRef.make(count: source.count, shape: type.p.pointee.instanceShape)
    memcpy(copy.data, source.base, source.count)
    if type.has(.hasFinalizer) { Finalizers.register(copy.object) }
    return copy.value
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    var out = FormatBuffer()
    StrRepr.appendBytes(BytesRef(a[0]).buffer, to: &out)
    return out.finish().value
  }

  static func hash(_ a: Args) throws(Raised) -> Value {
    Value(BytesRef(a[0]).hash)
  }

  static func iterate(_ a: Args) throws(Raised) -> Value {
    SequenceIteratorRef.make(.bytesIterator, a[0])
  }

  static func toBytes(_ a: Args) throws(Raised) -> Value {
    if a[0].isExactly(.bytes) { return a[0] }
    return BytesRef.make(BytesRef(a[0]).data, count: BytesRef(a[0]).count).value
  }

  static func getNewArgs(_ a: Args) throws(Raised) -> Value { TupleRef.of(try toBytes(a)).value }

  static func sizeOf(_ a: Args) throws(Raised) -> Value { Value(33 + BytesRef(a[0]).count) }

  static func fromHex(_ a: Args) throws(Raised) -> Value {
    let bytes = BytesRef.make(try ByteText.fromHex(a[1])).value
    return TypeRef(a[0]) == .bytes ? bytes : try Call.function(a[0], bytes)
  }
}

/// What `bytes(...)` and `bytearray(...)` take.
enum ByteSource {
  /// The content as a bytes object.
  static func bytes(_ source: Value, _ encoding: Value, _ errors: Value, _ function: String)
    throws(Raised) -> Value
  {
    if encoding.isPresent, !encoding.isStr {
      throw StrType.argument(function, " 'encoding'", "str", encoding)
    }
    if errors.isPresent, !errors.isStr {
      throw StrType.argument(function, " 'errors'", "str", errors)
    }
    _ = try Codecs.name(encoding, "")
    _ = try Codecs.name(errors, "")
    if source.isAbsent {
      if encoding.isPresent || errors.isPresent { throw withoutString(encoding) }
      return BytesRef.empty.value
    }
    if source.isStr {
      if encoding.isAbsent {
        // A subclass may know what its bytes are.
        if errors.isAbsent, function == "bytes", source.type.special(.bytes).isPresent {
          return try bytes(source, function)
        }
        throw raise(.typeError, "string argument without an encoding")
      }
      return try Codecs.encode(
        StrRef(source), try Codecs.name(encoding, "utf-8"), try Codecs.name(errors, "strict"))
    }
    if encoding.isPresent || errors.isPresent { throw withoutString(encoding) }
    return try bytes(source, function)
  }

  private static func withoutString(_ encoding: Value) -> Raised {
    raise(
      .typeError,
      encoding.isPresent
        ? "encoding without a string argument" : "errors without a string argument")
  }

  /// `bytes(source)` for anything but text.
  static func bytes(_ source: Value, _ function: String) throws(Raised) -> Value {
    if source.isExactly(.bytes) { return source }
    if source.isExactly(.byteArray) {
      let array = ByteArrayRef(source)
      return BytesRef.make(array.data, count: array.count).value
    }
    let method = source.type.special(.bytes)
    if method.isPresent {
      let result = try Call.specialMethod(method, source)
      if !result.isBytes {
        throw raise(.typeError, "__bytes__ returned non-bytes (type \(result.typeName))")
      }
      return result
    }
    if source.isAnyInt || (source.type.special(.index).isPresent && !hasBuffer(source)) {
      if let zeros = try zeros(source) { return zeros }
    }
    if source.isHeap, source.isExactly(.memoryView) {
      return try MemoryViewRef.live(source).bytes().value
    }
    if hasBuffer(source) {
      let view = try Buffers.read(source)
      return BytesRef.make(view.base, count: view.count).value
    }
    if let bytes = smallItems(source) { return bytes.value }
    let iterator: Value
    do throws(Raised) { iterator = try Iterate.iterator(source) } catch {
      if !catching(.typeError) { throw error }
      throw raise(.typeError, "cannot convert '\(source.typeName)' object to \(function)")
    }
    if function == "bytes" {
      _ = try Iterate.lengthHint(source)
      return BytesRef.make(try fromIterator(iterator, "bytes must be in range(0, 256)")).value
    }
    return BytesRef.make(try fromIterator(iterator, "byte must be in range(0, 256)")).value
  }

  /// As many zeros as an integer says; nil where `__index__` does not answer with one.
  private static func zeros(_ count: Value) throws(Raised) -> Value? {
    let n: Int
    do throws(Raised) { n = try Convert.machineInt(count, overflow: .overflowError) } catch {
      if catching(.typeError) { return nil }
      throw error
    }
    if n < 0 { throw raise(.valueError, "negative count") }
    try Heap.requireRoom(n)
    let bytes = BytesRef.make(count: n)
    memset(bytes.data, 0, n)
    return bytes.value
  }

  static func hasBuffer(_ value: Value) -> Bool {
    BytesLike.isBytesLike(value)
  }

  /// The bytes that a list or tuple of ints in range spells; nil for others.
  private static func smallItems(_ source: Value) -> BytesRef? {
    let items: UnsafeMutablePointer<Value>
    let count: Int
    if source.isExactly(.list) {
      (items, count) = (ListRef(source).items, ListRef(source).count)
    } else if source.isExactly(.tuple) {
      (items, count) = (TupleRef(source).items, TupleRef(source).count)
    } else {
      return nil
    }
    if count == 0 { return .empty }
    for i in 0..<count where !items[i].isInt || items[i].asInt.magnitude > 255 || items[i].asInt < 0
    {
      return nil
    }
    let bytes = BytesRef.make(count: count)
    for i in 0..<count { bytes.data[i] = UInt8(truncatingIfNeeded: items[i].asInt) }
    return bytes
  }

  static func fromItems(_ iterable: Value, _ message: String) throws(Raised) -> [UInt8] {
    try fromIterator(try Iterate.iterator(iterable), message)
  }

  private static func fromIterator(_ iterator: Value, _ message: String) throws(Raised) -> [UInt8] {
    var out: [UInt8] = []
    while true {
      let item = try Iterate.next(iterator)
      if item.isExhausted { return out }
      out.append(try byte(item, message))
    }
  }

  static func byte(_ value: Value, _ message: String) throws(Raised) -> UInt8 {
    let n = try Convert.index(value).asMachineInt ?? -1
    if n < 0 || n > 255 { throw raise(.valueError, message) }
    return UInt8(n)
  }
}
