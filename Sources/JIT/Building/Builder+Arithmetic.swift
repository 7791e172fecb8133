// Arithmetic and comparisons: ints and floats by what the instruction has seen.

import RegisterCode
import TaipanRuntime

extension Builder {
  /// What an arithmetic instruction does, whatever its operands.
  private enum Arithmetic {
    case add, subtract, multiply, trueDivide, floorDivide, modulo, power
    case leftShift, rightShift, and, or, xor
  }

  /// What is taken for granted of two operands.
  private enum Operands { case ints, floats, floatLeft, floatRight, unknown }

  private var feedback: UInt64 { line.extra[line.extra.count - 1] }

  /// False when the line is none of these.
  func buildArithmetic() -> Bool {
    let word = line.word
    if let operation = arithmetic(line.opcode) {
      let (lhs, rhs) = operands(word)
      if let result = binary(operation, lhs, rhs) {
        write(word.a, result)
      } else if !numberArithmetic(operation, lhs, rhs), !buildHelped() {
        stepPlain()
      }
      return true
    }
    switch line.opcode {
    case .negate: negate()
    case .less: compare(.less)
    case .lessEqual: compare(.lessEqual)
    case .equal: compare(.equal)
    case .notEqual: compare(.notEqual)
    case .greater: compare(.greater)
    case .greaterEqual: compare(.greaterEqual)
    default: return buildComparedJump()
    }
    return true
  }

  private func arithmetic(_ opcode: Opcode) -> Arithmetic? {
    switch opcode {
    case .add, .inPlaceAdd, .addInt, .inPlaceAddInt, .reverseAddInt, .addConst, .reverseAddConst:
      return .add
    case .subtract, .inPlaceSubtract, .subtractInt, .inPlaceSubtractInt, .reverseSubtractInt,
      .subtractConst, .reverseSubtractConst:
      return .subtract
    case .multiply, .inPlaceMultiply, .multiplyInt, .inPlaceMultiplyInt, .reverseMultiplyInt,
      .multiplyConst, .reverseMultiplyConst:
      return .multiply
    case .trueDivide, .inPlaceTrueDivide, .trueDivideInt, .inPlaceTrueDivideInt, .trueDivideConst,
      .reverseTrueDivideConst:
      return .trueDivide
    case .floorDivide, .inPlaceFloorDivide, .floorDivideInt, .inPlaceFloorDivideInt:
      return .floorDivide
    case .modulo, .inPlaceModulo, .moduloInt, .inPlaceModuloInt: return .modulo
    case .power, .inPlacePower, .powerInt, .inPlacePowerInt: return .power
    case .leftShift, .inPlaceLeftShift, .leftShiftInt, .inPlaceLeftShiftInt, .reverseLeftShiftInt:
      return .leftShift
    case .rightShift, .inPlaceRightShift, .rightShiftInt, .inPlaceRightShiftInt: return .rightShift
    case .bitAnd, .inPlaceBitAnd, .bitAndInt, .inPlaceBitAndInt: return .and
    case .bitOr, .inPlaceBitOr, .bitOrInt, .inPlaceBitOrInt: return .or
    case .bitXor, .inPlaceBitXor, .bitXorInt, .inPlaceBitXorInt: return .xor
    default: return nil
    }
  }

  /// The operands in the order of the operator.
  func operands(_ word: UInt64) -> (ValueID, ValueID) {
    let first = read(word.b)
    if line.opcode.hasConstant {
      let second = constant(Value(bits: line.extra[0]))
      switch line.opcode {
      case .reverseAddConst, .reverseSubtractConst, .reverseMultiplyConst, .reverseTrueDivideConst:
        return (second, first)
      default: return (first, second)
      }
    }
    if line.opcode.operands.c == .immediate {
      let second = intConstant(word.signedC)
      switch line.opcode {
      case .reverseAddInt, .reverseSubtractInt, .reverseMultiplyInt, .reverseLeftShiftInt:
        return (second, first)
      default: return (first, second)
      }
    }
    return (first, read(word.c))
  }

  /// Nil when the interpreter has to do it.
  private func binary(_ operation: Arithmetic, _ lhs: ValueID, _ rhs: ValueID) -> ValueID? {
    switch assumed(lhs, rhs) {
    case .unknown:
      // What is no number leaves a trace.
      if !seesNumbers { return nil }
      if graph.values[lhs].type.kinds == .float {
        return floats(operation, float(lhs), number(rhs))
      }
      if graph.values[rhs].type.kinds == .float {
        return floats(operation, number(lhs), float(rhs))
      }
      return nil
    case .ints: return ints(operation, lhs, rhs)
    case .floats: return floats(operation, float(lhs), float(rhs))
    case .floatLeft: return floats(operation, float(lhs), number(rhs))
    case .floatRight: return floats(operation, number(lhs), float(rhs))
    }
  }

