// The module `_imp`: what importlib needs of the interpreter.

import Glibc
import TaipanRuntime

public enum ImpModule {
  public static func make() -> ModuleRef {
    let module = NativeModules.make("_imp", functions)
    module.dict.setStr("check_hash_based_pycs", Value("default"))
    module.dict.setStr("pyc_magic_number_token", Value(0x0A0D0DF3))
    return module
  }

  static let functions: [NativeMethod] = [
    NativeMethod("acquire_lock", "($module, /)", nothing),
    NativeMethod("release_lock", "($module, /)", nothing),
    NativeMethod("lock_held", "($module, /)", no),
    NativeMethod("is_builtin", "($module, name, /)", isBuiltin),
    NativeMethod("is_frozen", "($module, name, /)", isFrozen),
    NativeMethod("is_frozen_package", "($module, name, /)", isFrozenPackage),
    NativeMethod("find_frozen", "($module, name, /, *, withdata=False)", findFrozen),
    NativeMethod("get_frozen_object", "($module, name, data=None, /)", getFrozenObject),
    NativeMethod("init_frozen", "($module, name, /)", none1),
    NativeMethod("create_builtin", "($module, spec, /)", createBuiltin),
    NativeMethod("exec_builtin", "($module, mod, /)", execBuiltin),
    NativeMethod("extension_suffixes", "($module, /)", extensionSuffixes),
    NativeMethod("create_dynamic", "($module, spec, file=None, /)", createDynamic),
    NativeMethod("exec_dynamic", "($module, mod, /)", execBuiltin),
    NativeMethod("source_hash", "($module, key, source)", sourceHash),
    NativeMethod("_fix_co_filename", "($module, code, path, /)", fixFileName),
    NativeMethod("_override_frozen_modules_for_tests", "($module, override, /)", none1),
    NativeMethod("_override_multi_interp_extensions_check", "($module, override, /)", none1),
    NativeMethod("_frozen_module_names", "($module, /)", frozenNames),
  ]

  static func nothing(_ a: Args) throws(Raised) -> Value { .none }
  static func none1(_ a: Args) throws(Raised) -> Value { .none }
  static func no(_ a: Args) throws(Raised) -> Value { .false }

  static func isBuiltin(_ a: Args) throws(Raised) -> Value {
    let name = try Convert.requireStr(a[0], "is_builtin() argument").text
    return Value(
      Imports.nativeMaker(name) == nil ? 0 : name == "sys" || name == "builtins" ? -1 : 1)
  }

  // CPython compiles the modules that every start imports into its executable, "frozen". Here their
  // code comes from the library, without a search along `sys.path`; the modules look the same.

  /// Loads the code of a frozen module by the name of its source ("importlib._bootstrap").
  nonisolated(unsafe) public static var frozenCode: ((String) throws(Raised) -> Value)?

  private static let frozenModules: [StaticString] = [
    "abc", "codecs", "io", "_collections_abc", "_sitebuiltins", "genericpath", "ntpath",
    "posixpath", "os", "site", "stat", "importlib.util", "importlib.machinery", "runpy",
  ]

  /// The names of the sources of all modules that are loaded as frozen ones.
  public static var frozenSources: [String] {
    ["importlib._bootstrap", "importlib._bootstrap_external"] + frozenModules.map { "\($0)" }
  }

  /// The name of the source of a frozen module; nil if the module is not frozen.
  private static func frozenSource(_ name: Value) -> String? {
    guard name.isStr else { return nil }
    let text = StrRef(name).text
    if text == "_frozen_importlib_external" { return "importlib._bootstrap_external" }
    return frozenModules.contains { $0.interned === Interning.intern(name) } ? text : nil
  }

  private static func requireFrozen(_ name: Value) throws(Raised) -> String {
    if let source = frozenSource(name) { return source }
    throw raise(.importError, "No such frozen object named \(try Convert.str(name).text)")
  }

  static func isFrozen(_ a: Args) throws(Raised) -> Value { Value(frozenSource(a[0]) != nil) }

  static func isFrozenPackage(_ a: Args) throws(Raised) -> Value {
    _ = try requireFrozen(a[0])
    return .false
  }

  static func findFrozen(_ a: Args) throws(Raised) -> Value {
    guard let source = frozenSource(a[0]) else { return .none }
    return TupleRef.of(.none, .false, Value(source)).value
  }

  static func getFrozenObject(_ a: Args) throws(Raised) -> Value {
    let source = try requireFrozen(a[0])
    guard let load = frozenCode else { throw raise(.importError, "frozen modules need a library") }
    return try load(source)
  }

  static func frozenNames(_ a: Args) throws(Raised) -> Value {
    let names = ListRef.make()
    for name in frozenModules { names.append(name.interned) }
    return names.value
  }

  static func createBuiltin(_ a: Args) throws(Raised) -> Value {
    let name = try Attributes.get(a[0], "name")
    let text = try Convert.requireStr(name, "name").text
    let present = Imports.modules.getStr(Interning.intern(name))
    if present.isPresent, text == "sys" || text == "builtins" { return present }
    guard let maker = Imports.nativeMaker(text) else { return .none }
    return try maker().value
  }

  static func execBuiltin(_ a: Args) throws(Raised) -> Value { Value(0) }

  static func extensionSuffixes(_ a: Args) throws(Raised) -> Value { ListRef.make().value }

  static func createDynamic(_ a: Args) throws(Raised) -> Value {
    let name = try Attributes.get(a[0], "name")
    throw raise(
      .importError,
      "extension modules built for CPython cannot be loaded: \(try Convert.str(name).text)")
  }

  /// SipHash-1-3 of the source under a 64-bit key.
  static func sourceHash(_ a: Args) throws(Raised) -> Value {
    guard a[1].isBytes else { throw raise(.typeError, "a bytes-like object is required") }
    let bytes = BytesRef(a[1])
    let key = UInt64(bitPattern: Int64(try Convert.machineInt(a[0])))
    let hash = StringHash.keyed(key, bytes.data, bytes.count)
    var out: [UInt8] = []
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      out.append(UInt8(truncatingIfNeeded: hash >> shift))
    }
    return BytesRef.make(out).value
  }

  static func fixFileName(_ a: Args) throws(Raised) -> Value {
    if a[0].isExactly(.code) { CodeRef(a[0]).replaceFileName(a[1]) }
    return .none
  }
}
