// Exceptions and tracebacks.
//
// All exceptions have one layout: the fields that some types add (`errno`, `value`, `name` …) lie in
// `extra`, whose meaning `ExceptionFields` tells.

public struct ExceptionLayout {
  public var header: Header
  /// Tuple.
  public var args: Value
  /// Traceback, or absent.
  public var traceback: Value
  public var context: Value
  public var cause: Value
  public var suppressContext: Value
  public var extra: (Value, Value, Value, Value, Value, Value, Value, Value)
  /// `__dict__`, or absent.
  public var dict: Value
}

@frozen public struct ExceptionRef: TypedRef {
  public let p: UnsafeMutablePointer<ExceptionLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<ExceptionLayout>) { self.p = p }

  public static let extraCount = 8

  /// The n-th extra field; absent while unset.
  public func extra(_ index: Int) -> Value { object.word(6 + index).pointee }
  public func setExtra(_ index: Int, _ value: Value) {
    object.store(value, at: object.word(6 + index))
  }

  public var traceback: Value {
    get { p.pointee.traceback }
    nonmutating set {
      p.pointee.traceback = newValue
      object.noteWrite()
    }
  }
  public var context: Value {
    get { p.pointee.context }
    nonmutating set {
      p.pointee.context = newValue
      object.noteWrite()
    }
  }
  public var cause: Value {
    get { p.pointee.cause }
    nonmutating set {
      p.pointee.cause = newValue
      object.noteWrite()
    }
  }
  public var args: TupleRef {
    get { TupleRef(p.pointee.args) }
    nonmutating set {
      p.pointee.args = newValue.value
      object.noteWrite()
    }
  }

  /// A new instance of an exception type, `__init__` not called.
  public static func make(_ type: TypeRef, args: TupleRef) -> ExceptionRef {
    let exception = ExceptionRef(Instances.allocate(type))
    exception.p.pointee.args = args.value
    exception.p.pointee.suppressContext = .false
    return exception
  }
}

public struct TracebackLayout {
  public var header: Header
  /// Traceback or absent.
  public var next: Value
  public var frame: Value
  /// A `FrameObjects.place`, as an int.
  public var place: Value
  public var line: Value
}

@frozen public struct TracebackRef: TypedRef {
  public let p: UnsafeMutablePointer<TracebackLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<TracebackLayout>) { self.p = p }

  public var code: CodeRef { CodeRef(FrameRef(p.pointee.frame).p.pointee.code) }
  /// Offset in the bytecode, in bytes.
  public var lastInstruction: Int { FrameObjects.offset(code, at: p.pointee.place.asInt) }
}

/// A message around a Python string that is kept as it is: a Swift string has no place for surrogates.
public func messageText(_ before: String, _ name: Value, _ after: String) -> Value {
  let start = StrRef.concatenate(StrRef.make(before), StrRef(name))
  return StrRef.concatenate(start, StrRef.make(after)).value
}

/// Sets a new exception of a builtin type in the thread state: `throw raise(.typeError, "…")`.
@inline(never)
public func raise(_ type: BuiltinType, _ message: String) -> Raised {
  raise(type, Value(message))
}

@inline(never)
public func raise(_ type: BuiltinType) -> Raised {
  setRaised(ExceptionRef.make(type.ref, args: .empty).value)
}

/// The exception's only argument is `value`.
@inline(never)
public func raise(_ type: BuiltinType, _ value: Value) -> Raised {
  setRaised(ExceptionRef.make(type.ref, args: TupleRef.of(value)).value)
}

/// Makes an exception object the one that is raised; its context is the one being handled.
public func setRaised(_ exception: Value) -> Raised {
  Exceptions.attachContext(exception)
  thread.pointee.exception = exception
  return Raised()
}

/// Takes the raised exception out of the thread state: what a `catch` begins with.
public func takeRaised() -> Value {
  let exception = thread.pointee.exception
  thread.pointee.exception = .absent
  return exception
}

/// True, and the exception is dropped, when the raised one is an instance of `type`; to be called in
/// a `catch`. When false the exception stays raised and must be thrown on.
public func catching(_ type: BuiltinType) -> Bool {
  if thread.pointee.exception.type.isSubtype(of: type) {
    thread.pointee.exception = .absent
    return true
  }
  return false
}
