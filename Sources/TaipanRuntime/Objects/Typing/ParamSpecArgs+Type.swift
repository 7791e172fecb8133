/// The type `typing.ParamSpecArgs`.
enum ParamSpecArgsType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "typing.ParamSpecArgs", size: 16, methods: methods,
    getSets: getSets)
}
