/// The type `dict_keyiterator`.
enum DictKeyIteratorType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "dict_keyiterator", size: 40, methods: methods,
    getSets: getSets)
}

/// The type `dict_valueiterator`.
enum DictValueIteratorType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "dict_valueiterator", size: 40, methods: methods,
    getSets: getSets)
}

/// The type `dict_itemiterator`.
enum DictItemIteratorType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "dict_itemiterator", size: 40, methods: methods,
    getSets: getSets)
}

/// The type `dict_reversekeyiterator`.
enum DictReverseKeyIteratorType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "dict_reversekeyiterator", size: 40, methods: methods,
    getSets: getSets)
}

/// The type `dict_reversevalueiterator`.
enum DictReverseValueIteratorType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "dict_reversevalueiterator", size: 40, methods: methods,
    getSets: getSets)
}

/// The type `dict_reverseitemiterator`.
enum DictReverseItemIteratorType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "dict_reverseitemiterator", size: 40, methods: methods,
    getSets: getSets)
}

/// The type `set_iterator`.
enum SetIteratorType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "set_iterator", size: 40, methods: methods,
    getSets: getSets)
}
