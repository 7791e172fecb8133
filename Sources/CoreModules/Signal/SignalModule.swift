// The module `_signal`. A handler in C only notes that the signal arrived; the Python handler runs at the
// next safepoint.

import Glibc
import TaipanRuntime

public enum SignalModule {
  static let count = 65
  /// One byte a signal, written by the handler; allocated before the first handler is installed.
  nonisolated(unsafe) static let arrived = {
    let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
    bytes.initialize(repeating: 0, count: count)
    return bytes
  }()
  /// List of the Python handlers by number; absent until the module is made.
  nonisolated(unsafe) private static var handlers = Value.absent
  nonisolated(unsafe) private static var wakeupDescriptor: Int32 = -1

  public static func make() -> ModuleRef {
    let module = NativeModules.make("_signal", functions + waiting)
    for (name, number) in numbers { module.dict.setStr(name, Value(number)) }
    timerError = makeTimerError()
    module.dict.setStr("ItimerError", timerError.value)
    module.dict.setStr("struct_siginfo", informationType.value)
    let list = ListRef.make(capacity: count)
    for number in 0..<count { list.append(present(Int32(number))) }
    _ = Heap.makeRoot(list.value)
    handlers = list.value
    _ = arrived
    Safepoint.runSignalHandlers = runHandlers
    let interrupt = module.dict.getStr("default_int_handler")
    if list[Int(SIGINT)].isInt, list[Int(SIGINT)].asInt == 0 {
      list[Int(SIGINT)] = interrupt
      install(SIGINT)
    }
    return module
  }

  /// What the process does with a signal that Python did not set.
  private static func present(_ number: Int32) -> Value {
    var action = sigaction()
    if number == 0 || sigaction(number, nil, &action) != 0 { return .none }
    let bits = unsafeBitCast(action.__sigaction_handler.sa_handler, to: UInt.self)
    return bits <= 1 ? Value(smallInt: Int(bits)) : .none
  }

