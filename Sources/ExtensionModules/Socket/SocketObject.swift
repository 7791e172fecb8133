// `_socket.socket`: a descriptor and its time-out. With a time-out the descriptor does not block;
// calls wait with poll(2) first.

import CTaipan
import Glibc
import TaipanRuntime

struct SocketLayout {
  var header: Header
  /// -1 once closed.
  var descriptor: Int
  var family: Int
  var kind: Int
  var number: Int
  /// Seconds; negative without limit, 0 for a socket that never blocks.
  var timeout: Double
}

struct SocketRef: TypedRef {
  let p: UnsafeMutablePointer<SocketLayout>

  var descriptor: Int32 { Int32(truncatingIfNeeded: p.pointee.descriptor) }
  var family: Int32 { Int32(truncatingIfNeeded: p.pointee.family) }
  var timeout: Double { p.pointee.timeout }

  /// Waits until the socket is ready, as long as its time-out allows.
  ///
  /// - Throws: TimeoutError, OSError; what signal handlers raise.
  func wait(forWriting: Bool, _ deadline: Deadline) throws(Raised) {
    while true {
      let n = Threads.allowOthers {
        Int(taipan_wait_descriptor(descriptor, forWriting ? 1 : 0, deadline.milliseconds))
      }
      if n > 0 { return }
      if n == 0 { throw raise(.timeoutError, "timed out") }
      if errno != EINTR { throw raiseOS(errno) }
      try Safepoint.run()
    }
  }

  /// Makes a system call, waiting before it where there is a time-out and going on after signals.
  func call(forWriting: Bool, deadline given: Deadline? = nil, _ body: () -> Int) throws(Raised)
    -> Int
  {
    let deadline = given ?? Deadline(after: timeout)
    while true {
      if timeout > 0 { try wait(forWriting: forWriting, deadline) }
      let result = Threads.allowOthers(body)
      if result >= 0 { return result }
      let code = errno
      if code == EINTR {
        try Safepoint.run()
      } else if timeout <= 0 || (code != EWOULDBLOCK && code != EAGAIN) {
        throw raiseOS(code)
      }
    }
  }
}

enum SocketObject {
  static let nonBlocking: Int32 = 0x800
  static let closeOnExec: Int32 = 0x80000

