// The thread that compiles while the program runs on.
//
// The most urgent job runs next, the older one of two that are alike, and they come back in the order in which
// they ran. What a job reads was copied before: it must touch neither the Python heap nor a `Value`, as the
// collector stops and scans the main thread alone. The process may end or fork at any time:
//  - `exitProcess` ends it without waiting for a compile;
//  - a forked child has no such thread. It starts one with its next job, unless the parent was in the
//    middle of a compile: what that held is locked forever, so the child compiles nothing. Who forks to
//    run on in Python, not to execute a program, calls `waitUntilIdle` before.

import CTaipan
import Glibc

/// Something to do on the compile thread.
public protocol CompileJob: AnyObject {
  /// Does it. Results, failures too, are kept by the job.
  func run()
  /// Compared when a job is taken; may change until then.
  var urgency: Int { get }
}

extension CompileJob {
  public var urgency: Int { 0 }
}

public final class CompileQueue {
  public enum Mode: Sendable {
    /// Jobs run on a thread of their own.
    case background
    /// `submit` runs the job itself: for tests.
    case eager
  }

  public let mode: Mode
  /// How far the thread steps back behind others that want the processor.
  private let niceness: Int32
  /// Whether the thread gives free memory back to the system when nothing waits.
  private let trims: Bool
  /// Called on the thread that ran a job, after each. It may set a flag, no more.
  private let onFinished: () -> Void
  private let mutex = Mutex()
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  /// Written under the mutex, read without: see `hasFinished`.
  private let finishedFlag = UnsafeMutablePointer<Bool>.allocate(capacity: 1)

  // Guarded by the mutex.
  private var waiting: [CompileJob] = []
  private var finished: [CompileJob] = []
  private var isRunning = false
  private var isStopped = false
  private var worker: pthread_t?
  /// The processor that the program was seen on last.
  private var programsProcessor: Int32 = -1

  /// - Parameters:
  ///   - niceness: 0 for a thread like others, up to 19 for one that leaves the processor to them.
  ///   - trims: whether the thread gives free memory back to the system when nothing waits.
  ///   - onFinished: asks the main thread to call `takeFinished` soon.
  public init(
    _ mode: Mode, niceness: Int32 = 0, trims: Bool = false, onFinished: @escaping () -> Void = {}
  ) {
    self.mode = mode
    self.niceness = niceness
    self.trims = trims
    self.onFinished = onFinished
    finishedFlag.initialize(to: false)
    resetCondition()
  }

  deinit {
    pthread_cond_destroy(condition)
    condition.deallocate()
    finishedFlag.deallocate()
  }

  // MARK: The main thread's side

  /// Whether `takeFinished` has something to give: a load, without a lock.
  @inline(__always) public var hasFinished: Bool { finishedFlag.pointee }

  /// Jobs that are waiting or running.
  public var backlog: Int {
    mutex.withLock { waiting.count + (isRunning ? 1 : 0) }
  }

  /// Adds a job; false where nothing is compiled any more.
  @discardableResult
  public func submit(_ job: CompileJob) -> Bool {
    if mode == .eager {
      guard !mutex.withLock({ isStopped }) else { return false }
      job.run()
      finish(job)
      return true
    }
    return mutex.withLock {
      guard !isStopped, worker != nil || startWorker() else { return false }
      waiting.append(job)
      programsProcessor = taipan_processor()
      pthread_cond_broadcast(condition)
      return true
    }
  }

  /// The jobs that ended since the last call.
  public func takeFinished() -> [CompileJob] {
    mutex.withLock {
      defer { finished = [] }
      finishedFlag.pointee = false
      return finished
    }
  }

  /// Waits until every job has ended.
  public func waitUntilIdle() {
    mutex.withLock {
      while isRunning || !waiting.isEmpty { pthread_cond_wait(condition, mutex.pointer) }
    }
  }

