// `zlib.compressobj`, `zlib.decompressobj` and `zlib._ZlibDecompressor`.

import CTaipan
import Glibc
import TaipanRuntime

struct ZlibObjectLayout {
  var header: Header
  /// `ZlibStream.address`; 0 once freed.
  var stream: Int
  var unusedData: Value
  var unconsumedTail: Value
  /// Bytes of a preset dictionary, or None.
  var dictionary: Value
  /// Nothing more may be fed.
  var isFinished: Bool
}

struct ZlibObjectRef: TypedRef {
  let p: UnsafeMutablePointer<ZlibObjectLayout>
  var stream: ZlibStream { ZlibStream(address: p.pointee.stream) }

  static func make(_ type: TypeRef, _ stream: ZlibStream) -> ZlibObjectRef {
    let object = Instances.allocate(type)
    let ref = ZlibObjectRef(object)
    ref.p.pointee.stream = stream.address
    ref.p.pointee.unusedData = BytesRef.empty.value
    ref.p.pointee.unconsumedTail = BytesRef.empty.value
    ref.p.pointee.dictionary = .none
    ref.p.pointee.isFinished = false
    Heap.releaseWhenDead(object)
    return ref
  }

  static func release(_ object: ObjectRef) {
    let ref = ZlibObjectRef(object)
    if ref.p.pointee.stream != 0 { ref.stream.end() }
    ref.p.pointee.stream = 0
  }

  /// The last `count` bytes of the input.
  static func tail(_ input: UnsafeBufferPointer<UInt8>, _ count: Int) -> Value {
    count == 0
      ? BytesRef.empty.value
      : BytesRef.make(input.baseAddress! + (input.count - count), count: count).value
  }

  /// The preset dictionary's memory, if there is one.
  func presetDictionary() throws(Raised) -> UnsafeBufferPointer<UInt8>? {
    let value = p.pointee.dictionary
    return value.isNone ? nil : try Buffers.read(value)
  }

  func copied(_ type: TypeRef) throws(Raised) -> Value {
    guard let copy = stream.copy() else { throw raise(.memoryError) }
    let other = ZlibObjectRef.make(type, copy)
    other.p.pointee.unusedData = p.pointee.unusedData
    other.p.pointee.unconsumedTail = p.pointee.unconsumedTail
    other.p.pointee.dictionary = p.pointee.dictionary
    other.p.pointee.isFinished = p.pointee.isFinished
    return other.value
  }
}

enum CompressObject {
  static let methods: [NativeMethod] = [
    NativeMethod("compress", "($self, data, /)", compress),
    NativeMethod("flush", "($self, mode=zlib.Z_FINISH, /)", flush),
    NativeMethod("copy", "($self, /)", copy),
    NativeMethod("__copy__", "($self, /)", copy),
    NativeMethod("__deepcopy__", "($self, memo, /)", copy),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "zlib.Compress", size: MemoryLayout<ZlibObjectLayout>.size, flags: [.noInstantiation],
      methods: methods + Unpicklable.methods, releaser: ZlibObjectRef.release))

  static func make(_ a: Args) throws(Raised) -> Value {
    func number(_ index: Int, _ fallback: Int32) throws(Raised) -> Int32 {
      a[index].isPresent ? try Descriptors.int32(a[index]) : fallback
    }
    let (level, method, bits) = (try number(0, -1), try number(1, 8), try number(2, 15))
    let (memory, strategy) = (try number(3, 8), try number(4, 0))
    let stream = ZlibStream()
    let code = stream.startDeflate(level, method, bits, memory, strategy)
    if code != Z_OK {
      defer { stream.end() }
      if code == Z_MEM_ERROR { throw raise(.memoryError) }
      if code == Z_STREAM_ERROR { throw raise(.valueError, "Invalid initialization option") }
      throw stream.failed(code, "while creating compression object")
    }
    let object = ZlibObjectRef.make(type, stream)
    if a[5].isPresent, !a[5].isNone {
      let result = stream.setDictionary(try Buffers.read(a[5]))
      if result == Z_STREAM_ERROR { throw raise(.valueError, "Invalid dictionary") }
      if result != Z_OK { throw raise(.valueError, "deflateSetDictionary()") }
    }
    return object.value
  }

  static func compress(_ a: Args) throws(Raised) -> Value {
    let object = ZlibObjectRef(a[0])
    if object.p.pointee.isFinished {
      throw object.stream.failed(Z_STREAM_ERROR, "while compressing data")
    }
    let bytes = try Buffers.read(a[1])
    return BytesRef.make(try object.stream.run(bytes, flush: Z_NO_FLUSH, limit: .max)).value
  }

  static func flush(_ a: Args) throws(Raised) -> Value {
    let object = ZlibObjectRef(a[0])
    let mode = a.count > 1 ? try Descriptors.int32(a[1]) : Z_FINISH
    if mode == Z_NO_FLUSH { return BytesRef.empty.value }
    if object.p.pointee.isFinished { throw object.stream.failed(Z_STREAM_ERROR, "while flushing") }
    let empty = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    let output = try object.stream.run(empty, flush: mode, limit: .max)
    if mode == Z_FINISH { object.p.pointee.isFinished = true }
    return BytesRef.make(output).value
  }

  static func copy(_ a: Args) throws(Raised) -> Value {
    if ZlibObjectRef(a[0]).p.pointee.isFinished {
      throw raise(.valueError, "Inconsistent stream state")
    }
    return try ZlibObjectRef(a[0]).copied(type)
  }
}

