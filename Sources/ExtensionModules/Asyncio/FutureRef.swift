// A future: its state, and who is to be told of its end.

import TaipanRuntime

enum FutureState: UInt8 {
  case pending, cancelled, finished

  var name: StaticString {
    switch self {
    case .pending: "PENDING"
    case .cancelled: "CANCELLED"
    case .finished: "FINISHED"
    }
  }
}

struct FutureLayout {
  var header: Header
  /// Absent before `__init__`.
  var loop: Value
  /// The first callback and its context, or absent: most futures have no other.
  var callback: Value
  var callbackContext: Value
  /// List of (callback, context) pairs, or absent.
  var callbacks: Value
  var exception: Value
  /// The traceback that the exception had when it was set, until it is first raised.
  var exceptionTraceback: Value
  var result: Value
  var sourceTraceback: Value
  var cancelMessage: Value
  /// The CancelledError that ended a task, until it is first raised.
  var cancelledError: Value
  var state: FutureState
  /// Nobody has asked for the exception yet.
  var logsTraceback: Bool
  /// A task awaits it by `await` or `yield from`, not by `yield`.
  var isBlocking: Bool
  /// Dict or absent.
  var attributes: Value
}

struct FutureRef: TypedRef {
  let p: UnsafeMutablePointer<FutureLayout>

  static let dictWord = MemoryLayout<FutureLayout>.offset(of: \.attributes)! / 8

  var isAlive: Bool { p.pointee.loop.isPresent }
  /// Whether nothing of its behaviour is overridden.
  static func isExact(_ value: Value) -> Bool {
    guard value.isHeap else { return false }
    let type = value.asObject.type
    return type == FutureObject.type || type == TaskObject.type
  }

  /// - Throws: RuntimeError before `__init__`.
  func requireAlive() throws(Raised) {
    if !isAlive { throw raise(.runtimeError, "Future object is not initialized.") }
  }

  private static let getDebugName = Interning.intern("get_debug")

  /// `Future.__init__`.
  func start(loop given: Value) throws(Raised) {
    clear()
    let loop = given.isAbsent || given.isNone ? try EventLoops.current() : given
    p.pointee.loop = loop
    object.noteWrite()
    let debugs = try Call.function(try Attributes.get(loop, FutureRef.getDebugName))
    if try Convert.truth(debugs) {
      p.pointee.sourceTraceback = try Call.function(try AsyncioLibrary.extractStack.value())
      object.noteWrite()
    }
  }

  private func clear() {
    let f = p
    f.pointee.loop = .absent
    f.pointee.callback = .absent
    f.pointee.callbackContext = .absent
    f.pointee.callbacks = .absent
    f.pointee.exception = .absent
    f.pointee.exceptionTraceback = .absent
    f.pointee.result = .absent
    f.pointee.sourceTraceback = .absent
    f.pointee.cancelMessage = .absent
    f.pointee.cancelledError = .absent
    f.pointee.state = .pending
    f.pointee.logsTraceback = false
    f.pointee.isBlocking = false
  }

  // MARK: Ending

  /// - Throws: InvalidStateError for one that has ended; what `call_soon` raises.
  func setResult(_ value: Value) throws(Raised) {
    if p.pointee.state != .pending { throw try AsyncioLibrary.invalidState("invalid state") }
    p.pointee.result = value
    object.noteWrite()
    p.pointee.state = .finished
    try scheduleCallbacks()
  }

  /// - Throws: InvalidStateError for one that has ended; TypeError for what is no exception; what a
  ///   class or `call_soon` raise.
  func setException(_ given: Value) throws(Raised) {
    if p.pointee.state != .pending { throw try AsyncioLibrary.invalidState("invalid state") }
    var exception = given
    if Exceptions.isExceptionClass(given) {
      exception = try Call.function(given)
      if p.pointee.state != .pending { throw try AsyncioLibrary.invalidState("invalid state") }
    }
    if !exception.isHeap || exception.isType || !exception.type.isSubtype(of: .baseException) {
      throw raise(.typeError, "invalid exception object")
    }
    if exception.type.isSubtype(of: .stopIteration) {
      exception = FutureRef.wrap(stopIteration: exception)
    }
    p.pointee.exception = exception
    p.pointee.exceptionTraceback = ExceptionRef(exception).traceback
    object.noteWrite()
    p.pointee.state = .finished
    try scheduleCallbacks()
    p.pointee.logsTraceback = true
    Finalizers.expect(object)
  }

  private static func wrap(stopIteration: Value) -> Value {
    let message =
      "StopIteration interacts badly with generators and cannot be raised into a Future"
    let error = ExceptionRef.make(
      BuiltinType.runtimeError.ref, args: TupleRef.of(Value(message)))
    error.cause = stopIteration
    error.context = stopIteration
    return error.value
  }

  /// False for a future that has ended.
  ///
  /// - Throws: what `call_soon` raises.
  func cancel(_ message: Value) throws(Raised) -> Bool {
    p.pointee.logsTraceback = false
    if p.pointee.state != .pending { return false }
    p.pointee.state = .cancelled
    p.pointee.cancelMessage = message
    object.noteWrite()
    try scheduleCallbacks()
    return true
  }

