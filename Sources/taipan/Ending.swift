// The end of a program: uncaught exceptions, exit codes, the last flush.

import CoreModules
import Glibc
import TaipanRuntime

enum Ending {
  // MARK: Uncaught exceptions

  /// Exit code of the raised exception, which is printed unless it is SystemExit. Does not return
  /// after an uncaught KeyboardInterrupt: the process ends by SIGINT, as shells expect it.
  static func report() -> Int32 {
    if thread.pointee.exception.type.isSubtype(of: .systemExit) { return exitCode(takeRaised()) }
    let wasInterrupted = thread.pointee.exception.type.isSubtype(of: .keyboardInterrupt)
    if let code = printRaised() { return code }
    if wasInterrupted {
      _ = finish(130)
      signal(SIGINT, SIG_DFL)
      kill(getpid(), SIGINT)
    }
    return 1
  }

  /// Prints the raised exception with `sys.excepthook`; the exit code where the hook raised SystemExit.
  @discardableResult
  static func printRaised() -> Int32? {
    let exception = takeRaised()
    let sys = DictRef(Singletons.sysDict)
    let traceback = ExceptionRef(exception).traceback
    sys.setStr("last_exc", exception)
    sys.setStr("last_type", exception.type.value)
    sys.setStr("last_value", exception)
    sys.setStr("last_traceback", traceback.isAbsent ? .none : traceback)
    let hook = sys.getStr("excepthook")
    if hook.isAbsent {
      fputs("sys.excepthook is missing\n", stderr)
      printPlain(exception)
      return nil
    }
    do throws(Raised) {
      _ = try Call.function(
        hook, exception.type.value, exception, traceback.isAbsent ? .none : traceback)
    } catch {
      let second = takeRaised()
      if second.type.isSubtype(of: .systemExit) { return exitCode(second) }
      flushQuietly("stdout")
      fputs("Error in sys.excepthook:\n", stderr)
      printPlain(second)
      fputs("\nOriginal exception was:\n", stderr)
      printPlain(exception)
    }
    return nil
  }

  private static func printPlain(_ exception: Value) {
    let traceback = ExceptionRef(exception).traceback
    do throws(Raised) {
      try TracebackPrinter.printException(
        exception, traceback: traceback.isAbsent ? .none : traceback)
    } catch {
      thread.pointee.exception = .absent
    }
  }

  /// What `SystemExit` asks for; anything but an int or None is printed.
  static func exitCode(_ exception: Value) -> Int32 {
    let code = ExceptionRef(exception).extra(ExceptionFields.value)
    if code.isAbsent || code.isNone { return 0 }
    if code.isAnyInt { return Int32(truncatingIfNeeded: code.asMachineInt ?? -1) }
    flushQuietly("stdout")
    do throws(Raised) { try TracebackPrinter.write(try Convert.str(code).text + "\n") } catch {
      thread.pointee.exception = .absent
    }
    return 1
  }

  // MARK: Streams

  /// False for a stream that is gone or closed.
  private static func isOpen(_ stream: Value) -> Bool {
    if stream.isAbsent || stream.isNone { return false }
    do throws(Raised) { return !(try Convert.truth(try Attributes.get(stream, "closed"))) } catch {
      thread.pointee.exception = .absent
      return true
    }
  }

  static func flushQuietly(_ name: String) {
    let stream = DictRef(Singletons.sysDict).getStr(name)
    if !isOpen(stream) { return }
    do throws(Raised) { _ = try Call.method(stream, "flush") } catch {
      thread.pointee.exception = .absent
    }
  }

  /// Flushes both streams; false, with a report for stdout, where that fails.
  private static func flushStreams() -> Bool {
    var isGood = true
    for name in ["stdout", "stderr"] {
      let stream = DictRef(Singletons.sysDict).getStr(name)
      if !isOpen(stream) { continue }
      do throws(Raised) { _ = try Call.method(stream, "flush") } catch {
        isGood = false
        if name == "stdout" {
          Exceptions.reportUnraisable("Exception ignored on flushing sys.stdout", .none)
        } else {
          thread.pointee.exception = .absent
        }
      }
    }
    return isGood
  }

  // MARK: The end

  /// Lets all threads that are no daemons come to their end (`threading._shutdown`).
  private static func waitForThreads() {
    let threading = Imports.modules.getStr("threading")
    if threading.isAbsent { return }
    do throws(Raised) { _ = try Call.method(threading, "_shutdown") } catch {
      Exceptions.reportUnraisable("Exception ignored on threading shutdown", threading)
    }
  }

  /// Other threads, exit functions, finalizers, open files; returns the exit code of the process.
  static func finish(_ code: Int32) -> Int32 {
    var result = code
    waitForThreads()
    AtexitModule.run()
    Threads.stopOthers()
    if !flushStreams() { result = 120 }
    Finalizers.runAll()
    if !flushStreams() { result = 120 }
    if Heap.state.pointee.stats.report { CollectorReport.write() }
    return result
  }
}
