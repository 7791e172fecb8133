// The register code of a function as the builder needs it: a copy of its instructions, blocks, and which
// registers are live where.

import RegisterCode
import TaipanRuntime

final class CodeView {
  struct Line {
    /// Of its word, from the beginning of the code.
    let index: Int
    let word: UInt64
    /// Words behind the instruction word, where they are: nothing runs while a unit is built.
    let extra: UnsafeBufferPointer<UInt64>
    let effects: RegisterEffects
    var next: Int { index + 1 + extra.count }
    var opcode: Opcode { word.opcode }
    /// Where it may jump to.
    var target: Int? {
      switch (opcode.operands.a, opcode.operands.b, opcode.operands.c) {
      case (_, .jump32, _): return next + word.signedBC
      case (_, _, .jump): return next + word.signedC
      default: return nil
      }
    }
    var continues: Bool {
      !opcode.effects.contains(.ends) && opcode != .jump
    }
  }

  let body: UnsafeMutablePointer<CodeBody>
  let entry: UnsafeMutablePointer<UInt64>
  let localCount: Int
  let registerCount: Int
  private(set) var lines: [Line] = []
  /// By word index: the line there, or -1.
  private var lineNumbers: [Int32] = []
  /// By word index: whether a block begins there.
  private var leaders: [Bool] = []
  private var assigned: [Bool]
  private var liveness = Liveness()

  /// Whether a yield goes on with the next line, and so does the instruction that makes the generator.
  private let yieldsContinue: Bool

  init(_ body: UnsafeMutablePointer<CodeBody>, yieldsContinue: Bool = false) {
    self.body = body
    self.yieldsContinue = yieldsContinue
    entry = body.pointee.entry!
    localCount = Int(body.pointee.localCount)
    registerCount = Int(body.pointee.registerCount)
    assigned = [Bool](repeating: false, count: registerCount)
    read()
    findLeaders()
    liveness = Liveness(of: self)
  }

  func isLeader(_ word: Int) -> Bool { leaders[word] }

  func isAssigned(_ register: Int) -> Bool { register < registerCount && assigned[register] }

  /// Whether a register is live before a line.
  func isLive(_ register: Int, before line: Int) -> Bool {
    register < registerCount && liveness.contains(register, before: line)
  }

  /// Calls a function with the registers that the interpreter must find before a line: the locals, and what is
  /// live.
  func forEachKept(before line: Int, below end: Int? = nil, _ body: (Int) -> Void) {
    for register in 0..<min(end ?? registerCount, registerCount)
    where register < localCount || liveness.contains(register, before: line) {
      body(register)
    }
  }

  /// The number of the line at a word.
  func lineNumber(at word: Int) -> Int? {
    if word < 0 || word >= lineNumbers.count { return nil }
    let number = lineNumbers[word]
    return number < 0 ? nil : Int(number)
  }

  private func read() {
    let count = Int(body.pointee.wordCount)
    lineNumbers = [Int32](repeating: -1, count: count)
    lines.reserveCapacity(count)
    var index = 0
    while index < count {
      let word = entry[index]
      let extra = UnsafeBufferPointer(
        start: UnsafePointer(entry + index + 1), count: word.opcode.extraWords)
      let effects = RegisterEffects(word, localCount: localCount)
      lineNumbers[index] = Int32(lines.count)
      lines.append(Line(index: index, word: word, extra: extra, effects: effects))
      for register in effects.writes { assigned[register] = true }
      index += 1 + extra.count
    }
  }

  private func findLeaders() {
    leaders = [Bool](repeating: false, count: lineNumbers.count + 1)
    leaders[0] = true
    for line in lines {
      if let target = line.target ?? loopEnd(line) {
        leaders[target] = true
        leaders[line.next] = true
      } else if !line.continues {
        leaders[line.next] = true
      }
      if let unpacking = unpacking(behind: line) { leaders[unpacking.next] = true }
    }
  }

  /// The instruction that takes apart what a loop's instruction has got, first thing in the loop's body.
  /// Both are built as one: the body begins behind it, and what is taken apart need not exist.
  func unpacking(behind line: Line) -> Line? {
    let body: Int
    switch line.opcode.parent {
    case .forIter: body = line.next
    case .forIterBackward: body = line.target!
    default: return nil
    }
    guard let number = lineNumber(at: body) else { return nil }
    let first = lines[number]
    switch first.opcode.parent {
    case .unpackSequence, .unpackLocals: return first.word.b == line.word.a ? first : nil
    case .unpackPair: return first.word.c == line.word.a ? first : nil
    default: return nil
    }
  }

