// Guards, loads and comparisons that are known already, as the same has been asked or read on every way that
// leads there and nothing has changed it since.
//
// LLVM finds some of that, late, and forgets all memory wherever ways meet. Here it is known what guards are for, and
// every instruction that goes is one that neither kind of code generation sees.

struct Redundancy {
  private let graph: Graph
  private let dominators: Dominators
  /// By block: the parts of memory that may change between the end of its immediate dominator and its beginning.
  private var changes: [MemoryParts]
  /// What has been computed on the way from the entry; that of a block goes when its part of the tree of dominators
  /// is done.
  private var known: KnownValues
  private var shapes = ShapeFacts()
  /// By value: the one that it is replaced by, or itself.
  private var replacement: [ValueID]
  private var hasReplaced = false
  /// Whether the answer of a question about shapes is known.
  private var hasConstants = false
  /// When each part of memory was changed last, by a clock that never stands still.
  private var times = [UInt32](repeating: 0, count: MemoryParts.count)
  private var clock: UInt32 = 0

  private typealias Key = KnownValues.Key

  /// Whether some ways are never taken: then more may be known of what remains.
  @discardableResult
  static func run(_ graph: Graph) -> Bool {
    var pass = Redundancy(graph)
    pass.findChanges()
    pass.walk()
    if pass.hasReplaced { Simplification.replace(pass.replacement, in: graph) }
    return pass.hasConstants && DeadBranches.run(graph)
  }

  private init(_ graph: Graph) {
    self.graph = graph
    dominators = Dominators(graph)
    changes = [MemoryParts](repeating: .none, count: graph.blocks.count)
    known = KnownValues(capacity: graph.values.count)
    replacement = Array(graph.values.indices)
  }

  // MARK: What changes on the way to a block

  private mutating func findChanges() {
    let own = graph.blocks.map { block in
      var result = MemoryParts.none
      for value in block.body { result.formUnion(graph.values[value].writes) }
      return result
    }
    let loops = changesOfLoops(own)
    var place = [Int](repeating: -1, count: graph.blocks.count)
    for (index, block) in dominators.order.enumerated() { place[block] = index }
    for block in dominators.order.dropFirst() {
      let dominator = dominators.immediate[block]
      var result = loops[block] ?? .none
      for predecessor in dominators.predecessors[block] {
        if place[predecessor] >= place[block] {
          // Back into the middle of a loop: no header sees all of its rounds.
          if !dominators.dominates(block, predecessor) { result = .all }
          continue
        }
        var at = predecessor
        while at != dominator {
          result.formUnion(own[at])
          result.formUnion(changes[at])
          at = dominators.immediate[at]
        }
      }
      changes[block] = result
    }
  }

  /// By header: what rounds of the loop change.
  private func changesOfLoops(_ own: [MemoryParts]) -> [BlockID: MemoryParts] {
    var result: [BlockID: MemoryParts] = [:]
    for block in dominators.order {
      for edge in graph.blocks[block].terminator.edges
      where dominators.dominates(edge.target, block) {
        var seen: Set<BlockID> = [edge.target]
        var work = [block]
        var parts = own[edge.target]
        while let at = work.popLast() {
          if !seen.insert(at).inserted { continue }
          parts.formUnion(own[at])
          work += dominators.predecessors[at]
        }
        result[edge.target, default: .none].formUnion(parts)
      }
    }
    return result
  }

  // MARK: The tree of dominators

  private mutating func walk() {
    let children = Grouped(
      dominators.order.dropFirst().map { (group: dominators.immediate[$0], element: $0) },
      count: graph.blocks.count)
    var work = [(block: graph.entry, next: 0, known: 0, shapes: 0, times: times)]
    enter(graph.entry)
    work[0].times = times
    while let top = work.last {
      if top.next == children[top.block].count {
        known.keep(top.known)
        shapes.keep(top.shapes)
        work.removeLast()
        continue
      }
      work[work.count - 1].next += 1
      let children = children[top.block]
      let child = children[children.startIndex + top.next]
      times = top.times
      let counts = (known: known.count, shapes: shapes.count)
      enter(child)
      work.append((child, 0, counts.known, counts.shapes, times))
    }
  }

  private mutating func enter(_ block: BlockID) {
    note(changes[block])
    noteCondition(of: block)
    for value in graph.blocks[block].body {
      if isShapeKnown(value) { continue }
      if let key = key(of: value) {
        if let same = known[key] {
          replacement[value] = same
          hasReplaced = true
          continue
        }
        known.add(key, value)
      }
      note(graph.values[value].writes)
      noteWhatFollows(from: value)
    }
  }

  private mutating func note(_ parts: MemoryParts) {
    if parts == .none { return }
    clock += 1
    for index in 0..<MemoryParts.count where parts.contains(index) { times[index] = clock }
  }

  private func resolved(_ value: ValueID) -> ValueID {
    var v = value
    while replacement[v] != v { v = replacement[v] }
    return v
  }

  // MARK: What is found out

  /// What the branch that alone leads to a block has asked.
  private mutating func noteCondition(of block: BlockID) {
    guard dominators.predecessors[block].count == 1,
      case .branch(let condition, let yes, let no) = graph.blocks[
        dominators.predecessors[block].first!
      ].terminator,
      yes.target != no.target
    else { return }
    let i = graph.values[resolved(condition)]
    if yes.target != block {
      known.add(Key(operation: .guardFalse, first: Int32(resolved(condition))), resolved(condition))
      if i.operation == .hasShape { noteOtherShape(i) }
      return
    }
    known.add(Key(operation: .guardTrue, first: Int32(resolved(condition))), resolved(condition))
    if i.operation == .hasShape { noteShapes(shapes(of: i), of: resolved(i.operands[0])) }
  }

