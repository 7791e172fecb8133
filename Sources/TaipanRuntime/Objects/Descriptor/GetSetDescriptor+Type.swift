/// The type `getset_descriptor`.
enum GetSetDescriptorType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "getset_descriptor", size: MemoryLayout<GetSetLayout>.size, methods: methods,
    getSets: getSets)
}
