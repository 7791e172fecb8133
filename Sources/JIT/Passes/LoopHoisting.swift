// Guards and loads of what a loop does not change are moved before the loop.
//
// LLVM moves what it can prove to be reached or harmless: hardly anything, as every guard is a way out of the
// loop, and a load behind a guard may not be harmless without it. Here it is known what the guards are for,
// and a guard may fail too early: the interpreter then runs the loop from its beginning. Only what every whole
// round comes by is moved. Where a moved guard has failed often, new code has it in the loop again.

struct LoopHoisting {
  private let graph: Graph
  /// Instructions of the interpreter whose guards stay.
  private let exceptions: Set<Int>
  /// Of the graph as it is now; nil where blocks have been added since.
  private var known: Dominators?
  /// By value; empty where values have been moved since.
  private var blockOf: [BlockID] = []

  /// - Parameter exceptions: addresses of instructions whose guards stay in their loops.
  static func run(_ graph: Graph, except exceptions: Set<Int> = []) {
    var pass = LoopHoisting(graph: graph, exceptions: exceptions)
    for loop in Loop.all(graph, pass.dominators()) { pass.hoist(loop) }
    graph.loopEntries = [:]
    Simplification.run(graph)
  }

  private init(graph: Graph, exceptions: Set<Int>) {
    self.graph = graph
    self.exceptions = exceptions
  }

  private mutating func dominators() -> Dominators {
    if let known { return known }
    let result = Dominators(graph)
    known = result
    return result
  }

  // MARK: One loop

  private mutating func hoist(_ loop: Loop) {
    if graph.loopEntries[loop.header] == nil { return }
    let blocks = loop.blocks(dominators())
    let made = keepParameters(loop, blocks)
    findBlocks()
    let entryState = graph.loopEntries[loop.header]!
    var candidates = HoistingCandidates(graph, loopBlocks: blocks, blockOf: blockOf, exceptions)
    for block in loop.everyRound(dominators()) {
      for value in graph.blocks[block].body { candidates.consider(value) }
    }
    for block in blocks {
      for value in graph.blocks[block].body { candidates.considerLoad(value) }
    }
    let moved = candidates.worthMoving
    if moved.isEmpty {
      return moveIndexGuards(loop, blocks) {
        let (before, arguments) = made ?? $0.makeBlock(before: loop, blocks)
        return (before, arguments, $0.copy(entryState, to: before, arguments))
      }
    }
    let (before, arguments) = made ?? makeBlock(before: loop, blocks)
    let state = copy(entryState, to: before, arguments)
    for value in moved {
      if graph.values[value].state >= 0 {
        graph.values[value].state = state
        graph.values[value].isHoisted = true
      }
    }
    let set = Set(moved)
    for block in blocks { graph.blocks[block].body.removeAll { set.contains($0) } }
    graph.blocks[before].body += candidates.withPresence(moved, state)
    Simplification.replace(candidates.duplicates, in: graph)
    blockOf = []
    moveIndexGuards(loop, blocks) { _ in (before, arguments, state) }
  }

  /// Parameters that have the same value all through the loop, whatever is found out about it, become those of a
  /// block before the loop.
  private mutating func keepParameters(_ loop: Loop, _ blocks: BlockSet) -> (
    BlockID, [ValueID: ValueID]
  )? {
    let parameters = graph.blocks[loop.header].parameters
    let kept = parameters.indices.filter { position in
      loop.latches.allSatisfy { latch in
        graph.blocks[latch].terminator.edges.allSatisfy {
          $0.target != loop.header || unrefined($0.arguments[position]) == parameters[position]
        }
      }
    }
    if kept.isEmpty { return nil }
    let made = makeBlock(before: loop, blocks)
    let pairs = kept.map { (parameters[$0], made.1[parameters[$0]]!) }
    Simplification.replace(Dictionary(uniqueKeysWithValues: pairs), in: graph)
    return made
  }

