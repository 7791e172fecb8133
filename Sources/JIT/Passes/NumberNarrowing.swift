// Arithmetic of what has been ints and floats mixed, where it is known by now which of them an operand is: a sum
// with a float is a float, whatever the other operand is.

struct NumberNarrowing {
  private let graph: Graph

  /// Whether there was such arithmetic: then more is known of what is computed from it.
  static func run(_ graph: Graph) -> Bool {
    if !graph.values.contains(where: { $0.operation == .numberArithmetic }) { return false }
    let pass = NumberNarrowing(graph: graph)
    var found = false
    // What an operation is computed from comes first.
    for block in Dominators.order(of: graph) where pass.narrow(block) { found = true }
    return found
  }

  private func narrow(_ block: BlockID) -> Bool {
    var found = false
    var place = 0
    while place < graph.blocks[block].body.count {
      let value = graph.blocks[block].body[place]
      let i = graph.values[value]
      if i.operation == .numberArithmetic {
        let kinds = i.operands.map { graph.values[$0].type.kinds }
        if kinds.contains(.float) {
          var operands: [ValueID] = []
          for operand in i.operands {
            operands.append(number(operand, for: i, in: block, &place))
          }
          let floats: [Operation] = [.floatAdd, .floatSubtract, .floatMultiply]
          graph.values[value] = Instruction(
            operation: floats[i.extra], operands: ValueList(operands), type: .float, place: i.place)
          found = true
        } else if kinds.allSatisfy({ $0 == .int }) {
          let ints: [Operation] = [.intAdd, .intSubtract, .intMultiply]
          graph.values[value] = Instruction(
            operation: ints[i.extra], operands: i.operands, type: .int, state: i.state,
            place: i.place)
          found = true
        }
      }
      place += 1
    }
    return found
  }

  /// The operand as a float, found out before the instruction.
  private func number(
    _ operand: ValueID, for i: Instruction, in block: BlockID, _ place: inout Int
  ) -> ValueID {
    switch graph.values[operand].type.kinds {
    case .float: return operand
    case .int:
      place += 1
      return graph.insert(
        Instruction(operation: .intToFloat, operands: [operand], type: .float, place: i.place),
        into: block, at: place - 1)
    default:
      place += 1
      return graph.insert(
        Instruction(
          operation: .guardNumber, operands: [operand], type: .float, state: i.state,
          place: i.place), into: block, at: place - 1)
    }
  }
}
