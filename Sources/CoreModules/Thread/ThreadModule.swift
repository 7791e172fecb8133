// The module `_thread`: locks and identity of the one thread there is.

import Glibc
import TaipanRuntime

public enum ThreadModule {
  nonisolated(unsafe) private static var lockType = BuiltinType.object.ref
  nonisolated(unsafe) private static var recursiveLockType = BuiltinType.object.ref
  nonisolated(unsafe) private static var localType = BuiltinType.object.ref

  public static func make() -> ModuleRef {
    let module = NativeModules.make("_thread", functions)
    lockType = NativeTypes.make(
      TypeSpec("_thread.lock", size: 24, flags: [.weakReferable], methods: lockMethods))
    recursiveLockType = NativeTypes.make(
      TypeSpec(
        "_thread.RLock", size: 24, flags: [.baseable, .weakReferable], methods: recursiveMethods))
    localType = NativeTypes.make(
      TypeSpec(
        "_thread._local", size: 16, flags: [.baseable, .weakReferable], dictWord: 1,
        methods: localMethods,
        getSets: [NativeGetSet("__dict__", GenericGetSets.getDict)]))
    let handle = NativeTypes.make(
      TypeSpec("_thread._ThreadHandle", size: 24, methods: handleMethods, getSets: handleGetSets))
    let dict = module.dict
    dict.setStr("LockType", lockType.value)
    dict.setStr("lock", lockType.value)
    dict.setStr("RLock", recursiveLockType.value)
    dict.setStr("_local", localType.value)
    dict.setStr("_ThreadHandle", handle.value)
    dict.setStr("error", BuiltinType.runtimeError.value)
    dict.setStr("TIMEOUT_MAX", Value(9_223_372_036.0))
    return module
  }

  static let functions: [NativeMethod] = [
    NativeMethod("allocate_lock", "($module, /)", allocateLock),
    NativeMethod("allocate", "($module, /)", allocateLock),
    NativeMethod("get_ident", "($module, /)", identity),
    NativeMethod("get_native_id", "($module, /)", nativeIdentity),
    NativeMethod("_get_main_thread_ident", "($module, /)", identity),
    NativeMethod("_count", "($module, /)", count),
    NativeMethod("daemon_threads_allowed", "($module, /)", allowed),
    NativeMethod("_is_main_interpreter", "($module, /)", allowed),
    NativeMethod("stack_size", "($module, size=0, /)", stackSize),
    NativeMethod("_set_sentinel", "($module, /)", allocateLock),
    NativeMethod("_make_thread_handle", "($module, ident, /)", makeHandle),
    NativeMethod("_shutdown", "($module, /)", shutdown),
    NativeMethod("start_new_thread", "($module, *args, **kwargs)", startThread),
    NativeMethod("start_joinable_thread", "($module, *args, **kwargs)", startThread),
    NativeMethod("interrupt_main", "($module, signum=2, /)", interruptMain),
  ]

  static func identity(_ a: Args) throws(Raised) -> Value { Value(UInt(pthread_self())) }
  static func nativeIdentity(_ a: Args) throws(Raised) -> Value { Value(Int(getpid())) }
  static func count(_ a: Args) throws(Raised) -> Value { Value(0) }
  static func allowed(_ a: Args) throws(Raised) -> Value { .true }
  static func stackSize(_ a: Args) throws(Raised) -> Value { Value(0) }
  static func shutdown(_ a: Args) throws(Raised) -> Value { .none }
  static func startThread(_ a: Args) throws(Raised) -> Value {
    throw raise(.runtimeError, "can't start new thread: Taipan runs one thread")
  }
  static func interruptMain(_ a: Args) throws(Raised) -> Value {
    thread.pointee.signalPending = true
    thread.pointee.requestPollNow()
    return .none
  }

  // MARK: Locks: word 1 the number of times it is held

  static func allocateLock(_ a: Args) throws(Raised) -> Value { newLock(lockType) }

  private static func newLock(_ type: TypeRef) -> Value {
    let object = Instances.allocate(type)
    object.word(1).pointee = Value(smallInt: 0)
    return Value(object)
  }

  private static func held(_ a: Args) -> UnsafeMutablePointer<Value> { a[0].asObject.word(1) }

