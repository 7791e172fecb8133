// The module `_pickle`: what `pickle` uses in place of its own classes.

import TaipanRuntime

public enum PickleModule {
  static let pickleError = NativeError("PickleError", module: "_pickle", base: .exception)
  static let picklingError = NativeError(
    "PicklingError", module: "_pickle", baseType: pickleError.type)
  static let unpicklingError = NativeError(
    "UnpicklingError", module: "_pickle", baseType: pickleError.type)

  static let functions: [NativeMethod] = [
    NativeMethod(
      "dump",
      "($module, /, obj, file, protocol=None, *, fix_imports=True, buffer_callback=None)",
      dump),
    NativeMethod(
      "dumps", "($module, /, obj, protocol=None, *, fix_imports=True, buffer_callback=None)",
      dumps),
    NativeMethod(
      "load",
      "($module, /, file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())",
      load),
    NativeMethod(
      "loads",
      "($module, data, /, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())",
      loads),
  ]

  public static func make() -> ModuleRef {
    let module = NativeModules.make("_pickle", functions)
    module.dict.setStr("PickleError", pickleError.type)
    module.dict.setStr("PicklingError", picklingError.type)
    module.dict.setStr("UnpicklingError", unpicklingError.type)
    module.dict.setStr("Pickler", PicklerObject.type.value)
    module.dict.setStr("Unpickler", UnpicklerObject.type.value)
    module.dict.setStr("PickleBuffer", PickleBufferObject.type.value)
    Buffers.registerViews(PickleBufferObject.type)
    return module
  }

  /// A dict of `copyreg`.
  ///
  /// - Throws: RuntimeError where something else was put in its place.
  static func registry(_ name: String) throws(Raised) -> Value {
    let value = try Attributes.get(try Imports.importModule("copyreg"), name)
    if value.isDict { return value }
    throw raise(.runtimeError, "copyreg.\(name) should be a dict, not \(value.typeName)")
  }

  static func dump(_ a: Args) throws(Raised) -> Value {
    let pickler = PicklerRef.make(PicklerObject.type)
    try pickler.start(
      write: try PicklerObject.write(of: a[1]), protocol: a[2], fixImports: a[3],
      bufferCallback: a[4])
    try pickler.dump(a[0])
    try pickler.flush()
    return .none
  }

  static func dumps(_ a: Args) throws(Raised) -> Value {
    let pickler = PicklerRef.make(PicklerObject.type)
    try pickler.start(write: .none, protocol: a[1], fixImports: a[2], bufferCallback: a[3])
    try pickler.dump(a[0])
    let bytes = pickler.takeOutput()
    PicklerRef.release(pickler.object)
    return bytes.value
  }

  static func load(_ a: Args) throws(Raised) -> Value {
    let unpickler = UnpicklerRef.make(UnpicklerObject.type)
    try UnpicklerObject.setFile(unpickler, a[0], UnpicklerRef.Options(a, from: 1))
    return try unpickler.load()
  }

  static func loads(_ a: Args) throws(Raised) -> Value {
    // What may change while it is read is copied.
    let bytes = a[0].isBytes ? BytesRef(a[0]) : try copied(a[0])
    let unpickler = UnpicklerRef.make(UnpicklerObject.type)
    try unpickler.start(UnpicklerRef.Options(a, from: 1))
    unpickler.setSource(bytes)
    let value = try unpickler.load()
    UnpicklerRef.release(unpickler.object)
    return value
  }

  private static func copied(_ value: Value) throws(Raised) -> BytesRef {
    let buffer = try Buffers.read(value)
    guard let start = buffer.baseAddress else { return .empty }
    return BytesRef.make(start, count: buffer.count)
  }
}
