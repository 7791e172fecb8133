// The calls of `posix` about the users and groups that a process acts for.

import CTaipan
import Glibc
import TaipanRuntime

enum PosixIdentities {
  static let functions: [NativeMethod] = [
    NativeMethod("getgrouplist", "($module, user, group, /)", groups),
    NativeMethod(
      "initgroups", "($module, username, gid, /)",
      { a throws(Raised) in
        let name = try Paths.bytes(a[0])
        return try PosixSystem.check(Glibc.initgroups(name, try PosixArguments.group(a[1])))
      }),
    NativeMethod("setgroups", "($module, groups, /)", setGroups),
    NativeMethod(
      "getresuid", "($module, /)", { a throws(Raised) in try three { taipan_user_ids($0) } }),
    NativeMethod(
      "getresgid", "($module, /)", { a throws(Raised) in try three { taipan_group_ids($0) } }),
    NativeMethod(
      "setresuid", "($module, ruid, euid, suid, /)",
      { a throws(Raised) in
        let real = try PosixArguments.user(a[0])
        let effective = try PosixArguments.user(a[1])
        return try PosixSystem.check(
          taipan_set_user_ids(real, effective, try PosixArguments.user(a[2])))
      }),
    NativeMethod(
      "setresgid", "($module, rgid, egid, sgid, /)",
      { a throws(Raised) in
        let real = try PosixArguments.group(a[0])
        let effective = try PosixArguments.group(a[1])
        return try PosixSystem.check(
          taipan_set_group_ids(real, effective, try PosixArguments.group(a[2])))
      }),
  ]

  /// Groups that a process may have.
  private static let mostGroups = 65536

  private static func three(_ read: (UnsafeMutablePointer<UInt32>) -> Int32) throws(Raised) -> Value
  {
    var ids: [UInt32] = [0, 0, 0]
    if read(&ids) != 0 { throw raiseOS(errno) }
    return TupleRef.of(
      PosixArguments.value(identity: ids[0]), PosixArguments.value(identity: ids[1]),
      PosixArguments.value(identity: ids[2])
    ).value
  }

  private static func userName(_ value: Value) throws(Raised) -> [CChar] {
    if !value.isStr {
      throw raise(
        .typeError, "getgrouplist() argument 1 must be str, not \(value.argumentTypeName)")
    }
    let bytes = BytesRef(try Call.method(value, "encode")).array
    if bytes.contains(0) { throw raise(.valueError, "embedded null character") }
    return bytes.map { CChar(bitPattern: $0) } + [0]
  }

  static func groups(_ a: Args) throws(Raised) -> Value {
    let name = try userName(a[0])
    let first = try PosixArguments.group(a[1])
    var ids = [gid_t](repeating: 0, count: mostGroups)
    var count = Int32(ids.count)
    if Glibc.getgrouplist(name, first, &ids, &count) == -1 { throw raiseOS(errno) }
    let list = ListRef.make()
    for i in 0..<Int(count) { list.append(PosixArguments.value(identity: ids[i])) }
    return list.value
  }

  static func setGroups(_ a: Args) throws(Raised) -> Value {
    if !PosixArguments.isSequence(a[0]) {
      throw raise(.typeError, "setgroups argument must be a sequence")
    }
    if try Convert.length(a[0]) > mostGroups { throw raise(.valueError, "too many groups") }
    let list = try Iterate.list(a[0])
    var ids: [gid_t] = []
    for i in 0..<list.count {
      if !list[i].isAnyInt { throw raise(.typeError, "groups must be integers") }
      ids.append(try PosixArguments.group(list[i]))
    }
    return try PosixSystem.check(Glibc.setgroups(ids.count, ids))
  }
}
