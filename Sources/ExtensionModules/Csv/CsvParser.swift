// The state machine that takes lines apart. States and transitions are those of CPython's `_csv`, which
// tells what odd input means; runs of ordinary characters are taken at once.

import TaipanRuntime

struct CsvParser: ~Copyable {
  enum State {
    case startRecord, startField, escaped, inField, inQuotes, escapedInQuotes, quoteInQuotes
    case afterNewline, afterEscapedNewline
  }

  private(set) var state = State.startRecord
  let fields: ListRef
  private let delimiter: UInt32
  private let quote: UInt32
  private let escape: UInt32
  private let rules: CsvDialectRef
  private let quoting: CsvQuoting
  /// Characters of the field so far.
  private var field = FormatBuffer()
  private var isQuoted = false

  private static let lineFeed: UInt32 = 0x0A
  private static let carriageReturn: UInt32 = 0x0D
  private static let space: UInt32 = 0x20

  init(_ dialect: CsvDialectRef, _ fields: ListRef) {
    self.fields = fields
    rules = dialect
    delimiter = dialect.p.pointee.delimiter
    escape = dialect.p.pointee.escape
    quoting = dialect.p.pointee.quoting
    // Without quoting no character is a quote.
    quote = quoting == .none ? CsvDialect.unset : dialect.p.pointee.quote
  }

  /// - Throws: `Error`; what the conversion to float raises.
  mutating func parse(_ line: StrRef) throws(Raised) {
    switch line.width {
    case 1: try parse(line, line.bytes)
    case 2: try parse(line, line.units16)
    default: try parse(line, line.units32)
    }
  }

  /// At the end of all lines: the record, if one was begun.
  mutating func finish() throws(Raised) -> Value {
    if field.count == 0, state != .inQuotes { return .exhausted }
    if rules.p.pointee.isStrict { throw CsvModule.error.raised("unexpected end of data") }
    try save()
    return fields.value
  }

  private mutating func parse<Unit: FixedWidthInteger & UnsignedInteger>(
    _ line: StrRef, _ units: UnsafeMutablePointer<Unit>
  ) throws(Raised) {
    let count = line.count
    var at = 0
    while at < count {
      let c = UInt32(truncatingIfNeeded: units[at])
      switch state {
      case .startRecord, .startField:
        if isOrdinary(c), !(c == CsvParser.space && rules.p.pointee.skipsInitialSpace) {
          isQuoted = false
          at = try takeField(line, units, at)
          continue
        }
        try startField(c)
      case .inField, .afterEscapedNewline:
        if isOrdinary(c) {
          let end = endOfRun(units, at, count)
          try append(line, at, end)
          at = end
          continue
        }
        try goOn(c)
      case .inQuotes:
        if c != quote, c != escape {
          var end = at + 1
          while end < count, units[end] != quote, units[end] != escape { end += 1 }
          try append(line, at, end)
          at = end
          continue
        }
        state =
          c == escape
          ? .escapedInQuotes : rules.p.pointee.doublesQuotes ? .quoteInQuotes : .inField
      case .escaped:
        try append(c)
        state = CsvParser.isNewline(c) ? .afterEscapedNewline : .inField
      case .escapedInQuotes:
        try append(c)
        state = .inQuotes
      case .quoteInQuotes: try afterQuote(c)
      case .afterNewline: try skipNewline(c)
      }
      at += 1
    }
    try endLine()
  }

  // MARK: Characters

  private static func isNewline(_ c: UInt32) -> Bool { c == lineFeed || c == carriageReturn }

  /// Whether a character is only itself, outside quotes and at the start of a field.
  @inline(__always) private func isOrdinary(_ c: UInt32) -> Bool {
    c != delimiter && c != CsvParser.lineFeed && c != CsvParser.carriageReturn && c != escape
      && (c != quote || state == .inField || state == .afterEscapedNewline)
  }

  /// The end of the characters that belong to a field without quotes.
  @inline(__always)
  private func endOfRun<Unit: FixedWidthInteger & UnsignedInteger>(
    _ units: UnsafeMutablePointer<Unit>, _ start: Int, _ count: Int
  ) -> Int {
    var end = start + 1
    while end < count {
      let c = UInt32(truncatingIfNeeded: units[end])
      if c == delimiter || c == CsvParser.lineFeed || c == CsvParser.carriageReturn || c == escape {
        break
      }
      end += 1
    }
    return end
  }

