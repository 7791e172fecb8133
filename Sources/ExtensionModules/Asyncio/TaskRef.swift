// A task: a coroutine that a loop drives, one step for each time that what it awaits has ended.
//
// While a task has not ended, it is in one of three states: it waits for a future, whose callback is its
// wake-up; its next step is on the loop's list; it runs.

import TaipanRuntime

struct TaskLayout {
  var future: FutureLayout
  /// The future that it waits for, or absent.
  var waiter: Value
  /// Absent before `__init__`, and after the end of a task that ended at once.
  var coroutine: Value
  /// A str, or the number in the name of a task that was given none.
  var name: Value
  var context: Value
  /// What the loop calls: made when first needed, used for all steps without an exception.
  var step: Value
  var wakeup: Value
  /// The next step raises CancelledError.
  var mustCancel: Bool
  var logsDestroyPending: Bool
  var cancelRequests: Int
  /// Dict or absent; behind all other fields, as members of `__slots__` follow it.
  var attributes: Value
}

struct TaskRef: TypedRef {
  let p: UnsafeMutablePointer<TaskLayout>

  static let dictWord = MemoryLayout<TaskLayout>.offset(of: \.attributes)! / 8

  var future: FutureRef { FutureRef(value) }
  var loop: Value { p.pointee.future.loop }

  /// Nothing is left for `__del__` to tell.
  private func forgetFinalizer() {
    if object.type == TaskObject.type { Finalizers.forget(object) }
  }

  // MARK: Steps

  /// Has the loop run the next step.
  ///
  /// - Parameter exception: what to raise in the coroutine, or absent.
  /// - Throws: what `call_soon` raises.
  func callStepSoon(_ exception: Value = .absent) throws(Raised) {
    let callback: Value
    if exception.isPresent {
      callback = TaskStep.make(self, exception: exception)
    } else {
      if p.pointee.step.isAbsent {
        p.pointee.step = TaskStep.make(self)
        object.noteWrite()
      }
      callback = p.pointee.step
    }
    try EventLoops.callSoon(loop, callback, .absent, context: p.pointee.context)
  }

  /// A step as the running task of the loop.
  ///
  /// - Throws: KeyboardInterrupt and SystemExit of the coroutine; what the loop raises.
  func step(_ exception: Value) throws(Raised) {
    let (loop, task) = (self.loop, value)
    try TaskRegistry.enter(loop, task)
    do throws(Raised) { try run(exception) } catch {
      let raised = takeRaised()
      do throws(Raised) { try TaskRegistry.leave(loop, task) } catch {
        let newer = takeRaised()
        ExceptionRef(newer).context = raised
        thread.pointee.exception = newer
        throw Raised()
      }
      thread.pointee.exception = raised
      throw Raised()
    }
    try TaskRegistry.leave(loop, task)
  }

  /// Resumes the coroutine and deals with what comes out of it.
  func run(_ given: Value) throws(Raised) {
    if p.pointee.future.state != .pending { throw try alreadyDone(given) }
    var exception = given
    if p.pointee.mustCancel {
      let isRequested = exception.isPresent ? try AsyncioLibrary.isCancellation(exception) : false
      if !isRequested { exception = try future.takeCancelledError() }
      p.pointee.mustCancel = false
    }
    p.pointee.waiter = .absent
    let coroutine = p.pointee.coroutine
    if coroutine.isAbsent { throw raise(.runtimeError, "uninitialized Task object") }
    let outcome: Generators.Outcome
    do throws(Raised) {
      outcome = try TaskRef.resume(coroutine, exception)
    } catch {
      return try endByException()
    }
    switch outcome {
    case .yielded(let value): try waitFor(value)
    case .returned(let value): try end(value)
    }
  }

  private func alreadyDone(_ exception: Value) throws(Raised) -> Raised {
    let text = try Convert.repr(exception.isAbsent ? .none : exception).text
    return try AsyncioLibrary.invalidState(
      "__step(): already done: \(try Convert.repr(value).text) \(text)")
  }

  /// - Parameter exception: what to raise in the coroutine, or absent.
  private static func resume(_ coroutine: Value, _ exception: Value) throws(Raised)
    -> Generators.Outcome
  {
    if coroutine.isExactly(.coroutine), GeneratorRef(coroutine).p.pointee.state != .finished {
      let generator = GeneratorRef(coroutine)
      return exception.isAbsent
        ? try Generators.send(generator, .none)
        : try Generators.raiseInside(generator, exception)
    }
    do throws(Raised) {
      if exception.isPresent {
        return .yielded(try Call.method(coroutine, "throw", exception))
      }
      let next = coroutine.type.special(.next)
      if next.isPresent { return .yielded(try Call.specialMethod(next, coroutine)) }
      return .yielded(try Call.method(coroutine, "send", .none))
    } catch {
      if !thread.pointee.exception.type.isSubtype(of: .stopIteration) { throw error }
      let value = ExceptionRef(takeRaised()).extra(ExceptionFields.value)
      return .returned(value.isAbsent ? .none : value)
    }
  }

