// `int(...)`: numbers, text, and instances of subclasses.

extension IntType {
  static func new(_ a: Args) throws(Raised) -> Value {
    let type = try Construction.type(a, .int)
    let (x, base) = try arguments(a)
    let value: Value
    if x.isAbsent {
      if base.isPresent { throw raise(.typeError, "int() missing string argument") }
      value = Value(smallInt: 0)
    } else if base.isAbsent {
      value = try convert(x)
    } else {
      value = try convert(x, base: base)
    }
    return type == .int ? value.exactInt : instance(of: type, value)
  }

  private static func arguments(_ a: Args) throws(Raised) -> (Value, Value) {
    let positional = a.positionalCount - 1
    if a.keywordCount == 0 {
      if positional > 2 {
        throw raise(.typeError, "int expected at most 2 arguments, got \(positional)")
      }
      return (a.optional(1), a.optional(2))
    }
    if positional + a.keywordCount > 2 {
      throw raise(
        .typeError, "int() takes at most 2 arguments (\(positional + a.keywordCount) given)")
    }
    let base = a.keyword("base")
    if base.isAbsent || a.keywordCount > 1 {
      throw Construction.unexpectedKeyword("int", a, ["base"])
    }
    if positional == 2 {
      throw raise(.typeError, "argument for int() given by name ('base') and position (2)")
    }
    return (positional > 0 ? a[1] : .absent, base)
  }

  /// An instance of a subclass with this number.
  static func instance(of type: TypeRef, _ value: Value) -> Value {
    var storage: UInt = 0
    return withUnsafeMutablePointer(to: &storage) { place in
      let m = Magnitude(value, place)
      let int = IntRef.make(limbs: m.count, shape: type.p.pointee.instanceShape)
      int.limbs.update(from: m.limbs, count: m.count)
      if m.isNegative { int.p.pointee.size = -m.count }
      if type.has(.hasFinalizer) { Finalizers.register(int.object) }
      return int.value
    }
  }

  /// `int(x)` of one argument.
  ///
  /// - Throws: TypeError, ValueError, what `__int__` raises.
  static func convert(_ x: Value) throws(Raised) -> Value {
    if x.isInt || x.isExactly(.int) { return x }
    if x.isFloat { return try FloatType.integerPart(x.asFloat) }
    if x.isExactly(.str) { return try IntText.parse(StrRef(x), base: 10) }
    let type = x.type
    let method = type.special(.int)
    if method.isPresent {
      let result = try Call.specialMethod(method, x)
      if !result.isAnyInt {
        throw raise(.typeError, "__int__ returned non-int (type \(result.typeName))")
      }
      if !result.isInt, !result.isExactly(.int) {
        try Warnings.strictSubclass("__int__", "int", result)
      }
      return result.exactInt
    }
    if type.special(.index).isPresent { return try Convert.index(x) }
    let trunc = type.special(.trunc)
    if trunc.isPresent {
      try Warnings.warn(
        .deprecationWarning, "The delegation of int() to __trunc__ is deprecated.")
      return try truncated(try Call.specialMethod(trunc, x))
    }
    if x.isStr { return try IntText.parse(StrRef(x), base: 10) }
    if BytesLike.isBytesLike(x) { return try parse(bytes: try BytesLike.contiguous(x), base: 10) }
    throw raise(
      .typeError,
      "int() argument must be a string, a bytes-like object or a real number, not '\(x.typeName)'")
  }

  /// What `__trunc__` answered, as an int.
  private static func truncated(_ result: Value) throws(Raised) -> Value {
    if result.isAnyInt { return result.exactInt }
    if result.type.special(.int).isPresent { return try convert(result) }
    if result.type.special(.index).isPresent { return try Convert.index(result) }
    throw raise(.typeError, "__trunc__ returned non-Integral (type \(result.typeName))")
  }

  private static func convert(_ x: Value, base: Value) throws(Raised) -> Value {
    let n = try Convert.index(base).asMachineInt ?? -1
    if n != 0, n < 2 || n > 36 {
      throw raise(.valueError, "int() base must be >= 2 and <= 36, or 0")
    }
    if x.isStr { return try IntText.parse(StrRef(x), base: n) }
    if x.isBytes || x.isHeap && x.isInstance(of: .byteArray) { return try parse(bytes: x, base: n) }
    throw raise(.typeError, "int() can't convert non-string with explicit base")
  }

  private static func parse(bytes: Value, base: Int) throws(Raised) -> Value {
    let buffer = BytesLike.buffer(bytes)
    if let value = try IntText.parse(buffer, base: base) { return value }
    throw try IntText.invalid(BytesRef.make(Array(buffer)).value, base)
  }

