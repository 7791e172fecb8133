// Async generators (PEP 525): `__anext__`, `asend`, `athrow` and `aclose` give awaitables that drive the
// generator: values that it awaits go up to the event loop, a value that it yields ends the awaitable.

/// One call of `asend` or `athrow`.
struct AsyncStepLayout {
  var header: Header
  var generator: Value
  /// asend: the value to send; athrow: the exception, absent for aclose.
  var value: Value
  /// 0 not begun, 1 running, 2 done: as int.
  var state: Value
  var isClose: Value
}

struct AsyncStep {
  let p: UnsafeMutablePointer<AsyncStepLayout>
  init(_ value: Value) {
    p = value.asObject.pointer.assumingMemoryBound(to: AsyncStepLayout.self)
  }
  var generator: GeneratorRef { GeneratorRef(p.pointee.generator) }

  /// Bytes of the object.
  static let size = 48

  /// The step of an `async for`, which nothing but the loop refers to.
  static func makeTemporary(_ generator: Value) throws(Raised) -> Value {
    try AsyncGeneratorType.callHooks(generator)
    let step = make(.asyncGeneratorSend, generator, .none, isClose: false)
    Recycling.markTemporary(step.asObject)
    return step
  }

  static func make(_ type: BuiltinType, _ generator: Value, _ value: Value, isClose: Bool) -> Value
  {
    let header = Header(shape: .of(type))
    let object = Recycling.take(size, header) ?? Heap.allocateZeroed(size, header)
    let step = AsyncStep(Value(object))
    step.p.pointee.generator = generator
    step.p.pointee.value = value
    step.p.pointee.state = Value(smallInt: 0)
    step.p.pointee.isClose = Value(isClose)
    // A recycled object may be old.
    object.noteWrite()
    return Value(object)
  }
}

enum AsyncGeneratorType {
  static let methods: [NativeMethod] = [
    NativeMethod("__aiter__", "($self, /)", Iterators.identity),
    NativeMethod("__anext__", "($self, /)", anext),
    NativeMethod("__repr__", "($self, /)", GeneratorMethods.repr),
    NativeMethod("__class_getitem__", "($type, object, /)", MappingProxyType.classGetItem),
    NativeMethod("asend", "($self, value, /)", asend),
    NativeMethod("athrow", "($self, type, value=None, tb=None, /)", athrow),
    NativeMethod("aclose", "($self, /)", aclose),
    NativeMethod("__del__", "($self, /)", GeneratorEnding.end),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("__name__", GeneratorMethods.getName, set: GeneratorMethods.setName),
    NativeGetSet(
      "__qualname__", GeneratorMethods.getQualifiedName, set: GeneratorMethods.setQualifiedName),
    NativeGetSet("ag_code", GeneratorMethods.getCode),
    NativeGetSet("ag_running", getRunning),
    NativeGetSet("ag_suspended", GeneratorMethods.getSuspended),
    NativeGetSet("ag_await", GeneratorMethods.getDelegate),
    NativeGetSet("ag_frame", GeneratorMethods.getFrame),
  ]
  static let spec = TypeSpec(
    "async_generator", size: MemoryLayout<GeneratorLayout>.size, flags: [.weakReferable],
    methods: methods, getSets: getSets)

  static func getRunning(_ a: Args) throws(Raised) -> Value {
    Value(GeneratorRef(a[0]).p.pointee.isRunningAsync)
  }

  /// The event loop's hooks are told of a generator when it is first used.
  static func callHooks(_ value: Value) throws(Raised) {
    let generator = GeneratorRef(value)
    if generator.p.pointee.hooksDone { return }
    generator.p.pointee.hooksDone = true
    let finalizer = thread.pointee.asyncGenFinalizer
    if finalizer.isPresent, !finalizer.isNone {
      generator.p.pointee.finalizer = finalizer
      generator.object.noteWrite()
      Finalizers.expect(generator.object)
    }
    let first = thread.pointee.asyncGenFirstIter
    if first.isPresent, !first.isNone { _ = try Call.function(first, value) }
  }

  static func anext(_ a: Args) throws(Raised) -> Value {
    try callHooks(a[0])
    return AsyncStep.make(.asyncGeneratorSend, a[0], .none, isClose: false)
  }
  static func asend(_ a: Args) throws(Raised) -> Value {
    try callHooks(a[0])
    return AsyncStep.make(.asyncGeneratorSend, a[0], a[1], isClose: false)
  }
  static func athrow(_ a: Args) throws(Raised) -> Value {
    try callHooks(a[0])
    let exception = try GeneratorMethods.exceptionArgument(a)
    return AsyncStep.make(.asyncGeneratorThrow, a[0], exception, isClose: false)
  }
  static func aclose(_ a: Args) throws(Raised) -> Value {
    try callHooks(a[0])
    return AsyncStep.make(.asyncGeneratorThrow, a[0], .absent, isClose: true)
  }
}

