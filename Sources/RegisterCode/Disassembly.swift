// Register code as text: what `--dump=register` prints and golden tests compare. All of it comes
// from the opcode table. Reads code as lowering left it; on quickened code constants are bits.
//
//     registers 12, locals 2
//        0  loadGlobal               t0, print
//        4  move                     t7, r1
//     handler 4..<5 -> 20, exception t1, lasti t0

extension LoweredCode {
  /// `names` are the code object's; without them a name prints as its index.
  public func disassembly(names: [String] = []) -> String {
    var text = "registers \(registerCount), locals \(localCount)\n"
    let targets = jumpTargets()
    var index = 0
    while index < words.count {
      let opcode = words[index].opcode
      let mark = targets.contains(index) ? ">" : " "
      let name = "\(opcode.name)"
      text += "\(mark)\(padded(String(index), 5, onLeft: true))  "
      let operands = operandTexts(at: index, names).joined(separator: ", ")
      text += operands.isEmpty ? name : padded(name, 26) + operands
      text += "\n"
      index += 1 + opcode.extraWords
    }
    for handler in handlers {
      text += "handler \(handler.start)..<\(handler.end) -> \(handler.target)"
      text += ", exception \(register(Int(handler.exceptionRegister)))"
      if handler.lastInstructionRegister >= 0 {
        text += ", lasti \(register(Int(handler.lastInstructionRegister)))"
      }
      text += "\n"
    }
    return text
  }

  /// The word that the instruction at `index` may jump to.
  public func jumpTarget(at index: Int) -> Int? {
    let word = words[index]
    let next = index + 1 + word.opcode.extraWords
    let operands = word.opcode.operands
    if operands.b == .jump32 { return next + word.signedBC }
    if operands.c == .jump { return next + word.signedC }
    return nil
  }

  private func jumpTargets() -> Set<Int> {
    var targets: Set<Int> = []
    var index = 0
    while index < words.count {
      if let target = jumpTarget(at: index) { targets.insert(target) }
      index += 1 + words[index].opcode.extraWords
    }
    for handler in handlers { targets.insert(Int(handler.target)) }
    return targets
  }

  private func operandTexts(at index: Int, _ names: [String]) -> [String] {
    let word = words[index]
    let opcode = word.opcode
    let kinds = opcode.operands
    var texts: [String] = []
    for (kind, value) in [(kinds.a, word.a), (kinds.b, word.b), (kinds.c, word.c)] {
      switch kind {
      case .none: break
      case .def, .use, .both: texts.append(register(value))
      case .first, .into, .window: texts.append(register(value) + "…")
      case .immediate: texts.append(String(Int16(truncatingIfNeeded: value)))
      case .count: texts.append("#\(value)")
      case .name: texts.append(name(value, names))
      case .name32: texts.append(name(word.bc, names))
      case .jump, .jump32: texts.append("-> \(jumpTarget(at: index)!)")
      }
    }
    var extra = index + 1
    if opcode.hasConstant {
      texts.append("const \(words[extra])")
      extra += 1
    }
    for literal in 0..<opcode.literalWords { texts.append("\(words[extra + literal])") }
    return texts
  }

  private func register(_ number: Int) -> String {
    number < localCount ? "r\(number)" : "t\(number - localCount)"
  }

  private func name(_ index: Int, _ names: [String]) -> String {
    index < names.count ? names[index] : "name \(index)"
  }

  private func padded(_ text: String, _ width: Int, onLeft: Bool = false) -> String {
    let padding = String(repeating: " ", count: max(1, width - text.utf8.count))
    return onLeft ? padding + text : text + padding
  }
}
