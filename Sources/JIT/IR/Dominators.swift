// Which blocks lie on every way to a block.

/// Immediate dominators by iteration over the blocks in reverse postorder
/// (Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm").
struct Dominators {
  /// By block: the closest one that dominates it; the entry's is itself, of blocks that are never
  /// reached it is -1.
  private(set) var immediate: [BlockID]
  /// By block: its place in reverse postorder, -1 for those that are never reached.
  private var place: [Int]
  /// The blocks that are reached, each behind those that dominate it.
  let order: [BlockID]
  /// By block: those that are reached and lead to it, in their order, twice where both their edges do.
  let predecessors: Grouped<BlockID>

  init(_ graph: Graph) {
    order = Dominators.order(of: graph)
    immediate = [BlockID](repeating: -1, count: graph.blocks.count)
    place = immediate
    for (index, block) in order.enumerated() { place[block] = index }
    var ways: [(group: BlockID, element: BlockID)] = []
    ways.reserveCapacity(2 * order.count)
    for block in graph.blocks.indices where place[block] >= 0 {
      for edge in graph.blocks[block].terminator.edges
      where graph.blocks.indices.contains(edge.target) {
        ways.append((edge.target, block))
      }
    }
    predecessors = Grouped(ways, count: graph.blocks.count)
    immediate[graph.entry] = graph.entry
    var changed = true
    while changed {
      changed = false
      for block in order.dropFirst() {
        var common = -1
        for predecessor in predecessors[block] where immediate[predecessor] >= 0 {
          common = common < 0 ? predecessor : meet(common, predecessor)
        }
        if common != immediate[block] {
          immediate[block] = common
          changed = true
        }
      }
    }
  }

  /// The blocks that are reached, each behind those that dominate it; where depths of loops are given, those of a loop
  /// before those that follow it.
  static func order(of graph: Graph, depths: [Int]? = nil) -> [BlockID] {
    var order: [BlockID] = []
    order.reserveCapacity(graph.blocks.count)
    var seen = [Bool](repeating: false, count: graph.blocks.count)
    var work = [(block: graph.entry, next: 0)]
    seen[graph.entry] = true
    while let top = work.last {
      let edges = graph.blocks[top.block].terminator.edges
      if top.next == edges.count {
        order.append(top.block)
        work.removeLast()
        continue
      }
      work[work.count - 1].next += 1
      var next = top.next
      // What is looked at last comes first.
      if let depths, edges.count == 2, depths[edges[0].target] > depths[edges[1].target] {
        next = 1 - next
      }
      let successor = edges[next].target
      if graph.blocks.indices.contains(successor), !seen[successor] {
        seen[successor] = true
        work.append((successor, 0))
      }
    }
    return order.reversed()
  }

  private func meet(_ a: BlockID, _ b: BlockID) -> BlockID {
    var (a, b) = (a, b)
    while a != b {
      while place[a] > place[b] { a = immediate[a] }
      while place[b] > place[a] { b = immediate[b] }
    }
    return a
  }

  func isReached(_ block: BlockID) -> Bool { place[block] >= 0 }

  /// Whether every way to `other`, which is reached, leads through `block`.
  func dominates(_ block: BlockID, _ other: BlockID) -> Bool {
    if !isReached(block) { return false }
    var at = other
    while place[at] > place[block] { at = immediate[at] }
    return at == block
  }
}
