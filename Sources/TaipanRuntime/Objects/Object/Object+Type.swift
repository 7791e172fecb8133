/// The type `object`.
enum ObjectType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "object", flags: [.baseable], traceKind: .none, methods: methods,
    getSets: getSets)
}
