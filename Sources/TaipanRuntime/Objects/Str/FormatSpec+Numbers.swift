// What the format mini-language makes of ints, floats, complex numbers and strs.

/// A number's text in a buffer of its own: sign and prefix apart, the digits before the decimal point,
/// and what follows them.
struct NumberText: ~Copyable {
  var negative = false
  /// The letter of `0x` and the like; 0 without a prefix.
  var prefix: UInt8 = 0
  var text = FormatBuffer()
  /// Where the digits begin; a minus sign may come before them.
  private(set) var start = 0
  /// Digits before the decimal point: what grouping applies to.
  private(set) var digitCount = 0

  init() {}

  /// Finds the parts in the text of a float.
  mutating func split() {
    let bytes = text.narrow.unsafelyUnwrapped
    negative = bytes.count > 0 && bytes[0] == 0x2D
    start = negative ? 1 : 0
    var end = start
    while end < bytes.count, bytes[end] &- 0x30 < 10 { end += 1 }
    digitCount = end - start
  }

  /// All of the text, but for a minus sign, is digits of whatever base.
  mutating func takeDigits() {
    start = negative ? 1 : 0
    digitCount = text.count - start
  }

  var restCount: Int { text.count - start - digitCount }
}

extension FormatSpec {
  /// Appends the number, padded to the width.
  func append(_ number: borrowing NumberText, to out: inout FormatBuffer) throws(Raised) {
    let sign: UInt32 =
      number.negative ? 0x2D : self.sign == 0x2B ? 0x2B : self.sign == 0x20 ? 0x20 : 0
    let others = (sign != 0 ? 1 : 0) + (number.prefix != 0 ? 2 : 0) + number.restCount
    let minimum = fill == 0x30 && alignment == .afterSign ? width - others : 0
    let count = try groupedCount(number.digitCount, minimum)
    let padding = max(0, width - others - count)
    if padding > 0 { try FormatBuffer.requireRoom(padding, fill: fill) }
    let left = alignment == .right ? padding : alignment == .centre ? padding / 2 : 0
    out.append(fill, times: left)
    if sign != 0 { out.append(sign) }
    if number.prefix != 0 {
      out.append(0x30)
      out.append(UInt32(number.prefix))
    }
    if alignment == .afterSign { out.append(fill, times: padding) }
    if count == number.digitCount {
      out.append(number.text, from: number.start, count: count)
    } else {
      appendGrouped(number, count, to: &out)
    }
    out.append(number.text, from: number.start + number.digitCount, count: number.restCount)
    if alignment == .left || alignment == .centre { out.append(fill, times: padding - left) }
  }

  /// The number of characters of `digits` digits with separators, and with zeros in front up to a text
  /// of `minimum` characters.
  private func groupedCount(_ digits: Int, _ minimum: Int) throws(Raised) -> Int {
    if digits == 0 { return 0 }
    if minimum > digits { try FormatBuffer.requireRoom(minimum) }
    if grouping == .none { return max(minimum, digits) }
    let group = grouping == .underscoreByFour ? 4 : 3
    let grouped = digits + (digits - 1) / group
    if grouped >= minimum { return grouped }
    // A separator is never the first character: one more zero comes before it.
    return minimum % (group + 1) == 0 ? minimum + 1 : minimum
  }

  /// Digits in groups, filled up with zeros to `count` characters; written from the right.
  private func appendGrouped(
    _ number: borrowing NumberText, _ count: Int, to out: inout FormatBuffer
  ) {
    let separator: UInt8 = grouping == .comma ? 0x2C : 0x5F
    let group = grouping == .none ? Int.max : grouping == .underscoreByFour ? 4 : 3
    let digits = number.text.narrow.unsafelyUnwrapped.baseAddress.unsafelyUnwrapped + number.start
    let digitCount = number.digitCount
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { bytes in
      var left = digitCount
      var inGroup = 0
      var at = count
      while at > 0 {
        at -= 1
        if inGroup == group {
          bytes[at] = separator
          inGroup = 0
          continue
        }
        left -= 1
        bytes[at] = left >= 0 ? digits[left] : 0x30
        inGroup += 1
      }
      out.append(latin1: bytes.baseAddress.unsafelyUnwrapped, count: count)
    }
  }
}

public enum Formatting {
  // MARK: str

