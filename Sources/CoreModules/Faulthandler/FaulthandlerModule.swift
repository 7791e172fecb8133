// The module `faulthandler`: where the threads are, on demand, after a time, at a signal and at a crash.
//
// CPython prints from signal handlers that may interrupt anything. Here only a crash does; signals and
// timeouts print at the next safepoint, when the interpreter lock is free.

import CTaipan
import Glibc
import TaipanRuntime

public enum FaulthandlerModule {
  public static func make() -> ModuleRef { NativeModules.make("faulthandler", functions) }

  static let functions: [NativeMethod] = [
    NativeMethod("enable", "($module, file=None, all_threads=True)", enable),
    NativeMethod("disable", "($module, /)", disable),
    NativeMethod("is_enabled", "($module, /)", isEnabled),
    NativeMethod("dump_traceback", "($module, file=None, all_threads=True)", dump),
    NativeMethod(
      "dump_traceback_later", "($module, timeout, repeat=False, file=None, exit=False)",
      dumpLater),
    NativeMethod("cancel_dump_traceback_later", "($module, /)", cancelLater),
    NativeMethod(
      "register", "($module, signum, file=None, all_threads=True, chain=False)", register),
    NativeMethod("unregister", "($module, signum, /)", unregister),
  ]

  // MARK: On demand

  static func dump(_ a: Args) throws(Raised) -> Value {
    let descriptor = try Self.descriptor(a[0])
    try ThreadDump.write(to: descriptor, ofAll: try flag(a[1], otherwise: true))
    return .none
  }

  private static func flag(_ value: Value, otherwise: Bool) throws(Raised) -> Bool {
    value.isPresent ? try Convert.truth(value) : otherwise
  }

  /// The descriptor of a file, a number or `sys.stderr`, after what the file still has to write.
  private static func descriptor(_ file: Value) throws(Raised) -> Int32 {
    var file = file
    if file.isAbsent || file.isNone {
      file = DictRef(Singletons.sysDict).getStr("stderr")
      if file.isAbsent { throw raise(.runtimeError, "unable to get sys.stderr") }
      if file.isNone { throw raise(.runtimeError, "sys.stderr is None") }
    } else if file.isAnyInt {
      let number = try Convert.cInt(file)
      if number < 0 { throw raise(.valueError, "file is not a valid file descriptor") }
      return Int32(number)
    }
    let number = try Call.method(file, "fileno")
    guard number.isAnyInt, let descriptor = Int32(exactly: number.asMachineInt ?? -1),
      descriptor >= 0
    else {
      throw raise(.runtimeError, "file.fileno() is not a valid file descriptor")
    }
    do throws(Raised) { _ = try Call.method(file, "flush") } catch {
      // What cannot be flushed does not matter for what is written past it, as in CPython.
      _ = takeRaised()
    }
    return descriptor
  }

  // MARK: After a time

  /// One `dump_traceback_later`; a thread waits for its moment.
  private final class Alarm {
    let interval: Double
    let repeats: Bool
    let descriptor: Int32
    let exits: Bool
    let header: String
    var isCancelled = false
    let place: WaitPlace

    init(_ interval: Double, repeats: Bool, _ descriptor: Int32, exits: Bool) {
      (self.interval, self.repeats) = (interval, repeats)
      (self.descriptor, self.exits) = (descriptor, exits)
      header = "Timeout (\(Alarm.clock(interval)))!\n"
      let words = UnsafeMutablePointer<Value>.allocate(capacity: WaitPlace.wordCount)
      words.initialize(repeating: .absent, count: WaitPlace.wordCount)
      place = WaitPlace(words)
      place.initialize()
    }

    /// Hours, minutes, seconds and, if there are any, microseconds.
    private static func clock(_ seconds: Double) -> String {
      let microseconds = Int(seconds * 1e6)
      let whole = microseconds / 1_000_000
      func digits(_ number: Int, _ count: Int) -> String {
        ThreadDump.digits(UInt(number), count, radix: 10)
      }
      let rest = microseconds % 1_000_000
      return "\(whole / 3600):\(digits(whole / 60 % 60, 2)):\(digits(whole % 60, 2))"
        + (rest > 0 ? ".\(digits(rest, 6))" : "")
    }

    func watch() {
      var deadline = WaitPlace.deadline(after: interval)
      while !isCancelled {
        do throws(Raised) {
          if try place.wait(until: deadline) { continue }
          ThreadDump.write(header, to: descriptor)
          try ThreadDump.write(to: descriptor, ofAll: true, marksCurrent: false)
        } catch {
          _ = takeRaised()
          return
        }
        if exits { _exit(1) }
        if !repeats { return }
        deadline += interval
      }
    }
  }

