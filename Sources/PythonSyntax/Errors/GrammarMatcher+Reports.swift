/// The verbs of the error grammar that report an error. One that refuses returns nil.
extension GrammarMatcher {
  func report(
    _ verb: String, _ nodes: [GrammarNode], _ message: String
  ) throws(Raised) -> GrammarNode? {
    switch verb {
    case "last": try raiseAtLastToken(.syntaxError, message)
    case "next": try raise(at: position, to: position, message, isParserPosition: true)
    case "at": try raise(nodes[0], fill(message, nodes[0]))
    case "from": try raiseFrom(nodes[0], message)
    case "range": try raise(nodes[0], to: nodes[1], fill(message, nodes[0]))
    case "rangeToLast": try raise(nodes[0], to: nodes[1].children.last!, message)
    case "firstToLast":
      try raise(nodes[0].children.first!, to: nodes[0].children.last!, message)
    case "rangeToComprehension": try raise(nodes[0], to: lastItem(nodes[1]), message)
    case "indentation":
      let line = nodes.isEmpty ? 0 : Int(tokens[nodes[0].start].line)
      try raiseAtLastToken(.indentationError, replace("%d", in: message, by: "\(line)"))
    case "missingColon": try raiseMissingColon(nodes[0], message)
    case "invalidTarget": return try reportTarget(nodes[0], message)
    case "legacy": return try reportLegacyStatement(nodes[0], nodes[1])
    case "missingComma": return try reportMissingComma(nodes[0], nodes[1])
    case "nakedGenerator": return try reportNakedGenerator(nodes[0], nodes[1])
    case "positionalAfterKeyword": return try reportPositional(nodes[0])
    case "bound": return try reportBound(nodes[0], nodes[1], message)
    case "conversion": return try checkConversion(nodes[0], nodes[1])
    case "field": return try checkField(nodes[0])
    default: fatalError("the grammar has an unknown verb \(verb)")
    }
  }

  /// `%s` is what kind of expression it is, `%t` its text.
  private func fill(_ message: String, _ node: GrammarNode) -> String {
    let text = replace("%s", in: message, by: node.shape.description)
    return replace("%t", in: text, by: source.text(of: tokens[node.start]))
  }

