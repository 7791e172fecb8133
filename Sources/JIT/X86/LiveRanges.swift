// Where values are needed: for each the stretches of code between its definition and its uses.
//
// Places are twice the lines: a line reads at its even place and writes at the odd one behind it. What is live at
// the ends of blocks is found by iteration; the ranges then by one walk backwards (Wimmer and Franz, "Linear Scan
// Register Allocation on SSA Form", 2010).

final class LiveRanges {
  struct Range {
    let from: Int32
    var to: Int32
    /// The next one of the value, or -1.
    let next: Int32
  }

  let layout: CodeLayout
  private(set) var ranges: [Range] = []
  /// By value: its first range, or -1.
  let first: Buffer<Int32>
  /// By value: how often it is read and written, at a guess.
  let weight: Buffer<Float>
  /// Lines with calls, and how often those up to each of them run.
  private(set) var callLines: [Int32] = []
  private(set) var callSums: [Float] = [0]

  /// Numbers of values that are live across the ends of blocks.
  private let numbers: Buffer<Int32>
  private var numbered: [Int32] = []
  private var crossings: [Crossing] = []
  private var words = 0
  private var liveIn: Buffer<UInt64>
  private var liveOut: Buffer<UInt64>

  /// A value that is there at the beginning, or at the end, of a block.
  private struct Crossing {
    let number: Int32
    let block: Int32
    let isOut: Bool
  }

  init(_ layout: CodeLayout) {
    self.layout = layout
    first = Buffer(-1, count: layout.count)
    weight = Buffer(0, count: layout.count)
    numbers = Buffer(-1, count: layout.count)
    liveIn = Buffer(0, count: 0)
    liveOut = Buffer(0, count: 0)
    ranges.reserveCapacity(2 * layout.count)
    findCrossings()
    findLive()
    for block in layout.blocks.reversed() { addRanges(block) }
    endArgument()
    sumCalls()
  }

  deinit {
    first.free()
    weight.free()
    numbers.free()
    liveIn.free()
    liveOut.free()
  }

  /// Whether a value needs a place of its own.
  static func isKept(_ i: LowInstruction) -> Bool {
    i.type != .none && i.operation != .constant && i.operation != .poison
  }

  // MARK: Live values

  private func number(_ value: Int) -> Int32 {
    if numbers[value] < 0 {
      numbers[value] = Int32(numbered.count)
      numbered.append(Int32(truncatingIfNeeded: value))
    }
    return numbers[value]
  }

  /// What a block reads of others is live at its beginning, what phis get from it at its end.
  private func findCrossings() {
    for block in layout.blocks {
      for line in Int(layout.firstLine[block])..<Int(layout.endLine[block]) {
        let value = Int(layout.lines[line])
        if layout.instructions[value].operation == .phi { addWays(to: value) }
        for place in Int(layout.firstOperand[line])..<Int(layout.firstOperand[line + 1]) {
          let operand = Int(layout.operands[place])
          if Int(layout.blockOf[operand]) != block {
            crossings.append(
              Crossing(number: number(operand), block: Int32(block), isOut: false))
          }
        }
      }
    }
  }

  private func addWays(to phi: Int) {
    for way in layout.ways(to: phi) {
      let (from, source) = (way.block.index, Int(way.value.index))
      if layout.blockOf[source] == from || !LiveRanges.isKept(layout.instructions[source]) {
        continue
      }
      crossings.append(Crossing(number: number(source), block: from, isOut: true))
      crossings.append(Crossing(number: number(source), block: from, isOut: false))
    }
  }

  private func findLive() {
    words = (numbered.count + 63) / 64
    let size = words * layout.code.blocks.count
    liveIn = Buffer(0, count: size)
    liveOut = Buffer(0, count: size)
    if words == 0 { return }
    let defined = Buffer<UInt64>(0, count: size)
    defer { defined.free() }
    for (number, value) in numbered.enumerated() {
      let block = Int(layout.blockOf[Int(value)])
      if block >= 0 { defined[block * words + number >> 6] |= 1 << UInt64(number & 63) }
    }
    for crossing in crossings {
      let at = Int(crossing.block) * words + Int(crossing.number) >> 6
      let bit: UInt64 = 1 << UInt64(crossing.number & 63)
      if crossing.isOut { liveOut[at] |= bit } else { liveIn[at] |= bit }
    }
    while spread(defined) {}
  }

