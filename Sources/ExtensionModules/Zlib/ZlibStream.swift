// One deflate or inflate stream, in memory of its own.

import CTaipan
import Glibc
import TaipanRuntime

struct ZlibStream {
  private struct State {
    var stream = z_stream()
    var isDeflating = false
    var isStarted = false
    var isAtEnd = false
    /// Input of the last run that the library was not even shown.
    var unseen = 0
  }

  private let state: UnsafeMutablePointer<State>

  init() {
    state = UnsafeMutablePointer<State>.allocate(capacity: 1)
    state.initialize(to: State())
  }

  /// The stream that an object keeps as an address.
  init(address: Int) { state = UnsafeMutablePointer(bitPattern: address).unsafelyUnwrapped }
  var address: Int { Int(bitPattern: state) }

  /// The end of the compressed data was seen.
  var isAtEnd: Bool { state.pointee.isAtEnd }
  /// Input bytes that the last run left over.
  var unread: Int { Int(state.pointee.stream.avail_in) + state.pointee.unseen }

  func startDeflate(
    _ level: Int32, _ method: Int32, _ bits: Int32, _ memory: Int32, _ strategy: Int32
  )
    -> Int32
  {
    state.pointee.isDeflating = true
    let code = taipan_deflate_init(&state.pointee.stream, level, method, bits, memory, strategy)
    state.pointee.isStarted = code == Z_OK
    return code
  }

  func startInflate(_ bits: Int32) -> Int32 {
    let code = taipan_inflate_init(&state.pointee.stream, bits)
    state.pointee.isStarted = code == Z_OK
    return code
  }

  func setDictionary(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
    let count = UInt32(bytes.count)
    return state.pointee.isDeflating
      ? deflateSetDictionary(&state.pointee.stream, bytes.baseAddress, count)
      : inflateSetDictionary(&state.pointee.stream, bytes.baseAddress, count)
  }

  /// A stream in the same state; nil without memory.
  func copy() -> ZlibStream? {
    let other = ZlibStream()
    other.state.pointee.isDeflating = state.pointee.isDeflating
    other.state.pointee.isAtEnd = state.pointee.isAtEnd
    if !state.pointee.isStarted { return other }
    let code =
      state.pointee.isDeflating
      ? deflateCopy(&other.state.pointee.stream, &state.pointee.stream)
      : inflateCopy(&other.state.pointee.stream, &state.pointee.stream)
    if code != Z_OK {
      other.end()
      return nil
    }
    other.state.pointee.isStarted = true
    return other
  }

  /// Gives back the library's memory, a quarter of a megabyte, without waiting for a collection. What
  /// can be asked of a stream that ended stays.
  private func close() {
    if !state.pointee.isStarted { return }
    state.pointee.isStarted = false
    if state.pointee.isDeflating {
      deflateEnd(&state.pointee.stream)
    } else {
      inflateEnd(&state.pointee.stream)
    }
  }

  /// Frees the stream; it must not be used again.
  func end() {
    close()
    state.deinitialize(count: 1)
    state.deallocate()
  }

  /// Feeds input and takes the output, at most `limit` bytes of it.
  ///
  /// - Parameter dictionary: preset dictionary, asked for by some streams.
  /// - Throws: zlib.error.
  func run(
    _ input: UnsafeBufferPointer<UInt8>, flush: Int32, limit: Int,
    dictionary: UnsafeBufferPointer<UInt8>? = nil
  ) throws(Raised) -> [UInt8] {
    var output: [UInt8] = []
    var chunk = 16384
    var offset = 0
    state.pointee.stream.avail_in = 0
    while true {
      if state.pointee.stream.avail_in == 0, offset < input.count {
        let count = min(input.count - offset, 1 << 30)
        state.pointee.stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress! + offset)
        state.pointee.stream.avail_in = UInt32(count)
        offset += count
      }
      let isLast = offset == input.count
      let room = min(chunk, limit - output.count)
      let code = step(&output, room, isLast ? flush : Z_NO_FLUSH)
      if code == Z_NEED_DICT, let dictionary {
        let result = setDictionary(dictionary)
        if result != Z_OK { throw failed(result, "while setting zdict") }
        continue
      }
      if code == Z_STREAM_END {
        state.pointee.isAtEnd = true
        close()
        break
      }
      if code != Z_OK, code != Z_BUF_ERROR {
        let what = state.pointee.isDeflating ? "while compressing data" : "while decompressing data"
        throw failed(code, what)
      }
      if output.count >= limit { break }
      if isLast, state.pointee.stream.avail_in == 0, state.pointee.stream.avail_out != 0 { break }
      if code == Z_BUF_ERROR, state.pointee.stream.avail_out != 0 { break }
      chunk = min(chunk * 2, 1 << 24)
    }
    state.pointee.unseen = input.count - offset
    return output
  }

  private func step(_ output: inout [UInt8], _ room: Int, _ flush: Int32) -> Int32 {
    let start = output.count
    output.append(contentsOf: repeatElement(0, count: room))
    let code = output.withUnsafeMutableBufferPointer { memory in
      state.pointee.stream.next_out = memory.baseAddress! + start
      state.pointee.stream.avail_out = UInt32(room)
      return state.pointee.isDeflating
        ? deflate(&state.pointee.stream, flush) : inflate(&state.pointee.stream, flush)
    }
    output.removeLast(Int(state.pointee.stream.avail_out))
    return code
  }

  /// zlib.error of a code, with the library's message.
  func failed(_ code: Int32, _ what: String) -> Raised {
    var message = ""
    if code == Z_VERSION_ERROR {
      message = "library version mismatch"
    } else if let text = state.pointee.stream.msg {
      message = String(cString: text)
    } else {
      switch code {
      case Z_BUF_ERROR: message = "incomplete or truncated stream"
      case Z_STREAM_ERROR: message = "inconsistent stream state"
      case Z_DATA_ERROR: message = "invalid input data"
      default: break
      }
    }
    let suffix = message.isEmpty ? "" : ": \(message)"
    return ZlibModule.error.raised("Error \(code) \(what)\(suffix)")
  }
}
