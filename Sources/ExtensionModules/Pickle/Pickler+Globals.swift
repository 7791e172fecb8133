// Pickling by name: classes and functions, which the reader imports.

import TaipanRuntime

extension PicklerRef {
  /// A class; the types of None, `...` and NotImplemented have no names.
  func saveType(_ type: Value) throws(Raised) {
    for singleton in [Value.none, .ellipsis, .notImplemented] where type === singleton.type.value {
      let arguments = TupleRef.of(singleton)
      return try saveReduced(TupleRef.of(BuiltinType.type.value, arguments.value), of: type)
    }
    try saveGlobal(type, name: .absent)
  }

  /// An object by its module and name.
  ///
  /// - Parameter name: absent for the object's own.
  /// - Throws: PicklingError where the name does not lead to it.
  func saveGlobal(_ value: Value, name given: Value) throws(Raised) {
    var name = try given.isPresent ? given : PickleGlobals.name(value)
    let parts = try PickleGlobals.parts(name, of: value)
    let module = try PickleGlobals.module(of: value, parts)
    let (home, parent) = try verify(value, name, parts, module)
    if parent === home { name = parts[parts.count - 1] }

    if state.pointee.version >= 2, try saveExtension(module, name) { return }
    if state.pointee.version >= 4 {
      try save(module)
      try save(name)
      state.pointee.output.append(.stackGlobal)
    } else if parent !== home {
      try saveAttribute(module, parts)
    } else {
      try saveGlobalLines(module, name)
    }
    memorize(value)
  }

  /// Before protocol 4: calls of getattr within each other, one for each part behind the first.
  private func saveAttribute(_ module: Value, _ parts: ListRef) throws(Raised) {
    let getattr = try Attributes.get(try Imports.importModule("builtins"), "getattr")
    for _ in 1..<parts.count {
      try save(getattr)
      if state.pointee.version < 2 { state.pointee.output.append(.mark) }
    }
    try saveGlobalLines(module, parts[0])
    for i in 1..<parts.count {
      try save(parts[i])
      state.pointee.output.append(state.pointee.version < 2 ? .tuple : .tuple2)
      state.pointee.output.append(.reduce)
    }
  }

  /// Imports the module and follows the name. Returns the module, and the object that has the last part.
  private func verify(_ value: Value, _ name: Value, _ parts: ListRef, _ module: Value)
    throws(Raised) -> (home: Value, parent: Value)
  {
    let found: Value
    do throws(Raised) { found = try PickleGlobals.imported(module) } catch {
      guard catching(.importError) else { throw error }
      throw PickleModule.picklingError.raised(
        "Can't pickle \(try Convert.repr(value).text): import of module "
          + "\(try Convert.repr(module).text) failed")
    }
    var (object, parent) = (found, found)
    for i in 0..<parts.count {
      parent = object
      object = try Attributes.lookup(object, Interning.intern(parts[i]))
      if object.isAbsent {
        throw PickleModule.picklingError.raised(
          "Can't pickle \(try Convert.repr(value).text): attribute lookup "
            + "\(StrRef(name).text) on \(StrRef(module).text) failed")
      }
    }
    if object !== value {
      throw PickleModule.picklingError.raised(
        "Can't pickle \(try Convert.repr(value).text): it's not the same object as "
          + "\(StrRef(module).text).\(StrRef(name).text)")
    }
    return (found, parent)
  }

  /// True if the name has a number in copyreg's registry, which is pickled instead.
  private func saveExtension(_ module: Value, _ name: Value) throws(Raised) -> Bool {
    let registry = try PickleModule.registry("_extension_registry")
    let code = try DictRef(registry).get(TupleRef.of(module, name).value)
    if code.isAbsent { return false }
    guard code.isInt, code.asInt > 0, code.asInt <= 0x7FFF_FFFF else {
      throw raise(.runtimeError, "extension code \(try Convert.repr(code).text) is out of range")
    }
    let number = code.asInt
    if number < 256 {
      state.pointee.output.append(.extension1, UInt8(number))
    } else if number < 65536 {
      state.pointee.output.append(.extension2, number, size: 2)
    } else {
      state.pointee.output.append(.extension4, number, size: 4)
    }
    return true
  }