  /// A field that begins with an ordinary character: mostly all of it lies in this run, and is cut out of
  /// the line. Returns where to go on.
  @inline(__always)
  private mutating func takeField<Unit: FixedWidthInteger & UnsignedInteger>(
    _ line: StrRef, _ units: UnsafeMutablePointer<Unit>, _ start: Int
  ) throws(Raised) -> Int {
    let end = endOfRun(units, start, line.count)
    if end < line.count, units[end] == delimiter {
      try requireRoom(end - start)
      try save(line.slice(start, end))
      state = .startField
      return end + 1
    }
    try append(line, start, end)
    state = .inField
    return end
  }

  private mutating func startField(_ c: UInt32) throws(Raised) {
    if CsvParser.isNewline(c) {
      if state == .startField { try saveUnquoted() }
      state = .afterNewline
      return
    }
    isQuoted = false
    state = .startField
    if c == quote {
      isQuoted = true
      state = .inQuotes
    } else if c == escape {
      state = .escaped
    } else if c != CsvParser.space || !rules.p.pointee.skipsInitialSpace {
      // What is left is the delimiter.
      try save()
    }
  }

  /// A character that ends a run of ordinary ones.
  private mutating func goOn(_ c: UInt32) throws(Raised) {
    if c == escape {
      state = .escaped
    } else {
      try save()
      state = c == delimiter ? .startField : .afterNewline
    }
  }

  private mutating func afterQuote(_ c: UInt32) throws(Raised) {
    if c == quote {
      try append(c)
      state = .inQuotes
    } else if c == delimiter {
      try save()
      state = .startField
    } else if CsvParser.isNewline(c) {
      try save()
      state = .afterNewline
    } else if rules.p.pointee.isStrict {
      let (delimiter, quote) = (StrRef.character(delimiter), StrRef.character(quote))
      throw CsvModule.error.raised(
        "'\(StrRef(delimiter).text)' expected after '\(StrRef(quote).text)'")
    } else {
      try append(c)
      state = .inField
    }
  }

  private func skipNewline(_ c: UInt32) throws(Raised) {
    if CsvParser.isNewline(c) { return }
    throw CsvModule.error.raised(
      "new-line character seen in unquoted field - do you need to open the file with newline=''?")
  }

  private mutating func endLine() throws(Raised) {
    switch state {
    case .startRecord, .inQuotes, .afterEscapedNewline: return
    case .startField:
      try saveUnquoted()
      state = .startRecord
    case .inField, .quoteInQuotes:
      try save()
      state = .startRecord
    case .afterNewline: state = .startRecord
    case .escaped:
      try append(CsvParser.lineFeed)
      state = .inField
    case .escapedInQuotes:
      try append(CsvParser.lineFeed)
      state = .inQuotes
    }
  }

  // MARK: Fields

  private func requireRoom(_ added: Int) throws(Raised) {
    if field.count + added > CsvModule.fieldLimit {
      throw CsvModule.error.raised("field larger than field limit (\(CsvModule.fieldLimit))")
    }
  }

  private mutating func append(_ c: UInt32) throws(Raised) {
    try requireRoom(1)
    field.append(c)
  }

  private mutating func append(_ line: StrRef, _ start: Int, _ end: Int) throws(Raised) {
    try requireRoom(end - start)
    field.append(line, start, end)
  }

  /// An empty field in front of an end of line.
  private mutating func saveUnquoted() throws(Raised) {
    isQuoted = false
    try save()
  }

  private mutating func save() throws(Raised) {
    let text = field.finish()
    if text.count > 0 { field = FormatBuffer() }
    try save(text)
  }

  private func save(_ text: StrRef) throws(Raised) {
    var value = text.value
    if !isQuoted {
      if text.count == 0 {
        if quoting.hasNulls { value = .none }
      } else if quoting.hasNumbers {
        value = try Call.function(BuiltinType.float.value, value)
      }
    }
    fields.append(value)
  }
}
