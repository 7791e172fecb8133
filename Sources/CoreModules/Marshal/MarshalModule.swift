// The module `marshal`.

import TaipanRuntime

public enum MarshalModule {
  public static func make() -> ModuleRef {
    let module = NativeModules.make("marshal", functions)
    module.dict.setStr("version", Value(4))
    return module
  }

  static let functions: [NativeMethod] = [
    NativeMethod("dumps", "($module, value, version=4, /, *, allow_code=True)", dumps),
    NativeMethod("dump", "($module, value, file, version=4, /, *, allow_code=True)", dump),
    NativeMethod("loads", "($module, bytes, /, *, allow_code=True)", loads),
    NativeMethod("load", "($module, file, /, *, allow_code=True)", load),
  ]

  static func dumps(_ a: Args) throws(Raised) -> Value {
    var writer = MarshalWriter(version: a[1].isPresent ? try Convert.machineInt(a[1]) : 4)
    try writer.write(a[0])
    return BytesRef.make(writer.bytes).value
  }

  static func dump(_ a: Args) throws(Raised) -> Value {
    var writer = MarshalWriter(version: a[2].isPresent ? try Convert.machineInt(a[2]) : 4)
    try writer.write(a[0])
    return try Call.method(a[1], "write", BytesRef.make(writer.bytes).value)
  }

  static func loads(_ a: Args) throws(Raised) -> Value {
    if a[0].isBytes {
      let bytes = BytesRef(a[0])
      var reader = MarshalReader(bytes.data, count: bytes.count)
      return try withExtendedLifetime(a) { () throws(Raised) in try reader.read() }
    }
    if a[0].isInstance(of: .byteArray) {
      let array = ByteArrayRef(a[0])
      var reader = MarshalReader(array.data, count: array.count)
      return try reader.read()
    }
    let copy = try Call.function(BuiltinType.bytes.value, a[0])
    guard copy.isBytes else {
      throw raise(.typeError, "a bytes-like object is required, not '\(a[0].typeName)'")
    }
    var reader = MarshalReader(BytesRef(copy).data, count: BytesRef(copy).count)
    return try reader.read()
  }

  static func load(_ a: Args) throws(Raised) -> Value {
    let data = try Call.method(a[0], "read")
    guard data.isBytes else {
      throw raise(.typeError, "file.read() returned not bytes but \(data.typeName)")
    }
    let bytes = BytesRef(data)
    var reader = MarshalReader(bytes.data, count: bytes.count)
    let value = try reader.read()
    let unread = bytes.count - reader.position
    if unread > 0 { _ = try Call.method(a[0], "seek", Value(-unread), Value(1)) }
    return value
  }
}
