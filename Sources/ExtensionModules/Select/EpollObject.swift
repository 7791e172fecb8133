// `select.epoll`.

import CTaipan
import Glibc
import TaipanRuntime

struct EpollLayout {
  var header: Header
  /// -1 once closed.
  var descriptor: Int
}

struct EpollRef: TypedRef {
  let p: UnsafeMutablePointer<EpollLayout>
}

enum EpollObject {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, sizehint=-1, flags=0)", new),
    NativeMethod("close", "($self, /)", close),
    NativeMethod("fileno", "($self, /)", fileno),
    NativeMethod("fromfd", "($type, fd, /)", fromDescriptor),
    NativeMethod("register", "($self, fd, eventmask=EPOLLIN | EPOLLPRI | EPOLLOUT)", register),
    NativeMethod("modify", "($self, fd, eventmask)", modify),
    NativeMethod("unregister", "($self, fd)", unregister),
    NativeMethod("poll", "($self, timeout=None, maxevents=-1)", poll),
    NativeMethod("__enter__", "($self, /)", enter),
    NativeMethod("__exit__", "($self, exc_type=None, exc_value=None, exc_tb=None, /)", close),
  ]
  static let getSets: [NativeGetSet] = [NativeGetSet("closed", isClosed)]
  static let type = NativeTypes.make(
    TypeSpec(
      "select.epoll", size: MemoryLayout<EpollLayout>.size, methods: methods, getSets: getSets,
      releaser: release,
      doc: "Returns an epolling object."))

  static func release(_ object: ObjectRef) {
    let epoll = EpollRef(object)
    if epoll.p.pointee.descriptor >= 0 { Glibc.close(Int32(epoll.p.pointee.descriptor)) }
    epoll.p.pointee.descriptor = -1
  }

  private static func make(_ descriptor: Int32) -> Value {
    let object = Instances.allocate(type)
    EpollRef(object).p.pointee.descriptor = Int(descriptor)
    Heap.releaseWhenDead(object)
    return Value(object)
  }

  static func new(_ a: Args) throws(Raised) -> Value {
    let hint = a[1].isPresent ? try Convert.machineInt(a[1]) : -1
    if hint < -1 || hint == 0 { throw raise(.valueError, "negative sizehint") }
    let flags = a[2].isPresent ? try Descriptors.int32(a[2]) : 0
    if flags & ~0x80000 != 0 { throw raiseOS(EINVAL) }
    let descriptor = epoll_create1(0x80000)
    if descriptor < 0 { throw raiseOS(errno) }
    return make(descriptor)
  }

  static func fromDescriptor(_ a: Args) throws(Raised) -> Value {
    make(try Descriptors.int32(a[1]))
  }

  private static func descriptor(_ a: Args) throws(Raised) -> Int32 {
    let descriptor = EpollRef(a[0]).p.pointee.descriptor
    if descriptor < 0 { throw raise(.valueError, "I/O operation on closed epoll object") }
    return Int32(descriptor)
  }

  static func close(_ a: Args) throws(Raised) -> Value {
    let descriptor = EpollRef(a[0]).p.pointee.descriptor
    EpollRef(a[0]).p.pointee.descriptor = -1
    if descriptor >= 0, Glibc.close(Int32(descriptor)) != 0, errno != EINTR { throw raiseOS(errno) }
    return .none
  }
  static func enter(_ a: Args) throws(Raised) -> Value {
    _ = try descriptor(a)
    return a[0]
  }
  static func isClosed(_ a: Args) throws(Raised) -> Value {
    Value(EpollRef(a[0]).p.pointee.descriptor < 0)
  }
  static func fileno(_ a: Args) throws(Raised) -> Value { Value(Int(try descriptor(a))) }

  private static func control(_ a: Args, _ operation: Int32, _ events: UInt32) throws(Raised)
    -> Value
  {
    let target = try Convert.descriptor(a[1])
    var event = epoll_event()
    event.events = events
    event.data.fd = target
    if epoll_ctl(try descriptor(a), operation, target, &event) != 0 { throw raiseOS(errno) }
    return .none
  }

  private static func mask(_ value: Value) throws(Raised) -> UInt32 {
    let n = try Convert.machineInt(value)
    if n < 0 { throw raise(.overflowError, "can't convert negative value to unsigned int") }
    guard let mask = UInt32(exactly: n) else {
      throw raise(.overflowError, "Python int too large for C unsigned int")
    }
    return mask
  }

  static func register(_ a: Args) throws(Raised) -> Value {
    try control(a, EPOLL_CTL_ADD, a[2].isPresent ? try mask(a[2]) : 7)
  }
  static func modify(_ a: Args) throws(Raised) -> Value {
    try control(a, EPOLL_CTL_MOD, try mask(a[2]))
  }
  static func unregister(_ a: Args) throws(Raised) -> Value { try control(a, EPOLL_CTL_DEL, 0) }

  static func poll(_ a: Args) throws(Raised) -> Value {
    let limit = try SelectModule.seconds(
      a[1], "timeout must be an integer or None", negativeIsError: false)
    var most = a[2].isPresent ? try Convert.machineInt(a[2]) : -1
    if most == -1 { most = 1023 }
    if most <= 0 { throw raise(.valueError, "maxevents must be greater than 0, got \(most)") }
    let deadline = Deadline(after: limit)
    var events = [epoll_event](repeating: epoll_event(), count: min(most, 65536))
    while true {
      let descriptor = try descriptor(a)
      let n = Threads.allowOthers {
        Int(epoll_wait(descriptor, &events, Int32(events.count), deadline.milliseconds))
      }
      if n < 0 {
        if errno != EINTR { throw raiseOS(errno) }
        try Safepoint.run()
        continue
      }
      let list = ListRef.make(capacity: Int(n))
      for i in 0..<Int(n) {
        list.append(
          TupleRef.of(Value(Int(events[i].data.fd)), Value(Int(events[i].events))).value)
      }
      return list.value
    }
  }
}
