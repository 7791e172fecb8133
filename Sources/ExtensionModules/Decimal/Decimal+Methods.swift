// Decimal's methods.

import TaipanRuntime

enum DecimalMethods {
  /// Methods with one operand and those with two, all of them under a context.
  static let arithmetic: [NativeMethod] = [
    NativeMethod(
      "exp", "($self, /, context=None)",
      { a throws(Raised) in try unary(a, mpd.pointee.exp) }),
    NativeMethod(
      "ln", "($self, /, context=None)",
      { a throws(Raised) in try unary(a, mpd.pointee.ln) }),
    NativeMethod(
      "log10", "($self, /, context=None)",
      { a throws(Raised) in try unary(a, mpd.pointee.log10) }),
    NativeMethod(
      "next_minus", "($self, /, context=None)",
      { a throws(Raised) in try unary(a, mpd.pointee.nextMinus) }),
    NativeMethod(
      "next_plus", "($self, /, context=None)",
      { a throws(Raised) in try unary(a, mpd.pointee.nextPlus) }),
    NativeMethod(
      "normalize", "($self, /, context=None)",
      { a throws(Raised) in try unary(a, mpd.pointee.reduce) }),
    NativeMethod(
      "sqrt", "($self, /, context=None)",
      { a throws(Raised) in try unary(a, mpd.pointee.sqrt) }),
    NativeMethod(
      "logb", "($self, /, context=None)",
      { a throws(Raised) in try unary(a, mpd.pointee.logb) }),
    NativeMethod(
      "logical_invert", "($self, /, context=None)",
      { a throws(Raised) in try unary(a, mpd.pointee.invert) }),
    NativeMethod(
      "compare", "($self, /, other, context=None)",
      { a throws(Raised) in try binary(a, mpd.pointee.compare) }),
    NativeMethod(
      "compare_signal", "($self, /, other, context=None)",
      { a throws(Raised) in try binary(a, mpd.pointee.compareSignal) }),
    NativeMethod(
      "max", "($self, /, other, context=None)",
      { a throws(Raised) in try binary(a, mpd.pointee.max) }),
    NativeMethod(
      "max_mag", "($self, /, other, context=None)",
      { a throws(Raised) in try binary(a, mpd.pointee.maxMag) }),
    NativeMethod(
      "min", "($self, /, other, context=None)",
      { a throws(Raised) in try binary(a, mpd.pointee.min) }),
    NativeMethod(
      "min_mag", "($self, /, other, context=None)",
      { a throws(Raised) in try binary(a, mpd.pointee.minMag) }),
    NativeMethod(
      "next_toward", "($self, /, other, context=None)",
      { a throws(Raised) in try binary(a, mpd.pointee.nextToward) }),
    NativeMethod(
      "remainder_near", "($self, /, other, context=None)",
      { a throws(Raised) in try binary(a, mpd.pointee.remNear) }),
    NativeMethod(
      "logical_and", "($self, /, other, context=None)",
      { a throws(Raised) in try binary(a, mpd.pointee.and) }),
    NativeMethod(
      "logical_or", "($self, /, other, context=None)",
      { a throws(Raised) in try binary(a, mpd.pointee.or) }),
    NativeMethod(
      "logical_xor", "($self, /, other, context=None)",
      { a throws(Raised) in try binary(a, mpd.pointee.xor) }),
    NativeMethod(
      "rotate", "($self, /, other, context=None)",
      { a throws(Raised) in try binary(a, mpd.pointee.rotate) }),
    NativeMethod(
      "scaleb", "($self, /, other, context=None)",
      { a throws(Raised) in try binary(a, mpd.pointee.scaleb) }),
    NativeMethod(
      "shift", "($self, /, other, context=None)",
      { a throws(Raised) in try binary(a, mpd.pointee.shift) }),
  ]
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, value=\"0\", context=None)", new),
    NativeMethod("from_float", "($type, f, /)", fromFloat),
    NativeMethod(
      "quantize", "($self, /, exp, rounding=None, context=None)",
      { a throws(Raised) in
        try DecimalOperation.quantized(a[0], a[1], a[2], try DecimalContexts.given(a[3]))
      }),
    NativeMethod(
      "to_integral", "($self, /, rounding=None, context=None)",
      { a throws(Raised) in try rounded(a, mpd.pointee.roundToInt) }),
    NativeMethod(
      "to_integral_value", "($self, /, rounding=None, context=None)",
      { a throws(Raised) in try rounded(a, mpd.pointee.roundToInt) }),
    NativeMethod(
      "to_integral_exact", "($self, /, rounding=None, context=None)",
      { a throws(Raised) in try rounded(a, mpd.pointee.roundToIntExact) }),
    NativeMethod(
      "fma", "($self, /, other, third, context=None)",
      { a throws(Raised) in
        try DecimalOperation.ternary(
          a[0], a[1], a[2], try DecimalContexts.given(a[3]), mpd.pointee.fma)
      }),
    NativeMethod(
      "compare_total", "($self, /, other, context=None)",
      { a throws(Raised) in
        try DecimalOperation.plainBinary(
          a[0], a[1], try DecimalContexts.given(a[2]), mpd.pointee.compareTotal)
      }),
    NativeMethod(
      "compare_total_mag", "($self, /, other, context=None)",
      { a throws(Raised) in
        try DecimalOperation.plainBinary(
          a[0], a[1], try DecimalContexts.given(a[2]), mpd.pointee.compareTotalMag)
      }),
    NativeMethod(
      "copy_sign", "($self, /, other, context=None)",
      { a throws(Raised) in
        try DecimalOperation.copySign(a[0], a[1], try DecimalContexts.given(a[2]))
      }),
    NativeMethod(
      "same_quantum", "($self, /, other, context=None)",
      { a throws(Raised) in
        try DecimalOperation.sameQuantum(a[0], a[1], try DecimalContexts.given(a[2]))
      }),
    NativeMethod(
      "copy_abs", "($self, /)",
      { a throws(Raised) in
        try DecimalOperation.copied(a[0], DecimalContexts.current(), mpd.pointee.copyAbs)
      }),
    NativeMethod(
      "copy_negate", "($self, /)",
      { a throws(Raised) in
        try DecimalOperation.copied(a[0], DecimalContexts.current(), mpd.pointee.copyNegate)
      }),
    NativeMethod("canonical", "($self, /)", itself),
    NativeMethod("conjugate", "($self, /)", itself),
    NativeMethod("__copy__", "($self, /)", itself),
    NativeMethod("__deepcopy__", "($self, memo, /)", itself),
    NativeMethod("radix", "($self, /)", { a throws(Raised) in whole(10) }),
    NativeMethod("adjusted", "($self, /)", adjusted),
    NativeMethod("as_integer_ratio", "($self, /)", asIntegerRatio),
    NativeMethod("as_tuple", "($self, /)", asTuple),
    NativeMethod("is_canonical", "($self, /)", { a throws(Raised) in .true }),
    NativeMethod(
      "is_finite", "($self, /)", { a throws(Raised) in Value(!number(a).pointee.isSpecial) }),
    NativeMethod(
      "is_infinite", "($self, /)", { a throws(Raised) in Value(number(a).pointee.isInfinite) }),
    NativeMethod("is_nan", "($self, /)", { a throws(Raised) in Value(number(a).pointee.isNaN) }),
    NativeMethod(
      "is_qnan", "($self, /)",
      { a throws(Raised) in Value(number(a).pointee.flags & MPD.quietNaN != 0) }),
    NativeMethod(
      "is_snan", "($self, /)", { a throws(Raised) in Value(number(a).pointee.isSignalingNaN) }),
    NativeMethod(
      "is_signed", "($self, /)", { a throws(Raised) in Value(number(a).pointee.isNegative) }),
    NativeMethod("is_zero", "($self, /)", { a throws(Raised) in Value(number(a).pointee.isZero) }),
    NativeMethod(
      "is_normal", "($self, /, context=None)",
      { a throws(Raised) in
        let context = try DecimalContexts.given(a[1])
        return Value(mpd.pointee.isNormal(DecimalRef(a[0]).number, context.context) != 0)
      }),
    NativeMethod(
      "is_subnormal", "($self, /, context=None)",
      { a throws(Raised) in
        let context = try DecimalContexts.given(a[1])
        return Value(mpd.pointee.isSubnormal(DecimalRef(a[0]).number, context.context) != 0)
      }),
    NativeMethod(
      "number_class", "($self, /, context=None)",
      { a throws(Raised) in
        let context = try DecimalContexts.given(a[1])
        let name = mpd.pointee.className(DecimalRef(a[0]).number, context.context)
        return Value(String(cString: name))
      }),
    NativeMethod(
      "to_eng_string", "($self, /, context=None)",
      { a throws(Raised) in
        let context = try DecimalContexts.given(a[1])
        return try DecimalOperation.text(
          DecimalRef(a[0]).number, context.capitals, mpd.pointee.toEngineering)
      }),
    NativeMethod("__str__", "($self, /)", str),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__format__", "($self, format_spec, override=None, /)", format),
    NativeMethod("__reduce__", "($self, /)", reduce),
    NativeMethod("__sizeof__", "($self, /)", sizeOf),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("real", itself), NativeGetSet("imag", { a throws(Raised) in whole(0) }),
  ]

  private static func number(_ a: Args) -> Dec { DecimalRef(a[0]).number }

  private static func whole(_ n: Int) -> Value {
    let result = DecimalRef.make()
    DecimalRef.set(result.number, n)
    return result.value
  }

  @inline(__always)
  private static func unary(_ a: Args, _ function: DecUnary) throws(Raised) -> Value {
    try DecimalOperation.unary(a[0], try DecimalContexts.given(a[1]), function)
  }
  @inline(__always)
  private static func binary(_ a: Args, _ function: DecBinary) throws(Raised) -> Value {
    try DecimalOperation.binary(a[0], a[1], try DecimalContexts.given(a[2]), function)
  }
  @inline(__always)
  private static func rounded(_ a: Args, _ function: DecUnary) throws(Raised) -> Value {
    try DecimalOperation.rounded(a[0], a[1], try DecimalContexts.given(a[2]), function)
  }

  static func new(_ a: Args) throws(Raised) -> Value {
    try DecimalConstruction.exact(TypeRef(a[0]), a[1], try DecimalContexts.given(a[2]))
  }

  static func fromFloat(_ a: Args) throws(Raised) -> Value {
    let context = try DecimalContexts.current()
    let result: Value
    if a[1].isAnyInt {
      result = try DecimalRef.exact(DecimalType.ref, a[1], context).value
    } else if a[1].isAnyFloat {
      result = try DecimalConstruction.fromFloat(DecimalType.ref, a[1].asFloat, context).value
    } else {
      throw raise(.typeError, "argument must be int or float")
    }
    return TypeRef(a[0]) == DecimalType.ref ? result : try Call.function(a[0], result)
  }

  static func itself(_ a: Args) throws(Raised) -> Value { a[0] }

  static func adjusted(_ a: Args) throws(Raised) -> Value {
    let number = DecimalRef(a[0]).number
    return Value(number.pointee.isSpecial ? 0 : mpd.pointee.adjustedExponent(number))
  }

  /// The coefficient, or the payload of a NaN, as a number of its own.
  private static func coefficient(_ value: Value) throws(Raised) -> DecimalRef {
    let context = try DecimalContexts.current()
    let copy = DecimalRef(
      try DecimalConstruction.copy(DecimalType.ref, DecimalRef(value), context))
    copy.number.pointee.exponent = 0
    copy.number.pointee.flags &= ~(MPD.special | MPD.negative)
    return copy
  }

  static func asIntegerRatio(_ a: Args) throws(Raised) -> Value {
    let number = DecimalRef(a[0]).number
    if number.pointee.isSpecial {
      if number.pointee.isNaN { throw raise(.valueError, "cannot convert NaN to integer ratio") }
      throw raise(.overflowError, "cannot convert Infinity to integer ratio")
    }
    var numerator = try DecimalRef.toInt(try coefficient(a[0]).number)
    if number.pointee.isNegative { numerator = IntMath.negate(numerator) }
    let exponent = number.pointee.exponent
    if numerator.intSign == 0 { return TupleRef.of(numerator, Value(1)).value }
    let scale = try IntMath.power(Value(10), Value(abs(exponent)))
    if exponent >= 0 {
      return TupleRef.of(IntMath.multiply(numerator, scale), Value(1)).value
    }
    var (x, y) = (numerator, scale)
    while y.intSign != 0 { (x, y) = (y, try IntMath.divmod(x, y).1) }
    if x.intSign < 0 { x = IntMath.negate(x) }
    return TupleRef.of(
      try IntMath.divmod(numerator, x).0, try IntMath.divmod(scale, x).0
    ).value
  }

  static func asTuple(_ a: Args) throws(Raised) -> Value {
    let number = DecimalRef(a[0]).number
    let sign = Value(number.pointee.isNegative ? 1 : 0)
    if number.pointee.isInfinite {
      return try DecimalModule.tuple(sign, TupleRef.of(Value(0)).value, Value("F"))
    }
    var exponent = Value(number.pointee.exponent)
    if number.pointee.isNaN { exponent = Value(number.pointee.isSignalingNaN ? "N" : "n") }
    if number.pointee.isNaN, number.pointee.count == 0 {
      return try DecimalModule.tuple(sign, TupleRef.empty.value, exponent)
    }
    let text = try DecimalOperation.text(
      try coefficient(a[0]).number, 1, mpd.pointee.toScientific)
    let digits = TupleRef.make(count: StrRef(text).count)
    for i in 0..<digits.count { digits.set(i, Value(Int(StrRef(text)[i]) - 48)) }
    return try DecimalModule.tuple(sign, digits.value, exponent)
  }

  static func str(_ a: Args) throws(Raised) -> Value {
    try DecimalOperation.text(
      DecimalRef(a[0]).number, try DecimalContexts.current().capitals, mpd.pointee.toScientific)
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    Value("Decimal('\(StrRef(try str(a)).text)')")
  }

  static func format(_ a: Args) throws(Raised) -> Value {
    if !a[1].isStr { throw raise(.typeError, "format arg must be str") }
    return try DecimalText.format(
      a[0], StrRef(a[1]), a.optional(2), try DecimalContexts.current())
  }

  static func reduce(_ a: Args) throws(Raised) -> Value {
    TupleRef.of(a[0].type.value, TupleRef.of(try str(a)).value).value
  }

  static func sizeOf(_ a: Args) throws(Raised) -> Value {
    let number = DecimalRef(a[0]).number
    let isOutside = number.pointee.flags & MPD.hasStaticWords == 0
    let outside = isOutside ? number.pointee.capacity * 8 : 0
    return Value(DecimalRef.size + outside)
  }
}
