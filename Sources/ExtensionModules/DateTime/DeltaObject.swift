// datetime.timedelta: days, seconds and microseconds, the latter two never negative.

import Glibc
import TaipanRuntime

struct DeltaLayout {
  var header: Header
  /// -1 while unknown.
  var hash: Int
  var days: Int32
  var seconds: Int32
  var microseconds: Int32
}

struct DeltaRef: TypedRef {
  let p: UnsafeMutablePointer<DeltaLayout>
  static let largest = 999_999_999

  var days: Int { Int(p.pointee.days) }
  var seconds: Int { Int(p.pointee.seconds) }
  var microseconds: Int { Int(p.pointee.microseconds) }
  /// Whole seconds.
  var allSeconds: Int { days * 86400 + seconds }
  var isZero: Bool { days == 0 && seconds == 0 && microseconds == 0 }

  static func isDelta(_ value: Value) -> Bool {
    value.isHeap && value.type.isSubtype(of: DeltaObject.type)
  }

  /// A duration from parts of any size and sign.
  ///
  /// - Throws: OverflowError for one of too many days.
  static func make(
    _ days: Int, _ seconds: Int, _ microseconds: Int, type: TypeRef = DeltaObject.type
  ) throws(Raised) -> DeltaRef {
    let (carried, micros) = floorDivide(microseconds, 1_000_000)
    let (carriedDays, rest) = floorDivide(seconds + carried, 86400)
    let total = days + carriedDays
    if total.magnitude > UInt(largest) {
      throw raise(
        .overflowError, "days=\(total); must have magnitude <= \(largest)")
    }
    let delta = DeltaRef(Instances.allocate(type))
    delta.p.pointee.hash = -1
    delta.p.pointee.days = Int32(total)
    delta.p.pointee.seconds = Int32(rest)
    delta.p.pointee.microseconds = Int32(micros)
    return delta
  }

  static func floorDivide(_ n: Int, _ d: Int) -> (Int, Int) {
    let (q, r) = n.quotientAndRemainder(dividingBy: d)
    return r < 0 ? (q - 1, r + d) : (q, r)
  }

  /// The whole duration in microseconds, as an int of any size.
  var asMicroseconds: Value {
    let seconds = allSeconds
    if seconds.magnitude < 1 << 40 { return Value(seconds * 1_000_000 + microseconds) }
    return IntMath.add(
      IntMath.multiply(Value(seconds), Value(1_000_000)), Value(microseconds))
  }

  /// - Throws: OverflowError for one of too many days.
  static func make(microseconds value: Value, type: TypeRef = DeltaObject.type) throws(Raised)
    -> DeltaRef
  {
    if value.isInt { return try make(0, 0, value.asInt, type: type) }
    let (seconds, micros) = try IntMath.divmod(value, Value(1_000_000))
    let (days, rest) = try IntMath.divmod(seconds, Value(86400))
    guard let count = days.asMachineInt, Int32(exactly: count) != nil else {
      throw raise(.overflowError, "Python int too large to convert to C int")
    }
    return try make(count, rest.asInt, micros.asInt, type: type)
  }

  func compare(_ other: DeltaRef) -> Int {
    if days != other.days { return days - other.days }
    if seconds != other.seconds { return seconds - other.seconds }
    return microseconds - other.microseconds
  }

  func adding(_ other: DeltaRef, times sign: Int = 1) throws(Raised) -> DeltaRef {
    try DeltaRef.make(
      days + sign * other.days, seconds + sign * other.seconds,
      microseconds + sign * other.microseconds)
  }

  func hash() throws(Raised) -> Int {
    if p.pointee.hash == -1 {
      p.pointee.hash = try Hash.ofTuple(
        TupleRef.of(Value(days), Value(seconds), Value(microseconds)))
    }
    return p.pointee.hash
  }
}

