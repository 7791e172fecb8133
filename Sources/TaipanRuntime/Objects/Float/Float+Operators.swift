// Operators of float: ints are taken as floats, other types are not known.

extension FloatType {
  /// The operand as a double; nil for a type that is no number.
  @inline(__always)
  private static func double(_ value: Value) throws(Raised) -> Double? {
    if value.isAnyFloat { return value.asFloat }
    if value.isInt { return Double(value.asInt) }
    if value.isAnyInt { return try Convert.intToDouble(value) }
    return nil
  }

  @inline(__always)
  private static func binary(_ lhs: Value, _ rhs: Value, _ op: Operator) throws(Raised) -> Value {
    guard let a = try double(lhs), let b = try double(rhs) else { return .notImplemented }
    return try Operators.doubles(a, b, op) ?? .notImplemented
  }

  static func add(_ a: Args) throws(Raised) -> Value { try binary(a[0], a[1], .add) }
  static func radd(_ a: Args) throws(Raised) -> Value { try binary(a[1], a[0], .add) }
  static func sub(_ a: Args) throws(Raised) -> Value { try binary(a[0], a[1], .subtract) }
  static func rsub(_ a: Args) throws(Raised) -> Value { try binary(a[1], a[0], .subtract) }
  static func mul(_ a: Args) throws(Raised) -> Value { try binary(a[0], a[1], .multiply) }
  static func rmul(_ a: Args) throws(Raised) -> Value { try binary(a[1], a[0], .multiply) }
  static func mod(_ a: Args) throws(Raised) -> Value { try binary(a[0], a[1], .modulo) }
  static func rmod(_ a: Args) throws(Raised) -> Value { try binary(a[1], a[0], .modulo) }
  static func floordiv(_ a: Args) throws(Raised) -> Value { try binary(a[0], a[1], .floorDivide) }
  static func rfloordiv(_ a: Args) throws(Raised) -> Value { try binary(a[1], a[0], .floorDivide) }
  static func truediv(_ a: Args) throws(Raised) -> Value { try binary(a[0], a[1], .trueDivide) }
  static func rtruediv(_ a: Args) throws(Raised) -> Value { try binary(a[1], a[0], .trueDivide) }

  static func divmod(_ a: Args) throws(Raised) -> Value { try divmod(a[0], a[1]) }
  static func rdivmod(_ a: Args) throws(Raised) -> Value { try divmod(a[1], a[0]) }

  private static func divmod(_ lhs: Value, _ rhs: Value) throws(Raised) -> Value {
    guard let a = try double(lhs), let b = try double(rhs) else { return .notImplemented }
    if b == 0 { throw raise(.zeroDivisionError, "float divmod()") }
    let (quotient, remainder) = FloatMath.divmod(a, b)
    return TupleRef.of(Value(quotient), Value(remainder)).value
  }

  static func pow(_ a: Args) throws(Raised) -> Value { try power(a[0], a[1], a.optional(2)) }
  static func rpow(_ a: Args) throws(Raised) -> Value { try power(a[1], a[0], a.optional(2)) }

  private static func power(_ base: Value, _ exponent: Value, _ modulus: Value) throws(Raised)
    -> Value
  {
    if modulus.isPresent, !modulus.isNone {
      throw raise(
        .typeError, "pow() 3rd argument not allowed unless all arguments are integers")
    }
    return try binary(base, exponent, .power)
  }

  static func neg(_ a: Args) throws(Raised) -> Value { Value(-a[0].asFloat) }
  static func abs(_ a: Args) throws(Raised) -> Value { Value(Swift.abs(a[0].asFloat)) }
  static func bool(_ a: Args) throws(Raised) -> Value { Value(a[0].asFloat != 0) }
  static func zero(_ a: Args) throws(Raised) -> Value { Value(0.0) }

  static func exact(_ a: Args) throws(Raised) -> Value {
    a[0].isFloat ? a[0] : Value(a[0].asFloat)
  }

  // MARK: Comparison

  @inline(__always)
  private static func compare(_ a: Args, _ operation: Compare.Operation) -> Value {
    let lhs = a[0].asFloat
    if a[1].isAnyFloat { return Value(operation.holds(lhs, a[1].asFloat)) }
    if !a[1].isAnyInt { return .notImplemented }
    guard let order = FloatMath.compare(lhs, a[1]) else { return Value(operation == .ne) }
    return Value(operation.holds(order))
  }

  static func lt(_ a: Args) throws(Raised) -> Value { compare(a, .lt) }
  static func le(_ a: Args) throws(Raised) -> Value { compare(a, .le) }
  static func eq(_ a: Args) throws(Raised) -> Value { compare(a, .eq) }
  static func ne(_ a: Args) throws(Raised) -> Value { compare(a, .ne) }
  static func gt(_ a: Args) throws(Raised) -> Value { compare(a, .gt) }
  static func ge(_ a: Args) throws(Raised) -> Value { compare(a, .ge) }
}
