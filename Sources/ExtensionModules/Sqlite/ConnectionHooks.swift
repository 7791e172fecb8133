// Methods of connections that make Python functions known to the library.

import TaipanRuntime

enum ConnectionHooks {
  static let methods: [NativeMethod] = [
    NativeMethod(
      "create_function", "($self, /, name, narg, func, *, deterministic=False)", createFunction,
      bindsArguments: true),
    NativeMethod(
      "create_aggregate", "($self, /, name, n_arg, aggregate_class)", createAggregate,
      bindsArguments: true),
    NativeMethod(
      "create_window_function", "($self, name, num_params, aggregate_class, /)", createWindow),
    NativeMethod("create_collation", "($self, name, callback, /)", createCollation),
    NativeMethod(
      "set_authorizer", "($self, /, authorizer_callback)", setAuthorizer, bindsArguments: true),
    NativeMethod(
      "set_progress_handler", "($self, /, progress_handler, n)", setProgress,
      bindsArguments: true),
    NativeMethod(
      "set_trace_callback", "($self, /, trace_callback)", setTrace, bindsArguments: true),
  ]
  private static var library: Libsqlite { SqliteHandle.library }
  private static let utf8: Int32 = 1
  private static let deterministic: Int32 = 0x800

  private static let functionParameters = BoundArguments(
    function: "create_function", names: ["name", "narg", "func", "deterministic"], required: 3,
    positional: 3)
  private static let aggregateParameters = BoundArguments(
    function: "create_aggregate", names: ["name", "n_arg", "aggregate_class"], required: 3,
    positional: 3)

  /// Keeps a callback object for as long as the library may call it: under the key that a later one for the
  /// same purpose replaces it by. None removes it.
  private static func keep(_ ref: ConnectionRef, _ key: String, _ callback: Value) throws(Raised) {
    let callbacks = DictRef(ref.p.pointee.callbacks)
    if callback.isNone {
      _ = try callbacks.remove(Value(key))
    } else {
      try callbacks.set(Value(key), callback)
    }
  }

  /// The callback object for a Python function; None for None.
  private static func callback(_ function: Value) -> Value {
    function.isNone ? .none : SqliteCallback.make(function)
  }

  private static func address(_ callback: Value) -> UnsafeMutableRawPointer? {
    callback.isNone ? nil : callback.asObject.pointer
  }

  // MARK: Functions

  static func createFunction(_ a: Args) throws(Raised) -> Value {
    try functionParameters.deprecateNames(a, from: 1, count: 3)
    let given = try functionParameters.bind(a, from: 1)
    let name = try SqliteText.cText(given[0], "create_function", "'name'")
    let count = try Convert.cInt(given[1])
    let isPure = given[3].isPresent ? try Convert.truth(given[3]) : false
    let ref = ConnectionRef(a[0])
    let handle = try ref.ready()
    let callback = callback(given[2])
    let code = library.createFunction(
      handle.database, name, Int32(count), utf8 | (isPure ? deterministic : 0), address(callback),
      callback.isNone ? nil : SqliteCallbacks.function, nil, nil)
    if code != SqliteCode.ok {
      throw SqliteErrors.operational.raised("Error creating function")
    }
    try keep(ref, key(name, count), callback)
    return .none
  }

  private static func key(_ name: [CChar], _ count: Int) -> String {
    "\(String(cString: name).lowercased())/\(count)"
  }

  static func createAggregate(_ a: Args) throws(Raised) -> Value {
    try aggregateParameters.deprecateNames(a, from: 1, count: 3)
    let given = try aggregateParameters.bind(a, from: 1)
    let name = try SqliteText.cText(given[0], "create_aggregate", "'name'")
    let count = try Convert.cInt(given[1])
    let ref = ConnectionRef(a[0])
    let handle = try ref.ready()
    let callback = callback(given[2])
    let isSet = !callback.isNone
    let code = library.createFunction(
      handle.database, name, Int32(count), utf8, address(callback), nil,
      isSet ? SqliteCallbacks.step : nil, isSet ? SqliteCallbacks.finalize : nil)
    if code != SqliteCode.ok {
      throw SqliteErrors.operational.raised("Error creating aggregate")
    }
    try keep(ref, key(name, count), callback)
    return .none
  }

