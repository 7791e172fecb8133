/// The type `types.UnionType`.
enum UnionType {
  static let methods: [NativeMethod] = [
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__eq__", "($self, value, /)", equal),
    NativeMethod("__ne__", "($self, value, /)", notEqual),
    NativeMethod("__hash__", "($self, /)", hash),
    NativeMethod("__or__", "($self, value, /)", or),
    NativeMethod("__ror__", "($self, value, /)", reflectedOr),
    NativeMethod("__getitem__", "($self, key, /)", getItem),
    NativeMethod("__instancecheck__", "($self, instance, /)", instanceCheck),
    NativeMethod("__subclasscheck__", "($self, cls, /)", subclassCheck),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("__args__", args), NativeGetSet("__parameters__", parameters),
  ]
  static let spec = TypeSpec(
    "types.UnionType", size: 32, flags: [], methods: methods,
    getSets: getSets)

  private static func members(_ value: Value) -> TupleRef {
    TupleRef(UnionRef(value).p.pointee.args)
  }

  static func args(_ a: Args) throws(Raised) -> Value { members(a[0]).value }
  static func parameters(_ a: Args) throws(Raised) -> Value {
    let union = UnionRef(a[0])
    if union.p.pointee.parameters.isAbsent {
      union.p.pointee.parameters = try TypingSupport.parameters(of: members(a[0]))
      union.object.noteWrite()
    }
    return union.p.pointee.parameters
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    let builder = StrBuilder()
    let members = members(a[0])
    for i in 0..<members.count {
      if i > 0 { builder.append(" | ") }
      if members[i] === BuiltinType.noneType.value {
        builder.append("None")
      } else {
        builder.append(try TypingSupport.repr(members[i]))
      }
    }
    return builder.finish().value
  }

  private static func frozen(_ value: Value) throws(Raised) -> Value {
    let set = SetRef.make(shape: .of(.frozenSet))
    let members = members(value)
    for i in 0..<members.count { try set.add(members[i]) }
    return set.value
  }
  static func equal(_ a: Args) throws(Raised) -> Value {
    if !a[1].isExactly(.unionType) { return .notImplemented }
    return try Compare.rich(try frozen(a[0]), try frozen(a[1]), .eq)
  }
  static func notEqual(_ a: Args) throws(Raised) -> Value {
    if !a[1].isExactly(.unionType) { return .notImplemented }
    return try Compare.rich(try frozen(a[0]), try frozen(a[1]), .ne)
  }
  static func hash(_ a: Args) throws(Raised) -> Value { Value(try Hash.of(try frozen(a[0]))) }

  static func or(_ a: Args) throws(Raised) -> Value { try Unions.make(a[0], a[1]) }
  static func reflectedOr(_ a: Args) throws(Raised) -> Value { try Unions.make(a[1], a[0]) }

  static func getItem(_ a: Args) throws(Raised) -> Value {
    let parameters = TupleRef(try parameters(a))
    let new = try TypingSupport.substitute(a[0], members(a[0]), parameters, a[1])
    var result = new[0]
    for i in 1..<max(1, new.count) { result = try Operators.binary(result, new[i], .or) }
    return result
  }

  /// - Throws: TypeError where a member cannot be checked against.
  private static func requirePlain(_ value: Value, _ function: String) throws(Raised) {
    let members = members(value)
    for i in 0..<members.count where members[i].isInstance(of: .genericAlias) {
      throw raise(.typeError, "\(function)() argument 2 cannot be a parameterized generic")
    }
  }
  static func instanceCheck(_ a: Args) throws(Raised) -> Value {
    try requirePlain(a[0], "isinstance")
    let members = members(a[0])
    for i in 0..<members.count where try Instances.isInstance(a[1], members[i]) { return .true }
    return .false
  }
  static func subclassCheck(_ a: Args) throws(Raised) -> Value {
    if !a[1].isType { throw raise(.typeError, "issubclass() arg 1 must be a class") }
    try requirePlain(a[0], "issubclass")
    let members = members(a[0])
    for i in 0..<members.count where try Instances.isSubclass(a[1], members[i]) { return .true }
    return .false
  }
}
