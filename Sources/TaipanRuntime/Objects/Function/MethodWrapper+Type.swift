/// The type `method-wrapper`.
enum MethodWrapperType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "method-wrapper", size: MemoryLayout<NativeFunctionLayout>.size, methods: methods,
    getSets: getSets)
}
