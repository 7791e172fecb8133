/// The type `dict_values`.
enum DictValuesType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "dict_values", size: 16, methods: methods,
    getSets: getSets)
}
