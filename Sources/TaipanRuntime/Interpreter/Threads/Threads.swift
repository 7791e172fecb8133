// Threads of Python code. One runs at a time: it holds the interpreter lock, and its state lies at the fixed
// address that `thread` names. Around everything that may block (`allowOthers`) and at safepoints, when
// another thread asks for its turn, the state moves to the thread's record and the lock is given up.
// The collector finds what waiting threads refer to through their records.

import CTaipan
import Glibc

/// What is kept of a thread of Python code from before it starts until it has ended.
public struct ThreadRecord {
  var next: ThreadRecordRef?
  /// The thread's state while another one runs.
  var parked: ThreadState?
  /// While the thread waits for the lock: what of its native stack is in use begins here.
  var stackPointer: UnsafeRawPointer?
  /// What `threading.get_ident()` says.
  public internal(set) var identity: UInt = 0
  /// Bytes of native stack that Python code may use.
  let stackSize = Threads.stackSize
  let body: Threads.Body
  /// What the body needs and leaves; the collector reads them.
  public var function = Value.absent
  public var arguments = Value.absent
  public var keywords = Value.absent
  public var handle = Value.absent
  public var locals = Value.absent
  /// The exception that another thread wants raised in this one, or absent.
  var interruption = Value.absent
}

public typealias ThreadRecordRef = UnsafeMutablePointer<ThreadRecord>

public enum Threads {
  /// What a thread does; it may raise nothing.
  public typealias Body = (ThreadRecordRef) -> Void

  /// Whether there ever was a second thread: without one, nobody waits for the interpreter lock.
  nonisolated(unsafe) public internal(set) static var areMany = false
  /// Whether the interpreter is coming to its end: threads and processes must not be begun any more.
  nonisolated(unsafe) public private(set) static var isEnding = false
  /// The thread that runs signal handlers: the one that the process, or its forked copy, started with.
  public nonisolated(unsafe) private(set) static var main = makeMain()
  /// All records, the newest first; the main thread's is the last.
  nonisolated(unsafe) private static var records = main
  /// Microseconds after which a waiting thread asks for its turn (`sys.setswitchinterval`).
  public nonisolated(unsafe) static var switchInterval = 5000
  /// Bytes of native stack of threads to come (`threading.stack_size`).
  public nonisolated(unsafe) static var stackSize = defaultStackSize

  public static let defaultStackSize = 8 << 20
  /// What C code may use beyond that.
  private static let stackReserve = 256 << 10

  @inlinable public static var current: ThreadRecordRef {
    thread.pointee.record ?? main
  }
  public static var isMain: Bool { current == main }

  /// The threads that run or will, the main one included.
  public static var all: [ThreadRecordRef] {
    Array(sequence(first: records, next: { $0.pointee.next }))
  }

  private static func makeMain() -> ThreadRecordRef {
    let record = makeRecord({ _ in })
    record.pointee.identity = UInt(pthread_self())
    return record
  }

  private static func makeRecord(_ body: @escaping Body) -> ThreadRecordRef {
    let record = ThreadRecordRef.allocate(capacity: 1)
    record.initialize(to: ThreadRecord(body: body))
    return record
  }

  // MARK: Giving the lock up

  /// Lets other threads run Python code while `body` does something that may block; nothing in it may touch
  /// the heap, other than bytes of objects that the caller keeps. Keeps `errno`.
  @inlinable @inline(__always) public static func allowOthers(_ body: () -> Int) -> Int {
    areMany ? runUnlocked(body) : body()
  }

  @inline(never) @usableFromInline static func runUnlocked(_ body: () -> Int) -> Int {
    var result = 0
    withoutActuallyEscaping(body) { body in
      whileParked {
        taipan_interpreter_lock_drop()
        result = body()
      }
    }
    return result
  }

  /// At a safepoint, after another thread asked for its turn.
  static func giveWay() {
    thread.pointee.switchWanted = false
    if areMany { whileParked { taipan_interpreter_lock_hand_over() } }
  }

  /// Calls `body`, which gives the lock up, with the thread's state in its record, and takes the lock again.
  private static func whileParked(_ body: @escaping () -> Void) {
    var body = body
    withUnsafeMutablePointer(to: &body) { body in
      taipan_with_spilled_registers_in(
        { stackPointer, context in
          let record = Threads.current
          Threads.park(record, stackPointer!)
          context!.assumingMemoryBound(to: (() -> Void).self).pointee()
          let code = errno
          Threads.resume(record)
          errno = code
        }, body)
    }
  }

  private static func park(_ record: ThreadRecordRef, _ stackPointer: UnsafeRawPointer) {
    record.pointee.parked = thread.pointee
    record.pointee.stackPointer = stackPointer
  }

  private static func resume(_ record: ThreadRecordRef) {
    takeLock()
    record.pointee.parked?.install()
    record.pointee.parked = nil
    // Another thread may have seen the request at its safepoint, where it could do nothing about it.
    if record == main && thread.pointee.signalPending || record.pointee.interruption.isPresent {
      thread.pointee.requestPoll()
    }
  }

  /// Has an exception raised in a thread at its next safepoint; absent takes it back.
  ///
  /// - Returns: whether there is a thread of that identity.
  public static func interrupt(_ identity: UInt, with exception: Value) -> Bool {
    guard let record = all.first(where: { $0.pointee.identity == identity }) else { return false }
    record.pointee.interruption = exception
    if record == current { thread.pointee.requestPoll() }
    return true
  }

