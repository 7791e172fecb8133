// `select.poll`: word 1 of the object is a dict from descriptor to event mask.

import Glibc
import TaipanRuntime

enum PollObject {
  static let methods: [NativeMethod] = [
    NativeMethod("register", "($self, fd, eventmask=POLLIN | POLLPRI | POLLOUT, /)", register),
    NativeMethod("modify", "($self, fd, eventmask, /)", modify),
    NativeMethod("unregister", "($self, fd, /)", unregister),
    NativeMethod("poll", "($self, timeout=None, /)", poll),
  ]
  static let type = NativeTypes.make(
    TypeSpec("select.poll", size: 24, flags: [.noInstantiation], methods: methods))

  static func make(_ a: Args) throws(Raised) -> Value {
    let object = Instances.allocate(type)
    let table = DictRef.make()
    object.store(table.value, at: object.word(1))
    return Value(object)
  }

  private static func table(_ a: Args) -> DictRef { DictRef(a[0].asObject.word(1).pointee) }

  private static func mask(_ value: Value) throws(Raised) -> Int {
    let n = try Convert.machineInt(value)
    if n < 0 { throw raise(.valueError, "value must be positive") }
    if n > 0xFFFF { throw raise(.overflowError, "Python int too large for C unsigned short") }
    return n
  }

  static func register(_ a: Args) throws(Raised) -> Value {
    let descriptor = try Convert.descriptor(a[1])
    let events = a.count > 2 ? try mask(a[2]) : 7
    try table(a).set(Value(Int(descriptor)), Value(events))
    return .none
  }

  static func modify(_ a: Args) throws(Raised) -> Value {
    let key = Value(Int(try Convert.descriptor(a[1])))
    let events = try mask(a[2])
    if try table(a).get(key).isAbsent { throw raiseOS(ENOENT) }
    try table(a).set(key, Value(events))
    return .none
  }

  static func unregister(_ a: Args) throws(Raised) -> Value {
    let key = Value(Int(try Convert.descriptor(a[1])))
    if try table(a).remove(key).isAbsent {
      throw setRaised(ExceptionRef.make(BuiltinType.keyError.ref, args: TupleRef.of(key)).value)
    }
    return .none
  }

  /// The time-out is in milliseconds.
  static func poll(_ a: Args) throws(Raised) -> Value {
    let limit = try SelectModule.seconds(
      a.optional(1), "timeout must be an integer or None", negativeIsError: false)
    let table = table(a)
    var entries: [pollfd] = []
    var place = table.nextEntry(0)
    while let i = place {
      let entry = table.entries[i]
      entries.append(
        pollfd(
          fd: Int32(entry.key.asInt), events: Int16(truncatingIfNeeded: entry.value.asInt),
          revents: 0))
      place = table.nextEntry(i + 1)
    }
    try SelectModule.waitForAny(&entries, Deadline(after: limit / 1000))
    let found = ListRef.make()
    for entry in entries where entry.revents != 0 {
      found.append(
        TupleRef.of(Value(Int(entry.fd)), Value(Int(UInt16(bitPattern: entry.revents)))).value)
    }
    return found.value
  }
}
