// The gamma function by Lanczos' approximation, with the constants and the order of operations of the
// reference implementation, so that results agree in the last bit.

import Glibc
import TaipanRuntime

enum Gamma {
  private static let g = 6.024680040776729583740234375
  private static let gMinusHalf = 5.524680040776729583740234375
  private static let numerator: [Double] = [
    23531376880.410759688572007674451636754734846804940,
    42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843,
    17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708,
    1439720407.3117216736632230727949123939715485786372,
    248874557.86205415651146038641322942321632125127801,
    31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768,
    186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024,
    210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408,
  ]
  private static let denominator: [Double] = [
    0, 39916800, 120543840, 150917976, 105258076, 45995730, 13339535, 2637558, 357423, 32670,
    1925, 66, 1,
  ]
  /// Gamma of 1 to 23: exact.
  private static let factorials: [Double] = (0..<23).map { n in
    (0..<n).reduce(1.0) { $0 * Double($1 + 1) }
  }
  private static let logPi = 1.144729885849400174143427351353058711647

  private static func sum(_ x: Double) -> Double {
    var (top, bottom) = (0.0, 0.0)
    if x < 5 {
      for i in stride(from: 12, through: 0, by: -1) {
        top = top * x + numerator[i]
        bottom = bottom * x + denominator[i]
      }
    } else {
      for i in 0..<13 {
        top = top / x + numerator[i]
        bottom = bottom / x + denominator[i]
      }
    }
    return top / bottom
  }

  /// sin(pi * x), accurate for large x.
  private static func sinPi(_ x: Double) -> Double {
    let y = fmod(abs(x), 2)
    let result: Double
    switch Int((2 * y).rounded()) {
    case 0: result = sin(.pi * y)
    case 1: result = cos(.pi * (y - 0.5))
    case 2: result = sin(.pi * (1 - y))
    case 3: result = -cos(.pi * (y - 1.5))
    default: result = sin(.pi * (y - 2))
    }
    return copysign(1, x) * result
  }

  /// - Throws: ValueError at the poles, OverflowError.
  static func gamma(_ x: Double) throws(Raised) -> Double {
    if !x.isFinite {
      if x.isNaN || x > 0 { return x }
      throw MathModule.domainError()
    }
    if x == 0 { throw MathModule.domainError() }
    if x == x.rounded(.down) {
      if x < 0 { throw MathModule.domainError() }
      if x <= 23 { return factorials[Int(x) - 1] }
    }
    let absolute = abs(x)
    if absolute < 1e-20 {
      if (1 / x).isInfinite { throw MathModule.rangeError() }
      return 1 / x
    }
    if absolute > 200 {
      if x < 0 { return 0 / sinPi(x) }
      throw MathModule.rangeError()
    }
    let result = approximate(x, absolute)
    if result.isInfinite { throw MathModule.rangeError() }
    return result
  }

  private static func approximate(_ x: Double, _ absolute: Double) -> Double {
    let y = absolute + gMinusHalf
    // The error of that sum.
    var z: Double
    if absolute > gMinusHalf {
      let q = y - absolute
      z = q - gMinusHalf
    } else {
      let q = y - gMinusHalf
      z = q - absolute
    }
    z = z * g / y
    var r: Double
    if x < 0 {
      r = -Double.pi / sinPi(absolute) / absolute * exp(y) / sum(absolute)
      r -= z * r
      if absolute < 140 {
        r /= pow(y, absolute - 0.5)
      } else {
        let root = pow(y, absolute / 2 - 0.25)
        r /= root
        r /= root
      }
    } else {
      r = sum(absolute) / exp(y)
      r += z * r
      if absolute < 140 {
        r *= pow(y, absolute - 0.5)
      } else {
        let root = pow(y, absolute / 2 - 0.25)
        r *= root
        r *= root
      }
    }
    return r
  }

  /// - Throws: ValueError at the poles, OverflowError.
  static func logGamma(_ x: Double) throws(Raised) -> Double {
    if !x.isFinite { return x.isNaN ? x : .infinity }
    if x == x.rounded(.down), x <= 2 {
      if x <= 0 { throw MathModule.domainError() }
      return 0
    }
    let absolute = abs(x)
    if absolute < 1e-20 { return -log(absolute) }
    var r = log(sum(absolute)) - g
    r += (absolute - 0.5) * (log(absolute + g - 0.5) - 1)
    if x < 0 { r = logPi - log(abs(sinPi(absolute))) - log(absolute) - r }
    if r.isInfinite { throw MathModule.rangeError() }
    return r
  }
}

extension MathModule {
  static func gamma(_ a: Args) throws(Raised) -> Value {
    Value(try Gamma.gamma(try Convert.double(a[0])))
  }
  static func lgamma(_ a: Args) throws(Raised) -> Value {
    Value(try Gamma.logGamma(try Convert.double(a[0])))
  }
}
