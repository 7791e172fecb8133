// The type Context: its values, construction, copies and text.

import TaipanRuntime

enum ContextType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", new),
    NativeMethod(
      "__init__",
      "($self, prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None)",
      initialize),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__reduce__", "($self, /)", reduce),
    NativeMethod("__delattr__", "($self, name, /)", deleteAttribute),
    NativeMethod("copy", "($self, /)", copy),
    NativeMethod("__copy__", "($self, /)", copy),
    NativeMethod("clear_flags", "($self, /)", clearFlags),
    NativeMethod("clear_traps", "($self, /)", clearTraps),
    NativeMethod("radix", "($self, /)", radix),
    NativeMethod("Etiny", "($self, /)", etiny),
    NativeMethod("Etop", "($self, /)", etop),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet(
      "prec", { a throws(Raised) in Value(ContextRef(a[0]).p.pointee.context.precision) },
      set: { a throws(Raised) in try set(a, "prec") }),
    NativeGetSet(
      "Emax", { a throws(Raised) in Value(ContextRef(a[0]).p.pointee.context.maximum) },
      set: { a throws(Raised) in try set(a, "Emax") }),
    NativeGetSet(
      "Emin", { a throws(Raised) in Value(ContextRef(a[0]).p.pointee.context.minimum) },
      set: { a throws(Raised) in try set(a, "Emin") }),
    NativeGetSet(
      "rounding",
      { a throws(Raised) in
        DecimalContexts.roundings[Int(ContextRef(a[0]).p.pointee.context.rounding)].interned
      }, set: { a throws(Raised) in try set(a, "rounding") }),
    NativeGetSet(
      "capitals", { a throws(Raised) in Value(ContextRef(a[0]).p.pointee.capitals) },
      set: { a throws(Raised) in try set(a, "capitals") }),
    NativeGetSet(
      "clamp", { a throws(Raised) in Value(Int(ContextRef(a[0]).p.pointee.context.clamp)) },
      set: { a throws(Raised) in try set(a, "clamp") }),
    NativeGetSet("traps", traps, set: { a throws(Raised) in try set(a, "traps") }),
    NativeGetSet("flags", flags, set: { a throws(Raised) in try set(a, "flags") }),
  ]
  static let spec = TypeSpec(
    "decimal.Context", size: MemoryLayout<ContextLayout>.size, flags: [.baseable],
    methods: methods + ContextMethods.arithmetic + ContextMethods.methods, getSets: getSets)

  static let largest = 999_999_999_999_999_999
  /// The parameters of a context, in the order of its constructor.
  static let names = [
    "prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps",
  ]

  static func new(_ a: Args) throws(Raised) -> Value {
    let context = ContextRef.make(TypeRef(a[0]), copying: DecimalContexts.template)
    context.p.pointee.capitals = DecimalContexts.template?.p.pointee.capitals ?? 1
    return context.value
  }

  static func initialize(_ a: Args) throws(Raised) -> Value {
    for (i, name) in names.enumerated() where a[i + 1].isPresent && !a[i + 1].isNone {
      try set(ContextRef(a[0]), name, a[i + 1], lists: true)
    }
    return .none
  }

  private static func set(_ a: Args, _ name: String) throws(Raised) -> Value {
    try set(ContextRef(a[0]), name, a[1], lists: false)
    return .none
  }

  /// Sets one of the context's parameters.
  ///
  /// - Parameter lists: traps and flags may be lists of signals, as the constructor takes them.
  /// - Throws: TypeError, ValueError or KeyError by the parameter's rules.
  static func set(_ context: ContextRef, _ name: String, _ value: Value, lists: Bool)
    throws(Raised)
  {
    let p = context.p
    switch name {
    case "prec":
      p.pointee.context.precision = try number(
        value, 1...largest, "valid range for prec is [1, MAX_PREC]")
    case "Emin":
      p.pointee.context.minimum = try number(
        value, -largest...0, "valid range for Emin is [MIN_EMIN, 0]")
    case "Emax":
      p.pointee.context.maximum = try number(
        value, 0...largest, "valid range for Emax is [0, MAX_EMAX]")
    case "capitals":
      p.pointee.capitals = try number(value, 0...1, "valid values for capitals are 0 or 1")
    case "clamp":
      p.pointee.context.clamp = Int32(
        try number(value, 0...1, "valid values for clamp are 0 or 1"))
    case "rounding": p.pointee.context.rounding = try DecimalContexts.rounding(value)
    case "traps": p.pointee.context.traps = try signals(value, lists: lists)
    default: p.pointee.context.status = try signals(value, lists: lists)
    }
  }

  private static func number(_ value: Value, _ range: ClosedRange<Int>, _ message: String)
    throws(Raised) -> Int
  {
    if !value.isAnyInt { throw raise(.typeError, "an integer is required") }
    guard let n = value.asMachineInt else {
      throw raise(.overflowError, "Python int too large to convert to C ssize_t")
    }
    if !range.contains(n) { throw raise(.valueError, message) }
    return n
  }

  private static func signals(_ value: Value, lists: Bool) throws(Raised) -> UInt32 {
    if lists, value.isList { return try DecimalSignals.bits(list: value) }
    if SignalDict.isSignalDict(value) { return try SignalDict.flags(value) }
    if value.isDict { return try DecimalSignals.bits(dict: value) }
    throw raise(.typeError, "argument must be a signal dict")
  }

  static func deleteAttribute(_ a: Args) throws(Raised) -> Value {
    throw raise(.attributeError, "context attributes cannot be deleted")
  }

  static func traps(_ a: Args) throws(Raised) -> Value {
    let context = ContextRef(a[0])
    if context.p.pointee.traps.isAbsent {
      context.p.pointee.traps = SignalDict.make(context, traps: true)
      context.object.noteWrite()
    }
    return context.p.pointee.traps
  }
  static func flags(_ a: Args) throws(Raised) -> Value {
    let context = ContextRef(a[0])
    if context.p.pointee.flags.isAbsent {
      context.p.pointee.flags = SignalDict.make(context, traps: false)
      context.object.noteWrite()
    }
    return context.p.pointee.flags
  }

  static func copy(_ a: Args) throws(Raised) -> Value { ContextRef(a[0]).copied().value }
  static func clearFlags(_ a: Args) throws(Raised) -> Value {
    ContextRef(a[0]).p.pointee.context.status = 0
    return .none
  }
  static func clearTraps(_ a: Args) throws(Raised) -> Value {
    ContextRef(a[0]).p.pointee.context.traps = 0
    return .none
  }
  static func radix(_ a: Args) throws(Raised) -> Value {
    let result = DecimalRef.make()
    DecimalRef.set(result.number, 10)
    return result.value
  }
  static func etiny(_ a: Args) throws(Raised) -> Value {
    let values = ContextRef(a[0]).p.pointee.context
    return Value(values.minimum - (values.precision - 1))
  }
  static func etop(_ a: Args) throws(Raised) -> Value {
    let values = ContextRef(a[0]).p.pointee.context
    return Value(values.maximum - (values.precision - 1))
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    let context = ContextRef(a[0])
    let c = context.p.pointee.context
    return Value(
      "Context(prec=\(c.precision), rounding=\(DecimalContexts.roundings[Int(c.rounding)]), "
        + "Emin=\(c.minimum), Emax=\(c.maximum), capitals=\(context.capitals), clamp=\(c.clamp), "
        + "flags=\(DecimalSignals.names(c.status)), traps=\(DecimalSignals.names(c.traps)))")
  }

  static func reduce(_ a: Args) throws(Raised) -> Value {
    let context = ContextRef(a[0])
    let c = context.p.pointee.context
    let arguments = TupleRef.make(count: 8)
    arguments.set(0, Value(c.precision))
    arguments.set(1, DecimalContexts.roundings[Int(c.rounding)].interned)
    arguments.set(2, Value(c.minimum))
    arguments.set(3, Value(c.maximum))
    arguments.set(4, Value(context.p.pointee.capitals))
    arguments.set(5, Value(Int(c.clamp)))
    arguments.set(6, DecimalSignals.list(c.status))
    arguments.set(7, DecimalSignals.list(c.traps))
    return TupleRef.of(a[0].type.value, arguments.value).value
  }
}

