/// The type `staticmethod`.
enum StaticMethodType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "staticmethod", size: 24, flags: [.baseable], dictWord: 2, methods: methods,
    getSets: getSets)
}
