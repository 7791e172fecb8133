/// The type `ellipsis`.
enum EllipsisType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "ellipsis", traceKind: .none, methods: methods,
    getSets: getSets)
}
