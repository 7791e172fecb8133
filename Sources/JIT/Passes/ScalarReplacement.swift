// Instances that nobody else gets to see need not exist: what is read of them is what was stored last, and where the
// interpreter goes on they are made (`Exits`).
//
// An instance may be replaced if it is only read, written and asked for its shape, and otherwise wanted by exits
// alone. What a frame state of an operation holds that runs Python is stored on the usual way: such an instance is
// made as before, as is one that is passed on to another block, unless that is for exits, too (`CarriedInstances`).
// An instance has versions, one behind each
// instruction that writes to it; where ways with different versions meet it is left as it is, so the instruction that made
// a version comes before everything that sees it.

struct ScalarReplacement {
  let graph: Graph
  private let dominators: Dominators
  /// Parameters that only exits want, and that are instances on some ways.
  private var carried: Set<ValueID>
  /// By value: whether it is an instance that nothing but the instances themselves and exits want.
  private var isCandidate: [Bool]
  /// By candidate: its block.
  private var homes: [ValueID: BlockID] = [:]
  private var replacement: [ValueID: ValueID] = [:]
  private var removed: Set<ValueID> = []

  /// What is known of an instance behind the instruction that wrote to it last.
  struct Version {
    let writer: ValueID
    var shape: Int
    /// By offset, in words.
    var slots: [Int: ValueID]
  }

  /// Where exits want an instance, and in which version.
  struct Uses {
    var versions: [Version]
    /// Its version where it becomes a parameter: by the block that it is passed on from.
    var edges: [BlockID: Int] = [:]
    /// By frame state.
    var states: [Int: Int] = [:]
    /// By instance that exits make and that refers to this one.
    var holders: [ValueID: Int] = [:]
    var replacement: [ValueID: ValueID] = [:]
    var constants: [ValueID: Bool] = [:]
    var removed: [ValueID] = []
  }

  /// Whether there was something to replace: then types are to be found again.
  static func run(_ graph: Graph) -> Bool {
    if !graph.values.contains(where: { $0.operation == .newInstance }) { return false }
    var found = false
    // What an instance refers to may be replaced once that is.
    while true {
      var pass = ScalarReplacement(graph)
      if !pass.replaceInstances() { return found }
      found = true
    }
  }

  private init(_ graph: Graph) {
    self.graph = graph
    dominators = Dominators(graph)
    carried = graph.parametersOfExits
    isCandidate = graph.values.map { $0.operation == .newInstance && $0.extra > 0 }
    excludeUses()
  }

  // MARK: Candidates

  private mutating func excludeUses() {
    for block in graph.blocks {
      for value in block.body {
        excludeOperands(graph.values[value])
        if graph.values[value].operation.storesState { exclude(state: graph.values[value].state) }
      }
      if case .result(let value) = block.terminator { isCandidate[value] = false }
    }
    excludeArguments()
  }

  /// What a parameter stands for is another object than the instance where that is made, so nothing may see both: the
  /// instance must not be known where the parameter is, and become one parameter only.
  private mutating func excludeArguments() {
    for (index, block) in graph.blocks.enumerated() {
      for value in block.body where isCandidate[value] { homes[value] = index }
    }
    for block in graph.blocks {
      for edge in block.terminator.edges {
        for (position, argument) in edge.arguments.enumerated() where isCandidate[argument] {
          let parameter = graph.blocks[edge.target].parameters[position]
          let home = homes[argument]!
          // Where it is made anew behind the parameter, it is another one.
          isCandidate[argument] =
            carried.contains(parameter)
            && (home == edge.target || !dominators.dominates(home, edge.target))
            && edge.arguments.count { $0 == argument } == 1
        }
      }
    }
  }

  private mutating func excludeOperands(_ i: Instruction) {
    switch i.operation {
    case .load where i.alias == .slot, .storeShape, .guardShape, .hasShape, .hasType, .guardPresent,
      .identical, .virtualInstance:
      break
    case .store where i.alias == .slot: isCandidate[i.operands[1]] = false
    default: for operand in i.operands { isCandidate[operand] = false }
    }
  }

  private mutating func exclude(state: Int) {
    if state < 0 { return }
    for (_, value) in graph.states[state].registers { isCandidate[value] = false }
    for frame in graph.states[state].frames {
      if let instance = frame.instance { isCandidate[instance] = false }
    }
  }

  private mutating func replaceInstances() -> Bool {
    var found: [ValueID: Uses] = [:]
    for block in dominators.order {
      for value in graph.blocks[block].body where isCandidate[value] {
        found[value] = uses(of: value, in: block)
      }
    }
    if found.isEmpty { return false }
    for parameters in CarriedInstances.select(carried, &found, in: graph) {
      parameters.replace(found, in: graph)
    }
    if found.isEmpty { return false }
    for instance in found.keys.sorted() { apply(found[instance]!, to: instance) }
    for index in graph.blocks.indices {
      graph.blocks[index].body.removeAll { removed.contains($0) }
    }
    Simplification.replace(replacement, in: graph)
    return true
  }

  // MARK: One instance

