// The module `_sqlite3`: databases of SQLite, under `sqlite3`.

import TaipanRuntime

public enum SqliteModule {
  static let functions: [NativeMethod] = [
    NativeMethod(
      "connect",
      "($module, /, database, timeout=5.0, detect_types=0, isolation_level='', check_same_thread=True, factory=ConnectionType, cached_statements=128, uri=False, *, autocommit=sqlite3.LEGACY_TRANSACTION_CONTROL)",
      connect, bindsArguments: true),
    NativeMethod(
      "adapt", "($module, obj, proto=PrepareProtocolType, alt=<unrepresentable>, /)",
      SqliteAdapters.adapt),
    NativeMethod("register_adapter", "($module, type, adapter, /)", registerAdapter),
    NativeMethod(
      "register_converter", "($module, typename, converter, /)", SqliteAdapters.registerConverter),
    NativeMethod("complete_statement", "($module, /, statement)", isComplete),
    NativeMethod("enable_callback_tracebacks", "($module, enable, /)", enableTracebacks),
  ]

  public static func make() throws(Raised) -> ModuleRef {
    guard let library = Libsqlite.shared else {
      throw DynamicLibrary.missing("_sqlite3", "libsqlite3.so.0")
    }
    let module = NativeModules.make("_sqlite3", functions)
    let dict = module.dict
    for (name, number) in SqliteConstants.codes + SqliteConstants.others {
      dict.setStr(name.interned, Value(number))
    }
    for (name, error) in SqliteErrors.byName { dict.setStr(name.interned, error.type) }
    dict.setStr("Connection", ConnectionObject.type.value)
    dict.setStr("Cursor", CursorObject.type.value)
    dict.setStr("Row", RowObject.type.value)
    dict.setStr("Blob", BlobObject.type.value)
    dict.setStr("PrepareProtocol", SqliteAdapters.protocolType.value)
    dict.setStr("adapters", SqliteAdapters.adapters.pointee)
    dict.setStr("converters", SqliteAdapters.converters.pointee)
    dict.setStr("sqlite_version", Value(String(cString: library.version())))
    dict.setStr("_deprecated_version", Value("2.6.0"))
    dict.setStr("LEGACY_TRANSACTION_CONTROL", Value(ConnectionRef.legacyControl))
    dict.setStr("threadsafety", Value([0, 3, 1][Int(library.threadSafety())]))
    return module
  }

  /// Calls the factory, a connection by default, with all arguments.
  static func connect(_ a: Args) throws(Raised) -> Value {
    try ConnectionObject.deprecatePlaces(a.positionalCount, "sqlite3.connect")
    var factory = a.keyword("factory")
    if factory.isAbsent, a.positionalCount > 5 { factory = a[5] }
    return try Call.call(factory.isPresent ? factory : ConnectionObject.type.value, a)
  }

  static func registerAdapter(_ a: Args) throws(Raised) -> Value {
    try SqliteAdapters.register(a)
  }

  static func isComplete(_ a: Args) throws(Raised) -> Value {
    let text = try SqliteText.cText(a[0], "complete_statement", "'statement'")
    return Value(SqliteHandle.library.isComplete(text) != 0)
  }

  static func enableTracebacks(_ a: Args) throws(Raised) -> Value {
    SqliteCallbacks.showsTracebacks = try Convert.truth(a[0])
    return .none
  }
}
