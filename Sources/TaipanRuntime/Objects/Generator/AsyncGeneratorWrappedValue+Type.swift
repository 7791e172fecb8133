/// The type `async_generator_wrapped_value`.
enum AsyncGeneratorWrappedValueType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "async_generator_wrapped_value", size: 16, methods: methods,
    getSets: getSets)
}
