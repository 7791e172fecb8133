/// The type `wrapper_descriptor`.
enum SlotWrapperType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "wrapper_descriptor", size: MemoryLayout<NativeFunctionLayout>.size, flags: [.isMethodDescriptor], methods: methods,
    getSets: getSets)
}
