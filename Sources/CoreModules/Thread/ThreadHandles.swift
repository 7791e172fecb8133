// `_thread._ThreadHandle`: through which threads are started and waited for.
// Words: 1 state, 2 identity, 3 whether the end of the process waits for the thread, 4 … `WaitPlace`.

import Glibc
import TaipanRuntime

enum ThreadHandles {
  nonisolated(unsafe) static var type = BuiltinType.object.ref

  private enum State: Int { case notStarted, starting, running, done }

  static let spec = TypeSpec(
    "_thread._ThreadHandle", size: (4 + WaitPlace.wordCount) * 8, flags: [.weakReferable],
    methods: [
      NativeMethod("__new__", "($type, *args, **kwargs)", new),
      NativeMethod("is_done", "($self, /)", isDone),
      NativeMethod("join", "($self, timeout=None, /)", join),
      NativeMethod("_set_done", "($self, /)", setDone),
      NativeMethod("__repr__", "($self, /)", repr),
    ],
    getSets: [NativeGetSet("ident", { a throws(Raised) in a[0].asObject.word(2).pointee })])

  private static func state(_ handle: Value) -> State {
    State(rawValue: handle.asObject.word(1).pointee.asInt)!
  }
  private static func setState(_ handle: Value, _ state: State) {
    handle.asObject.word(1).pointee = Value(smallInt: state.rawValue)
  }
  private static func place(_ handle: Value) -> WaitPlace { WaitPlace(handle.asObject.word(4)) }

  private static func make() -> Value {
    let handle = Value(Instances.allocate(type))
    setState(handle, .notStarted)
    handle.asObject.word(2).pointee = Value(smallInt: 0)
    handle.asObject.word(3).pointee = .false
    place(handle).initialize()
    return handle
  }

  static func new(_ a: Args) throws(Raised) -> Value { make() }

  /// `_make_thread_handle`: for a thread that runs already.
  static func makeRunning(_ a: Args) throws(Raised) -> Value {
    let identity = try Convert.machineInt(a[0])
    let handle = make()
    setState(handle, .running)
    handle.asObject.word(2).pointee = Value(identity)
    for record in Threads.all where Int(record.pointee.identity) == identity {
      if record.pointee.handle.isAbsent { record.pointee.handle = handle }
    }
    return handle
  }

  /// In the copy of a forked process all threads but the one that forked are gone.
  static func afterForkInChild() {
    for record in Threads.all where record != Threads.current && record.pointee.handle.isPresent {
      setState(record.pointee.handle, .done)
    }
    Threads.afterForkInChild()
  }

  // MARK: Starting

  /// `start_new_thread(function, args, kwargs)`.
  static func startDetached(_ a: Args) throws(Raised) -> Value {
    if a.count < 2 || a.count > 3 {
      let bound = a.count < 2 ? "at least 2" : "at most 3"
      throw raise(
        .typeError, "start_new_thread expected \(bound) arguments, got \(a.count)")
    }
    if !(try Callables.isCallable(a[0])) {
      throw raise(.typeError, "first arg must be callable")
    }
    guard a[1].isTuple else { throw raise(.typeError, "2nd arg must be a tuple") }
    if a.count > 2, !a[2].isDict {
      throw raise(.typeError, "optional 3rd arg must be a dictionary")
    }
    let record = try start(a[0], a[1], a.optional(2), make(), isDaemon: true)
    return Value(record.pointee.identity)
  }

  /// `start_joinable_thread(function, handle=None, daemon=True)`.
  static func startJoinable(_ a: Args) throws(Raised) -> Value {
    if !(try Callables.isCallable(a[0])) {
      throw raise(.typeError, "thread function must be callable")
    }
    var handle = a[1].isPresent ? a[1] : .none
    if handle.isNone { handle = make() }
    if handle.type != type { throw raise(.typeError, "'handle' must be a _ThreadHandle") }
    if state(handle) != .notStarted { throw raise(.runtimeError, "thread already started") }
    let isDaemon = a[2].isPresent ? try Convert.truth(a[2]) : true
    _ = try start(a[0], TupleRef.empty.value, .absent, handle, isDaemon: isDaemon)
    return handle
  }

