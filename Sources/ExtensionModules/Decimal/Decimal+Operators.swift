// Decimal's operators, comparison, hash and conversions.

import Glibc
import TaipanRuntime

enum DecimalOperators {
  static let methods: [NativeMethod] = [
    NativeMethod(
      "__add__", "($self, value, /)",
      { a throws(Raised) in try DecimalOperation.operate(a[0], a[1], mpd.pointee.add) }),
    NativeMethod(
      "__radd__", "($self, value, /)",
      { a throws(Raised) in try DecimalOperation.operate(a[1], a[0], mpd.pointee.add) }),
    NativeMethod(
      "__sub__", "($self, value, /)",
      { a throws(Raised) in try DecimalOperation.operate(a[0], a[1], mpd.pointee.sub) }),
    NativeMethod(
      "__rsub__", "($self, value, /)",
      { a throws(Raised) in try DecimalOperation.operate(a[1], a[0], mpd.pointee.sub) }),
    NativeMethod(
      "__mul__", "($self, value, /)",
      { a throws(Raised) in try DecimalOperation.operate(a[0], a[1], mpd.pointee.mul) }),
    NativeMethod(
      "__rmul__", "($self, value, /)",
      { a throws(Raised) in try DecimalOperation.operate(a[1], a[0], mpd.pointee.mul) }),
    NativeMethod(
      "__truediv__", "($self, value, /)",
      { a throws(Raised) in try DecimalOperation.operate(a[0], a[1], mpd.pointee.div) }),
    NativeMethod(
      "__rtruediv__", "($self, value, /)",
      { a throws(Raised) in try DecimalOperation.operate(a[1], a[0], mpd.pointee.div) }),
    NativeMethod(
      "__floordiv__", "($self, value, /)",
      { a throws(Raised) in try DecimalOperation.operate(a[0], a[1], mpd.pointee.divint) }),
    NativeMethod(
      "__rfloordiv__", "($self, value, /)",
      { a throws(Raised) in try DecimalOperation.operate(a[1], a[0], mpd.pointee.divint) }),
    NativeMethod(
      "__mod__", "($self, value, /)",
      { a throws(Raised) in try DecimalOperation.operate(a[0], a[1], mpd.pointee.rem) }),
    NativeMethod(
      "__rmod__", "($self, value, /)",
      { a throws(Raised) in try DecimalOperation.operate(a[1], a[0], mpd.pointee.rem) }),
    NativeMethod("__divmod__", "($self, value, /)", divmod),
    NativeMethod("__rdivmod__", "($self, value, /)", reflectedDivmod),
    NativeMethod("__pow__", "($self, value, mod=None, /)", power),
    NativeMethod("__rpow__", "($self, value, mod=None, /)", reflectedPower),
    NativeMethod(
      "__neg__", "($self, /)",
      { a throws(Raised) in
        try DecimalOperation.unary(a[0], DecimalContexts.current(), mpd.pointee.minus)
      }),
    NativeMethod(
      "__pos__", "($self, /)",
      { a throws(Raised) in
        try DecimalOperation.unary(a[0], DecimalContexts.current(), mpd.pointee.plus)
      }),
    NativeMethod(
      "__abs__", "($self, /)",
      { a throws(Raised) in
        try DecimalOperation.unary(a[0], DecimalContexts.current(), mpd.pointee.abs)
      }),
    NativeMethod(
      "__bool__", "($self, /)",
      { a throws(Raised) in Value(!DecimalRef(a[0]).number.pointee.isZero) }),
    NativeMethod("__lt__", "($self, value, /)", { a throws(Raised) in try compare(a, .lt) }),
    NativeMethod("__le__", "($self, value, /)", { a throws(Raised) in try compare(a, .le) }),
    NativeMethod("__eq__", "($self, value, /)", { a throws(Raised) in try compare(a, .eq) }),
    NativeMethod("__ne__", "($self, value, /)", { a throws(Raised) in try compare(a, .ne) }),
    NativeMethod("__gt__", "($self, value, /)", { a throws(Raised) in try compare(a, .gt) }),
    NativeMethod("__ge__", "($self, value, /)", { a throws(Raised) in try compare(a, .ge) }),
    NativeMethod("__hash__", "($self, /)", hash),
    NativeMethod("__int__", "($self, /)", { a throws(Raised) in try integer(a[0], mode: 1) }),
    NativeMethod("__trunc__", "($self, /)", { a throws(Raised) in try integer(a[0], mode: 1) }),
    NativeMethod("__ceil__", "($self, /)", { a throws(Raised) in try integer(a[0], mode: 2) }),
    NativeMethod("__floor__", "($self, /)", { a throws(Raised) in try integer(a[0], mode: 3) }),
    NativeMethod("__round__", "($self, ndigits=None, /)", round),
    NativeMethod("__float__", "($self, /)", { a throws(Raised) in try float(a[0]) }),
    NativeMethod("__complex__", "($self, /)", complex),
  ]

