// The table of interned strings: names, so that namespaces compare keys by address.
// Interned strings live forever.
//
// The table has a hash of its own, which takes fewer instructions than that of strings: what is looked for is
// mostly there, or is never a key of a dict. Its upper 21 bits lie in an entry above the address, which is one of
// 47 bits whose last four are zero. They say where in the table an entry belongs, too: a larger table is made
// without looking at the strings, most of which are in no cache of the processor.
//
// Behind the table is that of a library image (`LibraryImage`), which nothing is added to: a string that is found
// there is the interned one of its content, and goes to the table.

import Glibc

public enum Interning {
  nonisolated(unsafe) private static var memory: UnsafeMutablePointer<UInt64>?
  nonisolated(unsafe) private static var mask = -1
  /// By which a hash is shifted for the place in the table.
  nonisolated(unsafe) private static var shift: UInt64 = 63
  /// Strings in the table: those of images count once they were asked for.
  nonisolated(unsafe) public private(set) static var count = 0
  /// Random, from when the table is made.
  nonisolated(unsafe) private static var key: UInt64 = 0

  private static var table: UnsafeMutablePointer<UInt64> {
    @inline(__always) get { memory.unsafelyUnwrapped }
  }

  nonisolated(unsafe) private static var library: UnsafePointer<UInt64>?
  nonisolated(unsafe) private static var libraryMask = -1
  nonisolated(unsafe) private static var libraryShift: UInt64 = 63

  private static let addressBits: UInt64 = 43

  @inline(__always) private static func str(_ entry: UInt64) -> StrRef {
    StrRef(Value(bits: (entry & (1 << addressBits - 1)) << 4))
  }

  @inline(__always) private static func entry(_ bits: UInt64, _ hash: UInt64) -> UInt64 {
    bits >> 4 | (hash >> addressBits) << addressBits
  }

  @inline(__always) private static func place(_ hash: UInt64) -> Int {
    Int(truncatingIfNeeded: hash >> shift)
  }

  /// The shift of a table of `size` places, a power of two.
  @inline(__always) static func shift(ofSize size: Int) -> UInt64 {
    UInt64(64 - size.trailingZeroBitCount)
  }

  /// Whether an entry may be a string of this hash.
  @inline(__always) private static func mayBe(_ entry: UInt64, _ hash: UInt64) -> Bool {
    (entry ^ hash) >> addressBits == 0
  }

  /// The interned string equal to `str`, which becomes it if it is the first of its content.
  public static func intern(_ str: StrRef) -> Value {
    if str.isInterned { return str.value }
    if count * 2 > mask { grow() }
    let hash = hash(str)
    var index = place(hash)
    while table[index] != 0 {
      if mayBe(table[index], hash) {
        let candidate = Self.str(table[index])
        if candidate.isEqual(str) { return candidate.value }
      }
      index = (index + 1) & mask
    }
    if library != nil,
      let found = inLibrary(hash, where: { candidate in candidate.isEqual(str) })
    {
      put(found, hash, at: index)
      return found.value
    }
    // An instance of a subclass must not become what names mean.
    let own = str.p.pointee.header.shapeID == Shape.of(.str).id ? str : copy(str)
    own.p.pointee.header.kind |= StrRef.internedBit
    put(own, hash, at: index)
    Heap.makeImmortal(own.object)
    return own.value
  }

  @inline(__always) private static func put(_ str: StrRef, _ hash: UInt64, at index: Int) {
    table[index] = entry(str.value.bits, hash)
    count += 1
  }

  @inline(__always)
  private static func inLibrary(_ hash: UInt64, where isWanted: (StrRef) -> Bool) -> StrRef? {
    guard let library else { return nil }
    var index = Int(truncatingIfNeeded: hash >> libraryShift)
    while library[index] != 0 {
      if mayBe(library[index], hash), isWanted(str(library[index])) { return str(library[index]) }
      index = (index + 1) & libraryMask
    }
    return nil
  }

  private static func isASCII(
    _ candidate: StrRef, equalTo bytes: UnsafePointer<UInt8>, _ count: Int
  ) -> Bool {
    candidate.isASCII && candidate.count == count && areEqual(candidate.bytes, bytes, count)
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
    if text.count < 2 || count == 0 { return intern(StrRef.utf8(bytes, count: text.count)) }
    if count * 2 > mask { grow() }
    let hash = hash(bytes, text.count)
    var index = place(hash)
    while table[index] != 0 {
      if mayBe(table[index], hash), isASCII(str(table[index]), equalTo: bytes, text.count) {
        return str(table[index]).value
      }
      index = (index + 1) & mask
    }
    if library != nil,
      let found = inLibrary(hash, where: { isASCII($0, equalTo: bytes, text.count) })
    {
      put(found, hash, at: index)
      return found.value
    }
    if !StrRef.allASCII(bytes, text.count) {
      return intern(StrRef.utf8(bytes, count: text.count))
    }
    let own = StrRef.ascii(bytes, count: text.count)
    own.p.pointee.header.kind |= StrRef.internedBit
    put(own, hash, at: index)
    Heap.makeImmortalLeaf(own.object)
    return own.value
  }

