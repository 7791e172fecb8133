// `_ssl._SSLSocket`: a connection over a socket or over two memory streams.
//
// The library is called with the interpreter lock and never waits (`SocketStream`); where it needs bytes that have
// not come, or room to write, the operation waits for the socket without the lock and calls it again.

import CTaipan
import Glibc
import TaipanRuntime

struct SSLSocketLayout {
  var header: Header
  /// `SSL`; nil once freed.
  var connection: SSLObject?
  /// The stream over the socket, which the connection owns; nil for one over memory streams.
  var stream: SSLObject?
  var context: Value
  /// Weak references; absent for none.
  var socket: Value
  var owner: Value
  /// A str; absent without one.
  var serverHostname: Value
  /// What a callback raised that could not tell the library.
  var failure: Value
  var isServer: Bool
  var sawEmptyShutdown: Bool
  /// Threads inside the library and with an unfinished write; 0 for none.
  var runner: UInt
  var writer: UInt
  var depth: Int
}

struct SSLSocketRef: TypedRef {
  let p: UnsafeMutablePointer<SSLSocketLayout>
  static var library: Libssl { Libssl.shared.unsafelyUnwrapped }

  var connection: SSLObject { p.pointee.connection.unsafelyUnwrapped }
  var context: SSLContextRef { SSLContextRef(p.pointee.context) }
  var verifyResult: Int { SSLSocketRef.library.verifyResult(connection) }
  /// Outside of the heap, roughly.
  private static let externalSize = 20_000

  static func release(_ object: ObjectRef) {
    let ref = SSLSocketRef(object)
    if let connection = ref.p.pointee.connection {
      _ = library.setData(connection, 0, nil)
      library.free(connection)
    }
    ref.p.pointee.connection = nil
  }

  // MARK: Making one

  /// How a connection is to be made; the values are absent where not given.
  struct Request {
    let isServer: Bool
    let hostname: Value
    let owner: Value
    let session: Value
  }

  static func make(_ context: SSLContextRef, _ request: Request, socket: Value) throws(Raised)
    -> SSLSocketRef
  {
    let ref = try make(context, request)
    let stream = try SocketStream.make()
    library.setStreams(ref.connection, stream, stream)
    ref.p.pointee.stream = stream
    try WeakReferences.requireReferable(socket)
    ref.p.pointee.socket = WeakReferences.make(socket.asObject)
    ref.object.noteWrite()
    try ref.finish(request)
    return ref
  }

  static func make(
    _ context: SSLContextRef, _ request: Request, streams incoming: MemoryBIORef,
    _ outgoing: MemoryBIORef
  ) throws(Raised) -> SSLSocketRef {
    let ref = try make(context, request)
    // The connection gives both back.
    _ = MemoryBIORef.library.retain(incoming.stream)
    _ = MemoryBIORef.library.retain(outgoing.stream)
    library.setStreams(ref.connection, incoming.stream, outgoing.stream)
    try ref.finish(request)
    return ref
  }

  private static func make(_ context: SSLContextRef, _ request: Request) throws(Raised)
    -> SSLSocketRef
  {
    if context.number == SSLContextRef.Number.client, request.isServer {
      throw SSLErrors.raised(
        "Cannot create a server socket with a PROTOCOL_TLS_CLIENT context",
        .serverOfClientContext)
    }
    if context.number == SSLContextRef.Number.server, !request.isServer {
      throw SSLErrors.raised(
        "Cannot create a client socket with a PROTOCOL_TLS_SERVER context",
        .clientOfServerContext)
    }
    LibcryptoStreams.shared.unsafelyUnwrapped.clearErrors()
    guard let connection = library.new(context.context) else { throw SSLErrors.fromLibrary(nil) }
    let ref = SSLSocketRef(Instances.allocate(SSLSocketObject.type))
    ref.p.pointee.connection = connection
    ref.p.pointee.context = context.value
    ref.p.pointee.isServer = request.isServer
    Heap.releaseWhenDead(ref.object)
    Heap.noteExternal(externalSize)
    _ = library.setData(connection, 0, ref.object.pointer)
    return ref
  }

