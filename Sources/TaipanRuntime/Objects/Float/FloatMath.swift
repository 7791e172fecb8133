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
