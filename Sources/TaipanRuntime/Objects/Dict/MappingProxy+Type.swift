// Read-only views of mappings: `type.__dict__`.

public struct MappingProxyLayout {
  public var header: Header
  public var mapping: Value
}

@frozen public struct MappingProxyRef: TypedRef {
  public let p: UnsafeMutablePointer<MappingProxyLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<MappingProxyLayout>) {
    self.p = p
  }

  public static func make(_ mapping: Value) -> Value {
    let proxy = MappingProxyRef(Heap.allocate(16, Header(shape: .of(.mappingProxy))))
    proxy.p.pointee.mapping = mapping
    return proxy.value
  }
}

enum MappingProxyType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, mapping)", new),
    NativeMethod("__getitem__", "($self, key, /)", getItem),
    NativeMethod("__contains__", "($self, key, /)", contains),
    NativeMethod("__iter__", "($self, /)", iterate),
    NativeMethod("__len__", "($self, /)", length),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__str__", "($self, /)", str),
    NativeMethod("__hash__", "($self, /)", hash),
    NativeMethod("__eq__", "($self, value, /)", { a throws(Raised) in try compare(a, .eq) }),
    NativeMethod("__ne__", "($self, value, /)", { a throws(Raised) in try compare(a, .ne) }),
    NativeMethod("__lt__", "($self, value, /)", { a throws(Raised) in try compare(a, .lt) }),
    NativeMethod("__le__", "($self, value, /)", { a throws(Raised) in try compare(a, .le) }),
    NativeMethod("__gt__", "($self, value, /)", { a throws(Raised) in try compare(a, .gt) }),
    NativeMethod("__ge__", "($self, value, /)", { a throws(Raised) in try compare(a, .ge) }),
    NativeMethod("__or__", "($self, value, /)", or),
    NativeMethod("__ror__", "($self, value, /)", reflectedOr),
    NativeMethod("__ior__", "($self, value, /)", orInPlace),
    NativeMethod("__reversed__", "($self, /)", reversed),
    NativeMethod("__class_getitem__", "($type, object, /)", classGetItem),
    NativeMethod("get", "($self, key, default=None, /)", get),
    NativeMethod("keys", "($self, /)", keys),
    NativeMethod("values", "($self, /)", values),
    NativeMethod("items", "($self, /)", items),
    NativeMethod("copy", "($self, /)", copy),
  ]
  static let spec = TypeSpec(
    "mappingproxy", size: 16, flags: [.matchesMapping], methods: methods)

  private static func mapping(_ a: Args) -> Value { MappingProxyRef(a[0]).p.pointee.mapping }
  private static func plain(_ value: Value) -> Value {
    value.isExactly(.mappingProxy) ? MappingProxyRef(value).p.pointee.mapping : value
  }

  static func new(_ a: Args) throws(Raised) -> Value {
    if a[1].type.special(.getitem).isAbsent || a[1].isList || a[1].isTuple {
      throw raise(
        .typeError, "mappingproxy() argument must be a mapping, not \(a[1].typeName)")
    }
    return MappingProxyRef.make(a[1])
  }
  static func getItem(_ a: Args) throws(Raised) -> Value { try Subscript.get(mapping(a), a[1]) }
  static func contains(_ a: Args) throws(Raised) -> Value {
    Value(try Subscript.contains(mapping(a), a[1]))
  }
  static func iterate(_ a: Args) throws(Raised) -> Value { try Iterate.iterator(mapping(a)) }
  static func length(_ a: Args) throws(Raised) -> Value { Value(try Convert.length(mapping(a))) }
  static func repr(_ a: Args) throws(Raised) -> Value {
    Value("mappingproxy(\(try Convert.repr(mapping(a)).text))")
  }
  static func str(_ a: Args) throws(Raised) -> Value { try Convert.str(mapping(a)).value }
  static func hash(_ a: Args) throws(Raised) -> Value { Value(try Hash.of(mapping(a))) }
  private static func compare(_ a: Args, _ operation: Compare.Operation) throws(Raised) -> Value {
    try Compare.rich(mapping(a), a[1], operation)
  }
  static func or(_ a: Args) throws(Raised) -> Value {
    try Operators.binary(mapping(a), plain(a[1]), .or)
  }
  static func reflectedOr(_ a: Args) throws(Raised) -> Value {
    try Operators.binary(plain(a[1]), mapping(a), .or)
  }
  static func orInPlace(_ a: Args) throws(Raised) -> Value {
    throw raise(
      .typeError, "'|=' is not supported by \(a[0].typeName); use '|' instead")
  }
  static func reversed(_ a: Args) throws(Raised) -> Value {
    try Call.method(mapping(a), "__reversed__")
  }
  static func classGetItem(_ a: Args) throws(Raised) -> Value { GenericAliasRef.make(a[0], a[1]) }
  static func get(_ a: Args) throws(Raised) -> Value {
    try Call.method(mapping(a), "get", a[1], a.count > 2 ? a[2] : .none)
  }
  static func keys(_ a: Args) throws(Raised) -> Value { try Call.method(mapping(a), "keys") }
  static func values(_ a: Args) throws(Raised) -> Value { try Call.method(mapping(a), "values") }
  static func items(_ a: Args) throws(Raised) -> Value { try Call.method(mapping(a), "items") }
  static func copy(_ a: Args) throws(Raised) -> Value { try Call.method(mapping(a), "copy") }
}
