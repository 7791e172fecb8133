// The module `_thread`: what `threading` is made of. See `Threads` for how threads take turns.

import CTaipan
import Glibc
import TaipanRuntime

public enum ThreadModule {
  public static func make() -> ModuleRef {
    let module = NativeModules.make("_thread", functions)
    LockObjects.type = NativeTypes.make(LockObjects.spec)
    ThreadHandles.type = NativeTypes.make(ThreadHandles.spec)
    let dict = module.dict
    dict.setStr("LockType", LockObjects.type.value)
    dict.setStr("lock", LockObjects.type.value)
    dict.setStr("RLock", NativeTypes.make(LockObjects.recursiveSpec).value)
    dict.setStr("_local", NativeTypes.make(ThreadLocals.spec).value)
    dict.setStr("_ThreadHandle", ThreadHandles.type.value)
    dict.setStr("error", BuiltinType.runtimeError.value)
    dict.setStr("TIMEOUT_MAX", Value(WaitTime.maximum))
    return module
  }

  static let functions: [NativeMethod] = [
    NativeMethod("allocate_lock", "($module, /)", allocateLock),
    NativeMethod("allocate", "($module, /)", allocateLock),
    NativeMethod("get_ident", "($module, /)", identity),
    NativeMethod("get_native_id", "($module, /)", nativeIdentity),
    NativeMethod("_get_main_thread_ident", "($module, /)", mainIdentity),
    NativeMethod("_count", "($module, /)", count),
    NativeMethod("daemon_threads_allowed", "($module, /)", allowed),
    NativeMethod("_is_main_interpreter", "($module, /)", allowed),
    NativeMethod("stack_size", "($module, size=0, /)", stackSize),
    NativeMethod("_make_thread_handle", "($module, ident, /)", ThreadHandles.makeRunning),
    NativeMethod("_shutdown", "($module, /)", ThreadHandles.waitForAll),
    NativeMethod("start_new_thread", "($module, *args)", ThreadHandles.startDetached),
    NativeMethod("start_new", "($module, *args)", ThreadHandles.startDetached),
    NativeMethod(
      "start_joinable_thread", "($module, /, function, handle=None, daemon=True)",
      ThreadHandles.startJoinable),
    NativeMethod("interrupt_main", "($module, signum=2, /)", SignalModule.interruptMain),
    NativeMethod("exit", "($module, /)", exit),
    NativeMethod("exit_thread", "($module, /)", exit),
  ]

  static func allocateLock(_ a: Args) throws(Raised) -> Value { LockObjects.make(LockObjects.type) }
  static func identity(_ a: Args) throws(Raised) -> Value {
    Value(Threads.current.pointee.identity)
  }
  static func mainIdentity(_ a: Args) throws(Raised) -> Value {
    Value(Threads.main.pointee.identity)
  }
  static func nativeIdentity(_ a: Args) throws(Raised) -> Value {
    Value(Int(taipan_thread_number()))
  }
  static func count(_ a: Args) throws(Raised) -> Value { Value(Threads.all.count - 1) }
  static func allowed(_ a: Args) throws(Raised) -> Value { .true }
  static func exit(_ a: Args) throws(Raised) -> Value { throw raise(.systemExit) }

  /// The size that was set before, and for threads to come: 0 for the default.
  static func stackSize(_ a: Args) throws(Raised) -> Value {
    let size = a.count > 0 ? try Convert.machineInt(a[0]) : 0
    if size < 0 { throw raise(.valueError, "size must be 0 or a positive value") }
    if size != 0, size < Int(PTHREAD_STACK_MIN) {
      throw raise(.valueError, "size not valid: \(size) bytes")
    }
    let isDefault = Threads.stackSize == Threads.defaultStackSize
    let before = isDefault ? 0 : Threads.stackSize
    Threads.stackSize = size == 0 ? Threads.defaultStackSize : size
    return Value(before)
  }
}
