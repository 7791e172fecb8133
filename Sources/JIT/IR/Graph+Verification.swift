// Checks that a graph is one that the emitter can take: what passes must keep.
//
// - Every block ends; edges lead to blocks, not to the entry, with an argument for each parameter.
// - A value is defined once, by a block's parameters or body, and its definition comes before every use on
//   every way: that of operands, of edges, and of frame states where they are used.
// - What may leave has a frame state.
// - Operands can be had as the operation wants them. Everything can be a word; an int, float or bool in its
//   own form only what is known to be one.
//
// Blocks that are never reached need only be well formed.

extension Graph {
  /// What is wrong, a sentence each; empty for a graph that is right.
  var problems: [String] {
    var verifier = Verifier(self)
    verifier.run()
    return verifier.problems
  }
}

private struct Verifier {
  let graph: Graph
  var problems: [String] = []
  private let dominators: Dominators
  /// By value: the block that defines it, and where: 0 for parameters, then the body; -1 where no block does.
  private var blockOf: [BlockID]
  private var positionOf: [Int]

  init(_ graph: Graph) {
    self.graph = graph
    dominators = Dominators(graph)
    blockOf = [BlockID](repeating: -1, count: graph.values.count)
    positionOf = blockOf
  }

  mutating func run() {
    findDefinitions()
    for index in graph.blocks.indices {
      checkEnd(index)
      for (position, value) in graph.blocks[index].body.enumerated()
      where graph.values.indices.contains(value) {
        check(value, Place(block: index, position: position + 1, name: "v\(value)"))
      }
    }
  }

  /// Where values are used.
  private struct Place {
    let block: BlockID
    let position: Int
    let name: String
  }

  // MARK: Definitions

  private mutating func findDefinitions() {
    for (index, block) in graph.blocks.enumerated() {
      for parameter in block.parameters {
        define(parameter, index, 0)
        if graph.values.indices.contains(parameter), !graph.isParameter(parameter) {
          problems.append("v\(parameter) is a parameter of b\(index) and an operation")
        }
      }
      for (position, value) in block.body.enumerated() {
        define(value, index, position + 1)
        if graph.values.indices.contains(value), graph.isParameter(value) {
          problems.append("v\(value) is a parameter in the body of b\(index)")
        }
      }
    }
  }

  private mutating func define(_ value: ValueID, _ block: BlockID, _ position: Int) {
    guard graph.values.indices.contains(value) else {
      problems.append("b\(block) defines v\(value), which does not exist")
      return
    }
    if blockOf[value] >= 0 {
      problems.append("v\(value) is defined in b\(blockOf[value]) and in b\(block)")
      return
    }
    blockOf[value] = block
    positionOf[value] = position
  }

  /// False when the value is none that could be looked at.
  @discardableResult
  private mutating func use(_ value: ValueID, _ place: Place) -> Bool {
    guard graph.values.indices.contains(value), blockOf[value] >= 0 else {
      problems.append("\(place.name) uses v\(value), which is not defined")
      return false
    }
    if dominators.isReached(place.block) {
      let comesBefore =
        blockOf[value] == place.block
        ? positionOf[value] < place.position
        : dominators.dominates(blockOf[value], place.block)
      if !comesBefore {
        problems.append("\(place.name) uses v\(value), whose definition does not come before it")
      }
    }
    if case .none = graph.values[value].operation.form.result {
      problems.append("\(place.name) uses v\(value), which has no value")
      return false
    }
    return true
  }

  private mutating func use(_ value: ValueID, as wanted: Operation.Held, _ place: Place) {
    if !use(value, place) || wanted == .word { return }
    let type = graph.values[value].type
    if type.representation != wanted {
      problems.append("\(place.name) wants v\(value) as \(wanted), it is \(type)")
    }
  }

  // MARK: Instructions

  private mutating func check(_ value: ValueID, _ place: Place) {
    let i = graph.values[value]
    if graph.isParameter(value) { return }
    let form = i.operation.form
    let hasRightCount =
      form.takesMore
      ? i.operands.count >= form.operands.count : i.operands.count == form.operands.count
    if hasRightCount {
      let wanted =
        form.operands + Array(repeating: .word, count: i.operands.count - form.operands.count)
      for (operand, held) in zip(i.operands, wanted) { use(operand, as: held, place) }
    } else {
      problems.append(
        "\(place.name): \(i.operation) takes \(form.operands.count) operands, not \(i.operands.count)"
      )
    }
    checkResult(i, form.result, place)
    if case .comparison = form.number { check(comparison: i.number, place) }
    if case .comparison = form.third { check(comparison: i.comparison, place) }
    if case .helper = form.third, Helper(rawValue: i.comparison) == nil {
      problems.append("\(place.name): there is no helper \(i.comparison)")
    }
    if i.state >= 0 {
      use(state: i.state, place)
    } else if form.needsState {
      problems.append("\(place.name): \(i.operation) has no frame state")
    }
  }

  private mutating func check(comparison: Int, _ place: Place) {
    if Comparison(rawValue: comparison) == nil {
      problems.append("\(place.name): there is no comparison \(comparison)")
    }
  }

  private mutating func checkResult(
    _ i: Instruction, _ result: Operation.Form.Result, _ place: Place
  ) {
    let held = i.type.representation
    switch result {
    case .none: return
    case .held(let wanted): if held == wanted { return }
    case .wordOrBool: if held == .word || held == .bool { return }
    case .number: if held == .int || held == .float { return }
    }
    problems.append("\(place.name): the result of \(i.operation) is never \(i.type)")
  }

  private mutating func use(state index: Int, _ place: Place) {
    guard graph.states.indices.contains(index) else {
      problems.append("\(place.name) has the frame state s\(index), which does not exist")
      return
    }
    let state = graph.states[index]
    if state.frames.isEmpty { problems.append("s\(index), of \(place.name), has no frame") }
    let there = Place(
      block: place.block, position: place.position, name: "s\(index), of \(place.name),")
    for (_, value) in state.registers { use(value, there) }
    for frame in state.frames {
      use(frame.function, there)
      if let instance = frame.instance { use(instance, there) }
    }
  }

  // MARK: Ends of blocks

  private mutating func checkEnd(_ index: BlockID) {
    let block = graph.blocks[index]
    let end = Place(block: index, position: block.body.count + 1, name: "the end of b\(index)")
    switch block.terminator {
    case .open: problems.append("b\(index) has no end")
    case .jump: break
    case .branch(let condition, _, _): use(condition, as: .bool, end)
    case .result(let value): use(value, end)
    case .leave(let state): use(state: state, end)
    }
    for edge in block.terminator.edges { check(edge, end) }
  }

  private mutating func check(_ edge: Edge, _ end: Place) {
    guard graph.blocks.indices.contains(edge.target) else {
      problems.append("\(end.name) leads to b\(edge.target), which does not exist")
      return
    }
    if edge.target == graph.entry { problems.append("\(end.name) leads to the entry") }
    let parameters = graph.blocks[edge.target].parameters
    if parameters.count != edge.arguments.count {
      problems.append(
        "\(end.name) gives b\(edge.target) \(edge.arguments.count) arguments for "
          + "\(parameters.count) parameters")
    }
    for (parameter, argument) in zip(parameters, edge.arguments)
    where graph.values.indices.contains(parameter) {
      use(argument, as: graph.values[parameter].type.representation, end)
    }
  }
}
