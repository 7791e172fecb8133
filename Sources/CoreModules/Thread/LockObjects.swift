// `_thread.lock` and `_thread.RLock`: an `OwnedLock` from word 1 on.

import TaipanRuntime

enum LockObjects {
  nonisolated(unsafe) static var type = BuiltinType.object.ref

  private static let size = (1 + OwnedLock.wordCount) * 8
  static let spec = TypeSpec("_thread.lock", size: size, flags: [.weakReferable], methods: methods)
  static let recursiveSpec = TypeSpec(
    "_thread.RLock", size: size, flags: [.baseable, .weakReferable], methods: recursiveMethods)

  private static func lock(_ a: Args) -> OwnedLock { OwnedLock(a[0].asObject.word(1)) }

  static func make(_ type: TypeRef) -> Value {
    let object = Instances.allocate(type)
    OwnedLock(object.word(1)).initialize()
    return Value(object)
  }

  // MARK: lock

  private static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", new),
    NativeMethod("acquire", "($self, blocking=True, timeout=-1)", acquire),
    NativeMethod("acquire_lock", "($self, blocking=True, timeout=-1)", acquire),
    NativeMethod("release", "($self, /)", release),
    NativeMethod("release_lock", "($self, /)", release),
    NativeMethod("locked", "($self, /)", locked),
    NativeMethod("locked_lock", "($self, /)", locked),
    NativeMethod("__enter__", "($self, /)", enter),
    NativeMethod("__exit__", "($self, *args)", release),
    NativeMethod("_at_fork_reinit", "($self, /)", reset),
    NativeMethod("__repr__", "($self, /)", repr),
  ]

  static func new(_ a: Args) throws(Raised) -> Value {
    if a.count > 1 {
      throw raise(.typeError, "lock expected 0 arguments, got \(a.count - 1)")
    }
    return make(TypeRef(a[0]))
  }

  static func acquire(_ a: Args) throws(Raised) -> Value {
    Value(try lock(a).take(until: try WaitTime.deadline(blocking: a[1], timeout: a[2])))
  }
  static func enter(_ a: Args) throws(Raised) -> Value {
    Value(try lock(a).take(until: .infinity))
  }
  static func release(_ a: Args) throws(Raised) -> Value {
    if lock(a).count == 0 { throw raise(.runtimeError, "release unlocked lock") }
    lock(a).release()
    return .none
  }
  static func locked(_ a: Args) throws(Raised) -> Value { Value(lock(a).count > 0) }
  static func reset(_ a: Args) throws(Raised) -> Value {
    lock(a).initialize()
    return .none
  }
  static func repr(_ a: Args) throws(Raised) -> Value {
    let state = lock(a).count > 0 ? "locked" : "unlocked"
    return Value("<\(state) \(a[0].type.messageName) object at \(address(a[0]))>")
  }
  private static func address(_ value: Value) -> String { "0x" + String(value.bits, radix: 16) }

  // MARK: RLock

  private static let recursiveMethods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", newRecursive),
    NativeMethod("acquire", "($self, blocking=True, timeout=-1)", acquireAgain),
    NativeMethod("release", "($self, /)", releaseOnce),
    NativeMethod("__enter__", "($self, /)", enterAgain),
    NativeMethod("__exit__", "($self, *args)", releaseOnce),
    NativeMethod("_is_owned", "($self, /)", isOwned),
    NativeMethod("_recursion_count", "($self, /)", recursionCount),
    NativeMethod("_release_save", "($self, /)", releaseSave),
    NativeMethod("_acquire_restore", "($self, state, /)", acquireRestore),
    NativeMethod("_at_fork_reinit", "($self, /)", reset),
    NativeMethod("__repr__", "($self, /)", reprRecursive),
  ]

  static func newRecursive(_ a: Args) throws(Raised) -> Value { make(TypeRef(a[0])) }

  private static func takeRecursively(_ lock: OwnedLock, until deadline: Double) throws(Raised)
    -> Value
  {
    if !lock.isMine { return Value(try lock.take(until: deadline)) }
    lock.takeAgain()
    return .true
  }
  static func acquireAgain(_ a: Args) throws(Raised) -> Value {
    let deadline = try WaitTime.deadline(blocking: a[1], timeout: a[2])
    return try takeRecursively(lock(a), until: deadline)
  }
  static func enterAgain(_ a: Args) throws(Raised) -> Value {
    try takeRecursively(lock(a), until: .infinity)
  }

  private static func requireMine(_ lock: OwnedLock) throws(Raised) {
    if !lock.isMine { throw raise(.runtimeError, "cannot release un-acquired lock") }
  }
  static func releaseOnce(_ a: Args) throws(Raised) -> Value {
    try requireMine(lock(a))
    lock(a).release()
    return .none
  }
  static func isOwned(_ a: Args) throws(Raised) -> Value { Value(lock(a).isMine) }
  static func recursionCount(_ a: Args) throws(Raised) -> Value {
    Value(lock(a).isMine ? lock(a).count : 0)
  }
  static func releaseSave(_ a: Args) throws(Raised) -> Value {
    let lock = lock(a)
    try requireMine(lock)
    let state = TupleRef.of(Value(lock.count), Value(lock.owner))
    lock.release(lock.count)
    return state.value
  }
  static func acquireRestore(_ a: Args) throws(Raised) -> Value {
    guard a[1].isTuple, TupleRef(a[1]).count == 2 else {
      throw raise(.typeError, "_acquire_restore() argument 1 must be a tuple of two ints")
    }
    let depth = try Convert.machineInt(TupleRef(a[1])[0])
    _ = try lock(a).take(until: .infinity)
    lock(a).restore(depth)
    return .none
  }
  static func reprRecursive(_ a: Args) throws(Raised) -> Value {
    let lock = lock(a)
    let state = lock.count > 0 ? "locked" : "unlocked"
    return Value(
      "<\(state) \(a[0].type.messageName) object owner=\(lock.owner) count=\(lock.count) at \(address(a[0]))>"
    )
  }
}
