import Bytecode
import PythonSyntax

// Lines for instructions without one. PEP 626 wants a line for every instruction that leaves a frame,
// so exits without a line are duplicated until each has a single predecessor to take it from.

extension FlowGraph {
  func resolveLineNumbers() {
    duplicateExitsWithoutLine()
    propagateLineNumbers()
  }

  private func needsLine(_ block: BlockReference) -> Bool {
    (block.pointee.exitsScope || hasEvaluationBreak(block)) && block.pointee.hasNoLine
  }

  private func hasEvaluationBreak(_ block: BlockReference) -> Bool {
    for index in 0..<block.pointee.count {
      switch block.pointee.code[index].opcode {
      case .RESUME, .JUMP_BACKWARD, .CALL, .CALL_FUNCTION_EX, .CALL_KW, .JUMP: return true
      default: continue
      }
    }
    return false
  }

  private func duplicateExitsWithoutLine() {
    var nextLabel = maximumLabel + 1
    forEachBlock { block in
      guard let last = block.pointee.last, last.isJump, let target = nextNonEmpty(last.target),
        needsLine(target), target.pointee.predecessors > 1
      else { return }
      let copy = newBlock()
      copy.pointee.append(contentsOf: target)
      copy.pointee.code[0].location = last.location
      block.pointee.lastAddress.pointee.target = copy
      target.pointee.predecessors -= 1
      copy.pointee.predecessors = 1
      copy.pointee.next = target.pointee.next
      copy.pointee.label = nextLabel
      nextLabel += 1
      target.pointee.next = copy
    }
    forEachBlock { block in
      guard block.pointee.hasFallThrough, let next = block.pointee.next, !block.pointee.isEmpty,
        needsLine(next)
      else { return }
      next.pointee.code[0].location = block.pointee.lastAddress.pointee.location
    }
  }

  private func propagateLineNumbers() {
    forEachBlock { block in
      guard let last = block.pointee.last else { return }
      var location = Location.none
      for index in 0..<block.pointee.count {
        if block.pointee.code[index].location.line < 0 {
          block.pointee.code[index].location = location
        } else {
          location = block.pointee.code[index].location
        }
      }
      if block.pointee.hasFallThrough, let next = block.pointee.next {
        inherit(location, next)
      }
      if last.isJump { inherit(location, last.target!) }
    }
  }

  private func inherit(_ location: Location, _ block: BlockReference) {
    guard block.pointee.predecessors == 1, !block.pointee.isEmpty,
      block.pointee.code[0].location.line < 0
    else { return }
    block.pointee.code[0].location = location
  }
}
