// What TypeVar, ParamSpec and TypeVarTuple have in common.

enum TypeParameterMethods {
  static func parameter(_ a: Args) -> TypeParameterRef { TypeParameterRef(a[0]) }

  /// A keyword argument as a flag.
  static func flag(_ a: Args, _ name: String) throws(Raised) -> Bool {
    let value = a.keyword(name)
    return value.isPresent ? try Convert.truth(value) : false
  }

  /// - Throws: TypeError for a keyword argument that is not among the known ones.
  static func checkKeywords(_ a: Args, _ function: String, _ known: [String]) throws(Raised) {
    if a.keywordCount == 0 { return }
    let names = TupleRef(a.keywordNames)
    for i in 0..<names.count where !known.contains(StrRef(names[i]).text) {
      throw raise(
        .typeError,
        "\(function)() got an unexpected keyword argument '\(StrRef(names[i]).text)'")
    }
  }

  /// The name argument, by position or keyword.
  static func name(_ a: Args, _ function: String) throws(Raised) -> Value {
    let name = a.positionalCount > 1 ? a[1] : a.keyword("name")
    if name.isAbsent {
      throw raise(.typeError, "\(function)() missing required argument 'name' (pos 1)")
    }
    if !name.isStr {
      throw raise(
        .typeError, "\(function)() argument 'name' must be str, not \(name.argumentTypeName)")
    }
    return name
  }

  /// A parameter made by a call; bits as in `TypeParameterLayout.flags`.
  static func make(_ type: BuiltinType, _ name: Value, _ a: Args, flags: Int) -> TypeParameterRef {
    let object = Heap.allocateZeroed(
      MemoryLayout<TypeParameterLayout>.size, Header(shape: .of(type)))
    let parameter = TypeParameterRef(object)
    parameter.p.pointee.name = name
    parameter.p.pointee.flags = Value(smallInt: flags)
    let standard = a.keyword("default")
    parameter.p.pointee.defaultValue = standard.isAbsent ? TypingSupport.noDefault : standard
    object.noteWrite()
    let module = TypingSupport.callerModule()
    if !module.isNone {
      _ = Instances.setOwnAttribute(object, Interning.intern("__module__"), module)
    }
    return parameter
  }

  static func variance(_ a: Args) throws(Raised) -> Int {
    let covariant = try flag(a, "covariant")
    let contravariant = try flag(a, "contravariant")
    let inferred = try flag(a, "infer_variance")
    if covariant, contravariant {
      throw raise(.valueError, "Bivariant types are not supported.")
    }
    if inferred, covariant || contravariant {
      throw raise(.valueError, "Variance cannot be specified with infer_variance.")
    }
    return (covariant ? 1 : 0) | (contravariant ? 2 : 0) | (inferred ? 4 : 0)
  }

  // MARK: Attributes

  static func getName(_ a: Args) throws(Raised) -> Value { parameter(a).p.pointee.name }

  /// What is computed when first asked for.
  private static func lazily(
    _ a: Args, _ place: WritableKeyPath<TypeParameterLayout, Value>, _ function: Value,
    _ fallback: Value
  ) throws(Raised) -> Value {
    let known = parameter(a).p.pointee[keyPath: place]
    if known.isPresent { return known }
    if function.isAbsent || function.isNone { return fallback }
    let value = try Call.function(function)
    parameter(a).p.pointee[keyPath: place] = value
    a[0].asObject.noteWrite()
    return value
  }
  static func bound(_ a: Args) throws(Raised) -> Value {
    try lazily(a, \.bound, parameter(a).p.pointee.boundFunction, .none)
  }
  static func constraints(_ a: Args) throws(Raised) -> Value {
    try lazily(
      a, \.constraints, parameter(a).p.pointee.constraintsFunction, TupleRef.empty.value)
  }
  static func standard(_ a: Args) throws(Raised) -> Value {
    try lazily(
      a, \.defaultValue, parameter(a).p.pointee.defaultFunction, TypingSupport.noDefault)
  }
  static func hasDefault(_ a: Args) throws(Raised) -> Value {
    let p = parameter(a).p
    if p.pointee.defaultFunction.isPresent { return .true }
    let value = p.pointee.defaultValue
    return Value(value.isPresent && value !== TypingSupport.noDefault)
  }

  private static func bit(_ a: Args, _ mask: Int) -> Value {
    Value(parameter(a).p.pointee.flags.asInt & mask != 0)
  }
  static func covariant(_ a: Args) throws(Raised) -> Value { bit(a, 1) }
  static func contravariant(_ a: Args) throws(Raised) -> Value { bit(a, 2) }
  static func inferVariance(_ a: Args) throws(Raised) -> Value { bit(a, 4) }

  // MARK: Methods

  static func repr(_ a: Args) throws(Raised) -> Value {
    let flags = parameter(a).p.pointee.flags.asInt
    if flags & 4 != 0 { return parameter(a).p.pointee.name }
    let sign = flags & 1 != 0 ? "+" : flags & 2 != 0 ? "-" : "~"
    return StrRef.concatenate(StrRef.make(sign), StrRef(parameter(a).p.pointee.name)).value
  }
  static func or(_ a: Args) throws(Raised) -> Value { try TypingSupport.union(a[0], a[1]) }
  static func reflectedOr(_ a: Args) throws(Raised) -> Value {
    try TypingSupport.union(a[1], a[0])
  }
}
