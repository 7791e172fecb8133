/// The type `typing.Generic`.
enum GenericType {
  static let methods: [NativeMethod] = [
    NativeMethod("__class_getitem__", "($type, *args, **kwargs)", classGetItem),
    NativeMethod("__init_subclass__", "($type, *args, **kwargs)", initSubclass),
  ]
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "typing.Generic", flags: [.baseable], traceKind: .none, methods: methods,
    getSets: getSets)

  static func classGetItem(_ a: Args) throws(Raised) -> Value {
    try Call.call(try TypingSupport.helper("_generic_class_getitem"), a)
  }
  static func initSubclass(_ a: Args) throws(Raised) -> Value {
    try Call.call(try TypingSupport.helper("_generic_init_subclass"), a)
  }
}
