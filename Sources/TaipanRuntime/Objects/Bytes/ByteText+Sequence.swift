// bytes and bytearray as sequences.

import Glibc

extension ByteText {
  static let sequenceMethods: [NativeMethod] = [
    NativeMethod("__len__", "($self, /)", length),
    NativeMethod("__getitem__", "($self, key, /)", getItem),
    NativeMethod("__contains__", "($self, key, /)", contains),
    NativeMethod("__add__", "($self, value, /)", add),
    NativeMethod("__mul__", "($self, value, /)", multiply),
    NativeMethod("__rmul__", "($self, value, /)", multiply),
    NativeMethod("__eq__", "($self, value, /)", equal),
    NativeMethod("__ne__", "($self, value, /)", notEqual),
    NativeMethod("__lt__", "($self, value, /)", less),
    NativeMethod("__le__", "($self, value, /)", lessEqual),
    NativeMethod("__gt__", "($self, value, /)", greater),
    NativeMethod("__ge__", "($self, value, /)", greaterEqual),
    NativeMethod("join", "($self, iterable_of_bytes, /)", join),
    NativeMethod("center", "($self, width, fillchar=b' ', /)", center),
    NativeMethod("ljust", "($self, width, fillchar=b' ', /)", leftJustify),
    NativeMethod("rjust", "($self, width, fillchar=b' ', /)", rightJustify),
    NativeMethod("zfill", "($self, width, /)", zeroFill),
    NativeMethod("expandtabs", "($self, /, tabsize=8)", expandTabs),
  ]

  static func length(_ a: Args) throws(Raised) -> Value { Value(view(a[0]).count) }

  /// The name that messages use for the receiver's type.
  static func kind(_ value: Value) -> String { value.isBytes ? "bytes" : "bytearray" }

  /// The bytes that a slice selects, as an object of the receiver's builtin type.
  static func slice(_ text: Value, _ slice: SliceRef) throws(Raised) -> Value {
    let indices = try slice.indices(view(text).count)
    let source = view(text)
    if indices.step == 1 {
      if text.isExactly(.bytes), indices.count > 1, indices.count < source.count {
        return BytesRef.make(source.base + indices.start, count: indices.count).value
      }
      return make(like: text, indices.start, indices.start + indices.count)
    }
    let (value, data) = make(like: text, count: indices.count)
    for k in 0..<indices.count { data[k] = source[indices.start + k * indices.step] }
    return value
  }

  static func getItem(_ a: Args) throws(Raised) -> Value {
    if a[1].isExactly(.slice) { return try slice(a[0], SliceRef(a[1])) }
    if !a[1].isAnyInt, a[1].type.special(.index).isAbsent {
      throw raise(
        .typeError,
        a[0].isBytes
          ? "byte indices must be integers or slices, not \(a[1].typeName)"
          : "bytearray indices must be integers or slices, not \(a[1].typeName)")
    }
    var index = try Convert.machineInt(a[1], overflow: .indexError)
    let source = view(a[0])
    if index < 0 { index += source.count }
    if index < 0 || index >= source.count {
      throw raise(.indexError, a[0].isBytes ? "index out of range" : "bytearray index out of range")
    }
    return Value(smallInt: Int(source[index]))
  }

  static func contains(_ a: Args) throws(Raised) -> Value {
    if !a[1].isAnyInt, !BytesLike.isBytesLike(a[1]), a[1].type.special(.index).isAbsent {
      throw BytesLike.required(a[1])
    }
    let needle = TextView(try needle(a[1]))
    let text = TextView(view(a[0]))
    return Value(text.find(needle, 0, text.count) != nil)
  }

