// The module `_lzma`.

import TaipanRuntime

public enum LzmaModule {
  static let error = NativeError("LZMAError", module: "_lzma", base: .exception)
  static let defaultPreset: UInt32 = 6

  static let functions: [NativeMethod] = [
    NativeMethod("is_check_supported", "($module, check_id, /)", isCheckSupported),
    NativeMethod("_encode_filter_properties", "($module, filter, /)", LzmaFilters.encodeProperties),
    NativeMethod(
      "_decode_filter_properties", "($module, filter_id, encoded_props, /)",
      LzmaFilters.decodeProperties),
  ]
  private static let constants: [(StaticString, Int)] = [
    ("FORMAT_AUTO", 0), ("FORMAT_XZ", 1), ("FORMAT_ALONE", 2), ("FORMAT_RAW", 3),
    ("CHECK_NONE", 0), ("CHECK_CRC32", 1), ("CHECK_CRC64", 4), ("CHECK_SHA256", 10),
    ("CHECK_ID_MAX", 15), ("CHECK_UNKNOWN", 16), ("FILTER_LZMA1", 0x4000_0000_0000_0001),
    ("FILTER_LZMA2", 33), ("FILTER_DELTA", 3), ("FILTER_X86", 4), ("FILTER_POWERPC", 5),
    ("FILTER_IA64", 6), ("FILTER_ARM", 7), ("FILTER_ARMTHUMB", 8), ("FILTER_SPARC", 9),
    ("MF_HC3", 3), ("MF_HC4", 4), ("MF_BT2", 18), ("MF_BT3", 19), ("MF_BT4", 20),
    ("MODE_FAST", 1), ("MODE_NORMAL", 2), ("PRESET_DEFAULT", 6), ("PRESET_EXTREME", 0x8000_0000),
  ]

  public static func make() throws(Raised) -> ModuleRef {
    if Liblzma.shared == nil { throw DynamicLibrary.missing("_lzma", "liblzma.so.5") }
    let module = NativeModules.make("_lzma", functions)
    for (name, number) in constants { module.dict.setStr(name.interned, Value(number)) }
    module.dict.setStr("LZMAError", error.type)
    module.dict.setStr("LZMACompressor", LzmaCompressor.type.value)
    module.dict.setStr("LZMADecompressor", LzmaDecompressor.type.value)
    return module
  }

  static func isCheckSupported(_ a: Args) throws(Raised) -> Value {
    let check = Int32(try Convert.cInt(a[0]))
    return Value(Liblzma.shared.unsafelyUnwrapped.isCheckSupported(check) != 0)
  }

  /// `lzma_ret`: 0 and 1 for success and the end; 2 and 4 tell of the integrity check.
  ///
  /// - Throws: LZMAError or MemoryError of the others.
  static func check(_ code: Int32) throws(Raised) {
    switch code {
    case 0, 1, 2, 4: return
    case 3: throw error.raised("Unsupported integrity check")
    case 5: throw raise(.memoryError)
    case 6: throw error.raised("Memory usage limit exceeded")
    case 7: throw error.raised("Input format not supported by decoder")
    case 8: throw error.raised("Invalid or unsupported options")
    case 9: throw error.raised("Corrupt input data")
    case 10: throw error.raised("Insufficient buffer space")
    case 11: throw error.raised("Internal error")
    default: throw error.raised("Unrecognized error from liblzma: \(code)")
    }
  }
}
