// Where the blocks of a unit lie, what is computed only where it is used, and what is not computed at all.

/// Low-level code in the order of its machine code. Lines number its instructions; line 0 is the entry.
final class CodeLayout {
  let code: LowCode
  let instructions: Buffer<LowInstruction>
  let count: Int
  /// Blocks that can be reached: those that are likely to run first.
  private(set) var blocks: [Int] = []
  /// By line: its instruction; -1 for the entry.
  let lines: Buffer<Int32>
  private(set) var lineCount = 1
  /// By block: its lines.
  let firstLine: Buffer<Int32>
  let endLine: Buffer<Int32>
  /// By block: how often it runs, at a guess, for one call of the unit.
  let frequency: Buffer<Float>
  /// By value: its block, -1 for what belongs to none; how many read it.
  let blockOf: Buffer<Int32>
  let useCounts: Buffer<Int32>
  /// By value: whether it is computed by what uses it.
  let isFolded: Buffer<Bool>
  /// By phi: where its ways begin in `ways`.
  private let firstWay: Buffer<Int32>
  private var ways: [LowCode.Incoming] = []
  /// Ways that lead to a phi no more.
  var decided: Set<Int> = []
  /// By line: where the values begin that it reads, and must find in a place of their own.
  let firstOperand: Buffer<Int32>
  private(set) var operands: [Int32] = []

  private static let coldFrequency: Float = 0.01
  private static let roundsOfLoop: Float = 8
  private static let mostFrequency: Float = 4096

  init(_ code: LowCode) {
    self.code = code
    count = code.instructions.count
    instructions = Buffer(code.instructions[0], count: count)
    for index in 1..<count { instructions[index] = code.instructions[index] }
    lines = Buffer(-1, count: count + 1)
    blockOf = Buffer(-1, count: count)
    useCounts = Buffer(0, count: count)
    isFolded = Buffer(false, count: count)
    firstWay = Buffer(0, count: count + 2)
    firstOperand = Buffer(0, count: count + 2)
    let blockCount = code.blocks.count
    firstLine = Buffer(0, count: blockCount)
    endLine = Buffer(0, count: blockCount)
    frequency = Buffer(CodeLayout.coldFrequency, count: blockCount)
    skipEmptyBlocks()
    decideEarlier()
    orderBlocks()
    sortWays()
    numberLines()
    countUses()
    fold()
    listOperands()
    estimateFrequencies()
  }

  deinit {
    instructions.free()
    lines.free()
    firstLine.free()
    endLine.free()
    frequency.free()
    blockOf.free()
    useCounts.free()
    isFolded.free()
    firstWay.free()
    firstOperand.free()
  }

  // MARK: Blocks

  private func last(_ block: Int) -> LowInstruction { instructions[Int(code.blocks[block].last)] }

  /// Where a block goes on.
  func successors(_ block: Int) -> (Int, Int?) {
    let end = last(block)
    switch end.operation {
    case .jump: return (Int(end.a), nil)
    case .branch: return (Int(end.b), Int(end.c))
    default: return (-1, nil)
    }
  }

  /// Jumps to blocks that only jump go to where these do.
  private func skipEmptyBlocks() {
    func target(_ block: Int32) -> Int32 {
      var block = block
      // Longer chains there are only in a circle.
      for _ in 0..<8 {
        let (first, end) = (code.blocks[Int(block)].first, code.blocks[Int(block)].last)
        guard first == end, first >= 0, instructions[Int(end)].operation == .jump,
          !beginsWithPhi(instructions[Int(end)].a)
        else { return block }
        block = instructions[Int(end)].a
      }
      return block
    }
    for block in code.order {
      let end = Int(code.blocks[Int(block.index)].last)
      if end < 0 { continue }
      switch instructions[end].operation {
      case .jump:
        if !beginsWithPhi(instructions[end].a) { instructions[end].a = target(instructions[end].a) }
      case .branch:
        instructions[end].b = target(instructions[end].b)
        instructions[end].c = target(instructions[end].c)
      default: break
      }
    }
  }

  func beginsWithPhi(_ block: Int32) -> Bool {
    let first = code.blocks[Int(block)].first
    return first >= 0 && instructions[Int(first)].operation == .phi
  }

  /// The likely ones in the order in which they were written, the others behind them.
  private func orderBlocks() {
    var state = [UInt8](repeating: 0, count: code.blocks.count)
    var cold: [Int] = []
    func visit(_ start: Int, as mark: UInt8) {
      var stack = [start]
      while let block = stack.popLast() {
        if state[block] != 0 { continue }
        state[block] = mark
        let end = last(block)
        switch end.operation {
        case .jump: stack.append(Int(end.a))
        case .branch:
          stack.append(Int(end.b))
          if end.detail == 1, mark == 1 {
            cold.append(Int(end.c))
          } else {
            stack.append(Int(end.c))
          }
        default: break
        }
      }
    }
    visit(Int(code.order[0].index), as: 1)
    for block in cold { visit(block, as: 2) }
    for mark in [UInt8(1), 2] {
      for block in code.order where state[Int(block.index)] == mark {
        blocks.append(Int(block.index))
        if mark == 1 { frequency[Int(block.index)] = 1 }
      }
    }
  }

