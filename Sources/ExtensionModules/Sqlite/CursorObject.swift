// Methods and attributes of `sqlite3.Cursor`.

import TaipanRuntime

enum CursorObject {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", new),
    NativeMethod("__init__", "($self, *args, **kwargs)", initialize),
    NativeMethod("__iter__", "($self, /)", { a throws(Raised) in a[0] }),
    NativeMethod("__next__", "($self, /)", { a throws(Raised) in try CursorRef(a[0]).next() }),
    NativeMethod("close", "($self, /)", close),
    NativeMethod("execute", "($self, sql, parameters=(), /)", execute),
    NativeMethod("executemany", "($self, sql, seq_of_parameters, /)", executeMany),
    NativeMethod("executescript", "($self, sql_script, /)", executeScript),
    NativeMethod("fetchone", "($self, /)", fetchOne),
    NativeMethod("fetchmany", "($self, /, size=1)", fetchMany),
    NativeMethod("fetchall", "($self, /)", fetchAll),
    NativeMethod("setinputsizes", "($self, sizes, /)", { a throws(Raised) in .none }),
    NativeMethod("setoutputsize", "($self, size, column=None, /)", { a throws(Raised) in .none }),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("connection", { a throws(Raised) in shown(CursorRef(a[0]).p.pointee.connection) }),
    NativeGetSet(
      "description", { a throws(Raised) in shown(CursorRef(a[0]).p.pointee.description) }),
    NativeGetSet("lastrowid", { a throws(Raised) in shown(CursorRef(a[0]).p.pointee.lastRow) }),
    NativeGetSet("rowcount", { a throws(Raised) in Value(CursorRef(a[0]).p.pointee.rowCount) }),
    NativeGetSet(
      "arraysize", { a throws(Raised) in Value(CursorRef(a[0]).p.pointee.arraySize) },
      set: { a throws(Raised) in
        if a[1].isAbsent { throw raise(.typeError, "can't delete numeric/char attribute") }
        CursorRef(a[0]).p.pointee.arraySize = try Convert.cInt(a[1])
        return .none
      }),
    NativeGetSet(
      "row_factory", { a throws(Raised) in shown(CursorRef(a[0]).p.pointee.rowFactory) },
      set: { a throws(Raised) in
        let ref = CursorRef(a[0])
        ref.p.pointee.rowFactory = a[1].isAbsent ? .none : a[1]
        ref.object.noteWrite()
        return .none
      }),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "sqlite3.Cursor", size: MemoryLayout<CursorLayout>.size,
      flags: [.baseable, .weakReferable], methods: methods, getSets: getSets,
      releaser: CursorRef.release, doc: "SQLite database cursor class."))

  private static func shown(_ value: Value) -> Value { value.isAbsent ? .none : value }

  static func new(_ a: Args) throws(Raised) -> Value {
    let object = Instances.allocate(TypeRef(a[0]))
    Heap.releaseWhenDead(object)
    return Value(object)
  }

  static func initialize(_ a: Args) throws(Raised) -> Value {
    try Construction.noKeywords("Cursor", a)
    if a.count != 2 { throw raise(.typeError, "Cursor expected 1 argument, got \(a.count - 1)") }
    if !a[1].isHeap || !a[1].type.isSubtype(of: ConnectionObject.type) {
      throw raise(
        .typeError,
        "Cursor() argument 1 must be sqlite3.Connection, not \(a[1].argumentTypeName)")
    }
    let ref = CursorRef(a[0])
    try ref.checkLock()
    ref.dropStatement()
    ref.p.pointee.connection = a[1]
    ref.p.pointee.description = .none
    ref.p.pointee.lastRow = .none
    ref.p.pointee.rowFactory = .none
    ref.p.pointee.converters = .absent
    ref.p.pointee.arraySize = 1
    ref.p.pointee.rowCount = -1
    ref.p.pointee.isClosed = false
    ref.object.noteWrite()
    try ref.connection.checkThread()
    ref.p.pointee.isInitialized = true
    return .none
  }

  static func close(_ a: Args) throws(Raised) -> Value {
    let ref = CursorRef(a[0])
    try ref.checkLock()
    if ref.p.pointee.connection.isAbsent || !ref.p.pointee.isInitialized {
      throw SqliteErrors.programming.raised("Base Cursor.__init__ not called.")
    }
    _ = try ref.connection.ready()
    ref.dropStatement()
    ref.p.pointee.isClosed = true
    return .none
  }

  static func requireText(_ value: Value, _ function: String) throws(Raised) {
    if !value.isStr {
      throw raise(
        .typeError, "\(function)() argument 1 must be str, not \(value.argumentTypeName)")
    }
  }

  static func execute(_ a: Args) throws(Raised) -> Value {
    try requireText(a[1], "execute")
    let parameters = a.count > 2 ? a[2] : TupleRef.empty.value
    try CursorRef(a[0]).execute(a[1], parameters, isMany: false)
    return a[0]
  }

  static func executeMany(_ a: Args) throws(Raised) -> Value {
    try requireText(a[1], "executemany")
    try CursorRef(a[0]).execute(a[1], a[2], isMany: true)
    return a[0]
  }

  /// Runs several statements, whose rows nobody sees, after the transaction before them was committed.
  static func executeScript(_ a: Args) throws(Raised) -> Value {
    if !a[1].isStr {
      throw raise(
        .typeError, "executescript() argument must be str, not \(a[1].argumentTypeName)")
    }
    let ref = CursorRef(a[0])
    let text = try ExpatModule.cText(a[1])
    let handle = try ref.ready()
    let library = SqliteHandle.library
    if text.count - 1 > Int(library.limit(handle.database, 1, -1)) {
      throw SqliteErrors.data.raised("query string is too large")
    }
    let connection = ref.connection
    if connection.p.pointee.autocommit == ConnectionRef.legacyControl, connection.isInTransaction {
      try connection.run("COMMIT")
    }
    let code = text.withUnsafeBufferPointer { runScript(handle, $0.baseAddress.unsafelyUnwrapped) }
    if code != SqliteCode.ok { throw SqliteErrors.raised(of: handle.database) }
    return a[0]
  }

  private static func runScript(_ handle: SqliteHandle, _ start: UnsafePointer<CChar>) -> Int32 {
    let library = SqliteHandle.library
    var at = start
    handle.enter()
    defer { handle.leave() }
    while at[0] != 0 {
      var statement: SqliteObject?
      var tail: Libsqlite.CText?
      let code = library.prepare(handle.database, at, -1, &statement, &tail)
      if code != SqliteCode.ok { return code }
      guard let next = tail else { break }
      at = next
      guard let statement else { continue }
      repeat {} while library.step(statement) == SqliteCode.row
      let result = library.finalize(statement)
      if result != SqliteCode.ok { return result }
    }
    return SqliteCode.ok
  }

  static func fetchOne(_ a: Args) throws(Raised) -> Value {
    let row = try CursorRef(a[0]).next()
    return row.isExhausted ? .none : row
  }

  static func fetchMany(_ a: Args) throws(Raised) -> Value {
    let ref = CursorRef(a[0])
    let most = a[1].isPresent ? try Convert.cInt(a[1]) : ref.p.pointee.arraySize
    let rows = ListRef.make()
    while true {
      let row = try ref.next()
      if row.isExhausted { break }
      rows.append(row)
      if rows.count == most { break }
    }
    return rows.value
  }

  static func fetchAll(_ a: Args) throws(Raised) -> Value {
    let rows = ListRef.make()
    while true {
      let row = try CursorRef(a[0]).next()
      if row.isExhausted { return rows.value }
      rows.append(row)
    }
  }
}
