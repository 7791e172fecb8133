// The module `atexit`: functions that run when the interpreter ends.

import TaipanRuntime

public enum AtexitModule {
  /// List of (function, arguments, keywords), absent once removed; rooted on first use.
  nonisolated(unsafe) private static var callbacks = Value.absent

  public static func make() -> ModuleRef {
    if callbacks.isAbsent {
      let list = ListRef.make().value
      _ = Heap.makeRoot(list)
      callbacks = list
    }
    return NativeModules.make("atexit", functions)
  }

  static let functions: [NativeMethod] = [
    NativeMethod("register", "($module, func, /, *args, **kwargs)", register),
    NativeMethod("unregister", "($module, func, /)", unregister),
    NativeMethod("_clear", "($module, /)", clear),
    NativeMethod("_run_exitfuncs", "($module, /)", runAll),
    NativeMethod("_ncallbacks", "($module, /)", count),
  ]

  static func register(_ a: Args) throws(Raised) -> Value {
    if a.positionalCount < 1 {
      throw raise(.typeError, "register() takes at least 1 argument (0 given)")
    }
    if !(try Callables.isCallable(a[0])) {
      throw raise(.typeError, "the first argument must be callable")
    }
    let arguments = a.tuple(from: 1)
    let keywords = a.keywordDict()
    ListRef(callbacks).append(TupleRef.of(a[0], arguments.value, keywords.value).value)
    return a[0]
  }

  static func unregister(_ a: Args) throws(Raised) -> Value {
    let list = ListRef(callbacks)
    var i = 0
    while i < list.count {
      if try Compare.equal(TupleRef(list[i])[0], a[0]) {
        _ = list.remove(at: i)
      } else {
        i += 1
      }
    }
    return .none
  }

  static func clear(_ a: Args) throws(Raised) -> Value {
    ListRef(callbacks).truncate(0)
    return .none
  }

  static func count(_ a: Args) throws(Raised) -> Value { Value(ListRef(callbacks).count) }

  static func runAll(_ a: Args) throws(Raised) -> Value {
    run()
    return .none
  }

  /// Runs the registered functions, the newest first; what they raise is reported. Called at the end of the
  /// program, and does nothing where the module was never imported.
  public static func run() {
    if callbacks.isAbsent { return }
    let list = ListRef(callbacks)
    while list.count > 0 {
      let entry = TupleRef(list.remove(at: list.count - 1))
      do throws(Raised) {
        _ = try Call.function(entry[0], TupleRef(entry[1]), DictRef(entry[2]))
      } catch {
        let raised = takeRaised()
        let name = TracebackPrinter.safeRepr(entry[0])
        _ = setRaised(raised)
        Exceptions.reportUnraisable("Exception ignored in atexit callback \(name)", .none)
      }
    }
  }
}
