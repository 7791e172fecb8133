// Reading of what pickles name: classes, functions, and the objects that calls make.

import TaipanRuntime

extension UnpicklerRef {
  /// `find_class`, or what a subclass made of it.
  private func findClass(_ module: Value, _ name: Value) throws(Raised) -> Value {
    if object.type == UnpicklerObject.type { return try importGlobal(module, name) }
    return try Call.method(value, "find_class", module, name)
  }

  /// The object of that name in a module, which is imported.
  ///
  /// - Throws: ImportError; AttributeError.
  func importGlobal(_ module: Value, _ name: Value) throws(Raised) -> Value {
    var (module, name) = (module, name)
    if state.pointee.version < 3, state.pointee.fixesImports {
      (module, name) = try PickleGlobals.python3Name(module, name)
    }
    let home = try PickleGlobals.imported(module)
    var object = home
    if state.pointee.version >= 4 {
      let parts = try PickleGlobals.parts(name, of: home)
      for i in 0..<parts.count where object.isPresent {
        object = try Attributes.lookup(object, Interning.intern(parts[i]))
      }
    } else {
      object = try Attributes.lookup(home, Interning.intern(name))
    }
    if object.isPresent { return object }
    throw raise(
      .attributeError,
      "Can't get attribute '\(StrRef(name).text)' on \(try Convert.repr(home).text)")
  }

  func loadGlobal() throws(Raised) {
    let module = try textLine(atLeast: 2)
    let name = try textLine(atLeast: 2)
    push(try findClass(module, name))
  }

  func loadStackGlobal() throws(Raised) {
    let name = try pop()
    let module = try pop()
    if !name.isStr || !module.isStr { throw UnpicklerRef.fail("STACK_GLOBAL requires str") }
    push(try findClass(module, name))
  }

  func loadExtension(_ code: Int) throws(Raised) {
    if code <= 0 { throw UnpicklerRef.fail("EXT specifies code <= 0") }
    let cache = DictRef(try PickleModule.registry("_extension_cache"))
    let known = try cache.get(Value(code))
    if known.isPresent { return push(known) }
    let key = try DictRef(try PickleModule.registry("_inverted_registry")).get(Value(code))
    if key.isAbsent { throw raise(.valueError, "unregistered extension code \(code)") }
    guard key.isTuple, TupleRef(key).count == 2, TupleRef(key)[0].isStr, TupleRef(key)[1].isStr
    else {
      throw raise(
        .valueError, "_inverted_registry[\(code)] isn't a 2-tuple of strings")
    }
    let object = try findClass(TupleRef(key)[0], TupleRef(key)[1])
    try cache.set(Value(code), object)
    push(object)
  }

  // MARK: Objects

  func loadNewObject(hasKeywords: Bool) throws(Raised) {
    let keywords = hasKeywords ? try pop() : .absent
    let arguments = try pop()
    let type = try pop()
    let name = hasKeywords ? "NEWOBJ_EX" : "NEWOBJ"
    guard type.isInstance(of: .type) else {
      throw UnpicklerRef.fail("\(name) class argument must be a type, not \(type.typeName)")
    }
    guard arguments.isTuple else {
      throw UnpicklerRef.fail(
        "\(name) args argument must be a tuple, not \(arguments.typeName)")
    }
    if hasKeywords, !keywords.isDict {
      throw UnpicklerRef.fail(
        "\(name) kwargs argument must be a dict, not \(keywords.typeName)")
    }
    let new = try Attributes.get(type, PickleNames.new)
    let given = TupleRef(arguments)
    if given.count == 0, !hasKeywords { return push(try Call.function(new, type)) }
    let all = TupleRef.make(count: given.count + 1)
    all.set(0, type)
    for i in 0..<given.count { all.set(i + 1, given[i]) }
    push(try Call.function(new, all, hasKeywords ? DictRef(keywords) : nil))
  }

  func loadReduce() throws(Raised) {
    let arguments = try pop()
    let callable = try pop()
    guard arguments.isTuple else { throw raise(.typeError, "argument list must be a tuple") }
    push(try Call.function(callable, TupleRef(arguments), nil))
  }