  private func finish(_ request: Request) throws(Raised) {
    let library = SSLSocketRef.library
    let (acceptMovingBuffer, autoRetry) = (2, 4)
    _ = library.control(connection, SSLControl.mode, acceptMovingBuffer | autoRetry, nil)
    if context.p.pointee.authenticatesLater { authenticateLater() }
    if request.hostname.isPresent { try setHostname(request.hostname) }
    if p.pointee.isServer {
      // Sessions of another purpose are refused.
      let purpose: [UInt8] = Array("Python".utf8) + [0]
      _ = library.setSessionPurpose(connection, purpose, UInt32(purpose.count))
      library.beServer(connection)
    } else {
      library.beClient(connection)
    }
    if request.owner.isPresent, !request.owner.isNone {
      try WeakReferences.requireReferable(request.owner)
      p.pointee.owner = WeakReferences.make(request.owner.asObject)
      object.noteWrite()
    }
    if request.session.isPresent, !request.session.isNone { try setSession(request.session) }
  }

  private func authenticateLater() {
    let library = SSLSocketRef.library
    if p.pointee.isServer {
      let mode = library.verifyModeOf(connection)
      if mode & SSLContextRef.Verify.peer != 0 {
        library.setVerifyModeOf(
          connection, mode | SSLContextRef.Verify.postHandshake,
          library.verifyCallbackOf(connection))
      }
    } else {
      library.setPostHandshakeAuthOf(connection, 1)
    }
  }

  /// - Throws: ValueError for no usable name.
  private func setHostname(_ name: Value) throws(Raised) {
    let text = StrRef(name)
    if text.count == 0 || text[0] == 46 {
      throw raise(
        .valueError, "server_hostname cannot be an empty string or start with a leading dot.")
    }
    p.pointee.serverHostname = name
    object.noteWrite()
    let certificates = LibcryptoCertificates.shared.unsafelyUnwrapped
    let host = try ExpatModule.cText(name)
    let address = certificates.addressFromText(host)
    LibcryptoStreams.shared.unsafelyUnwrapped.clearErrors()
    defer { certificates.freeString(address) }
    // Addresses are not asked for by name.
    if address == nil {
      let result = host.withUnsafeBufferPointer {
        SSLSocketRef.library.control(
          connection, SSLControl.serverName, 0, UnsafeMutableRawPointer(mutating: $0.baseAddress))
      }
      if result == 0 { throw SSLErrors.fromLibrary(.serverName) }
    }
    if !context.p.pointee.checksHostname { return }
    let parameters = SSLSocketRef.library.verifyParametersOf(connection).unsafelyUnwrapped
    let isSet =
      address.map {
        certificates.setAddress(
          parameters, certificates.stringData($0), Int(certificates.stringLength($0)))
      } ?? certificates.setHost(parameters, host, text.count)
    if isSet == 0 { throw SSLErrors.fromLibrary(.serverName) }
  }

  /// - Throws: TypeError, ValueError where it cannot be used.
  func setSession(_ value: Value) throws(Raised) {
    let library = SSLSocketRef.library
    if value.isAbsent || value.type != SessionObject.type {
      throw raise(.typeError, "Value is not a SSLSession.")
    }
    let session = SessionRef(value)
    if SSLContextRef(session.p.pointee.context).context != context.context {
      throw raise(.valueError, "Session refers to a different SSLContext.")
    }
    if p.pointee.isServer {
      throw raise(.valueError, "Cannot set session for server-side SSLSocket.")
    }
    if library.isEstablished(connection) != 0 {
      throw raise(.valueError, "Cannot set session after handshake.")
    }
    // The library changes a session that is in use.
    guard let copy = library.copySession(session.session) else { throw SSLErrors.fromLibrary(nil) }
    defer { library.freeSession(copy) }
    if library.setSession(connection, copy) == 0 { throw SSLErrors.fromLibrary(nil) }
  }

  // MARK: Whom it belongs to

  /// What a weak reference refers to; absent for none and once it has died.
  private func target(_ reference: Value) -> Value {
    reference.isAbsent ? .absent : WeakRef(reference).target
  }

  var owner: Value { target(p.pointee.owner) }

  /// What callbacks get for the connection: its owner, else its socket, else itself. Absent once the owner or the
  /// socket has died.
  var represented: Value {
    if p.pointee.owner.isPresent { return owner }
    return isOverSocket ? socket : value
  }
  var isOverSocket: Bool { p.pointee.stream != nil }
  var socket: Value { target(p.pointee.socket) }

  /// Puts the raised exception aside until the operation ends.
  func noteFailure() {
    p.pointee.failure = takeRaised()
    object.noteWrite()
  }
  var hasFailure: Bool { p.pointee.failure.isPresent }

