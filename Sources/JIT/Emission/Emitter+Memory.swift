// Making objects and writing into them: cells are taken, and barriers passed, in line.

import TaipanRuntime

extension Emitter {
  // MARK: The write barrier

  /// Stores a value into an object. What is no heap object needs no barrier.
  func store(
    _ value: ValueID, in object: LowValue, at place: LowPlace, _ alias: AliasClass
  ) {
    let representation = graph.values[value].type.representation
    if representation == .float, !isStillObject(value) {
      return storeNumber(
        { _ in tagFloat(values[value]) }, in: object, at: place, alias,
        boxed: { call(RuntimeFunctions.boxFloat, [values[value]]) })
    }
    if representation == .int, !isSmallConstant(value) {
      let isPostponed = postponed.sums.contains(value)
      return storeNumber(
        { rare in isPostponed ? tagPostponed(value, else: rare) : tagInt(value) },
        in: object, at: place, alias,
        boxed: {
          let number = isPostponed ? postponedSum(value) : values[value]
          return call(RuntimeFunctions.boxInt, [number])
        })
    }
    store(asWord(value), place, alias)
    if representation != .bool, !isSmallConstant(value) { noteWrite(object) }
  }

  private func isSmallConstant(_ value: ValueID) -> Bool {
    let i = graph.values[value]
    switch i.operation {
    case .intConstant: return i.number.magnitude < 1 << 61
    case .constant: return Value(bits: UInt64(UInt(bitPattern: i.number))).isNone
    default: return false
    }
  }

  private func storeNumber(
    _ tagging: (_ rare: LowBlock) -> TaggedNumber, in object: LowValue, at place: LowPlace,
    _ alias: AliasClass, boxed: () -> LowValue
  ) {
    let (usual, rare, done) = (addBlock(), addBlock(), addBlock())
    let number = tagging(rare)
    branch(number.isInline, usual, rare, isLikely: true)
    position(at: rare)
    store(boxed(), place, alias)
    noteWrite(object)
    jump(to: done)
    position(at: usual)
    store(tagged(number), place, alias)
    jump(to: done)
    position(at: done)
  }

  func noteWrite(_ object: LowValue) {
    let flags = load(.byte, field(object, MemoryLayout<Header>.offset(of: \.gc)!), .collector)
    let old = constant(Int(GCFlags.old))
    let isYoung = code.compare(.equal, code.and(flags, old), constant(0))
    let (remember, done) = (addBlock(), addBlock())
    branch(isYoung, done, remember, isLikely: true)
    position(at: remember)
    call(RuntimeFunctions.remember, [object])
    jump(to: done)
    position(at: done)
  }

  // MARK: New objects

  /// The items first: making values of them may allocate.
  func newTuple(_ i: Instruction) -> LowValue {
    let items = i.operands.map(asWord)
    let tuple = newCell(
      size: MemoryLayout<TupleLayout>.size + items.count * 8, Shape.of(.tuple),
      fill: { cell in
        store(
          constant(items.count), field(cell, MemoryLayout<TupleLayout>.offset(of: \.count)!),
          .tuple)
        store(constant(-1), field(cell, MemoryLayout<TupleLayout>.offset(of: \.hash)!), .tuple)
      },
      slow: { call(RuntimeFunctions.tuple, [constant(items.count)]) })
    for (index, item) in items.enumerated() {
      store(item, field(tuple, MemoryLayout<TupleLayout>.size + index * 8), .tuple)
    }
    return tuple
  }

  /// A cell of the claimed ones, `fill`ed, or, where they are used up, what `slow` makes.
  func newCell(
    size: Int, _ shape: Shape, fill: (LowValue) -> Void, slow: () -> LowValue
  ) -> LowValue {
    let source = NativeTier.cellSource(size: size)
    let (usual, refill, done) = (addBlock(), addBlock(), addBlock())
    let cell = load(.word, LowPlace(offset: source.next), .allocation)
    let end = code.add(cell, constant(source.cellSize))
    let limit = load(.word, LowPlace(offset: source.limit), .allocation)
    branch(code.compare(.belowEqual, end, limit), usual, refill, isLikely: true)
    position(at: refill)
    let made = slow()
    let refillEnd = here
    jump(to: done)
    position(at: usual)
    store(end, LowPlace(offset: source.next), .allocation)
    store(constant(Int(shape.id)), field(cell, 0), .shape, .half)
    store(constant(0), field(cell, MemoryLayout<Header>.offset(of: \.gc)!), .collector, .half)
    fill(cell)
    if source.padding > 0 { store(constant(0), field(cell, source.padding), .tuple) }
    let usualEnd = here
    jump(to: done)
    position(at: done)
    return phi(.word, [(cell, usualEnd), (made, refillEnd)])
  }
}
