/// Matches tokens against the error grammar, the way CPython's parser does.
///
/// `filled` is how many tokens have been read: the reference reads them one by one, and reports many errors
/// at the last one that it has read.
final class GrammarMatcher {
  /// Matching ended in an error, which is in `failure`.
  struct Raised: Error {}

  let grammar = ErrorGrammar.shared
  let tokens: [Token]
  let source: ErrorSource
  let literals: LiteralReader
  /// Whether the rules for errors are tried.
  var usesInvalidRules = false
  var position = 0
  private(set) var filled = 0
  private(set) var failure: SyntaxFailure?
  private(set) var succeeded = false
  private var depth = 0

  private enum Memo {
    case failed
    case matched(GrammarNode, end: Int)
  }
  private var memos: [Int: Memo] = [:]

  /// The reference gives up at this depth of rules.
  private static let maximumDepth = 6000

  init(tokens: [Token], source: ErrorSource, literals: LiteralReader) {
    self.tokens = tokens
    self.source = source
    self.literals = literals
  }

  /// Matches a whole input; whatever can be said about it is in `failure` and `filled` afterwards.
  func run(_ rule: String, usesInvalidRules: Bool) {
    self.usesInvalidRules = usesInvalidRules
    position = 0
    memos = [:]
    depth = 0
    succeeded = (try? match(rule: grammar.number(of: rule))) != nil
  }

  func raise(_ failure: SyntaxFailure) throws(Raised) -> Never {
    if self.failure == nil { self.failure = failure }
    throw Raised()
  }

  /// The next token, which counts as read from now on.
  @inline(__always)
  func peek() throws(Raised) -> Token {
    let token = tokens[position]
    if position >= filled {
      filled = position + 1
      if token.kind == .error { try raise(source.failureOfTokenizer()) }
    }
    return token
  }

  /// One function deeper in the reference's parser. It has one for each rule, two for those with left
  /// recursion, and one for each group, loop and list with separators within a rule.
  @inline(__always)
  private func descend() throws(Raised) {
    depth += 1
    if depth > Self.maximumDepth {
      depth -= 1
      try raise(source.tooDeep())
    }
  }

  // MARK: Rules

  private func match(rule number: Int) throws(Raised) -> GrammarNode? {
    let rule = grammar.rules[number]
    let start = position
    let isSeparate = rule.memory == .perUse && !usesInvalidRules
    let key = number << 33 | start << 1 | (isSeparate ? 1 : 0)
    try descend()
    defer { depth -= 1 }
    if rule.memory != .none, let memo = memos[key] {
      switch memo {
      case .failed: return nil
      case .matched(let node, let end):
        position = end
        return node
      }
    }
    if rule.isLeftRecursive { return try grow(rule, key: key, from: start) }
    let usedInvalidRules = usesInvalidRules
    if rule.suppressesInvalid { usesInvalidRules = false }
    let node = try match(rule.alternatives)
    usesInvalidRules = usedInvalidRules
    if node == nil { position = start }
    if rule.memory != .none { memos[key] = node.map { .matched($0, end: position) } ?? .failed }
    return node
  }

  /// Left recursion: the rule matches itself as nothing first, then each time as what it matched before,
  /// as long as that gets it further.
  private func grow(
    _ rule: ErrorGrammar.Rule, key: Int, from start: Int
  ) throws(Raised) -> GrammarNode? {
    try descend()
    defer { depth -= 1 }
    var best: GrammarNode?
    var bestEnd = start
    memos[key] = .failed
    while true {
      position = start
      guard let node = try match(rule.alternatives), position > bestEnd else { break }
      best = node
      bestEnd = position
      memos[key] = .matched(node, end: position)
    }
    position = bestEnd
    return best
  }

  private typealias Parts = [(name: UInt8, node: GrammarNode)]

  private func match(_ alternatives: [ErrorGrammar.Alternative]) throws(Raised) -> GrammarNode? {
    let start = position
    for alternative in alternatives where usesInvalidRules || !isInvalid(alternative) {
      position = start
      var isCommitted = false
      var parts: Parts = []
      if try match(alternative, &parts, &isCommitted) {
        guard let action = alternative.action else {
          if alternative.items.count == 1 { return parts[0].node }
          return GrammarNode(.other, start: start, end: position, children: parts.map(\.node))
        }
        // An action that refuses ends the whole rule.
        let node = try perform(action, parts, from: start)
        if node == nil { position = start }
        return node
      }
      if isCommitted { break }
    }
    position = start
    return nil
  }

  private func isInvalid(_ alternative: ErrorGrammar.Alternative) -> Bool {
    guard alternative.items.count == 1, case .rule(let number) = alternative.items[0].item else {
      return false
    }
    return grammar.rules[number].isInvalid
  }

  private func match(
    _ alternative: ErrorGrammar.Alternative, _ parts: inout Parts, _ isCommitted: inout Bool
  ) throws(Raised) -> Bool {
    for (name, item) in alternative.items {
      if case .cut = item {
        isCommitted = true
        continue
      }
      guard let node = try match(item) else { return false }
      parts.append((name, node))
    }
    return true
  }

  // MARK: Items

