/// The type `NotImplementedType`.
enum NotImplementedType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "NotImplementedType", traceKind: .none, methods: methods,
    getSets: getSets)
}
