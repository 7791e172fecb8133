// The calls of `posix` about the policies that processes are scheduled by.

import Glibc
import TaipanRuntime

enum PosixSchedulingPolicies {
  static let functions: [NativeMethod] = [
    NativeMethod(
      "sched_getscheduler", "($module, pid, /)",
      { a throws(Raised) in
        try PosixSystem.number(Glibc.sched_getscheduler(try PosixArguments.signed(a[0])))
      }),
    NativeMethod("sched_setscheduler", "($module, pid, policy, param, /)", setPolicy),
    NativeMethod("sched_getparam", "($module, pid, /)", parameters),
    NativeMethod("sched_setparam", "($module, pid, param, /)", setParameters),
    NativeMethod("sched_rr_get_interval", "($module, pid, /)", interval),
  ]

  /// A named tuple that is made of its item, not of a sequence of them.
  static let parametersType = StructSequences.makeType(
    "posix.sched_param", ["sched_priority"],
    methods: [
      NativeMethod("__new__", "($type, sched_priority)", new),
      NativeMethod("__reduce__", "($self, /)", reduce),
    ])

  static func new(_ a: Args) throws(Raised) -> Value {
    let values = ListRef.make()
    values.append(a[1])
    return StructSequences.make(TypeRef(a[0]), values)
  }

  static func reduce(_ a: Args) throws(Raised) -> Value {
    TupleRef.of(a[0].type.value, TupleRef.of(TupleRef(a[0])[0]).value).value
  }

  /// - Throws: TypeError for other types; OverflowError for a priority that is no C int.
  static func parameters(of value: Value) throws(Raised) -> sched_param {
    guard value.isHeap, value.type == parametersType else {
      throw raise(.typeError, "must have a sched_param object")
    }
    let number = try PosixArguments.offset(TupleRef(value)[0])
    guard let priority = Int32(exactly: number) else {
      throw raise(.overflowError, "sched_priority out of range")
    }
    return sched_param(sched_priority: priority)
  }

  static func setPolicy(_ a: Args) throws(Raised) -> Value {
    let (process, policy) = (try PosixArguments.signed(a[0]), try PosixArguments.signed(a[1]))
    var parameters = try parameters(of: a[2])
    if sched_setscheduler(process, policy, &parameters) == -1 { throw raiseOS(errno) }
    return .none
  }

  static func parameters(_ a: Args) throws(Raised) -> Value {
    var parameters = sched_param()
    if sched_getparam(try PosixArguments.signed(a[0]), &parameters) != 0 { throw raiseOS(errno) }
    let values = ListRef.make()
    values.append(Value(Int(parameters.sched_priority)))
    return StructSequences.make(parametersType, values)
  }

  static func setParameters(_ a: Args) throws(Raised) -> Value {
    let process = try PosixArguments.signed(a[0])
    var parameters = try parameters(of: a[1])
    return try PosixSystem.check(sched_setparam(process, &parameters))
  }

  static func interval(_ a: Args) throws(Raised) -> Value {
    var time = timespec()
    if sched_rr_get_interval(try PosixArguments.signed(a[0]), &time) != 0 { throw raiseOS(errno) }
    return Value(Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec))
  }
}