  /// Numbers that are ints here and floats there. What else comes along leaves a trace in the feedback.
  private func numberArithmetic(_ operation: Arithmetic, _ lhs: ValueID, _ rhs: ValueID) -> Bool {
    let kind: Int
    switch operation {
    case .add: kind = 0
    case .subtract: kind = 1
    case .multiply: kind = 2
    case .trueDivide: kind = 3
    default: return false
    }
    if !seesNumbers { return false }
    if operation != .trueDivide {
      let result = emit(.numberArithmetic, [lhs, rhs], .number, extra: kind, state: exitState)
      write(line.word.a, result)
      return true
    }
    // A float whatever is divided; of two ints that are floats, too, it is the right one.
    guard !isUnstable, let a = exactFloat(lhs), let b = exactFloat(rhs) else { return false }
    write(line.word.a, emit(.floatDivide, [a, b], .float, state: exitState))
    return true
  }

  /// Whether nothing but ints and floats was seen.
  private var seesNumbers: Bool { feedback & OperandFeedback.other == 0 }

  private var isUnstable: Bool { feedback & Builder.unstable != 0 }

  private func assumed(_ lhs: ValueID, _ rhs: ValueID) -> Operands {
    let (left, right) = (type(lhs).kinds, type(rhs).kinds)
    if feedback & ~7 != 0 {
      // What is certain counts more than what was seen.
      let (l, r) = (graph.values[lhs].type.kinds, graph.values[rhs].type.kinds)
      return l == .float && r == .float ? .floats : .unknown
    }
    switch feedback {
    case 0:
      // Ints, or not run so far.
      return left == .float ? .floatLeft : right == .float ? .floatRight : .ints
    case OperandFeedback.floats: return .floats
    default:
      // One is an int at times: the other must be a float.
      if graph.values[lhs].type.kinds == .float { return .floatLeft }
      if graph.values[rhs].type.kinds == .float { return .floatRight }
      if feedback & OperandFeedback.floatAndInt == 0 { return .floatRight }
      return feedback & OperandFeedback.intAndFloat == 0 ? .floatLeft : .unknown
    }
  }

  private func ints(_ operation: Arithmetic, _ lhs: ValueID, _ rhs: ValueID) -> ValueID? {
    let a = int(lhs)
    let b = lhs == rhs ? a : int(rhs)
    func checked(_ op: Operation) -> ValueID { emit(op, [a, b], .int, state: exitState) }
    switch operation {
    case .add: return checked(.intAdd)
    case .subtract: return checked(.intSubtract)
    case .multiply: return checked(.intMultiply)
    case .floorDivide: return checked(.intFloorDivide)
    case .modulo: return checked(.intModulo)
    case .trueDivide: return emit(.intTrueDivide, [a, b], .float, state: exitState)
    case .and: return emit(.intAnd, [a, b], .int)
    case .or: return emit(.intOr, [a, b], .int)
    case .xor: return emit(.intXor, [a, b], .int)
    case .leftShift: return checked(.intShiftLeft)
    case .rightShift: return checked(.intShiftRight)
    case .power: return smallPower(a, graph.values[b])
    }
  }

  private func smallPower(_ base: ValueID, _ exponent: Instruction) -> ValueID? {
    guard exponent.operation == .intConstant, exponent.number == 2 || exponent.number == 3 else {
      return nil
    }
    let square = emit(.intMultiply, [base, base], .int, state: exitState)
    if exponent.number == 2 { return square }
    return emit(.intMultiply, [square, base], .int, state: exitState)
  }

  private func floats(_ operation: Arithmetic, _ a: ValueID, _ b: ValueID) -> ValueID? {
    switch operation {
    case .add: return emit(.floatAdd, [a, b], .float)
    case .subtract: return emit(.floatSubtract, [a, b], .float)
    case .multiply: return emit(.floatMultiply, [a, b], .float)
    case .trueDivide: return emit(.floatDivide, [a, b], .float, state: exitState)
    case .floorDivide: return emit(.floatFloorDivide, [a, b], .float, state: exitState)
    case .modulo: return emit(.floatModulo, [a, b], .float, state: exitState)
    case .power: return emit(.floatPower, [a, b], .float, state: exitState)
    case .and, .or, .xor, .leftShift, .rightShift: return nil
    }
  }

  private func negate() {
    let value = read(line.word.b)
    let kinds = type(value).kinds
    if feedback & ~1 != 0, graph.values[value].type.kinds != .int,
      graph.values[value].type.kinds != .float
    {
      return stepPlain()
    }
    if feedback & OperandFeedback.floats != 0 || kinds == .float {
      write(line.word.a, emit(.floatNegate, [float(value)], .float))
    } else {
      let zero = intConstant(0)
      write(line.word.a, emit(.intSubtract, [zero, int(value)], .int, state: exitState))
    }
  }

