import Bytecode

// Which handler covers which instruction. `SETUP_…` and `POP_BLOCK` bracket the covered code; walking
// the graph with the stack of open handlers turns the brackets into a link on each instruction.

extension FlowGraph {
  func markHandlers() {
    forEachBlock { block in
      for index in 0..<block.pointee.count where block.pointee.code[index].isBlockPush {
        block.pointee.code[index].target!.pointee.isHandler = true
      }
    }
  }

  func labelExceptionTargets() {
    clearVisited()
    var work: [(block: BlockReference, handlers: [BlockReference?])] = [(entry, [nil])]
    entry.pointee.isVisited = true
    while let (block, handlers) = work.popLast() {
      labelBlock(block, handlers, &work)
    }
  }

  private func labelBlock(
    _ block: BlockReference, _ openHandlers: [BlockReference?],
    _ work: inout [(block: BlockReference, handlers: [BlockReference?])]
  ) {
    func visit(_ target: BlockReference, _ handlers: [BlockReference?]) {
      guard !target.pointee.isVisited else { return }
      target.pointee.isVisited = true
      work.append((target, handlers))
    }
    var handlers = openHandlers
    var depthOfYield = -1
    let code = block.pointee.code
    for index in 0..<block.pointee.count {
      let instruction = code[index]
      if instruction.isBlockPush {
        let target = instruction.target!
        visit(target, handlers)
        if instruction.opcode != .SETUP_FINALLY { target.pointee.preservesLastInstruction = true }
        handlers.append(target)
      } else if instruction.opcode == .POP_BLOCK {
        handlers.removeLast()
        code[index].makeNop()
      } else {
        code[index].handler = handlers[handlers.count - 1]
        if instruction.isJump {
          visit(instruction.target!, handlers)
        } else if instruction.opcode == .YIELD_VALUE {
          depthOfYield = handlers.count - 1
        } else if instruction.opcode == .RESUME,
          instruction.argument != Int32(ResumeKind.functionStart)
        {
          if depthOfYield == 1 { code[index].argument |= Int32(ResumeKind.depth1) }
          depthOfYield = -1
        }
      }
    }
    if block.pointee.hasFallThrough, let next = block.pointee.next { visit(next, handlers) }
  }
}
