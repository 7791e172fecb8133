/// The type `value_buffer`.
enum ValueBufferType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "value_buffer", size: 16, traceKind: .valueBuffer, methods: methods,
    getSets: getSets)
}
