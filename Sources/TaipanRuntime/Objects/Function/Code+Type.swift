/// The type `code`.
enum CodeType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "code", size: MemoryLayout<CodeLayout>.size, flags: [.weakReferable], methods: methods,
    getSets: getSets)
}
