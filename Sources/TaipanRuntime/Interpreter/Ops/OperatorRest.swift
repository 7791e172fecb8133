// Operators whose method is a Python function that runs in a frame of its own: what remains to be done when
// it returns. Native code builds such methods in place of the operator and leaves in the middle of them.

import RegisterCode

/// Which method of an operator's protocol has been called.
public enum OperatorStage: UInt64 {
  /// The left operand's `__iadd__`.
  case inPlace
  /// The left operand's `__add__`, `__lt__`.
  case forward
  /// The right operand's `__radd__`, or the comparison the other way round; the left one has none.
  case reflected
  /// The left operand's `__eq__`, for `!=`.
  case equal

  /// From a frame's flags, or a word of native code.
  init(_ flags: UInt64) { self = OperatorStage(rawValue: flags & 3).unsafelyUnwrapped }
}

/// What an instruction of an operator does.
public struct OperatorForm {
  public enum Kind {
    case binary(Operator)
    case inPlace(Operator)
    case compare(Compare.Operation)
    /// Jumps when the comparison is what the bool says.
    case jump(Compare.Operation, Bool)
  }

  public let kind: Kind
  /// The constant or int is on the left.
  private let isReversed: Bool

  private init(_ kind: Kind, isReversed: Bool = false) {
    self.kind = kind
    self.isReversed = isReversed
  }

  /// The operands of an instruction whose cache begins at `pc`.
  func operands(_ word: UInt64, _ pc: PC, _ r: Registers) -> (lhs: Value, rhs: Value) {
    let opcode = word.opcode
    let isJump = if case .jump = kind { true } else { false }
    let first = r[isJump ? word.a : word.b]
    let second: Value
    if opcode.hasConstant {
      second = Value(bits: pc.pointee)
    } else if isJump {
      second =
        opcode.operands.b == .immediate ? Value(smallInt: word.signedB) : r[word.b]
    } else {
      second = opcode.operands.c == .immediate ? Value(smallInt: word.signedC) : r[word.c]
    }
    return isReversed ? (second, first) : (first, second)
  }

  /// Nil for other instructions.
  public init?(_ word: UInt64) {
    switch word.opcode {
    case .add, .addInt: self.init(.binary(.add))
    case .subtract, .subtractInt: self.init(.binary(.subtract))
    case .multiply, .multiplyInt: self.init(.binary(.multiply))
    case .trueDivide, .trueDivideInt: self.init(.binary(.trueDivide))
    case .floorDivide, .floorDivideInt: self.init(.binary(.floorDivide))
    case .modulo, .moduloInt: self.init(.binary(.modulo))
    case .power, .powerInt: self.init(.binary(.power))
    case .leftShift, .leftShiftInt: self.init(.binary(.leftShift))
    case .rightShift, .rightShiftInt: self.init(.binary(.rightShift))
    case .bitAnd, .bitAndInt: self.init(.binary(.and))
    case .bitOr, .bitOrInt: self.init(.binary(.or))
    case .bitXor, .bitXorInt: self.init(.binary(.xor))
    case .matrixMultiply: self.init(.binary(.matrixMultiply))
    case .inPlaceAdd, .inPlaceAddInt: self.init(.inPlace(.add))
    case .inPlaceSubtract, .inPlaceSubtractInt: self.init(.inPlace(.subtract))
    case .inPlaceMultiply, .inPlaceMultiplyInt: self.init(.inPlace(.multiply))
    case .inPlaceTrueDivide, .inPlaceTrueDivideInt: self.init(.inPlace(.trueDivide))
    case .inPlaceFloorDivide, .inPlaceFloorDivideInt: self.init(.inPlace(.floorDivide))
    case .inPlaceModulo, .inPlaceModuloInt: self.init(.inPlace(.modulo))
    case .inPlacePower, .inPlacePowerInt: self.init(.inPlace(.power))
    case .inPlaceLeftShift, .inPlaceLeftShiftInt: self.init(.inPlace(.leftShift))
    case .inPlaceRightShift, .inPlaceRightShiftInt: self.init(.inPlace(.rightShift))
    case .inPlaceBitAnd, .inPlaceBitAndInt: self.init(.inPlace(.and))
    case .inPlaceBitOr, .inPlaceBitOrInt: self.init(.inPlace(.or))
    case .inPlaceBitXor, .inPlaceBitXorInt: self.init(.inPlace(.xor))
    case .inPlaceMatrixMultiply: self.init(.inPlace(.matrixMultiply))
    case .reverseAddInt, .reverseAddConst: self.init(.binary(.add), isReversed: true)
    case .reverseSubtractInt, .reverseSubtractConst:
      self.init(.binary(.subtract), isReversed: true)
    case .reverseMultiplyInt, .reverseMultiplyConst:
      self.init(.binary(.multiply), isReversed: true)
    case .reverseTrueDivideConst: self.init(.binary(.trueDivide), isReversed: true)
    case .reverseLeftShiftInt: self.init(.binary(.leftShift), isReversed: true)
    case .addConst: self.init(word.c == 1 ? .inPlace(.add) : .binary(.add))
    case .subtractConst: self.init(word.c == 1 ? .inPlace(.subtract) : .binary(.subtract))
    case .multiplyConst: self.init(word.c == 1 ? .inPlace(.multiply) : .binary(.multiply))
    case .trueDivideConst: self.init(word.c == 1 ? .inPlace(.trueDivide) : .binary(.trueDivide))
    default:
      guard let comparison = OperatorForm.comparison(word.opcode) else { return nil }
      self.init(comparison)
    }
  }

