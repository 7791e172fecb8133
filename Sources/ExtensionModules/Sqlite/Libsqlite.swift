// The functions of SQLite that `_sqlite3` uses. Declared here, not by its header: the library is loaded at
// run time, and these signatures belong to its stable interface (libsqlite3.so.0).

import TaipanRuntime

/// `sqlite3`, `sqlite3_stmt`, `sqlite3_blob`, `sqlite3_value` …: opaque to callers.
typealias SqliteObject = UnsafeMutableRawPointer

struct Libsqlite {
  typealias CText = UnsafePointer<CChar>
  typealias Bytes = UnsafePointer<UInt8>
  typealias User = UnsafeMutableRawPointer?
  typealias Values = UnsafePointer<SqliteObject?>?
  typealias FunctionCallback = @convention(c) (SqliteObject?, Int32, Values) -> Void
  typealias FinalCallback = @convention(c) (SqliteObject?) -> Void
  typealias CollationCallback = @convention(c) (User, Int32, Bytes?, Int32, Bytes?) -> Int32
  typealias ProgressCallback = @convention(c) (User) -> Int32
  typealias BusyCallback = @convention(c) (User, Int32) -> Int32
  typealias TraceCallback =
    @convention(c) (UInt32, User, SqliteObject?, UnsafeMutableRawPointer?) -> Int32
  typealias AuthorizerCallback =
    @convention(c) (User, Int32, CText?, CText?, CText?, CText?) -> Int32
  /// The last argument of binding functions: the library is to copy what it is given.
  static let transient = -1

  // Connections
  let open: @convention(c) (CText, UnsafeMutablePointer<SqliteObject?>, Int32, CText?) -> Int32
  let close: @convention(c) (SqliteObject) -> Int32
  let busyHandler: @convention(c) (SqliteObject, BusyCallback?, User) -> Int32
  let sleep: @convention(c) (Int32) -> Int32
  let errorCode: @convention(c) (SqliteObject) -> Int32
  let extendedErrorCode: @convention(c) (SqliteObject) -> Int32
  let errorMessage: @convention(c) (SqliteObject) -> CText
  let errorString: @convention(c) (Int32) -> CText
  let isAutocommit: @convention(c) (SqliteObject) -> Int32
  let changes: @convention(c) (SqliteObject) -> Int32
  let totalChanges: @convention(c) (SqliteObject) -> Int32
  let lastRow: @convention(c) (SqliteObject) -> Int64
  let limit: @convention(c) (SqliteObject, Int32, Int32) -> Int32
  /// Variadic in C: two more arguments of these types are passed the same way.
  let configure: @convention(c) (SqliteObject, Int32, Int32, UnsafeMutablePointer<Int32>) -> Int32
  let interrupt: @convention(c) (SqliteObject) -> Void
  let version: @convention(c) () -> CText
  let threadSafety: @convention(c) () -> Int32
  let isComplete: @convention(c) (CText) -> Int32
  let free: @convention(c) (UnsafeMutableRawPointer?) -> Void
  let allocate: @convention(c) (UInt64) -> UnsafeMutableRawPointer?

  // Statements
  let prepare:
    @convention(c) (
      SqliteObject, CText, Int32, UnsafeMutablePointer<SqliteObject?>,
      UnsafeMutablePointer<CText?>
    ) -> Int32
  let step: @convention(c) (SqliteObject) -> Int32
  let reset: @convention(c) (SqliteObject) -> Int32
  let finalize: @convention(c) (SqliteObject?) -> Int32
  let isBusy: @convention(c) (SqliteObject) -> Int32
  let isReadOnly: @convention(c) (SqliteObject) -> Int32
  let nextStatement: @convention(c) (SqliteObject, SqliteObject?) -> SqliteObject?
  let expandedText: @convention(c) (SqliteObject) -> UnsafeMutablePointer<CChar>?
  let connectionOf: @convention(c) (SqliteObject) -> SqliteObject
  let clearBindings: @convention(c) (SqliteObject) -> Int32
  let parameterCount: @convention(c) (SqliteObject) -> Int32
  let parameterName: @convention(c) (SqliteObject, Int32) -> CText?
  let bindNull: @convention(c) (SqliteObject, Int32) -> Int32
  let bindInt: @convention(c) (SqliteObject, Int32, Int64) -> Int32
  let bindDouble: @convention(c) (SqliteObject, Int32, Double) -> Int32
  let bindText: @convention(c) (SqliteObject, Int32, Bytes, Int32, Int) -> Int32
  let bindBlob: @convention(c) (SqliteObject, Int32, Bytes, Int32, Int) -> Int32
  let columnCount: @convention(c) (SqliteObject) -> Int32
  let dataCount: @convention(c) (SqliteObject) -> Int32
  let columnName: @convention(c) (SqliteObject, Int32) -> CText?
  let columnDeclaredType: @convention(c) (SqliteObject, Int32) -> CText?
  let columnType: @convention(c) (SqliteObject, Int32) -> Int32
  let columnInt: @convention(c) (SqliteObject, Int32) -> Int64
  let columnDouble: @convention(c) (SqliteObject, Int32) -> Double
  let columnText: @convention(c) (SqliteObject, Int32) -> Bytes?
  let columnBlob: @convention(c) (SqliteObject, Int32) -> Bytes?
  let columnBytes: @convention(c) (SqliteObject, Int32) -> Int32

