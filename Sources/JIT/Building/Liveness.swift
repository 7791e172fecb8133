// Which registers of a function are live where.

import RegisterCode

struct Liveness {
  /// By 64 registers, and within them by line: a bit for each register that is live before the line.
  private var words: [UInt64] = []
  private var lineCount = 0

  init() {}

  init(of view: CodeView) {
    lineCount = view.lines.count
    words.reserveCapacity(lineCount * ((view.registerCount + 63) / 64))
    var flows = view.lines.map { Flow(of: $0, view) }
    for first in stride(from: 0, to: view.registerCount, by: 64) {
      if first > 0 { for line in flows.indices { flows[line].live = 0 } }
      for line in flows.indices { flows[line].noteEffects(view.lines[line].effects, from: first) }
      Liveness.solve(&flows, from: first)
      for flow in flows { words.append(flow.live) }
    }
  }

  func contains(_ register: Int, before line: Int) -> Bool {
    words[(register >> 6) * lineCount + line] >> UInt64(register & 63) & 1 != 0
  }

  /// Backward dataflow; what a handler finds is live wherever it may be entered from.
  private static func solve(_ flows: inout [Flow], from first: Int) {
    var changed = true
    while changed {
      changed = false
      for line in flows.indices.reversed() {
        let flow = flows[line]
        var live: UInt64 = 0
        if flow.next >= 0 { live = flows[Int(flow.next)].live }
        if flow.target >= 0 { live |= flows[Int(flow.target)].live }
        live = live & ~flow.writes | flow.reads
        if flow.handler >= 0 {
          live |=
            flows[Int(flow.handler)].live & ~bit(Int(flow.exceptionRegister), from: first)
            & ~bit(Int(flow.lastInstructionRegister), from: first)
        }
        if live != flow.live {
          flows[line].live = live
          changed = true
        }
      }
    }
  }

  private static func bit(_ register: Int, from first: Int) -> UInt64 {
    let distance = register - first
    return distance >= 0 && distance < 64 ? 1 << UInt64(distance) : 0
  }

  /// A line and where it leads to: numbers of lines, or -1.
  private struct Flow {
    var live: UInt64 = 0
    private(set) var reads: UInt64 = 0
    private(set) var writes: UInt64 = 0
    private(set) var next: Int32 = -1
    private(set) var target: Int32 = -1
    private(set) var handler: Int32 = -1
    /// What the handler's entry writes, or -1.
    private(set) var exceptionRegister: Int32 = -1
    private(set) var lastInstructionRegister: Int32 = -1

    init(of line: CodeView.Line, _ view: CodeView) {
      let successors = view.successors(line)
      func number(at word: Int?) -> Int32 {
        word.flatMap { view.lineNumber(at: $0) }.map { Int32($0) } ?? -1
      }
      // Where a generator goes on, it finds what is live behind its yield.
      next = number(at: line.opcode == .yieldValue ? line.next : successors.next)
      target = number(at: successors.target)
      if let handler = view.handler(line) {
        self.handler = number(at: Int(handler.target))
        exceptionRegister = Int32(handler.exceptionRegister)
        lastInstructionRegister = Int32(handler.lastInstructionRegister)
      }
    }

    mutating func noteEffects(_ effects: RegisterEffects, from first: Int) {
      (reads, writes) = (0, 0)
      for register in effects.reads { reads |= bit(register, from: first) }
      for register in effects.writes { writes |= bit(register, from: first) }
    }
  }
}
