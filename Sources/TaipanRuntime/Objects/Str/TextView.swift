// Code points or bytes in memory, whoever owns them: what str, bytes and bytearray search and split by.

import CTaipan
import Glibc

/// A run of code units of 1, 2 or 4 bytes; the owner must be kept alive by the caller.
@frozen public struct TextView {
  public let base: UnsafeRawPointer
  public let count: Int
  public let width: Int

  @inline(__always) public init(base: UnsafeRawPointer, count: Int, width: Int) {
    self.base = base
    self.count = count
    self.width = width
  }
  @inline(__always) public init(_ str: StrRef) {
    self.init(base: UnsafeRawPointer(str.data), count: str.count, width: str.width)
  }
  @inline(__always) public init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.init(
      base: UnsafeRawPointer(bytes.baseAddress ?? UnsafePointer(bitPattern: 16).unsafelyUnwrapped),
      count: bytes.count, width: 1)
  }

  @inline(__always) public var bytes: UnsafePointer<UInt8> {
    base.assumingMemoryBound(to: UInt8.self)
  }

  @inline(__always) public subscript(_ index: Int) -> UInt32 {
    switch width {
    case 1: return UInt32(base.load(fromByteOffset: index, as: UInt8.self))
    case 2: return UInt32(base.load(fromByteOffset: index * 2, as: UInt16.self))
    default: return base.load(fromByteOffset: index * 4, as: UInt32.self)
    }
  }

  /// Whether `other` lies at `position`, which has room for it.
  func matches(_ other: TextView, at position: Int) -> Bool {
    if width == other.width {
      return memcmp(base + position * width, other.base, other.count * width) == 0
    }
    for i in 0..<other.count where self[position + i] != other[i] { return false }
    return true
  }

  /// The first place of `needle` within start…end; nil if none.
  public func find(_ needle: TextView, _ start: Int, _ end: Int) -> Int? {
    let room = end - start
    if room < needle.count || start > end { return nil }
    if needle.count == 0 { return start }
    if needle.count == 1 { return find(needle[0], start, end) }
    if needle.width == width { return findSame(needle, start, end) }
    // A needle wider than the text holds a code point that the text cannot.
    if needle.width > width { return nil }
    return withUnsafeTemporaryAllocation(byteCount: needle.count * width, alignment: 4) { wide in
      for i in 0..<needle.count {
        if width == 2 {
          wide.storeBytes(of: UInt16(needle[i]), toByteOffset: i * 2, as: UInt16.self)
        } else {
          wide.storeBytes(of: needle[i], toByteOffset: i * 4, as: UInt32.self)
        }
      }
      let same = TextView(
        base: UnsafeRawPointer(wide.baseAddress!), count: needle.count, width: width)
      return findSame(same, start, end)
    }
  }

  private func findSame(_ needle: TextView, _ start: Int, _ end: Int) -> Int? {
    if width != 1 { return findByTable(needle, start, end) }
    guard let hit = taipan_find(base + start, end - start, needle.base, needle.count) else {
      return nil
    }
    return UnsafeRawPointer(hit) - base
  }

  /// `memmem` is linear; of wider units it may hit between two.
  private func findByTable(_ needle: TextView, _ start: Int, _ end: Int) -> Int? {
    var from = start * width
    let stop = end * width
    while from < stop {
      guard let hit = taipan_memmem(base + from, stop - from, needle.base, needle.count * width)
      else {
        return nil
      }
      let offset = UnsafeRawPointer(hit) - base
      if offset % width == 0 { return offset / width }
      from = offset + 1
    }
    return nil
  }

  func find(_ c: UInt32, _ start: Int, _ end: Int) -> Int? {
    if start >= end { return nil }
    switch width {
    case 1:
      if c > 0xFF { return nil }
      guard let hit = memchr(base + start, Int32(c), end - start) else { return nil }
      return UnsafeRawPointer(hit) - base
    case 2:
      if c > 0xFFFF { return nil }
      let units = base.assumingMemoryBound(to: UInt16.self)
      let unit = UInt16(c)
      for i in start..<end where units[i] == unit { return i }
    default:
      let units = base.assumingMemoryBound(to: UInt32.self)
      for i in start..<end where units[i] == c { return i }
    }
    return nil
  }

  /// The last place of `needle` within start…end; nil if none.
  public func findLast(_ needle: TextView, _ start: Int, _ end: Int) -> Int? {
    if end - start < needle.count || start > end { return nil }
    if needle.count == 0 { return end }
    if needle.width > width { return nil }
    let first = needle[0]
    var i = end - needle.count
    while i >= start {
      if self[i] == first, matches(needle, at: i) { return i }
      i -= 1
    }
    return nil
  }

  /// Number of places without overlap.
  public func occurrences(_ needle: TextView, _ start: Int, _ end: Int, limit: Int = .max) -> Int {
    if start > end { return 0 }
    if needle.count == 0 { return min(limit, end - start + 1) }
    if needle.count == 1, width == 1 {
      let c = needle[0]
      if c > 0xFF { return 0 }
      let unit = UInt8(truncatingIfNeeded: c)
      guard let first = find(c, start, end) else { return 0 }
      var found = 0
      let p = bytes
      for i in first..<end { found &+= p[i] == unit ? 1 : 0 }
      return min(found, limit)
    }
    if width == 1 {
      if needle.width != 1 || end - start < needle.count { return 0 }
      return Int(
        taipan_count(base + start, end - start, needle.base, needle.count, max(0, limit)))
    }
    var found = 0
    var from = start
    while found < limit, let hit = find(needle, from, end) {
      found += 1
      from = hit + needle.count
    }
    return found
  }
}

