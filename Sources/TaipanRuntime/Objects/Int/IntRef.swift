// Ints beyond 63 bits, and instances of int's subclasses: magnitude in 64-bit limbs, worked on by
// GMP's mpn functions, the sign in the sign of `size`.
//
// Invariant: an exact int that fits into 63 bits is never a heap object.

import CTaipan

public struct IntLayout {
  public var header: Header
  /// Number of limbs, negative for a negative number, 0 for zero.
  public var size: Int
}

@frozen public struct IntRef: TypedRef {
  public let p: UnsafeMutablePointer<IntLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<IntLayout>) { self.p = p }

  public typealias Limb = UInt

  /// Least significant first.
  public var limbs: UnsafeMutablePointer<Limb> {
    UnsafeMutableRawPointer(p + 1).assumingMemoryBound(to: Limb.self)
  }
  public var limbCount: Int { abs(p.pointee.size) }
  public var isNegative: Bool { p.pointee.size < 0 }

  /// Room for `limbs` limbs, size unset.
  static func make(limbs: Int, shape: Shape = .of(.int)) -> IntRef {
    let trailing = shape.p.pointee.attributesAt != 0 ? 8 : 0
    let object = Heap.allocate(16 + max(limbs, 1) * 8 + trailing, Header(shape: shape))
    let int = IntRef(object)
    int.p.pointee.size = limbs
    if trailing != 0 { int.attributeWord.pointee = .absent }
    return int
  }

  var attributeWord: UnsafeMutablePointer<Value> {
    UnsafeMutableRawPointer(limbs + max(limbCount, 1)).assumingMemoryBound(to: Value.self)
  }

  /// Drops leading zero limbs; a number of 63 bits becomes a small int.
  func normalized(limbs count: Int, negative: Bool) -> Value {
    var n = count
    while n > 0, limbs[n - 1] == 0 { n -= 1 }
    if n == 0 { return Value(smallInt: 0) }
    if n == 1 {
      let magnitude = limbs[0]
      if magnitude < 1 << 62 {
        return Value(smallInt: negative ? -Int(magnitude) : Int(magnitude))
      }
      if negative, magnitude == 1 << 62 { return Value(smallInt: -(1 << 62)) }
    }
    p.pointee.size = negative ? -n : n
    return value
  }
}

/// The magnitude and sign of any int, wherever it is stored. Valid while `storage` and the object live.
struct Magnitude {
  let limbs: UnsafePointer<UInt>
  let count: Int
  let isNegative: Bool

  /// Reads any int (bool and subclasses included); a small one is spelled out in `storage`.
  @inline(__always) init(_ value: Value, _ storage: UnsafeMutablePointer<UInt>) {
    if value.isInt {
      let n = value.asInt
      storage.pointee = n.magnitude
      limbs = UnsafePointer(storage)
      count = n == 0 ? 0 : 1
      isNegative = n < 0
    } else {
      let int = IntRef(value)
      limbs = UnsafePointer(int.limbs)
      count = int.limbCount
      isNegative = int.isNegative
    }
  }

  var bitLength: Int {
    count == 0 ? 0 : count * 64 - limbs[count - 1].leadingZeroBitCount
  }
}

extension Value {
  /// An int of any machine word.
  @inline(__always) public init(_ n: Int) {
    if let small = Value(exactInt: n) { self = small } else { self = .wideInt(n) }
  }

  @inline(never) @usableFromInline static func wideInt(_ n: Int) -> Value {
    let int = IntRef.make(limbs: 1)
    int.limbs[0] = n.magnitude
    int.p.pointee.size = n < 0 ? -1 : 1
    return int.value
  }

  public init(_ n: UInt) {
    if n < 1 << 62 {
      self = Value(smallInt: Int(n))
    } else {
      let int = IntRef.make(limbs: 1)
      int.limbs[0] = n
      self = int.value
    }
  }

  /// The int, where it fits into a machine word; for any int, bool or subclass.
  @inlinable @inline(__always) public var asMachineInt: Int? { isInt ? asInt : machineIntOfOther }

