/// The type `types.SimpleNamespace`.
enum SimpleNamespaceType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "types.SimpleNamespace", size: 16, flags: [.baseable], dictWord: 1, methods: methods,
    getSets: getSets)
}
