/// The type `typing.Generic`.
enum GenericType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "typing.Generic", flags: [.baseable], traceKind: .none, methods: methods,
    getSets: getSets)
}
