// The format mini-language: `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`.

public struct FormatSpec {
  public enum Alignment: UInt32 {
    case left = 0x3C, right = 0x3E, centre = 0x5E, afterSign = 0x3D
  }
  public enum Grouping {
    case none, comma, underscore
    /// Underscores every four digits: binary, octal and hexadecimal.
    case underscoreByFour
  }

  public var fill: UInt32 = 0x20
  public var alignment: Alignment
  /// `+`, `-`, space, or 0 if not given.
  public var sign: UInt32 = 0
  public var noNegativeZero = false
  public var alternate = false
  /// -1 if not given.
  public var width = -1
  public var grouping = Grouping.none
  /// -1 if not given.
  public var precision = -1
  /// The type's character; 0 if not given and the object has no default.
  public var type: UInt32

  /// Parses the format of an object of the type named `typeName`.
  ///
  /// - Throws: ValueError.
  public init(
    _ text: StrRef, defaultType: UInt32, defaultAlignment: Alignment, for object: Value
  ) throws(Raised) {
    alignment = defaultAlignment
    type = defaultType
    var at = 0
    let end = text.count
    var fillGiven = false
    var alignmentGiven = false
    if end >= 2, let given = Alignment(rawValue: text[1]) {
      alignment = given
      fill = text[0]
      fillGiven = true
      alignmentGiven = true
      at = 2
    } else if end >= 1, let given = Alignment(rawValue: text[0]) {
      alignment = given
      alignmentGiven = true
      at = 1
    }
    if at < end, text[at] == 0x20 || text[at] == 0x2B || text[at] == 0x2D {
      sign = text[at]
      at += 1
    }
    if at < end, text[at] == 0x7A {
      noNegativeZero = true
      at += 1
    }
    if at < end, text[at] == 0x23 {
      alternate = true
      at += 1
    }
    if !fillGiven, at < end, text[at] == 0x30 {
      fill = 0x30
      if !alignmentGiven, defaultAlignment == .right { alignment = .afterSign }
      at += 1
    }
    width = try FormatSpec.number(text, &at)
    try parseGrouping(text, &at)
    if at < end, text[at] == 0x2E {
      at += 1
      precision = try FormatSpec.number(text, &at)
      if precision < 0 { throw raise(.valueError, "Format specifier missing precision") }
    }
    if end - at > 1 {
      throw raise(
        .valueError,
        Value("Invalid format specifier '\(text.text)' for object of type '\(object.typeName)'"))
    }
    if at < end { type = text[at] }
    try checkGrouping()
  }

  /// Digits from `at` on as a number; -1 if there are none.
  private static func number(_ text: StrRef, _ at: inout Int) throws(Raised) -> Int {
    var value = -1
    while at < text.count, let digit = DecimalDigits.value(text[at]) {
      if value < 0 { value = 0 }
      let (product, high) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(digit)
      if high || carry { throw raise(.valueError, "Too many decimal digits in format string") }
      value = sum
      at += 1
    }
    return value
  }

  private mutating func parseGrouping(_ text: StrRef, _ at: inout Int) throws(Raised) {
    if at < text.count, text[at] == 0x2C {
      grouping = .comma
      at += 1
    }
    if at < text.count, text[at] == 0x5F {
      if grouping != .none { throw FormatSpec.bothGroupings() }
      grouping = .underscore
      at += 1
    }
    if at < text.count, text[at] == 0x2C, grouping == .underscore {
      throw FormatSpec.bothGroupings()
    }
  }

  private static func bothGroupings() -> Raised {
    raise(.valueError, "Cannot specify both ',' and '_'.")
  }

  private mutating func checkGrouping() throws(Raised) {
    if grouping == .none { return }
    switch UInt8(exactly: type) ?? 1 {
    case 0, UInt8(ascii: "d"), UInt8(ascii: "e"), UInt8(ascii: "f"), UInt8(ascii: "g"),
      UInt8(ascii: "E"), UInt8(ascii: "F"), UInt8(ascii: "G"), UInt8(ascii: "%"):
      return
    case UInt8(ascii: "b"), UInt8(ascii: "o"), UInt8(ascii: "x"), UInt8(ascii: "X"):
      if grouping == .underscore {
        grouping = .underscoreByFour
        return
      }
    default: break
    }
    throw raise(
      .valueError,
      "Cannot specify '\(grouping == .comma ? "," : "_")' with '\(FormatSpec.shown(type))'.")
  }

  private static func shown(_ type: UInt32) -> String {
    type > 32 && type < 128
      ? String(Unicode.Scalar(UInt8(type))) : "\\x" + String(type, radix: 16)
  }

  /// The error for a type character that the object does not know.
  public func unknownType(_ object: Value) -> Raised {
    raise(
      .valueError,
      "Unknown format code '\(FormatSpec.shown(type))' for object of type '\(object.typeName)'")
  }
}
