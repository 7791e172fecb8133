// Signals that a thread waits for, and signals to processes by their descriptors.

import CTaipan
import Glibc
import TaipanRuntime

extension SignalModule {
  static let waiting: [NativeMethod] = [
    NativeMethod("sigwait", "($module, sigset, /)", wait),
    NativeMethod("sigwaitinfo", "($module, sigset, /)", waitForInformation),
    NativeMethod("sigtimedwait", "($module, sigset, timeout, /)", waitForSomeTime),
    NativeMethod(
      "pidfd_send_signal", "($module, pidfd, signalnum, siginfo=None, flags=0, /)", sendByDescriptor
    ),
  ]

  static let informationType = StructSequences.makeType(
    "signal.struct_siginfo",
    ["si_signo", "si_code", "si_errno", "si_pid", "si_uid", "si_status", "si_band"])

  private static func value(_ information: UnsafePointer<taipan_signal_information>) -> Value {
    let fields = ListRef.make()
    fields.append(Value(Int(information.pointee.number)))
    fields.append(Value(Int(information.pointee.code)))
    fields.append(Value(Int(information.pointee.error)))
    fields.append(Value(Int(information.pointee.process)))
    fields.append(Value(Int(information.pointee.user)))
    fields.append(Value(Int(information.pointee.status)))
    fields.append(Value(information.pointee.band))
    return StructSequences.make(informationType, fields)
  }

  /// - Parameter seconds: how long at most; nil is for ever.
  /// - Returns: None after that time.
  /// - Throws: OSError; what signal handlers raise that ran in between.
  private static func information(_ set: sigset_t, within seconds: Double?) throws(Raised) -> Value
  {
    var set = set
    let deadline = WaitPlace.deadline(after: seconds ?? 0)
    let result = UnsafeMutablePointer<taipan_signal_information>.allocate(capacity: 1)
    defer { result.deallocate() }
    while true {
      let left = seconds == nil ? -1 : max(0, deadline - WaitPlace.deadline(after: 0))
      let code = Threads.allowOthers { Int(taipan_wait_for_signal(&set, left, result)) }
      if code >= 0 { return value(result) }
      if errno == EAGAIN { return .none }
      if errno != EINTR { throw raiseOS(errno) }
      try Safepoint.run()
    }
  }

  static func wait(_ a: Args) throws(Raised) -> Value {
    var set = try set(of: a[0])
    var number: Int32 = 0
    let code = Threads.allowOthers { Int(sigwait(&set, &number)) }
    if code != 0 { throw raiseOS(Int32(code)) }
    try Safepoint.run()
    return Value(Int(number))
  }

  static func waitForInformation(_ a: Args) throws(Raised) -> Value {
    try information(try set(of: a[0]), within: nil)
  }

  static func waitForSomeTime(_ a: Args) throws(Raised) -> Value {
    let seconds = try WaitTime.seconds(a[1])
    if seconds < 0 { throw raise(.valueError, "timeout must be non-negative") }
    return try information(try set(of: a[0]), within: seconds)
  }

  static func sendByDescriptor(_ a: Args) throws(Raised) -> Value {
    let descriptor = Int32(try Convert.cInt(a[0]))
    let number = Int32(try Convert.cInt(a[1]))
    if a.count > 2, a[2].isPresent, !a[2].isNone {
      throw raise(.typeError, "siginfo must be None")
    }
    let flags = a.count > 3 && a[3].isPresent ? try Convert.cInt(a[3]) : 0
    if taipan_pidfd_send_signal(descriptor, number, UInt32(truncatingIfNeeded: flags)) < 0 {
      throw raiseOS(errno)
    }
    try Safepoint.run()
    return .none
  }
}