  /// Takes what is live at the beginnings of blocks to the ends of those before them, once; whether anything changed.
  private func spread(_ defined: Buffer<UInt64>) -> Bool {
    var hasChanged = false
    for block in layout.blocks.reversed() {
      let (one, other) = layout.successors(block)
      if one < 0 { continue }
      let (here, first) = (block * words, one * words)
      let second = (other ?? one) * words
      for word in 0..<words {
        let out = liveOut[here + word] | liveIn[first + word] | liveIn[second + word]
        if out == liveOut[here + word] { continue }
        liveOut[here + word] = out
        let entering = liveIn[here + word] | out & ~defined[here + word]
        if entering != liveIn[here + word] {
          liveIn[here + word] = entering
          hasChanged = true
        }
      }
    }
    return hasChanged
  }

  // MARK: Ranges

  private func addRange(_ value: Int, _ from: Int, _ to: Int) {
    let head = first[value]
    if head >= 0 {
      let next = ranges[Int(head)]
      if next.from <= from { return }
      if next.from <= to {
        ranges[Int(head)] = Range(from: Int32(from), to: next.to, next: next.next)
        return
      }
    }
    ranges.append(Range(from: Int32(from), to: Int32(to), next: head))
    first[value] = Int32(ranges.count - 1)
  }

  private func addRanges(_ block: Int) {
    let begin = 2 * Int(layout.firstLine[block])
    let end = 2 * Int(layout.endLine[block])
    let frequency = layout.frequency[block]
    for word in 0..<words {
      var live = liveOut[block * words + word]
      while live != 0 {
        addRange(Int(numbered[word * 64 + live.trailingZeroBitCount]), begin, end)
        live &= live - 1
      }
    }
    addPhiUses(block, begin, end, frequency)
    for line in stride(from: Int(layout.endLine[block]) - 1, through: begin / 2, by: -1) {
      let value = Int(layout.lines[line])
      let i = layout.instructions[value]
      if layout.isFolded[value] { continue }
      if LiveRanges.isKept(i) {
        define(value, at: i.operation == .phi ? begin : 2 * line + 1)
        weight[value] += frequency
      }
      if i.operation == .phi { continue }
      for place in Int(layout.firstOperand[line])..<Int(layout.firstOperand[line + 1]) {
        let operand = Int(layout.operands[place])
        addRange(operand, begin, 2 * line + 1)
        weight[operand] += frequency
      }
    }
  }

  /// What is read by the phis behind a block and is made in it.
  private func addPhiUses(_ block: Int, _ begin: Int, _ end: Int, _ frequency: Float) {
    let (one, other) = layout.successors(block)
    for target in [one, other ?? -1] where target >= 0 {
      for line in layout.phis(target) {
        let value = layout.value(of: Int(layout.lines[line]), from: block)
        if !LiveRanges.isKept(layout.instructions[value]) { continue }
        addRange(value, begin, end)
        weight[value] += frequency
      }
    }
  }

  private func define(_ value: Int, at place: Int) {
    let head = Int(first[value])
    if head < 0 {
      ranges.append(Range(from: Int32(place), to: Int32(place + 1), next: -1))
      first[value] = Int32(ranges.count - 1)
      return
    }
    let range = ranges[head]
    ranges[head] = Range(from: Int32(place), to: max(range.to, Int32(place + 1)), next: range.next)
  }

  /// The unit's argument is there from the beginning.
  private func endArgument() {
    let argument = Int(layout.code.argument.index)
    if first[argument] >= 0 { addRange(argument, 0, Int(ranges[Int(first[argument])].from)) }
  }

  // MARK: Calls

  private func sumCalls() {
    for block in layout.blocks {
      for line in Int(layout.firstLine[block])..<Int(layout.endLine[block]) {
        let operation = layout.instructions[Int(layout.lines[line])].operation
        if operation == .call || operation == .enter {
          callLines.append(Int32(line))
          callSums.append(callSums.last! + layout.frequency[block])
        }
      }
    }
  }

  /// How often calls run while a value is needed.
  func callsAcross(_ value: Int) -> Float {
    var sum: Float = 0
    var range = first[value]
    while range >= 0 {
      let r = ranges[Int(range)]
      // Places 2k and 2k + 1 both.
      let (begin, end) = (firstCall(from: (r.from + 1) / 2), firstCall(from: r.to / 2))
      if end > begin { sum += callSums[end] - callSums[begin] }
      range = r.next
    }
    return sum
  }

  /// The number of the first call at a line or behind it.
  private func firstCall(from line: Int32) -> Int {
    var (low, high) = (0, callLines.count)
    while low < high {
      let middle = (low + high) / 2
      if callLines[middle] < line { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
