// Short loops look for what waits for a safepoint once in many rounds, not in each.
//
// A round of few instructions takes as long again to load and to test a byte. Where rounds are counted, by what
// is left of a range or by an index that grows to a limit, the test for the end is one for the end of a stretch
// of rounds instead; what it finds tells the two apart, and looks:
//
//     branch (left > 0)    ─▶    branch (left > stop)  ─ else ─▶  poll; branch (left > 0) to (stop = left - 1024)
//
// `stop` is another parameter of the loop. It is never beyond the loop's own end, so what holds behind the test
// holds behind the new one. Only loops of quick instructions, without loops in them, are made so: whoever
// waits, waits for a few microseconds.

struct SparsePolls {
  /// Rounds between two polls.
  private static let rounds = 1024
  /// The largest step of an index.
  private static let mostStep = 1 << 20
  /// Beyond this an index is not added to.
  private static let largestIndex = 1 << 62

  private let graph: Graph
  private let loop: Loop
  private let blocks: BlockSet
  private let dominators: Dominators
  /// The header's parameter for the end of the stretch.
  private var stop: ValueID = -1

  static func run(_ graph: Graph) {
    var dominators = Dominators(graph)
    let loops = Loop.all(graph, dominators)
    for loop in loops {
      let blocks = loop.blocks(dominators)
      if loops.contains(where: { $0.header != loop.header && blocks.contains($0.header) }) {
        continue
      }
      var pass = SparsePolls(graph: graph, loop: loop, blocks: blocks, dominators: dominators)
      pass.run()
      dominators = Dominators(graph)
    }
    Simplification.removeUnused(graph)
  }

  private init(graph: Graph, loop: Loop, blocks: BlockSet, dominators: Dominators) {
    (self.graph, self.loop, self.blocks, self.dominators) = (graph, loop, blocks, dominators)
  }

  /// How rounds are counted.
  private enum Count: Equatable {
    /// By a parameter that goes down to 0.
    case down(ValueID)
    /// By one that grows by a constant, to a limit.
    case up(ValueID, limit: ValueID, step: Int)
  }

  /// A poll and the test beside it.
  private struct Site {
    /// Where the poll is, and the place of its guard.
    let polled: BlockID
    let position: Int
    /// Where the test is: the same block, or the one before.
    let tested: BlockID
    /// What is compared.
    let index: ValueID
    let count: Count
    let stays, leaves: Edge

    /// The block behind the test where the loop goes on.
    var next: BlockID { stays.target }
  }

  private mutating func run() {
    let bodies = blocks.flatMap { graph.blocks[$0].body }
    if !bodies.allSatisfy({ isQuick(graph.values[$0].operation) }) { return }
    let polls = blocks.sorted().filter { poll(in: $0) != nil }
    let sites = polls.compactMap { site($0) }
    guard let first = sites.first, sites.count == polls.count,
      sites.allSatisfy({ $0.count == first.count }),
      loop.latches.allSatisfy({ latch in sites.contains { covers($0, latch) } })
    else { return }
    stop = graph.addParameter(loop.header, .int)
    passStop(first.count)
    for site in sites { rewrite(site) }
  }

  /// Whether an operation takes about as long as its own instructions, whatever it is about.
  private func isQuick(_ operation: Operation) -> Bool {
    switch operation {
    case .quiet, .quietTruth, .moveSlice, .reverseItems, .item, .setItem, .nextPair, .isInstance,
      .plainTruth, .collect, .length, .comparesByIdentity, .mathFunction:
      return false
    default: return !operation.isOpaque
    }
  }

  // MARK: What there is

  /// The place of the guard of a poll.
  private func poll(in block: BlockID) -> Int? {
    graph.blocks[block].body.firstIndex {
      let i = graph.values[$0]
      return i.operation == .guardFalse && i.extra == 1
        && graph.values[i.operands[0]].operation == .loadAddress
    }
  }

