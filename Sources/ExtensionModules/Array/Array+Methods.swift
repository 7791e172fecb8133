// Methods of arrays.

import Glibc
import TaipanRuntime

extension ArrayModule {
  static func append(_ a: Args) throws(Raised) -> Value {
    try appendItem(ArrayRef(a[0]), a[1])
    return .none
  }

  static func insert(_ a: Args) throws(Raised) -> Value {
    let array = ArrayRef(a[0])
    let given = try Convert.machineInt(a[1])
    try appendItem(array, a[2])
    let last = array.count - 1
    let at = given < 0 ? max(0, given + last) : min(given, last)
    let size = array.itemSize
    let item = Array(UnsafeBufferPointer(start: array.data + last * size, count: size))
    memmove(array.data + (at + 1) * size, array.data + at * size, (last - at) * size)
    for k in 0..<size { array.data[at * size + k] = item[k] }
    return .none
  }

  private static func removeItem(_ array: ArrayRef, _ at: Int) throws(Raised) {
    let size = array.itemSize
    memmove(
      array.data + at * size, array.data + (at + 1) * size, (array.count - at - 1) * size)
    try array.resize(array.count - 1)
  }

  static func pop(_ a: Args) throws(Raised) -> Value {
    let array = ArrayRef(a[0])
    let given = a.optional(1).isAbsent ? -1 : try Convert.machineInt(a[1])
    if array.count == 0 { throw raise(.indexError, "pop from empty array") }
    let at = given < 0 ? given + array.count : given
    if at < 0 || at >= array.count { throw raise(.indexError, "pop index out of range") }
    let value = array.get(at)
    try removeItem(array, at)
    return value
  }

  static func remove(_ a: Args) throws(Raised) -> Value {
    let array = ArrayRef(a[0])
    var i = 0
    while i < array.count {
      if try Compare.equal(array.get(i), a[1]) {
        // The comparison may have shortened the array.
        if i < array.count { try removeItem(array, i) }
        return .none
      }
      i += 1
    }
    throw raise(.valueError, "array.remove(x): x not in array")
  }

  static func index(_ a: Args) throws(Raised) -> Value {
    let array = ArrayRef(a[0])
    func bound(_ value: Value, _ fallback: Int) throws(Raised) -> Int {
      if value.isAbsent { return fallback }
      return try Convert.clampedIndex(value)
    }
    func clamped(_ n: Int) -> Int { n < 0 ? max(0, n &+ array.count) : n }
    let first = try bound(a.optional(2), 0)
    let last = try bound(a.optional(3), Int.max)
    var i = clamped(first)
    let stop = clamped(last)
    while i < min(stop, array.count) {
      if try Compare.equal(array.get(i), a[1]) { return Value(i) }
      i += 1
    }
    throw raise(.valueError, "array.index(x): x not in array")
  }

  static func count(_ a: Args) throws(Raised) -> Value {
    let array = ArrayRef(a[0])
    var found = 0
    var i = 0
    while i < array.count {
      if try Compare.equal(array.get(i), a[1]) { found += 1 }
      i += 1
    }
    return Value(found)
  }

  static func contains(_ a: Args) throws(Raised) -> Value {
    let array = ArrayRef(a[0])
    var i = 0
    while i < array.count {
      if try Compare.equal(array.get(i), a[1]) { return .true }
      i += 1
    }
    return .false
  }

  static func reverse(_ a: Args) throws(Raised) -> Value {
    let array = ArrayRef(a[0])
    let size = array.itemSize
    let items = Array(UnsafeBufferPointer(start: array.data, count: array.byteCount))
    for i in 0..<array.count {
      for k in 0..<size { array.data[(array.count - 1 - i) * size + k] = items[i * size + k] }
    }
    return .none
  }

  static func byteSwap(_ a: Args) throws(Raised) -> Value {
    let array = ArrayRef(a[0])
    let size = array.itemSize
    for i in 0..<array.count {
      let item = array.data + i * size
      for k in 0..<(size / 2) { swap(&item[k], &item[size - 1 - k]) }
    }
    return .none
  }

