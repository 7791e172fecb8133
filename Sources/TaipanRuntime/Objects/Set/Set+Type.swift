/// The type `set`.
enum SetType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "set", size: 48, flags: [.baseable, .subSet, .matchesSelf, .weakReferable], traceKind: .set, methods: methods,
    getSets: getSets)
}
