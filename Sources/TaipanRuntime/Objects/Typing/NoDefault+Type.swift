/// The type `typing.NoDefaultType`.
enum NoDefaultType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "typing.NoDefaultType", traceKind: .none, methods: methods,
    getSets: getSets)
}
