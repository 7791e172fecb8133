// The module `_warnings`: the filters live in the library's `warnings`, which is imported when a warning is
// issued; without the library a warning is written plainly.

import TaipanRuntime

public enum WarningsModule {
  public static func make() -> ModuleRef {
    let module = NativeModules.make("_warnings", functions)
    module.dict.setStr("filters", defaultFilters())
    module.dict.setStr("_defaultaction", Value("default"))
    module.dict.setStr("_onceregistry", DictRef.make().value)
    Warnings.hook = warnFromRuntime
    Warnings.explicitHook = warnAboutSource
    return module
  }

  static let functions: [NativeMethod] = [
    NativeMethod(
      "warn",
      "($module, message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=())",
      warn),
    NativeMethod("warn_explicit", "($module, *args, **kwargs)", warnExplicit),
    NativeMethod("_filters_mutated", "($module, /)", mutated),
    NativeMethod("_filters_mutated_lock_held", "($module, /)", mutated),
    NativeMethod("_acquire_lock", "($module, /)", lock),
    NativeMethod("_release_lock", "($module, /)", lock),
  ]

  static func mutated(_ a: Args) throws(Raised) -> Value {
    filtersVersion += 1
    return .none
  }

  /// The interpreter lock is the lock of the filters.
  static func lock(_ a: Args) throws(Raised) -> Value { .none }

  /// CPython's filters of a release build.
  private static func defaultFilters() -> Value {
    let list = ListRef.make()
    func add(_ action: String, _ category: BuiltinType, _ module: String?) {
      let filter = TupleRef.make(count: 5)
      filter.set(0, Value(action))
      filter.set(1, .none)
      filter.set(2, category.value)
      filter.set(3, module.map { Value($0) } ?? .none)
      filter.set(4, Value(0))
      list.append(filter.value)
    }
    add("default", .deprecationWarning, "__main__")
    add("ignore", .deprecationWarning, nil)
    add("ignore", .pendingDeprecationWarning, nil)
    add("ignore", .importWarning, nil)
    add("ignore", .resourceWarning, nil)
    return list.value
  }

  static func warn(_ a: Args) throws(Raised) -> Value {
    var category = a[1].isAbsent || a[1].isNone ? BuiltinType.userWarning.value : a[1]
    var message = a[0]
    if message.isHeap, message.isInstance(of: .warning) {
      category = message.type.value
    } else {
      guard category.isType, TypeRef(category).isSubtype(of: .warning) else {
        throw raise(
          .typeError,
          "category must be a Warning subclass, not '\(category.isType ? "type" : category.typeName)'"
        )
      }
      message = try Call.function(category, message)
    }
    let level = a[2].isPresent ? try Convert.machineInt(a[2]) : 1
    try issue(message, category, level: level)
    return .none
  }

  static func warnAboutSource(
    _ category: Value, _ message: Value, _ fileName: Value, _ line: Int, _ isNoted: Bool
  ) throws(Raised) {
    let warning = try Call.function(category, message)
    if isNoted, let frame = FrameObjects.current() {
      let (module, registry) = context(of: frame)
      return try explicit(warning, category, fileName, line, module, registry)
    }
    try explicit(warning, category, fileName, line, moduleName(fileName), .none)
  }

  /// What filters take for the module where only the file is known.
  private static func moduleName(_ fileName: Value) -> Value {
    let text = StrRef(fileName).text
    return text.isEmpty
      ? Value("<unknown>") : text.hasSuffix(".py") ? Value(String(text.dropLast(3))) : fileName
  }

  static func warnFromRuntime(_ category: Value, _ message: Value, _ level: Int) throws(Raised) {
    try issue(try Call.function(category, message), category, level: level)
  }

  private static func issue(_ message: Value, _ category: Value, level: Int) throws(Raised) {
    let frame = FrameObjects.current(depth: max(0, level - 1))
    var fileName = Value("sys")
    var line = 1
    var registry: Value = .none
    var module = Value("sys")
    if let frame {
      fileName = CodeRef(frame.p.pointee.code).p.pointee.fileName
      let number = try Attributes.get(frame.value, "f_lineno")
      line = number.isNone ? 0 : number.asInt
      (module, registry) = context(of: frame)
    }
    try explicit(message, category, fileName, line, module, registry)
  }