  /// The error to raise for a cancelled future: the one that ended a task once, then new ones.
  func takeCancelledError() throws(Raised) -> Value {
    let saved = p.pointee.cancelledError
    if saved.isPresent {
      p.pointee.cancelledError = .absent
      return saved
    }
    let type = try AsyncioLibrary.cancelledError.value()
    let message = p.pointee.cancelMessage
    return message.isAbsent || message.isNone
      ? try Call.function(type) : try Call.function(type, message)
  }

  // MARK: Results

  enum Outcome {
    case value(Value)
    case exception(Value)
  }

  /// What the future ended with; an exception counts as seen.
  ///
  /// - Throws: InvalidStateError for one that has not ended.
  func outcome() throws(Raised) -> Outcome {
    switch p.pointee.state {
    case .cancelled: return .exception(try takeCancelledError())
    case .pending: throw try AsyncioLibrary.invalidState("Result is not set.")
    case .finished: break
    }
    p.pointee.logsTraceback = false
    let exception = p.pointee.exception
    if exception.isAbsent { return .value(p.pointee.result) }
    ExceptionRef(exception).traceback = p.pointee.exceptionTraceback
    p.pointee.exceptionTraceback = .absent
    return .exception(exception)
  }

  /// - Throws: what it ended with; InvalidStateError for one that has not ended.
  func result() throws(Raised) -> Value {
    switch try outcome() {
    case .value(let value): return value
    case .exception(let exception): throw setRaised(exception)
    }
  }

  // MARK: Callbacks

  /// - Throws: what `call_soon` raises.
  func addDoneCallback(_ callback: Value, context: Value) throws(Raised) {
    if p.pointee.state != .pending {
      return try EventLoops.callSoon(p.pointee.loop, callback, value, context: context)
    }
    if p.pointee.callback.isAbsent, p.pointee.callbacks.isAbsent {
      p.pointee.callback = callback
      p.pointee.callbackContext = context
      object.noteWrite()
      return
    }
    let pair = TupleRef.of(callback, context)
    if p.pointee.callbacks.isAbsent {
      p.pointee.callbacks = ListRef.make().value
      object.noteWrite()
    }
    ListRef(p.pointee.callbacks).append(pair.value)
  }

  /// Has the loop call all callbacks.
  private func scheduleCallbacks() throws(Raised) {
    let (first, context) = (p.pointee.callback, p.pointee.callbackContext)
    let others = p.pointee.callbacks
    if first.isAbsent, others.isAbsent { return }
    p.pointee.callback = .absent
    p.pointee.callbackContext = .absent
    p.pointee.callbacks = .absent
    if first.isPresent {
      try EventLoops.callSoon(p.pointee.loop, first, value, context: context)
    }
    if others.isAbsent { return }
    let list = ListRef(others)
    var index = 0
    while index < list.count {
      let pair = TupleRef(list[index])
      try EventLoops.callSoon(p.pointee.loop, pair[0], value, context: pair[1])
      index += 1
    }
  }

  /// Removes a callback wherever it is; how often it was there.
  ///
  /// - Throws: what comparing callbacks raises.
  func removeDoneCallback(_ callback: Value) throws(Raised) -> Int {
    var removed = 0
    if p.pointee.callback.isPresent,
      try Compare.equal(p.pointee.callback, callback)
    {
      p.pointee.callback = .absent
      p.pointee.callbackContext = .absent
      removed = 1
    }
    let callbacks = p.pointee.callbacks
    if callbacks.isAbsent { return removed }
    // Comparing may change the list.
    let list = ListRef(callbacks)
    let kept = ListRef.make()
    var index = 0
    while index < list.count {
      let pair = list[index]
      if try !Compare.equal(TupleRef(pair)[0], callback) { kept.append(pair) }
      index += 1
    }
    removed += list.count - kept.count
    p.pointee.callbacks = kept.count == 0 ? .absent : kept.value
    object.noteWrite()
    return removed
  }

  /// The list of (callback, context) pairs, None without.
  var callbackList: Value {
    if p.pointee.callback.isAbsent, p.pointee.callbacks.isAbsent { return .none }
    let list = ListRef.make()
    if p.pointee.callback.isPresent {
      list.append(TupleRef.of(p.pointee.callback, p.pointee.callbackContext).value)
    }
    if p.pointee.callbacks.isPresent {
      let others = ListRef(p.pointee.callbacks)
      list.append(contentsOf: others.items, count: others.count)
    }
    return list.value
  }

  // MARK: The end of the object

  /// `__del__`: tells the loop of an exception that nobody asked for.
  func finalize() {
    if !p.pointee.logsTraceback { return }
    p.pointee.logsTraceback = false
    let details = DictRef.make()
    let name = object.type.nameText
    details.setStr("message", Value("\(name) exception was never retrieved"))
    details.setStr("exception", p.pointee.exception)
    details.setStr("future", value)
    if p.pointee.sourceTraceback.isPresent {
      details.setStr("source_traceback", p.pointee.sourceTraceback)
    }
    EventLoops.callExceptionHandler(p.pointee.loop, details)
  }
}
