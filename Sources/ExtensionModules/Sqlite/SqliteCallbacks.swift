// What the library calls. Its user data is the address of a callback object, which the connection keeps.
//
// An exception cannot pass the library: it becomes an error of the SQL statement, and is reported only where
// `enable_callback_tracebacks` asks for it.

import Glibc
import TaipanRuntime

struct SqliteCallbackLayout {
  var header: Header
  var function: Value
  /// Instances of an aggregate's class by the number that the library's memory for each holds.
  var instances: Value
  var lastNumber: Int
}

struct SqliteCallback: TypedRef {
  let p: UnsafeMutablePointer<SqliteCallbackLayout>
  private static let type = NativeTypes.make(
    TypeSpec(
      "sqlite3._Callback", size: MemoryLayout<SqliteCallbackLayout>.size,
      flags: [.noInstantiation]))

  static func make(_ function: Value) -> Value {
    let callback = SqliteCallback(Instances.allocate(type))
    callback.p.pointee.function = function
    return callback.value
  }

  var function: Value { p.pointee.function }
}

enum SqliteCallbacks {
  nonisolated(unsafe) static var showsTracebacks = false
  private static var library: Libsqlite { SqliteHandle.library }

  private static func callback(_ user: UnsafeMutableRawPointer?) -> SqliteCallback? {
    guard let user, !SqliteHandle.isReleasing else { return nil }
    return SqliteCallback(ObjectRef(pointer: user))
  }

  /// Ends with an exception that nobody can catch.
  private static func dismiss(_ callback: SqliteCallback) {
    if showsTracebacks {
      Exceptions.reportUnraisable("Exception ignored in", callback.function)
    } else {
      _ = takeRaised()
    }
  }

  /// As `dismiss`, with an error for the statement.
  private static func fail(_ context: SqliteObject, _ callback: SqliteCallback, _ text: String) {
    let kind = thread.pointee.exception.type
    if kind.isSubtype(of: .memoryError) {
      library.resultNoMemory(context)
    } else if kind.isSubtype(of: .overflowError) {
      library.resultTooBig(context)
    } else {
      library.resultError(context, text, -1)
    }
    dismiss(callback)
  }

  // MARK: Values

  private static func parameters(_ count: Int32, _ values: Libsqlite.Values) throws(Raised)
    -> TupleRef
  {
    let parameters = TupleRef.make(count: Int(count))
    for i in 0..<Int(count) {
      parameters.set(i, try read(values.unsafelyUnwrapped[i].unsafelyUnwrapped))
    }
    return parameters
  }

  private static func read(_ value: SqliteObject) throws(Raised) -> Value {
    switch library.valueType(value) {
    case 1: return Value(Int(library.valueInt(value)))
    case 2: return Value(library.valueDouble(value))
    case 3:
      guard let data = library.valueText(value) else { throw raise(.memoryError) }
      return try text(data, library.valueBytes(value))
    case 4:
      let data = library.valueBlob(value)
      return SqliteText.bytes(data, library.valueBytes(value)).value
    default: return .none
    }
  }

  private static func text(_ data: UnsafePointer<UInt8>?, _ count: Int32) throws(Raised) -> Value {
    guard let data, count > 0 else { return StrRef.empty.value }
    return try SqliteText.decode(data, count)
  }

  /// Hands a function's result to the library.
  ///
  /// - Throws: OverflowError for an int of more than 64 bits; an error for what SQLite has no type for.
  private static func give(_ value: Value, to context: SqliteObject) throws(Raised) {
    if value.isNone {
      library.resultNull(context)
    } else if value.isAnyInt {
      library.resultInt(context, try SqliteText.integer(value))
    } else if value.isAnyFloat {
      library.resultDouble(context, value.asFloat)
    } else if value.isStr {
      let text = try SqliteText.utf8(value)
      library.resultText(
        context, text.data, try SqliteText.size(text.count, "string"), Libsqlite.transient)
    } else if Buffers.isOffered(by: value) || ArrayModule.isArray(value) {
      let bytes = try Buffers.read(value)
      library.resultBlob(
        context, bytes.baseAddress.unsafelyUnwrapped, try SqliteText.size(bytes.count, "BLOB"),
        Libsqlite.transient)
    } else {
      throw SqliteErrors.programming.raised(
        "User-defined functions cannot return '\(value.typeName)' values to SQLite")
    }
  }

  // MARK: Functions

  static let function: Libsqlite.FunctionCallback = { context, count, values in
    guard let context, let callback = callback(library.userData(context)) else { return }
    do throws(Raised) {
      let result = try Call.function(callback.function, try parameters(count, values), nil)
      try give(result, to: context)
    } catch {
      fail(context, callback, "user-defined function raised exception")
    }
  }

  /// The instance of the aggregate that is being computed.
  private static func instance(_ context: SqliteObject, _ callback: SqliteCallback) -> Value {
    guard let memory = library.aggregateMemory(context, 0) else { return .absent }
    let number = memory.load(as: Int.self)
    if number == 0 || callback.p.pointee.instances.isAbsent { return .absent }
    let instances = DictRef(callback.p.pointee.instances)
    let place = instances.findNumber(number)
    return place < 0 ? .absent : instances.entries[place].value
  }

