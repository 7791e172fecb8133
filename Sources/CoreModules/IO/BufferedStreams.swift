// `BufferedReader`, `BufferedWriter`, `BufferedRandom` and pairs of them.
//
// `buffer` is a bytearray that holds either bytes read ahead (from `position` on) or bytes that wait to be
// written, never both: a stream that changes direction drops the one and flushes the other.

import Glibc
import TaipanRuntime

enum BufferedStreams {
  static let common: [NativeMethod] = [
    NativeMethod("__init__", "($self, raw, buffer_size=8192)", initialize),
    NativeMethod("close", "($self, /)", close),
    NativeMethod("detach", "($self, /)", detach),
    NativeMethod(
      "flush", "($self, /)",
      { a throws(Raised) in try alone(a, flush) }),
    NativeMethod(
      "seek", "($self, target, whence=0, /)",
      { a throws(Raised) in try alone(a, seek) }),
    NativeMethod(
      "tell", "($self, /)",
      { a throws(Raised) in try alone(a, tell) }),
    NativeMethod(
      "truncate", "($self, pos=None, /)",
      { a throws(Raised) in try alone(a, truncate) }),
    NativeMethod(
      "seekable", "($self, /)", { a throws(Raised) in try Call.method(try raw(a), "seekable") }),
    NativeMethod(
      "fileno", "($self, /)", { a throws(Raised) in try Call.method(try raw(a), "fileno") }),
    NativeMethod(
      "isatty", "($self, /)", { a throws(Raised) in try Call.method(try raw(a), "isatty") }),
    NativeMethod("_dealloc_warn", "($self, source, /)", BaseStreams.warnUnclosed),
    NativeMethod("__repr__", "($self, /)", repr),
  ]
  static let reading: [NativeMethod] = [
    NativeMethod("readable", "($self, /)", readable),
    NativeMethod(
      "read", "($self, size=-1, /)",
      { a throws(Raised) in try alone(a, read) }),
    NativeMethod(
      "read1", "($self, size=-1, /)",
      { a throws(Raised) in try alone(a, read1) }),
    NativeMethod(
      "peek", "($self, size=0, /)",
      { a throws(Raised) in try alone(a, peek) }),
    NativeMethod(
      "readline", "($self, size=-1, /)",
      { a throws(Raised) in try alone(a, readLine) }),
    NativeMethod(
      "readinto", "($self, buffer, /)",
      { a throws(Raised) in
        _ = try requireOpen(a, "readinto of")
        return try BaseStreams.readInto(a)
      }),
    NativeMethod(
      "readinto1", "($self, buffer, /)",
      { a throws(Raised) in
        _ = try requireOpen(a, "readinto of")
        return try BaseStreams.readInto1(a)
      }),
  ]
  static let writing: [NativeMethod] = [
    NativeMethod("writable", "($self, /)", writable),
    NativeMethod(
      "write", "($self, buffer, /)",
      { a throws(Raised) in try alone(a, write) }),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("raw", { a throws(Raised) in orNone(Stream(a[0]).p.pointee.inner) }),
    NativeGetSet(
      "closed",
      { a throws(Raised) in
        let inner = Stream(a[0]).p.pointee.inner
        return try Attributes.get(inner.isAbsent ? try raw(a) : inner, "closed")
      }),
    NativeGetSet("name", { a throws(Raised) in try Attributes.get(try raw(a), "name") }),
    NativeGetSet("mode", { a throws(Raised) in try Attributes.get(try raw(a), "mode") }),
  ]

  /// Calls a method while no other thread uses the stream, which is in no good state as long as the raw
  /// stream reads or writes.
  ///
  /// - Throws: RuntimeError when the raw stream, or a signal handler, calls back.
  private static func alone(
    _ a: Args, _ method: @convention(thin) (Args) throws(Raised) -> Value
  ) throws(Raised) -> Value {
    if !Threads.areMany { return try method(a) }
    let lock = Stream(a[0]).lock
    if lock.isMine { throw raise(.runtimeError, "reentrant call inside \(try repr(a))") }
    _ = try lock.take(until: .infinity)
    defer { lock.release() }
    return try method(a)
  }

  private static func orNone(_ value: Value) -> Value { value.isAbsent ? .none : value }

