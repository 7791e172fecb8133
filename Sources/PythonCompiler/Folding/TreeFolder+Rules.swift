import PythonSyntax

extension TreeFolder {
  func foldUnary(_ expression: Expression, _ operation: UnaryOperator, _ operand: Expression) {
    if case .constant(let value) = operand.kind {
      if let result = folder.unary(operation, value) { expression.replace(withConstant: result) }
      return
    }
    // `not (a is b)` is `a is not b`. `==` and `<` have no such inverse: classes may define both sides.
    guard operation == .not, case .compare(let left, let operators, let comparators) = operand.kind,
      operators.count == 1
    else { return }
    let inverse: ComparisonOperator
    switch operators[0] {
    case .is: inverse = .isNot
    case .isNot: inverse = .is
    case .in: inverse = .notIn
    case .notIn: inverse = .in
    default: return
    }
    expression.replace(
      with: .compare(left: left, operators: tree.list([inverse]), comparators: comparators),
      location: operand.location)
  }

  func foldBinary(
    _ expression: Expression, _ left: Expression, _ operation: PythonSyntax.BinaryOperator,
    _ right: Expression
  ) {
    guard case .constant(let lhs) = left.kind else { return }
    if operation == .modulo, case .string(let format, _) = lhs,
      case .tuple(let elements, _) = right.kind, !hasStarred(elements)
    {
      return foldFormat(expression, format, elements)
    }
    guard case .constant(let rhs) = right.kind else { return }
    if let result = folder.binary(operation, lhs, rhs) {
      expression.replace(withConstant: result)
    }
  }

  func foldSubscript(
    _ expression: Expression, _ value: Expression, _ slice: Expression,
    _ context: ExpressionContext
  ) {
    guard context == .load, case .constant(let sequence) = value.kind,
      case .constant(let index) = slice.kind,
      let result = folder.element(of: sequence, at: index)
    else { return }
    expression.replace(withConstant: result)
  }

  /// What is only iterated or searched need not be mutable: a list becomes a tuple, a set of constants a
  /// frozenset.
  func foldIterable(_ expression: Expression) {
    switch expression.kind {
    case .list(let elements, let context):
      guard !hasStarred(elements) else { return }
      if let items = constants(elements) {
        expression.replace(withConstant: .tuple(items))
      } else {
        expression.replace(with: .tuple(elements: elements, context: context))
      }
    case .set(let elements):
      guard let items = constants(elements) else { return }
      var unique: [PythonSyntax.Constant] = []
      for item in items where !unique.contains(where: { $0.isPythonEqual(to: item) }) {
        unique.append(item)
      }
      expression.replace(withConstant: .frozenset(tree.list(unique)))
    default: return
    }
  }

  /// The values of expressions that are all constants.
  func constants(_ elements: NodeList<Expression>) -> NodeList<PythonSyntax.Constant>? {
    var values: [PythonSyntax.Constant] = []
    for element in elements.buffer {
      guard case .constant(let value) = element.kind else { return nil }
      values.append(value)
    }
    return tree.list(values)
  }

  private func hasStarred(_ elements: NodeList<Expression>) -> Bool {
    elements.contains { if case .starred = $0.kind { true } else { false } }
  }

  // MARK: % formatting

  /// `"%s: %d" % (a, b)` becomes an f-string when every conversion is one of `%s`, `%r`, `%a`.
  private func foldFormat(
    _ expression: Expression, _ format: ByteString, _ elements: NodeList<Expression>
  ) {
    let bytes = Array(format)
    var parser = FormatParser(bytes: bytes)
    var values: [Expression] = []
    var used = 0
    while true {
      if let literal = parser.literal() {
        values.append(stringConstant(literal))
      }
      if parser.isAtEnd { break }
      guard used < elements.count, let conversion = parser.conversion() else { return }
      let value = elements[used]
      used += 1
      let spec = conversion.spec.isEmpty ? nil : stringConstant(conversion.spec)
      values.append(
        tree.expression(
          .formattedValue(value: value, conversion: conversion.kind, formatSpec: spec),
          value.location))
    }
    guard used == elements.count else { return }
    expression.replace(with: .joinedStr(values: tree.list(values)))
  }

  private func stringConstant(_ bytes: [UInt8]) -> Expression {
    tree.expression(.constant(.string(tree.list(bytes), unicodePrefix: false)), .none)
  }
}

/// Reads a `%` format string as far as it can be turned into an f-string.
private struct FormatParser {
  let bytes: [UInt8]
  private var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position >= bytes.count }

  /// The text up to the next conversion, `%%` replaced; nil if there is none.
  mutating func literal() -> [UInt8]? {
    let percent = UInt8(ascii: "%")
    var text: [UInt8] = []
    let start = position
    while position < bytes.count {
      if bytes[position] == percent {
        guard position + 1 < bytes.count, bytes[position + 1] == percent else { break }
        position += 1
      }
      text.append(bytes[position])
      position += 1
    }
    return position == start ? nil : text
  }

  private mutating func next() -> UInt8? {
    guard position < bytes.count else { return nil }
    defer { position += 1 }
    return bytes[position]
  }

  /// Up to two digits, starting with `first`; returns the character after them.
  private mutating func digits(_ first: UInt8, into text: inout [UInt8]) -> UInt8? {
    var value = 0
    var count = 0
    var character = first
    while character >= UInt8(ascii: "0"), character <= UInt8(ascii: "9") {
      value = value * 10 + Int(character - UInt8(ascii: "0"))
      guard let following = next() else { return nil }
      character = following
      count += 1
      if count >= 3 { return nil }
    }
    text = Array(String(value).utf8)
    return character
  }

  mutating func conversion() -> (kind: FormatConversion, spec: [UInt8])? {
    position += 1
    var isLeft = false
    var width: [UInt8]?
    var precision: [UInt8]?
    guard var character = next() else { return nil }
    while "-+ #0".utf8.contains(character) {
      if character == UInt8(ascii: "-") { isLeft = true }
      guard let following = next() else { return nil }
      character = following
    }
    if character >= UInt8(ascii: "0"), character <= UInt8(ascii: "9") {
      var text: [UInt8] = []
      guard let following = digits(character, into: &text) else { return nil }
      (width, character) = (text, following)
    }
    if character == UInt8(ascii: ".") {
      guard let first = next() else { return nil }
      var text = Array("0".utf8)
      character = first
      if first >= UInt8(ascii: "0"), first <= UInt8(ascii: "9") {
        guard let following = digits(first, into: &text) else { return nil }
        character = following
      }
      precision = text
    }
    let kind: FormatConversion
    switch character {
    case UInt8(ascii: "s"): kind = .string
    case UInt8(ascii: "r"): kind = .repr
    case UInt8(ascii: "a"): kind = .ascii
    default: return nil
    }
    var spec: [UInt8] = []
    if let width {
      if !isLeft, width != Array("0".utf8) { spec.append(UInt8(ascii: ">")) }
      spec += width
    }
    if let precision { spec += [UInt8(ascii: ".")] + precision }
    return (kind, spec)
  }
}
