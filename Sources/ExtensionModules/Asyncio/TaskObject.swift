// `asyncio.Task` as Python sees it.

import TaipanRuntime

enum TaskObject {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", new),
    NativeMethod(
      "__init__", "($self, coro, *, loop=None, name=None, context=None, eager_start=False)",
      initialize),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__del__", "($self, /)", finalize),
    NativeMethod(
      "set_result", "($self, result, /)",
      { a throws(Raised) in throw unsupported("set_result") }),
    NativeMethod(
      "set_exception", "($self, exception, /)",
      { a throws(Raised) in throw unsupported("set_exception") }),
    NativeMethod("cancel", "($self, /, msg=None)", cancel),
    NativeMethod(
      "cancelling", "($self, /)",
      { a throws(Raised) in Value(TaskRef(a[0]).p.pointee.cancelRequests) }),
    NativeMethod("uncancel", "($self, /)", { a throws(Raised) in Value(TaskRef(a[0]).uncancel()) }),
    NativeMethod("get_stack", "($self, /, *, limit=None)", getStack),
    NativeMethod("print_stack", "($self, /, *, limit=None, file=None)", printStack),
    NativeMethod(
      "get_coro", "($self, /)", { a throws(Raised) in orNone(TaskRef(a[0]).p.pointee.coroutine) }),
    NativeMethod(
      "get_context", "($self, /)", { a throws(Raised) in orNone(TaskRef(a[0]).p.pointee.context) }),
    NativeMethod("get_name", "($self, /)", getName),
    NativeMethod("set_name", "($self, value, /)", setName),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet(
      "_log_destroy_pending",
      { a throws(Raised) in Value(TaskRef(a[0]).p.pointee.logsDestroyPending) },
      set: setLogDestroyPending),
    NativeGetSet(
      "_must_cancel", { a throws(Raised) in Value(TaskRef(a[0]).p.pointee.mustCancel) }),
    NativeGetSet("_coro", { a throws(Raised) in orNone(TaskRef(a[0]).p.pointee.coroutine) }),
    NativeGetSet("_fut_waiter", { a throws(Raised) in orNone(TaskRef(a[0]).p.pointee.waiter) }),
  ]
  static let type: TypeRef = {
    let type = NativeTypes.make(
      TypeSpec(
        "_asyncio.Task", size: MemoryLayout<TaskLayout>.size,
        flags: [.baseable, .weakReferable], dictWord: TaskRef.dictWord,
        methods: methods + FutureObject.commonMethods, getSets: getSets,
        doc: "A coroutine that an event loop runs; also a future of its result."),
      base: FutureObject.type)
    // `Finalizers.expect` names those with something to do.
    type.p.pointee.flags.remove(.hasFinalizer)
    return type
  }()

  private static func orNone(_ value: Value) -> Value { value.isAbsent ? .none : value }

  private static func unsupported(_ operation: String) -> Raised {
    raise(.runtimeError, "Task does not support \(operation) operation")
  }

  // MARK: Making

  private static func new(_ a: Args) throws(Raised) -> Value {
    Value(Instances.allocate(TypeRef(a[0])))
  }

  nonisolated(unsafe) private static var count = 0

  private static func initialize(_ a: Args) throws(Raised) -> Value {
    let task = TaskRef(a[0])
    try task.future.start(loop: a[2])
    let t = task.p
    if !a[1].isExactly(.coroutine) {
      let answer = try Call.function(try AsyncioLibrary.isCoroutine.value(), a[1])
      if !(try Convert.truth(answer)) {
        t.pointee.logsDestroyPending = false
        throw raise(.typeError, "a coroutine was expected, got \(try Convert.repr(a[1]).text)")
      }
    }
    t.pointee.coroutine = a[1]
    t.pointee.context = a[4]
    t.pointee.waiter = .absent
    t.pointee.mustCancel = false
    t.pointee.logsDestroyPending = true
    t.pointee.cancelRequests = 0
    task.object.noteWrite()
    if a[4].isAbsent || a[4].isNone {
      t.pointee.context = try Call.function(try AsyncioLibrary.copyContext.value())
      task.object.noteWrite()
    }
    try name(task, a[3])
    Finalizers.expect(task.object)
    if a[5].isPresent, try Convert.truth(a[5]),
      try Convert.truth(try Call.method(task.loop, "is_running"))
    {
      try task.startEagerly()
      return .none
    }
    try task.callStepSoon()
    try TaskRegistry.add(a[0])
    return .none
  }

  private static func name(_ task: TaskRef, _ given: Value) throws(Raised) {
    if given.isAbsent || given.isNone {
      count += 1
      task.p.pointee.name = Value(smallInt: count)
      return
    }
    task.p.pointee.name = given.isExactly(.str) ? given : try Convert.str(given).value
    task.object.noteWrite()
  }

  // MARK: Names

  private static func getName(_ a: Args) throws(Raised) -> Value {
    let task = TaskRef(a[0])
    if task.p.pointee.name.isInt {
      task.p.pointee.name = Value("Task-\(task.p.pointee.name.asInt)")
      task.object.noteWrite()
    }
    return orNone(task.p.pointee.name)
  }

  private static func setName(_ a: Args) throws(Raised) -> Value {
    let task = TaskRef(a[0])
    task.p.pointee.name = a[1].isExactly(.str) ? a[1] : try Convert.str(a[1]).value
    task.object.noteWrite()
    return .none
  }

  private static func repr(_ a: Args) throws(Raised) -> Value {
    try FutureRef(a[0]).requireAlive()
    return try Call.function(try AsyncioLibrary.taskRepr.value(), a[0])
  }

  // MARK: Cancelling and looking at

  private static func cancel(_ a: Args) throws(Raised) -> Value {
    Value(try TaskRef(a[0]).cancel(a[1].isAbsent ? .none : a[1]))
  }

  private static func getStack(_ a: Args) throws(Raised) -> Value {
    try Call.function(try AsyncioLibrary.taskStack.value(), a[0], orNone(a[1]))
  }

  private static func printStack(_ a: Args) throws(Raised) -> Value {
    try Call.function(
      try AsyncioLibrary.printTaskStack.value(), a[0], orNone(a[1]), orNone(a[2]))
  }

  private static func setLogDestroyPending(_ a: Args) throws(Raised) -> Value {
    if a[1].isAbsent { throw raise(.attributeError, "cannot delete attribute") }
    TaskRef(a[0]).p.pointee.logsDestroyPending = try Convert.truth(a[1])
    return .none
  }

  private static func finalize(_ a: Args) throws(Raised) -> Value {
    TaskRef(a[0]).finalize()
    return .none
  }
}
