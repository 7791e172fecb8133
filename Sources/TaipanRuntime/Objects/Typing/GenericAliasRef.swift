// `list[int]` and its like.

public struct GenericAliasLayout {
  public var header: Header
  public var origin: Value
  /// Tuple.
  public var args: Value
  /// Tuple, or absent until asked for.
  public var parameters: Value
  public var isUnpacked: Value
}

@frozen public struct GenericAliasRef: TypedRef {
  public let p: UnsafeMutablePointer<GenericAliasLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<GenericAliasLayout>) {
    self.p = p
  }

  /// The alias of a type with one argument or a tuple of them.
  public static func make(_ origin: Value, _ arguments: Value) -> Value {
    let args = arguments.isTuple ? arguments : TupleRef.of(arguments).value
    let object = Heap.allocateZeroed(48, Header(shape: .of(.genericAlias)))
    let alias = GenericAliasRef(object)
    alias.p.pointee.origin = origin
    alias.p.pointee.args = args
    return alias.value
  }
}
