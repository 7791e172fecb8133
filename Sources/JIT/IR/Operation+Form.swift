// What an instruction of each operation consists of: one table, which the text form, its parser and the
// verification share. The types are those that the emitter relies on.

extension Operation {
  /// How the emitter asks for a value. As a word it can have any.
  typealias Held = ValueType.Representation

  struct Form {
    /// What `number` or `extra` means.
    enum Field {
      case none
      case integer
      /// Bytes from the beginning of an object.
      case offset
      /// An int that may be the address of an instruction or of a body.
      case intConstant
      case double, bool, comparison
      /// The bits of a `Value`.
      case value
      case shape
      /// Of a word that the runtime may change.
      case address
      case body
      /// The address behind the word of the instruction that the interpreter's handler runs.
      case step
      /// The instruction that is gone to; negative: that is not gone to. 0 for none.
      case target
      /// What a version must be.
      case version
      /// An index of `arithmeticNames`.
      case arithmetic
      case helper
      /// 1: leaving here is no failure.
      case calm
      /// 1: a byte is read.
      case byte
    }

    enum Result {
      /// It cannot be an operand.
      case none
      case held(Held)
      /// A word, or a bool where the type says so.
      case wordOrBool
      /// An int or a float.
      case number
    }

    var operands: [Held] = []
    /// Whether further operands may follow, as words.
    var takesMore = false
    /// What `comparison` means.
    var third = Field.none
    var number = Field.none
    var extra = Field.none
    var hasAlias = false
    var needsState = false
    var result: Result
  }

  /// What `numberArithmetic` computes.
  static let arithmeticNames = ["add", "subtract", "multiply"]

  /// Whether leaving here is told to the unit, which counts by places.
  var mayFail: Bool { form.needsState && !isOpaque }

