/// The type `typing.ParamSpecKwargs`.
enum ParamSpecKwargsType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "typing.ParamSpecKwargs", size: 16, methods: methods,
    getSets: getSets)
}