  static func initialize(_ a: Args) throws(Raised) -> Value {
    let s = Stream(a[0])
    s.p.pointee.inner = .absent
    let size = a[2].isPresent ? try Convert.machineInt(a[2]) : IOModule.defaultBufferSize
    if size <= 0 { throw raise(.valueError, "buffer size must be strictly positive") }
    let type = a[0].type
    if type.isSubtype(of: IOModule.readerType) || type.isSubtype(of: IOModule.randomType) {
      try BaseStreams.require(a[1], "readable")
    }
    if type.isSubtype(of: IOModule.writerType) || type.isSubtype(of: IOModule.randomType) {
      try BaseStreams.require(a[1], "writable")
    }
    s.p.pointee.inner = a[1]
    s.p.pointee.buffer = ByteArrayRef.make().value
    s.p.pointee.descriptor = size
    s.p.pointee.position = 0
    s.p.pointee.flags = []
    s.lock.initialize()
    s.noteWrite()
    return .none
  }

  static func raw(_ a: Args) throws(Raised) -> Value {
    let inner = Stream(a[0]).p.pointee.inner
    if inner.isAbsent {
      throw raise(
        .valueError,
        Stream(a[0]).has(.detached)
          ? "raw stream has been detached" : "I/O operation on uninitialized object")
    }
    return inner
  }

  private static func content(_ s: Stream) -> ByteArrayRef { ByteArrayRef(s.p.pointee.buffer) }

  private static func requireOpen(_ a: Args, _ what: String) throws(Raised) -> Stream {
    let inner = try raw(a)
    let isClosed =
      inner.type == IOModule.fileType
      ? Stream(inner).p.pointee.descriptor < 0 : try BaseStreams.isClosed(inner)
    if isClosed { throw raise(.valueError, "\(what) closed file") }
    return Stream(a[0])
  }

  private static func readable(_ a: Args) throws(Raised) -> Value {
    try Call.method(try raw(a), "readable")
  }
  private static func writable(_ a: Args) throws(Raised) -> Value {
    try Call.method(try raw(a), "writable")
  }

  // MARK: Reading

  /// Turns to reading: what waits to be written goes out first.
  private static func beginReading(_ s: Stream) throws(Raised) {
    if s.has(.writable) {
      try flushWrites(s)
      s.set(.writable, false)
    }
  }

  /// One read of the raw stream; nil when it would block.
  private static func rawRead(_ s: Stream, _ count: Int) throws(Raised) -> Value? {
    let inner = s.p.pointee.inner
    if inner.type == IOModule.fileType {
      let descriptor = Stream(inner).p.pointee.descriptor
      if descriptor < 0 { throw raise(.valueError, "read of closed file") }
      let bytes = BytesRef.make(count: count)
      guard let n = try RawFiles.readSome(Int32(descriptor), bytes.data, count) else { return nil }
      return n == count ? bytes.value : BytesRef.make(bytes.data, count: n).value
    }
    let memory = ByteArrayRef.make(count: count)
    let answer = try Call.method(inner, "readinto", memory.value)
    if answer.isNone { return nil }
    guard answer.isAnyInt else { throw raise(.osError, "raw readinto() failed") }
    guard let n = answer.asMachineInt, n >= 0, n <= count else {
      throw raise(
        .osError,
        "raw readinto() returned invalid length \(try Convert.str(answer).text) (should have been between 0 and \(count))"
      )
    }
    return BytesRef.make(memory.data, count: n).value
  }

  private enum Filled { case more, end, wouldBlock }

  /// Reads ahead after what is in the buffer.
  private static func fill(_ s: Stream) throws(Raised) -> Filled {
    let content = content(s)
    let position = s.p.pointee.position
    if position > 0 {
      memmove(content.data, content.data + position, content.count - position)
      try content.resize(content.count - position)
      s.p.pointee.position = 0
    }
    guard let data = try rawRead(s, s.p.pointee.descriptor) else { return .wouldBlock }
    let bytes = BytesRef(data)
    if bytes.count == 0 { return .end }
    let old = content.count
    try content.resize(old + bytes.count)
    content.data.advanced(by: old).update(from: bytes.data, count: bytes.count)
    return .more
  }

  private static func take(_ s: Stream, _ count: Int) -> Value {
    let result = BytesRef.make(content(s).data + s.p.pointee.position, count: count)
    s.p.pointee.position += count
    return result.value
  }

  private static func available(_ s: Stream) -> Int { content(s).count - s.p.pointee.position }

