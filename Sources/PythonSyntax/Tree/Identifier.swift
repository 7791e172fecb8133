/// A name in a program (or a dotted name in an import), interned by its `SyntaxTree`.
///
/// One word. Two identifiers of the same tree are equal exactly when their addresses are, so they are
/// cheap dictionary keys; identifiers of different trees must be compared by `text`.
@frozen
public struct Identifier: Hashable {
  /// Points to the length and then the UTF-8 bytes.
  @usableFromInline let record: UnsafePointer<Int>

  @inlinable init(record: UnsafePointer<Int>) { self.record = record }

  @inlinable public static func == (lhs: Identifier, rhs: Identifier) -> Bool {
    lhs.record == rhs.record
  }

  @inlinable public func hash(into hasher: inout Hasher) {
    hasher.combine(UInt(bitPattern: record))
  }

  /// The UTF-8 bytes (NFKC-normalised, as Python compares names).
  @inlinable public var utf8: UnsafeBufferPointer<UInt8> {
    let bytes = UnsafeRawPointer(record + 1).assumingMemoryBound(to: UInt8.self)
    return UnsafeBufferPointer(start: bytes, count: record.pointee)
  }

  public var text: String { String(decoding: utf8, as: UTF8.self) }

  /// Whether the name is spelled like this ASCII text.
  @inlinable public func matches(_ text: StaticString) -> Bool {
    let bytes = utf8
    guard bytes.count == text.utf8CodeUnitCount else { return false }
    for index in 0..<bytes.count where bytes[index] != text.utf8Start[index] { return false }
    return true
  }
}

extension Identifier: CustomStringConvertible {
  public var description: String { text }
}
