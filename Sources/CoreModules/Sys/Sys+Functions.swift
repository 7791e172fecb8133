// Functions of `sys`.

import Glibc
import TaipanRuntime

extension SysModule {
  /// What `sys.setdlopenflags` was given; there are no extension modules that it would be for.
  nonisolated(unsafe) private static var loaderFlags = Int(RTLD_NOW)

  /// `Configuration.processorCount`.
  nonisolated(unsafe) static var processorCount: Int?

  static let functions: [NativeMethod] = [
    NativeMethod("displayhook", "($module, object, /)", displayHook),
    NativeMethod("excepthook", "($module, exctype, value, traceback, /)", exceptHook),
    NativeMethod("unraisablehook", "($module, unraisable, /)", unraisableHook),
    NativeMethod("breakpointhook", "($module, *args, **kwargs)", breakpointHook),
    NativeMethod("exc_info", "($module, /)", excInfo),
    NativeMethod("exception", "($module, /)", exception),
    NativeMethod("exit", "($module, status=None, /)", exit),
    NativeMethod("getdefaultencoding", "($module, /)", utf8),
    NativeMethod("getfilesystemencoding", "($module, /)", utf8),
    NativeMethod("getfilesystemencodeerrors", "($module, /)", surrogateescape),
    NativeMethod("getrecursionlimit", "($module, /)", getRecursionLimit),
    NativeMethod("setrecursionlimit", "($module, limit, /)", setRecursionLimit),
    NativeMethod("getrefcount", "($module, object, /)", getReferenceCount),
    NativeMethod("getsizeof", "($module, object, default=None)", getSizeOf),
    NativeMethod(
      "getdlopenflags", "($module, /)", { a throws(Raised) in Value(loaderFlags) }),
    NativeMethod(
      "setdlopenflags", "($module, flags, /)",
      { a throws(Raised) in
        loaderFlags = try Convert.cInt(a[0])
        return .none
      }),
    NativeMethod("getswitchinterval", "($module, /)", getSwitchInterval),
    NativeMethod("setswitchinterval", "($module, interval, /)", setSwitchInterval),
    NativeMethod("intern", "($module, string, /)", intern),
    NativeMethod("_is_interned", "($module, string, /)", isInterned),
    NativeMethod(
      "is_finalizing", "($module, /)", { a throws(Raised) in Value(Threads.isEnding) }),
    NativeMethod("_is_gil_enabled", "($module, /)", yes),
    NativeMethod("_getframe", "($module, depth=0, /)", getFrame),
    NativeMethod("_getframemodulename", "($module, depth=0)", getFrameModuleName),
    NativeMethod("gettrace", "($module, /)", getTrace),
    NativeMethod("settrace", "($module, function, /)", setTrace),
    NativeMethod("_settraceallthreads", "($module, function, /)", setTraceOfAll),
    NativeMethod("getprofile", "($module, /)", getProfile),
    NativeMethod("setprofile", "($module, function, /)", setProfile),
    NativeMethod("_setprofileallthreads", "($module, function, /)", setProfileOfAll),
    NativeMethod("call_tracing", "($module, func, args, /)", callTracing),
    NativeMethod("get_int_max_str_digits", "($module, /)", getMaxDigits),
    NativeMethod("set_int_max_str_digits", "($module, maxdigits)", setMaxDigits),
    NativeMethod("get_asyncgen_hooks", "($module, /)", getAsyncHooks),
    NativeMethod("set_asyncgen_hooks", "($module, *args, **kwargs)", setAsyncHooks),
    NativeMethod(
      "get_coroutine_origin_tracking_depth", "($module, /)",
      { a throws(Raised) in Value(Generators.originDepth) }),
    NativeMethod("set_coroutine_origin_tracking_depth", "($module, depth)", setOriginDepth),
    NativeMethod("_clear_type_cache", "($module, /)", none0),
    NativeMethod("_clear_internal_caches", "($module, /)", none0),
    NativeMethod("_debugmallocstats", "($module, /)", none0),
    NativeMethod(
      "_get_cpu_count_config", "($module, /)",
      { a throws(Raised) in Value(processorCount ?? -1) }),
    NativeMethod(
      "getallocatedblocks", "($module, /)", { a throws(Raised) in Value(Heap.objectCount()) }),
    NativeMethod(
      "getunicodeinternedsize", "($module, /)", { a throws(Raised) in Value(Interning.count) }),
    NativeMethod("_current_frames", "($module, /)", currentFrames),
    NativeMethod("_current_exceptions", "($module, /)", currentExceptions),
    NativeMethod("activate_stack_trampoline", "($module, backend, /)", nothing1),
    NativeMethod("deactivate_stack_trampoline", "($module, /)", none0),
    NativeMethod("is_stack_trampoline_active", "($module, /)", no),
  ]

