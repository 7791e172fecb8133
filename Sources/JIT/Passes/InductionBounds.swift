// Between which values, known before a loop, ints of the loop stay.
//
// Two kinds of loops say so. One over a range counts down what is left, and what it hands out moves by a constant
// step as often. One that compares an int at its end, as `while i < n` does, ends where the int has got there;
// before that it only went up, as additions leave where they overflow.

/// An int that is computed before a loop, with checks.
indirect enum LoopBound: Hashable {
  /// Of the header: what the loop begins with.
  case entry(ValueID)
  /// Of outside of the loop.
  case value(ValueID)
  case constant(Int)
  case sum(LoopBound, LoopBound)
  case difference(LoopBound, LoopBound)
  case product(LoopBound, LoopBound)
  case maximum(LoopBound, LoopBound)

  static func offset(_ bound: LoopBound, by n: Int) -> LoopBound {
    switch (bound, n) {
    case (_, 0): return bound
    case (.constant(let c), _) where c.magnitude < 1 << 60 && n.magnitude < 1 << 60:
      return .constant(c + n)
    default: return .sum(bound, .constant(n))
    }
  }
}

/// What an int is not less than, each of them, and not greater than any; how that is known may depend on ints
/// that must not be negative.
struct LoopBounds {
  var lower: [LoopBound]
  var upper: [LoopBound]
  var notNegative: [LoopBound] = []

  /// Of what is computed of the int by a function that only grows.
  func mapped(_ f: (LoopBound) -> LoopBound) -> LoopBounds {
    LoopBounds(lower: lower.map(f), upper: upper.map(f), notNegative: notNegative)
  }
}

struct InductionBounds {
  private let graph: Graph
  private let header: BlockID
  private let blocks: BlockSet
  private let dominators: Dominators
  private let blockOf: [BlockID]
  /// By parameter of the header: what it gets on the ways into the loop, and back.
  private var entries: [ValueID: [ValueID]] = [:]
  private var returns: [ValueID: [ValueID]] = [:]
  /// The ways back.
  private var latches: [(block: BlockID, isSecond: Bool)] = []

  private struct Condition {
    let comparison: Comparison
    let left: ValueID
    let right: ValueID
  }

  init(
    _ graph: Graph, _ loop: Loop, _ blocks: BlockSet, _ blockOf: [BlockID], _ dominators: Dominators
  ) {
    self.graph = graph
    self.blocks = blocks
    self.blockOf = blockOf
    header = loop.header
    self.dominators = dominators
    let parameters = graph.blocks[header].parameters
    // Each once: those with two edges to it are there twice.
    for index in Set(dominators.predecessors[header]).sorted() {
      for (number, edge) in graph.blocks[index].terminator.edges.enumerated()
      where edge.target == header {
        let isBack = blocks.contains(index)
        if isBack { latches.append((index, number == 1)) }
        for (parameter, argument) in zip(parameters, edge.arguments) {
          if isBack {
            returns[parameter, default: []].append(argument)
          } else {
            entries[parameter, default: []] += origins(of: argument, in: index)
          }
        }
      }
    }
  }

  /// What an argument is on the ways into a block that only leads to the loop.
  private func origins(of value: ValueID, in block: BlockID) -> [ValueID] {
    let parameters = graph.blocks[block].parameters
    guard !parameters.isEmpty, case .jump = graph.blocks[block].terminator else { return [value] }
    let position = parameters.firstIndex(of: value)
    return Set(dominators.predecessors[block]).sorted().flatMap { origin in
      graph.blocks[origin].terminator.edges.filter { $0.target == block }.map { edge in
        position.map { edge.arguments[$0] } ?? value
      }
    }
  }

  // MARK: What is asked

  func isInLoop(_ value: ValueID) -> Bool {
    value < blockOf.count && blocks.contains(blockOf[value])
  }