  /// The module of a frame and what it notes its warnings in.
  private static func context(of frame: FrameRef) -> (module: Value, registry: Value) {
    let globals = DictRef(FunctionRef(frame.p.pointee.function).p.pointee.globals)
    var registry = globals.getStr("__warningregistry__")
    if registry.isAbsent {
      registry = DictRef.make().value
      globals.setStr("__warningregistry__", registry)
    }
    let name = globals.getStr("__name__")
    return (name.isPresent ? name : Value("<string>"), registry)
  }

  static func warnExplicit(_ a: Args) throws(Raised) -> Value {
    let names = [
      "message", "category", "filename", "lineno", "module", "registry", "module_globals", "source",
    ]
    func argument(_ i: Int) -> Value {
      if i < a.positionalCount { return a[i] }
      return a.keyword(names[i])
    }
    var message = argument(0)
    var category = argument(1)
    if message.isHeap, message.isInstance(of: .warning) {
      category = message.type.value
    } else {
      message = try Call.function(category, message)
    }
    let module = argument(4)
    let registry = argument(5)
    try explicit(
      message, category, argument(2), try Convert.machineInt(argument(3)),
      module.isAbsent || module.isNone ? moduleName(argument(2)) : module,
      registry.isAbsent ? .none : registry)
    return .none
  }

  /// Filters and shows one warning.
  private static func explicit(
    _ message: Value, _ category: Value, _ fileName: Value, _ line: Int, _ module: Value,
    _ registry: Value
  ) throws(Raised) {
    let text = try Convert.str(message)
    let key = TupleRef.of(text.value, category, Value(line)).value
    if registry.isDict, try isNoted(key, DictRef(registry)) { return }
    let action = try action(text, category, module, line)
    if action == "ignore" { return }
    if action == "error" { throw setRaised(message) }
    if action != "always", registry.isDict { try DictRef(registry).set(key, .true) }
    switch action {
    case "once", "module":
      // Once per process, or per module where there is one to note it.
      let once = try Attributes.get(Imports.modules.getStr("_warnings"), "_onceregistry")
      let noted = registry.isDict ? registry : action == "once" ? once : .none
      let sameKey = TupleRef.of(text.value, category).value
      if noted.isDict {
        if try DictRef(noted).get(sameKey).isPresent { return }
        try DictRef(noted).set(sameKey, .true)
      }
    default: break
    }
    try show(message, text, category, fileName, line)
  }

  /// Counts the changes of the filters: what registries noted under other filters is forgotten.
  nonisolated(unsafe) private static var filtersVersion = 1

  private static func isNoted(_ key: Value, _ registry: DictRef) throws(Raised) -> Bool {
    let version = registry.getStr("version")
    if version.isPresent, version === Value(filtersVersion) {
      return try registry.get(key).isPresent
    }
    registry.clear()
    registry.setStr("version", Value(filtersVersion))
    return false
  }

  private static func filters() throws(Raised) -> Value {
    let warnings = Imports.modules.getStr("warnings")
    if warnings.isPresent { return try Attributes.get(warnings, "filters") }
    return try Attributes.get(Imports.modules.getStr("_warnings"), "filters")
  }

  private static func action(_ text: StrRef, _ category: Value, _ module: Value, _ line: Int)
    throws(Raised) -> String
  {
    let filters = try Iterate.list(try filters())
    for i in 0..<filters.count {
      let filter = try Iterate.tuple(filters[i])
      if try matches(filter[1], text.value), try Instances.isSubclass(category, filter[2]),
        try matches(filter[3], module)
      {
        let number = try Convert.machineInt(filter[4])
        if number == 0 || number == line { return try Convert.str(filter[0]).text }
      }
    }
    return "default"
  }

  private static func matches(_ pattern: Value, _ text: Value) throws(Raised) -> Bool {
    if pattern.isNone { return true }
    if pattern.isStr { return StrRef(pattern).isEqual(StrRef(text)) }
    return try Convert.truth(try Call.method(pattern, "match", text))
  }

  private static func show(
    _ message: Value, _ text: StrRef, _ category: Value, _ fileName: Value, _ line: Int
  ) throws(Raised) {
    let warnings = try Imports.importModule("warnings")
    let type = try Attributes.get(warnings, "WarningMessage")
    let record = try Call.function(
      type, TupleRef.of(message, category, fileName, Value(line)), nil)
    _ = try Call.method(warnings, "_showwarnmsg", record)
  }
}
