/// The type `mappingproxy`.
enum MappingProxyType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "mappingproxy", size: 16, flags: [.matchesMapping], methods: methods,
    getSets: getSets)
}
