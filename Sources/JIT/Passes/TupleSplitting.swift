// Tuples that are only unpacked need not exist: loops over `enumerate`, `zip` or a dict's items make one for each
// round. What stands for such a tuple is replaced by its items; where the interpreter goes on before they are
// taken, it is made from them (`Exits`).

struct TupleSplitting {
  private let graph: Graph
  private var replacement: [ValueID: ValueID] = [:]
  /// By value: whether all its uses can do without the object.
  private var isSplittable: [Bool]

  /// Whether there was something to split: then types are to be found again.
  static func run(_ graph: Graph) -> Bool {
    var pass = TupleSplitting(graph)
    return pass.run()
  }

  private init(_ graph: Graph) {
    self.graph = graph
    isSplittable = [Bool](repeating: false, count: graph.values.count)
  }

  private mutating func run() -> Bool {
    let shape = graph.values.lazy.filter { $0.operation == .newTuple }.first?.type.shape
    guard let shape, shape != 0 else { return false }
    for (index, i) in graph.values.enumerated() {
      isSplittable[index] = i.type.shape == shape
    }
    excludeUses()
    let edges = incoming()
    for block in graph.blocks.indices {
      for parameter in graph.blocks[block].parameters where isSplittable[parameter] {
        split(parameter, of: block, edges[block])
      }
    }
    if replacement.isEmpty { return false }
    Simplification.replace(replacement, in: graph)
    return true
  }

  /// By block: the blocks that lead there.
  private func incoming() -> [[BlockID]] {
    var result = [[BlockID]](repeating: [], count: graph.blocks.count)
    for (index, block) in graph.blocks.enumerated() {
      for edge in block.terminator.edges { result[edge.target].append(index) }
    }
    return result
  }

  // MARK: Uses

  private static let count = 8
  private static let sizes = 2...3

  private mutating func excludeUses() {
    for block in graph.blocks {
      for value in block.body {
        let i = graph.values[value]
        // A handler finds its operands in the frame.
        if i.operation.isOpaque || i.operation == .requireNone, i.state >= 0 {
          for (_, value) in graph.states[i.state].registers { isSplittable[value] = false }
        }
        switch i.operation {
        case .tupleItem where index(i) != nil, .loadWord where i.number == TupleSplitting.count:
          break
        default: for operand in i.operands { isSplittable[operand] = false }
        }
      }
      switch block.terminator {
      case .branch(let condition, _, _): isSplittable[condition] = false
      case .result(let value): isSplittable[value] = false
      case .jump, .leave, .open: break
      }
      for edge in block.terminator.edges {
        // What is given on may only be a tuple just made.
        for argument in edge.arguments where graph.values[argument].operation != .newTuple {
          isSplittable[argument] = false
        }
      }
    }
    for state in graph.states {
      for frame in state.frames {
        isSplittable[frame.function] = false
        if let instance = frame.instance { isSplittable[instance] = false }
      }
    }
  }

  /// The constant index of an item.
  private func index(_ i: Instruction) -> Int? {
    let index = graph.values[i.operands[1]]
    return index.operation == .intConstant && index.number >= 0 ? index.number : nil
  }

  // MARK: Parameters

  private mutating func split(_ parameter: ValueID, of block: BlockID, _ origins: [BlockID]) {
    let position = graph.blocks[block].parameters.firstIndex(of: parameter)!
    var size = 0
    for origin in origins {
      for edge in graph.blocks[origin].terminator.edges where edge.target == block {
        let made = graph.values[edge.arguments[position]]
        guard made.operation == .newTuple, TupleSplitting.sizes.contains(made.operands.count),
          size == 0 || size == made.operands.count
        else { return }
        size = made.operands.count
      }
    }
    guard size > 0, itemsAreWithin(size, of: parameter) else { return }
    graph.blocks[block].parameters.remove(at: position)
    let items = (0..<size).map { _ in graph.addParameter(block, .any) }
    for origin in Set(origins) {
      graph.blocks[origin].terminator = graph.blocks[origin].terminator.mappingEdges { edge in
        if edge.target != block { return edge }
        var arguments = edge.arguments
        let made = arguments.remove(at: position)
        return Edge(target: block, arguments: arguments + graph.values[made].operands)
      }
    }
    replaceUses(of: parameter, by: items, in: block)
  }

  private func itemsAreWithin(_ size: Int, of tuple: ValueID) -> Bool {
    graph.values.allSatisfy {
      $0.operation != .tupleItem || $0.operands[0] != tuple || (index($0) ?? size) < size
    }
  }

  private mutating func replaceUses(of tuple: ValueID, by items: [ValueID], in block: BlockID) {
    let count = insert(
      Instruction(operation: .intConstant, number: items.count, type: .int), into: block)
    let virtual = insert(
      Instruction(operation: .virtualTuple, operands: ValueList(items), type: .any), into: block)
    for (value, i) in graph.values.enumerated() where i.operands.first == tuple {
      if i.operation == .tupleItem { replacement[value] = items[index(i)!] }
      if i.operation == .loadWord { replacement[value] = count }
    }
    replacement[tuple] = virtual
  }

  private func insert(_ instruction: Instruction, into block: BlockID) -> ValueID {
    graph.values.append(instruction)
    graph.blocks[block].body.insert(graph.values.count - 1, at: 0)
    return graph.values.count - 1
  }
}
