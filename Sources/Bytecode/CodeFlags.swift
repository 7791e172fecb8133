// Small constant vocabularies of the code object: flags, kinds of local, operand codes.

/// Bits of `co_flags`, and the compiler flags that travel with them.
public enum CodeFlags {
  public static let optimized: UInt32 = 0x1
  public static let newLocals: UInt32 = 0x2
  public static let varArgs: UInt32 = 0x4
  public static let varKeywords: UInt32 = 0x8
  public static let nested: UInt32 = 0x10
  public static let generator: UInt32 = 0x20
  public static let coroutine: UInt32 = 0x80
  public static let iterableCoroutine: UInt32 = 0x100
  public static let asyncGenerator: UInt32 = 0x200
  /// Of code whose frames can be suspended.
  public static let resumable = generator | coroutine | iterableCoroutine | asyncGenerator
  public static let futureDivision: UInt32 = 0x20000
  public static let futureAbsoluteImport: UInt32 = 0x40000
  public static let futureWithStatement: UInt32 = 0x80000
  public static let futurePrintFunction: UInt32 = 0x100000
  public static let futureUnicodeLiterals: UInt32 = 0x200000
  public static let futureBarryAsBDFL: UInt32 = 0x400000
  public static let futureGeneratorStop: UInt32 = 0x800000
  public static let futureAnnotations: UInt32 = 0x1000000
  public static let noMonitoringEvents: UInt32 = 0x2000000

  /// What a code object takes over from the flags of `compile`.
  public static let inheritedMask: UInt32 =
    futureDivision | futureAbsoluteImport | futureWithStatement | futurePrintFunction
    | futureUnicodeLiterals | futureBarryAsBDFL | futureGeneratorStop | futureAnnotations

  // Flags of `compile` that are not part of a code object (`PyCF_*`).
  public static let sourceIsUTF8: UInt32 = 0x100
  public static let dontImplyDedent: UInt32 = 0x200
  public static let onlyTree: UInt32 = 0x400
  public static let typeComments: UInt32 = 0x1000
  public static let allowTopLevelAwait: UInt32 = 0x2000
  public static let allowIncompleteInput: UInt32 = 0x4000
  public static let optimizedTree: UInt32 = 0x8000 | onlyTree
}

/// Bits of `localsPlusKinds`.
public enum LocalKind {
  public static let hidden: UInt8 = 0x10
  public static let local: UInt8 = 0x20
  public static let cell: UInt8 = 0x40
  public static let free: UInt8 = 0x80
}

/// The argument of `BINARY_OP`.
public enum BinaryOperator: Int, CaseIterable {
  case add, and, floorDivide, leftShift, matrixMultiply, multiply, remainder, or, power, rightShift
  case subtract, trueDivide, xor
  case inPlaceAdd, inPlaceAnd, inPlaceFloorDivide, inPlaceLeftShift, inPlaceMatrixMultiply
  case inPlaceMultiply, inPlaceRemainder, inPlaceOr, inPlacePower, inPlaceRightShift
  case inPlaceSubtract, inPlaceTrueDivide, inPlaceXor

  public var symbol: String {
    let plain = ["+", "&", "//", "<<", "@", "*", "%", "|", "**", ">>", "-", "/", "^"]
    return rawValue < 13 ? plain[rawValue] : plain[rawValue - 13] + "="
  }
}

/// The three top bits of the argument of `COMPARE_OP`.
public enum Comparison: Int, CaseIterable {
  case less, lessOrEqual, equal, notEqual, greater, greaterOrEqual

  public var symbol: String { ["<", "<=", "==", "!=", ">", ">="][rawValue] }

  /// The outcomes for which the comparison holds: 1 unordered, 2 less, 4 greater, 8 equal.
  public var mask: Int { [2, 2 | 8, 8, 1 | 2 | 4, 4, 4 | 8][rawValue] }
}

/// The argument of `CALL_INTRINSIC_1`.
public enum UnaryIntrinsic: Int, CaseIterable {
  case invalid, print, importStar, stopIterationError, asyncGenWrap, unaryPositive, listToTuple
  case typeVar, paramSpec, typeVarTuple, subscriptGeneric, typeAlias

  public var name: String {
    [
      "INTRINSIC_1_INVALID", "INTRINSIC_PRINT", "INTRINSIC_IMPORT_STAR",
      "INTRINSIC_STOPITERATION_ERROR", "INTRINSIC_ASYNC_GEN_WRAP", "INTRINSIC_UNARY_POSITIVE",
      "INTRINSIC_LIST_TO_TUPLE", "INTRINSIC_TYPEVAR", "INTRINSIC_PARAMSPEC",
      "INTRINSIC_TYPEVARTUPLE", "INTRINSIC_SUBSCRIPT_GENERIC", "INTRINSIC_TYPEALIAS",
    ][rawValue]
  }
}

/// The argument of `CALL_INTRINSIC_2`.
public enum BinaryIntrinsic: Int, CaseIterable {
  case invalid, prepReraiseStar, typeVarWithBound, typeVarWithConstraints, setFunctionTypeParams
  case setTypeParamDefault

  public var name: String {
    [
      "INTRINSIC_2_INVALID", "INTRINSIC_PREP_RERAISE_STAR", "INTRINSIC_TYPEVAR_WITH_BOUND",
      "INTRINSIC_TYPEVAR_WITH_CONSTRAINTS", "INTRINSIC_SET_FUNCTION_TYPE_PARAMS",
      "INTRINSIC_SET_TYPEPARAM_DEFAULT",
    ][rawValue]
  }
}

/// Bits of the argument of `SET_FUNCTION_ATTRIBUTE`.
public enum FunctionAttribute {
  public static let defaults = 1
  public static let keywordDefaults = 2
  public static let annotations = 4
  public static let closure = 8
}

/// The argument of `RESUME`: its low bits say where; bit 2 that only one handler encloses it.
public enum ResumeKind {
  public static let functionStart = 0
  public static let afterYield = 1
  public static let afterYieldFrom = 2
  public static let afterAwait = 3
  public static let depth1 = 4
}
