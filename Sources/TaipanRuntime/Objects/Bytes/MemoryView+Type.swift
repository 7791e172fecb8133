/// The type `memoryview`.
enum MemoryViewType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "memoryview", size: 96, flags: [.matchesSequence, .weakReferable], methods: methods,
    getSets: getSets)
}
