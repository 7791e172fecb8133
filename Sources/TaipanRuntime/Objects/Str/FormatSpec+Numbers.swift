// What the format mini-language makes of ints, floats, complex numbers and strs.

/// The parts of a number's text: sign, prefix, digits, and what follows the digits.
struct NumberText {
  var negative = false
  /// `0x` and the like.
  var prefix: [UInt8] = []
  /// Digits before the decimal point: what grouping applies to.
  var digits: ArraySlice<UInt8> = []
  /// Decimal point, fraction, exponent, per cent sign.
  var rest: ArraySlice<UInt8> = []

  init() {}

  /// Splits the text of a float.
  init(float text: [UInt8]) {
    negative = text.first == 0x2D
    let start = negative ? 1 : 0
    var end = start
    while end < text.count, text[end] &- 0x30 < 10 { end += 1 }
    digits = text[start..<end]
    rest = text[end...]
  }
}

extension FormatSpec {
  /// Appends the number, padded to the width.
  func append(_ number: NumberText, to out: inout FormatBuffer) throws(Raised) {
    let sign: UInt32 =
      number.negative ? 0x2D : self.sign == 0x2B ? 0x2B : self.sign == 0x20 ? 0x20 : 0
    let others = (sign != 0 ? 1 : 0) + number.prefix.count + number.rest.count
    let minimum = fill == 0x30 && alignment == .afterSign ? width - others : 0
    let digits = try grouped(number.digits, minimum)
    let padding = max(0, width - others - digits.count)
    if padding > 0 { try Heap.requireRoom(padding) }
    let left = alignment == .right ? padding : alignment == .centre ? padding / 2 : 0
    out.append(fill, times: left)
    if sign != 0 { out.append(sign) }
    out.append(latin1: number.prefix)
    if alignment == .afterSign { out.append(fill, times: padding) }
    out.append(latin1: digits)
    out.append(latin1: number.rest)
    if alignment == .left || alignment == .centre { out.append(fill, times: padding - left) }
  }

  /// Inserts separators, and zeros in front up to a text of `minimum` characters.
  private func grouped(_ digits: ArraySlice<UInt8>, _ minimum: Int) throws(Raised)
    -> ArraySlice<UInt8>
  {
    if digits.isEmpty { return digits }
    if minimum > digits.count { try Heap.requireRoom(minimum) }
    if grouping == .none {
      if minimum <= digits.count { return digits }
      return ([UInt8](repeating: 0x30, count: minimum - digits.count) + digits)[...]
    }
    let separator: UInt8 = grouping == .comma ? 0x2C : 0x5F
    let group = grouping == .underscoreByFour ? 4 : 3
    var reversed: [UInt8] = []
    var inGroup = 0
    var index = digits.endIndex - 1
    // A separator is never the first character: one more zero comes before it.
    while index >= digits.startIndex || reversed.count < minimum {
      if inGroup == group {
        reversed.append(separator)
        inGroup = 0
      }
      reversed.append(index >= digits.startIndex ? digits[index] : 0x30)
      inGroup += 1
      index -= 1
    }
    return reversed.reversed()[...]
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
    try Heap.requireRoom(padding)
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
    if base == 10 {
      let digits = try IntText.limitedDigits(value)
      number.digits = number.negative ? digits.dropFirst() : digits[...]
    } else {
      number.digits = IntText.digits(value, base: base)[...]
      if spec.alternate { number.prefix = [0x30, UInt8(spec.type)] }
      if spec.type == 0x58 {
        number.digits = number.digits.map { $0 >= 0x61 ? $0 & ~0x20 : $0 }[...]
      }
    }
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
    try Heap.requireRoom(padding)
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
    var text = try floatText(spec.type == 0x25 ? d * 100 : d, spec)
    if spec.type == 0x25 { text.append(0x25) }
    try spec.append(NumberText(float: text), to: &out)
  }

  /// The digits of a float as the presentation type asks.
  private static func floatText(_ number: Double, _ spec: FormatSpec) throws(Raised) -> [UInt8] {
    if spec.precision > Int(Int32.max) { throw raise(.valueError, "precision too big") }
    if spec.precision > 0 { try Heap.requireRoom(spec.precision) }
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
    let text = FloatText.format(
      number, type: type, precision: precision, alternate: spec.alternate,
      addDotZero: spec.type == 0, upper: upper)
    if spec.noNegativeZero, text.first == 0x2D, isZero(text) { return Array(text[1...]) }
    return text
  }

  /// Whether a text rounds to zero: no digit other than 0 before the exponent.
  private static func isZero(_ text: [UInt8]) -> Bool {
    for c in text {
      if c | 0x20 == 0x65 { return true }
      if c > 0x30 { return false }
    }
    return true
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
      try spec.append(NumberText(float: try complexPart(real, spec)), to: &body)
      spec.sign = 0x2B
    }
    try spec.append(NumberText(float: try complexPart(imaginary, spec)), to: &body)
    body.append(0x6A)
    if parentheses { body.append(0x29) }
    let padding = max(0, width - body.count)
    if padding == 0 { return body.finish().value }
    try Heap.requireRoom(padding)
    let left = alignment == .right ? padding : alignment == .centre ? padding / 2 : 0
    var out = FormatBuffer()
    out.append(fill, times: left)
    out.append(body.finish())
    out.append(fill, times: padding - left)
    return out.finish().value
  }

  /// Parts of a complex number never get a `.0`.
  private static func complexPart(_ part: Double, _ spec: FormatSpec) throws(Raised) -> [UInt8] {
    if spec.type != 0 { return try floatText(part, spec) }
    var text = FloatText.format(
      part, type: spec.precision < 0 ? .repr : .general, precision: max(spec.precision, 0),
      alternate: spec.alternate, addDotZero: false)
    if spec.noNegativeZero, text.first == 0x2D, isZero(text) { text.removeFirst() }
    return text
  }
}
