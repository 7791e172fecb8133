/// Whether a name, attribute, subscript, starred, list or tuple is read, written or deleted
/// (`expr_context`).
public enum ExpressionContext: UInt8 {
  case load, store, delete
}

/// `boolop`
public enum BooleanOperator: UInt8, CaseIterable {
  case and, or
}

/// `operator`, of binary expressions and augmented assignments.
public enum BinaryOperator: UInt8, CaseIterable {
  case add, subtract, multiply, matrixMultiply, divide, modulo, power, leftShift, rightShift
  case bitwiseOr, bitwiseXor, bitwiseAnd, floorDivide
}

/// `unaryop`
public enum UnaryOperator: UInt8, CaseIterable {
  case invert, not, positive, negative
}

/// `cmpop`
public enum ComparisonOperator: UInt8, CaseIterable {
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, `is`, isNot, `in`, notIn
}

/// The conversion of a `FormattedValue`; the raw values are those of `ast.FormattedValue.conversion`.
public enum FormatConversion: Int32 {
  case none = -1
  case ascii = 97
  case repr = 114
  case string = 115
}