  /// `str.__format__`.
  ///
  /// - Throws: ValueError.
  public static func str(_ value: Value, _ text: StrRef) throws(Raised) -> Value {
    if text.count == 0 { return try Convert.str(value).value }
    let spec = try FormatSpec(text, defaultType: 0x73, defaultAlignment: .left, for: value)
    if spec.type != 0x73 { throw spec.unknownType(value) }
    if spec.sign != 0 {
      throw raise(
        .valueError,
        "\(spec.sign == 0x20 ? "Space" : "Sign") not allowed in string format specifier")
    }
    if spec.noNegativeZero {
      throw raise(
        .valueError, "Negative zero coercion (z) not allowed in string format specifier")
    }
    if spec.alternate {
      throw raise(.valueError, "Alternate form (#) not allowed in string format specifier")
    }
    if spec.alignment == .afterSign {
      throw raise(.valueError, "'=' alignment not allowed in string format specifier")
    }
    let str = StrRef(value)
    let count = spec.precision >= 0 ? min(spec.precision, str.count) : str.count
    if spec.width <= count {
      return str.slice(0, count).value
    }
    let padding = spec.width - count
    try FormatBuffer.requireRoom(padding, fill: spec.fill)
    let left = spec.alignment == .right ? padding : spec.alignment == .centre ? padding / 2 : 0
    var out = FormatBuffer()
    out.reserve(spec.width)
    out.append(spec.fill, times: left)
    out.append(str, 0, count)
    out.append(spec.fill, times: padding - left)
    return out.finish().value
  }

  // MARK: int

