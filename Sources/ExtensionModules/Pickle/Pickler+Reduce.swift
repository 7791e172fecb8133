// Pickling of everything that is no builtin value: by name, or by what its reducer says.

import TaipanRuntime

extension PicklerRef {
  /// True if the subclass gave the object an id, which is pickled instead.
  func savePersistent(_ value: Value) throws(Raised) -> Bool {
    let id = try Call.function(p.pointee.persistentID, value)
    if id.isNone { return false }
    if state.pointee.isBinary {
      try saveWithoutPersistence(id)
      state.pointee.output.append(.binPersistentID)
      return true
    }
    let text = try Convert.str(id)
    if !text.isASCII {
      throw PickleModule.picklingError.raised(
        "persistent IDs in protocol 0 must be ASCII strings")
    }
    state.pointee.output.append(.persistentID, line: text.text)
    return true
  }

  private func saveWithoutPersistence(_ value: Value) throws(Raised) {
    let method = p.pointee.persistentID
    p.pointee.persistentID = .absent
    defer {
      p.pointee.persistentID = method
      object.noteWrite()
    }
    try save(value)
  }

  /// An object of another type than the builtin ones with an opcode.
  func saveOther(_ value: Value) throws(Raised) {
    if p.pointee.reducerOverride.isPresent {
      let reduced = try Call.function(p.pointee.reducerOverride, value)
      if reduced !== .notImplemented { return try saveReduction(reduced, of: value) }
    }
    if value.isExactly(.type) { return try saveType(value) }
    if value.isExactly(.function) { return try saveGlobal(value, name: .absent) }
    let reducer = try registeredReducer(value)
    if reducer.isPresent { return try saveReduction(try Call.function(reducer, value), of: value) }
    if value.isInstance(of: .type) { return try saveGlobal(value, name: .absent) }
    try saveReduction(try reduction(of: value), of: value)
  }

  private func registeredReducer(_ value: Value) throws(Raised) -> Value {
    let table = p.pointee.dispatchTable
    if table.isPresent {
      do throws(Raised) { return try Subscript.get(table, value.type.value) } catch {
        if catching(.lookupError) { return .absent }
        throw error
      }
    }
    return try DictRef(try PickleModule.registry("dispatch_table")).get(value.type.value)
  }

  private func reduction(of value: Value) throws(Raised) -> Value {
    let extended = try Attributes.lookup(value, PickleNames.reduceEx)
    if extended.isPresent { return try Call.function(extended, Value(state.pointee.version)) }
    let plain = try Attributes.lookup(value, PickleNames.reduce)
    if plain.isPresent { return try Call.function(plain) }
    throw PickleModule.picklingError.raised(
      "can't pickle '\(value.typeName)' object: \(try Convert.repr(value).text)")
  }

  private func saveReduction(_ reduced: Value, of value: Value) throws(Raised) {
    if reduced.isStr { return try saveGlobal(value, name: reduced) }
    guard reduced.isTuple else {
      throw PickleModule.picklingError.raised("__reduce__ must return a string or tuple")
    }
    try saveReduced(TupleRef(reduced), of: value)
  }

  // MARK: Reduce values: callable, arguments, state, list items, dict items, setter of the state

  private struct Reduction {
    let callable: Value
    let arguments: Value
    var state = Value.none
    var items = Value.none
    var pairs = Value.none
    var setter = Value.none

    /// - Throws: PicklingError for a tuple that no reducer may return.
    init(_ tuple: TupleRef) throws(Raised) {
      let count = tuple.count
      if count < 2 || count > 6 {
        throw PickleModule.picklingError.raised(
          "tuple returned by __reduce__ must contain 2 through 6 elements")
      }
      (callable, arguments) = (tuple[0], tuple[1])
      if count > 2 { state = tuple[2] }
      if count > 3 { items = tuple[3] }
      if count > 4 { pairs = tuple[4] }
      if count > 5 { setter = tuple[5] }
      try check()
    }

    private func check() throws(Raised) {
      func wrong(_ message: String) -> Raised { PickleModule.picklingError.raised(message) }
      if callable.type.special(.call).isAbsent {
        throw wrong("first item of the tuple returned by __reduce__ must be callable")
      }
      if !arguments.isTuple {
        throw wrong("second item of the tuple returned by __reduce__ must be a tuple")
      }
      if !items.isNone, items.type.special(.next).isAbsent {
        throw wrong(
          "fourth element of the tuple returned by __reduce__ must be an iterator, "
            + "not \(items.typeName)")
      }
      if !pairs.isNone, pairs.type.special(.next).isAbsent {
        throw wrong(
          "fifth element of the tuple returned by __reduce__ must be an iterator, "
            + "not \(pairs.typeName)")
      }
      if !setter.isNone, setter.type.special(.call).isAbsent {
        throw wrong(
          "sixth element of the tuple returned by __reduce__ must be a function, "
            + "not \(setter.typeName)")
      }
    }
  }

