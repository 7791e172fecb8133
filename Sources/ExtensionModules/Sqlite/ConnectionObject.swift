// `sqlite3.Connection`: opening, closing, attributes, and the cursors it makes.

import Glibc
import TaipanRuntime

enum ConnectionObject {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", new),
    NativeMethod("__init__", "($self, *args, **kwargs)", initialize),
    NativeMethod("__del__", "($self, /)", finalize),
    NativeMethod("__call__", "($self, *args, **kwargs)", call),
    NativeMethod("__enter__", "($self, /)", enter),
    NativeMethod("__exit__", "($self, type, value, traceback, /)", exit),
    NativeMethod("close", "($self, /)", close),
    NativeMethod("commit", "($self, /)", commit),
    NativeMethod("rollback", "($self, /)", rollback),
    NativeMethod("cursor", "($self, /, factory=<unrepresentable>)", cursor),
    NativeMethod("execute", "($self, sql, parameters=<unrepresentable>, /)", execute),
    NativeMethod("executemany", "($self, sql, parameters, /)", executeMany),
    NativeMethod("executescript", "($self, sql_script, /)", executeScript),
    NativeMethod("interrupt", "($self, /)", interrupt),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("isolation_level", getIsolationLevel, set: setIsolationLevel),
    NativeGetSet("autocommit", getAutocommit, set: setAutocommit),
    NativeGetSet("total_changes", totalChanges),
    NativeGetSet("in_transaction", inTransaction),
    NativeGetSet(
      "row_factory", { a throws(Raised) in ConnectionRef(a[0]).p.pointee.rowFactory },
      set: { a throws(Raised) in
        ConnectionRef(a[0]).p.pointee.rowFactory = a[1].isAbsent ? .none : a[1]
        a[0].asObject.noteWrite()
        return .none
      }),
    NativeGetSet(
      "text_factory", { a throws(Raised) in ConnectionRef(a[0]).p.pointee.textFactory },
      set: { a throws(Raised) in
        ConnectionRef(a[0]).p.pointee.textFactory = a[1].isAbsent ? .none : a[1]
        a[0].asObject.noteWrite()
        return .none
      }),
    NativeGetSet("__text_signature__", { a throws(Raised) in Value("(sql, /)") }),
  ]
  static let type: TypeRef = {
    let type = NativeTypes.make(
      TypeSpec(
        "sqlite3.Connection", size: MemoryLayout<ConnectionLayout>.size,
        flags: [.baseable, .weakReferable],
        methods: methods + ConnectionHooks.methods + ConnectionCopies.methods, getSets: getSets,
        releaser: ConnectionRef.release, doc: "SQLite database connection object."))
    for (name, error) in SqliteErrors.byName { type.setAttribute(name.interned, error.type) }
    return type
  }()

  static let parameters = BoundArguments(
    function: "Connection",
    names: [
      "database", "timeout", "detect_types", "isolation_level", "check_same_thread", "factory",
      "cached_statements", "uri", "autocommit",
    ], required: 1, positional: 8)

  /// - Throws: the DeprecationWarning about arguments by place, where it is an error.
  static func deprecatePlaces(_ given: Int, _ function: String) throws(Raised) {
    if given < 2 { return }
    try Warnings.warn(
      .deprecationWarning,
      "Passing more than 1 positional argument to \(function)() is deprecated. Parameters 'timeout', "
        + "'detect_types', 'isolation_level', 'check_same_thread', 'factory', 'cached_statements' and "
        + "'uri' will become keyword-only parameters in Python 3.15.")
  }

  // MARK: Opening and closing

  static func new(_ a: Args) throws(Raised) -> Value {
    let object = Instances.allocate(TypeRef(a[0]))
    let ref = ConnectionRef(object)
    ref.p.pointee.rowFactory = .none
    ref.p.pointee.textFactory = BuiltinType.str.value
    ref.p.pointee.isolationLevel = .none
    Heap.releaseWhenDead(object)
    return Value(object)
  }

  static func initialize(_ a: Args) throws(Raised) -> Value {
    try deprecatePlaces(a.positionalCount - 1, "_sqlite3.Connection")
    let given = try parameters.bind(a, from: 1)
    let path = try Call.function(
      try Attributes.get(try Imports.importModule("os"), "fsencode"), given[0])
    let name = BytesRef(path)
    if memchr(name.data, 0, name.count) != nil {
      throw raise(.valueError, "embedded null byte")
    }
    let timeout = given[1].isPresent ? try Convert.double(given[1]) : 5
    let detectTypes = given[2].isPresent ? try Convert.cInt(given[2]) : 0
    let level = given[3].isPresent ? try isolationLevel(given[3]) : StrRef.empty.value
    let checksThread = given[4].isPresent ? try Convert.truth(given[4]) : true
    let limit = given[6].isPresent ? try Convert.cInt(given[6]) : 128
    let isURI = given[7].isPresent ? try Convert.truth(given[7]) : false
    let autocommit =
      given[8].isPresent ? try autocommitMode(given[8]) : ConnectionRef.legacyControl
    let ref = ConnectionRef(a[0])
    if ref.p.pointee.isInitialized {
      ref.p.pointee.isInitialized = false
      ref.leave()
    }
    let handle = try open(name, isURI: isURI, timeout: timeout)
    ref.p.pointee.handle = handle.retained()
    ref.p.pointee.detectTypes = detectTypes
    ref.p.pointee.isolationLevel = level
    ref.p.pointee.checksThread = checksThread
    ref.p.pointee.thread = UInt(pthread_self())
    ref.p.pointee.autocommit = autocommit
    ref.p.pointee.statementLimit = limit
    ref.p.pointee.rowFactory = .none
    ref.p.pointee.textFactory = BuiltinType.str.value
    ref.p.pointee.statements = DictRef.make().value
    // The next allocation may collect.
    ref.object.noteWrite()
    ref.p.pointee.callbacks = DictRef.make().value
    ref.object.noteWrite()
    ref.p.pointee.isInitialized = true
    if autocommit == 0 { try ref.run("BEGIN") }
    return .none
  }

  /// - Throws: the library's error.
  private static func open(_ name: BytesRef, isURI: Bool, timeout: Double) throws(Raised)
    -> SqliteHandle
  {
    let library = SqliteHandle.library
    let (readWrite, create, uri): (Int32, Int32, Int32) = (2, 4, 0x40)
    var database: SqliteObject?
    let code = StatementRef.withCText(name) {
      library.open($0, &database, readWrite | create | (isURI ? uri : 0), nil)
    }
    guard let database else { throw raise(.memoryError) }
    if code != SqliteCode.ok {
      let failure = SqliteErrors.raised(of: database)
      _ = library.close(database)
      throw failure
    }
    return SqliteHandle(database, timeout: timeout)
  }

  static func close(_ a: Args) throws(Raised) -> Value {
    let ref = ConnectionRef(a[0])
    try ref.checkThread()
    if !ref.p.pointee.isInitialized {
      throw SqliteErrors.programming.raised("Base Connection.__init__ not called.")
    }
    if ref.p.pointee.handle == nil { return .none }
    ref.p.pointee.statements = DictRef.make().value
    ref.object.noteWrite()
    let needsRollback = ref.p.pointee.autocommit == 0 && ref.isInTransaction
    var failure = Value.absent
    if needsRollback {
      do throws(Raised) { try ref.run("ROLLBACK") } catch { failure = takeRaised() }
    }
    ref.drop()
    if failure.isPresent {
      thread.pointee.exception = failure
      throw Raised()
    }
    return .none
  }

  /// An open connection that nothing refers to any more.
  static func finalize(_ a: Args) throws(Raised) -> Value {
    let ref = ConnectionRef(a[0])
    if ref.p.pointee.handle == nil { return .none }
    try Warnings.warn(
      .resourceWarning, "unclosed database in \(try Convert.repr(a[0]).text)")
    return .none
  }

  static func call(_ a: Args) throws(Raised) -> Value {
    let ref = ConnectionRef(a[0])
    _ = try ref.open()
    try Construction.noKeywords("sqlite3.Connection", a)
    if a.count != 2 {
      throw raise(.typeError, "function takes exactly 1 argument (\(a.count - 1) given)")
    }
    if !a[1].isStr {
      throw raise(.typeError, "argument 1 must be str, not \(a[1].argumentTypeName)")
    }
    return try StatementRef.make(ref, a[1]).value
  }

  // MARK: Transactions

  static func commit(_ a: Args) throws(Raised) -> Value {
    _ = try ConnectionRef(a[0]).ready()
    try ConnectionRef(a[0]).commit()
    return .none
  }

  static func rollback(_ a: Args) throws(Raised) -> Value {
    _ = try ConnectionRef(a[0]).ready()
    try ConnectionRef(a[0]).rollback()
    return .none
  }

  static func enter(_ a: Args) throws(Raised) -> Value {
    _ = try ConnectionRef(a[0]).open()
    return a[0]
  }

  /// Commits, or rolls back after an exception, also one of committing.
  static func exit(_ a: Args) throws(Raised) -> Value {
    if !a[1].isNone {
      _ = try Call.method(a[0], "rollback")
      return .false
    }
    do throws(Raised) { _ = try Call.method(a[0], "commit") } catch {
      let failure = takeRaised()
      do throws(Raised) { _ = try Call.method(a[0], "rollback") } catch {
        let second = ExceptionRef(thread.pointee.exception)
        if second.context.isAbsent || second.context.isNone { second.context = failure }
        throw error
      }
      thread.pointee.exception = failure
      throw Raised()
    }
    return .false
  }

  private static let levels = ["", "DEFERRED", "IMMEDIATE", "EXCLUSIVE"]

  /// An isolation level in capitals, or None.
  private static func isolationLevel(_ value: Value) throws(Raised) -> Value {
    if value.isNone { return .none }
    if !value.isStr { throw raise(.typeError, "isolation_level must be str or None") }
    _ = try ExpatModule.cText(value)
    let upper = StrRef(value).text.uppercased()
    guard StrRef(value).isASCII, let known = levels.first(where: { $0 == upper }) else {
      throw raise(
        .valueError,
        "isolation_level string must be '', 'DEFERRED', 'IMMEDIATE', or 'EXCLUSIVE'")
    }
    return Interning.intern(known)
  }

  static func getIsolationLevel(_ a: Args) throws(Raised) -> Value {
    _ = try ConnectionRef(a[0]).open()
    return ConnectionRef(a[0]).p.pointee.isolationLevel
  }

  static func setIsolationLevel(_ a: Args) throws(Raised) -> Value {
    if a[1].isAbsent { throw raise(.attributeError, "cannot delete attribute") }
    let ref = ConnectionRef(a[0])
    let level = try isolationLevel(a[1])
    if level.isNone {
      _ = try ref.ready()
      if ref.isInTransaction { try ref.run("COMMIT") }
    }
    ref.p.pointee.isolationLevel = level
    ref.object.noteWrite()
    return .none
  }

  private static func autocommitMode(_ value: Value) throws(Raised) -> Int {
    if value.isTrue { return 1 }
    if value.isFalse { return 0 }
    if value.isInt, value.asInt == ConnectionRef.legacyControl { return value.asInt }
    throw raise(
      .valueError, "autocommit must be True, False, or sqlite3.LEGACY_TRANSACTION_CONTROL")
  }

  static func getAutocommit(_ a: Args) throws(Raised) -> Value {
    _ = try ConnectionRef(a[0]).ready()
    switch ConnectionRef(a[0]).p.pointee.autocommit {
    case 0: return .false
    case 1: return .true
    default: return Value(ConnectionRef.legacyControl)
    }
  }

  static func setAutocommit(_ a: Args) throws(Raised) -> Value {
    let ref = ConnectionRef(a[0])
    _ = try ref.ready()
    let mode = try autocommitMode(a[1])
    if mode == 1, ref.isInTransaction { try ref.run("COMMIT") }
    if mode == 0, !ref.isInTransaction { try ref.run("BEGIN") }
    ref.p.pointee.autocommit = mode
    return .none
  }

  static func totalChanges(_ a: Args) throws(Raised) -> Value {
    Value(Int(SqliteHandle.library.totalChanges(try ConnectionRef(a[0]).open().database)))
  }

  static func inTransaction(_ a: Args) throws(Raised) -> Value {
    _ = try ConnectionRef(a[0]).open()
    return Value(ConnectionRef(a[0]).isInTransaction)
  }

  static func interrupt(_ a: Args) throws(Raised) -> Value {
    SqliteHandle.library.interrupt(try ConnectionRef(a[0]).open().database)
    return .none
  }

  // MARK: Cursors

  static func cursor(_ a: Args) throws(Raised) -> Value {
    let ref = ConnectionRef(a[0])
    _ = try ref.ready()
    let factory = a[1].isPresent ? a[1] : CursorObject.type.value
    let cursor = try Call.function(factory, a[0])
    if !cursor.isHeap || !cursor.type.isSubtype(of: CursorObject.type) {
      throw raise(
        .typeError,
        "factory must return a cursor, not \(cursor.typeName)")
    }
    if !ref.p.pointee.rowFactory.isNone {
      CursorRef(cursor).p.pointee.rowFactory = ref.p.pointee.rowFactory
      cursor.asObject.noteWrite()
    }
    return cursor
  }

  /// Calls a method of a new cursor with the arguments of one of the connection.
  private static func onCursor(_ name: String, _ a: Args) throws(Raised) -> Value {
    let cursor = try Call.method(a[0], "cursor")
    let method = try Attributes.get(cursor, name)
    return try Call.call(method, a.dropping(1))
  }

  static func execute(_ a: Args) throws(Raised) -> Value { try onCursor("execute", a) }
  static func executeMany(_ a: Args) throws(Raised) -> Value { try onCursor("executemany", a) }
  static func executeScript(_ a: Args) throws(Raised) -> Value { try onCursor("executescript", a) }
}