// MARK: Splitting

extension TextView {
  /// Calls `emit` with the bounds of each word.
  @inline(__always)
  func splitWords(
    limit: Int, _ isSpace: (UInt32) -> Bool, _ emit: (Int, Int) -> Void
  ) {
    var i = 0
    var left = limit
    while true {
      while i < count, isSpace(self[i]) { i += 1 }
      if i >= count { return }
      if left == 0 { break }
      left -= 1
      let start = i
      while i < count, !isSpace(self[i]) { i += 1 }
      emit(start, i)
    }
    // What is left keeps the space at its end.
    emit(i, count)
  }

  /// The same from the right: words come last first.
  func splitWordsReversed(
    limit: Int, _ isSpace: (UInt32) -> Bool, _ emit: (Int, Int) -> Void
  ) {
    var i = count
    var left = limit
    while true {
      while i > 0, isSpace(self[i - 1]) { i -= 1 }
      if i == 0 { return }
      if left == 0 { break }
      left -= 1
      let end = i
      while i > 0, !isSpace(self[i - 1]) { i -= 1 }
      emit(i, end)
    }
    emit(0, i)
  }

  @inline(__always)
  func split(_ separator: TextView, limit: Int, _ emit: (Int, Int) -> Void) {
    var from = 0
    var left = limit
    while left != 0, let hit = find(separator, from, count) {
      emit(from, hit)
      from = hit + separator.count
      left -= 1
    }
    emit(from, count)
  }

  func splitReversed(_ separator: TextView, limit: Int, _ emit: (Int, Int) -> Void) {
    var end = count
    var left = limit
    while left != 0, let hit = findLast(separator, 0, end) {
      emit(hit + separator.count, end)
      end = hit
      left -= 1
    }
    emit(0, end)
  }

  /// Lines; `isBreak` says what ends one, CR LF counts as one end.
  @inline(__always)
  func splitLines(keepEnds: Bool, _ isBreak: (UInt32) -> Bool, _ emit: (Int, Int) -> Void) {
    var i = 0
    while i < count {
      let start = i
      while i < count, !isBreak(self[i]) { i += 1 }
      var end = i
      if i < count {
        i += self[i] == 0x0D && i + 1 < count && self[i + 1] == 0x0A ? 2 : 1
        if keepEnds { end = i }
      }
      emit(start, end)
    }
  }

  /// Whether a line of text ends here, by Unicode's rules.
  @inline(__always) static func isLineBreak(_ c: UInt32) -> Bool {
    if c < 0x80 { return (c >= 0x0A && c <= 0x0D) || (c >= 0x1C && c <= 0x1E) }
    return c == 0x85 || c == 0x2028 || c == 0x2029
  }
  @inline(__always) static func isByteLineBreak(_ c: UInt32) -> Bool { c == 0x0A || c == 0x0D }
  /// White space of bytes.
  @inline(__always) static func isByteSpace(_ c: UInt32) -> Bool {
    c == 0x20 || (c >= 9 && c <= 13)
  }
}
