// The module `_bz2`.

import CTaipan
import Glibc
import TaipanRuntime

public enum Bz2Module {
  public static func make() -> ModuleRef {
    let module = NativeModules.make("_bz2", [])
    module.dict.setStr("BZ2Compressor", Bz2Compressor.type.value)
    module.dict.setStr("BZ2Decompressor", Bz2Decompressor.type.value)
    return module
  }
}

struct Bz2Layout {
  var header: Header
  /// Address of a `bz_stream`; 0 once freed.
  var stream: Int
  /// Input that waits, or what followed the end of the stream.
  var rest: Value
  var isDecompressing: Bool
  var isAtEnd: Bool
  var needsInput: Bool
  /// The data were damaged: the stream cannot go on.
  var hasFailed: Bool
}

struct Bz2Ref: TypedRef {
  let p: UnsafeMutablePointer<Bz2Layout>

  var stream: UnsafeMutablePointer<bz_stream> {
    UnsafeMutablePointer(bitPattern: p.pointee.stream).unsafelyUnwrapped
  }

  /// An object with a started stream.
  static func make(_ type: TypeRef, decompressing: Bool, level: Int32) throws(Raised) -> Value {
    let stream = UnsafeMutablePointer<bz_stream>.allocate(capacity: 1)
    stream.initialize(to: bz_stream())
    let code =
      decompressing
      ? BZ2_bzDecompressInit(stream, 0, 0) : BZ2_bzCompressInit(stream, level, 0, 0)
    if code != BZ_OK {
      stream.deallocate()
      throw failed(code)
    }
    let object = Instances.allocate(type)
    let ref = Bz2Ref(object)
    ref.p.pointee.stream = Int(bitPattern: stream)
    ref.p.pointee.rest = BytesRef.empty.value
    ref.p.pointee.isDecompressing = decompressing
    ref.p.pointee.isAtEnd = false
    ref.p.pointee.needsInput = true
    Heap.releaseWhenDead(object)
    return ref.value
  }

  static func release(_ object: ObjectRef) {
    let ref = Bz2Ref(object)
    if ref.p.pointee.stream == 0 { return }
    if ref.p.pointee.isDecompressing {
      BZ2_bzDecompressEnd(ref.stream)
    } else {
      BZ2_bzCompressEnd(ref.stream)
    }
    ref.stream.deallocate()
    ref.p.pointee.stream = 0
  }

  /// The exception of a code of the library.
  static func failed(_ code: Int32) -> Raised {
    switch code {
    case BZ_PARAM_ERROR:
      return raise(.valueError, "Internal error - invalid parameters passed to libbzip2")
    case BZ_MEM_ERROR: return raise(.memoryError)
    case BZ_DATA_ERROR, BZ_DATA_ERROR_MAGIC: return raise(.osError, "Invalid data stream")
    case BZ_IO_ERROR: return raise(.osError, "Unknown I/O error")
    case BZ_UNEXPECTED_EOF:
      return raise(.eofError, "Compressed file ended before the logical end-of-stream was detected")
    case BZ_SEQUENCE_ERROR:
      return raise(.runtimeError, "Internal error - Invalid sequence of commands sent to libbzip2")
    default: return raise(.osError, "Unrecognized error from libbzip2: \(code)")
    }
  }

  /// Runs the stream over input until it has no more to say, or `limit` bytes are there.
  ///
  /// - Returns: the output, and how many input bytes are left.
  func run(_ input: UnsafeBufferPointer<UInt8>, action: Int32, limit: Int) throws(Raised)
    -> (output: [UInt8], left: Int)
  {
    var output: [UInt8] = []
    var offset = 0
    var chunk = 16384
    stream.pointee.avail_in = 0
    while true {
      if stream.pointee.avail_in == 0, offset < input.count {
        let count = min(input.count - offset, 1 << 30)
        stream.pointee.next_in = UnsafeMutableRawPointer(mutating: input.baseAddress! + offset)
          .assumingMemoryBound(to: CChar.self)
        stream.pointee.avail_in = UInt32(count)
        offset += count
      }
      let isLast = offset == input.count
      // The compressor takes it for an error to be run with nothing to do.
      if !p.pointee.isDecompressing, action == BZ_RUN, stream.pointee.avail_in == 0 { break }
      let code = step(&output, min(chunk, limit - output.count), isLast ? action : BZ_RUN)
      if code == BZ_STREAM_END {
        p.pointee.isAtEnd = true
        break
      }
      if code < 0 { throw Bz2Ref.failed(code) }
      if output.count >= limit { break }
      let isDrained = stream.pointee.avail_in == 0 && stream.pointee.avail_out != 0
      if isLast, isDrained, action == BZ_RUN { break }
      chunk = min(chunk * 2, 1 << 24)
    }
    return (output, Int(stream.pointee.avail_in) + input.count - offset)
  }

