/// The type `str`.
enum StrType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "str", size: 24, flags: [.baseable, .subStr, .trailingAttributes, .matchesSelf], traceKind: .none, methods: methods,
    getSets: getSets)
}
