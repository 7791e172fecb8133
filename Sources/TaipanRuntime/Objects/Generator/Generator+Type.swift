/// The type `generator`.
enum GeneratorType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "generator", size: MemoryLayout<GeneratorLayout>.size, flags: [.weakReferable], methods: methods,
    getSets: getSets)
}