  // MARK: Ending

  private func end(_ result: Value) throws(Raised) {
    forgetFinalizer()
    if p.pointee.mustCancel {
      // Cancelled right before the coroutine returned.
      p.pointee.mustCancel = false
      _ = try future.cancel(p.pointee.future.cancelMessage)
    } else {
      try future.setResult(result)
    }
  }

  private func endByException() throws(Raised) {
    let exception = takeRaised()
    if try AsyncioLibrary.isCancellation(exception) {
      forgetFinalizer()
      p.pointee.future.cancelledError = exception
      object.noteWrite()
      _ = try future.cancel(.absent)
      return
    }
    try future.setException(exception)
    if exception.type.isSubtype(of: .keyboardInterrupt)
      || exception.type.isSubtype(of: .systemExit)
    {
      thread.pointee.exception = exception
      throw Raised()
    }
  }

  // MARK: Waiting

  private static let blockingName = Interning.intern("_asyncio_future_blocking")
  private static let contextKeyword = Heap.makeRoot(
    TupleRef.of(Interning.intern("context")).value)

  /// The coroutine has yielded `result`.
  private func waitFor(_ result: Value) throws(Raised) {
    if result === value {
      return try raiseSoon("Task cannot await on itself: \(try Convert.repr(value).text)")
    }
    if FutureRef.isExact(result) {
      let awaited = FutureRef(result)
      if awaited.p.pointee.loop !== loop { return try raiseOtherLoop(result) }
      if !awaited.p.pointee.isBlocking { return try raiseYield(result) }
      awaited.p.pointee.isBlocking = false
      try awaited.addDoneCallback(wakeupFunction, context: p.pointee.context)
      return try noteWaiter(result)
    }
    if result.isNone { return try callStepSoon() }
    let blocking = try Attributes.lookup(result, TaskRef.blockingName)
    if blocking.isPresent, !blocking.isNone {
      return try waitForOther(result, isBlocking: try Convert.truth(blocking))
    }
    let text = try Convert.repr(result).text
    if result.type.isSubtype(of: .generator) {
      return try raiseSoon(
        "yield was used instead of yield from for generator in task "
          + "\(try Convert.repr(value).text) with \(text)")
    }
    try raiseSoon("Task got bad yield: \(text)")
  }

  /// Waits for what has the methods of a future.
  private func waitForOther(_ result: Value, isBlocking: Bool) throws(Raised) {
    if try TaskRef.loop(of: result) !== loop { return try raiseOtherLoop(result) }
    if !isBlocking { return try raiseYield(result) }
    try Attributes.set(result, TaskRef.blockingName, .false)
    let method = try Attributes.get(result, "add_done_callback")
    let scratch = thread.pointee.scratchTop
    try thread.pointee.growScratch(2)
    defer { thread.pointee.scratchTop = scratch }
    scratch[0] = wakeupFunction
    scratch[1] = p.pointee.context
    _ = try Call.call(
      method,
      Args(base: scratch, count: 2, keywordNames: TaskRef.contextKeyword.pointee))
    try noteWaiter(result)
  }

  private static func loop(of future: Value) throws(Raised) -> Value {
    let method = try Attributes.lookup(future, Interning.intern("get_loop"))
    if method.isPresent { return try Call.function(method) }
    return try Attributes.get(future, "_loop")
  }

  private func noteWaiter(_ awaited: Value) throws(Raised) {
    p.pointee.waiter = awaited
    object.noteWrite()
    if p.pointee.mustCancel, try cancelWaiter(message: p.pointee.future.cancelMessage) {
      p.pointee.mustCancel = false
    }
  }

  private func cancelWaiter(message: Value) throws(Raised) -> Bool {
    let answer = try Call.method(
      p.pointee.waiter, "cancel", message.isAbsent ? .none : message)
    return try Convert.truth(answer)
  }

  private func raiseSoon(_ message: String) throws(Raised) {
    let error = ExceptionRef.make(
      BuiltinType.runtimeError.ref, args: TupleRef.of(Value(message)))
    try callStepSoon(error.value)
  }

  private func raiseOtherLoop(_ result: Value) throws(Raised) {
    try raiseSoon(
      "Task \(try Convert.repr(value).text) got Future \(try Convert.repr(result).text) "
        + "attached to a different loop")
  }

  private func raiseYield(_ result: Value) throws(Raised) {
    try raiseSoon(
      "yield was used instead of yield from in task \(try Convert.repr(value).text) with "
        + "\(try Convert.repr(result).text)")
  }

  // MARK: Waking up