  private static func makeInstance(_ context: SqliteObject, _ callback: SqliteCallback)
    throws(Raised) -> Value
  {
    guard let memory = library.aggregateMemory(context, 8) else { throw raise(.memoryError) }
    let made = try Call.function(callback.function)
    if callback.p.pointee.instances.isAbsent {
      callback.p.pointee.instances = DictRef.make().value
      callback.object.noteWrite()
    }
    callback.p.pointee.lastNumber += 1
    let number = callback.p.pointee.lastNumber
    try DictRef(callback.p.pointee.instances).set(Value(number), made)
    memory.storeBytes(of: number, as: Int.self)
    return made
  }

  /// Calls a method of the aggregate; false after an error, which the statement ends with.
  private static func call(
    _ context: SqliteObject, _ callback: SqliteCallback, _ instance: Value, _ name: String,
    _ count: Int32, _ values: Libsqlite.Values, givesResult: Bool
  ) {
    var method = Value.absent
    do throws(Raised) { method = try Attributes.get(instance, name) } catch {
      return fail(context, callback, "user-defined aggregate's '\(name)' method not defined")
    }
    do throws(Raised) {
      let result = try Call.function(method, try parameters(count, values), nil)
      if givesResult { try give(result, to: context) }
    } catch {
      fail(context, callback, "user-defined aggregate's '\(name)' method raised error")
    }
  }

  static let step: Libsqlite.FunctionCallback = { context, count, values in
    guard let context, let callback = callback(library.userData(context)) else { return }
    var aggregate = instance(context, callback)
    if aggregate.isAbsent {
      do throws(Raised) { aggregate = try makeInstance(context, callback) } catch {
        return fail(
          context, callback, "user-defined aggregate's '__init__' method raised error")
      }
    }
    call(context, callback, aggregate, "step", count, values, givesResult: false)
  }

  static let inverse: Libsqlite.FunctionCallback = { context, count, values in
    guard let context, let callback = callback(library.userData(context)) else { return }
    let aggregate = instance(context, callback)
    if aggregate.isAbsent { return }
    call(context, callback, aggregate, "inverse", count, values, givesResult: false)
  }

  static let value: Libsqlite.FinalCallback = { context in
    guard let context, let callback = callback(library.userData(context)) else { return }
    let aggregate = instance(context, callback)
    if aggregate.isAbsent { return }
    call(context, callback, aggregate, "value", 0, nil, givesResult: true)
  }

  static let finalize: Libsqlite.FinalCallback = { context in
    guard let context, let callback = callback(library.userData(context)) else { return }
    let aggregate = instance(context, callback)
    if aggregate.isAbsent { return }
    call(context, callback, aggregate, "finalize", 0, nil, givesResult: true)
    if let memory = library.aggregateMemory(context, 0) {
      let number = memory.load(as: Int.self)
      let instances = DictRef(callback.p.pointee.instances)
      let place = instances.findNumber(number)
      if place >= 0 { instances.removeEntry(place) }
    }
  }

  static let collation: Libsqlite.CollationCallback = { user, count1, text1, count2, text2 in
    guard let callback = callback(user) else { return 0 }
    do throws(Raised) {
      let lhs = try text(text1, count1)
      let result = try Call.function(callback.function, lhs, try text(text2, count2))
      if !result.isAnyInt { throw raise(.typeError, "an integer is required") }
      let sign = result.exactInt.intSign
      return sign > 0 ? 1 : sign < 0 ? -1 : 0
    } catch {
      dismiss(callback)
      return 0
    }
  }

  // MARK: Hooks

  static let progress: Libsqlite.ProgressCallback = { user in
    guard let callback = callback(user) else { return 0 }
    do throws(Raised) {
      return try Convert.truth(try Call.function(callback.function)) ? 1 : 0
    } catch {
      dismiss(callback)
      return -1
    }
  }

  static let authorizer: Libsqlite.AuthorizerCallback = {
    user, action, first, second, database, trigger in
    let deny: Int32 = 1
    guard let callback = callback(user) else { return deny }
    do throws(Raised) {
      let arguments = TupleRef.make(count: 5)
      arguments.set(0, Value(Int(action)))
      arguments.set(1, SqliteText.str(first))
      arguments.set(2, SqliteText.str(second))
      arguments.set(3, SqliteText.str(database))
      arguments.set(4, SqliteText.str(trigger))
      let result = try Call.function(callback.function, arguments, nil)
      if !result.isAnyInt { return deny }
      return Int32(try Convert.cInt(result))
    } catch {
      dismiss(callback)
      return deny
    }
  }

  static let trace: Libsqlite.TraceCallback = { _, user, statement, sql in
    guard let callback = callback(user), let statement else { return 0 }
    do throws(Raised) {
      var text = Value.none
      if let expanded = library.expandedText(statement) {
        text = SqliteText.str(expanded)
        library.free(expanded)
      } else {
        reportTooLong(callback)
        text = SqliteText.str(sql.map { UnsafePointer($0.assumingMemoryBound(to: CChar.self)) })
      }
      _ = try Call.function(callback.function, text)
    } catch {
      dismiss(callback)
    }
    return 0
  }

  private static func reportTooLong(_ callback: SqliteCallback) {
    _ = SqliteErrors.data.raised("Expanded SQL string exceeds the maximum string length")
    dismiss(callback)
  }
}

extension DictRef {
  /// The entry of a number that is a key; negative if there is none.
  fileprivate func findNumber(_ number: Int) -> Int {
    do throws(Raised) { return try find(Value(number), try Hash.of(Value(number))) } catch {
      return -1
    }
  }
}
