/// The type `weakref.ProxyType`.
enum WeakProxyType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "weakref.ProxyType", size: 32, methods: methods,
    getSets: getSets)
}
