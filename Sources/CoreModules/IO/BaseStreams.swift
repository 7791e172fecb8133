// The abstract base classes of streams.

import Glibc
import TaipanRuntime

enum BaseStreams {
  /// - Throws: ValueError for a closed stream, asked by attribute: subclasses say it their way.
  static func checkOpen(_ stream: Value) throws(Raised) {
    if try isClosed(stream) { throw raise(.valueError, "I/O operation on closed file.") }
  }

  /// Whether a file, or a buffer over one, is closed; nil for subclasses and other streams, which have to be
  /// asked. Each line that is read or written begins with this question.
  private static func isPlainClosed(_ stream: Value) -> Bool? {
    if !stream.isHeap { return nil }
    let type = stream.type
    if type == IOModule.fileType { return Stream(stream).p.pointee.descriptor < 0 }
    if type != IOModule.readerType, type != IOModule.writerType, type != IOModule.randomType {
      return nil
    }
    let inner = Stream(stream).p.pointee.inner
    return inner.isPresent ? isPlainClosed(inner) : nil
  }

  static func isClosed(_ stream: Value) throws(Raised) -> Bool {
    if let known = isPlainClosed(stream) { return known }
    return try Convert.truth(try Attributes.get(stream, "closed"))
  }

  private static func refuse(_ name: String) -> Raised { IOModule.unsupportedOperation(name) }

