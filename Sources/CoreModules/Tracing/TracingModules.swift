// The module `_tracemalloc`: single allocations are not traced.

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
