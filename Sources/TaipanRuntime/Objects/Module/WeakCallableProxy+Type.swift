/// The type `weakref.CallableProxyType`.
enum WeakCallableProxyType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "weakref.CallableProxyType", size: 32, methods: methods,
    getSets: getSets)
}
