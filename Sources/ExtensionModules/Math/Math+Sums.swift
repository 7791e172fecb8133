// Sums, products and norms, as exact as floats allow.

import Glibc
import TaipanRuntime

/// A double and the error of its rounding.
private struct Pair {
  var high: Double
  var low: Double

  /// Exact for any operands (Knuth).
  @inline(__always) static func sum(_ a: Double, _ b: Double) -> Pair {
    let x = a + b
    let z = x - a
    return Pair(high: x, low: (a - (x - z)) + (b - z))
  }
  /// Exact where |a| >= |b| (Dekker).
  @inline(__always) static func fastSum(_ a: Double, _ b: Double) -> Pair {
    let x = a + b
    return Pair(high: x, low: (a - x) + b)
  }
  @inline(__always) static func product(_ a: Double, _ b: Double) -> Pair {
    let z = a * b
    return Pair(high: z, low: fma(a, b, -z))
  }
}

/// A sum kept in three doubles.
private struct Triple {
  var high = 0.0
  var low = 0.0
  var tiny = 0.0

  @inline(__always) func adding(product a: Double, _ b: Double) -> Triple {
    let product = Pair.product(a, b)
    let sum = Pair.sum(high, product.high)
    let first = Pair.sum(low, product.low)
    let second = Pair.sum(first.high, sum.low)
    return Triple(high: sum.high, low: second.high, tiny: tiny + first.low + second.low)
  }
  var double: Double {
    let last = Pair.sum(low, high)
    return tiny + last.low + last.high
  }
}

extension MathModule {
  // MARK: fsum

  static func fsum(_ a: Args) throws(Raised) -> Value {
    // Partial sums that do not overlap, in increasing order (Shewchuk 1997).
    var partials: [Double] = []
    var specialSum = 0.0
    var infinities = 0.0
    try Iterate.forEach(a[0]) { (item) throws(Raised) in
      let original = try Convert.double(item)
      var x = original
      var kept = 0
      for j in 0..<partials.count {
        var y = partials[j]
        if abs(x) < abs(y) { swap(&x, &y) }
        let high = x + y
        let low = y - (high - x)
        if low != 0 {
          partials[kept] = low
          kept += 1
        }
        x = high
      }
      partials.removeSubrange(kept...)
      if x == 0 { return }
      if x.isFinite {
        partials.append(x)
      } else if original.isFinite {
        throw raise(.overflowError, "intermediate overflow in fsum")
      } else {
        if original.isInfinite { infinities += original }
        specialSum += original
        partials.removeAll()
      }
    }
    if specialSum != 0 {
      if infinities.isNaN { throw raise(.valueError, "-inf + inf in fsum") }
      return Value(specialSum)
    }
    return Value(collect(partials))
  }

  /// The sum of partials, rounded once: half to even across several of them.
  private static func collect(_ partials: [Double]) -> Double {
    var n = partials.count
    if n == 0 { return 0 }
    n -= 1
    var high = partials[n]
    var low = 0.0
    while n > 0 {
      let x = high
      n -= 1
      let y = partials[n]
      high = x + y
      low = y - (high - x)
      if low != 0 { break }
    }
    if n > 0, (low < 0 && partials[n - 1] < 0) || (low > 0 && partials[n - 1] > 0) {
      let y = low * 2
      let x = high + y
      if y == x - high { high = x }
    }
    return high
  }

  // MARK: prod, sumprod

  static func prod(_ a: Args) throws(Raised) -> Value {
    var result = a[1].isAbsent ? Value(1) : a[1]
    try Iterate.forEach(a[0]) { (item) throws(Raised) in
      result = try Operators.binary(result, item, .multiply)
    }
    return result
  }

