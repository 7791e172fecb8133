// Context's methods.

import TaipanRuntime

enum ContextMethods {
  /// Methods with one operand and those with two.
  static let arithmetic: [NativeMethod] = [
    NativeMethod(
      "exp", "($self, x, /)", { a throws(Raised) in try unary(a, mpd.pointee.exp) }),
    NativeMethod(
      "ln", "($self, x, /)", { a throws(Raised) in try unary(a, mpd.pointee.ln) }),
    NativeMethod(
      "log10", "($self, x, /)", { a throws(Raised) in try unary(a, mpd.pointee.log10) }),
    NativeMethod(
      "next_minus", "($self, x, /)", { a throws(Raised) in try unary(a, mpd.pointee.nextMinus) }),
    NativeMethod(
      "next_plus", "($self, x, /)", { a throws(Raised) in try unary(a, mpd.pointee.nextPlus) }),
    NativeMethod(
      "normalize", "($self, x, /)", { a throws(Raised) in try unary(a, mpd.pointee.reduce) }),
    NativeMethod(
      "sqrt", "($self, x, /)", { a throws(Raised) in try unary(a, mpd.pointee.sqrt) }),
    NativeMethod(
      "logb", "($self, x, /)", { a throws(Raised) in try unary(a, mpd.pointee.logb) }),
    NativeMethod(
      "logical_invert", "($self, x, /)", { a throws(Raised) in try unary(a, mpd.pointee.invert) }),
    NativeMethod(
      "abs", "($self, x, /)", { a throws(Raised) in try unary(a, mpd.pointee.abs) }),
    NativeMethod(
      "minus", "($self, x, /)", { a throws(Raised) in try unary(a, mpd.pointee.minus) }),
    NativeMethod(
      "plus", "($self, x, /)", { a throws(Raised) in try unary(a, mpd.pointee.plus) }),
    NativeMethod(
      "to_integral_exact", "($self, x, /)",
      { a throws(Raised) in try unary(a, mpd.pointee.roundToIntExact) }),
    NativeMethod(
      "to_integral_value", "($self, x, /)",
      { a throws(Raised) in try unary(a, mpd.pointee.roundToInt) }),
    NativeMethod(
      "to_integral", "($self, x, /)", { a throws(Raised) in try unary(a, mpd.pointee.roundToInt) }),
    NativeMethod(
      "compare", "($self, x, y, /)", { a throws(Raised) in try binary(a, mpd.pointee.compare) }),
    NativeMethod(
      "compare_signal", "($self, x, y, /)",
      { a throws(Raised) in try binary(a, mpd.pointee.compareSignal) }),
    NativeMethod(
      "max", "($self, x, y, /)", { a throws(Raised) in try binary(a, mpd.pointee.max) }),
    NativeMethod(
      "max_mag", "($self, x, y, /)", { a throws(Raised) in try binary(a, mpd.pointee.maxMag) }),
    NativeMethod(
      "min", "($self, x, y, /)", { a throws(Raised) in try binary(a, mpd.pointee.min) }),
    NativeMethod(
      "min_mag", "($self, x, y, /)", { a throws(Raised) in try binary(a, mpd.pointee.minMag) }),
    NativeMethod(
      "next_toward", "($self, x, y, /)",
      { a throws(Raised) in try binary(a, mpd.pointee.nextToward) }),
    NativeMethod(
      "remainder_near", "($self, x, y, /)",
      { a throws(Raised) in try binary(a, mpd.pointee.remNear) }),
    NativeMethod(
      "logical_and", "($self, x, y, /)", { a throws(Raised) in try binary(a, mpd.pointee.and) }),
    NativeMethod(
      "logical_or", "($self, x, y, /)", { a throws(Raised) in try binary(a, mpd.pointee.or) }),
    NativeMethod(
      "logical_xor", "($self, x, y, /)", { a throws(Raised) in try binary(a, mpd.pointee.xor) }),
    NativeMethod(
      "rotate", "($self, x, y, /)", { a throws(Raised) in try binary(a, mpd.pointee.rotate) }),
    NativeMethod(
      "scaleb", "($self, x, y, /)", { a throws(Raised) in try binary(a, mpd.pointee.scaleb) }),
    NativeMethod(
      "shift", "($self, x, y, /)", { a throws(Raised) in try binary(a, mpd.pointee.shift) }),
    NativeMethod(
      "add", "($self, x, y, /)", { a throws(Raised) in try binary(a, mpd.pointee.add) }),
    NativeMethod(
      "subtract", "($self, x, y, /)", { a throws(Raised) in try binary(a, mpd.pointee.sub) }),
    NativeMethod(
      "multiply", "($self, x, y, /)", { a throws(Raised) in try binary(a, mpd.pointee.mul) }),
    NativeMethod(
      "divide", "($self, x, y, /)", { a throws(Raised) in try binary(a, mpd.pointee.div) }),
    NativeMethod(
      "divide_int", "($self, x, y, /)", { a throws(Raised) in try binary(a, mpd.pointee.divint) }),
    NativeMethod(
      "remainder", "($self, x, y, /)", { a throws(Raised) in try binary(a, mpd.pointee.rem) }),
    NativeMethod(
      "quantize", "($self, x, y, /)", { a throws(Raised) in try binary(a, mpd.pointee.quantize) }),
  ]
  static let methods: [NativeMethod] = [
    NativeMethod(
      "fma", "($self, x, y, z, /)",
      { a throws(Raised) in
        try DecimalOperation.ternary(a[1], a[2], a[3], ContextRef(a[0]), mpd.pointee.fma)
      }),
    NativeMethod("power", "($self, /, a, b, modulo=None)", power),
    NativeMethod("divmod", "($self, x, y, /)", divmod),
    NativeMethod(
      "compare_total", "($self, x, y, /)",
      { a throws(Raised) in
        try DecimalOperation.plainBinary(a[1], a[2], ContextRef(a[0]), mpd.pointee.compareTotal)
      }),
    NativeMethod(
      "compare_total_mag", "($self, x, y, /)",
      { a throws(Raised) in
        try DecimalOperation.plainBinary(
          a[1], a[2], ContextRef(a[0]), mpd.pointee.compareTotalMag)
      }),
    NativeMethod(
      "copy_sign", "($self, x, y, /)",
      { a throws(Raised) in try DecimalOperation.copySign(a[1], a[2], ContextRef(a[0])) }),
    NativeMethod(
      "same_quantum", "($self, x, y, /)",
      { a throws(Raised) in try DecimalOperation.sameQuantum(a[1], a[2], ContextRef(a[0])) }),
    NativeMethod(
      "copy_abs", "($self, x, /)",
      { a throws(Raised) in
        try DecimalOperation.copied(a[1], ContextRef(a[0]), mpd.pointee.copyAbs)
      }),
    NativeMethod(
      "copy_negate", "($self, x, /)",
      { a throws(Raised) in
        try DecimalOperation.copied(a[1], ContextRef(a[0]), mpd.pointee.copyNegate)
      }),
    NativeMethod("copy_decimal", "($self, x, /)", copyDecimal),
    NativeMethod("canonical", "($self, x, /)", canonical),
    NativeMethod("_apply", "($self, object, /)", apply),
    NativeMethod("create_decimal", "($self, num=\"0\", /)", createDecimal),
    NativeMethod("create_decimal_from_float", "($self, f, /)", createFromFloat),
    NativeMethod(
      "is_canonical", "($self, x, /)",
      { a throws(Raised) in
        try requireDecimal(a[1])
        return .true
      }),
    NativeMethod(
      "is_finite", "($self, x, /)",
      { a throws(Raised) in Value(!(try number(a)).pointee.isSpecial) }),
    NativeMethod(
      "is_infinite", "($self, x, /)",
      { a throws(Raised) in Value(try number(a).pointee.isInfinite) }),
    NativeMethod(
      "is_nan", "($self, x, /)", { a throws(Raised) in Value(try number(a).pointee.isNaN) }),
    NativeMethod(
      "is_qnan", "($self, x, /)",
      { a throws(Raised) in Value(try number(a).pointee.flags & MPD.quietNaN != 0) }),
    NativeMethod(
      "is_snan", "($self, x, /)",
      { a throws(Raised) in Value(try number(a).pointee.isSignalingNaN) }),
    NativeMethod(
      "is_signed", "($self, x, /)", { a throws(Raised) in Value(try number(a).pointee.isNegative) }),
    NativeMethod(
      "is_zero", "($self, x, /)", { a throws(Raised) in Value(try number(a).pointee.isZero) }),
    NativeMethod(
      "is_normal", "($self, x, /)", { a throws(Raised) in try test(a, mpd.pointee.isNormal) }),
    NativeMethod(
      "is_subnormal", "($self, x, /)",
      { a throws(Raised) in try test(a, mpd.pointee.isSubnormal) }),
    NativeMethod("number_class", "($self, x, /)", numberClass),
    NativeMethod(
      "to_sci_string", "($self, x, /)",
      { a throws(Raised) in
        let context = ContextRef(a[0])
        let number = try DecimalType.require(a[1], 0, context)
        return try DecimalOperation.text(number, context.capitals, mpd.pointee.toScientific)
      }),
    NativeMethod(
      "to_eng_string", "($self, x, /)",
      { a throws(Raised) in
        let context = ContextRef(a[0])
        let number = try DecimalType.require(a[1], 0, context)
        return try DecimalOperation.text(number, context.capitals, mpd.pointee.toEngineering)
      }),
  ]

