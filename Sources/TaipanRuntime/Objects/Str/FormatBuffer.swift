// Text under construction: Latin-1 until a wider code point comes.

/// A growing text of code points. Holds no Python values, so it may live anywhere.
public struct FormatBuffer {
  private var narrow: [UInt8] = []
  private var wide: [UInt32] = []
  private var isWide = false

  public init() {}

  public var count: Int { isWide ? wide.count : narrow.count }

  public mutating func reserve(_ n: Int) {
    if isWide { wide.reserveCapacity(n) } else { narrow.reserveCapacity(n) }
  }

  private mutating func widen() {
    wide = narrow.map { UInt32($0) }
    narrow = []
    isWide = true
  }

  @inline(__always) public mutating func append(_ codePoint: UInt32) {
    if !isWide, codePoint < 0x100 {
      narrow.append(UInt8(truncatingIfNeeded: codePoint))
      return
    }
    if !isWide { widen() }
    wide.append(codePoint)
  }

  public mutating func append(_ codePoint: UInt32, times: Int) {
    if times <= 0 { return }
    if !isWide, codePoint < 0x100 {
      narrow.append(contentsOf: repeatElement(UInt8(truncatingIfNeeded: codePoint), count: times))
      return
    }
    if !isWide { widen() }
    wide.append(contentsOf: repeatElement(codePoint, count: times))
  }

  public mutating func append<Bytes: Sequence>(latin1 bytes: Bytes) where Bytes.Element == UInt8 {
    if isWide {
      for byte in bytes { wide.append(UInt32(byte)) }
    } else {
      narrow.append(contentsOf: bytes)
    }
  }

  /// ASCII text of the program.
  public mutating func append(_ text: StaticString) {
    append(latin1: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  public mutating func append(_ str: StrRef) { append(str, 0, str.count) }

  /// The code points of `str` from `start` up to `end`.
  public mutating func append(_ str: StrRef, _ start: Int, _ end: Int) {
    if end <= start { return }
    if !isWide, str.width == 1 {
      narrow.append(
        contentsOf: UnsafeBufferPointer(start: str.bytes + start, count: end - start))
      return
    }
    if !isWide { widen() }
    wide.reserveCapacity(wide.count + end - start)
    for i in start..<end { wide.append(str[i]) }
  }

  /// The content where all of it is Latin-1.
  public var latin1Bytes: [UInt8] {
    isWide ? wide.map { UInt8(truncatingIfNeeded: $0) } : narrow
  }

  public func finish() -> StrRef {
    if isWide {
      return wide.withUnsafeBufferPointer {
        $0.count == 0 ? .empty : StrRef.codePoints($0.baseAddress!, count: $0.count)
      }
    }
    return narrow.withUnsafeBufferPointer {
      $0.count == 0 ? .empty : StrRef.latin1($0.baseAddress!, count: $0.count)
    }
  }
}
