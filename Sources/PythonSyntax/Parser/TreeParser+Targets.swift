extension TreeParser {
  /// `star_targets`, as in `for` and in comprehensions: ends before `in`.
  func parseStarTargets() throws(Rejected) -> Expression {
    let start = token
    let first = try parseStarTarget()
    guard kind == .comma else { return first }
    let mark = stack.mark
    stack.push(first)
    while accept(.comma), startsStarExpression { stack.push(try parseStarTarget()) }
    return make(
      .tuple(elements: popExpressions(from: mark), context: .store), location(from: start))
  }

  /// `star_target`: read as an expression, then checked and turned into a target.
  func parseStarTarget() throws(Rejected) -> Expression {
    let target = kind == .star ? try parseStarred() : try parseBinary(0)
    try setContext(of: target, .store)
    return target
  }

  /// `del_targets`
  func parseDeleteTargets() throws(Rejected) -> NodeList<Expression> {
    let mark = stack.mark
    repeat {
      guard startsExpression else { break }
      let target = try parseBinary(0)
      try setContext(of: target, .delete)
      stack.push(target)
    } while accept(.comma)
    guard stack.mark > mark else { throw Rejected() }
    return popExpressions(from: mark)
  }

  /// Makes targets of an expression that was read for its value; rejects what cannot be one.
  func setContext(of target: Expression, _ context: ExpressionContext) throws(Rejected) {
    let node = target.node
    switch node.pointee.kind {
    case .name(let name, _):
      node.pointee.kind = .name(name, context: context)
    case .attribute(let value, let name, _):
      node.pointee.kind = .attribute(value: value, name: name, context: context)
    case .subscript(let value, let slice, _):
      node.pointee.kind = .subscript(value: value, slice: slice, context: context)
    case .starred(let value, _):
      guard context == .store else { throw Rejected() }
      if case .starred = value.kind { throw Rejected() }
      try setContext(of: value, context)
      node.pointee.kind = .starred(value: value, context: context)
    case .list(let elements, _):
      for element in elements { try setContext(of: element, context) }
      node.pointee.kind = .list(elements: elements, context: context)
    case .tuple(let elements, _):
      for element in elements { try setContext(of: element, context) }
      node.pointee.kind = .tuple(elements: elements, context: context)
    default:
      throw Rejected()
    }
  }

  /// `single_target`: what an augmented assignment or an annotation may have on its left.
  func setSingleTarget(_ target: Expression) throws(Rejected) {
    switch target.kind {
    case .name, .attribute, .subscript: try setContext(of: target, .store)
    default: throw Rejected()
    }
  }
}