  /// Uses the table of a start image.
  static func adopt(
    _ table: UnsafeMutablePointer<UInt64>, size: Int, count: Int, key: UInt64
  ) {
    memory = table
    mask = size - 1
    shift = shift(ofSize: size)
    Self.count = count
    Self.key = key
  }

  /// Uses the table of a library image, which was made with the key of the start image.
  static func adoptLibrary(_ table: UnsafePointer<UInt64>, size: Int) {
    library = table
    libraryMask = size - 1
    libraryShift = shift(ofSize: size)
  }

  /// The key of the table.
  static var currentKey: UInt64 { key }

  /// What a table with another key has for a string that will lie elsewhere, and the hash.
  static func entry(_ str: StrRef, at place: Value, _ key: UInt64) -> (entry: UInt64, hash: UInt64)
  {
    let hash = hash(str.data, str.byteCount, key)
    return (entry(place.bits, hash), hash)
  }

  private static func grow() {
    if memory == nil { key = StringHash.random }
    // Half of the first table is filled by every start.
    let size = max(8192, (mask + 1) * 2)
    // Pages that are zero already are not written to.
    guard let zeroed = calloc(size, MemoryLayout<UInt64>.size) else {
      fatalError("Taipan: out of memory")
    }
    let larger = zeroed.bindMemory(to: UInt64.self, capacity: size)
    let newShift = shift(ofSize: size)
    for i in 0..<(mask + 1) where table[i] != 0 {
      let hash = newShift >= addressBits ? table[i] : hash(str(table[i]))
      var index = Int(truncatingIfNeeded: hash >> newShift)
      while larger[index] != 0 { index = (index + 1) & (size - 1) }
      larger[index] = table[i]
    }
    if let memory, !CodeImage.contains(UInt(bitPattern: memory)) { free(memory) }
    memory = larger
    mask = size - 1
    shift = newShift
  }

  /// For the collector: every interned string.
  static func forEach(_ body: (Value) -> Void) {
    for i in 0..<(mask + 1) where table[i] != 0 { body(str(table[i]).value) }
  }

  // MARK: The hash

  @inline(__always) private static func hash(_ str: StrRef) -> UInt64 {
    hash(str.data, str.byteCount)
  }

  /// The first and the last bytes, eight each at most: all there are of up to 16.
  @inline(__always)
  private static func ends(_ data: UnsafeRawPointer, _ count: Int) -> (UInt64, UInt64) {
    if count >= 8 {
      return (
        data.loadUnaligned(as: UInt64.self),
        data.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
      )
    }
    if count >= 4 {
      return (
        UInt64(data.loadUnaligned(as: UInt32.self)),
        UInt64(data.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self))
      )
    }
    if count == 0 { return (0, 0) }
    let outer = UInt64(data.load(as: UInt8.self)) << 8
    let last = UInt64(data.load(fromByteOffset: count - 1, as: UInt8.self))
    return (outer | UInt64(data.load(fromByteOffset: count >> 1, as: UInt8.self)), last)
  }

  @inline(__always)
  private static func areEqual(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ count: Int) -> Bool {
    if count > 16 { return memcmp(a, b, count) == 0 }
    return ends(a, count) == ends(b, count)
  }

  /// Products of 128 bits whose halves are combined, keyed (the way of wyhash; Wang Yi 2019).
  @inline(__always)
  private static func hash(_ data: UnsafeRawPointer, _ count: Int) -> UInt64 {
    hash(data, count, key)
  }

  @inline(__always)
  private static func hash(_ data: UnsafeRawPointer, _ count: Int, _ key: UInt64) -> UInt64 {
    var state = key ^ UInt64(truncatingIfNeeded: count)
    var index = 0
    while index + 16 < count {
      state = folded(
        data.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ key,
        data.loadUnaligned(fromByteOffset: index + 8, as: UInt64.self) ^ state)
      index += 16
    }
    let (first, last) = ends(data + index, count - index)
    return folded(folded(first ^ key, last ^ state) ^ 0x9E37_79B9_7F4A_7C15, key)
  }

  @inline(__always) private static func folded(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }
}
