// The type `str`: its table, construction and text forms.

enum StrType {
  static let methods: [NativeMethod] =
    sequenceMethods + searchMethods + caseMethods + [
      NativeMethod("__new__", "($type, object='', encoding='utf-8', errors='strict')", new),
      NativeMethod("__repr__", "($self, /)", repr),
      NativeMethod("__str__", "($self, /)", str),
      NativeMethod("__hash__", "($self, /)", hash),
      NativeMethod("__eq__", "($self, value, /)", equal),
      NativeMethod("__ne__", "($self, value, /)", notEqual),
      NativeMethod("__lt__", "($self, value, /)", less),
      NativeMethod("__le__", "($self, value, /)", lessEqual),
      NativeMethod("__gt__", "($self, value, /)", greater),
      NativeMethod("__ge__", "($self, value, /)", greaterEqual),
      NativeMethod("__format__", "($self, format_spec, /)", format),
      NativeMethod("__mod__", "($self, value, /)", modulo),
      NativeMethod("__rmod__", "($self, value, /)", reversedModulo),
      NativeMethod("__sizeof__", "($self, /)", sizeOf),
      NativeMethod("__getnewargs__", "($self, /)", getNewArgs),
      NativeMethod("format", "($self, /, *args, **kwargs)", formatText),
      NativeMethod("format_map", "($self, mapping, /)", formatMap),
      NativeMethod("encode", "($self, /, encoding='utf-8', errors='strict')", encode),
      NativeMethod("translate", "($self, table, /)", translate),
      NativeMethod(
        "maketrans", "(x, y=<unrepresentable>, z=<unrepresentable>, /)", makeTranslation),
    ]
  static let spec = TypeSpec(
    "str", size: 24, flags: [.baseable, .subStr, .trailingAttributes, .matchesSelf],
    traceKind: .none, methods: methods,
    doc: """
      str(object='') -> str
      str(bytes_or_buffer[, encoding[, errors]]) -> str

      Create a new string object from the given object. If encoding or
      errors is specified, then the object must expose a data buffer
      that will be decoded using the given encoding and error handler.
      Otherwise, returns the result of object.__str__() (if defined)
      or repr(object).
      encoding defaults to sys.getdefaultencoding().
      errors defaults to 'strict'.
      """, item: item)

  private static func item(_ object: ObjectRef, _ index: Int) -> Value {
    let str = StrRef(object)
    let n = index < 0 ? index + str.count : index
    return n >= 0 && n < str.count ? StrRef.character(str[n]) : .absent
  }

  // MARK: Construction

  static func new(_ a: Args) throws(Raised) -> Value {
    let type = TypeRef(a[0])
    let text = try content(a[1], a[2], a[3], type)
    if type == .str { return text.value }
    return instance(of: type, text)
  }

  /// An instance of a subclass with this content.
  static func instance(of type: TypeRef, _ text: StrRef) -> Value {
    let copy = StrRef.make(
      count: text.count, maximum: text.maximumClass, shape: type.p.pointee.instanceShape)
    copy.copy(from: text, 0, text.count, to: 0)
    if type.has(.hasFinalizer) { Finalizers.register(copy.object) }
    return copy.value
  }

  private static func content(
    _ object: Value, _ encoding: Value, _ errors: Value, _ type: TypeRef
  ) throws(Raised) -> StrRef {
    if encoding.isAbsent, errors.isAbsent {
      return object.isAbsent ? .empty : try Convert.str(object)
    }
    if encoding.isPresent, !encoding.isStr {
      throw notStr("encoding", encoding, type)
    }
    _ = try Codecs.name(encoding, "")
    if errors.isPresent, !errors.isStr { throw notStr("errors", errors, type) }
    _ = try Codecs.name(errors, "")
    if object.isAbsent { return .empty }
    if object.isStr { throw raise(.typeError, "decoding str is not supported") }
    if !BytesLike.isBytesLike(object) {
      throw raise(
        .typeError, "decoding to str: need a bytes-like object, \(object.typeName) found")
    }
    return try Codecs.decode(
      object, try Codecs.name(encoding, "utf-8"), try Codecs.name(errors, "strict"))
  }

  /// `str` itself and its subclasses name None differently.
  private static func notStr(_ name: String, _ value: Value, _ type: TypeRef) -> Raised {
    let found = type == .str ? value.typeName : value.argumentTypeName
    return raise(.typeError, "str() argument '\(name)' must be str, not \(found)")
  }

