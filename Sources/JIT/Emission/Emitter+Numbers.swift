// Machine numbers in arrays, functions of the C library, ranges.

import TaipanRuntime

extension Emitter {
  // MARK: Arrays of numbers

  private func numberPlace(_ i: Instruction, _ width: LowWidth) -> LowPlace {
    LowPlace(
      base: asWord(i.operands[0]), index: asInt(i.operands[1]), scale: width.bytes,
      offset: i.number)
  }

  func loadNumber(_ i: Instruction) -> LowValue {
    let width = NumberFormat(rawValue: UInt8(i.extra))!.width
    return load(width, numberPlace(i, width), i.alias)
  }

  /// The number fits.
  func storeNumber(_ i: Instruction) {
    let width = NumberFormat(rawValue: UInt8(i.extra))!.width
    let number = width.isFloat ? asFloat(i.operands[2]) : asInt(i.operands[2])
    store(number, numberPlace(i, width), i.alias, width)
  }

  // MARK: Functions

  func mathFunction(_ i: Instruction) -> LowValue {
    let function = MathFunction(number: i.number)
    let result = call(function.runtimeFunction, i.operands.map(asFloat))
    let size = ofFloat(.floatAbsolute, result)
    require(compare(.less, size, constant(double: .infinity)), else: exit(i.state))
    return result
  }

  // MARK: Truth

  /// Bools, None and ints in line, others by a function that runs no Python code.
  func plainTruth(_ i: Instruction) -> LowValue {
    let value = i.operands[0]
    if let truth = heldTruth(value) { return truth }
    let x = asWord(value)
    let (asked, done) = (addBlock(), addBlock())
    let simple = simpleTruth(x, to: done, else: asked)
    position(at: asked)
    let answer = call(RuntimeFunctions.truth, [x])
    require(notEqual(answer, constant(2)), else: exit(i.state))
    let askedTruth = notEqual(answer, constant(0))
    let askedEnd = here
    jump(to: done)
    position(at: done)
    return phi(.bit, simple + [(askedTruth, askedEnd)])
  }

  // MARK: Ranges

  /// The step is not zero.
  func rangeCount(_ i: Instruction) -> LowValue {
    let (start, stop, step) = (asInt(i.operands[0]), asInt(i.operands[1]), asInt(i.operands[2]))
    let exit = self.exit(i.state)
    let limit = 1 << 60
    for bound in [start, stop, step] {
      let shifted = code.add(bound, constant(limit))
      require(code.compare(.belowEqual, shifted, constant(2 * limit)), else: exit)
    }
    let isUp = code.compare(.greater, step, constant(0))
    let span = code.select(
      isUp, code.subtract(stop, start, fits: true), code.subtract(start, stop, fits: true))
    let size = code.select(isUp, step, code.subtract(constant(0), step, fits: true))
    let rest = code.subtract(size, constant(1), fits: true)
    // Of an empty range too small to count one: processors divide small numbers faster.
    let isEmpty = code.compare(.lessEqual, span, constant(0))
    let covered = code.select(isEmpty, constant(0), span)
    return code.words(.divide, code.add(covered, rest, fits: true), size)
  }
}

extension NumberFormat {
  fileprivate var width: LowWidth {
    switch self {
    case .int8: return .signedByte
    case .uint8: return .byte
    case .int16: return .signedShort
    case .uint16: return .short
    case .int32: return .signedHalf
    case .uint32: return .half
    case .long, .int64: return .word
    case .float: return .single
    case .double: return .double
    }
  }
}