  static let lockMethods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", newLockObject),
    NativeMethod("acquire", "($self, blocking=True, timeout=-1)", acquire),
    NativeMethod("acquire_lock", "($self, blocking=True, timeout=-1)", acquire),
    NativeMethod("release", "($self, /)", release),
    NativeMethod("release_lock", "($self, /)", release),
    NativeMethod("locked", "($self, /)", locked),
    NativeMethod("locked_lock", "($self, /)", locked),
    NativeMethod("__enter__", "($self, /)", enter),
    NativeMethod("__exit__", "($self, *args)", exit),
    NativeMethod("_at_fork_reinit", "($self, /)", reset),
  ]

  static func newLockObject(_ a: Args) throws(Raised) -> Value { newLock(TypeRef(a[0])) }

  static func acquire(_ a: Args) throws(Raised) -> Value {
    if held(a).pointee.asInt == 0 {
      held(a).pointee = Value(smallInt: 1)
      return .true
    }
    let blocking = a[1].isPresent ? try Convert.truth(a[1]) : true
    let timeout = a[2].isPresent ? try Convert.double(a[2]) : -1
    if !blocking || timeout >= 0 { return .false }
    throw raise(.runtimeError, "deadlock: the only thread waits for a lock that it holds")
  }
  static func release(_ a: Args) throws(Raised) -> Value {
    if held(a).pointee.asInt == 0 { throw raise(.runtimeError, "release unlocked lock") }
    held(a).pointee = Value(smallInt: 0)
    return .none
  }
  static func locked(_ a: Args) throws(Raised) -> Value { Value(held(a).pointee.asInt != 0) }
  static func enter(_ a: Args) throws(Raised) -> Value {
    var args = (a[0], Value.absent, Value.absent)
    return try withUnsafeMutablePointer(to: &args) { (p) throws(Raised) in
      try acquire(
        Args(base: UnsafeMutableRawPointer(p).assumingMemoryBound(to: Value.self), count: 3))
    }
  }
  static func exit(_ a: Args) throws(Raised) -> Value {
    _ = try release(a)
    return .none
  }
  static func reset(_ a: Args) throws(Raised) -> Value {
    held(a).pointee = Value(smallInt: 0)
    return .none
  }

  static let recursiveMethods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", newLockObject),
    NativeMethod("acquire", "($self, blocking=True, timeout=-1)", acquireAgain),
    NativeMethod("release", "($self, /)", releaseOne),
    NativeMethod("locked", "($self, /)", locked),
    NativeMethod("__enter__", "($self, /)", acquireAgain),
    NativeMethod("__exit__", "($self, *args)", releaseOne),
    NativeMethod("_is_owned", "($self, /)", locked),
    NativeMethod("_recursion_count", "($self, /)", recursionCount),
    NativeMethod("_release_save", "($self, /)", releaseSave),
    NativeMethod("_acquire_restore", "($self, state, /)", acquireRestore),
    NativeMethod("_at_fork_reinit", "($self, /)", reset),
  ]

  static func acquireAgain(_ a: Args) throws(Raised) -> Value {
    held(a).pointee = Value(smallInt: held(a).pointee.asInt + 1)
    return .true
  }
  static func releaseOne(_ a: Args) throws(Raised) -> Value {
    if held(a).pointee.asInt == 0 { throw raise(.runtimeError, "cannot release un-acquired lock") }
    held(a).pointee = Value(smallInt: held(a).pointee.asInt - 1)
    return .none
  }
  static func recursionCount(_ a: Args) throws(Raised) -> Value { held(a).pointee }
  static func releaseSave(_ a: Args) throws(Raised) -> Value {
    let count = held(a).pointee
    held(a).pointee = Value(smallInt: 0)
    return count
  }
  static func acquireRestore(_ a: Args) throws(Raised) -> Value {
    held(a).pointee = a[1]
    return .none
  }

  static let localMethods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", newLocal)
  ]
  static func newLocal(_ a: Args) throws(Raised) -> Value {
    Value(Instances.allocate(TypeRef(a[0])))
  }

  // MARK: Handle of the main thread

  static let handleMethods: [NativeMethod] = [
    NativeMethod("__new__", "($type, /)", newLocal),
    NativeMethod("is_done", "($self, /)", no),
    NativeMethod("join", "($self, timeout=None, /)", shutdown),
    NativeMethod("_set_done", "($self, /)", shutdown),
  ]
  static let handleGetSets: [NativeGetSet] = [NativeGetSet("ident", identity)]
  static func no(_ a: Args) throws(Raised) -> Value { .false }
  static func makeHandle(_ a: Args) throws(Raised) -> Value {
    let type = Imports.modules.getStr("_thread")
    return try Call.function(try Attributes.get(type, "_ThreadHandle"))
  }
}
