/// The type `frame`.
enum FrameType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "frame", size: MemoryLayout<FrameLayout>.size, methods: methods,
    getSets: getSets)
}