  private func replace(_ mark: String, in message: String, by text: String) -> String {
    let mark = Array(mark.utf8)
    var bytes: [UInt8] = []
    let source = Array(message.utf8)
    var index = 0
    while index < source.count {
      if index + 1 < source.count, source[index] == mark[0], source[index + 1] == mark[1] {
        bytes += text.utf8
        index += 2
      } else {
        bytes.append(source[index])
        index += 1
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  // MARK: Positions

  /// The last token of a node: those of the layout do not count.
  private func lastToken(_ node: GrammarNode) -> Int {
    var last = node.end - 1
    while last > node.start, ErrorSource.isLayout(tokens[last].kind) { last -= 1 }
    return last
  }

  func raise(_ node: GrammarNode, to end: GrammarNode? = nil, _ message: String) throws(Raised)
    -> Never
  {
    try raise(at: node.start, to: lastToken(end ?? node), message)
  }

  func raise(
    at first: Int, to last: Int, _ message: String, isParserPosition: Bool = false
  ) throws(Raised) -> Never {
    if isParserPosition { _ = try peek() }
    let start = tokens[first]
    let end = tokens[last]
    try raise(
      source.failure(
        .syntaxError, message, line: start.line, column: source.column(start) + 1,
        endLine: end.endLine, endColumn: source.endColumn(end) + 1, lastRead: tokens[filled - 1]))
  }

  private func raiseFrom(_ node: GrammarNode, _ message: String) throws(Raised) -> Never {
    let start = tokens[node.start]
    let last = tokens[filled - 1]
    try raise(
      source.failure(
        .syntaxError, message, line: start.line, column: source.column(start) + 1,
        endLine: last.endLine, endColumn: Int(last.endColumn), lastRead: last))
  }

  func raiseAtLastToken(_ kind: SyntaxFailure.Kind, _ message: String) throws(Raised) -> Never {
    try raise(source.failure(kind, message, atLastRead: tokens[filled - 1]))
  }

  private func raiseMissingColon(_ key: GrammarNode, _ message: String) throws(Raised) -> Never {
    let start = tokens[key.start]
    let end = tokens[lastToken(key)]
    try raise(
      source.failure(
        .syntaxError, message, line: start.line, column: Int(end.endColumn),
        endLine: end.endLine, endColumn: 0, lastRead: tokens[filled - 1]))
  }

  // MARK: Checks

  private func reportTarget(_ node: GrammarNode, _ use: String) throws(Raised) -> GrammarNode? {
    let kind: GrammarNode.TargetUse = use == "star" ? .star : use == "for" ? .for : .delete
    guard let invalid = node.invalidTarget(kind) else { return nil }
    let verb = kind == .delete ? "delete" : "assign to"
    try raise(invalid, "cannot \(verb) \(invalid.shape.description)")
  }

  private func isLegacyName(_ node: GrammarNode) -> Bool {
    guard node.shape == .name else { return false }
    let name = source.text(of: tokens[node.start])
    return name == "print" || name == "exec"
  }

  private func reportLegacyStatement(
    _ name: GrammarNode, _ rest: GrammarNode
  ) throws(Raised) -> GrammarNode? {
    guard isLegacyName(name) else { return nil }
    let text = source.text(of: tokens[name.start])
    try raise(
      name, to: rest, "Missing parentheses in call to '\(text)'. Did you mean \(text)(...)?")
  }

  private func reportMissingComma(
    _ first: GrammarNode, _ second: GrammarNode
  ) throws(Raised) -> GrammarNode? {
    if isLegacyName(first) || source.levels[position - 1] == 0 { return nil }
    try raise(first, to: second, "invalid syntax. Perhaps you forgot a comma?")
  }

  /// The last condition of the last clause, or what it iterates over.
  private func lastItem(_ clauses: GrammarNode) -> GrammarNode {
    let last = clauses.children.last!
    return last.children[1].children.last ?? last.children[0]
  }

  private func reportNakedGenerator(
    _ arguments: GrammarNode, _ clauses: GrammarNode
  ) throws(Raised) -> GrammarNode? {
    let positional = arguments.children.filter {
      $0.shape != .keyword && $0.shape != .keywordUnpacking
    }
    guard positional.count > 1 else { return nil }
    try raise(
      positional.last!, to: lastItem(clauses), "Generator expression must be parenthesized")
  }

  private func reportPositional(_ arguments: GrammarNode) throws(Raised) -> GrammarNode? {
    let isUnpacking = arguments.children.contains { $0.shape == .keywordUnpacking }
    try raiseAtLastToken(
      .syntaxError,
      "positional argument follows keyword argument" + (isUnpacking ? " unpacking" : ""))
  }

  private func reportBound(
    _ colon: GrammarNode, _ bound: GrammarNode, _ kind: String
  ) throws(Raised) -> GrammarNode? {
    let what = bound.shape == .tuple ? "constraints" : "bound"
    try raiseFrom(colon, "cannot use \(what) with \(kind)")
  }

  private func checkConversion(
    _ mark: GrammarNode, _ name: GrammarNode
  ) throws(Raised) -> GrammarNode? {
    guard tokens[mark.start].end == tokens[name.start].start else {
      try raise(
        mark, to: name,
        "f-string: conversion type must come right after the exclamanation mark")
    }
    return name
  }

  private func checkField(_ conversion: GrammarNode) throws(Raised) -> GrammarNode? {
    if conversion.shape != .absent {
      let text = source.text(of: tokens[conversion.start])
      guard text == "s" || text == "r" || text == "a" else {
        try raise(
          conversion,
          "f-string: invalid conversion character '\(text)': expected 's', 'r', or 'a'")
      }
    }
    return conversion
  }
}
