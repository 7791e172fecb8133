/// The type `int`.
enum IntType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "int", size: 16, flags: [.baseable, .subInt, .trailingAttributes, .matchesSelf], traceKind: .none, methods: methods,
    getSets: getSets)
}
