// The import statement. Finding and loading modules is importlib's work (`_frozen_importlib` of the
// library, in Python); what is already in `sys.modules` is taken here.

import Glibc

/// A native module by its name.
public struct NativeModule {
  public let name: StaticString
  public let make: Imports.Maker

  public init(_ name: StaticString, _ make: @escaping Imports.Maker) {
    self.name = name
    self.make = make
  }
}

public enum Imports {
  /// Makes a native module; raises ImportError where a library that it needs is missing.
  public typealias Maker = () throws(Raised) -> ModuleRef
  /// The native modules. A list: a dictionary's metadata alone would cost a start more than all that is
  /// looked up here.
  nonisolated(unsafe) public static var nativeModules: [NativeModule] = []

  /// What makes the native module of a name.
  public static func nativeMaker(_ name: String) -> Maker? {
    var name = name
    return name.withUTF8 { bytes in
      for module in nativeModules
      where module.name.utf8CodeUnitCount == bytes.count
        && memcmp(module.name.utf8Start, bytes.baseAddress.unsafelyUnwrapped, bytes.count) == 0
      {
        return module.make
      }
      return nil
    }
  }

  /// The folder of the program, as `sys.path` began with it; nil where nothing was put there.
  nonisolated(unsafe) public static var programFolder: String?

  /// `importlib._bootstrap._gcd_import` or what stands in for it: (name) → module.
  nonisolated(unsafe) public static var finder: ((Value) throws(Raised) -> Value)?

  /// Whether the start is over: what is imported now is the program's.
  nonisolated(unsafe) public static var programRuns = false
  /// How many imports wait for others.
  nonisolated(unsafe) private static var depth = 0

  /// Whether a module is being imported.
  static var isRunning: Bool { depth > 0 }

  public static var modules: DictRef { DictRef(Singletons.modules) }

  /// IMPORT_NAME: calls `builtins.__import__`, ours without a detour.
  static func importName(_ frame: Frame, _ name: Value, level: Value, fromList: Value)
    throws(Raised) -> Value
  {
    let function = frame.function.p
    let hook = try NameLookup.inMapping(function.pointee.builtins, Interning.intern("__import__"))
    if hook.isAbsent { throw raise(.importError, "__import__ not found") }
    if hook === originalImport {
      return try importModule(
        name, globals: function.pointee.globals, fromList: fromList,
        level: try Convert.machineInt(level))
    }
    let locals = frame.extra
    let args = TupleRef.make(count: 5)
    args.set(0, name)
    args.set(1, function.pointee.globals)
    args.set(2, locals.isPresent && locals.isExactly(.dict) ? locals : .none)
    args.set(3, fromList)
    args.set(4, level)
    return try Call.function(hook, args, nil)
  }

  /// `builtins.__import__` as the runtime made it.
  nonisolated(unsafe) public static var originalImport = Value(bits: 0)

  /// `__import__(name, globals, None, fromList, level)`.
  ///
  /// - Throws: ImportError and what modules raise.
  public static func importModule(_ name: Value, globals: Value, fromList: Value, level: Int)
    throws(Raised) -> Value
  {
    let absolute = level == 0 ? name : try resolve(name, globals, level)
    let module = try load(absolute)
    if fromList.isPresent, try Convert.truth(fromList) {
      try loadSubmodules(module, absolute, fromList)
      return module
    }
    return try top(module, name, absolute, level)
  }

  /// A module by its absolute name.
  public static func importModule(_ name: String) throws(Raised) -> Value {
    try load(Interning.intern(name))
  }

  /// A module from `sys.modules`, or found and loaded.
  static func load(_ name: Value) throws(Raised) -> Value {
    let modules = Singletons.modules
    let present =
      modules.isExactly(.dict)
      ? try DictRef(modules).get(name)
      : try Subscript.contains(modules, name) ? try Subscript.get(modules, name) : .absent
    if present.isPresent, !present.isNone { return try awaitInitialized(present, name) }
    if present.isPresent {
      throw raise(
        .moduleNotFoundError,
        "import of \(StrRef(name).text) halted; None in sys.modules")
    }
    guard let finder else { throw notFound(name) }
    depth += 1
    defer { depth -= 1 }
    let module = try finder(name)
    if depth == 1, programRuns { Heap.collectAfterImport() }
    return module
  }

