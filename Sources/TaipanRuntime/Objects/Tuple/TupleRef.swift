// Tuples and the buffers behind lists: values inline after a count.

public struct TupleLayout {
  public var header: Header
  public var count: Int
  /// Cached hash, -1 while unknown.
  public var hash: Int
}

@frozen public struct TupleRef: TypedRef {
  public let p: UnsafeMutablePointer<TupleLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<TupleLayout>) { self.p = p }

  @inlinable @inline(__always) public var count: Int { p.pointee.count }
  @inlinable @inline(__always) public var items: UnsafeMutablePointer<Value> {
    UnsafeMutableRawPointer(p + 1).assumingMemoryBound(to: Value.self)
  }
  @inlinable @inline(__always) public subscript(_ index: Int) -> Value { items[index] }

  /// A tuple of `count` absent values, to be filled before anything else is allocated or with
  /// `set`.
  public static func make(count: Int, shape: Shape = .of(.tuple)) -> TupleRef {
    let trailing = shape.p.pointee.attributesAt != 0 ? 1 : 0
    let object = Heap.allocate(
      MemoryLayout<TupleLayout>.size + (count + trailing) * 8, Header(shape: shape))
    let tuple = TupleRef(object)
    tuple.p.pointee.count = count
    tuple.p.pointee.hash = -1
    tuple.items.initialize(repeating: .absent, count: count + trailing)
    return tuple
  }

  public static func make(_ values: UnsafePointer<Value>, count: Int) -> TupleRef {
    if count == 0 { return empty }
    let object = Heap.allocate(
      MemoryLayout<TupleLayout>.size + count * 8, Header(shape: .of(.tuple)))
    let tuple = TupleRef(object)
    tuple.p.pointee.count = count
    tuple.p.pointee.hash = -1
    tuple.items.initialize(from: values, count: count)
    return tuple
  }

  // Fixed numbers of arguments: a Swift variadic would hide the values from the collector.

  public static func of(_ a: Value) -> TupleRef {
    let tuple = make(count: 1)
    tuple.items[0] = a
    return tuple
  }

  @inline(__always) public static func of(_ a: Value, _ b: Value) -> TupleRef {
    let tuple = TupleRef(
      Heap.allocate(MemoryLayout<TupleLayout>.size + 16, Header(shape: .of(.tuple))))
    tuple.p.pointee.count = 2
    tuple.p.pointee.hash = -1
    tuple.items[0] = a
    tuple.items[1] = b
    return tuple
  }

  public static func of(_ a: Value, _ b: Value, _ c: Value) -> TupleRef {
    let tuple = make(count: 3)
    tuple.items[0] = a
    tuple.items[1] = b
    tuple.items[2] = c
    return tuple
  }

  public static func of(_ a: Value, _ b: Value, _ c: Value, _ d: Value) -> TupleRef {
    let tuple = make(count: 4)
    tuple.items[0] = a
    tuple.items[1] = b
    tuple.items[2] = c
    tuple.items[3] = d
    return tuple
  }

  /// Fills a place of a tuple under construction.
  @inlinable @inline(__always) public func set(_ index: Int, _ value: Value) {
    object.store(value, at: items + index)
  }

  public static var empty: TupleRef { TupleRef(Singletons.emptyTuple) }
}

/// Out-of-line storage of values: a list's items, attribute overflow.
public struct ValueBuffer {
  struct Layout {
    var header: Header
    var capacity: Int
  }
  public static let headerSize = 16
  public let p: UnsafeMutableRawPointer

  public init(_ value: Value) { p = value.asObject.pointer }
  init(p: UnsafeMutableRawPointer) { self.p = p }

  public var value: Value { Value(ObjectRef(pointer: p)) }
  public var capacity: Int { p.assumingMemoryBound(to: Layout.self).pointee.capacity }
  @inline(__always) public var items: UnsafeMutablePointer<Value> {
    (p + ValueBuffer.headerSize).assumingMemoryBound(to: Value.self)
  }

  /// A buffer with `capacity` places, all absent. The capacity is rounded up to the cell's size.
  public static func make(capacity: Int) -> ValueBuffer { make(capacity: capacity, absentFrom: 0) }

  /// The same, with the first `start` places to be filled before anything else is allocated.
  @inline(__always) static func make(capacity: Int, absentFrom start: Int) -> ValueBuffer {
    let size = (headerSize + capacity * 8 + 15) & ~15
    let object = Heap.allocate(size, Header(shape: .of(.valueBuffer)))
    let buffer = ValueBuffer(p: object.pointer)
    let rounded = (size - headerSize) / 8
    object.pointer.assumingMemoryBound(to: Layout.self).pointee.capacity = rounded
    (buffer.items + start).initialize(repeating: .absent, count: rounded - start)
    return buffer
  }
}
