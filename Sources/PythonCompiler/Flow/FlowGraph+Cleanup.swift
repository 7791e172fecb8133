import Bytecode
import PythonSyntax

// Removal of what does nothing: NOPs that carry no line event of their own, jumps to the next
// instruction, values pushed only to be popped.

extension FlowGraph {
  @discardableResult
  func removeRedundantNops() -> Int {
    var removed = 0
    forEachBlock { removed += removeRedundantNops(in: $0) }
    return removed
  }

  /// A NOP goes when a neighbour has its line, or when the next instruction can take its line over.
  private func removeRedundantNops(in block: BlockReference) -> Int {
    let code = block.pointee.code
    let count = block.pointee.count
    var kept = 0
    var previousLine: Int32 = -1
    for index in 0..<count {
      let line = code[index].location.line
      if code[index].opcode == .NOP,
        isRedundantNop(at: index, line: line, previousLine: previousLine, in: block)
      {
        continue
      }
      if kept != index { code[kept] = code[index] }
      kept += 1
      previousLine = line
    }
    block.pointee.truncate(to: kept)
    return count - kept
  }

  private func isRedundantNop(
    at index: Int, line: Int32, previousLine: Int32, in block: BlockReference
  ) -> Bool {
    if line < 0 || previousLine == line { return true }
    let code = block.pointee.code
    if index < block.pointee.count - 1 {
      let nextLine = code[index + 1].location.line
      if nextLine == line { return true }
      guard nextLine < 0 else { return false }
      code[index + 1].location = code[index].location
      return true
    }
    guard let next = nextNonEmpty(block.pointee.next) else { return false }
    var nextLine: Int32 = -1
    for position in 0..<next.pointee.count {
      let instruction = next.pointee.code[position]
      if instruction.opcode == .NOP, instruction.location.line == -1 { continue }
      nextLine = instruction.location.line
      break
    }
    return line == nextLine
  }

  func removeRedundantNopsAndPairs() {
    var changed = true
    while changed {
      changed = false
      var current: UnsafeMutablePointer<Instruction>?
      forEachBlock { block in
        _ = removeRedundantNops(in: block)
        if block.pointee.label >= 0 { current = nil }
        for index in 0..<block.pointee.count {
          let previous = current
          current = block.pointee.code + index
          guard block.pointee.code[index].opcode == .POP_TOP, let previous else { continue }
          let opcode = previous.pointee.opcode
          if opcode == .LOAD_CONST || (opcode == .COPY && previous.pointee.argument == 1) {
            previous.pointee.makeNop()
            block.pointee.code[index].makeNop()
            changed = true
          }
        }
        if current?.pointee.isJump == true || !block.pointee.hasFallThrough { current = nil }
      }
    }
  }

  private func removeRedundantJumps() -> Int {
    var changes = 0
    forEachBlock { block in
      guard let last = block.pointee.last, last.opcode.isUnconditionalJump else { return }
      if nextNonEmpty(last.target) == nextNonEmpty(block.pointee.next) {
        block.pointee.lastAddress.pointee.makeNop()
        changes += 1
      }
    }
    return changes
  }

  func removeRedundantNopsAndJumps() {
    while true {
      let nops = removeRedundantNops()
      if nops + removeRedundantJumps() == 0 { return }
    }
  }

  /// Replaces jumps to small exits, and to blocks without a line that lead away, by copies of them.
  func inlineSmallOrNoLineBlocks() {
    var changed = true
    while changed {
      changed = false
      forEachBlock { if inlineTarget(of: $0) { changed = true } }
    }
  }

  private func inlineTarget(of block: BlockReference) -> Bool {
    guard let last = block.pointee.last, last.opcode.isUnconditionalJump else { return false }
    let target = last.target!
    let isSmallExit = target.pointee.exitsScope && target.pointee.count <= 4
    let isNoLine = target.pointee.hasNoLine && !target.pointee.hasFallThrough
    guard isSmallExit || isNoLine else { return false }
    block.pointee.lastAddress.pointee.makeNop()
    block.pointee.append(contentsOf: target)
    if isNoLine, block.pointee.lastAddress.pointee.opcode.isUnconditionalJump,
      last.opcode == .JUMP
    {
      // The removed jump let signals in, so the copied one has to.
      block.pointee.lastAddress.pointee.opcode = .JUMP
    }
    target.pointee.predecessors -= 1
    return true
  }
}
