// Strings: immutable, one, two or four bytes a code point by the largest one, hash cached.
//
// Invariants: the width is the smallest that holds the content, so equal strings have equal bytes;
// an interned string is the only interned one of its content and is never freed.

import Glibc

public struct StrLayout {
  public var header: Header
  /// 0 while unknown (a hash of 0 is stored as computed again each time).
  public var hash: Int
  /// Code points.
  public var count: Int
}

@frozen public struct StrRef: TypedRef {
  public let p: UnsafeMutablePointer<StrLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<StrLayout>) { self.p = p }

  /// Bits of `Header.kind`.
  public static let widthMask: UInt8 = 7
  public static let asciiBit: UInt8 = 8
  public static let internedBit: UInt8 = 16
  /// The characters lie in a `TextBuffer`, which the word after the fields points into.
  public static let sharedBit: UInt8 = 32
  /// Made by an addition: the next one expects more.
  static let grownBit: UInt8 = 64
  public static let dataOffset = 24

  @inlinable @inline(__always) public var count: Int { p.pointee.count }
  /// Bytes a code point: 1, 2 or 4.
  @inlinable @inline(__always) public var width: Int {
    Int(p.pointee.header.kind & StrRef.widthMask)
  }
  @inlinable @inline(__always) public var isASCII: Bool {
    p.pointee.header.kind & StrRef.asciiBit != 0
  }
  @inlinable @inline(__always) public var isInterned: Bool {
    p.pointee.header.kind & StrRef.internedBit != 0
  }
  @inlinable @inline(__always) public var data: UnsafeMutableRawPointer {
    p.pointee.header.kind & StrRef.sharedBit == 0
      ? UnsafeMutableRawPointer(p) + StrRef.dataOffset : sharedData
  }
  @usableFromInline var sharedData: UnsafeMutableRawPointer {
    (UnsafeMutableRawPointer(p) + StrRef.dataOffset).load(as: UnsafeMutableRawPointer.self)
  }
  @inlinable @inline(__always) public var bytes: UnsafeMutablePointer<UInt8> {
    data.assumingMemoryBound(to: UInt8.self)
  }
  @inlinable @inline(__always) public var units16: UnsafeMutablePointer<UInt16> {
    data.assumingMemoryBound(to: UInt16.self)
  }
  @inlinable @inline(__always) public var units32: UnsafeMutablePointer<UInt32> {
    data.assumingMemoryBound(to: UInt32.self)
  }
  public var byteCount: Int { count * width }

  /// The code point at `index`.
  @inlinable @inline(__always) public subscript(_ index: Int) -> UInt32 {
    switch width {
    case 1: return UInt32(bytes[index])
    case 2: return UInt32(units16[index])
    default: return units32[index]
    }
  }

  /// Storage for `count` code points of at most `maximum`; the caller fills it completely.
  @inline(__always) public static func make(count: Int, maximum: UInt32) -> StrRef {
    if maximum < 0x80 { return makeASCII(count: count) }
    return make(count: count, maximum: maximum, shape: .of(.str))
  }

  /// Storage for `count` ASCII characters.
  @inline(__always) static func makeASCII(count: Int) -> StrRef {
    let object = Heap.allocate(
      dataOffset + count, Header(shape: .of(.str), kind: 1 | asciiBit))
    let str = StrRef(object)
    str.p.pointee.hash = 0
    str.p.pointee.count = count
    return str
  }

  @inline(never)
  public static func make(count: Int, maximum: UInt32, shape: Shape) -> StrRef {
    let kind = kind(maximum)
    let width = Int(kind & widthMask)
    // The attribute word, and members behind it.
    let words = shape.p.pointee.attributesAt != 0 ? 1 + Int(shape.p.pointee.slotCount) : 0
    let trailing = words != 0 ? 8 + words * 8 : 0
    let object = Heap.allocate(
      dataOffset + count * width + trailing, Header(shape: shape, kind: kind))
    let str = StrRef(object)
    str.p.pointee.hash = 0
    str.p.pointee.count = count
    if words != 0 { str.attributeWord.update(repeating: .absent, count: words) }
    return str
  }

  /// Header bits of a string whose largest code point is of the class of `maximum`.
  @inline(__always) static func kind(_ maximum: UInt32) -> UInt8 {
    maximum < 0x80 ? 1 | asciiBit : maximum < 0x100 ? 1 : maximum < 0x1_0000 ? 2 : 4
  }

  /// Where a subclass's instance keeps its attribute dict.
  var attributeWord: UnsafeMutablePointer<Value> {
    let offset = (StrRef.dataOffset + byteCount + 7) & ~7
    return (UnsafeMutableRawPointer(p) + offset).assumingMemoryBound(to: Value.self)
  }

  public static var empty: StrRef { StrRef(Singletons.emptyStr) }

  /// The one-character string of a code point; Latin-1 ones are shared.
  @inline(__always) public static func character(_ codePoint: UInt32) -> Value {
    if codePoint < 256 { return Singletons.latin1[Int(codePoint)] }
    return wideCharacter(codePoint)
  }

  private static func wideCharacter(_ codePoint: UInt32) -> Value {
    let str = make(count: 1, maximum: codePoint)
    str.write(codePoint, at: 0)
    return str.value
  }

  /// Writes one code point of a string under construction.
  @inline(__always) public func write(_ codePoint: UInt32, at index: Int) {
    switch width {
    case 1: bytes[index] = UInt8(truncatingIfNeeded: codePoint)
    case 2: units16[index] = UInt16(truncatingIfNeeded: codePoint)
    default: units32[index] = codePoint
    }
  }

  /// A string of Latin-1 (or ASCII) bytes.
  public static func latin1(_ source: UnsafePointer<UInt8>, count: Int) -> StrRef {
    if count == 0 { return empty }
    if count == 1 { return StrRef(character(UInt32(source[0]))) }
    let isASCII = allASCII(source, count)
    let str = make(count: count, maximum: isASCII ? 0x7F : 0xFF)
    memcpy(UnsafeMutableRawPointer(str.p) + dataOffset, source, count)
    return str
  }

  /// A string of bytes that are known to be ASCII.
  @inline(__always) static func ascii(_ source: UnsafePointer<UInt8>, count: Int) -> StrRef {
    if count <= 1 { return latin1(source, count: count) }
    let str = makeASCII(count: count)
    memcpy(UnsafeMutableRawPointer(str.p) + dataOffset, source, count)
    return str
  }

  public static func allASCII(_ source: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    let raw = UnsafeRawPointer(source)
    if count < 8 { return allASCIIShort(raw, count) }
    var index = 0
    while index + 8 <= count {
      if raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 {
        return false
      }
      index += 8
    }
    // The last eight bytes, some of them again.
    let last = raw.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
    return last & 0x8080_8080_8080_8080 == 0
  }

  @inline(__always)
  private static func allASCIIShort(_ raw: UnsafeRawPointer, _ count: Int) -> Bool {
    if count >= 4 {
      let first = raw.loadUnaligned(as: UInt32.self)
      let last = raw.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
      return (first | last) & 0x8080_8080 == 0
    }
    var all: UInt8 = 0
    for index in 0..<count { all |= raw.load(fromByteOffset: index, as: UInt8.self) }
    return all < 0x80
  }

  /// A string of code points, in the narrowest width.
  public static func codePoints(_ source: UnsafePointer<UInt32>, count: Int) -> StrRef {
    if count == 0 { return empty }
    var maximum: UInt32 = 0
    for i in 0..<count { maximum |= source[i] }
    if count == 1 { return StrRef(character(source[0])) }
    // The bitwise or has the same width class as the maximum, but for 0x110000 and up.
    let str = make(count: count, maximum: maximum)
    for i in 0..<count { str.write(source[i], at: i) }
    return str
  }

  /// A string of UTF-8 that is known to be valid, surrogates as three bytes allowed.
  public static func utf8(_ source: UnsafePointer<UInt8>, count: Int) -> StrRef {
    if allASCII(source, count) { return latin1(source, count: count) }
    var length = 0
    var maximum: UInt32 = 0
    forEachCodePoint(source, count) { codePoint in
      length += 1
      maximum |= codePoint
    }
    if length == 1 { return StrRef(character(maximum)) }
    let str = make(count: length, maximum: maximum)
    var index = 0
    forEachCodePoint(source, count) { codePoint in
      str.write(codePoint, at: index)
      index += 1
    }
    return str
  }

  @inline(__always)
  private static func forEachCodePoint(
    _ source: UnsafePointer<UInt8>, _ count: Int, _ action: (UInt32) -> Void
  ) {
    var index = 0
    while index < count {
      let first = UInt32(source[index])
      let size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
      var codePoint = size == 1 ? first : first & (0xFF >> UInt32(size + 1))
      for k in 1..<max(size, 1) where index + k < count {
        codePoint = codePoint << 6 | UInt32(source[index + k] & 0x3F)
      }
      action(codePoint)
      index += size
    }
  }

  public static func make(_ text: String) -> StrRef {
    var copy = text
    return copy.withUTF8 { utf8($0.baseAddress ?? UnsafePointer(bitPattern: 8)!, count: $0.count) }
  }

  public static func make(_ bytes: [UInt8]) -> StrRef {
    bytes.withUnsafeBufferPointer {
      utf8($0.baseAddress ?? UnsafePointer(bitPattern: 8)!, count: $0.count)
    }
  }

  /// A part of this string.
  public func slice(_ start: Int, _ end: Int) -> StrRef {
    let length = end - start
    if length <= 0 { return .empty }
    if length == count, p.pointee.header.shapeID == Shape.of(.str).id { return self }
    if length == 1 { return StrRef(StrRef.character(self[start])) }
    if isASCII {
      let str = StrRef.makeASCII(count: length)
      let source = UnsafeRawPointer(bytes + start)
      let target = UnsafeMutableRawPointer(str.p) + StrRef.dataOffset
      if length > 32 {
        memcpy(target, source, length)
        return str
      }
      // By words: a cell has room for whole ones, and what is read too much lies in the heap.
      var at = 0
      repeat {
        target.storeBytes(
          of: source.loadUnaligned(fromByteOffset: at, as: UInt64.self), toByteOffset: at,
          as: UInt64.self)
        at &+= 8
      } while at < length
      return str
    }
    return sliceWide(start, end)
  }

  @inline(never) private func sliceWide(_ start: Int, _ end: Int) -> StrRef {
    let length = end - start
    switch width {
    case 1: return .latin1(bytes + start, count: length)
    default:
      var maximum: UInt32 = 0
      for i in start..<end { maximum |= self[i] }
      let str = StrRef.make(count: length, maximum: maximum)
      str.copy(from: self, start, length, to: 0)
      return str
    }
  }

  /// Copies code points of another string into this one, which is under construction.
  @inline(__always)
  public func copy(from other: StrRef, _ start: Int, _ length: Int, to position: Int) {
    if width == other.width {
      memcpy(data + position * width, other.data + start * width, length * width)
    } else {
      for i in 0..<length { write(other[start + i], at: position + i) }
    }
  }

  /// Largest code point class: what `make(maximum:)` needs to hold this string's content.
  @inlinable @inline(__always) public var maximumClass: UInt32 {
    isASCII ? 0x7F : width == 1 ? 0xFF : width == 2 ? 0xFFFF : 0x10_FFFF
  }

  /// `lhs + rhs`.
  ///
  /// - Throws: MemoryError for a text that is too long.
  static func add(_ lhs: StrRef, _ rhs: StrRef) throws(Raised) -> StrRef {
    let count = lhs.count + rhs.count
    // Twice: texts that grow get room to grow further.
    if count >= 1 << 20 { try Heap.requireRoom(count * 2) }
    return concatenate(lhs, rhs)
  }

  public static func concatenate(_ lhs: StrRef, _ rhs: StrRef) -> StrRef {
    if lhs.count == 0, rhs.p.pointee.header.shapeID == Shape.of(.str).id { return rhs }
    if rhs.count == 0, lhs.p.pointee.header.shapeID == Shape.of(.str).id { return lhs }
    if lhs.p.pointee.header.kind & (grownBit | sharedBit) != 0,
      lhs.count >= TextBuffer.minimumLength
    {
      return TextBuffer.append(lhs, rhs)
    }
    let str = make(
      count: lhs.count + rhs.count, maximum: max(lhs.maximumClass, rhs.maximumClass))
    str.copy(from: lhs, 0, lhs.count, to: 0)
    str.copy(from: rhs, 0, rhs.count, to: lhs.count)
    str.p.pointee.header.kind |= grownBit
    return str
  }

  @inline(__always) public func isEqual(_ other: StrRef) -> Bool {
    if p == other.p { return true }
    if count != other.count || width != other.width { return false }
    return hasSameUnits(other)
  }

  /// Two texts of the same count and width. Of single bytes behind the fields, the first eight, which cells
  /// always have room for, decide most of the time.
  public func hasSameUnits(_ other: StrRef) -> Bool {
    if (p.pointee.header.kind | other.p.pointee.header.kind) & (6 | StrRef.sharedBit) == 0 {
      let a = UnsafeRawPointer(p) + StrRef.dataOffset
      let b = UnsafeRawPointer(other.p) + StrRef.dataOffset
      let difference = a.load(as: UInt64.self) ^ b.load(as: UInt64.self)
      if count <= 8 { return count == 0 || difference << UInt64(64 &- 8 &* count) == 0 }
      if difference != 0 { return false }
    }
    return memcmp(data, other.data, byteCount) == 0
  }

  /// Whether the content is this ASCII text.
  public func isEqual(_ text: StaticString) -> Bool {
    count == text.utf8CodeUnitCount && width == 1 && memcmp(data, text.utf8Start, count) == 0
  }

  /// Negative, zero or positive by code points.
  public func compare(_ other: StrRef) -> Int {
    let common = min(count, other.count)
    if (p.pointee.header.kind | other.p.pointee.header.kind) & (6 | StrRef.sharedBit) == 0 {
      return compareNarrow(other, common)
    }
    if width == 1, other.width == 1 {
      let order = memcmp(data, other.data, common)
      return order != 0 ? Int(order) : count - other.count
    }
    for i in 0..<common where self[i] != other[i] {
      return self[i] < other[i] ? -1 : 1
    }
    return count - other.count
  }

  /// Of single bytes behind the fields: the first eight, which cells always have room for, decide
  /// most of the time.
  @inline(__always) private func compareNarrow(_ other: StrRef, _ common: Int) -> Int {
    let a = UnsafeRawPointer(p) + StrRef.dataOffset
    let b = UnsafeRawPointer(other.p) + StrRef.dataOffset
    let x = a.load(as: UInt64.self).byteSwapped
    let y = b.load(as: UInt64.self).byteSwapped
    if x != y, (x ^ y).leadingZeroBitCount >> 3 < common { return x < y ? -1 : 1 }
    if common > 8 {
      let order = memcmp(a + 8, b + 8, common &- 8)
      if order != 0 { return Int(order) }
    }
    return count - other.count
  }

  /// The content for messages and the system; lone surrogates become U+FFFD.
  public var text: String {
    if isASCII {
      return String(unsafeUninitializedCapacity: count) { buffer in
        memcpy(buffer.baseAddress!, bytes, count)
        return count
      }
    }
    return String(decoding: utf8Bytes(), as: UTF8.self)
  }

  /// UTF-8 with lone surrogates as their three bytes.
  public func utf8Bytes() -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(count + 8)
    for i in 0..<count { StrRef.encodeUTF8(self[i], into: &out) }
    return out
  }

  @inline(__always) public static func encodeUTF8(_ c: UInt32, into out: inout [UInt8]) {
    if c < 0x80 {
      out.append(UInt8(c))
    } else if c < 0x800 {
      out.append(UInt8(0xC0 | c >> 6))
      out.append(UInt8(0x80 | c & 0x3F))
    } else if c < 0x1_0000 {
      out.append(UInt8(0xE0 | c >> 12))
      out.append(UInt8(0x80 | c >> 6 & 0x3F))
      out.append(UInt8(0x80 | c & 0x3F))
    } else {
      out.append(UInt8(0xF0 | c >> 18))
      out.append(UInt8(0x80 | c >> 12 & 0x3F))
      out.append(UInt8(0x80 | c >> 6 & 0x3F))
      out.append(UInt8(0x80 | c & 0x3F))
    }
  }

  /// Hash of the content, the same for equal strings of any type.
  @inline(__always) public var hash: Int {
    let cached = p.pointee.hash
    if cached != 0 { return cached }
    return computeHash()
  }

  @inline(never) private func computeHash() -> Int {
    if count == 0 { return 0 }
    let hash = StringHash.hash(data, byteCount)
    p.pointee.hash = hash
    return hash
  }
}

extension Value {
  /// A Python str of this text.
  public init(_ text: String) { self = StrRef.make(text).value }
}

extension StrRef {
  /// What the language takes as a name, keywords included.
  var isIdentifier: Bool {
    if count == 0 { return false }
    for i in 0..<count {
      let c = self[i]
      let fits: Bool
      if c < 0x80 {
        fits = (c | 0x20) &- 0x61 < 26 || c == 0x5F || (i > 0 && c &- 0x30 < 10)
      } else {
        fits = UnicodeData.has(
          c, i == 0 ? UnicodeTable.identifierStart : UnicodeTable.identifierContinue)
      }
      if !fits { return false }
    }
    return true
  }
}
