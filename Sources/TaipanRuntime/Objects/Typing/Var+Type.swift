/// The type `typing.TypeVar`.
enum TypeVarType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "typing.TypeVar", size: 80, flags: [.weakReferable], dictWord: 1, methods: methods,
    getSets: getSets)
}
