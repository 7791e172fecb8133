// CALL_INTRINSIC_1 and CALL_INTRINSIC_2 (numbers from CPython's pycore_intrinsics.h), context
// managers and the support of coroutines.

enum Intrinsics {
  /// Set by the command line: prints the value of an expression statement.
  static func unary(_ number: Int, _ value: Value, _ frame: Frame) throws(Raised) -> Value {
    switch number {
    case 1:
      let hook = DictRef(Singletons.sysDict).getStr("displayhook")
      if hook.isAbsent { throw raise(.runtimeError, "lost sys.displayhook") }
      return try Call.function(hook, value)
    case 2:
      try Imports.importStar(value, into: try NameLookup.locals(frame))
      return .none
    case 3: return try stopIterationError(value, frame)
    case 4: return AsyncGenerators.wrap(value)
    case 5: return try Operators.positive(value)
    case 6: return ListRef(value).toTuple().value
    case 7:
      return try TypeParameters.make(.typeVar, name: value, bound: .absent, constraints: .absent)
    case 8:
      return try TypeParameters.make(.paramSpec, name: value, bound: .absent, constraints: .absent)
    case 9:
      return try TypeParameters.make(
        .typeVarTuple, name: value, bound: .absent, constraints: .absent)
    case 10: return try TypeParameters.subscriptGeneric(value)
    case 11: return try TypeParameters.makeAlias(TupleRef(value))
    default: throw raise(.systemError, "unknown intrinsic \(number)")
    }
  }

  static func binary(_ number: Int, _ first: Value, _ second: Value) throws(Raised) -> Value {
    switch number {
    case 1: return try ExceptionGroups.prepareReraise(first, ListRef(second))
    case 2:
      return try TypeParameters.make(.typeVar, name: first, bound: second, constraints: .absent)
    case 3:
      return try TypeParameters.make(.typeVar, name: first, bound: .absent, constraints: second)
    case 4:
      FunctionRef(first).p.pointee.typeParameters = second
      FunctionRef(first).object.noteWrite()
      return first
    case 5: return try TypeParameters.setDefault(first, second)
    default: throw raise(.systemError, "unknown intrinsic \(number)")
    }
  }

  /// A StopIteration that leaves a generator's body becomes a RuntimeError (PEP 479).
  private static func stopIterationError(_ exception: Value, _ frame: Frame) throws(Raised) -> Value
  {
    let flags = CodeRef(frame.body.pointee.code).p.pointee.flags
    let isAsync = flags & CodeFlag.asyncGenerator != 0
    let type = exception.type
    var message: String? = nil
    if type.isSubtype(of: .stopIteration) {
      message =
        flags & CodeFlag.coroutine != 0
        ? "coroutine raised StopIteration"
        : isAsync ? "async generator raised StopIteration" : "generator raised StopIteration"
    } else if isAsync, type.isSubtype(of: .stopAsyncIteration) {
      message = "async generator raised StopAsyncIteration"
    }
    guard let message else { return exception }
    let error = ExceptionRef.make(
      BuiltinType.runtimeError.ref, args: TupleRef.of(Value(message)))
    error.cause = exception
    error.context = exception
    error.p.pointee.suppressContext = .true
    return error.value
  }
}

enum ContextManagers {
  /// The bound `__exit__` and what `__enter__` returned.
  static func enter(_ manager: Value, isAsync: Bool) throws(Raised) -> (Value, Value) {
    let type = manager.type
    let enter = type.special(isAsync ? .aenter : .enter)
    let exit = type.special(isAsync ? .aexit : .exit)
    let names = isAsync ? ("__aenter__", "__aexit__") : ("__enter__", "__exit__")
    let kind = isAsync ? "asynchronous context manager" : "context manager"
    if enter.isAbsent {
      let hint =
        !isAsync && type.special(.aenter).isPresent && type.special(.aexit).isPresent
        ? ". Did you mean to use 'async with'?" : ""
      throw raise(
        .typeError, "'\(type.messageName)' object does not support the \(kind) protocol\(hint)")
    }
    if exit.isAbsent {
      throw raise(
        .typeError,
        "'\(type.messageName)' object does not support the \(kind) protocol (missed \(names.1) method)"
      )
    }
    let bound = try Attributes.bind(exit, manager, type)
    return (bound, try Call.specialMethod(enter, manager))
  }
}

enum Coroutines {
  /// What `yield from value` delegates to.
  static func yieldFromIterator(_ value: Value, in frame: Frame) throws(Raised) -> Value {
    if value.isExactly(.coroutine) {
      let flags = CodeRef(frame.body.pointee.code).p.pointee.flags
      if flags & (CodeFlag.coroutine | CodeFlag.iterableCoroutine) == 0 {
        throw raise(
          .typeError, "cannot 'yield from' a coroutine object in a non-coroutine generator")
      }
      return value
    }
    return try Iterate.iterator(value)
  }

  /// What `await value` delegates to.
  static func awaitable(_ value: Value, place: Int) throws(Raised) -> Value {
    if value.isExactly(.coroutine) {
      if Generators.delegate(GeneratorRef(value)).isPresent {
        throw raise(.runtimeError, "coroutine is being awaited already")
      }
      return value
    }
    if value.isExactly(.asyncGeneratorSend) { return value }
    if value.isExactly(.generator), isIterableCoroutine(value) { return value }
    let method = value.type.special(.await)
    if method.isAbsent {
      if place == 1 || place == 2 {
        throw raise(
          .typeError,
          "'async with' received an object from \(place == 1 ? "__aenter__" : "__aexit__") that does not implement __await__: \(value.typeName)"
        )
      }
      throw raise(.typeError, "object \(value.typeName) can't be used in 'await' expression")
    }
    let result = try Call.specialMethod(method, value)
    if result.isExactly(.coroutine) {
      throw raise(.typeError, "__await__() returned a coroutine")
    }
    if result.type.special(.next).isAbsent {
      throw raise(
        .typeError, "__await__() returned non-iterator of type '\(result.typeName)'")
    }
    return result
  }