  static func none0(_ a: Args) throws(Raised) -> Value { .none }
  static func nothing1(_ a: Args) throws(Raised) -> Value { .none }
  static func no(_ a: Args) throws(Raised) -> Value { .false }
  static func yes(_ a: Args) throws(Raised) -> Value { .true }
  static func utf8(_ a: Args) throws(Raised) -> Value { Value("utf-8") }
  static func surrogateescape(_ a: Args) throws(Raised) -> Value { Value("surrogateescape") }

  static func displayHook(_ a: Args) throws(Raised) -> Value {
    if a[0].isNone { return .none }
    let builtins = DictRef(Singletons.builtins)
    builtins.setStr("_", .none)
    let out = DictRef(Singletons.sysDict).getStr("stdout")
    if out.isAbsent || out.isNone { throw raise(.runtimeError, "lost sys.stdout") }
    let text = try Convert.repr(a[0]).value
    do throws(Raised) { _ = try Call.method(out, "write", text) } catch {
      if !catching(.unicodeEncodeError) { throw error }
      try writeEscaped(text, to: out)
    }
    _ = try Call.method(out, "write", Value("\n"))
    builtins.setStr("_", a[0])
    return .none
  }

  /// What a stream's encoding does not have is written as escapes.
  private static func writeEscaped(_ text: Value, to out: Value) throws(Raised) {
    let encoding = try Attributes.get(out, "encoding")
    let bytes = try Call.method(text, "encode", encoding, Value("backslashreplace"))
    let buffer = try Attributes.lookup(out, Interning.intern("buffer"))
    if buffer.isPresent {
      _ = try Call.method(out, "flush")
      _ = try Call.method(buffer, "write", bytes)
    } else {
      let escaped = try Call.method(bytes, "decode", encoding, Value("strict"))
      _ = try Call.method(out, "write", escaped)
    }
  }

  static func exceptHook(_ a: Args) throws(Raised) -> Value {
    try TracebackPrinter.printException(a[1], traceback: a[2])
    return .none
  }

  static func unraisableHook(_ a: Args) throws(Raised) -> Value {
    let message = try Attributes.get(a[0], "err_msg")
    let object = try Attributes.get(a[0], "object")
    let text = message.isNone ? "Exception ignored in" : try Convert.str(message).text
    let subject = object.isNone ? "" : " " + TracebackPrinter.safeRepr(object)
    try TracebackPrinter.write("\(text):\(subject)\n")
    try withoutUnsavedLines { () throws(Raised) in
      try TracebackPrinter.printException(
        try Attributes.get(a[0], "exc_value"), traceback: try Attributes.get(a[0], "exc_traceback"))
    }
    return .none
  }

  /// CPython prints these tracebacks from files alone: not the lines of `-c` and of the prompt.
  private static func withoutUnsavedLines(_ body: () throws(Raised) -> Void) throws(Raised) {
    let linecache = Imports.modules.getStr("linecache")
    if linecache.isAbsent { return try body() }
    let dict = ModuleRef(linecache).dict
    let lines = dict.getStr("_interactive_cache")
    dict.setStr("_interactive_cache", DictRef.make().value)
    defer { if lines.isPresent { dict.setStr("_interactive_cache", lines) } }
    try body()
  }

  static func breakpointHook(_ a: Args) throws(Raised) -> Value {
    let pdb = try Imports.importModule("pdb")
    return try Call.call(try Attributes.get(pdb, "set_trace"), a)
  }

  static func excInfo(_ a: Args) throws(Raised) -> Value {
    let handled = thread.pointee.handled
    if handled.isAbsent || handled.isNone { return TupleRef.of(.none, .none, .none).value }
    let traceback = ExceptionRef(handled).traceback
    return TupleRef.of(handled.type.value, handled, traceback.isAbsent ? .none : traceback).value
  }

  static func exception(_ a: Args) throws(Raised) -> Value {
    let handled = thread.pointee.handled
    return handled.isAbsent ? .none : handled
  }

  static func exit(_ a: Args) throws(Raised) -> Value {
    let args =
      a.count == 0 || a[0].isNone
      ? TupleRef.empty : a[0].isTuple ? TupleRef(a[0]) : TupleRef.of(a[0])
    throw setRaised(try Call.function(BuiltinType.systemExit.value, args, nil))
  }

  static func getRecursionLimit(_ a: Args) throws(Raised) -> Value {
    Value(thread.pointee.recursionLimit)
  }
  static func setRecursionLimit(_ a: Args) throws(Raised) -> Value {
    let limit = try Convert.cInt(a[0])
    if limit < 1 { throw raise(.valueError, "recursion limit must be greater or equal than 1") }
    if limit <= thread.pointee.depth {
      throw raise(
        .recursionError,
        "cannot set the recursion limit to \(limit) at the recursion depth \(thread.pointee.depth): the limit is too low"
      )
    }
    thread.pointee.recursionLimit = limit
    thread.pointee.depthLimit = limit
    return .none
  }

