// The type lattice: what is known of a value, and from it how native code holds the value.

/// A set of kinds that a value may be of, and, for heap objects, the shape where it is known.
struct ValueType: Equatable {
  struct Kinds: OptionSet {
    let rawValue: UInt8
    /// An int of 64 bits; as a `Value` it may be a heap object.
    static let int = Kinds(rawValue: 1)
    /// An exact float, self-tagged or boxed.
    static let float = Kinds(rawValue: 2)
    static let bool = Kinds(rawValue: 4)
    static let none = Kinds(rawValue: 8)
    /// Anything else, larger ints and the absent value among it.
    static let other = Kinds(rawValue: 16)
    static let all: Kinds = [.int, .float, .bool, .none, .other]
  }

  var kinds: Kinds
  /// Of the heap object that it is, or 0.
  var shape: UInt32 = 0

  static let nothing = ValueType(kinds: [])
  static let any = ValueType(kinds: .all)
  static let int = ValueType(kinds: .int)
  static let float = ValueType(kinds: .float)
  static let bool = ValueType(kinds: .bool)
  static let number = ValueType(kinds: [.int, .float])
  static func object(_ shape: UInt32) -> ValueType { ValueType(kinds: .other, shape: shape) }

  func joined(_ other: ValueType) -> ValueType {
    if kinds.isEmpty { return other }
    if other.kinds.isEmpty { return self }
    return ValueType(
      kinds: kinds.union(other.kinds), shape: shape == other.shape ? shape : 0)
  }

  /// How a value of the type is held.
  enum Representation { case word, int, float, bool }

  var representation: Representation {
    switch kinds {
    case .int: return .int
    case .float: return .float
    case .bool: return .bool
    default: return .word
    }
  }
}

extension ValueType: CustomStringConvertible {
  static let kindNames: [(Kinds, String)] = [
    (.int, "int"), (.float, "float"), (.bool, "bool"), (.none, "none"), (.other, "other"),
  ]

  var description: String {
    if shape != 0 { return "object(\(String(shape, radix: 16)))" }
    if kinds == .all { return "any" }
    let parts = ValueType.kindNames.filter { kinds.contains($0.0) }.map(\.1)
    return parts.isEmpty ? "nothing" : parts.joined(separator: "|")
  }
}