  private static func comparison(_ opcode: Opcode) -> Kind? {
    switch opcode {
    case .less: return .compare(.lt)
    case .lessEqual: return .compare(.le)
    case .equal: return .compare(.eq)
    case .notEqual: return .compare(.ne)
    case .greater: return .compare(.gt)
    case .greaterEqual: return .compare(.ge)
    case .jumpIfLess, .jumpIfLessInt: return .jump(.lt, true)
    case .jumpIfLessEqual, .jumpIfLessEqualInt: return .jump(.le, true)
    case .jumpIfEqual, .jumpIfEqualInt, .jumpIfEqualConst: return .jump(.eq, true)
    case .jumpIfNotEqual, .jumpIfNotEqualInt, .jumpIfNotEqualConst: return .jump(.ne, true)
    case .jumpIfGreater, .jumpIfGreaterInt: return .jump(.gt, true)
    case .jumpIfGreaterEqual, .jumpIfGreaterEqualInt: return .jump(.ge, true)
    case .jumpUnlessLess, .jumpUnlessLessInt: return .jump(.lt, false)
    case .jumpUnlessLessEqual, .jumpUnlessLessEqualInt: return .jump(.le, false)
    case .jumpUnlessEqual, .jumpUnlessEqualInt, .jumpUnlessEqualConst: return .jump(.eq, false)
    case .jumpUnlessNotEqual, .jumpUnlessNotEqualInt, .jumpUnlessNotEqualConst:
      return .jump(.ne, false)
    case .jumpUnlessGreater, .jumpUnlessGreaterInt: return .jump(.gt, false)
    case .jumpUnlessGreaterEqual, .jumpUnlessGreaterEqualInt: return .jump(.ge, false)
    default: return nil
    }
  }
}

extension Interpreter {
  /// Ends the operator's instruction before `pc`, one method of which has returned `value`: asks the others
  /// where it has declined. Returns where the frame goes on.
  ///
  /// - Throws: TypeError where nobody takes the operands; what the methods raise.
  @inline(never)
  static func finishOperator(
    _ value: Value, _ stage: OperatorStage, _ pc: PC, _ r: Registers
  ) throws(Raised) -> PC {
    let word = Tracing.word(at: pc - 1, r)
    let form = OperatorForm(word).unsafelyUnwrapped
    let (lhs, rhs) = form.operands(word, pc, r)
    var result = value
    if value.isNotImplemented {
      result = try goOn(form.kind, stage, lhs, rhs)
    } else if stage == .equal {
      result = Value(!(try Convert.truth(value)))
    }
    let next = pc + word.opcode.extraWords
    switch form.kind {
    case .binary, .inPlace, .compare:
      r[word.a] = result
      return next
    case .jump(_, let wanted):
      return try Convert.truth(result) == wanted ? next + word.signedC : next
    }
  }

  /// A method has declined.
  private static func goOn(
    _ kind: OperatorForm.Kind, _ stage: OperatorStage, _ lhs: Value, _ rhs: Value
  ) throws(Raised) -> Value {
    switch kind {
    case .binary(let op): return try arithmetic(op, stage, lhs, rhs, inPlace: false)
    case .inPlace(let op): return try arithmetic(op, stage, lhs, rhs, inPlace: true)
    case .compare(let op), .jump(let op, _):
      if stage != .reflected {
        let result = try Compare.attempt(rhs, lhs, rhs.type, op.reflected)
        if !result.isNotImplemented { return result }
      }
      return try Compare.undecided(lhs, rhs, op)
    }
  }

  private static func arithmetic(
    _ op: Operator, _ stage: OperatorStage, _ lhs: Value, _ rhs: Value, inPlace: Bool
  ) throws(Raised) -> Value {
    var result = Value.notImplemented
    if stage == .inPlace {
      result = try Operators.dispatch(lhs, rhs, op.forward, op.reflected)
    } else if stage == .forward, lhs.type != rhs.type {
      let reflected = rhs.type.special(op.reflected)
      if reflected.isPresent { result = try Call.specialMethod(reflected, rhs, lhs) }
    }
    if result.isNotImplemented {
      throw Operators.unsupported(lhs, rhs, op, inPlace: inPlace)
    }
    return result
  }
}
