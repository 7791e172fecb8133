// The module `_collections`: deque, defaultdict, OrderedDict and helpers of namedtuple and Counter.

import TaipanRuntime

public enum CollectionsModule {
  public static func make() -> ModuleRef {
    let module = NativeModules.make("_collections", functions)
    DequeObject.start()
    DefaultDict.type = NativeTypes.make(DefaultDict.spec, base: BuiltinType.dict.ref)
    OrderedDict.start()
    let dict = module.dict
    dict.setStr("OrderedDict", OrderedDict.type.value)
    dict.setStr("deque", DequeObject.type.value)
    dict.setStr("_deque_iterator", DequeObject.iteratorType.value)
    dict.setStr("_deque_reverse_iterator", DequeObject.reverseIteratorType.value)
    dict.setStr("defaultdict", DefaultDict.type.value)
    let getter = NativeTypes.make(TupleGetter.spec)
    TupleFields.descriptorType = getter
    dict.setStr("_tuplegetter", getter.value)
    return module
  }

  static let functions: [NativeMethod] = [
    NativeMethod("_count_elements", "($module, mapping, iterable, /)", countElements)
  ]

  /// Adds the number of times that each element occurs: what Counter is made of.
  static func countElements(_ a: Args) throws(Raised) -> Value {
    let plain = BuiltinType.dict.ref
    let type = a[0].type
    let isPlain =
      a[0].isDict && type.special(.setitem) === plain.special(.setitem)
      && type.lookup("get") === plain.lookup("get")
    if isPlain {
      let dict = DictRef(a[0])
      try Iterate.forEach(a[1]) { (key) throws(Raised) in
        let hash = try Hash.of(key)
        let number = try dict.find(key, hash)
        if number >= 0, dict.entries[number].value.isInt, dict.entries[number].value.asInt < 1 << 60
        {
          dict.entries[number].value = Value(smallInt: dict.entries[number].value.asInt + 1)
        } else {
          let old = number >= 0 ? dict.entries[number].value : Value(smallInt: 0)
          try dict.set(key, hash: hash, try Operators.binary(old, Value(smallInt: 1), .add))
        }
      }
      return .none
    }
    let get = try Attributes.get(a[0], "get")
    try Iterate.forEach(a[1]) { (key) throws(Raised) in
      let old = try Call.function(get, key, Value(smallInt: 0))
      try Subscript.set(a[0], key, try Operators.binary(old, Value(smallInt: 1), .add))
    }
    return .none
  }
}

/// A field of a namedtuple. Words: 1 index, 2 doc.
enum TupleGetter {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, index, doc, /)", new),
    NativeMethod("__get__", "($self, instance, owner=None, /)", get),
    NativeMethod("__set__", "($self, instance, value, /)", set),
    NativeMethod("__delete__", "($self, instance, /)", delete),
    NativeMethod("__reduce__", "($self, /)", reduce),
    NativeMethod("__repr__", "($self, /)", repr),
  ]
  static let getSets: [NativeGetSet] = [NativeGetSet("__doc__", getDoc, set: setDoc)]
  static let spec = TypeSpec(
    "collections._tuplegetter", size: 24, methods: methods, getSets: getSets)

  static func new(_ a: Args) throws(Raised) -> Value {
    try PairOfFields.make(a[0], Value(try Convert.machineInt(a[1])), a[2])
  }
  static func get(_ a: Args) throws(Raised) -> Value {
    let index = a.field(1).asInt
    if a[1].isNone { return a[0] }
    if !a[1].isTuple {
      throw raise(
        .typeError,
        "descriptor for index '\(index)' for tuple subclasses doesn't apply to '\(a[1].typeName)' object"
      )
    }
    let tuple = TupleRef(a[1])
    if index < 0 || index >= tuple.count { throw raise(.indexError, "tuple index out of range") }
    return tuple[index]
  }
  static func set(_ a: Args) throws(Raised) -> Value {
    throw raise(.attributeError, "can't set attribute")
  }
  static func delete(_ a: Args) throws(Raised) -> Value {
    throw raise(.attributeError, "can't delete attribute")
  }
  static func getDoc(_ a: Args) throws(Raised) -> Value { a.field(2) }
  static func setDoc(_ a: Args) throws(Raised) -> Value {
    a.setField(2, a[1].isAbsent ? .none : a[1])
    return .none
  }
  static func reduce(_ a: Args) throws(Raised) -> Value {
    TupleRef.of(a[0].type.value, TupleRef.of(a.field(1), a.field(2)).value).value
  }
  static func repr(_ a: Args) throws(Raised) -> Value {
    let doc = try Convert.repr(a.field(2)).text
    return Value("_tuplegetter(\(a.field(1).asInt), \(doc))")
  }
}
