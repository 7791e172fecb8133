// Number theory: exact functions of ints.

import CTaipan
import TaipanRuntime

extension MathModule {
  static func gcd(_ a: Args) throws(Raised) -> Value {
    if a.keywordCount > 0 { throw raise(.typeError, "math.gcd() takes no keyword arguments") }
    var result = Value(0)
    for i in 0..<a.count { result = IntMath.gcd(result, try Convert.index(a[i])) }
    return result
  }

  static func lcm(_ a: Args) throws(Raised) -> Value {
    if a.keywordCount > 0 { throw raise(.typeError, "math.lcm() takes no keyword arguments") }
    var result = Value(1)
    for i in 0..<a.count {
      let n = try Convert.index(a[i])
      if result.intSign == 0 || n.intSign == 0 {
        result = Value(0)
        continue
      }
      let quotient = try IntMath.divmod(result, IntMath.gcd(result, n)).0
      let product = IntMath.multiply(quotient, n)
      result = product.intSign < 0 ? IntMath.negate(product) : product
    }
    return result
  }

  static func isqrt(_ a: Args) throws(Raised) -> Value {
    let n = try Convert.index(a[0])
    if n.intSign < 0 { throw raise(.valueError, "isqrt() argument must be nonnegative") }
    // The root of a double is off by one at most.
    if n.isInt, n.asInt < 1 << 52 { return Value(smallInt: Int(Double(n.asInt).squareRoot())) }
    let z = BigInteger(n)
    __gmpz_sqrt(z.z, z.z)
    return z.value
  }

  static func factorial(_ a: Args) throws(Raised) -> Value {
    try factorial(try Convert.index(a[0]))
  }

  private static func factorial(_ n: Value) throws(Raised) -> Value {
    if n.intSign < 0 {
      throw raise(.valueError, "factorial() not defined for negative values")
    }
    guard let count = n.asMachineInt else {
      throw raise(
        .overflowError, "factorial() argument should not exceed 9223372036854775807")
    }
    if count <= 20 {
      var product = 1
      for factor in 1..<(count + 1) { product *= factor }
      return Value(product)
    }
    // A result of n * log2(n) bits at most.
    try Heap.requireRoom((count / 8).multipliedReportingOverflow(by: 63).partialValue)
    let z = BigInteger()
    __gmpz_fac_ui(z.z, UInt(count))
    return z.value
  }

  static func comb(_ a: Args) throws(Raised) -> Value {
    let n = try Convert.index(a[0])
    var k = try Convert.index(a[1])
    if n.intSign < 0 { throw raise(.valueError, "n must be a non-negative integer") }
    if k.intSign < 0 { throw raise(.valueError, "k must be a non-negative integer") }
    let rest = IntMath.subtract(n, k)
    if rest.intSign < 0 { return Value(0) }
    if IntMath.compare(rest, k) < 0 { k = rest }
    guard let count = k.asMachineInt else {
      throw raise(.overflowError, "min(n - k, k) must not exceed 9223372036854775807")
    }
    if n.isInt, let small = smallBinomial(n.asInt, count) { return Value(small) }
    let z = BigInteger(n)
    __gmpz_bin_ui(z.z, z.z, UInt(count))
    return z.value
  }

  /// A binomial coefficient by machine arithmetic; nil where a step overflows.
  private static func smallBinomial(_ n: Int, _ k: Int) -> Int? {
    if k > 32 { return nil }
    var result = 1
    if k <= 20, let numerator = smallFalling(n, k) {
      // The factorial of 20 is the last one below 2^63.
      var factorial = 1
      for i in 1..<max(k + 1, 1) { factorial &*= i }
      return numerator / factorial
    }
    for i in 0..<k {
      // The product of i + 1 factors by the first i + 1 numbers is a binomial again.
      let (product, overflow) = result.multipliedReportingOverflow(by: n - i)
      if overflow { return nil }
      result = product / (i + 1)
    }
    return result
  }

  /// n * (n - 1) * … of `k` factors; nil where it overflows.
  private static func smallFalling(_ n: Int, _ k: Int) -> Int? {
    var result = 1
    for i in 0..<k {
      let (product, overflow) = result.multipliedReportingOverflow(by: n - i)
      if overflow { return nil }
      result = product
    }
    return result
  }

  static func perm(_ a: Args) throws(Raised) -> Value {
    if a.optional(1).isAbsent || a[1].isNone { return try factorial(try Convert.index(a[0])) }
    let n = try Convert.index(a[0])
    let k = try Convert.index(a[1])
    if n.intSign < 0 { throw raise(.valueError, "n must be a non-negative integer") }
    if k.intSign < 0 { throw raise(.valueError, "k must be a non-negative integer") }
    if IntMath.compare(n, k) < 0 { return Value(0) }
    guard let count = k.asMachineInt else {
      throw raise(.overflowError, "k must not exceed 9223372036854775807")
    }
    return falling(n, count)
  }

  /// n * (n - 1) * … of `count` factors, as a balanced product.
  private static func falling(_ n: Value, _ count: Int) -> Value {
    if count == 0 { return Value(1) }
    if count <= 8 {
      var result = n
      var factor = n
      for _ in 1..<count {
        factor = IntMath.subtract(factor, Value(1))
        result = IntMath.multiply(result, factor)
      }
      return result
    }
    let half = count / 2
    return IntMath.multiply(
      falling(n, half), falling(IntMath.subtract(n, Value(half)), count - half))
  }
}
