// `from_param` of `c_char_p`, `c_wchar_p` and `c_void_p`.

import TaipanRuntime

enum SimpleConversions {
  static let text: [NativeMethod] = [
    NativeMethod(
      "from_param", "($type, value, /)",
      { a throws(Raised) in try convertText(a, "z", "c", "ctypes.c_char_p") })
  ]
  static let wideText: [NativeMethod] = [
    NativeMethod(
      "from_param", "($type, value, /)",
      { a throws(Raised) in try convertText(a, "Z", "u", "ctypes.c_wchar_p") })
  ]
  static let address: [NativeMethod] = [
    NativeMethod("from_param", "($type, value, /)", convertAddress)
  ]

  /// A Python value stored as an argument of type `code`.
  private static func stored(_ code: Unicode.Scalar, _ value: Value) throws(Raised) -> Value {
    let code = UInt8(ascii: code)
    let argument = CArgument.make(code, SimpleCodes.ffi(code))
    let kept = try SimpleCodes.store(code, value, argument.content, false)
    argument.p.pointee.object = kept
    argument.object.noteWrite()
    return argument.value
  }

  /// Whether a value is an array of the item type of this letter, or a pointer to such items.
  private static func leads(_ value: Value, to item: Unicode.Scalar) -> Bool {
    guard let info = CTypeInfo.of(instance: value), info.kind == .array || info.kind == .pointer,
      let itemInfo = CTypeInfo.of(class: info.p.pointee.item)
    else { return false }
    return itemInfo.code == UInt8(ascii: item)
  }

  /// Whether an argument is the address of an item of this letter.
  private static func isReference(_ value: Value, to item: Unicode.Scalar) -> Bool {
    guard let argument = CArgument(checking: value), argument.p.pointee.object.isPresent,
      let info = CTypeInfo.of(instance: argument.p.pointee.object)
    else { return false }
    return info.code == UInt8(ascii: item)
  }

  private static func substitute(_ a: Args, _ name: String) throws(Raised) -> Value {
    let substitute = try Attributes.lookup(a[1], CTypesNames.asParameter)
    if substitute.isPresent {
      try ThreadState.checkNativeStack(" while processing _as_parameter_")
      return try Call.method(a[0], "from_param", substitute)
    }
    throw raise(
      .typeError, "'\(a[1].typeName)' object cannot be interpreted as \(name)")
  }

  private static func convertText(
    _ a: Args, _ code: Unicode.Scalar, _ item: Unicode.Scalar, _ name: String
  ) throws(Raised) -> Value {
    let value = a[1]
    if value.isNone { return value }
    if code == "z" ? value.isBytes : value.isStr { return try stored(code, value) }
    if try Instances.isInstance(value, a[0]) { return value }
    if leads(value, to: item) || isReference(value, to: item) { return value }
    return try substitute(a, name)
  }

  private static func convertAddress(_ a: Args) throws(Raised) -> Value {
    let value = a[1]
    if value.isNone { return value }
    if value.isAnyInt { return try stored("P", value) }
    if value.isBytes { return try stored("z", value) }
    if value.isStr { return try stored("Z", value) }
    if try Instances.isInstance(value, a[0]) { return value }
    if let info = CTypeInfo.of(instance: value) {
      switch info.kind {
      case .array, .pointer: return value
      case .function: return addressArgument(CData(value), "P")
      case .simple where info.code == UInt8(ascii: "z") || info.code == UInt8(ascii: "Z"):
        return addressArgument(CData(value), "Z")
      default: break
      }
    }
    if let argument = CArgument(checking: value), argument.p.pointee.code == UInt8(ascii: "P") {
      return value
    }
    return try substitute(a, "ctypes.c_void_p")
  }

  /// The address that an object holds.
  private static func addressArgument(_ data: CData, _ code: Unicode.Scalar) -> Value {
    let argument = CArgument.make(UInt8(ascii: code), Libffi.shared.pointer)
    argument.content.storeBytes(of: data.target, as: UnsafeMutableRawPointer?.self)
    argument.p.pointee.object = data.value
    argument.object.noteWrite()
    return argument.value
  }
}
