// Properties of code points: the generated runs, expanded when the first non-ASCII question comes.

import Glibc

public enum UnicodeData {
  struct Record {
    var flags: UInt16
    /// Distances to the simple upper, lower, title and folded form.
    var upper: Int32
    var lower: Int32
    var title: Int32
    var folded: Int32
  }

  private struct Tables {
    let numbers: UnsafeMutablePointer<UInt16>
    let records: UnsafeMutablePointer<Record>
    /// Full mappings of the code points that have one of several code points.
    let specials: [UInt32: [[UInt32]]]
  }

  /// Reads the generator's numbers: base 32, digits of 32 and more are followed by others.
  private struct Reader {
    var p: UnsafePointer<UInt8>
    init(_ text: StaticString) { p = text.utf8Start }

    private static func digit(_ c: UInt8) -> Int {
      switch c {
      case 0x41...0x5A: return Int(c) - 0x41
      case 0x61...0x7A: return Int(c) - 0x61 + 26
      case 0x30...0x39: return Int(c) - 0x30 + 52
      case 0x2B: return 62
      default: return 63
      }
    }

    mutating func number() -> Int {
      var result = 0
      var shift = 0
      while true {
        let digit = Reader.digit(p.pointee)
        p += 1
        result |= (digit & 31) << shift
        if digit < 32 { return result }
        shift += 5
      }
    }

    mutating func signed() -> Int32 {
      let n = number()
      return Int32(n & 1 == 0 ? n / 2 : -(n + 1) / 2)
    }
  }

  private static let tables: Tables = {
    let total = UnicodeTable.limit + 0x200
    let numbers = UnsafeMutablePointer<UInt16>.allocate(capacity: total)
    var reader = Reader(UnicodeTable.runs)
    var at = 0
    while at < total {
      let record = UInt16(reader.number())
      let count = reader.number()
      (numbers + at).initialize(repeating: record, count: count)
      at += count
    }
    let records = readRecords(UnicodeTable.recordCount)
    return Tables(numbers: numbers, records: records, specials: readSpecials())
  }()

  /// The first records.
  private static func readRecords(_ count: Int) -> UnsafeMutablePointer<Record> {
    let records = UnsafeMutablePointer<Record>.allocate(capacity: count)
    var reader = Reader(UnicodeTable.records)
    for i in 0..<count {
      let flags = UInt16(reader.number())
      let upper = reader.signed()
      let lower = reader.signed()
      let title = reader.signed()
      (records + i).initialize(
        to: Record(flags: flags, upper: upper, lower: lower, title: title, folded: reader.signed()))
    }
    return records
  }

  private static func readSpecials() -> [UInt32: [[UInt32]]] {
    var reader = Reader(UnicodeTable.specials)
    var specials: [UInt32: [[UInt32]]] = [:]
    for _ in 0..<UnicodeTable.specialCount {
      let code = UInt32(reader.number())
      var mappings: [[UInt32]] = []
      for _ in 0..<4 {
        let count = reader.number()
        mappings.append((0..<count).map { _ in UInt32(reader.number()) })
      }
      specials[code] = mappings
    }
    return specials
  }

  // The tables again, without the call that each access of a lazy constant is.
  nonisolated(unsafe) private static var numbers: UnsafeMutablePointer<UInt16>?
  nonisolated(unsafe) private static var records: UnsafeMutablePointer<Record>?

  @inline(never) private static func makeTables() {
    records = tables.records
    numbers = tables.numbers
  }

  /// The records of the first 256 code points. Most programs ask for these alone, as compiling a regular
  /// expression does: to unpack all tables takes them longer than all that they ask.
  nonisolated(unsafe) private static var latin1: UnsafePointer<Record>?

  @inline(never) private static func makeLatin1() -> UnsafePointer<Record> {
    var numbers: [Int] = []
    var reader = Reader(UnicodeTable.runs)
    while numbers.count < 256 {
      let record = reader.number()
      numbers += Array(repeating: record, count: min(reader.number(), 256 - numbers.count))
    }
    let records = readRecords((numbers.max() ?? 0) + 1)
    defer { records.deallocate() }
    let own = UnsafeMutablePointer<Record>.allocate(capacity: numbers.count)
    for (c, number) in numbers.enumerated() { (own + c).initialize(to: records[number]) }
    latin1 = UnsafePointer(own)
    return UnsafePointer(own)
  }