  var form: Form {
    switch self {
    case .constant: return Form(number: .value, result: .held(.word))
    case .intConstant: return Form(number: .intConstant, result: .held(.int))
    case .floatConstant: return Form(number: .double, result: .held(.float))
    case .boolConstant: return Form(number: .bool, result: .held(.bool))
    case .register: return Form(number: .integer, result: .held(.word))
    case .load: return memory([.word], .offset, .held(.word))
    case .loadWord: return memory([.word], .offset, .held(.int))
    case .store: return memory([.word, .word], .offset, .none)
    case .storeWord: return memory([.word, .int], .offset, .none)
    case .storeShape: return memory([.word], .shape, .none)
    case .loadAddress:
      return Form(number: .address, extra: .byte, hasAlias: true, result: .wordOrBool)
    case .listItem: return memory([.int, .int], .none, .held(.word))
    case .tupleItem: return memory([.word, .int], .none, .held(.word))
    case .storeListItem: return memory([.word, .int, .int, .word], .none, .none)
    case .guardInt: return check([.word], .none, .held(.int))
    case .guardFloat, .guardNumber, .guardExact: return check([.word], .none, .held(.float))
    case .guardShape: return check([.word], .shape, .held(.word))
    case .guardShapes:
      return Form(
        operands: [.word], takesMore: true, number: .shape, needsState: true, result: .none)
    case .guardIdentical: return check([.word], .value, .held(.word))
    case .guardPresent: return check([.word], .none, .none)
    case .guardTrue, .guardFalse: return check([.bool], .none, .none)
    case .guardIndex, .guardBelow: return check([.int, .int], .none, .held(.int))
    case .guardVersion:
      return Form(
        number: .address, extra: .version, hasAlias: true, needsState: true, result: .none)
    case .guardValid: return Form(needsState: true, result: .none)
    case .intAdd, .intSubtract, .intMultiply, .intFloorDivide, .intModulo, .intShiftLeft,
      .intShiftRight:
      return arithmetic(.int, .int, leaves: true)
    case .intAnd, .intOr, .intXor, .wordAdd, .wordSubtract, .intMinimum, .intMaximum:
      return arithmetic(.int, .int)
    case .intTrueDivide: return arithmetic(.int, .float, leaves: true)
    case .floatAdd, .floatSubtract, .floatMultiply, .floatMinimum, .floatMaximum:
      return arithmetic(.float, .float)
    case .floatDivide, .floatFloorDivide, .floatModulo, .floatPower:
      return arithmetic(.float, .float, leaves: true)
    case .numberArithmetic:
      return Form(
        operands: [.word, .word], extra: .arithmetic, needsState: true, result: .held(.word))
    case .floatNegate, .floatAbsolute: return Form(operands: [.float], result: .held(.float))
    case .floatToInt: return Form(operands: [.float], needsState: true, result: .held(.int))
    case .floatSquareRoot: return Form(operands: [.float], needsState: true, result: .held(.float))
    case .intAbsolute: return Form(operands: [.int], needsState: true, result: .held(.int))
    case .intToFloat: return Form(operands: [.int], result: .held(.float))
    case .intCompare:
      return Form(operands: [.int, .int], number: .comparison, result: .held(.bool))
    case .floatCompare:
      return Form(operands: [.float, .float], number: .comparison, result: .held(.bool))
    case .identical: return Form(operands: [.word, .word], result: .held(.bool))
    case .boolNot: return Form(operands: [.bool], result: .held(.bool))
    case .hasShape:
      return Form(operands: [.word], takesMore: true, number: .shape, result: .held(.bool))
    case .hasType: return Form(operands: [.word], number: .value, result: .held(.bool))
    case .asAny: return Form(operands: [.word], result: .held(.word))
    case .truth:
      return Form(
        operands: [.word], number: .step, extra: .target, needsState: true, result: .held(.bool))
    case .step, .stepCall, .send, .asyncNext:
      return Form(number: .step, needsState: true, result: .held(.int))
    case .callFunction:
      return Form(
        operands: [.word], takesMore: true, number: .body, extra: .integer, needsState: true,
        result: .held(.word))
    case .finishOperator:
      return Form(
        operands: [.word], number: .step, extra: .integer, needsState: true, result: .held(.int))
    case .helped:
      return Form(
        takesMore: true, third: .helper, number: .step, needsState: true, result: .held(.word))
    case .helpedTruth:
      return Form(
        takesMore: true, third: .helper, number: .step, extra: .target, needsState: true,
        result: .held(.bool))
    case .quiet:
      return Form(takesMore: true, third: .helper, needsState: true, result: .held(.word))
    case .quietTruth:
      return Form(takesMore: true, third: .helper, needsState: true, result: .held(.bool))
    case .callNative:
      return Form(
        operands: [.word], third: .integer, number: .step, extra: .integer, needsState: true,
        result: .held(.word))
    case .nextPair: return Form(operands: [.word], result: .held(.int))
    case .pairItem: return Form(number: .integer, result: .held(.word))
    case .moveSlice:
      return Form(operands: Array(repeating: .word, count: 7), result: .held(.int))
    case .reverseItems: return memory([.int, .int], .none, .none)
    case .next, .nextYielded: return Form(operands: [.word], needsState: true, result: .held(.word))
    case .suspend:
      return Form(number: .intConstant, extra: .integer, needsState: true, result: .none)
    case .anyCompare:
      return Form(
        operands: [.word, .word], third: .comparison, number: .step, extra: .target,
        needsState: true, result: .held(.bool))
    case .requireNone: return Form(operands: [.word], needsState: true, result: .none)
    case .newInstance: return Form(number: .value, extra: .integer, result: .held(.word))
    case .storeOverflow: return memory([.word, .word, .word], .offset, .none)
    case .storeEntry:
      return Form(operands: [.word, .word], number: .address, hasAlias: true, result: .none)
    case .comparesByIdentity: return Form(operands: [.word, .word], result: .held(.bool))
    case .length: return Form(operands: [.word], result: .held(.int))
    case .isInstance: return Form(operands: [.word], number: .value, result: .held(.int))
    case .listPop: return Form(operands: [.word], needsState: true, result: .held(.word))
    case .append: return Form(operands: [.word, .word], result: .none)
    case .item: return Form(operands: [.word, .int], result: .held(.word))
    case .setItem: return Form(operands: [.word, .int, .word], result: .held(.int))
    case .markTemporary: return Form(operands: [.word], result: .none)
    case .listIterator, .builtinIterator, .newEnumerate, .tupleOfList, .wrapYielded:
      return Form(operands: [.word], result: .held(.word))
    case .loadNumber:
      return Form(
        operands: [.word, .int], number: .offset, extra: .integer, hasAlias: true,
        result: .number)
    case .storeNumber:
      return Form(
        operands: [.word, .int, .word], number: .offset, extra: .integer, hasAlias: true,
        result: .none)
    case .mathFunction:
      return Form(
        operands: [.float], takesMore: true, number: .integer, needsState: true,
        result: .held(.float))
    case .floatRound: return Form(operands: [.float], number: .integer, result: .held(.float))
    case .plainTruth: return Form(operands: [.word], needsState: true, result: .held(.bool))
    case .guardByte:
      return Form(
        operands: [.word], number: .offset, extra: .integer, needsState: true, result: .none)
    case .guardKeys:
      return Form(operands: [.word], extra: .version, needsState: true, result: .none)
    case .iteratorMarker: return Form(number: .integer, result: .held(.word))
    case .virtualIterator:
      return Form(takesMore: true, number: .integer, result: .held(.word))
    case .virtualTuple: return Form(takesMore: true, result: .held(.word))
    case .virtualEither: return Form(operands: [.word, .word], result: .held(.word))
    case .virtualInstance:
      return Form(takesMore: true, number: .shape, extra: .integer, result: .held(.word))
    case .materialize: return Form(operands: [.word], result: .held(.word))
    case .rangeCount:
      return Form(operands: [.int, .int, .int], needsState: true, result: .held(.int))
    case .newRange, .rangeIterator, .virtualRange:
      return Form(operands: [.int, .int, .int], result: .held(.word))
    case .newTuple, .newList: return Form(takesMore: true, result: .held(.word))
    case .newDict: return Form(result: .held(.word))
    case .newFunction: return Form(operands: [.word], number: .value, result: .held(.word))
    case .startCollecting: return Form(number: .integer, extra: .integer, result: .none)
    case .collect:
      return Form(operands: [.word], number: .integer, extra: .integer, result: .held(.int))
    case .finishCollecting:
      return Form(number: .integer, extra: .integer, needsState: true, result: .held(.word))
    }
  }

  private func memory(_ operands: [Held], _ number: Form.Field, _ result: Form.Result) -> Form {
    Form(operands: operands, number: number, hasAlias: true, result: result)
  }

  private func check(_ operands: [Held], _ number: Form.Field, _ result: Form.Result) -> Form {
    Form(operands: operands, number: number, extra: .calm, needsState: true, result: result)
  }

  private func arithmetic(_ operand: Held, _ result: Held, leaves: Bool = false) -> Form {
    Form(operands: [operand, operand], needsState: leaves, result: .held(result))
  }
}
