// Raising, context, matching.

import Bytecode
import RegisterCode

/// Places of `ExceptionRef.extra`, by type.
public enum ExceptionFields {
  // StopIteration, SystemExit
  public static let value = 0
  // NameError, AttributeError, ImportError
  public static let name = 0
  public static let object = 1
  public static let path = 1
  public static let message = 2
  public static let nameFrom = 3
  // OSError
  public static let errno = 0
  public static let strerror = 1
  public static let filename = 2
  public static let filename2 = 3
  public static let written = 4
  // SyntaxError: msg, filename, lineno, offset, text, end_lineno, end_offset, print_file_and_line
  public static let syntaxMessage = 0
  public static let syntaxFile = 1
  public static let line = 2
  public static let offset = 3
  public static let text = 4
  public static let endLine = 5
  public static let endOffset = 6
  public static let printFile = 7
  // UnicodeError: encoding, object, start, end, reason
  public static let encoding = 0
  public static let unicodeObject = 1
  public static let start = 2
  public static let end = 3
  public static let reason = 4
  // BaseExceptionGroup
  public static let groupMessage = 0
  public static let groupExceptions = 1
}

public enum Exceptions {
  /// Sets `__context__` to the exception being handled, cutting a cycle if that would make one.
  public static func attachContext(_ exception: Value) {
    let handled = thread.pointee.handled
    if handled.isAbsent || handled.isNone || handled === exception { return }
    if !exception.isHeap || !exception.has(.isException) { return }
    var current = handled
    var steps = 0
    while current.isPresent, !current.isNone, steps < 10000 {
      let next = ExceptionRef(current).context
      if next === exception {
        ExceptionRef(current).context = .absent
        break
      }
      current = next
      steps += 1
    }
    ExceptionRef(exception).context = handled
  }

  /// The `raise` statement.
  ///
  /// - Throws: TypeError for what is not an exception; what its constructor raises.
  static func raise(_ value: Value, cause: Value) throws(Raised) -> Raised {
    let exception = try instance(value)
    if cause.isPresent {
      let e = ExceptionRef(exception)
      if cause.isNone {
        e.cause = .absent
      } else {
        e.cause = try causeInstance(cause)
      }
      e.p.pointee.suppressContext = .true
    }
    return setRaised(exception)
  }

  private static func causeInstance(_ cause: Value) throws(Raised) -> Value {
    if cause.isHeap, cause.has(.isException), !cause.isType { return cause }
    if isExceptionClass(cause) { return try instance(cause) }
    throw TaipanRuntime.raise(.typeError, "exception causes must derive from BaseException")
  }

  /// An exception class is instantiated.
  public static func instance(_ value: Value) throws(Raised) -> Value {
    if value.isHeap, !value.isType, value.has(.isException) { return value }
    if isExceptionClass(value) {
      if value.asObject.type == .type, isPlain(TypeRef(value)) {
        return ExceptionRef.make(TypeRef(value), args: .empty).value
      }
      let made = try Call.function(value)
      if !made.isHeap || made.isType || !made.has(.isException) {
        throw TaipanRuntime.raise(
          .typeError,
          "calling \(try Convert.repr(value).text) should have returned an instance of BaseException, not \(try Convert.repr(made.type.value).text)"
        )
      }
      return made
    }
    throw TaipanRuntime.raise(.typeError, "exceptions must derive from BaseException")
  }

  public static func isExceptionClass(_ value: Value) -> Bool {
    value.isType && TypeRef(value).has(.isException)
  }

  /// Whether calling the class only makes an exception of the arguments: BaseException's `__new__` and
  /// `__init__` both do no more than that.
  static func isPlain(_ type: TypeRef) -> Bool {
    let base = BuiltinType.baseException.ref
    return type.special(.new) === base.special(.new)
      && type.special(.`init`) === base.special(.`init`)
      && !type.has(.noInstantiation)
  }

  /// Whether an exception matches what an `except` clause names.
  ///
  /// - Throws: TypeError for a clause that names no exception class.
  static func matches(_ exception: Value, _ clause: Value) throws(Raised) -> Bool {
    if clause.isTuple {
      let tuple = TupleRef(clause)
      for i in 0..<tuple.count { try requireClass(tuple[i]) }
      for i in 0..<tuple.count where exception.type.isSubtype(of: TypeRef(tuple[i])) { return true }
      return false
    }
    try requireClass(clause)
    return exception.type.isSubtype(of: TypeRef(clause))
  }

  private static func requireClass(_ value: Value) throws(Raised) {
    if !isExceptionClass(value) {
      throw TaipanRuntime.raise(
        .typeError, "catching classes that do not inherit from BaseException is not allowed")
    }
  }

  /// StopIteration with a value.
  public static func stopIteration(_ value: Value) -> Value {
    let args = value.isNone ? TupleRef.empty : TupleRef.of(value)
    let exception = ExceptionRef.make(BuiltinType.stopIteration.ref, args: args)
    exception.setExtra(ExceptionFields.value, value)
    return exception.value
  }

