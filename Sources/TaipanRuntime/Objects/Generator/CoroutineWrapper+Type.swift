/// The type `coroutine_wrapper`.
enum CoroutineWrapperType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "coroutine_wrapper", size: 16, methods: methods,
    getSets: getSets)
}
