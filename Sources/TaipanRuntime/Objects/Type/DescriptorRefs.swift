// Layouts of the descriptors that the runtime knows by shape.

public struct GetSetLayout {
  public var header: Header
  public var entry: UnsafePointer<NativeGetSet>
  public var owner: Value
  public var name: Value
}
@frozen public struct GetSetRef: TypedRef {
  public let p: UnsafeMutablePointer<GetSetLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<GetSetLayout>) { self.p = p }

  static func make(_ entry: UnsafePointer<NativeGetSet>, owner: TypeRef) -> Value {
    let name = entry.pointee.name.interned
    let ref = GetSetRef(
      Heap.allocate(MemoryLayout<GetSetLayout>.size, Header(shape: .of(.getSetDescriptor))))
    ref.p.pointee.entry = entry
    ref.p.pointee.owner = owner.value
    ref.p.pointee.name = name
    return ref.value
  }
}

/// An attribute declared in `__slots__`, or a native field.
public struct MemberLayout {
  public var header: Header
  public var owner: Value
  public var name: Value
  /// Word of the object; in a variable-sized one, where members lie behind the attribute word, -1 is the
  /// first behind it, -2 the next.
  public var word: Int
  public var isReadOnly: Bool
  /// An unset field reads as None instead of raising.
  public var absentIsNone: Bool
  /// The message of the AttributeError for `del`, absent where the field can be unset.
  public var deletionError: Value
}
@frozen public struct MemberRef: TypedRef {
  public let p: UnsafeMutablePointer<MemberLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<MemberLayout>) { self.p = p }

  public static func make(
    owner: TypeRef, name: Value, word: Int, isReadOnly: Bool = false, absentIsNone: Bool = false,
    deletionError: Value = .absent
  ) -> Value {
    let ref = MemberRef(
      Heap.allocate(MemoryLayout<MemberLayout>.size, Header(shape: .of(.memberDescriptor))))
    ref.p.pointee.owner = owner.value
    ref.p.pointee.name = name
    ref.p.pointee.word = word
    ref.p.pointee.isReadOnly = isReadOnly
    ref.p.pointee.absentIsNone = absentIsNone
    ref.p.pointee.deletionError = deletionError
    return ref.value
  }

  /// Where the member of `object` lies.
  @inline(__always) func word(of object: ObjectRef) -> UnsafeMutablePointer<Value> {
    let word = p.pointee.word
    return word >= 0 ? object.word(word) : Instances.trailingWord(object) - word
  }

  /// The member's word is the same in all objects, and an absent one raises.
  var isCacheable: Bool { p.pointee.word >= 0 && !p.pointee.absentIsNone }
}

public struct PropertyLayout {
  public var header: Header
  public var getter: Value
  public var setter: Value
  public var deleter: Value
  public var doc: Value
  public var name: Value
  /// `__dict__` of subclasses' instances begins at their own offset.
  public var getterDoc: Value
}
@frozen public struct PropertyRef: TypedRef {
  public let p: UnsafeMutablePointer<PropertyLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<PropertyLayout>) { self.p = p }
}

/// classmethod and staticmethod objects.
public struct WrappedMethodLayout {
  public var header: Header
  public var function: Value
  public var dict: Value
}
@frozen public struct WrappedMethodRef: TypedRef {
  public let p: UnsafeMutablePointer<WrappedMethodLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<WrappedMethodLayout>) {
    self.p = p
  }

  public static func make(_ type: BuiltinType, _ function: Value) -> Value {
    let ref = WrappedMethodRef(
      Heap.allocate(MemoryLayout<WrappedMethodLayout>.size, Header(shape: .of(type))))
    ref.p.pointee.function = function
    ref.p.pointee.dict = .absent
    return ref.value
  }
}

public struct SuperLayout {
  public var header: Header
  public var type: Value
  public var selfValue: Value
  public var selfType: Value
}
@frozen public struct SuperRef: TypedRef {
  public let p: UnsafeMutablePointer<SuperLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<SuperLayout>) { self.p = p }
}
