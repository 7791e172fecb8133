/// The type `typing.TypeVarTuple`.
enum TypeVarTupleType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "typing.TypeVarTuple", size: 80, flags: [.weakReferable], dictWord: 1, methods: methods,
    getSets: getSets)
}
