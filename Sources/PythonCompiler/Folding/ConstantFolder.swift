import PythonSyntax

/// Operations on literals, with the limits that keep folded constants small.
struct ConstantFolder {
  private static let maximumCollection = 256
  private static let maximumString = 4096
  private static let maximumItems = 1024

  let tree: SyntaxTree

  // MARK: Numbers

  private func number(_ constant: PythonSyntax.Constant) -> Number? {
    switch constant {
    case .true: .int(BigInteger(1))
    case .false: .int(BigInteger(0))
    case .int(let value): .int(BigInteger(value))
    case .bigInt(let limbs, let isNegative):
      .int(BigInteger(isNegative: isNegative, limbs: Array(limbs)))
    case .float(let value): .float(value)
    case .imaginary(let value): .complex(ComplexNumber(real: 0, imaginary: value))
    case .complex(let real, let imaginary):
      .complex(ComplexNumber(real: real, imaginary: imaginary))
    default: nil
    }
  }

  private func constant(_ number: Number) -> PythonSyntax.Constant {
    switch number {
    case .int(let value):
      if let word = value.word { return .int(word) }
      return .bigInt(limbs: tree.list(value.limbs), negative: value.isNegative)
    case .float(let value): return .float(value)
    case .complex(let value): return .complex(real: value.real, imaginary: value.imaginary)
    }
  }

  func unary(
    _ operation: UnaryOperator, _ operand: PythonSyntax.Constant
  ) -> PythonSyntax.Constant? {
    if operation == .not { return operand.isTrue ? .false : .true }
    guard let number = number(operand) else { return nil }
    if operation == .invert, operand.isBool, Compiler.refusesInversionOfBool?() == true {
      return nil
    }
    switch (operation, number) {
    case (.positive, _): return constant(number)
    case (.negative, .int(let value)): return constant(.int(-value))
    case (.negative, .float(let value)): return .float(-value)
    case (.negative, .complex(let value)):
      return .complex(real: -value.real, imaginary: -value.imaginary)
    case (.invert, .int(let value)): return constant(.int(-value - BigInteger(1)))
    default: return nil
    }
  }

  func binary(
    _ operation: PythonSyntax.BinaryOperator, _ lhs: PythonSyntax.Constant,
    _ rhs: PythonSyntax.Constant
  ) -> PythonSyntax.Constant? {
    if case .int(let left) = lhs, case .int(let right) = rhs,
      let result = smallInts(operation, left, right)
    {
      return .int(result)
    }
    if let result = booleans(operation, lhs, rhs) { return result }
    if let left = number(lhs), let right = number(rhs) {
      return ConstantArithmetic.apply(operation, left, right).map(constant)
    }
    switch operation {
    case .add: return concatenation(lhs, rhs)
    case .multiply: return repetition(lhs, rhs) ?? repetition(rhs, lhs)
    default: return nil
    }
  }

  /// The common case without big integers.
  private func smallInts(
    _ operation: PythonSyntax.BinaryOperator, _ lhs: Int, _ rhs: Int
  ) -> Int? {
    switch operation {
    case .add:
      let (result, overflow) = lhs.addingReportingOverflow(rhs)
      return overflow ? nil : result
    case .subtract:
      let (result, overflow) = lhs.subtractingReportingOverflow(rhs)
      return overflow ? nil : result
    case .multiply:
      let (result, overflow) = lhs.multipliedReportingOverflow(by: rhs)
      return overflow ? nil : result
    case .bitwiseOr: return lhs | rhs
    case .bitwiseAnd: return lhs & rhs
    default: return nil
    }
  }

  private func booleans(
    _ operation: PythonSyntax.BinaryOperator, _ lhs: PythonSyntax.Constant,
    _ rhs: PythonSyntax.Constant
  ) -> PythonSyntax.Constant? {
    func truth(_ constant: PythonSyntax.Constant) -> Bool? {
      switch constant {
      case .true: true
      case .false: false
      default: nil
      }
    }
    guard let left = truth(lhs), let right = truth(rhs) else { return nil }
    switch operation {
    case .bitwiseAnd: return left && right ? .true : .false
    case .bitwiseOr: return left || right ? .true : .false
    case .bitwiseXor: return left != right ? .true : .false
    default: return nil
    }
  }

  // MARK: Sequences

  private func concatenation(
    _ lhs: PythonSyntax.Constant, _ rhs: PythonSyntax.Constant
  ) -> PythonSyntax.Constant? {
    switch (lhs, rhs) {
    case (.string(let left, _), .string(let right, _)):
      .string(tree.list(Array(left) + Array(right)), unicodePrefix: false)
    case (.bytes(let left), .bytes(let right)): .bytes(tree.list(Array(left) + Array(right)))
    case (.tuple(let left), .tuple(let right)): .tuple(tree.list(Array(left) + Array(right)))
    default: nil
    }
  }