  static func add(_ a: Args) throws(Raised) -> Value {
    if !BytesLike.isBytesLike(a[1]) {
      throw raise(.typeError, "can't concat \(a[1].typeName) to \(a[0].typeName)")
    }
    let (x, y) = (view(a[0]), try Buffers.read(a[1]))
    if y.count == 0, a[0].isExactly(.bytes) { return a[0] }
    if x.count == 0, a[0].isExactly(.bytes), a[1].isExactly(.bytes) { return a[1] }
    let (value, data) = make(like: a[0], count: x.count + y.count)
    memcpy(data, x.base, x.count)
    memcpy(data + x.count, y.base, y.count)
    return value
  }

  static func multiply(_ a: Args) throws(Raised) -> Value {
    guard let n = try Sequences.repetitions(a[1]) else { return .notImplemented }
    let source = view(a[0])
    if n == 1, a[0].isExactly(.bytes) { return a[0] }
    let (total, overflow) = source.count.multipliedReportingOverflow(by: max(0, n))
    if overflow || total > 1 << 60 { throw raise(.memoryError) }
    try Heap.requireRoom(total)
    let (value, data) = make(like: a[0], count: total)
    if total == 0 { return value }
    memcpy(data, source.base, source.count)
    var done = source.count
    while done < total {
      let more = min(done, total - done)
      memcpy(data + done, data, more)
      done += more
    }
    return value
  }

  // MARK: Comparison

  private static func compare(_ a: Args, _ operation: Compare.Operation) throws(Raised) -> Value {
    if a[0].isBytes ? !a[1].isBytes : !ByteSource.hasBuffer(a[1]) { return .notImplemented }
    let (x, y) = (view(a[0]), try Buffers.read(a[1]))
    let order = Int(memcmp(x.base, y.base, min(x.count, y.count)))
    return Value(operation.holds(order != 0 ? order : x.count - y.count))
  }
  static func equal(_ a: Args) throws(Raised) -> Value { try compare(a, .eq) }
  static func notEqual(_ a: Args) throws(Raised) -> Value { try compare(a, .ne) }
  static func less(_ a: Args) throws(Raised) -> Value { try compare(a, .lt) }
  static func lessEqual(_ a: Args) throws(Raised) -> Value { try compare(a, .le) }
  static func greater(_ a: Args) throws(Raised) -> Value { try compare(a, .gt) }
  static func greaterEqual(_ a: Args) throws(Raised) -> Value { try compare(a, .ge) }

  // MARK: join

  static func join(_ a: Args) throws(Raised) -> Value {
    if a[1].isExactly(.list), a[0].isExactly(.bytes), let joined = joinedBytes(a[0], ListRef(a[1]))
    {
      return joined
    }
    // The parts are copied: reading one may run code that changes the list.
    let iterator: Value
    do throws(Raised) { iterator = try Iterate.iterator(a[1]) } catch {
      if !catching(.typeError) { throw error }
      throw raise(.typeError, "can only join an iterable")
    }
    let list = try Iterate.list(iterator)
    // Reading a part may also change the others and the separator.
    for i in 0..<list.count {
      if !BytesLike.isBytesLike(list[i]) {
        throw raise(
          .typeError,
          "sequence item \(i): expected a bytes-like object, \(list[i].typeName) found")
      }
      if !list[i].isBytes { list[i] = BytesRef.make(Array(try Buffers.read(list[i]))).value }
    }
    let separator = view(a[0])
    var total = separator.count * max(0, list.count - 1)
    for i in 0..<list.count { total += view(list[i]).count }
    if list.count == 1, list[0].isExactly(.bytes), a[0].isBytes { return list[0] }
    try Heap.requireRoom(total)
    let (value, data) = make(like: a[0], count: total)
    var out = data
    for i in 0..<list.count {
      if i > 0 {
        memcpy(out, separator.base, separator.count)
        out += separator.count
      }
      let part = view(list[i])
      memcpy(out, part.base, part.count)
      out += part.count
    }
    return value
  }

