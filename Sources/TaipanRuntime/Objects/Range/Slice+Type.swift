/// The type `slice`.
enum SliceType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "slice", size: 32, methods: methods,
    getSets: getSets)
}
