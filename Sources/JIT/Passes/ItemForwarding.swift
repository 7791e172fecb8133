// Items of a list that the round before has stored are not read again.
//
// Reading one back costs more than the memory: the number has to be tagged, stored, loaded and untagged, one after
// the other, and the next round waits for it. Where a loop reads at `i - 1` what it stored at `i`, the number is
// carried in a parameter. The list's other items stay as they are: there is one store in the loop, and
// nothing else that may write items. Only arithmetic may want the number, as it has no identity.

struct ItemForwarding {
  private let graph: Graph
  private let loop: Loop
  private let blocks: BlockSet
  private let induction: InductionBounds
  private let everyRound: [BlockID]

  /// A load and its guard, replaced by what was stored a round ago.
  private struct Match {
    let load: ValueID
    let guarded: ValueID
    let store: Instruction
    /// What is loaded lies that much behind the parameter.
    let parameter: ValueID
    let offset: Int
  }

  init(
    _ graph: Graph, _ loop: Loop, _ blocks: BlockSet, _ induction: InductionBounds,
    everyRound: [BlockID]
  ) {
    self.graph = graph
    self.loop = loop
    self.blocks = blocks
    self.induction = induction
    self.everyRound = everyRound
  }

  /// - Parameter checked: the indices that are known to be good in each round, and the counts that they are
  ///   below.
  func run(
    in before: BlockID, _ arguments: [ValueID: ValueID], state: Int, checked: [ValueID: ValueID]
  ) {
    guard let store = onlyStore, let match = match(store, checked) else { return }
    let i = graph.values[match.load]
    let (load, guarded) = (i, graph.values[match.guarded])
    let offset = graph.append(
      Instruction(operation: .intConstant, number: match.offset, type: .int), to: before)
    let index = graph.append(
      Instruction(
        operation: .wordAdd, operands: [arguments[match.parameter]!, offset], type: .int),
      to: before)
    // There may be no round at all.
    let good = graph.append(
      Instruction(
        operation: .guardBelow, operands: [checked[load.operands[1]]!, index], type: .int,
        state: state, place: guarded.place, isHoisted: true),
      to: before)
    var first = load
    first.operands[1] = good
    var check = guarded
    check.operands = [graph.append(first, to: before)]
    (check.state, check.isHoisted) = (state, true)
    let initial = graph.append(check, to: before)
    let carried = graph.addParameter(loop.header, .float)
    for block in graph.blocks.indices {
      graph.blocks[block].terminator = graph.blocks[block].terminator.mappingEdges { edge in
        if edge.target != loop.header { return edge }
        let value = blocks.contains(block) ? store.operands[3] : initial
        return Edge(target: edge.target, arguments: edge.arguments + [value])
      }
    }
    for block in blocks {
      graph.blocks[block].body.removeAll { $0 == match.load || $0 == match.guarded }
    }
    Simplification.replace([match.guarded: carried], in: graph)
  }

  /// The store of a float that every round comes by, where nothing else writes items.
  private var onlyStore: Instruction? {
    var result: Instruction?
    for block in blocks {
      for value in graph.blocks[block].body {
        let i = graph.values[value]
        switch i.operation {
        case .storeListItem:
          guard result == nil, everyRound.contains(block),
            graph.values[i.operands[3]].type.representation == .float,
            graph.values[i.operands[3]].operation != .guardFloat
          else { return nil }
          result = i
        case .append, .moveSlice, .reverseItems, .setItem, .nextPair, .collect: return nil
        default: if i.operation.isOpaque { return nil }
        }
      }
    }
    return result
  }

  private func match(_ store: Instruction, _ checked: [ValueID: ValueID]) -> Match? {
    let (items, stored) = (store.operands[1], store.operands[2])
    guard !induction.isInLoop(items), checked[stored] != nil,
      let (parameter, k) = induction.offset(of: stored), let step = induction.stepOfItem(parameter),
      step != 0
    else { return nil }
    for block in everyRound {
      for value in graph.blocks[block].body {
        let i = graph.values[value]
        guard i.operation == .listItem, i.operands[0] == items,
          checked[i.operands[1]] == checked[stored],
          let (other, offset) = induction.offset(of: i.operands[1]), other == parameter,
          offset == k - step, let guarded = onlyUse(of: value)
        else { continue }
        return Match(
          load: value, guarded: guarded, store: store, parameter: parameter, offset: offset)
      }
    }
    return nil
  }

  /// The guard that alone wants a loaded value, where arithmetic alone wants the guard's.
  private func onlyUse(of load: ValueID) -> ValueID? {
    let users = self.users(of: load)
    guard users.count == 1, let guarded = users.first,
      graph.values[guarded].operation == .guardFloat,
      everyRound.contains(where: { graph.blocks[$0].body.contains(guarded) }),
      !isSeen(load), !isSeen(guarded),
      self.users(of: guarded).allSatisfy({ isArithmetic(graph.values[$0].operation) })
    else { return nil }
    return guarded
  }

  private func users(of value: ValueID) -> [ValueID] {
    graph.blocks.flatMap(\.body).filter { graph.values[$0].operands.contains(value) }
  }

  /// Whether a frame state, a parameter or a result is the value.
  private func isSeen(_ value: ValueID) -> Bool {
    graph.states.contains { state in
      state.registers.contains { $0.value == value }
        || state.frames.contains { $0.function == value || $0.instance == value }
    }
      || graph.blocks.contains { block in
        if case .result(value) = block.terminator { return true }
        return block.terminator.edges.contains { $0.arguments.contains(value) }
      }
  }

  private func isArithmetic(_ operation: Operation) -> Bool {
    switch operation {
    case .floatAdd, .floatSubtract, .floatMultiply, .floatDivide, .floatNegate, .floatCompare:
      return true
    default: return false
    }
  }
}
