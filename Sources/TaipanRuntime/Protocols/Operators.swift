// Binary and unary operators with the data model's dispatch: left, reflected, in place.

public enum Operator: Int {
  case add, subtract, multiply, matrixMultiply, trueDivide, floorDivide, modulo, power
  case leftShift, rightShift, and, xor, or

  /// The operator of a raw value that is known to be one.
  @inline(__always) init(number: Int) {
    self = unsafeBitCast(UInt8(truncatingIfNeeded: number), to: Operator.self)
  }

  private var names: (SpecialName, SpecialName, SpecialName, StaticString) {
    @inline(__always) get {
      switch self {
      case .add: return (.add, .radd, .iadd, "+")
      case .subtract: return (.sub, .rsub, .isub, "-")
      case .multiply: return (.mul, .rmul, .imul, "*")
      case .matrixMultiply: return (.matmul, .rmatmul, .imatmul, "@")
      case .trueDivide: return (.truediv, .rtruediv, .itruediv, "/")
      case .floorDivide: return (.floordiv, .rfloordiv, .ifloordiv, "//")
      case .modulo: return (.mod, .rmod, .imod, "%")
      case .power: return (.pow, .rpow, .ipow, "** or pow()")
      case .leftShift: return (.lshift, .rlshift, .ilshift, "<<")
      case .rightShift: return (.rshift, .rrshift, .irshift, ">>")
      case .and: return (.and, .rand, .iand, "&")
      case .xor: return (.xor, .rxor, .ixor, "^")
      case .or: return (.or, .ror, .ior, "|")
      }
    }
  }

  public var forward: SpecialName { names.0 }
  public var reflected: SpecialName { names.1 }
  public var inPlace: SpecialName { names.2 }
  var symbol: String { "\(names.3)" }
}

public enum Operators {
  /// `lhs op rhs`.
  ///
  /// - Throws: TypeError where neither side supports it; what the methods raise.
  public static func binary(_ lhs: Value, _ rhs: Value, _ op: Operator) throws(Raised) -> Value {
    if Value.bothInts(lhs, rhs) {
      if op == .add, let sum = Value.addInts(lhs, rhs) { return sum }
      if op == .subtract, let difference = Value.subtractInts(lhs, rhs) { return difference }
    }
    if op == .add, lhs.isExactly(.str), rhs.isExactly(.str) {
      return try StrRef.add(StrRef(lhs), StrRef(rhs)).value
    }
    if let number = try exactInts(lhs, rhs, op) { return number }
    if !hasOnlyMethods(lhs) {
      if lhs.isHeap, op == .add && rhs.isHeap || op == .multiply && rhs.isInt,
        let sequence = try sequences(lhs, rhs, op)
      {
        return sequence
      }
      if op == .modulo, lhs.isExactly(.str), !rhs.isHeap || !rhs.type.has(.heap) {
        return try PercentFormat.str(StrRef(lhs), rhs)
      }
      if let number = try numbers(lhs, rhs, op) { return number }
      if let sequence = try sequences(lhs, rhs, op) { return sequence }
      if precedes(lhs, rhs, op), let result = try reflectedFirst(lhs, rhs, op) { return result }
    }
    let result = try dispatch(lhs, rhs, op.forward, op.reflected)
    if result.isNotImplemented { throw unsupported(lhs, rhs, op, inPlace: false) }
    return result
  }

  /// `lhs op= rhs`: the value to store.
  public static func inPlace(_ lhs: Value, _ rhs: Value, _ op: Operator) throws(Raised) -> Value {
    if op == .add, lhs.isExactly(.str), rhs.isExactly(.str) {
      return try StrRef.add(StrRef(lhs), StrRef(rhs)).value
    }
    if let number = try exactInts(lhs, rhs, op) { return number }
    let hasOnlyMethods = hasOnlyMethods(lhs)
    if !hasOnlyMethods {
      if let number = try numbers(lhs, rhs, op) { return number }
      if precedes(lhs, rhs, op), let result = try reflectedFirst(lhs, rhs, op) { return result }
    }
    let method = lhs.type.special(op.inPlace)
    if method.isPresent {
      let result = try Call.specialMethod(method, lhs, rhs)
      if !result.isNotImplemented { return result }
    }
    if !hasOnlyMethods, let sequence = try sequences(lhs, rhs, op) { return sequence }
    let result = try dispatch(lhs, rhs, op.forward, op.reflected)
    if result.isNotImplemented { throw unsupported(lhs, rhs, op, inPlace: true) }
    return result
  }

