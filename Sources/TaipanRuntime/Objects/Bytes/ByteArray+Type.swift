// The type `bytearray`.

import Glibc

enum ByteArrayType {
  static let methods: [NativeMethod] =
    ByteText.methods + [
      NativeMethod("__new__", "($type, *args, **kwargs)", new),
      NativeMethod(
        "__init__", "($self, source=b'', encoding=<unrepresentable>, errors=<unrepresentable>)",
        initialize),
      NativeMethod("__repr__", "($self, /)", repr),
      NativeMethod("__str__", "($self, /)", repr),
      NativeMethod("__iter__", "($self, /)", iterate),
      NativeMethod("__setitem__", "($self, key, value, /)", setItem),
      NativeMethod("__delitem__", "($self, key, /)", deleteItem),
      NativeMethod("__iadd__", "($self, value, /)", addInPlace),
      NativeMethod("__imul__", "($self, value, /)", multiplyInPlace),
      NativeMethod("__alloc__", "($self, /)", allocated),
      NativeMethod("__sizeof__", "($self, /)", sizeOf),
      NativeMethod("__reduce__", "($self, /)", reduce),
      NativeMethod("append", "($self, item, /)", append),
      NativeMethod("extend", "($self, iterable_of_ints, /)", extend),
      NativeMethod("insert", "($self, index, item, /)", insert),
      NativeMethod("pop", "($self, index=-1, /)", pop),
      NativeMethod("remove", "($self, value, /)", remove),
      NativeMethod("reverse", "($self, /)", reverse),
      NativeMethod("clear", "($self, /)", clear),
      NativeMethod("copy", "($self, /)", copy),
      NativeMethod("fromhex", "($type, string, /)", fromHex),
    ] + Buffers.methods
  static let spec = TypeSpec(
    "bytearray", size: ByteArrayLayout.size, flags: [.baseable, .matchesSelf, .hasItems],
    methods: methods,
    item: item, setItem: setItem)

  private static func item(_ object: ObjectRef, _ index: Int) -> Value {
    let array = ByteArrayRef(object)
    let n = index < 0 ? index + array.count : index
    return n >= 0 && n < array.count ? Value(smallInt: Int(array.data[n])) : .absent
  }

  private static func setItem(_ object: ObjectRef, _ index: Int, _ value: Value) -> Bool {
    let array = ByteArrayRef(object)
    let n = index < 0 ? index + array.count : index
    guard n >= 0, n < array.count, value.isInt, let byte = UInt8(exactly: value.asInt) else {
      return false
    }
    array.data[n] = byte
    return true
  }

  static func new(_ a: Args) throws(Raised) -> Value {
    Value(Instances.allocate(try Construction.type(a, .byteArray)))
  }

  static func initialize(_ a: Args) throws(Raised) -> Value {
    let array = ByteArrayRef(a[0])
    try array.resize(0)
    let content: Value
    if a[1].isPresent, a[1].isExactly(.byteArray) {
      content = a[1]
    } else {
      content = try ByteSource.bytes(a[1], a[2], a[3], "bytearray")
    }
    try replace(array, 0..<0, ByteText.view(content))
    return .none
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    var out = FormatBuffer()
    out.append(latin1: a[0].type.nameText.utf8)
    out.append("(")
    StrRepr.appendBytes(ByteText.view(a[0]), escapingApostrophes: true, to: &out)
    out.append(")")
    return out.finish().value
  }

  static func iterate(_ a: Args) throws(Raised) -> Value {
    SequenceIteratorRef.make(.byteArrayIterator, a[0])
  }

  /// Puts `source`, which is not the array's own memory, in place of a range.
  static func replace(
    _ array: ByteArrayRef, _ range: Range<Int>, _ source: UnsafeBufferPointer<UInt8>
  ) throws(Raised) {
    let old = array.count
    let new = old + source.count - range.count
    let tail = old - range.upperBound
    if new != old, array.p.pointee.exports > 0 { array.leaveViews() }
    if new > old { try array.resize(new) }
    if new != old, tail > 0 {
      memmove(array.data + range.lowerBound + source.count, array.data + range.upperBound, tail)
    }
    if new < old { try array.resize(new) }
    if source.count > 0 { memmove(array.data + range.lowerBound, source.base, source.count) }
  }

  private static func byte(_ value: Value) throws(Raised) -> UInt8 {
    try ByteSource.byte(value, "byte must be in range(0, 256)")
  }

