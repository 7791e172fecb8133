// The calls of `posix` about processors and priorities.

import CTaipan
import Glibc
import TaipanRuntime

enum PosixScheduling {
  static let functions: [NativeMethod] = [
    NativeMethod("sched_getaffinity", "($module, pid, /)", affinity),
    NativeMethod("sched_setaffinity", "($module, pid, mask, /)", setAffinity),
    NativeMethod("getpriority", "($module, /, which, who)", priority),
    NativeMethod("setpriority", "($module, /, which, who, priority)", setPriority),
  ]

  /// Processors that a set has room for.
  private static let mostProcessors = 1024

  static func affinity(_ a: Args) throws(Raised) -> Value {
    var words = [UInt](repeating: 0, count: mostProcessors / UInt.bitWidth)
    let process = Int32(try Convert.cInt(a[0]))
    if taipan_get_affinity(process, &words, mostProcessors / 8) != 0 { throw raiseOS(errno) }
    let set = SetRef.make()
    for processor in 0..<mostProcessors
    where words[processor / UInt.bitWidth] >> (processor % UInt.bitWidth) & 1 != 0 {
      try set.add(Value(processor))
    }
    return set.value
  }

  static func setAffinity(_ a: Args) throws(Raised) -> Value {
    var words = [UInt](repeating: 0, count: mostProcessors / UInt.bitWidth)
    let process = Int32(try Convert.cInt(a[0]))
    let processors = try Iterate.list(a[1])
    for index in 0..<processors.count {
      guard processors[index].type.isSubtype(of: .int) else {
        throw raise(
          .typeError,
          "expected an iterator of ints, but iterator yielded <class '\(processors[index].type.nameText)'>"
        )
      }
      guard let processor = processors[index].asMachineInt else {
        throw raise(.overflowError, "Python int too large to convert to C long")
      }
      if processor < 0 { throw raise(.valueError, "negative CPU number") }
      if processor >= mostProcessors { throw raiseOS(EINVAL) }
      words[processor / UInt.bitWidth] |= 1 << (processor % UInt.bitWidth)
    }
    if taipan_set_affinity(process, &words, mostProcessors / 8) != 0 { throw raiseOS(errno) }
    return .none
  }

  static func priority(_ a: Args) throws(Raised) -> Value {
    let (which, who) = (try Convert.cInt(a[0]), try Convert.cInt(a[1]))
    // -1 is a priority, too.
    errno = 0
    let priority = getpriority(
      __priority_which_t(UInt32(truncatingIfNeeded: which)), id_t(truncatingIfNeeded: who))
    if priority == -1, errno != 0 { throw raiseOS(errno) }
    return Value(Int(priority))
  }

  static func setPriority(_ a: Args) throws(Raised) -> Value {
    let (which, who) = (try Convert.cInt(a[0]), try Convert.cInt(a[1]))
    let priority = Int32(try Convert.cInt(a[2]))
    if setpriority(
      __priority_which_t(UInt32(truncatingIfNeeded: which)), id_t(truncatingIfNeeded: who), priority
    ) != 0 {
      throw raiseOS(errno)
    }
    return .none
  }
}
