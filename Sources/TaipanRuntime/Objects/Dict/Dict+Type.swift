/// The type `dict`.
enum DictType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "dict", size: 40, flags: [.baseable, .subDict, .matchesMapping, .matchesSelf], traceKind: .dict, methods: methods,
    getSets: getSets)
}
