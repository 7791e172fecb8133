/// The type `bool`.
enum BoolType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "bool", size: 16, flags: [.matchesSelf], traceKind: .none, methods: methods,
    getSets: getSets)
}
