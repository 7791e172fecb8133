// The module `unicodedata`.

import TaipanRuntime

/// The unpacked tables, each made when first needed.
enum UnicodeTables {
  static let present = UnicodeDatabase(UnicodeDataBlob.present)
  /// Unicode 3.2, which domain names are defined by.
  static let old = UnicodeDatabase(UnicodeDataBlob.old)
  static let names = UnicodeNames(UnicodeDataBlob.names)
}

public enum UnicodeDataModule {
  static let functions: [NativeMethod] = [
    NativeMethod(
      "bidirectional", "($module, chr, /)", { a throws(Raised) in try Queries.bidirectional(a, 0) }),
    NativeMethod(
      "category", "($module, chr, /)", { a throws(Raised) in try Queries.category(a, 0) }),
    NativeMethod(
      "combining", "($module, chr, /)", { a throws(Raised) in try Queries.combining(a, 0) }),
    NativeMethod(
      "decimal", "($module, chr, default=<unrepresentable>, /)",
      { a throws(Raised) in try Queries.decimal(a, 0) }),
    NativeMethod(
      "decomposition", "($module, chr, /)", { a throws(Raised) in try Queries.decomposition(a, 0) }),
    NativeMethod(
      "digit", "($module, chr, default=<unrepresentable>, /)",
      { a throws(Raised) in try Queries.digit(a, 0) }),
    NativeMethod(
      "east_asian_width", "($module, chr, /)", { a throws(Raised) in try Queries.width(a, 0) }),
    NativeMethod(
      "is_normalized", "($module, form, unistr, /)",
      { a throws(Raised) in try Queries.isNormalized(a, 0) }),
    NativeMethod("lookup", "($module, name, /)", { a throws(Raised) in try Queries.lookup(a, 0) }),
    NativeMethod(
      "mirrored", "($module, chr, /)", { a throws(Raised) in try Queries.mirrored(a, 0) }),
    NativeMethod(
      "name", "($module, chr, default=<unrepresentable>, /)",
      { a throws(Raised) in try Queries.name(a, 0) }),
    NativeMethod(
      "normalize", "($module, form, unistr, /)", { a throws(Raised) in try Queries.normalize(a, 0) }
    ),
    NativeMethod(
      "numeric", "($module, chr, default=<unrepresentable>, /)",
      { a throws(Raised) in try Queries.numeric(a, 0) }),
  ]
  static let oldMethods: [NativeMethod] = [
    NativeMethod(
      "bidirectional", "($self, chr, /)", { a throws(Raised) in try Queries.bidirectional(a, 1) }),
    NativeMethod("category", "($self, chr, /)", { a throws(Raised) in try Queries.category(a, 1) }),
    NativeMethod(
      "combining", "($self, chr, /)", { a throws(Raised) in try Queries.combining(a, 1) }),
    NativeMethod(
      "decimal", "($self, chr, default=<unrepresentable>, /)",
      { a throws(Raised) in try Queries.decimal(a, 1) }),
    NativeMethod(
      "decomposition", "($self, chr, /)", { a throws(Raised) in try Queries.decomposition(a, 1) }),
    NativeMethod(
      "digit", "($self, chr, default=<unrepresentable>, /)",
      { a throws(Raised) in try Queries.digit(a, 1) }),
    NativeMethod(
      "east_asian_width", "($self, chr, /)", { a throws(Raised) in try Queries.width(a, 1) }),
    NativeMethod(
      "is_normalized", "($self, form, unistr, /)",
      { a throws(Raised) in try Queries.isNormalized(a, 1) }),
    NativeMethod("lookup", "($self, name, /)", { a throws(Raised) in try Queries.lookup(a, 1) }),
    NativeMethod("mirrored", "($self, chr, /)", { a throws(Raised) in try Queries.mirrored(a, 1) }),
    NativeMethod(
      "name", "($self, chr, default=<unrepresentable>, /)",
      { a throws(Raised) in try Queries.name(a, 1) }),
    NativeMethod(
      "normalize", "($self, form, unistr, /)", { a throws(Raised) in try Queries.normalize(a, 1) }),
    NativeMethod(
      "numeric", "($self, chr, default=<unrepresentable>, /)",
      { a throws(Raised) in try Queries.numeric(a, 1) }),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("unidata_version", { a throws(Raised) in Value(UnicodeTables.old.version) })
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "unicodedata.UCD", size: 16, flags: [.noInstantiation], methods: oldMethods, getSets: getSets)
  )

  public static func make() -> ModuleRef {
    let module = NativeModules.make("unicodedata", functions)
    module.dict.setStr("unidata_version", Value(UnicodeTables.present.version))
    module.dict.setStr("UCD", type.value)
    module.dict.setStr("ucd_3_2_0", Value(Instances.allocate(type)))
    return module
  }

  /// The code point of a name, for `\N{…}` in source.
  public static func lookUp(_ name: UnsafeBufferPointer<UInt8>) -> UInt32? {
    UnicodeTables.names.code(Array(name))
  }
}

/// The functions; `start` is 1 where argument 0 is the database of Unicode 3.2.
private enum Queries {
  private static func database(_ start: Int) -> UnicodeDatabase {
    start == 0 ? UnicodeTables.present : UnicodeTables.old
  }

