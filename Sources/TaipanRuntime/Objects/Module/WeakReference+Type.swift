/// The type `weakref.ReferenceType`.
enum WeakReferenceType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "weakref.ReferenceType", size: 32, flags: [.baseable], methods: methods,
    getSets: getSets)
}
