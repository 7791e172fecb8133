// Branches on what is known, and the blocks that are never reached then.

enum DeadBranches {
  /// Makes jumps of branches on constants; whether there were some.
  static func run(_ graph: Graph) -> Bool {
    var found = false
    for index in graph.blocks.indices {
      guard case .branch(let condition, let yes, let no) = graph.blocks[index].terminator,
        graph.values[condition].operation == .boolConstant
      else { continue }
      graph.blocks[index].terminator = .jump(graph.values[condition].number != 0 ? yes : no)
      found = true
    }
    if found { removeUnreached(graph) }
    return found
  }

  /// Blocks get new numbers, in the order that they had.
  private static func removeUnreached(_ graph: Graph) {
    var isReached = [Bool](repeating: false, count: graph.blocks.count)
    for block in Dominators.order(of: graph) { isReached[block] = true }
    var number = [BlockID](repeating: -1, count: graph.blocks.count)
    var blocks: [Block] = []
    blocks.reserveCapacity(graph.blocks.count)
    for (index, block) in graph.blocks.enumerated() where isReached[index] {
      number[index] = blocks.count
      blocks.append(block)
    }
    for index in blocks.indices {
      blocks[index].terminator = blocks[index].terminator.mappingEdges {
        Edge(target: number[$0.target], arguments: $0.arguments)
      }
    }
    var entries: [BlockID: Int] = [:]
    for (block, state) in graph.loopEntries where isReached[block] {
      entries[number[block]] = state
    }
    graph.blocks = blocks
    graph.loopEntries = entries
  }
}
