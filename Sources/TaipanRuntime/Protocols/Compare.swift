// Comparison: rich comparison with reflection, equality with identity first, ordering.

public enum Compare {
  public enum Operation: Int {
    case lt, le, eq, ne, gt, ge

    public var special: SpecialName {
      switch self {
      case .lt: return .lt
      case .le: return .le
      case .eq: return .eq
      case .ne: return .ne
      case .gt: return .gt
      case .ge: return .ge
      }
    }
    public var reflected: Operation {
      switch self {
      case .lt: return .gt
      case .le: return .ge
      case .eq: return .eq
      case .ne: return .ne
      case .gt: return .lt
      case .ge: return .le
      }
    }
    var symbol: String { ["<", "<=", "==", "!=", ">", ">="][rawValue] }

    /// The truth of the operation where `lhs` and `rhs` compare as `order`.
    @inline(__always) public func holds(_ order: Int) -> Bool {
      switch self {
      case .lt: return order < 0
      case .le: return order <= 0
      case .eq: return order == 0
      case .ne: return order != 0
      case .gt: return order > 0
      case .ge: return order >= 0
      }
    }

    @inline(__always) func holds(_ a: Double, _ b: Double) -> Bool {
      switch self {
      case .lt: return a < b
      case .le: return a <= b
      case .eq: return a == b
      case .ne: return a != b
      case .gt: return a > b
      case .ge: return a >= b
      }
    }
  }

  /// `lhs op rhs`, any object.
  ///
  /// - Throws: TypeError where neither side knows the order; what the methods raise.
  public static func rich(_ lhs: Value, _ rhs: Value, _ operation: Operation) throws(Raised)
    -> Value
  {
    if let known = fast(lhs, rhs, operation) { return Value(known) }
    if lhs.isInt || lhs.isExactly(.int), rhs.isInt || rhs.isExactly(.int) {
      return Value(operation.holds(IntMath.compare(lhs, rhs)))
    }
    if operation == .eq || operation == .ne, let known = byIdentity(lhs, rhs, operation) {
      return Value(known)
    }
    if let known = truths(lhs, rhs, operation) { return Value(known) }
    try ThreadState.checkNativeStack(" in comparison")
    if let known = try sequences(lhs, rhs, operation) { return known }
    let left = lhs.type
    let right = rhs.type
    var reflectedDone = false
    if left != right, right.isSubtype(of: left) {
      let result = try attempt(rhs, lhs, right, operation.reflected)
      if !result.isNotImplemented { return result }
      reflectedDone = true
    }
    let result = try attempt(lhs, rhs, left, operation)
    if !result.isNotImplemented { return result }
    if !reflectedDone {
      let result = try attempt(rhs, lhs, right, operation.reflected)
      if !result.isNotImplemented { return result }
    }
    return try undecided(lhs, rhs, operation)
  }

  /// What holds where neither side's method has decided.
  ///
  /// - Throws: TypeError for orders.
  static func undecided(_ lhs: Value, _ rhs: Value, _ operation: Operation) throws(Raised) -> Value
  {
    switch operation {
    case .eq: return Value(lhs === rhs)
    case .ne: return Value(lhs !== rhs)
    default:
      throw raise(
        .typeError,
        "'\(operation.symbol)' not supported between instances of '\(lhs.type.messageName)' and '\(rhs.type.messageName)'"
      )
    }
  }

  /// Two tuples, lists or sets without a method call; nil for anything else.
  @inline(__always)
  private static func sequences(_ lhs: Value, _ rhs: Value, _ operation: Operation) throws(Raised)
    -> Value?
  {
    if comparesAsTuple(lhs, operation) {
      if comparesAsTuple(rhs, operation) {
        return try TupleType.compare(TupleRef(lhs), TupleRef(rhs), operation)
      }
    } else if lhs.isExactly(.list) {
      if rhs.isExactly(.list) { return try ListType.compare(ListRef(lhs), ListRef(rhs), operation) }
    } else if lhs.isExactly(.set) || lhs.isExactly(.frozenSet) {
      if rhs.isExactly(.set) || rhs.isExactly(.frozenSet) {
        return Value(try SetMethods.holds(operation, SetRef(lhs), SetRef(rhs)))
      }
    }
    return nil
  }

