// `Structure`, `Union` and their metatypes.

import TaipanRuntime

enum StructObject {
  static let structures = CTypeInfo.makeMetatype(
    "_ctypes.PyCStructType",
    [
      NativeMethod(
        "__init__", "($self, *args, **kwargs)",
        { a throws(Raised) in try StructClasses.initialize(a, .structure) })
    ] + StructClasses.methods)
  static let unions = CTypeInfo.makeMetatype(
    "_ctypes.UnionType",
    [
      NativeMethod(
        "__init__", "($self, *args, **kwargs)",
        { a throws(Raised) in try StructClasses.initialize(a, .union) })
    ] + StructClasses.methods)

  private static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", CDataObject.new),
    NativeMethod("__init__", "($self, *args, **kwargs)", initialize),
  ]
  private static let flags: TypeFlags = [.baseable, .immutable, .weakReferable]
  static let structure = NativeTypes.make(
    TypeSpec(
      "_ctypes.Structure", size: MemoryLayout<CDataLayout>.size, flags: flags, methods: methods,
      doc: "Members one behind the other."), base: CDataObject.type, metatype: structures)
  static let union = NativeTypes.make(
    TypeSpec(
      "_ctypes.Union", size: MemoryLayout<CDataLayout>.size, flags: flags, methods: methods,
      doc: "Members that share their memory."), base: CDataObject.type, metatype: unions)

  // MARK: Instances

  private static func initialize(_ a: Args) throws(Raised) -> Value {
    let values = a.tuple(from: 1)
    let keywords = a.keywordDict()
    if values.count > 0 {
      if try assign(a[0], a[0].type, values, 0, keywords) < values.count {
        throw raise(.typeError, "too many initializers")
      }
    }
    var number = 0
    while let next = keywords.nextEntry(number) {
      let (name, value) = (keywords.entries[next].key, keywords.entries[next].value)
      try Attributes.set(a[0], name, value)
      number = next + 1
    }
    return .none
  }

  /// Sets the members that a class and its bases declare, the bases' first. Answers with the number of values that
  /// were used.
  private static func assign(
    _ object: Value, _ type: TypeRef, _ values: TupleRef, _ first: Int, _ keywords: DictRef
  ) throws(Raised) -> Int {
    var used = first
    if let base = type.base, CTypeInfo.of(base) != nil {
      used = try assign(object, base, values, used, keywords)
    }
    let fields = type.dict.getStr(CTypesNames.fields)
    if fields.isAbsent { return used }
    let count = try Convert.length(fields)
    for i in 0..<count where used < values.count {
      let name = try Subscript.get(try Subscript.get(fields, Value(i)), Value(smallInt: 0))
      if keywords.count > 0, try keywords.get(name).isPresent {
        throw raise(
          .typeError, "duplicate values for field \(try Convert.repr(name).text)")
      }
      try Attributes.set(object, Interning.intern(name), values[used])
      used += 1
    }
    return used
  }
}