  private static func isIterableCoroutine(_ generator: Value) -> Bool {
    let code = FunctionRef(GeneratorRef(generator).p.pointee.function).p.pointee.code
    return CodeRef(code).p.pointee.flags & CodeFlag.iterableCoroutine != 0
  }

  static func asyncIterator(_ value: Value) throws(Raised) -> Value {
    let method = value.type.special(.aiter)
    if method.isAbsent {
      throw raise(
        .typeError,
        "'async for' requires an object with __aiter__ method, got \(value.typeName)")
    }
    let iterator = try Call.specialMethod(method, value)
    if iterator.type.special(.anext).isAbsent {
      throw raise(
        .typeError,
        "'async for' received an object from __aiter__ that does not implement __anext__: \(iterator.typeName)"
      )
    }
    return iterator
  }

  static func asyncNext(_ iterator: Value) throws(Raised) -> Value {
    if iterator.isExactly(.asyncGenerator) { return try AsyncStep.makeTemporary(iterator) }
    let method = iterator.type.special(.anext)
    if method.isAbsent {
      throw raise(
        .typeError,
        "'async for' requires an iterator with __anext__ method, got \(iterator.typeName)")
    }
    let next = try Call.specialMethod(method, iterator)
    do throws(Raised) { return try awaitable(next, place: 0) } catch {
      if !catching(.typeError) { throw error }
      throw raise(
        .typeError,
        "'async for' received an invalid object from __anext__: \(next.typeName)")
    }
  }
}

enum Matching {
  /// The values of a mapping pattern's keys; None if one is missing.
  static func keys(_ subject: Value, _ keys: TupleRef) throws(Raised) -> Value {
    let seen = SetRef.make()
    let values = ListRef.make(capacity: keys.count)
    let get = keys.count > 0 ? try Attributes.get(subject, "get") : .absent
    let missing = Value(Heap.allocateZeroed(16, Header(shape: .of(.cell))))
    for i in 0..<keys.count {
      if try seen.contains(keys[i]) {
        throw raise(
          .valueError,
          "mapping pattern checks duplicate key (\(try Convert.repr(keys[i]).text))")
      }
      try seen.add(keys[i])
      let value = try Call.function(get, keys[i], missing)
      if value === missing { return .none }
      values.append(value)
    }
    return values.toTuple().value
  }

  /// The attributes that a class pattern's sub-patterns are matched against; None if the subject does
  /// not match.
  static func classPattern(
    _ subject: Value, _ type: Value, positional: Int, _ names: TupleRef
  ) throws(Raised) -> Value {
    guard type.isType else {
      throw raise(.typeError, "called match pattern must be a class")
    }
    if !(try Instances.isInstance(subject, type)) { return .none }
    let values = ListRef.make()
    let seen = SetRef.make()
    if positional > 0 {
      try positionals(subject, TypeRef(type), positional, values, seen)
    }
    for i in 0..<names.count {
      if try seen.contains(names[i]) {
        throw duplicate(TypeRef(type), names[i])
      }
      try seen.add(names[i])
      let value = try Attributes.lookup(subject, names[i])
      if value.isAbsent { return .none }
      values.append(value)
    }
    // A missing positional attribute is noted by an absent item.
    for i in 0..<values.count where values[i].isAbsent { return .none }
    return values.toTuple().value
  }

  private static func duplicate(_ type: TypeRef, _ name: Value) -> Raised {
    raise(
      .typeError,
      "\(type.nameText)() got multiple sub-patterns for attribute '\(StrRef(name).text)'")
  }

  private static func positionals(
    _ subject: Value, _ type: TypeRef, _ count: Int, _ values: ListRef, _ seen: SetRef
  ) throws(Raised) {
    let names = try Attributes.lookup(type.value, Interning.intern("__match_args__"))
    if names.isAbsent {
      let allowed = type.has(.matchesSelf) ? 1 : 0
      if count > allowed { throw tooMany(type, allowed, count) }
      values.append(subject)
      return
    }
    if !names.isExactly(.tuple) {
      throw raise(
        .typeError,
        "\(type.nameText).__match_args__ must be a tuple (got \(names.typeName))")
    }
    let tuple = TupleRef(names)
    if count > tuple.count { throw tooMany(type, tuple.count, count) }
    for i in 0..<count {
      if !tuple[i].isStr {
        throw raise(
          .typeError, "__match_args__ elements must be strings (got \(tuple[i].typeName))")
      }
      if try seen.contains(tuple[i]) { throw duplicate(type, tuple[i]) }
      try seen.add(tuple[i])
      values.append(try Attributes.lookup(subject, Interning.intern(tuple[i])))
    }
  }

  private static func tooMany(_ type: TypeRef, _ allowed: Int, _ given: Int) -> Raised {
    raise(
      .typeError,
      "\(type.nameText)() accepts \(allowed) positional sub-pattern\(allowed == 1 ? "" : "s") (\(given) given)"
    )
  }
}
