// Parameters of statements: from a sequence by place, or from a mapping by name.

import Glibc
import TaipanRuntime

extension StatementRef {
  private static var library: Libsqlite { SqliteHandle.library }

  /// Binds all parameters.
  ///
  /// - Throws: ProgrammingError for a wrong number, a missing name, or a value that SQLite has no type for.
  func bind(_ handle: SqliteHandle, _ parameters: Value) throws(Raised) {
    let library = StatementRef.library
    guard let statement = live else {
      return try checkCount(needed: 0, given: try Convert.length(parameters))
    }
    let needed = Int(library.parameterCount(statement))
    if parameters.isExactly(.tuple) || parameters.isExactly(.list)
      || !parameters.isDict && parameters.isHeap && parameters.type.special(.getitem).isPresent
        && !parameters.isExactly(.mappingProxy)
    {
      try checkCount(needed: needed, given: try Convert.length(parameters))
      for i in 0..<needed {
        if let name = library.parameterName(statement, Int32(i + 1)), name[0] != 0x3F {
          try Warnings.warn(
            .deprecationWarning,
            "Binding \(i + 1) ('\(String(cString: name))') is a named parameter, but you supplied a "
              + "sequence which requires nominal (qmark) placeholders. Starting with Python 3.14 an "
              + "sqlite3.ProgrammingError will be raised.")
        }
        let value = try Subscript.get(parameters, Value(i))
        try bind(handle, statement, i + 1, value)
      }
    } else if parameters.isHeap, parameters.type.special(.getitem).isPresent {
      try bindNames(handle, statement, needed, parameters)
    } else {
      throw SqliteErrors.programming.raised("parameters are of unsupported type")
    }
  }

  private func checkCount(needed: Int, given: Int) throws(Raised) {
    if needed != given {
      throw SqliteErrors.programming.raised(
        "Incorrect number of bindings supplied. The current statement uses \(needed), and there are "
          + "\(given) supplied.")
    }
  }

  private func bindNames(
    _ handle: SqliteHandle, _ statement: SqliteObject, _ needed: Int, _ mapping: Value
  ) throws(Raised) {
    for i in 0..<needed {
      guard let name = StatementRef.library.parameterName(statement, Int32(i + 1)) else {
        throw SqliteErrors.programming.raised(
          "Binding \(i + 1) has no name, but you supplied a dictionary (which has only names).")
      }
      let key = SqliteText.str(name + 1)
      var value = Value.absent
      if mapping.isExactly(.dict) {
        value = try DictRef(mapping).get(key)
      } else {
        do throws(Raised) { value = try Subscript.get(mapping, key) } catch {
          guard catching(.lookupError) else { throw error }
        }
      }
      if value.isAbsent {
        throw SqliteErrors.programming.raised(
          "You did not supply a value for binding parameter :\(String(cString: name + 1)).")
      }
      try bind(handle, statement, i + 1, value)
    }
  }

  /// Binds one value, after its adapter had its turn.
  private func bind(
    _ handle: SqliteHandle, _ statement: SqliteObject, _ place: Int, _ original: Value
  ) throws(Raised) {
    let library = StatementRef.library
    let value = try SqliteAdapters.adapted(original)
    let index = Int32(place)
    var code: Int32 = 0
    if value.isNone {
      code = library.bindNull(statement, index)
    } else if value.isAnyInt {
      code = library.bindInt(statement, index, try SqliteText.integer(value))
    } else if value.isAnyFloat {
      code = library.bindDouble(statement, index, value.asFloat)
    } else if value.isStr {
      let text = try SqliteText.bytes(of: value)
      code = library.bindText(
        statement, index, text.baseAddress.unsafelyUnwrapped,
        try SqliteText.size(text.count, "string"), Libsqlite.transient)
    } else if Buffers.isOffered(by: value) || ArrayModule.isArray(value) {
      let bytes = try Buffers.read(value)
      code = library.bindBlob(
        statement, index, bytes.baseAddress.unsafelyUnwrapped,
        try SqliteText.size(bytes.count, "BLOB"), Libsqlite.transient)
    } else {
      throw SqliteErrors.programming.raised(
        "Error binding parameter \(place): type '\(value.typeName)' is not supported")
    }
    if code != SqliteCode.ok { throw SqliteErrors.raised(of: handle.database) }
  }
}

/// Between the library's values and Python's.
enum SqliteText {
  static func str(_ text: UnsafePointer<CChar>?) -> Value {
    guard let text else { return .none }
    let count = strlen(text)
    let bytes = UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self)
    return StrRef.utf8(bytes, count: count).value
  }

  /// - Throws: UnicodeEncodeError for a lone surrogate.
  static func utf8(_ value: Value) throws(Raised) -> BytesRef {
    BytesRef(try Codecs.encode(StrRef(value), "utf-8", "strict"))
  }

  /// The UTF-8 of a str that the caller keeps.
  ///
  /// - Throws: UnicodeEncodeError for a lone surrogate.
  static func bytes(of value: Value) throws(Raised) -> UnsafeBufferPointer<UInt8> {
    let str = StrRef(value)
    return str.isASCII
      ? UnsafeBufferPointer(start: str.bytes, count: str.count) : try utf8(value).buffer
  }

  /// The str of UTF-8.
  ///
  /// - Throws: UnicodeDecodeError.
  static func decode(_ data: UnsafePointer<UInt8>, _ count: Int32) throws(Raised) -> Value {
    StrRef.allASCII(data, Int(count))
      ? StrRef.latin1(data, count: Int(count)).value
      : try Codecs.decode(data, Int(count), "utf-8", "strict").value
  }

  /// A text of C.
  ///
  /// - Throws: ValueError for a null character.
  static func cText(_ value: Value, _ function: String, _ name: String) throws(Raised)
    -> [CChar]
  {
    if !value.isStr {
      throw raise(
        .typeError, "\(function)() argument \(name) must be str, not \(value.argumentTypeName)")
    }
    return try ExpatModule.cText(value)
  }

  /// - Throws: OverflowError for an int of more than 64 bits.
  static func integer(_ value: Value) throws(Raised) -> Int64 {
    guard let n = value.exactInt.asMachineInt else {
      throw raise(.overflowError, "Python int too large to convert to SQLite INTEGER")
    }
    return Int64(n)
  }

  static func size(_ count: Int, _ what: String) throws(Raised) -> Int32 {
    guard let size = Int32(exactly: count) else {
      throw raise(.overflowError, "\(what) longer than INT_MAX bytes")
    }
    return size
  }

  static func bytes(_ data: UnsafePointer<UInt8>?, _ count: Int32) -> BytesRef {
    guard let data, count > 0 else { return .empty }
    return BytesRef.make(data, count: Int(count))
  }
}
