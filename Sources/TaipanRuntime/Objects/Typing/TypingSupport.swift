// What the types of `typing` share: the helpers that are written in Python, and substitution.

public enum TypingSupport {
  nonisolated(unsafe) private static var noDefaultValue = Value.absent

  /// The singleton `typing.NoDefault`.
  public static var noDefault: Value {
    if noDefaultValue.isAbsent {
      let value = Value(Heap.allocateZeroed(16, Header(shape: .of(.noDefaultType))))
      _ = Heap.makeRoot(value)
      noDefaultValue = value
    }
    return noDefaultValue
  }

  /// A function of the module `typing`.
  static func helper(_ name: String) throws(Raised) -> Value {
    try Attributes.get(try Imports.importModule("typing"), name)
  }

  /// `typing._type_check`, which is not asked for classes so that `typing` itself can be imported.
  static func check(_ value: Value, _ message: String) throws(Raised) -> Value {
    if value.isNone { return BuiltinType.noneType.value }
    if value.isType { return value }
    return try Call.function(try helper("_type_check"), value, Value(message))
  }

  /// The name of the module whose code runs; None without one.
  static func callerModule() -> Value {
    guard let frame = thread.pointee.frame else { return .none }
    let name = DictRef(Frame(frame).globals).getStr("__name__")
    return name.isAbsent ? .none : name
  }

  /// An attribute of a value, absent if it has none.
  static func attribute(_ value: Value, _ name: String) throws(Raised) -> Value {
    try Attributes.lookup(value, Interning.intern(name))
  }

  // MARK: Parameters

  /// The distinct type parameters among arguments, in order.
  static func parameters(of args: TupleRef) throws(Raised) -> Value {
    let found = ListRef.make()
    for i in 0..<args.count { try collect(args[i], into: found) }
    return found.toTuple().value
  }

  private static func collect(_ value: Value, into found: ListRef) throws(Raised) {
    if value.isType { return }
    if value.isTuple || value.isList {
      let parts = try Iterate.list(value)
      for i in 0..<parts.count { try collect(parts[i], into: found) }
      return
    }
    if try attribute(value, "__typing_subst__").isPresent {
      try add(value, to: found)
      return
    }
    let inner = try attribute(value, "__parameters__")
    if inner.isPresent, inner.isTuple {
      let tuple = TupleRef(inner)
      for i in 0..<tuple.count { try add(tuple[i], to: found) }
    }
  }

  private static func add(_ value: Value, to found: ListRef) throws(Raised) {
    for i in 0..<found.count where found[i] === value { return }
    found.append(value)
  }

  // MARK: Substitution

  private static func index(_ value: Value, in parameters: TupleRef) -> Int {
    for i in 0..<parameters.count where parameters[i] === value { return i }
    return -1
  }

  /// `alias[item]`: the arguments with the parameters replaced.
  static func substitute(_ alias: Value, _ args: TupleRef, _ parameters: TupleRef, _ item: Value)
    throws(Raised) -> TupleRef
  {
    if parameters.count == 0 {
      throw raise(.typeError, "\(try Convert.repr(alias).text) is not a generic class")
    }
    var items = try unpack(item)
    for i in 0..<parameters.count {
      let prepare = try attribute(parameters[i], "__typing_prepare_subst__")
      if prepare.isPresent, !prepare.isNone {
        items = try Iterate.tuple(try Call.function(prepare, alias, items.value))
      }
    }
    if items.count != parameters.count {
      let word = items.count > parameters.count ? "many" : "few"
      throw raise(
        .typeError,
        "Too \(word) arguments for \(try Convert.repr(alias).text); actual \(items.count), expected \(parameters.count)"
      )
    }
    return try replace(args, parameters, items)
  }

