/// The type `FrameLocalsProxy`.
enum FrameLocalsProxyType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "FrameLocalsProxy", size: 16, flags: [.matchesMapping], methods: methods,
    getSets: getSets)
}