enum DecompressObject {
  static let methods: [NativeMethod] = [
    NativeMethod("decompress", "($self, data, /, max_length=0)", decompress),
    NativeMethod("flush", "($self, length=zlib.DEF_BUF_SIZE, /)", flush),
    NativeMethod("copy", "($self, /)", copy),
    NativeMethod("__copy__", "($self, /)", copy),
    NativeMethod("__deepcopy__", "($self, memo, /)", copy),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("unused_data", { a throws(Raised) in ZlibObjectRef(a[0]).p.pointee.unusedData }),
    NativeGetSet(
      "unconsumed_tail", { a throws(Raised) in ZlibObjectRef(a[0]).p.pointee.unconsumedTail }),
    NativeGetSet("eof", { a throws(Raised) in Value(ZlibObjectRef(a[0]).stream.isAtEnd) }),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "zlib.Decompress", size: MemoryLayout<ZlibObjectLayout>.size, flags: [.noInstantiation],
      methods: methods + Unpicklable.methods, getSets: getSets, releaser: ZlibObjectRef.release))

  static func make(_ a: Args) throws(Raised) -> Value {
    let bits = a[0].isPresent ? try Descriptors.int32(a[0]) : 15
    return try make(type, bits, a[1]).value
  }

  /// A decompressing object of either type.
  static func make(_ type: TypeRef, _ bits: Int32, _ dictionary: Value) throws(Raised)
    -> ZlibObjectRef
  {
    if dictionary.isPresent, !BytesLike.isBytesLike(dictionary) {
      throw raise(.typeError, "zdict argument must support the buffer protocol")
    }
    let stream = ZlibStream()
    let code = stream.startInflate(bits)
    if code != Z_OK {
      stream.end()
      if code == Z_MEM_ERROR { throw raise(.memoryError) }
      throw raise(.valueError, "Invalid initialization option")
    }
    let object = ZlibObjectRef.make(type, stream)
    if dictionary.isPresent, try Buffers.read(dictionary).count > 0 {
      object.p.pointee.dictionary = dictionary
      // Raw streams don't ask for the dictionary.
      if bits < 0, stream.setDictionary(try Buffers.read(dictionary)) != Z_OK {
        throw raise(.valueError, "Invalid dictionary")
      }
    }
    return object
  }

  private static func feed(
    _ object: ZlibObjectRef, _ input: UnsafeBufferPointer<UInt8>, limit: Int, flush: Int32
  )
    throws(Raised) -> Value
  {
    let stream = object.stream
    if stream.isAtEnd {
      append(object, ZlibObjectRef.tail(input, input.count))
      return BytesRef.empty.value
    }
    let output = try stream.run(
      input, flush: flush, limit: limit, dictionary: try object.presetDictionary())
    let rest = ZlibObjectRef.tail(input, stream.unread)
    if stream.isAtEnd {
      append(object, rest)
      object.p.pointee.unconsumedTail = BytesRef.empty.value
    } else {
      object.p.pointee.unconsumedTail = rest
    }
    object.object.noteWrite()
    return BytesRef.make(output).value
  }

  private static func append(_ object: ZlibObjectRef, _ rest: Value) {
    let old = BytesRef(object.p.pointee.unusedData)
    object.p.pointee.unusedData = BytesRef.make(old.array + BytesRef(rest).array).value
    object.object.noteWrite()
  }

  static func decompress(_ a: Args) throws(Raised) -> Value {
    let limit = a[2].isPresent ? try Convert.machineInt(a[2]) : 0
    if limit < 0 { throw raise(.valueError, "max_length must be non-negative") }
    return try feed(
      ZlibObjectRef(a[0]), try Buffers.read(a[1]), limit: limit == 0 ? .max : limit,
      flush: Z_SYNC_FLUSH)
  }

  static func flush(_ a: Args) throws(Raised) -> Value {
    if a.count > 1, try Convert.machineInt(a[1]) <= 0 {
      throw raise(.valueError, "length must be greater than zero")
    }
    let object = ZlibObjectRef(a[0])
    let tail = object.p.pointee.unconsumedTail
    return try feed(object, try Buffers.read(tail), limit: .max, flush: Z_FINISH)
  }

  static func copy(_ a: Args) throws(Raised) -> Value { try ZlibObjectRef(a[0]).copied(type) }
}

