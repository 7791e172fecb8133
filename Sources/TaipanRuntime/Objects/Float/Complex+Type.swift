/// The type `complex`.
enum ComplexType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "complex", size: 24, flags: [.baseable], traceKind: .none, methods: methods,
    getSets: getSets)
}
