/// The type `typing.TypeAliasType`.
enum TypeAliasType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "typing.TypeAliasType", size: 48, flags: [.weakReferable], methods: methods,
    getSets: getSets)
}
