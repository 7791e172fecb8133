// The instruction word: opcode in bits 0–15, operands a, b, c of 16 bits each above it. A jump or
// a name that may be large takes b and c together.

extension UInt64 {
  @inlinable @inline(__always)
  public var a: Int { Int(truncatingIfNeeded: (self >> 16) & 0xFFFF) }

  @inlinable @inline(__always)
  public var b: Int { Int(truncatingIfNeeded: (self >> 32) & 0xFFFF) }

  @inlinable @inline(__always)
  public var c: Int { Int(truncatingIfNeeded: self >> 48) }

  @inlinable @inline(__always)
  public var signedB: Int { Int(Int16(truncatingIfNeeded: self >> 32)) }

  @inlinable @inline(__always)
  public var signedC: Int { Int(truncatingIfNeeded: Int64(bitPattern: self) >> 48) }

  /// b and c as one signed number: the offset of a `jump32`.
  @inlinable @inline(__always)
  public var signedBC: Int { Int(truncatingIfNeeded: Int64(bitPattern: self) >> 32) }

  /// b and c as one unsigned number: a `name32`.
  @inlinable @inline(__always)
  public var bc: Int { Int(truncatingIfNeeded: self >> 32) }

  /// The opcode of an instruction word; anything else is a broken invariant.
  @inlinable @inline(__always)
  public var opcode: Opcode {
    unsafeBitCast(Opcode.Storage(truncatingIfNeeded: self), to: Opcode.self)
  }

  @inlinable @inline(__always)
  public init(_ opcode: Opcode, a: Int = 0, b: Int = 0, c: Int = 0) {
    let low = UInt64(opcode.number) | UInt64(truncatingIfNeeded: a & 0xFFFF) << 16
    let high = UInt64(truncatingIfNeeded: b & 0xFFFF) << 32 | UInt64(truncatingIfNeeded: c) << 48
    self = low | high
  }

  @inlinable @inline(__always)
  public init(_ opcode: Opcode, a: Int, bc: Int) {
    self =
      UInt64(opcode.number) | UInt64(truncatingIfNeeded: a & 0xFFFF) << 16
      | UInt64(truncatingIfNeeded: bc) << 32
  }

  /// The same instruction under another opcode: how quickening rewrites in place.
  @inlinable @inline(__always)
  public func with(_ opcode: Opcode) -> UInt64 { (self & ~0xFFFF) | UInt64(opcode.number) }
}

/// Words directly below register 0 that hold a frame's header.
public let frameHeaderWords = 6

/// From the home register of a callable to that of self or null: a call's callee finds its header
/// words between the two, and its arguments in place.
public let callWindowGap = 6
