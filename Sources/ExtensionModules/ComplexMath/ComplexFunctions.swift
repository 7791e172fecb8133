// Elementary functions of complex numbers: C's own for infinities and NaN, for the others by the formulas of the reference implementation:
// accurate near branch points (Kahan 1987) and without needless overflow.

import CTaipan
import Glibc
import TaipanRuntime

enum ComplexFunctions {
  typealias Z = Complex.Parts

  private static let large = Double.greatestFiniteMagnitude / 4
  private static let rootOfLarge = large.squareRoot()
  private static let logOfLarge = Glibc.log(large)
  private static let tiny = Double.leastNormalMagnitude

  /// i * z, and -i * z.
  private static func turn(_ z: Z) -> Z { (-z.1, z.0) }
  private static func turnBack(_ z: Z) -> Z { (z.1, -z.0) }

  /// The functions of `taipan_complex_function`, by number.
  private enum C: Int32 {
    case acos = 0, acosh = 1, asinh = 3, atanh = 5, cosh = 7, exp = 8, sinh = 10, sqrt = 11
    case tanh = 13
  }

  // Where C leaves a sign or a part open, the functions below choose as the reference implementation
  // does before they ask C.

  /// What C gives for a number with an infinite part or NaN; nil for finite ones.
  private static func special(_ z: Z, _ function: C) -> Z? {
    if z.0.isFinite, z.1.isFinite { return nil }
    var (real, imaginary) = (0.0, 0.0)
    taipan_complex_function(function.rawValue, z.0, z.1, &real, &imaginary)
    return (real, imaginary)
  }

  private static func isLarge(_ z: Z) -> Bool { abs(z.0) > large || abs(z.1) > large }
  /// log(2 * |z|) without overflow.
  private static func logOfDouble(_ z: Z) -> Double {
    Glibc.log(hypot(z.0 / 2, z.1 / 2)) + M_LN2 * 2
  }

  static func acos(_ z: Z) -> Z {
    if z.0.isInfinite, z.1.isNaN { return (.nan, .infinity) }
    if let known = special(z, .acos) { return known }
    if isLarge(z) {
      let imaginary =
        z.0 < 0 ? -copysign(logOfDouble(z), z.1) : copysign(logOfDouble(z), -z.1)
      return (atan2(abs(z.1), z.0), imaginary)
    }
    let s = sqrt((1 - z.0, -z.1))
    let t = sqrt((1 + z.0, z.1))
    return (2 * atan2(s.0, t.0), Glibc.asinh(t.0 * s.1 - t.1 * s.0))
  }

  static func acosh(_ z: Z) -> Z {
    if z.0 == 0, z.1.isNaN { return (.nan, .nan) }
    if let known = special(z, .acosh) { return known }
    if isLarge(z) { return (logOfDouble(z), atan2(z.1, z.0)) }
    let s = sqrt((z.0 - 1, z.1))
    let t = sqrt((z.0 + 1, z.1))
    return (Glibc.asinh(s.0 * t.0 + s.1 * t.1), 2 * atan2(s.1, t.0))
  }

  static func asin(_ z: Z) -> Z { turnBack(asinh(turn(z))) }

  static func asinh(_ z: Z) -> Z {
    if z.0.isNaN, z.1.isInfinite { return (.infinity, .nan) }
    if let known = special(z, .asinh) { return known }
    if isLarge(z) {
      let real = z.1 >= 0 ? copysign(logOfDouble(z), z.0) : -copysign(logOfDouble(z), -z.0)
      return (real, atan2(z.1, abs(z.0)))
    }
    let s = sqrt((1 + z.1, -z.0))
    let t = sqrt((1 - z.1, z.0))
    return (Glibc.asinh(s.0 * t.1 - t.0 * s.1), atan2(z.1, s.0 * t.0 - s.1 * t.1))
  }

  static func atan(_ z: Z) -> Z { turnBack(atanh(turn(z))) }

  static func atanh(_ z: Z) -> Z {
    if z.0.isNaN, z.1.isInfinite { return (0, copysign(Double.pi / 2, z.1)) }
    if let known = special(z, .atanh) { return known }
    if z.0.sign == .minus {
      let w = atanh((-z.0, -z.1))
      return (-w.0, -w.1)
    }
    let y = abs(z.1)
    if z.0 > rootOfLarge || y > rootOfLarge {
      let h = hypot(z.0 / 2, z.1 / 2)
      return (z.0 / 4 / h / h, -copysign(Double.pi / 2, -z.1))
    }
    if z.0 == 1, y < tiny.squareRoot() {
      return (
        -Glibc.log(y.squareRoot() / hypot(y, 2).squareRoot()),
        copysign(atan2(2, -y) / 2, z.1)
      )
    }
    let distance = 1 - z.0
    return (
      Glibc.log1p(4 * z.0 / (distance * distance + y * y)) / 4,
      -atan2(-2 * z.1, distance * (1 + z.0) - y * y) / 2
    )
  }

