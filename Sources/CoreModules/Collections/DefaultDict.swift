// collections.defaultdict: a dict with a factory, in the word after the dict's own.

import TaipanRuntime

enum DefaultDict {
  nonisolated(unsafe) static var type = BuiltinType.object.ref
  private static let factoryWord = (MemoryLayout<DictLayout>.size + 7) / 8

  static let methods: [NativeMethod] = [
    NativeMethod("__init__", "($self, *args, **kwargs)", initialize),
    NativeMethod("__missing__", "($self, key, /)", missing),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("copy", "($self, /)", copy),
    NativeMethod("__copy__", "($self, /)", copy),
    NativeMethod("__reduce__", "($self, /)", reduce),
    NativeMethod("__or__", "($self, value, /)", or),
    NativeMethod("__ror__", "($self, value, /)", reflectedOr),
    NativeMethod("__class_getitem__", "($type, object, /)", ItertoolsModule.alias),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("default_factory", getFactory, set: setFactory)
  ]
  static let spec = TypeSpec(
    "collections.defaultdict", size: factoryWord * 8 + 8, flags: [.baseable],
    traceKind: .dict, methods: methods, getSets: getSets)

  static func getFactory(_ a: Args) throws(Raised) -> Value {
    a.field(factoryWord).isAbsent ? .none : a.field(factoryWord)
  }
  static func setFactory(_ a: Args) throws(Raised) -> Value {
    a.setField(factoryWord, a[1].isNone ? .absent : a[1])
    return .none
  }

  /// As dict's, without the factory in front.
  static func initialize(_ a: Args) throws(Raised) -> Value {
    var factory = Value.none
    if a.positionalCount > 1 {
      factory = a[1]
      if !factory.isNone, !(try Callables.isCallable(factory)) {
        throw raise(.typeError, "first argument must be callable or None")
      }
    }
    a.setField(factoryWord, factory.isNone ? .absent : factory)
    let dropped = a.positionalCount > 1 ? 1 : 0
    let scratch = thread.pointee.scratchTop
    try thread.pointee.growScratch(a.count)
    defer { thread.pointee.scratchTop = scratch }
    scratch[0] = a[0]
    (scratch + 1).update(from: a.base + 1 + dropped, count: a.count - 1 - dropped)
    return try Call.call(
      BuiltinType.dict.ref.special(.`init`),
      Args(base: scratch, count: a.count - dropped, keywordNames: a.keywordNames))
  }

  static func missing(_ a: Args) throws(Raised) -> Value {
    let factory = a.field(factoryWord)
    if factory.isAbsent { throw raise(.keyError, a[1]) }
    let value = try Call.function(factory)
    try Subscript.set(a[0], a[1], value)
    return value
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    let dict = try Call.function(BuiltinType.dict.ref.special(.repr), a[0])
    let factory = a.field(factoryWord)
    var text = "None"
    if factory.isPresent {
      // A factory whose repr is this dict again ends here.
      text = reprDepth < 20 ? try factoryText(factory) : "..."
    }
    let name = StrRef.make("\(a[0].type.nameText)(\(text), ")
    let start = StrRef.concatenate(name, StrRef(dict))
    return StrRef.concatenate(start, StrRef.make(")")).value
  }

  nonisolated(unsafe) private static var reprDepth = 0
  private static func factoryText(_ factory: Value) throws(Raised) -> String {
    reprDepth += 1
    defer { reprDepth -= 1 }
    return try Convert.repr(factory).text
  }

  static func copy(_ a: Args) throws(Raised) -> Value {
    try Call.function(a[0].type.value, try getFactory(a), a[0])
  }

  static func reduce(_ a: Args) throws(Raised) -> Value {
    let factory = a.field(factoryWord)
    let arguments = factory.isAbsent ? TupleRef.empty : TupleRef.of(factory)
    let items = try Iterate.iterator(try Call.method(a[0], "items"))
    let parts = ListRef.make(capacity: 5)
    for part in 0..<5 {
      switch part {
      case 0: parts.append(a[0].type.value)
      case 1: parts.append(arguments.value)
      case 4: parts.append(items)
      default: parts.append(.none)
      }
    }
    return parts.toTuple().value
  }

  private static func union(_ owner: Value, _ first: Value, _ second: Value) throws(Raised)
    -> Value
  {
    let factory = owner.asObject.word(factoryWord).pointee
    let result = try Call.function(
      owner.type.value, factory.isAbsent ? .none : factory, first)
    _ = try Call.method(result, "update", second)
    return result
  }
  static func or(_ a: Args) throws(Raised) -> Value {
    a[1].isDict && a[0].type.isSubtype(of: type) ? try union(a[0], a[0], a[1]) : .notImplemented
  }
  static func reflectedOr(_ a: Args) throws(Raised) -> Value {
    a[1].isDict ? try union(a[0], a[1], a[0]) : .notImplemented
  }
}

enum Callables {
  /// `callable(value)`.
  static func isCallable(_ value: Value) throws(Raised) -> Bool {
    if !value.isHeap { return false }
    let type = value.type
    return type.special(.call).isPresent || type == .function || type == .builtinFunction
      || type == .methodDescriptor || type == .slotWrapper || type == .methodWrapper
      || type == .classMethodDescriptor || type == .method
  }
}
