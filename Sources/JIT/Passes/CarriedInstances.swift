// Instances that loops carry around for exits alone.
//
// A variable that a loop assigns is a parameter of the loop though nobody reads it before it is assigned again: what a
// frame shows is right whoever looks. Where that is an instance that need not exist otherwise, its values are
// carried instead; on ways on which the parameter is something else, as on entry, that is carried beside them.

import TaipanRuntime

struct CarriedInstances {
  private typealias Uses = ScalarReplacement.Uses
  private typealias Version = ScalarReplacement.Version

  private let parameter: ValueID
  private let block: BlockID
  private let position: Int
  private let shape: Int
  private let slots: [Int]
  /// For what is no instance: a value as each slot's is held.
  private let fillers: [ValueType.Representation]

  /// Those of some parameters whose instances are alike wherever they are passed on. The instances of others are taken
  /// out of `found`.
  static func select(
    _ parameters: Set<ValueID>, _ found: inout [ValueID: ScalarReplacement.Uses], in graph: Graph
  ) -> [CarriedInstances] {
    var result: [CarriedInstances] = []
    for (block, body) in graph.blocks.enumerated() {
      for (position, parameter) in body.parameters.enumerated() where parameters.contains(parameter)
      {
        var layouts: [Version] = []
        var instances: Set<ValueID> = []
        graph.forEachEdge(to: block) { origin, edge in
          let argument = edge.arguments[position]
          guard let uses = found[argument] else { return }
          instances.insert(argument)
          layouts.append(uses.versions[uses.edges[origin]!])
        }
        guard let first = layouts.first else { continue }
        let slots = first.slots.keys.sorted()
        if layouts.allSatisfy({ $0.shape == first.shape && $0.slots.keys.sorted() == slots }) {
          let fillers = slots.map { graph.values[first.slots[$0]!].type.representation }
          result.append(
            CarriedInstances(
              parameter: parameter, block: block, position: position, shape: first.shape,
              slots: slots, fillers: fillers))
        } else {
          for instance in instances { found[instance] = nil }
        }
      }
    }
    return result
  }

  /// Carries the slots of the instances `found`, and makes the object of them where it is wanted.
  func replace(_ found: [ValueID: ScalarReplacement.Uses], in graph: Graph) {
    let marker = graph.insertAtEntry(
      Instruction(
        operation: .constant, number: Self.marker,
        type: ValueType(kinds: .other)))
    let others = fillers.map { graph.insertAtEntry(filler($0)) }
    let fields = slots.map { _ in graph.addParameter(block, .any) }
    for origin in graph.blocks.indices {
      let terminator = graph.blocks[origin].terminator
      if !terminator.edges.contains(where: { $0.target == block }) { continue }
      graph.blocks[origin].terminator = terminator.mappingEdges { edge in
        if edge.target != block { return edge }
        var arguments = edge.arguments
        let argument = arguments[position]
        if argument == parameter {
          arguments += fields
        } else if let uses = found[argument] {
          let version = uses.versions[uses.edges[origin]!]
          arguments[position] = marker
          arguments += slots.map { version.slots[$0]! }
        } else {
          arguments += others
        }
        return Edge(target: block, arguments: arguments)
      }
    }
    let instance = graph.insert(
      Instruction(
        operation: .virtualInstance, operands: ValueList(fields), number: shape,
        extra: slots.reduce(0) { $0 | 1 << $1 }, type: ValueType(kinds: .other)), into: block, at: 0
    )
    let either = graph.insert(
      Instruction(operation: .virtualEither, operands: [parameter, instance], type: .any),
      into: block, at: 1)
    for state in graph.states.indices {
      for index in graph.states[state].registers.indices
      where graph.states[state].registers[index].value == parameter {
        graph.states[state].registers[index].value = either
      }
    }
  }

  /// What the parameter is where its fields count.
  static let marker = Int(bitPattern: UInt(Value.exhausted.bits))

  private func filler(_ representation: ValueType.Representation) -> Instruction {
    switch representation {
    case .int: return Instruction(operation: .intConstant, type: .int)
    case .float: return Instruction(operation: .floatConstant, type: .float)
    case .bool: return Instruction(operation: .boolConstant, type: .bool)
    case .word: return Instruction(operation: .constant, type: .any)
    }
  }
}

extension Graph {
  /// Parameters that nothing wants but exits, and they themselves on the next way.
  var parametersOfExits: Set<ValueID> {
    var result: Set<ValueID> = []
    for block in blocks { result.formUnion(block.parameters) }
    forEachWantedValue { result.remove($0) }
    forEachArgument { parameter, argument in
      if parameter != argument { result.remove(argument) }
    }
    return result
  }

  fileprivate func forEachEdge(to block: BlockID, _ body: (_ origin: BlockID, Edge) -> Void) {
    for origin in blocks.indices {
      for edge in blocks[origin].terminator.edges where edge.target == block { body(origin, edge) }
    }
  }

  fileprivate func insertAtEntry(_ instruction: Instruction) -> ValueID {
    insert(instruction, into: entry, at: 0)
  }

  func insert(_ instruction: Instruction, into block: BlockID, at place: Int) -> ValueID {
    values.append(instruction)
    blocks[block].body.insert(values.count - 1, at: place)
    return values.count - 1
  }
}
