/// The type `method_descriptor`.
enum MethodDescriptorType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "method_descriptor", size: MemoryLayout<NativeFunctionLayout>.size, flags: [.isMethodDescriptor], methods: methods,
    getSets: getSets)
}