  nonisolated(unsafe) private static var alarm: Alarm?

  static func dumpLater(_ a: Args) throws(Raised) -> Value {
    let timeout = try WaitTime.seconds(a[0])
    if timeout <= 0 { throw raise(.valueError, "timeout must be greater than 0") }
    let repeats = try flag(a[1], otherwise: false)
    let descriptor = try Self.descriptor(a[2])
    let next = Alarm(timeout, repeats: repeats, descriptor, exits: try flag(a[3], otherwise: false))
    cancel()
    _ = try Threads.start({ _ in next.watch() }, prepare: { _ in })
    alarm = next
    return .none
  }

  private static func cancel() {
    alarm?.isCancelled = true
    alarm?.place.wakeAll()
    alarm = nil
  }

  static func cancelLater(_ a: Args) throws(Raised) -> Value {
    cancel()
    return .none
  }

  // MARK: At a signal

  /// Number of the signal → (descriptor, all threads, chain, handler before), in a root.
  nonisolated(unsafe) private static let registered = Heap.makeRoot(DictRef.make().value)
  nonisolated(unsafe) private static let handler = Heap.makeRoot(
    NativeModules.make(
      "faulthandler", [NativeMethod("handle", "($module, signum, frame, /)", handle)]
    ).dict.getStr("handle"))

  private static func signalNumber(_ value: Value) throws(Raised) -> Int {
    let number = try Convert.cInt(value)
    if CrashSignals.numbers.contains(Int32(truncatingIfNeeded: number)) {
      throw raise(
        .runtimeError, "signal \(number) cannot be registered, use enable() instead")
    }
    if number < 1 || number > 64 { throw raise(.valueError, "signal number out of range") }
    return number
  }

  static func register(_ a: Args) throws(Raised) -> Value {
    let number = Value(try signalNumber(a[0]))
    let descriptor = Value(Int(try Self.descriptor(a[1])))
    let all = Value(try flag(a[2], otherwise: true))
    let chain = Value(try flag(a[3], otherwise: false))
    let known = try DictRef(registered.pointee).get(number)
    let signals = try Imports.importModule("_signal")
    let before =
      known.isPresent
      ? TupleRef(known)[3] : try Call.method(signals, "signal", number, handler.pointee)
    let row = TupleRef.make(count: 4)
    row.set(0, descriptor)
    row.set(1, all)
    row.set(2, chain)
    row.set(3, before)
    try DictRef(registered.pointee).set(number, row.value)
    return .none
  }

  static func unregister(_ a: Args) throws(Raised) -> Value {
    let number = Value(try signalNumber(a[0]))
    let row = try DictRef(registered.pointee).remove(number)
    if row.isAbsent { return .false }
    let before = TupleRef(row)[3]
    let signals = try Imports.importModule("_signal")
    _ = try Call.method(signals, "signal", number, before.isNone ? Value(0) : before)
    return .true
  }

  /// The handler of all registered signals.
  static func handle(_ a: Args) throws(Raised) -> Value {
    let found = try DictRef(registered.pointee).get(a[0])
    if found.isAbsent { return .none }
    let row = TupleRef(found)
    try ThreadDump.write(to: Int32(row[0].asInt), ofAll: try Convert.truth(row[1]))
    if try Convert.truth(row[2]) { try chain(a[0], a[1], to: row[3]) }
    return .none
  }

  /// Does what the signal did before it was registered.
  private static func chain(_ number: Value, _ frame: Value, to before: Value) throws(Raised) {
    if try Callables.isCallable(before) {
      _ = try Call.function(before, number, frame)
    } else if !before.isInt || before.asInt == 0 {
      let signals = try Imports.importModule("_signal")
      _ = try Call.method(signals, "signal", number, Value(0))
      raise(Int32(number.asInt))
      _ = try Call.method(signals, "signal", number, handler.pointee)
    }
  }

  // MARK: At a crash

  static func enable(_ a: Args) throws(Raised) -> Value {
    CrashSignals.enable(
      try descriptor(a[0]), allThreads: try flag(a[1], otherwise: true))
    return .none
  }
  static func disable(_ a: Args) throws(Raised) -> Value { Value(CrashSignals.disable()) }
  static func isEnabled(_ a: Args) throws(Raised) -> Value { Value(CrashSignals.isEnabled) }
}

/// The signals that end a process which has gone wrong.
enum CrashSignals {
  static let numbers = [SIGSEGV, SIGFPE, SIGABRT, SIGBUS, SIGILL]
  private static let stackSize = 1 << 18

