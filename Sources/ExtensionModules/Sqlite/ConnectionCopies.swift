// Methods of connections that copy databases, open blobs, dump, and change settings.

import Glibc
import TaipanRuntime

enum ConnectionCopies {
  static let methods: [NativeMethod] = [
    NativeMethod(
      "backup", "($self, /, target, *, pages=-1, progress=None, name='main', sleep=0.25)", backup),
    NativeMethod(
      "blobopen", "($self, table, column, row, /, *, readonly=False, name='main')", openBlob),
    NativeMethod("serialize", "($self, /, *, name='main')", serialize),
    NativeMethod("deserialize", "($self, data, /, *, name='main')", deserialize),
    NativeMethod("iterdump", "($self, /, *, filter=None)", iterDump),
    NativeMethod("getlimit", "($self, category, /)", getLimit),
    NativeMethod("setlimit", "($self, category, limit, /)", setLimit),
    NativeMethod("getconfig", "($self, op, /)", getConfig),
    NativeMethod("setconfig", "($self, op, enable=True, /)", setConfig),
    NativeMethod("enable_load_extension", "($self, enable, /)", enableExtensions),
    NativeMethod("load_extension", "($self, name, /, *, entrypoint=None)", loadExtension),
  ]
  private static var library: Libsqlite { SqliteHandle.library }

  private static func name(_ value: Value, _ function: String) throws(Raised) -> [CChar] {
    value.isAbsent
      ? Array("main".utf8CString) : try SqliteText.cText(value, function, "'name'")
  }

  // MARK: Backup

  static func backup(_ a: Args) throws(Raised) -> Value {
    if !a[1].isHeap || !a[1].type.isSubtype(of: ConnectionObject.type) {
      throw raise(
        .typeError,
        "backup() argument 'target' must be sqlite3.Connection, not \(a[1].argumentTypeName)")
    }
    var pages = a[2].isPresent ? try Convert.cInt(a[2]) : -1
    if pages == 0 { pages = -1 }
    let name = try name(a[4], "backup")
    let pause = a[5].isPresent ? try Convert.double(a[5]) : 0.25
    if pause < 0 { throw raise(.valueError, "sleep must be greater-than or equal to zero") }
    let progress = a[3].isPresent ? a[3] : .none
    if !progress.isNone, !progress.isHeap || progress.type.special(.call).isAbsent {
      throw raise(.typeError, "progress argument must be a callable")
    }
    let source = try ConnectionRef(a[0]).ready()
    if a[0] === a[1] {
      throw raise(.valueError, "target cannot be the same connection instance")
    }
    let target = try ConnectionRef(a[1]).ready()
    guard
      let copy = name.withUnsafeBufferPointer({
        library.startBackup(target.database, "main", source.database, $0.baseAddress!)
      })
    else { throw SqliteErrors.raised(of: target.database) }
    var code = SqliteCode.ok
    var failure = Value.absent
    repeat {
      code = library.stepBackup(copy, Int32(pages))
      do throws(Raised) { try report(progress, code, copy) } catch { failure = takeRaised() }
      if code == SqliteCode.busy || code == SqliteCode.locked {
        _ = Threads.allowOthers { Int(library.sleep(Int32(pause * 1000))) }
      }
    } while failure.isAbsent
      && (code == SqliteCode.ok || code == SqliteCode.busy || code == SqliteCode.locked)
    code = library.finishBackup(copy)
    if failure.isPresent {
      thread.pointee.exception = failure
      throw Raised()
    }
    if code != SqliteCode.ok {
      throw SqliteErrors.raised(code, extended: code, String(cString: library.errorString(code)))
    }
    return .none
  }

  private static func report(_ progress: Value, _ code: Int32, _ copy: SqliteObject)
    throws(Raised)
  {
    if progress.isNone { return }
    _ = try Call.function(
      progress, Value(Int(code)), Value(Int(library.backupRemaining(copy))),
      Value(Int(library.backupPages(copy))))
  }

  static func serialize(_ a: Args) throws(Raised) -> Value {
    let name = try name(a[1], "serialize")
    let handle = try ConnectionRef(a[0]).ready()
    guard let serialize = library.serialize else {
      throw SqliteErrors.notSupported.raised("this SQLite cannot serialize databases")
    }
    var size: Int64 = 0
    guard
      let data = name.withUnsafeBufferPointer({
        serialize(handle.database, $0.baseAddress!, &size, 0)
      })
    else {
      throw SqliteErrors.operational.raised(
        "unable to serialize '\(String(cString: name))'")
    }
    defer { library.free(data) }
    return BytesRef.make(data.assumingMemoryBound(to: UInt8.self), count: Int(size)).value
  }

