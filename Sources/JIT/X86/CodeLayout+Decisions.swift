// Where ways meet in a block that only asks which of them it was, each of them asks for itself, or knows.

extension CodeLayout {
  /// Jumps to such blocks become what these would do, and the ways to their phis go.
  func decideEarlier() {
    var decisions: [Int: LowInstruction] = [:]
    for way in code.incoming {
      let phi = Int(way.phi.index)
      if instructions[phi].type == .bit, decisions[phi] == nil, let branch = decision(of: phi) {
        decisions[phi] = branch
      }
    }
    if decisions.isEmpty { return }
    keepReadElsewhere(&decisions)
    for (index, way) in code.incoming.enumerated() {
      guard var branch = decisions[Int(way.phi.index)] else { continue }
      let end = Int(code.blocks[Int(way.block.index)].last)
      guard end >= 0, instructions[end].operation == .jump,
        code.blocks[Int(instructions[end].a)].first == way.phi.index
      else { continue }
      let value = instructions[Int(way.value.index)]
      if value.operation == .constant {
        instructions[end].a = value.number != 0 ? branch.b : branch.c
      } else {
        branch.a = way.value.index
        branch.next = instructions[end].next
        instructions[end] = branch
      }
      decided.insert(index)
    }
  }

  /// The branch of a block that has nothing else but a phi, where it leads to blocks without; as one of the phi.
  private func decision(of phi: Int) -> LowInstruction? {
    var next = Int(instructions[phi].next)
    if next < 0 { return nil }
    var condition = phi
    if instructions[next].operation == .bitNot, Int(instructions[next].a) == phi {
      condition = next
      next = Int(instructions[next].next)
      if next < 0 { return nil }
    }
    var branch = instructions[next]
    guard branch.operation == .branch, Int(branch.a) == condition, !beginsWithPhi(branch.b),
      !beginsWithPhi(branch.c)
    else { return nil }
    if condition != phi {
      // Which way is likely can be told of the first only.
      if branch.detail == 1 { return nil }
      swap(&branch.b, &branch.c)
    }
    return branch
  }

  /// Takes out the phis that others read, too.
  private func keepReadElsewhere(_ decisions: inout [Int: LowInstruction]) {
    var uses: [Int: Int] = [:]
    func note(_ value: Int) {
      let i = instructions[value]
      if i.type != .bit { return }
      if decisions[value] != nil { uses[value, default: 0] += 1 }
      // Through a negation.
      if i.operation == .bitNot, decisions[Int(i.a)] != nil { uses[Int(i.a), default: 0] += 1 }
    }
    for way in code.incoming { note(Int(way.value.index)) }
    for index in 1..<count { forEachDirectOperand(instructions[index], note) }
    for phi in Array(decisions.keys) {
      let isNegated = instructions[Int(instructions[phi].next)].operation == .bitNot
      if uses[phi] != (isNegated ? 2 : 1) { decisions[phi] = nil }
    }
  }
}