  /// Whether nothing but its type's methods says what operators do with a left operand: it is no
  /// number and no sequence that is known here, nor an instance of a subclass of such a sequence.
  @inline(__always) static func hasOnlyMethods(_ lhs: Value) -> Bool {
    if !lhs.isHeap { return false }
    let flags = lhs.asObject.type.p.pointee.flags
    let sequences: TypeFlags = [.subStr, .subBytes, .subList, .subTuple]
    if !flags.isDisjoint(with: sequences) { return false }
    if !flags.isDisjoint(with: [.subInt, .subFloat]) { return flags.contains(.heap) }
    return !lhs.isExactly(.byteArray)
  }

  /// Whether a Python method of the right operand comes before the left one's concatenation or
  /// repetition: those are no number slots in CPython, and number slots are asked first.
  private static func precedes(_ lhs: Value, _ rhs: Value, _ op: Operator) -> Bool {
    if op != .add && op != .multiply || !rhs.isHeap || !isRepeatable(lhs) { return false }
    let reflected = rhs.type.special(op.reflected)
    if reflected.isAbsent || !reflected.isExactly(.function) { return false }
    // A subclass with a reflected method of its own has the number slot.
    let own = lhs.type.special(op.reflected)
    if own.isPresent && own.isExactly(.function) { return false }
    let forward = lhs.type.special(op.forward)
    return forward.isPresent && forward.isExactly(.slotWrapper)
  }

  /// Nil where the reflected method declines.
  private static func reflectedFirst(_ lhs: Value, _ rhs: Value, _ op: Operator) throws(Raised)
    -> Value?
  {
    let result = try Call.specialMethod(rhs.type.special(op.reflected), rhs, lhs)
    return result.isNotImplemented ? nil : result
  }

  /// The value, or NotImplemented where neither method takes the operands.
  static func dispatch(
    _ lhs: Value, _ rhs: Value, _ forward: SpecialName, _ reflected: SpecialName
  ) throws(Raised) -> Value {
    let left = lhs.type
    let right = rhs.type
    let leftMethod = left.special(forward)
    let rightMethod = left == right ? .absent : right.special(reflected)
    if rightMethod.isPresent, right.isSubtype(of: left),
      rightMethod !== left.special(reflected)
    {
      let result = try Call.specialMethod(rightMethod, rhs, lhs)
      if !result.isNotImplemented { return result }
      return leftMethod.isPresent
        ? try Call.specialMethod(leftMethod, lhs, rhs) : .notImplemented
    }
    if leftMethod.isPresent {
      let result = try Call.specialMethod(leftMethod, lhs, rhs)
      if !result.isNotImplemented { return result }
    }
    if rightMethod.isPresent { return try Call.specialMethod(rightMethod, rhs, lhs) }
    return .notImplemented
  }