  private static func character(_ a: Args, _ start: Int, _ function: String, isOnly: Bool = true)
    throws(Raised) -> UInt32
  {
    let value = a[start]
    let argument = isOnly ? "argument" : "argument 1"
    guard value.isStr, StrRef(value).count == 1 else {
      throw raise(
        .typeError, "\(function)() \(argument) must be a unicode character, not \(value.typeName)")
    }
    return StrRef(value)[0]
  }

  static func category(_ a: Args, _ start: Int) throws(Raised) -> Value {
    let db = database(start)
    return Value(db.categories[Int(db.properties(try character(a, start, "category")).category)])
  }
  static func bidirectional(_ a: Args, _ start: Int) throws(Raised) -> Value {
    let db = database(start)
    return Value(
      db.directions[Int(db.properties(try character(a, start, "bidirectional")).direction)])
  }
  static func width(_ a: Args, _ start: Int) throws(Raised) -> Value {
    let db = database(start)
    return Value(db.widths[Int(db.properties(try character(a, start, "east_asian_width")).width)])
  }
  static func combining(_ a: Args, _ start: Int) throws(Raised) -> Value {
    Value(Int(database(start).properties(try character(a, start, "combining")).combining))
  }
  static func mirrored(_ a: Args, _ start: Int) throws(Raised) -> Value {
    Value(database(start).properties(try character(a, start, "mirrored")).isMirrored ? 1 : 0)
  }

  static func decimal(_ a: Args, _ start: Int) throws(Raised) -> Value {
    let number = database(start).number(try character(a, start, "decimal", isOnly: false))
    if let number, number.decimal != 255 { return Value(Int(number.decimal)) }
    if a.count > start + 1 { return a[start + 1] }
    throw raise(.valueError, "not a decimal")
  }
  static func digit(_ a: Args, _ start: Int) throws(Raised) -> Value {
    let number = database(start).number(try character(a, start, "digit", isOnly: false))
    if let number, number.digit != 255 { return Value(Int(number.digit)) }
    if a.count > start + 1 { return a[start + 1] }
    throw raise(.valueError, "not a digit")
  }
  static func numeric(_ a: Args, _ start: Int) throws(Raised) -> Value {
    if let number = database(start).number(try character(a, start, "numeric", isOnly: false)) {
      return Value(number.value)
    }
    if a.count > start + 1 { return a[start + 1] }
    throw raise(.valueError, "not a numeric character")
  }

  static func decomposition(_ a: Args, _ start: Int) throws(Raised) -> Value {
    let db = database(start)
    guard let found = db.decomposition(try character(a, start, "decomposition")) else {
      return Value("")
    }
    let parts = found.parts.map { code -> String in
      let hex = String(code, radix: 16, uppercase: true)
      return String(repeating: "0", count: max(0, 4 - hex.count)) + hex
    }
    return Value(((found.tag == 0 ? [] : [db.tags[Int(found.tag)]]) + parts).joined(separator: " "))
  }

  // MARK: Names

  static func name(_ a: Args, _ start: Int) throws(Raised) -> Value {
    let code = try character(a, start, "name", isOnly: false)
    // Code points that Unicode 3.2 did not assign have no name there.
    let isKnown =
      start == 0
      || database(start).categories[Int(database(start).properties(code).category)] != "Cn"
    if isKnown, let name = UnicodeTables.names.name(code) { return Value(name) }
    if a.count > start + 1 { return a[start + 1] }
    throw raise(.valueError, "no such name")
  }

  static func lookup(_ a: Args, _ start: Int) throws(Raised) -> Value {
    let name = try Convert.requireStr(a[start], "lookup() argument")
    if let code = UnicodeTables.names.code(name.utf8Bytes()) { return StrRef.character(code) }
    throw raise(.keyError, "undefined character name '\(name.text)'")
  }

  // MARK: Normal forms

  private static func form(_ value: Value, _ function: String) throws(Raised) -> (
    compatibly: Bool, composing: Bool
  ) {
    guard value.isStr else {
      throw raise(.typeError, "\(function)() argument 1 must be str, not \(value.argumentTypeName)")
    }
    switch StrRef(value).text {
    case "NFC": return (false, true)
    case "NFD": return (false, false)
    case "NFKC": return (true, true)
    case "NFKD": return (true, false)
    default: throw raise(.valueError, "invalid normalization form")
    }
  }

  private static func normalized(_ a: Args, _ start: Int, _ function: String) throws(Raised)
    -> Value
  {
    let (compatibly, composing) = try form(a[start], function)
    guard a[start + 1].isStr else {
      throw raise(
        .typeError, "\(function)() argument 2 must be str, not \(a[start + 1].argumentTypeName)")
    }
    let text = StrRef(a[start + 1])
    if text.isASCII { return a[start + 1] }
    var codes: [UInt32] = []
    for i in 0..<text.count { codes.append(text[i]) }
    let result = database(start).normalize(codes, compatibly: compatibly, composing: composing)
    if result == codes { return a[start + 1] }
    return result.withUnsafeBufferPointer {
      StrRef.codePoints($0.baseAddress!, count: $0.count).value
    }
  }

  static func normalize(_ a: Args, _ start: Int) throws(Raised) -> Value {
    try normalized(a, start, "normalize")
  }
  static func isNormalized(_ a: Args, _ start: Int) throws(Raised) -> Value {
    let result = try normalized(a, start, "is_normalized")
    return Value(StrRef(result).isEqual(StrRef(a[start + 1])))
  }
}
