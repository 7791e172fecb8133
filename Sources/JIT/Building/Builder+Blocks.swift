// Blocks and edges: parameters where environments that meet differ.

import RegisterCode
import TaipanRuntime

extension Builder {
  /// Builds the context's code from a word on; the current block and environment lead there.
  func buildBody(from start: Int) throws(NotCompiled) {
    jump(to: start)
    try buildBlocks(from: [start])
  }

  /// Builds the blocks that can be reached from words to which edges lead.
  func buildBlocks(from starts: [Int]) throws(NotCompiled) {
    let (order, isHeader) = context.view.blocksInOrder(from: starts)
    for block in order {
      try enterBlock(block, isHeader: isHeader[block])
      if current == nil { continue }
      let lines = context.view.block(block)
      for number in lines where current != nil {
        if context.view.lines[number].index == lineAhead {
          lineAhead = -1
          continue
        }
        beginLine(number)
        if builtLines > Builder.mostLines { throw NotCompiled(reason: "too large") }
        try buildLine()
      }
      // A block that ends because the next begins.
      if current != nil { jump(to: context.view.lines[lines.upperBound - 1].next) }
    }
    // Where the way into a loop was left out, as it has not been run, another one may lead into its middle.
    if !context.pending.isEmpty {
      throw NotCompiled(reason: "a loop whose beginning has not been run")
    }
  }

  static var mostLines: Int { 6000 }

  /// Begins the block at a word, where all edges that come from before meet.
  private func enterBlock(_ word: Int, isHeader: Bool) throws(NotCompiled) {
    let edges = context.pending[word] ?? []
    context.pending[word] = nil
    if edges.isEmpty {
      current = nil
      return
    }
    beginBlock()
    let block = graph.addBlock()
    var merged = Environment(count: edges[0].env.registers.count)
    var parameters: [Int] = []
    var markers: [(register: Int, marker: ValueID)] = []
    forEachKept(at: word) { register in
      let first = edges[0].env[register]
      if first < 0 || edges.contains(where: { $0.env[register] < 0 }) { return }
      let same = edges.allSatisfy { $0.env[register] == first }
      if same, isMarker(first) {
        merged[register] = first
        if !markers.contains(where: { $0.marker == first }) { markers.append((register, first)) }
        return
      }
      let mayChange = isHeader && (entersLoops || isAssigned(register))
      if same, !mayChange {
        merged[register] = first
        let memory = edges[0].env.memory(register)
        if edges.allSatisfy({ $0.env.memory(register) == memory }) {
          merged.noteInMemory(register, memory)
        }
        return
      }
      merged[register] = addParameter(to: block, for: register, edges, isHeader: isHeader)
      parameters.append(register)
      // What all memory holds, it holds by the new name.
      if !mayChange, edges.allSatisfy({ $0.env.registers[register].isInMemory }) {
        merged.noteInMemory(register, merged[register])
      }
    }
    let fields = mergeFields(markers, edges, into: &merged, block, isHeader: isHeader)
    let header = Header(block: block, registers: parameters, fields: fields)
    for edge in edges { connect(edge, to: header) }
    if isHeader { context.headers[word] = header }
    current = block
    env = merged
    if isHeader { noteLoopEntry(block, at: word) }
  }

  /// A parameter for a register of which edges bring values.
  private func addParameter(
    to block: BlockID, for register: Int, _ edges: [PendingEdge], isHeader: Bool
  ) -> ValueID {
    // Of loops the ways back are still to come.
    let type = edges.reduce(ValueType.nothing) {
      $0.joined(graph.values[$1.env[register]].type)
    }
    let parameter = graph.addParameter(block, isHeader ? .any : type)
    let seen = edges.reduce(ValueType.nothing) { $0.joined(self.type($1.env[register])) }
    if seen.representation != .word || seen.shape != 0 { hints[parameter] = seen }
    if let bound = boundMethods[edges[0].env[register]],
      edges.allSatisfy({ boundMethods[$0.env[register]]?.row == bound.row })
    {
      boundMethods[parameter] = bound
    }
    return parameter
  }

  /// Where guards leave that are moved out of the loop.
  private func noteLoopEntry(_ block: BlockID, at word: Int) {
    guard let number = context.view.lineNumber(at: word) else { return }
    let before = line
    line = context.view.lines[number]
    graph.loopEntries[block] = state(pc: context.view.address(of: word))
    line = before
  }

  /// Parameters for the fields of iterators that differ, or may on the way back.
  private func mergeFields(
    _ markers: [(register: Int, marker: ValueID)], _ edges: [PendingEdge],
    into merged: inout Environment, _ block: BlockID,
    isHeader: Bool
  ) -> [Field] {
    var fields: [Field] = []
    for (register, marker) in markers {
      var values = edges[0].env.fields[marker]!
      for index in values.indices {
        if !isHeader, edges.allSatisfy({ $0.env.fields[marker]![index] == values[index] }) {
          continue
        }
        let type = graph.values[values[index]].type
        values[index] = graph.addParameter(block, type.kinds == .int ? .int : .any)
        if type.kinds != .int { hints[values[index]] = type }
        fields.append(Field(register: register, marker: marker, index: index))
      }
      merged.fields[marker] = values
    }
    return fields
  }

  /// Whether the loops being built are entered in their middle, too, where a register has another name.
  private var entersLoops: Bool {
    graph.ownRegisters != nil && !isLoop && context.parent == nil
  }

  private func isAssigned(_ register: Int) -> Bool {
    register >= context.base
      && (context.view.isAssigned(register - context.base)
        || register - context.base >= context.view.localCount)
  }