  static func sumprod(_ a: Args) throws(Raised) -> Value {
    let first = try Iterate.iterator(a[0])
    let second = try Iterate.iterator(a[1])
    var total = Value(0)
    var ints = 0
    var intsActive = true
    var intsUsed = false
    var floats = Triple()
    var floatsActive = true
    var floatsUsed = false
    while true {
      let p = try Iterate.next(first)
      let q = try Iterate.next(second)
      if p.isExhausted != q.isExhausted {
        throw raise(.valueError, "Inputs are not the same length")
      }
      let finished = p.isExhausted
      if intsActive {
        if !finished, p.isInt, q.isInt {
          let (product, high) = p.asInt.multipliedReportingOverflow(by: q.asInt)
          let (sum, carry) = ints.addingReportingOverflow(product)
          if !high, !carry {
            ints = sum
            intsUsed = true
            continue
          }
        }
        intsActive = false
        if intsUsed { total = try Operators.binary(total, Value(ints), .add) }
        ints = 0
        intsUsed = false
      }
      if floatsActive {
        if !finished, let (x, y) = floatPair(p, q) {
          let sum = floats.adding(product: x, y)
          if sum.high.isFinite {
            floats = sum
            floatsUsed = true
            continue
          }
        }
        floatsActive = false
        if floatsUsed { total = try Operators.binary(total, Value(floats.double), .add) }
        floatsUsed = false
      }
      if finished { return total }
      total = try Operators.binary(
        total, try Operators.binary(p, q, .multiply), .add)
    }
  }

  /// Both as doubles, where at least one is a float and the other a float or an int.
  @inline(__always)
  private static func floatPair(_ p: Value, _ q: Value) -> (Double, Double)? {
    func double(_ value: Value) -> Double? {
      if value.isFloat { return value.asFloat }
      if value.isInt || value.isExactly(.int) || value.isBool {
        let d = IntMath.toDouble(value)
        return d.isInfinite ? nil : d
      }
      return nil
    }
    if !p.isFloat, !q.isFloat { return nil }
    guard let x = double(p), let y = double(q) else { return nil }
    return (x, y)
  }

  // MARK: hypot, dist

  static func hypot(_ a: Args) throws(Raised) -> Value {
    if a.keywordCount > 0 { throw raise(.typeError, "math.hypot() takes no keyword arguments") }
    return try withUnsafeTemporaryAllocation(of: Double.self, capacity: a.count) {
      (vector) throws(Raised) -> Value in
      for i in 0..<a.count { vector[i] = abs(try Convert.double(a[i])) }
      return Value(norm(vector))
    }
  }

  static func dist(_ a: Args) throws(Raised) -> Value {
    let p = try Iterate.tuple(a[0])
    let q = try Iterate.tuple(a[1])
    if p.count != q.count {
      throw raise(.valueError, "both points must have the same number of dimensions")
    }
    var vector: [Double] = []
    for i in 0..<p.count {
      vector.append(abs(try Convert.double(p[i]) - (try Convert.double(q[i]))))
    }
    return Value(vector.withUnsafeMutableBufferPointer { norm($0) })
  }

  /// Euclidean length: scaled, summed without error, and corrected by one step of Newton's method.
  private static func norm(_ vector: UnsafeMutableBufferPointer<Double>) -> Double {
    var largest = 0.0
    var foundNaN = false
    for x in vector {
      if x.isNaN { foundNaN = true }
      if x > largest { largest = x }
    }
    if largest.isInfinite { return largest }
    if foundNaN { return .nan }
    if largest == 0 || vector.count <= 1 { return largest }
    let exponent = Int32(largest.exponent) + 1
    if exponent < -1023 {
      let unit = Double.leastNormalMagnitude
      for i in vector.indices { vector[i] /= unit }
      return unit * norm(vector)
    }
    let scale =
      exponent < 1023
      ? Double(bitPattern: UInt64(1023 - exponent) << 52) : Glibc.ldexp(1, -exponent)
    var sum = 1.0
    var (first, second) = (0.0, 0.0)
    func add(_ product: Pair) {
      let step = Pair.fastSum(sum, product.high)
      sum = step.high
      first += product.low
      second += step.low
    }
    for x in vector { add(Pair.product(x * scale, x * scale)) }
    var h = (sum - 1 + (first + second)).squareRoot()
    add(Pair.product(-h, h))
    h += (sum - 1 + (first + second)) / (2 * h)
    return h / scale
  }
}