  static func read(_ a: Args) throws(Raised) -> Value {
    let s = try requireOpen(a, "read of")
    let size = a.count > 1 && !a[1].isNone ? try Convert.machineInt(a[1]) : -1
    if size < -1 { throw raise(.valueError, "read length must be non-negative or -1") }
    try beginReading(s)
    if size < 0 { return try readAll(s) }
    while available(s) < size {
      switch try fill(s) {
      case .more: continue
      // Nothing, and not the end either.
      case .wouldBlock where available(s) == 0: return .none
      case .wouldBlock, .end: return take(s, min(size, available(s)))
      }
    }
    return take(s, size)
  }

  private static func readAll(_ s: Stream) throws(Raised) -> Value {
    let head = take(s, available(s))
    let method = try Attributes.lookup(s.p.pointee.inner, Interning.intern("readall"))
    let rest = method.isPresent ? try Call.function(method) : try readPieces(s.p.pointee.inner)
    if rest.isNone { return BytesRef(head).count == 0 ? .none : head }
    if !rest.isBytes { throw raise(.typeError, "readall() should return bytes") }
    if BytesRef(head).count == 0 { return rest }
    return try Operators.binary(head, rest, .add)
  }

  /// All that a stream gives whose only way of reading is `read`.
  private static func readPieces(_ inner: Value) throws(Raised) -> Value {
    var bytes: [UInt8] = []
    while true {
      let piece = try Call.method(inner, "read")
      if piece.isNone { return bytes.isEmpty ? .none : BytesRef.make(bytes).value }
      if !piece.isBytes { throw raise(.typeError, "read() should return bytes") }
      if BytesRef(piece).count == 0 { return BytesRef.make(bytes).value }
      bytes += BytesRef(piece).array
    }
  }

  static func read1(_ a: Args) throws(Raised) -> Value {
    let s = try requireOpen(a, "read of")
    var size = a.count > 1 && !a[1].isNone ? try Convert.machineInt(a[1]) : -1
    if size < 0 { size = s.p.pointee.descriptor }
    try beginReading(s)
    if size == 0 { return Singletons.emptyBytes }
    if available(s) == 0 { _ = try fill(s) }
    return take(s, min(size, available(s)))
  }

  static func peek(_ a: Args) throws(Raised) -> Value {
    let s = try requireOpen(a, "peek of")
    try beginReading(s)
    if available(s) == 0 { _ = try fill(s) }
    return BytesRef.make(content(s).data + s.p.pointee.position, count: available(s)).value
  }

  static func readLine(_ a: Args) throws(Raised) -> Value {
    let s = try requireOpen(a, "readline of")
    let size = a.count > 1 && !a[1].isNone ? try Convert.machineInt(a[1]) : -1
    try beginReading(s)
    var searched = 0
    while true {
      let start = content(s).data + s.p.pointee.position
      if let hit = memchr(start + searched, 10, available(s) - searched) {
        let count = hit.assumingMemoryBound(to: UInt8.self) - start + 1
        return take(s, size < 0 ? count : min(size, count))
      }
      searched = available(s)
      if size >= 0, searched >= size { return take(s, size) }
      if try fill(s) != .more { return take(s, available(s)) }
    }
  }

  // MARK: Writing

  private static func beginWriting(_ s: Stream) throws(Raised) {
    if s.has(.writable) { return }
    // What was read ahead is given back to the raw stream.
    let ahead = available(s)
    if ahead > 0 { _ = try Call.method(s.p.pointee.inner, "seek", Value(-ahead), Value(1)) }
    try content(s).resize(0)
    s.p.pointee.position = 0
    s.set(.writable, true)
  }

  static func write(_ a: Args) throws(Raised) -> Value {
    let s = try requireOpen(a, "write to")
    let bytes = try BytesLike.read(a[1])
    try beginWriting(s)
    let content = content(s)
    let capacity = s.p.pointee.descriptor
    var rest = bytes
    if content.count + bytes.count > capacity {
      do throws(Raised) { try flushWrites(s) } catch {
        if !catching(.blockingIOError) { throw error }
        // What has room still is taken, the caller is told of the rest.
        let room = max(0, capacity - content.count)
        try append(UnsafeBufferPointer(rebasing: bytes.prefix(room)), to: content)
        if room < bytes.count { throw wouldBlock(room) }
        return Value(bytes.count)
      }
      if bytes.count > capacity {
        let written = try writeRaw(s, bytes)
        rest = UnsafeBufferPointer(rebasing: bytes[written...])
        if rest.count > capacity {
          try append(UnsafeBufferPointer(rebasing: rest.prefix(capacity)), to: content)
          throw wouldBlock(written + capacity)
        }
      }
    }
    try append(rest, to: content)
    return Value(bytes.count)
  }