  static func attempt(
    _ lhs: Value, _ rhs: Value, _ type: TypeRef, _ operation: Operation
  ) throws(Raised) -> Value {
    let method = type.special(operation.special)
    if method.isAbsent { return .notImplemented }
    return try Call.specialMethod(method, lhs, rhs)
  }

  /// Ints, floats and strs without a method call; nil for anything else.
  @inline(__always)
  static func fast(_ lhs: Value, _ rhs: Value, _ operation: Operation) -> Bool? {
    if Value.bothInts(lhs, rhs) {
      let (a, b) = (Int64(bitPattern: lhs.bits), Int64(bitPattern: rhs.bits))
      switch operation {
      case .lt: return a < b
      case .le: return a <= b
      case .eq: return a == b
      case .ne: return a != b
      case .gt: return a > b
      case .ge: return a >= b
      }
    }
    if lhs.isInlineFloat {
      if rhs.isInlineFloat { return operation.holds(lhs.asInlineFloat, rhs.asInlineFloat) }
      if rhs.isInt, abs(rhs.asInt) < 1 << 53 {
        return operation.holds(lhs.asInlineFloat, Double(rhs.asInt))
      }
    } else if lhs.isInt, rhs.isInlineFloat, abs(lhs.asInt) < 1 << 53 {
      return operation.holds(Double(lhs.asInt), rhs.asInlineFloat)
    }
    if lhs.isExactly(.str), rhs.isExactly(.str) {
      let (a, b) = (StrRef(lhs), StrRef(rhs))
      if operation == .eq { return a.isEqual(b) }
      if operation == .ne { return !a.isEqual(b) }
      return operation.holds(a.compare(b))
    }
    return nil
  }

  /// Two bools, or a bool and a small int; nil for anything else.
  @inline(__always)
  static func truths(_ lhs: Value, _ rhs: Value, _ operation: Operation) -> Bool? {
    guard lhs.isBool || rhs.isBool else { return nil }
    guard let a = smallNumber(lhs), let b = smallNumber(rhs) else { return nil }
    return operation.holds(a < b ? -1 : a == b ? 0 : 1)
  }

  @inline(__always) private static func smallNumber(_ value: Value) -> Int? {
    value.isInt ? value.asInt : value.isTrue ? 1 : value.isFalse ? 0 : nil
  }

  /// `lhs op rhs` as a truth value.
  @inline(__always)
  public static func test(_ lhs: Value, _ rhs: Value, _ operation: Operation) throws(Raised) -> Bool
  {
    if let known = fast(lhs, rhs, operation) { return known }
    return try testOthers(lhs, rhs, operation)
  }

  @inline(never) @usableFromInline
  static func testOthers(_ lhs: Value, _ rhs: Value, _ operation: Operation) throws(Raised) -> Bool
  {
    if let known = truths(lhs, rhs, operation) { return known }
    if lhs.isHeap, rhs.isHeap {
      if lhs.isExactly(.bytes), rhs.isExactly(.bytes) {
        if operation == .eq || operation == .ne {
          return BytesRef(lhs).isEqual(BytesRef(rhs)) == (operation == .eq)
        }
      } else if lhs.isExactly(.tuple), rhs.isExactly(.tuple) {
        try ThreadState.checkNativeStack(" in comparison")
        return try Convert.truth(TupleType.compare(TupleRef(lhs), TupleRef(rhs), operation))
      }
      if isExactSet(lhs), isExactSet(rhs) {
        try ThreadState.checkNativeStack(" in comparison")
        return try SetMethods.holds(operation, SetRef(lhs), SetRef(rhs))
      }
    }
    if operation == .eq || operation == .ne {
      if let known = byIdentity(lhs, rhs, operation) { return known }
      let (left, right) = (kind(lhs), kind(rhs))
      if left != 0, right != 0, left != right { return operation == .ne }
    }
    return try Convert.truth(try rich(lhs, rhs, operation))
  }