  @inline(__always)
  private static func unary(_ a: Args, _ function: DecUnary) throws(Raised) -> Value {
    try DecimalOperation.unary(a[1], ContextRef(a[0]), function)
  }
  @inline(__always)
  private static func binary(_ a: Args, _ function: DecBinary) throws(Raised) -> Value {
    try DecimalOperation.binary(a[1], a[2], ContextRef(a[0]), function)
  }
  private static func number(_ a: Args) throws(Raised) -> Dec {
    try DecimalType.require(a[1], 0, ContextRef(a[0]))
  }
  private static func test(_ a: Args, _ function: DecTest) throws(Raised) -> Value {
    let context = ContextRef(a[0])
    return Value(function(try DecimalType.require(a[1], 0, context), context.context) != 0)
  }

  static func power(_ a: Args) throws(Raised) -> Value {
    let result = try DecimalOperation.power(a[1], a[2], a[3], ContextRef(a[0]))
    if result.isPresent { return result }
    for i in 1...3 where a[i].isPresent {
      _ = try DecimalType.require(a[i], 0, ContextRef(a[0]))
    }
    throw DecimalType.unsupported(a[1])
  }

  static func divmod(_ a: Args) throws(Raised) -> Value {
    let context = ContextRef(a[0])
    let result = try DecimalOperation.divmod(a[1], a[2], context)
    if result.isPresent { return result }
    _ = try DecimalType.require(a[1], 0, context)
    throw DecimalType.unsupported(a[2])
  }