  // Callbacks
  let createFunction:
    @convention(c) (
      SqliteObject, CText, Int32, Int32, User, FunctionCallback?, FunctionCallback?, FinalCallback?
    ) -> Int32
  let createWindowFunction:
    (
      @convention(c) (
        SqliteObject, CText, Int32, Int32, User, FunctionCallback?, FinalCallback?, FinalCallback?,
        FunctionCallback?, UnsafeRawPointer?
      ) -> Int32
    )?
  let createCollation:
    @convention(c) (SqliteObject, CText, Int32, User, CollationCallback?) -> Int32
  let setProgress: @convention(c) (SqliteObject, Int32, ProgressCallback?, User) -> Void
  let setTrace: @convention(c) (SqliteObject, UInt32, TraceCallback?, User) -> Int32
  let setAuthorizer: @convention(c) (SqliteObject, AuthorizerCallback?, User) -> Int32
  let userData: @convention(c) (SqliteObject) -> User
  let aggregateMemory: @convention(c) (SqliteObject, Int32) -> UnsafeMutableRawPointer?
  let valueType: @convention(c) (SqliteObject) -> Int32
  let valueInt: @convention(c) (SqliteObject) -> Int64
  let valueDouble: @convention(c) (SqliteObject) -> Double
  let valueText: @convention(c) (SqliteObject) -> Bytes?
  let valueBlob: @convention(c) (SqliteObject) -> Bytes?
  let valueBytes: @convention(c) (SqliteObject) -> Int32
  let resultNull: @convention(c) (SqliteObject) -> Void
  let resultInt: @convention(c) (SqliteObject, Int64) -> Void
  let resultDouble: @convention(c) (SqliteObject, Double) -> Void
  let resultText: @convention(c) (SqliteObject, Bytes, Int32, Int) -> Void
  let resultBlob: @convention(c) (SqliteObject, Bytes, Int32, Int) -> Void
  let resultError: @convention(c) (SqliteObject, CText, Int32) -> Void
  let resultTooBig: @convention(c) (SqliteObject) -> Void
  let resultNoMemory: @convention(c) (SqliteObject) -> Void

  // Copies, blobs, extensions
  let startBackup: @convention(c) (SqliteObject, CText, SqliteObject, CText) -> SqliteObject?
  let stepBackup: @convention(c) (SqliteObject, Int32) -> Int32
  let finishBackup: @convention(c) (SqliteObject) -> Int32
  let backupRemaining: @convention(c) (SqliteObject) -> Int32
  let backupPages: @convention(c) (SqliteObject) -> Int32
  let openBlob:
    @convention(c) (
      SqliteObject, CText, CText, CText, Int64, Int32, UnsafeMutablePointer<SqliteObject?>
    ) -> Int32
  let closeBlob: @convention(c) (SqliteObject) -> Int32
  let blobSize: @convention(c) (SqliteObject) -> Int32
  let readBlob: @convention(c) (SqliteObject, UnsafeMutablePointer<UInt8>, Int32, Int32) -> Int32
  let writeBlob: @convention(c) (SqliteObject, Bytes, Int32, Int32) -> Int32
  let serialize:
    (
      @convention(c) (SqliteObject, CText, UnsafeMutablePointer<Int64>, UInt32)
        -> UnsafeMutableRawPointer?
    )?
  let deserialize:
    (
      @convention(c) (SqliteObject, CText, UnsafeMutableRawPointer?, Int64, Int64, UInt32)
        -> Int32
    )?
  let enableExtensions: (@convention(c) (SqliteObject, Int32) -> Int32)?
  let loadExtension:
    (
      @convention(c) (
        SqliteObject, CText, CText?, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
      )
        -> Int32
    )?

  /// The loaded library; nil where there is none.
  static let shared: Libsqlite? = {
    guard let library = DynamicLibrary(["libsqlite3.so.0"]) else { return nil }
    return try? Libsqlite(library)
  }()

