// The type `slice`.

enum SliceType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args)", new),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__hash__", "($self, /)", hash),
    NativeMethod("__eq__", "($self, value, /)", { a throws(Raised) in try compare(a, .eq) }),
    NativeMethod("__ne__", "($self, value, /)", { a throws(Raised) in try compare(a, .ne) }),
    NativeMethod("__lt__", "($self, value, /)", { a throws(Raised) in try compare(a, .lt) }),
    NativeMethod("__le__", "($self, value, /)", { a throws(Raised) in try compare(a, .le) }),
    NativeMethod("__gt__", "($self, value, /)", { a throws(Raised) in try compare(a, .gt) }),
    NativeMethod("__ge__", "($self, value, /)", { a throws(Raised) in try compare(a, .ge) }),
    NativeMethod("__reduce__", "($self, /)", reduce),
    NativeMethod("indices", "($self, length, /)", indices),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("start", getStart), NativeGetSet("stop", getStop), NativeGetSet("step", getStep),
  ]
  static let spec = TypeSpec(
    "slice", size: MemoryLayout<SliceLayout>.size, methods: methods, getSets: getSets)

  static func new(_ a: Args) throws(Raised) -> Value {
    switch a.count {
    case 2: return SliceRef.make(.none, a[1], .none).value
    case 3: return SliceRef.make(a[1], a[2], .none).value
    case 4: return SliceRef.make(a[1], a[2], a[3]).value
    case 1: throw raise(.typeError, "slice expected at least 1 argument, got 0")
    default: throw raise(.typeError, "slice expected at most 3 arguments, got \(a.count - 1)")
    }
  }
  private static func key(_ value: Value) -> TupleRef {
    let s = SliceRef(value).p.pointee
    return TupleRef.of(s.start, s.stop, s.step)
  }
  static func repr(_ a: Args) throws(Raised) -> Value {
    Value("slice\(try Convert.repr(key(a[0]).value).text)")
  }
  static func hash(_ a: Args) throws(Raised) -> Value { Value(try Hash.ofTuple(key(a[0]))) }
  /// As the tuples of start, stop and step.
  private static func compare(_ a: Args, _ operation: Compare.Operation) throws(Raised) -> Value {
    guard a[1].isExactly(.slice) else { return .notImplemented }
    return try Compare.rich(key(a[0]).value, key(a[1]).value, operation)
  }
  static func reduce(_ a: Args) throws(Raised) -> Value {
    TupleRef.of(a[0].type.value, key(a[0]).value).value
  }
  static func indices(_ a: Args) throws(Raised) -> Value {
    let length = try Convert.index(a[1])
    if length.intSign < 0 { throw raise(.valueError, "length should not be negative") }
    if length.isInt, let indices = SliceRef(a[0]).smallIndices(length.asInt) {
      return TupleRef.of(Value(indices.start), Value(indices.stop), Value(indices.step)).value
    }
    return try SliceRef(a[0]).indices(anyLength: length).value
  }
  static func getStart(_ a: Args) throws(Raised) -> Value { SliceRef(a[0]).p.pointee.start }
  static func getStop(_ a: Args) throws(Raised) -> Value { SliceRef(a[0]).p.pointee.stop }
  static func getStep(_ a: Args) throws(Raised) -> Value { SliceRef(a[0]).p.pointee.step }
}