  /// The join of a list of bytes and nothing else; nil for others.
  private static func joinedBytes(_ receiver: Value, _ list: ListRef) -> Value? {
    if list.count == 0 { return BytesRef.empty.value }
    let separator = BytesRef(receiver)
    var total = separator.count * (list.count - 1)
    for i in 0..<list.count {
      if !list[i].isExactly(.bytes) { return nil }
      total += BytesRef(list[i]).count
    }
    if list.count == 1 { return list[0] }
    if total > 1 << 20 { return nil }
    let result = BytesRef.make(count: total)
    var out = result.data
    for i in 0..<list.count {
      if i > 0, separator.count > 0 {
        memcpy(out, separator.data, separator.count)
        out += separator.count
      }
      let part = BytesRef(list[i])
      memcpy(out, part.data, part.count)
      out += part.count
    }
    return result.value
  }

  // MARK: Padding

  private static func fill(_ a: Args, _ name: String) throws(Raised) -> UInt8 {
    let value = a.optional(2)
    if value.isAbsent { return 0x20 }
    guard value.isBytes || value.isHeap && value.isInstance(of: .byteArray) else {
      throw raise(
        .typeError,
        "\(name)() argument 2 must be a byte string of length 1, not \(value.argumentTypeName)")
    }
    let view = view(value)
    if view.count != 1 {
      throw raise(
        .typeError,
        "\(name)(): argument 2 must be a byte string of length 1, not a \(kind(value)) object of length \(view.count)"
      )
    }
    return view[0]
  }

  private static func padded(_ receiver: Value, _ left: Int, _ right: Int, _ fill: UInt8)
    throws(Raised) -> Value
  {
    let source = view(receiver)
    let (before, after) = (max(0, left), max(0, right))
    if before + after == 0 { return make(like: receiver, 0, source.count) }
    try Heap.requireRoom(before + after + source.count)
    let (value, data) = make(like: receiver, count: before + after + source.count)
    memset(data, Int32(fill), before)
    memcpy(data + before, source.base, source.count)
    memset(data + before + source.count, Int32(fill), after)
    return value
  }

  static func center(_ a: Args) throws(Raised) -> Value {
    let width = try Convert.machineInt(a[1])
    let fill = try fill(a, "center")
    let margin = max(0, width) - view(a[0]).count
    let left = margin <= 0 ? 0 : margin / 2 + (margin & width & 1)
    return try padded(a[0], left, max(0, margin) - left, fill)
  }
  static func leftJustify(_ a: Args) throws(Raised) -> Value {
    let width = max(0, try Convert.machineInt(a[1]))
    return try padded(a[0], 0, width - view(a[0]).count, try fill(a, "ljust"))
  }
  static func rightJustify(_ a: Args) throws(Raised) -> Value {
    let width = max(0, try Convert.machineInt(a[1]))
    return try padded(a[0], width - view(a[0]).count, 0, try fill(a, "rjust"))
  }

  static func zeroFill(_ a: Args) throws(Raised) -> Value {
    let width = max(0, try Convert.machineInt(a[1]))
    let source = view(a[0])
    let zeros = max(0, width - source.count)
    let result = try padded(a[0], zeros, 0, 0x30)
    if zeros > 0, source.count > 0, source[0] == 0x2B || source[0] == 0x2D {
      let data = UnsafeMutablePointer(mutating: view(result).base)
      data[0] = source[0]
      data[zeros] = 0x30
    }
    return result
  }

  static func expandTabs(_ a: Args) throws(Raised) -> Value {
    let size = a[1].isAbsent ? 8 : try Convert.cInt(a[1])
    var out: [UInt8] = []
    var column = 0
    for c in view(a[0]) {
      if c != 0x09 {
        out.append(c)
        column = c == 0x0A || c == 0x0D ? 0 : column + 1
      } else if size > 0 {
        let spaces = size - column % size
        try Heap.requireRoom(out.count + spaces)
        out.append(contentsOf: repeatElement(0x20, count: spaces))
        column += spaces
      }
    }
    return out.withUnsafeBufferPointer { make(like: a[0], $0) }
  }
}
