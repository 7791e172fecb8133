// Functions of the C library.

import Glibc
import TaipanRuntime

extension MathModule {
  static func acos(_ a: Args) throws(Raised) -> Value { try unary(a[0]) { Glibc.acos($0) } }
  static func acosh(_ a: Args) throws(Raised) -> Value { try unary(a[0]) { Glibc.acosh($0) } }
  static func asin(_ a: Args) throws(Raised) -> Value { try unary(a[0]) { Glibc.asin($0) } }
  static func asinh(_ a: Args) throws(Raised) -> Value { try unary(a[0]) { Glibc.asinh($0) } }
  static func atan(_ a: Args) throws(Raised) -> Value { try unary(a[0]) { Glibc.atan($0) } }
  static func atanh(_ a: Args) throws(Raised) -> Value { try unary(a[0]) { Glibc.atanh($0) } }
  static func cbrt(_ a: Args) throws(Raised) -> Value { try unary(a[0]) { Glibc.cbrt($0) } }
  static func cos(_ a: Args) throws(Raised) -> Value { try unary(a[0]) { Glibc.cos($0) } }
  static func cosh(_ a: Args) throws(Raised) -> Value {
    try unary(a[0], canOverflow: true) { Glibc.cosh($0) }
  }
  static func erf(_ a: Args) throws(Raised) -> Value { try unary(a[0]) { Glibc.erf($0) } }
  static func erfc(_ a: Args) throws(Raised) -> Value { try unary(a[0]) { Glibc.erfc($0) } }
  static func exp(_ a: Args) throws(Raised) -> Value {
    try unary(a[0], canOverflow: true) { Glibc.exp($0) }
  }
  static func exp2(_ a: Args) throws(Raised) -> Value {
    try unary(a[0], canOverflow: true) { Glibc.exp2($0) }
  }
  static func expm1(_ a: Args) throws(Raised) -> Value {
    try unary(a[0], canOverflow: true) { Glibc.expm1($0) }
  }
  static func fabs(_ a: Args) throws(Raised) -> Value { try unary(a[0]) { abs($0) } }
  static func log1p(_ a: Args) throws(Raised) -> Value { try unary(a[0]) { Glibc.log1p($0) } }
  static func sin(_ a: Args) throws(Raised) -> Value { try unary(a[0]) { Glibc.sin($0) } }
  static func sinh(_ a: Args) throws(Raised) -> Value {
    try unary(a[0], canOverflow: true) { Glibc.sinh($0) }
  }
  static func sqrt(_ a: Args) throws(Raised) -> Value { try unary(a[0]) { $0.squareRoot() } }
  static func tan(_ a: Args) throws(Raised) -> Value { try unary(a[0]) { Glibc.tan($0) } }
  static func tanh(_ a: Args) throws(Raised) -> Value { try unary(a[0]) { Glibc.tanh($0) } }

  static func atan2(_ a: Args) throws(Raised) -> Value { try binary(a) { Glibc.atan2($0, $1) } }
  static func copysign(_ a: Args) throws(Raised) -> Value {
    try binary(a) { Glibc.copysign($0, $1) }
  }
  static func fmod(_ a: Args) throws(Raised) -> Value { try binary(a) { Glibc.fmod($0, $1) } }
  static func remainder(_ a: Args) throws(Raised) -> Value {
    try binary(a) { Glibc.remainder($0, $1) }
  }

  static func pow(_ a: Args) throws(Raised) -> Value {
    let x = try Convert.double(a[0])
    let y = try Convert.double(a[1])
    let result = Glibc.pow(x, y)
    if x.isFinite, y.isFinite {
      if result.isNaN { throw domainError() }
      if result.isInfinite { throw x == 0 ? domainError() : rangeError() }
    }
    return Value(result)
  }