  private func site(_ polled: BlockID) -> Site? {
    let position = poll(in: polled)!
    let body = graph.blocks[polled].body
    guard body.contains(graph.values[body[position]].operands[0]) else { return nil }
    switch graph.blocks[polled].terminator {
    case .branch(let condition, let stays, let leaves):
      // What comes behind the poll would come before it.
      let rest = body[(position + 1)...].map { graph.values[$0].operation }
      guard rest.allSatisfy({ !$0.hasEffect || $0.isGuard }) else { return nil }
      return site(polled, position, polled, condition, stays, leaves)
    case .jump(let edge):
      guard edge.target == loop.header, let tested = predecessor(of: polled),
        graph.blocks[polled].parameters.isEmpty,
        body.allSatisfy({ isFree($0, of: body[position]) }),
        case .branch(let condition, let stays, let leaves) = graph.blocks[tested].terminator,
        stays.target == polled
      else { return nil }
      return site(polled, position, tested, condition, stays, leaves)
    case .result, .leave, .open: return nil
    }
  }

  /// What may be computed a block earlier, beside the poll itself.
  private func isFree(_ value: ValueID, of guarded: ValueID) -> Bool {
    let i = graph.values[value]
    return value == guarded || !i.operation.hasEffect && i.state < 0
  }

  private func site(
    _ polled: BlockID, _ position: Int, _ tested: BlockID, _ condition: ValueID, _ stays: Edge,
    _ leaves: Edge
  ) -> Site? {
    guard blocks.contains(stays.target), !blocks.contains(leaves.target),
      stays.target == loop.header || predecessor(of: stays.target) == tested,
      let count = count(condition)
    else { return nil }
    return Site(
      polled: polled, position: position, tested: tested,
      index: graph.values[condition].operands[0], count: count, stays: stays, leaves: leaves)
  }

  /// The only block that leads to one, by one edge.
  private func predecessor(of block: BlockID) -> BlockID? {
    let all = graph.blocks.indices.flatMap { index in
      graph.blocks[index].terminator.edges.filter { $0.target == block }.map { _ in index }
    }
    return all.count == 1 ? all[0] : nil
  }

  /// Whether the end of a stretch gets from a site to a way back.
  private func covers(_ site: Site, _ latch: BlockID) -> Bool {
    site.next == loop.header ? latch == site.tested : dominators.dominates(site.next, latch)
  }

  // MARK: Counting

  private func count(_ condition: ValueID) -> Count? {
    let i = graph.values[condition]
    guard i.operation == .intCompare, let comparison = Comparison(rawValue: i.number) else {
      return nil
    }
    let (index, limit) = (i.operands[0], i.operands[1])
    switch comparison {
    case .greater:
      return graph.isConstant(limit, 0) && changes(index, by: .wordSubtract) == 1
        ? .down(index) : nil
    case .less:
      if !isOutside(limit) { return nil }
      if let step = changes(index, by: .wordAdd) { return .up(index, limit: limit, step: step) }
      let next = graph.values[index]
      guard next.operation == .intAdd || next.operation == .wordAdd,
        loop.returns(of: next.operands[0], in: graph).allSatisfy({ $0 == index }),
        let step = step(next.operands[1]),
        graph.blocks[loop.header].parameters.contains(next.operands[0])
      else { return nil }
      return .up(next.operands[0], limit: limit, step: step)
    default: return nil
    }
  }

  /// By which constant a parameter of the header changes on all ways back.
  private func changes(_ parameter: ValueID, by operation: Operation) -> Int? {
    guard graph.blocks[loop.header].parameters.contains(parameter) else { return nil }
    let steps = loop.returns(of: parameter, in: graph).map { value -> Int? in
      let i = graph.values[value]
      return i.operation == operation && i.operands[0] == parameter ? step(i.operands[1]) : nil
    }
    return steps.allSatisfy { $0 == steps[0] } ? steps[0] : nil
  }

  private func step(_ value: ValueID) -> Int? {
    let i = graph.values[value]
    return i.operation == .intConstant && (1...SparsePolls.mostStep).contains(i.number)
      ? i.number : nil
  }

  private func isOutside(_ value: ValueID) -> Bool {
    graph.values[value].type.kinds == .int
      && !blocks.contains {
        graph.blocks[$0].body.contains(value) || graph.blocks[$0].parameters.contains(value)
      }
  }

