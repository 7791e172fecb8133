// What a tree built by a program must satisfy beyond the types of its fields, checked node by node as
// the node is read: a node checks what it asks of its children.

import PythonSyntax
import TaipanRuntime

enum Validation {
  /// - Throws: ValueError for a list that must not be empty.
  static func require<Element>(
    _ list: NodeList<Element>, _ what: String, of owner: String
  ) throws(Raised) {
    if list.isEmpty { throw raise(.valueError, "empty \(what) on \(owner)") }
  }

  static func requireBody(_ body: NodeList<Statement>, of owner: String) throws(Raised) {
    try require(body, "body", of: owner)
  }

  static func expect(_ context: ExpressionContext, _ expressions: NodeList<Expression>)
    throws(Raised)
  {
    for expression in expressions { try expression.expect(context) }
  }

  /// - Throws: ValueError for the names of constants.
  static func requireVariable(_ name: Identifier) throws(Raised) {
    for constant in ["None", "True", "False"] as [StaticString] where name.matches(constant) {
      throw raise(.valueError, "identifier field can't represent '\(constant)' constant")
    }
  }

  /// - Throws: ValueError for a capture that is the wildcard.
  static func requireCapture(_ name: Identifier?) throws(Raised) {
    guard let name else { return }
    if name.matches("_") { throw raise(.valueError, "can't capture name '_' in patterns") }
    try requireVariable(name)
  }
}

extension Expression {
  /// - Throws: ValueError where the expression is not meant for `context`.
  func expect(_ context: ExpressionContext) throws(Raised) {
    let actual: ExpressionContext
    switch kind {
    case .attribute(_, _, let own), .subscript(_, _, let own), .starred(_, let own),
      .name(_, let own), .list(_, let own), .tuple(_, let own):
      actual = own
    default:
      if context == .load { return }
      throw raise(
        .valueError, "expression which can't be assigned to in \(context.className) context")
    }
    if actual != context {
      throw raise(
        .valueError,
        "expression must have \(context.className) context but has \(actual.className) instead")
    }
  }
}

extension ExpressionContext {
  fileprivate var className: String {
    switch self {
    case .load: return "Load"
    case .store: return "Store"
    case .delete: return "Del"
    }
  }
}

extension Expression.Kind {
  func validate() throws(Raised) {
    switch self {
    case .boolOp(_, let values):
      if values.count < 2 { throw raise(.valueError, "BoolOp with less than 2 values") }
      try Validation.expect(.load, values)
    case .namedExpr(let target, let value):
      guard case .name = target.kind else {
        throw raise(.typeError, "NamedExpr target must be a Name")
      }
      try value.expect(.load)
    case .binOp(let left, _, let right):
      try left.expect(.load)
      try right.expect(.load)
    case .unaryOp(_, let operand): try operand.expect(.load)
    case .lambda(_, let body): try body.expect(.load)
    case .ifExp(let test, let body, let orElse):
      try test.expect(.load)
      try body.expect(.load)
      try orElse.expect(.load)
    case .dict(let keys, let values):
      if keys.count != values.count {
        throw raise(.valueError, "Dict doesn't have the same number of keys as values")
      }
      for case let key? in keys { try key.expect(.load) }
      try Validation.expect(.load, values)
    case .set(let values), .joinedStr(let values): try Validation.expect(.load, values)
    case .listComp(let element, let generators), .setComp(let element, let generators),
      .generatorExp(let element, let generators):
      try requireGenerators(generators)
      try element.expect(.load)
    case .dictComp(let key, let value, let generators):
      try requireGenerators(generators)
      try key.expect(.load)
      try value.expect(.load)
    case .yield(let value): try value?.expect(.load)
    case .await(let value), .yieldFrom(let value): try value.expect(.load)
    case .compare(let left, let operators, let comparators):
      if comparators.isEmpty { throw raise(.valueError, "Compare with no comparators") }
      if comparators.count != operators.count {
        throw raise(
          .valueError, "Compare has a different number of comparators and operands")
      }
      try left.expect(.load)
      try Validation.expect(.load, comparators)
    case .call(let function, let arguments, _):
      try function.expect(.load)
      try Validation.expect(.load, arguments)
    case .formattedValue(let value, _, let formatSpec):
      try value.expect(.load)
      try formatSpec?.expect(.load)
    case .constant: break
    case .attribute(let value, _, _): try value.expect(.load)
    case .subscript(let value, let slice, _):
      try slice.expect(.load)
      try value.expect(.load)
    case .starred(let value, let context): try value.expect(context)
    case .name(let name, _): try Validation.requireVariable(name)
    case .list(let elements, let context), .tuple(let elements, let context):
      try Validation.expect(context, elements)
    case .slice(let lower, let upper, let step):
      try lower?.expect(.load)
      try upper?.expect(.load)
      try step?.expect(.load)
    }
  }

  private func requireGenerators(_ generators: NodeList<Comprehension>) throws(Raised) {
    if generators.isEmpty { throw raise(.valueError, "comprehension with no generators") }
  }
}

extension Comprehension {
  func validate() throws(Raised) {
    try target.expect(.store)
    try iterable.expect(.load)
    try Validation.expect(.load, conditions)
  }
}

extension Arguments.Fields {
  func validate() throws(Raised) {
    if positionalOnly.count + positional.count < defaults.count {
      throw raise(.valueError, "more positional defaults than args on arguments")
    }
    if keywordDefaults.count != keywordOnly.count {
      throw raise(
        .valueError, "length of kwonlyargs is not the same as kw_defaults on arguments")
    }
    try Validation.expect(.load, defaults)
    for case let value? in keywordDefaults { try value.expect(.load) }
  }
}
