// Names that are not locals: namespaces, which may be any mapping, and the errors of missing names.

enum NameLookup {
  /// What a mapping has under a name; absent if nothing.
  static func inMapping(_ mapping: Value, _ name: Value) throws(Raised) -> Value {
    if mapping.isExactly(.dict) { return DictRef(mapping).getStr(name) }
    do throws(Raised) { return try Subscript.get(mapping, name) } catch {
      if catching(.keyError) { return .absent }
      throw error
    }
  }

  /// - Throws: NameError.
  static func global(_ globals: Value, _ builtins: Value, _ name: Value) throws(Raised) -> Value {
    let value = try inMapping(globals, name)
    if value.isPresent { return value }
    let builtin = try inMapping(builtins, name)
    if builtin.isPresent { return builtin }
    throw NameErrors.undefined(name)
  }

  /// LOAD_NAME: locals, globals, builtins.
  static func name(_ frame: Frame, _ name: Value) throws(Raised) -> Value {
    let value = try inMapping(try locals(frame), name)
    if value.isPresent { return value }
    let function = frame.function.p
    return try global(function.pointee.globals, function.pointee.builtins, name)
  }

  /// LOAD_FROM_DICT_OR_GLOBALS: a class body's namespace, globals, builtins.
  @inline(never)
  static func inMappingOrGlobals(_ mapping: Value, _ frame: Frame, _ name: Value) throws(Raised)
    -> Value
  {
    let found = try inMapping(mapping, name)
    if found.isPresent { return found }
    let function = frame.function.p
    return try global(function.pointee.globals, function.pointee.builtins, name)
  }

  /// LOAD_FROM_DICT_OR_DEREF: a class body's namespace, else the cell in a register.
  @inline(never)
  static func inMappingOrCell(_ mapping: Value, _ frame: Frame, cellAt register: Int) throws(Raised)
    -> Value
  {
    let name = CodeRef(frame.body.pointee.code).localNames[register]
    let found = try inMapping(mapping, name)
    if found.isPresent { return found }
    let contents = CellRef(frame.r[register]).contents
    if contents.isAbsent { throw NameErrors.unboundCell(frame.r, register) }
    return contents
  }

  /// `__annotations__` in the locals, made when missing.
  @inline(never)
  static func setUpAnnotations(_ frame: Frame) throws(Raised) {
    let locals = try locals(frame)
    let name = Interning.intern("__annotations__")
    if try inMapping(locals, name).isAbsent { try store(locals, name, DictRef.make().value) }
  }

  /// `builtins.__build_class__`.
  @inline(never)
  static func buildClass(_ frame: Frame) throws(Raised) -> Value {
    let name = Interning.intern("__build_class__")
    let function = try inMapping(frame.function.p.pointee.builtins, name)
    if function.isAbsent { throw raise(.nameError, "__build_class__ not found") }
    return function
  }

  /// The namespace that a module or class body executes in.
  static func locals(_ frame: Frame) throws(Raised) -> Value {
    let extra = frame.extra
    if extra.isPresent, extra.isExactly(.frame) { return FrameRef(extra).p.pointee.namespace }
    if extra.isAbsent || extra.isExactly(.generator) || extra.isExactly(.coroutine) {
      throw raise(.systemError, "no locals found")
    }
    return extra
  }

  static func store(_ mapping: Value, _ name: Value, _ value: Value) throws(Raised) {
    if mapping.isExactly(.dict) {
      DictRef(mapping).setStr(name, value)
    } else {
      try Subscript.set(mapping, name, value)
    }
  }

  static func delete(_ mapping: Value, _ name: Value) throws(Raised) {
    if mapping.isExactly(.dict) {
      if try DictRef(mapping).remove(name).isAbsent { throw NameErrors.undefined(name) }
      return
    }
    do throws(Raised) { try Subscript.delete(mapping, name) } catch {
      if catching(.keyError) { throw NameErrors.undefined(name) }
      throw error
    }
  }
}

enum NameErrors {
  static func undefined(_ name: Value) -> Raised {
    named(.nameError, "name '\(StrRef(name).text)' is not defined", name)
  }

  @inline(never)
  static func unboundLocal(_ r: Registers, _ register: Int) -> Raised {
    let name = CodeRef(Frame(r).body.pointee.code).localNames[register]
    return raise(
      .unboundLocalError,
      "cannot access local variable '\(StrRef(name).text)' where it is not associated with a value")
  }

  @inline(never)
  static func unboundCell(_ r: Registers, _ register: Int) -> Raised {
    let code = CodeRef(Frame(r).body.pointee.code)
    let name = code.localNames[register]
    if code.localKinds.data[register] & LocalKind.free == 0 { return unboundLocal(r, register) }
    return named(
      .nameError,
      "cannot access free variable '\(StrRef(name).text)' where it is not associated with a value in enclosing scope",
      name)
  }

  private static func named(_ type: BuiltinType, _ message: String, _ name: Value) -> Raised {
    let exception = ExceptionRef.make(type.ref, args: TupleRef.of(Value(message)))
    exception.setExtra(ExceptionFields.name, name)
    return setRaised(exception.value)
  }
}
