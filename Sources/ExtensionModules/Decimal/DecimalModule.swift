// The module `_decimal`: the General Decimal Arithmetic Specification, by libmpdec.

import TaipanRuntime

public enum DecimalModule {
  static let functions: [NativeMethod] = [
    NativeMethod("getcontext", "($module, /)", getContext),
    NativeMethod("setcontext", "($module, context, /)", setContext),
    NativeMethod(
      "localcontext",
      "($module, /, ctx=None, *, prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None)",
      ContextManager.make),
  ]
  /// Roots: `numbers.Rational`, the namedtuple DecimalTuple.
  nonisolated(unsafe) private static var rationalRoot: UnsafeMutablePointer<Value>?
  nonisolated(unsafe) private static var tupleRoot: UnsafeMutablePointer<Value>?
  /// Root: the namespace of the first import.
  nonisolated(unsafe) private static var contents: UnsafeMutablePointer<Value>?
  static var rational: Value { rationalRoot.unsafelyUnwrapped.pointee }

  /// - Throws: ImportError where libmpdec is missing; what importing `numbers` and `collections`
  ///   raises.
  public static func make() throws(Raised) -> ModuleRef {
    try Libmpdec.load()
    let module = NativeModules.make("_decimal", functions)
    let dict = module.dict
    if let contents {
      // Imported again: the types and the current context are the process's.
      dict.copyMissing(of: DictRef(contents.pointee))
      return module
    }
    contents = Heap.makeRoot(dict.value)
    let decimal = NativeTypes.make(
      TypeSpec(
        "decimal.Decimal", size: DecimalRef.size, flags: [.baseable], traceKind: .none,
        methods: DecimalOperators.methods + DecimalMethods.arithmetic + DecimalMethods.methods,
        getSets: DecimalMethods.getSets, releaser: DecimalRef.release))
    DecimalType.start(decimal)
    let context = NativeTypes.make(ContextType.spec)
    try DecimalContexts.start(context)
    try DecimalSignals.makeClasses(dict)
    try SignalDict.start()
    ContextManager.type = NativeTypes.make(ContextManager.spec)
    dict.setStr("Decimal", decimal.value)
    dict.setStr("Context", context.value)
    try addTemplates(dict)
    try importHelpers(dict, decimal)
    addConstants(dict)
    return module
  }

  private static func addTemplates(_ dict: DictRef) throws(Raised) {
    let type = DecimalContexts.type
    let standard = ContextRef.make(type, copying: nil)
    let basic = ContextRef.make(type, copying: nil)
    basic.p.pointee.context.precision = 9
    basic.p.pointee.context.rounding = 4
    basic.p.pointee.context.traps =
      MPDStatus.anyInvalid | MPDStatus.divisionByZero | MPDStatus.overflow
      | MPDStatus.underflow | MPDStatus.clamped
    let extended = ContextRef.make(type, copying: nil)
    extended.p.pointee.context.precision = 9
    extended.p.pointee.context.traps = 0
    DecimalContexts.setTemplates(standard, basic, extended)
    dict.setStr("DefaultContext", standard.value)
    dict.setStr("BasicContext", basic.value)
    dict.setStr("ExtendedContext", extended.value)
  }

  private static func importHelpers(_ dict: DictRef, _ decimal: TypeRef) throws(Raised) {
    let numbers = try Imports.importModule("numbers")
    rationalRoot = Heap.makeRoot(try Attributes.get(numbers, "Rational"))
    _ = try Call.method(try Attributes.get(numbers, "Number"), "register", decimal.value)
    let collections = try Imports.importModule("collections")
    let tuple = try Call.method(
      collections, "namedtuple", Value("DecimalTuple"), Value("sign digits exponent"))
    try Attributes.set(tuple, Interning.intern("__module__"), Value("decimal"))
    tupleRoot = Heap.makeRoot(tuple)
    dict.setStr("DecimalTuple", tuple)
  }

  private static func addConstants(_ dict: DictRef) {
    for name in DecimalContexts.roundings { dict.setStr(name.interned, name.interned) }
    let largest = ContextType.largest
    dict.setStr("MAX_PREC", Value(largest))
    dict.setStr("MAX_EMAX", Value(largest))
    dict.setStr("MIN_EMIN", Value(-largest))
    dict.setStr("MIN_ETINY", Value(-largest - (largest - 1)))
    dict.setStr("HAVE_THREADS", .true)
    dict.setStr("HAVE_CONTEXTVAR", .true)
    dict.setStr("__version__", Value("1.70"))
    dict.setStr("__libmpdec_version__", Value(String(cString: mpd.pointee.version())))
    dict.setStr("__doc__", Value("Decimal arithmetic by libmpdec"))
  }

  /// `DecimalTuple(sign, digits, exponent)`.
  static func tuple(_ sign: Value, _ digits: Value, _ exponent: Value) throws(Raised) -> Value {
    try Call.function(tupleRoot.unsafelyUnwrapped.pointee, sign, digits, exponent)
  }

  static func getContext(_ a: Args) throws(Raised) -> Value { try DecimalContexts.current().value }
  static func setContext(_ a: Args) throws(Raised) -> Value {
    try DecimalContexts.set(a[0])
    return .none
  }
}

extension DictRef {
  /// Adds the entries of a namespace whose names are not there yet.
  fileprivate func copyMissing(of other: DictRef) {
    var number = 0
    while let next = other.nextEntry(number) {
      let entry = other.entries[next]
      if getStr(entry.key).isAbsent { setStr(entry.key, entry.value) }
      number = next + 1
    }
  }
}
