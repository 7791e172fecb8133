/// The type `types.UnionType`.
enum UnionType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "types.UnionType", size: 32, flags: [.weakReferable], methods: methods,
    getSets: getSets)
}
