// `_ssl.MemoryBIO`: bytes on their way from or to a connection without a socket.

import TaipanRuntime

struct MemoryBIOLayout {
  var header: Header
  /// `BIO`; nil once freed.
  var stream: SSLObject?
  var hasEnd: Bool
}

struct MemoryBIORef: TypedRef {
  let p: UnsafeMutablePointer<MemoryBIOLayout>
  static var library: LibcryptoStreams { LibcryptoStreams.shared.unsafelyUnwrapped }

  var stream: SSLObject { p.pointee.stream.unsafelyUnwrapped }

  static func release(_ object: ObjectRef) {
    _ = library.free(MemoryBIORef(object).p.pointee.stream)
    MemoryBIORef(object).p.pointee.stream = nil
  }

  /// What an empty stream answers a reader: try again (-1), or the end (0).
  func setAnswerWhenEmpty(_ answer: Int) {
    let setEndOfFileReturn: Int32 = 130
    _ = MemoryBIORef.library.control(stream, setEndOfFileReturn, answer, nil)
  }
}

enum MemoryBIOObject {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", new),
    NativeMethod("read", "($self, size=-1, /)", read),
    NativeMethod("write", "($self, b, /)", write),
    NativeMethod("write_eof", "($self, /)", writeEnd),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("pending", pending), NativeGetSet("eof", isAtEnd),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "_ssl.MemoryBIO", size: MemoryLayout<MemoryBIOLayout>.size, flags: [.immutable],
      traceKind: .none, methods: methods + Unpicklable.methods, getSets: getSets,
      releaser: MemoryBIORef.release))

  static func new(_ a: Args) throws(Raised) -> Value {
    if a.keywordCount > 0 {
      throw raise(.typeError, "MemoryBIO() takes no keyword arguments")
    }
    if a.count > 1 { throw raise(.typeError, "MemoryBIO() takes no positional arguments") }
    let library = MemoryBIORef.library
    guard let stream = library.new(library.memoryKind()) else { throw raise(.memoryError) }
    let ref = MemoryBIORef(Instances.allocate(TypeRef(a[0])))
    ref.p.pointee.stream = stream
    Heap.releaseWhenDead(ref.object)
    ref.setAnswerWhenEmpty(-1)
    return ref.value
  }

  static func read(_ a: Args) throws(Raised) -> Value {
    let ref = MemoryBIORef(a[0])
    let asked = a.count > 1 && a[1].isPresent ? try Convert.cInt(a[1]) : -1
    let available = MemoryBIORef.library.pending(ref.stream)
    let count = asked < 0 || asked > available ? available : asked
    if count == 0 { return BytesRef.empty.value }
    let bytes = BytesRef.make(count: count)
    let got = MemoryBIORef.library.read(ref.stream, bytes.data, Int32(clamping: count))
    if got < 0 { throw SSLErrors.fromLibrary(nil) }
    return bytes.shrunk(to: Int(got)).value
  }

  static func write(_ a: Args) throws(Raised) -> Value {
    let ref = MemoryBIORef(a[0])
    let bytes = try Buffers.read(a[1])
    guard let count = Int32(exactly: bytes.count) else {
      throw raise(.overflowError, "string longer than \(Int32.max) bytes")
    }
    if ref.p.pointee.hasEnd {
      throw SSLErrors.error.raised("cannot write() after write_eof()")
    }
    if count == 0 { return Value(0) }
    let written = MemoryBIORef.library.write(ref.stream, bytes.baseAddress, count)
    if written < 0 { throw SSLErrors.fromLibrary(nil) }
    return Value(Int(written))
  }

  static func writeEnd(_ a: Args) throws(Raised) -> Value {
    let ref = MemoryBIORef(a[0])
    ref.p.pointee.hasEnd = true
    let shouldRetry: Int32 = 8
    MemoryBIORef.library.clearFlags(ref.stream, shouldRetry)
    ref.setAnswerWhenEmpty(0)
    return .none
  }

  static func pending(_ a: Args) throws(Raised) -> Value {
    Value(MemoryBIORef.library.pending(MemoryBIORef(a[0]).stream))
  }

  static func isAtEnd(_ a: Args) throws(Raised) -> Value {
    let ref = MemoryBIORef(a[0])
    return Value(ref.p.pointee.hasEnd && MemoryBIORef.library.pending(ref.stream) == 0)
  }
}
