// `sqlite3.Statement`: a prepared statement, and how Python values become its parameters.

import Glibc
import TaipanRuntime

struct StatementLayout {
  var header: Header
  /// Nil for a text without a statement, such as a comment.
  var statement: SqliteObject?
  /// The `SqliteHandle` that ends the statement.
  var handle: UnsafeMutableRawPointer?
  /// INSERT, UPDATE, DELETE or REPLACE.
  var changesData: Bool
}

struct StatementRef: TypedRef {
  let p: UnsafeMutablePointer<StatementLayout>
  private static var library: Libsqlite { SqliteHandle.library }

  static let type = NativeTypes.make(
    TypeSpec(
      "sqlite3.Statement", size: MemoryLayout<StatementLayout>.size, flags: [.noInstantiation],
      releaser: release))

  static func release(_ object: ObjectRef) {
    let ref = StatementRef(object)
    guard let address = ref.p.pointee.handle else { return }
    if let statement = ref.p.pointee.statement {
      SqliteHandle.at(address).noteDead(statement: statement)
    }
    SqliteHandle.giveBack(address)
    ref.p.pointee.handle = nil
    ref.p.pointee.statement = nil
  }

  /// Prepares one statement.
  ///
  /// - Throws: ProgrammingError for several statements or a null character; DataError for one too long; the
  ///   library's errors.
  static func make(_ connection: ConnectionRef, _ sql: Value) throws(Raised) -> StatementRef {
    let handle = try connection.open()
    let text = BytesRef(try Codecs.encode(StrRef(sql), "utf-8", "strict"))
    if text.count > Int(library.limit(handle.database, 1, -1)) {
      throw SqliteErrors.data.raised("query string is too large")
    }
    if memchr(text.data, 0, text.count) != nil {
      throw SqliteErrors.programming.raised("the query contains a null character")
    }
    var statement: SqliteObject?
    var rest: String?
    var code: Int32 = 0
    withCText(text) { start in
      var tail: Libsqlite.CText?
      handle.enter()
      code = library.prepare(handle.database, start, Int32(text.count + 1), &statement, &tail)
      handle.leave()
      if let tail { rest = SqlText.firstStatement(tail) }
    }
    if code != SqliteCode.ok { throw SqliteErrors.raised(of: handle.database) }
    if rest != nil {
      _ = library.finalize(statement)
      throw SqliteErrors.programming.raised("You can only execute one statement at a time.")
    }
    let object = Instances.allocate(type)
    let ref = StatementRef(object)
    ref.p.pointee.statement = statement
    ref.p.pointee.handle = handle.retained()
    ref.p.pointee.changesData = withCText(text) { SqlText.changesData($0) }
    Heap.releaseWhenDead(object)
    return ref
  }

  /// Lends bytes with a zero behind them.
  static func withCText<Result>(_ text: BytesRef, _ body: (Libsqlite.CText) -> Result) -> Result {
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: text.count + 1)
    defer { copy.deallocate() }
    memcpy(copy, text.data, text.count)
    copy[text.count] = 0
    return body(copy)
  }

  /// The library's statement; nil for a text without one, and once its database was closed.
  var live: SqliteObject? {
    guard let address = p.pointee.handle, SqliteHandle.at(address).isOpen else { return nil }
    return p.pointee.statement
  }

  /// Takes a step.
  ///
  /// Where another statement of the connection holds a lock, it is made to give it back, and the step is
  /// repeated.
  func step(_ handle: SqliteHandle) -> Int32 {
    guard let statement = live else { return SqliteCode.done }
    let library = StatementRef.library
    let isFirst = library.isBusy(statement) == 0
    handle.enter()
    defer { handle.leave() }
    let code = library.step(statement)
    if isFirst, handle.running == 1, code & 0xFF == SqliteCode.locked || code == SqliteCode.error,
      isBlocked(handle, code)
    {
      _ = library.reset(statement)
      handle.releaseLocks()
      return library.step(statement)
    }
    return code
  }

  /// Whether an error may come from another statement of the connection.
  private func isBlocked(_ handle: SqliteHandle, _ code: Int32) -> Bool {
    if code & 0xFF == SqliteCode.locked { return true }
    let message = String(cString: StatementRef.library.errorMessage(handle.database))
    return message.hasSuffix("in progress") || message.hasSuffix("is locked")
  }

  func reset() {
    if let statement = live { _ = StatementRef.library.reset(statement) }
  }

  /// In the middle of its rows.
  var isBusy: Bool {
    live.map { StatementRef.library.isBusy($0) != 0 } ?? false
  }
}

/// What the module has to know about SQL.
enum SqlText {
  /// The text from its first statement on, behind comments and spaces; nil if there is none.
  static func firstStatement(_ start: UnsafePointer<CChar>) -> String? {
    statementStart(start).map { String(cString: $0) }
  }

  private static func statementStart(_ start: UnsafePointer<CChar>) -> UnsafePointer<CChar>? {
    var at = start
    while true {
      switch UInt8(bitPattern: at[0]) {
      case 0: return nil
      case 0x20, 0x09, 0x0C, 0x0A, 0x0D: at += 1
      case UInt8(ascii: "-") where at[1] == CChar(bitPattern: 0x2D):
        at += 2
        while at[0] != 0, at[0] != 0x0A { at += 1 }
      case UInt8(ascii: "/") where at[1] == CChar(bitPattern: 0x2A):
        at += 2
        while at[0] != 0, !(at[0] == 0x2A && at[1] == 0x2F) { at += 1 }
        if at[0] == 0 { return nil }
        at += 2
      default: return at
      }
    }
  }

  static func changesData(_ start: UnsafePointer<CChar>) -> Bool {
    guard let word = statementStart(start) else { return false }
    return strncasecmp(word, "INSERT", 6) == 0 || strncasecmp(word, "UPDATE", 6) == 0
      || strncasecmp(word, "DELETE", 6) == 0 || strncasecmp(word, "REPLACE", 7) == 0
  }
}