  @inline(never) @usableFromInline var machineIntOfOther: Int? {
    let int = IntRef(self)
    switch int.p.pointee.size {
    case 0: return 0
    case 1: return Int(exactly: int.limbs[0])
    case -1:
      return int.limbs[0] <= 1 << 63 ? Int(truncatingIfNeeded: 0 &- int.limbs[0]) : nil
    default: return nil
    }
  }

  /// Negative, zero or positive: the sign of any int.
  public var intSign: Int {
    isInt ? asInt.signum() : IntRef(self).p.pointee.size.signum()
  }

  /// An instance of a subclass (or True) as an exact int.
  @inlinable @inline(__always) public var exactInt: Value { isInt ? self : exactOfOther }

  @inline(never) @usableFromInline var exactOfOther: Value {
    if let n = asMachineInt { return Value(n) }
    return isExactly(.int) ? self : IntMath.copy(self)
  }
}

/// Arithmetic on ints of any size; the operands are ints, bools or instances of subclasses.
public enum IntMath {
  static func copy(_ value: Value) -> Value {
    let source = IntRef(value)
    let copy = IntRef.make(limbs: source.limbCount)
    copy.limbs.update(from: source.limbs, count: source.limbCount)
    return copy.normalized(limbs: source.limbCount, negative: source.isNegative)
  }

  @inline(__always) public static func add(_ lhs: Value, _ rhs: Value) -> Value {
    if Value.bothInts(lhs, rhs) { return Value(lhs.asInt + rhs.asInt) }
    return addSigned(lhs, rhs, negateRight: false)
  }

  @inline(__always) public static func subtract(_ lhs: Value, _ rhs: Value) -> Value {
    if Value.bothInts(lhs, rhs) { return Value(lhs.asInt - rhs.asInt) }
    return addSigned(lhs, rhs, negateRight: true)
  }

  @inline(never) private static func addSigned(_ lhs: Value, _ rhs: Value, negateRight: Bool)
    -> Value
  {
    var storage: (UInt, UInt) = (0, 0)
    return withUnsafeMutablePointer(to: &storage.0) { left in
      withUnsafeMutablePointer(to: &storage.1) { right in
        var a = Magnitude(lhs, left)
        var b = Magnitude(rhs, right)
        var aNegative = a.isNegative
        var bNegative = b.isNegative != negateRight
        if a.count < b.count
          || (a.count == b.count && aNegative != bNegative && mpnCompare(a, b) < 0)
        {
          swap(&a, &b)
          swap(&aNegative, &bNegative)
        }
        if b.count == 0 {
          let result = IntRef.make(limbs: max(a.count, 1))
          result.limbs.update(from: a.limbs, count: a.count)
          return result.normalized(limbs: a.count, negative: aNegative)
        }
        let result = IntRef.make(limbs: a.count + 1)
        if aNegative == bNegative {
          result.limbs[a.count] = __gmpn_add(result.limbs, a.limbs, a.count, b.limbs, b.count)
          return result.normalized(limbs: a.count + 1, negative: aNegative)
        }
        _ = __gmpn_sub(result.limbs, a.limbs, a.count, b.limbs, b.count)
        return result.normalized(limbs: a.count, negative: aNegative)
      }
    }
  }

  private static func mpnCompare(_ a: Magnitude, _ b: Magnitude) -> Int {
    if a.count != b.count { return a.count - b.count }
    return a.count == 0 ? 0 : Int(__gmpn_cmp(a.limbs, b.limbs, a.count))
  }

  public static func multiply(_ lhs: Value, _ rhs: Value) -> Value {
    if Value.bothInts(lhs, rhs), let product = Value.multiplyInts(lhs, rhs) { return product }
    var storage: (UInt, UInt) = (0, 0)
    return withUnsafeMutablePointer(to: &storage.0) { left in
      withUnsafeMutablePointer(to: &storage.1) { right in
        var a = Magnitude(lhs, left)
        var b = Magnitude(rhs, right)
        if a.count < b.count { swap(&a, &b) }
        if b.count == 0 { return Value(smallInt: 0) }
        let result = IntRef.make(limbs: a.count + b.count)
        if b.count == a.count, b.limbs == a.limbs {
          __gmpn_sqr(result.limbs, a.limbs, a.count)
        } else {
          _ = __gmpn_mul(result.limbs, a.limbs, a.count, b.limbs, b.count)
        }
        return result.normalized(
          limbs: a.count + b.count, negative: a.isNegative != b.isNegative)
      }
    }
  }