  /// `exception.add_note(text)`.
  public static func addNote(_ exception: Value, _ text: String) throws(Raised) {
    let name = Interning.intern("__notes__")
    var notes = try Attributes.lookup(exception, name)
    if notes.isAbsent {
      notes = ListRef.make().value
      try Attributes.set(exception, name, notes)
    }
    if notes.isList { ListRef(notes).append(Value(text)) }
  }

  /// Reports an exception that nothing can receive (`sys.unraisablehook`) and drops it.
  public static func reportUnraisable(_ message: String, _ object: Value) {
    let exception = takeRaised()
    Tracebacks.addPlace(to: ExceptionRef(exception))
    let handled = thread.pointee.handled
    defer { thread.pointee.handled = handled }
    unraisable?(exception, message, object)
    thread.pointee.exception = .absent
  }

  /// Set by `sys`: calls the hook.
  nonisolated(unsafe) public static var unraisable: ((Value, String, Value) -> Void)?
}

/// Traceback entries and frame objects.
public enum Tracebacks {
  /// Notes that the raised exception passes through a frame.
  static func add(_ frame: Frame, word: Int) {
    let t = thread
    if t.pointee.isReraising {
      t.pointee.isReraising = false
      return
    }
    let exception = ExceptionRef(t.pointee.exception)
    let frameObject = FrameObjects.of(frame)
    let next = exception.traceback
    let place = FrameObjects.place(frame.body, word)
    exception.traceback = make(next: next, frame: frameObject, place: place)
  }

  /// An exception that no frame has seen is told with the place that is running.
  static func addPlace(to exception: ExceptionRef) {
    if exception.traceback.isPresent && !exception.traceback.isNone { return }
    guard let registers = thread.pointee.frame else { return }
    let frame = Frame(registers)
    let place = FrameObjects.place(frame.body, FrameObjects.currentWord(frame))
    exception.traceback = make(
      next: exception.traceback, frame: FrameObjects.of(frame), place: place)
  }

  /// An entry with a `FrameObjects.place`.
  public static func make(next: Value, frame: FrameRef, place: Int) -> Value {
    let traceback = TracebackRef(
      Heap.allocate(MemoryLayout<TracebackLayout>.size, Header(shape: .of(.traceback))))
    traceback.p.pointee.next = next
    traceback.p.pointee.frame = frame.value
    traceback.p.pointee.place = Value(smallInt: place)
    traceback.p.pointee.line = .absent
    return traceback.value
  }
}

public struct FrameLayout {
  public var header: Header
  /// The registers while the frame runs; null afterwards.
  public var registers: UnsafeMutablePointer<Value>?
  public var code: Value
  public var function: Value
  /// Namespace of module and class bodies; absent for functions.
  public var namespace: Value
  /// ValueBuffer with the fast locals once the frame is gone.
  public var savedLocals: Value
  /// The calling frame's object once asked for.
  public var back: Value
  /// Where the frame was left, a `FrameObjects.place`.
  public var lastPlace: Int
  /// The instance that `__init__` constructs.
  public var constructed: Value
  /// The generator whose frame this is.
  public var generator: Value
  public var traceFunction: Value
  /// Locals that only exist in `f_locals`.
  public var extraLocals: Value
  /// `f_trace_lines` is off; `f_trace_opcodes` is on: true, or absent.
  var ignoresLines: Value
  var tracesOpcodes: Value
}

@frozen public struct FrameRef: TypedRef {
  public let p: UnsafeMutablePointer<FrameLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<FrameLayout>) { self.p = p }
}

public enum FrameObjects {
  /// The frame object of a frame, made when first asked for.
  static func of(_ frame: Frame) -> FrameRef {
    let extra = frame.extra
    if frame.flags & FrameFlags.generator != 0 { return ofGenerator(GeneratorRef(extra), frame) }
    if extra.isPresent, extra.isExactly(.frame) { return FrameRef(extra) }
    let object = make(frame)
    if frame.flags & FrameFlags.constructor != 0 {
      object.p.pointee.constructed = extra
    } else {
      object.p.pointee.namespace = extra
    }
    frame.extra = object.value
    frame.flags |= FrameFlags.hasFrameObject
    return object
  }

  private static func make(_ frame: Frame) -> FrameRef {
    let object = FrameRef(
      Heap.allocateZeroed(MemoryLayout<FrameLayout>.size, Header(shape: .of(.frame))))
    object.p.pointee.registers = frame.r
    object.p.pointee.code = frame.body.pointee.code
    object.p.pointee.function = frame.function.value
    return object
  }

  private static func ofGenerator(_ generator: GeneratorRef, _ frame: Frame) -> FrameRef {
    if generator.p.pointee.frame.isPresent {
      let object = FrameRef(generator.p.pointee.frame)
      object.p.pointee.registers = frame.r
      return object
    }
    let object = make(frame)
    object.p.pointee.generator = generator.value
    generator.p.pointee.frame = object.value
    generator.object.noteWrite()
    return object
  }

  /// The frame is about to go: its locals are kept for whoever holds the object.
  static func detach(_ frame: Frame) {
    let extra = frame.extra
    if !extra.isPresent || !extra.isExactly(.frame) { return }
    detach(FrameRef(extra), frame)
  }