  /// A module that another thread is importing: waits until it has. `importlib` knows who holds which lock,
  /// and lets one go on where two wait for each other.
  private static func awaitInitialized(_ module: Value, _ name: Value) throws(Raised) -> Value {
    if !Threads.areMany { return module }
    let spec = try Attributes.lookup(module, Interning.intern("__spec__"))
    if spec.isAbsent || spec.isNone { return module }
    let initializing = try Attributes.lookup(spec, Interning.intern("_initializing"))
    if initializing.isAbsent { return module }
    if !(try Convert.truth(initializing)) { return module }
    let importlib = modules.getStr("_frozen_importlib")
    if importlib.isPresent { _ = try Call.method(importlib, "_lock_unlock_module", name) }
    return module
  }

  public static func notFound(_ name: Value) -> Raised {
    let text = StrRef(name).text
    let exception = ExceptionRef.make(
      BuiltinType.moduleNotFoundError.ref, args: TupleRef.of(Value("No module named '\(text)'")))
    exception.setExtra(ExceptionFields.name, name)
    exception.setExtra(ExceptionFields.message, Value("No module named '\(text)'"))
    return setRaised(exception.value)
  }

  /// `import a.b.c` binds `a`.
  private static func top(_ module: Value, _ name: Value, _ absolute: Value, _ level: Int)
    throws(Raised) -> Value
  {
    if StrRef(name).isASCII,
      memchr(StrRef(name).bytes, Int32(UInt8(ascii: ".")), StrRef(name).count) == nil
    {
      return module
    }
    let text = StrRef(name).text
    guard let dot = text.firstIndex(of: ".") else { return module }
    let front = String(text[..<dot])
    if level == 0 { return try load(Interning.intern(front)) }
    if text.isEmpty { return module }
    let cut = text.utf8.count - front.utf8.count
    let full = StrRef(absolute).text
    return try load(Interning.intern(String(full.dropLast(cut))))
  }

  /// The absolute name of a relative import.
  private static func resolve(_ name: Value, _ globals: Value, _ level: Int) throws(Raised) -> Value
  {
    guard globals.isDict else { throw raise(.typeError, "globals must be a dict") }
    var base = try package(of: DictRef(globals))
    if base.isEmpty {
      throw raise(.importError, "attempted relative import with no known parent package")
    }
    for _ in 1..<max(level, 1) {
      guard let dot = base.lastIndex(of: ".") else {
        throw raise(.importError, "attempted relative import beyond top-level package")
      }
      base = String(base[..<dot])
    }
    let text = StrRef(name).text
    return Interning.intern(text.isEmpty ? base : "\(base).\(text)")
  }

  /// The package of the module with these globals: what they call it, or what its name says.
  private static func package(of globals: DictRef) throws(Raised) -> String {
    func text(_ value: Value, _ what: String) throws(Raised) -> String {
      guard value.isStr else { throw raise(.typeError, "\(what) must be a string") }
      return StrRef(value).text
    }
    let package = globals.getStr("__package__")
    let spec = globals.getStr("__spec__")
    let hasSpec = spec.isPresent && !spec.isNone
    if package.isPresent, !package.isNone {
      let name = try text(package, "package")
      if hasSpec, !(try Compare.equal(package, try Attributes.get(spec, "parent"))) {
        try Warnings.warn(.deprecationWarning, "__package__ != __spec__.parent")
      }
      return name
    }
    if hasSpec { return try text(try Attributes.get(spec, "parent"), "__spec__.parent") }
    try Warnings.warn(
      .importWarning,
      "can't resolve package from __spec__ or __package__, falling back on __name__ and __path__")
    let module = globals.getStr("__name__")
    if module.isAbsent { throw raise(.keyError, "'__name__' not in globals") }
    let name = try text(module, "__name__")
    if globals.getStr("__path__").isPresent { return name }
    return name.lastIndex(of: ".").map { String(name[..<$0]) } ?? ""
  }

