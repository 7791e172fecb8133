import Bytecode

// Rewrites within a block: jumps to jumps, folded tuples, conversions that a comparison makes needless.

extension FlowGraph {
  func optimizeBlocks() { forEachBlock { optimize($0) } }

  private func optimize(_ block: BlockReference) {
    var index = 0
    while index < block.pointee.count {
      // Threading a jump leaves a NOP here and appends the new jump: look at this place again.
      if !rewrite(block, index) { index += 1 }
    }
    optimizeSwaps(in: block)
  }

  /// Applies the first rule that fits at `index`; true when the instruction there was a threaded jump.
  private func rewrite(_ block: BlockReference, _ index: Int) -> Bool {
    let instruction = block.pointee.code + index
    let opcode = instruction.pointee.opcode
    let hasNext = index + 1 < block.pointee.count
    let next = instruction + 1
    let nextOpcode = hasNext ? next.pointee.opcode : .CACHE
    switch opcode {
    case .BUILD_TUPLE:
      rewriteTuple(instruction, nextOpcode, index)
    case .POP_JUMP_IF_NOT_NONE, .POP_JUMP_IF_NONE, .POP_JUMP_IF_FALSE, .POP_JUMP_IF_TRUE:
      if targetOpcode(instruction) == .JUMP { return thread(block, instruction, opcode) }
    case .JUMP, .JUMP_NO_INTERRUPT:
      switch targetOpcode(instruction) {
      case .JUMP: return thread(block, instruction, .JUMP)
      case .JUMP_NO_INTERRUPT: return thread(block, instruction, opcode)
      default: break
      }
    case .STORE_FAST:
      if nextOpcode == .STORE_FAST, next.pointee.argument == instruction.pointee.argument,
        next.pointee.location.line == instruction.pointee.location.line
      {
        instruction.pointee.set(.POP_TOP)
      }
    case .SWAP:
      if instruction.pointee.argument == 1 { instruction.pointee.makeNop() }
    case .LOAD_GLOBAL:
      if nextOpcode == .PUSH_NULL, instruction.pointee.argument & 1 == 0 {
        instruction.pointee.argument |= 1
        next.pointee.makeNop()
      }
    case .COMPARE_OP:
      if nextOpcode == .TO_BOOL {
        next.pointee.set(.COMPARE_OP, instruction.pointee.argument | 16)
        instruction.pointee.makeNop()
      }
    case .CONTAINS_OP, .IS_OP:
      if nextOpcode == .TO_BOOL {
        next.pointee.set(opcode, instruction.pointee.argument)
        instruction.pointee.makeNop()
      }
    case .TO_BOOL:
      if nextOpcode == .TO_BOOL { instruction.pointee.makeNop() }
    case .UNARY_NOT:
      if nextOpcode == .TO_BOOL {
        instruction.pointee.makeNop()
        next.pointee.set(.UNARY_NOT)
      } else if nextOpcode == .UNARY_NOT {
        instruction.pointee.makeNop()
        next.pointee.makeNop()
      }
    default: break
    }
    return false
  }

  private func targetOpcode(_ jump: UnsafeMutablePointer<Instruction>) -> Opcode {
    jump.pointee.target!.pointee.code[0].opcode
  }

  /// Building a tuple only to unpack it is a swap, or nothing.
  private func rewriteTuple(
    _ build: UnsafeMutablePointer<Instruction>, _ nextOpcode: Opcode, _ index: Int
  ) {
    let count = build.pointee.argument
    if nextOpcode == .UNPACK_SEQUENCE, build[1].argument == count {
      switch count {
      case 1:
        build[0].makeNop()
        build[1].makeNop()
        return
      case 2, 3:
        build[0].makeNop()
        build[1].opcode = .SWAP
        return
      default: break
      }
    }
    if index >= Int(count) { foldTupleOfConstants(build) }
  }

  /// Makes a jump to a jump go where the second one goes.
  private func thread(
    _ block: BlockReference, _ jump: UnsafeMutablePointer<Instruction>, _ opcode: Opcode
  ) -> Bool {
    let second = jump.pointee.target!.pointee.code[0]
    guard jump.pointee.target != second.target else { return false }
    jump.pointee.makeNop()
    var replacement = Instruction(
      opcode, second.target!.pointee.label, at: second.location)
    replacement.target = second.target
    block.pointee.append(replacement)
    return true
  }
}
