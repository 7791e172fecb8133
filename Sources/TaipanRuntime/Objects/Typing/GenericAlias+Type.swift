/// The type `types.GenericAlias`. Attributes are the origin's but for a few of its own.
enum GenericAliasType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, origin, args, /)", new),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__getattribute__", "($self, name, /)", getAttribute),
    NativeMethod("__call__", "($self, *args, **kwargs)", call),
    NativeMethod("__getitem__", "($self, key, /)", getItem),
    NativeMethod("__eq__", "($self, value, /)", equal),
    NativeMethod("__ne__", "($self, value, /)", notEqual),
    NativeMethod("__hash__", "($self, /)", hash),
    NativeMethod("__iter__", "($self, /)", iterate),
    NativeMethod("__or__", "($self, value, /)", or),
    NativeMethod("__ror__", "($self, value, /)", or),
    NativeMethod("__mro_entries__", "($self, bases, /)", mroEntries),
    NativeMethod("__instancecheck__", "($self, instance, /)", instanceCheck),
    NativeMethod("__subclasscheck__", "($self, cls, /)", subclassCheck),
    NativeMethod("__reduce__", "($self, /)", reduce),
    NativeMethod("__dir__", "($self, /)", directory),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("__origin__", origin), NativeGetSet("__args__", args),
    NativeGetSet("__parameters__", parameters), NativeGetSet("__unpacked__", unpacked),
    NativeGetSet("__typing_unpacked_tuple_args__", unpackedTupleArgs),
  ]
  static let spec = TypeSpec(
    "types.GenericAlias", size: 48, flags: [.baseable, .weakReferable, .customGetattribute],
    methods: methods, getSets: getSets)

  private static func alias(_ a: Args) -> GenericAliasRef { GenericAliasRef(a[0]) }

  static func new(_ a: Args) throws(Raised) -> Value {
    let args = a[2].isExactly(.tuple) ? a[2] : TupleRef.of(a[2]).value
    let alias = GenericAliasRef(Instances.allocate(TypeRef(a[0])))
    alias.p.pointee.origin = a[1]
    alias.p.pointee.args = args
    return alias.value
  }

  static func origin(_ a: Args) throws(Raised) -> Value { alias(a).p.pointee.origin }
  static func args(_ a: Args) throws(Raised) -> Value { alias(a).p.pointee.args }
  static func unpacked(_ a: Args) throws(Raised) -> Value {
    Value(alias(a).p.pointee.isUnpacked.isPresent)
  }
  static func parameters(_ a: Args) throws(Raised) -> Value {
    if alias(a).p.pointee.parameters.isAbsent {
      let found = try TypingSupport.parameters(of: TupleRef(alias(a).p.pointee.args))
      alias(a).p.pointee.parameters = found
      alias(a).object.noteWrite()
    }
    return alias(a).p.pointee.parameters
  }
  static func unpackedTupleArgs(_ a: Args) throws(Raised) -> Value {
    let isTuple = alias(a).p.pointee.origin === BuiltinType.tuple.value
    return alias(a).p.pointee.isUnpacked.isPresent && isTuple ? alias(a).p.pointee.args : .none
  }

  /// Names that the alias answers itself; all others are the origin's.
  private static let ownNames: Set<String> = [
    "__class__", "__origin__", "__args__", "__unpacked__", "__parameters__",
    "__typing_unpacked_tuple_args__", "__mro_entries__", "__reduce_ex__", "__reduce__",
    "__copy__", "__deepcopy__", "__orig_class__",
  ]

  static func getAttribute(_ a: Args) throws(Raised) -> Value {
    if !a[1].isStr {
      throw raise(.typeError, "attribute name must be string, not '\(a[1].typeName)'")
    }
    let name = StrRef(a[1]).text
    let isOwn = ownNames.contains(name) || name == "__bases__"
    let interned = Interning.intern(a[1])
    if !isOwn { return try Attributes.get(alias(a).p.pointee.origin, interned) }
    let value = try Attributes.generic(a[0], interned)
    if value.isAbsent { throw Attributes.missing(a[0], interned) }
    return value
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    try ThreadState.checkNativeStack()
    let builder = StrBuilder()
    if alias(a).p.pointee.isUnpacked.isPresent { builder.append("*") }
    builder.append(try TypingSupport.repr(alias(a).p.pointee.origin))
    builder.append("[")
    let args = TupleRef(alias(a).p.pointee.args)
    for i in 0..<args.count {
      if i > 0 { builder.append(", ") }
      builder.append(try TypingSupport.repr(args[i]))
    }
    if args.count == 0 { builder.append("()") }
    builder.append("]")
    return builder.finish().value
  }

  static func call(_ a: Args) throws(Raised) -> Value {
    let result = try Call.call(alias(a).p.pointee.origin, a.dropping(1))
    do throws(Raised) { try Attributes.set(result, "__orig_class__", a[0]) } catch {
      if !catching(.attributeError), !catching(.typeError) { throw error }
    }
    return result
  }

  static func getItem(_ a: Args) throws(Raised) -> Value {
    let parameters = TupleRef(try parameters(a))
    let args = TupleRef(alias(a).p.pointee.args)
    let new = try TypingSupport.substitute(a[0], args, parameters, a[1])
    let result = GenericAliasRef(
      GenericAliasRef.make(alias(a).p.pointee.origin, new.value))
    result.p.pointee.isUnpacked = alias(a).p.pointee.isUnpacked
    return result.value
  }

  private static func same(_ a: Args) throws(Raised) -> Bool? {
    if !a[1].isInstance(of: .genericAlias) { return nil }
    let other = GenericAliasRef(a[1])
    if alias(a).p.pointee.isUnpacked.isPresent != other.p.pointee.isUnpacked.isPresent {
      return false
    }
    if !(try Compare.equal(alias(a).p.pointee.origin, other.p.pointee.origin)) { return false }
    return try Compare.equal(alias(a).p.pointee.args, other.p.pointee.args)
  }
  static func equal(_ a: Args) throws(Raised) -> Value {
    try same(a).map { Value($0) } ?? .notImplemented
  }
  static func notEqual(_ a: Args) throws(Raised) -> Value {
    try same(a).map { Value(!$0) } ?? .notImplemented
  }
  static func hash(_ a: Args) throws(Raised) -> Value {
    let origin = try Hash.of(alias(a).p.pointee.origin)
    return Value(origin ^ (try Hash.of(alias(a).p.pointee.args)))
  }

  /// `*list[int]`: one unpacked copy.
  static func iterate(_ a: Args) throws(Raised) -> Value {
    let copy = GenericAliasRef(
      GenericAliasRef.make(alias(a).p.pointee.origin, alias(a).p.pointee.args))
    copy.p.pointee.isUnpacked = .true
    return try Iterate.iterator(TupleRef.of(copy.value).value)
  }

  static func or(_ a: Args) throws(Raised) -> Value { try Unions.make(a[0], a[1]) }
  static func mroEntries(_ a: Args) throws(Raised) -> Value {
    TupleRef.of(alias(a).p.pointee.origin).value
  }
  static func instanceCheck(_ a: Args) throws(Raised) -> Value {
    throw raise(.typeError, "isinstance() argument 2 cannot be a parameterized generic")
  }
  static func subclassCheck(_ a: Args) throws(Raised) -> Value {
    throw raise(.typeError, "issubclass() argument 2 cannot be a parameterized generic")
  }
  static func reduce(_ a: Args) throws(Raised) -> Value {
    let parts = TupleRef.of(alias(a).p.pointee.origin, alias(a).p.pointee.args)
    if alias(a).p.pointee.isUnpacked.isPresent {
      let plain = GenericAliasRef.make(parts[0], parts[1])
      let next = DictRef(Singletons.builtins).getStr("next")
      return TupleRef.of(next, TupleRef.of(try Iterate.iterator(plain)).value).value
    }
    return TupleRef.of(a[0].type.value, parts.value).value
  }
  static func directory(_ a: Args) throws(Raised) -> Value {
    let dir = DictRef(Singletons.builtins).getStr("dir")
    let names = try Iterate.list(try Call.function(dir, alias(a).p.pointee.origin))
    for name in ownNames.sorted() where name != "__orig_class__" {
      let value = Interning.intern(name)
      if !(try Subscript.contains(names.value, value)) { names.append(value) }
    }
    return names.value
  }
}