  static func divmod(_ a: Args) throws(Raised) -> Value {
    let result = try DecimalOperation.divmod(a[0], a[1], try DecimalContexts.current())
    return result.isAbsent ? .notImplemented : result
  }
  static func reflectedDivmod(_ a: Args) throws(Raised) -> Value {
    let result = try DecimalOperation.divmod(a[1], a[0], try DecimalContexts.current())
    return result.isAbsent ? .notImplemented : result
  }
  static func power(_ a: Args) throws(Raised) -> Value {
    let result = try DecimalOperation.power(
      a[0], a[1], a.optional(2), try DecimalContexts.current())
    return result.isAbsent ? .notImplemented : result
  }
  static func reflectedPower(_ a: Args) throws(Raised) -> Value {
    let result = try DecimalOperation.power(
      a[1], a[0], a.optional(2), try DecimalContexts.current())
    return result.isAbsent ? .notImplemented : result
  }

  // MARK: Comparison

  @inline(__always)
  private static func compare(_ a: Args, _ operation: Compare.Operation) throws(Raised) -> Value {
    let context = try DecimalContexts.current()
    let x = DecimalRef(a[0]).number
    guard let y = try DecimalType.operand(a[1], 1, context) else {
      return try compareOther(a[0], a[1], operation, context)
    }
    return try order(x, y, operation, context)
  }

  private static func order(
    _ x: Dec, _ y: Dec, _ operation: Compare.Operation, _ context: ContextRef
  ) throws(Raised) -> Value {
    var status: UInt32 = 0
    let order = mpd.pointee.order(x, y, &status)
    if order != Int32.max { return Value(operation.holds(Int(order))) }
    // Not a number: equality is quiet unless one of them signals.
    let isEquality = operation == .eq || operation == .ne
    if !isEquality || x.pointee.isSignalingNaN || y.pointee.isSignalingNaN {
      try context.signal(status)
    }
    return Value(operation == .ne)
  }

  /// With floats, complex numbers and rationals.
  private static func compareOther(
    _ x: Value, _ y: Value, _ operation: Compare.Operation, _ context: ContextRef
  ) throws(Raised) -> Value {
    let isEquality = operation == .eq || operation == .ne
    let number = DecimalRef(x).number
    if y.isAnyFloat { return try compareFloat(number, y.asFloat, operation, context) }
    if y.isHeap, y.isInstance(of: .complex) {
      if !isEquality { return .notImplemented }
      let imaginary = try Convert.double(try Attributes.get(y, "imag"))
      if imaginary != 0 { return Value(operation == .ne) }
      let real = try Convert.double(try Attributes.get(y, "real"))
      return try compareFloat(number, real, operation, context)
    }
    guard y.isHeap, try Instances.isInstance(y, DecimalModule.rational) else {
      return .notImplemented
    }
    let numerator = try rationalPart(y, "numerator", context)
    if number.pointee.isSpecial {
      return try order(number, numerator.number, operation, context)
    }
    // Both sides times the denominator: exact.
    let denominator = try rationalPart(y, "denominator", context)
    let scaled = DecimalRef.make()
    var status: UInt32 = 0
    let coefficient = DecimalRef.make()
    _ = mpd.pointee.copy(coefficient.number, number, &status)
    coefficient.noteMemory()
    coefficient.number.pointee.exponent = 0
    mpd.pointee.mul(
      scaled.number, coefficient.number, denominator.number, DecimalType.maximal, &status)
    scaled.noteMemory()
    scaled.number.pointee.exponent += number.pointee.exponent
    if status & MPDStatus.errors != 0 { try context.signal(status & MPDStatus.errors) }
    return try order(scaled.number, numerator.number, operation, context)
  }

  private static func compareFloat(
    _ number: Dec, _ double: Double, _ operation: Compare.Operation, _ context: ContextRef
  ) throws(Raised) -> Value {
    if operation == .eq || operation == .ne {
      context.p.pointee.context.status |= MPDStatus.floatOperation
    } else {
      try context.signal(MPDStatus.floatOperation)
    }
    let other = try DecimalConstruction.fromFloat(DecimalType.ref, double, context)
    return try order(number, other.number, operation, context)
  }

  private static func rationalPart(_ value: Value, _ name: String, _ context: ContextRef)
    throws(Raised) -> DecimalRef
  {
    let part = try Attributes.get(value, name)
    if !part.isAnyInt { throw raise(.typeError, "\(name) must be an integer") }
    return try DecimalRef.exact(DecimalType.ref, part, context)
  }

