/// The type `table_buffer`.
enum TableBufferType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "table_buffer", size: 16, traceKind: .tableBuffer, methods: methods,
    getSets: getSets)
}