  /// The bounds of an int in a block of the loop; nil where none are known. Of what does not change there is
  /// nothing to say.
  func bounds(of value: ValueID, in block: BlockID, depth: Int = 4) -> LoopBounds? {
    if !isInLoop(value) || depth == 0 { return nil }
    let i = graph.values[value]
    if i.type.kinds != .int { return nil }
    if graph.isParameter(value) {
      guard blockOf[value] == header else { return nil }
      let conditions = self.conditions(in: block)
      return ofRange(value, conditions) ?? ofComparison(value, conditions)
    }
    guard i.operands.count == 2 else { return nil }
    let (a, b) = (i.operands[0], i.operands[1])
    switch i.operation {
    case .intAdd, .wordAdd:
      if let term = invariant(b) {
        return bounds(of: a, in: block, depth: depth - 1)?.mapped { sum($0, term) }
      }
      guard let term = invariant(a) else { return nil }
      return bounds(of: b, in: block, depth: depth - 1)?.mapped { sum($0, term) }
    case .intSubtract, .wordSubtract:
      guard let term = invariant(b) else { return nil }
      return bounds(of: a, in: block, depth: depth - 1)?.mapped { bound in
        if case .constant(let c) = term, c != Int.min { return .offset(bound, by: -c) }
        return .difference(bound, term)
      }
    case .intMultiply:
      let (varying, factor) = invariant(b).map { (a, $0) } ?? (b, invariant(a) ?? .constant(-1))
      if case .constant(let c) = factor, c < 0 { return nil }
      var result = bounds(of: varying, in: block, depth: depth - 1)?
        .mapped { .product($0, factor) }
      if case .constant = factor {} else { result?.notNegative.append(factor) }
      return result
    default: return nil
    }
  }

  private func sum(_ bound: LoopBound, _ term: LoopBound) -> LoopBound {
    if case .constant(let c) = term { return .offset(bound, by: c) }
    return .sum(bound, term)
  }

  private func invariant(_ value: ValueID) -> LoopBound? {
    let i = graph.values[value]
    if i.operation == .intConstant { return .constant(i.number) }
    return !isInLoop(value) && i.type.kinds == .int ? .value(value) : nil
  }

  /// An index as a parameter of the header and a constant.
  func offset(of value: ValueID) -> (parameter: ValueID, offset: Int)? {
    if graph.blocks[header].parameters.contains(value) { return (value, 0) }
    let i = graph.values[value]
    guard i.operation == .wordAdd || i.operation == .wordSubtract,
      graph.values[i.operands[1]].operation == .intConstant,
      graph.blocks[header].parameters.contains(i.operands[0])
    else { return nil }
    let n = graph.values[i.operands[1]].number
    guard n.magnitude < 1 << 32 else { return nil }
    return (i.operands[0], i.operation == .wordAdd ? n : -n)
  }

  /// Whether an int begins with a constant that is not negative, and only grows.
  func isNeverNegative(_ value: ValueID, in block: BlockID) -> Bool {
    guard let bounds = bounds(of: value, in: block), bounds.notNegative.isEmpty,
      !bounds.lower.isEmpty
    else { return false }
    return bounds.lower.allSatisfy { bound in
      switch bound {
      case .constant(let n): return n >= 0
      case .entry(let parameter):
        let firsts = entries[parameter] ?? []
        return !firsts.isEmpty
          && firsts.allSatisfy {
            graph.values[$0].operation == .intConstant && graph.values[$0].number >= 0
          }
      default: return false
      }
    }
  }

  /// By how much what a range hands out grows from each round to the next, the first one included.
  func stepOfItem(_ parameter: ValueID) -> Int? {
    if let step = step(of: parameter) { return step }
    guard let next = returns[parameter]?.first, isPlain(returns[parameter]!, { $0 == next }),
      graph.blocks[header].parameters.contains(next), let step = step(of: next),
      isBehind(next, parameter, .constant(step))
    else { return nil }
    return step
  }

  // MARK: Conditions

  /// The comparisons of ints that hold wherever a block is reached, as far as they are made in the same round.
  private func conditions(in block: BlockID) -> [Condition] {
    var result: [Condition] = []
    var at = block
    while at != header, blocks.contains(at) {
      let above = dominators.immediate[at]
      if dominators.predecessors[at] == [above],
        case .branch(let condition, let yes, let no) = graph.blocks[above].terminator,
        yes.target != no.target
      {
        result += self.condition(condition, holds: yes.target == at)
      }
      if above == at { break }
      at = above
    }
    return result
  }

