// The types of None, NotImplemented and Ellipsis.

enum NoneType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, /)", new),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__bool__", "($self, /)", bool),
    NativeMethod("__hash__", "($self, /)", hash),
    NativeMethod("__or__", "($self, value, /)", TypeType.union),
    NativeMethod("__ror__", "($self, value, /)", TypeType.reflectedUnion),
  ]
  static let spec = TypeSpec("NoneType", traceKind: .none, methods: methods)
  static func new(_ a: Args) throws(Raised) -> Value { .none }
  static func repr(_ a: Args) throws(Raised) -> Value { Value("None") }
  static func bool(_ a: Args) throws(Raised) -> Value { .false }
  static func hash(_ a: Args) throws(Raised) -> Value { Value(0xFCA8_6420) }
}

enum NotImplementedType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, /)", new),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__reduce__", "($self, /)", repr),
    NativeMethod("__bool__", "($self, /)", bool),
  ]
  static let spec = TypeSpec("NotImplementedType", traceKind: .none, methods: methods)
  static func new(_ a: Args) throws(Raised) -> Value { .notImplemented }
  static func repr(_ a: Args) throws(Raised) -> Value { Value("NotImplemented") }
  static func bool(_ a: Args) throws(Raised) -> Value {
    try Warnings.warn(
      .deprecationWarning, "NotImplemented should not be used in a boolean context")
    return .true
  }
}

enum EllipsisType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, /)", new),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__reduce__", "($self, /)", repr),
  ]
  static let spec = TypeSpec("ellipsis", traceKind: .none, methods: methods)
  static func new(_ a: Args) throws(Raised) -> Value { .ellipsis }
  static func repr(_ a: Args) throws(Raised) -> Value { Value("Ellipsis") }
}
