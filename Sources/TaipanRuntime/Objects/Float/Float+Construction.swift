// `float(...)`: numbers and text; hexadecimal text; exact ratios.

import Glibc

extension FloatType {
  static func new(_ a: Args) throws(Raised) -> Value {
    let type = try Construction.type(a, .float)
    try Construction.noKeywords("float", a)
    let count = a.positionalCount
    if count > 2 {
      throw raise(.typeError, "float expected at most 1 argument, got \(count - 1)")
    }
    let number = count == 2 ? try convert(a[1]) : 0
    if type == .float { return count == 2 && a[1].isFloat ? a[1] : Value(number) }
    return instance(of: type, number)
  }

  static func instance(of type: TypeRef, _ number: Double) -> Value {
    let float = FloatRef(Instances.allocate(type))
    float.p.pointee.number = number
    return float.value
  }

  /// `float(x)`.
  ///
  /// - Throws: TypeError, ValueError, OverflowError, what `__float__` raises.
  static func convert(_ x: Value) throws(Raised) -> Double {
    if x.isFloat { return x.asFloat }
    if x.isStr {
      if let number = FloatParsing.parse(DecimalDigits.ascii(StrRef(x))) { return number }
      throw try malformed(x)
    }
    let type = x.type
    let method = type.special(.float)
    if method.isPresent, method !== BuiltinType.float.ref.special(.float) {
      return try Convert.double(x, by: method)
    }
    if method.isPresent || type.special(.index).isPresent || x.isAnyInt {
      return try Convert.double(x)
    }
    if BytesLike.isBytesLike(x) {
      if let number = FloatParsing.parse(try BytesLike.copy(x)) { return number }
      throw try malformed(x)
    }
    throw raise(
      .typeError, "float() argument must be a string or a real number, not '\(x.typeName)'")
  }

  private static func malformed(_ x: Value) throws(Raised) -> Raised {
    let shown = try Convert.repr(x)
    return raise(
      .valueError,
      StrRef.concatenate(StrRef.make("could not convert string to float: "), shown).value)
  }

  /// The integer part as an int.
  ///
  /// - Throws: ValueError for NaN, OverflowError for an infinity.
  static func integerPart(_ d: Double) throws(Raised) -> Value {
    if d.isNaN { throw raise(.valueError, "cannot convert float NaN to integer") }
    if d.isInfinite { throw raise(.overflowError, "cannot convert float infinity to integer") }
    return IntMath.fromDouble(d)
  }

  static func asIntegerRatio(_ a: Args) throws(Raised) -> Value {
    let d = a[0].asFloat
    if d.isInfinite { throw raise(.overflowError, "cannot convert Infinity to integer ratio") }
    if d.isNaN { throw raise(.valueError, "cannot convert NaN to integer ratio") }
    if d == 0 { return TupleRef.of(Value(smallInt: 0), Value(smallInt: 1)).value }
    var exponent: Int32 = 0
    var significand = Int(frexp(d, &exponent) * 0x1p53)
    var shift = Int(exponent) - 53
    let zeros = significand.trailingZeroBitCount
    significand >>= zeros
    shift += zeros
    let numerator = Value(significand)
    let power = try IntMath.leftShift(Value(smallInt: 1), Value(Swift.abs(shift)))
    if shift >= 0 {
      return TupleRef.of(IntMath.multiply(numerator, power), Value(smallInt: 1)).value
    }
    return TupleRef.of(numerator, power).value
  }

  // MARK: Hexadecimal

  static func hex(_ a: Args) throws(Raised) -> Value {
    let d = a[0].asFloat
    if !d.isFinite { return FloatText.repr(d).value }
    var out = FormatBuffer()
    if d.sign == .minus { out.append(0x2D) }
    out.append(d == 0 ? "0x0.0" : d.isNormal ? "0x1." : "0x0.")
    if d != 0 {
      out.appendBytes(room: 13) { digits in
        var rest = d.significandBitPattern
        for at in stride(from: 12, through: 0, by: -1) {
          digits[at] = StrRepr.hexDigit(UInt32(truncatingIfNeeded: rest & 15))
          rest >>= 4
        }
        return 13
      }
    }
    let exponent = d == 0 ? 0 : d.isNormal ? Int(d.exponent) : -1022
    out.append(exponent < 0 ? "p" : "p+")
    out.append(decimal: exponent)
    return out.finish().value
  }

