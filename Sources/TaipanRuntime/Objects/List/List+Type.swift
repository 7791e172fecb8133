/// The type `list`.
enum ListType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "list", size: 32, flags: [.baseable, .subList, .matchesSequence, .matchesSelf], traceKind: .list, methods: methods,
    getSets: getSets)
}
