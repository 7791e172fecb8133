// The calls of `posix` that wait for children and say more than their status.

import CTaipan
import Glibc
import TaipanRuntime

enum PosixWaiting {
  static let functions: [NativeMethod] = [
    NativeMethod(
      "wait3", "($module, /, options)",
      { a throws(Raised) in try waitWithUsage(-1, try PosixArguments.signed(a[0])) }),
    NativeMethod(
      "wait4", "($module, /, pid, options)",
      { a throws(Raised) in
        try waitWithUsage(try PosixArguments.signed(a[0]), try PosixArguments.signed(a[1]))
      }),
    NativeMethod("waitid", "($module, idtype, id, options, /)", waitForKind),
  ]

  static let resultType = StructSequences.makeType(
    "posix.waitid_result", ["si_pid", "si_uid", "si_signo", "si_status", "si_code"])

  private static func waitWithUsage(_ process: Int32, _ options: Int32) throws(Raised) -> Value {
    var status: Int32 = 0
    var used = rusage()
    let pid = try PosixMoreFiles.repeated { Int(Glibc.wait4(process, &status, options, &used)) }
    return TupleRef.of(Value(pid), Value(Int(status)), ResourceModule.value(used)).value
  }

  static func waitForKind(_ a: Args) throws(Raised) -> Value {
    let kind = try PosixArguments.signed(a[0])
    let id = UInt32(truncatingIfNeeded: try PosixArguments.offset(a[1]))
    let options = try PosixArguments.signed(a[2])
    var fields = [Int32](repeating: 0, count: 5)
    _ = try PosixMoreFiles.repeated {
      Int(taipan_wait_id(UInt32(bitPattern: kind), id, options, &fields))
    }
    if fields[0] == 0 { return .none }
    let values = ListRef.make()
    for (index, field) in fields.enumerated() {
      let isUser = index == 1
      values.append(
        isUser ? PosixArguments.value(identity: UInt32(bitPattern: field)) : Value(Int(field)))
    }
    return StructSequences.make(resultType, values)
  }
}
