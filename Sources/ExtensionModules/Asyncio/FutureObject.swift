// `asyncio.Future` as Python sees it.

import TaipanRuntime

enum FutureObject {
  /// What futures and tasks share.
  static let commonMethods: [NativeMethod] = [
    NativeMethod("__await__", "($self, /)", FutureIterator.make),
    NativeMethod("__iter__", "($self, /)", FutureIterator.make),
    NativeMethod("result", "($self, /)", result),
    NativeMethod("exception", "($self, /)", exception),
    NativeMethod(
      "add_done_callback", "($self, fn, /, *, context=<unrepresentable>)", addDoneCallback),
    NativeMethod("remove_done_callback", "($self, fn, /)", removeDoneCallback),
    NativeMethod("cancelled", "($self, /)", cancelled),
    NativeMethod("done", "($self, /)", done),
    NativeMethod("get_loop", "($self, /)", getLoop),
    NativeMethod("_make_cancelled_error", "($self, /)", makeCancelledError),
    NativeMethod(
      "__class_getitem__", "($type, object, /)",
      { a throws(Raised) in GenericAliasRef.make(a[0], a[1]) }),
  ]
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", new),
    NativeMethod("__init__", "($self, *, loop=None)", initialize),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__del__", "($self, /)", finalize),
    NativeMethod("set_result", "($self, result, /)", setResult),
    NativeMethod("set_exception", "($self, exception, /)", setException),
    NativeMethod("cancel", "($self, /, msg=None)", cancel),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet(
      "_state",
      { a throws(Raised) in (try alive(a)).p.pointee.state.name.interned }),
    NativeGetSet(
      "_asyncio_future_blocking",
      { a throws(Raised) in Value(FutureRef(a[0]).isAlive && FutureRef(a[0]).p.pointee.isBlocking)
      },
      set: setBlocking),
    NativeGetSet("_loop", { a throws(Raised) in orNone(FutureRef(a[0]).p.pointee.loop) }),
    NativeGetSet("_callbacks", { a throws(Raised) in (try alive(a)).callbackList }),
    NativeGetSet("_result", { a throws(Raised) in orNone((try alive(a)).p.pointee.result) }),
    NativeGetSet("_exception", { a throws(Raised) in orNone((try alive(a)).p.pointee.exception) }),
    NativeGetSet(
      "_log_traceback", { a throws(Raised) in Value((try alive(a)).p.pointee.logsTraceback) },
      set: setLogTraceback),
    NativeGetSet(
      "_source_traceback",
      { a throws(Raised) in orNone(FutureRef(a[0]).p.pointee.sourceTraceback) }),
    NativeGetSet(
      "_cancel_message", { a throws(Raised) in orNone(FutureRef(a[0]).p.pointee.cancelMessage) },
      set: setCancelMessage),
  ]
  static let type: TypeRef = {
    let type = NativeTypes.make(
      TypeSpec(
        "_asyncio.Future", size: MemoryLayout<FutureLayout>.size,
        flags: [.baseable, .weakReferable], dictWord: FutureRef.dictWord,
        methods: methods + commonMethods, getSets: getSets,
        doc:
          "A result that is not there yet: like a future of concurrent.futures, for one event loop."
      ))
    // `Finalizers.expect` names those with something to do.
    type.p.pointee.flags.remove(.hasFinalizer)
    return type
  }()

  private static func orNone(_ value: Value) -> Value { value.isAbsent ? .none : value }

  /// - Throws: RuntimeError before `__init__`.
  private static func alive(_ a: Args) throws(Raised) -> FutureRef {
    let future = FutureRef(a[0])
    try future.requireAlive()
    return future
  }

  static func new(_ a: Args) throws(Raised) -> Value { Value(Instances.allocate(TypeRef(a[0]))) }

  static func initialize(_ a: Args) throws(Raised) -> Value {
    try FutureRef(a[0]).start(loop: a[1])
    return .none
  }

  private static func repr(_ a: Args) throws(Raised) -> Value {
    _ = try alive(a)
    return try Call.function(try AsyncioLibrary.futureRepr.value(), a[0])
  }

  private static func finalize(_ a: Args) throws(Raised) -> Value {
    FutureRef(a[0]).finalize()
    return .none
  }

  // MARK: Results

  private static func requireStarted(_ future: FutureRef) throws(Raised) {
    if !future.isAlive {
      throw try AsyncioLibrary.invalidState("Future object is not initialized.")
    }
  }

  private static func result(_ a: Args) throws(Raised) -> Value {
    let future = FutureRef(a[0])
    try requireStarted(future)
    return try future.result()
  }

  private static func exception(_ a: Args) throws(Raised) -> Value {
    let future = FutureRef(a[0])
    try requireStarted(future)
    switch future.p.pointee.state {
    case .cancelled: throw setRaised(try future.takeCancelledError())
    case .pending: throw try AsyncioLibrary.invalidState("Exception is not set.")
    case .finished: break
    }
    let exception = future.p.pointee.exception
    if exception.isAbsent { return .none }
    future.p.pointee.logsTraceback = false
    return exception
  }

  private static func setResult(_ a: Args) throws(Raised) -> Value {
    try alive(a).setResult(a[1])
    return .none
  }

  private static func setException(_ a: Args) throws(Raised) -> Value {
    try alive(a).setException(a[1])
    return .none
  }

  private static func cancel(_ a: Args) throws(Raised) -> Value {
    let future = try alive(a)
    return Value(try future.cancel(a[1].isAbsent ? .none : a[1]))
  }

  private static func cancelled(_ a: Args) throws(Raised) -> Value {
    Value(FutureRef(a[0]).isAlive && FutureRef(a[0]).p.pointee.state == .cancelled)
  }

  private static func done(_ a: Args) throws(Raised) -> Value {
    Value(FutureRef(a[0]).isAlive && FutureRef(a[0]).p.pointee.state != .pending)
  }

  private static func makeCancelledError(_ a: Args) throws(Raised) -> Value {
    try FutureRef(a[0]).takeCancelledError()
  }

  private static func getLoop(_ a: Args) throws(Raised) -> Value {
    try alive(a).p.pointee.loop
  }

  // MARK: Callbacks

  private static func addDoneCallback(_ a: Args) throws(Raised) -> Value {
    let future = FutureRef(a[0])
    if !future.isAlive { throw raise(.runtimeError, "uninitialized Future object") }
    let context =
      a[2].isAbsent ? try Call.function(try AsyncioLibrary.copyContext.value()) : a[2]
    try future.addDoneCallback(a[1], context: context)
    return .none
  }

  private static func removeDoneCallback(_ a: Args) throws(Raised) -> Value {
    Value(try alive(a).removeDoneCallback(a[1]))
  }

  // MARK: Attributes that can be set

  private static func requireValue(_ a: Args) throws(Raised) {
    if a[1].isAbsent { throw raise(.attributeError, "cannot delete attribute") }
  }

  private static func setBlocking(_ a: Args) throws(Raised) -> Value {
    let future = try alive(a)
    try requireValue(a)
    future.p.pointee.isBlocking = try Convert.truth(a[1])
    return .none
  }

  private static func setLogTraceback(_ a: Args) throws(Raised) -> Value {
    try requireValue(a)
    if try Convert.truth(a[1]) {
      throw raise(.valueError, "_log_traceback can only be set to False")
    }
    FutureRef(a[0]).p.pointee.logsTraceback = false
    return .none
  }

  private static func setCancelMessage(_ a: Args) throws(Raised) -> Value {
    try requireValue(a)
    FutureRef(a[0]).p.pointee.cancelMessage = a[1]
    a[0].asObject.noteWrite()
    return .none
  }
}
