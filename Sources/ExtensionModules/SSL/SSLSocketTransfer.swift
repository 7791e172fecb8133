// Handshake, reading, writing and the end of connections.

import Glibc
import TaipanRuntime

enum SSLSocketTransfer {
  static let methods: [NativeMethod] = [
    NativeMethod("do_handshake", "($self, /)", handshake),
    NativeMethod("read", "($self, *args)", read),
    NativeMethod("write", "($self, b, /)", write),
    NativeMethod("pending", "($self, /)", pending),
    NativeMethod("shutdown", "($self, /)", shutdown),
    NativeMethod("verify_client_post_handshake", "($self, /)", verifyClient),
  ]
  private static var library: Libssl { SSLSocketRef.library }

  static func handshake(_ a: Args) throws(Raised) -> Value {
    let ref = SSLSocketRef(a[0])
    let operation = SSLSocketRef.Operation(
      place: .handshake, withoutSocket: .handshakeWithoutSocket,
      timeout: "_ssl.c:\(SSLPlace.handshakeTimeout.rawValue): The handshake operation timed out")
    let socket = try ref.liveSocket(operation.withoutSocket)
    let outcome = try ref.run(operation, socket) { connection throws(Raised) in
      library.handshake(connection)
    }
    try ref.check(outcome, operation.place)
    return .none
  }

  // MARK: Reading

  private static let reading = SSLSocketRef.Operation(
    place: .read, withoutSocket: .readWithoutSocket, timeout: "The read operation timed out")
  /// What the library returns at once at most: the content of a record.
  private static let mostAtOnce = 16384

  static func read(_ a: Args) throws(Raised) -> Value {
    if a.keywordCount > 0 {
      throw raise(.typeError, "read() takes no keyword arguments")
    }
    if a.count < 2 || a.count > 3 {
      throw raise(.typeError, "_ssl._SSLSocket.read requires 1 to 2 arguments")
    }
    let ref = SSLSocketRef(a[0])
    let asked = try Convert.cInt(a[1])
    if a.count == 3 { return try readInto(ref, asked, a[2]) }
    if asked < 0 { throw raise(.valueError, "size should not be negative") }
    let socket = try ref.liveSocket(reading.withoutSocket)
    if asked == 0 { return BytesRef.empty.value }
    let size = min(asked, mostAtOnce)
    let room = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
    defer { room.deallocate() }
    var count = 0
    let outcome = try ref.run(reading, socket) { connection throws(Raised) in
      library.read(connection, room, size, &count)
    }
    try check(ref, outcome)
    return outcome.result > 0 && count > 0
      ? BytesRef.make(room, count: count).value : BytesRef.empty.value
  }

  private static func readInto(_ ref: SSLSocketRef, _ asked: Int, _ buffer: Value) throws(Raised)
    -> Value
  {
    let socket = try ref.liveSocket(reading.withoutSocket)
    if try window(asked, buffer).count == 0 { return Value(0) }
    var count = 0
    let outcome = try ref.run(reading, socket) { connection throws(Raised) in
      // Anew each time: the object may have been resized while this thread waited.
      let window = try window(asked, buffer)
      return library.read(connection, window.baseAddress.unsafelyUnwrapped, window.count, &count)
    }
    try check(ref, outcome)
    return Value(outcome.result > 0 ? count : 0)
  }

  /// The part of the buffer that a call may fill.
  private static func window(_ asked: Int, _ buffer: Value) throws(Raised)
    -> UnsafeMutableRawBufferPointer
  {
    let memory: UnsafeMutableRawBufferPointer
    do throws(Raised) { memory = try Buffers.writable(buffer) } catch {
      if catching(.typeError) {
        throw raise(
          .typeError,
          "read() argument 2 must be read-write bytes-like object, not \(buffer.argumentTypeName)")
      }
      throw error
    }
    if asked > 0, asked <= memory.count {
      return UnsafeMutableRawBufferPointer(rebasing: memory[0..<asked])
    }
    if memory.count > Int(Int32.max) {
      throw raise(.overflowError, "maximum length can't fit in a C 'int'")
    }
    return memory
  }

