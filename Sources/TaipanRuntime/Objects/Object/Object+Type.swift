// The type `object`: what every object can do.

enum ObjectType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", new),
    NativeMethod("__init__", "($self, *args, **kwargs)", initialize),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__str__", "($self, /)", str),
    NativeMethod("__hash__", "($self, /)", hash),
    NativeMethod("__eq__", "($self, value, /)", equal),
    NativeMethod("__ne__", "($self, value, /)", notEqual),
    NativeMethod("__lt__", "($self, value, /)", unordered),
    NativeMethod("__le__", "($self, value, /)", unordered),
    NativeMethod("__gt__", "($self, value, /)", unordered),
    NativeMethod("__ge__", "($self, value, /)", unordered),
    NativeMethod("__getattribute__", "($self, name, /)", getAttribute),
    NativeMethod("__setattr__", "($self, name, value, /)", setAttribute),
    NativeMethod("__delattr__", "($self, name, /)", deleteAttribute),
    NativeMethod("__format__", "($self, format_spec, /)", format),
    NativeMethod("__sizeof__", "($self, /)", sizeOf),
    NativeMethod("__dir__", "($self, /)", dir),
    NativeMethod("__reduce__", "($self, /)", reduce),
    NativeMethod("__reduce_ex__", "($self, protocol, /)", reduceEx),
    NativeMethod("__getstate__", "($self, /)", getState),
    NativeMethod("__init_subclass__", "($type, *args, **kwargs)", initSubclass),
    NativeMethod("__subclasshook__", "($type, *args, **kwargs)", subclassHook),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("__class__", getClass, set: setClass)
  ]
  static let spec = TypeSpec(
    "object", flags: [.baseable], traceKind: .none, methods: methods, getSets: getSets)

  // MARK: Construction

  static func new(_ a: Args) throws(Raised) -> Value {
    guard a.count > 0, a[0].isType else {
      throw raise(.typeError, "object.__new__(X): X is not a type object")
    }
    let type = TypeRef(a[0])
    if a.count > 1 {
      if type.special(.new) !== Builtins.objectNew {
        throw raise(
          .typeError,
          "object.__new__() takes exactly one argument (the type to instantiate)")
      }
      if type.special(.`init`) === BuiltinType.object.ref.special(.`init`) {
        throw raise(.typeError, "\(type.messageName)() takes no arguments")
      }
    }
    if type.has(.abstract) { throw try abstractError(type) }
    if type.p.pointee.nativeBase != 0 {
      let base = BuiltinType(rawValue: type.p.pointee.nativeBase)
      if base == nil || !ObjectType.isPlain(type) {
        throw raise(
          .typeError,
          "object.__new__(\(type.nameText)) is not safe, use \(base?.ref.nameText ?? type.nameText).__new__()"
        )
      }
    }
    if type.p.pointee.basicSize > 8, hasUnknownContent(type) {
      throw raise(.typeError, "cannot create '\(type.messageName)' instances")
    }
    return Value(Instances.allocate(type))
  }

  /// Whether instances have native fields that only the functions of their module fill.
  private static func hasUnknownContent(_ type: TypeRef) -> Bool {
    var native = type
    while native.has(.heap), let base = native.base { native = base }
    return native.special(.`init`) === BuiltinType.object.ref.special(.`init`)
  }

  /// Types whose instances need no native construction.
  private static func isPlain(_ type: TypeRef) -> Bool { false }

  private static func abstractError(_ type: TypeRef) throws(Raised) -> Raised {
    let names = try Iterate.list(try Attributes.get(type.value, "__abstractmethods__"))
    try Sorting.sort(names, key: Value.none, reverse: false)
    var quoted: [String] = []
    for i in 0..<names.count { quoted.append("'\(try Convert.str(names[i]).text)'") }
    let plural = quoted.count == 1 ? "" : "s"
    return raise(
      .typeError,
      "Can't instantiate abstract class \(type.nameText) without an implementation for abstract method\(plural) \(quoted.joined(separator: ", "))"
    )
  }

  static func initialize(_ a: Args) throws(Raised) -> Value {
    if a.count > 1 {
      let type = a[0].type
      if type.special(.`init`) !== BuiltinType.object.ref.special(.`init`) {
        throw raise(
          .typeError,
          "object.__init__() takes exactly one argument (the instance to initialize)")
      }
      if type.special(.new) === Builtins.objectNew {
        throw raise(.typeError, "\(type.messageName)() takes no arguments")
      }
    }
    return .none
  }

  // MARK: Text, identity, order

  static func repr(_ a: Args) throws(Raised) -> Value {
    let type = a[0].type
    let address = String(UInt(a[0].bits), radix: 16)
    let module = try Attributes.lookup(type.value, Interning.intern("__module__"))
    let name = StrRef(type.p.pointee.qualifiedName).text
    if module.isPresent, module.isStr, StrRef(module).text != "builtins" {
      return Value("<\(StrRef(module).text).\(name) object at 0x\(address)>")
    }
    return Value("<\(name) object at 0x\(address)>")
  }

  static func str(_ a: Args) throws(Raised) -> Value { try Convert.repr(a[0]).value }

  static func hash(_ a: Args) throws(Raised) -> Value { Value(Hash.ofAddress(a[0])) }

  static func equal(_ a: Args) throws(Raised) -> Value {
    a[0] === a[1] ? .true : .notImplemented
  }

  static func notEqual(_ a: Args) throws(Raised) -> Value {
    let method = a[0].type.special(.eq)
    if method.isAbsent { return .notImplemented }
    let result = try Call.specialMethod(method, a[0], a[1])
    return result.isNotImplemented ? result : Value(!(try Convert.truth(result)))
  }

  static func unordered(_ a: Args) throws(Raised) -> Value { .notImplemented }

  // MARK: Attributes

  static func name(_ value: Value) throws(Raised) -> Value {
    guard value.isStr else {
      throw raise(.typeError, "attribute name must be string, not '\(value.typeName)'")
    }
    return Interning.intern(value)
  }

  static func getAttribute(_ a: Args) throws(Raised) -> Value {
    let name = try name(a[1])
    let value = try Attributes.generic(a[0], name)
    if value.isAbsent { throw Attributes.missing(a[0], name) }
    return value
  }

  static func setAttribute(_ a: Args) throws(Raised) -> Value {
    if a[0].isType {
      throw raise(
        .typeError, "can't apply this __setattr__ to \(a[0].typeName) object")
    }
    try Attributes.setGeneric(a[0], try name(a[1]), a[2])
    return .none
  }

  static func deleteAttribute(_ a: Args) throws(Raised) -> Value {
    if a[0].isType {
      throw raise(
        .typeError, "can't apply this __delattr__ to \(a[0].typeName) object")
    }
    try Attributes.setGeneric(a[0], try name(a[1]), .absent)
    return .none
  }

  static func getClass(_ a: Args) throws(Raised) -> Value { a[0].type.value }

  static func setClass(_ a: Args) throws(Raised) -> Value {
    if a[1].isAbsent { throw raise(.typeError, "can't delete __class__ attribute") }
    guard a[1].isType else {
      throw raise(
        .typeError,
        "__class__ must be set to a class, not '\(a[1].typeName)' object")
    }
    guard a[0].isHeap, a[0].type.has(.heap) || a[0].type == .module else {
      throw raise(
        .typeError,
        "__class__ assignment only supported for mutable types or ModuleType subclasses")
    }
    try Instances.changeType(a[0].asObject, to: TypeRef(a[1]))
    return .none
  }

  static func format(_ a: Args) throws(Raised) -> Value {
    let spec = try Convert.requireStr(a[1], "__format__() argument")
    if spec.count > 0 {
      throw raise(
        .typeError, "unsupported format string passed to \(a[0].typeName).__format__")
    }
    return try Convert.str(a[0]).value
  }

  static func sizeOf(_ a: Args) throws(Raised) -> Value {
    a[0].isHeap ? Value(Heap.size(of: a[0].asObject)) : Value(smallInt: 8)
  }

  /// Names of the object, its class and the bases.
  static func dir(_ a: Args) throws(Raised) -> Value {
    let names = DictRef.make()
    let access = a[0].type.lookup("__dict__")
    if access.isPresent, access.isExactly(.getSetDescriptor) {
      if a[0].type.p.pointee.attributesAt != 0 {
        try Containers.update(names, Instances.copyAttributes(a[0].asObject).value)
      }
    } else {
      let own = try Attributes.lookup(a[0], Interning.intern("__dict__"))
      if own.isPresent, own.isDict { try Containers.update(names, own) }
    }
    let type = try Attributes.lookup(a[0], Interning.intern("__class__"))
    if type.isPresent, type.isType { try addNames(names, TypeRef(type)) }
    return try Iterate.list(names.value).value
  }

  static func addNames(_ names: DictRef, _ type: TypeRef) throws(Raised) {
    let mro = type.mro
    for i in 0..<mro.count { try Containers.update(names, TypeRef(mro[i]).p.pointee.dict) }
  }

  // MARK: Pickling

  static func reduce(_ a: Args) throws(Raised) -> Value {
    let copyreg = try Imports.importModule("copyreg")
    return try Call.method(copyreg, "_reduce_ex", a[0], Value(smallInt: 0))
  }

  static func reduceEx(_ a: Args) throws(Raised) -> Value {
    let protocolNumber = try Convert.machineInt(a[1])
    let type = a[0].type
    let own = type.lookup(KnownNames.reduce)
    if own !== BuiltinType.object.ref.lookup(KnownNames.reduce) {
      return try Call.function(try Attributes.get(a[0], KnownNames.reduce))
    }
    if protocolNumber >= 2 { return try reduceNew(a[0], type) }
    let copyreg = try Imports.importModule("copyreg")
    return try Call.method(copyreg, "_reduce_ex", a[0], a[1])
  }

  /// Protocol 2: `copyreg.__newobj__` with the arguments of `__getnewargs__`, and the state.
  private static func reduceNew(_ object: Value, _ type: TypeRef) throws(Raised) -> Value {
    let copyreg = try Imports.load(KnownNames.copyreg)
    var constructor = try Attributes.get(copyreg, KnownNames.newObject)
    let arguments = ListRef.make()
    arguments.append(type.value)
    let ex = type.lookup(KnownNames.getNewArgumentsEx)
    let plain = type.lookup(KnownNames.getNewArguments)
    if ex.isPresent {
      let pair = try newArguments(try Attributes.bind(ex, object, type))
      if DictRef(pair[1]).count > 0 {
        constructor = try Attributes.get(copyreg, "__newobj_ex__")
        arguments.append(pair[0])
        arguments.append(pair[1])
      } else {
        try Containers.extend(arguments, pair[0])
      }
    } else if plain.isPresent {
      let given = try Call.function(try Attributes.bind(plain, object, type))
      if !given.isTuple {
        throw raise(
          .typeError, "__getnewargs__ should return a tuple, not '\(given.typeName)'")
      }
      try Containers.extend(arguments, given)
    } else if type.has(.trailingAttributes) || type.p.pointee.nativeBase != 0, !isReducible(type) {
      throw raise(.typeError, "cannot pickle '\(type.messageName)' object")
    } else if !type.has(.subList), !type.has(.subDict), holdsMore(type),
      type.lookup(KnownNames.getState) === BuiltinType.object.ref.lookup(KnownNames.getState)
    {
      throw raise(.typeError, "cannot pickle '\(type.messageName)' object")
    }
    let result = TupleRef.make(count: 5)
    result.set(0, constructor)
    result.set(1, arguments.toTuple().value)
    result.set(2, try Call.function(try Attributes.get(object, KnownNames.getState)))
    result.set(3, type.has(.subList) ? try Iterate.iterator(object) : .none)
    result.set(
      4,
      type.has(.subDict) ? try Iterate.iterator(try Call.method(object, "items")) : .none)
    return result.value
  }

  /// What `__getnewargs_ex__` answers: a tuple and a dict.
  private static func newArguments(_ method: Value) throws(Raised) -> TupleRef {
    let given = try Call.function(method)
    guard given.isTuple else {
      throw raise(
        .typeError, "__getnewargs_ex__ should return a tuple, not '\(given.typeName)'")
    }
    let pair = TupleRef(given)
    if pair.count != 2 {
      throw raise(
        .valueError, "__getnewargs_ex__ should return a tuple of length 2, not \(pair.count)")
    }
    for (i, (place, fits, kind)) in [
      ("first", pair[0].isTuple, "tuple"), ("second", pair[1].isDict, "dict"),
    ].enumerated() where !fits {
      throw raise(
        .typeError,
        "\(place) item of the tuple returned by __getnewargs_ex__ must be a \(kind), not '\(pair[i].typeName)'"
      )
    }
    return pair
  }

  /// Whether instances have fields of a native type, which neither attributes nor slots show.
  private static func holdsMore(_ type: TypeRef) -> Bool {
    var native = type
    while native.has(.heap), let base = native.p.pointee.base { native = TypeRef(p: base) }
    return native.p.pointee.basicSize > BuiltinType.object.ref.p.pointee.basicSize
  }

  /// Builtin layouts whose content the protocol carries.
  private static func isReducible(_ type: TypeRef) -> Bool {
    type.has(.subList) || type.has(.subDict) || type.has(.heap)
      || type.p.pointee.nativeBase == 0
  }

  static func getState(_ a: Args) throws(Raised) -> Value {
    guard a[0].isHeap else { return .none }
    let object = a[0].asObject
    let type = object.type
    var state: Value = .none
    if type.p.pointee.attributesAt != 0, type.has(.hasDict) {
      state = Instances.copyAttributes(object).value
    }
    let slots = try slotValues(object, type)
    if let slots { return TupleRef.of(state, slots.value).value }
    if state.isDict, DictRef(state).count == 0, !type.has(.hasDict) { return .none }
    if state.isDict, DictRef(state).count == 0 { return .none }
    return state
  }

  private static func slotValues(_ object: ObjectRef, _ type: TypeRef) throws(Raised) -> DictRef? {
    // A class may name them itself, `copyreg` notes what it found.
    var names = type.dict.getStr("__slotnames__")
    if names.isAbsent {
      if type.p.pointee.memberCount == 0 { return nil }
      names = try Call.method(try Imports.importModule("copyreg"), "_slotnames", type.value)
    }
    if names.isNone { return nil }
    let values = DictRef.make()
    try Iterate.forEach(names) { (name) throws(Raised) in
      let value = try Attributes.lookup(Value(object), Interning.intern(name))
      if value.isPresent { values.setStr(Interning.intern(name), value) }
    }
    return values.count > 0 ? values : nil
  }

  static func initSubclass(_ a: Args) throws(Raised) -> Value {
    if a.count > 1 {
      let name = a[0].isType ? TypeRef(a[0]).nameText : "object"
      throw raise(
        .typeError,
        "\(name).__init_subclass__() takes no \(a.keywordCount > 0 ? "keyword " : "")arguments")
    }
    return .none
  }

  static func subclassHook(_ a: Args) throws(Raised) -> Value { .notImplemented }
}