  /// An index that is in range; the count is asked for after `__index__`, which may change it.
  private static func position(_ key: Value, _ currentCount: @autoclosure () -> Int) throws(Raised)
    -> Int
  {
    let index = try self.index(key)
    return try position(index, currentCount())
  }

  private static func position(_ index: Int, _ count: Int) throws(Raised) -> Int {
    let n = index < 0 ? index + count : index
    if n < 0 || n >= count { throw raise(.indexError, "bytearray index out of range") }
    return n
  }

  private static func index(_ key: Value) throws(Raised) -> Int {
    if !key.isAnyInt, key.type.special(.index).isAbsent {
      throw raise(
        .typeError, "bytearray indices must be integers or slices, not \(key.typeName)")
    }
    return try Convert.machineInt(key, overflow: .indexError)
  }

  static func setItem(_ a: Args) throws(Raised) -> Value {
    let array = ByteArrayRef(a[0])
    if !a[1].isExactly(.slice) {
      // Both conversions may run code that resizes the array, so its length counts after them.
      let index = try self.index(a[1])
      let value = try byte(a[2])
      array.data[try position(index, array.count)] = value
      return .none
    }
    // A bad slice comes before a bad value; good ones, which reading the value may invalidate, count after.
    _ = try SliceRef(a[1]).indices(array.count)
    let source = try copied(a[2])
    let indices = try SliceRef(a[1]).indices(array.count)
    if indices.step == 1 {
      try source.withUnsafeBufferPointer { (view) throws(Raised) in
        try replace(array, indices.start..<(indices.start + indices.count), view)
      }
    } else if source.isEmpty {
      try delete(array, indices)
    } else {
      if source.count != indices.count {
        throw raise(
          .valueError,
          "attempt to assign bytes of size \(source.count) to extended slice of size \(indices.count)"
        )
      }
      for k in 0..<indices.count { array.data[indices.start + k * indices.step] = source[k] }
    }
    return .none
  }

  /// The bytes of what is assigned or added, copied: it may be the array itself.
  private static func copied(_ value: Value) throws(Raised) -> [UInt8] {
    if ByteSource.hasBuffer(value) { return Array(try Buffers.read(value)) }
    if value.isStr || Convert.isNumber(value) {
      throw raise(
        .typeError,
        "can assign only bytes, buffers, or iterables of ints in range(0, 256)")
    }
    if value.type.special(.iter).isAbsent, value.type.special(.getitem).isAbsent {
      throw raise(.typeError, "cannot convert '\(value.typeName)' object to bytearray")
    }
    return try ByteSource.fromItems(value, "byte must be in range(0, 256)")
  }

  static func deleteItem(_ a: Args) throws(Raised) -> Value {
    let array = ByteArrayRef(a[0])
    if a[1].isExactly(.slice) {
      try delete(array, try SliceRef(a[1]).indices(array.count))
    } else {
      let index = try position(a[1], array.count)
      try replace(array, index..<(index + 1), UnsafeBufferPointer(start: nil, count: 0))
    }
    return .none
  }

  private static func delete(_ array: ByteArrayRef, _ indices: SliceRef.Indices) throws(Raised) {
    if indices.count == 0 { return }
    let last = indices.start + (indices.count - 1) * indices.step
    let (low, step) = (min(indices.start, last), abs(indices.step))
    if step == 1 || indices.count == 1 {
      let removed = low..<(low + indices.count)
      return try replace(array, removed, UnsafeBufferPointer(start: nil, count: 0))
    }
    if array.p.pointee.exports > 0 { array.leaveViews() }
    var out = low
    for i in low..<array.count {
      let offset = i - low
      if offset % step == 0, offset / step < indices.count { continue }
      array.data[out] = array.data[i]
      out += 1
    }
    try array.resize(out)
  }

  static func addInPlace(_ a: Args) throws(Raised) -> Value {
    if !ByteSource.hasBuffer(a[1]) {
      throw raise(.typeError, "can't concat \(a[1].typeName) to \(a[0].typeName)")
    }
    try add(ByteArrayRef(a[0]), a[1])
    return a[0]
  }

  private static func add(_ array: ByteArrayRef, _ value: Value) throws(Raised) {
    let end = array.count
    if value === array.value {
      try array.resize(end * 2)
      memcpy(array.data + end, array.data, end)
      return
    }
    let source = try Buffers.read(value)
    try array.resize(end + source.count)
    memcpy(array.data + end, source.base, source.count)
  }