  /// `int.__format__`.
  ///
  /// - Throws: ValueError, OverflowError.
  public static func int(_ value: Value, _ text: StrRef) throws(Raised) -> Value {
    if text.count == 0 {
      return value.isInt || value.isExactly(.int)
        ? try IntText.limitedDecimal(value).value : try Convert.str(value).value
    }
    let spec = try FormatSpec(text, defaultType: 0x64, defaultAlignment: .right, for: value)
    var out = FormatBuffer()
    switch UInt8(exactly: spec.type) ?? 1 {
    case UInt8(ascii: "b"), UInt8(ascii: "o"), UInt8(ascii: "x"), UInt8(ascii: "X"),
      UInt8(ascii: "d"), UInt8(ascii: "n"), UInt8(ascii: "c"):
      try appendInt(value, spec, &out)
    case UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "f"), UInt8(ascii: "F"),
      UInt8(ascii: "g"), UInt8(ascii: "G"), UInt8(ascii: "%"):
      try appendFloat(try Convert.intToDouble(value), spec, &out)
    default: throw spec.unknownType(value)
    }
    return out.finish().value
  }

  private static func appendInt(_ value: Value, _ spec: FormatSpec, _ out: inout FormatBuffer)
    throws(Raised)
  {
    if spec.precision >= 0 {
      throw raise(.valueError, "Precision not allowed in integer format specifier")
    }
    if spec.noNegativeZero {
      throw raise(
        .valueError, "Negative zero coercion (z) not allowed in integer format specifier")
    }
    if spec.type == 0x63 { return try appendCharacter(value, spec, &out) }
    var number = NumberText()
    number.negative = value.intSign < 0
    let base: Int
    switch spec.type {
    case 0x62: base = 2
    case 0x6F: base = 8
    case 0x78, 0x58: base = 16
    default: base = 10
    }
    if let n = value.asMachineInt {
      if n < 0 { number.text.append(0x2D) }
      IntText.append(n.magnitude, base: base, upper: spec.type == 0x58, to: &number.text)
    } else if base == 10 {
      number.text.append(latin1: try IntText.limitedDigits(value))
    } else {
      if number.negative { number.text.append(0x2D) }
      let digits = IntText.digits(value, base: base)
      number.text.append(
        latin1: spec.type == 0x58 ? digits.map { $0 >= 0x61 ? $0 & ~0x20 : $0 } : digits)
    }
    number.takeDigits()
    if base != 10, spec.alternate { number.prefix = UInt8(spec.type) }
    try spec.append(number, to: &out)
  }

  private static func appendCharacter(
    _ value: Value, _ spec: FormatSpec, _ out: inout FormatBuffer
  ) throws(Raised) {
    if spec.sign != 0 {
      throw raise(.valueError, "Sign not allowed with integer format specifier 'c'")
    }
    if spec.alternate {
      throw raise(.valueError, "Alternate form (#) not allowed with integer format specifier 'c'")
    }
    guard let code = value.asMachineInt else {
      throw raise(.overflowError, "Python int too large to convert to C long")
    }
    if code < 0 || code > 0x10_FFFF {
      throw raise(.overflowError, "%c arg not in range(0x110000)")
    }
    let padding = max(0, spec.width - 1)
    try FormatBuffer.requireRoom(padding, fill: spec.fill)
    let left: Int
    switch spec.alignment {
    case .right, .afterSign: left = padding
    case .centre: left = padding / 2
    case .left: left = 0
    }
    out.append(spec.fill, times: left)
    out.append(UInt32(code))
    out.append(spec.fill, times: padding - left)
  }

  // MARK: float

  /// `float.__format__`.
  ///
  /// - Throws: ValueError.
  public static func float(_ value: Value, _ text: StrRef) throws(Raised) -> Value {
    if text.count == 0 {
      return value.isFloat ? FloatText.repr(value.asFloat).value : try Convert.str(value).value
    }
    let spec = try FormatSpec(text, defaultType: 0, defaultAlignment: .right, for: value)
    switch UInt8(exactly: spec.type) ?? 1 {
    case 0, UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "f"), UInt8(ascii: "F"),
      UInt8(ascii: "g"), UInt8(ascii: "G"), UInt8(ascii: "n"), UInt8(ascii: "%"):
      var out = FormatBuffer()
      try appendFloat(value.asFloat, spec, &out)
      return out.finish().value
    default: throw spec.unknownType(value)
    }
  }

  private static func appendFloat(_ d: Double, _ spec: FormatSpec, _ out: inout FormatBuffer)
    throws(Raised)
  {
    var number = NumberText()
    try floatText(spec.type == 0x25 ? d * 100 : d, spec, &number.text)
    if spec.type == 0x25 { number.text.append(0x25) }
    number.split()
    try spec.append(number, to: &out)
  }

  /// Appends the digits of a float as the presentation type asks.
  private static func floatText(_ number: Double, _ spec: FormatSpec, _ out: inout FormatBuffer)
    throws(Raised)
  {
    if spec.precision > Int(Int32.max) { throw raise(.valueError, "precision too big") }
    if spec.precision > 0 { try FormatBuffer.requireRoom(spec.precision) }
    var type = FloatText.Presentation.general
    var precision = spec.precision
    let upper = spec.type >= 0x41 && spec.type <= 0x5A
    switch spec.type | 0x20 {
    case 0x65: type = .exponent
    case 0x66, 0x25: type = .fixed
    default: type = .general
    }
    if precision < 0 {
      precision = 6
      if spec.type == 0 { type = .repr }
    }
    FloatText.append(
      number, type: type, precision: precision, alternate: spec.alternate,
      addDotZero: spec.type == 0, upper: upper, to: &out)
    if spec.noNegativeZero { dropSignOfZero(&out) }
  }

  /// Removes the minus sign of a text that rounds to zero: no digit other than 0 before the exponent.
  private static func dropSignOfZero(_ out: inout FormatBuffer) {
    let text = out.narrow.unsafelyUnwrapped
    if text.count == 0 || text[0] != 0x2D { return }
    for c in text {
      if c | 0x20 == 0x65 { break }
      if c > 0x30 { return }
    }
    out.removeNarrow(0, 1)
  }

  // MARK: complex

  /// `complex.__format__`.
  ///
  /// - Throws: ValueError.
  public static func complex(_ value: Value, _ text: StrRef) throws(Raised) -> Value {
    if text.count == 0 { return try Convert.str(value).value }
    var spec = try FormatSpec(text, defaultType: 0, defaultAlignment: .right, for: value)
    switch UInt8(exactly: spec.type) ?? 1 {
    case 0, UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "f"), UInt8(ascii: "F"),
      UInt8(ascii: "g"), UInt8(ascii: "G"), UInt8(ascii: "n"):
      break
    default: throw spec.unknownType(value)
    }
    if spec.precision > Int(Int32.max) { throw raise(.valueError, "precision too big") }
    if spec.fill == 0x30 {
      throw raise(.valueError, "Zero padding is not allowed in complex format specifier")
    }
    if spec.alignment == .afterSign {
      throw raise(.valueError, "'=' alignment flag is not allowed in complex format specifier")
    }
    let (real, imaginary) = ComplexRef(value).parts
    let skipsReal = spec.type == 0 && real == 0 && real.sign == .plus
    let (fill, alignment, width) = (spec.fill, spec.alignment, spec.width)
    spec.width = -1
    spec.alignment = .left
    var body = FormatBuffer()
    let parentheses = spec.type == 0 && !skipsReal
    if parentheses { body.append(0x28) }
    if !skipsReal {
      try appendPart(real, spec, to: &body)
      spec.sign = 0x2B
    }
    try appendPart(imaginary, spec, to: &body)
    body.append(0x6A)
    if parentheses { body.append(0x29) }
    let padding = max(0, width - body.count)
    if padding == 0 { return body.finish().value }
    try FormatBuffer.requireRoom(padding, fill: fill)
    let left = alignment == .right ? padding : alignment == .centre ? padding / 2 : 0
    var out = FormatBuffer()
    out.append(fill, times: left)
    out.append(body.finish())
    out.append(fill, times: padding - left)
    return out.finish().value
  }

  /// Parts of a complex number never get a `.0`.
  private static func appendPart(_ part: Double, _ spec: FormatSpec, to out: inout FormatBuffer)
    throws(Raised)
  {
    var number = NumberText()
    if spec.type != 0 {
      try floatText(part, spec, &number.text)
    } else {
      FloatText.append(
        part, type: spec.precision < 0 ? .repr : .general, precision: max(spec.precision, 0),
        alternate: spec.alternate, addDotZero: false, to: &number.text)
      if spec.noNegativeZero { dropSignOfZero(&number.text) }
    }
    number.split()
    try spec.append(number, to: &out)
  }
}
