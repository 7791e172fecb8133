// `_multiprocessing.SemLock`: a named semaphore of POSIX, as a lock or a counter, for several processes.

import Glibc
import TaipanRuntime

// `sem_open` is variadic in C: the arguments are passed as those of a plain function.
@_silgen_name("sem_open")
private func openSemaphore(
  _ name: UnsafePointer<CChar>, _ flags: Int32, _ mode: UInt32, _ value: UInt32
) -> UnsafeMutableRawPointer?
@_silgen_name("sem_close")
private func closeSemaphore(_ semaphore: UnsafeMutableRawPointer) -> Int32
@_silgen_name("sem_unlink")
private func unlinkSemaphore(_ name: UnsafePointer<CChar>) -> Int32
@_silgen_name("sem_trywait")
private func tryWait(_ semaphore: UnsafeMutableRawPointer) -> Int32
@_silgen_name("sem_wait")
private func wait(_ semaphore: UnsafeMutableRawPointer) -> Int32
@_silgen_name("sem_timedwait")
private func timedWait(
  _ semaphore: UnsafeMutableRawPointer, _ deadline: UnsafePointer<timespec>
) -> Int32
@_silgen_name("sem_post")
private func post(_ semaphore: UnsafeMutableRawPointer) -> Int32
@_silgen_name("sem_getvalue")
private func getValue(_ semaphore: UnsafeMutableRawPointer, _ value: UnsafeMutablePointer<Int32>)
  -> Int32

struct SemaphoreLayout {
  var header: Header
  /// `sem_t`; nil once closed.
  var semaphore: UnsafeMutableRawPointer?
  /// How often this process has acquired and not released it, and the thread that did last.
  var count: Int
  var owner: UInt
  /// 0 for a recursive lock, 1 for a counter.
  var kind: Int
  var maximum: Int
  var name: Value
}

struct SemaphoreRef: TypedRef {
  let p: UnsafeMutablePointer<SemaphoreLayout>

  var semaphore: UnsafeMutableRawPointer { p.pointee.semaphore.unsafelyUnwrapped }
  var isMine: Bool { p.pointee.count > 0 && p.pointee.owner == UInt(pthread_self()) }

  static func release(_ object: ObjectRef) {
    let ref = SemaphoreRef(object)
    if let semaphore = ref.p.pointee.semaphore { _ = closeSemaphore(semaphore) }
    ref.p.pointee.semaphore = nil
  }

  var value: Int32 {
    var value: Int32 = 0
    _ = getValue(semaphore, &value)
    return max(0, value)
  }
}