  static let methods: [NativeMethod] = [
    NativeMethod("__init__", "($self, family=-1, type=-1, proto=-1, fileno=None)", initialize),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("_accept", "($self, /)", accept),
    NativeMethod("bind", "($self, address, /)", bind),
    NativeMethod("close", "($self, /)", close),
    NativeMethod("connect", "($self, address, /)", connect),
    NativeMethod("connect_ex", "($self, address, /)", connectCode),
    NativeMethod("detach", "($self, /)", detach),
    NativeMethod("fileno", "($self, /)", fileno),
    NativeMethod("getpeername", "($self, /)", getPeerName),
    NativeMethod("getsockname", "($self, /)", getSocketName),
    NativeMethod("getsockopt", "($self, level, option, buffersize=0, /)", getOption),
    NativeMethod("setsockopt", "($self, level, option, value, optlen=0, /)", setOption),
    NativeMethod("listen", "($self, backlog=128, /)", listen),
    NativeMethod("shutdown", "($self, how, /)", shutdown),
    NativeMethod("setblocking", "($self, flag, /)", setBlocking),
    NativeMethod("getblocking", "($self, /)", getBlocking),
    NativeMethod("settimeout", "($self, timeout, /)", setTimeout),
    NativeMethod("gettimeout", "($self, /)", getTimeout),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("family", { a throws(Raised) in Value(SocketRef(a[0]).p.pointee.family) }),
    NativeGetSet("type", { a throws(Raised) in Value(SocketRef(a[0]).p.pointee.kind) }),
    NativeGetSet("proto", { a throws(Raised) in Value(SocketRef(a[0]).p.pointee.number) }),
    NativeGetSet("timeout", getTimeout),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "_socket.socket", size: MemoryLayout<SocketLayout>.size, flags: [.baseable],
      methods: [NativeMethod("__new__", "($type, *args, **kwargs)", new)] + methods
        + SocketTransfer.methods,
      getSets: getSets, releaser: release,
      doc: "A network endpoint: socket(family=AF_INET, type=SOCK_STREAM, proto=0, fileno=None)"))

  static func release(_ object: ObjectRef) {
    let socket = SocketRef(object)
    if socket.p.pointee.descriptor >= 0 { Glibc.close(socket.descriptor) }
    socket.p.pointee.descriptor = -1
  }

  static func new(_ a: Args) throws(Raised) -> Value {
    let object = Instances.allocate(TypeRef(a[0]))
    SocketRef(object).p.pointee.descriptor = -1
    SocketRef(object).p.pointee.timeout = -1
    Heap.releaseWhenDead(object)
    return Value(object)
  }

  /// A socket of the plain type around a descriptor.
  static func make(_ descriptor: Int32, _ family: Int32, _ kind: Int32, _ number: Int32)
    throws(Raised)
    -> Value
  {
    let object = Instances.allocate(type)
    Heap.releaseWhenDead(object)
    SocketRef(object).p.pointee.descriptor = -1
    let value = Value(object)
    try adopt(SocketRef(value), descriptor, family, kind, number)
    return value
  }

  private static func adopt(
    _ socket: SocketRef, _ descriptor: Int32, _ family: Int32, _ kind: Int32, _ number: Int32
  ) throws(Raised) {
    socket.p.pointee.descriptor = Int(descriptor)
    socket.p.pointee.family = Int(family)
    socket.p.pointee.kind = Int(kind & ~(nonBlocking | closeOnExec))
    socket.p.pointee.number = Int(number)
    if kind & nonBlocking != 0 {
      socket.p.pointee.timeout = 0
    } else {
      socket.p.pointee.timeout = SocketModule.defaultTimeout
      if SocketModule.defaultTimeout >= 0 { try setBlocking(socket, false) }
    }
  }

  private static func optionalInt(_ value: Value) throws(Raised) -> Int32 {
    value.isAbsent ? -1 : try Descriptors.int32(value)
  }

  static func initialize(_ a: Args) throws(Raised) -> Value {
    let socket = SocketRef(a[0])
    var (family, kind, number) = (
      try optionalInt(a[1]), try optionalInt(a[2]), try optionalInt(a[3])
    )
    if a[4].isPresent, !a[4].isNone {
      let descriptor = try givenDescriptor(a[4])
      try inspect(descriptor, &family, &kind, &number)
      try adopt(socket, descriptor, family, kind, number)
      return .none
    }
    if family == -1 { family = AF_INET }
    if kind == -1 { kind = 1 }
    if number == -1 { number = 0 }
    let descriptor = Glibc.socket(family, kind | closeOnExec, number)
    if descriptor < 0 { throw raiseOS(errno) }
    release(a[0].asObject)
    try adopt(socket, descriptor, family, kind, number)
    return .none
  }

  private static func givenDescriptor(_ value: Value) throws(Raised) -> Int32 {
    if value.isAnyFloat { throw raise(.typeError, "integer argument expected, got float") }
    let descriptor = try Descriptors.int32(value)
    if descriptor < 0 { throw raise(.valueError, "negative file descriptor") }
    return descriptor
  }

  /// Asks the system what kind of socket a descriptor is.
  private static func inspect(
    _ descriptor: Int32, _ family: inout Int32, _ kind: inout Int32, _ number: inout Int32
  ) throws(Raised) {
    var address = SocketAddress()
    if address.with({ getsockname(descriptor, $0, $1) }) != 0 {
      if family == -1 || errno == EBADF || errno == ENOTSOCK { throw raiseOS(errno) }
    } else if family == -1 {
      family = Int32(address.storage.ss_family)
    }
    var size = socklen_t(4)
    if kind == -1, getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &kind, &size) != 0 {
      throw raiseOS(errno)
    }
    if number == -1, getsockopt(descriptor, SOL_SOCKET, SO_PROTOCOL, &number, &size) != 0 {
      number = 0
    }
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    let s = SocketRef(a[0]).p.pointee
    return Value(
      "<socket object, fd=\(s.descriptor), family=\(s.family), type=\(s.kind), proto=\(s.number)>")
  }

  // MARK: Life

  static func close(_ a: Args) throws(Raised) -> Value {
    let socket = SocketRef(a[0])
    let descriptor = socket.descriptor
    socket.p.pointee.descriptor = -1
    if descriptor >= 0, Glibc.close(descriptor) != 0, errno != EINTR, errno != ECONNRESET {
      throw raiseOS(errno)
    }
    return .none
  }
  static func detach(_ a: Args) throws(Raised) -> Value {
    let descriptor = SocketRef(a[0]).p.pointee.descriptor
    SocketRef(a[0]).p.pointee.descriptor = -1
    return Value(descriptor)
  }
  static func fileno(_ a: Args) throws(Raised) -> Value {
    Value(SocketRef(a[0]).p.pointee.descriptor)
  }

  // MARK: Time-outs

  private static func setBlocking(_ socket: SocketRef, _ blocks: Bool) throws(Raised) {
    let flags = fcntl(socket.descriptor, F_GETFL)
    if flags < 0 { throw raiseOS(errno) }
    let wanted = blocks ? flags & ~nonBlocking : flags | nonBlocking
    if wanted != flags, fcntl(socket.descriptor, F_SETFL, wanted) < 0 { throw raiseOS(errno) }
  }
  static func setBlocking(_ a: Args) throws(Raised) -> Value {
    let blocks = try Convert.truth(a[1])
    SocketRef(a[0]).p.pointee.timeout = blocks ? -1 : 0
    try setBlocking(SocketRef(a[0]), blocks)
    return .none
  }
  static func getBlocking(_ a: Args) throws(Raised) -> Value { Value(SocketRef(a[0]).timeout != 0) }
  static func setTimeout(_ a: Args) throws(Raised) -> Value {
    let seconds = try SocketModule.timeout(a[1])
    SocketRef(a[0]).p.pointee.timeout = seconds
    try setBlocking(SocketRef(a[0]), seconds < 0)
    return .none
  }
  static func getTimeout(_ a: Args) throws(Raised) -> Value {
    SocketModule.timeoutValue(SocketRef(a[0]).timeout)
  }

  // MARK: Connections

  static func bind(_ a: Args) throws(Raised) -> Value {
    var address = SocketAddress()
    try address.set(a[1], family: SocketRef(a[0]).family, caller: "bind")
    if address.with({ Glibc.bind(SocketRef(a[0]).descriptor, $0, $1.pointee) }) != 0 {
      throw raiseOS(errno)
    }
    return .none
  }
  static func listen(_ a: Args) throws(Raised) -> Value {
    let backlog = a.count > 1 ? max(0, try Descriptors.int32(a[1])) : 128
    if Glibc.listen(SocketRef(a[0]).descriptor, backlog) != 0 { throw raiseOS(errno) }
    return .none
  }
  static func accept(_ a: Args) throws(Raised) -> Value {
    let socket = SocketRef(a[0])
    var address = SocketAddress()
    let descriptor = try socket.call(forWriting: false) {
      let result = address.with { Int(Glibc.accept(socket.descriptor, $0, $1)) }
      if result >= 0 { _ = fcntl(Int32(result), F_SETFD, FD_CLOEXEC) }
      return result
    }
    return TupleRef.of(Value(descriptor), try address.value()).value
  }

  /// 0, or the system's error number.
  private static func connect(_ a: Args, caller: String) throws(Raised) -> Int32 {
    let socket = SocketRef(a[0])
    var address = SocketAddress()
    try address.set(a[1], family: socket.family, caller: caller)
    let result = Threads.allowOthers {
      Int(address.with { Glibc.connect(socket.descriptor, $0, $1.pointee) })
    }
    if result == 0 { return 0 }
    let code = errno
    let isGoingOn = code == EINTR || code == EINPROGRESS && socket.timeout > 0
    if !isGoingOn { return code }
    if code == EINTR { try Safepoint.run() }
    if socket.timeout == 0 { return code }
    try socket.wait(forWriting: true, Deadline(after: socket.timeout))
    var (state, size) = (Int32(0), socklen_t(4))
    if getsockopt(socket.descriptor, SOL_SOCKET, SO_ERROR, &state, &size) != 0 { return errno }
    return state
  }
  static func connect(_ a: Args) throws(Raised) -> Value {
    let code = try connect(a, caller: "connect")
    if code != 0 { throw raiseOS(code) }
    return .none
  }
  static func connectCode(_ a: Args) throws(Raised) -> Value {
    do throws(Raised) { return Value(Int(try connect(a, caller: "connect_ex"))) } catch {
      if catching(.timeoutError) { return Value(Int(EAGAIN)) }
      throw error
    }
  }
  static func shutdown(_ a: Args) throws(Raised) -> Value {
    if Glibc.shutdown(SocketRef(a[0]).descriptor, try Descriptors.int32(a[1])) != 0 {
      throw raiseOS(errno)
    }
    return .none
  }

  static func getSocketName(_ a: Args) throws(Raised) -> Value {
    var address = SocketAddress()
    if address.with({ getsockname(SocketRef(a[0]).descriptor, $0, $1) }) != 0 {
      throw raiseOS(errno)
    }
    return try address.value()
  }
  static func getPeerName(_ a: Args) throws(Raised) -> Value {
    var address = SocketAddress()
    if address.with({ getpeername(SocketRef(a[0]).descriptor, $0, $1) }) != 0 {
      throw raiseOS(errno)
    }
    return try address.value()
  }

  // MARK: Options

  static func getOption(_ a: Args) throws(Raised) -> Value {
    let (level, option) = (try Descriptors.int32(a[1]), try Descriptors.int32(a[2]))
    let descriptor = SocketRef(a[0]).descriptor
    let count = a.count > 3 ? try Convert.machineInt(a[3]) : 0
    if count == 0 {
      var (result, size) = (Int32(0), socklen_t(4))
      if getsockopt(descriptor, level, option, &result, &size) != 0 { throw raiseOS(errno) }
      return Value(Int(result))
    }
    if count < 0 || count > 1024 { throw raise(.osError, "getsockopt buflen out of range") }
    let bytes = BytesRef.make(count: count)
    var size = socklen_t(count)
    if getsockopt(descriptor, level, option, bytes.data, &size) != 0 { throw raiseOS(errno) }
    return BytesRef.make(bytes.data, count: Int(size)).value
  }

  static func setOption(_ a: Args) throws(Raised) -> Value {
    let (level, option) = (try Descriptors.int32(a[1]), try Descriptors.int32(a[2]))
    let descriptor = SocketRef(a[0]).descriptor
    let result: Int32
    if a[3].isNone {
      guard a.count > 4 else {
        throw raise(.typeError, "setsockopt() requires 4 arguments when the third argument is None")
      }
      result = setsockopt(descriptor, level, option, nil, socklen_t(try Convert.machineInt(a[4])))
    } else if a[3].isAnyInt {
      var flag = try Descriptors.int32(a[3])
      result = setsockopt(descriptor, level, option, &flag, 4)
    } else {
      let bytes = try Buffers.read(a[3])
      result = setsockopt(descriptor, level, option, bytes.baseAddress, socklen_t(bytes.count))
    }
    if result != 0 { throw raiseOS(errno) }
    return .none
  }
}
