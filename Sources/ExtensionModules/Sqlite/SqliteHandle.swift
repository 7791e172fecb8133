// An open database as the library knows it, apart from the Python object: the collector may find statements
// dead while the library runs, so it only notes them here, and the next operation ends them.

import Glibc
import TaipanRuntime

final class SqliteHandle {
  let database: SqliteObject
  private(set) var isOpen = true
  /// Statements and blobs whose Python objects have died.
  private var deadStatements: [SqliteObject] = []
  private var deadBlobs: [SqliteObject] = []
  /// Statements that cursors left in the middle of their rows when they died.
  private var abandoned: [SqliteObject] = []
  /// Blobs that were opened and not closed yet.
  private var blobs: Set<SqliteObject> = []
  /// Operations of the library on this database that have not returned, and the thread that they run in.
  private(set) var running = 0
  private var runner: UInt = 0
  /// Seconds that a lock of another connection is waited for.
  let timeout: Double

  /// All that are open, for `releaseForeignLocks`.
  nonisolated(unsafe) private static var all: [Unmanaged<SqliteHandle>] = []
  /// The collector closes a database: nothing of Python may run or be read.
  nonisolated(unsafe) private(set) static var isReleasing = false

  static var library: Libsqlite { Libsqlite.shared.unsafelyUnwrapped }

  init(_ database: SqliteObject, timeout: Double) {
    self.database = database
    self.timeout = timeout
    SqliteHandle.all.append(.passUnretained(self))
    _ = SqliteHandle.library.busyHandler(
      database, SqliteHandle.waitForLock, Unmanaged.passUnretained(self).toOpaque())
  }

  /// Begins an operation in which the library may call Python code or wait.
  func enter() {
    waitForOthers()
    runner = UInt(pthread_self())
    running += 1
  }
  func leave() { running -= 1 }

  /// While another thread is in the library with this database, it holds the library's lock and needs the
  /// interpreter's to go on.
  func waitForOthers() {
    while running > 0, runner != UInt(pthread_self()) {
      _ = Threads.allowOthers { Int(usleep(500)) }
    }
  }

  /// Nothing refers to the database any more; the collector has found that out.
  deinit { close(isReleasing: true) }

  // MARK: The end of statements and blobs

  func noteDead(statement: SqliteObject) { if isOpen { deadStatements.append(statement) } }
  func noteDead(blob: SqliteObject) { if isOpen { deadBlobs.append(blob) } }
  func noteAbandoned(_ statement: SqliteObject?) {
    if isOpen, let statement { abandoned.append(statement) }
  }

  func noteOpen(blob: SqliteObject) { blobs.insert(blob) }
  func isOpen(blob: SqliteObject) -> Bool { isOpen && blobs.contains(blob) }

  func close(blob: SqliteObject) {
    if isOpen, blobs.remove(blob) != nil { _ = SqliteHandle.library.closeBlob(blob) }
  }

  /// Ends what has died; false if there was nothing.
  @discardableResult
  func endDead() -> Bool {
    if deadStatements.isEmpty, deadBlobs.isEmpty, abandoned.isEmpty { return false }
    let (statements, closed, left) = (deadStatements, deadBlobs, abandoned)
    deadStatements = []
    deadBlobs = []
    abandoned = []
    for statement in left { _ = SqliteHandle.library.reset(statement) }
    for statement in statements { _ = SqliteHandle.library.finalize(statement) }
    for blob in closed { close(blob: blob) }
    return true
  }

  /// Ends all statements and closes the database.
  func close() { close(isReleasing: false) }

  private func close(isReleasing: Bool) {
    if !isOpen { return }
    SqliteHandle.isReleasing = isReleasing
    defer { SqliteHandle.isReleasing = false }
    let library = SqliteHandle.library
    for blob in blobs { _ = library.closeBlob(blob) }
    blobs = []
    deadStatements = []
    deadBlobs = []
    abandoned = []
    while let statement = library.nextStatement(database, nil) { _ = library.finalize(statement) }
    _ = library.close(database)
    isOpen = false
    SqliteHandle.all.removeAll { $0.toOpaque() == Unmanaged.passUnretained(self).toOpaque() }
  }

  // MARK: Locks of cursors that nobody uses any more

  /// Cursors in the middle of a query: addresses of heap objects, taken out before they are freed.
  private var activeCursors: Set<ObjectRef> = []

  func noteActive(cursor: ObjectRef) { activeCursors.insert(cursor) }
  func noteIdle(cursor: ObjectRef) { activeCursors.remove(cursor) }

  /// Lets cursors in the middle of a query have the next rows now, most often all of them, before another
  /// statement runs. One that was left there would have died at once with reference counts; here it would go
  /// on to lock tables, and to show the connection the database as it was.
  func settle() {
    if running > 0 { return }
    for cursor in activeCursors {
      let ref = CursorRef(cursor)
      if !ref.p.pointee.isLocked, ref.p.pointee.waiting.isAbsent {
        ref.readAhead(self, limit: 1000)
      }
    }
  }

  /// As `settle`, for a statement that was refused because of what others lock.
  func releaseLocks() {
    Heap.collect(major: true)
    endDead()
    for cursor in activeCursors where !CursorRef(cursor).p.pointee.isLocked {
      CursorRef(cursor).readAhead(self)
    }
  }

  private func releaseForeignLocks() {
    for other in SqliteHandle.all {
      let handle = other.takeUnretainedValue()
      if handle !== self, handle.running == 0 { handle.releaseLocks() }
    }
  }

  /// The library's busy handler: a lock of another connection is waited for, by steps that grow, until the
  /// time-out. The library allows it no use of its own connection.
  private static let waitForLock: Libsqlite.BusyCallback = { user, count in
    guard let user, !SqliteHandle.isReleasing else { return 0 }
    let handle = Unmanaged<SqliteHandle>.fromOpaque(user).takeUnretainedValue()
    if count == 0 {
      handle.waitsUntil = SqliteHandle.now() + handle.timeout
      handle.releaseForeignLocks()
      return 1
    }
    let left = handle.waitsUntil - SqliteHandle.now()
    if left <= 0 { return 0 }
    let step = min(0.1, 0.001 * Double(count) * Double(count))
    _ = Threads.allowOthers { Int(usleep(UInt32(min(step, left) * 1e6))) }
    return 1
  }
  private var waitsUntil = 0.0

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  // MARK: In heap objects

  /// The reference that a heap object keeps; its releaser gives it back.
  func retained() -> UnsafeMutableRawPointer { Unmanaged.passRetained(self).toOpaque() }
  static func at(_ address: UnsafeMutableRawPointer) -> SqliteHandle {
    Unmanaged<SqliteHandle>.fromOpaque(address).takeUnretainedValue()
  }
  static func giveBack(_ address: UnsafeMutableRawPointer) {
    Unmanaged<SqliteHandle>.fromOpaque(address).release()
  }
}