  static func fromHex(_ a: Args) throws(Raised) -> Value {
    if !a[1].isStr {
      throw raise(.typeError, "bad argument type for built-in operation")
    }
    let text = StrRef(a[1]).isASCII ? DecimalDigits.ascii(StrRef(a[1])) : []
    guard let number = parseHex(text) else {
      throw raise(.valueError, "invalid hexadecimal floating-point string")
    }
    if number.1 {
      throw raise(.overflowError, "hexadecimal value too large to represent as a float")
    }
    if TypeRef(a[0]) == .float { return Value(number.0) }
    return try Call.function(a[0], Value(number.0))
  }

  /// The number and whether it overflowed; nil for malformed text.
  private static func parseHex(_ text: [UInt8]) -> (Double, Bool)? {
    var start = 0
    var end = text.count
    while start < end, DecimalDigits.isCSpace(text[start]) { start += 1 }
    while end > start, DecimalDigits.isCSpace(text[end - 1]) { end -= 1 }
    let body = Array(text[start..<end])
    var i = body.first == 0x2D || body.first == 0x2B ? 1 : 0
    if i < body.count, body[i] | 0x20 == 0x69 || body[i] | 0x20 == 0x6E {
      let (number, length) = FloatParsing.prefix(body, 0)
      return length == body.count && length > 0 ? (number, false) : nil
    }
    if i + 1 < body.count, body[i] == 0x30, body[i + 1] | 0x20 == 0x78 { i += 2 }
    func isHex(_ c: UInt8) -> Bool {
      c &- 0x30 < 10 || (c | 0x20) &- 0x61 < 6
    }
    var significant: [UInt8] = []
    var points = 0
    var pointAfter = 0
    while i < body.count, isHex(body[i]) || body[i] == 0x2E {
      if body[i] == 0x2E {
        points += 1
        pointAfter = significant.count
      } else {
        significant.append(body[i])
      }
      i += 1
    }
    if significant.isEmpty || points > 1 { return nil }
    if points == 0 { pointAfter = significant.count }
    var exponent: ArraySlice<UInt8> = []
    if i < body.count, body[i] | 0x20 == 0x70 {
      i += 1
      let start = i
      if i < body.count, body[i] == 0x2B || body[i] == 0x2D { i += 1 }
      let digits = i
      while i < body.count, body[i] &- 0x30 < 10 { i += 1 }
      if i == digits { return nil }
      exponent = body[start..<i]
    }
    if i != body.count { return nil }
    let number = hexValue(significant, FloatMath.parsedExponent(exponent), pointAfter: pointAfter)
    return (body.first == 0x2D ? -number : number, number.isInfinite)
  }

  /// The number of hexadecimal digits, rounded once. (The C library rounds some subnormal ones wrongly.)
  private static func hexValue(_ digits: [UInt8], _ exponent: Int, pointAfter: Int) -> Double {
    let first = digits.firstIndex { $0 != 0x30 } ?? digits.count
    if first == digits.count { return 0 }
    var mantissa: UInt64 = 0
    var isMore = false
    let used = min(digits.count, first + 15)
    for digit in digits[first..<used] {
      mantissa = mantissa << 4 | UInt64(digit < 0x3A ? digit - 0x30 : (digit | 0x20) - 0x57)
    }
    for digit in digits[used...] where digit != 0x30 { isMore = true }
    return FloatMath.rounded(
      mantissa, isMore: isMore, exponent: exponent + 4 * (pointAfter - used))
  }

  static func getFormat(_ a: Args) throws(Raised) -> Value {
    if !a[1].isStr {
      throw raise(.typeError, "__getformat__() argument must be str, not \(a[1].argumentTypeName)")
    }
    let name = StrRef(a[1]).text
    if name != "double", name != "float" {
      throw raise(.valueError, "__getformat__() argument 1 must be 'double' or 'float'")
    }
    return Value("IEEE, little-endian")
  }
}
