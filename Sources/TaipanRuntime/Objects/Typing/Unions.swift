// `X | Y` of types.

public struct UnionLayout {
  public var header: Header
  /// Tuple.
  public var args: Value
  public var parameters: Value
}

@frozen public struct UnionRef: TypedRef {
  public let p: UnsafeMutablePointer<UnionLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<UnionLayout>) { self.p = p }
}

enum Unions {
  private static func isMember(_ value: Value) -> Bool {
    value.isNone || value.isType || value.isInstance(of: .genericAlias)
      || value.isExactly(.unionType)
      || value.isExactly(.typeAliasType)
  }

  /// NotImplemented where an operand is no type.
  static func make(_ left: Value, _ right: Value) throws(Raised) -> Value {
    if !isMember(left) || !isMember(right) { return .notImplemented }
    if left.isNone, right.isNone { return .notImplemented }
    let members = ListRef.make()
    try add(left, to: members)
    try add(right, to: members)
    if members.count == 1 { return members[0] }
    let args = members.toTuple()
    let object = Heap.allocateZeroed(32, Header(shape: .of(.unionType)))
    UnionRef(object).p.pointee.args = args.value
    return Value(object)
  }

  private static func add(_ value: Value, to members: ListRef) throws(Raised) {
    if value.isExactly(.unionType) {
      let args = TupleRef(UnionRef(value).p.pointee.args)
      for i in 0..<args.count { try add(args[i], to: members) }
      return
    }
    let type = value.isNone ? BuiltinType.noneType.value : value
    for i in 0..<members.count where try Compare.equal(members[i], type) { return }
    members.append(type)
  }
}
