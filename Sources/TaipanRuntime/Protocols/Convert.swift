// Conversions that the language does by itself: truth, index, text.

public enum Convert {
  /// `bool(value)`.
  ///
  /// - Throws: what `__bool__` or `__len__` raise; TypeError where they answer wrongly.
  @inlinable @inline(__always) public static func truth(_ value: Value) throws(Raised) -> Bool {
    if value.isBool { return value.isTrue }
    if value.isInt { return value.asInt != 0 }
    if value.isNone { return false }
    return try truthSlow(value)
  }

  /// `bool(value)` of the values for which it runs no Python code; nil for others.
  @inline(__always) static func simpleTruth(_ value: Value) -> Bool? {
    if value.isBool { return value.isTrue }
    if value.isInt { return value.asInt != 0 }
    return value.isNone ? false : nil
  }

  @inline(never) @usableFromInline static func truthSlow(_ value: Value) throws(Raised) -> Bool {
    if value.isInlineFloat { return true }
    if value.isHeap {
      let type = value.asObject.type
      if type.has(.heap), type.special(.bool).isAbsent, type.special(.len).isAbsent { return true }
    }
    if value.isExactly(.list) { return ListRef(value).count != 0 }
    if value.isExactly(.str) { return StrRef(value).count != 0 }
    if value.isExactly(.tuple) { return TupleRef(value).count != 0 }
    if value.isExactly(.dict) { return DictRef(value).count != 0 }
    let type = value.type
    if type == .float { return value.asFloat != 0 }
    let method = type.special(.bool)
    if method.isPresent {
      let result = try Call.specialMethod(method, value)
      if !result.isBool {
        throw raise(.typeError, "__bool__ should return bool, returned \(result.typeName)")
      }
      return result.isTrue
    }
    if type.special(.len).isPresent { return try length(value) != 0 }
    return true
  }

  /// `len(value)`.
  ///
  /// - Throws: TypeError without `__len__`; ValueError or OverflowError for a bad length.
  public static func length(_ value: Value) throws(Raised) -> Int {
    if value.isHeap {
      let type = value.type
      if type == .list { return ListRef(value).count }
      if type == .tuple { return TupleRef(value).count }
      if type == .str { return StrRef(value).count }
      if type == .dict { return DictRef(value).count }
      if type == .set || type == .frozenSet { return SetRef(value).count }
      if type == .bytes { return BytesRef(value).count }
      if type == .range, RangeRef(value).p.pointee.count.isInt {
        return RangeRef(value).p.pointee.count.asInt
      }
    }
    let method = value.type.special(.len)
    if method.isAbsent {
      throw raise(.typeError, "object of type '\(value.typeName)' has no len()")
    }
    let result = try Call.specialMethod(method, value)
    let n = try index(result)
    guard let length = n.asMachineInt else {
      if n.intSign < 0 { throw raise(.valueError, "__len__() should return >= 0") }
      throw raise(.overflowError, "cannot fit 'int' into an index-sized integer")
    }
    if length < 0 { throw raise(.valueError, "__len__() should return >= 0") }
    return length
  }

  /// `operator.index(value)`: an exact int.
  ///
  /// - Throws: TypeError for a value that is not an integer.
  @inlinable @inline(__always) public static func index(_ value: Value) throws(Raised) -> Value {
    value.isInt ? value : try indexOfOther(value)
  }

  @inline(never) @usableFromInline
  static func indexOfOther(_ value: Value) throws(Raised) -> Value {
    if value.isAnyInt { return value.exactInt }
    let method = value.type.special(.index)
    if method.isAbsent {
      throw raise(
        .typeError, "'\(value.typeName)' object cannot be interpreted as an integer")
    }
    let result = try Call.specialMethod(method, value)
    if result.isInt { return result }
    if !result.isAnyInt {
      throw raise(.typeError, "__index__ returned non-int (type \(result.typeName))")
    }
    if !result.isExactly(.int) { try Warnings.strictSubclass("__index__", "int", result) }
    return result.exactInt
  }

  /// An index that must fit a machine word.
  ///
  /// - Throws: TypeError; where it does not fit, `overflow` (IndexError, OverflowError) in the words of
  /// indices, or OverflowError in those of arguments.
  @inlinable @inline(__always)
  public static func machineInt(
    _ value: Value, overflow: BuiltinType? = nil
  ) throws(Raised) -> Int {
    value.isInt ? value.asInt : try machineIntOfOther(value, overflow)
  }

  @inline(never) @usableFromInline
  static func machineIntOfOther(_ value: Value, _ overflow: BuiltinType?) throws(Raised) -> Int {
    guard let n = try index(value).asMachineInt else {
      guard let overflow else {
        throw raise(.overflowError, "Python int too large to convert to C ssize_t")
      }
      throw raise(overflow, "cannot fit '\(value.typeName)' into an index-sized integer")
    }
    return n
  }

  /// Whether a value is a number of some kind: it becomes an index, an int or a float.
  static func isNumber(_ value: Value) -> Bool {
    if value.isAnyInt || value.isAnyFloat { return true }
    let type = value.type
    return type.special(.index).isPresent || type.special(.int).isPresent
      || type.special(.float).isPresent || value.isExactly(.complex)
  }

  /// An argument that CPython takes as a C int.
  ///
  /// - Throws: TypeError; OverflowError where it does not fit.
  public static func cInt(_ value: Value) throws(Raised) -> Int {
    guard let n = try index(value).asMachineInt, Int32(exactly: n) != nil else {
      throw raise(.overflowError, "Python int too large to convert to C int")
    }
    return n
  }