  /// Quotient and remainder rounded towards minus infinity.
  ///
  /// - Throws: ZeroDivisionError.
  public static func divmod(_ lhs: Value, _ rhs: Value) throws(Raised) -> (Value, Value) {
    if rhs.intSign == 0 { throw raise(.zeroDivisionError, "integer division or modulo by zero") }
    if Value.bothInts(lhs, rhs) {
      let (n, d) = (lhs.asInt, rhs.asInt)
      var (q, r) = n.quotientAndRemainder(dividingBy: d)
      if r != 0, (r < 0) != (d < 0) {
        q -= 1
        r += d
      }
      return (Value(q), Value(r))
    }
    let (quotient, remainder) = truncatingDivision(lhs, rhs)
    if remainder.intSign != 0, (remainder.intSign < 0) != (rhs.intSign < 0) {
      return (subtract(quotient, Value(smallInt: 1)), add(remainder, rhs))
    }
    return (quotient, remainder)
  }

  /// Quotient rounded towards zero, and the remainder with the dividend's sign.
  static func truncatingDivision(_ lhs: Value, _ rhs: Value) -> (Value, Value) {
    var storage: (UInt, UInt) = (0, 0)
    return withUnsafeMutablePointer(to: &storage.0) { left in
      withUnsafeMutablePointer(to: &storage.1) { right in
        let a = Magnitude(lhs, left)
        let b = Magnitude(rhs, right)
        if mpnCompare(a, b) < 0 { return (Value(smallInt: 0), lhs.exactInt) }
        let quotient = IntRef.make(limbs: a.count - b.count + 1)
        let remainder = IntRef.make(limbs: b.count)
        __gmpn_tdiv_qr(
          quotient.limbs, remainder.limbs, 0, a.limbs, a.count, b.limbs, b.count)
        return (
          quotient.normalized(limbs: a.count - b.count + 1, negative: a.isNegative != b.isNegative),
          remainder.normalized(limbs: b.count, negative: a.isNegative)
        )
      }
    }
  }

  public static func negate(_ value: Value) -> Value { subtract(Value(smallInt: 0), value) }

  public static func compare(_ lhs: Value, _ rhs: Value) -> Int {
    if Value.bothInts(lhs, rhs) {
      return lhs.asInt < rhs.asInt ? -1 : lhs.asInt > rhs.asInt ? 1 : 0
    }
    let (a, b) = (lhs.intSign, rhs.intSign)
    if a != b { return a < b ? -1 : 1 }
    var storage: (UInt, UInt) = (0, 0)
    return withUnsafeMutablePointer(to: &storage.0) { left in
      withUnsafeMutablePointer(to: &storage.1) { right in
        let order = mpnCompare(Magnitude(lhs, left), Magnitude(rhs, right))
        return a < 0 ? -order : order
      }
    }
  }

