/// The type `cell`.
enum CellType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "cell", size: 16, methods: methods,
    getSets: getSets)
}
