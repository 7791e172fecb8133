/// The type `type`.
enum TypeType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "type", size: TypeLayout.size, flags: [.baseable, .isMetatype, .weakReferable], methods: methods,
    getSets: getSets)
}
