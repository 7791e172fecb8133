/// The type `async_generator_athrow`.
enum AsyncGeneratorThrowType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "async_generator_athrow", size: 48, methods: methods,
    getSets: getSets)
}
