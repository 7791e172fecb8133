// The functions of OpenSSL's libcrypto for streams, errors and random numbers. Declared here, not by its
// headers: the library is loaded at run time, and these signatures belong to its stable interface (3.x).

import TaipanRuntime

final class LibcryptoStreams {
  typealias CText = UnsafePointer<CChar>
  typealias Bytes = UnsafePointer<UInt8>
  typealias Room = UnsafeMutablePointer<UInt8>
  typealias WriteCallback = @convention(c) (SSLObject?, UnsafePointer<CChar>?, Int32) -> Int32
  typealias ReadCallback = @convention(c) (SSLObject?, UnsafeMutablePointer<CChar>?, Int32) -> Int32
  typealias ControlCallback =
    @convention(c) (SSLObject?, Int32, Int, UnsafeMutableRawPointer?) -> Int
  typealias LifeCallback = @convention(c) (SSLObject?) -> Int32

  // Streams (BIO)
  let new: @convention(c) (SSLObject) -> SSLObject?
  let free: @convention(c) (SSLObject?) -> Int32
  let retain: @convention(c) (SSLObject) -> Int32
  let memoryKind: @convention(c) () -> SSLObject
  let overBytes: @convention(c) (UnsafeRawPointer?, Int32) -> SSLObject?
  let openFile: @convention(c) (CText, CText) -> SSLObject?
  let control: @convention(c) (SSLObject, Int32, Int, UnsafeMutableRawPointer?) -> Int
  let pending: @convention(c) (SSLObject) -> Int
  let read: @convention(c) (SSLObject, UnsafeMutableRawPointer?, Int32) -> Int32
  let write: @convention(c) (SSLObject, UnsafeRawPointer?, Int32) -> Int32
  let setFlags: @convention(c) (SSLObject, Int32) -> Void
  let clearFlags: @convention(c) (SSLObject, Int32) -> Void
  let testFlags: @convention(c) (SSLObject, Int32) -> Int32
  let data: @convention(c) (SSLObject) -> UnsafeMutableRawPointer?
  let setData: @convention(c) (SSLObject, UnsafeMutableRawPointer?) -> Void
  let setReady: @convention(c) (SSLObject, Int32) -> Void

  // Kinds of streams
  let newIndex: @convention(c) () -> Int32
  let newKind: @convention(c) (Int32, CText) -> SSLObject?
  let setWrite: @convention(c) (SSLObject, WriteCallback) -> Int32
  let setRead: @convention(c) (SSLObject, ReadCallback) -> Int32
  let setControl: @convention(c) (SSLObject, ControlCallback) -> Int32
  let setCreate: @convention(c) (SSLObject, LifeCallback) -> Int32

  // Errors
  let lastError: @convention(c) () -> UInt
  let firstError: @convention(c) () -> UInt
  let clearErrors: @convention(c) () -> Void
  let errorReason: @convention(c) (UInt) -> CText?

  // Random numbers, memory, version
  let addRandomness: @convention(c) (UnsafeRawPointer?, Int32, Double) -> Void
  let randomBytes: @convention(c) (Room, Int32) -> Int32
  let hasRandomness: @convention(c) () -> Int32
  let freeMemory: @convention(c) (UnsafeMutableRawPointer?, CText?, Int32) -> Void
  let versionNumber: @convention(c) () -> UInt
  let versionText: @convention(c) (Int32) -> CText

  /// The loaded library; nil where there is none.
  nonisolated(unsafe) static let shared: LibcryptoStreams? = {
    guard let library = DynamicLibrary(["libcrypto.so.3"]) else { return nil }
    return try? LibcryptoStreams(library)
  }()

  private init(_ library: DynamicLibrary) throws(MissingSymbol) {
    new = try library.function("BIO_new")
    free = try library.function("BIO_free")
    retain = try library.function("BIO_up_ref")
    memoryKind = try library.function("BIO_s_mem")
    overBytes = try library.function("BIO_new_mem_buf")
    openFile = try library.function("BIO_new_file")
    control = try library.function("BIO_ctrl")
    pending = try library.function("BIO_ctrl_pending")
    read = try library.function("BIO_read")
    write = try library.function("BIO_write")
    setFlags = try library.function("BIO_set_flags")
    clearFlags = try library.function("BIO_clear_flags")
    testFlags = try library.function("BIO_test_flags")
    data = try library.function("BIO_get_data")
    setData = try library.function("BIO_set_data")
    setReady = try library.function("BIO_set_init")
    newIndex = try library.function("BIO_get_new_index")
    newKind = try library.function("BIO_meth_new")
    setWrite = try library.function("BIO_meth_set_write")
    setRead = try library.function("BIO_meth_set_read")
    setControl = try library.function("BIO_meth_set_ctrl")
    setCreate = try library.function("BIO_meth_set_create")
    lastError = try library.function("ERR_peek_last_error")
    firstError = try library.function("ERR_peek_error")
    clearErrors = try library.function("ERR_clear_error")
    errorReason = try library.function("ERR_reason_error_string")
    addRandomness = try library.function("RAND_add")
    randomBytes = try library.function("RAND_bytes")
    hasRandomness = try library.function("RAND_status")
    freeMemory = try library.function("CRYPTO_free")
    versionNumber = try library.function("OpenSSL_version_num")
    versionText = try library.function("OpenSSL_version")
  }
}
