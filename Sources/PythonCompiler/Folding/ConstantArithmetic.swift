#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import PythonSyntax

/// A number of Python's tower, widened as far as an operation needs.
enum Number {
  case int(BigInteger)
  case float(Double)
  case complex(ComplexNumber)

  var integer: BigInteger? { if case .int(let value) = self { value } else { nil } }

  var double: Double? {
    switch self {
    case .int(let value): value.double
    case .float(let value): value
    case .complex: nil
    }
  }

  var complex: ComplexNumber? {
    if case .complex(let value) = self { return value }
    return double.map { ComplexNumber(real: $0, imaginary: 0) }
  }

  var isComplex: Bool { if case .complex = self { true } else { false } }
}

/// Arithmetic of Python numbers. A nil result stands for an exception: the expression is not folded.
enum ConstantArithmetic {
  /// Bounds on what folding may make, in bits of an int.
  private static let maximumIntBits = 128

  static func apply(_ operation: PythonSyntax.BinaryOperator, _ lhs: Number, _ rhs: Number)
    -> Number?
  {
    if let left = lhs.integer, let right = rhs.integer {
      return applyToInts(operation, left, right)
    }
    if lhs.isComplex || rhs.isComplex {
      guard let left = lhs.complex, let right = rhs.complex else { return nil }
      return applyToComplex(operation, left, right).map { .complex($0) }
    }
    guard let left = lhs.double, let right = rhs.double else { return nil }
    if operation == .power { return floatPower(left, right) }
    return applyToFloats(operation, left, right).map { .float($0) }
  }

  private static func applyToInts(
    _ operation: PythonSyntax.BinaryOperator, _ lhs: BigInteger, _ rhs: BigInteger
  ) -> Number? {
    switch operation {
    case .add: return .int(lhs + rhs)
    case .subtract: return .int(lhs - rhs)
    case .multiply:
      if !lhs.isZero, !rhs.isZero, lhs.bitWidth + rhs.bitWidth > maximumIntBits { return nil }
      return .int(lhs * rhs)
    case .divide: return BigInteger.quotient(lhs, rhs).map { .float($0) }
    case .floorDivide: return lhs.dividedFloor(by: rhs).map { .int($0.quotient) }
    case .modulo: return lhs.dividedFloor(by: rhs).map { .int($0.remainder) }
    case .power: return intPower(lhs, rhs)
    case .leftShift:
      guard !rhs.isNegative else { return nil }
      if lhs.isZero || rhs.isZero { return .int(lhs) }
      guard let count = rhs.word, count <= maximumIntBits,
        lhs.bitWidth <= maximumIntBits - count
      else { return nil }
      return .int(lhs << count)
    case .rightShift:
      guard !rhs.isNegative else { return nil }
      guard let count = rhs.word else { return .int(BigInteger(lhs.isNegative ? -1 : 0)) }
      return .int(lhs >> count)
    case .bitwiseOr: return .int(lhs.combined(with: rhs, |))
    case .bitwiseXor: return .int(lhs.combined(with: rhs, ^))
    case .bitwiseAnd: return .int(lhs.combined(with: rhs, &))
    case .matrixMultiply: return nil
    }
  }

  private static func intPower(_ lhs: BigInteger, _ rhs: BigInteger) -> Number? {
    if rhs.isNegative {
      guard let left = lhs.double, let right = rhs.double else { return nil }
      return floatPower(left, right)
    }
    if lhs.isZero { return .int(BigInteger(rhs.isZero ? 1 : 0)) }
    guard let exponent = rhs.word else { return nil }
    if exponent > 0, lhs.bitWidth > maximumIntBits / exponent { return nil }
    return .int(lhs.power(exponent))
  }

  private static func applyToFloats(
    _ operation: PythonSyntax.BinaryOperator, _ lhs: Double, _ rhs: Double
  ) -> Double? {
    switch operation {
    case .add: return lhs + rhs
    case .subtract: return lhs - rhs
    case .multiply: return lhs * rhs
    case .divide: return rhs == 0 ? nil : lhs / rhs
    case .floorDivide: return rhs == 0 ? nil : floorDivision(lhs, rhs).quotient
    case .modulo: return rhs == 0 ? nil : floorDivision(lhs, rhs).remainder
    default: return nil
    }
  }

  private static func floorDivision(
    _ lhs: Double, _ rhs: Double
  ) -> (quotient: Double, remainder: Double) {
    var remainder = fmod(lhs, rhs)
    var quotient = (lhs - remainder) / rhs
    if remainder != 0 {
      if (rhs < 0) != (remainder < 0) {
        remainder += rhs
        quotient -= 1
      }
    } else {
      remainder = copysign(0, rhs)
    }
    guard quotient != 0 else { return (copysign(0, lhs / rhs), remainder) }
    var floored = floor(quotient)
    if quotient - floored > 0.5 { floored += 1 }
    return (floored, remainder)
  }

  private static func floatPower(_ base: Double, _ exponent: Double) -> Number? {
    if base == 0, exponent < 0 { return nil }
    if base.isFinite, base < 0, exponent.isFinite, exponent != exponent.rounded(.down) {
      return ComplexNumber(real: base, imaginary: 0)
        .power(ComplexNumber(real: exponent, imaginary: 0)).map { .complex($0) }
    }
    let result = pow(base, exponent)
    if result.isInfinite, base.isFinite, exponent.isFinite { return nil }
    return .float(result)
  }

  private static func applyToComplex(
    _ operation: PythonSyntax.BinaryOperator, _ lhs: ComplexNumber, _ rhs: ComplexNumber
  ) -> ComplexNumber? {
    switch operation {
    case .add: return lhs + rhs
    case .subtract: return lhs - rhs
    case .multiply: return lhs * rhs
    case .divide: return lhs / rhs
    case .power: return lhs.power(rhs)
    default: return nil
    }
  }
}
