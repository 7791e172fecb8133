// The module `_contextvars`: Context, ContextVar, Token.
//
// A context holds a dict from variable to value that is replaced at each change, so that copies share it.
// The current one is `thread.context`.

import TaipanRuntime

public enum ContextModule {
  nonisolated(unsafe) static var contextType = BuiltinType.object.ref
  nonisolated(unsafe) static var variableType = BuiltinType.object.ref
  nonisolated(unsafe) static var tokenType = BuiltinType.object.ref
  nonisolated(unsafe) static var missing = Value.absent

  public static func make() -> ModuleRef {
    contextType = NativeTypes.make(ContextObject.spec)
    variableType = NativeTypes.make(ContextVariable.spec)
    tokenType = NativeTypes.make(ContextToken.spec)
    let missingType = NativeTypes.make(
      TypeSpec("_contextvars.Token.MISSING", methods: missingMethods))
    missing = Value(Instances.allocate(missingType))
    _ = Heap.makeRoot(missing)
    tokenType.dict.setStr("MISSING", missing)
    let module = NativeModules.make("_contextvars", functions)
    module.dict.setStr("Context", contextType.value)
    module.dict.setStr("ContextVar", variableType.value)
    module.dict.setStr("Token", tokenType.value)
    return module
  }

  static let functions: [NativeMethod] = [
    NativeMethod("copy_context", "($module, /)", copyContext)
  ]
  static let missingMethods: [NativeMethod] = [NativeMethod("__repr__", "($self, /)", missingRepr)]
  static func missingRepr(_ a: Args) throws(Raised) -> Value { Value("<Token.MISSING>") }

  static func makeContext(_ values: DictRef) -> Value {
    let object = Instances.allocate(contextType)
    object.word(1).pointee = values.value
    return Value(object)
  }

  /// The running context, made when first needed.
  static func current() -> ObjectRef {
    if thread.pointee.context.isAbsent {
      thread.pointee.context = makeContext(DictRef.make())
    }
    return thread.pointee.context.asObject
  }

  static func copyContext(_ a: Args) throws(Raised) -> Value {
    makeContext(DictRef(current().word(1).pointee))
  }
}

/// Words: 1 dict of the values, 2 the context that was current before (present while entered).
enum ContextObject {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", new),
    NativeMethod("run", "($self, callable, /, *args, **kwargs)", run),
    NativeMethod("copy", "($self, /)", copy),
    NativeMethod("get", "($self, key, default=None, /)", get),
    NativeMethod("keys", "($self, /)", keys),
    NativeMethod("values", "($self, /)", values),
    NativeMethod("items", "($self, /)", items),
    NativeMethod("__getitem__", "($self, key, /)", getItem),
    NativeMethod("__contains__", "($self, key, /)", contains),
    NativeMethod("__len__", "($self, /)", length),
    NativeMethod("__iter__", "($self, /)", iterate),
    NativeMethod("__eq__", "($self, value, /)", equal),
    NativeMethod("__ne__", "($self, value, /)", notEqual),
  ]
  static let spec = TypeSpec(
    "_contextvars.Context", size: 24, flags: [.weakReferable], methods: methods)

  private static func dict(_ a: Args) -> DictRef { DictRef(a.field(1)) }

  static func new(_ a: Args) throws(Raised) -> Value {
    if a.count > 1 { throw raise(.typeError, "Context() does not accept any arguments") }
    return ContextModule.makeContext(DictRef.make())
  }
  static func copy(_ a: Args) throws(Raised) -> Value { ContextModule.makeContext(dict(a)) }

  static func run(_ a: Args) throws(Raised) -> Value {
    if a.positionalCount < 2 {
      throw raise(.typeError, "run() missing 1 required positional argument")
    }
    if a.field(2).isPresent {
      throw raise(
        .runtimeError, "cannot enter context: \(try Convert.repr(a[0]).text) is already entered")
    }
    let previous = Value(ContextModule.current())
    a.setField(2, previous)
    thread.pointee.context = a[0]
    defer {
      thread.pointee.context = previous
      a.setField(2, .absent)
    }
    return try Call.call(a[1], a.dropping(2))
  }

  private static func variable(_ a: Args) throws(Raised) -> Value {
    if a[1].type != ContextModule.variableType {
      throw raise(
        .typeError, "a ContextVar key was expected, got \(try Convert.repr(a[1]).text)")
    }
    return a[1]
  }
  static func get(_ a: Args) throws(Raised) -> Value {
    let value = try dict(a).get(try variable(a))
    if value.isPresent { return value }
    return a.count > 2 ? a[2] : .none
  }
  static func getItem(_ a: Args) throws(Raised) -> Value {
    let value = try dict(a).get(try variable(a))
    if value.isAbsent { throw raise(.keyError, a[1]) }
    return value
  }
  static func contains(_ a: Args) throws(Raised) -> Value {
    Value(try dict(a).get(try variable(a)).isPresent)
  }
  static func length(_ a: Args) throws(Raised) -> Value { Value(dict(a).count) }
  static func iterate(_ a: Args) throws(Raised) -> Value {
    try Iterate.iterator(a.field(1))
  }
  static func keys(_ a: Args) throws(Raised) -> Value {
    try Iterate.iterator(try Call.method(a.field(1), "keys"))
  }
  static func values(_ a: Args) throws(Raised) -> Value {
    try Iterate.iterator(try Call.method(a.field(1), "values"))
  }
  static func items(_ a: Args) throws(Raised) -> Value {
    try Iterate.iterator(try Call.method(a.field(1), "items"))
  }
  static func equal(_ a: Args) throws(Raised) -> Value {
    if a[1].type != ContextModule.contextType { return .notImplemented }
    return try Compare.rich(a.field(1), a[1].asObject.word(1).pointee, .eq)
  }
  static func notEqual(_ a: Args) throws(Raised) -> Value {
    if a[1].type != ContextModule.contextType { return .notImplemented }
    return try Compare.rich(a.field(1), a[1].asObject.word(1).pointee, .ne)
  }
}

