// Complex numbers: two doubles in a boxed object.

import Glibc

public struct ComplexLayout {
  public var header: Header
  public var real: Double
  public var imaginary: Double
}

@frozen public struct ComplexRef: TypedRef {
  public let p: UnsafeMutablePointer<ComplexLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<ComplexLayout>) { self.p = p }

  public var real: Double { p.pointee.real }
  public var imaginary: Double { p.pointee.imaginary }
  public var parts: (Double, Double) { (p.pointee.real, p.pointee.imaginary) }

  public static func make(_ real: Double, _ imaginary: Double) -> Value {
    let complex = ComplexRef(
      Heap.allocate(MemoryLayout<ComplexLayout>.size, Header(shape: .of(.complex))))
    complex.p.pointee.real = real
    complex.p.pointee.imaginary = imaginary
    return complex.value
  }
}

extension Value {
  /// complex or a subclass.
  public var isAnyComplex: Bool { isExactly(.complex) || (isHeap && isInstance(of: .complex)) }
}

/// Arithmetic of complex numbers (the algorithms of Objects/complexobject.c).
public enum Complex {
  public typealias Parts = (Double, Double)

  public static func multiply(_ a: Parts, _ b: Parts) -> Parts {
    (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0)
  }

  /// nil for a divisor of zero. Scales by the larger part of the divisor (Smith 1962).
  public static func divide(_ a: Parts, _ b: Parts) -> Parts? {
    let (absoluteReal, absoluteImaginary) = (abs(b.0), abs(b.1))
    if absoluteReal >= absoluteImaginary {
      if absoluteReal == 0 { return nil }
      let ratio = b.1 / b.0
      let denominator = b.0 + b.1 * ratio
      return ((a.0 + a.1 * ratio) / denominator, (a.1 - a.0 * ratio) / denominator)
    }
    if absoluteImaginary >= absoluteReal {
      let ratio = b.0 / b.1
      let denominator = b.0 * ratio + b.1
      return ((a.0 * ratio + a.1) / denominator, (a.1 * ratio - a.0) / denominator)
    }
    return (.nan, .nan)
  }

  /// `a ** b`.
  ///
  /// - Throws: ZeroDivisionError for zero to a negative or complex power, OverflowError.
  public static func power(_ a: Parts, _ b: Parts) throws(Raised) -> Value {
    let result: Parts
    // Integral exponents are multiplied out: exact where the parts are.
    if b.1 == 0, b.0 == b.0.rounded(.down), abs(b.0) <= 100 {
      result = try integerPower(a, Int(b.0))
    } else {
      result = try generalPower(a, b)
    }
    if result.0.isInfinite || result.1.isInfinite {
      throw raise(.overflowError, "complex exponentiation")
    }
    return ComplexRef.make(result.0, result.1)
  }

  private static func zeroPower() -> Raised {
    raise(.zeroDivisionError, "0.0 to a negative or complex power")
  }

  private static func integerPower(_ a: Parts, _ n: Int) throws(Raised) -> Parts {
    if n > 0 { return unsignedPower(a, n) }
    guard let inverse = divide((1, 0), unsignedPower(a, -n)) else { throw zeroPower() }
    return inverse
  }

  private static func unsignedPower(_ a: Parts, _ n: Int) -> Parts {
    var result: Parts = (1, 0)
    var factor = a
    var mask = 1
    while mask > 0, n >= mask {
      if n & mask != 0 { result = multiply(result, factor) }
      mask <<= 1
      factor = multiply(factor, factor)
    }
    return result
  }

  private static func generalPower(_ a: Parts, _ b: Parts) throws(Raised) -> Parts {
    if b.0 == 0, b.1 == 0 { return (1, 0) }
    if a.0 == 0, a.1 == 0 {
      if b.1 != 0 || b.0 < 0 { throw zeroPower() }
      return (0, 0)
    }
    let magnitude = hypot(a.0, a.1)
    var length = pow(magnitude, b.0)
    let angle = atan2(a.1, a.0)
    var phase = angle * b.0
    if b.1 != 0 {
      length *= exp(-angle * b.1)
      phase += b.1 * log(magnitude)
    }
    // An angle without end has no sine, for which C's function answers what it does for zero.
    if phase.isInfinite { throw zeroPower() }
    return (length * cos(phase), length * sin(phase))
  }
}