  private func match(_ item: ErrorGrammar.Item) throws(Raised) -> GrammarNode? {
    switch item {
    case .token(let kind):
      guard try peek().kind == kind else { return nil }
      if kind == .notEqual, !source.allows(tokens[position]) {
        guard source.flufl else { return nil }
        try raiseAtLastToken(.syntaxError, "with Barry as BDFL, use '<>' instead of '!='")
      }
      if kind == .fstringMiddle { try checkText(tokens[position]) }
      return consume(shape: kind == .name ? .name : .token)
    case .softKeyword(let keyword):
      let token = try peek()
      guard token.kind == .name, token.identifier == keyword.rawValue else { return nil }
      return consume(shape: .name)
    case .anySoftKeyword:
      let token = try peek()
      guard token.kind == .name, source.isSoftKeywordPrefix(token) else { return nil }
      return consume(shape: .name)
    case .rule(let number):
      return try match(rule: number)
    case .group(let alternatives):
      if isPart(alternatives) { return try match(alternatives) }
      try descend()
      defer { depth -= 1 }
      return try match(alternatives)
    case .optional(let item):
      return try match(item) ?? .absent
    case .repeated(let item, let separator, let minimum):
      return try matchRepeated(item, separator: separator, minimum: minimum)
    case .lookahead(let item, let isPositive):
      let start = position
      let isMatch = try match(item) != nil
      position = start
      return isMatch == isPositive ? .absent : nil
    case .cut:
      return .absent
    case .forced(let kind, let spelling):
      guard try peek().kind == kind else {
        try raise(at: position, to: position, "expected '\(spelling)'")
      }
      return consume(shape: .token)
    }
  }

  /// Whether a group is no more than the one item in it.
  private func isPart(_ alternatives: [ErrorGrammar.Alternative]) -> Bool {
    alternatives.count == 1 && alternatives[0].items.count == 1 && alternatives[0].action == nil
  }

  private func consume(shape: GrammarNode.Shape) -> GrammarNode {
    position += 1
    return GrammarNode(shape, start: position - 1, end: position)
  }

  private func matchRepeated(
    _ item: ErrorGrammar.Item, separator: ErrorGrammar.Item?, minimum: Int
  ) throws(Raised) -> GrammarNode? {
    let start = position
    var children: [GrammarNode] = []
    let outerDepth = depth
    defer { depth = outerDepth }
    try descend()
    while true {
      let before = position
      if let separator, !children.isEmpty {
        // All items but the first belong to a loop within the list.
        if children.count == 1 { try descend() }
        if try match(separator) == nil {
          position = before
          break
        }
      }
      guard let node = try match(item) else {
        position = before
        break
      }
      children.append(node)
    }
    guard children.count >= minimum else {
      position = start
      return nil
    }
    return GrammarNode(.sequence, start: start, end: position, children: children)
  }

  // MARK: Actions

  private func perform(
    _ action: ErrorGrammar.Action, _ parts: Parts, from start: Int
  ) throws(Raised) -> GrammarNode? {
    func part(_ name: UInt8) -> GrammarNode { parts.first { $0.name == name }!.node }
    switch action {
    case .part(let name):
      return part(name)
    case .shape(let shape):
      return GrammarNode(shape, start: start, end: position, children: parts.map(\.node))
    case .verb(let verb, let names, let message):
      let nodes = names.map(part)
      if let node = try build(verb, nodes, from: start) { return node }
      return try report(verb, nodes, message)
    }
  }

  /// Nodes whose children matter.
  private func build(
    _ verb: String, _ nodes: [GrammarNode], from start: Int
  ) throws(Raised) -> GrammarNode? {
    func make(_ shape: GrammarNode.Shape, _ children: [GrammarNode]) -> GrammarNode {
      GrammarNode(shape, start: start, end: position, children: children)
    }
    /// Elements, where a node may be one of them or a sequence of them.
    func flat(_ nodes: [GrammarNode]) -> [GrammarNode] {
      nodes.flatMap { $0.shape == .sequence ? $0.children : $0.shape == .absent ? [] : [$0] }
    }
    switch verb {
    case "tuple": return make(.tuple, flat(nodes))
    case "list": return make(.list, flat(nodes))
    case "parenthesized": return make(.tuple, nodes[0].children)
    case "starred": return make(.starred, nodes)
    case "compare":
      let isMembership = nodes[1].children[0].shape == .membership
      return make(isMembership ? .membershipTest : .compare, nodes)
    case "comprehension": return make(.comprehension, nodes)
    case "join": return make(.sequence, flat(nodes))
    case "arguments": return make(.arguments, flat(nodes))
    case "string":
      try evaluateString(nodes[0])
      return make(.literal, [])
    case "fstring":
      try evaluateFString(from: start)
      return make(.fstring, [])
    case "strings":
      try checkMixture(nodes[0].children)
      return make(nodes[0].children.contains { $0.shape == .fstring } ? .fstring : .literal, [])
    case "real", "imaginary":
      let isImaginary = source.isImaginary(tokens[nodes[0].start])
      guard isImaginary == (verb == "imaginary") else {
        try raise(nodes[0], "\(verb) number required in complex literal")
      }
      return nodes[0]
    default: return nil
    }
  }
}
