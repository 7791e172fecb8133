// `_lzma.LZMACompressor` and `_lzma.LZMADecompressor`.

import Glibc
import TaipanRuntime

struct LzmaLayout {
  var header: Header
  /// An `LzmaStream`; nil once freed.
  var stream: UnsafeMutableRawPointer?
  /// Input that waits, or what followed the end of the stream.
  var rest: Value
  var check: Int
  var isAtEnd: Bool
  var needsInput: Bool
}

struct LzmaRef: TypedRef {
  let p: UnsafeMutablePointer<LzmaLayout>
  private static let chunk = 32768

  var stream: LzmaStream { LzmaStream(address: p.pointee.stream.unsafelyUnwrapped) }

  static func make(_ type: TypeRef) -> LzmaRef {
    let object = Instances.allocate(type)
    let ref = LzmaRef(object)
    ref.p.pointee.stream = LzmaStream().memory
    ref.p.pointee.rest = BytesRef.empty.value
    ref.p.pointee.needsInput = true
    Heap.releaseWhenDead(object)
    return ref
  }

  static func release(_ object: ObjectRef) {
    let ref = LzmaRef(object)
    if ref.p.pointee.stream != nil { ref.stream.free() }
    ref.p.pointee.stream = nil
  }

  /// Runs the stream over input until it has no more to say, or `limit` bytes are there.
  ///
  /// - Parameter finishes: no more input will come.
  /// - Returns: the output, and how many input bytes are left.
  /// - Throws: LZMAError.
  func run(_ input: UnsafeBufferPointer<UInt8>, finishes: Bool, limit: Int) throws(Raised)
    -> (output: [UInt8], left: Int)
  {
    let library = Liblzma.shared.unsafelyUnwrapped
    let stream = stream
    var output: [UInt8] = []
    var chunk = LzmaRef.chunk
    stream.setInput(input.baseAddress, input.count)
    defer { stream.setInput(nil, 0) }
    while true {
      let start = output.count
      let room = min(chunk, limit - start)
      output.append(contentsOf: repeatElement(0, count: room))
      let code = output.withUnsafeMutableBufferPointer { memory in
        stream.setOutput(memory.baseAddress! + start, room)
        return library.code(stream.memory, finishes ? 3 : 0)
      }
      output.removeLast(stream.outputLeft)
      // Running out of input or of room is no error here.
      if code != 10 { try LzmaModule.check(code) }
      if code == 2 || code == 4 { p.pointee.check = Int(library.check(stream.memory)) }
      if code == 1 {
        p.pointee.isAtEnd = true
        break
      }
      if output.count >= limit { break }
      let isDrained = stream.inputLeft == 0 && stream.outputLeft != 0
      if isDrained, !finishes || code == 10 { break }
      if code == 10, stream.outputLeft != 0 { break }
      chunk = min(chunk * 2, 1 << 24)
    }
    return (output, stream.inputLeft)
  }
}

enum LzmaCompressor {
  static let methods: [NativeMethod] = [
    NativeMethod(
      "__new__", "($type, format=FORMAT_XZ, check=-1, preset=None, filters=None)", new),
    NativeMethod("compress", "($self, data, /)", compress),
    NativeMethod("flush", "($self, /)", flush),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "_lzma.LZMACompressor", size: MemoryLayout<LzmaLayout>.size, flags: [.baseable],
      methods: methods + Unpicklable.methods, releaser: LzmaRef.release))

  static func new(_ a: Args) throws(Raised) -> Value {
    let format = a[1].isPresent ? try Convert.cInt(a[1]) : 1
    var check = a[2].isPresent ? Int32(try Convert.cInt(a[2])) : -1
    let presetValue = a[3].isPresent ? a[3] : .none
    let filters = a[4].isPresent ? a[4] : .none
    if !presetValue.isNone, !filters.isNone {
      throw raise(.valueError, "Cannot specify both preset and filter chain")
    }
    let preset =
      presetValue.isNone ? LzmaModule.defaultPreset : try LzmaFilters.number32(presetValue)
    if format != 1, check != -1, check != 0 {
      throw raise(.valueError, "Integrity checks are only supported by FORMAT_XZ")
    }
    if check == -1 { check = 4 }
    let ref = LzmaRef.make(TypeRef(a[0]))
    let library = Liblzma.shared.unsafelyUnwrapped
    let stream = ref.stream.memory
    switch format {
    case 1:
      if filters.isNone {
        try LzmaModule.check(library.easyEncoder(stream, preset, check))
      } else {
        let chain = try LzmaChain.make(filters)
        try LzmaModule.check(library.streamEncoder(stream, chain.filters, check))
      }
    case 2: try startAlone(stream, preset, filters)
    case 3:
      if filters.isNone { throw raise(.valueError, "Must specify filters for FORMAT_RAW") }
      let chain = try LzmaChain.make(filters)
      try LzmaModule.check(library.rawEncoder(stream, chain.filters))
    default: throw raise(.valueError, "Invalid container format: \(format)")
    }
    return ref.value
  }

  private static func startAlone(
    _ stream: UnsafeMutableRawPointer, _ preset: UInt32, _ filters: Value
  ) throws(Raised) {
    let library = Liblzma.shared.unsafelyUnwrapped
    if filters.isNone {
      let options = try LzmaFilters.presetOptions(preset)
      defer { free(options) }
      return try LzmaModule.check(library.aloneEncoder(stream, options))
    }
    let chain = try LzmaChain.make(filters)
    guard chain.count == 1, chain.filters[0].id == LzmaFilters.lzma1,
      let options = chain.filters[0].options
    else {
      throw raise(
        .valueError,
        "Invalid filter chain for FORMAT_ALONE - must be a single LZMA1 filter")
    }
    try LzmaModule.check(library.aloneEncoder(stream, options))
  }

  static func compress(_ a: Args) throws(Raised) -> Value {
    let ref = LzmaRef(a[0])
    let data = try Buffers.read(a[1])
    if ref.p.pointee.isAtEnd { throw raise(.valueError, "Compressor has been flushed") }
    return BytesRef.make(try ref.run(data, finishes: false, limit: .max).output).value
  }

  static func flush(_ a: Args) throws(Raised) -> Value {
    let ref = LzmaRef(a[0])
    if ref.p.pointee.isAtEnd { throw raise(.valueError, "Repeated call to flush()") }
    let empty = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    let output = try ref.run(empty, finishes: true, limit: .max).output
    ref.p.pointee.isAtEnd = true
    return BytesRef.make(output).value
  }
}