  // MARK: Shapes

  private func shapes(of i: Instruction) -> [Int] {
    [i.number] + i.operands.dropFirst().map { graph.values[$0].number }
  }

  private func knownShapes(of object: ValueID) -> [Int]? {
    shapes.shapes(of: object, at: times[AliasClass.shape.rawValue])
  }

  private mutating func noteShapes(_ some: [Int], of object: ValueID) {
    known.add(Key(operation: .guardPresent, first: Int32(object)), object)
    var some = some
    if let known = knownShapes(of: object) { some.removeAll { !known.contains($0) } }
    shapes.add(object, some, at: times[AliasClass.shape.rawValue])
  }

  /// None of those that were asked for.
  private mutating func noteOtherShape(_ i: Instruction) {
    let object = resolved(i.operands[0])
    guard let known = knownShapes(of: object) else { return }
    let asked = shapes(of: i)
    shapes.add(object, known.filter { !asked.contains($0) }, at: times[AliasClass.shape.rawValue])
  }

  /// A guard that passes, or a question whose answer is known. Guards that refine the type of their operand are left:
  /// by the type more is known.
  private mutating func isShapeKnown(_ value: ValueID) -> Bool {
    let i = graph.values[value]
    switch i.operation {
    case .guardShape where !isStable(i.number), .guardShapes:
      let object = resolved(i.operands[0])
      guard let known = knownShapes(of: object) else { return false }
      let asked = shapes(of: i)
      if !known.allSatisfy({ asked.contains($0) }) { return false }
      replacement[value] = object
      hasReplaced = true
      return true
    case .hasShape:
      guard let known = knownShapes(of: resolved(i.operands[0])) else { return false }
      let asked = shapes(of: i)
      let isTrue = known.allSatisfy { asked.contains($0) }
      if !isTrue, known.contains(where: { asked.contains($0) }) { return false }
      graph.values[value] = Instruction(
        operation: .boolConstant, number: isTrue ? 1 : 0, type: .bool, place: i.place)
      hasConstants = true
      return false
    default: return false
    }
  }

  private mutating func noteWhatFollows(from value: ValueID) {
    let i = graph.values[value]
    switch i.operation {
    case .guardInt, .guardFloat, .guardNumber, .guardExact:
      let object = resolved(i.operands[0])
      known.add(Key(operation: .guardPresent, first: Int32(object)), object)
    case .guardShape, .guardShapes: noteShapes(shapes(of: i), of: resolved(i.operands[0]))
    case .storeShape: noteShapes([i.number], of: resolved(i.operands[0]))
    case .store, .storeOverflow:
      // Numbers become objects when they are stored.
      let stored = resolved(i.operands.last!)
      let holder = i.operands[i.operation == .store ? 0 : 1]
      guard graph.values[stored].type.representation == .word, !graph.isParameter(stored),
        reads(i.alias)
      else { return }
      known.add(
        Key(
          operation: .load, alias: i.alias, first: Int32(resolved(holder)), number: i.number,
          time: times[MemoryParts.index(i.alias, offset: i.number)]), stored)
    default: break
    }
  }

  // MARK: Keys

  private func isStable(_ shape: Int) -> Bool {
    Builder.type(ofShape: UInt32(shape)).shape != 0
  }

  /// Whether loads of some memory find what was last written by an instruction.
  private func reads(_ alias: AliasClass) -> Bool {
    switch alias {
    case .shape, .slot, .listCount, .listItems, .item, .tuple, .cell, .namespace, .version,
      .numbers, .integers:
      return true
    case .frame, .iterator, .thread, .collector, .float, .extras, .allocation: return false
    }
  }

  /// Nil for what is never known before.
  private func key(of value: ValueID) -> Key? {
    let i = graph.values[value]
    if i.operands.count > 2 { return nil }
    guard let time = timeOfWhatIsRead(i) else { return nil }
    var key = Key(
      operation: i.operation, comparison: Int32(truncatingIfNeeded: i.comparison),
      number: i.number, extra: i.extra, time: time)
    if i.operation.form.hasAlias { key.alias = i.alias }
    if let first = i.operands.first { key.first = Int32(resolved(first)) }
    if i.operands.count > 1 { key.second = Int32(resolved(i.operands[1])) }
    return key
  }

  /// When what an instruction reads was changed last, 0 where it reads nothing that changes. Nil for what is done
  /// each time.
  private func timeOfWhatIsRead(_ i: Instruction) -> UInt32? {
    func time(_ alias: AliasClass) -> UInt32 { times[alias.rawValue] }
    switch i.operation {
    case .constant, .intConstant, .boolConstant, .floatConstant, .intCompare, .identical, .boolNot,
      .wordAdd, .wordSubtract, .intAdd, .intSubtract, .numberArithmetic:
      return 0
    case .guardInt, .guardFloat, .guardNumber, .guardExact, .guardIdentical, .guardPresent,
      .guardTrue, .guardIndex, .guardBelow:
      return 0
    case .guardFalse: return i.extra == 1 ? nil : 0
    case .guardShape: return isStable(i.number) ? 0 : nil
    case .hasShape: return isStable(i.number) ? 0 : time(.shape)
    case .hasType: return time(.shape)
    case .guardByte: return time(.numbers)
    case .guardVersion, .guardKeys, .guardValid: return time(.version)
    case .load, .loadWord:
      if i.alias == .tuple { return 0 }
      return reads(i.alias) ? times[MemoryParts.index(i.alias, offset: i.number)] : nil
    case .loadAddress:
      return i.alias == .namespace ? max(time(.namespace), time(.version)) : nil
    case .tupleItem: return 0
    case .listItem: return time(.item)
    default: return nil
    }
  }
}