  private func step(_ output: inout [UInt8], _ room: Int, _ action: Int32) -> Int32 {
    let start = output.count
    output.append(contentsOf: repeatElement(0, count: room))
    let code = output.withUnsafeMutableBytes { memory in
      stream.pointee.next_out = (memory.baseAddress! + start).assumingMemoryBound(to: CChar.self)
      stream.pointee.avail_out = UInt32(room)
      return p.pointee.isDecompressing
        ? BZ2_bzDecompress(stream) : BZ2_bzCompress(stream, action)
    }
    output.removeLast(Int(stream.pointee.avail_out))
    return code
  }
}

enum Bz2Compressor {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, compresslevel=9, /)", new),
    NativeMethod("compress", "($self, data, /)", compress),
    NativeMethod("flush", "($self, /)", flush),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "_bz2.BZ2Compressor", size: MemoryLayout<Bz2Layout>.size,
      methods: methods + Unpicklable.methods,
      releaser: Bz2Ref.release))

  static func new(_ a: Args) throws(Raised) -> Value {
    let level = a.count > 1 ? try Descriptors.int32(a[1]) : 9
    if level < 1 || level > 9 {
      throw raise(.valueError, "compresslevel must be between 1 and 9")
    }
    return try Bz2Ref.make(TypeRef(a[0]), decompressing: false, level: level)
  }

  static func compress(_ a: Args) throws(Raised) -> Value {
    let object = Bz2Ref(a[0])
    if object.p.pointee.isAtEnd { throw raise(.valueError, "Compressor has been flushed") }
    let result = try object.run(try Buffers.read(a[1]), action: BZ_RUN, limit: .max)
    return BytesRef.make(result.output).value
  }

  static func flush(_ a: Args) throws(Raised) -> Value {
    let object = Bz2Ref(a[0])
    if object.p.pointee.isAtEnd { throw raise(.valueError, "Repeated call to flush()") }
    let empty = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    return BytesRef.make(try object.run(empty, action: BZ_FINISH, limit: .max).output).value
  }
}

enum Bz2Decompressor {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, /)", new),
    NativeMethod("decompress", "($self, data, max_length=-1)", decompress),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("eof", { a throws(Raised) in Value(Bz2Ref(a[0]).p.pointee.isAtEnd) }),
    NativeGetSet("needs_input", { a throws(Raised) in Value(Bz2Ref(a[0]).p.pointee.needsInput) }),
    NativeGetSet(
      "unused_data",
      { a throws(Raised) in
        let object = Bz2Ref(a[0])
        return object.p.pointee.isAtEnd ? object.p.pointee.rest : BytesRef.empty.value
      }),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "_bz2.BZ2Decompressor", size: MemoryLayout<Bz2Layout>.size,
      methods: methods + Unpicklable.methods,
      getSets: getSets, releaser: Bz2Ref.release))

  static func new(_ a: Args) throws(Raised) -> Value {
    try Bz2Ref.make(TypeRef(a[0]), decompressing: true, level: 0)
  }

  static func decompress(_ a: Args) throws(Raised) -> Value {
    let object = Bz2Ref(a[0])
    if object.p.pointee.isAtEnd { throw raise(.eofError, "End of stream already reached") }
    if object.p.pointee.hasFailed {
      throw raise(.valueError, "Decompressor is unusable after a previous error")
    }
    let limit = a[2].isPresent ? try Convert.machineInt(a[2]) : -1
    let input = BytesRef(object.p.pointee.rest).array + Array(try Buffers.read(a[1]))
    let result = input.withUnsafeBufferPointer { memory in
      Result { () throws(Raised) in
        object.p.pointee.hasFailed = true
        object.p.pointee.needsInput = false
        let (output, left) = try object.run(
          memory, action: BZ_RUN, limit: limit < 0 ? .max : limit)
        object.p.pointee.hasFailed = false
        object.p.pointee.rest = ZlibObjectRef.tail(memory, left)
        object.object.noteWrite()
        object.p.pointee.needsInput =
          !object.p.pointee.isAtEnd && (limit < 0 || output.count < limit)
        return BytesRef.make(output).value
      }
    }
    return try result.get()
  }
}