  /// Writes what remakes `value`, absent for an object that nothing refers to.
  func saveReduced(_ tuple: TupleRef, of value: Value) throws(Raised) {
    let reduction = try Reduction(tuple)
    try saveConstruction(reduction, of: value)
    if value.isPresent {
      if let number = number(value) {
        // The object was pickled as a part of its arguments.
        state.pointee.output.append(.pop)
        recall(number)
      } else {
        memorize(value)
      }
    }
    if !reduction.items.isNone { try saveItems(of: reduction.items) }
    if !reduction.pairs.isNone { try savePairs(of: reduction.pairs) }
    if reduction.state.isNone { return }
    if reduction.setter.isNone {
      try save(reduction.state)
      return state.pointee.output.append(.build)
    }
    try save(reduction.setter)
    try save(value)
    try save(reduction.state)
    state.pointee.output.append(.tuple2)
    state.pointee.output.append(.reduce)
    state.pointee.output.append(.pop)
  }

  private func saveConstruction(_ reduction: Reduction, of value: Value) throws(Raised) {
    if state.pointee.version >= 2 {
      let name = try Attributes.lookup(reduction.callable, PickleNames.name)
      if name.isPresent, name.isStr {
        if StrRef(name).isEqual("__newobj_ex__") {
          return try saveNewObjectEx(TupleRef(reduction.arguments), of: value)
        }
        if StrRef(name).isEqual("__newobj__") {
          return try saveNewObject(TupleRef(reduction.arguments), of: value)
        }
      }
    }
    try save(reduction.callable)
    try save(reduction.arguments)
    state.pointee.output.append(.reduce)
  }

  private func requireClass(_ type: Value, of value: Value, _ function: String) throws(Raised) {
    if value.isAbsent { return }
    if try Attributes.get(value, PickleNames.class) !== type {
      throw PickleModule.picklingError.raised(
        "args[0] from \(function) args has the wrong class")
    }
  }

  private func saveNewObject(_ arguments: TupleRef, of value: Value) throws(Raised) {
    if arguments.count < 1 {
      throw PickleModule.picklingError.raised("__newobj__ arglist is empty")
    }
    let type = arguments[0]
    guard type.isInstance(of: .type) else {
      throw PickleModule.picklingError.raised("args[0] from __newobj__ args is not a type")
    }
    try requireClass(type, of: value, "__newobj__")
    try save(type)
    try save(TupleRef.make(arguments.items + 1, count: arguments.count - 1).value)
    state.pointee.output.append(.newObject)
  }

  private func saveNewObjectEx(_ parts: TupleRef, of value: Value) throws(Raised) {
    func wrong(_ message: String) -> Raised { PickleModule.picklingError.raised(message) }
    if parts.count != 3 {
      throw wrong(
        "length of the NEWOBJ_EX argument tuple must be exactly 3, not \(parts.count)")
    }
    let (type, arguments, keywords) = (parts[0], parts[1], parts[2])
    if !type.isInstance(of: .type) {
      throw wrong(
        "first item from NEWOBJ_EX argument tuple must be a class, not \(type.typeName)")
    }
    if !arguments.isTuple {
      throw wrong(
        "second item from NEWOBJ_EX argument tuple must be a tuple, not \(arguments.typeName)")
    }
    if !keywords.isDict {
      throw wrong(
        "third item from NEWOBJ_EX argument tuple must be a dict, not \(keywords.typeName)")
    }
    if state.pointee.version >= 4 {
      try save(type)
      try save(arguments)
      try save(keywords)
      return state.pointee.output.append(.newObjectEx)
    }
    // Before protocol 4: a partial application of `__new__`, called without arguments.
    let partial = try Attributes.get(try Imports.importModule("functools"), "partial")
    let new = try Attributes.get(type, PickleNames.new)
    let all = ListRef.make()
    all.append(new)
    all.append(type)
    for i in 0..<TupleRef(arguments).count { all.append(TupleRef(arguments)[i]) }
    try save(try Call.function(partial, all.toTuple(), DictRef(keywords)))
    try save(TupleRef.empty.value)
    state.pointee.output.append(.reduce)
  }
}