enum DeltaObject {
  static let methods: [NativeMethod] = [
    NativeMethod(
      "__new__",
      "($type, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0)",
      new),
    NativeMethod("total_seconds", "($self, /)", totalSeconds),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__str__", "($self, /)", str),
    NativeMethod(
      "__hash__", "($self, /)", { a throws(Raised) in Value(try DeltaRef(a[0]).hash()) }),
    NativeMethod("__bool__", "($self, /)", { a throws(Raised) in Value(!DeltaRef(a[0]).isZero) }),
    NativeMethod("__reduce__", "($self, /)", reduce),
    NativeMethod("__lt__", "($self, value, /)", { a throws(Raised) in compare(a, .lt) }),
    NativeMethod("__le__", "($self, value, /)", { a throws(Raised) in compare(a, .le) }),
    NativeMethod("__eq__", "($self, value, /)", { a throws(Raised) in compare(a, .eq) }),
    NativeMethod("__ne__", "($self, value, /)", { a throws(Raised) in compare(a, .ne) }),
    NativeMethod("__gt__", "($self, value, /)", { a throws(Raised) in compare(a, .gt) }),
    NativeMethod("__ge__", "($self, value, /)", { a throws(Raised) in compare(a, .ge) }),
    NativeMethod("__add__", "($self, value, /)", { a throws(Raised) in try sum(a[0], a[1], 1) }),
    NativeMethod("__radd__", "($self, value, /)", { a throws(Raised) in try sum(a[1], a[0], 1) }),
    NativeMethod("__sub__", "($self, value, /)", { a throws(Raised) in try sum(a[0], a[1], -1) }),
    NativeMethod("__rsub__", "($self, value, /)", { a throws(Raised) in try sum(a[1], a[0], -1) }),
    NativeMethod("__neg__", "($self, /)", { a throws(Raised) in try negated(DeltaRef(a[0])) }),
    NativeMethod(
      "__pos__", "($self, /)", { a throws(Raised) in try copied(DeltaRef(a[0])) }),
    NativeMethod("__abs__", "($self, /)", absolute),
    NativeMethod("__mul__", "($self, value, /)", DeltaDivision.multiply),
    NativeMethod("__rmul__", "($self, value, /)", DeltaDivision.multiply),
    NativeMethod("__truediv__", "($self, value, /)", DeltaDivision.trueDivide),
    NativeMethod("__floordiv__", "($self, value, /)", DeltaDivision.floorDivide),
    NativeMethod("__mod__", "($self, value, /)", DeltaDivision.modulo),
    NativeMethod("__divmod__", "($self, value, /)", DeltaDivision.divmod),
    NativeMethod(
      "__rtruediv__", "($self, value, /)", { a throws(Raised) in .notImplemented }),
    NativeMethod(
      "__rfloordiv__", "($self, value, /)", { a throws(Raised) in .notImplemented }),
    NativeMethod("__rmod__", "($self, value, /)", { a throws(Raised) in .notImplemented }),
    NativeMethod("__rdivmod__", "($self, value, /)", { a throws(Raised) in .notImplemented }),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("days", { a throws(Raised) in Value(DeltaRef(a[0]).days) }),
    NativeGetSet("seconds", { a throws(Raised) in Value(DeltaRef(a[0]).seconds) }),
    NativeGetSet("microseconds", { a throws(Raised) in Value(DeltaRef(a[0]).microseconds) }),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "datetime.timedelta", size: MemoryLayout<DeltaLayout>.size, flags: [.baseable],
      traceKind: .none, methods: methods, getSets: getSets,
      doc: "Difference between two datetime values."))

  // MARK: Construction

  static func new(_ a: Args) throws(Raised) -> Value {
    let type = TypeRef(a[0])
    var sum = Value(0)
    var leftover = 0.0
    // From the smallest unit on: their fractions add up in this order.
    try add(a[3], "microseconds", 1, &sum, &leftover)
    try add(a[4], "milliseconds", 1000, &sum, &leftover)
    try add(a[2], "seconds", 1_000_000, &sum, &leftover)
    try add(a[5], "minutes", 60_000_000, &sum, &leftover)
    try add(a[6], "hours", 3_600_000_000, &sum, &leftover)
    try add(a[1], "days", 86_400_000_000, &sum, &leftover)
    try add(a[7], "weeks", 604_800_000_000, &sum, &leftover)
    if leftover != 0 {
      // Half to even, of the sum.
      var whole = leftover.rounded(.toNearestOrAwayFromZero)
      if abs(whole - leftover) == 0.5 {
        let odd = try IntMath.divmod(sum, Value(2)).1.asInt == 1 ? 1.0 : 0.0
        whole = 2 * ((leftover + odd) * 0.5).rounded(.toNearestOrAwayFromZero) - odd
      }
      sum = IntMath.add(sum, IntMath.fromDouble(whole))
    }
    return try DeltaRef.make(microseconds: sum, type: type).value
  }

  private static func add(
    _ value: Value, _ name: String, _ factor: Int, _ sum: inout Value, _ leftover: inout Double
  ) throws(Raised) {
    if value.isAbsent { return }
    if value.isAnyInt {
      sum = IntMath.add(sum, IntMath.multiply(value.exactInt, Value(factor)))
      return
    }
    guard value.isAnyFloat else {
      throw raise(
        .typeError, "unsupported type for timedelta \(name) component: \(value.typeName)")
    }
    let double = value.asFloat
    if double.isNaN { throw raise(.valueError, "cannot convert float NaN to integer") }
    if double.isInfinite {
      throw raise(.overflowError, "cannot convert float infinity to integer")
    }
    let whole = double.rounded(.towardZero)
    sum = IntMath.add(sum, IntMath.multiply(IntMath.fromDouble(whole), Value(factor)))
    let fraction = (double - whole) * Double(factor)
    let part = fraction.rounded(.towardZero)
    sum = IntMath.add(sum, IntMath.fromDouble(part))
    leftover += fraction - part
  }

  // MARK: Arithmetic

  private static func compare(_ a: Args, _ operation: Compare.Operation) -> Value {
    if !DeltaRef.isDelta(a[1]) { return .notImplemented }
    return Value(operation.holds(DeltaRef(a[0]).compare(DeltaRef(a[1]))))
  }

  private static func sum(_ x: Value, _ y: Value, _ sign: Int) throws(Raised) -> Value {
    if !DeltaRef.isDelta(x) || !DeltaRef.isDelta(y) { return .notImplemented }
    return try DeltaRef(x).adding(DeltaRef(y), times: sign).value
  }

  static func negated(_ delta: DeltaRef) throws(Raised) -> Value {
    try DeltaRef.make(-delta.days, -delta.seconds, -delta.microseconds).value
  }
  private static func copied(_ delta: DeltaRef) throws(Raised) -> Value {
    try DeltaRef.make(delta.days, delta.seconds, delta.microseconds).value
  }
  static func absolute(_ a: Args) throws(Raised) -> Value {
    let delta = DeltaRef(a[0])
    return delta.days < 0 ? try negated(delta) : try copied(delta)
  }

  static func totalSeconds(_ a: Args) throws(Raised) -> Value {
    try Operators.binary(DeltaRef(a[0]).asMicroseconds, Value(1_000_000), .trueDivide)
  }

  // MARK: Text

  static func repr(_ a: Args) throws(Raised) -> Value {
    let delta = DeltaRef(a[0])
    let fields = [
      ("days", delta.days), ("seconds", delta.seconds), ("microseconds", delta.microseconds),
    ]
    let parts = fields.filter { $0.1 != 0 }.map { "\($0.0)=\($0.1)" }
    let text = parts.isEmpty ? "0" : parts.joined(separator: ", ")
    return Value("\(a[0].typeName)(\(text))")
  }

  static func str(_ a: Args) throws(Raised) -> Value {
    let delta = DeltaRef(a[0])
    let (minutes, seconds) = delta.seconds.quotientAndRemainder(dividingBy: 60)
    let (hours, rest) = minutes.quotientAndRemainder(dividingBy: 60)
    var text = "\(hours):\(Digits.padded(rest, 2)):\(Digits.padded(seconds, 2))"
    if delta.microseconds != 0 { text += ".\(Digits.padded(delta.microseconds, 6))" }
    if delta.days != 0 { text = "\(delta.days) day\(abs(delta.days) == 1 ? "" : "s"), \(text)" }
    return Value(text)
  }

  static func reduce(_ a: Args) throws(Raised) -> Value {
    let delta = DeltaRef(a[0])
    let state = TupleRef.of(Value(delta.days), Value(delta.seconds), Value(delta.microseconds))
    return TupleRef.of(a[0].type.value, state.value).value
  }
}