enum AsyncSteps {
  static let methods: [NativeMethod] = [
    NativeMethod("__await__", "($self, /)", Iterators.identity),
    NativeMethod("__iter__", "($self, /)", Iterators.identity),
    NativeMethod("__next__", "($self, /)", next),
    NativeMethod("send", "($self, value, /)", send),
    NativeMethod("throw", "($self, type, value=None, tb=None, /)", throwIn),
    NativeMethod("close", "($self, /)", close),
  ]

  static func finish(_ step: AsyncStep) {
    step.p.pointee.state = Value(smallInt: 2)
    step.generator.p.pointee.isRunningAsync = false
  }

  static func next(_ a: Args) throws(Raised) -> Value {
    try GeneratorMethods.deliver(try advance(AsyncStep(a[0]), .none))
  }
  static func send(_ a: Args) throws(Raised) -> Value {
    try GeneratorMethods.deliver(try advance(AsyncStep(a[0]), a[1]))
  }

  private static func begin(_ step: AsyncStep) throws(Raised) {
    if step.generator.p.pointee.isRunningAsync {
      step.p.pointee.state = Value(smallInt: 2)
      let verb =
        step.p.pointee.isClose.isTrue
        ? "aclose(): asynchronous generator is already running"
        : step.p.header.isThrow
          ? "athrow(): asynchronous generator is already running"
          : "anext(): asynchronous generator is already running"
      throw raise(.runtimeError, verb)
    }
    step.generator.p.pointee.isRunningAsync = true
    step.p.pointee.state = Value(smallInt: 1)
  }

  /// What the step awaits, or the value that the generator yielded as its result.
  static func advance(_ step: AsyncStep, _ sent: Value) throws(Raised) -> Generators.Outcome {
    let isThrow = step.p.header.isThrow
    switch step.p.pointee.state.asInt {
    case 2:
      let name = isThrow ? "aclose()/athrow()" : "__anext__()/asend()"
      throw raise(.runtimeError, "cannot reuse already awaited \(name)")
    case 0:
      if isThrow, step.generator.p.pointee.state == .finished {
        finish(step)
        if step.p.pointee.isClose.isTrue { return .returned(.none) }
        throw raise(.stopAsyncIteration)
      }
      try begin(step)
      return try perform(step) { () throws(Raised) in
        if !isThrow {
          return try Generators.send(step.generator, sent.isNone ? step.p.pointee.value : sent)
        }
        return try raiseInto(step)
      }
    default:
      return try perform(step) { () throws(Raised) in try Generators.send(step.generator, sent) }
    }
  }

  private static func raiseInto(_ step: AsyncStep) throws(Raised) -> Generators.Outcome {
    if step.p.pointee.isClose.isTrue {
      step.generator.p.pointee.isClosed = true
      let exit = ExceptionRef.make(BuiltinType.generatorExit.ref, args: .empty).value
      return try Generators.raiseInside(step.generator, exit)
    }
    return try Generators.raiseInside(step.generator, step.p.pointee.value)
  }

  /// Turns what the generator did into what an awaitable does.
  private static func perform(
    _ step: AsyncStep, _ resume: () throws(Raised) -> Generators.Outcome
  ) throws(Raised) -> Generators.Outcome {
    let outcome: Generators.Outcome
    do throws(Raised) { outcome = try resume() } catch {
      finish(step)
      if step.p.pointee.isClose.isTrue {
        let type = thread.pointee.exception.type
        if type.isSubtype(of: .stopAsyncIteration) || type.isSubtype(of: .generatorExit) {
          thread.pointee.exception = .absent
          return .returned(.none)
        }
      }
      throw error
    }
    switch outcome {
    case .returned:
      finish(step)
      if step.p.pointee.isClose.isTrue { return .returned(.none) }
      throw raise(.stopAsyncIteration)
    case .yielded(let value):
      guard let yielded = AsyncGenerators.unwrap(value) else { return .yielded(value) }
      finish(step)
      if step.p.pointee.isClose.isTrue {
        throw raise(.runtimeError, "async generator ignored GeneratorExit")
      }
      return .returned(yielded)
    }
  }