  static func unsupported(
    _ lhs: Value, _ rhs: Value, _ op: Operator, inPlace: Bool
  ) -> Raised {
    if !inPlace, op == .add {
      if lhs.isStr {
        return raise(
          .typeError, "can only concatenate str (not \"\(rhs.typeName)\") to str")
      }
      if lhs.isList {
        return raise(
          .typeError, "can only concatenate list (not \"\(rhs.typeName)\") to list")
      }
      if lhs.isTuple {
        return raise(
          .typeError, "can only concatenate tuple (not \"\(rhs.typeName)\") to tuple")
      }
      if lhs.isBytes {
        return raise(.typeError, "can't concat \(rhs.typeName) to bytes")
      }
    }
    if inPlace, op == .add {
      if lhs.isStr {
        return raise(.typeError, "can only concatenate str (not \"\(rhs.typeName)\") to str")
      }
      if lhs.isTuple {
        return raise(.typeError, "can only concatenate tuple (not \"\(rhs.typeName)\") to tuple")
      }
    }
    if op == .multiply, isRepeatable(lhs) || isRepeatable(rhs) {
      let other = isRepeatable(lhs) ? rhs : lhs
      return raise(
        .typeError, "can't multiply sequence by non-int of type '\(other.typeName)'")
    }
    var symbol = op.symbol
    if inPlace { symbol = op == .power ? "**=" : symbol + "=" }
    return raise(
      .typeError,
      "unsupported operand type(s) for \(symbol): '\(lhs.typeName)' and '\(rhs.typeName)'")
  }

  private static func isRepeatable(_ value: Value) -> Bool {
    value.isStr || value.isList || value.isTuple || value.isBytes || value.isExactly(.byteArray)
  }

  /// Exact ints, bools and floats without a method call; nil for anything else.
  static func numbers(_ lhs: Value, _ rhs: Value, _ op: Operator) throws(Raised) -> Value? {
    if isExactInteger(lhs), isExactInteger(rhs) {
      if lhs.isBool, rhs.isBool, op == .and || op == .or || op == .xor {
        let result = IntMath.bitwise(lhs, rhs, op == .and ? .and : op == .or ? .or : .xor)
        return Value(result.asInt != 0)
      }
      return try integers(lhs.exactInt, rhs.exactInt, op)
    }
    guard let a = try exactDouble(lhs, other: rhs), let b = try exactDouble(rhs, other: lhs) else {
      return nil
    }
    return try doubles(a, b, op)
  }

  private static func isExactInteger(_ value: Value) -> Bool {
    value.isInt || value.isExactly(.int) || value.isBool
  }

  private static func exactDouble(_ value: Value, other: Value) throws(Raised) -> Double? {
    if value.isFloat { return value.asFloat }
    if other.isFloat, isExactInteger(value) { return try Convert.intToDouble(value) }
    return nil
  }

  /// Two ints of any size, none of a subclass; nil for other operands.
  @inline(__always)
  private static func exactInts(_ lhs: Value, _ rhs: Value, _ op: Operator) throws(Raised) -> Value?
  {
    guard lhs.isInt || lhs.isExactly(.int), rhs.isInt || rhs.isExactly(.int) else { return nil }
    return try integers(lhs, rhs, op)
  }

  static func integers(_ lhs: Value, _ rhs: Value, _ op: Operator) throws(Raised) -> Value? {
    switch op {
    case .add: return IntMath.add(lhs, rhs)
    case .subtract: return IntMath.subtract(lhs, rhs)
    case .multiply: return IntMath.multiply(lhs, rhs)
    case .floorDivide: return try IntMath.divmod(lhs, rhs).0
    case .modulo:
      if rhs.intSign == 0 { throw raise(.zeroDivisionError, "integer modulo by zero") }
      return try IntMath.divmod(lhs, rhs).1
    case .trueDivide: return try IntDivision.trueDivide(lhs, rhs)
    case .power:
      if rhs.intSign < 0 {
        return try doubles(Convert.intToDouble(lhs), Convert.intToDouble(rhs), .power)
      }
      return try IntMath.power(lhs, rhs)
    case .leftShift: return try IntMath.leftShift(lhs, rhs)
    case .rightShift: return try IntMath.rightShift(lhs, rhs)
    case .and: return IntMath.bitwise(lhs, rhs, .and)
    case .or: return IntMath.bitwise(lhs, rhs, .or)
    case .xor: return IntMath.bitwise(lhs, rhs, .xor)
    case .matrixMultiply: return nil
    }
  }

