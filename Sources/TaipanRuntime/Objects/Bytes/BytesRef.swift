// Immutable bytes: header, hash, count, the bytes and a zero behind them.

import Glibc

public struct BytesLayout {
  public var header: Header
  public var hash: Int
  public var count: Int
}

/// Immutable bytes.
@frozen public struct BytesRef: TypedRef {
  public let p: UnsafeMutablePointer<BytesLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<BytesLayout>) { self.p = p }

  public static let dataOffset = 24
  public var count: Int { p.pointee.count }
  public var data: UnsafeMutablePointer<UInt8> {
    (UnsafeMutableRawPointer(p) + BytesRef.dataOffset).assumingMemoryBound(to: UInt8.self)
  }

  /// Its hash, worked out at the first request.
  public var hash: Int {
    if p.pointee.hash == 0 { p.pointee.hash = StringHash.hash(data, count) }
    return p.pointee.hash
  }

  public func isEqual(_ other: BytesRef) -> Bool {
    count == other.count && memcmp(data, other.data, count) == 0
  }

  /// The empty bytes object.
  public static var empty: BytesRef { BytesRef(Singletons.emptyBytes) }

  /// The shared bytes object of one byte.
  @inline(__always) public static func single(_ byte: UInt8) -> Value {
    let known = Singletons.bytes[Int(byte)]
    return known.isPresent ? known : makeSingle(byte)
  }

  @inline(never) private static func makeSingle(_ byte: UInt8) -> Value {
    let bytes = make(count: 1)
    bytes.data[0] = byte
    Singletons.bytes[Int(byte)] = bytes.value
    Heap.addRoot(Singletons.bytes + Int(byte))
    return bytes.value
  }

  /// Storage for `count` bytes, to be filled by the caller.
  @inline(__always) public static func make(count: Int) -> BytesRef {
    let bytes = BytesRef(Heap.allocate(dataOffset + count + 1, Header(shape: .of(.bytes))))
    bytes.p.pointee.hash = 0
    bytes.p.pointee.count = count
    bytes.data[count] = 0
    return bytes
  }

  /// The same for an instance of a subclass.
  public static func make(count: Int, shape: Shape) -> BytesRef {
    let trailing = shape.p.pointee.attributesAt != 0 ? 16 : 0
    let bytes = BytesRef(Heap.allocate(dataOffset + count + 1 + trailing, Header(shape: shape)))
    bytes.p.pointee.hash = 0
    bytes.p.pointee.count = count
    bytes.data[count] = 0
    if trailing != 0 { bytes.attributeWord.pointee = .absent }
    return bytes
  }

  var attributeWord: UnsafeMutablePointer<Value> {
    let offset = (BytesRef.dataOffset + count + 1 + 7) & ~7
    return (UnsafeMutableRawPointer(p) + offset).assumingMemoryBound(to: Value.self)
  }

  /// These bytes, new and not seen by anyone yet, without those from `count` on: in place, unless
  /// that would keep more than a little memory for nothing.
  public func shrunk(to count: Int) -> BytesRef {
    if count < self.count - self.count / 8 { return BytesRef.make(data, count: count) }
    p.pointee.count = count
    data[count] = 0
    return self
  }

  public static func make(_ source: UnsafePointer<UInt8>, count: Int) -> BytesRef {
    let bytes = make(count: count)
    bytes.data.update(from: source, count: count)
    return bytes
  }

  public static func make(_ source: [UInt8]) -> BytesRef {
    let bytes = make(count: source.count)
    source.withUnsafeBufferPointer {
      if let base = $0.baseAddress { bytes.data.update(from: base, count: source.count) }
    }
    return bytes
  }

  public var buffer: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: data, count: count) }
  public var array: [UInt8] { Array(buffer) }
}
