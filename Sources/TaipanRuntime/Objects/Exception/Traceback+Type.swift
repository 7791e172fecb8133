/// The type `traceback`.
enum TracebackType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "traceback", size: MemoryLayout<TracebackLayout>.size, methods: methods,
    getSets: getSets)
}
