// Types of parameters, and what they make superfluous: guards whose operand is known to be what they ask,
// parameters that stand for one value, values that nobody uses.

struct Simplification {
  private let graph: Graph
  /// By value: the one that it is replaced by, or itself.
  private var replacement: [ValueID]
  private var hasReplaced = false

  static func run(_ graph: Graph) {
    var pass = Simplification(graph)
    let edges = pass.incoming()
    repeat {
      repeat {
        pass.dropTrivialParameters(edges)
        pass.inferTypes(edges)
      } while pass.dropGuards()
    } while pass.dropRefinedParameters(edges)
    pass.rewrite()
    removeUnused(graph)
  }

  /// Puts other values in the place of some: by value, the other one or itself.
  static func replace(_ values: [ValueID], in graph: Graph) {
    var pass = Simplification(graph)
    pass.replacement = values
    pass.hasReplaced = true
    pass.rewrite()
  }

  /// Puts other values in the place of some.
  static func replace(_ values: [ValueID: ValueID], in graph: Graph) {
    if values.isEmpty { return }
    var pass = Simplification(graph)
    for (value, other) in values { pass.replace(value, by: other) }
    pass.rewrite()
  }

  private init(_ graph: Graph) {
    self.graph = graph
    replacement = Array(0..<graph.values.count)
  }

  private mutating func replace(_ value: ValueID, by other: ValueID) {
    replacement[value] = other
    hasReplaced = true
  }

  private mutating func resolve(_ value: ValueID) -> ValueID {
    var v = replacement[value]
    if v == value { return v }
    while replacement[v] != v { v = replacement[v] }
    replacement[value] = v
    return v
  }

  /// By block, the edges that lead to it: they stay as they are until `rewrite`.
  private func incoming() -> Grouped<Edge> {
    var edges: [(group: BlockID, element: Edge)] = []
    edges.reserveCapacity(2 * graph.blocks.count)
    for block in graph.blocks {
      for edge in block.terminator.edges { edges.append((edge.target, edge)) }
    }
    return Grouped(edges, count: graph.blocks.count)
  }

  private mutating func dropTrivialParameters(_ edges: Grouped<Edge>) {
    var changed = true
    while changed {
      changed = false
      for (index, block) in graph.blocks.enumerated() {
        for (position, parameter) in block.parameters.enumerated()
        where replacement[parameter] == parameter {
          var only = -1
          var isTrivial = true
          var isRepeated = false
          for edge in edges[index] {
            let value = resolve(edge.arguments[position])
            if value == parameter || value == only { continue }
            if only >= 0 {
              if isSameConstant(value, only) {
                isRepeated = true
                continue
              }
              isTrivial = false
              break
            }
            only = value
          }
          if isTrivial, only >= 0 {
            // None of them may come by on every way.
            replace(parameter, by: isRepeated ? repeated(only) : only)
            changed = true
          }
        }
      }
    }
  }

  private func isSameConstant(_ a: ValueID, _ b: ValueID) -> Bool {
    let (a, b) = (graph.values[a], graph.values[b])
    return a.operation == .intConstant && b.operation == .intConstant && a.number == b.number
  }

  /// The constant once more, where everything comes by.
  private mutating func repeated(_ constant: ValueID) -> ValueID {
    let copy = graph.values.count
    graph.values.append(graph.values[constant])
    replacement.append(copy)
    graph.blocks[graph.entry].body.insert(copy, at: 0)
    return copy
  }

  /// The value that guards have refined to this one.
  private mutating func unrefined(_ value: ValueID) -> ValueID {
    var v = resolve(value)
    while true {
      switch graph.values[v].operation {
      case .guardInt, .guardFloat, .guardShape: v = resolve(graph.values[v].operands[0])
      default: return v
      }
    }
  }

  /// Parameters that stand for one value, about which more is known at the end of a round: what is known is
  /// found out anew, where it can be seen that it is about something that never changes.
  private mutating func dropRefinedParameters(_ edges: Grouped<Edge>) -> Bool {
    var found = false
    for (index, block) in graph.blocks.enumerated() {
      for (position, parameter) in block.parameters.enumerated()
      where replacement[parameter] == parameter {
        var only = -1
        var isOnly = true
        for edge in edges[index] {
          let argument = resolve(edge.arguments[position])
          if argument == only || unrefined(argument) == parameter { continue }
          isOnly = only < 0
          only = argument
          if !isOnly { break }
        }
        if isOnly, only >= 0 {
          replace(parameter, by: only)
          found = true
        }
      }
    }
    return found
  }

  /// The types of all parameters, from the assumption that they have none.
  private mutating func inferTypes(_ edges: Grouped<Edge>) {
    for block in graph.blocks {
      for parameter in block.parameters { graph.values[parameter].type = .nothing }
    }
    var changed = true
    while changed {
      changed = false
      for (index, block) in graph.blocks.enumerated() {
        for (position, parameter) in block.parameters.enumerated() {
          var type = graph.values[parameter].type
          for edge in edges[index] {
            type = type.joined(graph.values[resolve(edge.arguments[position])].type)
          }
          if type != graph.values[parameter].type {
            graph.values[parameter].type = type
            changed = true
          }
        }
      }
    }
  }

