/// The type `dict_keys`.
enum DictKeysType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "dict_keys", size: 16, methods: methods,
    getSets: getSets)
}
