/// The type `bool`.
public enum BoolType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", new),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__invert__", "($self, /)", invert),
    NativeMethod("__and__", "($self, value, /)", and),
    NativeMethod("__rand__", "($self, value, /)", and),
    NativeMethod("__xor__", "($self, value, /)", xor),
    NativeMethod("__rxor__", "($self, value, /)", xor),
    NativeMethod("__or__", "($self, value, /)", or),
    NativeMethod("__ror__", "($self, value, /)", or),
  ]
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "bool", size: 16, flags: [.matchesSelf], traceKind: .none, methods: methods,
    getSets: getSets,
    doc: """
      Returns True when the argument is true, False otherwise.
      The builtins True and False are the only two instances of the class bool.
      The class bool is a subclass of the class int, and cannot be subclassed.
      """)

  static func new(_ a: Args) throws(Raised) -> Value {
    _ = try Construction.type(a, .bool)
    try Construction.noKeywords("bool", a)
    if a.count > 2 {
      throw raise(.typeError, "bool expected at most 1 argument, got \(a.count - 1)")
    }
    return a.count == 2 ? Value(try Convert.truth(a[1])) : .false
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    Interning.intern(a[0].intSign != 0 ? "True" : "False")
  }

  static func invert(_ a: Args) throws(Raised) -> Value {
    try warnAboutInversion()
    return Value(smallInt: a[0].intSign != 0 ? -2 : -1)
  }

  /// - Throws: the warning, where the filters turn it into an exception.
  public static func warnAboutInversion() throws(Raised) {
    try Warnings.warn(
      .deprecationWarning,
      "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns "
        + "the bitwise inversion of the underlying int object and is usually not what you expect "
        + "from negating a bool. Use the 'not' operator for boolean negation or ~int(x) if you "
        + "really want the bitwise inversion of the underlying int.")
  }

  private static func logical(_ a: Args, _ operation: IntMath.Bitwise) -> Value {
    if !a[1].isAnyInt { return .notImplemented }
    let result = IntMath.bitwise(a[0].exactInt, a[1].exactInt, operation)
    return a[0].isBool && a[1].isBool ? Value(result.intSign != 0) : result
  }

  static func and(_ a: Args) throws(Raised) -> Value { logical(a, .and) }
  static func or(_ a: Args) throws(Raised) -> Value { logical(a, .or) }
  static func xor(_ a: Args) throws(Raised) -> Value { logical(a, .xor) }
}
