// The types `generator` and `coroutine`.

enum GeneratorMethods {
  /// A yielded value, or StopIteration raised with the returned one.
  static func deliver(_ outcome: Generators.Outcome) throws(Raised) -> Value {
    switch outcome {
    case .yielded(let value): return value
    case .returned(let value):
      if value.isNone { throw raise(.stopIteration) }
      throw setRaised(Exceptions.stopIteration(value))
    }
  }

  static func next(_ a: Args) throws(Raised) -> Value {
    switch try Generators.send(GeneratorRef(a[0]), .none) {
    case .yielded(let value): return value
    case .returned(let value):
      if value.isNone { return .exhausted }
      throw setRaised(Exceptions.stopIteration(value))
    }
  }

  static func send(_ a: Args) throws(Raised) -> Value {
    try deliver(try Generators.send(GeneratorRef(a[0]), a[1]))
  }

  static func throwIn(_ a: Args) throws(Raised) -> Value {
    let exception = try exceptionArgument(a)
    return try deliver(try Generators.raiseInside(GeneratorRef(a[0]), exception))
  }

  /// `throw(exception)` or the old `throw(type, value, traceback)`.
  static func exceptionArgument(_ a: Args) throws(Raised) -> Value {
    if a.count > 2 {
      try Warnings.warn(
        .deprecationWarning,
        "the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead."
      )
    }
    var exception: Value
    if Exceptions.isExceptionClass(a[1]), a.count > 2, !a[2].isNone {
      exception =
        a[2].type.isSubtype(of: TypeRef(a[1]))
        ? a[2]
        : a[2].isTuple
          ? try Call.function(a[1], TupleRef(a[2]), nil) : try Call.function(a[1], a[2])
    } else if Exceptions.isExceptionClass(a[1]) || (a[1].isHeap && a[1].has(.isException)) {
      if !a[1].isType, a.count > 2, !a[2].isNone {
        throw raise(.typeError, "instance exception may not have a separate value")
      }
      exception = try Exceptions.instance(a[1])
    } else {
      throw raise(
        .typeError,
        "exceptions must be classes or instances deriving from BaseException, not \(a[1].typeName)")
    }
    if a.count > 3, !a[3].isNone {
      guard a[3].isExactly(.traceback) else {
        throw raise(.typeError, "throw() third argument must be a traceback object")
      }
      ExceptionRef(exception).traceback = a[3]
    }
    return exception
  }

  static func close(_ a: Args) throws(Raised) -> Value { try Generators.close(GeneratorRef(a[0])) }

  static func repr(_ a: Args) throws(Raised) -> Value {
    let g = GeneratorRef(a[0]).p.pointee
    let kind = a[0].isExactly(.asyncGenerator) ? "async_generator" : a[0].typeName
    return Value(
      "<\(kind) object \(StrRef(g.qualifiedName).text) at 0x\(String(UInt(a[0].bits), radix: 16))>")
  }

  static func getName(_ a: Args) throws(Raised) -> Value { GeneratorRef(a[0]).p.pointee.name }
  static func setName(_ a: Args) throws(Raised) -> Value {
    guard a[1].isPresent, a[1].isStr else {
      throw raise(.typeError, "__name__ must be set to a string object")
    }
    GeneratorRef(a[0]).p.pointee.name = a[1]
    a[0].asObject.noteWrite()
    return .none
  }
  static func getQualifiedName(_ a: Args) throws(Raised) -> Value {
    GeneratorRef(a[0]).p.pointee.qualifiedName
  }
  static func setQualifiedName(_ a: Args) throws(Raised) -> Value {
    guard a[1].isPresent, a[1].isStr else {
      throw raise(.typeError, "__qualname__ must be set to a string object")
    }
    GeneratorRef(a[0]).p.pointee.qualifiedName = a[1]
    a[0].asObject.noteWrite()
    return .none
  }
  static func getCode(_ a: Args) throws(Raised) -> Value {
    FunctionRef(GeneratorRef(a[0]).p.pointee.function).p.pointee.code
  }
  static func getRunning(_ a: Args) throws(Raised) -> Value {
    Value(Generators.isRunning(GeneratorRef(a[0])))
  }
  static func getSuspended(_ a: Args) throws(Raised) -> Value {
    let generator = GeneratorRef(a[0])
    return Value(
      generator.p.pointee.state == .suspended && !Generators.isRunning(generator))
  }
  static func getDelegate(_ a: Args) throws(Raised) -> Value {
    let generator = GeneratorRef(a[0])
    // What a running generator delegated to last may be gone.
    if generator.p.pointee.state != .suspended || Generators.isRunning(generator) { return .none }
    let delegate = Generators.delegate(generator)
    if delegate.isAbsent { return .none }
    if delegate.isHeap { Recycling.expose(delegate.asObject) }
    return delegate
  }
  static func getFrame(_ a: Args) throws(Raised) -> Value {
    let generator = GeneratorRef(a[0])
    if generator.p.pointee.state == .finished { return .none }
    return FrameObjects.ofSuspended(generator).value
  }
  static func getOrigin(_ a: Args) throws(Raised) -> Value {
    let origin = GeneratorRef(a[0]).p.pointee.origin
    return origin.isAbsent ? .none : origin
  }
}