  private func repetition(
    _ sequence: PythonSyntax.Constant, _ count: PythonSyntax.Constant
  ) -> PythonSyntax.Constant? {
    let times: Int
    switch count {
    case .int(let value): times = value
    case .true: times = 1
    case .false: times = 0
    case .bigInt: times = -1
    default: return nil
    }
    func isAllowed(_ size: Int, _ limit: Int) -> Bool {
      size == 0 || (times >= 0 && times <= limit / size)
    }
    func repeated<Element>(_ list: NodeList<Element>) -> NodeList<Element> {
      if list.isEmpty { return list }
      return tree.list(Array(repeatElement(Array(list), count: max(times, 0)).joined()))
    }
    switch sequence {
    case .string(let bytes, _):
      guard isAllowed(ConstantFolder.characterCount(bytes), ConstantFolder.maximumString) else {
        return nil
      }
      return .string(repeated(bytes), unicodePrefix: false)
    case .bytes(let bytes):
      guard isAllowed(bytes.count, ConstantFolder.maximumString) else { return nil }
      return .bytes(repeated(bytes))
    case .tuple(let items):
      guard isAllowed(items.count, ConstantFolder.maximumCollection) else { return nil }
      if times > 0, !items.isEmpty,
        remainingItems(sequence, ConstantFolder.maximumItems / times) < 0
      {
        return nil
      }
      return .tuple(repeated(items))
    default: return nil
    }
  }

  /// `limit` less the items in nested tuples; negative when there are more.
  private func remainingItems(_ constant: PythonSyntax.Constant, _ limit: Int) -> Int {
    guard case .tuple(let items) = constant else { return limit }
    var rest = limit - items.count
    for item in items where rest >= 0 { rest = remainingItems(item, rest) }
    return rest
  }

  /// Code points of UTF-8 bytes.
  private static func characterCount(_ bytes: ByteString) -> Int {
    bytes.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
  }

  /// `value[index]`
  func element(
    of value: PythonSyntax.Constant, at index: PythonSyntax.Constant
  ) -> PythonSyntax.Constant? {
    let position: Int
    switch index {
    case .int(let value): position = value
    case .true: position = 1
    case .false: position = 0
    default: return nil
    }
    func resolve(_ count: Int) -> Int? {
      let result = position < 0 ? position + count : position
      return result >= 0 && result < count ? result : nil
    }
    switch value {
    case .tuple(let items): return resolve(items.count).map { items[$0] }
    case .bytes(let bytes): return resolve(bytes.count).map { .int(Int(bytes[$0])) }
    case .string(let bytes, _):
      let starts = bytes.indices.filter { bytes[$0] & 0xC0 != 0x80 }
      guard let character = resolve(starts.count) else { return nil }
      let end = character + 1 < starts.count ? starts[character + 1] : bytes.count
      return .string(tree.list(Array(bytes[starts[character]..<end])), unicodePrefix: false)
    default: return nil
    }
  }
}

extension PythonSyntax.Constant {
  /// `bool(value)`
  var isTrue: Bool {
    switch self {
    case .none, .false: false
    case .true, .ellipsis, .bigInt: true
    case .int(let value): value != 0
    case .float(let value), .imaginary(let value): value != 0
    case .complex(let real, let imaginary): real != 0 || imaginary != 0
    case .string(let bytes, _), .bytes(let bytes): !bytes.isEmpty
    case .tuple(let items), .frozenset(let items): !items.isEmpty
    }
  }

  /// Python's `==`, by which a frozenset has an element once.
  func isPythonEqual(to other: PythonSyntax.Constant) -> Bool {
    switch (self, other) {
    case (.none, .none), (.ellipsis, .ellipsis): return true
    case (.int(let lhs), .int(let rhs)): return lhs == rhs
    case (.string(let lhs, _), .string(let rhs, _)), (.bytes(let lhs), .bytes(let rhs)):
      return lhs.elementsEqual(rhs)
    case (.tuple(let lhs), .tuple(let rhs)):
      return lhs.count == rhs.count && zip(lhs, rhs).allSatisfy { $0.isPythonEqual(to: $1) }
    case (.bigInt(let lhs, let lhsSign), .bigInt(let rhs, let rhsSign)):
      return lhsSign == rhsSign && lhs.elementsEqual(rhs)
    default:
      guard let lhs = comparable, let rhs = other.comparable else { return false }
      return lhs == rhs
    }
  }

  /// Real and imaginary part of a small number.
  private var comparable: SIMD2<Double>? {
    switch self {
    case .true: SIMD2(1, 0)
    case .false: SIMD2(0, 0)
    case .int(let value): SIMD2(Double(value), 0)
    case .float(let value): SIMD2(value, 0)
    case .imaginary(let value): SIMD2(0, value)
    case .complex(let real, let imaginary): SIMD2(real, imaginary)
    default: nil
    }
  }
}

extension PythonSyntax.Constant {
  fileprivate var isBool: Bool {
    switch self {
    case .true, .false: return true
    default: return false
    }
  }
}
