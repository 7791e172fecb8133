/// The type `frozenset`.
enum FrozenSetType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "frozenset", size: 48, flags: [.baseable, .subFrozenSet, .matchesSelf, .weakReferable], traceKind: .set, methods: methods,
    getSets: getSets)
}
