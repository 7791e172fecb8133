// The module `_asyncio`: what `asyncio` uses in place of its own futures, tasks and loops of a thread.

import TaipanRuntime

public enum AsyncioModule {
  static let functions: [NativeMethod] = [
    NativeMethod("_get_running_loop", "($module, /)", EventLoops.getRunningOrNone),
    NativeMethod("_set_running_loop", "($module, loop, /)", EventLoops.setRunning),
    NativeMethod("get_running_loop", "($module, /)", EventLoops.getRunning),
    NativeMethod("get_event_loop", "($module, /)", EventLoops.getCurrent),
    NativeMethod("_register_task", "($module, /, task)", TaskRegistry.register),
    NativeMethod("_register_eager_task", "($module, /, task)", TaskRegistry.registerEager),
    NativeMethod("_unregister_task", "($module, /, task)", TaskRegistry.unregister),
    NativeMethod("_unregister_eager_task", "($module, /, task)", TaskRegistry.unregisterEager),
    NativeMethod("_enter_task", "($module, /, loop, task)", TaskRegistry.enter),
    NativeMethod("_leave_task", "($module, /, loop, task)", TaskRegistry.leave),
    NativeMethod("_swap_current_task", "($module, /, loop, task)", TaskRegistry.swap),
    NativeMethod("current_task", "($module, /, loop=None)", TaskRegistry.current),
  ]

  /// - Throws: what the imports of `weakref` raise.
  public static func make() throws(Raised) -> ModuleRef {
    try TaskRegistry.start()
    let module = NativeModules.make("_asyncio", functions)
    let dict = module.dict
    dict.setStr("__doc__", Value("Futures, tasks and running loops of asyncio"))
    dict.setStr("Future", FutureObject.type.value)
    dict.setStr("Task", TaskObject.type.value)
    dict.setStr("_scheduled_tasks", TaskRegistry.scheduled.pointee)
    dict.setStr("_eager_tasks", TaskRegistry.eager.pointee)
    dict.setStr("_current_tasks", TaskRegistry.currentByLoop.pointee)
    return module
  }
}

/// A value of a module of the library, fetched when it is first needed.
struct LibraryValue {
  private let module: String
  private let name: String
  private let slot = Heap.makeRoot(.absent)

  init(_ module: String, _ name: String) {
    self.module = module
    self.name = name
  }

  /// - Throws: what the import raises.
  func value() throws(Raised) -> Value {
    if slot.pointee.isAbsent {
      slot.pointee = try Attributes.get(try Imports.importModule(module), name)
    }
    return slot.pointee
  }
}

/// What the module takes from the library.
enum AsyncioLibrary {
  static let cancelledError = LibraryValue("asyncio.exceptions", "CancelledError")
  static let invalidStateError = LibraryValue("asyncio.exceptions", "InvalidStateError")
  static let loopPolicy = LibraryValue("asyncio.events", "get_event_loop_policy")
  static let futureRepr = LibraryValue("asyncio.base_futures", "_future_repr")
  static let taskRepr = LibraryValue("asyncio.base_tasks", "_task_repr")
  static let taskStack = LibraryValue("asyncio.base_tasks", "_task_get_stack")
  static let printTaskStack = LibraryValue("asyncio.base_tasks", "_task_print_stack")
  static let isCoroutine = LibraryValue("asyncio.coroutines", "iscoroutine")
  static let extractStack = LibraryValue("traceback", "extract_stack")
  static let copyContext = LibraryValue("_contextvars", "copy_context")
  static let weakSet = LibraryValue("weakref", "WeakSet")

  static func invalidState(_ message: String) throws(Raised) -> Raised {
    let type = try invalidStateError.value()
    return setRaised(
      ExceptionRef.make(TypeRef(type), args: TupleRef.of(Value(message))).value)
  }

  static func isCancellation(_ exception: Value) throws(Raised) -> Bool {
    exception.type.isSubtype(of: TypeRef(try cancelledError.value()))
  }
}
