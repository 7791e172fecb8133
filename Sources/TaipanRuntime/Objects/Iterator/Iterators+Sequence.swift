/// The type `list_iterator`.
enum ListIteratorType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "list_iterator", size: 24, methods: methods,
    getSets: getSets)
}

/// The type `list_reverseiterator`.
enum ListReverseIteratorType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "list_reverseiterator", size: 24, methods: methods,
    getSets: getSets)
}

/// The type `tuple_iterator`.
enum TupleIteratorType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "tuple_iterator", size: 24, methods: methods,
    getSets: getSets)
}

/// The type `str_ascii_iterator`.
enum StrIteratorType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "str_ascii_iterator", size: 24, methods: methods,
    getSets: getSets)
}

/// The type `bytes_iterator`.
enum BytesIteratorType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "bytes_iterator", size: 24, methods: methods,
    getSets: getSets)
}

/// The type `bytearray_iterator`.
enum ByteArrayIteratorType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "bytearray_iterator", size: 24, methods: methods,
    getSets: getSets)
}

/// The type `memory_iterator`.
enum MemoryIteratorType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "memory_iterator", size: 24, methods: methods,
    getSets: getSets)
}

/// The type `callable_iterator`.
enum CallableIteratorType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "callable_iterator", size: 24, methods: methods,
    getSets: getSets)
}

/// The type `iterator`.
enum SequenceIteratorType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "iterator", size: 24, methods: methods,
    getSets: getSets)
}