  /// At a safepoint.
  ///
  /// - Throws: what `interrupt` was given.
  static func raiseInterruption() throws(Raised) {
    let exception = current.pointee.interruption
    if exception.isAbsent { return }
    current.pointee.interruption = .absent
    throw try Exceptions.raise(exception, cause: .absent)
  }

  private static func takeLock() {
    taipan_interpreter_lock_take(
      {
        thread.pointee.switchWanted = true
        thread.pointee.requestPoll()
      }, switchInterval)
  }

  // MARK: Calls from C

  /// From now on threads that C code has started may call Python code: they wait for the lock.
  public static func expectOthers() {
    if areMany { return }
    taipan_interpreter_lock_init()
    areMany = true
  }

  /// Runs Python code for C code that runs in any thread, inside `allowOthers` or not. A thread that was not
  /// started here gets a record for as long as the call takes (after `expectOthers`).
  public static func callBack(_ body: () -> Void) {
    guard let record = ownRecord else { return visit(body) }
    // Nobody else changes this: the thread holds the lock, or has given it up itself.
    guard record.pointee.parked != nil, let stackPointer = record.pointee.stackPointer else {
      return body()
    }
    resume(record)
    body()
    park(record, stackPointer)
    taipan_interpreter_lock_drop()
  }

  /// The calling thread's record, also while another thread holds the lock; nil for a thread of C code.
  private static var ownRecord: ThreadRecordRef? {
    if let own = taipan_own_thread() { return own.assumingMemoryBound(to: ThreadRecord.self) }
    return main.pointee.identity == UInt(pthread_self()) ? main : nil
  }

  private static func visit(_ body: () -> Void) {
    takeLock()
    guard let stacks = ThreadState.mapStacks() else {
      fatalError("Taipan: no address space for a thread that calls back")
    }
    let record = makeRecord({ _ in })
    record.pointee.identity = UInt(pthread_self())
    record.pointee.next = records
    records = record
    taipan_set_own_thread(record)
    ThreadState(stacks: stacks, record: record).install()
    var size = 0
    let low = UInt(bitPattern: taipan_thread_stack(&size))
    thread.pointee.nativeStackBase =
      UnsafeRawPointer(bitPattern: low + UInt(size)).unsafelyUnwrapped
    thread.pointee.nativeStackLimit = low + UInt(min(size / 2, stackReserve))
    body()
    LegacyTracing.threadEnds(record)
    ThreadState.unmapStacks(thread.pointee.stackBase)
    taipan_set_own_thread(nil)
    remove(record)
    taipan_interpreter_lock_drop()
  }

  // MARK: Start and end

  /// Starts a thread that calls `body` with a record that `prepare` has filled.
  ///
  /// - Throws: RuntimeError when the system has no more threads or address space,
  ///   PythonFinalizationError at the end of the process.
  public static func start(_ body: @escaping Body, prepare: (ThreadRecordRef) -> Void)
    throws(Raised) -> ThreadRecordRef
  {
    if isEnding {
      throw raise(.pythonFinalizationError, "can't create new thread at interpreter shutdown")
    }
    guard let stacks = ThreadState.mapStacks() else { throw cannotStart() }
    expectOthers()
    let record = makeRecord(body)
    record.pointee.parked = ThreadState(stacks: stacks, record: record)
    prepare(record)
    record.pointee.next = records
    records = record
    let code = taipan_start_thread(
      stackSize + stackReserve, { Threads.run($0!, stackBase: $1!) }, record,
      &record.pointee.identity)
    if code != 0 {
      ThreadState.unmapStacks(stacks)
      remove(record)
      throw cannotStart()
    }
    return record
  }

  private static func cannotStart() -> Raised { raise(.runtimeError, "can't start new thread") }

  /// The life of a thread other than the main one.
  private static func run(_ context: UnsafeMutableRawPointer, stackBase: UnsafeRawPointer) {
    let record = context.assumingMemoryBound(to: ThreadRecord.self)
    takeLock()
    record.pointee.parked?.install()
    record.pointee.parked = nil
    thread.pointee.nativeStackBase = stackBase
    thread.pointee.nativeStackLimit = UInt(bitPattern: stackBase) - UInt(record.pointee.stackSize)
    taipan_set_own_thread(record)
    record.pointee.body(record)
    LegacyTracing.threadEnds(record)
    ThreadState.unmapStacks(thread.pointee.stackBase)
    remove(record)
    taipan_interpreter_lock_drop()
  }

  private static func remove(_ record: ThreadRecordRef) {
    if records == record {
      records = record.pointee.next!
    } else {
      for other in all where other.pointee.next == record {
        other.pointee.next = record.pointee.next
      }
    }
    record.deallocate()
  }

  /// In the copy of a forked process: only the thread that forked is left.
  public static func afterForkInChild() {
    let record = current
    main = record
    records = record
    record.pointee.next = nil
    record.pointee.identity = UInt(pthread_self())
    thread.pointee.switchWanted = false
    if areMany { taipan_interpreter_lock_init() }
  }

  /// The process ends: threads that are left do not get their turn any more.
  public static func stopOthers() {
    if areMany { taipan_interpreter_lock_keep() }
    areMany = false
    isEnding = true
  }
}