  // MARK: Hash

  /// As all numbers hash: modulo 2^61 - 1.
  static func hash(_ a: Args) throws(Raised) -> Value {
    let decimal = DecimalRef(a[0])
    if decimal.p.pointee.hash == -1 { decimal.p.pointee.hash = try computeHash(a[0]) }
    return Value(decimal.p.pointee.hash)
  }

  private static func computeHash(_ value: Value) throws(Raised) -> Int {
    let number = DecimalRef(value).number
    if number.pointee.isSignalingNaN {
      throw raise(.typeError, "Cannot hash a signaling NaN value")
    }
    if number.pointee.isNaN { return Hash.ofAddress(value) }
    if number.pointee.isInfinite { return number.pointee.isNegative ? -314159 : 314159 }
    let prime = UInt(1) << 61 - 1
    let base = number.pointee.exponent >= 0 ? 10 : 2_075_258_708_292_324_556  // 1 / 10
    var hash = modularPower(UInt(base), number.pointee.exponent.magnitude, prime)
    var coefficient: UInt = 0
    for i in (0..<number.pointee.count).reversed() {
      let (high, low) = coefficient.multipliedFullWidth(by: DecimalType.radix)
      let (sum, carry) = low.addingReportingOverflow(number.pointee.words.unsafelyUnwrapped[i])
      coefficient = prime.dividingFullWidth((high + (carry ? 1 : 0), sum)).remainder
    }
    hash = modularProduct(hash, coefficient, prime)
    let signed = number.pointee.isNegative ? -Int(hash) : Int(hash)
    return signed == -1 ? -2 : signed
  }

  private static func modularProduct(_ x: UInt, _ y: UInt, _ modulus: UInt) -> UInt {
    let (high, low) = x.multipliedFullWidth(by: y)
    return modulus.dividingFullWidth((high, low)).remainder
  }

  private static func modularPower(_ base: UInt, _ exponent: UInt, _ modulus: UInt) -> UInt {
    var (result, square, rest): (UInt, UInt, UInt) = (1, base, exponent)
    while rest != 0 {
      if rest & 1 != 0 { result = modularProduct(result, square, modulus) }
      square = modularProduct(square, square, modulus)
      rest >>= 1
    }
    return result
  }

  // MARK: Conversion

  /// The integer that rounding by a mode gives.
  ///
  /// - Throws: ValueError for NaN, OverflowError for an infinity.
  static func integer(_ value: Value, mode: Int32) throws(Raised) -> Value {
    let number = DecimalRef(value).number
    if number.pointee.isSpecial {
      if number.pointee.isNaN { throw raise(.valueError, "cannot convert NaN to integer") }
      throw raise(.overflowError, "cannot convert Infinity to integer")
    }
    if number.pointee.exponent == 0 { return try DecimalRef.toInt(number) }
    let context = try DecimalContexts.current()
    var values = context.p.pointee.context
    values.rounding = mode
    let whole = DecimalRef.make()
    var status: UInt32 = 0
    mpd.pointee.roundToInt(whole.number, number, &values, &status)
    _ = try whole.finished(status, context)
    return try DecimalRef.toInt(whole.number)
  }

  static func round(_ a: Args) throws(Raised) -> Value {
    if a.count < 2 || a[1].isNone { return try integer(a[0], mode: 6) }
    if !a[1].isAnyInt { throw raise(.typeError, "optional arg must be an integer") }
    let places = try Convert.machineInt(a[1])
    let context = try DecimalContexts.current()
    let unit = DecimalRef.make()
    DecimalRef.set(unit.number, 1)
    unit.number.pointee.exponent = places == Int.min ? Int.max : -places
    return try DecimalOperation.binary(
      a[0], unit.value, context, mpd.pointee.quantize)
  }

  static func float(_ value: Value) throws(Raised) -> Value {
    let number = DecimalRef(value).number
    if number.pointee.isNaN {
      if number.pointee.isSignalingNaN {
        throw raise(.valueError, "cannot convert signaling NaN to float")
      }
      return Value(number.pointee.isNegative ? -Double.nan : Double.nan)
    }
    var text: DecText?
    guard mpd.pointee.toScientific(&text, number, 1) >= 0, let text else {
      throw raise(.memoryError)
    }
    defer { DecimalText.release(text) }
    return Value(strtod(text, nil))
  }

  static func complex(_ a: Args) throws(Raised) -> Value {
    try Call.function(BuiltinType.complex.value, try float(a[0]), Value(0.0))
  }
}
