// The graph as text, for `--dump=jit` and the tests.

import RegisterCode

extension Graph {
  /// The register instructions that the interpreter's handlers run, for the log.
  var handlerNames: String {
    var counts: [String: Int] = [:]
    for block in blocks {
      for value in block.body where values[value].operation.isOpaque {
        let i = values[value]
        if i.operation == .callFunction { continue }
        let name = UnsafePointer<UInt64>(bitPattern: i.place)?.pointee.opcode.name
        counts["\(name.map { "\($0)" } ?? "")", default: 0] += 1
      }
    }
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { $0.value == 1 ? $0.key : "\($0.key) \($0.value)x" }.joined(separator: ", ")
  }

  var text: String {
    var out = "unit \(name)\n"
    for (index, block) in blocks.enumerated() {
      let parameters = block.parameters.map { "v\($0): \(values[$0].type)" }.joined(separator: ", ")
      out += "b\(index)(\(parameters)):\n"
      for value in block.body { out += "  " + text(value) + "\n" }
      out += "  " + text(block.terminator) + "\n"
    }
    for (index, state) in states.enumerated() { out += "s\(index) = \(text(state))\n" }
    return out
  }

  private func text(_ value: ValueID) -> String {
    let i = values[value]
    var line = "v\(value): \(i.type) = \(i.operation)"
    line += i.operands.map { " v\($0)" }.joined(separator: ",")
    switch i.operation {
    case .constant, .guardIdentical, .guardShape, .hasShape, .storeShape, .loadAddress:
      line += " #" + String(UInt(bitPattern: i.number), radix: 16)
    case .guardVersion: line += " #" + String(i.number, radix: 16) + " \(i.extra)"
    case .floatConstant: line += " \(Double(bitPattern: UInt64(bitPattern: Int64(i.number))))"
    case .intCompare, .floatCompare: line += " \(Comparison(rawValue: i.number)!)"
    default: if i.number != 0 { line += " \(i.number)" }
    }
    if i.state >= 0 { line += " s\(i.state)" }
    return line
  }

  private func text(_ edge: Edge) -> String {
    "b\(edge.target)(" + edge.arguments.map { "v\($0)" }.joined(separator: ", ") + ")"
  }

  private func text(_ terminator: Terminator) -> String {
    switch terminator {
    case .jump(let edge): return "jump " + text(edge)
    case .branch(let condition, let yes, let no):
      return "branch v\(condition) \(text(yes)) else \(text(no))"
    case .result(let value): return "result v\(value)"
    case .leave(let state): return "leave s\(state)"
    case .open: return "open"
    }
  }

  private func text(_ state: FrameState) -> String {
    let frames = state.frames.map { "+\($0.base)" }.joined(separator: " ")
    let registers = state.registers.map { "r\($0.register)=v\($0.value)" }.joined(separator: " ")
    return "[\(frames)] \(registers)"
  }
}