  private static func start(
    _ function: Value, _ arguments: Value, _ keywords: Value, _ handle: Value, isDaemon: Bool
  ) throws(Raised) -> ThreadRecordRef {
    setState(handle, .starting)
    handle.asObject.word(3).pointee = Value(!isDaemon)
    do throws(Raised) {
      let record = try Threads.start(run) {
        $0.pointee.function = function
        $0.pointee.arguments = arguments
        $0.pointee.keywords = keywords
        $0.pointee.handle = handle
      }
      handle.asObject.word(2).pointee = Value(record.pointee.identity)
      return record
    } catch {
      setState(handle, .notStarted)
      throw error
    }
  }

  /// What a thread does.
  private static func run(_ record: ThreadRecordRef) {
    let handle = record.pointee.handle
    setState(handle, .running)
    do throws(Raised) {
      let keywords = record.pointee.keywords
      _ = try Call.function(
        record.pointee.function, TupleRef(record.pointee.arguments),
        keywords.isPresent ? DictRef(keywords) : nil)
    } catch {
      reportEnd(record.pointee.function)
    }
    ThreadLocals.forget(record)
    setState(handle, .done)
    place(handle).wakeAll()
  }

  /// After an exception; SystemExit ends a thread silently.
  private static func reportEnd(_ function: Value) {
    if thread.pointee.exception.type.isSubtype(of: .systemExit) {
      _ = takeRaised()
      return
    }
    let exception = takeRaised()
    var name = function.typeName
    do throws(Raised) { name = try Convert.repr(function).text } catch { _ = takeRaised() }
    _ = setRaised(exception)
    Exceptions.reportUnraisable("Exception ignored in thread started by \(name)", .none)
  }

  // MARK: Waiting

  static func isDone(_ a: Args) throws(Raised) -> Value { Value(state(a[0]) == .done) }

  static func join(_ a: Args) throws(Raised) -> Value {
    var deadline = Double.infinity
    let timeout = a.optional(1)
    if timeout.isPresent, !timeout.isNone {
      let seconds = try WaitTime.seconds(timeout)
      if seconds >= 0 { deadline = WaitPlace.deadline(after: seconds) }
    }
    switch state(a[0]) {
    case .notStarted: throw raise(.runtimeError, "thread not started")
    case .running where a[0].asObject.word(2).pointee.asInt == Int(Threads.current.pointee.identity):
      throw raise(.runtimeError, "Cannot join current thread")
    default: try wait(for: a[0], until: deadline)
    }
    return .none
  }

  private static func wait(for handle: Value, until deadline: Double) throws(Raised) {
    while state(handle) != .done {
      if !(try place(handle).wait(until: deadline)) { return }
    }
  }

  static func setDone(_ a: Args) throws(Raised) -> Value {
    if state(a[0]) == .notStarted { throw raise(.runtimeError, "thread not started") }
    setState(a[0], .done)
    place(a[0]).wakeAll()
    return .none
  }

  private static func isAwaited(_ handle: Value) -> Bool {
    handle.isPresent && handle.asObject.word(3).pointee.isTrue && state(handle) != .done
  }

  /// `_shutdown`: waits for all threads that are no daemons.
  static func waitForAll(_ a: Args) throws(Raised) -> Value {
    while true {
      let others = Threads.all.filter { $0 != Threads.current && isAwaited($0.pointee.handle) }
      guard let next = others.first else { return .none }
      try wait(for: next.pointee.handle, until: .infinity)
    }
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    Value("<_thread._ThreadHandle object: ident=\(a[0].asObject.word(2).pointee.asInt)>")
  }
}
