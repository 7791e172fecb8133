// The register code of a function as the builder needs it: a copy of its instructions, blocks, and which
// registers are live where.

import RegisterCode
import TaipanRuntime

/// A set of registers.
struct RegisterSet: Equatable {
  private var words: [UInt64]

  init(count: Int) { words = [UInt64](repeating: 0, count: (count + 63) / 64) }

  func contains(_ register: Int) -> Bool {
    register >> 6 < words.count && words[register >> 6] >> UInt64(register & 63) & 1 != 0
  }

  mutating func insert(_ register: Int) {
    if register >> 6 < words.count { words[register >> 6] |= 1 << UInt64(register & 63) }
  }

  mutating func remove(_ register: Int) {
    if register >> 6 < words.count { words[register >> 6] &= ~(1 << UInt64(register & 63)) }
  }

  mutating func formUnion(_ other: RegisterSet) {
    for index in words.indices { words[index] |= other.words[index] }
  }
}

final class CodeView {
  struct Line {
    /// Of its word, from the beginning of the code.
    let index: Int
    let word: UInt64
    /// Words behind the instruction word, as they were when the view was made.
    let extra: [UInt64]
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
  private(set) var leaders: Set<Int> = [0]
  private(set) var assigned: RegisterSet
  /// By line: the registers that are live before it.
  private(set) var liveBefore: [RegisterSet] = []

  /// Whether a yield goes on with the next line, and so does the instruction that makes the generator.
  private let yieldsContinue: Bool

  init(_ body: UnsafeMutablePointer<CodeBody>, yieldsContinue: Bool = false) {
    self.body = body
    self.yieldsContinue = yieldsContinue
    entry = body.pointee.entry!
    localCount = Int(body.pointee.localCount)
    registerCount = Int(body.pointee.registerCount)
    assigned = RegisterSet(count: registerCount)
    read()
    findLeaders()
    computeLiveness()
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
    var index = 0
    while index < count {
      let word = entry[index]
      let extra = (0..<word.opcode.extraWords).map { entry[index + 1 + $0] }
      let effects = RegisterEffects(word, localCount: localCount)
      lineNumbers[index] = Int32(lines.count)
      lines.append(Line(index: index, word: word, extra: extra, effects: effects))
      for register in effects.writes { assigned.insert(register) }
      index += 1 + extra.count
    }
  }

  private func findLeaders() {
    for line in lines {
      if let target = line.target {
        leaders.insert(target)
        leaders.insert(line.next)
      } else if !line.continues {
        leaders.insert(line.next)
      }
      if let unpacking = unpacking(behind: line) { leaders.insert(unpacking.next) }
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

  func successors(_ line: Line) -> [Int] {
    var result: [Int] = []
    let yields = line.opcode == .yieldValue || line.opcode == .makeGenerator
    if line.continues || yields && yieldsContinue { result.append(line.next) }
    if let target = line.target { result.append(target) }
    return result
  }

  /// The handler that exceptions of a line go to.
  func handler(_ line: Line) -> LoweredCode.Handler? {
    for i in 0..<Int(body.pointee.handlerCount) {
      let handler = body.pointee.handlers![i]
      if Int(handler.start) <= line.index, line.index < Int(handler.end) { return handler }
    }
    return nil
  }

  /// Backward dataflow; what a handler finds is live wherever it may be entered from.
  private func computeLiveness() {
    let empty = RegisterSet(count: registerCount)
    liveBefore = [RegisterSet](repeating: empty, count: lines.count)
    let handlers = lines.map { handler($0) }
    var changed = true
    while changed {
      changed = false
      for number in lines.indices.reversed() {
        let line = lines[number]
        var live = empty
        // Where a generator goes on, it finds what is live behind its yield.
        let resumed = line.opcode == .yieldValue ? [line.next] : []
        for successor in successors(line) + resumed {
          if let next = lineNumber(at: successor) { live.formUnion(liveBefore[next]) }
        }
        for register in line.effects.writes { live.remove(register) }
        for register in line.effects.reads { live.insert(register) }
        if let handler = handlers[number], let target = lineNumber(at: Int(handler.target)) {
          var atHandler = liveBefore[target]
          atHandler.remove(Int(handler.exceptionRegister))
          if handler.lastInstructionRegister >= 0 {
            atHandler.remove(Int(handler.lastInstructionRegister))
          }
          live.formUnion(atHandler)
        }
        if live != liveBefore[number] {
          liveBefore[number] = live
          changed = true
        }
      }
    }
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
        && liveBefore[$0].contains(register)
    }
  }

  /// Whether the code yields between two words.
  func yields(between first: Int, and last: Int) -> Bool {
    lines.contains { $0.opcode == .yieldValue && first < $0.index && $0.index < last }
  }

  /// Blocks that can be reached from some words, each before those that it alone leads to, and which of
  /// them loops go back to.
  func blocksInOrder(from starts: [Int]) -> (order: [Int], headers: Set<Int>) {
    var order: [Int] = []
    var headers: Set<Int> = []
    var state: [Int: Bool] = [:]  // True while on the path.
    for start in starts where state[start] == nil {
      var work: [(block: Int, next: [Int])] = [(start, blockSuccessors(start))]
      state[start] = true
      while let top = work.last {
        guard let successor = top.next.last else {
          state[top.block] = false
          order.append(top.block)
          work.removeLast()
          continue
        }
        work[work.count - 1].next.removeLast()
        if let onPath = state[successor] {
          if onPath { headers.insert(successor) }
        } else {
          state[successor] = true
          work.append((successor, blockSuccessors(successor)))
        }
      }
    }
    return (order.reversed(), headers)
  }

  /// The lines of the block that begins at a word.
  func block(_ start: Int) -> Range<Int> {
    guard let first = lineNumber(at: start) else { return 0..<0 }
    var last = first
    while last + 1 < lines.count, !leaders.contains(lines[last].next), lines[last].continues,
      lines[last].target == nil
    {
      last += 1
    }
    return first..<last + 1
  }

  private func blockSuccessors(_ start: Int) -> [Int] {
    let lines = block(start)
    if lines.isEmpty { return [] }
    let last = self.lines[lines.upperBound - 1]
    guard let unpacking = unpacking(behind: last) else { return successors(last) }
    return successors(last).map { $0 == unpacking.index ? unpacking.next : $0 }
  }
}