  static func multiplyInPlace(_ a: Args) throws(Raised) -> Value {
    guard let n = try Sequences.repetitions(a[1]) else { return .notImplemented }
    let array = ByteArrayRef(a[0])
    let count = array.count
    let (total, overflow) = count.multipliedReportingOverflow(by: max(0, n))
    if overflow || total > 1 << 60 { throw raise(.memoryError) }
    try array.resize(total)
    for k in 1..<max(1, n) { memcpy(array.data + k * count, array.data, count) }
    return a[0]
  }

  static func allocated(_ a: Args) throws(Raised) -> Value {
    Value(ByteArrayRef(a[0]).p.pointee.capacity)
  }
  static func sizeOf(_ a: Args) throws(Raised) -> Value {
    Value(56 + ByteArrayRef(a[0]).p.pointee.capacity)
  }
  static func reduce(_ a: Args) throws(Raised) -> Value {
    let bytes = BytesRef.make(ByteArrayRef(a[0]).data, count: ByteArrayRef(a[0]).count)
    let state = try Call.method(a[0], "__getstate__")
    return TupleRef.of(a[0].type.value, TupleRef.of(bytes.value).value, state).value
  }

  static func append(_ a: Args) throws(Raised) -> Value {
    let array = ByteArrayRef(a[0])
    let byte = try byte(a[1])
    try array.resize(array.count + 1)
    array.data[array.count - 1] = byte
    return .none
  }

  static func extend(_ a: Args) throws(Raised) -> Value {
    if ByteSource.hasBuffer(a[1]) {
      try add(ByteArrayRef(a[0]), a[1])
      return .none
    }
    let iterator: Value
    do throws(Raised) { iterator = try Iterate.iterator(a[1]) } catch {
      if !catching(.typeError) { throw error }
      throw raise(.typeError, "can't extend bytearray with \(a[1].typeName)")
    }
    _ = try Iterate.lengthHint(a[1])
    var items: [UInt8] = []
    while true {
      let item = try Iterate.next(iterator)
      if item.isExhausted { break }
      if item.isStr, a[1].isStr {
        throw raise(.typeError, "expected iterable of integers; got: 'str'")
      }
      items.append(try byte(item))
    }
    let array = ByteArrayRef(a[0])
    try items.withUnsafeBufferPointer { (view) throws(Raised) in
      try replace(array, array.count..<array.count, view)
    }
    return .none
  }

  static func insert(_ a: Args) throws(Raised) -> Value {
    let array = ByteArrayRef(a[0])
    var index = try Convert.machineInt(a[1])
    let byte = try byte(a[2])
    if index < 0 { index = max(0, index + array.count) }
    index = min(index, array.count)
    let tail = array.count - index
    try array.resize(array.count + 1)
    memmove(array.data + index + 1, array.data + index, tail)
    array.data[index] = byte
    return .none
  }

  static func pop(_ a: Args) throws(Raised) -> Value {
    let array = ByteArrayRef(a[0])
    var index = a.count > 1 ? try Convert.machineInt(a[1]) : -1
    if array.count == 0 { throw raise(.indexError, "pop from empty bytearray") }
    if index < 0 { index += array.count }
    if index < 0 || index >= array.count { throw raise(.indexError, "pop index out of range") }
    let byte = array.data[index]
    try replace(array, index..<(index + 1), UnsafeBufferPointer(start: nil, count: 0))
    return Value(smallInt: Int(byte))
  }

  static func remove(_ a: Args) throws(Raised) -> Value {
    let array = ByteArrayRef(a[0])
    let byte = try byte(a[1])
    guard let hit = memchr(array.data, Int32(byte), array.count) else {
      throw raise(.valueError, "value not found in bytearray")
    }
    let index = hit.assumingMemoryBound(to: UInt8.self) - array.data
    try replace(array, index..<(index + 1), UnsafeBufferPointer(start: nil, count: 0))
    return .none
  }

  static func reverse(_ a: Args) throws(Raised) -> Value {
    let array = ByteArrayRef(a[0])
    var memory = UnsafeMutableBufferPointer(start: array.data, count: array.count)
    memory.reverse()
    return .none
  }

  static func clear(_ a: Args) throws(Raised) -> Value {
    try ByteArrayRef(a[0]).resize(0)
    return .none
  }

  static func copy(_ a: Args) throws(Raised) -> Value {
    ByteText.make(like: a[0], ByteText.view(a[0]))
  }

  static func fromHex(_ a: Args) throws(Raised) -> Value {
    let bytes = try ByteText.fromHex(a[1])
    let array = bytes.withUnsafeBufferPointer { ByteText.make(like: .none, $0) }
    return TypeRef(a[0]) == .byteArray ? array : try Call.function(a[0], array)
  }
}
