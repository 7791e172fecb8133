// decimal.Context: libmpdec's context, and the one that is current.

import TaipanRuntime

struct ContextLayout {
  var header: Header
  var context: MPDContext
  /// 1: "E" and "Infinity" exponents in capitals.
  var capitals: Int
  /// SignalDicts, made when first asked for.
  var traps: Value
  var flags: Value
}

struct ContextRef: TypedRef {
  let p: UnsafeMutablePointer<ContextLayout>
  @inline(__always) init(p: UnsafeMutablePointer<ContextLayout>) { self.p = p }

  /// What operations take.
  @inline(__always) var context: DecContext {
    DecContext((UnsafeMutableRawPointer(p) + 8).assumingMemoryBound(to: MPDContext.self))
  }
  var capitals: Int32 { Int32(p.pointee.capitals) }

  static func make(_ type: TypeRef, copying other: ContextRef?) -> ContextRef {
    let ref = ContextRef(Instances.allocate(type))
    ref.p.pointee.context = other?.p.pointee.context ?? DecimalContexts.standard
    ref.p.pointee.context.status = 0
    ref.p.pointee.capitals = 1
    return ref
  }

  /// A new context with the same values, flags included.
  func copied() -> ContextRef {
    let copy = ContextRef.make(DecimalContexts.type, copying: self)
    copy.p.pointee.context.status = p.pointee.context.status
    copy.p.pointee.capitals = p.pointee.capitals
    return copy
  }

  /// Notes what an operation signalled.
  ///
  /// - Throws: the exception of the first trapped signal, with the list of all of them.
  @inline(__always) func signal(_ status: UInt32) throws(Raised) {
    p.pointee.context.status |= status
    if status & (p.pointee.context.traps | MPDStatus.mallocError) != 0 {
      throw DecimalSignals.exception(status, trapped: p.pointee.context.traps & status)
    }
  }
}

/// The current context: a context variable, with the answer for the running `contextvars.Context`
/// at hand.
enum DecimalContexts {
  /// 28 digits, half even, exponents of six digits; division by zero, overflow and invalid
  /// operations trap.
  static let standard = MPDContext(
    precision: 28, maximum: 999_999, minimum: -999_999,
    traps: MPDStatus.anyInvalid | MPDStatus.divisionByZero | MPDStatus.overflow, status: 0,
    newTraps: 0, rounding: 6, clamp: 0, allCorrectlyRounded: 1)

  nonisolated(unsafe) private static var typePointer: UnsafeMutablePointer<TypeLayout>?
  /// Roots: the context variable, the template of new contexts, all templates (a tuple).
  nonisolated(unsafe) private static var variable: UnsafeMutablePointer<Value>?
  nonisolated(unsafe) private static var templates: UnsafeMutablePointer<Value>?
  /// Roots: the mapping of the running context that was last asked, and the answer. The mapping is
  /// replaced, never changed, when a variable is set.
  nonisolated(unsafe) private static var cachedMapping: UnsafeMutablePointer<Value>?
  nonisolated(unsafe) private static var cached: UnsafeMutablePointer<Value>?

  static var type: TypeRef { TypeRef(p: typePointer.unsafelyUnwrapped) }

  /// - Throws: what importing `_contextvars` raises.
  static func start(_ type: TypeRef) throws(Raised) {
    typePointer = type.p
    let module = try Imports.importModule("_contextvars")
    let variableType = try Attributes.get(module, "ContextVar")
    variable = Heap.makeRoot(try Call.function(variableType, Value("decimal_context")))
    cachedMapping = Heap.makeRoot(.absent)
    cached = Heap.makeRoot(.absent)
  }

  static func setTemplates(_ standard: ContextRef, _ basic: ContextRef, _ extended: ContextRef) {
    templates = Heap.makeRoot(TupleRef.of(standard.value, basic.value, extended.value).value)
  }

  /// `DefaultContext`, once it exists.
  static var template: ContextRef? {
    templates.map { ContextRef(TupleRef($0.pointee)[0]) }
  }

  static func isTemplate(_ context: Value) -> Bool {
    let tuple = TupleRef(templates.unsafelyUnwrapped.pointee)
    return (0..<tuple.count).contains { tuple[$0] === context }
  }

  static func isContext(_ value: Value) -> Bool {
    value.isHeap && value.type.isSubtype(of: type)
  }

  /// The first field of a `contextvars.Context` is its mapping.
  @inline(__always) private static var runningMapping: Value {
    let running = thread.pointee.context
    return running.isPresent ? running.asObject.word(1).pointee : .absent
  }

  /// `getcontext()`.
  @inline(__always) static func current() throws(Raised) -> ContextRef {
    let mapping = runningMapping
    if mapping === cachedMapping.unsafelyUnwrapped.pointee, mapping.isPresent {
      return ContextRef(cached.unsafelyUnwrapped.pointee)
    }
    return try find()
  }

  @inline(never) private static func find() throws(Raised) -> ContextRef {
    let found = try Call.method(variable.unsafelyUnwrapped.pointee, "get", .none)
    if !isContext(found) {
      let fresh = ContextRef.make(type, copying: template)
      fresh.p.pointee.capitals = template?.p.pointee.capitals ?? 1
      try set(fresh)
      return fresh
    }
    remember(found)
    return ContextRef(found)
  }

  private static func remember(_ context: Value) {
    cachedMapping.unsafelyUnwrapped.pointee = runningMapping
    cached.unsafelyUnwrapped.pointee = context
  }

  static func set(_ context: ContextRef) throws(Raised) {
    _ = try Call.method(variable.unsafelyUnwrapped.pointee, "set", context.value)
    remember(context.value)
  }

  /// `setcontext(value)`: templates are copied, so that nobody changes them by accident.
  ///
  /// - Throws: TypeError for what is no context.
  static func set(_ value: Value) throws(Raised) {
    if !isContext(value) { throw raise(.typeError, "argument must be a context") }
    if !isTemplate(value) { return try set(ContextRef(value)) }
    let copy = ContextRef(value).copied()
    copy.p.pointee.context.status = 0
    try set(copy)
  }

  /// The context that a method was given, or else the current one.
  ///
  /// - Throws: TypeError for what is no context.
  @inline(__always) static func given(_ value: Value) throws(Raised) -> ContextRef {
    if value.isAbsent || value.isNone { return try current() }
    if isContext(value) { return ContextRef(value) }
    throw raise(.typeError, "optional argument must be a context")
  }

  // MARK: Rounding modes

  /// In the order of libmpdec's numbers.
  static let roundings: [StaticString] = [
    "ROUND_UP", "ROUND_DOWN", "ROUND_CEILING", "ROUND_FLOOR", "ROUND_HALF_UP", "ROUND_HALF_DOWN",
    "ROUND_HALF_EVEN", "ROUND_05UP",
  ]

  /// - Throws: TypeError for what names no mode.
  static func rounding(_ value: Value) throws(Raised) -> Int32 {
    if value.isStr {
      let interned = Interning.intern(value)
      for (i, name) in roundings.enumerated() where name.interned === interned { return Int32(i) }
    }
    throw raise(
      .typeError,
      """
      valid values for rounding are:
        [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,
         ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,
         ROUND_05UP]
      """)
  }
}