  private func takeFailure() -> Value {
    let failure = p.pointee.failure
    p.pointee.failure = .absent
    return failure
  }

  // MARK: Operations

  /// What an operation is called where it fails.
  struct Operation {
    let place: SSLPlace
    let withoutSocket: SSLPlace
    let timeout: String
  }

  /// The socket below; nil for memory streams.
  ///
  /// - Throws: SSLError once the socket has died.
  func liveSocket(_ place: SSLPlace) throws(Raised) -> SocketRef? {
    if !isOverSocket { return nil }
    let socket = self.socket
    if socket.isAbsent {
      throw SSLErrors.raised("Underlying socket connection gone", place)
    }
    return SocketRef(socket)
  }

  /// One call of the library.
  func attempt(_ socket: SocketRef?, _ body: (SSLObject) throws(Raised) -> Int32) throws(Raised)
    -> SSLOutcome
  {
    waitForOthers()
    let library = SSLSocketRef.library
    LibcryptoStreams.shared.unsafelyUnwrapped.clearErrors()
    SocketStream.systemError = 0
    if let socket, let stream = p.pointee.stream {
      SocketStream.setDescriptor(stream, socket.descriptor)
    }
    p.pointee.runner = UInt(pthread_self())
    p.pointee.depth += 1
    defer { p.pointee.depth -= 1 }
    let result = try body(connection)
    let systemError = SocketStream.systemError
    return SSLOutcome(
      result: result, status: result > 0 ? SSLStatus.none : library.status(connection, result),
      systemError: systemError)
  }

  /// A callback may let another thread run, which must not enter the library with this connection.
  private func waitForOthers() {
    while p.pointee.depth > 0, p.pointee.runner != UInt(pthread_self()) {
      _ = Threads.allowOthers { Int(usleep(500)) }
    }
  }

  /// Calls the library until it need not wait any more, or may not; the caller looks at the outcome.
  ///
  /// - Throws: TimeoutError; SSLError for a socket that was closed; what signal handlers raise.
  func run(
    _ operation: Operation, _ socket: SocketRef?, _ body: (SSLObject) throws(Raised) -> Int32
  ) throws(Raised) -> SSLOutcome {
    let deadline = Deadline(after: socket?.timeout ?? 0)
    while true {
      let outcome = try attempt(socket, body)
      if hasFailure || !isWaiting(outcome) {
        if thread.pointee.pollRequested { try Safepoint.run() }
        return outcome
      }
      guard let socket, socket.timeout != 0 else { return outcome }
      try wait(outcome, socket, deadline, operation.timeout)
    }
  }

  private func isWaiting(_ outcome: SSLOutcome) -> Bool {
    outcome.status == SSLStatus.wantRead || outcome.status == SSLStatus.wantWrite
  }

  /// Waits for what the library needs.
  func wait(_ outcome: SSLOutcome, _ socket: SocketRef, _ deadline: Deadline, _ timeout: String)
    throws(Raised)
  {
    if socket.descriptor < 0 { throw SSLSocketRef.closed() }
    let forWriting: Int32 = outcome.status == SSLStatus.wantWrite ? 1 : 0
    let (descriptor, limit) = (socket.descriptor, deadline.milliseconds)
    let count = Threads.allowOthers {
      Int(taipan_wait_descriptor(descriptor, forWriting, limit))
    }
    let code = errno
    if count == 0 { throw raise(.timeoutError, timeout) }
    if count < 0, code != EINTR { throw raiseOS(code) }
    if count < 0 || thread.pointee.pollRequested { try Safepoint.run() }
  }

  static func closed() -> Raised {
    SSLErrors.error.raised("Underlying socket has been closed.")
  }

  /// The exception for an operation that did not succeed, with what a callback raised as its context; after a
  /// successful one that of the callback.
  ///
  /// - Throws: those.
  func check(_ outcome: SSLOutcome, _ place: SSLPlace, isDone: Bool? = nil) throws(Raised) {
    let failure = takeFailure()
    if isDone ?? (outcome.result > 0) {
      LibcryptoStreams.shared.unsafelyUnwrapped.clearErrors()
      if failure.isAbsent { return }
      throw setRaised(failure)
    }
    let raised = SSLErrors.raised(outcome, of: self, place)
    if failure.isPresent { ExceptionRef(thread.pointee.exception).context = failure }
    throw raised
  }
}
