// What of a loop's instructions may be moved before it.

import TaipanRuntime

struct HoistingCandidates {
  private let graph: Graph
  private let isInLoop: (ValueID) -> Bool
  private let exceptions: Set<Int>
  /// What the loop writes.
  private var written = MemoryParts.none
  /// In their order.
  private var movable: [ValueID] = []
  private var isMovable: Set<ValueID> = []
  /// Values whose shape a moved guard has seen.
  private var shaped: Set<ValueID> = []
  private var known: [Key: ValueID] = [:]
  /// By value that is computed by a movable one, too: that one.
  private(set) var duplicates: [ValueID: ValueID] = [:]

  private struct Key: Hashable {
    let operation: Operation
    let operands: ValueList
    let number: Int
    let extra: Int
    let alias: AliasClass
  }

  init(
    _ graph: Graph, loopBlocks: BlockSet, blockOf: [BlockID], _ exceptions: Set<Int>
  ) {
    self.graph = graph
    self.exceptions = exceptions
    isInLoop = { $0 < blockOf.count && loopBlocks.contains(blockOf[$0]) }
    for block in loopBlocks {
      for value in graph.blocks[block].body { written.formUnion(graph.values[value].writes) }
    }
  }

  private func mayChange(_ alias: AliasClass, offset: Int = 0) -> Bool {
    // Tuples never change.
    alias != .tuple && written.contains(MemoryParts.index(alias, offset: offset))
  }

  // MARK: One instruction

  /// Takes an instruction that every round comes by, behind those that come before it.
  mutating func consider(_ value: ValueID) {
    var i = graph.values[value]
    i.operands = i.operands.mapped { duplicates[$0] ?? $0 }
    guard i.operands.allSatisfy({ !isInLoop($0) || isMovable.contains($0) }), mayMove(i) else {
      return
    }
    let key = Key(
      operation: i.operation, operands: i.operands, number: i.number, extra: i.extra,
      alias: i.alias)
    if let same = known[key] {
      duplicates[value] = same
    } else {
      known[key] = value
    }
    movable.append(value)
    isMovable.insert(value)
    if i.operation == .guardShape || i.operation == .guardShapes {
      shaped.formUnion([i.operands[0], value])
    }
  }

  /// Takes a load that not every round comes by, of an object of which it is known that it can be read.
  mutating func considerLoad(_ value: ValueID) {
    let i = graph.values[value]
    guard i.operation == .load || i.operation == .loadWord, !isMovable.contains(value),
      duplicates[value] == nil,
      graph.values[duplicates[i.operands[0]] ?? i.operands[0]].type.shape != 0
    else { return }
    consider(value)
  }

  private func mayMove(_ i: Instruction) -> Bool {
    if i.state >= 0, exceptions.contains(i.place) { return false }
    switch i.operation {
    case .constant, .intConstant, .floatConstant, .boolConstant, .identical, .asAny, .boolNot,
      .intCompare, .wordAdd, .wordSubtract, .intAnd, .intOr, .intXor, .intToFloat,
      .intMinimum, .intMaximum, .intAdd, .intSubtract, .intMultiply:
      return true
    case .guardInt, .guardFloat, .guardNumber, .guardExact, .guardIdentical, .guardPresent,
      .guardTrue,
      .guardFalse, .guardIndex, .guardBelow:
      return true
    case .guardShape: return isStable(i.number) || !mayChange(.shape)
    case .guardShapes: return !mayChange(.shape)
    case .guardByte: return isKnownObject(i.operands[0]) && !mayChange(.numbers)
    case .guardVersion, .guardValid: return !mayChange(.version)
    case .load, .loadWord:
      return isKnownObject(i.operands[0]) && !mayChange(i.alias, offset: i.number)
    // The keys that the address depends on are guarded before.
    case .loadAddress:
      return i.alias == .namespace && !mayChange(.namespace) && !mayChange(.version)
    case .tupleItem: return isGuardedIndex(i.operands[1])
    case .listItem: return isGuardedIndex(i.operands[1]) && !mayChange(.item)
    case .loadNumber: return isGuardedIndex(i.operands[1]) && !mayChange(i.alias)
    default: return false
    }
  }

  /// Whether objects of a shape keep it.
  private func isStable(_ shape: Int) -> Bool {
    Builder.type(ofShape: UInt32(shape)).shape != 0
  }

  private func isKnownObject(_ value: ValueID) -> Bool {
    graph.values[value].type.shape != 0 || shaped.contains(value)
  }

  private func isGuardedIndex(_ value: ValueID) -> Bool {
    [.guardIndex, .guardBelow].contains(graph.values[value].operation)
  }

  // MARK: The choice

  /// Guards and loads, and what they need; the rest LLVM moves better.
  var worthMoving: [ValueID] {
    var needed: Set<ValueID> = []
    for value in movable.reversed() where duplicates[value] == nil {
      let i = graph.values[value]
      let counts = i.operation.isGuard || i.operation.form.hasAlias
      if counts || needed.contains(value) {
        needed.insert(value)
        needed.formUnion(i.operands.map { duplicates[$0] ?? $0 })
      }
    }
    if !needed.contains(where: { graph.values[$0].operation.form.hasAlias || isGuard($0) }) {
      return []
    }
    return movable.filter { needed.contains($0) }
  }

  private func isGuard(_ value: ValueID) -> Bool { graph.values[value].operation.isGuard }

  /// The moved ones, with a guard before each guard of a shape whose operand may be no value at all: it may
  /// not be looked into.
  func withPresence(_ moved: [ValueID], _ state: Int) -> [ValueID] {
    moved.flatMap { value -> [ValueID] in
      let i = graph.values[value]
      guard i.operation == .guardShape || i.operation == .guardShapes,
        graph.values[i.operands[0]].type.shape == 0
      else {
        return [value]
      }
      graph.values.append(
        Instruction(
          operation: .guardPresent, operands: [i.operands[0]], type: .any, state: state,
          place: i.place, isHoisted: true))
      return [graph.values.count - 1, value]
    }
  }
}