  /// The same for a way back.
  private func conditions(at latch: (block: BlockID, isSecond: Bool)) -> [Condition] {
    var result = conditions(in: latch.block)
    if case .branch(let condition, let yes, let no) = graph.blocks[latch.block].terminator,
      yes.target != no.target
    {
      result += self.condition(condition, holds: !latch.isSecond)
    }
    return result
  }

  private func condition(_ value: ValueID, holds: Bool) -> [Condition] {
    let i = graph.values[value]
    if i.operation == .boolNot { return condition(i.operands[0], holds: !holds) }
    guard i.operation == .intCompare, let comparison = Comparison(rawValue: i.number) else {
      return []
    }
    let known = holds ? comparison : comparison.negated
    return [
      Condition(comparison: known, left: i.operands[0], right: i.operands[1]),
      Condition(comparison: known.flipped, left: i.operands[1], right: i.operands[0]),
    ]
  }

  // MARK: Ranges

  /// Whether rounds are counted by a parameter that is positive wherever the loop goes back, and positive here.
  private func isPositive(_ counter: ValueID, _ conditions: [Condition]) -> Bool {
    conditions.contains {
      $0.left == counter && $0.comparison == .greater && graph.isConstant($0.right, 0)
    }
  }

  /// The parameter that counts the rounds that are left.
  private var counter: ValueID? {
    graph.blocks[header].parameters.first { parameter in
      graph.values[parameter].type.kinds == .int
        && isPlain(returns[parameter] ?? []) { argument in
          let i = graph.values[argument]
          return i.operation == .wordSubtract && i.operands[0] == parameter
            && graph.isConstant(i.operands[1], 1)
        } && latches.allSatisfy { isPositive(parameter, conditions(at: $0)) }
    }
  }

  private func isPlain(_ values: [ValueID], _ test: (ValueID) -> Bool) -> Bool {
    !values.isEmpty && values.allSatisfy(test)
  }

  /// The constant by which a parameter grows in each round.
  private func step(of parameter: ValueID) -> Int? {
    if case .constant(let step) = growth(of: parameter) { return step }
    return nil
  }

  /// By what a parameter grows in each round.
  private func growth(of parameter: ValueID) -> LoopBound? {
    var result: LoopBound?
    for argument in returns[parameter] ?? [] {
      let i = graph.values[argument]
      guard i.operation == .wordAdd, i.operands[0] == parameter, let step = invariant(i.operands[1])
      else { return nil }
      if let other = result, other != step { return nil }
      result = step
    }
    return result
  }

  private func ofRange(_ parameter: ValueID, _ conditions: [Condition]) -> LoopBounds? {
    guard let counter else { return nil }
    if let step = growth(of: parameter) {
      // Before the round is counted, there may be one more.
      let more: LoopBound =
        isPositive(counter, conditions)
        ? .offset(.entry(counter), by: -1) : .maximum(.entry(counter), .constant(0))
      return between(parameter, step, more)
    }
    // What the loop works on: the range's next one when the round began.
    guard let next = returns[parameter]?.first, isPlain(returns[parameter]!, { $0 == next }),
      graph.blocks[header].parameters.contains(next), let step = growth(of: next),
      isBehind(next, parameter, step)
    else { return nil }
    return between(parameter, step, .maximum(.entry(counter), .constant(0)))
  }

  /// Whether at the loop's beginning `next` is a step further.
  private func isBehind(_ next: ValueID, _ parameter: ValueID, _ step: LoopBound) -> Bool {
    guard let firsts = entries[parameter], let nexts = entries[next] else { return false }
    var steps: [ValueID] = []
    if case .value(let value) = step {
      let outside = dominators.predecessors[header].filter { !blocks.contains($0) }
      let isOfEntry = outside == [blockOf[value]]
      steps = isOfEntry ? origins(of: value, in: blockOf[value]) : []
      // Where it is no parameter of a block that only leads here, it is the same on all ways.
      if steps.count != firsts.count { steps = firsts.map { _ in value } }
    }
    return firsts.indices.allSatisfy { way in
      let i = graph.values[nexts[way]]
      guard i.operation == .wordAdd, i.operands[0] == firsts[way] else { return false }
      if case .constant(let n) = step { return graph.isConstant(i.operands[1], n) }
      return isSame(i.operands[1], steps[way])
    }
  }

