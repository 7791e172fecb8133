/// The type `function`.
enum FunctionType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "function", size: MemoryLayout<FunctionLayout>.size, flags: [.weakReferable, .isMethodDescriptor], dictWord: 15, methods: methods,
    getSets: getSets)
}