  static func doubles(_ a: Double, _ b: Double, _ op: Operator) throws(Raised) -> Value? {
    switch op {
    case .add: return Value(a + b)
    case .subtract: return Value(a - b)
    case .multiply: return Value(a * b)
    case .trueDivide:
      if b == 0 { throw raise(.zeroDivisionError, "float division by zero") }
      return Value(a / b)
    case .floorDivide:
      if b == 0 { throw raise(.zeroDivisionError, "float floor division by zero") }
      return Value(FloatMath.divmod(a, b).0)
    case .modulo:
      if b == 0 { throw raise(.zeroDivisionError, "float modulo by zero") }
      return Value(FloatMath.modulo(a, b))
    case .power: return try FloatMath.power(a, b)
    default: return nil
    }
  }

  /// Concatenation and repetition of exact builtin sequences.
  static func sequences(_ lhs: Value, _ rhs: Value, _ op: Operator) throws(Raised)
    -> Value?
  {
    if op == .add {
      if lhs.isExactly(.str), rhs.isExactly(.str) {
        return try StrRef.add(StrRef(lhs), StrRef(rhs)).value
      }
      if lhs.isExactly(.list), rhs.isExactly(.list) {
        return ListRef.concatenation(ListRef(lhs), ListRef(rhs)).value
      }
      if lhs.isExactly(.tuple), rhs.isExactly(.tuple) {
        let (a, b) = (TupleRef(lhs), TupleRef(rhs))
        if a.count == 0 { return rhs }
        if b.count == 0 { return lhs }
        return TupleRef.concatenation(a, b).value
      }
    } else if op == .multiply, rhs.isInt {
      if lhs.isExactly(.list) { return try ListType.repeated(ListRef(lhs), rhs.asInt) }
      if lhs.isExactly(.str) { return try StrType.repeated(StrRef(lhs), rhs.asInt).value }
    }
    return nil
  }

  // MARK: Unary

  public static func negate(_ value: Value) throws(Raised) -> Value {
    if value.isInt { return Value(-value.asInt) }
    if value.isFloat { return Value(-value.asFloat) }
    return try unary(value, .neg, "-")
  }

  public static func positive(_ value: Value) throws(Raised) -> Value {
    if value.isInt || value.isFloat { return value }
    return try unary(value, .pos, "+")
  }

  public static func invert(_ value: Value) throws(Raised) -> Value {
    if value.isInt { return Value(smallInt: ~value.asInt) }
    return try unary(value, .invert, "~")
  }

  public static func absolute(_ value: Value) throws(Raised) -> Value {
    if value.isInt { return Value(abs(value.asInt)) }
    if value.isFloat { return Value(abs(value.asFloat)) }
    let method = value.type.special(.abs)
    if method.isAbsent {
      throw raise(.typeError, "bad operand type for abs(): '\(value.typeName)'")
    }
    return try Call.specialMethod(method, value)
  }

  private static func unary(_ value: Value, _ name: SpecialName, _ symbol: String) throws(Raised)
    -> Value
  {
    let method = value.type.special(name)
    if method.isAbsent {
      throw raise(.typeError, "bad operand type for unary \(symbol): '\(value.typeName)'")
    }
    return try Call.specialMethod(method, value)
  }

  /// `pow(base, exponent, modulus)`; the modulus may be None.
  public static func power(_ base: Value, _ exponent: Value, _ modulus: Value) throws(Raised)
    -> Value
  {
    if modulus.isNone { return try binary(base, exponent, .power) }
    let method = base.type.special(.pow)
    if method.isPresent {
      let result = try Call.specialMethod(method, base, exponent, modulus)
      if !result.isNotImplemented { return result }
    }
    // Classes answer for their own base only; native types for whatever stands in the other places.
    if exponent.type != base.type {
      let reflected = exponent.type.special(.rpow)
      if reflected.isPresent, reflected.isHeap, reflected.type == .slotWrapper {
        let result = try Call.specialMethod(reflected, exponent, base, modulus)
        if !result.isNotImplemented { return result }
      }
    }
    if modulus.type != base.type, modulus.type != exponent.type,
      modulus.isAnyFloat || modulus.isHeap && modulus.isInstance(of: .complex)
    {
      let native = modulus.isAnyFloat ? BuiltinType.float.ref : BuiltinType.complex.ref
      return try Call.specialMethod(native.special(.pow), modulus, exponent, modulus)
    }
    throw raise(
      .typeError,
      "unsupported operand type(s) for ** or pow(): '\(base.typeName)', '\(exponent.typeName)', '\(modulus.typeName)'"
    )
  }
}

