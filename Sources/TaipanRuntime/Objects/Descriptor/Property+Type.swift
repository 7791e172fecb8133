/// The type `property`.
enum PropertyType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "property", size: MemoryLayout<PropertyLayout>.size, flags: [.baseable], methods: methods,
    getSets: getSets)
}
