/// What a rule of the error grammar matched: its extent in tokens and, for expressions, their kind.
final class GrammarNode {
  /// The raw values are the names in the grammar.
  enum Shape: String {
    case token, sequence, other, absent
    case name, attribute, `subscript`, starred, list, tuple, lambda, call, operation, generator
    case yield, await, listComprehension, setComprehension, dictComprehension, dict, set, fstring
    case none, `true`, `false`, ellipsis, literal, compare, conditional, named
    /// A comparison whose first operator is `in`, and the operator with its operand.
    case membershipTest, membership
    case comprehension, arguments, keyword, keywordUnpacking

    /// How messages call an expression of this kind.
    var description: String {
      switch self {
      case .name: "name"
      case .attribute: "attribute"
      case .subscript: "subscript"
      case .starred: "starred"
      case .list: "list"
      case .tuple: "tuple"
      case .lambda: "lambda"
      case .call: "function call"
      case .operation: "expression"
      case .generator: "generator expression"
      case .yield: "yield expression"
      case .await: "await expression"
      case .listComprehension: "list comprehension"
      case .setComprehension: "set comprehension"
      case .dictComprehension: "dict comprehension"
      case .dict: "dict literal"
      case .set: "set display"
      case .fstring: "f-string expression"
      case .none: "None"
      case .true: "True"
      case .false: "False"
      case .ellipsis: "ellipsis"
      case .literal: "literal"
      case .compare, .membershipTest: "comparison"
      case .conditional: "conditional expression"
      case .named: "named expression"
      case .token, .sequence, .other, .absent, .membership, .comprehension, .arguments, .keyword,
        .keywordUnpacking:
        "expression"
      }
    }
  }

  let shape: Shape
  /// The first token, and the one after the last.
  let start: Int
  let end: Int
  let children: [GrammarNode]

  init(_ shape: Shape, start: Int, end: Int, children: [GrammarNode] = []) {
    self.shape = shape
    self.start = start
    self.end = end
    self.children = children
  }

  /// What an optional part is when it is not there.
  nonisolated(unsafe) static let absent = GrammarNode(.absent, start: 0, end: 0)

  enum TargetUse { case star, `for`, delete }

  /// The part of a would-be target that cannot be one.
  func invalidTarget(_ use: TargetUse) -> GrammarNode? {
    switch shape {
    case .list, .tuple:
      for child in children {
        if let invalid = child.invalidTarget(use) { return invalid }
      }
      return nil
    case .starred:
      return use == .delete ? self : children[0].invalidTarget(use)
    case .membershipTest where use == .for:
      return children[0].invalidTarget(use)
    case .compare where use == .for, .name, .subscript, .attribute:
      return nil
    default:
      return self
    }
  }
}
