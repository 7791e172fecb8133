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
  let first: UnsafeMutablePointer<Int32>
  /// By value: how often it is read and written, at a guess.
  let weight: UnsafeMutablePointer<Float>
  /// Lines with calls, and how often those up to each of them run.
  private(set) var callLines: [Int32] = []
  private(set) var callSums: [Float] = [0]

  /// Numbers of values that are live across the ends of blocks.
  private var numbers: [Int32]
  private var numbered: [Int32] = []
  private var words = 0
  private var liveIn: [UInt64] = []
  private var liveOut: [UInt64] = []

  init(_ layout: CodeLayout) {
    self.layout = layout
    first = .allocate(capacity: layout.count)
    first.initialize(repeating: -1, count: layout.count)
    weight = .allocate(capacity: layout.count)
    weight.initialize(repeating: 0, count: layout.count)
    numbers = [Int32](repeating: -1, count: layout.count)
    ranges.reserveCapacity(2 * layout.count)
    numberGlobals()
    findLive()
    for block in layout.blocks.reversed() { addRanges(block) }
    endArgument()
    sumCalls()
  }

  deinit {
    first.deallocate()
    weight.deallocate()
  }

  /// Whether a value needs a place of its own.
  static func isKept(_ i: LowInstruction) -> Bool {
    i.type != .none && i.operation != .constant && i.operation != .poison
  }

  // MARK: Live values

  private func number(_ value: Int) {
    if numbers[value] >= 0 || !LiveRanges.isKept(layout.instructions[value]) { return }
    numbers[value] = Int32(numbered.count)
    numbered.append(Int32(truncatingIfNeeded: value))
  }

  private func numberGlobals() {
    for block in layout.blocks {
      for line in Int(layout.firstLine[block])..<Int(layout.endLine[block]) {
        let value = Int(layout.lines[line])
        let i = layout.instructions[value]
        if i.operation == .phi {
          for way in layout.ways(to: value)
          where layout.blockOf[Int(way.value.index)] != way.block.index {
            number(Int(way.value.index))
          }
        } else if !layout.isFolded[value] {
          layout.forEachOperand(i) {
            if Int(layout.blockOf[$0]) != block { number($0) }
          }
        }
      }
    }
    words = (numbered.count + 63) / 64
  }

  private func findLive() {
    let size = words * layout.code.blocks.count
    liveIn = [UInt64](repeating: 0, count: size)
    liveOut = [UInt64](repeating: 0, count: size)
    if words == 0 { return }
    var defined = [UInt64](repeating: 0, count: size)
    for (number, value) in numbered.enumerated() {
      let block = Int(layout.blockOf[Int(value)])
      if block >= 0 { defined[block * words + number / 64] |= 1 << UInt64(number % 64) }
    }
    for block in layout.blocks { addUses(block) }
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      for block in layout.blocks.reversed() {
        let (one, other) = layout.successors(block)
        if one < 0 { continue }
        for word in 0..<words {
          let at = block * words + word
          var out = liveOut[at] | liveIn[one * words + word]
          if let other { out |= liveIn[other * words + word] }
          if out == liveOut[at] { continue }
          liveOut[at] = out
          let entering = liveIn[at] | out & ~defined[at]
          if entering != liveIn[at] {
            liveIn[at] = entering
            hasChanged = true
          }
        }
      }
    }
  }

  /// What a block reads of others is live at its beginning, what phis get from it at its end.
  private func addUses(_ block: Int) {
    func add(_ value: Int, to live: inout [UInt64], _ block: Int) {
      let number = Int(numbers[value])
      if number >= 0 { live[block * words + number / 64] |= 1 << UInt64(number % 64) }
    }
    for line in Int(layout.firstLine[block])..<Int(layout.endLine[block]) {
      let value = Int(layout.lines[line])
      let i = layout.instructions[value]
      if i.operation == .phi {
        for way in layout.ways(to: value) {
          let (from, source) = (Int(way.block.index), Int(way.value.index))
          add(source, to: &liveOut, from)
          if layout.blockOf[source] != way.block.index { add(source, to: &liveIn, from) }
        }
      } else if !layout.isFolded[value] {
        layout.forEachOperand(i) {
          if Int(layout.blockOf[$0]) != block { add($0, to: &liveIn, block) }
        }
      }
    }
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
      layout.forEachOperand(i) {
        if !LiveRanges.isKept(layout.instructions[$0]) { return }
        addRange($0, begin, 2 * line + 1)
        weight[$0] += frequency
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
