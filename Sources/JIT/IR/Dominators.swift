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

  init(_ graph: Graph) {
    let successors = Dominators.successors(graph)
    order = Dominators.reversePostorder(from: graph.entry, successors)
    immediate = [BlockID](repeating: -1, count: graph.blocks.count)
    place = immediate
    for (index, block) in order.enumerated() { place[block] = index }
    var predecessors = [[BlockID]](repeating: [], count: graph.blocks.count)
    for block in order {
      for successor in successors[block] { predecessors[successor].append(block) }
    }
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

  /// The blocks that are reached, each behind those that dominate it.
  static func order(of graph: Graph) -> [BlockID] {
    reversePostorder(from: graph.entry, successors(graph))
  }

  private static func successors(_ graph: Graph) -> [[BlockID]] {
    graph.blocks.map { block in
      block.terminator.edges.map(\.target).filter { graph.blocks.indices.contains($0) }
    }
  }

  private static func reversePostorder(from entry: BlockID, _ successors: [[BlockID]]) -> [BlockID]
  {
    var order: [BlockID] = []
    var seen = [Bool](repeating: false, count: successors.count)
    var work = [(block: entry, next: 0)]
    seen[entry] = true
    while let top = work.last {
      if top.next == successors[top.block].count {
        order.append(top.block)
        work.removeLast()
        continue
      }
      work[work.count - 1].next += 1
      let successor = successors[top.block][top.next]
      if !seen[successor] {
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
