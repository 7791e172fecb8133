// Arithmetic and comparisons of ints, which leave where a result is not an int of 64 bits.

extension Emitter {
  func emitInt(_ i: Instruction) -> LowValue {
    let (a, b) = (asInt(i.operands[0]), asInt(i.operands[1]))
    switch i.operation {
    case .intAnd: return code.and(a, b)
    case .intOr: return code.or(a, b)
    case .intXor: return code.xor(a, b)
    case .wordAdd: return code.add(a, b, fits: true)
    default: return code.subtract(a, b, fits: true)
    }
  }

  func emitCheckedInt(_ i: Instruction) -> LowValue {
    let (a, b) = (asInt(i.operands[0]), asInt(i.operands[1]))
    let exit = self.exit(i.state)
    switch i.operation {
    case .intAdd: return checked(.addChecked, a, b, exit)
    case .intSubtract: return checked(.subtractChecked, a, b, exit)
    case .intMultiply: return checked(.multiplyChecked, a, b, exit)
    case .intFloorDivide: return floorDivide(a, b, exit)
    case .intModulo: return modulo(a, b, exit)
    case .intShiftLeft: return shiftLeft(a, b, exit)
    case .intShiftRight: return shiftRight(a, b, exit)
    default: return trueDivide(a, b, exit)
    }
  }

  func checked(
    _ operation: LowOperation, _ a: LowValue, _ b: LowValue, _ exit: LowBlock
  ) -> LowValue {
    let (result, overflows) = overflowing(operation, a, b)
    require(code.not(overflows), else: exit)
    return result
  }

  /// Not zero, and not the one division that overflows.
  private func requireDivisible(
    _ a: LowValue, _ b: LowValue, _ exit: LowBlock
  ) {
    if let divisor = code.number(of: b), divisor != 0, divisor != -1 { return }
    require(notEqual(b, constant(0)), else: exit)
    let overflows = code.both(equal(b, constant(-1)), equal(a, constant(Int.min)))
    require(code.not(overflows), else: exit)
  }

  /// Whether the remainder is not zero and of another sign than the divisor.
  private func needsCorrection(_ remainder: LowValue, _ b: LowValue) -> LowValue {
    let signs = code.xor(remainder, b)
    let differ = code.compare(.less, signs, constant(0))
    return code.both(notEqual(remainder, constant(0)), differ)
  }

  /// A constant by which an int is divided with the bits below cut off, as Python does.
  private func powerOfTwo(_ divisor: LowValue) -> Int? {
    code.number(of: divisor).flatMap { $0 > 0 && $0 & ($0 - 1) == 0 ? $0 : nil }
  }

  private func floorDivide(_ a: LowValue, _ b: LowValue, _ exit: LowBlock)
    -> LowValue
  {
    if let power = powerOfTwo(b) {
      return code.words(.shiftRight, a, constant(power.trailingZeroBitCount))
    }
    requireDivisible(a, b, exit)
    let quotient = code.words(.divide, a, b)
    let remainder = code.words(.remainder, a, b)
    let correction = code.unary(.wordOfBit, .word, needsCorrection(remainder, b))
    return code.subtract(quotient, correction)
  }

  private func modulo(_ a: LowValue, _ b: LowValue, _ exit: LowBlock)
    -> LowValue
  {
    if let power = powerOfTwo(b) { return code.and(a, constant(power - 1)) }
    requireDivisible(a, b, exit)
    let remainder = code.words(.remainder, a, b)
    let corrected = code.add(remainder, b)
    return code.select(needsCorrection(remainder, b), corrected, remainder)
  }

  private func shiftLeft(_ a: LowValue, _ b: LowValue, _ exit: LowBlock)
    -> LowValue
  {
    require(code.compare(.below, b, constant(63)), else: exit)
    let shifted = code.words(.shiftLeft, a, b)
    require(equal(code.words(.shiftRight, shifted, b), a), else: exit)
    return shifted
  }

  private func shiftRight(_ a: LowValue, _ b: LowValue, _ exit: LowBlock)
    -> LowValue
  {
    require(code.compare(.greaterEqual, b, constant(0)), else: exit)
    let isFar = code.compare(.greater, b, constant(63))
    return code.words(.shiftRight, a, code.select(isFar, constant(63), b))
  }

  /// Exact as long as both are exact floats.
  private func trueDivide(_ a: LowValue, _ b: LowValue, _ exit: LowBlock)
    -> LowValue
  {
    if code.number(of: b) ?? 0 == 0 { require(notEqual(b, constant(0)), else: exit) }
    for operand in [a, b] where !isExactFloat(operand) {
      let shifted = code.add(operand, constant(1 << 53))
      require(code.compare(.belowEqual, shifted, constant(1 << 54)), else: exit)
    }
    return code.floats(.floatDivide, float(of: a), float(of: b))
  }

  /// A constant that is one.
  private func isExactFloat(_ n: LowValue) -> Bool {
    code.number(of: n).map { $0.magnitude <= 1 << 53 } ?? false
  }

  func compareInts(_ comparison: Comparison, _ a: LowValue, _ b: LowValue)
    -> LowValue
  {
    code.compare(comparison.low, a, b)
  }
}

extension Comparison {
  /// The same of words or floats.
  var low: LowComparison {
    switch self {
    case .less: return .less
    case .lessEqual: return .lessEqual
    case .equal: return .equal
    case .notEqual: return .notEqual
    case .greater: return .greater
    case .greaterEqual: return .greaterEqual
    }
  }
}