/// Numbers with leading zeros.
enum Digits {
  static func padded(_ n: Int, _ width: Int) -> String {
    let text = String(n)
    return text.utf8.count >= width
      ? text : String(repeating: "0", count: width - text.utf8.count) + text
  }
}

/// Products and quotients of durations: by way of microseconds as ints of any size.
enum DeltaDivision {
  /// `n / d` to the nearest, half to even.
  private static func nearest(_ n: Value, _ d: Value) throws(Raised) -> Value {
    let (numerator, denominator) =
      d.intSign < 0 ? (IntMath.negate(n), IntMath.negate(d)) : (n, d)
    if denominator.intSign == 0 {
      throw raise(.zeroDivisionError, "integer division or modulo by zero")
    }
    let (quotient, remainder) = try IntMath.divmod(numerator, denominator)
    let order = IntMath.compare(IntMath.multiply(remainder, Value(2)), denominator)
    let isOdd = try IntMath.divmod(quotient, Value(2)).1.asInt == 1
    return order > 0 || order == 0 && isOdd ? IntMath.add(quotient, Value(1)) : quotient
  }

  /// Subclasses of float may answer anything.
  private static func ratio(_ double: Value) throws(Raised) -> TupleRef {
    let answer = try Call.method(double, "as_integer_ratio")
    guard answer.isHeap, answer.isTuple else {
      throw raise(
        .typeError,
        "unexpected return type from as_integer_ratio(): expected tuple, not '\(answer.typeName)'")
    }
    let pair = TupleRef(answer)
    if pair.count != 2 {
      throw raise(
        .valueError, "as_integer_ratio() must return a 2-tuple, not one of \(pair.count)")
    }
    if !pair[0].isAnyInt || !pair[1].isAnyInt {
      throw raise(.typeError, "as_integer_ratio() must return a tuple of ints")
    }
    return pair
  }

