// Guards of indices that follow a loop's rounds are asked once before it, for the first index and the last.
//
// The count must not change in the loop. The bounds are computed with checks: where they are no ints of 64 bits,
// it is left as for a guard that fails. Behind such a guard no addition between can overflow either.

struct IndexGuards {
  private let graph: Graph
  private let induction: InductionBounds
  private var found: [(guarded: ValueID, bounds: LoopBounds)] = []
  /// Additions in between.
  private var unchecked: Set<ValueID> = []

  /// - Parameter blocks: those that every round comes by.
  init(
    _ graph: Graph, _ induction: InductionBounds, everyRound blocks: [BlockID],
    _ exceptions: Set<Int>
  ) {
    self.graph = graph
    self.induction = induction
    for block in blocks {
      for value in graph.blocks[block].body {
        let i = graph.values[value]
        guard i.operation == .guardIndex || i.operation == .guardBelow,
          !induction.isInLoop(i.operands[0]),
          !exceptions.contains(i.place),
          let bounds = induction.bounds(of: i.operands[1], in: block)
        else { continue }
        found.append((value, bounds))
        noteAdditions(i.operands[1], in: block)
        noteSteps(from: i.operands[1], in: block)
      }
    }
  }

  var isEmpty: Bool { found.isEmpty }

  /// A constant more or less than a good index is an int, too.
  private mutating func noteSteps(from index: ValueID, in block: BlockID) {
    for value in graph.blocks[block].body {
      let i = graph.values[value]
      guard i.operation == .intAdd || i.operation == .intSubtract, i.operands[0] == index,
        graph.values[i.operands[1]].operation == .intConstant,
        graph.values[i.operands[1]].number.magnitude < 1 << 32
      else { continue }
      unchecked.insert(value)
    }
  }

  private mutating func noteAdditions(_ value: ValueID, in block: BlockID) {
    let i = graph.values[value]
    switch i.operation {
    case .intAdd, .intSubtract:
      guard graph.blocks[block].body.contains(value) else { return }
      unchecked.insert(value)
    case .wordAdd, .wordSubtract, .intMultiply: break
    default: return
    }
    for operand in i.operands { noteAdditions(operand, in: block) }
  }

  /// Moves them to a block before the loop; `arguments` is what the header's parameters are there.
  ///
  /// - Returns: the indices that are known to be good behind it, and the counts that they are below.
  func move(to before: BlockID, _ arguments: [ValueID: ValueID], state: Int) -> [ValueID: ValueID] {
    var builder = BoundBuilder(graph, before, arguments, state)
    var replacement: [ValueID: ValueID] = [:]
    var checked: [ValueID: ValueID] = [:]
    for (value, bounds) in found {
      let i = graph.values[value]
      builder.place = i.place
      for bound in bounds.notNegative + bounds.lower {
        builder.require(bound, .greaterEqual, .constant(0))
      }
      for bound in bounds.upper { builder.require(bound, .less, .value(i.operands[0])) }
      replacement[value] = i.operands[1]
      checked[i.operands[1]] = i.operands[0]
    }
    for value in unchecked {
      graph.values[value].operation =
        graph.values[value].operation == .intAdd ? .wordAdd : .wordSubtract
      graph.values[value].state = -1
    }
    Simplification.replace(replacement, in: graph)
    return checked
  }
}

/// Computes bounds in a block, each once.
private struct BoundBuilder {
  private let graph: Graph
  private let block: BlockID
  private let arguments: [ValueID: ValueID]
  private let state: Int
  var place = 0
  private var made: [LoopBound: ValueID] = [:]
  private var required: Set<Requirement> = []

  private struct Requirement: Hashable {
    let left: LoopBound
    let comparison: Comparison
    let right: LoopBound
  }

  init(_ graph: Graph, _ block: BlockID, _ arguments: [ValueID: ValueID], _ state: Int) {
    self.graph = graph
    self.block = block
    self.arguments = arguments
    self.state = state
  }

  mutating func require(_ left: LoopBound, _ comparison: Comparison, _ right: LoopBound) {
    let key = Requirement(left: left, comparison: comparison, right: right)
    if !required.insert(key).inserted { return }
    if case .constant(let c) = left, right == .constant(0), comparison == .greaterEqual, c >= 0 {
      return
    }
    let operands: ValueList = [value(left), value(right)]
    let holds = graph.append(
      Instruction(
        operation: .intCompare, operands: operands, number: comparison.rawValue, type: .bool),
      to: block)
    append(.guardTrue, [holds], .any)
  }

  private mutating func value(_ bound: LoopBound) -> ValueID {
    if let known = made[bound] { return known }
    let result: ValueID
    switch bound {
    case .entry(let parameter): result = arguments[parameter]!
    case .value(let value): result = value
    case .constant(let n):
      result = graph.append(
        Instruction(operation: .intConstant, number: n, type: .int), to: block)
    case .sum(let a, let b): result = append(.intAdd, [value(a), value(b)], .int)
    case .difference(let a, let b): result = append(.intSubtract, [value(a), value(b)], .int)
    case .product(let a, let b): result = append(.intMultiply, [value(a), value(b)], .int)
    case .maximum(let a, let b):
      result = graph.append(
        Instruction(operation: .intMaximum, operands: [value(a), value(b)], type: .int), to: block)
    }
    made[bound] = result
    return result
  }

  @discardableResult
  private func append(_ operation: Operation, _ operands: ValueList, _ type: ValueType) -> ValueID {
    graph.append(
      Instruction(
        operation: operation, operands: operands, type: type, state: state, place: place,
        isHoisted: true), to: block)
  }
}
