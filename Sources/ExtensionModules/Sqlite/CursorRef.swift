// `sqlite3.Cursor`: the execution of statements and their rows.
//
// The statement has always taken its next step already: `statement` is None once its last row was fetched.

import TaipanRuntime

struct CursorLayout {
  var header: Header
  var connection: Value
  /// A `sqlite3.Statement` with a row ready, or absent.
  var statement: Value
  /// The `SqliteHandle` that knows the cursor as one in the middle of its rows; nil otherwise.
  var activeHandle: UnsafeMutableRawPointer?
  var description: Value
  var rowFactory: Value
  var lastRow: Value
  /// For each column a converter or None; absent where types are not detected.
  var converters: Value
  /// Rows that were read ahead of their time, a list, and which of them is next; absent if there are none.
  var waiting: Value
  var waitingAt: Int
  /// The exception that reading ahead ended with, or absent.
  var failure: Value
  var rowCount: Int
  var arraySize: Int
  var isInitialized: Bool
  var isClosed: Bool
  /// A step of this cursor is running: callbacks must not use it.
  var isLocked: Bool
}

struct CursorRef: TypedRef {
  let p: UnsafeMutablePointer<CursorLayout>

  var connection: ConnectionRef { ConnectionRef(p.pointee.connection) }
  private var library: Libsqlite { SqliteHandle.library }

  /// The database of a cursor that may be used.
  ///
  /// - Throws: ProgrammingError for one that may not.
  func ready() throws(Raised) -> SqliteHandle {
    if !p.pointee.isInitialized {
      throw SqliteErrors.programming.raised("Base Cursor.__init__ not called.")
    }
    if p.pointee.isClosed {
      throw SqliteErrors.programming.raised("Cannot operate on a closed cursor.")
    }
    try checkLock()
    return try connection.ready()
  }

  func checkLock() throws(Raised) {
    if p.pointee.isLocked {
      throw SqliteErrors.programming.raised("Recursive use of cursors not allowed.")
    }
  }

  /// Gives the statement and its rows back.
  func dropStatement() {
    p.pointee.waiting = .absent
    p.pointee.failure = .absent
    if p.pointee.statement.isAbsent { return }
    noteIdle()
    StatementRef(p.pointee.statement).reset()
    p.pointee.statement = .absent
  }

  private func noteActive(_ handle: SqliteHandle) {
    noteIdle()
    p.pointee.activeHandle = handle.retained()
    handle.noteActive(cursor: object)
  }

  private func noteIdle() {
    guard let address = p.pointee.activeHandle else { return }
    p.pointee.activeHandle = nil
    SqliteHandle.at(address).noteIdle(cursor: object)
    SqliteHandle.giveBack(address)
  }

  /// The statement, which may be kept for the next use of its text, is to leave its rows.
  static func release(_ object: ObjectRef) {
    let ref = CursorRef(object)
    guard let address = ref.p.pointee.activeHandle else { return }
    if ref.p.pointee.statement.isPresent {
      // Nil where the statement has died with the cursor, which has noted it.
      let statement = StatementRef(ref.p.pointee.statement).p.pointee.statement
      SqliteHandle.at(address).noteAbandoned(statement)
    }
    ref.noteIdle()
  }

  // MARK: Execution

  /// Runs a statement once for each of several sets of parameters, or once.
  func execute(_ sql: Value, _ parameters: Value, isMany: Bool) throws(Raised) {
    let handle = try ready()
    p.pointee.isLocked = true
    defer { p.pointee.isLocked = false }
    let sets = isMany ? try Iterate.iterator(parameters) : parameters
    dropStatement()
    handle.settle()
    do throws(Raised) {
      let statement = try begin(handle, sql, isMany)
      if isMany {
        while true {
          let next = try Iterate.next(sets)
          if next.isExhausted { break }
          try run(handle, statement, next)
        }
      } else {
        try run(handle, statement, sets)
        p.pointee.lastRow = Value(Int(library.lastRow(handle.database)))
        object.noteWrite()
      }
    } catch {
      dropStatement()
      p.pointee.rowCount = -1
      throw error
    }
    let statement = StatementRef(p.pointee.statement)
    if let raw = statement.live, library.isBusy(raw) != 0 {
      noteActive(handle)
      // Nothing is committed while a statement that writes has rows left.
      if library.isReadOnly(raw) == 0 { readAhead(handle) }
    } else {
      p.pointee.statement = .absent
    }
  }

