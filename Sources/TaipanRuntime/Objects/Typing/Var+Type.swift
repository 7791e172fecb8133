/// The type `typing.TypeVar`.
enum TypeVarType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, name, *constraints, **kwargs)", new),
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
    NativeGetSet("__constraints__", TypeParameterMethods.constraints),
    NativeGetSet("__default__", TypeParameterMethods.standard),
    NativeGetSet("__covariant__", TypeParameterMethods.covariant),
    NativeGetSet("__contravariant__", TypeParameterMethods.contravariant),
    NativeGetSet("__infer_variance__", TypeParameterMethods.inferVariance),
    NativeGetSet("__dict__", GenericGetSets.getDict, set: GenericGetSets.setDict),
  ]
  static let spec = TypeSpec(
    "typing.TypeVar", size: 80, flags: [.weakReferable], dictWord: 1, methods: methods,
    getSets: getSets)

  static func new(_ a: Args) throws(Raised) -> Value {
    try TypeParameterMethods.checkKeywords(
      a, "typevar", ["name", "bound", "default", "covariant", "contravariant", "infer_variance"])
    let name = try TypeParameterMethods.name(a, "typevar")
    let flags = try TypeParameterMethods.variance(a)
    var bound = a.keyword("bound")
    if bound.isPresent, !bound.isNone {
      bound = try TypingSupport.check(bound, "Bound must be a type.")
    }
    let constraints = a.tuple(from: 2)
    if constraints.count == 1 {
      throw raise(.typeError, "A single constraint is not allowed")
    }
    if constraints.count > 0, bound.isPresent, !bound.isNone {
      throw raise(.typeError, "Constraints cannot be combined with bound=...")
    }
    for i in 0..<constraints.count {
      constraints.set(
        i,
        try TypingSupport.check(
          constraints[i], "TypeVar(name, constraint, ...): constraints must be types."))
    }
    let parameter = TypeParameterMethods.make(.typeVar, name, a, flags: flags)
    parameter.p.pointee.bound = bound
    if constraints.count > 0 { parameter.p.pointee.constraints = constraints.value }
    parameter.object.noteWrite()
    return parameter.value
  }

  static func substitute(_ a: Args) throws(Raised) -> Value {
    try Call.function(try TypingSupport.helper("_typevar_subst"), a[0], a[1])
  }

  /// Fills in the default where the arguments end before this parameter.
  static func prepare(_ a: Args) throws(Raised) -> Value {
    let parameters = try Iterate.tuple(try Attributes.get(a[1], "__parameters__"))
    let args = try Iterate.tuple(a[2])
    var index = 0
    while index < parameters.count, parameters[index] !== a[0] { index += 1 }
    if index < args.count { return a[2] }
    let standard = try TypeParameterMethods.standard(a)
    if index > args.count || standard === TypingSupport.noDefault {
      throw raise(
        .typeError,
        "Too few arguments for \(try Convert.str(a[1]).text); actual \(args.count), expected at least \(index + 1)"
      )
    }
    return try Operators.binary(args.value, TupleRef.of(standard).value, .add)
  }
}
