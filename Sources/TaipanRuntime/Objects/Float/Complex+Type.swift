/// The type `complex`.
enum ComplexType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", new),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__hash__", "($self, /)", hash),
    NativeMethod("__lt__", "($self, value, /)", unordered),
    NativeMethod("__le__", "($self, value, /)", unordered),
    NativeMethod("__eq__", "($self, value, /)", eq),
    NativeMethod("__ne__", "($self, value, /)", ne),
    NativeMethod("__gt__", "($self, value, /)", unordered),
    NativeMethod("__ge__", "($self, value, /)", unordered),
    NativeMethod("__add__", "($self, value, /)", add),
    NativeMethod("__radd__", "($self, value, /)", radd),
    NativeMethod("__sub__", "($self, value, /)", sub),
    NativeMethod("__rsub__", "($self, value, /)", rsub),
    NativeMethod("__mul__", "($self, value, /)", mul),
    NativeMethod("__rmul__", "($self, value, /)", rmul),
    NativeMethod("__pow__", "($self, value, mod=None, /)", pow),
    NativeMethod("__rpow__", "($self, value, mod=None, /)", rpow),
    NativeMethod("__neg__", "($self, /)", neg),
    NativeMethod("__pos__", "($self, /)", exact),
    NativeMethod("__abs__", "($self, /)", abs),
    NativeMethod("__bool__", "($self, /)", bool),
    NativeMethod("__truediv__", "($self, value, /)", truediv),
    NativeMethod("__rtruediv__", "($self, value, /)", rtruediv),
    NativeMethod("conjugate", "($self, /)", conjugate),
    NativeMethod("__complex__", "($self, /)", exact),
    NativeMethod("__getnewargs__", "($self, /)", getNewArgs),
    NativeMethod("__format__", "($self, format_spec, /)", format),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("real", real), NativeGetSet("imag", imaginary),
  ]
  static let spec = TypeSpec(
    "complex", size: 24, flags: [.baseable], traceKind: .none, methods: methods,
    getSets: getSets,
    doc: """
      Create a complex number from a string or numbers.

      If a string is given, parse it as a complex number.
      If a single number is given, convert it to a complex number.
      If the 'real' or 'imag' arguments are given, create a complex number
      with the specified real and imaginary components.
      """)
}
