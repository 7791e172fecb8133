/// The type `classmethod`.
enum ClassMethodType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "classmethod", size: 24, flags: [.baseable], dictWord: 2, methods: methods,
    getSets: getSets)
}