  /// The value that guards have found something out about.
  private func unrefined(_ value: ValueID) -> ValueID {
    let i = graph.values[value]
    switch i.operation {
    case .guardInt, .guardFloat, .guardShape: return unrefined(i.operands[0])
    default: return value
    }
  }

  /// Those that ask for the index of each round.
  private mutating func moveIndexGuards(
    _ loop: Loop, _ blocks: BlockSet,
    _ before: (inout LoopHoisting) -> (BlockID, [ValueID: ValueID], state: Int)
  ) {
    if !hasIndexGuards(blocks) { return }
    findBlocks()
    let induction = InductionBounds(graph, loop, blocks, blockOf, dominators())
    for block in blocks {
      for value in graph.blocks[block].body
      where graph.values[value].operation == .guardIndex
        && induction.isNeverNegative(graph.values[value].operands[1], in: block)
      {
        graph.values[value].operation = .guardBelow
      }
    }
    let everyRound = loop.everyRound(dominators())
    let guards = IndexGuards(graph, induction, everyRound: everyRound, exceptions)
    if guards.isEmpty { return }
    let (block, arguments, state) = before(&self)
    let checked = guards.move(to: block, arguments, state: state)
    ItemForwarding(graph, loop, blocks, induction, everyRound: everyRound)
      .run(in: block, arguments, state: state, checked: checked)
    blockOf = []
  }

  private func hasIndexGuards(_ blocks: BlockSet) -> Bool {
    blocks.contains { block in
      graph.blocks[block].body.contains {
        let operation = graph.values[$0].operation
        return operation == .guardIndex || operation == .guardBelow
      }
    }
  }

  private mutating func findBlocks() {
    if blockOf.count == graph.values.count { return }
    blockOf = [BlockID](repeating: -1, count: graph.values.count)
    for (index, block) in graph.blocks.enumerated() {
      for value in block.parameters { blockOf[value] = index }
      for value in block.body { blockOf[value] = index }
    }
  }

  /// A block that all ways into the loop lead through, and what the header's parameters are there.
  private mutating func makeBlock(before loop: Loop, _ blocks: BlockSet) -> (
    BlockID, [ValueID: ValueID]
  ) {
    let header = loop.header
    let parameters = graph.blocks[header].parameters
    known = nil
    blockOf = []
    let before = graph.addBlock()
    let own = parameters.map { graph.addParameter(before, graph.values[$0].type) }
    func redirected(_ edge: Edge) -> Edge {
      edge.target == header ? Edge(target: before, arguments: edge.arguments) : edge
    }
    for index in graph.blocks.indices where !blocks.contains(index) && index != before {
      switch graph.blocks[index].terminator {
      case .jump(let edge): graph.blocks[index].terminator = .jump(redirected(edge))
      case .branch(let condition, let yes, let no):
        graph.blocks[index].terminator = .branch(condition, redirected(yes), redirected(no))
      case .result, .leave, .open: break
      }
    }
    graph.blocks[before].terminator = .jump(Edge(target: header, arguments: own))
    return (before, Dictionary(uniqueKeysWithValues: zip(parameters, own)))
  }

  /// The frame state at the loop's beginning, as it is before the loop.
  private func copy(_ state: Int, to block: BlockID, _ arguments: [ValueID: ValueID]) -> Int {
    // What is made of parameters is made of what they are before the loop.
    var copies = arguments
    func here(_ value: ValueID) -> ValueID {
      if let copy = copies[value] { return copy }
      if !graph.values[value].operation.isVirtual { return value }
      var virtual = graph.values[value]
      virtual.operands = virtual.operands.mapped(here)
      copies[value] = graph.append(virtual, to: block)
      return copies[value]!
    }
    var copy = graph.states[state]
    for index in copy.registers.indices {
      copy.registers[index].value = here(copy.registers[index].value)
    }
    for index in copy.frames.indices {
      copy.frames[index].function = here(copy.frames[index].function)
      copy.frames[index].instance = copy.frames[index].instance.map(here)
    }
    graph.states.append(copy)
    return graph.states.count - 1
  }
}
