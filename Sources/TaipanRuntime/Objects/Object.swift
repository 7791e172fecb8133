// The header that every heap object begins with, and the untyped reference to one.
//
//   bits 0–31   shape id: the address of the object's `ShapeLayout`, which lies below 4 GB
//   bits 32–39  collector flags (`GCFlags`)
//   bits 40–47  kind bits, meaning up to the type (str: character width, ascii, interned)
//   bits 48–63  extra, meaning up to the type (str: index of a special method's name)
//
// A free cell has a header of zero.

@frozen public struct Header {
  public var shapeID: UInt32
  public var gc: UInt8
  public var kind: UInt8
  public var extra: UInt16

  @inlinable @inline(__always)
  public init(shape: Shape, kind: UInt8 = 0, extra: UInt16 = 0) {
    shapeID = shape.id
    gc = 0
    self.kind = kind
    self.extra = extra
  }
}

/// Bits of `Header.gc`.
public enum GCFlags {
  /// Survived a collection: a store into the object must be remembered.
  public static let old: UInt8 = 1
  /// A weak reference points here.
  public static let weaklyReferenced: UInt8 = 2
  /// `__del__` is still to be called.
  public static let finalizable: UInt8 = 4
  /// On the list of `Heap.releaseWhenDead`.
  static let releasable: UInt8 = 8
  /// Nothing but a register of a loop or call refers to the object: it can be used again once that is
  /// done with it (`Recycling`). Whoever hands such an object to Python code clears the bit.
  public static let temporary: UInt8 = 32
  /// Never freed (`Heap.pin`).
  static let pinned: UInt8 = 16
}

/// A heap object of any type.
@frozen public struct ObjectRef: Hashable {
  public let pointer: UnsafeMutableRawPointer

  @inlinable @inline(__always) public init(pointer: UnsafeMutableRawPointer) {
    self.pointer = pointer
  }

  @inlinable @inline(__always) public var header: UnsafeMutablePointer<Header> {
    pointer.assumingMemoryBound(to: Header.self)
  }
  @inlinable @inline(__always) public var shape: Shape { Shape(id: header.pointee.shapeID) }
  @inlinable @inline(__always) public var type: TypeRef { shape.type }

  /// The word at `index` of the object, header included.
  @inlinable @inline(__always) public func word(_ index: Int) -> UnsafeMutablePointer<Value> {
    pointer.assumingMemoryBound(to: Value.self) + index
  }

  /// The one way to store a value into a heap object: keeps the remembered set.
  @inlinable @inline(__always)
  public func store(_ value: Value, at field: UnsafeMutablePointer<Value>) {
    field.pointee = value
    noteWrite()
  }

  /// Must follow every store of a value into the object that did not go through `store`.
  @inlinable @inline(__always) public func noteWrite() {
    if header.pointee.gc & GCFlags.old != 0 { Heap.remember(self) }
  }
}

/// A reference to a heap object of a known layout.
public protocol TypedRef {
  associatedtype Layout
  var p: UnsafeMutablePointer<Layout> { get }
  init(p: UnsafeMutablePointer<Layout>)
}

extension TypedRef {
  /// The caller has checked the type.
  @inlinable @inline(__always) public init(_ value: Value) {
    self.init(
      p: UnsafeMutablePointer<Layout>(bitPattern: UInt(value.bits)).unsafelyUnwrapped)
  }
  @inlinable @inline(__always) public init(_ object: ObjectRef) {
    self.init(p: object.pointer.assumingMemoryBound(to: Layout.self))
  }
  @inlinable @inline(__always) public var object: ObjectRef {
    ObjectRef(pointer: UnsafeMutableRawPointer(p))
  }
  @inlinable @inline(__always) public var value: Value {
    Value(bits: UInt64(UInt(bitPattern: p)))
  }
}
