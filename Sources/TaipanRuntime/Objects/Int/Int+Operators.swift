// Operators of int: exact for operands of any size, NotImplemented for other types.

extension IntType {
  @inline(__always)
  private static func binary(_ a: Args, _ op: Operator) throws(Raised) -> Value {
    if !a[0].isAnyInt || !a[1].isAnyInt { return .notImplemented }
    return try Operators.integers(a[0].exactInt, a[1].exactInt, op) ?? .notImplemented
  }

  @inline(__always)
  private static func reflected(_ a: Args, _ op: Operator) throws(Raised) -> Value {
    if !a[0].isAnyInt || !a[1].isAnyInt { return .notImplemented }
    return try Operators.integers(a[1].exactInt, a[0].exactInt, op) ?? .notImplemented
  }

  static func add(_ a: Args) throws(Raised) -> Value { try binary(a, .add) }
  static func radd(_ a: Args) throws(Raised) -> Value { try reflected(a, .add) }
  static func sub(_ a: Args) throws(Raised) -> Value { try binary(a, .subtract) }
  static func rsub(_ a: Args) throws(Raised) -> Value { try reflected(a, .subtract) }
  static func mul(_ a: Args) throws(Raised) -> Value { try binary(a, .multiply) }
  static func rmul(_ a: Args) throws(Raised) -> Value { try reflected(a, .multiply) }
  static func mod(_ a: Args) throws(Raised) -> Value { try binary(a, .modulo) }
  static func rmod(_ a: Args) throws(Raised) -> Value { try reflected(a, .modulo) }
  static func floordiv(_ a: Args) throws(Raised) -> Value { try binary(a, .floorDivide) }
  static func rfloordiv(_ a: Args) throws(Raised) -> Value { try reflected(a, .floorDivide) }
  static func truediv(_ a: Args) throws(Raised) -> Value { try binary(a, .trueDivide) }
  static func rtruediv(_ a: Args) throws(Raised) -> Value { try reflected(a, .trueDivide) }
  static func lshift(_ a: Args) throws(Raised) -> Value { try binary(a, .leftShift) }
  static func rlshift(_ a: Args) throws(Raised) -> Value { try reflected(a, .leftShift) }
  static func rshift(_ a: Args) throws(Raised) -> Value { try binary(a, .rightShift) }
  static func rrshift(_ a: Args) throws(Raised) -> Value { try reflected(a, .rightShift) }
  static func and(_ a: Args) throws(Raised) -> Value { try binary(a, .and) }
  static func or(_ a: Args) throws(Raised) -> Value { try binary(a, .or) }
  static func xor(_ a: Args) throws(Raised) -> Value { try binary(a, .xor) }

  static func divmod(_ a: Args) throws(Raised) -> Value {
    if !a[1].isAnyInt { return .notImplemented }
    let (quotient, remainder) = try IntMath.divmod(a[0].exactInt, a[1].exactInt)
    return TupleRef.of(quotient, remainder).value
  }

  static func rdivmod(_ a: Args) throws(Raised) -> Value {
    if !a[1].isAnyInt { return .notImplemented }
    let (quotient, remainder) = try IntMath.divmod(a[1].exactInt, a[0].exactInt)
    return TupleRef.of(quotient, remainder).value
  }

  static func pow(_ a: Args) throws(Raised) -> Value { try power(a[0], a[1], a.optional(2)) }
  static func rpow(_ a: Args) throws(Raised) -> Value { try power(a[1], a[0], a.optional(2)) }

  private static func power(_ base: Value, _ exponent: Value, _ modulus: Value) throws(Raised)
    -> Value
  {
    if !base.isAnyInt || !exponent.isAnyInt { return .notImplemented }
    if modulus.isAbsent || modulus.isNone {
      return try Operators.integers(base.exactInt, exponent.exactInt, .power) ?? .notImplemented
    }
    if !modulus.isAnyInt { return .notImplemented }
    return try IntMath.power(base, exponent, modulus: modulus)
  }

  static func neg(_ a: Args) throws(Raised) -> Value { IntMath.negate(a[0]) }
  static func exact(_ a: Args) throws(Raised) -> Value { a[0].exactInt }
  static func invert(_ a: Args) throws(Raised) -> Value { IntMath.invert(a[0].exactInt) }
  static func bool(_ a: Args) throws(Raised) -> Value { Value(a[0].intSign != 0) }

  static func abs(_ a: Args) throws(Raised) -> Value {
    a[0].intSign < 0 ? IntMath.negate(a[0]) : a[0].exactInt
  }

  // MARK: Comparison

  @inline(__always)
  private static func compare(_ a: Args, _ operation: Compare.Operation) -> Value {
    if !a[0].isAnyInt || !a[1].isAnyInt { return .notImplemented }
    return Value(operation.holds(IntMath.compare(a[0], a[1])))
  }

  static func lt(_ a: Args) throws(Raised) -> Value { compare(a, .lt) }
  static func le(_ a: Args) throws(Raised) -> Value { compare(a, .le) }
  static func eq(_ a: Args) throws(Raised) -> Value { compare(a, .eq) }
  static func ne(_ a: Args) throws(Raised) -> Value { compare(a, .ne) }
  static func gt(_ a: Args) throws(Raised) -> Value { compare(a, .gt) }
  static func ge(_ a: Args) throws(Raised) -> Value { compare(a, .ge) }
}