  static func createWindow(_ a: Args) throws(Raised) -> Value {
    let name = try SqliteText.cText(a[1], "create_window_function", "1")
    let count = try Convert.cInt(a[2])
    let ref = ConnectionRef(a[0])
    let handle = try ref.ready()
    guard let create = library.createWindowFunction else {
      throw SqliteErrors.notSupported.raised(
        "create_window_function() requires SQLite 3.25.0 or higher")
    }
    let callback = callback(a[3])
    let isSet = !callback.isNone
    let code = create(
      handle.database, name, Int32(count), utf8, address(callback),
      isSet ? SqliteCallbacks.step : nil, isSet ? SqliteCallbacks.finalize : nil,
      isSet ? SqliteCallbacks.value : nil, isSet ? SqliteCallbacks.inverse : nil, nil)
    if code != SqliteCode.ok {
      throw SqliteErrors.programming.raised(
        String(cString: library.errorMessage(handle.database)))
    }
    try keep(ref, key(name, count), callback)
    return .none
  }

  static func createCollation(_ a: Args) throws(Raised) -> Value {
    let name = try SqliteText.cText(a[1], "create_collation", "1")
    let ref = ConnectionRef(a[0])
    let handle = try ref.ready()
    if !a[2].isNone, !a[2].isHeap || a[2].type.special(.call).isAbsent {
      throw raise(.typeError, "parameter must be callable")
    }
    let callback = callback(a[2])
    let code = library.createCollation(
      handle.database, name, utf8, address(callback),
      callback.isNone ? nil : SqliteCallbacks.collation)
    if code != SqliteCode.ok { throw SqliteErrors.raised(of: handle.database) }
    try keep(ref, "collation " + String(cString: name).lowercased(), callback)
    return .none
  }

  // MARK: Hooks

  private static func hook(
    _ a: Args, _ function: String, _ names: [StaticString], required: Int
  ) throws(Raised) -> (ref: ConnectionRef, handle: SqliteHandle, given: TupleRef) {
    let parameters = BoundArguments(
      function: function, names: names, required: required, positional: names.count)
    try parameters.deprecateNames(a, from: 1, count: 1)
    let given = try parameters.bind(a, from: 1)
    let ref = ConnectionRef(a[0])
    return (ref, try ref.ready(), given)
  }

  static func setAuthorizer(_ a: Args) throws(Raised) -> Value {
    let (ref, handle, given) = try hook(
      a, "set_authorizer", ["authorizer_callback"], required: 1)
    let callback = callback(given[0])
    let code = library.setAuthorizer(
      handle.database, callback.isNone ? nil : SqliteCallbacks.authorizer, address(callback))
    if code != SqliteCode.ok {
      throw SqliteErrors.operational.raised("Error setting authorizer callback")
    }
    try keep(ref, "authorizer", callback)
    return .none
  }

  static func setProgress(_ a: Args) throws(Raised) -> Value {
    let (ref, handle, given) = try hook(
      a, "set_progress_handler", ["progress_handler", "n"], required: 2)
    let steps = Int32(try Convert.cInt(given[1]))
    let callback = callback(given[0])
    library.setProgress(
      handle.database, callback.isNone ? 0 : steps,
      callback.isNone ? nil : SqliteCallbacks.progress, address(callback))
    try keep(ref, "progress", callback)
    return .none
  }

  static func setTrace(_ a: Args) throws(Raised) -> Value {
    let (ref, handle, given) = try hook(a, "set_trace_callback", ["trace_callback"], required: 1)
    let callback = callback(given[0])
    let statements: UInt32 = 1
    _ = library.setTrace(
      handle.database, callback.isNone ? 0 : statements,
      callback.isNone ? nil : SqliteCallbacks.trace, address(callback))
    try keep(ref, "trace", callback)
    return .none
  }
}
