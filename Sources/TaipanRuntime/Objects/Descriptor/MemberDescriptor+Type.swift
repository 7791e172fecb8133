/// The type `member_descriptor`.
enum MemberDescriptorType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "member_descriptor", size: MemoryLayout<MemberLayout>.size, methods: methods,
    getSets: getSets)
}