  /// The file descriptor of an int or of an object with `fileno()`.
  ///
  /// - Throws: TypeError for other objects; ValueError for a negative number; OverflowError; what `fileno()` raises.
  public static func descriptor(_ value: Value) throws(Raised) -> Int32 {
    var number = value
    if !value.isAnyInt {
      let method = try Attributes.lookup(value, Interning.intern("fileno"))
      if method.isAbsent {
        throw raise(.typeError, "argument must be an int, or have a fileno() method.")
      }
      number = try Call.function(method)
      if !number.isAnyInt { throw raise(.typeError, "fileno() returned a non-integer") }
    }
    let descriptor = Int32(try cInt(number))
    if descriptor < 0 {
      throw raise(
        .valueError, "file descriptor cannot be a negative integer (\(descriptor))")
    }
    return descriptor
  }

  /// A slice bound: clamped instead of overflowing.
  public static func clampedIndex(_ value: Value) throws(Raised) -> Int {
    if value.isInt { return value.asInt }
    let n = try index(value)
    return n.asMachineInt ?? (n.intSign < 0 ? Int.min : Int.max)
  }

  /// A real number as a double: floats, ints, `__float__`, `__index__`.
  ///
  /// - Throws: TypeError for others; OverflowError for an int out of range.
  public static func double(_ value: Value) throws(Raised) -> Double {
    if value.isInlineFloat { return value.asInlineFloat }
    if value.isInt { return Double(value.asInt) }
    if value.isAnyFloat { return value.asFloat }
    if value.isAnyInt { return try intToDouble(value) }
    let method = value.type.special(.float)
    if method.isPresent { return try double(value, by: method) }
    if value.type.special(.index).isPresent { return try intToDouble(try index(value)) }
    throw raise(.typeError, "must be real number, not \(value.typeName)")
  }

  /// What a `__float__` answers.
  static func double(_ value: Value, by method: Value) throws(Raised) -> Double {
    let result = try Call.specialMethod(method, value)
    if !result.isAnyFloat {
      throw raise(
        .typeError,
        "\(value.typeName).__float__ returned non-float (type \(result.typeName))")
    }
    if !result.isInlineFloat, !result.isExactly(.float) {
      try Warnings.strictSubclass("\(value.typeName).__float__", "float", result)
    }
    return result.asFloat
  }

  public static func intToDouble(_ value: Value) throws(Raised) -> Double {
    let double = IntMath.toDouble(value)
    if double.isInfinite { throw raise(.overflowError, "int too large to convert to float") }
    return double
  }

  // MARK: Text

  /// `repr(value)`.
  ///
  /// - Throws: TypeError where `__repr__` does not answer a str; what it raises.
  public static func repr(_ value: Value) throws(Raised) -> StrRef {
    if value.isInt { return IntText.decimal(value) }
    try ThreadState.checkNativeStack(" while getting the repr of an object")
    let method = value.type.special(.repr)
    let result = try Call.specialMethod(method, value)
    if !result.isStr {
      throw raise(.typeError, "__repr__ returned non-string (type \(result.typeName))")
    }
    return StrRef(result)
  }

  /// Appends `repr(value)`.
  @inline(__always)
  static func appendRepr(_ value: Value, to out: inout FormatBuffer) throws(Raised) {
    if value.isInt { return out.append(decimal: value.asInt) }
    if value.isExactly(.str) { return StrRepr.append(StrRef(value), to: &out) }
    out.append(try repr(value))
  }

  /// `str(value)`.
  public static func str(_ value: Value) throws(Raised) -> StrRef {
    if value.isExactly(.str) { return StrRef(value) }
    if value.isInt { return IntText.decimal(value) }
    try ThreadState.checkNativeStack(" while getting the str of an object")
    let method = value.type.special(.str)
    let result = try Call.specialMethod(method, value)
    if !result.isStr {
      throw raise(.typeError, "__str__ returned non-string (type \(result.typeName))")
    }
    return StrRef(result)
  }

  /// `format(value, spec)`.
  public static func format(_ value: Value, _ spec: Value) throws(Raised) -> Value {
    if StrRef(spec).count == 0 {
      if value.isExactly(.str) { return value }
      if value.isInt { return IntText.decimal(value).value }
    }
    let method = value.type.special(.format)
    if method.isAbsent {
      throw raise(.typeError, "Type \(value.typeName) doesn't define __format__")
    }
    let result = try Call.specialMethod(method, value, spec)
    if !result.isStr {
      throw raise(.typeError, "__format__ must return a str, not \(result.typeName)")
    }
    return result
  }

  /// `ascii(value)`.
  public static func ascii(_ value: Value) throws(Raised) -> StrRef {
    let text = try repr(value)
    if text.isASCII { return text }
    var out = ""
    for i in 0..<text.count {
      let c = text[i]
      if c < 0x80 {
        out.unicodeScalars.append(Unicode.Scalar(UInt8(c)))
      } else {
        let (prefix, digits) = c < 0x100 ? ("\\x", 2) : c < 0x1_0000 ? ("\\u", 4) : ("\\U", 8)
        let hex = String(c, radix: 16)
        out += prefix + String(repeating: "0", count: digits - hex.count) + hex
      }
    }
    return StrRef.make(out)
  }

  /// The str argument of a native function.
  ///
  /// - Throws: TypeError naming function and argument.
  public static func requireStr(_ value: Value, _ what: String) throws(Raised) -> StrRef {
    if !value.isStr {
      throw raise(.typeError, "\(what) must be str, not \(value.argumentTypeName)")
    }
    return StrRef(value)
  }
}