  static func record(_ c: UInt32) -> UnsafePointer<Record> {
    if c < 256 { return (latin1 ?? makeLatin1()) + Int(c) }
    if numbers == nil { makeTables() }
    let numbers = numbers.unsafelyUnwrapped
    var index = 0
    if c < UInt32(UnicodeTable.limit) {
      index = Int(numbers[Int(c)])
    } else if c >= 0xE0000, c < 0xE0200 {
      index = Int(numbers[Int(c) - 0xE0000 + UnicodeTable.limit])
    }
    return UnsafePointer(records.unsafelyUnwrapped + index)
  }

  @inline(__always) static func has(_ c: UInt32, _ flag: UInt16) -> Bool {
    record(c).pointee.flags & flag != 0
  }

  public static func isPrintable(_ c: UInt32) -> Bool {
    c < 0x7F ? c >= 0x20 : has(c, UnicodeTable.printable)
  }
  public static func isAlpha(_ c: UInt32) -> Bool {
    c < 0x80 ? (c | 0x20) &- 0x61 < 26 : has(c, UnicodeTable.alpha)
  }
  public static func isDecimal(_ c: UInt32) -> Bool {
    c < 0x80 ? c &- 0x30 < 10 : has(c, UnicodeTable.decimal)
  }
  public static func isAlphanumeric(_ c: UInt32) -> Bool {
    if c < 0x80 { return (c | 0x20) &- 0x61 < 26 || c &- 0x30 < 10 }
    return has(
      c, UnicodeTable.alpha | UnicodeTable.decimal | UnicodeTable.digit | UnicodeTable.numeric)
  }
  public static func isSpace(_ c: UInt32) -> Bool { DecimalDigits.isSpace(c) }
  public static func isUpper(_ c: UInt32) -> Bool {
    c < 0x80 ? c &- 0x41 < 26 : has(c, UnicodeTable.upper)
  }
  public static func isLower(_ c: UInt32) -> Bool {
    c < 0x80 ? c &- 0x61 < 26 : has(c, UnicodeTable.lower)
  }
  public static func isTitle(_ c: UInt32) -> Bool { c >= 0x80 && has(c, UnicodeTable.title) }
  static func isCased(_ c: UInt32) -> Bool {
    c < 0x80 ? (c | 0x20) &- 0x61 < 26 : has(c, UnicodeTable.cased)
  }

  /// The simple lower form: one code point.
  public static func simpleLower(_ c: UInt32) -> UInt32 {
    if c < 0x80 { return c &- 0x41 < 26 ? c | 0x20 : c }
    // The one code point whose full lower form is longer has i as simple form.
    if c == 0x130 { return 0x69 }
    return shifted(c, record(c).pointee.lower)
  }

  /// The simple upper form: one code point.
  public static func simpleUpper(_ c: UInt32) -> UInt32 {
    if c < 0x80 { return c &- 0x61 < 26 ? c & ~0x20 : c }
    return shifted(c, record(c).pointee.upper)
  }

  @inline(__always) static func shifted(_ c: UInt32, _ delta: Int32) -> UInt32 {
    UInt32(bitPattern: Int32(bitPattern: c) &+ delta)
  }

  enum Form: Int { case upper, lower, title, folded }

  /// Appends the full form of a code point.
  static func append(_ c: UInt32, _ form: Form, to out: inout [UInt32]) {
    let record = record(c).pointee
    if record.flags & UnicodeTable.special != 0, let mappings = tables.specials[c] {
      out.append(contentsOf: mappings[form.rawValue])
      return
    }
    let delta: Int32
    switch form {
    case .upper: delta = record.upper
    case .lower: delta = record.lower
    case .title: delta = record.title
    case .folded: delta = record.folded
    }
    out.append(shifted(c, delta))
  }
}
