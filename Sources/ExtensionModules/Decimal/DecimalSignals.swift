// The signals: exception classes, and the dict-like views of a context's traps and flags.

import TaipanRuntime

enum DecimalSignals {
  private struct Signal {
    let name: String
    let bits: UInt32
  }

  /// In the order in which a trapped one is looked for.
  private static let signals: [Signal] = [
    Signal(name: "InvalidOperation", bits: MPDStatus.anyInvalid),
    Signal(name: "FloatOperation", bits: MPDStatus.floatOperation),
    Signal(name: "DivisionByZero", bits: MPDStatus.divisionByZero),
    Signal(name: "Overflow", bits: MPDStatus.overflow),
    Signal(name: "Underflow", bits: MPDStatus.underflow),
    Signal(name: "Subnormal", bits: MPDStatus.subnormal),
    Signal(name: "Inexact", bits: MPDStatus.inexact),
    Signal(name: "Rounded", bits: MPDStatus.rounded),
    Signal(name: "Clamped", bits: MPDStatus.clamped),
  ]
  /// What an invalid operation may be in particular.
  private static let conditions: [Signal] = [
    Signal(name: "InvalidOperation", bits: MPDStatus.invalidOperation),
    Signal(name: "ConversionSyntax", bits: MPDStatus.conversionSyntax),
    Signal(name: "DivisionImpossible", bits: MPDStatus.divisionImpossible),
    Signal(name: "DivisionUndefined", bits: MPDStatus.divisionUndefined),
    Signal(name: "InvalidContext", bits: MPDStatus.invalidContext),
  ]

  /// Root: a tuple of the classes of `signals`, then of those of `conditions`.
  nonisolated(unsafe) private static var classes: UnsafeMutablePointer<Value>?
  static var count: Int { signals.count }

  static func signalClass(_ index: Int) -> Value {
    TupleRef(classes.unsafelyUnwrapped.pointee)[index]
  }

  // MARK: Classes

  static func makeClasses(_ dict: DictRef) throws(Raised) {
    let base = try makeClass("DecimalException", [.arithmeticError], [], dict)
    let clamped = try makeClass("Clamped", [], [base], dict)
    let rounded = try makeClass("Rounded", [], [base], dict)
    let inexact = try makeClass("Inexact", [], [base], dict)
    let subnormal = try makeClass("Subnormal", [], [base], dict)
    let underflow = try makeClass("Underflow", [], [inexact, rounded, subnormal], dict)
    let overflow = try makeClass("Overflow", [], [inexact, rounded], dict)
    let byZero = try makeClass("DivisionByZero", [.zeroDivisionError], [base], dict)
    let float = try makeClass("FloatOperation", [.typeError], [base], dict)
    let invalid = try makeClass("InvalidOperation", [], [base], dict)
    let all = TupleRef.make(count: signals.count + conditions.count)
    let ordered = [
      invalid, float, byZero, overflow, underflow, subnormal, inexact, rounded, clamped,
    ]
    for (i, type) in ordered.enumerated() { all.set(i, type.value) }
    all.set(9, invalid.value)
    all.set(10, try makeClass("ConversionSyntax", [], [invalid], dict).value)
    all.set(11, try makeClass("DivisionImpossible", [], [invalid], dict).value)
    all.set(12, try makeClass("DivisionUndefined", [.zeroDivisionError], [invalid], dict).value)
    all.set(13, try makeClass("InvalidContext", [], [invalid], dict).value)
    classes = Heap.makeRoot(all.value)
  }

  /// A class that `dict` keeps: so `bases` and the result may be in arrays.
  private static func makeClass(
    _ name: String, _ builtins: [BuiltinType], _ bases: [TypeRef], _ dict: DictRef
  ) throws(Raised) -> TypeRef {
    let tuple = TupleRef.make(count: bases.count + builtins.count)
    for (i, base) in bases.enumerated() { tuple.set(i, base.value) }
    for (i, base) in builtins.enumerated() { tuple.set(bases.count + i, base.value) }
    let namespace = DictRef.make()
    namespace.setStr("__module__", Value("decimal"))
    let type = try Call.function(
      BuiltinType.type.value, Value(name), tuple.value, namespace.value)
    dict.setStr(name, type)
    return TypeRef(type)
  }

