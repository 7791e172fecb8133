/// The type `super`.
enum SuperType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "super", size: MemoryLayout<SuperLayout>.size, flags: [.baseable], methods: methods,
    getSets: getSets)
}
