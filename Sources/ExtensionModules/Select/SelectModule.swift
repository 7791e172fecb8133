// The module `select`.

import CTaipan
import Glibc
import TaipanRuntime

public enum SelectModule {
  static let functions: [NativeMethod] = [
    NativeMethod("select", "($module, rlist, wlist, xlist, timeout=None, /)", select),
    NativeMethod("poll", "($module, /)", PollObject.make),
  ]

  static let constants: [(StaticString, Int)] = [
    ("POLLIN", 1), ("POLLPRI", 2), ("POLLOUT", 4), ("POLLERR", 8), ("POLLHUP", 16),
    ("POLLNVAL", 32), ("POLLRDNORM", 64), ("POLLRDBAND", 128), ("POLLWRNORM", 256),
    ("POLLWRBAND", 512), ("POLLMSG", 1024), ("POLLRDHUP", 8192), ("PIPE_BUF", 4096),
    ("EPOLLIN", 1), ("EPOLLPRI", 2), ("EPOLLOUT", 4), ("EPOLLERR", 8), ("EPOLLHUP", 16),
    ("EPOLLRDNORM", 64), ("EPOLLRDBAND", 128), ("EPOLLWRNORM", 256), ("EPOLLWRBAND", 512),
    ("EPOLLMSG", 1024), ("EPOLLRDHUP", 8192), ("EPOLLEXCLUSIVE", 1 << 28),
    ("EPOLLONESHOT", 1 << 30), ("EPOLLET", 1 << 31), ("EPOLL_CLOEXEC", 0x80000),
  ]

  public static func make() -> ModuleRef {
    let module = NativeModules.make("select", functions)
    for (name, value) in constants { module.dict.setStr(name.interned, Value(value)) }
    module.dict.setStr("error", BuiltinType.osError.value)
    module.dict.setStr("epoll", EpollObject.type.value)
    return module
  }

  /// Seconds to wait; infinite for None or nothing.
  ///
  /// - Throws: TypeError, and ValueError for a negative number where `negativeIsError`.
  static func seconds(_ value: Value, _ expectation: String, negativeIsError: Bool) throws(Raised)
    -> Double
  {
    if value.isAbsent || value.isNone { return .infinity }
    let seconds: Double
    do throws(Raised) { seconds = try Convert.double(value) } catch {
      if catching(.typeError) { throw raise(.typeError, expectation) }
      throw error
    }
    if seconds.isNaN { throw raise(.valueError, "Invalid value NaN (not a number)") }
    if seconds < 0, negativeIsError { throw raise(.valueError, "timeout must be non-negative") }
    return seconds
  }

  // MARK: select, over poll(2): no limit of 1024 descriptors

  private static let readEvents = Int16(POLLIN | POLLHUP | POLLERR)
  private static let writeEvents = Int16(POLLOUT | POLLERR)
  private static let exceptionalEvents = Int16(POLLPRI)

  static func select(_ a: Args) throws(Raised) -> Value {
    let wait = try seconds(
      a.optional(3), "timeout must be a float or None", negativeIsError: true)
    let lists = TupleRef.make(count: 3)
    var entries: [pollfd] = []
    let interests = [Int16(POLLIN), Int16(POLLOUT), Int16(POLLPRI)]
    for i in 0..<3 {
      let list = try sequence(a[i])
      lists.set(i, list.value)
      for k in 0..<list.count {
        let descriptor = try Convert.descriptor(list[k])
        if descriptor >= 1024 {
          throw raise(.valueError, "filedescriptor out of range in select()")
        }
        entries.append(pollfd(fd: descriptor, events: interests[i], revents: 0))
      }
    }
    try waitForAny(&entries, Deadline(after: wait))
    if entries.contains(where: { $0.revents & Int16(POLLNVAL) != 0 }) { throw raiseOS(EBADF) }
    return ready(lists, entries)
  }

  private static func sequence(_ value: Value) throws(Raised) -> ListRef {
    if value.isList || value.isTuple { return try Iterate.list(value) }
    do throws(Raised) { return try Iterate.list(value) } catch {
      if catching(.typeError) {
        throw raise(.typeError, "arguments 1-3 must be sequences")
      }
      throw error
    }
  }

  private static func ready(_ lists: TupleRef, _ entries: [pollfd]) -> Value {
    let masks = [readEvents, writeEvents, exceptionalEvents]
    let result = TupleRef.make(count: 3)
    var next = 0
    for i in 0..<3 {
      let list = ListRef(lists[i])
      let found = ListRef.make()
      for k in 0..<list.count {
        if entries[next].revents & masks[i] != 0 { found.append(list[k]) }
        next += 1
      }
      result.set(i, found.value)
    }
    return result.value
  }

  /// poll(2) that goes on after signals.
  ///
  /// - Throws: OSError; what signal handlers raise.
  @discardableResult
  static func waitForAny(_ entries: inout [pollfd], _ deadline: Deadline) throws(Raised) -> Int {
    while true {
      let n = Threads.allowOthers {
        Int(poll(&entries, nfds_t(entries.count), deadline.milliseconds))
      }
      if n >= 0 { return n }
      if errno != EINTR { throw raiseOS(errno) }
      try Safepoint.run()
    }
  }
}
