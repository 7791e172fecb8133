// itemgetter, attrgetter, methodcaller.

import TaipanRuntime

/// Word 1: tuple of the items.
enum ItemGetter {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, item, /, *items)", new),
    NativeMethod("__call__", "($self, obj, /)", call),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__reduce__", "($self, /)", reduce),
  ]
  static let spec = TypeSpec("operator.itemgetter", size: 16, methods: methods)

  static func new(_ a: Args) throws(Raised) -> Value {
    if a.keywordCount > 0 { throw raise(.typeError, "itemgetter() takes no keyword arguments") }
    if a.count < 2 { throw raise(.typeError, "itemgetter expected at least 1 argument, got 0") }
    let items = a.tuple(from: 1)
    let object = Instances.allocate(TypeRef(a[0]))
    object.word(1).pointee = items.value
    return Value(object)
  }

  static func call(_ a: Args) throws(Raised) -> Value {
    let items = TupleRef(a.field(1))
    if items.count == 1 { return try Subscript.get(a[1], items[0]) }
    let result = TupleRef.make(count: items.count)
    for i in 0..<items.count { result.set(i, try Subscript.get(a[1], items[i])) }
    return result.value
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    try Getters.repr(a, "operator.itemgetter", TupleRef(a.field(1)), nil)
  }
  static func reduce(_ a: Args) throws(Raised) -> Value {
    TupleRef.of(a[0].type.value, a.field(1)).value
  }
}

/// Words: 1 tuple of the dotted names, 2 tuple of tuples of their interned parts.
enum AttributeGetter {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, attr, /, *attrs)", new),
    NativeMethod("__call__", "($self, obj, /)", call),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__reduce__", "($self, /)", ItemGetter.reduce),
  ]
  static let spec = TypeSpec("operator.attrgetter", size: 24, methods: methods)

  static func new(_ a: Args) throws(Raised) -> Value {
    if a.keywordCount > 0 { throw raise(.typeError, "attrgetter() takes no keyword arguments") }
    if a.count < 2 { throw raise(.typeError, "attrgetter expected at least 1 argument, got 0") }
    let names = a.tuple(from: 1)
    let parts = TupleRef.make(count: names.count)
    for i in 0..<names.count {
      if !names[i].isStr { throw raise(.typeError, "attribute name must be a string") }
      parts.set(i, split(StrRef(names[i])))
    }
    return try PairOfFields.make(a[0], names.value, parts.value)
  }

  private static func split(_ name: StrRef) -> Value {
    let parts = ListRef.make()
    var start = 0
    for i in 0...name.count where i == name.count || name[i] == 0x2E {
      parts.append(Interning.intern(name.slice(start, i)))
      start = i + 1
    }
    return parts.toTuple().value
  }

  private static func follow(_ object: Value, _ parts: TupleRef) throws(Raised) -> Value {
    var value = object
    for i in 0..<parts.count { value = try Attributes.get(value, parts[i]) }
    return value
  }

  static func call(_ a: Args) throws(Raised) -> Value {
    let parts = TupleRef(a.field(2))
    if parts.count == 1 { return try follow(a[1], TupleRef(parts[0])) }
    let result = TupleRef.make(count: parts.count)
    for i in 0..<parts.count { result.set(i, try follow(a[1], TupleRef(parts[i]))) }
    return result.value
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    try Getters.repr(a, "operator.attrgetter", TupleRef(a.field(1)), nil)
  }
}

/// Words: 1 name, 2 tuple of arguments, 3 dict of keywords.
enum MethodCaller {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, name, /, *args, **kwargs)", new),
    NativeMethod("__call__", "($self, obj, /)", call),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__reduce__", "($self, /)", reduce),
  ]
  static let spec = TypeSpec("operator.methodcaller", size: 32, methods: methods)

  static func new(_ a: Args) throws(Raised) -> Value {
    if a.positionalCount < 2 {
      throw raise(.typeError, "methodcaller needs at least one argument, the method name")
    }
    if !a[1].isStr { throw raise(.typeError, "method name must be a string") }
    let name = Interning.intern(a[1])
    let arguments = a.tuple(from: 2)
    let keywords = a.keywordDict()
    let object = Instances.allocate(TypeRef(a[0]))
    object.word(1).pointee = name
    object.word(2).pointee = arguments.value
    object.word(3).pointee = keywords.value
    return Value(object)
  }

  static func call(_ a: Args) throws(Raised) -> Value {
    let method = try Attributes.get(a[1], a.field(1))
    return try Call.function(method, TupleRef(a.field(2)), DictRef(a.field(3)))
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    let all = ListRef.make()
    all.append(a.field(1))
    let arguments = TupleRef(a.field(2))
    for i in 0..<arguments.count { all.append(arguments[i]) }
    return try Getters.repr(a, "operator.methodcaller", all.toTuple(), DictRef(a.field(3)))
  }

  static func reduce(_ a: Args) throws(Raised) -> Value {
    let all = ListRef.make()
    all.append(a.field(1))
    let arguments = TupleRef(a.field(2))
    for i in 0..<arguments.count { all.append(arguments[i]) }
    if DictRef(a.field(3)).count == 0 {
      return TupleRef.of(a[0].type.value, all.toTuple().value).value
    }
    let partial = try Attributes.get(try Imports.importModule("functools"), "partial")
    let maker = try Call.function(
      partial, TupleRef.of(a[0].type.value, a.field(1)), DictRef(a.field(3)))
    return TupleRef.of(maker, a.field(2)).value
  }
}

enum Getters {
  /// The call that makes the object.
  static func repr(_ a: Args, _ name: String, _ arguments: TupleRef, _ keywords: DictRef?)
    throws(Raised) -> Value
  {
    try ThreadState.checkNativeStack()
    let builder = StrBuilder()
    builder.append(name + "(")
    for i in 0..<arguments.count {
      if i > 0 { builder.append(", ") }
      builder.append(try Convert.repr(arguments[i]))
    }
    var number = 0
    while let keywords, let next = keywords.nextEntry(number) {
      builder.append(", ")
      builder.append(StrRef(keywords.entries[next].key))
      builder.append("=")
      builder.append(try Convert.repr(keywords.entries[next].value))
      number = next + 1
    }
    builder.append(")")
    return builder.finish().value
  }
}
