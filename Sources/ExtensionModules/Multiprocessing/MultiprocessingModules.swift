// The modules `_multiprocessing` and `_posixshmem`: what processes share.

import Glibc
import TaipanRuntime

public enum MultiprocessingModule {
  public static func make() -> ModuleRef {
    let module = NativeModules.make(
      "_multiprocessing",
      [NativeMethod("sem_unlink", "($module, name, /)", SemaphoreObject.unlink)])
    module.dict.setStr("SemLock", SemaphoreObject.type.value)
    let flags = DictRef.make()
    for name in ["HAVE_SEM_OPEN", "HAVE_SEM_TIMEDWAIT"] { flags.setStr(name, Value(1)) }
    module.dict.setStr("flags", flags.value)
    return module
  }
}

public enum SharedMemoryModule {
  static let functions: [NativeMethod] = [
    NativeMethod("shm_open", "($module, /, path, flags, mode=511)", open),
    NativeMethod("shm_unlink", "($module, /, path)", unlink),
  ]

  public static func make() -> ModuleRef { NativeModules.make("_posixshmem", functions) }

  private static func path(_ value: Value, _ function: String) throws(Raised) -> [CChar] {
    if !value.isStr {
      throw raise(
        .typeError, "\(function)() argument 'path' must be str, not \(value.argumentTypeName)")
    }
    return try ExpatModule.cText(value)
  }

  static func open(_ a: Args) throws(Raised) -> Value {
    let path = try path(a[0], "shm_open")
    let flags = Int32(try Convert.cInt(a[1]))
    let mode = a[2].isPresent ? UInt32(truncatingIfNeeded: try Convert.cInt(a[2])) : 511
    while true {
      let descriptor = shm_open(path, flags, mode)
      if descriptor >= 0 { return Value(Int(descriptor)) }
      if errno != EINTR { throw raiseOS(errno, a[0]) }
      try Safepoint.run()
    }
  }

  static func unlink(_ a: Args) throws(Raised) -> Value {
    let path = try path(a[0], "shm_unlink")
    if shm_unlink(path) < 0 { throw raiseOS(errno, a[0]) }
    return .none
  }
}