  private func isReached(_ block: LowBlock) -> Bool { endLine[Int(block.index)] > 0 }

  private func numberLines() {
    for block in blocks {
      firstLine[block] = Int32(lineCount)
      var next = code.blocks[block].first
      while next >= 0 {
        blockOf[Int(next)] = Int32(truncatingIfNeeded: block)
        lines[lineCount] = next
        lineCount += 1
        next = instructions[Int(next)].next
      }
      endLine[block] = Int32(lineCount)
    }
  }

  /// By the places of the blocks in the end, backward jumps are loops: what lies between runs more often.
  private func estimateFrequencies() {
    for block in blocks where frequency[block] >= 1 {
      let (first, second) = successors(block)
      for target in [first, second ?? -1] where target >= 0 && firstLine[target] <= firstLine[block]
      {
        for inside in blocks where frequency[inside] >= 1 {
          let line = firstLine[inside]
          if line >= firstLine[target], line <= firstLine[block] {
            frequency[inside] = min(
              frequency[inside] * CodeLayout.roundsOfLoop, CodeLayout.mostFrequency)
          }
        }
      }
    }
  }

  // MARK: Phis

  private func sortWays() {
    guard let any = code.incoming.first else { return }
    let incoming =
      decided.isEmpty
      ? code.incoming
      : code.incoming.indices.filter { !decided.contains($0) }.map { code.incoming[$0] }
    // Counted two places behind their own, and summed, each is one behind; filling moves it to its place.
    for way in incoming { firstWay[Int(way.phi.index) + 2] += 1 }
    for index in 0...count { firstWay[index + 1] += firstWay[index] }
    ways = [LowCode.Incoming](repeating: any, count: incoming.count)
    for way in incoming {
      let phi = Int(way.phi.index)
      ways[Int(firstWay[phi + 1])] = way
      firstWay[phi + 1] += 1
    }
  }

  func ways(to phi: Int) -> ArraySlice<LowCode.Incoming> {
    ways[Int(firstWay[phi])..<Int(firstWay[phi + 1])]
  }

  /// What a phi is when a block jumps to it.
  func value(of phi: Int, from block: Int) -> Int {
    for way in ways(to: phi) where Int(way.block.index) == block { return Int(way.value.index) }
    fatalError("phi \(phi) has no value for block \(block)")
  }

  /// The phis at the beginning of a block.
  func phis(_ block: Int) -> Range<Int> {
    let first = Int(firstLine[block])
    var end = first
    while instructions[Int(lines[end])].operation == .phi { end += 1 }
    return first..<end
  }

  // MARK: Uses

  /// Calls `body` with each value that an instruction reads itself.
  @inline(__always)
  func forEachDirectOperand(_ i: LowInstruction, _ body: (Int) -> Void) {
    switch i.operation {
    case .call:
      for place in Int(i.a)..<Int(i.a) + Int(i.b) { body(Int(code.lists[place].index)) }
    case .enter:
      if i.a >= 0 { body(Int(i.a)) }
      body(Int(i.b))
    case .jump, .phi, .constant, .poison, .argument, .frameAddress: break
    case .branch, .result: body(Int(i.a))
    default:
      if i.a >= 0 { body(Int(i.a)) }
      if i.b >= 0 { body(Int(i.b)) }
      if i.c >= 0 { body(Int(i.c)) }
    }
  }

  /// Lists what each line reads, and what those read that are computed where they are used.
  private func listOperands() {
    operands.reserveCapacity(2 * count)
    for line in 1..<lineCount {
      firstOperand[line] = Int32(operands.count)
      let value = Int(lines[line])
      if !isFolded[value] { addOperands(instructions[value]) }
    }
    firstOperand[lineCount] = Int32(operands.count)
  }

  private func addOperands(_ i: LowInstruction) {
    forEachDirectOperand(i) { value in
      let operand = instructions[value]
      if isFolded[value] {
        addOperands(operand)
      } else if LiveRanges.isKept(operand) {
        operands.append(Int32(truncatingIfNeeded: value))
      }
    }
  }

  private func countUses() {
    for block in blocks {
      for line in Int(firstLine[block])..<Int(endLine[block]) {
        let value = Int(lines[line])
        if instructions[value].operation == .phi {
          for way in ways(to: value) where isReached(way.block) {
            useCounts[Int(way.value.index)] += 1
          }
        }
        forEachDirectOperand(instructions[value]) { useCounts[$0] += 1 }
      }
    }
    // What nobody reads goes, and then what only that has read.
    for line in stride(from: lineCount - 1, to: 0, by: -1) {
      let value = Int(lines[line])
      if useCounts[value] == 0, isPure(instructions[value].operation) {
        isFolded[value] = true
        forEachDirectOperand(instructions[value]) { useCounts[$0] -= 1 }
      }
    }
  }

  private func isPure(_ operation: LowOperation) -> Bool {
    switch operation {
    case .store, .countDown, .call, .enter, .phi: return false
    case .load: return true
    default: return !operation.isTerminator
    }
  }
}