  /// Forgets the jobs that wait, and ends the thread once the running one has ended.
  public func stop() {
    let thread = mutex.withLock {
      isStopped = true
      waiting = []
      pthread_cond_broadcast(condition)
      defer { worker = nil }
      return worker
    }
    CompileQueue.forkGuarded.removeAll { $0 === self }
    if let thread { pthread_join(thread, nil) }
  }

  nonisolated(unsafe) private static var hasStartedThread = false

  /// Ends the process, as `exit` does while no queue has a thread. Otherwise the destructors that libraries
  /// registered are left out: the thread may be loading LLVM or compiling, and must find it as it was.
  public static func exitProcess(_ status: Int32) -> Never {
    if hasStartedThread {
      fflush(nil)
      _exit(status)
    }
    exit(status)
  }

  // MARK: The thread's side

  /// LLVM recurses over what it compiles.
  private static let stackSize = 8 << 20

  private func startWorker() -> Bool {
    CompileQueue.guardForks(self)
    CompileQueue.hasStartedThread = true
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, CompileQueue.stackSize)
    defer { pthread_attr_destroy(&attributes) }
    var thread = pthread_t()
    // The thread inherits the mask: signals are the main thread's.
    var all = sigset_t()
    var old = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &old)
    defer { pthread_sigmask(SIG_SETMASK, &old, nil) }
    let queue = Unmanaged.passRetained(self)
    let code = pthread_create(
      &thread, &attributes,
      { queue in
        Unmanaged<CompileQueue>.fromOpaque(queue!).takeRetainedValue().work()
        return nil
      }, queue.toOpaque())
    if code != 0 {
      queue.release()
      return false
    }
    worker = thread
    return true
  }

  private func work() {
    if niceness != 0 { _ = nice(niceness) }
    while let (job, processor) = next() {
      // A scheduler that fills one processor before it uses the next would let the program wait.
      taipan_stay_off_processor(processor)
      job.run()
      finish(job)
      if trims, backlog == 0 { Malloc.trim() }
    }
  }

  /// The next job, which counts as running then, and the processor to leave to the program; nil at the end.
  private func next() -> (CompileJob, programsProcessor: Int32)? {
    mutex.withLock {
      while waiting.isEmpty {
        if isStopped { return nil }
        pthread_cond_wait(condition, mutex.pointer)
      }
      isRunning = true
      var first = 0
      for index in waiting.indices where waiting[index].urgency > waiting[first].urgency {
        first = index
      }
      return (waiting.remove(at: first), programsProcessor)
    }
  }

  private func finish(_ job: CompileJob) {
    mutex.withLock {
      finished.append(job)
      finishedFlag.pointee = true
      isRunning = false
      pthread_cond_broadcast(condition)
    }
    onFinished()
  }

  // MARK: fork

  nonisolated(unsafe) private static var forkGuarded: [CompileQueue] = []
  private static let installForkHandlers: Void = {
    pthread_atfork(
      { for queue in CompileQueue.forkGuarded { pthread_mutex_lock(queue.mutex.pointer) } },
      { for queue in CompileQueue.forkGuarded { pthread_mutex_unlock(queue.mutex.pointer) } },
      {
        // What any of the threads held is lost, LLVM's locks among it.
        let isLost = CompileQueue.forkGuarded.contains { $0.isRunning }
        for queue in CompileQueue.forkGuarded { queue.loseThread(stops: isLost) }
      })
  }()

  private static func guardForks(_ queue: CompileQueue) {
    installForkHandlers
    if !forkGuarded.contains(where: { $0 === queue }) { forkGuarded.append(queue) }
  }

  /// In a forked child: the thread is gone.
  private func loseThread(stops: Bool) {
    mutex.reset()
    resetCondition()
    worker = nil
    if stops { isStopped = true }
    isRunning = false
  }

  private func resetCondition() {
    condition.initialize(to: pthread_cond_t())
    pthread_cond_init(condition, nil)
  }
}
