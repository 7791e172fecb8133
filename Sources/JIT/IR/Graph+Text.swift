// The graph as text, for `--dump=jit` and the tests. `Graph+Parsing` reads it back.
//
//     unit NAME
//     generator of REGISTERS, where it is one
//     b0():
//       v0: any = register 3
//       v1: int = guardInt v0 at @f+4 s0
//       jump b1(v1)
//     b1(v2: int):
//       result v2
//     s0: {base 0, body @f, pc @f+4, function v0} r3=v0
//
// Behind a block's parameters `loop s0` says which state a loop that begins there is left to, as long as guards
// may be moved before it.
// An instruction is `VALUE: TYPE = OPERATION OPERANDS COMPARISON NUMBER EXTRA [ALIAS] at PLACE STATE`; its `Form` says
// which of them it has. Places are shown where leaving counts as their failure. Values and states keep
// their numbers, those that nothing refers to are left out.

extension Graph {
  var text: String { text(names: nil) }

  /// - Parameter names: what is printed instead of numbers that only this run knows.
  func text(names: NameTable?) -> String { GraphPrinter(graph: self, names: names).text }

  /// By state: whether an instruction or the end of a block refers to it.
  var usedStates: [Bool] {
    var used = [Bool](repeating: false, count: states.count)
    func use(_ state: Int) { if states.indices.contains(state) { used[state] = true } }
    for block in blocks {
      for value in block.body where values.indices.contains(value) { use(values[value].state) }
      if case .leave(let state) = block.terminator { use(state) }
    }
    for state in loopEntries.values { use(state) }
    return used
  }
}

private struct GraphPrinter {
  let graph: Graph
  let names: NameTable?

  var text: String {
    var out = "unit \(graph.name)\n"
    if let count = graph.ownRegisters { out += "generator of \(count)\n" }
    for (index, block) in graph.blocks.enumerated() {
      let parameters = block.parameters.map { "v\($0): \(text(graph.values[$0].type))" }
      let loop = graph.loopEntries[index].map { " loop s\($0)" } ?? ""
      out += "b\(index)(\(parameters.joined(separator: ", ")))\(loop):\n"
      for value in block.body { out += "  " + instruction(value) + "\n" }
      out += "  " + text(block.terminator) + "\n"
    }
    for (index, isUsed) in graph.usedStates.enumerated() where isUsed {
      out += "s\(index): \(text(graph.states[index]))\n"
    }
    return out
  }

  private func instruction(_ value: ValueID) -> String {
    let i = graph.values[value]
    let form = i.operation.form
    var line = "v\(value): \(text(i.type)) = \(i.operation)"
    if !i.operands.isEmpty {
      line += " " + i.operands.map { "v\($0)" }.joined(separator: ", ")
    }
    line += field(form.third, i.comparison, ifNone: "third")
    line += field(form.number, i.number, ifNone: "number")
    line += field(form.extra, i.extra, ifNone: "extra")
    if form.hasAlias || i.alias != .slot { line += " [\(i.alias)]" }
    if i.place != 0, i.operation.mayFail { line += " at \(number(.pc, i.place))" }
    if i.state >= 0 { line += " s\(i.state)" }
    return line
  }

  /// With a space before it; nothing for what has its usual value.
  private func field(_ field: Operation.Form.Field, _ n: Int, ifNone label: String) -> String {
    switch field {
    case .none: return n == 0 ? "" : " \(label) \(n)"
    case .integer: return " \(n)"
    case .intConstant: return " " + (names?.name(.pc, n).map(NameTable.quoted) ?? "\(n)")
    case .offset: return " +\(n)"
    case .double:
      let bits = UInt64(bitPattern: Int64(n))
      let d = Double(bitPattern: bits)
      return d.isNaN ? " #" + String(bits, radix: 16) : " \(d)"
    case .bool: return n == 0 ? " false" : " true"
    case .comparison: return Comparison(rawValue: n).map { " \($0)" } ?? " \(n)"
    case .value: return " " + number(.value, n)
    case .shape: return " " + number(.shape, n)
    case .address: return " " + number(.address, n)
    case .body: return " " + number(.body, n)
    case .step: return " " + number(.step, n)
    case .target:
      if n == 0 { return "" }
      return n < 0 ? " unless " + number(.pc, -n) : " if " + number(.pc, n)
    case .version: return n == 0 || names?.hidesVersions == true ? "" : " is \(n)"
    case .arithmetic:
      return Operation.arithmeticNames.indices.contains(n)
        ? " \(Operation.arithmeticNames[n])" : " \(n)"
    case .helper: return Helper(rawValue: n).map { " \($0)" } ?? " \(n)"
    case .calm: return n == 0 ? "" : " calm"
    case .byte: return n == 0 ? "" : " byte"
    }
  }

  private func number(_ kind: NameTable.Kind, _ n: Int) -> String {
    names?.name(kind, n).map(NameTable.quoted) ?? "#" + String(UInt(bitPattern: n), radix: 16)
  }

  private func text(_ type: ValueType) -> String {
    if type.shape == 0 { return "\(type)" }
    return "object(\(number(.shape, Int(type.shape))))"
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
    let frames = state.frames.map(text)
    let registers = state.registers.map { "r\($0.register)=v\($0.value)" }
    return (frames + registers).joined(separator: " ")
  }

  private func text(_ frame: FrameInfo) -> String {
    var parts = [
      "base \(frame.base)", "body \(number(.body, frame.body))", "pc \(number(.pc, frame.pc))",
      "function v\(frame.function)",
    ]
    if frame.flags != 0 { parts.append("flags \(frame.flags)") }
    if let instance = frame.instance { parts.append("instance v\(instance)") }
    return "{" + parts.joined(separator: ", ") + "}"
  }
}
