// What programs call of CPython's C interface through `ctypes.pythonapi` and does not need its objects'
// layout: the loader finds these names in the program itself.

import Glibc
import TaipanRuntime

enum PythonInterface {
  private typealias SignalHandler = @convention(c) (Int32) -> Void

  /// The address of a function that CPython's program exports and Taipan has, too; nil for any other name.
  static func address(of name: String) -> UnsafeMutableRawPointer? {
    switch name {
    case "PyOS_getsig": unsafeBitCast(getSignalHandler, to: UnsafeMutableRawPointer.self)
    case "PyOS_setsig": unsafeBitCast(setSignalHandler, to: UnsafeMutableRawPointer.self)
    case "PyThreadState_SetAsyncExc": unsafeBitCast(interrupt, to: UnsafeMutableRawPointer.self)
    default: nil
    }
  }

  /// What the system does at a signal: an address, or `SIG_ERR`.
  private static let getSignalHandler: @convention(c) (Int32) -> UInt = { number in
    var action = sigaction()
    if sigaction(number, nil, &action) != 0 { return UInt.max }
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: UInt.self)
  }

  /// - Returns: what it was before, or `SIG_ERR`.
  private static let setSignalHandler: @convention(c) (Int32, UInt) -> UInt = { number, handler in
    var (action, old) = (sigaction(), sigaction())
    action.__sigaction_handler.sa_handler = unsafeBitCast(handler, to: SignalHandler?.self)
    action.sa_flags = SA_ONSTACK
    if sigaction(number, &action, &old) != 0 { return UInt.max }
    return unsafeBitCast(old.__sigaction_handler.sa_handler, to: UInt.self)
  }

  /// Raises an exception in another thread; a null one takes it back. The answer is how many threads
  /// have the identity.
  private static let interrupt: @convention(c) (UInt, UInt64) -> Int32 = { identity, exception in
    var found = false
    Threads.callBack {
      let value = exception == 0 ? Value.absent : Value(bits: exception)
      found = Threads.interrupt(identity, with: value)
    }
    return found ? 1 : 0
  }
}