  /// Where the code goes on behind a line.
  func successors(_ line: Line) -> (next: Int?, target: Int?) {
    let yields = line.opcode == .yieldValue || line.opcode == .makeGenerator
    return (
      line.continues || yields && yieldsContinue ? line.next : nil, line.target ?? loopEnd(line)
    )
  }

  /// Where an `async for` goes on when its iterator is exhausted; nil for all instructions but the one that asks
  /// for the next value, with the `send` that awaits it two lines further on.
  func loopEnd(_ line: Line) -> Int? {
    guard line.opcode == .getAsyncNext, let number = lineNumber(at: line.index),
      number + 3 < lines.count, lines[number + 1].opcode == .loadNone,
      lines[number + 2].opcode == .send, lines[number + 3].opcode == .yieldValue,
      lines[number + 2].word.b == line.word.a,
      lines[number + 2].word.a == lines[number + 1].word.a,
      let handler = handler(lines[number + 2]), let end = lineNumber(at: Int(handler.target)),
      lines[end].opcode == .endAsyncFor
    else { return nil }
    return lines[end].next
  }

  /// The handler that exceptions of a line go to.
  func handler(_ line: Line) -> LoweredCode.Handler? {
    for i in 0..<Int(body.pointee.handlerCount) {
      let handler = body.pointee.handlers![i]
      if Int(handler.start) <= line.index, line.index < Int(handler.end) { return handler }
    }
    return nil
  }

  func address(of index: Int) -> Int { Int(bitPattern: entry + index) }

  /// Words where a generator goes on.
  var resumePoints: [Int] {
    lines.compactMap { $0.opcode.parent == .resume ? $0.index : nil }
  }

  /// The same without a view.
  static func resumePoints(_ body: UnsafeMutablePointer<CodeBody>)
    -> [UnsafeMutablePointer<UInt64>]
  {
    var result: [UnsafeMutablePointer<UInt64>] = []
    var at = body.pointee.entry!
    let end = at + Int(body.pointee.wordCount)
    while at < end {
      if at.pointee.opcode.parent == .resume { result.append(at) }
      at += 1 + at.pointee.opcode.extraWords
    }
    return result
  }

  /// Whether a generator goes on behind a word with a register in use: in the handlers of a loop, which lie
  /// behind it and lead into it.
  func resumes(behind word: Int, with register: Int) -> Bool {
    lines.indices.contains {
      lines[$0].index >= word && lines[$0].opcode.parent == .resume
        && isLive(register, before: $0)
    }
  }

  /// Whether the code yields between two words.
  func yields(between first: Int, and last: Int) -> Bool {
    lines.contains { $0.opcode == .yieldValue && first < $0.index && $0.index < last }
  }

  /// Blocks that can be reached from some words, each before those that it alone leads to, and by word,
  /// whether loops go back to it.
  func blocksInOrder(from starts: [Int]) -> (order: [Int], isHeader: [Bool]) {
    enum Progress { case none, onPath, done }
    var order: [Int] = []
    var isHeader = [Bool](repeating: false, count: leaders.count)
    var progress = [Progress](repeating: .none, count: leaders.count)
    for start in starts where progress[start] == .none {
      var work = [(block: start, left: blockSuccessors(start))]
      progress[start] = .onPath
      while let top = work.last {
        guard let successor = top.left.target ?? top.left.next else {
          progress[top.block] = .done
          order.append(top.block)
          work.removeLast()
          continue
        }
        work[work.count - 1].left = (top.left.target == nil ? nil : top.left.next, nil)
        switch progress[successor] {
        case .none:
          progress[successor] = .onPath
          work.append((successor, blockSuccessors(successor)))
        case .onPath: isHeader[successor] = true
        case .done: break
        }
      }
    }
    return (order.reversed(), isHeader)
  }

  /// The lines of the block that begins at a word.
  func block(_ start: Int) -> Range<Int> {
    guard let first = lineNumber(at: start) else { return 0..<0 }
    var last = first
    while last + 1 < lines.count, !leaders[lines[last].next], lines[last].continues,
      lines[last].target == nil, loopEnd(lines[last]) == nil
    {
      last += 1
    }
    return first..<last + 1
  }

  private func blockSuccessors(_ start: Int) -> (next: Int?, target: Int?) {
    let lines = block(start)
    if lines.isEmpty { return (nil, nil) }
    let last = self.lines[lines.upperBound - 1]
    let (next, target) = successors(last)
    guard let unpacking = unpacking(behind: last) else { return (next, target) }
    func behind(_ word: Int?) -> Int? { word == unpacking.index ? unpacking.next : word }
    return (behind(next), behind(target))
  }
}