  private init(_ library: DynamicLibrary) throws(MissingSymbol) {
    open = try library.function("sqlite3_open_v2")
    close = try library.function("sqlite3_close_v2")
    busyHandler = try library.function("sqlite3_busy_handler")
    sleep = try library.function("sqlite3_sleep")
    errorCode = try library.function("sqlite3_errcode")
    extendedErrorCode = try library.function("sqlite3_extended_errcode")
    errorMessage = try library.function("sqlite3_errmsg")
    errorString = try library.function("sqlite3_errstr")
    isAutocommit = try library.function("sqlite3_get_autocommit")
    changes = try library.function("sqlite3_changes")
    totalChanges = try library.function("sqlite3_total_changes")
    lastRow = try library.function("sqlite3_last_insert_rowid")
    limit = try library.function("sqlite3_limit")
    configure = try library.function("sqlite3_db_config")
    interrupt = try library.function("sqlite3_interrupt")
    version = try library.function("sqlite3_libversion")
    threadSafety = try library.function("sqlite3_threadsafe")
    isComplete = try library.function("sqlite3_complete")
    free = try library.function("sqlite3_free")
    allocate = try library.function("sqlite3_malloc64")
    prepare = try library.function("sqlite3_prepare_v2")
    step = try library.function("sqlite3_step")
    reset = try library.function("sqlite3_reset")
    finalize = try library.function("sqlite3_finalize")
    isBusy = try library.function("sqlite3_stmt_busy")
    isReadOnly = try library.function("sqlite3_stmt_readonly")
    nextStatement = try library.function("sqlite3_next_stmt")
    expandedText = try library.function("sqlite3_expanded_sql")
    connectionOf = try library.function("sqlite3_db_handle")
    clearBindings = try library.function("sqlite3_clear_bindings")
    parameterCount = try library.function("sqlite3_bind_parameter_count")
    parameterName = try library.function("sqlite3_bind_parameter_name")
    bindNull = try library.function("sqlite3_bind_null")
    bindInt = try library.function("sqlite3_bind_int64")
    bindDouble = try library.function("sqlite3_bind_double")
    bindText = try library.function("sqlite3_bind_text")
    bindBlob = try library.function("sqlite3_bind_blob")
    columnCount = try library.function("sqlite3_column_count")
    dataCount = try library.function("sqlite3_data_count")
    columnName = try library.function("sqlite3_column_name")
    columnDeclaredType = try library.function("sqlite3_column_decltype")
    columnType = try library.function("sqlite3_column_type")
    columnInt = try library.function("sqlite3_column_int64")
    columnDouble = try library.function("sqlite3_column_double")
    columnText = try library.function("sqlite3_column_text")
    columnBlob = try library.function("sqlite3_column_blob")
    columnBytes = try library.function("sqlite3_column_bytes")
    createFunction = try library.function("sqlite3_create_function")
    createWindowFunction = library.find("sqlite3_create_window_function")
    createCollation = try library.function("sqlite3_create_collation")
    setProgress = try library.function("sqlite3_progress_handler")
    setTrace = try library.function("sqlite3_trace_v2")
    setAuthorizer = try library.function("sqlite3_set_authorizer")
    userData = try library.function("sqlite3_user_data")
    aggregateMemory = try library.function("sqlite3_aggregate_context")
    valueType = try library.function("sqlite3_value_type")
    valueInt = try library.function("sqlite3_value_int64")
    valueDouble = try library.function("sqlite3_value_double")
    valueText = try library.function("sqlite3_value_text")
    valueBlob = try library.function("sqlite3_value_blob")
    valueBytes = try library.function("sqlite3_value_bytes")
    resultNull = try library.function("sqlite3_result_null")
    resultInt = try library.function("sqlite3_result_int64")
    resultDouble = try library.function("sqlite3_result_double")
    resultText = try library.function("sqlite3_result_text")
    resultBlob = try library.function("sqlite3_result_blob")
    resultError = try library.function("sqlite3_result_error")
    resultTooBig = try library.function("sqlite3_result_error_toobig")
    resultNoMemory = try library.function("sqlite3_result_error_nomem")
    startBackup = try library.function("sqlite3_backup_init")
    stepBackup = try library.function("sqlite3_backup_step")
    finishBackup = try library.function("sqlite3_backup_finish")
    backupRemaining = try library.function("sqlite3_backup_remaining")
    backupPages = try library.function("sqlite3_backup_pagecount")
    openBlob = try library.function("sqlite3_blob_open")
    closeBlob = try library.function("sqlite3_blob_close")
    blobSize = try library.function("sqlite3_blob_bytes")
    readBlob = try library.function("sqlite3_blob_read")
    writeBlob = try library.function("sqlite3_blob_write")
    serialize = library.find("sqlite3_serialize")
    deserialize = library.find("sqlite3_deserialize")
    enableExtensions = library.find("sqlite3_enable_load_extension")
    loadExtension = library.find("sqlite3_load_extension")
  }
}

/// Result codes that the module acts upon.
enum SqliteCode {
  static let ok: Int32 = 0
  static let error: Int32 = 1
  static let abort: Int32 = 4
  static let busy: Int32 = 5
  static let locked: Int32 = 6
  static let noMemory: Int32 = 7
  static let row: Int32 = 100
  static let done: Int32 = 101
}
