/// The type `bytearray`.
enum ByteArrayType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "bytearray", size: ByteArrayLayout.size, flags: [.baseable, .matchesSelf], methods: methods,
    getSets: getSets)
}
