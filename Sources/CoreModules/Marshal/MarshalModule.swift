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

  private static func marshalled(
    _ value: Value, _ version: Value, _ allowCode: Value
  ) throws(Raised) -> Value {
    var writer = MarshalWriter(
      version: version.isPresent ? try Convert.machineInt(version) : 4,
      allowsCode: try allows(allowCode))
    defer { writer.free() }
    try writer.write(value)
    return BytesRef.make(writer.bytes).value
  }

  private static func allows(_ code: Value) throws(Raised) -> Bool {
    code.isPresent ? try Convert.truth(code) : true
  }

  static func dumps(_ a: Args) throws(Raised) -> Value { try marshalled(a[0], a[1], a[2]) }

  static func dump(_ a: Args) throws(Raised) -> Value {
    try Call.method(a[1], "write", try marshalled(a[0], a[2], a[3]))
  }

  static func loads(_ a: Args) throws(Raised) -> Value {
    // Most bytes to be loaded are a view of a file's content: they are read where they are.
    let shown = TaipanRuntime.BytesLike.immutable(a[0])
    let bytes: Value
    if let shown {
      bytes = shown.owner
    } else {
      bytes = try TaipanRuntime.BytesLike.contiguous(a[0])
    }
    if bytes.isAbsent { throw TaipanRuntime.BytesLike.required(a[0]) }
    let buffer = shown?.bytes ?? TaipanRuntime.BytesLike.buffer(bytes)
    guard let start = buffer.baseAddress else {
      throw raise(.eofError, "EOF read where object expected")
    }
    var reader = MarshalReader(start, count: buffer.count, allowsCode: try allows(a[1]))
    return try withExtendedLifetime(bytes) { () throws(Raised) in try reader.read() }
  }

  static func load(_ a: Args) throws(Raised) -> Value {
    let nothing = try Call.method(a[0], "read", Value(0))
    guard nothing.isBytes else {
      throw raise(.typeError, "file.read() returned not bytes but \(nothing.typeName)")
    }
    var reader = MarshalReader(file: a[0], allowsCode: try allows(a[1]))
    return try reader.read()
  }
}
