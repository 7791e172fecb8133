// Methods of exceptions, by type.

enum ExceptionMethods {
  static func methods(of type: BuiltinType) -> [NativeMethod] {
    switch type {
    case .baseException: return base
    case .stopIteration: return stopIteration
    case .systemExit: return systemExit
    case .keyError: return keyError
    case .attributeError: return attributeError
    case .nameError: return nameError
    case .importError: return importError
    case .osError: return OSErrorMethods.methods
    case .syntaxError: return SyntaxErrorMethods.methods
    case .unicodeDecodeError: return UnicodeErrorMethods.decode
    case .unicodeEncodeError: return UnicodeErrorMethods.encode
    case .unicodeTranslateError: return UnicodeErrorMethods.translate
    case .baseExceptionGroup: return ExceptionGroupMethods.methods
    default: return []
    }
  }

  static func getSets(of type: BuiltinType) -> [NativeGetSet] {
    switch type {
    case .baseException: return baseGetSets
    case .stopIteration: return [field("value", ExceptionFields.value, Field0.get, Field0.set)]
    case .systemExit: return [field("code", ExceptionFields.value, Field0.get, Field0.set)]
    case .nameError: return [field("name", 0, Field0.get, Field0.set)]
    case .attributeError:
      return [field("name", 0, Field0.get, Field0.set), field("obj", 1, Field1.get, Field1.set)]
    case .importError:
      return [
        field("name", 0, Field0.get, Field0.set), field("path", 1, Field1.get, Field1.set),
        field("msg", 2, Field2.get, Field2.set), field("name_from", 3, Field3.get, Field3.set),
      ]
    case .osError:
      return [
        field("errno", 0, Field0.get, Field0.set), field("strerror", 1, Field1.get, Field1.set),
        field("filename", 2, Field2.get, Field2.set),
        field("filename2", 3, Field3.get, Field3.set),
        NativeGetSet(
          "characters_written", OSErrorMethods.getWritten, set: OSErrorMethods.setWritten),
      ]
    case .syntaxError:
      return [
        field("msg", 0, Field0.get, Field0.set), field("filename", 1, Field1.get, Field1.set),
        field("lineno", 2, Field2.get, Field2.set), field("offset", 3, Field3.get, Field3.set),
        field("text", 4, Field4.get, Field4.set), field("end_lineno", 5, Field5.get, Field5.set),
        field("end_offset", 6, Field6.get, Field6.set),
        field("print_file_and_line", 7, Field7.get, Field7.set),
      ]
    case .unicodeError: return []
    case .unicodeDecodeError, .unicodeEncodeError, .unicodeTranslateError:
      return [
        field("encoding", 0, Field0.get, Field0.set), field("object", 1, Field1.get, Field1.set),
        field("reason", 4, Field4.get, Field4.set),
      ] + UnicodeErrorMethods.rangeFields
    case .baseExceptionGroup:
      return [
        NativeGetSet("message", Field0.get), NativeGetSet("exceptions", Field1.get),
      ]
    default: return []
    }
  }

  private static func field(
    _ name: StaticString, _ index: Int, _ get: @escaping NativeFunction,
    _ set: @escaping NativeFunction
  ) -> NativeGetSet { NativeGetSet(name, get, set: set) }

  // MARK: BaseException

