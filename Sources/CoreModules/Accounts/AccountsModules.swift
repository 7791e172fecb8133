// The modules `pwd` and `grp`: the users and groups that the system knows.

import Glibc
import TaipanRuntime

/// What both modules need: numbers of users and groups, and text of the C library.
private enum Account {
  static func text(_ string: UnsafePointer<CChar>?) -> Value {
    guard let string else { return .none }
    let count = strlen(string)
    return string.withMemoryRebound(to: UInt8.self, capacity: count) {
      Paths.decode(UnsafeBufferPointer(start: $0, count: count))
    }
  }

  /// -1, which stands for nobody, is shown as such.
  static func number(_ id: UInt32) -> Value { Value(id == .max ? -1 : Int(id)) }

  /// - Throws: TypeError; OverflowError for what is no number of a user or group.
  static func id(_ value: Value, _ kind: StaticString) throws(Raised) -> UInt32 {
    if !value.isAnyInt, value.type.special(.index).isAbsent {
      throw raise(.typeError, "\(kind) should be integer, not \(value.typeName)")
    }
    let index = try Convert.index(value)
    if index.asMachineInt == -1 { return .max }
    guard let n = index.asMachineInt, let id = UInt32(exactly: n) else {
      throw raise(
        .overflowError,
        index.intSign < 0 ? "\(kind) is less than minimum" : "\(kind) is greater than maximum")
    }
    return id
  }
}

public enum PwdModule {
  static let functions: [NativeMethod] = [
    NativeMethod("getpwuid", "($module, uidobj, /)", byNumber),
    NativeMethod("getpwnam", "($module, name, /)", byName),
    NativeMethod("getpwall", "($module, /)", all),
  ]
  private static let type = StructSequences.makeType(
    "pwd.struct_passwd",
    ["pw_name", "pw_passwd", "pw_uid", "pw_gid", "pw_gecos", "pw_dir", "pw_shell"])

  public static func make() -> ModuleRef {
    let module = NativeModules.make("pwd", functions)
    module.dict.setStr("struct_passwd", type.value)
    module.dict.setStr("__doc__", Value("The users that the system knows."))
    return module
  }

  private static func entry(_ entry: UnsafePointer<passwd>) -> Value {
    let (e, values) = (entry.pointee, ListRef.make())
    values.append(Account.text(e.pw_name))
    values.append(Account.text(e.pw_passwd))
    values.append(Account.number(e.pw_uid))
    values.append(Account.number(e.pw_gid))
    values.append(Account.text(e.pw_gecos))
    values.append(Account.text(e.pw_dir))
    values.append(Account.text(e.pw_shell))
    return StructSequences.make(type, values)
  }

  static func byNumber(_ a: Args) throws(Raised) -> Value {
    let id: UInt32
    do throws(Raised) { id = try Account.id(a[0], "uid") } catch {
      if !catching(.overflowError) { throw error }
      throw raise(.keyError, "getpwuid(): uid not found")
    }
    guard let found = getpwuid(id) else {
      throw raise(
        .keyError, "getpwuid(): uid not found: \(id == .max ? "-1" : String(id))")
    }
    return entry(found)
  }

  static func byName(_ a: Args) throws(Raised) -> Value {
    if !a[0].isStr {
      throw raise(.typeError, "getpwnam() argument must be str, not \(a[0].argumentTypeName)")
    }
    guard let found = getpwnam(try Paths.bytes(a[0])) else {
      throw raise(.keyError, "getpwnam(): name not found: \(try Convert.repr(a[0]).text)")
    }
    return entry(found)
  }

  static func all(_ a: Args) throws(Raised) -> Value {
    let list = ListRef.make()
    setpwent()
    while let next = getpwent() { list.append(entry(next)) }
    endpwent()
    return list.value
  }
}

public enum GrpModule {
  static let functions: [NativeMethod] = [
    NativeMethod("getgrgid", "($module, /, id)", byNumber),
    NativeMethod("getgrnam", "($module, /, name)", byName),
    NativeMethod("getgrall", "($module, /)", all),
  ]
  private static let type = StructSequences.makeType(
    "grp.struct_group", ["gr_name", "gr_passwd", "gr_gid", "gr_mem"])

  public static func make() -> ModuleRef {
    let module = NativeModules.make("grp", functions)
    module.dict.setStr("struct_group", type.value)
    module.dict.setStr("__doc__", Value("The groups that the system knows."))
    return module
  }

  private static func entry(_ entry: UnsafePointer<group>) -> Value {
    let (e, values, members) = (entry.pointee, ListRef.make(), ListRef.make())
    var member = e.gr_mem
    while let name = member?.pointee {
      members.append(Account.text(name))
      member = member?.advanced(by: 1)
    }
    values.append(Account.text(e.gr_name))
    values.append(Account.text(e.gr_passwd))
    values.append(Account.number(e.gr_gid))
    values.append(members.value)
    return StructSequences.make(type, values)
  }

  static func byNumber(_ a: Args) throws(Raised) -> Value {
    let id = try Account.id(a[0], "gid")
    guard let found = getgrgid(id) else {
      throw raise(
        .keyError, "getgrgid(): gid not found: \(id == .max ? "-1" : String(id))")
    }
    return entry(found)
  }

  static func byName(_ a: Args) throws(Raised) -> Value {
    if !a[0].isStr {
      throw raise(
        .typeError, "getgrnam() argument 'name' must be str, not \(a[0].argumentTypeName)")
    }
    guard let found = getgrnam(try Paths.bytes(a[0])) else {
      throw raise(.keyError, "getgrnam(): name not found: \(try Convert.repr(a[0]).text)")
    }
    return entry(found)
  }

  static func all(_ a: Args) throws(Raised) -> Value {
    let list = ListRef.make()
    setgrent()
    while let next = getgrent() { list.append(entry(next)) }
    endgrent()
    return list.value
  }
}
