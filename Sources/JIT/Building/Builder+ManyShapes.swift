// Accesses of attributes that have seen objects of more shapes than one.
//
// At first those that were seen are taken for all there are: one guard, behind which all is as with one shape. An
// access that has failed twice looks at what else it knows, and asks the handler in the end. That costs more than
// the test: behind it the object may be another, and everything that was known of memory is not known any more.

import RegisterCode
import TaipanRuntime

extension Builder {
  /// Shapes that are told apart at one access.
  private static let mostShapes = 6

  private typealias Seen = (shape: UInt32, payload: UInt64)

  /// An instruction that has seen more shapes than its cache holds: these, and those that the table which all share
  /// knows.
  func accessOfManyShapes() -> Bool {
    let parent = line.opcode.parent
    if parent == .loadMethod { return methodOfManyShapes() }
    guard parent == .loadAttr || parent == .storeAttr else { return false }
    let isStore = parent == .storeAttr
    let name = context.view.body.pointee.names[line.word.c]
    let wanted =
      switch line.opcode {
      case .storeAttrSlot: [AttributeCache.storesSlot]
      case .storeAttrTransition: [AttributeCache.storesTransition]
      case _ where isStore: [AttributeCache.storesSlot, AttributeCache.storesTransition]
      default: [AttributeCache.loadsSlot]
      }
    let table = AttributeCache.entries(name, stores: isStore, methods: false)
      .filter { wanted.contains($0.kind) }.map { (shape: $0.shape, payload: $0.payload) }
    let object = read(isStore ? line.word.a : line.word.b)
    guard let known = shapesSeen(table), graph.values[object].type.representation == .word else {
      return false
    }
    accessSlot(of: object, known, isStore: isStore, asks: asksHandler(table))
    return true
  }

  private func accessSlot(of object: ValueID, _ known: [Seen], isStore: Bool, asks: Bool) {
    for entry in known { guardVersion(of: Shape(id: entry.shape).type) }
    _ = exitState
    func access(_ payload: UInt64) {
      if isStore {
        storeSlot(of: object, payload)
      } else {
        write(line.word.a, presentSlot(object, Int(payload)))
      }
    }
    choose(among: grouped(known), of: object, asks: asks, access)
  }

  /// Does `action` with the payload of the group that the object's shape is of. Where these are not all there are
  /// (`asks`), the handler does the whole step for others; else the last group is guarded.
  ///
  /// - Returns: whether there is more than one way.
  @discardableResult
  private func choose(
    among groups: [(shapes: [UInt32], payload: UInt64)], of object: ValueID, asks: Bool,
    _ action: (UInt64) -> Void
  ) -> Bool {
    var ends: [(block: BlockID, env: Environment, value: ValueID)] = []
    for (index, group) in groups.enumerated() {
      if !asks, index == groups.count - 1 {
        _ = self.object(object, shapes: group.shapes)
        action(group.payload)
        if ends.isEmpty { return false }
        ends.append((block: current!, env: env, value: -1))
        break
      }
      let ways = fork(hasShape(object, group.shapes))
      let saved = env
      current = ways.yes
      action(group.payload)
      ends.append((block: current!, env: env, value: -1))
      current = ways.no
      env = saved
    }
    if asks {
      stepPlain(isRare: true)
      ends.append((block: current!, env: env, value: -1))
    }
    _ = merge(ends)
    return true
  }

  /// Whether a store's cache has been filled before. There is no form for a few shapes: the last one is in it.
  var hasStoredInSeveralShapes: Bool {
    (line.opcode == .storeAttrSlot || line.opcode == .storeAttrTransition) && line.extra[2] > 1
  }

  private func methodOfManyShapes() -> Bool {
    let name = context.view.body.pointee.names[line.word.c]
    let table = AttributeCache.entries(name, stores: false, methods: true)
      .map { (shape: $0.shape, payload: $0.payload) }
    guard let known = shapesSeen(table),
      graph.values[read(line.word.b)].type.representation == .word
    else { return false }
    loadMethodOf(
      known.map { (shape: $0.shape, function: Value(bits: $0.payload)) }, orAsk: asksHandler(table))
    return true
  }

