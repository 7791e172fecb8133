/// The type `int`.
enum IntType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", new),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__hash__", "($self, /)", hash),
    NativeMethod("__lt__", "($self, value, /)", lt),
    NativeMethod("__le__", "($self, value, /)", le),
    NativeMethod("__eq__", "($self, value, /)", eq),
    NativeMethod("__ne__", "($self, value, /)", ne),
    NativeMethod("__gt__", "($self, value, /)", gt),
    NativeMethod("__ge__", "($self, value, /)", ge),
    NativeMethod("__add__", "($self, value, /)", add),
    NativeMethod("__radd__", "($self, value, /)", radd),
    NativeMethod("__sub__", "($self, value, /)", sub),
    NativeMethod("__rsub__", "($self, value, /)", rsub),
    NativeMethod("__mul__", "($self, value, /)", mul),
    NativeMethod("__rmul__", "($self, value, /)", rmul),
    NativeMethod("__mod__", "($self, value, /)", mod),
    NativeMethod("__rmod__", "($self, value, /)", rmod),
    NativeMethod("__divmod__", "($self, value, /)", divmod),
    NativeMethod("__rdivmod__", "($self, value, /)", rdivmod),
    NativeMethod("__pow__", "($self, value, mod=None, /)", pow),
    NativeMethod("__rpow__", "($self, value, mod=None, /)", rpow),
    NativeMethod("__neg__", "($self, /)", neg),
    NativeMethod("__pos__", "($self, /)", exact),
    NativeMethod("__abs__", "($self, /)", abs),
    NativeMethod("__bool__", "($self, /)", bool),
    NativeMethod("__invert__", "($self, /)", invert),
    NativeMethod("__lshift__", "($self, value, /)", lshift),
    NativeMethod("__rlshift__", "($self, value, /)", rlshift),
    NativeMethod("__rshift__", "($self, value, /)", rshift),
    NativeMethod("__rrshift__", "($self, value, /)", rrshift),
    NativeMethod("__and__", "($self, value, /)", and),
    NativeMethod("__rand__", "($self, value, /)", and),
    NativeMethod("__xor__", "($self, value, /)", xor),
    NativeMethod("__rxor__", "($self, value, /)", xor),
    NativeMethod("__or__", "($self, value, /)", or),
    NativeMethod("__ror__", "($self, value, /)", or),
    NativeMethod("__int__", "($self, /)", exact),
    NativeMethod("__float__", "($self, /)", float),
    NativeMethod("__floordiv__", "($self, value, /)", floordiv),
    NativeMethod("__rfloordiv__", "($self, value, /)", rfloordiv),
    NativeMethod("__truediv__", "($self, value, /)", truediv),
    NativeMethod("__rtruediv__", "($self, value, /)", rtruediv),
    NativeMethod("__index__", "($self, /)", exact),
    NativeMethod("conjugate", "($self, /)", exact),
    NativeMethod("bit_length", "($self, /)", bitLength),
    NativeMethod("bit_count", "($self, /)", bitCount),
    NativeMethod(
      "to_bytes", "($self, /, length=1, byteorder='big', *, signed=False)", toBytes),
    NativeMethod(
      "from_bytes", "($type, /, bytes, byteorder='big', *, signed=False)", fromBytes),
    NativeMethod("as_integer_ratio", "($self, /)", asIntegerRatio),
    NativeMethod("is_integer", "($self, /)", isInteger),
    NativeMethod("__trunc__", "($self, /)", exact),
    NativeMethod("__floor__", "($self, /)", exact),
    NativeMethod("__ceil__", "($self, /)", exact),
    NativeMethod("__round__", "($self, ndigits=<unrepresentable>, /)", round),
    NativeMethod("__getnewargs__", "($self, /)", getNewArgs),
    NativeMethod("__format__", "($self, format_spec, /)", format),
    NativeMethod("__sizeof__", "($self, /)", sizeOf),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("real", exact), NativeGetSet("imag", zero), NativeGetSet("numerator", exact),
    NativeGetSet("denominator", one),
  ]
  static let spec = TypeSpec(
    "int", size: 16, flags: [.baseable, .subInt, .trailingAttributes, .matchesSelf],
    traceKind: .none, methods: methods, getSets: getSets,
    doc: """
      int([x]) -> integer
      int(x, base=10) -> integer

      Convert a number or string to an integer, or return 0 if no arguments
      are given.  If x is a number, return x.__int__().  For floating-point
      numbers, this truncates towards zero.

      If x is not a number or if base is given, then x must be a string,
      bytes, or bytearray instance representing an integer literal in the
      given base.  The literal can be preceded by '+' or '-' and be surrounded
      by whitespace.  The base defaults to 10.  Valid bases are 0 and 2-36.
      Base 0 means to interpret the base from the string as an integer literal.
      >>> int('0b100', base=0)
      4
      """)
}