  /// True when there were some.
  private mutating func dropGuards() -> Bool {
    var found = false
    for index in graph.values.indices
    where graph.values[index].operation.isGuard && replacement[index] == index {
      let i = graph.values[index]
      guard let first = i.operands.first else { continue }
      let operand = resolve(first)
      let type = graph.values[operand].type
      let isSuperfluous: Bool
      switch i.operation {
      case .guardInt: isSuperfluous = type.kinds == .int
      case .guardFloat, .guardNumber, .guardExact: isSuperfluous = type.kinds == .float
      case .guardShape: isSuperfluous = type.shape != 0 && type.shape == UInt32(i.number)
      case .guardPresent:
        isSuperfluous = !type.kinds.isEmpty && (type.shape != 0 || !type.kinds.contains(.other))
      default: isSuperfluous = false
      }
      if isSuperfluous {
        replace(index, by: operand)
        found = true
      } else if i.operation == .guardNumber, type.kinds == .int {
        graph.values[index] = Instruction(operation: .intToFloat, operands: [first], type: .float)
        found = true
      }
    }
    return found
  }

  private mutating func rewrite() {
    if !hasReplaced { return }
    for index in graph.values.indices {
      for place in graph.values[index].operands.indices {
        let value = graph.values[index].operands[place]
        let other = resolve(value)
        if other != value { graph.values[index].operands[place] = other }
      }
    }
    for index in graph.states.indices { rewriteState(index) }
    for index in graph.blocks.indices {
      graph.blocks[index].body.removeAll { replacement[$0] != $0 }
      let terminator = graph.blocks[index].terminator
      if replacesAny(in: terminator) {
        graph.blocks[index].terminator = terminator.mapped { resolve($0) }
      }
    }
  }

  private mutating func rewriteState(_ index: Int) {
    for place in graph.states[index].registers.indices {
      let value = graph.states[index].registers[place].value
      let other = resolve(value)
      if other != value { graph.states[index].registers[place].value = other }
    }
    for place in graph.states[index].frames.indices {
      let frame = graph.states[index].frames[place]
      if replacement[frame.function] != frame.function {
        graph.states[index].frames[place].function = resolve(frame.function)
      }
      if let instance = frame.instance, replacement[instance] != instance {
        graph.states[index].frames[place].instance = resolve(instance)
      }
    }
  }

  private func replacesAny(in terminator: Terminator) -> Bool {
    switch terminator {
    case .branch(let condition, _, _) where replacement[condition] != condition: return true
    case .result(let value) where replacement[value] != value: return true
    default: break
    }
    return terminator.edges.contains { $0.arguments.contains { replacement[$0] != $0 } }
  }

  // MARK: Unused values

  static func removeUnused(_ graph: Graph) {
    var used = [Bool](repeating: false, count: graph.values.count)
    var seenStates = [Bool](repeating: false, count: graph.states.count)
    var work: [ValueID] = []
    func use(_ value: ValueID) {
      if !used[value] {
        used[value] = true
        work.append(value)
      }
    }
    func use(state: Int) {
      if state < 0 || seenStates[state] { return }
      seenStates[state] = true
      for (_, value) in graph.states[state].registers { use(value) }
      for frame in graph.states[state].frames {
        use(frame.function)
        if let instance = frame.instance { use(instance) }
      }
    }
    var given: [(group: ValueID, element: ValueID)] = []
    for block in graph.blocks {
      for edge in block.terminator.edges {
        let parameters = graph.blocks[edge.target].parameters
        for (parameter, argument) in zip(parameters, edge.arguments) {
          given.append((parameter, argument))
        }
      }
      for value in block.body where graph.values[value].operation.hasEffect { use(value) }
      switch block.terminator {
      case .branch(let condition, _, _): use(condition)
      case .result(let value): use(value)
      case .leave(let state): use(state: state)
      case .jump, .open: break
      }
    }
    for (_, state) in graph.loopEntries { use(state: state) }
    let origins = Grouped(given, count: graph.values.count)
    while let value = work.popLast() {
      for operand in graph.values[value].operands { use(operand) }
      use(state: graph.values[value].state)
      for argument in origins[value] { use(argument) }
    }
    keep(graph, used)
  }

  private static func keep(_ graph: Graph, _ used: [Bool]) {
    func isPruned(_ block: BlockID) -> Bool {
      graph.blocks[block].parameters.contains { !used[$0] }
    }
    func prune(_ edge: Edge) -> Edge {
      if !isPruned(edge.target) { return edge }
      let arguments = zip(edge.arguments, graph.blocks[edge.target].parameters)
        .filter { used[$1] }.map { $0.0 }
      return Edge(target: edge.target, arguments: arguments)
    }
    for index in graph.blocks.indices
    where graph.blocks[index].terminator.edges.contains(where: { isPruned($0.target) }) {
      graph.blocks[index].terminator = graph.blocks[index].terminator.mappingEdges(prune)
    }
    for index in graph.blocks.indices {
      graph.blocks[index].body.removeAll { !used[$0] }
      graph.blocks[index].parameters.removeAll { !used[$0] }
    }
  }
}
