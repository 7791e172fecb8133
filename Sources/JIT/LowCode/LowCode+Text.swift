// Low-level code as text, for tests and to look at: a block's instructions below its name, in `order`.
// Functions are told by their place in `callees`: where they are differs between runs.

extension LowCode {
  var text: String {
    var lines: [String] = []
    for block in order {
      lines.append("b\(block.index):")
      var index = blocks[Int(block.index)].first
      while index >= 0 {
        lines.append("  " + line(index))
        index = instructions[Int(index)].next
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func line(_ index: Int32) -> String {
    let i = instructions[Int(index)]
    let body = body(i, index)
    return i.type == .none ? body : "v\(index) = \(body)"
  }

  private func body(_ i: LowInstruction, _ index: Int32) -> String {
    switch i.operation {
    case .phi:
      let ways = incoming.filter { $0.phi.index == index }
      let texts = ways.map { "b\($0.block.index): \(operand($0.value.index))" }
      return "phi \(i.type) \(texts.joined(separator: ", "))"
    case .load: return "load.\(i.width) \(place(i))\(alias(i))"
    case .store: return "store.\(i.width) \(operand(i.c)), \(place(i))\(alias(i))"
    case .addressOf, .countDown: return "\(i.operation) \(place(i))"
    case .compareWords, .compareFloats: return "\(i.operation).\(i.comparison) \(operands(i))"
    case .rotate: return "rotate \(operand(i.a)), \(i.number)"
    case .call:
      let arguments = lists[Int(i.a)..<Int(i.a + i.b)].map { operand($0.index) }
      return "call f\(i.number)(\(arguments.joined(separator: ", ")))"
    case .enter: return "enter \(i.a < 0 ? "self" : operand(i.a))(\(operand(i.b)))"
    case .jump: return "jump b\(i.a)"
    case .branch:
      return "branch\(i.detail == 1 ? ".likely" : "") \(operand(i.a)), b\(i.b), b\(i.c)"
    case .add where i.detail == 1, .subtract where i.detail == 1:
      return "\(i.operation).fits \(operands(i))"
    default: return "\(i.operation) \(operands(i))"
    }
  }

  private func operands(_ i: LowInstruction) -> String {
    [i.a, i.b, i.c].filter { $0 >= 0 }.map(operand).joined(separator: ", ")
  }

  /// Values of no block are told where they are used.
  private func operand(_ index: Int32) -> String {
    let i = instructions[Int(index)]
    switch (i.operation, i.type) {
    case (.constant, .double): return "\(Double(bitPattern: UInt64(UInt(bitPattern: i.number))))"
    case (.constant, .bit): return i.number == 0 ? "false" : "true"
    // Addresses and the like.
    case (.constant, _):
      return i.number.magnitude < 1 << 20
        ? "\(i.number)" : "0x" + String(UInt(bitPattern: i.number), radix: 16)
    case (.poison, _): return "poison"
    case (.argument, _): return "argument"
    default: return "v\(index)"
    }
  }

  private func place(_ i: LowInstruction) -> String {
    var parts: [String] = []
    if i.a == LowInstruction.scratch { parts.append("scratch") }
    if i.a >= 0 { parts.append(operand(i.a)) }
    if i.b >= 0 { parts.append("\(operand(i.b)) * \(i.scale)") }
    if i.number != 0 || parts.isEmpty {
      let isLarge = i.number.magnitude >= 1 << 20
      parts.append(isLarge ? "0x" + String(UInt(bitPattern: i.number), radix: 16) : "\(i.number)")
    }
    return "[\(parts.joined(separator: " + "))]"
  }

  private func alias(_ i: LowInstruction) -> String {
    AliasClass(rawValue: Int(i.alias)).map { " \($0)" } ?? ""
  }
}
