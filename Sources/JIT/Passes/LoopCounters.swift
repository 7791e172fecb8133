// Loops over ranges count once.
//
// The fields of a range's iterator are what it hands out next and how many rounds are left; the round itself works
// on what was handed out last. All three follow from one of them: where a range goes up by 1, what is left is the
// distance to the range's end, and what was handed out last is 1 less than what comes next. Iterators that exits make
// get the range's end, which does not change, for what is left. Guards of indices were moved before: they rely on
// what is left.

struct LoopCounters {
  private let graph: Graph
  private let loop: Loop
  private let blocks: BlockSet
  private let dominators: Dominators
  private let parameters: [ValueID]

  static func run(_ graph: Graph) {
    let dominators = Dominators(graph)
    for loop in Loop.all(graph, dominators) {
      LoopCounters(
        graph: graph, loop: loop, blocks: loop.blocks(dominators), dominators: dominators,
        parameters: graph.blocks[loop.header].parameters
      ).run()
    }
    Simplification.removeUnused(graph)
  }

  private func run() {
    guard let (entry, arguments) = entry,
      let counter = parameters.firstIndex(where: { changes($0, by: .wordSubtract) }),
      let next = parameters.firstIndex(where: { changes($0, by: .wordAdd) })
    else { return }
    let induction = InductionBounds(graph, loop, blocks, placesOfValues, dominators)
    let lasts = parameters.filter { last in
      induction.stepOfItem(last) == 1
        && loop.returns(of: last, in: graph).allSatisfy { $0 == parameters[next] }
    }
    let end = graph.append(
      Instruction(
        operation: .wordAdd, operands: [arguments[next], arguments[counter]], type: .int),
      to: entry)
    nameEnd(end, next: parameters[next], counter: parameters[counter])
    var replaced: [ValueID: ValueID] = [:]
    let left = insert(.wordSubtract, end, parameters[next])
    compareWithEnd(parameters[counter], parameters[next], end)
    replaced[parameters[counter]] = left
    if !lasts.isEmpty {
      let one = insert(Instruction(operation: .intConstant, number: 1, type: .int))
      let last = insert(.wordSubtract, parameters[next], one, at: 1)
      for parameter in lasts { replaced[parameter] = last }
    }
    Simplification.replace(replaced, in: graph)
  }

  /// In iterators, before or behind the step.
  private func nameEnd(_ end: ValueID, next: ValueID, counter: ValueID) {
    for value in graph.values.indices {
      let i = graph.values[value]
      guard i.operation == .virtualIterator, i.number == IteratorKind.range.rawValue,
        graph.isConstant(i.operands[1], 1)
      else { continue }
      let (itsNext, itsCounter) = (i.operands[0], i.operands[2])
      if itsNext == next && itsCounter == counter
        || isStep(itsNext, of: next, .wordAdd) && isStep(itsCounter, of: counter, .wordSubtract)
      {
        graph.values[value].number = IteratorKind.rangeUpTo.rawValue
        graph.values[value].operands[2] = end
      }
    }
  }

  /// Whether anything is left is whether the end is reached.
  private func compareWithEnd(_ counter: ValueID, _ next: ValueID, _ end: ValueID) {
    for block in blocks {
      for value in graph.blocks[block].body {
        let i = graph.values[value]
        guard i.operation == .intCompare, i.operands[0] == counter,
          i.number == Comparison.greater.rawValue, graph.isConstant(i.operands[1], 0)
        else { continue }
        graph.values[value].operands = [next, end]
        graph.values[value].number = Comparison.less.rawValue
      }
    }
  }

  private func insert(_ operation: Operation, _ a: ValueID, _ b: ValueID, at place: Int = 0)
    -> ValueID
  {
    insert(Instruction(operation: operation, operands: [a, b], type: .int), at: place)
  }

  /// At the beginning of each round.
  private func insert(_ instruction: Instruction, at place: Int = 0) -> ValueID {
    graph.values.append(instruction)
    graph.blocks[loop.header].body.insert(graph.values.count - 1, at: place)
    return graph.values.count - 1
  }

  // MARK: The loop

  /// The block that leads into the loop, with its edge's arguments, where there is only one.
  private var entry: (BlockID, [ValueID])? {
    let edges = graph.blocks.indices.filter { !blocks.contains($0) }.flatMap { index in
      graph.blocks[index].terminator.edges.filter { $0.target == loop.header }
        .map { (index, $0.arguments) }
    }
    return edges.count == 1 ? edges[0] : nil
  }

  private var placesOfValues: [BlockID] {
    var result = [BlockID](repeating: -1, count: graph.values.count)
    for (index, block) in graph.blocks.enumerated() {
      for value in block.parameters + block.body { result[value] = index }
    }
    return result
  }

  /// Whether a parameter changes by 1 on all ways back.
  private func changes(_ parameter: ValueID, by operation: Operation) -> Bool {
    loop.returns(of: parameter, in: graph).allSatisfy { isStep($0, of: parameter, operation) }
  }

  private func isStep(_ value: ValueID, of parameter: ValueID, _ operation: Operation) -> Bool {
    let i = graph.values[value]
    return i.operation == operation && i.operands[0] == parameter
      && graph.isConstant(i.operands[1], 1)
  }
}