  static let base: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", new),
    NativeMethod("__init__", "($self, *args, **kwargs)", initialize),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__str__", "($self, /)", str),
    NativeMethod("__reduce__", "($self, /)", reduce),
    NativeMethod("__setstate__", "($self, state, /)", setState),
    NativeMethod("with_traceback", "($self, tb, /)", withTraceback),
    NativeMethod("add_note", "($self, note, /)", addNote),
  ]

  static func new(_ a: Args) throws(Raised) -> Value {
    ExceptionRef.make(TypeRef(a[0]), args: a.dropping(1).tuple(from: 0)).value
  }

  static func initialize(_ a: Args) throws(Raised) -> Value {
    if a.keywordCount > 0 {
      throw raise(.typeError, "\(a[0].typeName)() takes no keyword arguments")
    }
    ExceptionRef(a[0]).args = a.tuple(from: 1)
    return .none
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    let args = ExceptionRef(a[0]).args
    let inner =
      args.count == 1
      ? "(" + (try Convert.repr(args[0]).text) + ")" : try Convert.repr(args.value).text
    return Value(a[0].type.nameText + inner)
  }

  static func str(_ a: Args) throws(Raised) -> Value {
    let args = ExceptionRef(a[0]).args
    switch args.count {
    case 0: return StrRef.empty.value
    case 1: return try Convert.str(args[0]).value
    default: return try Convert.str(args.value).value
    }
  }

  static func reduce(_ a: Args) throws(Raised) -> Value {
    let exception = ExceptionRef(a[0])
    let dict = exception.p.pointee.dict
    if dict.isPresent, DictRef(dict).count > 0 {
      return TupleRef.of(a[0].type.value, exception.p.pointee.args, dict).value
    }
    return TupleRef.of(a[0].type.value, exception.p.pointee.args).value
  }

  static func setState(_ a: Args) throws(Raised) -> Value {
    if a[1].isNone { return .none }
    guard a[1].isDict else { throw raise(.typeError, "state is not a dictionary") }
    let state = DictRef(a[1])
    var number = 0
    while let next = state.nextEntry(number) {
      let entry = state.entries[next]
      guard entry.key.isStr else {
        throw raise(
          .typeError, "attribute name must be string, not '\(entry.key.typeName)'")
      }
      try Attributes.set(a[0], Interning.intern(entry.key), entry.value)
      number = next + 1
    }
    return .none
  }

  static func withTraceback(_ a: Args) throws(Raised) -> Value {
    try setTraceback(a)
  }

  static func addNote(_ a: Args) throws(Raised) -> Value {
    guard a[1].isStr else {
      throw raise(.typeError, "note must be a str, not '\(a[1].typeName)'")
    }
    let name = Interning.intern("__notes__")
    var notes = try Attributes.lookup(a[0], name)
    if notes.isAbsent {
      notes = ListRef.make().value
      try Attributes.set(a[0], name, notes)
    }
    guard notes.isList else { throw raise(.typeError, "Cannot add note: __notes__ is not a list") }
    ListRef(notes).append(a[1])
    return .none
  }

  static let baseGetSets: [NativeGetSet] = [
    NativeGetSet("args", getArgs, set: setArgs),
    NativeGetSet("__traceback__", getTraceback, set: assignTraceback),
    NativeGetSet("__context__", getContext, set: setContext),
    NativeGetSet("__cause__", getCause, set: setCause),
    NativeGetSet("__suppress_context__", getSuppress, set: setSuppress),
    NativeGetSet("__dict__", GenericGetSets.getDict, set: GenericGetSets.setDict),
  ]

  static func getArgs(_ a: Args) throws(Raised) -> Value { ExceptionRef(a[0]).p.pointee.args }
  static func setArgs(_ a: Args) throws(Raised) -> Value {
    if a[1].isAbsent { throw raise(.typeError, "args may not be deleted") }
    ExceptionRef(a[0]).args = try Iterate.tuple(a[1])
    return .none
  }
  private static func orNone(_ value: Value) -> Value { value.isAbsent ? .none : value }

  static func getTraceback(_ a: Args) throws(Raised) -> Value {
    orNone(ExceptionRef(a[0]).traceback)
  }
  static func assignTraceback(_ a: Args) throws(Raised) -> Value {
    if a[1].isAbsent { throw raise(.typeError, "__traceback__ may not be deleted") }
    return try setTraceback(a)
  }
  private static func setTraceback(_ a: Args) throws(Raised) -> Value {
    if !a[1].isNone, !a[1].isExactly(.traceback) {
      throw raise(.typeError, "__traceback__ must be a traceback or None")
    }
    ExceptionRef(a[0]).traceback = a[1].isNone ? .absent : a[1]
    return a[0]
  }
  static func getContext(_ a: Args) throws(Raised) -> Value { orNone(ExceptionRef(a[0]).context) }
  static func setContext(_ a: Args) throws(Raised) -> Value {
    try requireException(a[1], "context")
    ExceptionRef(a[0]).context = a[1].isNone ? .absent : a[1]
    return .none
  }
  static func getCause(_ a: Args) throws(Raised) -> Value { orNone(ExceptionRef(a[0]).cause) }
  static func setCause(_ a: Args) throws(Raised) -> Value {
    try requireException(a[1], "cause")
    ExceptionRef(a[0]).cause = a[1].isNone ? .absent : a[1]
    ExceptionRef(a[0]).p.pointee.suppressContext = .true
    return .none
  }
  private static func requireException(_ value: Value, _ what: String) throws(Raised) {
    if value.isAbsent { throw raise(.typeError, "__\(what)__ may not be deleted") }
    if value.isNone || (value.isHeap && !value.isType && value.has(.isException)) { return }
    throw raise(
      .typeError, "exception \(what) must be None or derive from BaseException")
  }
  static func getSuppress(_ a: Args) throws(Raised) -> Value {
    orNone(ExceptionRef(a[0]).p.pointee.suppressContext)
  }
  static func setSuppress(_ a: Args) throws(Raised) -> Value {
    ExceptionRef(a[0]).p.pointee.suppressContext = Value(try Convert.truth(a[1]))
    return .none
  }

  // MARK: StopIteration, SystemExit, KeyError, NameError, AttributeError, ImportError

  static let stopIteration: [NativeMethod] = [
    NativeMethod("__init__", "($self, *args, **kwargs)", initializeStop)
  ]

  static func initializeStop(_ a: Args) throws(Raised) -> Value {
    _ = try initialize(a)
    ExceptionRef(a[0]).setExtra(ExceptionFields.value, a.count > 1 ? a[1] : .none)
    return .none
  }

  static let systemExit: [NativeMethod] = [
    NativeMethod("__init__", "($self, *args, **kwargs)", initializeExit)
  ]

  static func initializeExit(_ a: Args) throws(Raised) -> Value {
    _ = try initialize(a)
    let code = a.count > 2 ? a.tuple(from: 1).value : a.count == 2 ? a[1] : .none
    ExceptionRef(a[0]).setExtra(ExceptionFields.value, code)
    return .none
  }

  static let keyError: [NativeMethod] = [NativeMethod("__str__", "($self, /)", keyStr)]

  static func keyStr(_ a: Args) throws(Raised) -> Value {
    let args = ExceptionRef(a[0]).args
    return args.count == 1 ? try Convert.repr(args[0]).value : try str(a)
  }

  static let nameError: [NativeMethod] = [
    NativeMethod("__init__", "($self, *args, **kwargs)", initializeName)
  ]

  static func initializeName(_ a: Args) throws(Raised) -> Value {
    try keywords(a, ["name"])
    return .none
  }

  static let attributeError: [NativeMethod] = [
    NativeMethod("__init__", "($self, *args, **kwargs)", initializeAttribute),
    NativeMethod("__getstate__", "($self, /)", getAttributeState),
    NativeMethod("__reduce__", "($self, /)", reduceAttribute),
  ]

  /// Without the object: it may not be one that can be pickled.
  static func getAttributeState(_ a: Args) throws(Raised) -> Value {
    let state = Instances.copyAttributes(a[0].asObject)
    let name = ExceptionRef(a[0]).extra(ExceptionFields.name)
    if name.isPresent {
      state.setStr("name", name)
      state.setStr("args", ExceptionRef(a[0]).args.value)
    }
    return state.count == 0 ? .none : state.value
  }

  static func reduceAttribute(_ a: Args) throws(Raised) -> Value {
    TupleRef.of(
      a[0].type.value, ExceptionRef(a[0]).args.value, try Call.method(a[0], "__getstate__")
    ).value
  }

  static func initializeAttribute(_ a: Args) throws(Raised) -> Value {
    try keywords(a, ["name", "obj"])
    return .none
  }

  static let importError: [NativeMethod] = [
    NativeMethod("__init__", "($self, *args, **kwargs)", initializeImport),
    NativeMethod("__str__", "($self, /)", importStr),
    NativeMethod("__reduce__", "($self, /)", reduceImport),
  ]

  private static let importFields = ["name", "path", "", "name_from"]

  static func initializeImport(_ a: Args) throws(Raised) -> Value {
    let exception = ExceptionRef(a[0])
    for i in 0..<importFields.count { exception.setExtra(i, .absent) }
    try keywords(a, importFields)
    if exception.args.count == 1 { exception.setExtra(ExceptionFields.message, exception.args[0]) }
    return .none
  }

  static func reduceImport(_ a: Args) throws(Raised) -> Value {
    let exception = ExceptionRef(a[0])
    let state = Instances.copyAttributes(a[0].asObject)
    for (i, name) in importFields.enumerated() where !name.isEmpty {
      let value = exception.extra(i)
      if value.isPresent { state.setStr(name, value) }
    }
    return state.count == 0
      ? TupleRef.of(a[0].type.value, exception.args.value).value
      : TupleRef.of(a[0].type.value, exception.args.value, state.value).value
  }

  static func importStr(_ a: Args) throws(Raised) -> Value {
    let message = ExceptionRef(a[0]).extra(ExceptionFields.message)
    return message.isPresent && message.isExactly(.str) ? message : try str(a)
  }

  /// Positional arguments to `args`, named ones to the extra fields in the order of `names`.
  private static func keywords(_ a: Args, _ names: [String]) throws(Raised) {
    let exception = ExceptionRef(a[0])
    exception.args = a.tuple(from: 1)
    if a.keywordCount == 0 { return }
    let given = TupleRef(a.keywordNames)
    for i in 0..<given.count {
      let name = StrRef(given[i]).text
      guard let index = names.firstIndex(of: name), !name.isEmpty else {
        throw raise(
          .typeError, "\(a[0].typeName)() got an unexpected keyword argument '\(name)'")
      }
      exception.setExtra(index, a[a.positionalCount + i])
    }
  }
}