  static func fma(_ a: Args) throws(Raised) -> Value {
    let x = try Convert.double(a[0])
    let y = try Convert.double(a[1])
    let z = try Convert.double(a[2])
    let result = Glibc.fma(x, y, z)
    if result.isNaN, !x.isNaN, !y.isNaN, !z.isNaN {
      throw raise(.valueError, "invalid operation in fma")
    }
    if result.isInfinite, x.isFinite, y.isFinite, z.isFinite {
      throw raise(.overflowError, "overflow in fma")
    }
    return Value(result)
  }

  // MARK: Logarithms

  /// Ints beyond the range of floats have logarithms, too.
  private static func logarithm(_ value: Value, _ function: (Double) -> Double) throws(Raised)
    -> Double
  {
    if value.isAnyInt, !value.isInt {
      if value.intSign <= 0 { throw domainError() }
      let direct = IntMath.toDouble(value)
      if direct.isFinite { return function(direct) }
      let shift = IntMath.bitLength(value) - 64
      let top = IntMath.toDouble(try IntMath.rightShift(value, Value(shift)))
      return function(top * 0x1p-64) + function(2) * Double(shift + 64)
    }
    let x = try Convert.double(value)
    if x <= 0 { throw domainError() }
    return function(x)
  }

  static func log(_ a: Args) throws(Raised) -> Value {
    let numerator = try logarithm(a[0]) { Glibc.log($0) }
    let base = a.optional(1)
    if base.isAbsent { return Value(numerator) }
    let denominator = try logarithm(base) { Glibc.log($0) }
    if denominator == 0 { throw raise(.zeroDivisionError, "float division by zero") }
    return Value(numerator / denominator)
  }

  static func log2(_ a: Args) throws(Raised) -> Value {
    Value(try logarithm(a[0]) { Glibc.log2($0) })
  }
  static func log10(_ a: Args) throws(Raised) -> Value {
    Value(try logarithm(a[0]) { Glibc.log10($0) })
  }

  // MARK: Parts and neighbours

  static func degrees(_ a: Args) throws(Raised) -> Value {
    Value(try Convert.double(a[0]) * (180 / Double.pi))
  }
  static func radians(_ a: Args) throws(Raised) -> Value {
    Value(try Convert.double(a[0]) * (Double.pi / 180))
  }
  static func isFinite(_ a: Args) throws(Raised) -> Value {
    Value(try Convert.double(a[0]).isFinite)
  }
  static func isInfinite(_ a: Args) throws(Raised) -> Value {
    Value(try Convert.double(a[0]).isInfinite)
  }
  static func isNaN(_ a: Args) throws(Raised) -> Value { Value(try Convert.double(a[0]).isNaN) }

  static func frexp(_ a: Args) throws(Raised) -> Value {
    let x = try Convert.double(a[0])
    if !x.isFinite || x == 0 { return TupleRef.of(Value(x), Value(smallInt: 0)).value }
    var exponent: Int32 = 0
    let mantissa = Glibc.frexp(x, &exponent)
    return TupleRef.of(Value(mantissa), Value(Int(exponent))).value
  }

  static func modf(_ a: Args) throws(Raised) -> Value {
    let x = try Convert.double(a[0])
    if x.isInfinite { return TupleRef.of(Value(Glibc.copysign(0, x)), Value(x)).value }
    if x.isNaN { return TupleRef.of(Value(x), Value(x)).value }
    let whole = x.rounded(.towardZero)
    return TupleRef.of(Value(Glibc.copysign(x - whole, x)), Value(whole)).value
  }

  static func ldexp(_ a: Args) throws(Raised) -> Value {
    let x = try Convert.double(a[0])
    if !a[1].isAnyInt {
      throw raise(.typeError, "Expected an int as second argument to ldexp.")
    }
    if x == 0 || !x.isFinite { return Value(x) }
    let limit = Int(Int32.max)
    let exponent = a[1].asMachineInt ?? a[1].intSign * limit
    if exponent < -limit { return Value(Glibc.copysign(0, x)) }
    let result = exponent > limit ? Double.infinity : Glibc.ldexp(x, Int32(exponent))
    if result.isInfinite { throw rangeError() }
    return Value(result)
  }