  /// Calls a function with the registers that blocks have values for at a word.
  private func forEachKept(at word: Int, _ body: (Int) -> Void) {
    if let number = context.view.lineNumber(at: word) {
      context.forEachKept(before: number, body)
    }
  }

  private func connect(_ edge: PendingEdge, to header: Header) {
    for field in header.fields where edge.env[field.register] != field.marker {
      hasMixedIterators = true
    }
    if hasMixedIterators { return }
    let registers = header.registers.map {
      materialized(edge.env[$0], edge.env, in: edge.block)
    }
    let fields = header.fields.map { edge.env.fields[$0.marker]![$0.index] }
    setEdge(edge, Edge(target: header.block, arguments: registers + fields))
  }

  private func setEdge(_ pending: PendingEdge, _ edge: Edge) {
    switch graph.blocks[pending.block].terminator {
    case .jump: graph.blocks[pending.block].terminator = .jump(edge)
    case .branch(let condition, let yes, let no):
      graph.blocks[pending.block].terminator =
        pending.isSecond ? .branch(condition, yes, edge) : .branch(condition, edge, no)
    case .result, .leave, .open: fatalError("an edge of a block that has none")
    }
  }

  private func addEdge(_ edge: PendingEdge, to word: Int) {
    guard let header = context.headers[word] else {
      context.pending[word, default: []].append(edge)
      return
    }
    connect(edge, to: header)
  }

  // MARK: Ends of blocks

  private static var nowhere: Edge { Edge(target: -1, arguments: []) }

  func jump(to word: Int) {
    let block = current!
    graph.blocks[block].terminator = .jump(Builder.nowhere)
    let edge = completed(PendingEdge(block: block, isSecond: false, env: env), to: word)
    addEdge(edge, to: word)
    current = nil
  }

  /// A loop's parameters need a value on the way back: what is not in the environment is in memory.
  private func completed(_ edge: PendingEdge, to word: Int) -> PendingEdge {
    guard let header = context.headers[word] else { return edge }
    let missing = header.registers.filter { edge.env[$0] < 0 }
    if missing.isEmpty { return edge }
    var env = edge.env
    for register in missing {
      env[register] = graph.append(
        Instruction(operation: .register, number: register, type: .any), to: edge.block)
    }
    return PendingEdge(block: edge.block, isSecond: edge.isSecond, env: env)
  }

  func branch(_ condition: ValueID, to word: Int, else other: Int) {
    // What a function built in place returns may be known.
    if graph.values[condition].operation == .boolConstant {
      return jump(to: graph.values[condition].number != 0 ? word : other)
    }
    let block = current!
    graph.blocks[block].terminator = .branch(condition, Builder.nowhere, Builder.nowhere)
    let first = PendingEdge(block: block, isSecond: false, env: env)
    let second = PendingEdge(block: block, isSecond: true, env: env)
    addEdge(completed(first, to: word), to: word)
    addEdge(completed(second, to: other), to: other)
    current = nil
  }

  /// Leaves to the interpreter before this instruction.
  func leave() {
    graph.blocks[current!].terminator = .leave(exitState)
    current = nil
  }

  // MARK: Ways within an instruction

  /// Ends the current block by a branch to two new ones; the caller builds both and merges them.
  func fork(_ condition: ValueID) -> (yes: BlockID, no: BlockID) {
    let (yes, no) = (graph.addBlock(), graph.addBlock())
    graph.blocks[current!].terminator = .branch(
      condition, Edge(target: yes, arguments: []), Edge(target: no, arguments: []))
    return (yes, no)
  }

  /// A block where ways meet, with parameters for the registers, and the further values, that differ.
  func merge(_ ends: [(block: BlockID, env: Environment, value: ValueID)]) -> ValueID {
    beginBlock()
    let block = graph.addBlock()
    // What one of them does not have, the merged one has not either.
    let count = ends.map { $0.env.registers.count }.min()!
    var merged = Environment(count: count)
    var edges = ends.map { _ in [ValueID]() }
    for register in 0..<count {
      let first = ends[0].env.registers[register]
      if ends.contains(where: { $0.env[register] < 0 }) { continue }
      if ends.allSatisfy({ $0.env[register] == first.value }) {
        merged[register] = first.value
        if ends.allSatisfy({ $0.env.memory(register) == first.memory }) {
          merged.noteInMemory(register, first.memory)
        }
        continue
      }
      let parameter = graph.addParameter(block, .any)
      merged[register] = parameter
      for (index, end) in ends.enumerated() { edges[index].append(end.env[register]) }
      if ends.allSatisfy({ $0.env.registers[register].isInMemory }) {
        merged.noteInMemory(register, parameter)
      }
    }
    var result = -1
    // A loop of an inlined callee has its own names for them.
    for marker in ends[0].env.fields.keys.sorted() {
      let fields = ends.map { $0.env.fields[marker] }
      if fields.contains(where: { $0 == nil }) { continue }
      merged.fields[marker] = fields[0]!.indices.map { place in
        let values = fields.map { $0![place] }
        if values.allSatisfy({ $0 == values[0] }) { return values[0] }
        let type = graph.values[values[0]].type
        let parameter = graph.addParameter(block, type.kinds == .int ? .int : .any)
        for (index, value) in values.enumerated() { edges[index].append(value) }
        return parameter
      }
    }
    if ends.allSatisfy({ $0.value >= 0 }) {
      if ends.allSatisfy({ $0.value == ends[0].value }) {
        result = ends[0].value
      } else {
        result = graph.addParameter(block, .any)
        for (index, end) in ends.enumerated() { edges[index].append(end.value) }
      }
    }
    for (index, end) in ends.enumerated() {
      graph.blocks[end.block].terminator = .jump(Edge(target: block, arguments: edges[index]))
    }
    current = block
    env = merged
    return result
  }
}
