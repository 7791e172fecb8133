// `**` of floats: what C's `pow` returns, to the last bit.
//
// For an exponent that is a small multiple of 1/2, the power is computed to about twice the precision by
// square root, division and fused multiplication, as a float `high` that is closest to it and a rest `low`.
// C's `pow` is off by a bit more than half a unit in the last place at most: glibc's (sysdeps/ieee754/dbl-64,
// since 2.28) by 0.511 units and 1.5 * 2**-68 * |exponent * log(base)| relative to the result. So where the
// rest is clearly less than half a unit, `pow` returns `high`. With bases between 2**-60 and 2**60 that is less than
// 0.483 for an exponent of 3, and 0.487 for 1/2. In the other cases, one in thirty, `pow` is asked.

import Glibc
import TaipanRuntime

extension Emitter {
  private static let bases = 0x1p-60...0x1p60

  /// Of a unit in the last place: rests up to here decide what `pow` returns. What it may be off, of half a unit,
  /// and a thousandth.
  private static func clearRest(_ halves: Int) -> Double {
    let most = abs(Double(halves) / 2) * log(bases.upperBound)
    return 0.5 - 0.011 - 1.5 * 0x1p-68 * 0x1p53 * most - 0.001
  }

  private static let mostHalves = 6

  func power(_ i: Instruction) -> LowValue {
    let (a, b) = (asFloat(i.operands[0]), asFloat(i.operands[1]))
    let exit = self.exit(i.state)
    let exponent = constantExponent(i.operands[1])
    guard let exponent, Emitter.hasFusedMultiply, let halves = Int(exactly: exponent * 2),
      (1...Emitter.mostHalves).contains(abs(halves))
    else {
      return askPower(a, b, isPlain: exponent.map(isPlain) ?? false, exit)
    }
    let (asked, done) = (addBlock(), addBlock())
    let high = exactPower(a, halves, else: asked)
    let usual = here
    jump(to: done)
    position(at: asked)
    let answer = askPower(a, b, isPlain: isPlain(exponent), exit)
    let askedEnd = here
    jump(to: done)
    position(at: done)
    return phi(.double, [(high, usual), (answer, askedEnd)])
  }

  private func constantExponent(_ value: ValueID) -> Double? {
    let i = graph.values[value]
    switch i.operation {
    case .intToFloat: return constantExponent(i.operands[0])
    case .intConstant: return Double(exactly: i.number)
    case .floatConstant: return Double(bitPattern: UInt64(bitPattern: Int64(i.number)))
    default: return nil
    }
  }

  /// Whether any base can have the exponent: a whole one that is not negative.
  private func isPlain(_ exponent: Double) -> Bool {
    exponent > 0 && exponent < 64 && exponent == exponent.rounded()
  }

  /// By `pow`. Only where no rule of Python's beside C's applies: results that are not finite are left
  /// alone.
  private func askPower(_ a: LowValue, _ b: LowValue, isPlain: Bool, _ exit: LowBlock) -> LowValue {
    if !isPlain { require(compare(.greater, a, constant(double: 0)), else: exit) }
    let result = call(RuntimeFunctions.power, [a, b])
    let size = ofFloat(.floatAbsolute, result)
    require(compare(.less, size, constant(double: 1e300)), else: exit)
    let isUsual = code.either(
      compare(.greater, size, constant(double: 1e-300)), compare(.equal, a, constant(double: 0)))
    require(isUsual, else: exit)
    return result
  }

  // MARK: By arithmetic

  /// A number as a float and what is missing: nothing where there is no `low`.
  private struct Pair {
    let high: LowValue
    var low: LowValue?
  }