  /// With one for the argument, as in CPython, whose count of objects that live for ever this returns for values
  /// without memory of their own.
  static func getReferenceCount(_ a: Args) throws(Raised) -> Value {
    let isCounted = a[0].isHeap && !a[0].isNone && !a[0].isBool
    return Value(smallInt: isCounted ? Heap.referenceCount(of: a[0]) + 1 : Int(UInt32.max))
  }

  static func getSizeOf(_ a: Args) throws(Raised) -> Value {
    let method = try Attributes.lookup(a[0].type.value, Interning.intern("__sizeof__"))
    if method.isAbsent {
      if a[1].isPresent { return a[1] }
      throw raise(.typeError, "Type \(a[0].typeName) doesn't define __sizeof__")
    }
    return try Call.function(method, a[0])
  }

  static func getSwitchInterval(_ a: Args) throws(Raised) -> Value {
    Value(Double(Threads.switchInterval) / 1e6)
  }
  static func setSwitchInterval(_ a: Args) throws(Raised) -> Value {
    let seconds = try Convert.double(a[0])
    if seconds <= 0 { throw raise(.valueError, "switch interval must be strictly positive") }
    Threads.switchInterval = max(1, Int(min(seconds, 1e6) * 1e6))
    return .none
  }

  static func intern(_ a: Args) throws(Raised) -> Value {
    guard a[0].isExactly(.str) else {
      throw raise(
        .typeError,
        a[0].isStr
          ? "can't intern \(a[0].typeName)"
          : "intern() argument must be str, not \(a[0].argumentTypeName)")
    }
    return Interning.intern(a[0])
  }
  static func isInterned(_ a: Args) throws(Raised) -> Value {
    Value(a[0].isStr && StrRef(a[0]).isInterned)
  }

  static func getFrame(_ a: Args) throws(Raised) -> Value {
    let depth = a.count > 0 ? try Convert.machineInt(a[0]) : 0
    guard let frame = FrameObjects.current(depth: max(0, depth)) else {
      throw raise(.valueError, "call stack is not deep enough")
    }
    return frame.value
  }

  static func getFrameModuleName(_ a: Args) throws(Raised) -> Value {
    let depth = a[0].isPresent ? try Convert.machineInt(a[0]) : 0
    guard let frame = FrameObjects.current(depth: max(0, depth)) else { return .none }
    let module = FunctionRef(frame.p.pointee.function).p.pointee.module
    return module.isAbsent ? .none : module
  }

  static func getMaxDigits(_ a: Args) throws(Raised) -> Value { Value(IntText.maximumDigits) }
  static func setMaxDigits(_ a: Args) throws(Raised) -> Value {
    let digits = try Convert.machineInt(a[0])
    if digits != 0, digits < 640 {
      throw raise(.valueError, "maxdigits must be 0 or larger than 640")
    }
    IntText.maximumDigits = digits
    return .none
  }

  static func getAsyncHooks(_ a: Args) throws(Raised) -> Value {
    func orNone(_ value: Value) -> Value { value.isAbsent ? .none : value }
    let values = ListRef.make()
    values.append(orNone(thread.pointee.asyncGenFirstIter))
    values.append(orNone(thread.pointee.asyncGenFinalizer))
    return StructSequences.make("sys.asyncgen_hooks", ["firstiter", "finalizer"], values)
  }
  static func setAsyncHooks(_ a: Args) throws(Raised) -> Value {
    let first = a.positionalCount > 0 ? a[0] : a.keyword("firstiter")
    let finalizer = a.positionalCount > 1 ? a[1] : a.keyword("finalizer")
    if first.isPresent { thread.pointee.asyncGenFirstIter = first.isNone ? .absent : first }
    if finalizer.isPresent {
      thread.pointee.asyncGenFinalizer = finalizer.isNone ? .absent : finalizer
    }
    return .none
  }

  /// How many calls new coroutines remember as their origin.
  static func setOriginDepth(_ a: Args) throws(Raised) -> Value {
    let depth = try Convert.cInt(a[0])
    if depth < 0 { throw raise(.valueError, "depth must be >= 0") }
    Generators.originDepth = depth
    return .none
  }

  /// What each thread handles, or None.
  static func currentExceptions(_ a: Args) throws(Raised) -> Value {
    let dict = DictRef.make()
    for record in Threads.all {
      let handled = FrameObjects.handled(by: record)
      try dict.set(Value(record.pointee.identity), handled.isAbsent ? .none : handled)
    }
    return dict.value
  }

  static func currentFrames(_ a: Args) throws(Raised) -> Value {
    let dict = DictRef.make()
    for record in Threads.all {
      if let frame = FrameObjects.innermost(of: record) {
        try dict.set(Value(record.pointee.identity), frame.value)
      }
    }
    return dict.value
  }
}
