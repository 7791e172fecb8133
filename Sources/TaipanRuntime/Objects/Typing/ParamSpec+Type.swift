/// The type `typing.ParamSpec`.
enum ParamSpecType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, name, **kwargs)", new),
    NativeMethod("__repr__", "($self, /)", TypeParameterMethods.repr),
    NativeMethod("__or__", "($self, value, /)", TypeParameterMethods.or),
    NativeMethod("__ror__", "($self, value, /)", TypeParameterMethods.reflectedOr),
    NativeMethod("__reduce__", "($self, /)", TypeParameterMethods.getName),
    NativeMethod("__mro_entries__", "($self, bases, /)", TypingSupport.cannotSubclass),
    NativeMethod("__typing_subst__", "($self, arg, /)", substitute),
    NativeMethod("__typing_prepare_subst__", "($self, alias, args, /)", prepare),
    NativeMethod("has_default", "($self, /)", TypeParameterMethods.hasDefault),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("__name__", TypeParameterMethods.getName),
    NativeGetSet("__bound__", TypeParameterMethods.bound),
    NativeGetSet("__default__", TypeParameterMethods.standard),
    NativeGetSet("__covariant__", TypeParameterMethods.covariant),
    NativeGetSet("__contravariant__", TypeParameterMethods.contravariant),
    NativeGetSet("__infer_variance__", TypeParameterMethods.inferVariance),
    NativeGetSet("args", args), NativeGetSet("kwargs", keywords),
    NativeGetSet("__dict__", GenericGetSets.getDict, set: GenericGetSets.setDict),
  ]
  static let spec = TypeSpec(
    "typing.ParamSpec", size: 80, flags: [.weakReferable], dictWord: 1, methods: methods,
    getSets: getSets)

  static func new(_ a: Args) throws(Raised) -> Value {
    try TypeParameterMethods.checkKeywords(
      a, "paramspec", ["name", "bound", "default", "covariant", "contravariant", "infer_variance"])
    let name = try TypeParameterMethods.name(a, "paramspec")
    let flags = try TypeParameterMethods.variance(a)
    var bound = a.keyword("bound")
    if bound.isPresent, !bound.isNone {
      bound = try TypingSupport.check(bound, "Bound must be a type.")
    }
    let parameter = TypeParameterMethods.make(.paramSpec, name, a, flags: flags)
    parameter.object.store(bound, at: parameter.object.word(3))
    return parameter.value
  }

  private static func part(_ type: BuiltinType, _ origin: Value) -> Value {
    let object = Heap.allocateZeroed(16, Header(shape: .of(type)))
    object.word(1).pointee = origin
    return Value(object)
  }
  static func args(_ a: Args) throws(Raised) -> Value { part(.paramSpecArgs, a[0]) }
  static func keywords(_ a: Args) throws(Raised) -> Value { part(.paramSpecKwargs, a[0]) }

  static func substitute(_ a: Args) throws(Raised) -> Value {
    try Call.function(try TypingSupport.helper("_paramspec_subst"), a[0], a[1])
  }
  static func prepare(_ a: Args) throws(Raised) -> Value {
    try Call.function(try TypingSupport.helper("_paramspec_prepare_subst"), a[0], a[1], a[2])
  }
}