  /// Streams over files: `pickle` and `copy` refuse them.
  static let unpicklable: [NativeMethod] = [
    NativeMethod(
      "__getstate__", "($self, /)",
      { a throws(Raised) in
        throw raise(
          .typeError, "cannot pickle '\(StrRef(a[0].type.p.pointee.name).text)' instances")
      })
  ]

  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", new),
    NativeMethod("seek", "($self, offset, whence=0, /)", seek),
    NativeMethod("tell", "($self, /)", tell),
    NativeMethod("truncate", "($self, size=None, /)", truncate),
    NativeMethod("flush", "($self, /)", flush),
    NativeMethod("close", "($self, /)", close),
    NativeMethod("seekable", "($self, /)", no),
    NativeMethod("readable", "($self, /)", no),
    NativeMethod("writable", "($self, /)", no),
    NativeMethod("_checkClosed", "($self, msg=None)", checkClosed),
    NativeMethod("_checkSeekable", "($self, msg=None)", checkSeekable),
    NativeMethod("_checkReadable", "($self, msg=None)", checkReadable),
    NativeMethod("_checkWritable", "($self, msg=None)", checkWritable),
    NativeMethod("fileno", "($self, /)", fileno),
    NativeMethod("isatty", "($self, /)", isATTY),
    NativeMethod("__enter__", "($self, /)", enter),
    NativeMethod("__exit__", "($self, *args)", exit),
    NativeMethod("__iter__", "($self, /)", iterate),
    NativeMethod("__next__", "($self, /)", next),
    NativeMethod("readline", "($self, size=-1, /)", readLine),
    NativeMethod("readlines", "($self, hint=-1, /)", readLines),
    NativeMethod("writelines", "($self, lines, /)", writeLines),
    NativeMethod("__del__", "($self, /)", finalize),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("closed", getClosed),
    NativeGetSet("__dict__", GenericGetSets.getDict, set: GenericGetSets.setDict),
  ]

  static func new(_ a: Args) throws(Raised) -> Value {
    let object = Instances.allocate(TypeRef(a[0]))
    Stream(Value(object)).p.pointee.descriptor = -1
    return Value(object)
  }

  static func getClosed(_ a: Args) throws(Raised) -> Value { Value(Stream(a[0]).has(.closed)) }
  static func no(_ a: Args) throws(Raised) -> Value { .false }
  static func seek(_ a: Args) throws(Raised) -> Value { throw refuse("seek") }
  static func tell(_ a: Args) throws(Raised) -> Value {
    try Call.method(a[0], "seek", Value(0), Value(1))
  }
  static func truncate(_ a: Args) throws(Raised) -> Value { throw refuse("truncate") }
  static func fileno(_ a: Args) throws(Raised) -> Value { throw refuse("fileno") }
  static func isATTY(_ a: Args) throws(Raised) -> Value {
    try checkOpen(a[0])
    return .false
  }
  static func flush(_ a: Args) throws(Raised) -> Value {
    if Stream(a[0]).has(.closed) { throw raise(.valueError, "I/O operation on closed file.") }
    return .none
  }
  static func close(_ a: Args) throws(Raised) -> Value {
    let stream = Stream(a[0])
    if stream.has(.closed) { return .none }
    defer { stream.set(.closed, true) }
    _ = try Call.method(a[0], "flush")
    return .none
  }
  static func finalize(_ a: Args) throws(Raised) -> Value {
    do throws(Raised) {
      if try isClosed(a[0]) { return .none }
    } catch {
      thread.pointee.exception = .absent
      return .none
    }
    Stream(a[0]).set(.finalizing, true)
    do throws(Raised) {
      let warn = try Attributes.lookup(a[0], Interning.intern("_dealloc_warn"))
      if warn.isPresent { _ = try Call.function(warn, a[0]) }
    } catch { Exceptions.reportUnraisable("Exception ignored in", a[0]) }
    do throws(Raised) { _ = try Call.method(a[0], "close") } catch {
      Exceptions.reportUnraisable("Exception ignored in", a[0])
    }
    return .none
  }

  /// `_dealloc_warn` of a stream over another one, which has the file.
  static func warnUnclosed(_ a: Args) throws(Raised) -> Value {
    let inner = Stream(a[0]).p.pointee.inner
    if inner.isPresent {
      let warn = try Attributes.lookup(inner, Interning.intern("_dealloc_warn"))
      if warn.isPresent { _ = try Call.function(warn, a[1]) }
    }
    return .none
  }

  /// `close()` of a stream over `inner`: what is left is flushed, and `inner` closed whatever that raises.
  ///
  /// - Throws: what `flush()` or `close()` raised; both, the one as the context of the other.
  static func closeAfterFlush(_ stream: Value, _ inner: Value) throws(Raised) {
    var failure: Value = .absent
    do throws(Raised) { _ = try Call.method(stream, "flush") } catch { failure = takeRaised() }
    try finish(failure) { () throws(Raised) in _ = try Call.method(inner, "close") }
  }

  /// Runs the second half of something whose first half may have failed.
  static func finish(_ failure: Value, _ rest: () throws(Raised) -> Void) throws(Raised) {
    do throws(Raised) { try rest() } catch {
      if failure.isPresent {
        let second = takeRaised()
        if second !== failure, ExceptionRef(second).context.isAbsent {
          ExceptionRef(second).context = failure
        }
        throw setRaised(second)
      }
      throw error
    }
    if failure.isPresent { throw setRaised(failure) }
  }

  /// `repr` of a stream whose name or buffer may lead back to it.
  static func guardedRepr(_ stream: Value, _ text: () throws(Raised) -> String) throws(Raised)
    -> Value
  {
    if Stream(stream).has(.inRepr) {
      throw raise(.runtimeError, "reentrant call inside \(stream.type.messageName).__repr__")
    }
    Stream(stream).set(.inRepr, true)
    defer { Stream(stream).set(.inRepr, false) }
    return Value(try text())
  }
  static func enter(_ a: Args) throws(Raised) -> Value {
    try checkOpen(a[0])
    return a[0]
  }
  static func exit(_ a: Args) throws(Raised) -> Value { try Call.method(a[0], "close") }
  static func iterate(_ a: Args) throws(Raised) -> Value {
    try checkOpen(a[0])
    return a[0]
  }
  static func next(_ a: Args) throws(Raised) -> Value {
    let line = try Call.method(a[0], "readline")
    return try Convert.length(line) == 0 ? .exhausted : line
  }

  static func checkClosed(_ a: Args) throws(Raised) -> Value {
    try checkOpen(a[0])
    return .none
  }
  private static func check(_ a: Args, _ name: String, _ message: String) throws(Raised) -> Value {
    if !(try Convert.truth(try Call.method(a[0], name))) { throw refuse(message) }
    return .true
  }
  static func checkSeekable(_ a: Args) throws(Raised) -> Value {
    try check(a, "seekable", "File or stream is not seekable.")
  }
  static func checkReadable(_ a: Args) throws(Raised) -> Value {
    try check(a, "readable", "File or stream is not readable.")
  }
  static func checkWritable(_ a: Args) throws(Raised) -> Value {
    try check(a, "writable", "File or stream is not writable.")
  }

  /// Asks any object whether it is readable or writable: a stream below another needs not be one of `io`.
  ///
  /// - Throws: UnsupportedOperation where it is not.
  static func require(_ stream: Value, _ ability: String) throws(Raised) {
    if try Convert.truth(try Call.method(stream, ability)) { return }
    throw IOModule.unsupportedOperation("File or stream is not \(ability).")
  }

  static func readLine(_ a: Args) throws(Raised) -> Value {
    let limit = a.count > 1 && !a[1].isNone ? try Convert.machineInt(a[1]) : -1
    var bytes: [UInt8] = []
    while limit < 0 || bytes.count < limit {
      let chunk = try Call.method(a[0], "read", Value(1))
      guard chunk.isBytes else {
        throw raise(.osError, "read() should have returned a bytes object, not '\(chunk.typeName)'")
      }
      if BytesRef(chunk).count == 0 { break }
      bytes.append(contentsOf: BytesRef(chunk).buffer)
      if bytes.last == 10 { break }
    }
    return BytesRef.make(bytes).value
  }

  static func readLines(_ a: Args) throws(Raised) -> Value {
    let hint = a.count > 1 && !a[1].isNone ? try Convert.machineInt(a[1]) : -1
    let lines = ListRef.make()
    var total = 0
    try Iterate.forEach(a[0]) { (line) throws(Raised) in
      if hint > 0, total >= hint { return }
      lines.append(line)
      total += try Convert.length(line)
    }
    return lines.value
  }

  static func writeLines(_ a: Args) throws(Raised) -> Value {
    try checkOpen(a[0])
    try Iterate.forEach(a[1]) { (line) throws(Raised) in
      _ = try Call.method(a[0], "write", line)
    }
    return .none
  }

  // MARK: Raw, buffered, text

  static let rawMethods: [NativeMethod] = [
    NativeMethod("read", "($self, size=-1, /)", rawRead),
    NativeMethod("readall", "($self, /)", rawReadAll),
    NativeMethod("readinto", "($self, buffer, /)", notImplemented),
    NativeMethod("write", "($self, b, /)", notImplemented),
  ]
  /// What a raw stream of Python code is to define.
  static func notImplemented(_ a: Args) throws(Raised) -> Value {
    throw raise(.notImplementedError)
  }
  static func rawRead(_ a: Args) throws(Raised) -> Value {
    let size = a.count > 1 && !a[1].isNone ? try Convert.machineInt(a[1]) : -1
    if size < 0 { return try Call.method(a[0], "readall") }
    let buffer = ByteArrayRef.make(count: size)
    let count = try Call.method(a[0], "readinto", buffer.value)
    if count.isNone { return .none }
    return BytesRef.make(buffer.data, count: try Convert.machineInt(count)).value
  }
  static func rawReadAll(_ a: Args) throws(Raised) -> Value {
    var bytes: [UInt8] = []
    while true {
      let chunk = try Call.method(a[0], "read", Value(IOModule.defaultBufferSize))
      if chunk.isNone, bytes.isEmpty { return .none }
      if chunk.isNone || BytesRef(chunk).count == 0 { return BytesRef.make(bytes).value }
      bytes.append(contentsOf: BytesRef(chunk).buffer)
    }
  }

  static let bufferedMethods: [NativeMethod] = [
    NativeMethod("read", "($self, size=-1, /)", { a throws(Raised) in throw refuse("read") }),
    NativeMethod("read1", "($self, size=-1, /)", { a throws(Raised) in throw refuse("read1") }),
    NativeMethod("write", "($self, b, /)", { a throws(Raised) in throw refuse("write") }),
    NativeMethod("detach", "($self, /)", { a throws(Raised) in throw refuse("detach") }),
    NativeMethod("readinto", "($self, buffer, /)", readInto),
    NativeMethod("readinto1", "($self, buffer, /)", readInto1),
  ]
  static func readInto(_ a: Args) throws(Raised) -> Value { try fill(a, "read") }
  static func readInto1(_ a: Args) throws(Raised) -> Value { try fill(a, "read1") }

  private static func fill(_ a: Args, _ method: String) throws(Raised) -> Value {
    let size = try Buffers.writable(a[1]).count
    let data = try Call.method(a[0], method, Value(size))
    if data.isNone { return .none }
    guard data.isBytes else { throw raise(.typeError, "read() should return bytes") }
    let bytes = BytesRef(data)
    // Reading may have run code that resized the object.
    let memory = try Buffers.writable(a[1])
    if bytes.count > min(size, memory.count) {
      throw raise(
        .valueError,
        "read() returned too much data: \(size) bytes requested, \(bytes.count) returned")
    }
    memory.baseAddress.unsafelyUnwrapped.copyMemory(from: bytes.data, byteCount: bytes.count)
    return Value(bytes.count)
  }

  static let textMethods: [NativeMethod] = [
    NativeMethod("read", "($self, size=-1, /)", { a throws(Raised) in throw refuse("read") }),
    NativeMethod(
      "readline", "($self, size=-1, /)", { a throws(Raised) in throw refuse("readline") }),
    NativeMethod("write", "($self, s, /)", { a throws(Raised) in throw refuse("write") }),
    NativeMethod("detach", "($self, /)", { a throws(Raised) in throw refuse("detach") }),
  ]
  static let textGetSets: [NativeGetSet] = [
    NativeGetSet("encoding", { a throws(Raised) in .none }),
    NativeGetSet("newlines", { a throws(Raised) in .none }),
    NativeGetSet("errors", { a throws(Raised) in .none }),
  ]
}

/// Bytes of a bytes-like argument.
enum BytesLike {
  static func read(_ value: Value) throws(Raised) -> UnsafeBufferPointer<UInt8> {
    try Buffers.read(value)
  }
}
