/// The type `enumerate`.
enum EnumerateType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "enumerate", size: 24, flags: [.baseable], methods: methods,
    getSets: getSets)
}

/// The type `reversed`.
enum ReversedType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "reversed", size: 24, flags: [.baseable], methods: methods,
    getSets: getSets)
}

/// The type `zip`.
enum ZipType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "zip", size: 24, flags: [.baseable], methods: methods,
    getSets: getSets)
}

/// The type `map`.
enum MapType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "map", size: 24, flags: [.baseable], methods: methods,
    getSets: getSets)
}

/// The type `filter`.
enum FilterType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "filter", size: 24, flags: [.baseable], methods: methods,
    getSets: getSets)
}
