/// The type `anext_awaitable`.
enum AnextAwaitableType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "anext_awaitable", size: 24, methods: methods,
    getSets: getSets)
}
