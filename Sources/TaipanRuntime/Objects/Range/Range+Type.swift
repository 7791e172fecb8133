/// The type `range`.
enum RangeType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "range", size: 40, flags: [.matchesSequence], methods: methods,
    getSets: getSets)
}