  private static func replace(_ args: TupleRef, _ parameters: TupleRef, _ items: TupleRef)
    throws(Raised) -> TupleRef
  {
    let result = ListRef.make()
    for i in 0..<args.count {
      let argument = args[i]
      if argument.isType {
        result.append(argument)
        continue
      }
      if argument.isTuple {
        result.append(try replace(TupleRef(argument), parameters, items).value)
        continue
      }
      if argument.isList {
        let parts = try replace(try Iterate.tuple(argument), parameters, items)
        result.append(try Iterate.list(parts.value).value)
        continue
      }
      let unpacked = try attribute(argument, "__typing_is_unpacked_typevartuple__")
      let substitution = try attribute(argument, "__typing_subst__")
      var value = argument
      if substitution.isPresent {
        value = try Call.function(substitution, items[index(argument, in: parameters)])
      } else {
        value = try replaceInside(argument, parameters, items)
      }
      if unpacked.isPresent, try Convert.truth(unpacked), value.isTuple {
        let tuple = TupleRef(value)
        for k in 0..<tuple.count { result.append(tuple[k]) }
      } else {
        result.append(value)
      }
    }
    return result.toTuple()
  }

  /// An argument that is generic itself.
  private static func replaceInside(_ value: Value, _ parameters: TupleRef, _ items: TupleRef)
    throws(Raised) -> Value
  {
    let inner = try attribute(value, "__parameters__")
    guard inner.isPresent, inner.isTuple, TupleRef(inner).count > 0 else { return value }
    let wanted = TupleRef(inner)
    let arguments = ListRef.make()
    for i in 0..<wanted.count {
      let place = index(wanted[i], in: parameters)
      if place < 0 {
        arguments.append(wanted[i])
      } else if items[place].isTuple, wanted[i].type.special(.iter).isPresent {
        let tuple = TupleRef(items[place])
        for k in 0..<tuple.count { arguments.append(tuple[k]) }
      } else {
        arguments.append(items[place])
      }
    }
    return try Subscript.get(value, arguments.toTuple().value)
  }

  /// The items of a subscript, `*tuple[int, str]` as its parts.
  private static func unpack(_ item: Value) throws(Raised) -> TupleRef {
    let items = item.isTuple ? TupleRef(item) : TupleRef.of(item)
    let result = ListRef.make()
    for i in 0..<items.count {
      let parts =
        items[i].isType
        ? Value.absent : try attribute(items[i], "__typing_unpacked_tuple_args__")
      if parts.isPresent, parts.isTuple,
        TupleRef(parts).count == 0 || TupleRef(parts)[TupleRef(parts).count - 1] !== .ellipsis
      {
        let tuple = TupleRef(parts)
        for k in 0..<tuple.count { result.append(tuple[k]) }
      } else {
        result.append(items[i])
      }
    }
    return result.toTuple()
  }

  // MARK: Text

  /// How a type appears inside of an alias's or a union's repr.
  static func repr(_ value: Value) throws(Raised) -> StrRef {
    if value === .ellipsis { return StrRef.make("...") }
    if value.isList || value.isTuple && !value.isType {
      let builder = StrBuilder()
      builder.append(value.isList ? "[" : "(")
      let parts = try Iterate.list(value)
      for i in 0..<parts.count {
        if i > 0 { builder.append(", ") }
        builder.append(try repr(parts[i]))
      }
      builder.append(value.isList ? "]" : ")")
      return builder.finish()
    }
    if !value.isType, try attribute(value, "__origin__").isPresent,
      try attribute(value, "__args__").isPresent
    {
      return try Convert.repr(value)
    }
    let name = try attribute(value, "__qualname__")
    if name.isPresent, name.isStr {
      let module = try attribute(value, "__module__")
      if module.isPresent, !module.isNone {
        let text = try Convert.str(module)
        if text.text == "builtins" { return StrRef(name) }
        return StrRef.concatenate(StrRef.concatenate(text, StrRef.make(".")), StrRef(name))
      }
    }
    return try Convert.repr(value)
  }

  /// `typing._make_union(left, right)`.
  static func union(_ left: Value, _ right: Value) throws(Raised) -> Value {
    try Call.function(try helper("_make_union"), left, right)
  }

  static func cannotSubclass(_ a: Args) throws(Raised) -> Value {
    throw raise(.typeError, "Cannot subclass an instance of \(a[0].typeName)")
  }
}