  static func throwIn(_ a: Args) throws(Raised) -> Value {
    let step = AsyncStep(a[0])
    let exception = try GeneratorMethods.exceptionArgument(a)
    if step.p.pointee.state.asInt == 2 {
      let name = step.p.header.isThrow ? "aclose()/athrow()" : "__anext__()/asend()"
      throw raise(.runtimeError, "cannot reuse already awaited \(name)")
    }
    if step.p.pointee.state.asInt == 0 { try begin(step) }
    let outcome = try perform(step) { () throws(Raised) in
      try Generators.raiseInside(step.generator, exception)
    }
    return try GeneratorMethods.deliver(outcome)
  }

  static func close(_ a: Args) throws(Raised) -> Value {
    let step = AsyncStep(a[0])
    if step.p.pointee.state.asInt == 2 { return .none }
    let exit = ExceptionRef.make(BuiltinType.generatorExit.ref, args: .empty).value
    let started = step.p.pointee.state.asInt == 1
    if !started {
      step.p.pointee.state = Value(smallInt: 2)
      return .none
    }
    do throws(Raised) {
      let outcome = try perform(step) { () throws(Raised) in
        try Generators.raiseInside(step.generator, exit)
      }
      if case .returned = outcome { return .none }
    } catch {
      let type = thread.pointee.exception.type
      if type.isSubtype(of: .stopIteration) || type.isSubtype(of: .stopAsyncIteration)
        || type.isSubtype(of: .generatorExit)
      {
        thread.pointee.exception = .absent
        return .none
      }
      throw error
    }
    throw raise(.runtimeError, "coroutine ignored GeneratorExit")
  }
}

extension UnsafeMutablePointer where Pointee == AsyncStepLayout {
  fileprivate var header: (isThrow: Bool, Void) {
    (pointee.header.shapeID == Shape.of(.asyncGeneratorThrow).id, ())
  }
}

enum AsyncGeneratorSendType {
  static let spec = TypeSpec("async_generator_asend", size: 48, methods: AsyncSteps.methods)
}
enum AsyncGeneratorThrowType {
  static let spec = TypeSpec("async_generator_athrow", size: 48, methods: AsyncSteps.methods)
}
enum AsyncGeneratorWrappedValueType {
  static let spec = TypeSpec("async_generator_wrapped_value", size: 16)
}

/// `anext(iterator, default)`.
enum AnextAwaitableType {
  static let methods: [NativeMethod] = [
    NativeMethod("__await__", "($self, /)", Iterators.identity),
    NativeMethod("__iter__", "($self, /)", Iterators.identity),
    NativeMethod("__next__", "($self, /)", next),
    NativeMethod("send", "($self, value, /)", send),
    NativeMethod("throw", "($self, *args, **kwargs)", throwIn),
    NativeMethod("close", "($self, /)", close),
  ]
  static let spec = TypeSpec("anext_awaitable", size: 24, methods: methods)

  /// The iterator that drives the wrapped awaitable; made at the first step.
  private static func iterator(_ a: Args) throws(Raised) -> Value {
    let wrapped = a[0].asObject.word(1)
    let awaitable = try Coroutines.awaitable(wrapped.pointee, place: 0)
    if awaitable !== wrapped.pointee { a[0].asObject.store(awaitable, at: wrapped) }
    if awaitable.isExactly(.coroutine) {
      let driver = try Call.specialMethod(awaitable.type.special(.await), awaitable)
      a[0].asObject.store(driver, at: wrapped)
      return driver
    }
    return awaitable
  }

  private static func withDefault(_ a: Args, _ step: (Value) throws(Raised) -> Value)
    throws(Raised) -> Value
  {
    let wrapped = a[0].asObject.word(1).pointee
    let isDriver = wrapped.type.special(.next).isPresent && wrapped.type.special(.await).isAbsent
    let target = isDriver ? wrapped : try iterator(a)
    do throws(Raised) { return try step(target) } catch {
      if catching(.stopAsyncIteration) {
        throw setRaised(Exceptions.stopIteration(a[0].asObject.word(2).pointee))
      }
      throw error
    }
  }
  static func next(_ a: Args) throws(Raised) -> Value {
    try withDefault(a) { (target) throws(Raised) in
      try Call.specialMethod(target.type.special(.next), target)
    }
  }
  static func send(_ a: Args) throws(Raised) -> Value {
    try withDefault(a) { (target) throws(Raised) in try Call.method(target, "send", a[1]) }
  }
  static func throwIn(_ a: Args) throws(Raised) -> Value {
    try withDefault(a) { (target) throws(Raised) in
      try Call.call(try Attributes.get(target, "throw"), a.dropping(1))
    }
  }
  static func close(_ a: Args) throws(Raised) -> Value {
    try withDefault(a) { (target) throws(Raised) in try Call.method(target, "close") }
  }
}
