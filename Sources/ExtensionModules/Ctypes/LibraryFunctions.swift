// Loading of libraries for Python code.

import Glibc
import TaipanRuntime

enum LibraryFunctions {
  static let functions: [NativeMethod] = [
    NativeMethod("dlopen", "($module, name, flag=RTLD_NOW, /)", open),
    NativeMethod("dlclose", "($module, handle, /)", close),
    NativeMethod("dlsym", "($module, handle, name, /)", symbol),
  ]

  /// What the loader says of its last error; file names in it may be no text.
  private static func raiseFailure(_ kind: BuiltinType, _ fallback: String = "dlopen() error")
    throws(Raised) -> Raised
  {
    guard let text = dlerror() else { return raise(kind, fallback) }
    let bytes = SimpleCodes.bytes(text, count: strlen(text))
    return raise(
      kind, try Call.method(bytes, "decode", Value("utf-8"), Value("surrogateescape")))
  }

  /// The loader's handle for the program and what it was linked with.
  private static let program = dlopen(nil, RTLD_NOW)

  private static func handle(_ value: Value) throws(Raised) -> UnsafeMutableRawPointer? {
    UnsafeMutableRawPointer(bitPattern: UInt(SimpleCodes.lowWord(try Convert.index(value))))
  }

  private static func open(_ a: Args) throws(Raised) -> Value {
    let flags = a.count > 1 && a[1].isPresent ? try Convert.cInt(a[1]) : Int(RTLD_NOW)
    let mode = Int32(flags) | RTLD_NOW
    let handle: UnsafeMutableRawPointer?
    if a[0].isNone {
      handle = dlopen(nil, mode)
    } else {
      handle = dlopen(try path(a[0]), mode)
    }
    guard let handle else { throw try raiseFailure(.osError) }
    return Value(UInt(bitPattern: handle))
  }

  /// A file name as the system takes it.
  private static func path(_ value: Value) throws(Raised) -> UnsafePointer<CChar> {
    let encode = try Attributes.get(try Imports.importModule("os"), "fsencode")
    let bytes = BytesRef(try Call.function(encode, value))
    if memchr(bytes.data, 0, bytes.count) != nil {
      throw raise(.valueError, "embedded null byte")
    }
    return UnsafeRawPointer(bytes.data).assumingMemoryBound(to: CChar.self)
  }

  private static func close(_ a: Args) throws(Raised) -> Value {
    guard let handle = try handle(a[0]), dlclose(handle) == 0 else {
      throw try raiseFailure(.osError)
    }
    return .none
  }

  private static func symbol(_ a: Args) throws(Raised) -> Value {
    if !a[1].isStr {
      throw raise(.typeError, "dlsym() argument 2 must be str, not \(a[1].argumentTypeName)")
    }
    let address = try find(a[1], in: a[0], failure: .osError)
    return Value(UInt(bitPattern: address))
  }

  /// The address of a name in a library.
  ///
  /// - Throws: an error of the given class where there is none.
  static func find(
    _ name: Value, in library: Value, failure kind: BuiltinType, what: String = "symbol"
  ) throws(Raised) -> UnsafeMutableRawPointer {
    let text =
      name.isStr
      ? StrRef(name).text
      : StrRef.utf8(
        BytesRef(name).data, count: BytesRef(name).count
      ).text
    if text.utf8.contains(0) { throw raise(.valueError, "embedded null character") }
    let handle = try handle(library)
    _ = dlerror()
    if let address = dlsym(handle, text) { return address }
    if handle == program, let address = PythonInterface.address(of: text) { return address }
    // Where the loader has nothing to say the name is there, and its address is null.
    throw try raiseFailure(kind, "\(what) '\(text)' not found")
  }
}
