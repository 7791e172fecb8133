/// Integers of any size for constant folding: sign and magnitude. Operands are literals, so simple
/// schoolbook methods do.
struct BigInteger: Equatable {
  private(set) var isNegative: Bool
  /// Least significant first, no leading zeros; empty for zero.
  private(set) var limbs: [UInt64]

  init(_ value: Int) {
    isNegative = value < 0
    limbs = value == 0 ? [] : [UInt64(value.magnitude)]
  }

  init(isNegative: Bool, limbs: [UInt64]) {
    var limbs = limbs
    while limbs.last == 0 { limbs.removeLast() }
    self.limbs = limbs
    self.isNegative = isNegative && !limbs.isEmpty
  }

  var isZero: Bool { limbs.isEmpty }

  /// The value as a machine word, if it fits.
  var word: Int? {
    if limbs.isEmpty { return 0 }
    guard limbs.count == 1 else { return nil }
    if isNegative { return limbs[0] <= 1 << 63 ? Int(truncatingIfNeeded: 0 &- limbs[0]) : nil }
    return Int(exactly: limbs[0])
  }

  var bitWidth: Int {
    guard let last = limbs.last else { return 0 }
    return limbs.count * 64 - last.leadingZeroBitCount
  }

  static prefix func - (value: BigInteger) -> BigInteger {
    BigInteger(isNegative: !value.isNegative, limbs: value.limbs)
  }

  static func + (lhs: BigInteger, rhs: BigInteger) -> BigInteger {
    if lhs.isNegative == rhs.isNegative {
      return BigInteger(isNegative: lhs.isNegative, limbs: sum(lhs.limbs, rhs.limbs))
    }
    if isLess(lhs.limbs, rhs.limbs) {
      return BigInteger(isNegative: rhs.isNegative, limbs: difference(rhs.limbs, lhs.limbs))
    }
    return BigInteger(isNegative: lhs.isNegative, limbs: difference(lhs.limbs, rhs.limbs))
  }

  static func - (lhs: BigInteger, rhs: BigInteger) -> BigInteger { lhs + -rhs }

  static func * (lhs: BigInteger, rhs: BigInteger) -> BigInteger {
    var result = [UInt64](repeating: 0, count: lhs.limbs.count + rhs.limbs.count)
    for (i, left) in lhs.limbs.enumerated() {
      var carry: UInt64 = 0
      for (j, right) in rhs.limbs.enumerated() {
        let product = left.multipliedFullWidth(by: right)
        let (low, firstCarry) = product.low.addingReportingOverflow(carry)
        let (total, secondCarry) = result[i + j].addingReportingOverflow(low)
        result[i + j] = total
        carry = product.high + (firstCarry ? 1 : 0) + (secondCarry ? 1 : 0)
      }
      result[i + rhs.limbs.count] = carry
    }
    return BigInteger(isNegative: lhs.isNegative != rhs.isNegative, limbs: result)
  }

  /// Floor division, as Python divides; nil for division by zero.
  func dividedFloor(by divisor: BigInteger) -> (quotient: BigInteger, remainder: BigInteger)? {
    guard !divisor.isZero else { return nil }
    let (magnitude, rest) = BigInteger.divide(limbs, divisor.limbs)
    var quotient = BigInteger(isNegative: isNegative != divisor.isNegative, limbs: magnitude)
    var remainder = BigInteger(isNegative: isNegative, limbs: rest)
    if !remainder.isZero, isNegative != divisor.isNegative {
      quotient = quotient - BigInteger(1)
      remainder = remainder + divisor
    }
    return (quotient, remainder)
  }

  func power(_ exponent: Int) -> BigInteger {
    var result = BigInteger(1)
    var base = self
    var rest = exponent
    while rest > 0 {
      if rest & 1 == 1 { result = result * base }
      rest >>= 1
      if rest > 0 { base = base * base }
    }
    return result
  }

  // MARK: Bits

  static func << (value: BigInteger, count: Int) -> BigInteger {
    if value.isZero { return value }
    var result = [UInt64](repeating: 0, count: count / 64)
    let shift = UInt64(count % 64)
    var carry: UInt64 = 0
    for limb in value.limbs {
      result.append(limb << shift | carry)
      carry = shift == 0 ? 0 : limb >> (64 - shift)
    }
    result.append(carry)
    return BigInteger(isNegative: value.isNegative, limbs: result)
  }

  /// Shifts towards negative infinity.
  static func >> (value: BigInteger, count: Int) -> BigInteger {
    if value.isNegative { return -(((-value) - BigInteger(1)) >> count) - BigInteger(1) }
    let skipped = count / 64
    guard skipped < value.limbs.count else { return BigInteger(0) }
    let shift = UInt64(count % 64)
    var result: [UInt64] = []
    for index in skipped..<value.limbs.count {
      let high =
        index + 1 < value.limbs.count && shift > 0
        ? value.limbs[index + 1] << (64 - shift) : 0
      result.append(value.limbs[index] >> shift | high)
    }
    return BigInteger(isNegative: false, limbs: result)
  }

  /// A bitwise operation on infinitely sign-extended two's complement.
  func combined(
    with other: BigInteger, _ operation: (UInt64, UInt64) -> UInt64
  ) -> BigInteger {
    let width = max(limbs.count, other.limbs.count) + 1
    let left = twosComplement(width)
    let right = other.twosComplement(width)
    var result = zip(left, right).map { operation($0, $1) }
    let isNegative = result[width - 1] >> 63 == 1
    if isNegative { BigInteger.negate(&result) }
    return BigInteger(isNegative: isNegative, limbs: result)
  }