  /// `from package import name`: names that are no attributes may be submodules.
  /// `*` stands for the names in `__all__`, where it means nothing.
  private static func loadSubmodules(
    _ module: Value, _ name: Value, _ fromList: Value, isAll: Bool = false
  ) throws(Raised) {
    if try Attributes.lookup(module, Interning.intern("__path__")).isAbsent { return }
    let names = try Iterate.tuple(fromList)
    for i in 0..<names.count {
      guard names[i].isStr else {
        if isAll { throw try badName(names[i], module, isExplicit: true) }
        throw raise(
          .typeError, "Item in ``from list'' must be str, not \(names[i].typeName)")
      }
      let text = StrRef(names[i]).text
      if text == "*" {
        let all = isAll ? .absent : try Attributes.lookup(module, Interning.intern("__all__"))
        if all.isPresent {
          try loadSubmodules(module, name, try Iterate.tuple(all).value, isAll: true)
        }
        continue
      }
      if try Attributes.lookup(module, Interning.intern(names[i])).isPresent { continue }
      let package = try Convert.str(try Attributes.get(module, "__name__")).text
      let full = Interning.intern("\(package).\(text)")
      do throws(Raised) { _ = try load(full) } catch {
        // Who put None there does not want it to be looked for.
        if !isMissing(full) || modules.getStr(full).isNone { throw error }
        thread.pointee.exception = .absent
      }
    }
  }

  /// Whether the raised exception says that this very module does not exist.
  private static func isMissing(_ name: Value) -> Bool {
    let exception = thread.pointee.exception
    guard exception.type.isSubtype(of: .moduleNotFoundError) else { return false }
    let missing = ExceptionRef(exception).extra(ExceptionFields.name)
    return missing.isPresent && missing.isStr && StrRef(missing).isEqual(StrRef(name))
  }

  /// IMPORT_FROM.
  static func importFrom(_ module: Value, _ name: Value) throws(Raised) -> Value {
    let value = try Attributes.lookup(module, name)
    if value.isPresent { return value }
    let moduleName = try Attributes.lookup(module, Interning.intern("__name__"))
    if moduleName.isPresent, moduleName.isStr {
      let full = Interning.intern("\(StrRef(moduleName).text).\(StrRef(name).text)")
      let submodule = modules.getStr(full)
      if submodule.isPresent { return submodule }
    }
    throw try MissingNames.cannotImport(name, from: module, named: moduleName)
  }

  /// TypeError for a name of `from module import *` that is none.
  private static func badName(_ name: Value, _ module: Value, isExplicit: Bool)
    throws(Raised) -> Raised
  {
    let owner = try Attributes.get(module, "__name__")
    guard owner.isStr else {
      return raise(.typeError, "module __name__ must be a string, not \(owner.argumentTypeName)")
    }
    let text = StrRef(owner).text
    return raise(
      .typeError,
      isExplicit
        ? "Item in \(text).__all__ must be str, not \(name.typeName)"
        : "Key in \(text).__dict__ must be str, not \(name.typeName)")
  }

  /// `from module import *`.
  static func importStar(_ module: Value, into namespace: Value) throws(Raised) {
    let all = try Attributes.lookup(module, Interning.intern("__all__"))
    let isExplicit = all.isPresent
    let dict = try Attributes.lookup(module, Interning.intern("__dict__"))
    if !isExplicit, dict.isAbsent {
      throw raise(.importError, "from-import-* object has no __dict__ and no __all__")
    }
    let names = try Iterate.list(isExplicit ? all : dict)
    for i in 0..<names.count {
      guard names[i].isStr else { throw try badName(names[i], module, isExplicit: isExplicit) }
      let name = Interning.intern(names[i])
      if !isExplicit, StrRef(name).count > 0, StrRef(name)[0] == 95 { continue }
      try NameLookup.store(namespace, name, try Attributes.get(module, name))
    }
  }
}
