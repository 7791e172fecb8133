/// The type `typing.ParamSpec`.
enum ParamSpecType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "typing.ParamSpec", size: 80, flags: [.weakReferable], dictWord: 1, methods: methods,
    getSets: getSets)
}