  private func twosComplement(_ width: Int) -> [UInt64] {
    var result = limbs + [UInt64](repeating: 0, count: width - limbs.count)
    if isNegative { BigInteger.negate(&result) }
    return result
  }

  private static func negate(_ limbs: inout [UInt64]) {
    var carry = true
    for index in limbs.indices {
      let (value, overflow) = (~limbs[index]).addingReportingOverflow(carry ? 1 : 0)
      limbs[index] = value
      carry = overflow
    }
  }

  // MARK: Magnitudes

  private static func isLess(_ lhs: [UInt64], _ rhs: [UInt64]) -> Bool {
    if lhs.count != rhs.count { return lhs.count < rhs.count }
    for index in lhs.indices.reversed() where lhs[index] != rhs[index] {
      return lhs[index] < rhs[index]
    }
    return false
  }

  private static func sum(_ lhs: [UInt64], _ rhs: [UInt64]) -> [UInt64] {
    var result: [UInt64] = []
    var carry: UInt64 = 0
    for index in 0..<max(lhs.count, rhs.count) {
      let left = index < lhs.count ? lhs[index] : 0
      let right = index < rhs.count ? rhs[index] : 0
      let (partial, first) = left.addingReportingOverflow(right)
      let (total, second) = partial.addingReportingOverflow(carry)
      result.append(total)
      carry = (first ? 1 : 0) + (second ? 1 : 0)
    }
    result.append(carry)
    return result
  }

  private static func difference(_ lhs: [UInt64], _ rhs: [UInt64]) -> [UInt64] {
    var result = lhs
    var borrow: UInt64 = 0
    for index in lhs.indices {
      let right = index < rhs.count ? rhs[index] : 0
      let (partial, first) = lhs[index].subtractingReportingOverflow(right)
      let (total, second) = partial.subtractingReportingOverflow(borrow)
      result[index] = total
      borrow = (first ? 1 : 0) + (second ? 1 : 0)
    }
    return result
  }

  private static func divide(
    _ dividend: [UInt64], _ divisor: [UInt64]
  ) -> (quotient: [UInt64], remainder: [UInt64]) {
    if divisor.count == 1 {
      var quotient = dividend
      var rest: UInt64 = 0
      for index in dividend.indices.reversed() {
        (quotient[index], rest) = divisor[0].dividingFullWidth((rest, dividend[index]))
      }
      return (quotient, [rest])
    }
    var quotient = [UInt64](repeating: 0, count: dividend.count)
    var rest = BigInteger(0)
    let divisorValue = BigInteger(isNegative: false, limbs: divisor)
    for bit in stride(from: dividend.count * 64 - 1, through: 0, by: -1) {
      rest = rest << 1
      if dividend[bit / 64] >> UInt64(bit % 64) & 1 == 1 { rest = rest + BigInteger(1) }
      if !isLess(rest.limbs, divisorValue.limbs) {
        rest = rest - divisorValue
        quotient[bit / 64] |= 1 << UInt64(bit % 64)
      }
    }
    return (quotient, rest.limbs)
  }
}

extension BigInteger {
  /// The nearest double, ties to even; nil when it overflows.
  var double: Double? { BigInteger.quotient(self, BigInteger(1)) }

  /// `lhs / rhs` correctly rounded; nil for division by zero and overflow.
  static func quotient(_ lhs: BigInteger, _ rhs: BigInteger) -> Double? {
    if rhs.isZero { return nil }
    if lhs.isZero { return rhs.isNegative ? -0.0 : 0 }
    // 66 bits or more of quotient and a sticky bit leave the last rounding to the conversion below.
    let shift = 66 - (lhs.bitWidth - rhs.bitWidth)
    var numerator = BigInteger(isNegative: false, limbs: lhs.limbs)
    var denominator = BigInteger(isNegative: false, limbs: rhs.limbs)
    if shift >= 0 { numerator = numerator << shift } else { denominator = denominator << -shift }
    guard let (quotient, rest) = numerator.dividedFloor(by: denominator) else { return nil }
    guard let result = rounded(quotient, isExact: rest.isZero, exponent: -shift) else { return nil }
    return lhs.isNegative != rhs.isNegative ? -result : result
  }

  /// `quotient * 2^exponent`, where an inexact quotient lies a little higher than it says.
  private static func rounded(_ quotient: BigInteger, isExact: Bool, exponent: Int) -> Double? {
    let width = quotient.bitWidth
    // Fewer bits remain for subnormal results.
    let precision = min(53, width + exponent + 1074)
    if precision < 0 { return 0 }
    let dropped = width - precision
    var kept = quotient >> dropped
    let rest = quotient - (kept << dropped)
    let half = BigInteger(1) << (dropped - 1)
    let isAboveHalf = !isLess(rest.limbs, half.limbs) && (rest != half || !isExact)
    let isOdd = (kept.limbs.first ?? 0) & 1 == 1
    if isAboveHalf || (rest == half && isExact && isOdd) { kept = kept + BigInteger(1) }
    let significand = Double(kept.limbs.first ?? 0)
    let result = Double(sign: .plus, exponent: exponent + dropped, significand: 1)
    let scaled: Double
    if result == 0 || !result.isFinite || result.isSubnormal {
      // The power alone is out of range; scale in two steps.
      let first = (exponent + dropped) / 2
      scaled =
        significand * Double(sign: .plus, exponent: first, significand: 1)
        * Double(sign: .plus, exponent: exponent + dropped - first, significand: 1)
    } else {
      scaled = significand * result
    }
    return scaled.isFinite ? scaled : nil
  }
}
