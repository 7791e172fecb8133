// What is said of a name that a module does not have: files that hide a library module and circular imports are
// the usual reasons, and programs of beginners meet both (CPython's `moduleobject.c` and `ceval.c`).

import Glibc

enum MissingNames {
  /// What a module's `__spec__` tells of it.
  private struct Origin {
    let module: Value
    let spec: Value
    /// The module's file, or absent.
    var file = Value.absent
    var hidesLibrary = false
    var mayHide = false

    init(_ module: Value, _ spec: Value) throws(Raised) {
      (self.module, self.spec) = (module, spec)
      if spec.isAbsent || spec.isNone { return }
      let location = try Attributes.lookup(spec, Interning.intern("has_location"))
      guard location.isPresent, try Convert.truth(location) else { return }
      let origin = try Attributes.lookup(spec, Interning.intern("origin"))
      guard origin.isPresent, origin.isStr else { return }
      file = origin
      mayHide = MissingNames.liesBesideProgram(StrRef(origin).text)
      if mayHide { hidesLibrary = try MissingNames.isOfLibrary(module) }
    }

    /// Whether the module is still being imported.
    var isInitializing: Bool {
      get throws(Raised) {
        if spec.isAbsent || spec.isNone { return false }
        let flag = try Attributes.lookup(spec, Interning.intern("_initializing"))
        return flag.isPresent ? try Convert.truth(flag) : false
      }
    }
  }

  /// Whether a module's file is one that the folder of the program put before others of its name.
  private static func liesBesideProgram(_ file: String) -> Bool {
    guard var folder = Imports.programFolder else { return false }
    if folder.isEmpty {
      guard let current = getcwd(nil, 0) else { return false }
      defer { free(current) }
      folder = String(cString: current)
    }
    let root = file.hasSuffix("/__init__.py") ? String(file.dropLast(12)) : file
    return root.lastIndex(of: "/").map { root[..<$0] == folder } ?? false
  }

  private static func isOfLibrary(_ name: Value) throws(Raised) -> Bool {
    let names = DictRef(Singletons.sysDict).getStr("stdlib_module_names")
    guard names.isPresent, names.isHeap,
      names.isInstance(of: .set) || names.isInstance(of: .frozenSet)
    else { return false }
    return try Subscript.contains(names, name)
  }

  /// What is said before and behind the name for `module.name`.
  static func message(_ name: Value, of module: ModuleRef) throws(Raised) -> (String, String) {
    let moduleName = module.dict.getStr("__name__")
    guard moduleName.isPresent, moduleName.isStr else { return ("module has no attribute '", "'") }
    let text = StrRef(moduleName).text
    let plain = "module '\(text)' has no attribute '"
    let spec = module.dict.getStr("__spec__")
    let origin = try Origin(moduleName, spec)
    let file = origin.file.isPresent ? StrRef(origin.file).text : ""
    if origin.hidesLibrary { return (plain, "' \(hidden("'\(file)'", "'\(text)'"))") }
    if try origin.isInitializing {
      if origin.mayHide { return (plain, "' \(perhapsHidden("'\(file)'"))") }
      let place = file.isEmpty ? "" : " from '\(file)'"
      return ("partially initialized module '\(text)'\(place) has no attribute '", "' \(circular)")
    }
    if try isUnfinishedSubmodule(name, spec) {
      return ("cannot access submodule '", "' of module '\(text)' \(circular)")
    }
    return (plain, "'")
  }

  private static func isUnfinishedSubmodule(_ name: Value, _ spec: Value) throws(Raised) -> Bool {
    if spec.isAbsent || spec.isNone { return false }
    let names = try Attributes.lookup(spec, Interning.intern("_uninitialized_submodules"))
    return names.isPresent ? try Subscript.contains(names, name) : false
  }

  /// ImportError for `from module import name`.
  static func cannotImport(_ name: Value, from module: Value, named moduleName: Value)
    throws(Raised) -> Raised
  {
    let isNamed = moduleName.isPresent && moduleName.isStr
    let known = isNamed ? moduleName : Value("<unknown module name>")
    let spec = try Attributes.lookup(module, Interning.intern("__spec__"))
    let origin = try Origin(known, spec)
    var file = origin.file
    if file.isAbsent {
      let own = try Attributes.lookup(module, Interning.intern("__file__"))
      if own.isPresent, own.isStr { file = own }
    }
    let text = try message(name, known, origin, file)
    let exception = ExceptionRef.make(BuiltinType.importError.ref, args: TupleRef.of(Value(text)))
    exception.setExtra(ExceptionFields.name, isNamed ? moduleName : .none)
    exception.setExtra(ExceptionFields.path, file.isPresent ? file : .none)
    exception.setExtra(ExceptionFields.message, Value(text))
    exception.setExtra(ExceptionFields.nameFrom, name)
    return setRaised(exception.value)
  }

  private static func message(_ name: Value, _ module: Value, _ origin: Origin, _ file: Value)
    throws(Raised) -> String
  {
    let moduleText = try Convert.repr(module).text
    let before = "cannot import name \(try Convert.repr(name).text) from "
    let fileText = file.isPresent ? StrRef(file).text : "unknown location"
    if origin.hidesLibrary {
      return "\(before)\(moduleText) \(hidden(try Convert.repr(file).text, moduleText))"
    }
    if try origin.isInitializing {
      if origin.mayHide {
        return "\(before)\(moduleText) \(perhapsHidden(try Convert.repr(file).text))"
      }
      let place = file.isPresent ? " (\(fileText))" : ""
      return "\(before)partially initialized module \(moduleText) \(circular)\(place)"
    }
    return "\(before)\(moduleText) (\(fileText))"
  }

  private static let circular = "(most likely due to a circular import)"
  private static func hidden(_ file: String, _ module: String) -> String {
    "(consider renaming \(file) since it has the same name as the standard library module named "
      + "\(module) and prevents importing that standard library module)"
  }
  private static func perhapsHidden(_ file: String) -> String {
    "(consider renaming \(file) if it has the same name as a library you intended to import)"
  }
}