  /// Numbers that differ for values that are never equal; 0 for types that this does not say of.
  @inline(__always) static func kind(_ value: Value) -> Int {
    if !value.isHeap || value.isBool || value.isExactly(.int) || value.isExactly(.float) {
      return 1
    }
    if value.isExactly(.str) { return 2 }
    if value.isNone { return 3 }
    if value.isExactly(.tuple) { return 4 }
    if value.isExactly(.list) { return 5 }
    return value.isExactly(.dict) ? 6 : 0
  }

  /// Equality of two objects whose types leave it to `object`; nil for others.
  @inline(__always)
  static func byIdentity(_ lhs: Value, _ rhs: Value, _ operation: Operation) -> Bool? {
    let plain = BuiltinType.object.ref
    let (left, right) = (lhs.type, rhs.type)
    if left.special(.eq) !== plain.special(.eq) || right.special(.eq) !== plain.special(.eq) {
      return nil
    }
    if operation == .eq { return lhs === rhs }
    return left.special(.ne) === plain.special(.ne) && right.special(.ne) === plain.special(.ne)
      ? lhs !== rhs : nil
  }

  @inline(__always) static func isExactSet(_ value: Value) -> Bool {
    value.isExactly(.set) || value.isExactly(.frozenSet)
  }

  /// `lhs is rhs or lhs == rhs`: what containers compare by.
  @inline(__always)
  public static func equal(_ lhs: Value, _ rhs: Value) throws(Raised) -> Bool {
    if lhs === rhs { return !lhs.isInlineFloat || lhs.asInlineFloat == lhs.asInlineFloat }
    return try test(lhs, rhs, .eq)
  }

  /// Equality of dict keys whose hashes are equal and which are not identical.
  @inline(__always)
  static func keysEqual(_ lhs: Value, _ rhs: Value) throws(Raised) -> Bool {
    if let known = quickEqual(lhs, rhs) { return known }
    return try test(lhs, rhs, .eq)
  }

  /// Equality, identity first, of values for which it runs no Python code and takes little: small
  /// numbers, strs, bytes, objects that are equal to themselves alone, and tuples of them. Nil for others, and for what is nested deeper than `levels`:
  /// it is compared where the native stack is watched.
  static func quickEqual(_ lhs: Value, _ rhs: Value, levels: Int = 8) -> Bool? {
    if lhs === rhs { return true }
    if Value.bothInts(lhs, rhs) || Value.bothInlineFloats(lhs, rhs) { return false }
    if lhs.isExactly(.str) {
      return rhs.isExactly(.str) ? StrRef(lhs).isEqual(StrRef(rhs)) : nil
    }
    if lhs.isExactly(.bytes) {
      return rhs.isExactly(.bytes) ? BytesRef(lhs).isEqual(BytesRef(rhs)) : nil
    }
    if lhs.isExactly(.weakReference), rhs.isExactly(.weakReference) {
      let (x, y) = (WeakRef(lhs).target, WeakRef(rhs).target)
      if x.isAbsent || y.isAbsent { return false }
      return byIdentity(x, y, .eq)
    }
    guard levels > 0, comparesAsTuple(lhs, .eq), comparesAsTuple(rhs, .eq) else {
      return lhs.isHeap && rhs.isHeap ? byIdentity(lhs, rhs, .eq) : nil
    }
    let (x, y) = (TupleRef(lhs), TupleRef(rhs))
    if x.count != y.count { return false }
    for i in 0..<x.count {
      let (a, b) = (x[i], y[i])
      if a === b { continue }
      if Value.bothInts(a, b) || Value.bothInlineFloats(a, b) { return false }
      guard let equal = quickEqual(a, b, levels: levels - 1) else { return nil }
      if !equal { return false }
    }
    return true
  }

  /// Whether a value is a tuple whose type, a namedtuple's for example, leaves the operation to tuple.
  @inline(__always)
  private static func comparesAsTuple(_ value: Value, _ operation: Operation) -> Bool {
    if value.isExactly(.tuple) { return true }
    return value.isTuple
      && value.type.special(operation.special)
        === BuiltinType.tuple.ref.special(operation.special)
  }

