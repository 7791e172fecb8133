// Arrays as sequences.

import Glibc
import TaipanRuntime

extension ArrayModule {
  static func len(_ a: Args) throws(Raised) -> Value { Value(ArrayRef(a[0]).count) }
  static func typecode(_ a: Args) throws(Raised) -> Value {
    StrRef.character(UInt32(ArrayRef(a[0]).typecode))
  }
  static func itemSize(_ a: Args) throws(Raised) -> Value { Value(ArrayRef(a[0]).itemSize) }

  static func repr(_ a: Args) throws(Raised) -> Value {
    let array = ArrayRef(a[0])
    var out = FormatBuffer()
    out.append(StrRef.make(a[0].type.nameText))
    out.append("('")
    out.append(UInt32(array.typecode))
    out.append("'")
    if array.count > 0 {
      out.append(", ")
      out.append(
        try Convert.repr(array.isUnicode ? try toUnicode(a) : try toList(a)))
    }
    out.append(")")
    return out.finish().value
  }

  // MARK: Comparison

  private static func compare(_ a: Args, _ operation: Compare.Operation) throws(Raised) -> Value {
    if !isArray(a[1]) { return .notImplemented }
    let (x, y) = (ArrayRef(a[0]), ArrayRef(a[1]))
    if x.count != y.count, operation == .eq || operation == .ne { return Value(operation == .ne) }
    for i in 0..<min(x.count, y.count) {
      let (p, q) = (x.get(i), y.get(i))
      if try Compare.test(p, q, .eq) { continue }
      if operation == .eq || operation == .ne { return Value(operation == .ne) }
      return try Compare.rich(p, q, operation)
    }
    return Value(operation.holds(x.count - y.count))
  }

  static func lt(_ a: Args) throws(Raised) -> Value { try compare(a, .lt) }
  static func le(_ a: Args) throws(Raised) -> Value { try compare(a, .le) }
  static func eq(_ a: Args) throws(Raised) -> Value { try compare(a, .eq) }
  static func ne(_ a: Args) throws(Raised) -> Value { try compare(a, .ne) }
  static func gt(_ a: Args) throws(Raised) -> Value { try compare(a, .gt) }
  static func ge(_ a: Args) throws(Raised) -> Value { try compare(a, .ge) }

  // MARK: Items

  /// The place that an index names; nil for a slice.
  private static func place(_ array: ArrayRef, _ key: Value, _ message: String) throws(Raised)
    -> Int?
  {
    if key.isExactly(.slice) { return nil }
    if !key.isAnyInt, key.type.special(.index).isAbsent {
      throw raise(.typeError, "array indices must be integers")
    }
    let index = try Convert.machineInt(key, overflow: .indexError)
    let n = index < 0 ? index + array.count : index
    if n < 0 || n >= array.count { throw raise(.indexError, message) }
    return n
  }

  /// First index, step and number of the items of a slice.
  private static func range(_ slice: Value, _ count: @autoclosure () -> Int) throws(Raised)
    -> (Int, Int, Int)
  {
    let indices = try SliceRef(slice).indices(count())
    return (indices.start, indices.step, indices.count)
  }

  static func getItem(_ a: Args) throws(Raised) -> Value {
    let array = ArrayRef(a[0])
    if let n = try place(array, a[1], "array index out of range") { return array.get(n) }
    let (start, step, length) = try range(a[1], array.count)
    let result = try like(array, count: length)
    let size = array.itemSize
    for i in 0..<length {
      memcpy(result.data + i * size, array.data + (start + i * step) * size, size)
    }
    return result.value
  }