  private static func install(_ number: Int32) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { number in
      SignalModule.arrived[Int(number)] = 1
      thread.pointee.signalPending = true
      thread.pointee.requestPoll()
      if SignalModule.wakeupDescriptor >= 0 {
        var byte = UInt8(truncatingIfNeeded: number)
        let saved = errno
        _ = write(SignalModule.wakeupDescriptor, &byte, 1)
        errno = saved
      }
    }
    sigaction(number, &action, nil)
  }

  /// Runs the handlers of the signals that arrived.
  static func runHandlers() throws(Raised) {
    for number in 1..<count where arrived[number] != 0 {
      arrived[number] = 0
      let handler = ListRef(handlers)[number]
      if handler.isInt || handler.isNone { continue }
      let frame = FrameObjects.current()?.value ?? .none
      _ = try Call.function(handler, Value(smallInt: number), frame)
    }
  }

  static let functions: [NativeMethod] = [
    NativeMethod("signal", "($module, signalnum, handler, /)", setHandler),
    NativeMethod("getsignal", "($module, signalnum, /)", getHandler),
    NativeMethod("default_int_handler", "($module, signalnum, frame, /)", interrupt),
    NativeMethod("raise_signal", "($module, signalnum, /)", raiseSignal),
    NativeMethod("alarm", "($module, seconds, /)", setAlarm),
    NativeMethod("pause", "($module, /)", waitForSignal),
    NativeMethod("setitimer", "($module, which, seconds, interval=0.0, /)", setTimer),
    NativeMethod("getitimer", "($module, which, /)", getTimer),
    NativeMethod("set_wakeup_fd", "($module, fd, /, *, warn_on_full_buffer=True)", setWakeup),
    NativeMethod("siginterrupt", "($module, signalnum, flag, /)", setInterrupting),
    NativeMethod("pthread_sigmask", "($module, how, mask, /)", setMask),
    NativeMethod("pthread_kill", "($module, thread_id, signalnum, /)", killThread),
    NativeMethod("sigpending", "($module, /)", pending),
    NativeMethod("strsignal", "($module, signalnum, /)", describe),
    NativeMethod("valid_signals", "($module, /)", valid),
  ]

  private static func number(_ value: Value) throws(Raised) -> Int32 {
    let n = try Convert.cInt(value)
    if n < 1 || n >= count { throw raise(.valueError, "signal number out of range") }
    return Int32(n)
  }

  static func setHandler(_ a: Args) throws(Raised) -> Value {
    let number = try number(a[0])
    let old = ListRef(handlers)[Int(number)]
    // SIG_DFL and SIG_IGN may come as members of the enum in `signal`.
    if a[1].isAnyInt, let plain = a[1].asMachineInt, plain == 0 || plain == 1 {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = plain == 0 ? SIG_DFL : SIG_IGN
      if sigaction(number, &action, nil) != 0 { throw systemError() }
      ListRef(handlers)[Int(number)] = Value(plain)
    } else if try Callables.isCallable(a[1]) {
      if number == SIGKILL || number == SIGSTOP {
        errno = EINVAL
        throw systemError()
      }
      ListRef(handlers)[Int(number)] = a[1]
      install(number)
    } else {
      throw raise(
        .typeError,
        "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
    }
    return old
  }

  private static func systemError(_ type: TypeRef = BuiltinType.osError.ref) -> Raised {
    let code = errno
    let args = TupleRef.of(Value(Int(code)), Value(String(cString: strerror(code))))
    do throws(Raised) {
      return setRaised(try Call.function(type.value, args, nil))
    } catch {
      return error
    }
  }

  static func getHandler(_ a: Args) throws(Raised) -> Value {
    ListRef(handlers)[Int(try number(a[0]))]
  }

  static func interrupt(_ a: Args) throws(Raised) -> Value {
    throw raise(.keyboardInterrupt)
  }

  static func raiseSignal(_ a: Args) throws(Raised) -> Value {
    if Glibc.raise(try number(a[0])) != 0 { throw systemError() }
    try Safepoint.run()
    return .none
  }

  static func killThread(_ a: Args) throws(Raised) -> Value {
    let target = pthread_t(bitPattern: try Convert.machineInt(a[0]))
    let code = pthread_kill(target, try number(a[1]))
    if code != 0 {
      errno = code
      throw systemError()
    }
    try Safepoint.run()
    return .none
  }

  /// `_thread.interrupt_main`: as if the signal had come to the main thread. A signal that is ignored or left
  /// to the system does nothing.
  static func interruptMain(_ a: Args) throws(Raised) -> Value {
    let number = a.count > 0 ? try number(a[0]) : SIGINT
    if handlers.isPresent {
      let handler = ListRef(handlers)[Int(number)]
      if handler.isInt || handler.isNone { return .none }
    }
    arrived[Int(number)] = 1
    thread.pointee.signalPending = true
    thread.pointee.requestPoll()
    if Threads.isMain { try Safepoint.run() }
    return .none
  }

  static func setAlarm(_ a: Args) throws(Raised) -> Value {
    Value(Int(alarm(UInt32(bitPattern: Int32(try Convert.cInt(a[0]))))))
  }

  static func waitForSignal(_ a: Args) throws(Raised) -> Value {
    _ = Threads.allowOthers { Int(pause()) }
    try Safepoint.run()
    return .none
  }

  // MARK: Timers

  nonisolated(unsafe) private static var timerError = BuiltinType.osError.ref

  private static func makeTimerError() -> TypeRef {
    do throws(Raised) {
      let namespace = DictRef.make()
      namespace.setStr("__module__", Value("signal"))
      return try TypeBuilder.make(
        metatype: BuiltinType.type.ref, name: StrRef.make("itimer_error"),
        bases: TupleRef.of(BuiltinType.osError.value), namespace: namespace, keywords: nil)
    } catch {
      fatalError("signal.itimer_error cannot be made")
    }
  }

  private static func time(_ value: Value) throws(Raised) -> timeval {
    let seconds = try WaitTime.seconds(value)
    let whole = seconds.rounded(.down)
    return timeval(tv_sec: Int(whole), tv_usec: Int((seconds - whole) * 1e6))
  }
  private static func pair(_ timer: itimerval) -> Value {
    func seconds(_ time: timeval) -> Value {
      Value(Double(time.tv_sec) + Double(time.tv_usec) / 1e6)
    }
    return TupleRef.of(seconds(timer.it_value), seconds(timer.it_interval)).value
  }
  private static func which(_ value: Value) throws(Raised) -> __itimer_which_t {
    let number = try Convert.cInt(value)
    guard (0...2).contains(number) else {
      errno = EINVAL
      throw systemError(timerError)
    }
    return __itimer_which_t(UInt32(number))
  }
  static func setTimer(_ a: Args) throws(Raised) -> Value {
    let interval = a.count > 2 ? try time(a[2]) : timeval()
    var new = itimerval(it_interval: interval, it_value: try time(a[1]))
    var old = itimerval()
    if setitimer(try which(a[0]), &new, &old) != 0 { throw systemError(timerError) }
    return pair(old)
  }
  static func getTimer(_ a: Args) throws(Raised) -> Value {
    var timer = itimerval()
    if getitimer(try which(a[0]), &timer) != 0 { throw systemError(timerError) }
    return pair(timer)
  }

  static func setWakeup(_ a: Args) throws(Raised) -> Value {
    let old = wakeupDescriptor
    let descriptor = Int32(try Convert.cInt(a[0]))
    if !Threads.isMain {
      throw raise(.valueError, "set_wakeup_fd only works in main thread of the main interpreter")
    }
    if descriptor != -1 {
      var info = stat()
      if fstat(descriptor, &info) != 0 { throw systemError() }
      if fcntl(descriptor, F_GETFL) & O_NONBLOCK == 0 {
        throw raise(.valueError, "the fd \(descriptor) must be in non-blocking mode")
      }
    }
    wakeupDescriptor = descriptor
    return Value(Int(old))
  }

  static func setInterrupting(_ a: Args) throws(Raised) -> Value {
    _ = try number(a[0])
    return .none
  }

  // MARK: Masks

  private static func makeSet(_ mask: sigset_t) throws(Raised) -> Value {
    var copy = mask
    let set = SetRef.make()
    for number in 1..<count where sigismember(&copy, Int32(number)) == 1 {
      try set.add(Value(number))
    }
    return set.value
  }
  /// The set of an iterable of signal numbers.
  ///
  /// - Throws: TypeError; ValueError for what is no signal's number.
  static func set(of iterable: Value) throws(Raised) -> sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    let wanted = try Iterate.list(iterable)
    for i in 0..<wanted.count {
      let number = try Convert.index(wanted[i]).asMachineInt ?? -1
      if number < 1 || number >= count {
        throw raise(.valueError, "signal number \(number) out of range [1; \(count - 1)]")
      }
      sigaddset(&set, Int32(number))
    }
    return set
  }
  static func setMask(_ a: Args) throws(Raised) -> Value {
    var mask = try set(of: a[1])
    var old = sigset_t()
    if pthread_sigmask(Int32(try Convert.cInt(a[0])), &mask, &old) != 0 {
      errno = EINVAL
      throw systemError()
    }
    try Safepoint.run()
    return try makeSet(old)
  }
  static func pending(_ a: Args) throws(Raised) -> Value {
    var mask = sigset_t()
    sigpending(&mask)
    return try makeSet(mask)
  }
  static func describe(_ a: Args) throws(Raised) -> Value {
    guard let text = strsignal(try number(a[0])) else { return .none }
    let description = String(cString: text)
    return description.hasPrefix("Unknown signal") ? .none : Value(description)
  }
  static func valid(_ a: Args) throws(Raised) -> Value {
    let set = SetRef.make()
    for number in 1..<count where number != 32 && number != 33 { try set.add(Value(number)) }
    return set.value
  }
}
