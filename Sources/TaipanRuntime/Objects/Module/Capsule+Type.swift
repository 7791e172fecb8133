/// The type `types.CapsuleType`.
enum CapsuleType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "types.CapsuleType", size: 24, methods: methods,
    getSets: getSets)
}
