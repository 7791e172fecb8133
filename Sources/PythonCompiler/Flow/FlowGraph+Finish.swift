import Bytecode
import PythonSyntax

// The last passes: stack depth, cells and free variables, real instructions for pseudo ones.

extension FlowGraph {
  /// Everything between code generation and the final layout.
  func optimize(localCount: Int, parameterCount: Int) {
    markHandlers()
    labelExceptionTargets()
    inlineSmallOrNoLineBlocks()
    removeUnreachable()
    resolveLineNumbers()
    optimizeLoadConstant()
    optimizeBlocks()
    removeRedundantNopsAndPairs()
    removeUnreachable()
    removeRedundantNopsAndJumps()
    removeUnusedConstants()
    addChecksForUnboundLocals(localCount: localCount, parameterCount: parameterCount)
    insertSuperinstructions()
    pushColdBlocksToEnd()
    resolveLineNumbers()
  }

  /// The deepest stack on any path; sets `startDepth` of each block.
  func computeStackDepth() -> Int {
    forEachBlock { $0.pointee.startDepth = Int.min }
    var work: [BlockReference] = []
    var maximum = 0
    func reach(_ block: BlockReference, _ depth: Int) {
      guard block.pointee.startDepth < depth, block.pointee.startDepth < 100 else { return }
      block.pointee.startDepth = depth
      work.append(block)
    }
    reach(entry, 0)
    while let block = work.popLast() {
      var depth = block.pointee.startDepth
      var next = block.pointee.next
      for index in 0..<block.pointee.count {
        let instruction = block.pointee.code[index]
        let opcode = instruction.opcode
        let argument = Int(instruction.argument)
        if let target = instruction.target, opcode.hasTarget {
          let targetDepth = depth + opcode.stackEffect(argument, jump: true)
          maximum = max(maximum, targetDepth)
          reach(target, targetDepth)
        }
        depth += opcode.stackEffect(argument, jump: false)
        maximum = max(maximum, depth)
        if opcode.isUnconditionalJump || opcode.isScopeExit {
          next = nil
          break
        }
      }
      if let next { reach(next, depth) }
    }
    return maximum
  }

  /// Adds what a frame does on entry, and turns cell numbers into indices of `localsPlusNames`.
  func insertPrefix(_ layout: LocalsLayout, isGenerator: Bool, firstLine: Int32) {
    if isGenerator {
      let location = Location(line: firstLine, column: -1, endLine: firstLine, endColumn: -1)
      entry.pointee.insert(Instruction(.RETURN_GENERATOR, at: location), at: 0)
      entry.pointee.insert(Instruction(.POP_TOP, at: location), at: 1)
    }
    for (position, cell) in layout.cellsInFrameOrder.enumerated() {
      entry.pointee.insert(Instruction(.MAKE_CELL, cell, at: .none), at: position)
    }
    if layout.freeCount > 0 {
      entry.pointee.insert(
        Instruction(.COPY_FREE_VARS, Int32(layout.freeCount), at: .none), at: 0)
    }
    forEachBlock { block in
      for index in 0..<block.pointee.count {
        switch block.pointee.code[index].opcode {
        case .MAKE_CELL, .LOAD_CLOSURE, .LOAD_DEREF, .STORE_DEREF, .DELETE_DEREF,
          .LOAD_FROM_DICT_OR_DEREF:
          let cell = Int(block.pointee.code[index].argument)
          block.pointee.code[index].argument = layout.indexOfCell[cell]
        default: break
        }
      }
    }
  }

  func convertPseudoInstructions() {
    forEachBlock { block in
      for index in 0..<block.pointee.count {
        switch block.pointee.code[index].opcode {
        case .SETUP_FINALLY, .SETUP_WITH, .SETUP_CLEANUP: block.pointee.code[index].makeNop()
        case .LOAD_CLOSURE: block.pointee.code[index].opcode = .LOAD_FAST
        case .STORE_FAST_MAYBE_NULL: block.pointee.code[index].opcode = .STORE_FAST
        default: break
        }
      }
    }
    removeRedundantNopsAndJumps()
  }

  /// Conditional jumps go forward only: one that goes back skips over a jump back instead.
  func normalizeJumps() {
    clearVisited()
    forEachBlock { block in
      block.pointee.isVisited = true
      guard let last = block.pointee.last, last.isJump, !last.opcode.isUnconditionalJump,
        last.target!.pointee.isVisited
      else { return }
      let reversed: Opcode
      switch last.opcode {
      case .POP_JUMP_IF_NOT_NONE: reversed = .POP_JUMP_IF_NONE
      case .POP_JUMP_IF_NONE: reversed = .POP_JUMP_IF_NOT_NONE
      case .POP_JUMP_IF_FALSE: reversed = .POP_JUMP_IF_TRUE
      case .POP_JUMP_IF_TRUE: reversed = .POP_JUMP_IF_FALSE
      default: fatalError("FlowGraph: \(last.opcode) cannot jump backwards")
      }
      let back = newBlock()
      var jump = Instruction(.JUMP, last.target!.pointee.label, at: last.location)
      jump.target = last.target
      back.pointee.append(jump)
      block.pointee.lastAddress.pointee.opcode = reversed
      block.pointee.lastAddress.pointee.target = block.pointee.next
      back.pointee.isCold = block.pointee.isCold
      back.pointee.next = block.pointee.next
      block.pointee.next = back
    }
  }

  /// All instructions in order; the label of each block becomes the index of its first instruction.
  func linearize() -> [Instruction] {
    var count: Int32 = 0
    forEachBlock { block in
      block.pointee.label = count
      count += Int32(block.pointee.count)
    }
    var result: [Instruction] = []
    result.reserveCapacity(Int(count))
    forEachBlock { block in
      for index in 0..<block.pointee.count { result.append(block.pointee.code[index]) }
    }
    return result
  }
}
