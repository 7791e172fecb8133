// The loop that runs in a thread, and calls of loops.

import TaipanRuntime

enum EventLoops {
  static func getRunningOrNone(_ a: Args) throws(Raised) -> Value {
    let loop = thread.pointee.eventLoop
    return loop.isAbsent ? .none : loop
  }

  static func setRunning(_ a: Args) throws(Raised) -> Value {
    thread.pointee.eventLoop = a[0].isNone ? .absent : a[0]
    return .none
  }

  /// - Throws: RuntimeError where no loop runs.
  static func running() throws(Raised) -> Value {
    let loop = thread.pointee.eventLoop
    if loop.isAbsent { throw raise(.runtimeError, "no running event loop") }
    return loop
  }

  static func getRunning(_ a: Args) throws(Raised) -> Value { try running() }

  static func getCurrent(_ a: Args) throws(Raised) -> Value { try current() }

  /// The running loop, or the one that the policy has for the thread.
  static func current() throws(Raised) -> Value {
    let loop = thread.pointee.eventLoop
    if loop.isPresent { return loop }
    let policy = try Call.function(try AsyncioLibrary.loopPolicy.value())
    return try Call.method(policy, "get_event_loop")
  }

  private static let callSoonName = Interning.intern("call_soon")
  private static let contextKeyword = Heap.makeRoot(
    TupleRef.of(Interning.intern("context")).value)

  /// `loop.call_soon(callback, argument, context=context)`.
  ///
  /// - Parameter argument: absent for a call without.
  static func callSoon(_ loop: Value, _ callback: Value, _ argument: Value, context: Value)
    throws(Raised)
  {
    let method = try Attributes.get(loop, callSoonName)
    let scratch = thread.pointee.scratchTop
    try thread.pointee.growScratch(3)
    defer { thread.pointee.scratchTop = scratch }
    scratch[0] = callback
    scratch[1] = argument
    let count = argument.isPresent ? 3 : 2
    scratch[count - 1] = context
    _ = try Call.call(
      method,
      Args(base: scratch, count: count, keywordNames: contextKeyword.pointee))
  }

  /// Tells the loop's handler of what nobody waits for; what that raises is only reported.
  static func callExceptionHandler(_ loop: Value, _ details: DictRef) {
    let saved = thread.pointee.exception
    thread.pointee.exception = .absent
    var handler = Value.none
    do throws(Raised) {
      handler = try Attributes.get(loop, "call_exception_handler")
      _ = try Call.function(handler, details.value)
    } catch {
      Exceptions.reportUnraisable("Exception ignored in", handler)
    }
    thread.pointee.exception = saved
  }
}