  /// - Throws: ValueError for a negative count, OverflowError or MemoryError for a huge one.
  public static func leftShift(_ value: Value, _ count: Value) throws(Raised) -> Value {
    if count.intSign < 0 { throw raise(.valueError, "negative shift count") }
    if value.intSign == 0 { return Value(smallInt: 0) }
    guard let bits = count.asMachineInt else {
      // CPython counts digits of 30 bits; what it could count, but not store, is a MemoryError.
      if IntMath.toDouble(count) < Double(Int.max / 4) * 30 { throw raise(.memoryError) }
      throw raise(.overflowError, "too many digits in integer")
    }
    if value.isInt, bits < 62 {
      let n = value.asInt
      let shifted = n << bits
      if shifted >> bits == n { return Value(shifted) }
    }
    var storage: UInt = 0
    let own = withUnsafeMutablePointer(to: &storage) { Magnitude(value, $0).count }
    try Heap.requireRoom(bits / 8 + own * 8)
    return withUnsafeMutablePointer(to: &storage) { place in
      let a = Magnitude(value, place)
      let whole = bits / 64
      let result = IntRef.make(limbs: a.count + whole + 1)
      result.limbs.update(repeating: 0, count: whole)
      if bits % 64 == 0 {
        (result.limbs + whole).update(from: a.limbs, count: a.count)
        result.limbs[a.count + whole] = 0
      } else {
        result.limbs[a.count + whole] = __gmpn_lshift(
          result.limbs + whole, a.limbs, a.count, UInt32(bits % 64))
      }
      return result.normalized(limbs: a.count + whole + 1, negative: a.isNegative)
    }
  }

  /// Shifts towards minus infinity.
  ///
  /// - Throws: ValueError for a negative count.
  public static func rightShift(_ value: Value, _ count: Value) throws(Raised) -> Value {
    if count.intSign < 0 { throw raise(.valueError, "negative shift count") }
    let bits = count.asMachineInt ?? Int.max
    if value.isInt { return Value(smallInt: value.asInt >> min(bits, 63)) }
    var storage: UInt = 0
    return withUnsafeMutablePointer(to: &storage) { place in
      let a = Magnitude(value, place)
      let whole = bits / 64
      if whole >= a.count { return Value(smallInt: a.isNegative ? -1 : 0) }
      let count = a.count - whole
      let result = IntRef.make(limbs: count + 1)
      result.limbs[count] = 0
      var lost = false
      for i in 0..<whole where a.limbs[i] != 0 { lost = true }
      if bits % 64 == 0 {
        result.limbs.update(from: a.limbs + whole, count: count)
      } else if __gmpn_rshift(result.limbs, a.limbs + whole, count, UInt32(bits % 64)) != 0 {
        lost = true
      }
      if a.isNegative, lost {
        var carry: UInt = 1
        for i in 0...count where carry != 0 {
          let (sum, overflow) = result.limbs[i].addingReportingOverflow(carry)
          result.limbs[i] = sum
          carry = overflow ? 1 : 0
        }
      }
      return result.normalized(limbs: count + 1, negative: a.isNegative)
    }
  }

  public enum Bitwise { case and, or, xor }

  /// Works on two's complement of unbounded length.
  public static func bitwise(_ lhs: Value, _ rhs: Value, _ operation: Bitwise) -> Value {
    if Value.bothInts(lhs, rhs) {
      switch operation {
      case .and: return Value(smallInt: lhs.asInt & rhs.asInt)
      case .or: return Value(smallInt: lhs.asInt | rhs.asInt)
      case .xor: return Value(smallInt: lhs.asInt ^ rhs.asInt)
      }
    }
    var storage: (UInt, UInt) = (0, 0)
    return withUnsafeMutablePointer(to: &storage.0) { left in
      withUnsafeMutablePointer(to: &storage.1) { right in
        let a = Magnitude(lhs, left)
        let b = Magnitude(rhs, right)
        let count = max(a.count, b.count) + 1
        let result = IntRef.make(limbs: count)
        var carries: (UInt, UInt) = (1, 1)
        for i in 0..<count {
          let x = complementLimb(a, i, &carries.0)
          let y = complementLimb(b, i, &carries.1)
          switch operation {
          case .and: result.limbs[i] = x & y
          case .or: result.limbs[i] = x | y
          case .xor: result.limbs[i] = x ^ y
          }
        }
        let negative = result.limbs[count - 1] >> 63 == 1
        if negative { _ = __gmpn_neg(result.limbs, result.limbs, count) }
        return result.normalized(limbs: count, negative: negative)
      }
    }
  }

  /// Limb `i` of the two's complement; `carry` starts at 1.
  @inline(__always)
  private static func complementLimb(_ m: Magnitude, _ i: Int, _ carry: inout UInt) -> UInt {
    let limb = i < m.count ? m.limbs[i] : 0
    if !m.isNegative { return limb }
    let (sum, overflow) = (~limb).addingReportingOverflow(carry)
    carry = overflow ? 1 : 0
    return sum
  }

