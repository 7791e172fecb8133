// A GMP integer outside of the heap, for the algorithms that GMP's mpz functions have.

import CTaipan

/// Owns its memory; its content is a plain number, so nothing here is seen by the collector.
public struct BigInteger: ~Copyable {
  public let z: UnsafeMutablePointer<__mpz_struct>

  public init() {
    z = UnsafeMutablePointer<__mpz_struct>.allocate(capacity: 1)
    __gmpz_init(z)
  }

  /// The number of any int, bool or instance of a subclass.
  public init(_ value: Value) {
    self.init()
    if let n = value.asMachineInt {
      __gmpz_set_si(z, n)
      return
    }
    var storage: UInt = 0
    withUnsafeMutablePointer(to: &storage) { place in
      let m = Magnitude(value, place)
      __gmpz_import(z, m.count, -1, 8, 0, 0, m.limbs)
      if m.isNegative { __gmpz_neg(z, z) }
    }
  }

  deinit {
    __gmpz_clear(z)
    z.deallocate()
  }

  /// The number as a Python int.
  public var value: Value {
    let count = Int(__gmpz_size(z))
    if count == 0 { return Value(smallInt: 0) }
    let result = IntRef.make(limbs: count)
    result.limbs.update(from: __gmpz_limbs_read(z), count: count)
    return result.normalized(limbs: count, negative: z.pointee._mp_size < 0)
  }
}

extension IntMath {
  /// `pow(base, exponent, modulus)`.
  ///
  /// - Throws: ValueError for a modulus of zero, or a negative exponent without an inverse.
  public static func power(_ base: Value, _ exponent: Value, modulus: Value) throws(Raised)
    -> Value
  {
    if modulus.intSign == 0 { throw raise(.valueError, "pow() 3rd argument cannot be 0") }
    if base.isInt, exponent.isInt, exponent.asInt >= 0, modulus.isInt, modulus.asInt > 0 {
      return Value(Int(smallPower(base.asInt, UInt(exponent.asInt), UInt(modulus.asInt))))
    }
    let m = BigInteger(modulus)
    __gmpz_abs(m.z, m.z)
    let b = BigInteger(base)
    let e = BigInteger(exponent)
    if exponent.intSign < 0 {
      if __gmpz_invert(b.z, b.z, m.z) == 0 {
        throw raise(.valueError, "base is not invertible for the given modulus")
      }
      __gmpz_neg(e.z, e.z)
    }
    __gmpz_powm(b.z, b.z, e.z, m.z)
    let result = b.value
    if modulus.intSign < 0, result.intSign != 0 { return add(result, modulus) }
    return result
  }

  /// The same of one word each, by squaring.
  private static func smallPower(_ base: Int, _ exponent: UInt, _ modulus: UInt) -> UInt {
    func multiply(_ a: UInt, _ b: UInt) -> UInt {
      if (a | b) >> 32 == 0 { return a &* b % modulus }
      return modulus.dividingFullWidth(a.multipliedFullWidth(by: b)).remainder
    }
    var square = base.magnitude % modulus
    if base < 0, square != 0 { square = modulus - square }
    var (result, rest) = (1 % modulus, exponent)
    while rest != 0 {
      if rest & 1 != 0 { result = multiply(result, square) }
      rest >>= 1
      if rest != 0 { square = multiply(square, square) }
    }
    return result
  }

  /// Greatest common divisor, not negative.
  public static func gcd(_ lhs: Value, _ rhs: Value) -> Value {
    if Value.bothInts(lhs, rhs) {
      var (a, b) = (lhs.asInt.magnitude, rhs.asInt.magnitude)
      while b != 0 { (a, b) = (b, a % b) }
      return Value(a)
    }
    let a = BigInteger(lhs)
    let b = BigInteger(rhs)
    __gmpz_gcd(a.z, a.z, b.z)
    return a.value
  }

  /// Bits of the magnitude.
  public static func bitLength(_ value: Value) -> Int {
    if value.isInt { return Int.bitWidth - value.asInt.magnitude.leadingZeroBitCount }
    return IntDivision.bitLength(value)
  }

  /// Ones in the magnitude.
  public static func bitCount(_ value: Value) -> Int {
    var storage: UInt = 0
    return withUnsafeMutablePointer(to: &storage) { place in
      let m = Magnitude(value, place)
      return (0..<m.count).reduce(0) { $0 + m.limbs[$1].nonzeroBitCount }
    }
  }
}