  /// `x` to the power of `halves / 2`, or on to `asked` where the arithmetic does not decide.
  private func exactPower(_ x: LowValue, _ halves: Int, else asked: LowBlock) -> LowValue {
    let isOdd = halves % 2 != 0
    let size = isOdd ? x : ofFloat(.floatAbsolute, x)
    require(compare(.greater, size, constant(double: Emitter.bases.lowerBound)), else: asked)
    require(compare(.less, size, constant(double: Emitter.bases.upperBound)), else: asked)
    let rough: Pair
    if !isOdd {
      let whole = wholePower(x, abs(halves) / 2)
      rough = halves > 0 ? whole : reciprocal(whole)
    } else {
      let root = ofFloat(.floatSquareRoot, x)
      let rest = fused(negated(root), root, x)
      rough =
        halves > 0
        ? powerWithRoot(x, halves / 2, root, rest) : reciprocalWithRoot(x, -halves / 2, root, rest)
    }
    guard let rest = rough.low else { return rough.high }
    let high = added(rough.high, rest)
    let low = subtracted(rest, subtracted(high, rough.high))
    let toHalf = constant(double: 0.5 / Emitter.clearRest(halves))
    require(compare(.equal, fused(low, toHalf, high), high), else: asked)
    return high
  }

  private func wholePower(_ x: LowValue, _ exponent: Int) -> Pair {
    if exponent == 1 { return Pair(high: x) }
    let square = multiplied(x, x)
    let rest = fused(x, x, negated(square))
    if exponent == 2 { return Pair(high: square, low: rest) }
    let cube = multiplied(square, x)
    return Pair(high: cube, low: fused(rest, x, fused(square, x, negated(cube))))
  }

  private func product(_ a: Pair, _ b: Pair) -> Pair {
    let high = multiplied(a.high, b.high)
    var low = fused(a.high, b.high, negated(high))
    if let rest = b.low { low = fused(a.high, rest, low) }
    if let rest = a.low { low = fused(rest, b.high, low) }
    return Pair(high: high, low: low)
  }

  /// The first quotient, and what an iteration of Newton's adds to it.
  private func reciprocal(_ divisor: Pair) -> Pair {
    let quotient = code.floats(.floatDivide, constant(double: 1), divisor.high)
    var error = fused(negated(quotient), divisor.high, constant(double: 1))
    if let low = divisor.low { error = fused(negated(quotient), low, error) }
    return Pair(high: quotient, low: multiplied(quotient, error))
  }

  /// `x ** whole * root`; the root's square lacks `rest`.
  private func powerWithRoot(_ x: LowValue, _ whole: Int, _ root: LowValue, _ rest: LowValue)
    -> Pair
  {
    let low = code.floats(.floatDivide, multiplied(rest, constant(double: 0.5)), root)
    let root = Pair(high: root, low: low)
    return whole == 0 ? root : product(wholePower(x, whole), root)
  }

  /// `1 / (x ** whole * root)` as `(1 / x) ** (whole + 1) * root`: the division does not wait for the root.
  private func reciprocalWithRoot(
    _ x: LowValue, _ whole: Int, _ root: LowValue, _ rest: LowValue
  ) -> Pair {
    let inverse = code.floats(.floatDivide, constant(double: 1), x)
    let error = fused(negated(x), inverse, constant(double: 1))
    let power = wholePower(inverse, whole + 1)
    // Of the result, what the root lacks and as often as it is a factor what the inverse does.
    let ofRoot = multiplied(rest, multiplied(inverse, constant(double: 0.5)))
    let lacking = fused(error, constant(double: Double(whole + 1)), ofRoot)
    let high = multiplied(power.high, root)
    var low = multiplied(high, lacking)
    if let rest = power.low { low = fused(rest, root, low) }
    return Pair(high: high, low: added(low, fused(power.high, root, negated(high))))
  }

  // MARK: Arithmetic

  private func negated(_ a: LowValue) -> LowValue { ofFloat(.floatNegate, a) }

  private func multiplied(_ a: LowValue, _ b: LowValue) -> LowValue {
    code.floats(.floatMultiply, a, b)
  }

  private func added(_ a: LowValue, _ b: LowValue) -> LowValue {
    code.floats(.floatAdd, a, b)
  }

  private func subtracted(_ a: LowValue, _ b: LowValue) -> LowValue {
    code.floats(.floatSubtract, a, b)
  }

  /// `a * b + c`, rounded once.
  private func fused(_ a: LowValue, _ b: LowValue, _ c: LowValue) -> LowValue {
    code.fused(a, b, c)
  }
}