  static func detachGenerator(_ generator: GeneratorRef) {
    let object = FrameRef(generator.p.pointee.frame)
    if let registers = object.p.pointee.registers { detach(object, Frame(registers)) }
  }

  private static func detach(_ object: FrameRef, _ frame: Frame) {
    let count = Int(frame.body.pointee.localCount)
    object.p.pointee.lastPlace = endPlace(frame)
    if object.p.pointee.back.isAbsent, let caller = frame.caller {
      object.p.pointee.back = of(Frame(caller)).value
    }
    if count > 0 {
      let saved = ValueBuffer.make(capacity: count)
      saved.items.update(from: frame.r, count: count)
      object.p.pointee.savedLocals = saved.value
    }
    object.p.pointee.registers = nil
    object.object.noteWrite()
  }

  /// Offset where an exception in a frame was raised: what is raised again behind a handler was raised before.
  static func endOffset(_ frame: Frame) -> Int {
    let offset = currentOffset(frame)
    let code = BytesRef(CodeRef(frame.body.pointee.code).p.pointee.code)
    // With an argument it says where the exception was raised first. Its register code has one word: what
    // stands before the pc is no word of a cache.
    guard offset + 1 < code.count, code.data[offset] == UInt8(Bytecode.Opcode.RERAISE.rawValue),
      code.data[offset + 1] > 0
    else { return offset }
    let word = (frame.pc - 1).pointee
    guard word.opcode == .reraiseAt else { return offset }
    let raisedAt = frame.r[word.b]
    return raisedAt.isInt ? raisedAt.asInt : offset
  }

  /// The same as a place.
  private static func endPlace(_ frame: Frame) -> Int {
    let word = currentWord(frame)
    if word < 0 { return 0 }
    let last = RegisterCode.Opcode.Storage(truncatingIfNeeded: (frame.pc - 1).pointee)
    if last == RegisterCode.Opcode.reraiseAt.number { return endOffset(frame) }
    return place(frame.body, word)
  }

  /// Where places that are words begin.
  private static let wordPlaces = 1 << 32

  /// A place in a frame's code: an offset in the bytecode, or, from `wordPlaces` up, a word of the plain form.
  /// What an exception passes is hardly ever asked for its offset, which takes a look at the bytecode.
  static func place(_ body: UnsafeMutablePointer<CodeBody>, _ word: Int) -> Int {
    let isPlain = CodeRef(body.pointee.code).p.pointee.body == body
    return isPlain && word >= 0 ? wordPlaces + word : bytecodeOffset(body, word)
  }

  /// The offset that a place stands for.
  static func offset(_ code: CodeRef, at place: Int) -> Int {
    place < wordPlaces ? place : bytecodeOffset(code.p.pointee.body, place - wordPlaces)
  }

  /// The word that a frame's instruction ends with.
  static func currentWord(_ frame: Frame) -> Int {
    frame.pc - frame.body.pointee.entry.unsafelyUnwrapped - 1
  }

  /// Offset in the bytecode of the instruction that a frame is at.
  static func currentOffset(_ frame: Frame) -> Int {
    bytecodeOffset(frame.body, currentWord(frame))
  }

  static func bytecodeOffset(_ body: UnsafeMutablePointer<CodeBody>, _ word: Int) -> Int {
    let offsets = body.pointee.offsets ?? CodeBodies.expandOffsets(body)
    return word < 0 ? 0 : Int(offsets[word])
  }

  /// The object of the running Python frame, or of one `depth` callers up; nil beyond the last.
  public static func current(depth: Int = 0) -> FrameRef? {
    var frame = thread.pointee.frame
    for _ in 0..<depth {
      guard let r = frame else { return nil }
      frame = Frame(r).caller
    }
    guard let frame else { return nil }
    return of(Frame(frame))
  }

  /// The object of the Python frame that a thread is in; nil before its first and after its last.
  public static func innermost(of record: ThreadRecordRef) -> FrameRef? {
    let isCurrent = record == Threads.current
    let frame = isCurrent ? thread.pointee.frame : record.pointee.parked?.frame
    return frame.map { of(Frame($0)) }
  }

  /// The exception that a thread is handling, or absent.
  public static func handled(by record: ThreadRecordRef) -> Value {
    record == Threads.current
      ? thread.pointee.handled : record.pointee.parked?.handled ?? .absent
  }
}

extension FrameObjects {
  /// The frame object of a generator that is not running.
  static func ofSuspended(_ generator: GeneratorRef) -> FrameRef {
    if generator.p.pointee.frame.isPresent { return FrameRef(generator.p.pointee.frame) }
    let object = FrameRef(
      Heap.allocateZeroed(MemoryLayout<FrameLayout>.size, Header(shape: .of(.frame))))
    object.p.pointee.function = generator.p.pointee.function
    object.p.pointee.code = generator.p.pointee.body.pointee.code
    object.p.pointee.generator = generator.value
    generator.p.pointee.frame = object.value
    generator.object.noteWrite()
    return object
  }
}
