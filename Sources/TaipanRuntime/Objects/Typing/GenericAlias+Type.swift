/// The type `types.GenericAlias`.
enum GenericAliasType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "types.GenericAlias", size: 48, flags: [.baseable, .weakReferable], methods: methods,
    getSets: getSets)
}
