// The modules `_tracemalloc` and `faulthandler`: their switches can be set; there is nothing to trace, and
// the interpreter reports its own failures.

import TaipanRuntime

public enum TracemallocModule {
  public static func make() -> ModuleRef { NativeModules.make("_tracemalloc", functions) }

  static let functions: [NativeMethod] = [
    NativeMethod("is_tracing", "($module, /)", isTracing),
    NativeMethod("clear_traces", "($module, /)", nothing),
    NativeMethod("start", "($module, nframe=1, /)", nothing),
    NativeMethod("stop", "($module, /)", nothing),
    NativeMethod("get_traceback_limit", "($module, /)", one),
    NativeMethod("get_tracemalloc_memory", "($module, /)", zero),
    NativeMethod("get_traced_memory", "($module, /)", zeros),
    NativeMethod("reset_peak", "($module, /)", nothing),
    NativeMethod("_get_traces", "($module, /)", noTraces),
    NativeMethod("_get_object_traceback", "($module, obj, /)", nothing),
  ]

  static func isTracing(_ a: Args) throws(Raised) -> Value { .false }
  static func nothing(_ a: Args) throws(Raised) -> Value { .none }
  static func one(_ a: Args) throws(Raised) -> Value { Value(smallInt: 1) }
  static func zero(_ a: Args) throws(Raised) -> Value { Value(smallInt: 0) }
  static func zeros(_ a: Args) throws(Raised) -> Value {
    TupleRef.of(Value(smallInt: 0), Value(smallInt: 0)).value
  }
  static func noTraces(_ a: Args) throws(Raised) -> Value { ListRef.make().value }
}

public enum FaulthandlerModule {
  nonisolated(unsafe) private static var enabled = false

  public static func make() -> ModuleRef { NativeModules.make("faulthandler", functions) }

  static let functions: [NativeMethod] = [
    NativeMethod("enable", "($module, file=None, all_threads=True)", enable),
    NativeMethod("disable", "($module, /)", disable),
    NativeMethod("is_enabled", "($module, /)", isEnabled),
    NativeMethod("dump_traceback", "($module, file=None, all_threads=True)", dump),
    NativeMethod(
      "dump_traceback_later", "($module, timeout, repeat=False, file=None, exit=False)",
      TracemallocModule.nothing),
    NativeMethod("cancel_dump_traceback_later", "($module, /)", TracemallocModule.nothing),
    NativeMethod(
      "register", "($module, signum, file=None, all_threads=True, chain=False)",
      TracemallocModule.nothing),
    NativeMethod("unregister", "($module, signum, /)", TracemallocModule.isTracing),
  ]

  static func enable(_ a: Args) throws(Raised) -> Value {
    enabled = true
    return .none
  }
  static func disable(_ a: Args) throws(Raised) -> Value {
    let was = enabled
    enabled = false
    return Value(was)
  }
  static func isEnabled(_ a: Args) throws(Raised) -> Value { Value(enabled) }
  static func dump(_ a: Args) throws(Raised) -> Value {
    let traceback = try Imports.importModule("traceback")
    _ = try Call.method(traceback, "print_stack")
    return .none
  }
}