  static func clear(_ a: Args) throws(Raised) -> Value {
    try ArrayRef(a[0]).resize(0)
    return .none
  }

  static func copy(_ a: Args) throws(Raised) -> Value {
    let result = try like(ArrayRef(a[0]), count: 0)
    try appendArray(result, ArrayRef(a[0]))
    return result.value
  }

  static func bufferInfo(_ a: Args) throws(Raised) -> Value {
    let array = ArrayRef(a[0])
    return TupleRef.of(Value(Int(bitPattern: array.data)), Value(array.count)).value
  }

  static func sizeOf(_ a: Args) throws(Raised) -> Value { Value(64 + ArrayRef(a[0]).byteCount) }

  static func classGetItem(_ a: Args) throws(Raised) -> Value {
    GenericAliasRef.make(a[0], a[1])
  }

  // MARK: Conversions

  static func toList(_ a: Args) throws(Raised) -> Value {
    let array = ArrayRef(a[0])
    let list = ListRef.make(capacity: array.count)
    for i in 0..<array.count { list.append(array.get(i)) }
    return list.value
  }

  static func fromList(_ a: Args) throws(Raised) -> Value {
    guard a[1].isList else { throw raise(.typeError, "arg must be list") }
    let array = ArrayRef(a[0])
    let old = array.count
    let list = ListRef(a[1])
    let expected = list.count
    var i = 0
    do throws(Raised) {
      while i < expected {
        try appendItem(array, list[i])
        i += 1
        if list.count != expected {
          throw raise(.runtimeError, "list changed size during iteration")
        }
      }
    } catch {
      array.p.pointee.count = old
      throw error
    }
    return .none
  }

  static func toBytes(_ a: Args) throws(Raised) -> Value {
    let array = ArrayRef(a[0])
    return BytesRef.make(array.data, count: array.byteCount).value
  }

  static func fromBytes(_ a: Args) throws(Raised) -> Value {
    try appendBytes(ArrayRef(a[0]), a[1])
    return .none
  }

  static func toUnicode(_ a: Args) throws(Raised) -> Value {
    let array = ArrayRef(a[0])
    guard array.isUnicode else {
      throw raise(
        .valueError, "tounicode() may only be called on unicode type arrays ('u' or 'w')")
    }
    var out = FormatBuffer()
    let raw = UnsafeRawPointer(array.data)
    for i in 0..<array.count { out.append(raw.load(fromByteOffset: i * 4, as: UInt32.self)) }
    return out.finish().value
  }

  static func fromUnicode(_ a: Args) throws(Raised) -> Value {
    guard a[1].isStr else {
      throw raise(.typeError, "fromunicode() argument must be str, not \(a[1].argumentTypeName)")
    }
    let array = ArrayRef(a[0])
    guard array.isUnicode else {
      throw raise(
        .valueError, "fromunicode() may only be called on unicode type arrays ('u' or 'w')")
    }
    try appendText(array, StrRef(a[1]))
    return .none
  }

  static func toFile(_ a: Args) throws(Raised) -> Value {
    let array = ArrayRef(a[0])
    // In pieces, as the reference implementation writes.
    var at = 0
    while at < array.byteCount {
      let count = min(64 * 1024, array.byteCount - at)
      _ = try Call.method(a[1], "write", BytesRef.make(array.data + at, count: count).value)
      at += count
    }
    return .none
  }

  static func fromFile(_ a: Args) throws(Raised) -> Value {
    let array = ArrayRef(a[0])
    let wanted = try Convert.machineInt(a[2])
    if wanted < 0 { throw raise(.valueError, "negative count") }
    let (size, overflow) = wanted.multipliedReportingOverflow(by: array.itemSize)
    if overflow { throw raise(.memoryError) }
    let bytes = try Call.method(a[1], "read", Value(size))
    guard bytes.isBytes else { throw raise(.typeError, "read() didn't return bytes") }
    try appendBytes(array, bytes)
    if BytesRef(bytes).count != size {
      throw raise(.eofError, "read() didn't return enough bytes")
    }
    return .none
  }
}
