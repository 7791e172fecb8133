// Arithmetic on doubles where Python's rules differ from C's.

import Glibc

public enum FloatMath {
  /// Remainder with the divisor's sign (Objects/floatobject.c).
  @inline(__always) public static func modulo(_ a: Double, _ b: Double) -> Double {
    var remainder = fmod(a, b)
    if remainder != 0 {
      if (b < 0) != (remainder < 0) { remainder += b }
    } else {
      remainder = copysign(0, b)
    }
    return remainder
  }

  /// Floor quotient and remainder; `b` is not zero.
  public static func divmod(_ a: Double, _ b: Double) -> (Double, Double) {
    var remainder = fmod(a, b)
    var quotient = (a - remainder) / b
    if remainder != 0 {
      if (b < 0) != (remainder < 0) {
        remainder += b
        quotient -= 1
      }
    } else {
      remainder = copysign(0, b)
    }
    var floored: Double
    if quotient != 0 {
      floored = quotient.rounded(.down)
      if quotient - floored > 0.5 { floored += 1 }
    } else {
      floored = copysign(0, a / b)
    }
    return (floored, remainder)
  }

  /// `a ** b`; a negative base with a fractional exponent gives a complex.
  ///
  /// - Throws: ZeroDivisionError for zero to a negative power, OverflowError.
  public static func power(_ a: Double, _ b: Double) throws(Raised) -> Value {
    if b == 0 || a == 1 { return Value(1.0) }
    if a.isNaN || b.isNaN { return Value(a.isNaN ? a : b) }
    if b.isInfinite || a.isInfinite { return Value(pow(a, b)) }
    if a == 0, b < 0 {
      throw raise(.zeroDivisionError, "0.0 cannot be raised to a negative power")
    }
    if a < 0, b != b.rounded(.towardZero) { return try Complex.power((a, 0), (b, 0)) }
    let result = pow(a, b)
    if result.isInfinite { throw outOfRange() }
    return Value(result)
  }

  /// The OverflowError that C's `ERANGE` becomes.
  public static func outOfRange() -> Raised {
    setRaised(
      ExceptionRef.make(
        BuiltinType.overflowError.ref,
        args: TupleRef.of(Value(smallInt: 34), Value("Numerical result out of range"))
      ).value)
  }

  /// Order of a double and an int of any size, exactly; nil for NaN.
  public static func compare(_ double: Double, _ int: Value) -> Int? {
    if double.isNaN { return nil }
    if double.isInfinite { return double > 0 ? 1 : -1 }
    let whole = double.rounded(.towardZero)
    let order = IntMath.compare(IntMath.fromDouble(whole), int)
    if order != 0 { return order }
    return double > whole ? 1 : double < whole ? -1 : 0
  }
}

extension FloatMath {
  /// `mantissa * 2^exponent`, rounded to even once, also where the result is subnormal. The mantissa has at
  /// most 62 bits; `isMore` says that what it stands for is a little larger.
  static func rounded(_ mantissa: UInt64, isMore: Bool, exponent: Int) -> Double {
    let bits = 64 - mantissa.leadingZeroBitCount
    if bits + exponent > 1025 { return .infinity }
    if bits + exponent < -1075 { return 0 }
    // The lowest bit that a double of this size has.
    let lowest = max(bits + exponent - 53, -1074)
    let drop = lowest - exponent
    if drop <= 0 { return scalbn(Double(mantissa), Int32(exponent)) }
    // One bit more than there is room for, and whether anything is below it.
    let kept = drop > 63 ? 0 : mantissa >> UInt64(drop - 1)
    let isSticky = isMore || (drop > 63 ? mantissa : mantissa & (1 << UInt64(drop - 1) - 1)) != 0
    var result = kept >> 1
    if kept & 1 == 1, isSticky || result & 1 == 1 { result += 1 }
    return scalbn(Double(result), Int32(lowest))
  }

  /// The int of a sign and digits, large ones cut: they are out of range anyway.
  static func parsedExponent(_ text: ArraySlice<UInt8>) -> Int {
    var n = 0
    for digit in text where digit &- 0x30 < 10 { n = min(n * 10 + Int(digit - 0x30), 1 << 40) }
    return text.first == 0x2D ? -n : n
  }
}
