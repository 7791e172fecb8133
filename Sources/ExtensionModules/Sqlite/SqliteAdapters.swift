// Adapters, which make values that SQLite can store of Python objects, and converters for the way back.

import TaipanRuntime

enum SqliteAdapters {
  /// (type, protocol) to adapter, and names in capitals to converters; attributes of the module.
  nonisolated(unsafe) static let adapters = Heap.makeRoot(DictRef.make().value)
  nonisolated(unsafe) static let converters = Heap.makeRoot(DictRef.make().value)
  /// An adapter was registered for a type that needs none.
  nonisolated(unsafe) private static var adaptsBasicTypes = false

  static let protocolType = NativeTypes.make(
    TypeSpec(
      "sqlite3.PrepareProtocol", flags: [.baseable],
      methods: [
        NativeMethod("__init__", "($self, *args, **kwargs)", { a throws(Raised) in .none })
      ],
      doc: "PEP 246 style object adaption protocol type."))

  private static func isBasic(_ value: Value) -> Bool {
    value.isInt || value.isExactly(.int) || value.isInlineFloat || value.isExactly(.float)
      || value.isExactly(.str) || value.isExactly(.byteArray)
  }

  /// What is stored for a value: what its adapter makes of it, or itself.
  static func adapted(_ value: Value) throws(Raised) -> Value {
    if isBasic(value), !adaptsBasicTypes { return value }
    return try adapted(value, protocolType.value, otherwise: value)
  }

  static func register(_ a: Args) throws(Raised) -> Value {
    if a[0] === BuiltinType.int.value || a[0] === BuiltinType.float.value
      || a[0] === BuiltinType.str.value || a[0] === BuiltinType.byteArray.value
    {
      adaptsBasicTypes = true
    }
    try DictRef(adapters.pointee).set(TupleRef.of(a[0], protocolType.value).value, a[1])
    return .none
  }

  static func registerConverter(_ a: Args) throws(Raised) -> Value {
    if !a[0].isStr {
      throw raise(
        .typeError, "register_converter() argument 1 must be str, not \(a[0].argumentTypeName)")
    }
    try DictRef(converters.pointee).set(try Call.method(a[0], "upper"), a[1])
    return .none
  }

  static func adapt(_ a: Args) throws(Raised) -> Value {
    try adapted(
      a[0], a.count > 1 ? a[1] : protocolType.value, otherwise: a.count > 2 ? a[2] : .absent)
  }

  /// - Throws: ProgrammingError where nothing adapts the object and no value is given for that.
  private static func adapted(_ object: Value, _ proto: Value, otherwise: Value) throws(Raised)
    -> Value
  {
    let key = TupleRef.of(object.type.value, proto).value
    let adapter = try DictRef(adapters.pointee).get(key)
    if adapter.isPresent { return try Call.function(adapter, object) }
    var result = try ask(proto, "__adapt__", object)
    if result.isAbsent { result = try ask(object, "__conform__", proto) }
    if result.isPresent { return result }
    if otherwise.isPresent { return otherwise }
    throw SqliteErrors.programming.raised("can't adapt")
  }

  /// What a method of the adaption protocol answers; absent where it is missing or declines.
  private static func ask(_ holder: Value, _ name: String, _ other: Value) throws(Raised) -> Value {
    let method = try Attributes.lookup(holder, Interning.intern(name))
    if method.isAbsent { return .absent }
    do throws(Raised) {
      let result = try Call.function(method, other)
      return result.isNone ? .absent : result
    } catch {
      guard catching(.typeError) else { throw error }
      return .absent
    }
  }
}
