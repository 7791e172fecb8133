// What is not worth native code.

import RegisterCode
import TaipanRuntime

extension Builder {
  /// - Throws: where most instructions would only be run by the interpreter's handlers.
  func checkWorth() throws(NotCompiled) {
    var (own, asked) = (0, 0)
    for block in graph.blocks {
      for value in block.body {
        switch graph.values[value].operation {
        case .step, .stepCall, .next: asked += 1
        case .constant, .intConstant, .floatConstant, .boolConstant, .register: break
        default: own += 1
        }
      }
    }
    if asked * 3 > own { throw NotCompiled(reason: "\(asked) of its instructions have no native form") }
  }

  /// A bit of operand feedback: guards on what the operands were seen to be have failed often.
  private static let unstable: UInt64 = 16

  /// Instructions that use a cache and whose guards have failed often.
  nonisolated(unsafe) static var unstablePlaces: Set<Int> = []

  /// At this instruction guards have failed.
  static func noteUnstable(_ place: UnsafeMutablePointer<UInt64>) {
    unstablePlaces.insert(Int(bitPattern: place))
    let opcode = place.pointee.opcode
    guard opcode.extraWords - (opcode.hasConstant ? 1 : 0) == 1 else { return }
    switch opcode.parent {
    case .add, .subtract, .multiply, .trueDivide, .floorDivide, .modulo, .power, .leftShift,
      .rightShift, .bitAnd, .bitOr, .bitXor, .inPlaceAdd, .inPlaceSubtract, .inPlaceMultiply,
      .inPlaceTrueDivide, .inPlaceFloorDivide, .inPlaceModulo, .inPlacePower, .inPlaceLeftShift,
      .inPlaceRightShift, .inPlaceBitAnd, .inPlaceBitOr, .inPlaceBitXor, .addInt, .subtractInt,
      .multiplyInt, .trueDivideInt, .floorDivideInt, .moduloInt, .powerInt, .leftShiftInt,
      .rightShiftInt, .bitAndInt, .bitOrInt, .bitXorInt, .inPlaceAddInt, .inPlaceSubtractInt,
      .inPlaceMultiplyInt, .inPlaceTrueDivideInt, .inPlaceFloorDivideInt, .inPlaceModuloInt,
      .inPlacePowerInt, .inPlaceLeftShiftInt, .inPlaceRightShiftInt, .inPlaceBitAndInt,
      .inPlaceBitOrInt, .inPlaceBitXorInt, .reverseAddInt, .reverseSubtractInt,
      .reverseMultiplyInt, .reverseLeftShiftInt, .addConst, .subtractConst, .multiplyConst,
      .trueDivideConst, .reverseAddConst, .reverseSubtractConst, .reverseMultiplyConst,
      .reverseTrueDivideConst, .negate, .less, .lessEqual, .equal, .notEqual, .greater,
      .greaterEqual, .jumpIfLess, .jumpIfLessEqual, .jumpIfEqual, .jumpIfNotEqual, .jumpIfGreater,
      .jumpIfGreaterEqual, .jumpUnlessLess, .jumpUnlessLessEqual, .jumpUnlessEqual,
      .jumpUnlessNotEqual, .jumpUnlessGreater, .jumpUnlessGreaterEqual, .jumpIfLessInt,
      .jumpIfLessEqualInt, .jumpIfEqualInt, .jumpIfNotEqualInt, .jumpIfGreaterInt,
      .jumpIfGreaterEqualInt, .jumpUnlessLessInt, .jumpUnlessLessEqualInt, .jumpUnlessEqualInt,
      .jumpUnlessNotEqualInt, .jumpUnlessGreaterInt, .jumpUnlessGreaterEqualInt,
      .jumpIfEqualConst, .jumpIfNotEqualConst, .jumpUnlessEqualConst, .jumpUnlessNotEqualConst,
      .unpackSequence, .unpackPair, .unpackLocals:
      place[opcode.extraWords] |= unstable
    default: break
    }
  }
}
