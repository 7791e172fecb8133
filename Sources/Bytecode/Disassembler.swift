// Listings of code units, equal to those of Python's `dis.dis` but for the addresses of code objects.

public struct Disassembler {
  private let unit: CodeUnit
  private let handlers: [ExceptionTableEntry]
  /// Offsets in bytes that jumps and handlers name, numbered from 1.
  private let labels: [Int: Int]
  private var output = ""

  /// The listing of a code unit and of all code units among its constants.
  public static func text(of unit: CodeUnit) -> String {
    var output = ""
    append(unit, to: &output)
    return output
  }

  private static func append(_ unit: CodeUnit, to output: inout String) {
    var disassembler = Disassembler(unit)
    disassembler.disassemble()
    output += disassembler.output
    for case .code(let inner) in unit.constants {
      output += "\nDisassembly of \(inner.representation):\n"
      append(inner, to: &output)
    }
  }

  private struct Line {
    var opcode: Opcode
    var argument: Int?
    var offset: Int
  }

  private init(_ unit: CodeUnit) {
    self.unit = unit
    handlers = ExceptionTable.decode(unit.exceptionTable)
    var offsets = Set(handlers.flatMap { [$0.start * 2, $0.end * 2, $0.target * 2] })
    for line in Disassembler.decode(unit.code) {
      if let target = Disassembler.target(of: line) { offsets.insert(target) }
    }
    var labels: [Int: Int] = [:]
    for (index, offset) in offsets.sorted().enumerated() { labels[offset] = index + 1 }
    self.labels = labels
  }

  private static func decode(_ code: [UInt8]) -> [Line] {
    var lines: [Line] = []
    var extended = 0
    var index = 0
    while index + 1 < code.count {
      guard let opcode = Opcode(byte: code[index]) else {
        index += 2
        continue
      }
      let argument = opcode.hasArgument ? Int(code[index + 1]) | extended : nil
      lines.append(Line(opcode: opcode, argument: argument, offset: index))
      extended = opcode == .EXTENDED_ARG ? (argument ?? 0) << 8 : 0
      index += 2 + 2 * opcode.cacheCount
    }
    return lines
  }

  private static func target(of line: Line) -> Int? {
    guard line.opcode.hasJump, let argument = line.argument else { return nil }
    let next = line.offset + 2 + 2 * line.opcode.cacheCount
    return line.opcode.isBackwardJump ? next - 2 * argument : next + 2 * argument
  }

  // MARK: Layout

  private static let noLine = "  --"

  private mutating func disassemble() {
    var lineStarts: [Int: Int?] = [:]
    for range in unit.lines { lineStarts[range.start] = .some(range.line) }
    let lineWidth = lineNumberWidth(lineStarts)
    let labelWidth = 4 + String(labels.count).count
    for line in Disassembler.decode(unit.code) {
      var fields: [String] = []
      if lineWidth > 0 {
        if let start = lineStarts[line.offset] {
          if line.offset > 0 { output += "\n" }
          fields.append(padLeft(start.map(String.init) ?? Disassembler.noLine, lineWidth))
        } else {
          fields.append(String(repeating: " ", count: lineWidth))
        }
      }
      fields.append(padLeft(labels[line.offset].map { "L\($0):" } ?? "", labelWidth))
      fields.append("   ")
      let name = line.opcode.name
      fields.append(name + String(repeating: " ", count: max(0, 20 - name.count)))
      if let argument = line.argument {
        fields.append(padLeft(String(argument), 5 - max(0, name.count - 20)))
        let details = describe(line, argument)
        if !details.isEmpty { fields.append("(\(details))") }
      }
      let text = fields.joined(separator: " ")
      output +=
        text[..<(text.lastIndex { $0 != " " }.map { text.index(after: $0) } ?? text.startIndex)]
      output += "\n"
    }
    appendHandlers()
  }

  private func lineNumberWidth(_ starts: [Int: Int?]) -> Int {
    // Line 0, the entry of a module, does not count.
    guard let maximum = starts.values.compactMap({ $0 == 0 ? nil : $0 }).max() else { return 0 }
    let width = max(3, String(maximum).count)
    let hasUnknown = starts.values.contains { $0 == nil }
    return hasUnknown ? max(width, Disassembler.noLine.count) : width
  }

  private func padLeft(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  private mutating func appendHandlers() {
    guard !handlers.isEmpty else { return }
    output += "ExceptionTable:\n"
    for entry in handlers {
      let (start, end, target) = (entry.start * 2, entry.end * 2, entry.target * 2)
      output += "  L\(labels[start]!) to L\(labels[end]!) -> L\(labels[target]!) [\(entry.depth)]"
      output += entry.pushesLastInstruction ? " lasti\n" : "\n"
    }
  }

  // MARK: Arguments

  private func describe(_ line: Line, _ argument: Int) -> String {
    func local(_ index: Int) -> String { unit.localsPlusNames[index] }
    func name(_ index: Int, _ suffix: String) -> String {
      unit.names[index] + (argument & 1 == 1 ? suffix : "")
    }
    let opcode = line.opcode
    switch opcode {
    case .LOAD_GLOBAL: return name(argument >> 1, " + NULL")
    case .LOAD_ATTR: return name(argument >> 1, " + NULL|self")
    case .LOAD_SUPER_ATTR: return name(argument >> 2, " + NULL|self")
    case .LOAD_FAST_LOAD_FAST, .STORE_FAST_LOAD_FAST, .STORE_FAST_STORE_FAST:
      return "\(local(argument >> 4)), \(local(argument & 15))"
    case .COMPARE_OP:
      let symbol = Comparison(rawValue: argument >> 5)?.symbol ?? ""
      return argument & 16 != 0 ? "bool(\(symbol))" : symbol
    case .CONVERT_VALUE: return ["", "str", "repr", "ascii"][argument & 3]
    case .SET_FUNCTION_ATTRIBUTE:
      let names = ["defaults", "kwdefaults", "annotations", "closure"]
      return names.indices.filter { argument & 1 << $0 != 0 }.map { names[$0] }
        .joined(separator: ", ")
    case .BINARY_OP: return BinaryOperator(rawValue: argument)?.symbol ?? ""
    case .CALL_INTRINSIC_1: return UnaryIntrinsic(rawValue: argument)?.name ?? ""
    case .CALL_INTRINSIC_2: return BinaryIntrinsic(rawValue: argument)?.name ?? ""
    default: break
    }
    if opcode.hasConstant { return unit.constants[argument].representation }
    if opcode.hasName { return unit.names[argument] }
    if let target = Disassembler.target(of: line) { return "to L\(labels[target]!)" }
    if opcode.hasLocal || opcode.hasFree { return local(argument) }
    return ""
  }
}
