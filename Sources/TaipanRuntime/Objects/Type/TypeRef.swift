// Type objects.
//
// Invariants: `mro` begins with the type itself; `special[n]` is what looking `n` up along the MRO
// gives; `version` changes with every change of the type or of one of its bases.

@frozen public struct TypeFlags: OptionSet {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Made by a class statement or `type()`; attributes can be set.
  @inlinable public static var heap: TypeFlags { TypeFlags(rawValue: 1) }
  /// May be a base class.
  @inlinable public static var baseable: TypeFlags { TypeFlags(rawValue: 2) }
  /// Instances have attributes in slots and a `__dict__`.
  @inlinable public static var hasDict: TypeFlags { TypeFlags(rawValue: 4) }
  @inlinable public static var abstract: TypeFlags { TypeFlags(rawValue: 8) }
  /// `__getattribute__` is not `object`'s: no attribute cache applies.
  @inlinable public static var customGetattribute: TypeFlags { TypeFlags(rawValue: 16) }
  @inlinable public static var customSetattr: TypeFlags { TypeFlags(rawValue: 32) }
  @inlinable public static var hasFinalizer: TypeFlags { TypeFlags(rawValue: 64) }
  @inlinable public static var isException: TypeFlags { TypeFlags(rawValue: 128) }
  @inlinable public static var matchesSequence: TypeFlags { TypeFlags(rawValue: 256) }
  @inlinable public static var matchesMapping: TypeFlags { TypeFlags(rawValue: 512) }
  /// A class pattern's single positional argument is the subject itself.
  @inlinable public static var matchesSelf: TypeFlags { TypeFlags(rawValue: 1024) }
  @inlinable public static var isMetatype: TypeFlags { TypeFlags(rawValue: 2048) }
  /// A native type without `__iter__` that iterates over its items: `__getitem__` takes indices.
  @inlinable public static var hasItems: TypeFlags { TypeFlags(rawValue: 1 << 19) }
  /// Instances are variable-sized (int, str, bytes, tuple): attributes lie in a dict behind them.
  @inlinable public static var trailingAttributes: TypeFlags { TypeFlags(rawValue: 4096) }
  @inlinable public static var immutable: TypeFlags { TypeFlags(rawValue: 8192) }
  @inlinable public static var weakReferable: TypeFlags { TypeFlags(rawValue: 16384) }
  /// Instances are created by the native `__new__` only.
  @inlinable public static var noInstantiation: TypeFlags { TypeFlags(rawValue: 32768) }
  /// Non-data descriptors of this type bind when found on a type (functions and the like).
  @inlinable public static var isMethodDescriptor: TypeFlags { TypeFlags(rawValue: 65536) }
  /// Never freed (`pin`).
  static let pinned = TypeFlags(rawValue: 1 << 17)
  /// Someone takes the version for constant: see `Watch`.
  public static var watched: TypeFlags { TypeFlags(rawValue: 1 << 18) }
  @inlinable public static var subInt: TypeFlags { TypeFlags(rawValue: 1 << 20) }
  @inlinable public static var subFloat: TypeFlags { TypeFlags(rawValue: 1 << 21) }
  @inlinable public static var subStr: TypeFlags { TypeFlags(rawValue: 1 << 22) }
  @inlinable public static var subBytes: TypeFlags { TypeFlags(rawValue: 1 << 23) }
  @inlinable public static var subList: TypeFlags { TypeFlags(rawValue: 1 << 24) }
  @inlinable public static var subTuple: TypeFlags { TypeFlags(rawValue: 1 << 25) }
  @inlinable public static var subDict: TypeFlags { TypeFlags(rawValue: 1 << 26) }
  @inlinable public static var subSet: TypeFlags { TypeFlags(rawValue: 1 << 27) }
  @inlinable public static var subFrozenSet: TypeFlags { TypeFlags(rawValue: 1 << 28) }
  /// What a subclass has of these because its base has.
  static let inherited: TypeFlags = [
    .hasDict, .customGetattribute, .customSetattr, .hasFinalizer, .isException,
    .matchesSequence, .matchesMapping, .matchesSelf, .hasItems, .isMetatype, .trailingAttributes,
    .weakReferable, .subInt, .subFloat, .subStr, .subBytes, .subList, .subTuple, .subDict,
    .subSet, .subFrozenSet,
  ]
}

public struct TypeLayout {
  public var header: Header
  /// `__name__` and `__qualname__` (str).
  public var name: Value
  public var qualifiedName: Value
  /// Tuples of types.
  public var bases: Value
  public var mro: Value
  public var dict: Value
  /// `__base__`: the base whose layout this type extends; null for object.
  public var base: UnsafeMutablePointer<TypeLayout>?
  /// List of weak references to direct subclasses.
  public var subclasses: Value
  public var flags: TypeFlags
  /// Unique to one state of one type.
  public var version: UInt32
  /// Shape of a new instance, and of one whose attributes are in a dict.
  public var instanceShape: Shape
  public var dictShape: Shape
  /// Bytes of an instance's fixed part: header and native payload, without attributes.
  public var basicSize: Int32
  /// Word index of the attribute overflow word, 0 if none.
  public var attributesAt: UInt16
  public var inlineCapacity: UInt16
  /// Slots taken by `__slots__`, which come before attribute slots.
  public var memberCount: UInt16
  public var traceKind: TraceKind
  /// The builtin type whose native payload instances carry (`object` for plain ones).
  public var nativeBase: UInt16
  /// Frees what an instance holds outside of the heap; called for those given to `Heap.releaseWhenDead`.
  public var releaser: (@convention(thin) (ObjectRef) -> Void)?
  /// What `[index]` reads and writes, `await` resumes; not inherited (see `TypeSpec`).
  public var item: ItemReader?
  public var setItem: ItemWriter?
  public var numbers: NumberArrayLayout
  public var step: Stepper?
  /// Caches that rely on this type's attributes: (name, instruction) pairs.
  var dependents: UnsafeMutablePointer<Dependent>?
  var dependentCount: Int32
  var dependentCapacity: Int32

