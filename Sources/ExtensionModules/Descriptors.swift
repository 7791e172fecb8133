// File descriptors and waiting: shared by `select`, `_socket` and `_posixsubprocess`.

import CTaipan
import Glibc
import TaipanRuntime

enum Descriptors {
  /// - Throws: OverflowError for what is no C int.
  static func int32(_ value: Value) throws(Raised) -> Int32 {
    let index = try Convert.index(value)
    guard let n = index.asMachineInt, let result = Int32(exactly: n) else {
      throw raise(
        .overflowError,
        index.intSign < 0
          ? "signed integer is less than minimum" : "signed integer is greater than maximum")
    }
    return result
  }
}

/// The end of a wait that signal handlers may interrupt.
struct Deadline {
  /// Seconds of the monotonic clock; infinite without a limit.
  private let end: Double

  /// - Parameter seconds: infinite or negative: no limit.
  init(after seconds: Double) {
    end = seconds < 0 || seconds.isInfinite ? .infinity : Deadline.now() + seconds
  }

  var isInfinite: Bool { end.isInfinite }

  /// Seconds left, at least 0; infinite without a limit.
  var left: Double { isInfinite ? .infinity : max(0, end - Deadline.now()) }

  /// Milliseconds left, rounded up; -1 without a limit.
  var milliseconds: Int32 {
    if isInfinite { return -1 }
    return Int32(min(Double(Int32.max), (left * 1000).rounded(.up)))
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
