// `sqlite3.Connection`: its layout, its checks, its statements and its transactions.

import Glibc
import TaipanRuntime

struct ConnectionLayout {
  var header: Header
  /// A `SqliteHandle`; nil before `__init__` and after `close`.
  var handle: UnsafeMutableRawPointer?
  var isInitialized: Bool
  var checksThread: Bool
  var thread: UInt
  var detectTypes: Int
  /// -1 for transactions as `isolationLevel` says, 0 for those of the DB-API, 1 for none.
  var autocommit: Int
  /// A str in capitals, or None.
  var isolationLevel: Value
  var rowFactory: Value
  var textFactory: Value
  /// SQL to statements, the one used last at the end, and how many are kept.
  var statements: Value
  var statementLimit: Int
  /// What the library may call: names of functions and collations to callback objects.
  var callbacks: Value
}

struct ConnectionRef: TypedRef {
  let p: UnsafeMutablePointer<ConnectionLayout>
  static let legacyControl = -1

  var library: Libsqlite { SqliteHandle.library }

  static func release(_ object: ObjectRef) { ConnectionRef(object).leave() }

  /// Lets go of the database, if there is one: its last statement closes it.
  func leave() {
    guard let address = p.pointee.handle else { return }
    p.pointee.handle = nil
    SqliteHandle.giveBack(address)
  }

  /// Closes the database, if there is one.
  func drop() {
    guard let address = p.pointee.handle else { return }
    SqliteHandle.at(address).close()
    leave()
  }

  // MARK: Checks

  /// - Throws: ProgrammingError for another thread than the connection's.
  func checkThread() throws(Raised) {
    if !p.pointee.checksThread { return }
    let current = UInt(pthread_self())
    if current != p.pointee.thread {
      throw SqliteErrors.programming.raised(
        "SQLite objects created in a thread can only be used in that same thread. The object was "
          + "created in thread id \(p.pointee.thread) and this is thread id \(current).")
    }
  }

  /// The open database.
  ///
  /// - Throws: ProgrammingError where there is none.
  func open() throws(Raised) -> SqliteHandle {
    if !p.pointee.isInitialized {
      throw SqliteErrors.programming.raised("Base Connection.__init__ not called.")
    }
    guard let address = p.pointee.handle else {
      throw SqliteErrors.programming.raised("Cannot operate on a closed database.")
    }
    return SqliteHandle.at(address)
  }

  /// As `open`, for the connection's thread; what died since is ended.
  func ready() throws(Raised) -> SqliteHandle {
    try checkThread()
    let handle = try open()
    handle.waitForOthers()
    if handle.running == 0 { handle.endDead() }
    return handle
  }

  var isInTransaction: Bool {
    guard let address = p.pointee.handle else { return false }
    return library.isAutocommit(SqliteHandle.at(address).database) == 0
  }

  // MARK: Statements

  /// The statement for a text, an earlier one where it is free.
  func statement(_ sql: Value) throws(Raised) -> StatementRef {
    let key = StrRef(sql).slice(0, StrRef(sql).count).value
    let cache = DictRef(p.pointee.statements)
    let number = try cache.find(key, try Hash.of(key))
    if number >= 0 {
      let known = StatementRef(cache.entries[number].value)
      cache.moveToEnd(number)
      if let statement = known.live, library.isBusy(statement) != 0 {
        return try StatementRef.make(self, sql)
      }
      return known
    }
    let statement = try StatementRef.make(self, sql)
    if p.pointee.statementLimit > 0 {
      while cache.count >= p.pointee.statementLimit { _ = cache.removeFirst() }
      try cache.set(key, statement.value)
    }
    return statement
  }

  /// Runs a statement of this module's own.
  ///
  /// - Throws: the exception of the library's error.
  func run(_ sql: String) throws(Raised) {
    let handle = try open()
    var statement: SqliteObject?
    var tail: Libsqlite.CText?
    var code = library.prepare(handle.database, sql, -1, &statement, &tail)
    if code == SqliteCode.ok, let statement {
      handle.enter()
      _ = library.step(statement)
      handle.leave()
      code = library.finalize(statement)
    }
    if code != SqliteCode.ok { throw SqliteErrors.raised(of: handle.database) }
  }

  // MARK: Transactions

  /// What begins a transaction before a statement that changes data.
  func beginIfNeeded() throws(Raised) {
    let level = p.pointee.isolationLevel
    if p.pointee.autocommit == ConnectionRef.legacyControl, !level.isNone, !isInTransaction {
      try run("BEGIN \(StrRef(level).text)")
    }
  }

  func commit() throws(Raised) { try endTransaction("COMMIT") }
  func rollback() throws(Raised) { try endTransaction("ROLLBACK") }

  private func endTransaction(_ sql: String) throws(Raised) {
    switch p.pointee.autocommit {
    case ConnectionRef.legacyControl: if isInTransaction { try run(sql) }
    case 0:
      try run(sql)
      try run("BEGIN")
    default: break
    }
  }
}