  // MARK: Comparisons

  private func compare(_ comparison: Comparison) {
    if let truth = comparison2(comparison, read(line.word.b), read(line.word.c)) {
      write(line.word.a, truth)
    } else if !buildHelped() {
      stepPlain()
    }
  }

  /// Nil when the interpreter has to do it.
  private func comparison2(_ comparison: Comparison, _ lhs: ValueID, _ rhs: ValueID) -> ValueID? {
    switch assumed(lhs, rhs) {
    case .unknown where feedback & ~7 != 0: return nil
    case .ints:
      let a = int(lhs)
      let b = lhs == rhs ? a : int(rhs)
      return emit(.intCompare, [a, b], .bool, number: comparison.rawValue)
    case .floats, .floatLeft, .floatRight, .unknown:
      guard let a = exactFloat(lhs), let b = exactFloat(rhs) else { return nil }
      return emit(.floatCompare, [a, b], .bool, number: comparison.rawValue)
    }
  }

  /// An int beside a float is compared exactly by Python: only small ones are the same as floats. Two ints leave
  /// no trace where floats have been seen: they are compared as floats, too.
  private func exactFloat(_ value: ValueID) -> ValueID? {
    let i = graph.values[value]
    if i.operation == .intConstant {
      return abs(i.number) < 1 << 53 ? floatConstant(Double(i.number)) : nil
    }
    if i.type.kinds == .float { return value }
    return emit(.guardExact, [value], .float, state: exitState)
  }

  /// The operands of a comparison that a jump follows.
  func comparedOperands(_ word: UInt64) -> (ValueID, ValueID) {
    let lhs = read(word.a)
    if line.opcode.operands.b == .immediate { return (lhs, intConstant(word.signedB)) }
    if line.opcode.hasConstant { return (lhs, constant(Value(bits: line.extra[0]))) }
    return (lhs, read(word.b))
  }

  private func buildComparedJump() -> Bool {
    let word = line.word
    guard let (comparison, jumpsIfTrue) = comparedJump(line.opcode) else { return false }
    let (lhs, rhs) = comparedOperands(word)
    guard let truth = comparison2(comparison, lhs, rhs) ?? anyCompare(comparison, lhs, rhs) else {
      if !buildHelped() { branchOnStep() }
      return true
    }
    if jumpsIfTrue {
      branch(truth, to: line.target!, else: line.next)
    } else {
      branch(truth, to: line.next, else: line.target!)
    }
    return true
  }

  private func anyCompare(_ comparison: Comparison, _ lhs: ValueID, _ rhs: ValueID) -> ValueID? {
    if !seesNumbers { return nil }
    let state = runningState()
    let taken = context.view.address(of: line.target!)
    let (_, jumpsIfTrue) = comparedJump(line.opcode)!
    let result = emit(
      .anyCompare, [lhs, rhs], .bool, number: context.view.address(of: line.index + 1),
      extra: jumpsIfTrue ? taken : -taken, state: state)
    graph.values[result].comparison = comparison.rawValue
    noteMayBeStored(state)
    previousRepeats = false
    return result
  }

  func comparedJump(_ opcode: Opcode) -> (Comparison, Bool)? {
    switch opcode {
    case .jumpIfLess, .jumpIfLessInt: return (.less, true)
    case .jumpIfLessEqual, .jumpIfLessEqualInt: return (.lessEqual, true)
    case .jumpIfEqual, .jumpIfEqualInt, .jumpIfEqualConst: return (.equal, true)
    case .jumpIfNotEqual, .jumpIfNotEqualInt, .jumpIfNotEqualConst: return (.notEqual, true)
    case .jumpIfGreater, .jumpIfGreaterInt: return (.greater, true)
    case .jumpIfGreaterEqual, .jumpIfGreaterEqualInt: return (.greaterEqual, true)
    case .jumpUnlessLess, .jumpUnlessLessInt: return (.less, false)
    case .jumpUnlessLessEqual, .jumpUnlessLessEqualInt: return (.lessEqual, false)
    case .jumpUnlessEqual, .jumpUnlessEqualInt, .jumpUnlessEqualConst: return (.equal, false)
    case .jumpUnlessNotEqual, .jumpUnlessNotEqualInt, .jumpUnlessNotEqualConst:
      return (.notEqual, false)
    case .jumpUnlessGreater, .jumpUnlessGreaterInt: return (.greater, false)
    case .jumpUnlessGreaterEqual, .jumpUnlessGreaterEqualInt: return (.greaterEqual, false)
    default: return nil
    }
  }
}