  nonisolated(unsafe) private(set) static var isEnabled = false
  nonisolated(unsafe) private static var descriptor: Int32 = 2
  nonisolated(unsafe) private static var allThreads = true
  nonisolated(unsafe) private static var hasStack = false

  static func enable(_ descriptor: Int32, allThreads: Bool) {
    (self.descriptor, self.allThreads) = (descriptor, allThreads)
    if isEnabled { return }
    isEnabled = true
    if !hasStack {
      hasStack = true
      // What overflowed its stack has no room for a handler.
      var stack = stack_t()
      stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: stackSize, alignment: 16)
      stack.ss_size = stackSize
      sigaltstack(&stack, nil)
    }
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { number in CrashSignals.report(number) }
    // Whoever crashes while it reports ends at once.
    action.sa_flags =
      Int32(bitPattern: UInt32(SA_NODEFER)) | SA_ONSTACK | Int32(bitPattern: UInt32(SA_RESETHAND))
    for number in numbers { sigaction(number, &action, nil) }
  }

  static func disable() -> Bool {
    if !isEnabled { return false }
    isEnabled = false
    var action = sigaction()
    action.__sigaction_handler.sa_handler = SIG_DFL
    for number in numbers { sigaction(number, &action, nil) }
    return true
  }

  private static func name(_ number: Int32) -> String {
    switch number {
    case SIGSEGV: return "Segmentation fault"
    case SIGFPE: return "Floating-point exception"
    case SIGABRT: return "Aborted"
    case SIGBUS: return "Bus error"
    default: return "Illegal instruction"
    }
  }

  private static func report(_ number: Int32) {
    ThreadDump.write("Fatal Python error: \(name(number))\n\n", to: descriptor)
    do throws(Raised) { try ThreadDump.write(to: descriptor, ofAll: allThreads) } catch {
      _ = takeRaised()
    }
    raise(number)
  }
}

/// Stacks of threads as text, the innermost call first.
enum ThreadDump {
  /// Calls that are shown of each thread.
  private static let mostFrames = 100

  /// - Parameter marksCurrent: whether the running thread is called the current one.
  /// - Throws: what reading the frames raises.
  static func write(to descriptor: Int32, ofAll: Bool, marksCurrent: Bool = true) throws(Raised) {
    if !ofAll {
      write("Stack (most recent call first):\n", to: descriptor)
      return try writeFrames(of: Threads.current, to: descriptor)
    }
    var isFirst = true
    for record in Threads.all {
      // The thread of `dump_traceback_later` itself is in no frame.
      if !marksCurrent, record == Threads.current { continue }
      if !isFirst { write("\n", to: descriptor) }
      isFirst = false
      let identity = digits(record.pointee.identity, 16)
      let kind = marksCurrent && record == Threads.current ? "Current thread" : "Thread"
      write("\(kind) 0x\(identity) (most recent call first):\n", to: descriptor)
      try writeFrames(of: record, to: descriptor)
    }
  }

  private static func writeFrames(of record: ThreadRecordRef, to descriptor: Int32) throws(Raised) {
    guard let innermost = FrameObjects.innermost(of: record) else {
      return write("  <no Python frame>\n", to: descriptor)
    }
    var (frame, count) = (innermost.value, 0)
    while !frame.isNone {
      if count == mostFrames { return write("  ...\n", to: descriptor) }
      count += 1
      let code = try Attributes.get(frame, "f_code")
      let line = try Attributes.get(frame, "f_lineno")
      let file = escaped(try Attributes.get(code, "co_filename"))
      let name = escaped(try Attributes.get(code, "co_name"))
      let number = line.isNone ? "???" : String(line.asInt)
      write("  File \"\(file)\", line \(number) in \(name)\n", to: descriptor)
      frame = try Attributes.get(frame, "f_back")
    }
  }

  private static func escaped(_ text: Value) -> String {
    guard text.isStr else { return "???" }
    var result = ""
    for scalar in StrRef(text).text.unicodeScalars {
      if (32..<127).contains(scalar.value) {
        result.unicodeScalars.append(scalar)
        continue
      }
      let (letter, width) =
        scalar.value < 256 ? ("x", 2) : scalar.value < 65536 ? ("u", 4) : ("U", 8)
      result += "\\\(letter)" + digits(UInt(scalar.value), width)
    }
    return result
  }

  /// A number with zeros before it up to a width.
  static func digits(_ number: UInt, _ width: Int, radix: Int = 16) -> String {
    let text = String(number, radix: radix)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  static func write(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { _ = Glibc.write(descriptor, $0.baseAddress, $0.count) }
  }
}
