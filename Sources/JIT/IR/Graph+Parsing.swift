// A graph from its text; see `Graph+Text` for the form. What is read is not checked beyond its syntax:
// `problems` finds the rest.

extension Graph {
  /// - Throws: `GraphSyntaxError`, at the first line that cannot be read.
  static func parse(_ text: String, names: NameTable = NameTable()) throws(GraphSyntaxError)
    -> Graph
  {
    var parser = GraphParser(names)
    try parser.read(text)
    return parser.graph
  }
}

private struct GraphParser {
  private(set) var graph = Graph(name: "")
  private let names: NameTable
  private var block = -1

  init(_ names: NameTable) {
    self.names = names
    graph.blocks = []
  }

  mutating func read(_ text: String) throws(GraphSyntaxError) {
    var number = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      number += 1
      var scanner = LineScanner(line, line: number)
      if scanner.isAtEnd { continue }
      if number == 1 {
        try scanner.expect("unit")
        graph.name = scanner.rest
        continue
      }
      try readLine(&scanner)
      if !scanner.isAtEnd { throw scanner.error("'\(scanner.rest)' is too much") }
    }
    if graph.blocks.isEmpty { throw GraphSyntaxError(line: number, message: "no block") }
  }

  private mutating func readLine(_ s: inout LineScanner) throws(GraphSyntaxError) {
    if s.take("generator of") { return graph.ownRegisters = try s.integer() }
    if let value = try s.indexIfAny("v") { return try instruction(value, &s) }
    if let state = try s.indexIfAny("s") { return try readState(state, &s) }
    if let index = try s.indexIfAny("b") { return try beginBlock(index, &s) }
    if block < 0 { throw s.error("outside of a block") }
    graph.blocks[block].terminator = try terminator(&s)
  }

  // MARK: Blocks

  private mutating func beginBlock(_ index: Int, _ s: inout LineScanner) throws(GraphSyntaxError) {
    if index != graph.blocks.count { throw s.error("expected b\(graph.blocks.count)") }
    graph.blocks.append(Block())
    block = index
    try s.expect("(")
    while !s.take(")") {
      if !graph.blocks[block].parameters.isEmpty { try s.expect(",") }
      let value = try s.index("v")
      try s.expect(":")
      define(value, Instruction(operation: .register, number: -1, type: try type(&s)))
      graph.blocks[block].parameters.append(value)
    }
    if s.take("loop") { graph.loopEntries[block] = try s.index("s") }
    try s.expect(":")
  }

  /// Values between those that the text has are nobody's.
  private mutating func define(_ value: ValueID, _ instruction: Instruction) {
    while graph.values.count <= value {
      graph.values.append(Instruction(operation: .constant, type: .nothing))
    }
    graph.values[value] = instruction
  }

  private func edge(_ s: inout LineScanner) throws(GraphSyntaxError) -> Edge {
    let target = try s.index("b")
    try s.expect("(")
    var arguments: [ValueID] = []
    while !s.take(")") {
      if !arguments.isEmpty { try s.expect(",") }
      arguments.append(try s.index("v"))
    }
    return Edge(target: target, arguments: arguments)
  }

  private func terminator(_ s: inout LineScanner) throws(GraphSyntaxError) -> Terminator {
    let word = s.word()
    switch word {
    case "jump": return .jump(try edge(&s))
    case "branch":
      let condition = try s.index("v")
      let yes = try edge(&s)
      try s.expect("else")
      return .branch(condition, yes, try edge(&s))
    case "result": return .result(try s.index("v"))
    case "leave": return .leave(try s.index("s"))
    case "open": return .open
    default: throw s.error("no block ends with '\(word)'")
    }
  }

  // MARK: Instructions

  private static let operations = Dictionary(
    uniqueKeysWithValues: Operation.allCases.map { ("\($0)", $0) })
  private static let aliases = Dictionary(
    uniqueKeysWithValues: AliasClass.allCases.map { ("\($0)", $0) })
  private static let comparisons = Dictionary(
    uniqueKeysWithValues: Comparison.allCases.map { ("\($0)", $0) })

  private mutating func instruction(_ value: ValueID, _ s: inout LineScanner)
    throws(GraphSyntaxError)
  {
    if block < 0 { throw s.error("outside of a block") }
    try s.expect(":")
    let type = try type(&s)
    try s.expect("=")
    let name = s.word()
    guard let operation = GraphParser.operations[name] else {
      throw s.error("there is no operation '\(name)'")
    }
    var i = Instruction(operation: operation, type: type)
    while let operand = try s.indexIfAny("v") {
      i.operands.append(operand)
      if !s.take(",") { break }
    }
    let form = operation.form
    i.comparison = s.take("third") ? try s.integer() : try field(form.third, &s)
    i.number = s.take("number") ? try s.integer() : try field(form.number, &s)
    i.extra = s.take("extra") ? try s.integer() : try field(form.extra, &s)
    if s.take("[") {
      let name = s.word()
      guard let alias = GraphParser.aliases[name] else {
        throw s.error("there is no memory '\(name)'")
      }
      i.alias = alias
      try s.expect("]")
    }
    if s.take("at") { i.place = try s.number(.pc, names) }
    i.state = try s.indexIfAny("s") ?? -1
    define(value, i)
    graph.blocks[block].body.append(value)
  }

  private func field(_ field: Operation.Form.Field, _ s: inout LineScanner)
    throws(GraphSyntaxError) -> Int
  {
    switch field {
    case .none: return 0
    case .integer: return try s.integer()
    case .offset:
      try s.expect("+")
      return try s.integer()
    case .intConstant:
      if let place = try s.numberIfAny(.pc, names) { return place }
      return try s.integer()
    case .double:
      if let bits = try s.numberIfAny(.value, names) { return bits }
      let text = s.literal()
      guard let d = Double(text) else { throw s.error("'\(text)' is not a float") }
      return Int(bitPattern: UInt(d.bitPattern))
    case .bool:
      if s.take("true") { return 1 }
      try s.expect("false")
      return 0
    case .comparison:
      let name = s.word()
      guard let comparison = GraphParser.comparisons[name] else {
        throw s.error("there is no comparison '\(name)'")
      }
      return comparison.rawValue
    case .arithmetic:
      let name = s.word()
      guard let index = Operation.arithmeticNames.firstIndex(of: name) else {
        throw s.error("there is no arithmetic '\(name)'")
      }
      return index
    case .helper:
      let name = s.word()
      guard let helper = Helper.allCases.first(where: { "\($0)" == name }) else {
        throw s.error("there is no helper '\(name)'")
      }
      return helper.rawValue
    case .value: return try s.number(.value, names)
    case .shape: return try s.number(.shape, names)
    case .address: return try s.number(.address, names)
    case .body: return try s.number(.body, names)
    case .step: return try s.number(.step, names)
    case .target:
      if s.take("unless") { return -(try s.number(.pc, names)) }
      return s.take("if") ? try s.number(.pc, names) : 0
    case .version: return s.take("is") ? try s.integer() : 0
    case .calm: return s.take("calm") ? 1 : 0
    case .byte: return s.take("byte") ? 1 : 0
    }
  }

  private func type(_ s: inout LineScanner) throws(GraphSyntaxError) -> ValueType {
    if s.take("object(") {
      let shape = try s.number(.shape, names)
      try s.expect(")")
      return .object(UInt32(truncatingIfNeeded: shape))
    }
    var kinds: ValueType.Kinds = []
    repeat {
      let name = s.word()
      switch name {
      case "any": kinds = .all
      case "nothing": break
      default:
        guard let kind = ValueType.kindNames.first(where: { $0.1 == name }) else {
          throw s.error("there is no type '\(name)'")
        }
        kinds.insert(kind.0)
      }
    } while s.take("|")
    return ValueType(kinds: kinds)
  }

  // MARK: Frame states

  private mutating func readState(_ index: Int, _ s: inout LineScanner) throws(GraphSyntaxError) {
    try s.expect(":")
    var state = FrameState(frames: [], registers: [])
    while s.take("{") {
      state.frames.append(try frame(&s))
      try s.expect("}")
    }
    while s.take("r") {
      let register = try s.integer()
      try s.expect("=")
      state.registers.append((register: register, value: try s.index("v")))
    }
    while graph.states.count <= index {
      graph.states.append(FrameState(frames: [], registers: []))
    }
    graph.states[index] = state
  }

  private func frame(_ s: inout LineScanner) throws(GraphSyntaxError) -> FrameInfo {
    try s.expect("base")
    let base = try s.integer()
    try s.expect(", body")
    let body = try s.number(.body, names)
    try s.expect(", pc")
    let pc = try s.number(.pc, names)
    try s.expect(", function")
    var result = FrameInfo(
      base: base, body: body, pc: pc, function: try s.index("v"), flags: 0, instance: nil)
    if s.take(", flags") { result.flags = try s.integer() }
    if s.take(", instance") { result.instance = try s.index("v") }
    return result
  }
}
