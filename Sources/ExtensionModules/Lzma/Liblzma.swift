// The functions of liblzma that `_lzma` uses, and the structs they take. Declared here, not by its headers: the
// library is loaded at run time, and these layouts belong to its stable interface (liblzma.so.5).

import Glibc
import TaipanRuntime

struct Liblzma {
  typealias Pointer = UnsafeMutableRawPointer
  typealias Filters = UnsafeMutablePointer<LzmaFilter>

  let easyEncoder: @convention(c) (Pointer, UInt32, Int32) -> Int32
  let streamEncoder: @convention(c) (Pointer, UnsafeRawPointer, Int32) -> Int32
  let aloneEncoder: @convention(c) (Pointer, UnsafeRawPointer) -> Int32
  let rawEncoder: @convention(c) (Pointer, UnsafeRawPointer) -> Int32
  let autoDecoder: @convention(c) (Pointer, UInt64, UInt32) -> Int32
  let streamDecoder: @convention(c) (Pointer, UInt64, UInt32) -> Int32
  let aloneDecoder: @convention(c) (Pointer, UInt64) -> Int32
  let rawDecoder: @convention(c) (Pointer, UnsafeRawPointer) -> Int32
  let code: @convention(c) (Pointer, Int32) -> Int32
  let end: @convention(c) (Pointer) -> Void
  let check: @convention(c) (Pointer) -> Int32
  let isCheckSupported: @convention(c) (Int32) -> UInt8
  /// Nonzero for a preset that does not exist.
  let preset: @convention(c) (Pointer, UInt32) -> UInt8
  let propertiesSize: @convention(c) (UnsafeMutablePointer<UInt32>, UnsafeRawPointer) -> Int32
  let encodeProperties: @convention(c) (UnsafeRawPointer, UnsafeMutablePointer<UInt8>) -> Int32
  let decodeProperties:
    @convention(c) (Pointer, UnsafeRawPointer?, UnsafePointer<UInt8>, Int) -> Int32

  /// The loaded library; nil where there is none.
  static let shared: Liblzma? = {
    guard let library = DynamicLibrary(["liblzma.so.5"]) else { return nil }
    return try? Liblzma(library)
  }()

  private init(_ library: DynamicLibrary) throws(MissingSymbol) {
    easyEncoder = try library.function("lzma_easy_encoder")
    streamEncoder = try library.function("lzma_stream_encoder")
    aloneEncoder = try library.function("lzma_alone_encoder")
    rawEncoder = try library.function("lzma_raw_encoder")
    autoDecoder = try library.function("lzma_auto_decoder")
    streamDecoder = try library.function("lzma_stream_decoder")
    aloneDecoder = try library.function("lzma_alone_decoder")
    rawDecoder = try library.function("lzma_raw_decoder")
    code = try library.function("lzma_code")
    end = try library.function("lzma_end")
    check = try library.function("lzma_get_check")
    isCheckSupported = try library.function("lzma_check_is_supported")
    preset = try library.function("lzma_lzma_preset")
    propertiesSize = try library.function("lzma_properties_size")
    encodeProperties = try library.function("lzma_properties_encode")
    decodeProperties = try library.function("lzma_properties_decode")
  }
}

/// `lzma_filter`.
struct LzmaFilter {
  var id: UInt64
  var options: UnsafeMutableRawPointer?
}

/// Byte offsets in `lzma_options_lzma`, of 112 bytes; all fields but the dictionary are 32 bits.
enum LzmaOptions {
  static let size = 112
  static let fields: [(name: StaticString, offset: Int)] = [
    ("dict_size", 0), ("lc", 20), ("lp", 24), ("pb", 28), ("mode", 32), ("nice_len", 36),
    ("mf", 40), ("depth", 44),
  ]
  /// `lzma_options_delta`, of 40 bytes, and the distance in it; `lzma_options_bcj` is a start offset.
  static let deltaSize = 40
  static let deltaDistance = 4
  static let branchSize = 4
}

/// `lzma_stream`, of 136 bytes, in memory of its own.
struct LzmaStream {
  let memory: UnsafeMutableRawPointer

  init() {
    memory = .allocate(byteCount: 136, alignment: 16)
    memset(memory, 0, 136)
  }
  init(address: UnsafeMutableRawPointer) { memory = address }

  func free() {
    Liblzma.shared.unsafelyUnwrapped.end(memory)
    memory.deallocate()
  }

  func setInput(_ start: UnsafePointer<UInt8>?, _ count: Int) {
    memory.storeBytes(of: start, as: UnsafePointer<UInt8>?.self)
    memory.storeBytes(of: count, toByteOffset: 8, as: Int.self)
  }
  var inputLeft: Int { memory.load(fromByteOffset: 8, as: Int.self) }

  func setOutput(_ start: UnsafeMutablePointer<UInt8>?, _ count: Int) {
    memory.storeBytes(of: start, toByteOffset: 24, as: UnsafeMutablePointer<UInt8>?.self)
    memory.storeBytes(of: count, toByteOffset: 32, as: Int.self)
  }
  var outputLeft: Int { memory.load(fromByteOffset: 32, as: Int.self) }
}
