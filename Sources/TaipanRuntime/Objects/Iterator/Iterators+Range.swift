/// The type `range_iterator`.
enum RangeIteratorType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "range_iterator", size: 32, traceKind: .none, methods: methods,
    getSets: getSets)
}

/// The type `longrange_iterator`.
enum LongRangeIteratorType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "longrange_iterator", size: 32, methods: methods,
    getSets: getSets)
}
