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
    NativeMethod(
      "warn_explicit",
      "($module, message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None)",
      warnExplicit),
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
    var level = a[2].isPresent ? try Convert.machineInt(a[2]) : 1
    let prefixes = a[4].isPresent ? a[4] : TupleRef.empty.value
    guard prefixes.isTuple else {
      throw raise(
        .typeError,
        "warn() argument 'skip_file_prefixes' must be tuple, not \(prefixes.argumentTypeName)")
    }
    for i in 0..<TupleRef(prefixes).count where !TupleRef(prefixes)[i].isStr {
      throw raise(
        .typeError,
        "Found non-str '\(TupleRef(prefixes)[i].typeName)' in skip_file_prefixes.")
    }
    if TupleRef(prefixes).count > 0 { level = max(level, 2) }
    try issue(
      message, category, level: level, skipping: TupleRef(prefixes),
      source: a[3].isPresent ? a[3] : .none)
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

  private static func issue(
    _ message: Value, _ category: Value, level: Int, skipping: TupleRef = .empty,
    source: Value = .none
  ) throws(Raised) {
    let frame = try frame(level: level, skipping: skipping)
    // Whoever asks for more levels than there are gets what is below all modules.
    var fileName = Value("<sys>")
    var line = 0
    let system = DictRef(Singletons.sysDict)
    var module = Value("sys")
    var registry: Value = .none
    if frame == nil { registry = ownRegistry(system) }
    if let frame {
      fileName = CodeRef(frame.p.pointee.code).p.pointee.fileName
      let number = try Attributes.get(frame.value, "f_lineno")
      line = number.isNone ? 0 : number.asInt
      (module, registry) = context(of: frame)
    }
    try explicit(message, category, fileName, line, module, registry, source)
  }

  /// The frame that a warning is about: frames of the import machinery are not counted, unless it is that
  /// which warns, and none whose file begins with a prefix.
  private static func frame(level: Int, skipping: TupleRef) throws(Raised) -> FrameRef? {
    guard var current = FrameObjects.current(depth: 0) else { return nil }
    let countsAll = level <= 0 || isInternal(current)
    var rest = level
    while rest > 1 {
      repeat {
        let back = try Attributes.get(current.value, "f_back")
        if back.isNone { return nil }
        current = FrameRef(back)
      } while !countsAll && (isInternal(current) || hasPrefix(current, skipping))
      rest -= 1
    }
    return current
  }

  private static func fileText(_ frame: FrameRef) -> String {
    StrRef(CodeRef(frame.p.pointee.code).p.pointee.fileName).text
  }
  private static func isInternal(_ frame: FrameRef) -> Bool {
    let name = fileText(frame)
    return name.contains("importlib") && name.contains("_bootstrap")
  }
  private static func hasPrefix(_ frame: FrameRef, _ prefixes: TupleRef) -> Bool {
    let name = fileText(frame)
    return (0..<prefixes.count).contains { name.hasPrefix(StrRef(prefixes[$0]).text) }
  }

  private static func ownRegistry(_ globals: DictRef) -> Value {
    let known = globals.getStr("__warningregistry__")
    if known.isPresent { return known }
    let registry = DictRef.make().value
    globals.setStr("__warningregistry__", registry)
    return registry
  }

  /// The module of a frame and what it notes its warnings in.
  private static func context(of frame: FrameRef) -> (module: Value, registry: Value) {
    let globals = DictRef(FunctionRef(frame.p.pointee.function).p.pointee.globals)
    let registry = ownRegistry(globals)
    let name = globals.getStr("__name__")
    return (name.isPresent ? name : Value("<string>"), registry)
  }

  static func warnExplicit(_ a: Args) throws(Raised) -> Value {
    var (message, category) = (a[0], a[1])
    guard a[2].isStr else {
      throw raise(
        .typeError,
        "warn_explicit() argument 'filename' must be str, not \(a[2].argumentTypeName)")
    }
    let line = try Convert.cInt(a[3])
    func given(_ i: Int) -> Value { a[i].isAbsent ? .none : a[i] }
    if !given(6).isNone { try readSource(given(6)) }
    if message.isHeap, !message.isType, message.isInstance(of: .warning) {
      category = message.type.value
    } else {
      guard category.isType, TypeRef(category).isSubtype(of: .warning) else {
        throw raise(
          .typeError, "category must be a Warning subclass, not '\(category.typeName)'")
      }
      message = try Call.function(category, message)
    }
    try explicit(
      message, category, a[2], line, given(4).isNone ? moduleName(a[2]) : a[4], given(5), given(7))
    return .none
  }

  /// The module's loader is asked for its source, so that the lines can be shown.
  ///
  /// - Throws: TypeError for no dict; what `importlib` finds wrong about the loader.
  private static func readSource(_ globals: Value) throws(Raised) {
    guard globals.isDict else {
      throw raise(.typeError, "module_globals must be a dict, not '\(globals.typeName)'")
    }
    let importer = try Imports.importModule("importlib._bootstrap_external")
    let chooser = try Attributes.lookup(importer, Interning.intern("_bless_my_loader"))
    if chooser.isAbsent { return }
    let loader = try Call.function(chooser, globals)
    let name = DictRef(globals).getStr("__name__")
    if loader.isNone || name.isAbsent { return }
    let reader = try Attributes.lookup(loader, Interning.intern("get_source"))
    if reader.isPresent { _ = try Call.function(reader, name) }
  }

  /// Filters and shows one warning.
  private static func explicit(
    _ message: Value, _ category: Value, _ fileName: Value, _ line: Int, _ module: Value,
    _ registry: Value, _ source: Value = .none
  ) throws(Raised) {
    if !registry.isNone, !registry.isDict {
      throw raise(.typeError, "'registry' must be a dict or None, not '\(registry.typeName)'")
    }
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
      let once = try attribute("onceregistry")
      if !once.isDict {
        throw raise(
          .typeError, "_warnings.onceregistry must be a dict, not '\(once.typeName)'")
      }
      let noted = registry.isDict ? registry : action == "once" ? once : .none
      let sameKey = TupleRef.of(text.value, category).value
      if noted.isDict {
        if try DictRef(noted).get(sameKey).isPresent { return }
        try DictRef(noted).set(sameKey, .true)
      }
    default: break
    }
    try show(message, text, category, fileName, line, source)
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
    let filters = try attribute("filters")
    if !filters.isList { throw raise(.valueError, "_warnings.filters must be a list") }
    return filters
  }

  /// An attribute of `warnings`, else of this module.
  private static func attribute(_ name: String) throws(Raised) -> Value {
    let warnings = Imports.modules.getStr("warnings")
    if warnings.isPresent {
      let value = try Attributes.lookup(warnings, Interning.intern(name))
      if value.isPresent { return value }
    }
    return try Attributes.get(
      Imports.modules.getStr("_warnings"), name == "filters" ? name : "_\(name)")
  }

  /// What happens to a warning that no filter knows.
  private static func defaultAction() throws(Raised) -> String {
    let action = try attribute("defaultaction")
    guard action.isStr else {
      throw raise(
        .typeError, "_warnings.defaultaction must be a string, not '\(action.typeName)'")
    }
    return StrRef(action).text
  }

  private static func action(_ text: StrRef, _ category: Value, _ module: Value, _ line: Int)
    throws(Raised) -> String
  {
    let filters = ListRef(try filters())
    var i = 0
    while i < filters.count {
      guard filters[i].isTuple, TupleRef(filters[i]).count == 5 else {
        throw raise(.valueError, "_warnings.filters item \(i) isn't a 5-tuple")
      }
      let filter = TupleRef(filters[i])
      i += 1
      if try matches(filter[1], text.value), try Instances.isSubclass(category, filter[2]),
        try matches(filter[3], module)
      {
        let number = try Convert.machineInt(filter[4])
        if number == 0 || number == line { return try Convert.str(filter[0]).text }
      }
    }
    return try defaultAction()
  }

  private static func matches(_ pattern: Value, _ text: Value) throws(Raised) -> Bool {
    if pattern.isNone { return true }
    if pattern.isStr { return StrRef(pattern).isEqual(StrRef(text)) }
    return try Convert.truth(try Call.method(pattern, "match", text))
  }

  private static func show(
    _ message: Value, _ text: StrRef, _ category: Value, _ fileName: Value, _ line: Int,
    _ source: Value
  ) throws(Raised) {
    let warnings = try Imports.importModule("warnings")
    let display = try Attributes.lookup(warnings, Interning.intern("_showwarnmsg"))
    if display.isAbsent { return try showPlainly(text, category, fileName, line) }
    if !(try Callables.isCallable(display)) {
      throw raise(.typeError, "warnings._showwarnmsg() must be set to a callable")
    }
    let type = try Attributes.get(warnings, "WarningMessage")
    let arguments = TupleRef.make(count: 7)
    for (i, value) in [message, category, fileName, Value(line), .none, .none, source].enumerated()
    {
      arguments.set(i, value)
    }
    _ = try Call.function(display, try Call.function(type, arguments, nil))
  }

  /// Without the library's function.
  private static func showPlainly(
    _ text: StrRef, _ category: Value, _ fileName: Value, _ line: Int
  ) throws(Raised) {
    let name = try Convert.str(try Attributes.get(category, "__name__")).text
    let stream = DictRef(Singletons.sysDict).getStr("stderr")
    if stream.isAbsent || stream.isNone { return }
    let place = "\(try Convert.str(fileName).text):\(line)"
    _ = try Call.method(stream, "write", Value("\(place): \(name): \(text.text)\n"))
  }
}
