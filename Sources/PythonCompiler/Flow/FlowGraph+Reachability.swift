import Bytecode

// Dead code, and the split of live code into warm and cold.

extension FlowGraph {
  /// Empties unreachable blocks and counts the predecessors of the others.
  func removeUnreachable() {
    forEachBlock { $0.pointee.predecessors = 0 }
    clearVisited()
    var work = [entry]
    entry.pointee.predecessors = 1
    entry.pointee.isVisited = true
    func reach(_ target: BlockReference) {
      if !target.pointee.isVisited {
        target.pointee.isVisited = true
        work.append(target)
      }
      target.pointee.predecessors += 1
    }
    while let block = work.popLast() {
      if let next = block.pointee.next, block.pointee.hasFallThrough { reach(next) }
      for index in 0..<block.pointee.count where block.pointee.code[index].opcode.hasTarget {
        reach(block.pointee.code[index].target!)
      }
    }
    forEachBlock { block in
      guard block.pointee.predecessors == 0 else { return }
      block.pointee.truncate(to: 0)
      block.pointee.isHandler = false
    }
  }

  /// Moves blocks that only handlers reach behind all others.
  func pushColdBlocksToEnd() {
    guard entry.pointee.next != nil else { return }
    markWarm()
    markCold()
    addJumpsFromColdToWarm()
    var tail = entry
    var coldHead: BlockReference?
    var coldTail: BlockReference?
    while true {
      while let next = tail.pointee.next, !next.pointee.isCold { tail = next }
      guard let streak = tail.pointee.next else { break }
      var streakEnd = streak
      while let next = streakEnd.pointee.next, next.pointee.isCold { streakEnd = next }
      if let coldTail { coldTail.pointee.next = streak } else { coldHead = streak }
      coldTail = streakEnd
      tail.pointee.next = streakEnd.pointee.next
      streakEnd.pointee.next = nil
    }
    tail.pointee.next = coldHead
    if coldHead != nil { removeRedundantNopsAndJumps() }
  }

  private func markWarm() {
    clearVisited()
    var work = [entry]
    entry.pointee.isVisited = true
    while let block = work.popLast() {
      block.pointee.isWarm = true
      if let next = block.pointee.next, block.pointee.hasFallThrough, !next.pointee.isVisited {
        next.pointee.isVisited = true
        work.append(next)
      }
      for index in 0..<block.pointee.count where block.pointee.code[index].isJump {
        let target = block.pointee.code[index].target!
        guard !target.pointee.isVisited else { continue }
        target.pointee.isVisited = true
        work.append(target)
      }
    }
  }

  private func markCold() {
    clearVisited()
    var work: [BlockReference] = []
    forEachBlock { block in
      guard block.pointee.isHandler else { return }
      block.pointee.isVisited = true
      work.append(block)
    }
    func reach(_ target: BlockReference) {
      guard !target.pointee.isWarm, !target.pointee.isVisited else { return }
      target.pointee.isVisited = true
      work.append(target)
    }
    while let block = work.popLast() {
      block.pointee.isCold = true
      if let next = block.pointee.next, block.pointee.hasFallThrough { reach(next) }
      if let last = block.pointee.last, last.isJump { reach(last.target!) }
    }
  }

  /// A cold block that falls through to a warm one needs a jump once it is moved away.
  private func addJumpsFromColdToWarm() {
    var nextLabel = maximumLabel + 1
    forEachBlock { block in
      guard block.pointee.isCold, block.pointee.hasFallThrough, let next = block.pointee.next,
        next.pointee.isWarm
      else { return }
      if next.pointee.label < 0 {
        next.pointee.label = nextLabel
        nextLabel += 1
      }
      let jumpBlock = newBlock()
      var jump = Instruction(.JUMP_NO_INTERRUPT, next.pointee.label, at: .none)
      jump.target = next
      jumpBlock.pointee.append(jump)
      jumpBlock.pointee.isCold = true
      jumpBlock.pointee.next = next
      jumpBlock.pointee.predecessors = 1
      block.pointee.next = jumpBlock
    }
  }
}
