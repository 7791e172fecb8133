/// The type `module`.
enum ModuleType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "module", size: 16, flags: [.baseable, .weakReferable], dictWord: 1, methods: methods,
    getSets: getSets)
}
