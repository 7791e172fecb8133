// `**` of floats: what C's `pow` returns, to the last bit.
//
// For an exponent that is a small multiple of 1/2, the power is computed to about twice the precision by
// square root, division and fused multiplication, as a float `high` that is closest to it and a rest `low`.
// C's `pow` is off by a bit more than half a unit in the last place at most: glibc's (sysdeps/ieee754/dbl-64,
// since 2.28) by 0.511 units and 1.5 * 2**-68 * |exponent * log(base)| relative to the result. So where the
// rest is clearly less than half a unit, `pow` returns `high`: with bases between 2**-60 and 2**60 and
// exponents up to 3, less than 0.483. In the other cases, one in twenty-five, `pow` is asked.

import TaipanRuntime

extension Emitter {
  /// Of a unit in the last place: rests up to here decide what `pow` returns.
  private static let clearRest = 0.48
  private static let bases = 0x1p-60...0x1p60
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

  /// A number as a float and what is missing.
  private struct Pair {
    let high: LowValue
    let low: LowValue
  }

  /// `x` to the power of `halves / 2`, or on to `asked` where the arithmetic does not decide.
  private func exactPower(_ x: LowValue, _ halves: Int, else asked: LowBlock) -> LowValue {
    let isOdd = halves % 2 != 0
    let size = isOdd ? x : ofFloat(.floatAbsolute, x)
    require(compare(.greater, size, constant(double: Emitter.bases.lowerBound)), else: asked)
    require(compare(.less, size, constant(double: Emitter.bases.upperBound)), else: asked)
    let whole = wholePower(x, abs(halves) / 2)
    let rough: Pair
    if !isOdd {
      rough = halves > 0 ? whole! : reciprocal(whole!)
    } else {
      let root = ofFloat(.floatSquareRoot, x)
      let rest = multiplied(fused(negated(root), root, x), constant(double: 0.5))
      if halves > 0 {
        let low = code.floats(.floatDivide, rest, root)
        rough = product(whole, Pair(high: root, low: low))
      } else {
        rough = reciprocalOfRoot(whole, root, rest)
      }
    }
    let high = added(rough.high, rough.low)
    let low = subtracted(rough.low, subtracted(high, rough.high))
    require(compare(.lessEqual, ofFloat(.floatAbsolute, low), clearRest(high)), else: asked)
    return high
  }

  /// Nil for the power 0.
  private func wholePower(_ x: LowValue, _ exponent: Int) -> Pair? {
    if exponent == 0 { return nil }
    if exponent == 1 { return Pair(high: x, low: constant(double: 0)) }
    let square = multiplied(x, x)
    let rest = fused(x, x, negated(square))
    if exponent == 2 { return Pair(high: square, low: rest) }
    let cube = multiplied(square, x)
    return Pair(high: cube, low: added(fused(square, x, negated(cube)), multiplied(rest, x)))
  }

  private func product(_ a: Pair?, _ b: Pair) -> Pair {
    guard let a else { return b }
    let high = multiplied(a.high, b.high)
    let mixed = added(multiplied(a.high, b.low), multiplied(a.low, b.high))
    return Pair(high: high, low: added(fused(a.high, b.high, negated(high)), mixed))
  }

  private func reciprocal(_ a: Pair) -> Pair {
    let quotient = code.floats(.floatDivide, constant(double: 1), a.high)
    return corrected(quotient, a)
  }

  /// The first quotient, and what an iteration of Newton's adds to it.
  private func corrected(_ quotient: LowValue, _ divisor: Pair) -> Pair {
    let error = subtracted(
      fused(negated(quotient), divisor.high, constant(double: 1)),
      multiplied(quotient, divisor.low))
    return Pair(high: quotient, low: multiplied(quotient, error))
  }

  /// 1 / (whole * root); half of what the root's square lacks is `rest`. One division is enough: the
  /// quotient times `whole` is nearly 1 / root.
  private func reciprocalOfRoot(_ whole: Pair?, _ root: LowValue, _ rest: LowValue) -> Pair {
    let rough = whole.map { multiplied($0.high, root) } ?? root
    let quotient = code.floats(.floatDivide, constant(double: 1), rough)
    let inverse = whole.map { multiplied($0.high, quotient) } ?? quotient
    let divisor = product(whole, Pair(high: root, low: multiplied(rest, inverse)))
    return corrected(quotient, divisor)
  }

  /// A part of the unit in the last place; of powers of two that below them.
  private func clearRest(_ x: LowValue) -> LowValue {
    let exponent = code.and(
      code.subtract(bits(of: x), constant(1)), constant(bits: Double.infinity.bitPattern))
    return multiplied(
      code.unary(.floatOfBits, .double, exponent),
      constant(double: Emitter.clearRest * 0x1p-52))
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
