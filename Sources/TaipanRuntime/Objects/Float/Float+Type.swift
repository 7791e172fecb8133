/// The type `float`.
enum FloatType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "float", size: 16, flags: [.baseable, .subFloat, .matchesSelf], traceKind: .none, methods: methods,
    getSets: getSets)
}
