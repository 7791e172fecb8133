/// The type `NoneType`.
enum NoneType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "NoneType", traceKind: .none, methods: methods,
    getSets: getSets)
}
