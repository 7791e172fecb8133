// Where threads wait for what another thread does: five words in the memory of a heap object.

import CTaipan
import Glibc

/// Whoever waits looks at its condition in a loop: it may be woken without cause, and another thread may be
/// faster. Everything but the waiting itself happens under the interpreter lock.
public struct WaitPlace {
  /// The number of waiting threads, and a semaphore.
  private let words: UnsafeMutablePointer<UInt64>

  public static let wordCount = 1 + Int(TAIPAN_SEMAPHORE_WORDS)

  /// - Parameter words: `wordCount` words of an object, zeros before the first use.
  public init(_ words: UnsafeMutablePointer<Value>) {
    self.words = UnsafeMutableRawPointer(words).assumingMemoryBound(to: UInt64.self)
  }

  /// Makes the place ready; forgets who waits (in a forked process).
  public func initialize() {
    words[0] = 0
    taipan_semaphore_init(words + 1)
  }

  /// Waits until somebody wakes this thread, a signal comes or the time has come; false after the deadline.
  ///
  /// - Parameter deadline: seconds of CLOCK_MONOTONIC; infinite for none.
  /// - Throws: what signal handlers raise.
  public func wait(until deadline: Double) throws(Raised) -> Bool {
    words[0] += 1
    let code = Threads.allowOthers { Int(taipan_semaphore_wait(words + 1, deadline)) }
    words[0] -= 1
    // Another thread may have interrupted this one (`_thread.interrupt_main`).
    if code == EINTR || thread.pointee.pollRequested { try Safepoint.run() }
    return code != ETIMEDOUT
  }

  public func wakeOne() {
    if words[0] > 0 { taipan_semaphore_post(words + 1) }
  }

  public func wakeAll() {
    for _ in 0..<words[0] { taipan_semaphore_post(words + 1) }
  }

  /// The moment `seconds` from now, for `wait`.
  public static func deadline(after seconds: Double) -> Double { Heap.monotonicSeconds() + seconds }
}