  private func begin(_ handle: SqliteHandle, _ sql: Value, _ isMany: Bool) throws(Raised)
    -> StatementRef
  {
    p.pointee.description = .none
    let statement = try connection.statement(sql)
    p.pointee.statement = statement.value
    object.noteWrite()
    if isMany, statement.live.map({ library.isReadOnly($0) != 0 }) ?? true {
      throw SqliteErrors.programming.raised("executemany() can only execute DML statements.")
    }
    statement.reset()
    p.pointee.rowCount = statement.p.pointee.changesData ? 0 : -1
    if statement.p.pointee.changesData { try connection.beginIfNeeded() }
    return statement
  }

  private func run(_ handle: SqliteHandle, _ statement: StatementRef, _ parameters: Value)
    throws(Raised)
  {
    if statement.isBusy { statement.reset() }
    try statement.bind(handle, parameters)
    let code = statement.step(handle)
    if code != SqliteCode.row, code != SqliteCode.done {
      throw SqliteErrors.raised(of: handle.database)
    }
    try describe(statement)
    if code == SqliteCode.done {
      if statement.p.pointee.changesData {
        p.pointee.rowCount += Int(library.changes(handle.database))
      }
      statement.reset()
    }
  }

  // MARK: Columns

  private func describe(_ statement: StatementRef) throws(Raised) {
    guard let raw = statement.live else { return }
    let count = Int(library.columnCount(raw))
    let detection = connection.p.pointee.detectTypes
    p.pointee.converters = .absent
    if detection != 0 {
      let converters = TupleRef.make(count: count)
      for i in 0..<count { converters.set(i, try converter(raw, Int32(i), detection)) }
      p.pointee.converters = converters.value
      object.noteWrite()
    }
    if p.pointee.description.isNone, count > 0 {
      let description = TupleRef.make(count: count)
      for i in 0..<count {
        let column = TupleRef.make(count: 7)
        column.set(0, columnName(raw, Int32(i), cut: detection & 2 != 0))
        for k in 1..<7 { column.set(k, .none) }
        description.set(i, column.value)
      }
      p.pointee.description = description.value
    }
    object.noteWrite()
  }

  /// A column's name; with `cut` without what stands in brackets behind a space.
  private func columnName(_ raw: SqliteObject, _ column: Int32, cut: Bool) -> Value {
    let name = SqliteText.str(library.columnName(raw, column))
    if !cut || name.isNone { return name }
    let text = StrRef(name)
    for i in 0..<text.count where text[i] == 0x5B && i > 0 && text[i - 1] == 0x20 {
      return text.slice(0, i - 1).value
    }
    return name
  }

  /// The converter that a column's name or declared type asks for, or None.
  private func converter(_ raw: SqliteObject, _ column: Int32, _ detection: Int) throws(Raised)
    -> Value
  {
    if detection & 2 != 0 {
      let name = SqliteText.str(library.columnName(raw, column))
      if !name.isNone, let key = bracketed(StrRef(name)) {
        let found = try registered(key)
        if !found.isNone { return found }
      }
    }
    if detection & 1 != 0 {
      let declared = SqliteText.str(library.columnDeclaredType(raw, column))
      if !declared.isNone {
        let text = StrRef(declared)
        var end = 0
        while end < text.count, text[end] != 0x20, text[end] != 0x28 { end += 1 }
        return try registered(text.slice(0, end))
      }
    }
    return .none
  }

  private func bracketed(_ name: StrRef) -> StrRef? {
    var start = -1
    for i in 0..<name.count {
      if name[i] == 0x5B { start = i + 1 }
      if name[i] == 0x5D, start >= 0 { return name.slice(start, i) }
    }
    return nil
  }

  private func registered(_ key: StrRef) throws(Raised) -> Value {
    let upper = try Call.method(key.value, "upper")
    let found = try DictRef(SqliteAdapters.converters.pointee).get(upper)
    return found.isAbsent ? .none : found
  }

  // MARK: Rows

  /// The next row, by the row factory where there is one; exhausted at the end.
  func next() throws(Raised) -> Value {
    let handle = try ready()
    var row = takeWaiting()
    if row.isAbsent, p.pointee.failure.isPresent {
      thread.pointee.exception = p.pointee.failure
      p.pointee.failure = .absent
      throw Raised()
    }
    if row.isAbsent { row = try advance(handle) }
    if row.isExhausted || p.pointee.rowFactory.isNone { return row }
    return try Call.function(p.pointee.rowFactory, value, row)
  }

