import Bytecode

// Runs of SWAP, as patterns and multiple assignments make them: the shortest run with the same effect,
// or none, where the stores that follow can be reordered instead.

extension FlowGraph {
  func optimizeSwaps(in block: BlockReference) {
    var index = 0
    while index < block.pointee.count {
      if block.pointee.code[index].opcode == .SWAP {
        shortenSwaps(block, &index)
        applyStatically(block, index)
      }
      index += 1
    }
  }

  private func shortenSwaps(_ block: BlockReference, _ index: inout Int) {
    let code = block.pointee.code + index
    var depth = Int(code[0].argument)
    var length = 1
    var hasMore = false
    while length < block.pointee.count - index {
      if code[length].opcode == .SWAP {
        depth = max(depth, Int(code[length].argument))
        hasMore = true
      } else if code[length].opcode != .NOP {
        break
      }
      length += 1
    }
    guard hasMore else { return }
    var stack = Array(0..<depth)
    for position in 0..<length where code[position].opcode == .SWAP {
      stack.swapAt(0, Int(code[position].argument) - 1)
    }
    writeCycles(of: &stack, to: code, length)
    index += length - 1
  }

  /// Writes the swaps that produce the permutation, cycle by cycle, from the end of the run.
  private func writeCycles(
    of stack: inout [Int], to code: UnsafeMutablePointer<Instruction>, _ length: Int
  ) {
    let visited = -1
    var free = length - 1
    for start in stack.indices where stack[start] != visited && stack[start] != start {
      var position = start
      while true {
        // Swapping the top with itself is pointless; it still is part of its cycle.
        if position != 0 {
          code[free].opcode = .SWAP
          code[free].argument = Int32(position + 1)
          free -= 1
        }
        if stack[position] == visited { break }
        let next = stack[position]
        stack[position] = visited
        position = next
      }
    }
    while free >= 0 {
      code[free].makeNop()
      free -= 1
    }
  }

  private func isSwappable(_ opcode: Opcode) -> Bool {
    opcode == .STORE_FAST || opcode == .STORE_FAST_MAYBE_NULL || opcode == .POP_TOP
  }

  private func storedLocal(_ instruction: Instruction) -> Int32 {
    instruction.opcode == .STORE_FAST || instruction.opcode == .STORE_FAST_MAYBE_NULL
      ? instruction.argument : -1
  }

  /// The next instruction that may change places, or nil when something else comes first. A change of
  /// line stops the search: the order of stores on different lines is visible to a tracer.
  private func nextSwappable(_ block: BlockReference, _ index: Int, line: Int32) -> Int? {
    var index = index + 1
    while index < block.pointee.count {
      let instruction = block.pointee.code[index]
      if line >= 0, instruction.location.line != line { return nil }
      if instruction.opcode == .NOP {
        index += 1
        continue
      }
      return isSwappable(instruction.opcode) ? index : nil
    }
    return nil
  }

  private func applyStatically(_ block: BlockReference, _ index: Int) {
    let code = block.pointee.code
    var index = index
    while index >= 0 {
      defer { index -= 1 }
      let opcode = code[index].opcode
      guard opcode == .SWAP else {
        if opcode == .NOP || isSwappable(opcode) { continue }
        return
      }
      guard let first = nextSwappable(block, index, line: -1) else { return }
      var second = first
      let line = code[first].location.line
      var steps = code[index].argument - 1
      while steps > 0 {
        guard let next = nextSwappable(block, second, line: line) else { return }
        second = next
        steps -= 1
      }
      guard canExchange(code, first, second) else { return }
      code[index].makeNop()
      let saved = code[first]
      code[first] = code[second]
      code[second] = saved
    }
  }

  /// Two stores to one local, or one in between to the same local, must keep their order.
  private func canExchange(
    _ code: UnsafeMutablePointer<Instruction>, _ first: Int, _ second: Int
  ) -> Bool {
    let firstLocal = storedLocal(code[first])
    let secondLocal = storedLocal(code[second])
    guard firstLocal >= 0 || secondLocal >= 0 else { return true }
    if firstLocal == secondLocal { return false }
    for index in first + 1..<max(second, first + 1) {
      let local = storedLocal(code[index])
      if local >= 0, local == firstLocal || local == secondLocal { return false }
    }
    return true
  }
}
