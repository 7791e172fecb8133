// The types `module` and `types.SimpleNamespace`.

enum ModuleType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", new),
    NativeMethod("__init__", "($self, name, doc=None)", initialize),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__dir__", "($self, /)", dir),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("__dict__", GenericGetSets.getDict),
    NativeGetSet("__annotations__", getAnnotations, set: setAnnotations),
  ]
  static let spec = TypeSpec(
    "module", size: 16, flags: [.baseable, .weakReferable], dictWord: 1, methods: methods,
    getSets: getSets)

  static func new(_ a: Args) throws(Raised) -> Value {
    let object = Instances.allocate(TypeRef(a[0]))
    object.store(DictRef.make().value, at: object.word(1))
    return Value(object)
  }
  static func initialize(_ a: Args) throws(Raised) -> Value {
    guard a[1].isStr else {
      throw raise(
        .typeError, "module() argument 'name' must be str, not \(a[1].argumentTypeName)")
    }
    let dict = ModuleRef(a[0]).dict
    dict.setStr("__name__", a[1])
    dict.setStr("__doc__", a[2].isAbsent ? .none : a[2])
    for name in ["__package__", "__loader__", "__spec__"] { dict.setStr(name, .none) }
    return .none
  }
  static func repr(_ a: Args) throws(Raised) -> Value {
    let bootstrap = Imports.modules.getStr("_frozen_importlib")
    if bootstrap.isPresent { return try Call.method(bootstrap, "_module_repr", a[0]) }
    return Value("<module '\(Names.module(ModuleRef(a[0])) ?? "?")'>")
  }
  static func dir(_ a: Args) throws(Raised) -> Value {
    let dict = try Attributes.get(a[0], "__dict__")
    if !dict.isDict { throw raise(.typeError, "<module>.__dict__ is not a dictionary") }
    let hook = DictRef(dict).getStr(SpecialName.dir.value)
    if hook.isPresent { return try Call.function(hook) }
    return try Iterate.list(dict).value
  }
  static func getAnnotations(_ a: Args) throws(Raised) -> Value {
    let dict = ModuleRef(a[0]).dict
    let value = dict.getStr("__annotations__")
    if value.isPresent { return value }
    let fresh = DictRef.make().value
    dict.setStr("__annotations__", fresh)
    return fresh
  }
  static func setAnnotations(_ a: Args) throws(Raised) -> Value {
    let dict = ModuleRef(a[0]).dict
    if a[1].isAbsent {
      if try dict.remove(Interning.intern("__annotations__")).isAbsent {
        throw raise(.attributeError, "__annotations__")
      }
    } else {
      dict.setStr("__annotations__", a[1])
    }
    return .none
  }
}

enum SimpleNamespaceType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", new),
    NativeMethod("__init__", "($self, *args, **kwargs)", initialize),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__eq__", "($self, value, /)", equal),
    NativeMethod("__reduce__", "($self, /)", reduce),
    NativeMethod("__replace__", "($self, **changes)", replace),
  ]
  static let spec = TypeSpec(
    "types.SimpleNamespace", size: 16, flags: [.baseable], dictWord: 1, methods: methods,
    getSets: [NativeGetSet("__dict__", GenericGetSets.getDict)])

  static func new(_ a: Args) throws(Raised) -> Value { Value(Instances.allocate(TypeRef(a[0]))) }
  static func initialize(_ a: Args) throws(Raised) -> Value {
    let dict = Instances.materializeDict(a[0].asObject)
    if a.positionalCount > 2 {
      throw raise(
        .typeError, "SimpleNamespace expected at most 1 argument, got \(a.positionalCount - 1)")
    }
    if a.positionalCount == 2 {
      let source = DictRef.make()
      try DictType.merge(source, a[1])
      if !source.p.pointee.onlyStrKeys { throw raise(.typeError, "keywords must be strings") }
      try Containers.update(dict, source.value)
    }
    if a.keywordCount > 0 { try Containers.update(dict, a.keywordDict().value) }
    return .none
  }
  static func repr(_ a: Args) throws(Raised) -> Value {
    let name = a[0].isExactly(.simpleNamespace) ? "namespace" : a[0].typeName
    return try Sequences.guardingRepr(a[0], cycle: "\(name)(...)") { () throws(Raised) in
      let dict = Instances.materializeDict(a[0].asObject)
      var parts: [String] = []
      var number = 0
      while let next = dict.nextEntry(number) {
        let entry = dict.entries[next]
        number = next + 1
        if entry.key.isStr {
          parts.append("\(StrRef(entry.key).text)=\(try Convert.repr(entry.value).text)")
        }
      }
      return StrRef.make("\(name)(\(parts.joined(separator: ", ")))")
    }
  }
  static func equal(_ a: Args) throws(Raised) -> Value {
    guard a[1].isInstance(of: .simpleNamespace) else { return .notImplemented }
    return try Compare.rich(
      Instances.materializeDict(a[0].asObject).value,
      Instances.materializeDict(a[1].asObject).value,
      .eq)
  }
  static func reduce(_ a: Args) throws(Raised) -> Value {
    TupleRef.of(
      a[0].type.value, TupleRef.empty.value, Instances.materializeDict(a[0].asObject).value
    ).value
  }
  static func replace(_ a: Args) throws(Raised) -> Value {
    if a.positionalCount > 1 {
      throw raise(.typeError, "__replace__() takes no positional arguments")
    }
    let made = try Call.function(a[0].type.value)
    let dict = Instances.materializeDict(made.asObject)
    try Containers.update(dict, Instances.materializeDict(a[0].asObject).value)
    if a.keywordCount > 0 { try Containers.update(dict, a.keywordDict().value) }
    return made
  }
}
