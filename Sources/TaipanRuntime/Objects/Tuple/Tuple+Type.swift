/// The type `tuple`.
enum TupleType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "tuple", size: 24, flags: [.baseable, .subTuple, .trailingAttributes, .matchesSequence, .matchesSelf], traceKind: .tuple, methods: methods,
    getSets: getSets)
}