  static func copyDecimal(_ a: Args) throws(Raised) -> Value {
    if DecimalType.isDecimal(a[1]) { return a[1] }
    if a[1].isAnyInt {
      return try DecimalRef.exact(DecimalType.ref, a[1], ContextRef(a[0])).value
    }
    throw DecimalType.unsupported(a[1])
  }

  private static func requireDecimal(_ value: Value) throws(Raised) {
    if !DecimalType.isDecimal(value) { throw raise(.typeError, "argument must be a Decimal") }
  }
  static func canonical(_ a: Args) throws(Raised) -> Value {
    try requireDecimal(a[1])
    return a[1]
  }
  static func apply(_ a: Args) throws(Raised) -> Value {
    let value = try copyDecimal(a)
    return try DecimalConstruction.apply(DecimalRef(value), ContextRef(a[0]))
  }
  static func createDecimal(_ a: Args) throws(Raised) -> Value {
    try DecimalConstruction.rounded(a.optional(1), ContextRef(a[0]))
  }
  static func createFromFloat(_ a: Args) throws(Raised) -> Value {
    if a[1].isAnyFloat {
      return try DecimalConstruction.fromFloatRounded(a[1].asFloat, ContextRef(a[0]))
    }
    if a[1].isAnyInt { return try DecimalConstruction.rounded(a[1], ContextRef(a[0])) }
    throw raise(.typeError, "argument must be int or float")
  }
  static func numberClass(_ a: Args) throws(Raised) -> Value {
    let context = ContextRef(a[0])
    let number = try DecimalType.require(a[1], 0, context)
    return Value(String(cString: mpd.pointee.className(number, context.context)))
  }
}
