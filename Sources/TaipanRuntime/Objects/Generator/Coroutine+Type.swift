/// The type `coroutine`.
enum CoroutineType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "coroutine", size: MemoryLayout<GeneratorLayout>.size, flags: [.weakReferable], methods: methods,
    getSets: getSets)
}
