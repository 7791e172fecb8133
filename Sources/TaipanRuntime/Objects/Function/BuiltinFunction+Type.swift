/// The type `builtin_function_or_method`.
enum BuiltinFunctionType {
  static let methods: [NativeMethod] = []
  static let getSets: [NativeGetSet] = []
  static let spec = TypeSpec(
    "builtin_function_or_method", size: MemoryLayout<NativeFunctionLayout>.size, flags: [.weakReferable], methods: methods,
    getSets: getSets)
}
