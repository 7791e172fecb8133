// functools.partial. Words: 1 function, 2 tuple of arguments, 3 dict of keywords, 4 `__dict__`.

import TaipanRuntime

enum PartialObject {
  nonisolated(unsafe) static var type = BuiltinType.object.ref

  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **keywords)", new),
    NativeMethod("__call__", "($self, *args, **kwargs)", call),
    NativeMethod("__get__", "($self, instance, owner=None, /)", get),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__reduce__", "($self, /)", reduce),
    NativeMethod("__setstate__", "($self, state, /)", setState),
    NativeMethod("__class_getitem__", "($type, object, /)", ItertoolsModule.alias),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("func", getFunction), NativeGetSet("args", getArguments),
    NativeGetSet("keywords", getKeywords),
    NativeGetSet("__dict__", GenericGetSets.getDict, set: GenericGetSets.setDict),
  ]
  static let spec = TypeSpec(
    "functools.partial", size: 40, flags: [.baseable, .weakReferable], dictWord: 4,
    methods: methods, getSets: getSets)

  static func getFunction(_ a: Args) throws(Raised) -> Value { a.field(1) }
  static func getArguments(_ a: Args) throws(Raised) -> Value { a.field(2) }
  static func getKeywords(_ a: Args) throws(Raised) -> Value { a.field(3) }

  static func new(_ a: Args) throws(Raised) -> Value {
    if a.positionalCount < 2 {
      throw raise(.typeError, "type 'partial' takes at least one argument")
    }
    var function = a[1]
    if !function.isHeap || (function.type.special(.call).isAbsent && !isCallable(function)) {
      throw raise(.typeError, "the first argument must be callable")
    }
    var arguments = a.tuple(from: 2)
    var keywords = a.keywordDict()
    // A partial of a plain partial calls what that one calls.
    if function.type == type {
      let inner = function.asObject
      if inner.word(4).pointee.isAbsent || DictRef(inner.word(4).pointee).count == 0 {
        function = inner.word(1).pointee
        let first = TupleRef(inner.word(2).pointee)
        arguments =
          arguments.count == 0
          ? first : TupleRef(try Operators.binary(first.value, arguments.value, .add))
        let merged = DictRef(inner.word(3).pointee).copy()
        try add(keywords, to: merged)
        keywords = merged
      }
    }
    let object = Instances.allocate(TypeRef(a[0]))
    object.word(1).pointee = function
    object.word(2).pointee = arguments.value
    object.word(3).pointee = keywords.value
    return Value(object)
  }

  /// Types that the interpreter calls without a `__call__` slot of their own.
  private static func isCallable(_ value: Value) -> Bool {
    let type = value.type
    return type == .function || type == .builtinFunction || type == .methodDescriptor
      || type == .slotWrapper || type == .methodWrapper || type == .classMethodDescriptor
      || type == .method
  }

  private static func add(_ other: DictRef, to dict: DictRef) throws(Raised) {
    var number = 0
    while let next = other.nextEntry(number) {
      let entry = other.entries[next]
      try dict.set(entry.key, hash: entry.hash, entry.value)
      number = next + 1
    }
  }

  static func call(_ a: Args) throws(Raised) -> Value {
    let object = a[0].asObject
    let function = object.word(1).pointee
    let arguments = TupleRef(object.word(2).pointee)
    let keywords = DictRef(object.word(3).pointee)
    if keywords.count > 0 { return try callMerged(a, function, arguments, keywords) }
    let scratch = thread.pointee.scratchTop
    let count = arguments.count + a.count - 1
    try thread.pointee.growScratch(count)
    defer { thread.pointee.scratchTop = scratch }
    scratch.update(from: arguments.items, count: arguments.count)
    (scratch + arguments.count).update(from: a.base + 1, count: a.count - 1)
    return try Call.call(
      function, Args(base: scratch, count: count, keywordNames: a.keywordNames))
  }

  private static func callMerged(
    _ a: Args, _ function: Value, _ arguments: TupleRef, _ keywords: DictRef
  ) throws(Raised) -> Value {
    let merged = keywords.copy()
    try add(a.keywordDict(), to: merged)
    let all = ListRef.make(arguments.items, count: arguments.count)
    for i in 1..<a.positionalCount { all.append(a[i]) }
    return try Call.function(function, all.toTuple(), merged)
  }

  /// 3.13 announces that a partial will bind as a method does.
  static func get(_ a: Args) throws(Raised) -> Value {
    if a[1].isNone { return a[0] }
    try Warnings.warn(
      .futureWarning,
      "functools.partial will be a method descriptor in future Python versions; "
        + "wrap it in staticmethod() if you want to preserve the old behavior")
    return a[0]
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    try Sequences.guardingRepr(a[0], cycle: "...") { () throws(Raised) in try text(a) }
  }

  private static func text(_ a: Args) throws(Raised) -> StrRef {
    try ThreadState.checkNativeStack()
    let builder = StrBuilder()
    let module = try Attributes.get(a[0].type.value, "__module__")
    builder.append(try Convert.str(module))
    builder.append(".")
    builder.append(try Convert.str(try Attributes.get(a[0].type.value, "__qualname__")))
    builder.append("(")
    builder.append(try Convert.repr(a.field(1)))
    let arguments = TupleRef(a.field(2))
    for i in 0..<arguments.count {
      builder.append(", ")
      builder.append(try Convert.repr(arguments[i]))
    }
    let keywords = DictRef(a.field(3))
    var number = 0
    while let next = keywords.nextEntry(number) {
      builder.append(", ")
      // The key's text may come from code that changes the dict.
      let entry = keywords.entries[next]
      builder.append(try Convert.str(entry.key))
      builder.append("=")
      builder.append(try Convert.repr(entry.value))
      number = next + 1
    }
    builder.append(")")
    return builder.finish()
  }

  static func reduce(_ a: Args) throws(Raised) -> Value {
    let dict = a.field(4)
    let state = TupleRef.of(a.field(1), a.field(2), a.field(3), dict.isAbsent ? .none : dict)
    return TupleRef.of(a[0].type.value, TupleRef.of(a.field(1)).value, state.value).value
  }

  static func setState(_ a: Args) throws(Raised) -> Value {
    guard a[1].isTuple, TupleRef(a[1]).count == 4 else {
      throw raise(.typeError, "invalid partial state")
    }
    let state = TupleRef(a[1])
    guard try Callables.isCallable(state[0]), state[1].isTuple, state[2].isDict || state[2].isNone
    else {
      throw raise(.typeError, "invalid partial state")
    }
    a.setField(1, state[0])
    // Subclasses are not what calls expect.
    a.setField(
      2, state[1].isExactly(.tuple) ? state[1] : try Iterate.list(state[1]).toTuple().value)
    a.setField(
      3,
      state[2].isNone
        ? DictRef.make().value
        : state[2].isExactly(.dict) ? state[2] : DictRef(state[2]).copy().value)
    Instances.setDict(a[0].asObject, state[3].isDict ? DictRef(state[3]) : DictRef.make())
    return .none
  }
}
