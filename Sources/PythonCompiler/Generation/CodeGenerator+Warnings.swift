import Bytecode
import PythonSyntax

// Code that is legal but surely meant otherwise.

extension CodeGenerator {
  private func warn(_ message: String, _ location: Location) throws(CompileFailure) {
    guard let isError = options.isWarningAnError else { return }
    if isError(CompileWarning(message: message, location: location)) {
      throw failure(message, location)
    }
  }

  func warnAboutTupleAssert(_ test: Expression, _ location: Location) throws(CompileFailure) {
    let isTuple =
      switch test.kind {
      case .tuple(let elements, _): !elements.isEmpty
      case .constant(.tuple(let items)): !items.isEmpty
      default: false
      }
    if isTuple {
      try warn("assertion is always true, perhaps remove parentheses?", location)
    }
  }

  /// A constant other than a named singleton: its identity means nothing.
  private func isLiteral(_ expression: Expression) -> Bool {
    guard case .constant(let value) = expression.kind else { return false }
    switch value {
    case .none, .true, .false, .ellipsis: return false
    default: return true
    }
  }

  func checkIdentityComparison(
    _ left: Expression, _ operators: NodeList<ComparisonOperator>,
    _ comparators: NodeList<Expression>, _ location: Location
  ) throws(CompileFailure) {
    var left = left
    for (operation, right) in zip(operators, comparators) {
      if operation == .is || operation == .isNot, isLiteral(left) || isLiteral(right) {
        let type = typeName(isLiteral(left) ? left : right) ?? ""
        return try warn(
          operation == .is
            ? "\"is\" with '\(type)' literal. Did you mean \"==\"?"
            : "\"is not\" with '\(type)' literal. Did you mean \"!=\"?",
          location)
      }
      left = right
    }
  }

  func checkCalled(_ function: Expression) throws(CompileFailure) {
    switch function.kind {
    case .constant, .tuple, .list, .listComp, .dict, .dictComp, .set, .setComp, .generatorExp,
      .joinedStr, .formattedValue:
      try warn(
        "'\(typeName(function) ?? "")' object is not callable; perhaps you missed a comma?",
        function.location)
    default: break
    }
  }

  func checkSubscripted(_ value: Expression) throws(CompileFailure) {
    switch value.kind {
    case .constant(.string), .constant(.bytes), .constant(.tuple), .constant(.true),
      .constant(.false):
      // A bool is an int and cannot be subscripted either.
      if case .constant(.true) = value.kind { break }
      if case .constant(.false) = value.kind { break }
      return
    case .constant, .set, .setComp, .generatorExp, .lambda: break
    default: return
    }
    try warn(
      "'\(typeName(value) ?? "")' object is not subscriptable; perhaps you missed a comma?",
      value.location)
  }

  func checkIndex(_ value: Expression, _ slice: Expression) throws(CompileFailure) {
    guard let index = typeName(slice), index != "int", index != "bool" else { return }
    switch value.kind {
    case .constant(.string), .constant(.bytes), .constant(.tuple), .tuple, .list, .listComp,
      .joinedStr, .formattedValue:
      try warn(
        "\(typeName(value) ?? "") indices must be integers or slices, not \(index); "
          + "perhaps you missed a comma?", value.location)
    default: break
    }
  }

  /// The type of an expression, where it shows.
  private func typeName(_ expression: Expression) -> String? {
    switch expression.kind {
    case .tuple: "tuple"
    case .list, .listComp: "list"
    case .dict, .dictComp: "dict"
    case .set, .setComp: "set"
    case .generatorExp: "generator"
    case .lambda: "function"
    case .joinedStr, .formattedValue: "str"
    case .constant(let value):
      switch value {
      case .none: "NoneType"
      case .true, .false: "bool"
      case .ellipsis: "ellipsis"
      case .int, .bigInt: "int"
      case .float: "float"
      case .imaginary, .complex: "complex"
      case .string: "str"
      case .bytes: "bytes"
      case .tuple: "tuple"
      case .frozenset: "frozenset"
      }
    default: nil
    }
  }
}
