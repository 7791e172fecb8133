// Text under construction: Latin-1 until a wider code point comes.

import Glibc

/// A growing text of code points in memory of its own. Holds no Python values, so it may live anywhere.
public struct FormatBuffer: ~Copyable {
  private var base: UnsafeMutablePointer<UInt8>
  public private(set) var count = 0
  private var capacity: Int
  /// Whether `base` holds 32-bit code points instead of bytes.
  private var isWide = false

  /// Memory of buffers that ended, for the next ones: a list by the first word of each.
  nonisolated(unsafe) private static var spare: UnsafeMutablePointer<UInt8>?
  private static let firstCapacity = 248

  public init() {
    capacity = FormatBuffer.firstCapacity
    if let spare = FormatBuffer.spare {
      base = spare
      FormatBuffer.spare = UnsafeRawPointer(spare).load(as: UnsafeMutablePointer<UInt8>?.self)
    } else {
      base = .allocate(capacity: FormatBuffer.firstCapacity)
    }
  }

  deinit {
    if capacity == FormatBuffer.firstCapacity, !isWide {
      UnsafeMutableRawPointer(base).storeBytes(
        of: FormatBuffer.spare, as: UnsafeMutablePointer<UInt8>?.self)
      FormatBuffer.spare = base
    } else {
      base.deallocate()
    }
  }

  /// Whether all of it is ASCII or Latin-1, and where it lies until the next change.
  var narrow: UnsafeMutableBufferPointer<UInt8>? {
    isWide ? nil : UnsafeMutableBufferPointer(start: base, count: count)
  }

  /// Room for `room` bytes behind the content, which `fill` writes and tells how many it wrote. Only
  /// for buffers without wide content.
  @inline(__always)
  mutating func appendBytes(
    room: Int, _ fill: (UnsafeMutablePointer<UInt8>) -> Int
  ) {
    makeRoom(room)
    count &+= fill(base + count)
  }

  /// Drops the content from `newCount` on.
  mutating func truncate(_ newCount: Int) { count = newCount }

  /// Removes `length` characters at `start`, from text without wide content.
  mutating func removeNarrow(_ start: Int, _ length: Int) {
    memmove(base + start, base + start + length, count - start - length)
    count -= length
  }

  private var points: UnsafeMutablePointer<UInt32> {
    UnsafeMutableRawPointer(base).assumingMemoryBound(to: UInt32.self)
  }

  public mutating func reserve(_ n: Int) {
    if n > capacity { resize(n) }
  }

  @inline(__always) private mutating func makeRoom(_ extra: Int) {
    if count &+ extra > capacity { grow(extra) }
  }

  /// Long texts grow by a quarter: the memory of the old one is still there.
  @inline(never) private mutating func grow(_ extra: Int) {
    resize(max(capacity + (capacity < 1 << 20 ? capacity : capacity >> 2), count + extra))
  }

  /// Whether a text of `length` characters can be made; asked before a program's own widths are used.
  ///
  /// - Parameter fill: what most of the characters are.
  /// - Throws: MemoryError.
  @inline(__always)
  static func requireRoom(_ length: Int, fill: UInt32 = 0x20) throws(Raised) {
    if length > 1 << 20 { try requireMuchRoom(length, isWide: fill > 0xFF) }
  }

  /// Besides the string there is its text in one buffer, and once more in the one that it is a part of.
  @inline(never)
  private static func requireMuchRoom(_ length: Int, isWide: Bool) throws(Raised) {
    if length > 1 << 40 { throw raise(.memoryError) }
    try Heap.requireRoom(isWide ? length * 4 : length)
    // A buffer that becomes wide holds both forms for a while.
    let size = isWide ? length * 10 : length * 2
    let memory = mmap(
      nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let memory, memory != MAP_FAILED else { throw raise(.memoryError) }
    munmap(memory, size)
  }

  @inline(never) private mutating func resize(_ capacity: Int) {
    let size = isWide ? 4 : 1
    let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity * size, alignment: 8)
      .assumingMemoryBound(to: UInt8.self)
    memcpy(larger, base, count * size)
    base.deallocate()
    base = larger
    self.capacity = capacity
  }

  @inline(never) private mutating func widen() {
    let wide = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
    for i in 0..<count { wide[i] = UInt32(base[i]) }
    base.deallocate()
    base = UnsafeMutableRawPointer(wide).assumingMemoryBound(to: UInt8.self)
    isWide = true
  }

  @inline(__always) public mutating func append(_ codePoint: UInt32) {
    makeRoom(1)
    if !isWide {
      if codePoint < 0x100 {
        base[count] = UInt8(truncatingIfNeeded: codePoint)
        count &+= 1
        return
      }
      widen()
    }
    points[count] = codePoint
    count &+= 1
  }

  public mutating func append(_ codePoint: UInt32, times: Int) {
    if times <= 0 { return }
    makeRoom(times)
    if !isWide, codePoint < 0x100 {
      memset(base + count, Int32(codePoint), times)
    } else {
      if !isWide { widen() }
      for i in 0..<times { points[count + i] = codePoint }
    }
    count += times
  }

  /// Bytes as code points.
  public mutating func append(latin1 bytes: UnsafePointer<UInt8>, count length: Int) {
    makeRoom(length)
    if isWide {
      for i in 0..<length { points[count + i] = UInt32(bytes[i]) }
    } else {
      memcpy(base + count, bytes, length)
    }
    count += length
  }

  public mutating func append<Bytes: Collection>(latin1 bytes: Bytes) where Bytes.Element == UInt8 {
    let done: Void? = bytes.withContiguousStorageIfAvailable { buffer in
      if let start = buffer.baseAddress { append(latin1: start, count: buffer.count) }
    }
    if done == nil { for byte in bytes { append(UInt32(byte)) } }
  }

  /// ASCII text of the program.
  public mutating func append(_ text: StaticString) {
    append(latin1: text.utf8Start, count: text.utf8CodeUnitCount)
  }

  public mutating func append(_ str: StrRef) { append(str, 0, str.count) }

  /// ASCII or Latin-1 bytes of another buffer, from `start` on.
  mutating func append(_ other: borrowing FormatBuffer, from start: Int, count length: Int) {
    append(latin1: other.base + start, count: length)
  }

  /// The code points of `str` from `start` up to `end`.
  public mutating func append(_ str: StrRef, _ start: Int, _ end: Int) {
    if end <= start { return }
    if str.width == 1 { return append(latin1: str.bytes + start, count: end - start) }
    if !isWide { widen() }
    makeRoom(end - start)
    for i in start..<end { points[count + i - start] = str[i] }
    count += end - start
  }

  /// An int in decimal.
  public mutating func append(decimal number: Int) {
    if number < 0 { append(0x2D) }
    var rest = number.magnitude
    var size = 1
    while rest >= 10 {
      rest /= 10
      size += 1
    }
    makeRoom(size)
    rest = number.magnitude
    var at = count + size
    repeat {
      at -= 1
      let digit = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
      if isWide { points[at] = UInt32(digit) } else { base[at] = digit }
      rest /= 10
    } while rest != 0
    count += size
  }

  /// The content where all of it is Latin-1.
  public var latin1Bytes: [UInt8] {
    if isWide { return (0..<count).map { UInt8(truncatingIfNeeded: points[$0]) } }
    return Array(UnsafeBufferPointer(start: base, count: count))
  }

  public func finish() -> StrRef {
    if count == 0 { return .empty }
    return isWide ? .codePoints(points, count: count) : .latin1(base, count: count)
  }
}
