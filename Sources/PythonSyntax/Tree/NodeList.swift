/// A fixed sequence of trivial elements in the memory of a `SyntaxTree`.
///
/// One word: the address of a count followed by the elements; nil when empty, so that the many empty
/// lists of a tree cost nothing. Valid as long as the tree lives.
@frozen
public struct NodeList<Element>: RandomAccessCollection {
  @usableFromInline let storage: UnsafeMutableRawPointer?

  /// Elements start one word after the count: no element needs more than eight bytes of alignment.
  @usableFromInline static var headerSize: Int { 8 }

  @inlinable init(storage: UnsafeMutableRawPointer?) { self.storage = storage }

  /// The empty list.
  @inlinable public init() { storage = nil }

  @inlinable public var startIndex: Int { 0 }
  @inlinable public var endIndex: Int { count }

  @inlinable public var count: Int {
    storage.map { $0.assumingMemoryBound(to: Int.self).pointee } ?? 0
  }

  @inlinable public subscript(position: Int) -> Element {
    precondition(position >= 0 && position < count, "index outside a NodeList")
    return buffer[position]
  }

  /// The elements in place, without a copy.
  @inlinable public var buffer: UnsafeBufferPointer<Element> {
    guard let storage else { return UnsafeBufferPointer(start: nil, count: 0) }
    let elements = (storage + Self.headerSize).assumingMemoryBound(to: Element.self)
    return UnsafeBufferPointer(start: elements, count: count)
  }
}

/// Bytes in the memory of a `SyntaxTree`: the value of a string or bytes literal, a type comment.
public typealias ByteString = NodeList<UInt8>

extension NodeList where Element == UInt8 {
  /// The bytes as text; lone surrogates become U+FFFD, so use `buffer` where they matter.
  public var text: String { String(decoding: buffer, as: UTF8.self) }
}
