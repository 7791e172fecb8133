/// The type `typing.TypeVarTuple`.
enum TypeVarTupleType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, name, **kwargs)", new),
    NativeMethod("__repr__", "($self, /)", TypeParameterMethods.getName),
    NativeMethod("__iter__", "($self, /)", iterate),
    NativeMethod("__reduce__", "($self, /)", TypeParameterMethods.getName),
    NativeMethod("__mro_entries__", "($self, bases, /)", TypingSupport.cannotSubclass),
    NativeMethod("__typing_subst__", "($self, arg, /)", substitute),
    NativeMethod("__typing_prepare_subst__", "($self, alias, args, /)", prepare),
    NativeMethod("has_default", "($self, /)", TypeParameterMethods.hasDefault),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("__name__", TypeParameterMethods.getName),
    NativeGetSet("__default__", TypeParameterMethods.standard),
    NativeGetSet("__dict__", GenericGetSets.getDict, set: GenericGetSets.setDict),
  ]
  static let spec = TypeSpec(
    "typing.TypeVarTuple", size: 80, flags: [.weakReferable], dictWord: 1, methods: methods,
    getSets: getSets)

  static func new(_ a: Args) throws(Raised) -> Value {
    try TypeParameterMethods.checkKeywords(a, "typevartuple", ["name", "default"])
    let name = try TypeParameterMethods.name(a, "typevartuple")
    return TypeParameterMethods.make(.typeVarTuple, name, a, flags: 0).value
  }

  /// `*Ts` is `Unpack[Ts]`.
  static func iterate(_ a: Args) throws(Raised) -> Value {
    let unpacked = try Subscript.get(try TypingSupport.helper("Unpack"), a[0])
    return try Iterate.iterator(TupleRef.of(unpacked).value)
  }
  static func substitute(_ a: Args) throws(Raised) -> Value {
    throw raise(.typeError, "Substitution of bare TypeVarTuple is not supported")
  }
  static func prepare(_ a: Args) throws(Raised) -> Value {
    try Call.function(
      try TypingSupport.helper("_typevartuple_prepare_subst"), a[0], a[1], a[2])
  }
}
