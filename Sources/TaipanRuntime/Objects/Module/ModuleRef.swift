// Modules, weak references and the iterators that the interpreter knows by shape.

public struct ModuleLayout {
  public var header: Header
  /// The namespace; never absent after `__new__`.
  public var dict: Value
}

@frozen public struct ModuleRef: TypedRef {
  public let p: UnsafeMutablePointer<ModuleLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<ModuleLayout>) { self.p = p }

  public var dict: DictRef { DictRef(p.pointee.dict) }

  /// A new module with `__name__` and the other standard names.
  public static func make(_ name: String) -> ModuleRef {
    let dict = DictRef.make()
    dict.setStr("__name__", Interning.intern(name))
    for name in ["__doc__", "__package__", "__loader__", "__spec__"] { dict.setStr(name, .none) }
    let module = ModuleRef(Heap.allocate(16, Header(shape: .of(.module))))
    module.p.pointee.dict = dict.value
    return module
  }
}

public struct WeakRefLayout {
  public var header: Header
  /// Address of the target, 0 once it died; hidden from the collector by `taggedTarget`.
  var hidden: UInt
  public var callback: Value
  /// Hash of the target once it was asked for, as int; absent before.
  public var hash: Value

  /// The target's address; stored inverted so that reading the cell does not keep it alive.
  var target: UInt {
    get { ~hidden }
    set { hidden = ~newValue }
  }
}

@frozen public struct WeakRef: TypedRef {
  public let p: UnsafeMutablePointer<WeakRefLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<WeakRefLayout>) { self.p = p }

  /// The referenced object; absent once it died.
  public var target: Value { Value(bits: UInt64(p.pointee.target)) }
}

/// list, tuple, str, bytes … iterators: a sequence and a position.
public struct SequenceIteratorLayout {
  public var header: Header
  /// Absent once exhausted.
  public var sequence: Value
  public var index: Int
}

@frozen public struct SequenceIteratorRef: TypedRef {
  public let p: UnsafeMutablePointer<SequenceIteratorLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<SequenceIteratorLayout>) {
    self.p = p
  }

  public static func make(_ type: BuiltinType, _ sequence: Value, index: Int = 0) -> Value {
    let iterator = SequenceIteratorRef(
      Heap.allocate(MemoryLayout<SequenceIteratorLayout>.size, Header(shape: .of(type))))
    iterator.p.pointee.sequence = sequence
    iterator.p.pointee.index = index
    return iterator.value
  }
}

/// Iterators over a range of small ints.
public struct RangeIteratorLayout {
  public var header: Header
  public var next: Int
  public var step: Int
  /// Values still to come.
  public var remaining: Int
}

@frozen public struct RangeIteratorRef: TypedRef {
  public let p: UnsafeMutablePointer<RangeIteratorLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<RangeIteratorLayout>) {
    self.p = p
  }
}

/// Iterators over dicts and their views.
public struct DictIteratorLayout {
  public var header: Header
  /// Absent once exhausted.
  public var dict: Value
  /// Next entry number.
  public var index: Int
  /// Size of the dict when the iteration began: a change raises RuntimeError.
  public var expectedCount: Int
  public var remaining: Int
}

@frozen public struct DictIteratorRef: TypedRef {
  public let p: UnsafeMutablePointer<DictIteratorLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<DictIteratorLayout>) {
    self.p = p
  }
}
