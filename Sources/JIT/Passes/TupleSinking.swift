// Tuples and ranges that are made only for frames that are left: they are made there.
//
// A key that an inlined `__getitem__` has taken apart, or the pair of an `enumerate`, stays in a register
// that only an exit wants; so does the range that a loop begins with. Who sees the object then cannot tell when
// it was made. What a frame state of an operation holds that runs Python is stored on the usual way: objects in
// it are made as before.

enum TupleSinking {
  static func run(_ graph: Graph) {
    if !graph.values.contains(where: { $0.operation.sunk != nil }) { return }
    var isWanted = [Bool](repeating: false, count: graph.values.count)
    func want(state: Int) {
      for (_, value) in graph.states[state].registers { isWanted[value] = true }
    }
    for block in graph.blocks {
      for value in block.body {
        for operand in graph.values[value].operands { isWanted[operand] = true }
        let state = graph.values[value].state
        if state >= 0, graph.values[value].operation.storesState { want(state: state) }
      }
      for edge in block.terminator.edges {
        for argument in edge.arguments { isWanted[argument] = true }
      }
      if case .result(let value) = block.terminator { isWanted[value] = true }
    }
    for state in graph.states {
      for frame in state.frames {
        isWanted[frame.function] = true
        if let instance = frame.instance { isWanted[instance] = true }
      }
    }
    for index in graph.values.indices where !isWanted[index] {
      if let sunk = graph.values[index].operation.sunk { graph.values[index].operation = sunk }
    }
  }
}

extension Operation {
  /// What makes the same object where code is left.
  fileprivate var sunk: Operation? {
    switch self {
    case .newTuple: .virtualTuple
    case .newRange: .virtualRange
    default: nil
    }
  }
}
