// Which tasks there are, and which of them runs in which loop.

import TaipanRuntime

enum TaskRegistry {
  /// A `WeakSet` of the tasks, whoever made them.
  static let scheduled = Heap.makeRoot(.absent)
  /// A set of those that run at once until they first wait.
  static let eager = Heap.makeRoot(SetRef.make().value)
  /// `{loop: task}`.
  static let currentByLoop = Heap.makeRoot(DictRef.make().value)

  static func start() throws(Raised) {
    if scheduled.pointee.isPresent { return }
    scheduled.pointee = try Call.function(try AsyncioLibrary.weakSet.value())
  }

  private static let addName = Interning.intern("add")

  static func add(_ task: Value) throws(Raised) {
    _ = try Call.function(try Attributes.get(scheduled.pointee, addName), task)
  }

  static func register(_ a: Args) throws(Raised) -> Value {
    try add(a[0])
    return .none
  }
  static func unregister(_ a: Args) throws(Raised) -> Value {
    _ = try Call.method(scheduled.pointee, "discard", a[0])
    return .none
  }
  static func registerEager(_ a: Args) throws(Raised) -> Value {
    try SetRef(eager.pointee).add(a[0])
    return .none
  }
  static func unregisterEager(_ a: Args) throws(Raised) -> Value {
    _ = try SetRef(eager.pointee).remove(a[0])
    return .none
  }

  // MARK: The running task

  private static var running: DictRef { DictRef(currentByLoop.pointee) }

  /// - Throws: RuntimeError while another one runs in the loop.
  static func enter(_ loop: Value, _ task: Value) throws(Raised) {
    let hash = try Hash.of(loop)
    let number = try running.find(loop, hash)
    if number >= 0 {
      let other = running.entries[number].value
      throw raise(
        .runtimeError,
        "Cannot enter into task \(try Convert.repr(task).text) while another task "
          + "\(try Convert.repr(other).text) is being executed.")
    }
    try running.set(loop, hash: hash, task)
  }

  /// - Throws: RuntimeError where it is not the running one.
  static func leave(_ loop: Value, _ task: Value) throws(Raised) {
    let number = try running.find(loop, try Hash.of(loop))
    let current = number >= 0 ? running.entries[number].value : .none
    if current !== task {
      throw raise(
        .runtimeError,
        "Leaving task \(try Convert.repr(task).text) does not match the current task "
          + "\(try Convert.repr(current).text).")
    }
    running.removeEntry(number)
    // A loop enters and leaves all the time: its entry is used again.
    if number == running.entryCount - 1 { running.takeBack(from: number) }
  }

  /// The task that ran until now, or None.
  static func swap(_ loop: Value, _ task: Value) throws(Raised) -> Value {
    let previous = try running.get(loop)
    if task.isNone {
      _ = try running.remove(loop)
    } else {
      try running.set(loop, task)
    }
    return previous.isAbsent ? .none : previous
  }

  static func enter(_ a: Args) throws(Raised) -> Value {
    try enter(a[0], a[1])
    return .none
  }
  static func leave(_ a: Args) throws(Raised) -> Value {
    try leave(a[0], a[1])
    return .none
  }
  static func swap(_ a: Args) throws(Raised) -> Value { try swap(a[0], a[1]) }

  static func current(_ a: Args) throws(Raised) -> Value {
    let given = a.optional(0)
    let loop = given.isAbsent || given.isNone ? try EventLoops.running() : given
    let task = try running.get(loop)
    return task.isAbsent ? .none : task
  }
}