  /// What sees an instance, version by version; nil where it has to exist.
  private func uses(of instance: ValueID, in home: BlockID) -> Uses? {
    var uses = Uses(versions: [])
    var ends: [BlockID: Int] = [:]
    let first = dominators.order.firstIndex(of: home)!
    var isAgain: [(block: BlockID, version: Int)] = []
    for block in dominators.order[first...] where dominators.dominates(home, block) {
      var version = -1
      if block != home {
        for predecessor in dominators.predecessors[block] {
          // Back from a loop's end, which is looked at later.
          guard let end = ends[predecessor] else { continue }
          if version >= 0, end != version { return nil }
          version = end
        }
        isAgain.append((block, version))
        if let state = graph.loopEntries[block], !note(state, version, instance, &uses) {
          return nil
        }
      }
      for value in graph.blocks[block].body {
        if value == instance {
          uses.versions.append(
            Version(writer: value, shape: 0, slots: [:]))
          version = uses.versions.count - 1
        } else if version >= 0, !see(value, &version, instance, &uses) {
          return nil
        }
      }
      if case .leave(let state) = graph.blocks[block].terminator,
        !note(state, version, instance, &uses)
      {
        return nil
      }
      ends[block] = version
      if graph.blocks[block].terminator.edges.contains(where: { $0.arguments.contains(instance) }) {
        uses.edges[block] = version
      }
    }
    for (block, version) in isAgain {
      if dominators.predecessors[block].contains(where: { ends[$0] != version }) { return nil }
    }
    // What another instance refers to is as it was when it was stored there: it must not have been changed since.
    if uses.holders.values.contains(where: { $0 != uses.versions.count - 1 }) { return nil }
    if !uses.holders.isEmpty, !uses.edges.isEmpty { return nil }
    return uses
  }

  /// What an instruction does with the instance; false where it has to exist.
  private func see(
    _ value: ValueID, _ version: inout Int, _ instance: ValueID, _ uses: inout Uses
  ) -> Bool {
    let i = graph.values[value]
    if i.state >= 0, !note(i.state, version, instance, &uses) { return false }
    guard i.operands.contains(instance) else { return true }
    let now = uses.versions[version]
    switch i.operation {
    case .load:
      guard i.number % 8 == 0, let stored = now.slots[i.number / 8] else { return false }
      uses.replacement[value] = uses.replacement[stored] ?? stored
    case .store:
      guard i.number % 8 == 0, (1..<63).contains(i.number / 8) else { return false }
      var next = now
      next.slots[i.number / 8] = uses.replacement[i.operands[1]] ?? i.operands[1]
      uses.removed.append(value)
      return add(next, by: value, &version, &uses)
    case .storeShape:
      var next = now
      next.shape = i.number
      uses.removed.append(value)
      return add(next, by: value, &version, &uses)
    case .guardShape:
      if i.number != now.shape { return false }
      uses.removed.append(value)
    case .guardPresent: uses.removed.append(value)
    case .hasShape:
      let shapes = [i.number] + i.operands.dropFirst().map { graph.values[$0].number }
      uses.constants[value] = shapes.contains(now.shape)
    case .hasType: uses.constants[value] = i.number == graph.values[instance].number
    case .identical: uses.constants[value] = i.operands[0] == i.operands[1]
    case .virtualInstance: uses.holders[value] = version
    default: return false
    }
    return true
  }

  private func add(
    _ next: Version, by writer: ValueID, _ version: inout Int, _ uses: inout Uses
  ) -> Bool {
    uses.versions.append(Version(writer: writer, shape: next.shape, slots: next.slots))
    version = uses.versions.count - 1
    return true
  }

  /// Notes the version that a frame state wants; false where it wants two.
  private func note(_ state: Int, _ version: Int, _ instance: ValueID, _ uses: inout Uses) -> Bool {
    let s = graph.states[state]
    let isWanted =
      s.registers.contains { $0.value == instance } || s.frames.contains { $0.instance == instance }
    if !isWanted { return true }
    if let known = uses.states[state] { return known == version }
    uses.states[state] = version
    return version >= 0
  }

  // MARK: Replacing

  private mutating func apply(_ uses: Uses, to instance: ValueID) {
    removed.formUnion(uses.removed)
    removed.insert(instance)
    for (value, other) in uses.replacement {
      removed.insert(value)
      replacement[value] = other
    }
    for (value, truth) in uses.constants {
      let i = graph.values[value]
      graph.values[value] = Instruction(
        operation: .boolConstant, number: truth ? 1 : 0, type: .bool, place: i.place)
    }
    var made: [Int: ValueID] = [:]
    for version in Set(uses.states.values).union(uses.holders.values).sorted() {
      made[version] = insert(uses.versions[version])
    }
    for (state, version) in uses.states {
      let virtual = made[version]!
      for index in graph.states[state].registers.indices
      where graph.states[state].registers[index].value == instance {
        graph.states[state].registers[index].value = virtual
      }
      for index in graph.states[state].frames.indices
      where graph.states[state].frames[index].instance == instance {
        graph.states[state].frames[index].instance = virtual
      }
    }
    for (holder, version) in uses.holders {
      graph.values[holder].operands = graph.values[holder].operands.mapped {
        $0 == instance ? made[version]! : $0
      }
    }
  }

  /// What stands for a version, behind the instruction that made it.
  private mutating func insert(_ version: Version) -> ValueID {
    let slots = version.slots.sorted { $0.key < $1.key }
    graph.values.append(
      Instruction(
        operation: .virtualInstance, operands: ValueList(slots.map(\.value)),
        number: version.shape, extra: slots.reduce(0) { $0 | 1 << $1.key },
        type: ValueType(kinds: .other)))
    let virtual = graph.values.count - 1
    for index in graph.blocks.indices {
      if let place = graph.blocks[index].body.firstIndex(of: version.writer) {
        graph.blocks[index].body.insert(virtual, at: place + 1)
        break
      }
    }
    return virtual
  }
}