/// True division of ints, correctly rounded (as Objects/longobject.c explains).
enum IntDivision {
  static func trueDivide(_ lhs: Value, _ rhs: Value) throws(Raised) -> Value {
    if rhs.intSign == 0 { throw raise(.zeroDivisionError, "division by zero") }
    if Value.bothInts(lhs, rhs), lhs.asInt.magnitude <= 1 << 53, rhs.asInt.magnitude <= 1 << 53 {
      return Value(Double(lhs.asInt) / Double(rhs.asInt))
    }
    if lhs.intSign == 0 { return Value(rhs.intSign < 0 ? -0.0 : 0.0) }
    let shift = bitLength(lhs) - bitLength(rhs) - 66
    // A quotient of at least 65 bits with a sticky lowest bit rounds correctly.
    let numerator =
      shift < 0 ? try IntMath.leftShift(magnitude(lhs), Value(-shift)) : magnitude(lhs)
    let denominator =
      shift > 0 ? try IntMath.leftShift(magnitude(rhs), Value(shift)) : magnitude(rhs)
    var (quotient, remainder) = try IntMath.divmod(numerator, denominator)
    if remainder.intSign != 0 { quotient = IntMath.bitwise(quotient, Value(smallInt: 1), .or) }
    let negative = (lhs.intSign < 0) != (rhs.intSign < 0)
    let result = try scaled(quotient, shift)
    if result.isInfinite {
      throw raise(.overflowError, "integer division result too large for a float")
    }
    return Value(negative ? -result : result)
  }

  /// `quotient * 2^shift`, rounded once even where the result is subnormal.
  private static func scaled(_ quotient: Value, _ shift: Int) throws(Raised) -> Double {
    let bits = bitLength(quotient)
    let lowest = -1074 - shift
    if bits + shift > -1021 || lowest <= 0 {
      // Not by a factor: that may be too small for a double where the result is not.
      return Double(
        sign: .plus, exponent: min(shift, 2000), significand: IntMath.toDouble(quotient))
    }
    let drop = Value(lowest - 1)
    let kept = try IntMath.rightShift(quotient, drop)
    let back = try IntMath.leftShift(kept, drop)
    let sticky = IntMath.compare(back, quotient) != 0
    var n = kept.asMachineInt ?? 0
    let half = n & 1 == 1
    n >>= 1
    if half, sticky || n & 1 == 1 { n += 1 }
    return Double(n) * Double.leastNonzeroMagnitude
  }

  private static func magnitude(_ value: Value) -> Value {
    value.intSign < 0 ? IntMath.negate(value) : value
  }

  static func bitLength(_ value: Value) -> Int {
    var storage: UInt = 0
    return withUnsafeMutablePointer(to: &storage) { Magnitude(value, $0).bitLength }
  }
}

extension Operators {
  /// `divmod(lhs, rhs)`: a pair.
  public static func divmod(_ lhs: Value, _ rhs: Value) throws(Raised) -> Value {
    if Value.bothInts(lhs, rhs) {
      let (quotient, remainder) = try IntMath.divmod(lhs, rhs)
      return TupleRef.of(quotient, remainder).value
    }
    let result = try dispatch(lhs, rhs, .divmod, .rdivmod)
    if result.isNotImplemented {
      throw raise(
        .typeError,
        "unsupported operand type(s) for divmod(): '\(lhs.typeName)' and '\(rhs.typeName)'")
    }
    return result
  }
}
