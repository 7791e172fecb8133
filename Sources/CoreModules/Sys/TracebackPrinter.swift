// Printing of uncaught exceptions. The library's `traceback` module does it where it can be imported:
// its text is CPython's; without the library a plain form is written.

import Glibc
import TaipanRuntime

public enum TracebackPrinter {
  /// Writes to `sys.stderr`, to the descriptor if that is lost.
  public static func write(_ text: String) throws(Raised) {
    let err = DictRef(Singletons.sysDict).getStr("stderr")
    if err.isPresent {
      if !err.isNone { _ = try Call.method(err, "write", Value(text)) }
      return
    }
    let bytes = Array(text.utf8)
    _ = Glibc.write(2, bytes, bytes.count)
  }

  static func safeRepr(_ value: Value) -> String {
    do throws(Raised) { return try Convert.repr(value).text } catch {
      thread.pointee.exception = .absent
      return "<object repr() failed>"
    }
  }

  /// The traceback text of an exception, as CPython prints it.
  public static func printException(_ exception: Value, traceback: Value) throws(Raised) {
    guard exception.isHeap, exception.has(.isException) else {
      return try write(
        "TypeError: print_exception(): Exception expected for value, \(exception.typeName) found\n")
    }
    let saved = thread.pointee.handled
    thread.pointee.handled = .absent
    defer { thread.pointee.handled = saved }
    do throws(Raised) {
      let module = try Imports.importModule("traceback")
      let keywords = DictRef.make()
      // What makes `sys.tracebacklimit` count from the innermost frame.
      let limit = try Attributes.lookup(module, Interning.intern("BUILTIN_EXCEPTION_LIMIT"))
      if limit.isPresent { keywords.setStr("limit", limit) }
      let lines = try Call.function(
        try Attributes.get(module, "format_exception"), TupleRef.of(exception), keywords)
      try Iterate.forEach(lines) { (line) throws(Raised) in
        try write(try Convert.str(line).text)
      }
    } catch {
      thread.pointee.exception = .absent
      try printPlain(exception)
    }
    let err = DictRef(Singletons.sysDict).getStr("stderr")
    if err.isPresent, !err.isNone { _ = try Call.method(err, "flush") }
  }

  private static func printPlain(_ exception: Value) throws(Raised) {
    var traceback = ExceptionRef(exception).traceback
    if traceback.isPresent { try write("Traceback (most recent call last):\n") }
    while traceback.isPresent {
      let entry = TracebackRef(traceback)
      let code = CodeRef(FrameRef(entry.p.pointee.frame).p.pointee.code)
      let line = try Attributes.get(traceback, "tb_lineno")
      try write(
        "  File \"\(StrRef(code.p.pointee.fileName).text)\", line \(try Convert.str(line).text), in \(StrRef(code.p.pointee.name).text)\n"
      )
      traceback = entry.p.pointee.next
    }
    let text: String
    do throws(Raised) { text = try Convert.str(exception).text } catch {
      thread.pointee.exception = .absent
      text = "<exception str() failed>"
    }
    try write(text.isEmpty ? "\(exception.typeName)\n" : "\(exception.typeName): \(text)\n")
  }
}