  static let specialsOffset = (MemoryLayout<TypeLayout>.size + 7) & ~7
  /// Bytes of a type object.
  public static let size = specialsOffset + SpecialName.count * 8
}

@frozen public struct TypeRef: TypedRef, Hashable {
  public let p: UnsafeMutablePointer<TypeLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<TypeLayout>) { self.p = p }

  @inlinable @inline(__always) public static func == (lhs: TypeRef, rhs: TypeRef) -> Bool {
    lhs.p == rhs.p
  }
  @inlinable @inline(__always)
  public static func == (lhs: TypeRef, rhs: BuiltinType) -> Bool { lhs.p == rhs.ref.p }

  @inline(__always) public func has(_ flag: TypeFlags) -> Bool {
    p.pointee.flags.rawValue & flag.rawValue != 0
  }
  /// Whether `__getitem__` takes indices, so that instances can be iterated over without `__iter__`: any
  /// class's may, a native type's says so (CPython: `PySequence_Check`).
  public var isSequence: Bool {
    special(.getitem).isPresent && !has(.subDict)
      && !p.pointee.flags.isDisjoint(with: [
        .heap, .matchesSequence, .hasItems, .subStr, .subBytes,
      ])
  }
  public var dict: DictRef { DictRef(p.pointee.dict) }
  public var mro: TupleRef { TupleRef(p.pointee.mro) }
  public var base: TypeRef? { p.pointee.base.map { TypeRef(p: $0) } }

  var specials: UnsafeMutablePointer<Value> {
    (UnsafeMutableRawPointer(p) + TypeLayout.specialsOffset).assumingMemoryBound(to: Value.self)
  }

  /// What the MRO gives for a special name; absent if nothing.
  @inline(__always) public func special(_ name: SpecialName) -> Value {
    specials[Int(name.rawValue)]
  }

  /// Whether `other` is this type or one of its bases, by MRO.
  @inline(__always) public func isSubtype(of other: TypeRef) -> Bool {
    self == other || isProperSubtype(of: other)
  }

  @usableFromInline func isProperSubtype(of other: TypeRef) -> Bool {
    let mro = self.mro
    let (items, count) = (mro.items, mro.count)
    // A metaclass may put the class itself at any place.
    var i = 0
    while i < count {
      if items[i].bits == other.value.bits { return true }
      i &+= 1
    }
    return count == 0 && hasOnBaseChain(other)
  }
  @inline(__always) public func isSubtype(of other: BuiltinType) -> Bool {
    isSubtype(of: other.ref)
  }

  /// `__name__` as text.
  public var nameText: String { StrRef(p.pointee.name).text }

  /// `tp_name`: what messages call the type. Native types outside of builtins have their module in it.
  public var messageName: String {
    if has(.heap) || has(.isException) { return nameText }
    let module = dict.getStr("__module__")
    return module.isPresent && module.isStr ? "\(StrRef(module).text).\(nameText)" : nameText
  }

  /// Module and qualified name, without the modules that go without saying.
  var fullyQualifiedName: String {
    let module = dict.getStr("__module__")
    guard module.isPresent, module.isStr, !StrRef(module).isEqual("builtins"),
      !StrRef(module).isEqual("__main__")
    else { return StrRef(p.pointee.qualifiedName).text }
    return "\(StrRef(module).text).\(StrRef(p.pointee.qualifiedName).text)"
  }
}

extension Value {
  /// The Python type of any value.
  @inlinable @inline(__always) public var type: TypeRef {
    if isInt { return BuiltinType.int.ref }
    if isInlineFloat { return BuiltinType.float.ref }
    return asObject.type
  }

  /// The type's name as messages give it, with the module for types of native modules.
  public var typeName: String { type.messageName }
  /// The same in messages about arguments of native functions.
  public var argumentTypeName: String { isNone ? "None" : typeName }

  public func isInstance(of other: BuiltinType) -> Bool { type.isSubtype(of: other.ref) }

  @inlinable @inline(__always) public func has(_ flag: TypeFlags) -> Bool {
    type.p.pointee.flags.rawValue & flag.rawValue != 0
  }
  @inlinable public var isStr: Bool { isExactly(.str) || (isHeap && has(.subStr)) }
  @inlinable public var isTuple: Bool { isExactly(.tuple) || (isHeap && has(.subTuple)) }
  @inlinable public var isList: Bool { isExactly(.list) || (isHeap && has(.subList)) }
  @inlinable public var isDict: Bool { isExactly(.dict) || (isHeap && has(.subDict)) }
  @inlinable public var isBytes: Bool { isExactly(.bytes) || (isHeap && has(.subBytes)) }
  public var isAnySet: Bool { isHeap && (has(.subSet) || has(.subFrozenSet)) }
  /// int, bool or a subclass of int.
  @inlinable public var isAnyInt: Bool { isInt || (isHeap && has(.subInt)) }
  @inlinable public var isAnyFloat: Bool { isInlineFloat || (isHeap && has(.subFloat)) }
  @inline(__always) public var isType: Bool { isHeap && has(.isMetatype) }
}