  // MARK: Raising

  @inline(never) static func exception(_ status: UInt32, trapped: UInt32) -> Raised {
    if status & MPDStatus.mallocError != 0 { return raise(.memoryError) }
    let list = ListRef.make()
    for (i, condition) in conditions.enumerated() where trapped & condition.bits != 0 {
      list.append(signalClass(signals.count + i))
    }
    for i in 1..<signals.count where trapped & signals[i].bits != 0 {
      list.append(signalClass(i))
    }
    let first = signals.firstIndex { trapped & $0.bits != 0 } ?? 0
    return setRaised(
      ExceptionRef.make(TypeRef(signalClass(first)), args: TupleRef.of(list.value)).value)
  }

  // MARK: Sets of signals

  static func holds(_ index: Int, _ flags: UInt32) -> Bool { flags & signals[index].bits != 0 }

  /// The bits of one signal.
  ///
  /// - Throws: KeyError for what is no signal.
  static func bits(_ key: Value) throws(Raised) -> UInt32 {
    for i in signals.indices where signalClass(i) === key { return signals[i].bits }
    throw raise(
      .keyError,
      """
      valid values for signals are:
        [InvalidOperation, FloatOperation, DivisionByZero,
         Overflow, Underflow, Subnormal, Inexact, Rounded,
         Clamped]
      """)
  }

  /// - Throws: KeyError for what is no signal.
  static func bits(list: Value) throws(Raised) -> UInt32 {
    let list = ListRef(list)
    var flags: UInt32 = 0
    for i in 0..<list.count { flags |= try bits(list[i]) }
    return flags
  }

  /// The bits of a dict that says True or False of each signal.
  ///
  /// - Throws: KeyError for a dict with other keys.
  static func bits(dict: Value) throws(Raised) -> UInt32 {
    let dict = DictRef(dict)
    if dict.count != signals.count { throw raise(.keyError, "invalid signal dict") }
    var flags: UInt32 = 0
    for i in signals.indices {
      let value = try dict.get(signalClass(i))
      if value.isAbsent { throw raise(.keyError, "invalid signal dict") }
      if try Convert.truth(value) { flags |= signals[i].bits }
    }
    return flags
  }

  static func list(_ flags: UInt32) -> Value {
    let list = ListRef.make()
    for i in signals.indices where holds(i, flags) { list.append(signalClass(i)) }
    return list.value
  }

  /// As `Context.__repr__` shows them: in order of their lowest bits that are set.
  static func names(_ flags: UInt32) -> String {
    let present = signals.filter { flags & $0.bits != 0 }
    let sorted = present.sorted {
      (flags & $0.bits).trailingZeroBitCount < (flags & $1.bits).trailingZeroBitCount
    }
    return "[\(sorted.map(\.name).joined(separator: ", "))]"
  }
}

/// What `context.traps` and `context.flags` are: a MutableMapping whose native part is this.
/// Words: 1 the context or absent, 2 whether it shows the traps.
enum SignalDict {
  static let methods: [NativeMethod] = [
    NativeMethod("__init__", "($self, /, *args, **kwargs)", initialize),
    NativeMethod("__len__", "($self, /)", length),
    NativeMethod("__iter__", "($self, /)", iterate),
    NativeMethod("__getitem__", "($self, key, /)", getItem),
    NativeMethod("__setitem__", "($self, key, value, /)", setItem),
    NativeMethod("__delitem__", "($self, key, /)", deleteItem),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__eq__", "($self, value, /)", equal),
    NativeMethod("__ne__", "($self, value, /)", notEqual),
    NativeMethod("copy", "($self, /)", copy),
  ]
  static let spec = TypeSpec(
    "decimal.SignalDictMixin", size: 24, flags: [.baseable], methods: methods)
  /// The complete type, once made.
  nonisolated(unsafe) static var type: UnsafeMutablePointer<Value>?