/// Access to one extra field; a function for each place, since tables hold plain functions.
private protocol ExtraField { static var index: Int { get } }
extension ExtraField {
  fileprivate static func read(_ a: Args) -> Value {
    let value = ExceptionRef(a[0]).extra(index)
    return value.isAbsent ? .none : value
  }
  fileprivate static func write(_ a: Args) -> Value {
    ExceptionRef(a[0]).setExtra(index, a[1])
    return .none
  }
}
enum Field0: ExtraField {
  static let index = 0
  static func get(_ a: Args) throws(Raised) -> Value { read(a) }
  static func set(_ a: Args) throws(Raised) -> Value { write(a) }
}
enum Field1: ExtraField {
  static let index = 1
  static func get(_ a: Args) throws(Raised) -> Value { read(a) }
  static func set(_ a: Args) throws(Raised) -> Value { write(a) }
}
enum Field2: ExtraField {
  static let index = 2
  static func get(_ a: Args) throws(Raised) -> Value { read(a) }
  static func set(_ a: Args) throws(Raised) -> Value { write(a) }
}
enum Field3: ExtraField {
  static let index = 3
  static func get(_ a: Args) throws(Raised) -> Value { read(a) }
  static func set(_ a: Args) throws(Raised) -> Value { write(a) }
}
enum Field4: ExtraField {
  static let index = 4
  static func get(_ a: Args) throws(Raised) -> Value { read(a) }
  static func set(_ a: Args) throws(Raised) -> Value { write(a) }
}
enum Field5: ExtraField {
  static let index = 5
  static func get(_ a: Args) throws(Raised) -> Value { read(a) }
  static func set(_ a: Args) throws(Raised) -> Value { write(a) }
}
enum Field6: ExtraField {
  static let index = 6
  static func get(_ a: Args) throws(Raised) -> Value { read(a) }
  static func set(_ a: Args) throws(Raised) -> Value { write(a) }
}
enum Field7: ExtraField {
  static let index = 7
  static func get(_ a: Args) throws(Raised) -> Value { read(a) }
  static func set(_ a: Args) throws(Raised) -> Value { write(a) }
}