  private static let wakeupMethod: NativeFunctionRef = {
    let entry = UnsafeMutablePointer<NativeMethod>.allocate(capacity: 1)
    entry.initialize(to: NativeMethod("task_wakeup", "($self, fut, /)", wakeup))
    let method = NativeFunctionRef.make(
      entry, type: .methodDescriptor, owner: TaskObject.type.value)
    _ = Heap.makeRoot(method.value)
    return method
  }()

  private var wakeupFunction: Value {
    if p.pointee.wakeup.isAbsent {
      p.pointee.wakeup = Attributes.bindNative(TaskRef.wakeupMethod, value)
      object.noteWrite()
    }
    return p.pointee.wakeup
  }

  /// What the task waited for has ended.
  private static func wakeup(_ a: Args) throws(Raised) -> Value {
    let task = TaskRef(a[0])
    var exception = Value.absent
    do throws(Raised) {
      if FutureRef.isExact(a[1]) {
        if case .exception(let error) = try FutureRef(a[1]).outcome() { exception = error }
      } else {
        _ = try Call.method(a[1], "result")
      }
    } catch {
      exception = takeRaised()
    }
    try task.step(exception)
    return .none
  }

  // MARK: Cancelling

  /// - Throws: what the `cancel` of the future raises that it waits for.
  func cancel(_ message: Value) throws(Raised) -> Bool {
    p.pointee.future.logsTraceback = false
    if p.pointee.future.state != .pending { return false }
    p.pointee.cancelRequests += 1
    if p.pointee.waiter.isPresent, try cancelWaiter(message: message) {
      // It stays: a task may ignore the request, and has to be asked again then.
      return true
    }
    p.pointee.mustCancel = true
    p.pointee.future.cancelMessage = message
    object.noteWrite()
    return true
  }

  func uncancel() -> Int {
    if p.pointee.cancelRequests > 0 {
      p.pointee.cancelRequests -= 1
      if p.pointee.cancelRequests == 0 { p.pointee.mustCancel = false }
    }
    return p.pointee.cancelRequests
  }

  // MARK: Starting

  /// Runs the first step at once, inside of the task that runs.
  ///
  /// - Throws: what the step raises; RuntimeError for a context that is entered already.
  func startEagerly() throws(Raised) {
    let (loop, task) = (self.loop, value)
    let previous = try TaskRegistry.swap(loop, task)
    let tasks = SetRef(TaskRegistry.eager.pointee)
    try tasks.add(task)
    var raised = Value.absent
    do throws(Raised) {
      _ = try Call.method(
        p.pointee.context, "run", TaskStep.make(self, isFirst: true))
    } catch {
      raised = takeRaised()
    }
    do throws(Raised) {
      _ = try TaskRegistry.swap(loop, previous)
      _ = try tasks.remove(task)
      if p.pointee.future.state == .pending {
        try TaskRegistry.add(task)
      } else {
        p.pointee.coroutine = .absent
      }
    } catch {
      let newer = takeRaised()
      if raised.isPresent { ExceptionRef(newer).context = raised }
      raised = newer
    }
    if raised.isPresent {
      thread.pointee.exception = raised
      throw Raised()
    }
  }

  // MARK: The end of the object

  /// `__del__`: tells the loop of a task that nothing can resume any more.
  func finalize() {
    if p.pointee.future.state == .pending, p.pointee.logsDestroyPending {
      let details = DictRef.make()
      details.setStr("task", value)
      details.setStr("message", Value("Task was destroyed but it is pending!"))
      if p.pointee.future.sourceTraceback.isPresent {
        details.setStr("source_traceback", p.pointee.future.sourceTraceback)
      }
      EventLoops.callExceptionHandler(loop, details)
    }
    future.finalize()
  }
}

/// What a loop calls for a step. Words: 1 task, 2 exception to raise or absent, 3 present for the first
/// step of an eager task, which runs inside of another one.
enum TaskStep {
  static let methods: [NativeMethod] = [NativeMethod("__call__", "($self, *args, **kwargs)", call)]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("__self__", { a throws(Raised) in a[0].asObject.word(1).pointee })
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "_asyncio.TaskStepMethWrapper", size: 32, flags: [.noInstantiation], methods: methods,
      getSets: getSets))

  static func make(_ task: TaskRef, exception: Value = .absent, isFirst: Bool = false) -> Value {
    let step = Instances.allocate(type)
    step.word(1).pointee = task.value
    step.word(2).pointee = exception
    step.word(3).pointee = isFirst ? .true : .absent
    return Value(step)
  }

  private static func call(_ a: Args) throws(Raised) -> Value {
    if a.keywordCount > 0 { throw raise(.typeError, "function takes no keyword arguments") }
    if a.count > 1 { throw raise(.typeError, "function takes no positional arguments") }
    let step = a[0].asObject
    let task = TaskRef(step.word(1).pointee)
    if step.word(3).pointee.isPresent {
      try task.run(.absent)
    } else {
      try task.step(step.word(2).pointee)
    }
    return .none
  }
}