  static func setItem(_ a: Args) throws(Raised) -> Value {
    let array = ArrayRef(a[0])
    if let n = try place(array, a[1], "array assignment index out of range") {
      try array.set(n, a[2])
      return .none
    }
    guard isArray(a[2]) else {
      throw raise(
        .typeError, "can only assign array (not \"\(a[2].typeName)\") to array slice")
    }
    let other = ArrayRef(a[2])
    if other.typecode != array.typecode {
      throw raise(.typeError, "bad argument type for built-in operation")
    }
    let (start, step, length) = try range(a[1], array.count)
    // A copy, for the source may be the target.
    let source = Array(UnsafeBufferPointer(start: other.data, count: other.byteCount))
    if step == 1 {
      try replace(array, start, length, source)
    } else {
      if other.count != length {
        throw raise(
          .valueError,
          "attempt to assign array of size \(other.count) to extended slice of size \(length)")
      }
      let size = array.itemSize
      for i in 0..<length {
        for k in 0..<size { array.data[(start + i * step) * size + k] = source[i * size + k] }
      }
    }
    return .none
  }

  /// Puts bytes in the place of `length` items.
  private static func replace(_ array: ArrayRef, _ start: Int, _ length: Int, _ source: [UInt8])
    throws(Raised)
  {
    let size = array.itemSize
    let added = source.count / size
    let tail = array.count - start - length
    let newCount = array.count - length + added
    if added > length { try array.resize(newCount) }
    memmove(
      array.data + (start + added) * size, array.data + (start + length) * size, tail * size)
    for i in 0..<source.count { array.data[start * size + i] = source[i] }
    if added < length { try array.resize(newCount) }
  }

  static func deleteItem(_ a: Args) throws(Raised) -> Value {
    let array = ArrayRef(a[0])
    if let n = try place(array, a[1], "array assignment index out of range") {
      try replace(array, n, 1, [])
      return .none
    }
    let (start, step, length) = try range(a[1], array.count)
    if step == 1 {
      try replace(array, start, length, [])
    } else {
      // From the highest index down, so that the others keep theirs.
      for i in 0..<length {
        try replace(array, step > 0 ? start + (length - 1 - i) * step : start + i * step, 1, [])
      }
    }
    return .none
  }

  // MARK: Concatenation

  static func add(_ a: Args) throws(Raised) -> Value {
    guard isArray(a[1]) else {
      throw raise(.typeError, "can only append array (not \"\(a[1].typeName)\") to array")
    }
    let (x, y) = (ArrayRef(a[0]), ArrayRef(a[1]))
    if x.typecode != y.typecode {
      throw raise(.typeError, "bad argument type for built-in operation")
    }
    let result = try like(x, count: 0)
    try appendArray(result, x)
    try appendArray(result, y)
    return result.value
  }

  static func addInPlace(_ a: Args) throws(Raised) -> Value {
    guard isArray(a[1]) else {
      throw raise(.typeError, "can only extend with array (not \"\(a[1].typeName)\")")
    }
    _ = try extend(a)
    return a[0]
  }

  static func multiply(_ a: Args) throws(Raised) -> Value {
    if !a[1].isAnyInt, a[1].type.special(.index).isAbsent {
      throw raise(
        .typeError, "can't multiply sequence by non-int of type '\(a[1].typeName)'")
    }
    let array = ArrayRef(a[0])
    let times = max(0, try Convert.machineInt(a[1], overflow: .overflowError))
    let (total, overflow) = array.byteCount.multipliedReportingOverflow(by: times)
    if overflow { throw raise(.memoryError) }
    try Heap.requireRoom(total)
    let result = try like(array, count: array.count * times)
    for i in 0..<times {
      memcpy(result.data + i * array.byteCount, array.data, array.byteCount)
    }
    return result.value
  }

  static func multiplyInPlace(_ a: Args) throws(Raised) -> Value {
    let repeated = ArrayRef(try multiply(a))
    let array = ArrayRef(a[0])
    try array.resize(repeated.count)
    memcpy(array.data, repeated.data, repeated.byteCount)
    return a[0]
  }

  static func extend(_ a: Args) throws(Raised) -> Value {
    let array = ArrayRef(a[0])
    if !isArray(a[1]) {
      try appendAll(array, a[1])
      return .none
    }
    if ArrayRef(a[1]).typecode != array.typecode {
      throw raise(.typeError, "can only extend with array of same kind")
    }
    try appendArray(array, ArrayRef(a[1]))
    return .none
  }
}
