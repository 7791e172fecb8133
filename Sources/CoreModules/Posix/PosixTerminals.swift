// Pseudo-terminals: `posix.openpty` and its relatives.

import CTaipan
import Glibc
import TaipanRuntime

@_silgen_name("openpty")
private func makePair(
  _ main: UnsafeMutablePointer<Int32>, _ replica: UnsafeMutablePointer<Int32>,
  _ name: UnsafeMutableRawPointer?, _ mode: UnsafeRawPointer?, _ size: UnsafeRawPointer?
) -> Int32
@_silgen_name("login_tty")
private func makeControlling(_ descriptor: Int32) -> Int32

@_silgen_name("posix_openpt")
private func openMain(_ flags: Int32) -> Int32
@_silgen_name("grantpt")
private func grantReplica(_ descriptor: Int32) -> Int32
@_silgen_name("unlockpt")
private func unlockReplica(_ descriptor: Int32) -> Int32
@_silgen_name("ptsname_r")
private func replicaName(
  _ descriptor: Int32, _ name: UnsafeMutablePointer<CChar>, _ room: Int
) -> Int32

enum PosixTerminals {
  static let functions: [NativeMethod] = [
    NativeMethod("openpty", "($module, /)", openPair),
    NativeMethod("forkpty", "($module, /)", fork),
    NativeMethod("login_tty", "($module, fd, /)", logIn),
    NativeMethod("posix_openpt", "($module, oflag, /)", open),
    NativeMethod("grantpt", "($module, fd, /)", grant),
    NativeMethod("unlockpt", "($module, fd, /)", unlock),
    NativeMethod("ptsname", "($module, fd, /)", name),
  ]

  private static func descriptor(_ value: Value) throws(Raised) -> Int32 {
    Int32(try Convert.cInt(value))
  }

  private static func closeOnExec(_ descriptor: Int32) {
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  /// Both ends of a new pair; programs that are started do not inherit them.
  private static func pair() throws(Raised) -> (main: Int32, replica: Int32) {
    var (main, replica): (Int32, Int32) = (-1, -1)
    if makePair(&main, &replica, nil, nil, nil) != 0 { throw raiseOS(errno) }
    closeOnExec(main)
    closeOnExec(replica)
    return (main, replica)
  }

  static func openPair(_ a: Args) throws(Raised) -> Value {
    let (main, replica) = try pair()
    return TupleRef.of(Value(Int(main)), Value(Int(replica))).value
  }

  /// Forks; the child's standard streams are the replica.
  static func fork(_ a: Args) throws(Raised) -> Value {
    let (main, replica) = try pair()
    let pid = try PosixFork.fork(a)
    if pid.asInt == 0 {
      close(main)
      if makeControlling(replica) != 0 { _exit(1) }
      return TupleRef.of(Value(0), Value(-1)).value
    }
    close(replica)
    return TupleRef.of(pid, Value(Int(main))).value
  }

  static func logIn(_ a: Args) throws(Raised) -> Value {
    if makeControlling(try descriptor(a[0])) != 0 { throw raiseOS(errno) }
    return .none
  }

  static func open(_ a: Args) throws(Raised) -> Value {
    let main = openMain(try descriptor(a[0]))
    if main < 0 { throw raiseOS(errno) }
    closeOnExec(main)
    return Value(Int(main))
  }

  static func grant(_ a: Args) throws(Raised) -> Value {
    if grantReplica(try descriptor(a[0])) != 0 { throw raiseOS(errno) }
    return .none
  }

  static func unlock(_ a: Args) throws(Raised) -> Value {
    if unlockReplica(try descriptor(a[0])) != 0 { throw raiseOS(errno) }
    return .none
  }

  static func name(_ a: Args) throws(Raised) -> Value {
    let number = try descriptor(a[0])
    return try withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) {
      (buffer) throws(Raised) in
      let code = replicaName(number, buffer.baseAddress!, 256)
      if code != 0 { throw raiseOS(code) }
      return Value(String(cString: buffer.baseAddress!))
    }
  }
}