  private func saveGlobalLines(_ module: Value, _ name: Value) throws(Raised) {
    var (module, name) = (module, name)
    if state.pointee.fixesImports {
      (module, name) = try PickleGlobals.python2Name(module, name)
    }
    let lines = try [encoded(module), encoded(name)]
    for (index, line) in lines.enumerated() {
      guard let line else {
        let kind = index == 0 ? "module" : "global"
        throw PickleModule.picklingError.raised(
          "can't pickle \(kind) identifier '\(StrRef(index == 0 ? module : name).text)' using "
            + "pickle protocol \(state.pointee.version)")
      }
      if index == 0 { state.pointee.output.append(.global) }
      for byte in line { state.pointee.output.append(raw: byte) }
      state.pointee.output.append(raw: 0x0A)
    }
  }

  /// A name as the protocol writes it; nil where it cannot.
  private func encoded(_ name: Value) throws(Raised) -> [UInt8]? {
    if state.pointee.version < 3, !StrRef(name).isASCII { return nil }
    do throws(Raised) { return BytesRef(try UTF8Codec.encode(StrRef(name), "strict")).array } catch
    {
      if catching(.unicodeEncodeError) { return nil }
      throw error
    }
  }
}

/// Names that objects are found by.
enum PickleGlobals {
  /// `__qualname__`, or `__name__` of what has none.
  static func name(_ value: Value) throws(Raised) -> Value {
    let name = try Attributes.lookup(value, PickleNames.qualifiedName)
    return name.isPresent ? name : try Attributes.get(value, PickleNames.name)
  }

  /// The parts between dots.
  ///
  /// - Throws: AttributeError for what is local to a function.
  static func parts(_ name: Value, of value: Value) throws(Raised) -> ListRef {
    // The type's own: a subclass may answer anything.
    let split = try Attributes.get(BuiltinType.str.value, "split")
    let parts = ListRef(try Call.function(split, name, Value(".")))
    for i in 0..<parts.count where StrRef(parts[i]).isEqual("<locals>") {
      throw raise(.attributeError, "Can't get local object '\(StrRef(name).text)'")
    }
    return parts
  }

  /// The name of the module that has the object: its own word for it, or the first that is found.
  static func module(of value: Value, _ parts: ListRef) throws(Raised) -> Value {
    let own = try Attributes.lookup(value, PickleNames.module)
    if own.isPresent, !own.isNone { return own }
    let modules = try Attributes.get(try Imports.importModule("sys"), "modules")
    let items = try Iterate.list(try Call.method(modules, "items"))
    for i in 0..<items.count {
      guard items[i].isTuple, TupleRef(items[i]).count == 2 else { continue }
      let (name, module) = (TupleRef(items[i])[0], TupleRef(items[i])[1])
      if module.isNone || !name.isStr { continue }
      if StrRef(name).isEqual("__main__") || StrRef(name).isEqual("__mp_main__") { continue }
      var object = module
      for k in 0..<parts.count where object.isPresent {
        object = try Attributes.lookup(object, Interning.intern(parts[k]))
      }
      if object === value { return name }
    }
    return Value("__main__")
  }

  /// A module by its full name, imported if it is not there.
  ///
  /// - Throws: ImportError for what is no name, too.
  static func imported(_ name: Value) throws(Raised) -> Value {
    guard name.isStr else { throw raise(.importError, "the name of a module must be a str") }
    return try Imports.importModule(StrRef(name).text)
  }

  // MARK: Names of Python 2

  private static func table(_ name: String) throws(Raised) -> DictRef {
    DictRef(try Attributes.get(try Imports.importModule("_compat_pickle"), name))
  }

  private static func renamed(_ module: Value, _ name: Value, _ names: String, _ modules: String)
    throws(Raised) -> (Value, Value)
  {
    let pair = try table(names).get(TupleRef.of(module, name).value)
    if pair.isPresent {
      guard pair.isTuple, TupleRef(pair).count == 2 else {
        throw raise(
          .runtimeError,
          "_compat_pickle.\(names) values should be 2-tuples, not \(pair.typeName)")
      }
      return (TupleRef(pair)[0], TupleRef(pair)[1])
    }
    let other = try table(modules).get(module)
    return (other.isPresent ? other : module, name)
  }

  static func python2Name(_ module: Value, _ name: Value) throws(Raised) -> (Value, Value) {
    try renamed(module, name, "REVERSE_NAME_MAPPING", "REVERSE_IMPORT_MAPPING")
  }

  static func python3Name(_ module: Value, _ name: Value) throws(Raised) -> (Value, Value) {
    try renamed(module, name, "NAME_MAPPING", "IMPORT_MAPPING")
  }
}
