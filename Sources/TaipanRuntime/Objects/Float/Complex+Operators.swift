// Operators and methods of complex.

import Glibc

extension ComplexType {
  /// The operand as a complex number; nil for a type that is no number.
  private static func parts(_ value: Value) throws(Raised) -> Complex.Parts? {
    if value.isExactly(.complex) { return ComplexRef(value).parts }
    if value.isAnyFloat { return (value.asFloat, 0) }
    if value.isAnyInt { return (try Convert.intToDouble(value), 0) }
    return value.isAnyComplex ? ComplexRef(value).parts : nil
  }

  static func add(_ a: Args) throws(Raised) -> Value {
    guard let x = try parts(a[0]), let y = try parts(a[1]) else { return .notImplemented }
    return ComplexRef.make(x.0 + y.0, x.1 + y.1)
  }
  static func radd(_ a: Args) throws(Raised) -> Value {
    guard let x = try parts(a[1]), let y = try parts(a[0]) else { return .notImplemented }
    return ComplexRef.make(x.0 + y.0, x.1 + y.1)
  }
  static func sub(_ a: Args) throws(Raised) -> Value { try subtract(a[0], a[1]) }
  static func rsub(_ a: Args) throws(Raised) -> Value { try subtract(a[1], a[0]) }

  private static func subtract(_ lhs: Value, _ rhs: Value) throws(Raised) -> Value {
    guard let x = try parts(lhs), let y = try parts(rhs) else { return .notImplemented }
    return ComplexRef.make(x.0 - y.0, x.1 - y.1)
  }

  static func mul(_ a: Args) throws(Raised) -> Value { try multiply(a[0], a[1]) }
  static func rmul(_ a: Args) throws(Raised) -> Value { try multiply(a[1], a[0]) }

  private static func multiply(_ lhs: Value, _ rhs: Value) throws(Raised) -> Value {
    guard let x = try parts(lhs), let y = try parts(rhs) else { return .notImplemented }
    let product = Complex.multiply(x, y)
    return ComplexRef.make(product.0, product.1)
  }

  static func truediv(_ a: Args) throws(Raised) -> Value { try divide(a[0], a[1]) }
  static func rtruediv(_ a: Args) throws(Raised) -> Value { try divide(a[1], a[0]) }

  private static func divide(_ lhs: Value, _ rhs: Value) throws(Raised) -> Value {
    guard let x = try parts(lhs), let y = try parts(rhs) else { return .notImplemented }
    guard let quotient = Complex.divide(x, y) else {
      throw raise(.zeroDivisionError, "complex division by zero")
    }
    return ComplexRef.make(quotient.0, quotient.1)
  }

  static func pow(_ a: Args) throws(Raised) -> Value { try power(a[0], a[1], a.optional(2)) }
  static func rpow(_ a: Args) throws(Raised) -> Value { try power(a[1], a[0], a.optional(2)) }

  private static func power(_ lhs: Value, _ rhs: Value, _ modulus: Value) throws(Raised) -> Value {
    guard let x = try parts(lhs), let y = try parts(rhs) else { return .notImplemented }
    if modulus.isPresent, !modulus.isNone { throw raise(.valueError, "complex modulo") }
    return try Complex.power(x, y)
  }

  static func neg(_ a: Args) throws(Raised) -> Value {
    let z = ComplexRef(a[0]).parts
    return ComplexRef.make(-z.0, -z.1)
  }

  static func conjugate(_ a: Args) throws(Raised) -> Value {
    let z = ComplexRef(a[0]).parts
    return ComplexRef.make(z.0, -z.1)
  }

  static func exact(_ a: Args) throws(Raised) -> Value {
    if a[0].isExactly(.complex) { return a[0] }
    let z = ComplexRef(a[0]).parts
    return ComplexRef.make(z.0, z.1)
  }

  static func abs(_ a: Args) throws(Raised) -> Value {
    let z = ComplexRef(a[0]).parts
    let length = hypot(z.0, z.1)
    if length.isInfinite, z.0.isFinite, z.1.isFinite {
      throw raise(.overflowError, "absolute value too large")
    }
    return Value(length)
  }

  static func bool(_ a: Args) throws(Raised) -> Value {
    let z = ComplexRef(a[0]).parts
    return Value(z.0 != 0 || z.1 != 0)
  }

  static func real(_ a: Args) throws(Raised) -> Value { Value(ComplexRef(a[0]).real) }
  static func imaginary(_ a: Args) throws(Raised) -> Value { Value(ComplexRef(a[0]).imaginary) }

  static func getNewArgs(_ a: Args) throws(Raised) -> Value {
    let z = ComplexRef(a[0]).parts
    return TupleRef.of(Value(z.0), Value(z.1)).value
  }

  static func unordered(_ a: Args) throws(Raised) -> Value { .notImplemented }

  static func eq(_ a: Args) throws(Raised) -> Value {
    guard let equal = equal(ComplexRef(a[0]).parts, a[1]) else { return .notImplemented }
    return Value(equal)
  }
  static func ne(_ a: Args) throws(Raised) -> Value {
    guard let equal = equal(ComplexRef(a[0]).parts, a[1]) else { return .notImplemented }
    return Value(!equal)
  }

  private static func equal(_ z: Complex.Parts, _ other: Value) -> Bool? {
    if other.isAnyInt { return z.1 == 0 && FloatMath.compare(z.0, other) == 0 }
    if other.isAnyFloat { return z.1 == 0 && z.0 == other.asFloat }
    return other.isAnyComplex ? z == ComplexRef(other).parts : nil
  }

  static func hash(_ a: Args) throws(Raised) -> Value {
    let z = ComplexRef(a[0]).parts
    let combined =
      UInt(bitPattern: Hash.ofDouble(z.0, a[0]))
      &+ 1_000_003 &* UInt(bitPattern: Hash.ofDouble(z.1, a[0]))
    let hash = Int(bitPattern: combined)
    return Value(hash == -1 ? -2 : hash)
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    let z = ComplexRef(a[0]).parts
    func text(_ part: Double) -> [UInt8] {
      FloatText.format(part, type: .repr, precision: 0, alternate: false, addDotZero: false)
    }
    let imaginary = text(z.1)
    if z.0 == 0, z.0.sign == .plus { return StrRef.make(imaginary + [0x6A]).value }
    let plus: [UInt8] = imaginary[0] == 0x2D ? [] : [0x2B]
    return StrRef.make([0x28] + text(z.0) + plus + imaginary + [0x6A, 0x29]).value
  }

  static func format(_ a: Args) throws(Raised) -> Value {
    if !a[1].isStr {
      throw raise(.typeError, "__format__() argument must be str, not \(a[1].argumentTypeName)")
    }
    return try Formatting.complex(a[0], StrRef(a[1]))
  }
}
