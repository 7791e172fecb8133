/// The type `classmethod_descriptor`.
enum ClassMethodDescriptorType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "classmethod_descriptor", size: MemoryLayout<NativeFunctionLayout>.size, methods: methods,
    getSets: getSets)
}
