// The syntax of replacement fields: `{name!conversion:spec}` in a format string, and the names in them.

/// Walks through a format string: literal text and replacement fields in turn.
public struct FormatFieldParser {
  let text: StrRef
  var at: Int
  let end: Int

  /// What one step yields; positions in `text`.
  public struct Item {
    public var literal: Range<Int> = 0..<0
    public var hasField = false
    public var name: Range<Int> = 0..<0
    public var spec: Range<Int> = 0..<0
    /// 0 if there is none.
    public var conversion: UInt32 = 0
    /// The spec has fields of its own.
    public var specIsNested = false
  }

  public init(_ text: StrRef, _ range: Range<Int>) {
    self.text = text
    at = range.lowerBound
    end = range.upperBound
  }

  /// Where the next item begins.
  public var position: Int { at }

  /// The next item; nil at the end.
  ///
  /// - Throws: ValueError.
  public mutating func next() throws(Raised) -> Item? {
    if at >= end { return nil }
    var item = Item()
    let start = at
    while at < end, text[at] != 0x7B, text[at] != 0x7D { at += 1 }
    item.literal = start..<at
    if at == end { return item }
    let brace = text[at]
    at += 1
    if at < end, text[at] == brace {
      item.literal = start..<at
      at += 1
      return item
    }
    if brace == 0x7D {
      throw raise(.valueError, "Single '}' encountered in format string")
    }
    if at == end { throw raise(.valueError, "Single '{' encountered in format string") }
    item.hasField = true
    try parseField(&item)
    return item
  }

  private mutating func parseField(_ item: inout Item) throws(Raised) {
    let start = at
    var c: UInt32 = 0
    scan: while at < end {
      c = text[at]
      at += 1
      switch c {
      case 0x7B: throw raise(.valueError, "unexpected '{' in field name")
      case 0x5B: while at < end, text[at] != 0x5D { at += 1 }
      case 0x7D, 0x3A, 0x21: break scan
      default: break
      }
    }
    if c != 0x7D, c != 0x3A, c != 0x21 {
      throw raise(.valueError, "expected '}' before end of string")
    }
    item.name = start..<(at - 1)
    item.spec = at..<at
    if c == 0x7D { return }
    if c == 0x21, try parseConversion(&item) { return }
    try parseSpec(&item)
  }

  /// True if the field ended with the conversion.
  private mutating func parseConversion(_ item: inout Item) throws(Raised) -> Bool {
    if at >= end {
      throw raise(.valueError, "end of string while looking for conversion specifier")
    }
    item.conversion = text[at]
    at += 1
    item.spec = at..<at
    if at >= end { return false }
    let c = text[at]
    at += 1
    if c == 0x7D { return true }
    if c != 0x3A { throw raise(.valueError, "expected ':' after conversion specifier") }
    return false
  }

  private mutating func parseSpec(_ item: inout Item) throws(Raised) {
    let start = at
    var depth = 1
    while at < end {
      let c = text[at]
      at += 1
      if c == 0x7B {
        item.specIsNested = true
        depth += 1
      } else if c == 0x7D {
        depth -= 1
        if depth == 0 {
          item.spec = start..<(at - 1)
          return
        }
      }
    }
    throw raise(.valueError, "unmatched '{' in format spec")
  }
}

/// Walks through a field's name: `first.attribute[item]`.
public struct FieldNameParser {
  let text: StrRef
  var at: Int
  let end: Int
  /// The first part: an argument's number or name.
  public let first: Range<Int>

  /// `isRest` for a range that begins behind the first part.
  public init(_ text: StrRef, _ range: Range<Int>, isRest: Bool = false) {
    self.text = text
    end = range.upperBound
    at = range.lowerBound
    while !isRest, at < end, text[at] != 0x2E, text[at] != 0x5B { at += 1 }
    first = range.lowerBound..<at
  }

  /// Where the next part begins.
  public var position: Int { at }

  /// The next attribute name or item key; nil at the end.
  ///
  /// - Throws: ValueError.
  public mutating func next() throws(Raised) -> (isAttribute: Bool, name: Range<Int>)? {
    if at >= end { return nil }
    let c = text[at]
    at += 1
    let start = at
    let name: Range<Int>
    if c == 0x2E {
      while at < end, text[at] != 0x2E, text[at] != 0x5B { at += 1 }
      name = start..<at
    } else if c == 0x5B {
      while at < end, text[at] != 0x5D { at += 1 }
      if at == end { throw raise(.valueError, "Missing ']' in format string") }
      name = start..<at
      at += 1
    } else {
      throw raise(
        .valueError, "Only '.' or '[' may follow ']' in format field specifier")
    }
    if name.isEmpty { throw raise(.valueError, "Empty attribute in format string") }
    return (c == 0x2E, name)
  }

  /// The number that a part spells; nil if it is no number.
  ///
  /// - Throws: ValueError for too many digits.
  public static func number(_ text: StrRef, _ range: Range<Int>) throws(Raised) -> Int? {
    if range.isEmpty { return nil }
    var n = 0
    for i in range {
      guard let digit = DecimalDigits.value(text[i]) else { return nil }
      let (product, high) = n.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(digit)
      if high || carry { throw raise(.valueError, "Too many decimal digits in format string") }
      n = sum
    }
    return n
  }
}
