// What `await future` delegates to: yields the future once, then ends with its result.

import TaipanRuntime

/// Word 1: the future, absent once it has ended.
enum FutureIterator {
  static let methods: [NativeMethod] = [
    NativeMethod("__iter__", "($self, /)", { a throws(Raised) in a[0] }),
    NativeMethod("__next__", "($self, /)", next),
    NativeMethod("send", "($self, value, /)", next),
    NativeMethod("throw", "($self, type, val=None, tb=None, /)", throwIn),
    NativeMethod("close", "($self, /)", close),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "_asyncio.FutureIter", size: 16, flags: [.noInstantiation], methods: methods, step: step))

  static func make(_ a: Args) throws(Raised) -> Value {
    try FutureRef(a[0]).requireAlive()
    let iterator = Instances.allocate(type)
    iterator.word(1).pointee = a[0]
    return Value(iterator)
  }

  static func step(_ iterator: ObjectRef, _ sent: Value) throws(Raised) -> Generators.Outcome {
    let value = iterator.word(1).pointee
    if value.isAbsent { return .returned(.none) }
    let future = FutureRef(value)
    if future.p.pointee.state == .pending {
      if future.p.pointee.isBlocking {
        throw raise(.runtimeError, "await wasn't used with future")
      }
      future.p.pointee.isBlocking = true
      return .yielded(value)
    }
    iterator.word(1).pointee = .absent
    return .returned(try future.result())
  }

  private static func next(_ a: Args) throws(Raised) -> Value {
    switch try step(a[0].asObject, .none) {
    case .yielded(let value): return value
    case .returned(let value):
      if value.isNone { throw raise(.stopIteration) }
      throw setRaised(Exceptions.stopIteration(value))
    }
  }

  private static func close(_ a: Args) throws(Raised) -> Value {
    a[0].asObject.word(1).pointee = .absent
    return .none
  }

  /// The exception goes on to whoever awaits.
  private static func throwIn(_ a: Args) throws(Raised) -> Value {
    if a.count > 2 {
      try Warnings.warn(
        .deprecationWarning,
        "the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead."
      )
    }
    let value = a.optional(2).isPresent ? a[2] : .none
    let traceback = a.optional(3).isPresent ? a[3] : .none
    if !traceback.isNone, !traceback.isExactly(.traceback) {
      throw raise(.typeError, "throw() third argument must be a traceback")
    }
    let exception: Value
    if Exceptions.isExceptionClass(a[1]) {
      exception = try instance(of: a[1], value)
    } else if a[1].isHeap, a[1].type.isSubtype(of: .baseException) {
      if !value.isNone {
        throw raise(.typeError, "instance exception may not have a separate value")
      }
      exception = a[1]
    } else {
      throw raise(
        .typeError, "exceptions must be classes deriving BaseException or instances of such a class"
      )
    }
    if !traceback.isNone { ExceptionRef(exception).traceback = traceback }
    a[0].asObject.word(1).pointee = .absent
    throw setRaised(exception)
  }

  private static func instance(of type: Value, _ value: Value) throws(Raised) -> Value {
    if value.isNone { return try Exceptions.instance(type) }
    if value.type.isSubtype(of: TypeRef(type)) { return value }
    if value.isTuple { return try Call.function(type, TupleRef(value), nil) }
    return try Call.function(type, value)
  }
}