/// Words: 1 name, 2 default or absent.
enum ContextVariable {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, name, /, *, default=None)", new),
    NativeMethod("get", "($self, default=None, /)", get),
    NativeMethod("set", "($self, value, /)", set),
    NativeMethod("reset", "($self, token, /)", reset),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__class_getitem__", "($type, object, /)", ItertoolsModule.alias),
  ]
  static let getSets: [NativeGetSet] = [NativeGetSet("name", name)]
  static let spec = TypeSpec(
    "_contextvars.ContextVar", size: 24, flags: [], methods: methods,
    getSets: getSets)

  static func new(_ a: Args) throws(Raised) -> Value {
    if !a[1].isStr { throw raise(.typeError, "context variable name must be a str") }
    // The variable's hash is made of it.
    _ = try Hash.of(a[1])
    return try PairOfFields.make(a[0], a[1], a[2])
  }
  static func name(_ a: Args) throws(Raised) -> Value { a.field(1) }

  static func get(_ a: Args) throws(Raised) -> Value {
    let value = try DictRef(ContextModule.current().word(1).pointee).get(a[0])
    if value.isPresent { return value }
    if a.count > 1 { return a[1] }
    if a.field(2).isPresent { return a.field(2) }
    throw raise(.lookupError, a[0])
  }

  private static func change(_ variable: Value, _ value: Value) throws(Raised) {
    let context = ContextModule.current()
    let values = DictRef(context.word(1).pointee).copy()
    if value.isPresent {
      try values.set(variable, value)
    } else if (try values.remove(variable)).isAbsent {
      throw raise(.lookupError, variable)
    }
    context.store(values.value, at: context.word(1))
  }

  static func set(_ a: Args) throws(Raised) -> Value {
    let context = ContextModule.current()
    let old = try DictRef(context.word(1).pointee).get(a[0])
    try change(a[0], a[1])
    let token = Instances.allocate(ContextModule.tokenType)
    token.word(1).pointee = a[0]
    token.word(2).pointee = old
    token.word(3).pointee = Value(context)
    return Value(token)
  }

  static func reset(_ a: Args) throws(Raised) -> Value {
    if a[1].type != ContextModule.tokenType {
      throw raise(
        .typeError, "expected an instance of Token, got \(try Convert.repr(a[1]).text)")
    }
    let token = a[1].asObject
    let text = try Convert.repr(a[1]).text
    if token.word(4).pointee.isPresent {
      throw raise(.runtimeError, "\(text) has already been used once")
    }
    if token.word(1).pointee !== a[0] {
      throw raise(.valueError, "\(text) was created by a different ContextVar")
    }
    if token.word(3).pointee !== Value(ContextModule.current()) {
      throw raise(.valueError, "\(text) was created in a different Context")
    }
    token.word(4).pointee = .true
    try change(a[0], token.word(2).pointee)
    return .none
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    let name = try Convert.repr(a.field(1)).text
    let standard = a.field(2).isPresent ? " default=\(try Convert.repr(a.field(2)).text)" : ""
    return Value("<ContextVar name=\(name)\(standard) at \(Address.text(a[0]))>")
  }
}

/// Words: 1 variable, 2 old value (absent: none), 3 context, 4 present once used.
enum ContextToken {
  static let methods: [NativeMethod] = [
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__class_getitem__", "($type, object, /)", ItertoolsModule.alias),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("var", variable), NativeGetSet("old_value", oldValue),
  ]
  static let spec = TypeSpec(
    "_contextvars.Token", size: 40, flags: [.noInstantiation], methods: methods, getSets: getSets)

  static func variable(_ a: Args) throws(Raised) -> Value { a.field(1) }
  static func oldValue(_ a: Args) throws(Raised) -> Value {
    a.field(2).isAbsent ? ContextModule.missing : a.field(2)
  }
  static func repr(_ a: Args) throws(Raised) -> Value {
    let used = a.field(4).isPresent ? " used" : ""
    return Value(
      "<Token\(used) var=\(try Convert.repr(a.field(1)).text) at \(Address.text(a[0]))>")
  }
}

enum Address {
  /// As `%p` prints it.
  static func text(_ value: Value) -> String { "0x" + String(value.bits, radix: 16) }
}
