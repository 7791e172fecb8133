/// The type `dict_items`.
enum DictItemsType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "dict_items", size: 16, methods: methods,
    getSets: getSets)
}
