/// The type `typing.NoDefaultType`.
enum NoDefaultType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, /)", new),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__reduce__", "($self, /)", reduce),
  ]
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "typing.NoDefaultType", traceKind: .none, methods: methods,
    getSets: getSets)

  static func new(_ a: Args) throws(Raised) -> Value { TypingSupport.noDefault }
  static func repr(_ a: Args) throws(Raised) -> Value { Value("typing.NoDefault") }
  static func reduce(_ a: Args) throws(Raised) -> Value { Value("NoDefault") }
}