/// The decompressor of `gzip`: keeps the input that it could not use yet.
enum PlainDecompressor {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, wbits=15, zdict=b'')", new),
    NativeMethod("decompress", "($self, data, max_length=-1)", decompress),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("unused_data", { a throws(Raised) in ZlibObjectRef(a[0]).p.pointee.unusedData }),
    NativeGetSet("eof", { a throws(Raised) in Value(ZlibObjectRef(a[0]).stream.isAtEnd) }),
    NativeGetSet(
      "needs_input",
      { a throws(Raised) in
        let object = ZlibObjectRef(a[0])
        return Value(!object.stream.isAtEnd && !object.p.pointee.isFinished)
      }),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "zlib._ZlibDecompressor", size: MemoryLayout<ZlibObjectLayout>.size,
      methods: methods + Unpicklable.methods,
      getSets: getSets, releaser: ZlibObjectRef.release))

  static func new(_ a: Args) throws(Raised) -> Value {
    let bits = a[1].isPresent ? try Descriptors.int32(a[1]) : 15
    return try DecompressObject.make(type, bits, a[2]).value
  }

  static func decompress(_ a: Args) throws(Raised) -> Value {
    let object = ZlibObjectRef(a[0])
    let stream = object.stream
    if stream.isAtEnd { throw raise(.eofError, "End of stream already reached") }
    let limit = a[2].isPresent ? try Convert.machineInt(a[2]) : -1
    let pending = BytesRef(object.p.pointee.unconsumedTail)
    let input = pending.array + Array(try Buffers.read(a[1]))
    let dictionary = try object.presetDictionary()
    let result = input.withUnsafeBufferPointer { memory in
      Result { () throws(Raised) in
        let output = try stream.run(
          memory, flush: Z_SYNC_FLUSH, limit: limit < 0 ? .max : limit, dictionary: dictionary)
        let rest = ZlibObjectRef.tail(memory, stream.unread)
        if stream.isAtEnd {
          object.p.pointee.unusedData = rest
          object.p.pointee.unconsumedTail = BytesRef.empty.value
        } else {
          object.p.pointee.unconsumedTail = rest
        }
        object.object.noteWrite()
        // `isFinished` here: output was held back by the limit, so no input is needed yet.
        object.p.pointee.isFinished = limit >= 0 && output.count == limit
        return BytesRef.make(output).value
      }
    }
    return try result.get()
  }
}
