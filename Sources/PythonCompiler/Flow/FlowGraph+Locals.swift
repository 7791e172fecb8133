import Bytecode

// Loads of locals that may be unbound get the checking form; then neighbouring loads and stores merge.

extension FlowGraph {
  func addChecksForUnboundLocals(localCount: Int, parameterCount: Int) {
    guard localCount > 0 else { return }
    var tracked = localCount
    if localCount > 64 {
      checkManyLocals(localCount)
      tracked = 64
    }
    clearVisited()
    var work: [BlockReference] = []
    var mask: UInt64 = 0
    for local in 0..<tracked where local >= parameterCount { mask |= 1 << UInt64(local) }
    enqueue(entry, mask, &work)
    forEachBlock { scanLocals(in: $0, &work) }
    while let block = work.popLast() {
      block.pointee.isVisited = false
      scanLocals(in: block, &work)
    }
  }

  /// `isVisited` means that the block is waiting in `work`.
  private func enqueue(_ block: BlockReference, _ mask: UInt64, _ work: inout [BlockReference]) {
    let both = block.pointee.unsafeLocals | mask
    guard both != block.pointee.unsafeLocals else { return }
    block.pointee.unsafeLocals = both
    guard !block.pointee.isVisited else { return }
    block.pointee.isVisited = true
    work.append(block)
  }

  private func scanLocals(in block: BlockReference, _ work: inout [BlockReference]) {
    var mask = block.pointee.unsafeLocals
    let code = block.pointee.code
    for index in 0..<block.pointee.count {
      if let handler = code[index].handler { enqueue(handler, mask, &work) }
      guard code[index].argument < 64 else { continue }
      let bit: UInt64 = 1 << UInt64(code[index].argument)
      switch code[index].opcode {
      case .DELETE_FAST, .LOAD_FAST_AND_CLEAR, .STORE_FAST_MAYBE_NULL: mask |= bit
      case .STORE_FAST, .LOAD_FAST_CHECK: mask &= ~bit
      case .LOAD_FAST:
        if mask & bit != 0 { code[index].opcode = .LOAD_FAST_CHECK }
        mask &= ~bit
      default: break
      }
    }
    if let next = block.pointee.next, block.pointee.hasFallThrough { enqueue(next, mask, &work) }
    if let last = block.pointee.last, last.isJump { enqueue(last.target!, mask, &work) }
  }

  /// Locals beyond the first 64 are known to be bound only within a block: the cost stays linear.
  private func checkManyLocals(_ count: Int) {
    var boundIn = [Int](repeating: 0, count: count)
    var blockNumber = 0
    forEachBlock { block in
      blockNumber += 1
      for index in 0..<block.pointee.count {
        let local = Int(block.pointee.code[index].argument)
        guard local >= 64, local < count else { continue }
        switch block.pointee.code[index].opcode {
        case .DELETE_FAST, .LOAD_FAST_AND_CLEAR, .STORE_FAST_MAYBE_NULL:
          boundIn[local] = blockNumber - 1
        case .STORE_FAST: boundIn[local] = blockNumber
        case .LOAD_FAST:
          if boundIn[local] != blockNumber { block.pointee.code[index].opcode = .LOAD_FAST_CHECK }
          boundIn[local] = blockNumber
        default: break
        }
      }
    }
  }

  func insertSuperinstructions() {
    forEachBlock { block in
      let code = block.pointee.code
      var index = 0
      while index + 1 < block.pointee.count {
        switch (code[index].opcode, code[index + 1].opcode) {
        case (.LOAD_FAST, .LOAD_FAST): merge(code + index, .LOAD_FAST_LOAD_FAST)
        case (.STORE_FAST, .LOAD_FAST): merge(code + index, .STORE_FAST_LOAD_FAST)
        case (.STORE_FAST, .STORE_FAST): merge(code + index, .STORE_FAST_STORE_FAST)
        default: break
        }
        index += 1
      }
    }
    removeRedundantNops()
  }

  private func merge(_ pair: UnsafeMutablePointer<Instruction>, _ opcode: Opcode) {
    let lines = (pair[0].location.line, pair[1].location.line)
    if lines.0 >= 0, lines.1 >= 0, lines.0 != lines.1 { return }
    guard pair[0].argument < 16, pair[1].argument < 16 else { return }
    pair[0].set(opcode, pair[0].argument << 4 | pair[1].argument)
    pair[1].makeNop()
  }
}
