// The table of interned strings: names, so that namespaces compare keys by address.
// Interned strings live forever.

import Glibc

public enum Interning {
  nonisolated(unsafe) private static var memory: UnsafeMutablePointer<UInt64>?
  nonisolated(unsafe) private static var mask = -1
  nonisolated(unsafe) private static var count = 0

  private static var table: UnsafeMutablePointer<UInt64> {
    @inline(__always) get { memory.unsafelyUnwrapped }
  }

  /// The interned string equal to `str`, which becomes it if it is the first of its content.
  public static func intern(_ str: StrRef) -> Value {
    if str.isInterned { return str.value }
    if count * 2 > mask { grow() }
    var index = str.hash & mask
    while table[index] != 0 {
      let candidate = StrRef(Value(bits: table[index]))
      if candidate.hash == str.hash, candidate.isEqual(str) { return candidate.value }
      index = (index + 1) & mask
    }
    // An instance of a subclass must not become what names mean.
    let own = str.p.pointee.header.shapeID == Shape.of(.str).id ? str : copy(str)
    own.p.pointee.header.kind |= StrRef.internedBit
    table[index] = own.value.bits
    count += 1
    Heap.makeImmortal(own.object)
    return own.value
  }

  private static func copy(_ str: StrRef) -> StrRef {
    let copy = StrRef.make(count: str.count, maximum: str.maximumClass)
    copy.copy(from: str, 0, str.count, to: 0)
    return copy
  }

  public static func intern(_ value: Value) -> Value { intern(StrRef(value)) }

  public static func intern(_ text: String) -> Value {
    var copy = text
    return copy.withUTF8 { intern($0) }
  }

  /// The interned string of UTF-8 text. Most text that is interned this way was interned before:
  /// ASCII is looked for without making a string of it.
  public static func intern(_ text: UnsafeBufferPointer<UInt8>) -> Value {
    guard let bytes = text.baseAddress else { return intern(StrRef.empty) }
    // Empty strings and strings of one character are shared objects of their own.
    if text.count < 2 || count == 0 || !StrRef.allASCII(bytes, text.count) {
      return intern(StrRef.utf8(bytes, count: text.count))
    }
    if count * 2 > mask { grow() }
    let hash = StringHash.hash(bytes, text.count)
    var index = hash & mask
    while table[index] != 0 {
      let candidate = StrRef(Value(bits: table[index]))
      if candidate.hash == hash, candidate.isASCII, candidate.count == text.count,
        memcmp(candidate.bytes, bytes, text.count) == 0
      {
        return candidate.value
      }
      index = (index + 1) & mask
    }
    let own = StrRef.ascii(bytes, count: text.count)
    own.p.pointee.hash = hash
    own.p.pointee.header.kind |= StrRef.internedBit
    table[index] = own.value.bits
    count += 1
    Heap.makeImmortalLeaf(own.object)
    return own.value
  }

  private static func grow() {
    // Half of the first table is filled by every start.
    let size = max(8192, (mask + 1) * 2)
    let larger = UnsafeMutablePointer<UInt64>.allocate(capacity: size)
    larger.initialize(repeating: 0, count: size)
    for i in 0..<(mask + 1) where table[i] != 0 {
      var index = StrRef(Value(bits: table[i])).hash & (size - 1)
      while larger[index] != 0 { index = (index + 1) & (size - 1) }
      larger[index] = table[i]
    }
    memory?.deallocate()
    memory = larger
    mask = size - 1
  }

  /// For the collector: every interned string.
  static func forEach(_ body: (Value) -> Void) {
    for i in 0..<(mask + 1) where table[i] != 0 { body(Value(bits: table[i])) }
  }
}