  static func deserialize(_ a: Args) throws(Raised) -> Value {
    let name = try name(a[2], "deserialize")
    let data = a[1].isStr ? try SqliteText.utf8(a[1]).buffer : try Buffers.read(a[1])
    let handle = try ConnectionRef(a[0]).ready()
    guard let deserialize = library.deserialize else {
      throw SqliteErrors.notSupported.raised("this SQLite cannot deserialize databases")
    }
    guard let copy = library.allocate(UInt64(max(1, data.count))) else {
      throw raise(.memoryError)
    }
    if data.count > 0 { memcpy(copy, data.baseAddress!, data.count) }
    // The database frees the copy when it is closed, and may make it larger.
    let code = name.withUnsafeBufferPointer {
      deserialize(
        handle.database, $0.baseAddress!, copy, Int64(data.count), Int64(data.count), 1 | 2)
    }
    if code != SqliteCode.ok { throw SqliteErrors.raised(of: handle.database) }
    return .none
  }

  // MARK: Blobs and dumps

  static func openBlob(_ a: Args) throws(Raised) -> Value {
    let table = try SqliteText.cText(a[1], "blobopen", "1")
    let column = try SqliteText.cText(a[2], "blobopen", "2")
    let row = try SqliteText.integer(try Convert.index(a[3]))
    let isReadOnly = a[4].isPresent ? try Convert.truth(a[4]) : false
    let name = try name(a[5], "blobopen")
    let ref = ConnectionRef(a[0])
    let handle = try ref.ready()
    var blob: SqliteObject?
    let code = library.openBlob(
      handle.database, name, table, column, row, isReadOnly ? 0 : 1, &blob)
    guard code == SqliteCode.ok, let blob else {
      throw SqliteErrors.raised(of: handle.database)
    }
    return BlobRef.make(ref, handle, blob)
  }

  static func iterDump(_ a: Args) throws(Raised) -> Value {
    _ = try ConnectionRef(a[0]).open()
    let module = try Imports.importModule("sqlite3.dump")
    let dump = try Attributes.get(module, "_iterdump")
    let keywords = DictRef.make()
    keywords.setStr("filter", a[1].isPresent ? a[1] : .none)
    return try Call.function(dump, TupleRef.of(a[0]), keywords)
  }

  // MARK: Settings

  private static func limit(_ a: Args, _ number: Int) throws(Raised) -> Value {
    let category = try Convert.cInt(a[1])
    let handle = try ConnectionRef(a[0]).ready()
    let old = library.limit(handle.database, Int32(category), Int32(number))
    if old < 0 { throw SqliteErrors.programming.raised("'category' is out of bounds") }
    return Value(Int(old))
  }
  static func getLimit(_ a: Args) throws(Raised) -> Value { try limit(a, -1) }
  static func setLimit(_ a: Args) throws(Raised) -> Value { try limit(a, try Convert.cInt(a[2])) }

  private static func config(_ a: Args, _ value: Int32) throws(Raised) -> Int32 {
    let option = try Convert.cInt(a[1])
    let isKnown = SqliteConstants.others.contains {
      $0.number == option && "\($0.name)".hasPrefix("SQLITE_DBCONFIG_")
    }
    if !isKnown { throw raise(.valueError, "unknown config 'op': \(option)") }
    let handle = try ConnectionRef(a[0]).ready()
    var result: Int32 = 0
    if library.configure(handle.database, Int32(option), value, &result) != SqliteCode.ok {
      throw SqliteErrors.raised(of: handle.database)
    }
    return result
  }

  static func getConfig(_ a: Args) throws(Raised) -> Value { Value(try config(a, -1) != 0) }

  static func setConfig(_ a: Args) throws(Raised) -> Value {
    let isOn = a.count > 2 ? try Convert.truth(a[2]) : true
    if (try config(a, isOn ? 1 : 0) != 0) != isOn {
      throw SqliteErrors.operational.raised("Unable to set config")
    }
    return .none
  }

  static func enableExtensions(_ a: Args) throws(Raised) -> Value {
    let isOn = try Convert.truth(a[1])
    let handle = try ConnectionRef(a[0]).ready()
    guard let enable = library.enableExtensions, enable(handle.database, isOn ? 1 : 0) == 0
    else { throw SqliteErrors.operational.raised("Error enabling load extension") }
    return .none
  }

  static func loadExtension(_ a: Args) throws(Raised) -> Value {
    let name = try SqliteText.cText(a[1], "load_extension", "1")
    let entry =
      a[2].isAbsent || a[2].isNone
      ? nil : try SqliteText.cText(a[2], "load_extension", "'entrypoint'")
    let handle = try ConnectionRef(a[0]).ready()
    guard let load = library.loadExtension else {
      throw SqliteErrors.notSupported.raised("this SQLite loads no extensions")
    }
    var message: UnsafeMutablePointer<CChar>?
    let code = entry.withTextPointer { load(handle.database, name, $0, &message) }
    if code == SqliteCode.ok { return .none }
    guard let message else { throw SqliteErrors.raised(of: handle.database) }
    defer { library.free(message) }
    throw SqliteErrors.operational.raised(String(cString: message))
  }
}