  static func multiply(_ a: Args) throws(Raised) -> Value {
    let micros = DeltaRef(a[0]).asMicroseconds
    if a[1].isAnyInt {
      return try DeltaRef.make(microseconds: IntMath.multiply(micros, a[1].exactInt)).value
    }
    if !a[1].isAnyFloat { return .notImplemented }
    let ratio = try ratio(a[1])
    let product = IntMath.multiply(micros, ratio[0].exactInt)
    return try DeltaRef.make(microseconds: try nearest(product, ratio[1].exactInt)).value
  }

  static func trueDivide(_ a: Args) throws(Raised) -> Value {
    let micros = DeltaRef(a[0]).asMicroseconds
    if DeltaRef.isDelta(a[1]) {
      return try Operators.binary(micros, DeltaRef(a[1]).asMicroseconds, .trueDivide)
    }
    if a[1].isAnyInt {
      return try DeltaRef.make(microseconds: try nearest(micros, a[1].exactInt)).value
    }
    if !a[1].isAnyFloat { return .notImplemented }
    let ratio = try ratio(a[1])
    let product = IntMath.multiply(micros, ratio[1].exactInt)
    return try DeltaRef.make(microseconds: try nearest(product, ratio[0].exactInt)).value
  }

  static func floorDivide(_ a: Args) throws(Raised) -> Value {
    let micros = DeltaRef(a[0]).asMicroseconds
    if DeltaRef.isDelta(a[1]) {
      return try Operators.binary(micros, DeltaRef(a[1]).asMicroseconds, .floorDivide)
    }
    if !a[1].isAnyInt { return .notImplemented }
    let quotient = try Operators.binary(micros, a[1].exactInt, .floorDivide)
    return try DeltaRef.make(microseconds: quotient).value
  }

  static func modulo(_ a: Args) throws(Raised) -> Value {
    if !DeltaRef.isDelta(a[1]) { return .notImplemented }
    let rest = try Operators.binary(
      DeltaRef(a[0]).asMicroseconds, DeltaRef(a[1]).asMicroseconds, .modulo)
    return try DeltaRef.make(microseconds: rest).value
  }

  static func divmod(_ a: Args) throws(Raised) -> Value {
    if !DeltaRef.isDelta(a[1]) { return .notImplemented }
    let pair = TupleRef(
      try Operators.divmod(DeltaRef(a[0]).asMicroseconds, DeltaRef(a[1]).asMicroseconds))
    return TupleRef.of(pair[0], try DeltaRef.make(microseconds: pair[1]).value).value
  }
}