  /// - Throws: what importing `collections.abc` raises.
  static func start() throws(Raised) {
    let mixin = NativeTypes.make(spec)
    _ = try Imports.importModule("collections.abc")
    let abc = Imports.modules.getStr("collections.abc")
    let mapping = try Attributes.get(abc, "MutableMapping")
    let metatype = mapping.type.value
    type = Heap.makeRoot(
      try Call.function(
        metatype, Value("SignalDict"), TupleRef.of(mixin.value, mapping).value,
        DictRef.make().value))
  }

  static func make(_ context: ContextRef, traps: Bool) -> Value {
    let object = Instances.allocate(TypeRef(type.unsafelyUnwrapped.pointee))
    object.word(1).pointee = context.value
    object.word(2).pointee = Value(traps)
    return Value(object)
  }

  static func isSignalDict(_ value: Value) -> Bool {
    value.isHeap && value.type.isSubtype(of: TypeRef(type.unsafelyUnwrapped.pointee))
  }

  static func flags(_ value: Value) throws(Raised) -> UInt32 {
    let context = value.asObject.word(1).pointee
    if context.isAbsent { throw raise(.valueError, "invalid signal dict") }
    let values = ContextRef(context).p.pointee.context
    return value.asObject.word(2).pointee.isTrue ? values.traps : values.status
  }

  private static func set(_ value: Value, _ flags: UInt32) {
    let context = ContextRef(value.asObject.word(1).pointee)
    if value.asObject.word(2).pointee.isTrue {
      context.p.pointee.context.traps = flags
    } else {
      context.p.pointee.context.status = flags
    }
  }

  static func initialize(_ a: Args) throws(Raised) -> Value { .none }

  static func length(_ a: Args) throws(Raised) -> Value {
    _ = try flags(a[0])
    return Value(DecimalSignals.count)
  }
  static func iterate(_ a: Args) throws(Raised) -> Value {
    _ = try flags(a[0])
    let keys = TupleRef.make(count: DecimalSignals.count)
    for i in 0..<DecimalSignals.count { keys.set(i, DecimalSignals.signalClass(i)) }
    return try Iterate.iterator(keys.value)
  }
  static func getItem(_ a: Args) throws(Raised) -> Value {
    let flags = try flags(a[0])
    return Value(flags & (try DecimalSignals.bits(a[1])) != 0)
  }
  static func setItem(_ a: Args) throws(Raised) -> Value {
    let flags = try flags(a[0])
    let bits = try DecimalSignals.bits(a[1])
    set(a[0], try Convert.truth(a[2]) ? flags | bits : flags & ~bits)
    return .none
  }
  static func deleteItem(_ a: Args) throws(Raised) -> Value {
    throw raise(.valueError, "signal keys cannot be deleted")
  }
  static func repr(_ a: Args) throws(Raised) -> Value {
    let flags = try flags(a[0])
    let parts = try (0..<DecimalSignals.count).map { (i) throws(Raised) in
      let name = try Convert.repr(DecimalSignals.signalClass(i)).text
      return "\(name):\(DecimalSignals.holds(i, flags) ? "True" : "False")"
    }
    return Value("{\(parts.joined(separator: ", "))}")
  }

  /// Nil where the other is no set of signals.
  private static func isEqual(_ a: Args) throws(Raised) -> Bool? {
    let flags = try flags(a[0])
    if isSignalDict(a[1]) { return try SignalDict.flags(a[1]) == flags }
    if !a[1].isDict { return nil }
    do throws(Raised) { return try DecimalSignals.bits(dict: a[1]) == flags } catch {
      if catching(.keyError) { return nil }
      throw error
    }
  }
  static func equal(_ a: Args) throws(Raised) -> Value {
    try isEqual(a).map { Value($0) } ?? .notImplemented
  }
  static func notEqual(_ a: Args) throws(Raised) -> Value {
    try isEqual(a).map { Value(!$0) } ?? .notImplemented
  }

  static func copy(_ a: Args) throws(Raised) -> Value {
    let flags = try flags(a[0])
    let dict = DictRef.make()
    for i in 0..<DecimalSignals.count {
      try dict.set(DecimalSignals.signalClass(i), Value(DecimalSignals.holds(i, flags)))
    }
    return dict.value
  }
}
