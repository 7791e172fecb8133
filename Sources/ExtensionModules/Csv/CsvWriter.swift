// `_csv.writer`: makes the text of records and hands it to a `write` method.

import TaipanRuntime

struct CsvWriterLayout {
  var header: Header
  var write: Value
  var dialect: Value
}

struct CsvWriterRef: TypedRef {
  let p: UnsafeMutablePointer<CsvWriterLayout>
}

enum CsvWriter {
  static let methods: [NativeMethod] = [
    NativeMethod("writerow", "($self, row, /)", writeRow),
    NativeMethod("writerows", "($self, rows, /)", writeRows),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("dialect", getDialect, set: CsvDialect.refuseChange)
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "_csv.writer", size: MemoryLayout<CsvWriterLayout>.size, flags: [.noInstantiation],
      methods: methods, getSets: getSets, doc: "Writes records as text."))

  static func make(write: Value, _ dialect: CsvDialectRef) -> Value {
    let writer = CsvWriterRef(
      Heap.allocateZeroed(
        MemoryLayout<CsvWriterLayout>.size, Header(shape: type.p.pointee.instanceShape)))
    writer.p.pointee.write = write
    writer.p.pointee.dialect = dialect.value
    return writer.value
  }

  static func getDialect(_ a: Args) throws(Raised) -> Value {
    CsvWriterRef(a[0]).p.pointee.dialect
  }

  static func writeRow(_ a: Args) throws(Raised) -> Value {
    try write(CsvWriterRef(a[0]), a[1])
  }

  static func writeRows(_ a: Args) throws(Raised) -> Value {
    let writer = CsvWriterRef(a[0])
    let rows = try Iterate.iterator(a[1])
    while true {
      let row = try Iterate.next(rows)
      if row.isExhausted { return .none }
      _ = try write(writer, row)
    }
  }

  private static func write(_ writer: CsvWriterRef, _ row: Value) throws(Raised) -> Value {
    let iterator: Value
    do throws(Raised) { iterator = try Iterate.iterator(row) } catch {
      if !catching(.typeError) { throw error }
      throw CsvModule.error.raised("iterable expected, not \(row.typeName)")
    }
    var record = CsvRecord(CsvDialectRef(writer.p.pointee.dialect))
    while true {
      let field = try Iterate.next(iterator)
      if field.isExhausted { break }
      try record.append(field)
    }
    let text = try record.finish()
    return try Call.function(writer.p.pointee.write, text.value)
  }
}

/// The text of one record.
private struct CsvRecord: ~Copyable {
  private let dialect: CsvDialectRef
  private let quoting: CsvQuoting
  private var text = FormatBuffer()
  private var fieldCount = 0
  private var lastIsNull = false

  init(_ dialect: CsvDialectRef) {
    self.dialect = dialect
    quoting = dialect.p.pointee.quoting
  }

  /// - Throws: `Error` where the dialect has no way to write the field; what its `__str__` raises.
  mutating func append(_ field: Value) throws(Raised) {
    lastIsNull = field.isNone
    let wantsQuotes: Bool
    switch quoting {
    case .minimal, .none: wantsQuotes = false
    case .all: wantsQuotes = true
    case .nonNumeric: wantsQuotes = !CsvRecord.isNumber(field)
    case .strings: wantsQuotes = field.isStr
    case .notNull: wantsQuotes = !field.isNone
    }
    let content = field.isNone ? StrRef.empty : try Convert.str(field)
    let needsQuotes = try requiresQuotes(content)
    try append(content, wantsQuotes: wantsQuotes || needsQuotes)
  }

  /// An empty field would vanish among spaces that a reader skips.
  private func requiresQuotes(_ content: StrRef) throws(Raised) -> Bool {
    let d = dialect.p.pointee
    if content.count > 0 || d.delimiter != 0x20 || !d.skipsInitialSpace { return false }
    if quoting == .none || lastIsNull && quoting.hasNulls {
      throw CsvModule.error.raised(
        "empty field must be quoted if delimiter is a space and skipinitialspace is true")
    }
    return true
  }

  /// What `operator.index`, `int`, `float` or `complex` would take for its number.
  private static func isNumber(_ value: Value) -> Bool {
    if value.isAnyInt || value.isAnyFloat { return true }
    let type = value.type
    return type.special(.index).isPresent || type.special(.int).isPresent
      || type.special(.float).isPresent || type.isSubtype(of: BuiltinType.complex)
  }

  private mutating func append(_ content: StrRef, wantsQuotes: Bool) throws(Raised) {
    if fieldCount > 0 { text.append(dialect.p.pointee.delimiter) }
    fieldCount += 1
    let first = firstSpecial(content)
    if first == content.count {
      if wantsQuotes { text.append(dialect.p.pointee.quote) }
      text.append(content)
      if wantsQuotes { text.append(dialect.p.pointee.quote) }
      return
    }
    try appendSpecial(content, wantsQuotes: wantsQuotes)
  }

  /// A field with characters that need quotes or an escape.
  @inline(never)
  private mutating func appendSpecial(_ content: StrRef, wantsQuotes: Bool) throws(Raised) {
    let d = dialect.p.pointee
    var isQuoted = wantsQuotes
    var body = FormatBuffer()
    for i in 0..<content.count {
      let c = content[i]
      if isSpecial(c) {
        if quoting != .none, c == d.quote, d.doublesQuotes {
          body.append(c)
          isQuoted = true
        } else if quoting == .none || c == d.quote || c == d.escape {
          if d.escape == CsvDialect.unset {
            throw CsvModule.error.raised("need to escape, but no escapechar set")
          }
          body.append(d.escape)
        } else {
          isQuoted = true
        }
      }
      body.append(c)
    }
    if isQuoted { text.append(d.quote) }
    text.append(body.finish())
    if isQuoted { text.append(d.quote) }
  }

  /// The index of the first character that is not written as it is; the length if there is none.
  private func firstSpecial(_ content: StrRef) -> Int {
    for i in 0..<content.count where isSpecial(content[i]) { return i }
    return content.count
  }

  @inline(__always) private func isSpecial(_ c: UInt32) -> Bool {
    let d = dialect.p
    if c == d.pointee.delimiter || c == d.pointee.quote || c == d.pointee.escape || c == 0x0A
      || c == 0x0D
    {
      return true
    }
    let terminator = StrRef(d.pointee.lineTerminator)
    for i in 0..<terminator.count where terminator[i] == c { return true }
    return false
  }

  mutating func finish() throws(Raised) -> StrRef {
    if fieldCount > 0, text.count == 0 {
      if quoting == .none || lastIsNull && quoting.hasNulls {
        throw CsvModule.error.raised("single empty field record must be quoted")
      }
      text.append(dialect.p.pointee.quote, times: 2)
    }
    text.append(StrRef(dialect.p.pointee.lineTerminator))
    return text.finish()
  }
}
