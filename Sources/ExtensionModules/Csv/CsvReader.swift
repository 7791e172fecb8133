// `_csv.reader`: an iterator over the records of an iterable of lines.

import TaipanRuntime

struct CsvReaderLayout {
  var header: Header
  /// The iterator over the lines.
  var lines: Value
  var dialect: Value
  /// Lines taken so far.
  var lineNumber: Int
}

struct CsvReaderRef: TypedRef {
  let p: UnsafeMutablePointer<CsvReaderLayout>
}

enum CsvReader {
  static let methods: [NativeMethod] = [
    NativeMethod("__iter__", "($self, /)", itself), NativeMethod("__next__", "($self, /)", next),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("dialect", getDialect, set: CsvDialect.refuseChange),
    NativeGetSet("line_num", getLineNumber, set: CsvDialect.refuseChange),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "_csv.reader", size: MemoryLayout<CsvReaderLayout>.size, flags: [.noInstantiation],
      methods: methods, getSets: getSets,
      doc: "An iterator over the records of an iterable of lines."))

  static func make(lines: Value, _ dialect: CsvDialectRef) -> Value {
    let reader = CsvReaderRef(
      Heap.allocateZeroed(
        MemoryLayout<CsvReaderLayout>.size, Header(shape: type.p.pointee.instanceShape)))
    reader.p.pointee.lines = lines
    reader.p.pointee.dialect = dialect.value
    return reader.value
  }

  static func itself(_ a: Args) throws(Raised) -> Value { a[0] }
  static func getDialect(_ a: Args) throws(Raised) -> Value {
    CsvReaderRef(a[0]).p.pointee.dialect
  }
  static func getLineNumber(_ a: Args) throws(Raised) -> Value {
    Value(CsvReaderRef(a[0]).p.pointee.lineNumber)
  }

  /// One record; a field in quotes may go on in the next line.
  static func next(_ a: Args) throws(Raised) -> Value {
    let reader = CsvReaderRef(a[0])
    var parser = CsvParser(CsvDialectRef(reader.p.pointee.dialect), ListRef.make())
    repeat {
      let line = try Iterate.next(reader.p.pointee.lines)
      if line.isExhausted { return try parser.finish() }
      if !line.isStr {
        throw CsvModule.error.raised(
          "iterator should return strings, not \(line.typeName) "
            + "(the file should be opened in text mode)")
      }
      reader.p.pointee.lineNumber += 1
      try parser.parse(StrRef(line))
    } while parser.state != .startRecord
    return parser.fields.value
  }
}
