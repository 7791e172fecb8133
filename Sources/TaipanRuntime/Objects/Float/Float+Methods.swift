// Methods of float: text, hash, rounding.

import Glibc

extension FloatType {
  static func repr(_ a: Args) throws(Raised) -> Value { FloatText.repr(a[0].asFloat).value }
  static func hash(_ a: Args) throws(Raised) -> Value { Value(Hash.ofDouble(a[0].asFloat, a[0])) }

  static func format(_ a: Args) throws(Raised) -> Value {
    if !a[1].isStr {
      throw raise(.typeError, "__format__() argument must be str, not \(a[1].argumentTypeName)")
    }
    return try Formatting.float(a[0], StrRef(a[1]))
  }

  static func getNewArgs(_ a: Args) throws(Raised) -> Value {
    TupleRef.of(Value(a[0].asFloat)).value
  }

  static func isInteger(_ a: Args) throws(Raised) -> Value {
    let d = a[0].asFloat
    return Value(d.isFinite && d == d.rounded(.towardZero))
  }

  static func trunc(_ a: Args) throws(Raised) -> Value { try integerPart(a[0].asFloat) }
  static func floor(_ a: Args) throws(Raised) -> Value {
    try integerPart(a[0].asFloat.rounded(.down))
  }
  static func ceil(_ a: Args) throws(Raised) -> Value {
    try integerPart(a[0].asFloat.rounded(.up))
  }

  static func round(_ a: Args) throws(Raised) -> Value {
    let d = a[0].asFloat
    let given = a.optional(1)
    if given.isAbsent || given.isNone { return try integerPart(d.rounded(.toNearestOrEven)) }
    let digits = try Convert.clampedIndex(given)
    // Beyond these, no digit of any float is touched, or none is left.
    if !d.isFinite || digits > 323 { return Value(d) }
    if digits < -308 { return Value(0 * d) }
    let result = digits >= 0 ? roundFraction(d, digits) : try roundWhole(d, -digits)
    if result.isInfinite { throw raise(.overflowError, "rounded value too large to represent") }
    return Value(result)
  }

  /// C's conversion rounds the exact value, ties to even.
  private static func roundFraction(_ d: Double, _ digits: Int) -> Double {
    var text = FloatText.format(
      d, type: .fixed, precision: digits, alternate: false, addDotZero: false)
    text.append(0)
    return text.withUnsafeBytes {
      strtod($0.baseAddress!.assumingMemoryBound(to: CChar.self), nil)
    }
  }

  /// Rounds to a multiple of a power of ten, in exact arithmetic.
  private static func roundWhole(_ d: Double, _ zeros: Int) throws(Raised) -> Double {
    let whole = IntMath.fromDouble(Swift.abs(d))
    let hasFraction = Swift.abs(d) != Swift.abs(d).rounded(.towardZero)
    let unit = try IntMath.power(Value(10), Value(zeros))
    // Doubled, with a lowest bit that stands for the fraction: an apparent tie above is none.
    var scaled = IntMath.add(whole, whole)
    if hasFraction { scaled = IntMath.add(scaled, Value(smallInt: 1)) }
    let rounded = try IntType.roundHalfEven(scaled, unit: IntMath.add(unit, unit))
    let result = IntMath.toDouble(try IntMath.rightShift(rounded, Value(smallInt: 1)))
    return d.sign == .minus ? -result : result
  }
}