  /// The row that is ready, as a tuple; the statement takes its next step.
  private func advance(_ handle: SqliteHandle) throws(Raised) -> Value {
    if p.pointee.statement.isAbsent { return .exhausted }
    let statement = StatementRef(p.pointee.statement)
    guard let raw = statement.live else { return .exhausted }
    let row = try readLocked(raw)
    let code = statement.step(handle)
    if code != SqliteCode.row {
      if code == SqliteCode.done, statement.p.pointee.changesData {
        p.pointee.rowCount = Int(library.changes(handle.database))
      }
      let failure: Raised? =
        code == SqliteCode.done ? nil : SqliteErrors.raised(of: handle.database)
      let waiting = p.pointee.waiting
      dropStatement()
      p.pointee.waiting = waiting
      if let failure { throw failure }
    }
    return row
  }

  private func takeWaiting() -> Value {
    if p.pointee.waiting.isAbsent { return .absent }
    let rows = ListRef(p.pointee.waiting)
    let row = rows[p.pointee.waitingAt]
    p.pointee.waitingAt += 1
    if p.pointee.waitingAt == rows.count { p.pointee.waiting = .absent }
    return row
  }

  /// Reads the rest of the rows, up to a limit, so that the statement no longer locks what it uses.
  func readAhead(_ handle: SqliteHandle, limit: Int = 10_000) {
    if p.pointee.statement.isAbsent || StatementRef(p.pointee.statement).live == nil { return }
    let rows =
      p.pointee.waiting.isAbsent ? ListRef.make() : ListRef(p.pointee.waiting)
    if p.pointee.waiting.isAbsent { p.pointee.waitingAt = 0 }
    do throws(Raised) {
      while rows.count < limit {
        let row = try advance(handle)
        if row.isExhausted { break }
        rows.append(row)
      }
    } catch {
      // A row that cannot be converted is tried again when its turn comes.
      let failure = takeRaised()
      if p.pointee.statement.isAbsent { p.pointee.failure = failure }
    }
    p.pointee.waiting = rows.count > p.pointee.waitingAt ? rows.value : .absent
    object.noteWrite()
  }

  private func readLocked(_ raw: SqliteObject) throws(Raised) -> Value {
    p.pointee.isLocked = true
    defer { p.pointee.isLocked = false }
    let count = Int(library.dataCount(raw))
    let row = TupleRef.make(count: count)
    for i in 0..<count { row.set(i, try read(raw, Int32(i))) }
    return row.value
  }

  private func read(_ raw: SqliteObject, _ column: Int32) throws(Raised) -> Value {
    if p.pointee.converters.isPresent {
      let converter = TupleRef(p.pointee.converters)[Int(column)]
      if !converter.isNone {
        // An empty BLOB, too, has no address.
        guard let data = library.columnBlob(raw, column) else { return .none }
        let bytes = SqliteText.bytes(data, library.columnBytes(raw, column))
        return try Call.function(converter, bytes.value)
      }
    }
    switch library.columnType(raw, column) {
    case 1: return Value(Int(library.columnInt(raw, column)))
    case 2: return Value(library.columnDouble(raw, column))
    case 3: return try readText(raw, column)
    case 4:
      let data = library.columnBlob(raw, column)
      return SqliteText.bytes(data, library.columnBytes(raw, column)).value
    default: return .none
    }
  }

  private func readText(_ raw: SqliteObject, _ column: Int32) throws(Raised) -> Value {
    guard let data = library.columnText(raw, column) else { return .none }
    let count = library.columnBytes(raw, column)
    let factory = connection.p.pointee.textFactory
    if factory === BuiltinType.str.value {
      if count == 0 { return StrRef.empty.value }
      do throws(Raised) {
        return try SqliteText.decode(data, count)
      } catch {
        guard catching(.unicodeDecodeError) else { throw error }
        let name = library.columnName(raw, column).map { String(cString: $0) } ?? ""
        let text = String(
          decoding: UnsafeBufferPointer(start: data, count: Int(count)), as: UTF8.self)
        throw SqliteErrors.operational.raised(
          "Could not decode to UTF-8 column '\(name)' with text '\(text)'")
      }
    }
    let bytes = SqliteText.bytes(data, count).value
    if factory === BuiltinType.bytes.value { return bytes }
    return try Call.function(factory, bytes)
  }
}
