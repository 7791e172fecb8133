// What locks of Python code are made of: words in a heap object, read and written under the interpreter lock.

import Glibc
import TaipanRuntime

/// How often it is held, the identity of the thread that holds it, and where the others wait.
struct OwnedLock {
  static let wordCount = 2 + WaitPlace.wordCount
  private let words: UnsafeMutablePointer<Value>

  /// - Parameter words: `wordCount` words of an object, zeros before the first use.
  init(_ words: UnsafeMutablePointer<Value>) { self.words = words }

  private var place: WaitPlace { WaitPlace(words + 2) }

  /// Makes the lock a free one that nobody waits for.
  func initialize() {
    count = 0
    owner = 0
    place.initialize()
  }

  private(set) var count: Int {
    get { Int(words[0].bits) }
    nonmutating set { words[0] = Value(bits: UInt64(newValue)) }
  }
  /// 0 while nobody holds it.
  private(set) var owner: UInt {
    get { UInt(words[1].bits) }
    nonmutating set { words[1] = Value(bits: UInt64(newValue)) }
  }
  var isMine: Bool { count > 0 && owner == Threads.current.pointee.identity }

  /// Waits until nobody holds the lock, and takes it; false after the deadline.
  ///
  /// - Throws: what signal handlers raise.
  func take(until deadline: Double) throws(Raised) -> Bool {
    while count > 0 {
      if deadline == -.infinity { return false }
      if !(try place.wait(until: deadline)), count > 0 { return false }
    }
    restore(1)
    return true
  }

  /// Once more, by the thread that holds it.
  func takeAgain() { count += 1 }

  /// Takes the free lock as often as it was held before.
  func restore(_ depth: Int) {
    count = depth
    owner = Threads.current.pointee.identity
  }

  func release(_ times: Int = 1) {
    count -= times
    if count > 0 { return }
    owner = 0
    place.wakeOne()
  }
}

/// Arguments of methods that wait.
enum WaitTime {
  /// `threading.TIMEOUT_MAX`, in seconds.
  static let maximum = 9_223_372_036.0

  /// When to give up, by `acquire`'s arguments: `-.infinity` for not waiting at all, infinite for never.
  ///
  /// - Throws: TypeError, ValueError, OverflowError.
  static func deadline(blocking: Value, timeout: Value) throws(Raised) -> Double {
    let blocks = blocking.isPresent ? try Convert.truth(blocking) : true
    let seconds = timeout.isPresent ? try seconds(timeout) : -1
    if !blocks {
      if seconds != -1 {
        throw raise(.valueError, "can't specify a timeout for a non-blocking call")
      }
      return -.infinity
    }
    if seconds == -1 { return .infinity }
    if seconds < 0 { throw raise(.valueError, "timeout value must be a non-negative number") }
    return WaitPlace.deadline(after: seconds)
  }

  /// - Throws: TypeError, ValueError for NaN, OverflowError beyond the system's range.
  static func seconds(_ value: Value) throws(Raised) -> Double {
    guard value.isFloat || value.isAnyInt else {
      return Double(try Convert.machineInt(value))
    }
    let seconds = try Convert.double(value)
    if seconds.isNaN { throw raise(.valueError, "Invalid value NaN (not a number)") }
    if abs(seconds) > maximum {
      throw raise(.overflowError, "timestamp out of range for platform time_t")
    }
    return seconds
  }
}