  private static func append(_ bytes: UnsafeBufferPointer<UInt8>, to content: ByteArrayRef)
    throws(Raised)
  {
    guard let source = bytes.baseAddress, !bytes.isEmpty else { return }
    let old = content.count
    try content.resize(old + bytes.count)
    content.data.advanced(by: old).update(from: source, count: bytes.count)
  }

  private static func flushWrites(_ s: Stream) throws(Raised) {
    let content = content(s)
    if content.count == 0 || !s.has(.writable) { return }
    let pending = BytesRef.make(content.data, count: content.count)
    try content.resize(0)
    var written = 0
    do throws(Raised) { written = try writeRaw(s, pending.buffer) } catch {
      // What could not be written stays, to be tried again.
      try content.resize(pending.count)
      content.data.update(from: pending.data, count: pending.count)
      throw error
    }
    if written < pending.count {
      try append(UnsafeBufferPointer(rebasing: pending.buffer[written...]), to: content)
      throw wouldBlock(0)
    }
  }

  /// Hands bytes to the raw stream.
  ///
  /// - Returns: how many it took before it would have blocked.
  private static func writeRaw(_ s: Stream, _ bytes: UnsafeBufferPointer<UInt8>) throws(Raised)
    -> Int
  {
    let inner = s.p.pointee.inner
    var rest = bytes
    while !rest.isEmpty {
      var written = 0
      if inner.type == IOModule.fileType {
        let descriptor = Stream(inner).p.pointee.descriptor
        if descriptor < 0 { throw raise(.valueError, "write to closed file") }
        guard let n = try RawFiles.writeSome(Int32(descriptor), rest) else { break }
        written = n
      } else {
        let copy = BytesRef.make(rest.baseAddress!, count: rest.count)
        let n = try Call.method(inner, "write", copy.value)
        if n.isNone { break }
        written = try Convert.machineInt(n)
        if written < 0 || written > rest.count {
          throw raise(
            .osError,
            "raw write() returned invalid length \(written) (should have been between 0 and \(rest.count))"
          )
        }
      }
      rest = UnsafeBufferPointer(rebasing: rest[written...])
      // A signal cuts a write short; what its handler raises ends it.
      if !rest.isEmpty { try Safepoint.run() }
    }
    return bytes.count - rest.count
  }

  /// BlockingIOError for a write that the raw stream took in part.
  private static func wouldBlock(_ accepted: Int) -> Raised {
    let args = TupleRef.of(
      Value(Int(EAGAIN)), Value("write could not complete without blocking"), Value(accepted))
    do throws(Raised) {
      return setRaised(try Call.function(BuiltinType.blockingIOError.value, args, nil))
    } catch { return error }
  }

  // MARK: Position and end

  static func flush(_ a: Args) throws(Raised) -> Value {
    if a[0].type.isSubtype(of: IOModule.readerType) { return try Call.method(try raw(a), "flush") }
    let s = try requireOpen(a, "flush of")
    try flushWrites(s)
    return .none
  }

  static func seek(_ a: Args) throws(Raised) -> Value {
    let s = try requireOpen(a, "seek of")
    var offset = try Convert.machineInt(a[1])
    let whence = a.count > 2 ? try Convert.machineInt(a[2]) : 0
    if whence < 0 || whence > 4 {
      throw raise(.valueError, "whence value \(whence) unsupported")
    }
    try flushWrites(s)
    if whence == 1, !s.has(.writable) { offset -= available(s) }
    let result = try Call.method(s.p.pointee.inner, "seek", Value(offset), Value(whence))
    _ = try checkedPosition(result, "seek")
    try content(s).resize(0)
    s.p.pointee.position = 0
    s.set(.writable, false)
    return result
  }

  static func tell(_ a: Args) throws(Raised) -> Value {
    let position = try checkedPosition(try Call.method(try raw(a), "tell"), "tell")
    let s = Stream(a[0])
    // Devices may stay where they are, whatever was read.
    return Value(
      s.has(.writable) ? position + content(s).count : max(0, position - available(s)))
  }

  /// - Throws: OSError for a raw stream's answer that is no place.
  private static func checkedPosition(_ position: Value, _ method: String) throws(Raised) -> Int {
    let n = try Convert.machineInt(position)
    if n < 0 { throw raise(.osError, "Raw stream returned invalid position \(n)") }
    return n
  }

  static func truncate(_ a: Args) throws(Raised) -> Value {
    let s = try requireOpen(a, "truncate of")
    if !(try Convert.truth(try Call.method(a[0], "writable"))) {
      throw IOModule.unsupportedOperation("truncate")
    }
    try flushWrites(s)
    let size = a.count > 1 && !a[1].isNone ? a[1] : try tell(a)
    return try Call.method(s.p.pointee.inner, "truncate", size)
  }

