// `_csv.Dialect`: how records are written, checked once and never changed after.

import TaipanRuntime

enum CsvQuoting: Int {
  case minimal, all, nonNumeric, none, strings, notNull

  /// Fields without quotes and without text are read as None.
  var hasNulls: Bool { self == .strings || self == .notNull }
  /// Fields without quotes are read as floats.
  var hasNumbers: Bool { self == .nonNumeric || self == .strings }
}

struct CsvDialectLayout {
  var header: Header
  /// str.
  var lineTerminator: Value
  /// Code points; `CsvDialect.unset` for characters that the dialect does not have.
  var delimiter: UInt32
  var quote: UInt32
  var escape: UInt32
  var quoting: CsvQuoting
  var doublesQuotes: Bool
  var skipsInitialSpace: Bool
  var isStrict: Bool
}

struct CsvDialectRef: TypedRef {
  let p: UnsafeMutablePointer<CsvDialectLayout>
}

enum CsvDialect {
  /// No code point: equal to none of a text.
  static let unset = UInt32.max

  static let methods: [NativeMethod] = [
    NativeMethod(
      "__new__",
      "($type, dialect=None, delimiter=',', doublequote=True, escapechar=None, lineterminator='\\r\\n', quotechar='\"', quoting=0, skipinitialspace=False, strict=False)",
      new, bindsArguments: true),
    NativeMethod("__reduce__", "($self, /)", refusePickling),
    NativeMethod("__reduce_ex__", "($self, protocol, /)", refusePickling),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("delimiter", getDelimiter), NativeGetSet("quotechar", getQuote),
    NativeGetSet("escapechar", getEscape), NativeGetSet("lineterminator", getLineTerminator),
    NativeGetSet("quoting", getQuoting),
    NativeGetSet("doublequote", getDoublesQuotes, set: refuseChange),
    NativeGetSet("skipinitialspace", getSkipsInitialSpace, set: refuseChange),
    NativeGetSet("strict", getIsStrict, set: refuseChange),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "_csv.Dialect", size: MemoryLayout<CsvDialectLayout>.size, flags: [.baseable],
      methods: methods, getSets: getSets,
      doc: "The options that records are read and written by."))

  // MARK: Making

  private static let optionNames: [StaticString] = [
    "delimiter", "doublequote", "escapechar", "lineterminator", "quotechar", "quoting",
    "skipinitialspace", "strict",
  ]

  /// The options as given, in the order of `optionNames`, the dialect that they change first.
  private typealias Options = UnsafeMutableBufferPointer<Value>

  /// A dialect from a base, which may be absent, and the keyword arguments of a call.
  ///
  /// - Throws: TypeError, ValueError, `_csv.Error` for an unknown name.
  static func make(_ base: Value, options a: Args) throws(Raised) -> CsvDialectRef {
    // Room for the base and all options; on the stack, where the collector sees it.
    var storage = (
      base, Value.absent, Value.absent, Value.absent, Value.absent, Value.absent, Value.absent,
      Value.absent, Value.absent
    )
    return try withUnsafeMutableBytes(of: &storage) { bytes throws(Raised) in
      let options = bytes.bindMemory(to: Value.self)
      try takeKeywords(a, into: options)
      return try make(type, options)
    }
  }

  static func new(_ a: Args) throws(Raised) -> Value {
    var storage = (
      Value.absent, Value.absent, Value.absent, Value.absent, Value.absent, Value.absent,
      Value.absent, Value.absent, Value.absent
    )
    return try withUnsafeMutableBytes(of: &storage) { bytes throws(Raised) in
      let options = bytes.bindMemory(to: Value.self)
      let given = a.positionalCount - 1
      if given > options.count {
        throw raise(
          .typeError,
          "function takes at most \(options.count) arguments (\(given + a.keywordCount) given)")
      }
      for i in 0..<given { options[i] = a[1 + i] }
      try takeKeywords(a, into: options)
      return try make(TypeRef(a[0]), options).value
    }
  }

  private static func takeKeywords(_ a: Args, into options: Options) throws(Raised) {
    if a.keywordCount == 0 { return }
    let names = TupleRef(a.keywordNames)
    for i in 0..<names.count {
      let name = StrRef(names[i])
      var position = name.isEqual("dialect") ? 0 : nil
      for (k, option) in optionNames.enumerated() where name.isEqual(option) { position = k + 1 }
      guard let position else {
        throw raise(
          .typeError, "this function got an unexpected keyword argument '\(name.text)'")
      }
      if options[position].isPresent {
        throw raise(
          .typeError,
          "argument for function given by name ('\(name.text)') and position (\(position + 1))")
      }
      options[position] = a[a.positionalCount + i]
    }
  }

  private static func make(_ type: TypeRef, _ options: Options) throws(Raised) -> CsvDialectRef {
    if options[0].isPresent, !options[0].isNone {
      if options[0].isStr { options[0] = try CsvModule.registered(options[0]) }
      let isPlain = options[1...].allSatisfy { $0.isAbsent }
      if isPlain, options[0].type.isSubtype(of: CsvDialect.type) {
        return CsvDialectRef(options[0])
      }
      try inherit(options)
    }
    let dialect = CsvDialectRef(Instances.allocate(type))
    try fill(dialect, options)
    try check(dialect, options)
    return dialect
  }

  /// Options that are not given are attributes of the base, if it has them.
  private static func inherit(_ options: Options) throws(Raised) {
    for (i, name) in optionNames.enumerated() where options[i + 1].isAbsent {
      do throws(Raised) {
        options[i + 1] = try Attributes.get(options[0], name.interned)
      } catch {
        if !catching(.exception) { throw error }
      }
    }
  }

  private static func fill(_ dialect: CsvDialectRef, _ options: Options) throws(Raised) {
    dialect.p.pointee.delimiter = try character(options[1], "delimiter", default: 0x2C)
    dialect.p.pointee.doublesQuotes = try flag(options[2], default: true)
    dialect.p.pointee.escape = try optionalCharacter(options[3], "escapechar", default: unset)
    dialect.p.pointee.lineTerminator = try lineTerminator(options[4])
    dialect.object.noteWrite()
    dialect.p.pointee.quote = try optionalCharacter(options[5], "quotechar", default: 0x22)
    dialect.p.pointee.quoting = try quoting(options[6])
    dialect.p.pointee.skipsInitialSpace = try flag(options[7], default: false)
    dialect.p.pointee.isStrict = try flag(options[8], default: false)
  }

  private static func flag(_ value: Value, default fallback: Bool) throws(Raised) -> Bool {
    value.isAbsent ? fallback : try Convert.truth(value)
  }

  private static func character(
    _ value: Value, _ name: StaticString, default fallback: UInt32, kinds: StaticString = "string"
  ) throws(Raised) -> UInt32 {
    if value.isAbsent { return fallback }
    if !value.isStr {
      throw raise(.typeError, "\"\(name)\" must be \(kinds), not \(value.typeName)")
    }
    if StrRef(value).count != 1 {
      throw raise(.typeError, "\"\(name)\" must be a 1-character string")
    }
    return StrRef(value)[0]
  }

  private static func optionalCharacter(
    _ value: Value, _ name: StaticString, default fallback: UInt32
  ) throws(Raised) -> UInt32 {
    value.isPresent && value.isNone
      ? unset : try character(value, name, default: fallback, kinds: "string or None")
  }

  private static func lineTerminator(_ value: Value) throws(Raised) -> Value {
    if value.isAbsent { return Value("\r\n") }
    if value.isNone { return .absent }
    if !value.isStr { throw raise(.typeError, "\"lineterminator\" must be a string") }
    return value
  }

  private static func quoting(_ value: Value) throws(Raised) -> CsvQuoting {
    if value.isAbsent { return .minimal }
    if value.type != BuiltinType.int.ref {
      throw raise(.typeError, "\"quoting\" must be an integer")
    }
    guard let number = value.asMachineInt, Int32(exactly: number) != nil else {
      throw raise(.overflowError, "Python int too large to convert to C int")
    }
    guard let quoting = CsvQuoting(rawValue: number) else {
      throw raise(.typeError, "bad \"quoting\" value")
    }
    return quoting
  }

  // MARK: Checks

  private static func check(_ dialect: CsvDialectRef, _ options: Options) throws(Raised) {
    let d = dialect.p.pointee
    if options[5].isPresent, options[5].isNone, options[6].isAbsent {
      dialect.p.pointee.quoting = .none
    }
    if dialect.p.pointee.quoting != .none, d.quote == unset {
      throw raise(.typeError, "quotechar must be set if quoting enabled")
    }
    if d.lineTerminator.isAbsent { throw raise(.typeError, "lineterminator must be set") }
    let terminator = StrRef(d.lineTerminator)
    try check(d.delimiter, "delimiter", terminator, allowsSpace: true)
    try check(d.escape, "escapechar", terminator, allowsSpace: !d.skipsInitialSpace)
    try check(d.quote, "quotechar", terminator, allowsSpace: !d.skipsInitialSpace)
    try checkDistinct(d.delimiter, "delimiter", d.escape, "escapechar")
    try checkDistinct(d.delimiter, "delimiter", d.quote, "quotechar")
    try checkDistinct(d.escape, "escapechar", d.quote, "quotechar")
  }

  private static func check(
    _ character: UInt32, _ name: StaticString, _ terminator: StrRef, allowsSpace: Bool
  ) throws(Raised) {
    if character == unset { return }
    if character == 0x0A || character == 0x0D || character == 0x20 && !allowsSpace {
      throw raise(.valueError, "bad \(name) value")
    }
    for i in 0..<terminator.count where terminator[i] == character {
      throw raise(.valueError, "bad \(name) or lineterminator value")
    }
  }

  private static func checkDistinct(
    _ one: UInt32, _ name: StaticString, _ other: UInt32, _ otherName: StaticString
  ) throws(Raised) {
    if one == other, one != unset {
      throw raise(.valueError, "bad \(name) or \(otherName) value")
    }
  }

  // MARK: Attributes

  private static func text(_ character: UInt32) -> Value {
    character == unset ? .none : StrRef.character(character)
  }
  static func getDelimiter(_ a: Args) throws(Raised) -> Value {
    text(CsvDialectRef(a[0]).p.pointee.delimiter)
  }
  static func getQuote(_ a: Args) throws(Raised) -> Value {
    text(CsvDialectRef(a[0]).p.pointee.quote)
  }
  static func getEscape(_ a: Args) throws(Raised) -> Value {
    text(CsvDialectRef(a[0]).p.pointee.escape)
  }
  static func getLineTerminator(_ a: Args) throws(Raised) -> Value {
    CsvDialectRef(a[0]).p.pointee.lineTerminator
  }
  static func getQuoting(_ a: Args) throws(Raised) -> Value {
    Value(CsvDialectRef(a[0]).p.pointee.quoting.rawValue)
  }
  static func getDoublesQuotes(_ a: Args) throws(Raised) -> Value {
    Value(CsvDialectRef(a[0]).p.pointee.doublesQuotes)
  }
  static func getSkipsInitialSpace(_ a: Args) throws(Raised) -> Value {
    Value(CsvDialectRef(a[0]).p.pointee.skipsInitialSpace)
  }
  static func getIsStrict(_ a: Args) throws(Raised) -> Value {
    Value(CsvDialectRef(a[0]).p.pointee.isStrict)
  }

  /// For what CPython has as fields of the object.
  static func refuseChange(_ a: Args) throws(Raised) -> Value {
    throw raise(.attributeError, "readonly attribute")
  }

  static func refusePickling(_ a: Args) throws(Raised) -> Value {
    throw raise(.typeError, "cannot pickle '\(a[0].type.nameText)' instances")
  }
}
