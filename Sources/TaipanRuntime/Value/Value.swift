// The one word that every Python object is to the runtime.
//
//   …xxxxxxx1   int of 63 bits, stored as n << 1 | 1
//   …xxxxxx10   float whose exponent's top three bits are 011 or 100 (2^-255 … 2^256):
//               the bits plus 1 << 60, rotated left by 3; the rotation brings the
//               exponent bits that are then always 1,0 to the tag's place
//               ("Float Self-Tagging", Melançon, Serrano, Feeley 2024)
//   …xxxxxx00   the address of a heap object; 0 is "no value" (unbound local, absent argument)
//
// No other file tests these bits.

/// A Python value: trivial to Swift, seen by the collector where the architecture allows it.
@frozen public struct Value {
  public var bits: UInt64

  @inlinable @inline(__always) public init(bits: UInt64) { self.bits = bits }
}

/// The tag arithmetic in one place.
@usableFromInline enum Tag {
  @usableFromInline static let int: UInt64 = 1
  @usableFromInline static let float: UInt64 = 2
  @usableFromInline static let mask: UInt64 = 3
  /// Added to a double's bits so that common exponents begin with 1,0.
  @usableFromInline static let floatBias: UInt64 = 1 << 60
}

extension Value {
  /// The absence of a value; never visible to Python.
  @inlinable @inline(__always) public static var absent: Value { Value(bits: 0) }
  /// What a native `__next__` returns at the end: not an error, never visible to Python.
  @inlinable @inline(__always) public static var exhausted: Value { Value(bits: 4) }

  @inlinable @inline(__always) public var isAbsent: Bool { bits == 0 }
  @inlinable @inline(__always) public var isPresent: Bool { bits != 0 }
  @inlinable @inline(__always) public var isExhausted: Bool { bits == 4 }

  /// True for an int of 63 bits; larger ones are heap objects.
  @inlinable @inline(__always) public var isInt: Bool { bits & Tag.int != 0 }
  /// True for a self-tagged float; the rest are heap objects.
  @inlinable @inline(__always) public var isInlineFloat: Bool { bits & Tag.mask == Tag.float }
  @inlinable @inline(__always) public var isHeap: Bool { bits & Tag.mask == 0 }

  @inlinable @inline(__always) public var asInt: Int { Int(bitPattern: UInt(bits)) >> 1 }

  @inlinable @inline(__always) public var asInlineFloat: Double {
    Double(bitPattern: (bits >> 3 | bits << 61) &- Tag.floatBias)
  }

  /// The int `n`, which must lie within 63 bits.
  @inlinable @inline(__always) public init(smallInt n: Int) {
    bits = UInt64(UInt(bitPattern: n)) << 1 | Tag.int
  }

  /// The int `n` where it fits into 63 bits.
  @inlinable @inline(__always) public init?(exactInt n: Int) {
    let (doubled, overflow) = n.addingReportingOverflow(n)
    if overflow { return nil }
    bits = UInt64(UInt(bitPattern: doubled)) | Tag.int
  }

  /// The float `d` where its exponent is common; nil asks for a box.
  @inlinable @inline(__always) public init?(inlineFloat d: Double) {
    let biased = d.bitPattern &+ Tag.floatBias
    let rotated = biased << 3 | biased >> 61
    if rotated & Tag.mask != Tag.float { return nil }
    bits = rotated
  }

  @inlinable @inline(__always) public init(_ object: ObjectRef) {
    bits = UInt64(UInt(bitPattern: object.pointer))
  }

  /// The object at this address; the value must be a heap object.
  @inlinable @inline(__always) public var asObject: ObjectRef {
    ObjectRef(pointer: UnsafeMutableRawPointer(bitPattern: UInt(bits)).unsafelyUnwrapped)
  }

  /// Identity: Python's `is`.
  @inlinable @inline(__always) public static func === (lhs: Value, rhs: Value) -> Bool {
    lhs.bits == rhs.bits
  }
  @inlinable @inline(__always) public static func !== (lhs: Value, rhs: Value) -> Bool {
    lhs.bits != rhs.bits
  }
}

/// Arithmetic on two small ints without untagging; nil when the result leaves 63 bits.
extension Value {
  @inlinable @inline(__always)
  public static func bothInts(_ lhs: Value, _ rhs: Value) -> Bool {
    lhs.bits & rhs.bits & Tag.int != 0
  }

  /// Two self-tagged floats: one test instead of one for each.
  @inlinable @inline(__always)
  public static func bothInlineFloats(_ lhs: Value, _ rhs: Value) -> Bool {
    ((lhs.bits ^ Tag.float) | (rhs.bits ^ Tag.float)) & Tag.mask == 0
  }

  @inlinable @inline(__always)
  public static func addInts(_ lhs: Value, _ rhs: Value) -> Value? {
    let (sum, overflow) = Int64(bitPattern: lhs.bits &- Tag.int)
      .addingReportingOverflow(Int64(bitPattern: rhs.bits))
    return overflow ? nil : Value(bits: UInt64(bitPattern: sum))
  }

  @inlinable @inline(__always)
  public static func subtractInts(_ lhs: Value, _ rhs: Value) -> Value? {
    let (difference, overflow) = Int64(bitPattern: lhs.bits)
      .subtractingReportingOverflow(Int64(bitPattern: rhs.bits &- Tag.int))
    return overflow ? nil : Value(bits: UInt64(bitPattern: difference))
  }

  @inlinable @inline(__always)
  public static func multiplyInts(_ lhs: Value, _ rhs: Value) -> Value? {
    let (product, overflow) = Int64(bitPattern: lhs.bits &- Tag.int)
      .multipliedReportingOverflow(by: Int64(rhs.asInt))
    return overflow ? nil : Value(bits: UInt64(bitPattern: product) | Tag.int)
  }

  /// Order of two small ints; the tag does not change it.
  @inlinable @inline(__always)
  public static func lessInts(_ lhs: Value, _ rhs: Value) -> Bool {
    Int64(bitPattern: lhs.bits) < Int64(bitPattern: rhs.bits)
  }
}