  static func cos(_ z: Z) -> Z { cosh(turn(z)) }
  static func sin(_ z: Z) -> Z { turnBack(sinh(turn(z))) }
  static func tan(_ z: Z) -> Z { turnBack(tanh(turn(z))) }

  static func cosh(_ z: Z) -> Z {
    if z.0.isNaN, z.1 == 0 { return (.nan, 0) }
    if let known = special(z, .cosh) { return known }
    if abs(z.0) > logOfLarge {
      let x = z.0 - copysign(1, z.0)
      return (Glibc.cos(z.1) * Glibc.cosh(x) * M_E, Glibc.sin(z.1) * Glibc.sinh(x) * M_E)
    }
    return (Glibc.cos(z.1) * Glibc.cosh(z.0), Glibc.sin(z.1) * Glibc.sinh(z.0))
  }

  static func sinh(_ z: Z) -> Z {
    if z.0 == 0, z.1.isNaN { return (0, .nan) }
    if let known = special(z, .sinh) { return known }
    if abs(z.0) > logOfLarge {
      let x = z.0 - copysign(1, z.0)
      return (Glibc.cos(z.1) * Glibc.sinh(x) * M_E, Glibc.sin(z.1) * Glibc.cosh(x) * M_E)
    }
    return (Glibc.cos(z.1) * Glibc.sinh(z.0), Glibc.sin(z.1) * Glibc.cosh(z.0))
  }

  static func tanh(_ z: Z) -> Z {
    if z.0.isInfinite, !z.1.isFinite { return (copysign(1, z.0), 0) }
    if z.0 == 0, z.1.isNaN { return (.nan, .nan) }
    if let known = special(z, .tanh) { return known }
    if abs(z.0) > logOfLarge {
      return (
        copysign(1, z.0), 4 * Glibc.sin(z.1) * Glibc.cos(z.1) * Glibc.exp(-2 * abs(z.0))
      )
    }
    let x = Glibc.tanh(z.0)
    let y = Glibc.tan(z.1)
    let c = 1 / Glibc.cosh(z.0)
    let xy = x * y
    let denominator = 1 + xy * xy
    return (x * (1 + y * y) / denominator, y / denominator * c * c)
  }

  static func exp(_ z: Z) -> Z {
    if z.0 == -.infinity, !z.1.isFinite { return (0, 0) }
    if let known = special(z, .exp) { return known }
    if z.0 > logOfLarge {
      let length = Glibc.exp(z.0 - 1)
      return (length * Glibc.cos(z.1) * M_E, length * Glibc.sin(z.1) * M_E)
    }
    let length = Glibc.exp(z.0)
    return (length * Glibc.cos(z.1), length * Glibc.sin(z.1))
  }

  static func log(_ z: Z) -> Z {
    let (x, y) = (abs(z.0), abs(z.1))
    let angle = atan2(z.1, z.0)
    if x > large || y > large { return (Glibc.log(hypot(x / 2, y / 2)) + M_LN2, angle) }
    if x < tiny, y < tiny {
      return (Glibc.log(hypot(scalbn(x, 53), scalbn(y, 53))) - 53 * M_LN2, angle)
    }
    let h = hypot(x, y)
    if h >= 0.71, h <= 1.73 {
      let (more, less) = x > y ? (x, y) : (y, x)
      return (Glibc.log1p((more - 1) * (more + 1) + less * less) / 2, angle)
    }
    return (Glibc.log(h), angle)
  }

  static func sqrt(_ z: Z) -> Z {
    if let known = special(z, .sqrt) { return known }
    if z.0 == 0, z.1 == 0 { return (0, z.1) }
    var x = abs(z.0)
    let y = abs(z.1)
    let s: Double
    if x < tiny, y < tiny {
      x = scalbn(x, 53)
      s = scalbn((x + hypot(x, scalbn(y, 53))).squareRoot(), -27)
    } else {
      x /= 8
      s = 2 * (x + hypot(x, y / 8)).squareRoot()
    }
    let d = y / (2 * s)
    return z.0 >= 0 ? (s, copysign(d, z.1)) : (d, copysign(s, z.1))
  }
}
