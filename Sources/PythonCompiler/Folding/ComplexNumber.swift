#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Complex arithmetic as Python's `complex` does it, operation by operation.
struct ComplexNumber {
  var real: Double
  var imaginary: Double

  static func + (lhs: ComplexNumber, rhs: ComplexNumber) -> ComplexNumber {
    ComplexNumber(real: lhs.real + rhs.real, imaginary: lhs.imaginary + rhs.imaginary)
  }

  static func - (lhs: ComplexNumber, rhs: ComplexNumber) -> ComplexNumber {
    ComplexNumber(real: lhs.real - rhs.real, imaginary: lhs.imaginary - rhs.imaginary)
  }

  static func * (lhs: ComplexNumber, rhs: ComplexNumber) -> ComplexNumber {
    ComplexNumber(
      real: lhs.real * rhs.real - lhs.imaginary * rhs.imaginary,
      imaginary: lhs.real * rhs.imaginary + lhs.imaginary * rhs.real)
  }

  /// Scaled by the larger part of the divisor; nil for division by zero.
  static func / (lhs: ComplexNumber, rhs: ComplexNumber) -> ComplexNumber? {
    if abs(rhs.real) >= abs(rhs.imaginary) {
      if rhs.real == 0 { return nil }
      let ratio = rhs.imaginary / rhs.real
      let denominator = rhs.real + rhs.imaginary * ratio
      return ComplexNumber(
        real: (lhs.real + lhs.imaginary * ratio) / denominator,
        imaginary: (lhs.imaginary - lhs.real * ratio) / denominator)
    }
    let ratio = rhs.real / rhs.imaginary
    let denominator = rhs.real * ratio + rhs.imaginary
    return ComplexNumber(
      real: (lhs.real * ratio + lhs.imaginary) / denominator,
      imaginary: (lhs.imaginary * ratio - lhs.real) / denominator)
  }

  func power(_ exponent: ComplexNumber) -> ComplexNumber? {
    if exponent.imaginary == 0, exponent.real == exponent.real.rounded(.down),
      abs(exponent.real) <= 100
    {
      return finite(integerPower(Int(exponent.real)))
    }
    if exponent.real == 0, exponent.imaginary == 0 { return ComplexNumber(real: 1, imaginary: 0) }
    if real == 0, imaginary == 0 {
      if exponent.imaginary != 0 || exponent.real < 0 { return nil }
      return ComplexNumber(real: 0, imaginary: 0)
    }
    let magnitude = hypot(real, imaginary)
    var length = pow(magnitude, exponent.real)
    let angle = atan2(imaginary, real)
    var phase = angle * exponent.real
    if exponent.imaginary != 0 {
      length *= exp(-angle * exponent.imaginary)
      phase += exponent.imaginary * log(magnitude)
    }
    return finite(ComplexNumber(real: length * cos(phase), imaginary: length * sin(phase)))
  }

  private func finite(_ value: ComplexNumber?) -> ComplexNumber? {
    guard let value, value.real.isFinite, value.imaginary.isFinite else { return nil }
    return value
  }

  private func integerPower(_ exponent: Int) -> ComplexNumber? {
    let one = ComplexNumber(real: 1, imaginary: 0)
    var result = one
    var base = self
    var bit = 1
    let count = exponent.magnitude
    while bit <= count {
      if Int(count) & bit != 0 { result = result * base }
      bit <<= 1
      base = base * base
    }
    return exponent < 0 ? one / result : result
  }
}
