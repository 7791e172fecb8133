/// The type `bytes`.
enum BytesType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "bytes", size: 24, flags: [.baseable, .subBytes, .trailingAttributes, .matchesSelf], traceKind: .none, methods: methods,
    getSets: getSets)
}