enum LzmaDecompressor {
  static let methods: [NativeMethod] = [
    NativeMethod(
      "__new__", "($type, format=FORMAT_AUTO, memlimit=None, filters=None)", new),
    NativeMethod("decompress", "($self, /, data, max_length=-1)", decompress),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("check", { a throws(Raised) in Value(LzmaRef(a[0]).p.pointee.check) }),
    NativeGetSet("eof", { a throws(Raised) in Value(LzmaRef(a[0]).p.pointee.isAtEnd) }),
    NativeGetSet(
      "needs_input", { a throws(Raised) in Value(LzmaRef(a[0]).p.pointee.needsInput) }),
    NativeGetSet(
      "unused_data",
      { a throws(Raised) in
        let ref = LzmaRef(a[0])
        return ref.p.pointee.isAtEnd ? ref.p.pointee.rest : BytesRef.empty.value
      }),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "_lzma.LZMADecompressor", size: MemoryLayout<LzmaLayout>.size, flags: [.baseable],
      methods: methods + Unpicklable.methods, getSets: getSets, releaser: LzmaRef.release))
  /// `LZMA_TELL_NO_CHECK` and `LZMA_TELL_ANY_CHECK`.
  private static let flags: UInt32 = 1 | 4

  static func new(_ a: Args) throws(Raised) -> Value {
    let format = a[1].isPresent ? try Convert.cInt(a[1]) : 0
    let filters = a[3].isPresent ? a[3] : .none
    var memoryLimit = UInt64.max
    if a[2].isPresent, !a[2].isNone {
      if format == 3 {
        throw raise(.valueError, "Cannot specify memory limit with FORMAT_RAW")
      }
      guard let n = try Convert.index(a[2]).asMachineInt, n >= 0 else {
        throw raise(.overflowError, "can't convert negative int to unsigned")
      }
      memoryLimit = UInt64(n)
    }
    if format == 3, filters.isNone {
      throw raise(.valueError, "Must specify filters for FORMAT_RAW")
    }
    if format != 3, !filters.isNone {
      throw raise(.valueError, "Cannot specify filters except with FORMAT_RAW")
    }
    let ref = LzmaRef.make(TypeRef(a[0]))
    let library = Liblzma.shared.unsafelyUnwrapped
    let stream = ref.stream.memory
    ref.p.pointee.check = 16
    switch format {
    case 0: try LzmaModule.check(library.autoDecoder(stream, memoryLimit, flags))
    case 1: try LzmaModule.check(library.streamDecoder(stream, memoryLimit, flags))
    case 2:
      ref.p.pointee.check = 0
      try LzmaModule.check(library.aloneDecoder(stream, memoryLimit))
    case 3:
      ref.p.pointee.check = 0
      let chain = try LzmaChain.make(filters)
      try LzmaModule.check(library.rawDecoder(stream, chain.filters))
    default: throw raise(.valueError, "Invalid container format: \(format)")
    }
    return ref.value
  }

  static func decompress(_ a: Args) throws(Raised) -> Value {
    let ref = LzmaRef(a[0])
    let limit = a[2].isPresent ? try Convert.machineInt(a[2]) : -1
    let data = try Buffers.read(a[1])
    if ref.p.pointee.isAtEnd { throw raise(.eofError, "Already at end of stream") }
    let rest = BytesRef(ref.p.pointee.rest)
    let joined = rest.count == 0 ? nil : rest.array + Array(data)
    let result = withInput(joined, data) { memory in
      Result { () throws(Raised) in
        let (output, left) = try ref.run(
          memory, finishes: false, limit: limit < 0 ? .max : limit)
        ref.p.pointee.rest = ZlibObjectRef.tail(memory, left)
        ref.object.noteWrite()
        let isFull = limit >= 0 && output.count >= limit
        ref.p.pointee.needsInput = !ref.p.pointee.isAtEnd && left == 0 && !isFull
        return BytesRef.make(output).value
      }
    }
    return try result.get()
  }

  private static func withInput<Result>(
    _ joined: [UInt8]?, _ data: UnsafeBufferPointer<UInt8>,
    _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    guard let joined else { return body(data) }
    return joined.withUnsafeBufferPointer(body)
  }
}
