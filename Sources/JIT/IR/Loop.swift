// Loops of a graph.

/// A header and the blocks that go back to it, all of which it dominates.
struct Loop {
  let header: BlockID
  let latches: [BlockID]

  /// All loops, inner ones first.
  static func all(_ graph: Graph) -> [Loop] {
    let dominators = Dominators(graph)
    var latches: [BlockID: [BlockID]] = [:]
    for (index, block) in graph.blocks.enumerated() where dominators.isReached(index) {
      for edge in block.terminator.edges where dominators.dominates(edge.target, index) {
        latches[edge.target, default: []].append(index)
      }
    }
    return latches.map { Loop(header: $0.key, latches: $0.value) }
      .map { (loop: $0, size: $0.blocks(of: graph).count) }
      .sorted { ($0.size, $0.loop.header) < ($1.size, $1.loop.header) }.map(\.loop)
  }

  /// The header and what leads to a latch without it.
  func blocks(of graph: Graph) -> Set<BlockID> {
    var predecessors: [BlockID: [BlockID]] = [:]
    for (index, block) in graph.blocks.enumerated() {
      for edge in block.terminator.edges { predecessors[edge.target, default: []].append(index) }
    }
    var result: Set<BlockID> = [header]
    var work = latches
    while let block = work.popLast() {
      if result.insert(block).inserted { work += predecessors[block] ?? [] }
    }
    return result
  }

  /// The blocks that every whole round comes by, in their order.
  func everyRound(_ graph: Graph, _ blocks: Set<BlockID>) -> [BlockID] {
    let dominators = Dominators(graph)
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
