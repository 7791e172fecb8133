// The module `_uuid`: identifiers made of the time, over libuuid, whose daemon keeps them apart between processes.

import TaipanRuntime

public enum UuidModule {
  /// `uuid_generate_time_safe` of libuuid.so.1: fills 16 bytes; 0 where no other process can get the same.
  private typealias Generate = @convention(c) (UnsafeMutablePointer<UInt8>) -> Int32
  private static let generate: Generate? = DynamicLibrary(["libuuid.so.1"])?.find(
    "uuid_generate_time_safe")

  /// - Throws: ImportError without libuuid.
  public static func make() throws(Raised) -> ModuleRef {
    if generate == nil { throw DynamicLibrary.missing("_uuid", "libuuid (libuuid.so.1)") }
    let module = NativeModules.make("_uuid", functions)
    module.dict.setStr("has_uuid_generate_time_safe", Value(1))
    return module
  }

  private static let functions: [NativeMethod] = [
    NativeMethod("generate_time_safe", "($module, /)", generateTimeSafe)
  ]

  private static func generateTimeSafe(_ a: Args) throws(Raised) -> Value {
    let bytes = BytesRef.make(count: 16)
    let status = generate.unsafelyUnwrapped(bytes.data)
    return TupleRef.of(bytes.value, Value(Int(status))).value
  }
}