enum SemaphoreObject {
  private static let recursive = 0
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, /, kind, value, maxvalue, name, unlink)", new),
    NativeMethod("acquire", "($self, /, block=True, timeout=None)", acquire),
    NativeMethod("release", "($self, /)", release),
    NativeMethod("_count", "($self, /)", count),
    NativeMethod("_is_mine", "($self, /)", isMine),
    NativeMethod("_get_value", "($self, /)", value),
    NativeMethod("_is_zero", "($self, /)", isZero),
    NativeMethod("_after_fork", "($self, /)", afterFork),
    NativeMethod("_rebuild", "($type, handle, kind, maxvalue, name, /)", rebuild),
    NativeMethod("__enter__", "($self, /)", enter),
    NativeMethod(
      "__exit__", "($self, exc_type=None, exc_value=None, exc_tb=None, /)", release),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet(
      "handle",
      { a throws(Raised) in Value(UInt(bitPattern: SemaphoreRef(a[0]).p.pointee.semaphore)) }),
    NativeGetSet("kind", { a throws(Raised) in Value(SemaphoreRef(a[0]).p.pointee.kind) }),
    NativeGetSet("maxvalue", { a throws(Raised) in Value(SemaphoreRef(a[0]).p.pointee.maximum) }),
    NativeGetSet("name", { a throws(Raised) in SemaphoreRef(a[0]).p.pointee.name }),
  ]
  static let type: TypeRef = {
    let type = NativeTypes.make(
      TypeSpec(
        "_multiprocessing.SemLock", size: MemoryLayout<SemaphoreLayout>.size, flags: [.baseable],
        methods: methods, getSets: getSets, releaser: SemaphoreRef.release,
        doc: "Semaphore/Mutex type"))
    type.setAttribute(Interning.intern("SEM_VALUE_MAX"), Value(Int(Int32.max)))
    return type
  }()

  private static func make(
    _ type: TypeRef, _ semaphore: UnsafeMutableRawPointer, _ kind: Int, _ maximum: Int,
    _ name: Value
  ) -> Value {
    let object = Instances.allocate(type)
    let ref = SemaphoreRef(object)
    ref.p.pointee.semaphore = semaphore
    ref.p.pointee.kind = kind
    ref.p.pointee.maximum = maximum
    ref.p.pointee.name = name
    Heap.releaseWhenDead(object)
    return ref.value
  }

  static func new(_ a: Args) throws(Raised) -> Value {
    let kind = try Convert.cInt(a[1])
    let start = try Convert.cInt(a[2])
    let maximum = try Convert.cInt(a[3])
    if !a[4].isStr {
      throw raise(
        .typeError, "SemLock() argument 'name' must be str, not \(a[4].argumentTypeName)")
    }
    let name = try ExpatModule.cText(a[4])
    let isUnlinked = try Convert.truth(a[5])
    if kind != recursive, kind != 1 { throw raise(.valueError, "unrecognized kind") }
    let flags = O_CREAT | O_EXCL
    guard
      let semaphore = openSemaphore(name, flags, 0o600, UInt32(truncatingIfNeeded: start))
    else { throw raiseOS(errno) }
    if isUnlinked, unlinkSemaphore(name) < 0 {
      let code = errno
      _ = closeSemaphore(semaphore)
      throw raiseOS(code)
    }
    // Without a name there is nothing that could be unlinked later.
    return make(TypeRef(a[0]), semaphore, kind, maximum, isUnlinked ? .none : a[4])
  }

  /// In a process that was started anew: by name. After a fork the memory is still mapped.
  static func rebuild(_ a: Args) throws(Raised) -> Value {
    let kind = try Convert.cInt(a[2])
    let maximum = try Convert.cInt(a[3])
    if a[4].isNone {
      let address = UInt(bitPattern: try Convert.machineInt(a[1]))
      guard let semaphore = UnsafeMutableRawPointer(bitPattern: address) else {
        throw raise(.valueError, "no handle")
      }
      return make(TypeRef(a[0]), semaphore, kind, maximum, .none)
    }
    let name = try ExpatModule.cText(a[4])
    guard let semaphore = openSemaphore(name, 0, 0, 0) else { throw raiseOS(errno) }
    return make(TypeRef(a[0]), semaphore, kind, maximum, a[4])
  }

  // MARK: Acquiring

  static func acquire(_ a: Args) throws(Raised) -> Value {
    let ref = SemaphoreRef(a[0])
    let blocks = a[1].isPresent ? try Convert.truth(a[1]) : true
    let limit: Double? =
      a[2].isAbsent || a[2].isNone ? nil : max(0, try Convert.double(a[2]))
    if ref.p.pointee.kind == recursive, ref.isMine {
      ref.p.pointee.count += 1
      return .true
    }
    if !(try take(ref.semaphore, blocks, limit)) { return .false }
    ref.p.pointee.count += 1
    ref.p.pointee.owner = UInt(pthread_self())
    return .true
  }

  /// - Throws: OSError; what signal handlers raise.
  private static func take(
    _ semaphore: UnsafeMutableRawPointer, _ blocks: Bool, _ limit: Double?
  ) throws(Raised) -> Bool {
    var deadline = timespec()
    if let limit {
      clock_gettime(CLOCK_REALTIME, &deadline)
      let nanoseconds = Double(deadline.tv_nsec) + (limit - limit.rounded(.down)) * 1e9
      let carry = nanoseconds >= 1e9 ? 1 : 0
      deadline.tv_sec += Int(min(limit, 1e9).rounded(.down)) + carry
      deadline.tv_nsec = Int(nanoseconds) - carry * 1_000_000_000
    }
    while true {
      if tryWait(semaphore) == 0 { return true }
      if errno != EAGAIN, errno != EINTR { throw raiseOS(errno) }
      if !blocks { return false }
      let result = Threads.allowOthers {
        Int(limit == nil ? wait(semaphore) : timedWait(semaphore, &deadline))
      }
      if result == 0 { return true }
      if errno == ETIMEDOUT { return false }
      if errno != EINTR { throw raiseOS(errno) }
      try Safepoint.run()
    }
  }

  static func release(_ a: Args) throws(Raised) -> Value {
    let ref = SemaphoreRef(a[0])
    if ref.p.pointee.kind == recursive {
      if !ref.isMine {
        throw raise(
          .assertionError, "attempt to release recursive lock not owned by thread")
      }
      if ref.p.pointee.count > 1 {
        ref.p.pointee.count -= 1
        return .none
      }
    } else if Int(ref.value) >= ref.p.pointee.maximum {
      throw raise(.valueError, "semaphore or lock released too many times")
    }
    if post(ref.semaphore) < 0 { throw raiseOS(errno) }
    ref.p.pointee.count -= 1
    return .none
  }

  static func enter(_ a: Args) throws(Raised) -> Value {
    let ref = SemaphoreRef(a[0])
    if ref.p.pointee.kind == recursive, ref.isMine {
      ref.p.pointee.count += 1
      return .true
    }
    _ = try take(ref.semaphore, true, nil)
    ref.p.pointee.count += 1
    ref.p.pointee.owner = UInt(pthread_self())
    return .true
  }

  // MARK: State

  static func count(_ a: Args) throws(Raised) -> Value { Value(SemaphoreRef(a[0]).p.pointee.count) }
  static func isMine(_ a: Args) throws(Raised) -> Value { Value(SemaphoreRef(a[0]).isMine) }
  static func value(_ a: Args) throws(Raised) -> Value { Value(Int(SemaphoreRef(a[0]).value)) }
  static func isZero(_ a: Args) throws(Raised) -> Value { Value(SemaphoreRef(a[0]).value == 0) }
  static func afterFork(_ a: Args) throws(Raised) -> Value {
    SemaphoreRef(a[0]).p.pointee.count = 0
    return .none
  }

  static func unlink(_ a: Args) throws(Raised) -> Value {
    if !a[0].isStr {
      throw raise(.typeError, "sem_unlink() argument must be str, not \(a[0].argumentTypeName)")
    }
    if unlinkSemaphore(try ExpatModule.cText(a[0])) < 0 { throw raiseOS(errno) }
    return .none
  }
}
