// The cache of an attribute load that sees a few shapes: three words hold up to four pairs.

import RegisterCode

/// Words 0 and 1: four shape ids of 32 bits, 0 where there is none. Word 2: four offsets of 16 bits.
enum ShapeSlots {
  /// Byte offset of the attribute in objects of a shape; 0 if the shape is not among the four.
  @inline(__always)
  static func offset(_ cache: PC, _ shape: UInt32) -> UInt64 {
    let first = cache[0]
    let offsets = cache[2]
    if UInt32(truncatingIfNeeded: first) == shape { return offsets & 0xFFFF }
    if UInt32(truncatingIfNeeded: first >> 32) == shape { return offsets >> 16 & 0xFFFF }
    let second = cache[1]
    if UInt32(truncatingIfNeeded: second) == shape { return offsets >> 32 & 0xFFFF }
    if UInt32(truncatingIfNeeded: second >> 32) == shape { return offsets >> 48 }
    return 0
  }

  /// Turns the cache of one shape into one of two.
  static func begin(
    _ cache: PC, _ first: UInt64, _ firstOffset: UInt64, _ second: UInt64, _ secondOffset: UInt64
  ) {
    cache[0] = first | second << 32
    cache[1] = 0
    cache[2] = firstOffset | secondOffset << 16
  }

  /// Adds a pair; false when there are four.
  static func add(_ cache: PC, _ shape: UInt64, _ offset: UInt64) -> Bool {
    if cache[1] == 0 {
      cache[1] = shape
      cache[2] |= offset << 32
    } else if cache[1] >> 32 == 0 {
      cache[1] |= shape << 32
      cache[2] |= offset << 48
    } else {
      return false
    }
    return true
  }
}