  static func close(_ a: Args) throws(Raised) -> Value {
    let inner = try raw(a)
    if try BaseStreams.isClosed(inner) { return .none }
    try BaseStreams.closeAfterFlush(a[0], inner)
    return .none
  }

  static func detach(_ a: Args) throws(Raised) -> Value {
    let inner = try raw(a)
    _ = try Call.method(a[0], "flush")
    Stream(a[0]).p.pointee.inner = .absent
    Stream(a[0]).set(.detached, true)
    return inner
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    let type = a[0].type.messageName
    let name = try nameOrAbsent(a[0])
    if name.isAbsent { return Value("<\(type)>") }
    return try BaseStreams.guardedRepr(a[0]) { () throws(Raised) in
      "<\(type) name=\(try Convert.repr(name).text)>"
    }
  }

  /// The name for `repr`: a stream without a raw one has none.
  static func nameOrAbsent(_ stream: Value) throws(Raised) -> Value {
    do throws(Raised) {
      return try Attributes.lookup(stream, Interning.intern("name"))
    } catch {
      if !catching(.valueError) { throw error }
      return .absent
    }
  }
}

/// A reader and a writer as one stream: `inner` and `second`.
enum PairStreams {
  static let methods: [NativeMethod] = [
    NativeMethod("__init__", "($self, reader, writer, buffer_size=8192, /)", initialize),
    NativeMethod("read", "($self, size=-1, /)", { a throws(Raised) in try pass(a, "read", false) }),
    NativeMethod(
      "read1", "($self, size=-1, /)", { a throws(Raised) in try pass(a, "read1", false) }),
    NativeMethod("peek", "($self, size=0, /)", { a throws(Raised) in try pass(a, "peek", false) }),
    NativeMethod(
      "readinto", "($self, buffer, /)", { a throws(Raised) in try pass(a, "readinto", false) }),
    NativeMethod("write", "($self, buffer, /)", { a throws(Raised) in try pass(a, "write", true) }),
    NativeMethod("flush", "($self, /)", { a throws(Raised) in try pass(a, "flush", true) }),
    NativeMethod("readable", "($self, /)", { a throws(Raised) in try pass(a, "readable", false) }),
    NativeMethod("writable", "($self, /)", { a throws(Raised) in try pass(a, "writable", true) }),
    NativeMethod("readinto1", "($self, buffer, /)") { a throws(Raised) in
      try pass(a, "readinto1", false)
    },
    NativeMethod("isatty", "($self, /)", isATTY),
    NativeMethod("close", "($self, /)", close),
  ]
  static func initialize(_ a: Args) throws(Raised) -> Value {
    let s = Stream(a[0])
    s.p.pointee.inner = try Call.function(IOModule.readerType.value, a[1])
    s.p.pointee.second = try Call.function(IOModule.writerType.value, a[2])
    s.noteWrite()
    return .none
  }
  /// - Throws: ValueError where `__init__` did not run.
  private static func parts(_ a: Args) throws(Raised) -> (inner: Value, second: Value) {
    let s = Stream(a[0]).p.pointee
    if s.inner.isAbsent || s.second.isAbsent {
      throw raise(.valueError, "I/O operation on uninitialized object")
    }
    return (s.inner, s.second)
  }
  private static func pass(_ a: Args, _ name: String, _ toWriter: Bool) throws(Raised) -> Value {
    let s = try parts(a)
    return try Call.call(
      try Attributes.get(toWriter ? s.second : s.inner, Interning.intern(name)), a.dropping(1))
  }
  static func close(_ a: Args) throws(Raised) -> Value {
    let s = try parts(a)
    var failure: Value = .absent
    do throws(Raised) { _ = try Call.method(s.second, "close") } catch { failure = takeRaised() }
    try BaseStreams.finish(failure) { () throws(Raised) in _ = try Call.method(s.inner, "close") }
    return .none
  }

  static func isATTY(_ a: Args) throws(Raised) -> Value {
    let s = try parts(a)
    if try Convert.truth(try Call.method(s.second, "isatty")) { return .true }
    return try Call.method(s.inner, "isatty")
  }

  /// The writer's, as it is closed first.
  static let getSets = [
    NativeGetSet("closed") { a throws(Raised) in try Attributes.get(try parts(a).second, "closed") }
  ]
}
