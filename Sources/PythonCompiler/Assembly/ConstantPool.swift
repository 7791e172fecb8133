import Bytecode

/// The constants of a code unit, each kept once. Unlike Python's `==`, `1`, `1.0` and `True` differ
/// here, and so do `0.0` and `-0.0`.
struct ConstantPool {
  private(set) var values: [Bytecode.Constant] = []
  /// Of longer pools: to compare a few constants takes less than to hash one.
  private var indices: [ConstantKey: Int32] = [:]
  private static let scanLimit = 8

  var count: Int { values.count }

  subscript(index: Int32) -> Bytecode.Constant { values[Int(index)] }

  mutating func add(_ value: Bytecode.Constant) -> Int32 {
    let next = Int32(values.count)
    if values.count < ConstantPool.scanLimit {
      for (index, known) in values.enumerated() where known.isIdentical(to: value) {
        return Int32(index)
      }
      values.append(value)
      return next
    }
    if indices.isEmpty {
      for (index, known) in values.enumerated() {
        indices[ConstantKey(value: known)] = Int32(index)
      }
    }
    let key = ConstantKey(value: value)
    let index = indices[key, default: next]
    if index == next {
      indices[key] = next
      values.append(value)
    }
    return index
  }

  /// Drops the constants that are not marked; lookups are over by then.
  mutating func keep(_ marks: [Bool]) {
    values = zip(values, marks).filter { $0.1 }.map { $0.0 }
    indices = [:]
  }
}

/// A constant compared by type and value.
struct ConstantKey: Hashable {
  let value: Bytecode.Constant

  func hash(into hasher: inout Hasher) { value.hashIdentity(into: &hasher) }

  static func == (lhs: ConstantKey, rhs: ConstantKey) -> Bool {
    lhs.value.isIdentical(to: rhs.value)
  }
}

extension Bytecode.Constant {
  func hashIdentity(into hasher: inout Hasher) {
    switch self {
    case .none: hasher.combine(0)
    case .true: hasher.combine(1)
    case .false: hasher.combine(2)
    case .ellipsis: hasher.combine(3)
    case .int(let value): hasher.combine(value)
    case .bigInt(_, let magnitude): hasher.combine(magnitude)
    case .float(let value): hasher.combine(value.bitPattern)
    case .complex(let real, let imaginary):
      hasher.combine(real.bitPattern)
      hasher.combine(imaginary.bitPattern)
    case .string(let bytes): bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    case .bytes(let bytes):
      hasher.combine(4)
      bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    case .tuple(let items): for item in items { item.hashIdentity(into: &hasher) }
    case .frozenSet(let items): hasher.combine(items.count)
    case .code(let unit):
      hasher.combine(unit.name)
      hasher.combine(unit.firstLine)
      hasher.combine(unit.code.count)
    }
  }

  func isIdentical(to other: Bytecode.Constant) -> Bool {
    switch (self, other) {
    case (.none, .none), (.true, .true), (.false, .false), (.ellipsis, .ellipsis): true
    case (.int(let lhs), .int(let rhs)): lhs == rhs
    case (.bigInt(let lhsSign, let lhs), .bigInt(let rhsSign, let rhs)):
      lhsSign == rhsSign && lhs == rhs
    // A NaN equals no other constant, not even another NaN.
    case (.float(let lhs), .float(let rhs)): lhs.bitPattern == rhs.bitPattern && !lhs.isNaN
    case (.complex(let lhsReal, let lhsImaginary), .complex(let rhsReal, let rhsImaginary)):
      lhsReal.bitPattern == rhsReal.bitPattern
        && lhsImaginary.bitPattern == rhsImaginary.bitPattern
    case (.string(let lhs), .string(let rhs)), (.bytes(let lhs), .bytes(let rhs)): lhs == rhs
    case (.tuple(let lhs), .tuple(let rhs)):
      lhs.count == rhs.count && zip(lhs, rhs).allSatisfy { $0.isIdentical(to: $1) }
    case (.frozenSet(let lhs), .frozenSet(let rhs)):
      lhs.count == rhs.count
        && lhs.allSatisfy { item in rhs.contains { $0.isIdentical(to: item) } }
    case (.code(let lhs), .code(let rhs)): lhs === rhs || lhs.isEqual(to: rhs)
    default: false
    }
  }

  /// `bool(value)`
  var isTrue: Bool {
    switch self {
    case .none, .false: false
    case .true, .ellipsis, .bigInt, .code: true
    case .int(let value): value != 0
    case .float(let value): value != 0
    case .complex(let real, let imaginary): real != 0 || imaginary != 0
    case .string(let bytes), .bytes(let bytes): !bytes.isEmpty
    case .tuple(let items), .frozenSet(let items): !items.isEmpty
    }
  }
}

extension CodeUnit {
  /// Equality of code objects in Python, which ignores the file and the qualified name.
  func isEqual(to other: CodeUnit) -> Bool {
    code == other.code && lineTable == other.lineTable && name == other.name
      && firstLine == other.firstLine && flags == other.flags
      && argumentCount == other.argumentCount && positionalOnlyCount == other.positionalOnlyCount
      && keywordOnlyCount == other.keywordOnlyCount && names == other.names
      && localsPlusNames == other.localsPlusNames && localsPlusKinds == other.localsPlusKinds
      && exceptionTable == other.exceptionTable && constants.count == other.constants.count
      && zip(constants, other.constants).allSatisfy { $0.isIdentical(to: $1) }
  }
}