/// What `localcontext()` returns. Words: 1 the context for the block, 2 the one from before.
enum ContextManager {
  static let methods: [NativeMethod] = [
    NativeMethod("__enter__", "($self, /)", enter),
    NativeMethod("__exit__", "($self, *args)", exit),
  ]
  nonisolated(unsafe) static var type: TypeRef = BuiltinType.object.ref
  static let spec = TypeSpec(
    "decimal.ContextManager", size: 24, flags: [.noInstantiation], methods: methods)

  /// `localcontext(ctx=None, **parameters)`.
  static func make(_ a: Args) throws(Raised) -> Value {
    let context = try DecimalContexts.given(a[0])
    let local = context.copied()
    for (i, name) in ContextType.names.enumerated()
    where a[i + 1].isPresent && !a[i + 1].isNone {
      try ContextType.set(local, name, a[i + 1], lists: true)
    }
    let manager = Instances.allocate(type)
    manager.word(1).pointee = local.value
    manager.word(2).pointee = try DecimalContexts.current().value
    return Value(manager)
  }

  static func enter(_ a: Args) throws(Raised) -> Value {
    let local = a[0].asObject.word(1).pointee
    try DecimalContexts.set(local)
    return local
  }
  static func exit(_ a: Args) throws(Raised) -> Value {
    try DecimalContexts.set(a[0].asObject.word(2).pointee)
    return .false
  }
}