  // MARK: Bytes

  static func fromBytes(_ a: Args) throws(Raised) -> Value {
    let little = try isLittle(a[2], "from_bytes")
    let signed = a[3].isPresent ? try Convert.truth(a[3]) : false
    let bytes = try bytesArgument(a[1])
    let value = IntBytes.read(BytesLike.buffer(bytes), littleEndian: little, signed: signed)
    if TypeRef(a[0]) == .int { return value }
    return try Call.function(a[0], value)
  }

  /// `bytes(value)` for anything but counts and text.
  private static func bytesArgument(_ value: Value) throws(Raised) -> Value {
    if value.isExactly(.bytes) || value.isExactly(.byteArray) { return value }
    if value.isStr || value.isAnyInt || value.isAnyFloat {
      throw raise(.typeError, "cannot convert '\(value.typeName)' object to bytes")
    }
    return try Call.function(BuiltinType.bytes.value, value)
  }

  private static func isLittle(_ order: Value, _ function: String) throws(Raised) -> Bool {
    if order.isAbsent { return false }
    if !order.isStr {
      throw raise(
        .typeError, "\(function)() argument 'byteorder' must be str, not \(order.argumentTypeName)")
    }
    if StrRef(order).isEqual("little") { return true }
    if StrRef(order).isEqual("big") { return false }
    throw raise(.valueError, "byteorder must be either 'little' or 'big'")
  }

  static func toBytes(_ a: Args) throws(Raised) -> Value {
    let length = a[1].isPresent ? try Convert.machineInt(a[1]) : 1
    let little = try isLittle(a[2], "to_bytes")
    let signed = a[3].isPresent ? try Convert.truth(a[3]) : false
    if length < 0 { throw raise(.valueError, "length argument must be non-negative") }
    if a[0].intSign < 0, !signed {
      throw raise(.overflowError, "can't convert negative int to unsigned")
    }
    try Heap.requireRoom(length)
    let bytes = BytesRef.make(count: length)
    let out = UnsafeMutableBufferPointer(start: bytes.data, count: length)
    if !IntBytes.write(a[0], to: out, littleEndian: little, signed: signed) {
      throw raise(.overflowError, "int too big to convert")
    }
    return bytes.value
  }
}

/// What the `__new__` of builtin types have in common.
public enum Construction {
  /// The class that `__new__` is to make an instance of.
  ///
  /// - Throws: TypeError for what is no subtype of `base`.
  public static func type(_ a: Args, _ base: BuiltinType) throws(Raised) -> TypeRef {
    if a.count > 0, a[0].isType, TypeRef(a[0]).isSubtype(of: base), a.positionalCount > 0 {
      return TypeRef(a[0])
    }
    throw misused(a, base.ref.nameText)
  }

  @inline(never) private static func misused(_ a: Args, _ name: String) -> Raised {
    if a.positionalCount == 0 {
      return raise(.typeError, "\(name).__new__(): not enough arguments")
    }
    if !a[0].isType {
      return raise(
        .typeError, "\(name).__new__(X): X is not a type object (\(a[0].typeName))")
    }
    let type = TypeRef(a[0]).nameText
    return raise(
      .typeError, "\(name).__new__(\(type)): \(type) is not a subtype of \(name)")
  }

  /// The error for the first keyword argument that is not among `known`.
  public static func unexpectedKeyword(_ function: String, _ a: Args, _ known: [String]) -> Raised {
    let names = TupleRef(a.keywordNames)
    for i in 0..<names.count {
      let name = StrRef(names[i]).text
      if known.contains(name) { continue }
      let meant = Suggestions.best(name, among: known).map { ". Did you mean '\($0)'?" } ?? ""
      return raise(
        .typeError, "\(function)() got an unexpected keyword argument '\(name)'\(meant)")
    }
    return raise(.typeError, "\(function)() got an unexpected keyword argument")
  }

  /// - Throws: TypeError where keyword arguments were passed to a type that takes none.
  public static func noKeywords(_ function: String, _ a: Args) throws(Raised) {
    if a.keywordCount == 0 { return }
    // A subclass with an `__init__` of its own takes them there.
    if a.count > 0, a[0].isType, TypeRef(a[0]).has(.heap),
      let native = BuiltinType(rawValue: TypeRef(a[0]).p.pointee.nativeBase),
      TypeRef(a[0]).special(.`init`) !== native.ref.special(.`init`)
    {
      return
    }
    throw raise(.typeError, "\(function)() takes no keyword arguments")
  }

  /// A fixed-size instance of `type`, all words zero.
  public static func allocate(_ type: TypeRef) -> ObjectRef { Instances.allocate(type) }
}
