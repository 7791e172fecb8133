/// The type `async_generator_asend`.
enum AsyncGeneratorSendType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "async_generator_asend", size: 40, methods: methods,
    getSets: getSets)
}
