// The functions of libffi that `_ctypes` uses. Declared here, not by its headers: the library is loaded at run time,
// and these layouts belong to its stable interface (libffi.so.8, and 7 before).

import Glibc
import TaipanRuntime

/// `ffi_type`: how a value is passed.
struct FFIType {
  var size = 0
  var alignment: UInt16 = 0
  var kind: UInt16 = 0
  /// The types of a struct's members, null at the end.
  var elements: UnsafeMutablePointer<FFITypeRef?>?

  static let structure: UInt16 = 13
}

typealias FFITypeRef = UnsafeMutablePointer<FFIType>

struct Libffi {
  typealias Raw = UnsafeMutableRawPointer
  /// What a closure calls: call interface, place of the result, places of the arguments, user data.
  typealias ClosureBody =
    @convention(c) (Raw?, Raw?, UnsafeMutablePointer<Raw?>?, Raw?) -> Void

  let prepare: @convention(c) (Raw, UInt32, UInt32, Raw?, Raw?) -> UInt32
  let prepareVariadic: @convention(c) (Raw, UInt32, UInt32, UInt32, Raw?, Raw?) -> UInt32
  let call: @convention(c) (Raw, Raw, Raw, Raw?) -> Void
  let allocateClosure: @convention(c) (Int, UnsafeMutablePointer<Raw?>) -> Raw?
  let freeClosure: @convention(c) (Raw) -> Void
  let prepareClosure: @convention(c) (Raw, Raw, ClosureBody, Raw?, Raw?) -> UInt32

  let void: FFITypeRef
  let pointer: FFITypeRef
  let float: FFITypeRef
  let double: FFITypeRef
  let longDouble: FFITypeRef
  /// By the logarithm of the size.
  let signed: [FFITypeRef]
  let unsigned: [FFITypeRef]

  /// `FFI_DEFAULT_ABI`.
  #if arch(x86_64)
    static let abi: UInt32 = 2
  #else
    static let abi: UInt32 = 1
  #endif
  /// Bytes of `ffi_cif` and `ffi_closure`, with room for what other machines have in them.
  static let interfaceSize = 64
  static let closureSize = 128

  /// The loaded library; nil where there is none.
  static let loaded: Libffi? = {
    guard let library = DynamicLibrary(["libffi.so.8", "libffi.so.7"]) else { return nil }
    return try? Libffi(library)
  }()

  /// The library, for code that runs only once the module was made.
  static var shared: Libffi { loaded.unsafelyUnwrapped }

  private init(_ library: DynamicLibrary) throws(MissingSymbol) {
    prepare = try library.function("ffi_prep_cif")
    prepareVariadic = try library.function("ffi_prep_cif_var")
    call = try library.function("ffi_call")
    allocateClosure = try library.function("ffi_closure_alloc")
    freeClosure = try library.function("ffi_closure_free")
    prepareClosure = try library.function("ffi_prep_closure_loc")
    void = try library.function("ffi_type_void")
    pointer = try library.function("ffi_type_pointer")
    float = try library.function("ffi_type_float")
    double = try library.function("ffi_type_double")
    longDouble = try library.function("ffi_type_longdouble")
    signed = [
      try library.function("ffi_type_sint8"), try library.function("ffi_type_sint16"),
      try library.function("ffi_type_sint32"), try library.function("ffi_type_sint64"),
    ]
    unsigned = [
      try library.function("ffi_type_uint8"), try library.function("ffi_type_uint16"),
      try library.function("ffi_type_uint32"), try library.function("ffi_type_uint64"),
    ]
  }
}
