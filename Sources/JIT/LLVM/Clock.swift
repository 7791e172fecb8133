import Glibc

enum Clock {
  static var milliseconds: Double {
    now(CLOCK_MONOTONIC)
  }

  /// Of the processor, for this thread: what compiling costs, whatever else runs.
  static var threadMilliseconds: Double { now(CLOCK_THREAD_CPUTIME_ID) }

  private static func now(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
  }
}