  /// The error for an argument of the wrong type.
  static func argument(_ function: String, _ place: String, _ expected: String, _ value: Value)
    -> Raised
  {
    raise(
      .typeError,
      "\(function)() argument\(place) must be \(expected), not \(value.argumentTypeName)"
    )
  }

  /// A str argument of a method.
  static func text(_ value: Value, _ function: String, _ place: String = "") throws(Raised)
    -> StrRef
  {
    if value.isStr { return StrRef(value) }
    throw argument(function, place, "str", value)
  }

  // MARK: Text forms

  static func str(_ a: Args) throws(Raised) -> Value { StrType.exact(a[0]).value }

  /// The content as an exact str.
  static func exact(_ value: Value) -> StrRef {
    if value.isExactly(.str) { return StrRef(value) }
    let str = StrRef(value)
    if str.count < 2 { return str.count == 0 ? .empty : StrRef(StrRef.character(str[0])) }
    let copy = StrRef.make(count: str.count, maximum: str.maximumClass)
    copy.copy(from: str, 0, str.count, to: 0)
    return copy
  }

  static func repr(_ a: Args) throws(Raised) -> Value { StrRepr.repr(StrRef(a[0])).value }

  static func hash(_ a: Args) throws(Raised) -> Value { Value(StrRef(a[0]).hash) }

  static func sizeOf(_ a: Args) throws(Raised) -> Value {
    let str = StrRef(a[0])
    let header = str.isASCII ? 40 : 56
    return Value(header + (str.count + 1) * str.width)
  }

  static func getNewArgs(_ a: Args) throws(Raised) -> Value {
    TupleRef.of(exact(a[0]).value).value
  }

  // MARK: Comparison

  @inline(__always)
  private static func compare(_ a: Args, _ operation: Compare.Operation) -> Value {
    guard a[1].isStr else { return .notImplemented }
    return Value(operation.holds(StrRef(a[0]).compare(StrRef(a[1]))))
  }
  static func equal(_ a: Args) throws(Raised) -> Value {
    a[1].isStr ? Value(StrRef(a[0]).isEqual(StrRef(a[1]))) : .notImplemented
  }
  static func notEqual(_ a: Args) throws(Raised) -> Value {
    a[1].isStr ? Value(!StrRef(a[0]).isEqual(StrRef(a[1]))) : .notImplemented
  }
  static func less(_ a: Args) throws(Raised) -> Value { compare(a, .lt) }
  static func lessEqual(_ a: Args) throws(Raised) -> Value { compare(a, .le) }
  static func greater(_ a: Args) throws(Raised) -> Value { compare(a, .gt) }
  static func greaterEqual(_ a: Args) throws(Raised) -> Value { compare(a, .ge) }

  // MARK: Formatting

  static func format(_ a: Args) throws(Raised) -> Value {
    if !a[1].isStr { throw argument("__format__", "", "str", a[1]) }
    return try Formatting.str(a[0], StrRef(a[1]))
  }

  static func modulo(_ a: Args) throws(Raised) -> Value {
    try PercentFormat.str(StrRef(a[0]), a[1])
  }
  static func reversedModulo(_ a: Args) throws(Raised) -> Value {
    a[1].isStr ? try PercentFormat.str(StrRef(a[1]), a[0]) : .notImplemented
  }

  static func formatText(_ a: Args) throws(Raised) -> Value {
    try FormatString.format(StrRef(a[0]), a.dropping(1))
  }
  static func formatMap(_ a: Args) throws(Raised) -> Value {
    try FormatString.formatMap(StrRef(a[0]), a[1])
  }

  static func encode(_ a: Args) throws(Raised) -> Value {
    if a[1].isPresent, !a[1].isStr { throw argument("encode", " 'encoding'", "str", a[1]) }
    _ = try Codecs.name(a[1], "")
    if a[2].isPresent, !a[2].isStr { throw argument("encode", " 'errors'", "str", a[2]) }
    if StrRef(a[0]).isASCII,
      a[1].isAbsent || StrRef(a[1]).isEqual("utf-8") || StrRef(a[1]).isEqual("ascii")
    {
      return BytesRef.make(StrRef(a[0]).bytes, count: StrRef(a[0]).count).value
    }
    return try Codecs.encode(
      StrRef(a[0]), try Codecs.name(a[1], "utf-8"), try Codecs.name(a[2], "strict"))
  }
}
