// Mutable bytes: a header and a buffer of raw memory in the heap.

public struct ByteArrayLayout {
  public var header: Header
  public var count: Int
  /// Data of a table buffer object, or nil while empty.
  public var data: UnsafeMutablePointer<UInt8>?
  public var capacity: Int
  /// Views that hold the buffer: it must not move meanwhile.
  public var exports: Int

  static let size = MemoryLayout<ByteArrayLayout>.size
}

@frozen public struct ByteArrayRef: TypedRef {
  public let p: UnsafeMutablePointer<ByteArrayLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<ByteArrayLayout>) { self.p = p }

  public var count: Int { p.pointee.count }
  public var data: UnsafeMutablePointer<UInt8> {
    p.pointee.data ?? UnsafeMutablePointer(bitPattern: 16).unsafelyUnwrapped
  }

  public static func make(count: Int = 0) -> ByteArrayRef {
    let array = ByteArrayRef(
      Heap.allocateZeroed(ByteArrayLayout.size, Header(shape: .of(.byteArray))))
    array.reserve(count)
    array.p.pointee.count = count
    return array
  }

  /// Makes room for `capacity` bytes; new bytes are zero.
  public func reserve(_ capacity: Int) {
    if capacity <= p.pointee.capacity { return }
    let size = (16 + capacity + 15) & ~15
    let buffer = Heap.allocateZeroed(size, Header(shape: Shape.of(.bytes)))
    // Raw bytes under the header of an untraced type: the collector must not read them as values.
    let fresh = (buffer.pointer + 16).assumingMemoryBound(to: UInt8.self)
    fresh.update(from: data, count: p.pointee.count)
    p.pointee.data = fresh
    p.pointee.capacity = size - 16
    object.noteWrite()
  }

  /// The buffer object that holds the bytes, absent while there is none.
  var buffer: Value {
    guard let data = p.pointee.data else { return .absent }
    return Value(ObjectRef(pointer: UnsafeMutableRawPointer(data) - 16))
  }

  /// The bytes of what `buffer` gave.
  static func data(inBuffer buffer: Value) -> UnsafeMutablePointer<UInt8> {
    if buffer.isAbsent { return UnsafeMutablePointer(bitPattern: 16).unsafelyUnwrapped }
    return (buffer.asObject.pointer + 16).assumingMemoryBound(to: UInt8.self)
  }

  /// Moves the bytes to a buffer that no view shows.
  func leaveViews() {
    p.pointee.exports = 0
    let capacity = max(p.pointee.capacity, 16)
    p.pointee.capacity = 0
    reserve(capacity)
  }

  /// Changes the number of bytes. Views that were made before keep the memory of that time: where CPython
  /// raises BufferError the collector cannot tell a view in use from one that was dropped.
  ///
  /// - Throws: MemoryError.
  public func resize(_ count: Int) throws(Raised) {
    if p.pointee.exports > 0, count != p.pointee.count { leaveViews() }
    if count > p.pointee.capacity {
      try Heap.requireRoom(count)
      reserve(max(count + count >> 3 + 8, p.pointee.capacity + p.pointee.capacity >> 1))
    }
    p.pointee.count = count
  }
}
