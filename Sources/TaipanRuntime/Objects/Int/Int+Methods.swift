// Methods of int: text, hash, bits, rounding.

extension IntType {
  static func repr(_ a: Args) throws(Raised) -> Value { try IntText.limitedDecimal(a[0]).value }
  static func hash(_ a: Args) throws(Raised) -> Value { Value(IntMath.hash(a[0])) }
  static func zero(_ a: Args) throws(Raised) -> Value { Value(smallInt: 0) }
  static func one(_ a: Args) throws(Raised) -> Value { Value(smallInt: 1) }
  static func isInteger(_ a: Args) throws(Raised) -> Value { .true }
  static func float(_ a: Args) throws(Raised) -> Value { Value(try Convert.intToDouble(a[0])) }
  static func bitLength(_ a: Args) throws(Raised) -> Value { Value(IntMath.bitLength(a[0])) }
  static func bitCount(_ a: Args) throws(Raised) -> Value { Value(IntMath.bitCount(a[0])) }

  static func asIntegerRatio(_ a: Args) throws(Raised) -> Value {
    TupleRef.of(a[0].exactInt, Value(smallInt: 1)).value
  }

  static func getNewArgs(_ a: Args) throws(Raised) -> Value { TupleRef.of(a[0].exactInt).value }

  static func format(_ a: Args) throws(Raised) -> Value {
    if !a[1].isStr {
      throw raise(.typeError, "__format__() argument must be str, not \(a[1].argumentTypeName)")
    }
    return try Formatting.int(a[0], StrRef(a[1]))
  }

  /// What the reference implementation uses: three words and digits of 30 bits.
  static func sizeOf(_ a: Args) throws(Raised) -> Value {
    let digits = max(1, (IntMath.bitLength(a[0]) + 29) / 30)
    return Value(24 + 4 * digits)
  }

  static func round(_ a: Args) throws(Raised) -> Value {
    let given = a.optional(1)
    if given.isAbsent { return a[0].exactInt }
    let digits = try Convert.index(given)
    if digits.intSign >= 0 { return a[0].exactInt }
    // More digits than the number has: it rounds to zero.
    guard let n = digits.asMachineInt, -n <= IntMath.bitLength(a[0]) else {
      return Value(smallInt: 0)
    }
    return try roundHalfEven(a[0].exactInt, unit: try IntMath.power(Value(10), Value(-n)))
  }

  /// The multiple of `unit` nearest to `value`; ties go to an even multiple.
  static func roundHalfEven(_ value: Value, unit: Value) throws(Raised) -> Value {
    let (quotient, remainder) = try IntMath.divmod(value, unit)
    let order = IntMath.compare(IntMath.add(remainder, remainder), unit)
    let isOdd = IntMath.bitwise(quotient, Value(smallInt: 1), .and).asInt == 1
    let down = IntMath.subtract(value, remainder)
    return order > 0 || order == 0 && isOdd ? IntMath.add(down, unit) : down
  }
}