  /// The regular end of the other side's data is no error.
  private static func check(_ ref: SSLSocketRef, _ outcome: SSLOutcome) throws(Raised) {
    let received: Int32 = 2
    let isEnd =
      outcome.status == SSLStatus.zeroReturn && library.shutdownState(ref.connection) == received
    try ref.check(outcome, reading.place, isDone: outcome.result > 0 || isEnd)
  }

  // MARK: Writing

  private static let writing = SSLSocketRef.Operation(
    place: .write, withoutSocket: .writeWithoutSocket, timeout: "The write operation timed out")

  static func write(_ a: Args) throws(Raised) -> Value {
    let ref = SSLSocketRef(a[0])
    let socket = try ref.liveSocket(writing.withoutSocket)
    _ = try Buffers.read(a[1])
    if let socket, socket.timeout > 0, socket.descriptor < 0 { throw SSLSocketRef.closed() }
    // What the library has begun to write it must be given again before anything else.
    let own = UInt(pthread_self())
    while ref.p.pointee.writer != 0, ref.p.pointee.writer != own {
      _ = Threads.allowOthers { Int(usleep(500)) }
      if thread.pointee.pollRequested { try Safepoint.run() }
    }
    let outer = ref.p.pointee.writer
    ref.p.pointee.writer = own
    defer { ref.p.pointee.writer = outer }
    var count = 0
    let outcome = try ref.run(writing, socket) { connection throws(Raised) in
      let bytes = try Buffers.read(a[1])
      return library.write(connection, bytes.baseAddress.unsafelyUnwrapped, bytes.count, &count)
    }
    try ref.check(outcome, writing.place)
    return Value(count)
  }

  static func pending(_ a: Args) throws(Raised) -> Value {
    Value(Int(library.pending(SSLSocketRef(a[0]).connection)))
  }

  // MARK: The end

  /// Says good-bye and waits for the answer; returns the socket below, which may go on in the clear.
  static func shutdown(_ a: Args) throws(Raised) -> Value {
    let ref = SSLSocketRef(a[0])
    let socket = try ref.liveSocket(.shutdownWithoutSocket)
    if let socket, socket.descriptor < 0 {
      throw SSLErrors.raised("Underlying socket connection gone", .shutdownWithoutSocket)
    }
    let deadline = Deadline(after: socket?.timeout ?? 0)
    var emptyAnswers = 0
    var outcome: SSLOutcome
    while true {
      outcome = try ref.attempt(socket) { connection throws(Raised) in
        // Nothing behind the answer may be read: it belongs to whoever goes on in the clear.
        if ref.p.pointee.sawEmptyShutdown { library.setReadAhead(connection, 0) }
        return library.shutdown(connection)
      }
      if outcome.result > 0 || ref.hasFailure { break }
      if outcome.result == 0 {
        // The good-bye is sent; the second call waits for that of the other side.
        emptyAnswers += 1
        if emptyAnswers > 1 { break }
        ref.p.pointee.sawEmptyShutdown = true
        continue
      }
      guard let socket, socket.timeout != 0 else { break }
      if outcome.status != SSLStatus.wantRead, outcome.status != SSLStatus.wantWrite { break }
      let what = outcome.status == SSLStatus.wantRead ? "read" : "write"
      try ref.wait(outcome, socket, deadline, "The \(what) operation timed out")
    }
    try ref.check(outcome, .shutdown, isDone: outcome.result >= 0)
    return socket?.value ?? .none
  }

  static func verifyClient(_ a: Args) throws(Raised) -> Value {
    LibcryptoStreams.shared.unsafelyUnwrapped.clearErrors()
    if library.askForCertificate(SSLSocketRef(a[0]).connection) == 0 {
      throw SSLErrors.fromLibrary(.postHandshake)
    }
    return .none
  }
}
