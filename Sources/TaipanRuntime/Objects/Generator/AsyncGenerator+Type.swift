/// The type `async_generator`.
enum AsyncGeneratorType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "async_generator", size: MemoryLayout<GeneratorLayout>.size, flags: [.weakReferable], methods: methods,
    getSets: getSets)
}