  public static func invert(_ value: Value) -> Value {
    subtract(Value(smallInt: -1), value)
  }

  /// `base ** exponent` for an exponent that is not negative.
  ///
  /// - Throws: MemoryError when the result cannot be held.
  public static func power(_ base: Value, _ exponent: Value) throws(Raised) -> Value {
    guard let n = exponent.asMachineInt else {
      if base.intSign == 0 || base.isInt && abs(base.asInt) == 1 {
        let odd = bitwise(exponent, Value(smallInt: 1), .and).asInt == 1
        return odd || base.intSign >= 0 ? base.exactInt : Value(smallInt: 1)
      }
      throw raise(.memoryError)
    }
    if n == 0 { return Value(smallInt: 1) }
    if base.isInt, base.asInt == 2 { return try leftShift(Value(smallInt: 1), exponent) }
    var storage: UInt = 0
    let bits = withUnsafeMutablePointer(to: &storage) { Magnitude(base, $0).bitLength }
    if bits > 1 {
      let (total, overflow) = bits.multipliedReportingOverflow(by: n)
      if overflow { throw raise(.memoryError) }
      try Heap.requireRoom(total / 8)
    }
    var result = Value(smallInt: 1)
    var square = base.exactInt
    var rest = n
    while true {
      if rest & 1 == 1 { result = multiply(result, square) }
      rest >>= 1
      if rest == 0 { return result }
      square = multiply(square, square)
    }
  }

  /// The nearest double; infinite when out of range.
  public static func toDouble(_ value: Value) -> Double {
    if value.isInt { return Double(value.asInt) }
    var storage: UInt = 0
    return withUnsafeMutablePointer(to: &storage) { place in
      let m = Magnitude(value, place)
      let bits = m.bitLength
      if bits <= 64 {
        return m.isNegative
          ? -Double(m.count == 0 ? 0 : m.limbs[0]) : Double(m.count == 0 ? 0 : m.limbs[0])
      }
      if bits > 1024 { return m.isNegative ? -.infinity : .infinity }
      // The top 64 bits, the lowest of them sticky, round correctly as an integer does.
      let shift = bits - 64
      let (word, bit) = (shift / 64, UInt(shift % 64))
      var top = m.limbs[word] >> bit
      if bit != 0 { top |= m.limbs[word + 1] << (64 - bit) }
      var lost = bit != 0 && m.limbs[word] << (64 - bit) != 0
      for i in 0..<word where m.limbs[i] != 0 { lost = true }
      if lost { top |= 1 }
      let scaled = Double(top)
      let result = Double(sign: .plus, exponent: shift, significand: scaled)
      return m.isNegative ? -result : result
    }
  }

  /// The integer part of a finite double.
  public static func fromDouble(_ double: Double) -> Value {
    if abs(double) < 0x1p62 { return Value(Int(double)) }
    let exponent = Int(double.exponent)
    let significand = Int(double.significandBitPattern | 1 << 52)
    let magnitude = (try? leftShift(Value(significand), Value(exponent - 52))) ?? Value(0)
    return double < 0 ? negate(magnitude) : magnitude
  }

  /// CPython's hash of an int: modulo 2^61 - 1, with the sign, never -1.
  public static func hash(_ value: Value) -> Int {
    let prime = UInt(1) << 61 - 1
    if value.isInt {
      let n = value.asInt
      if n.magnitude < prime { return n == -1 ? -2 : n }
      let h = Int(n.magnitude % prime)
      return n < 0 ? (h == 1 ? -2 : -h) : h
    }
    var storage: UInt = 0
    return withUnsafeMutablePointer(to: &storage) { place in
      let m = Magnitude(value, place)
      if m.count == 0 { return 0 }
      let h = Int(__gmpn_mod_1(m.limbs, m.count, prime))
      return m.isNegative ? (h == 1 ? -2 : -h) : h
    }
  }
}