  private func isSame(_ a: ValueID, _ b: ValueID) -> Bool {
    a == b
      || graph.values[b].operation == .intConstant && graph.isConstant(a, graph.values[b].number)
  }

  /// A step that is no constant must not be negative.
  private func between(_ parameter: ValueID, _ step: LoopBound, _ rounds: LoopBound) -> LoopBounds {
    let way: LoopBound = step == .constant(1) ? rounds : .product(rounds, step)
    let (first, last) = (LoopBound.entry(parameter), LoopBound.sum(.entry(parameter), way))
    guard case .constant(let n) = step else {
      return LoopBounds(lower: [first], upper: [last], notNegative: [step])
    }
    return n >= 0
      ? LoopBounds(lower: [first], upper: [last]) : LoopBounds(lower: [last], upper: [first])
  }

  // MARK: Comparisons

  private func ofComparison(_ parameter: ValueID, _ conditions: [Condition]) -> LoopBounds? {
    guard let back = returns[parameter]?.first, isPlain(returns[parameter]!, { $0 == back }),
      let (step, isUp) = change(back, of: parameter)
    else { return nil }
    var limits = [LoopBound.entry(parameter)]
    if let here = limit(parameter, isUp, conditions) {
      limits = [here]
    } else {
      for latch in latches {
        guard let there = limit(back, isUp, self.conditions(at: latch)) else { return nil }
        if !limits.contains(there) { limits.append(there) }
      }
    }
    var result = LoopBounds(lower: [.entry(parameter)], upper: limits)
    if !isUp { swap(&result.lower, &result.upper) }
    if case .constant = step {} else { result.notNegative.append(step) }
    return result
  }

  /// By how much a parameter grows or shrinks in a round.
  private func change(_ value: ValueID, of parameter: ValueID) -> (LoopBound, isUp: Bool)? {
    let i = graph.values[value]
    guard i.operands.count == 2 else { return nil }
    let (a, b) = (i.operands[0], i.operands[1])
    switch i.operation {
    case .intAdd, .wordAdd:
      guard let step = a == parameter ? invariant(b) : b == parameter ? invariant(a) : nil else {
        return nil
      }
      if case .constant(let c) = step, c < 0 {
        return c == Int.min ? nil : (.constant(-c), false)
      }
      return (step, true)
    case .intSubtract:
      guard a == parameter, let step = invariant(b) else { return nil }
      if case .constant(let c) = step, c < 0 { return nil }
      return (step, false)
    default: return nil
    }
  }

  /// What a value that comes towards an int that goes up, or down, begins with: a parameter that a constant is
  /// taken from, or added to, in each round, or what it is then.
  private func meeting(_ value: ValueID, _ isUp: Bool) -> LoopBound? {
    for parameter in graph.blocks[header].parameters {
      guard let back = returns[parameter]?.first, value == parameter || value == back,
        graph.values[parameter].type.kinds == .int, isPlain(returns[parameter]!, { $0 == back }),
        case (.constant, let goesUp)? = change(back, of: parameter), goesUp != isUp
      else { continue }
      return .entry(parameter)
    }
    return nil
  }

  /// What a comparison says that a value does not exceed, upwards or downwards.
  private func limit(_ value: ValueID, _ isUp: Bool, _ conditions: [Condition]) -> LoopBound? {
    for condition in conditions where condition.left == value {
      guard let bound = invariant(condition.right) ?? meeting(condition.right, isUp) else {
        continue
      }
      switch (condition.comparison, isUp) {
      case (.less, true): return .offset(bound, by: -1)
      case (.greater, false): return .offset(bound, by: 1)
      case (.lessEqual, true), (.greaterEqual, false): return bound
      default: continue
      }
    }
    return nil
  }
}