enum GeneratorType {
  static let methods: [NativeMethod] = [
    NativeMethod("__iter__", "($self, /)", Iterators.identity),
    NativeMethod("__next__", "($self, /)", GeneratorMethods.next),
    NativeMethod("__repr__", "($self, /)", GeneratorMethods.repr),
    NativeMethod("__class_getitem__", "($type, object, /)", MappingProxyType.classGetItem),
    NativeMethod("send", "($self, value, /)", GeneratorMethods.send),
    NativeMethod("throw", "($self, type, value=None, tb=None, /)", GeneratorMethods.throwIn),
    NativeMethod("close", "($self, /)", GeneratorMethods.close),
    NativeMethod("__del__", "($self, /)", GeneratorEnding.end),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("__name__", GeneratorMethods.getName, set: GeneratorMethods.setName),
    NativeGetSet(
      "__qualname__", GeneratorMethods.getQualifiedName, set: GeneratorMethods.setQualifiedName),
    NativeGetSet("gi_code", GeneratorMethods.getCode),
    NativeGetSet("gi_running", GeneratorMethods.getRunning),
    NativeGetSet("gi_suspended", GeneratorMethods.getSuspended),
    NativeGetSet("gi_yieldfrom", GeneratorMethods.getDelegate),
    NativeGetSet("gi_frame", GeneratorMethods.getFrame),
  ]
  static let spec = TypeSpec(
    "generator", size: MemoryLayout<GeneratorLayout>.size, flags: [.weakReferable],
    methods: methods, getSets: getSets)
}

enum CoroutineType {
  static let methods: [NativeMethod] = [
    NativeMethod("__await__", "($self, /)", awaitSelf),
    NativeMethod("__repr__", "($self, /)", GeneratorMethods.repr),
    NativeMethod("__class_getitem__", "($type, object, /)", MappingProxyType.classGetItem),
    NativeMethod("send", "($self, value, /)", send),
    NativeMethod("throw", "($self, type, value=None, tb=None, /)", throwIn),
    NativeMethod("close", "($self, /)", GeneratorMethods.close),
    NativeMethod("__del__", "($self, /)", GeneratorEnding.end),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("__name__", GeneratorMethods.getName, set: GeneratorMethods.setName),
    NativeGetSet(
      "__qualname__", GeneratorMethods.getQualifiedName, set: GeneratorMethods.setQualifiedName),
    NativeGetSet("cr_code", GeneratorMethods.getCode),
    NativeGetSet("cr_running", GeneratorMethods.getRunning),
    NativeGetSet("cr_suspended", GeneratorMethods.getSuspended),
    NativeGetSet("cr_await", GeneratorMethods.getDelegate),
    NativeGetSet("cr_frame", GeneratorMethods.getFrame),
    NativeGetSet("cr_origin", GeneratorMethods.getOrigin),
  ]
  static let spec = TypeSpec(
    "coroutine", size: MemoryLayout<GeneratorLayout>.size, flags: [.weakReferable],
    methods: methods, getSets: getSets)

  static func awaitSelf(_ a: Args) throws(Raised) -> Value {
    let object = Heap.allocate(16, Header(shape: .of(.coroutineWrapper)))
    object.word(1).pointee = a[0]
    return Value(object)
  }

  private static func checkReusable(_ coroutine: Value) throws(Raised) {
    if GeneratorRef(coroutine).p.pointee.state == .finished {
      throw raise(.runtimeError, "cannot reuse already awaited coroutine")
    }
  }
  static func send(_ a: Args) throws(Raised) -> Value {
    try checkReusable(a[0])
    return try GeneratorMethods.send(a)
  }
  static func throwIn(_ a: Args) throws(Raised) -> Value {
    try checkReusable(a[0])
    return try GeneratorMethods.throwIn(a)
  }
}

/// What `coroutine.__await__()` returns: an iterator that drives the coroutine.
enum CoroutineWrapperType {
  static let methods: [NativeMethod] = [
    NativeMethod("__iter__", "($self, /)", Iterators.identity),
    NativeMethod("__next__", "($self, /)", next),
    NativeMethod("send", "($self, value, /)", send),
    NativeMethod("throw", "($self, type, value=None, tb=None, /)", throwIn),
    NativeMethod("close", "($self, /)", close),
  ]
  static let spec = TypeSpec("coroutine_wrapper", size: 16, methods: methods)

  private static func coroutine(_ a: Args) -> GeneratorRef {
    GeneratorRef(a[0].asObject.word(1).pointee)
  }
  static func next(_ a: Args) throws(Raised) -> Value {
    try GeneratorMethods.deliver(try Generators.send(coroutine(a), .none))
  }
  static func send(_ a: Args) throws(Raised) -> Value {
    try GeneratorMethods.deliver(try Generators.send(coroutine(a), a[1]))
  }
  static func throwIn(_ a: Args) throws(Raised) -> Value {
    let exception = try GeneratorMethods.exceptionArgument(a)
    return try GeneratorMethods.deliver(try Generators.raiseInside(coroutine(a), exception))
  }
  static func close(_ a: Args) throws(Raised) -> Value { try Generators.close(coroutine(a)) }
}