  /// Whether objects of other shapes are expected here. Stores keep one shape, and have often seen others.
  private func asksHandler(_ table: [Seen]) -> Bool {
    line.opcode.parent == .storeAttr || context.asksForShapes || table.count > Builder.mostShapes
      || Builder.unstablePlaces.contains(context.view.address(of: line.index))
  }

  /// What an access may find: its own cache's shapes before the table's. Nil where there is nothing to choose from.
  private func shapesSeen(_ table: [Seen]) -> [Seen]? {
    let own = shapesOfCache
    let isGeneric = line.opcode == line.opcode.parent
    if !isGeneric, own.isEmpty { return nil }
    let others = table.filter { entry in !own.contains { $0.shape == entry.shape } }
    if own.count + others.count < (isGeneric ? 1 : 2) { return nil }
    return Array((own + others).prefix(Builder.mostShapes))
  }

  /// Those that the instruction's own cache has, where it is one of slots or methods.
  private var shapesOfCache: [Seen] {
    let cache = line.extra
    switch line.opcode {
    case .loadAttrSlot, .loadMethodCached, .storeAttrSlot, .storeAttrTransition:
      return [(UInt32(truncatingIfNeeded: cache[0]), cache[1])]
    case .loadAttrSlots:
      return (0..<4).compactMap { index in
        let shape = UInt32(truncatingIfNeeded: cache[index / 2] >> UInt64(32 * (index % 2)))
        return shape == 0 ? nil : (shape, cache[2] >> UInt64(16 * index) & 0xFFFF)
      }
    case .loadMethodPair:
      return [
        (UInt32(truncatingIfNeeded: cache[0]), cache[1]),
        (UInt32(truncatingIfNeeded: cache[0] >> 32), cache[2]),
      ]
    default: return []
    }
  }

  /// Up to four shapes that have the attribute in slots.
  func loadOfSeveralShapes() -> Bool {
    let known = shapesOfCache
    if known.isEmpty { return false }
    accessSlot(of: read(line.word.b), known, isStore: false, asks: false)
    return true
  }

  func loadMethodOfTwoShapes() {
    loadMethodOf(
      shapesOfCache.map { (shape: $0.shape, function: Value(bits: $0.payload)) }, orAsk: false)
  }

  /// A method of objects of one of a few shapes; others fail, or are looked up by the handler.
  private func loadMethodOf(_ known: [(shape: UInt32, function: Value)], orAsk asks: Bool) {
    let object = read(line.word.b)
    for entry in known { guardVersion(of: Shape(id: entry.shape).type) }
    _ = exitState
    let groups = grouped(known.map { (shape: $0.shape, payload: $0.function.bits) })
    func find(_ function: UInt64) {
      write(line.word.a, constant(Value(bits: function)))
      write(line.word.a + callWindowGap, object)
    }
    if !choose(among: groups, of: object, asks: asks, find) {
      return noteOnly(Value(bits: groups[0].payload))
    }
    candidates[read(line.word.a)] = Candidates(
      functions: groups.map { Value(bits: $0.payload) }, areAll: !asks)
  }

  /// The callable is this function, whatever the call has seen: the handler of another.
  private func noteOnly(_ function: Value) {
    if !function.isExactly(.function) { return }
    candidates[read(line.word.a)] = Candidates(functions: [function], areAll: true)
  }

  /// Shapes with the same payload together, in the order in which these first come.
  private func grouped(_ known: [Seen]) -> [(shapes: [UInt32], payload: UInt64)] {
    var result: [(shapes: [UInt32], payload: UInt64)] = []
    for entry in known {
      if let index = result.firstIndex(where: { $0.payload == entry.payload }) {
        result[index].shapes.append(entry.shape)
      } else {
        result.append(([entry.shape], entry.payload))
      }
    }
    return result
  }

  private func hasShape(_ object: ValueID, _ shapes: [UInt32]) -> ValueID {
    emit(
      .hasShape, [object] + shapes.dropFirst().map { intConstant(Int($0)) }, .bool,
      number: Int(shapes[0]))
  }

  /// An object of one of a few shapes.
  private func object(_ value: ValueID, shapes: [UInt32]) -> ValueID {
    if shapes.count == 1 { return object(value, shape: shapes[0]) }
    emit(
      .guardShapes, [value] + shapes.dropFirst().map { intConstant(Int($0)) }, .any,
      number: Int(shapes[0]), state: exitState)
    return value
  }
}