  public static func less(_ lhs: Value, _ rhs: Value) throws(Raised) -> Bool {
    try test(lhs, rhs, .lt)
  }
}

/// Hashes, as CPython's for numbers so that equal numbers of different types agree.
public enum Hash {
  /// `hash(value)`; never -1.
  ///
  /// - Throws: TypeError for an unhashable value; what `__hash__` raises.
  @inline(__always) public static func of(_ value: Value) throws(Raised) -> Int {
    if value.isInt, value.asInt.magnitude < 1 << 60 {
      let n = value.asInt
      return n == -1 ? -2 : n
    }
    if value.isExactly(.str) { return StrRef(value).hash }
    return try slow(value)
  }

  @inline(never) private static func slow(_ value: Value) throws(Raised) -> Int {
    if value.isInt { return IntMath.hash(value) }
    if value.isInlineFloat { return ofDouble(value.asInlineFloat, value) }
    let type = value.type
    if type == .tuple { return try ofTuple(TupleRef(value)) }
    if type == .bytes { return BytesRef(value).hash }
    if type == .type { return ofAddress(value) }
    let method = type.special(.hash)
    if method === BuiltinType.tuple.ref.special(.hash) { return try ofTuple(TupleRef(value)) }
    if method === BuiltinType.object.ref.special(.hash) { return ofAddress(value) }
    if method.isAbsent || method.isNone {
      throw raise(.typeError, "unhashable type: '\(type.messageName)'")
    }
    let result = try Call.specialMethod(method, value)
    if !result.isAnyInt { throw raise(.typeError, "__hash__ method should return an integer") }
    let hash = result.isInt ? result.asInt : result.asMachineInt ?? IntMath.hash(result)
    return hash == -1 ? -2 : hash
  }

  /// CPython's xxHash-based combination (Objects/tupleobject.c).
  public static func ofTuple(_ tuple: TupleRef) throws(Raised) -> Int {
    if tuple.p.pointee.hash != -1 { return tuple.p.pointee.hash }
    var accumulator: UInt = 2_870_177_450_012_600_261
    for i in 0..<tuple.count {
      let lane = UInt(bitPattern: try of(tuple[i]))
      accumulator = accumulator &+ lane &* 14_029_467_366_897_019_727
      accumulator = accumulator << 31 | accumulator >> 33
      accumulator = accumulator &* 11_400_714_785_074_694_791
    }
    accumulator = accumulator &+ (UInt(tuple.count) ^ (2_870_177_450_012_600_261 ^ 3_527_539))
    if accumulator == UInt.max { accumulator = 1_546_275_796 }
    tuple.p.pointee.hash = Int(bitPattern: accumulator)
    return Int(bitPattern: accumulator)
  }

  /// Modulo 2^61 - 1, so that integral floats hash as ints (Python/pyhash.c). NaN hashes by identity.
  public static func ofDouble(_ double: Double, _ value: Value) -> Int {
    if double.isNaN { return ofAddress(value) }
    if double.isInfinite { return double > 0 ? 314159 : -314159 }
    if double == double.rounded(.towardZero), abs(double) < 0x1p60 {
      let n = Int(double)
      return n == -1 ? -2 : n
    }
    let prime = UInt(1) << 61 - 1
    var exponent = double.exponent + 1
    var mantissa = abs(double.significand) / 2
    var x: UInt = 0
    while mantissa != 0 {
      x = (x << 28 & prime) | x >> 33
      mantissa *= 268_435_456.0
      exponent -= 28
      let y = UInt(mantissa)
      mantissa -= Double(y)
      x += y
      if x >= prime { x -= prime }
    }
    let shift = exponent >= 0 ? exponent % 61 : 60 - ((-1 - exponent) % 61)
    x = (x << UInt(shift) & prime) | x >> UInt(61 - shift)
    let hash = double < 0 ? -Int(x) : Int(x)
    return hash == -1 ? -2 : hash
  }

  /// By identity.
  public static func ofAddress(_ value: Value) -> Int {
    Int(bitPattern: UInt(value.bits >> 4 | value.bits << 60))
  }
}
