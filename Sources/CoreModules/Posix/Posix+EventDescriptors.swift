// Descriptors of `posix` that stand for memory, counters and timers.

import CTaipan
import Glibc
import TaipanRuntime

enum PosixEventDescriptors {
  static let functions: [NativeMethod] = [
    NativeMethod("memfd_create", "($module, /, name, flags=MFD_CLOEXEC)", makeMemoryFile),
    NativeMethod("eventfd", "($module, /, initval, flags=EFD_CLOEXEC)", makeCounter),
    NativeMethod("eventfd_read", "($module, /, fd)", readCounter),
    NativeMethod("eventfd_write", "($module, /, fd, value)", addToCounter),
    NativeMethod("timerfd_create", "($module, clockid, /, *, flags=0)", makeTimer),
    NativeMethod(
      "timerfd_gettime", "($module, fd, /)",
      { a throws(Raised) in seconds(try setting(a)) }),
    NativeMethod(
      "timerfd_gettime_ns", "($module, fd, /)",
      { a throws(Raised) in nanoseconds(try setting(a)) }),
    NativeMethod(
      "timerfd_settime", "($module, fd, /, *, flags=0, initial=0.0, interval=0.0)",
      { a throws(Raised) in
        let (descriptor, flags) = try timerAndFlags(a)
        return seconds(
          try set(descriptor, flags, try fromSeconds(a[2]), try fromSeconds(a[3])))
      }),
    NativeMethod(
      "timerfd_settime_ns", "($module, fd, /, *, flags=0, initial=0, interval=0)",
      { a throws(Raised) in
        let (descriptor, flags) = try timerAndFlags(a)
        return nanoseconds(
          try set(descriptor, flags, try fromNanoseconds(a[2]), try fromNanoseconds(a[3])))
      }),
  ]

  static func makeMemoryFile(_ a: Args) throws(Raised) -> Value {
    let name = try Paths.bytes(a[0])
    let flags = a[1].isPresent ? try PosixArguments.lowBits(a[1]) : 1
    return Value(try PosixMoreFiles.repeated { Int(taipan_memory_file(name, flags)) })
  }

  // MARK: Counters

  static func makeCounter(_ a: Args) throws(Raised) -> Value {
    let count = try PosixArguments.unsignedInt(a[0])
    let flags = a[1].isPresent ? try PosixSystem.int(a[1]) : O_CLOEXEC
    return try PosixSystem.number(eventfd(count, flags))
  }

  static func readCounter(_ a: Args) throws(Raised) -> Value {
    let descriptor = try Convert.descriptor(a[0])
    var count: eventfd_t = 0
    if Threads.allowOthers({ Int(eventfd_read(descriptor, &count)) }) != 0 { throw raiseOS(errno) }
    return Value(UInt(count))
  }

  static func addToCounter(_ a: Args) throws(Raised) -> Value {
    let descriptor = try Convert.descriptor(a[0])
    let number = eventfd_t(try PosixArguments.unsignedWord(a[1]))
    return try PosixSystem.check(
      Int32(Threads.allowOthers { Int(eventfd_write(descriptor, number)) }))
  }

  // MARK: Timers

  static func makeTimer(_ a: Args) throws(Raised) -> Value {
    let clock = try PosixSystem.int(a[0])
    let flags = a[1].isPresent ? try PosixSystem.int(a[1]) : 0
    // No program that is started inherits a timer, whatever the flags.
    return try PosixSystem.number(timerfd_create(clock, flags | O_CLOEXEC))
  }

  private static func timerAndFlags(_ a: Args) throws(Raised) -> (Int32, Int32) {
    (try Convert.descriptor(a[0]), a[1].isPresent ? try PosixSystem.int(a[1]) : 0)
  }

  private static func setting(_ a: Args) throws(Raised) -> itimerspec {
    let descriptor = try Convert.descriptor(a[0])
    var setting = itimerspec()
    if timerfd_gettime(descriptor, &setting) != 0 { throw raiseOS(errno) }
    return setting
  }

  /// Sets a timer to times in nanoseconds and answers what it was set to.
  private static func set(
    _ descriptor: Int32, _ flags: Int32, _ initial: Int, _ interval: Int
  ) throws(Raised) -> itimerspec {
    var new = itimerspec(it_interval: time(interval), it_value: time(initial))
    var old = itimerspec()
    if timerfd_settime(descriptor, flags, &new, &old) != 0 { throw raiseOS(errno) }
    return old
  }

  // MARK: Times

  private static let second = 1_000_000_000

  private static func time(_ nanoseconds: Int) -> timespec {
    let (whole, rest) = nanoseconds.quotientAndRemainder(dividingBy: second)
    return rest < 0
      ? timespec(tv_sec: whole - 1, tv_nsec: rest + second)
      : timespec(tv_sec: whole, tv_nsec: rest)
  }

  private static func fromSeconds(_ value: Value) throws(Raised) -> Int {
    if value.isAbsent { return 0 }
    let nanoseconds = (try Convert.double(value) * Double(second)).rounded(.down)
    guard let result = Int(exactly: nanoseconds) else {
      throw raise(.overflowError, "timestamp out of range for platform time_t")
    }
    return result
  }

  private static func fromNanoseconds(_ value: Value) throws(Raised) -> Int {
    if value.isAbsent { return 0 }
    guard let result = try Convert.index(value).asMachineInt else {
      throw raise(.overflowError, "int too big to convert")
    }
    return result
  }

  private static func seconds(_ setting: itimerspec) -> Value {
    func seconds(_ time: timespec) -> Value {
      Value(Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec))
    }
    return TupleRef.of(seconds(setting.it_value), seconds(setting.it_interval)).value
  }

  private static func nanoseconds(_ setting: itimerspec) -> Value {
    func nanoseconds(_ time: timespec) -> Value { Value(time.tv_sec * second + time.tv_nsec) }
    return TupleRef.of(nanoseconds(setting.it_value), nanoseconds(setting.it_interval)).value
  }
}
