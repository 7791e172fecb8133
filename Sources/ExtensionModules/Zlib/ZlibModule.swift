// The module `zlib`.

import CTaipan
import Glibc
import TaipanRuntime

public enum ZlibModule {
  static let error = NativeError("error", module: "zlib", base: .exception)

  static let functions: [NativeMethod] = [
    NativeMethod("adler32", "($module, data, value=1, /)", adler),
    NativeMethod("crc32", "($module, data, value=0, /)", crc),
    NativeMethod(
      "compress", "($module, data, /, level=Z_DEFAULT_COMPRESSION, wbits=MAX_WBITS)", compress),
    NativeMethod(
      "decompress", "($module, data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE)", decompress),
    NativeMethod(
      "compressobj",
      "($module, /, level=Z_DEFAULT_COMPRESSION, method=DEFLATED, wbits=MAX_WBITS, memLevel=DEF_MEM_LEVEL, strategy=Z_DEFAULT_STRATEGY, zdict=None)",
      CompressObject.make),
    NativeMethod(
      "decompressobj", "($module, /, wbits=MAX_WBITS, zdict=b'')", DecompressObject.make),
  ]

  static let constants: [(StaticString, Int)] = [
    ("DEFLATED", 8), ("DEF_BUF_SIZE", 16384), ("DEF_MEM_LEVEL", 8), ("MAX_WBITS", 15),
    ("Z_BEST_COMPRESSION", 9), ("Z_BEST_SPEED", 1), ("Z_BLOCK", 5), ("Z_DEFAULT_COMPRESSION", -1),
    ("Z_DEFAULT_STRATEGY", 0), ("Z_FILTERED", 1), ("Z_FINISH", 4), ("Z_FIXED", 4),
    ("Z_FULL_FLUSH", 3), ("Z_HUFFMAN_ONLY", 2), ("Z_NO_COMPRESSION", 0), ("Z_NO_FLUSH", 0),
    ("Z_PARTIAL_FLUSH", 1), ("Z_RLE", 3), ("Z_SYNC_FLUSH", 2), ("Z_TREES", 6),
  ]

  public static func make() -> ModuleRef {
    let module = NativeModules.make("zlib", functions)
    let dict = module.dict
    for (name, value) in constants { dict.setStr(name.interned, Value(value)) }
    let version = Value(String(cString: zlibVersion()))
    dict.setStr("ZLIB_VERSION", version)
    dict.setStr("ZLIB_RUNTIME_VERSION", version)
    dict.setStr("error", error.type)
    dict.setStr("_ZlibDecompressor", PlainDecompressor.type.value)
    return module
  }

  // MARK: Checksums

  /// A checksum over parts of at most 1 GB: the library counts bytes in 32 bits.
  private static func sum(
    _ a: Args, _ start: UInt, _ step: (UInt, UnsafePointer<UInt8>, UInt32) -> UInt
  ) throws(Raised) -> Value {
    let bytes = try Buffers.read(a[0])
    var value = a.count > 1 ? UInt(truncatingIfNeeded: try maskedInt(a[1])) : start
    var at = 0
    while at < bytes.count {
      let count = min(bytes.count - at, 1 << 30)
      value = step(value, bytes.baseAddress! + at, UInt32(count))
      at += count
    }
    return Value(value & 0xFFFF_FFFF)
  }

  private static func maskedInt(_ value: Value) throws(Raised) -> Int {
    let masked = try Operators.binary(try Convert.index(value), Value(0xFFFF_FFFF), .and)
    return masked.asMachineInt ?? 0
  }

  static func crc(_ a: Args) throws(Raised) -> Value { try sum(a, 0) { crc32($0, $1, $2) } }
  static func adler(_ a: Args) throws(Raised) -> Value { try sum(a, 1) { adler32($0, $1, $2) } }

  // MARK: Whole texts

  static func compress(_ a: Args) throws(Raised) -> Value {
    let bytes = try Buffers.read(a[0])
    let level = a[1].isPresent ? try Descriptors.int32(a[1]) : -1
    let windowBits = a[2].isPresent ? try Descriptors.int32(a[2]) : 15
    let stream = ZlibStream()
    defer { stream.end() }
    let code = stream.startDeflate(level, 8, windowBits, 8, 0)
    if code == Z_MEM_ERROR { throw raise(.memoryError) }
    if code != Z_OK { throw error.raised("Bad compression level") }
    let output = try stream.run(bytes, flush: Z_FINISH, limit: .max)
    return BytesRef.make(output).value
  }

  static func decompress(_ a: Args) throws(Raised) -> Value {
    let bytes = try Buffers.read(a[0])
    let windowBits = a[1].isPresent ? try Descriptors.int32(a[1]) : 15
    if a[2].isPresent, try Convert.machineInt(a[2]) <= 0 {
      throw raise(.valueError, "bufsize must be greater than zero")
    }
    let stream = ZlibStream()
    defer { stream.end() }
    let code = stream.startInflate(windowBits)
    if code != Z_OK { throw stream.failed(code, "while preparing to decompress data") }
    let output = try stream.run(bytes, flush: Z_SYNC_FLUSH, limit: .max)
    if !stream.isAtEnd { throw stream.failed(Z_BUF_ERROR, "while decompressing data") }
    return BytesRef.make(output).value
  }
}