  /// An instance of a class of protocols 0 and 1; one without arguments is not initialised.
  private func instantiate(_ type: Value, _ arguments: TupleRef) throws(Raised) -> Value {
    if arguments.count == 0, type.isInstance(of: .type),
      try Attributes.lookup(type, Interning.intern("__getinitargs__")).isAbsent
    {
      return try Call.function(try Attributes.get(type, PickleNames.new), type)
    }
    return try Call.function(type, arguments, nil)
  }

  func loadInstance() throws(Raised) {
    let mark = try takeMark()
    let arguments = try popTuple(from: mark)
    let module = try textLine(atLeast: 2)
    let name = try textLine(atLeast: 2)
    push(try instantiate(try findClass(module, name), arguments))
  }

  func loadObject() throws(Raised) {
    let mark = try takeMark()
    if stack.count - mark < 1 { throw underflow() }
    let arguments = try popTuple(from: mark + 1)
    push(try instantiate(try pop(), arguments))
  }

  func loadBuild() throws(Raised) {
    if stack.count - 2 < state.pointee.fence { throw underflow() }
    let given = try pop()
    let instance = try top()
    let setState = try Attributes.lookup(instance, PickleNames.setState)
    if setState.isPresent {
      _ = try Call.function(setState, given)
      return
    }
    var (attributes, slots) = (given, Value.none)
    if given.isTuple, TupleRef(given).count == 2 {
      (attributes, slots) = (TupleRef(given)[0], TupleRef(given)[1])
    }
    if !attributes.isNone { try setAttributes(instance, attributes) }
    if slots.isNone { return }
    guard slots.isDict else { throw UnpicklerRef.fail("slot state is not a dictionary") }
    var place = DictRef(slots).nextEntry(0)
    while let entry = place {
      let (name, item) = (DictRef(slots).entries[entry].key, DictRef(slots).entries[entry].value)
      guard name.isStr else {
        throw raise(.typeError, "attribute name must be string, not '\(name.typeName)'")
      }
      try Attributes.set(instance, Interning.intern(name), item)
      place = DictRef(slots).nextEntry(entry + 1)
    }
  }

  /// Puts a state into the instance's `__dict__`, which need not be made for that.
  private func setAttributes(_ instance: Value, _ state: Value) throws(Raised) {
    guard state.isDict else { throw UnpicklerRef.fail("state is not a dictionary") }
    let dict = DictRef(state)
    let isPlain =
      instance.isHeap && instance.type.has(.hasDict)
      && instance.type.lookup(PickleNames.dict).isExactly(.getSetDescriptor)
      && !instance.type.has(.isMetatype)
    let target = isPlain ? Value.absent : try Attributes.get(instance, PickleNames.dict)
    var place = dict.nextEntry(0)
    while let entry = place {
      let (key, item) = (dict.entries[entry].key, dict.entries[entry].value)
      let name = key.isExactly(.str) ? Interning.intern(key) : key
      if target.isPresent {
        try Subscript.set(target, name, item)
      } else if !name.isStr || !Instances.setOwnAttribute(instance.asObject, name, item) {
        try Subscript.set(try Attributes.get(instance, PickleNames.dict), name, item)
      }
      place = dict.nextEntry(entry + 1)
    }
  }

  // MARK: What lies outside of the pickle

  func persistentLine() throws(Raised) -> Value {
    let line = try line()
    guard StrRef.allASCII(line.baseAddress!, line.count) else {
      throw UnpicklerRef.fail("persistent IDs in protocol 0 must be ASCII strings")
    }
    return StrRef.latin1(line.baseAddress!, count: line.count - 1).value
  }

  func loadPersistent(_ id: Value) throws(Raised) {
    if p.pointee.persistentLoad.isAbsent { throw PersistentHook.missing() }
    push(try Call.function(p.pointee.persistentLoad, id))
  }

  func loadNextBuffer() throws(Raised) {
    if p.pointee.buffers.isNone {
      throw UnpicklerRef.fail(
        "pickle stream refers to out-of-band data but no *buffers* argument was given")
    }
    let buffer = try Iterate.next(p.pointee.buffers)
    if buffer === .exhausted { throw UnpicklerRef.fail("not enough out-of-band buffers") }
    push(buffer)
  }

  func loadReadOnlyBuffer() throws(Raised) {
    let buffer = try top()
    let view = try Call.function(BuiltinType.memoryView.value, buffer)
    if try Convert.truth(try Attributes.get(view, "readonly")) { return }
    _ = try pop()
    push(try Call.method(view, "toreadonly"))
  }
}