  // MARK: What becomes of it

  /// The end of the stretch that begins with an index, computed at the end of a block.
  private func newStop(_ count: Count, from index: ValueID, in block: BlockID) -> ValueID {
    func constant(_ n: Int) -> ValueID {
      graph.append(Instruction(operation: .intConstant, number: n, type: .int), to: block)
    }
    func compute(_ operation: Operation, _ a: ValueID, _ b: ValueID) -> ValueID {
      graph.append(Instruction(operation: operation, operands: [a, b], type: .int), to: block)
    }
    switch count {
    case .down:
      let end = compute(.wordSubtract, index, constant(SparsePolls.rounds))
      return compute(.intMaximum, end, constant(0))
    case .up(_, let limit, let step):
      let first = compute(.intMinimum, index, constant(SparsePolls.largestIndex))
      let end = compute(.wordAdd, first, constant(SparsePolls.rounds * step))
      return compute(.intMinimum, end, limit)
    }
  }

  /// Gives the header's new parameter to all edges that lead there, but for those of the sites.
  private mutating func passStop(_ count: Count) {
    let parameter: ValueID
    switch count {
    case .down(let value): parameter = value
    case .up(let value, _, _): parameter = value
    }
    let position = graph.blocks[loop.header].parameters.firstIndex(of: parameter)!
    for index in graph.blocks.indices {
      let edges = graph.blocks[index].terminator.edges.filter { $0.target == loop.header }
      guard let edge = edges.first else { continue }
      let isBack = blocks.contains(index)
      let value = isBack ? stop : newStop(count, from: edge.arguments[position], in: index)
      graph.blocks[index].terminator = graph.blocks[index].terminator.mappingEdges {
        $0.target == loop.header ? Edge(target: $0.target, arguments: $0.arguments + [value]) : $0
      }
    }
  }

  private mutating func rewrite(_ site: Site) {
    let (check, again) = (graph.addBlock(), graph.addBlock())
    let body = graph.blocks[site.polled].body
    let guarded = body[site.position]
    let poll = graph.values[guarded].operands[0]
    graph.blocks[site.polled].body.removeAll { $0 == guarded || $0 == poll }
    if site.polled != site.tested {
      graph.blocks[site.tested].body += graph.blocks[site.polled].body
      graph.blocks[site.polled].body = []
    }
    // Where the test came first, what its end leads to has not been polled for.
    graph.blocks[site.polled == site.tested ? check : again].body += [poll, guarded]
    guard case .branch(let condition, let stays, let leaves) = graph.blocks[site.tested].terminator
    else { fatalError("a site has a test") }
    let test = graph.values[condition]
    let ends = graph.append(test, to: check)
    graph.blocks[check].terminator = .branch(ends, Edge(target: again, arguments: []), leaves)
    var sooner = test
    sooner.operands = [site.index, stop]
    let isInside = graph.append(sooner, to: site.tested)
    let next = newStop(site.count, from: site.index, in: again)
    var (usual, renewed) = (stays.arguments, stays.arguments)
    if site.next == loop.header {
      renewed[renewed.count - 1] = next
    } else {
      let parameter = graph.addParameter(site.next, .int)
      usual.append(stop)
      renewed.append(next)
      giveBack(parameter, behind: site.next)
    }
    graph.blocks[site.tested].terminator = .branch(
      isInside, Edge(target: site.next, arguments: usual), Edge(target: check, arguments: []))
    graph.blocks[again].terminator = .jump(Edge(target: site.next, arguments: renewed))
  }

  /// The ways back behind a block hand on its stop.
  private func giveBack(_ parameter: ValueID, behind block: BlockID) {
    for latch in loop.latches where dominators.dominates(block, latch) {
      graph.blocks[latch].terminator = graph.blocks[latch].terminator.mappingEdges { edge in
        edge.target == loop.header
          ? Edge(target: edge.target, arguments: edge.arguments.dropLast() + [parameter]) : edge
      }
    }
  }
}
