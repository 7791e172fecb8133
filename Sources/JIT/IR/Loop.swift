// Loops of a graph.

/// A header and the blocks that go back to it, all of which it dominates.
struct Loop {
  let header: BlockID
  let latches: [BlockID]

  /// All loops, inner ones first.
  static func all(_ graph: Graph, _ dominators: Dominators) -> [Loop] {
    var loops: [(loop: Loop, size: Int)] = []
    for block in dominators.order {
      let latches = dominators.predecessors[block].filter { dominators.dominates(block, $0) }
      if latches.isEmpty { continue }
      let loop = Loop(header: block, latches: latches)
      loops.append((loop, loop.blocks(dominators).count))
    }
    return loops.sorted { ($0.size, $0.loop.header) < ($1.size, $1.loop.header) }.map(\.loop)
  }

  /// The header and what leads to a latch without it.
  func blocks(_ dominators: Dominators) -> BlockSet {
    var result = BlockSet(capacity: dominators.immediate.count)
    result.insert(header)
    var work = latches
    while let block = work.popLast() {
      if result.insert(block) { work += dominators.predecessors[block] }
    }
    return result
  }

  /// The blocks that every whole round comes by, in their order.
  func everyRound(_ dominators: Dominators) -> [BlockID] {
    var result: [BlockID] = []
    var at = latches[0]
    while true {
      if latches.allSatisfy({ dominators.dominates(at, $0) }) { result.append(at) }
      if at == header { return result.reversed() }
      at = dominators.immediate[at]
    }
  }

  /// What a parameter of the header gets on the ways back; nothing for another value.
  func returns(of parameter: ValueID, in graph: Graph) -> [ValueID] {
    guard let position = graph.blocks[header].parameters.firstIndex(of: parameter) else {
      return []
    }
    return latches.flatMap { latch in
      graph.blocks[latch].terminator.edges.filter { $0.target == header }
        .map { $0.arguments[position] }
    }
  }
}
