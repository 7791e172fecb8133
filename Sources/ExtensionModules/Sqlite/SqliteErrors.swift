// The exceptions of `sqlite3`, and which of them a result code becomes.

import TaipanRuntime

enum SqliteErrors {
  private static func make(_ name: String, _ base: Value) -> NativeError {
    NativeError(name, module: "sqlite3", baseType: base)
  }
  static let error = make("Error", BuiltinType.exception.value)
  static let warning = make("Warning", BuiltinType.exception.value)
  static let interface = make("InterfaceError", error.type)
  static let database = make("DatabaseError", error.type)
  static let `internal` = make("InternalError", database.type)
  static let operational = make("OperationalError", database.type)
  static let programming = make("ProgrammingError", database.type)
  static let integrity = make("IntegrityError", database.type)
  static let data = make("DataError", database.type)
  static let notSupported = make("NotSupportedError", database.type)

  static let byName: [(name: StaticString, error: NativeError)] = [
    ("Error", error), ("Warning", warning), ("InterfaceError", interface),
    ("DatabaseError", database), ("InternalError", `internal`),
    ("OperationalError", operational), ("ProgrammingError", programming),
    ("IntegrityError", integrity), ("DataError", data), ("NotSupportedError", notSupported),
  ]

  /// The class for a result code; nil where memory ran out.
  private static func kind(_ code: Int32) -> NativeError? {
    switch code {
    case 2, 12: return `internal`
    case 7: return nil
    case 1, 3, 4, 5, 6, 8, 9, 10, 13, 14, 15, 16, 17: return operational
    case 18: return data
    case 19, 20: return integrity
    case 21, 25: return interface
    default: return database
    }
  }

  /// The exception of a code, with the attributes `sqlite_errorcode` and `sqlite_errorname`.
  static func raised(_ code: Int32, extended: Int32, _ message: String) -> Raised {
    guard let kind = kind(code) else { return raise(.memoryError) }
    let exception = ExceptionRef.make(
      TypeRef(kind.type), args: TupleRef.of(Value(message))
    ).value
    let name = SqliteConstants.codes.first { $0.number == Int(extended) }
    do throws(Raised) {
      try Attributes.set(exception, "sqlite_errorcode", Value(Int(extended)))
      try Attributes.set(exception, "sqlite_errorname", Value("\(name?.name ?? "unknown")"))
    } catch {
      return error
    }
    return setRaised(exception)
  }

  /// The last error of a connection.
  static func raised(of database: SqliteObject) -> Raised {
    let library = SqliteHandle.library
    return raised(
      library.errorCode(database), extended: library.extendedErrorCode(database),
      String(cString: library.errorMessage(database)))
  }
}
