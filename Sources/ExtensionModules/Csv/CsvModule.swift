// The module `_csv`: reading and writing of records, and the dialects known by name.

import TaipanRuntime

public enum CsvModule {
  static let error = NativeError("Error", module: "_csv", base: .exception)
  /// Names to dialects.
  nonisolated(unsafe) private static let dialects = Heap.makeRoot(DictRef.make().value)
  /// The most characters of a field that is read.
  nonisolated(unsafe) static var fieldLimit = 128 * 1024

  static let functions: [NativeMethod] = [
    NativeMethod("reader", "($module, *args, **options)", makeReader),
    NativeMethod("writer", "($module, *args, **options)", makeWriter),
    NativeMethod("register_dialect", "($module, *args, **options)", register),
    NativeMethod("unregister_dialect", "($module, /, name)", unregister),
    NativeMethod("get_dialect", "($module, /, name)", get),
    NativeMethod("list_dialects", "($module, /)", list),
    NativeMethod("field_size_limit", "($module, /, new_limit=None)", limit),
  ]
  private static let constants: [(StaticString, CsvQuoting)] = [
    ("QUOTE_MINIMAL", .minimal), ("QUOTE_ALL", .all), ("QUOTE_NONNUMERIC", .nonNumeric),
    ("QUOTE_NONE", .none), ("QUOTE_STRINGS", .strings), ("QUOTE_NOTNULL", .notNull),
  ]

  public static func make() -> ModuleRef {
    let module = NativeModules.make("_csv", functions)
    for (name, quoting) in constants {
      module.dict.setStr(name.interned, Value(quoting.rawValue))
    }
    module.dict.setStr("Dialect", CsvDialect.type.value)
    module.dict.setStr("Reader", CsvReader.type.value)
    module.dict.setStr("Writer", CsvWriter.type.value)
    module.dict.setStr("Error", error.type)
    module.dict.setStr("_dialects", dialects.pointee)
    module.dict.setStr("__doc__", Value("CSV parsing and writing.\n"))
    return module
  }

  // MARK: Readers and writers

  /// For functions whose positional arguments CPython counts without naming the function.
  private static func requireCount(_ a: Args) throws(Raised) {
    let given = a.positionalCount
    if given < 1 { throw raise(.typeError, " expected at least 1 argument, got 0") }
    if given > 2 { throw raise(.typeError, " expected at most 2 arguments, got \(given)") }
  }

  /// The dialect that the second argument and the keyword arguments ask for.
  private static func dialect(_ a: Args) throws(Raised) -> CsvDialectRef {
    try CsvDialect.make(a.positionalCount > 1 ? a[1] : .absent, options: a)
  }

  static func makeReader(_ a: Args) throws(Raised) -> Value {
    try requireCount(a)
    let lines = try Iterate.iterator(a[0])
    return CsvReader.make(lines: lines, try dialect(a))
  }

  static func makeWriter(_ a: Args) throws(Raised) -> Value {
    try requireCount(a)
    let write = try Attributes.lookup(a[0], Interning.intern("write"))
    if write.isAbsent || write.type.special(.call).isAbsent {
      throw raise(.typeError, "argument 1 must have a \"write\" method")
    }
    return CsvWriter.make(write: write, try dialect(a))
  }

  // MARK: Dialects by name

  /// - Throws: `Error` for an unknown name.
  static func registered(_ name: Value) throws(Raised) -> Value {
    let dialect = try DictRef(dialects.pointee).get(name)
    if dialect.isAbsent { throw error.raised("unknown dialect") }
    return dialect
  }

  static func register(_ a: Args) throws(Raised) -> Value {
    try requireCount(a)
    if !a[0].isStr { throw raise(.typeError, "dialect name must be a string") }
    let dialect = try dialect(a)
    try DictRef(dialects.pointee).set(a[0], dialect.value)
    return .none
  }

  static func unregister(_ a: Args) throws(Raised) -> Value {
    let removed = try DictRef(dialects.pointee).remove(a[0])
    if removed.isAbsent { throw error.raised("unknown dialect") }
    return .none
  }

  static func get(_ a: Args) throws(Raised) -> Value { try registered(a[0]) }

  static func list(_ a: Args) throws(Raised) -> Value {
    try Iterate.list(dialects.pointee).value
  }

  static func limit(_ a: Args) throws(Raised) -> Value {
    let old = fieldLimit
    if a[0].isPresent {
      if a[0].type != BuiltinType.int.ref {
        throw raise(.typeError, "limit must be an integer")
      }
      fieldLimit = try Convert.machineInt(a[0])
    }
    return Value(old)
  }
}