  static func ulp(_ a: Args) throws(Raised) -> Value {
    let x = abs(try Convert.double(a[0]))
    if !x.isFinite { return Value(x) }
    let above = Glibc.nextafter(x, .infinity)
    return Value(above.isInfinite ? x - Glibc.nextafter(x, -.infinity) : above - x)
  }

  static func nextAfter(_ a: Args) throws(Raised) -> Value {
    let x = try Convert.double(a[0])
    let y = try Convert.double(a[1])
    if a[2].isAbsent || a[2].isNone { return Value(Glibc.nextafter(x, y)) }
    let steps = try Convert.index(a[2])
    if steps.intSign < 0 {
      throw raise(.valueError, "steps must be a non-negative integer")
    }
    if steps.intSign == 0 { return Value(x) }
    if x.isNaN || y.isNaN { return Value(x.isNaN ? x : y) }
    if x == y { return Value(y) }
    // Bit patterns of one sign are in order; the distance across zero is the sum of both.
    func ordinal(_ d: Double) -> Int {
      let n = Int(bitPattern: UInt(d.bitPattern & ~(1 << 63)))
      return d.sign == .minus ? -n : n
    }
    let (from, to) = (ordinal(x), ordinal(y))
    // From one infinity to the other are more steps than an Int holds.
    let distance = UInt(bitPattern: to > from ? to &- from : from &- to)
    let count = unsignedWord(steps)
    if count >= distance { return Value(y) }
    let place = to > from ? from &+ Int(bitPattern: count) : from &- Int(bitPattern: count)
    let magnitude = Double(bitPattern: UInt64(abs(place)))
    return Value(place < 0 || place == 0 && x < 0 ? -magnitude : magnitude)
  }

  /// A positive int, or the largest number for one of more than 64 bits.
  private static func unsignedWord(_ int: Value) -> UInt {
    if let n = int.asMachineInt { return UInt(n) }
    return IntRef(int).limbCount == 1 ? IntRef(int).limbs[0] : .max
  }

  static func isClose(_ args: Args) throws(Raised) -> Value {
    let a = try Convert.double(args[0])
    let b = try Convert.double(args[1])
    let relative = args[2].isAbsent ? 1e-9 : try Convert.double(args[2])
    let absolute = args[3].isAbsent ? 0 : try Convert.double(args[3])
    if relative < 0 || absolute < 0 {
      throw raise(.valueError, "tolerances must be non-negative")
    }
    if a == b { return .true }
    if a.isInfinite || b.isInfinite { return .false }
    let difference = abs(b - a)
    return Value(
      difference <= abs(relative * b) || difference <= abs(relative * a)
        || difference <= absolute)
  }

  // MARK: Rounding

  static func floor(_ a: Args) throws(Raised) -> Value {
    if !a[0].isFloat, let result = try special(a[0], .floor) { return result }
    return try integer(try Convert.double(a[0]).rounded(.down))
  }

  static func ceil(_ a: Args) throws(Raised) -> Value {
    if !a[0].isFloat, let result = try special(a[0], .ceil) { return result }
    return try integer(try Convert.double(a[0]).rounded(.up))
  }

  static func trunc(_ a: Args) throws(Raised) -> Value {
    if a[0].isFloat { return try integer(a[0].asFloat) }
    if let result = try special(a[0], .trunc) { return result }
    throw raise(.typeError, "type \(a[0].typeName) doesn't define __trunc__ method")
  }

  private static func special(_ value: Value, _ name: SpecialName) throws(Raised) -> Value? {
    let method = value.type.special(name)
    return method.isAbsent ? nil : try Call.specialMethod(method, value)
  }

  private static func integer(_ d: Double) throws(Raised) -> Value {
    if d.isNaN { throw raise(.valueError, "cannot convert float NaN to integer") }
    if d.isInfinite { throw raise(.overflowError, "cannot convert float infinity to integer") }
    return IntMath.fromDouble(d)
  }
}
