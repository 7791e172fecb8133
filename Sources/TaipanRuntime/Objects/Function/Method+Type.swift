/// The type `method`.
enum MethodType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "method", size: 24, flags: [.weakReferable], methods: methods,
    getSets: getSets)
}
