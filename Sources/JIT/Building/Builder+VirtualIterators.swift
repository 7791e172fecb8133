// Iterators that exist only in SSA values.
//
// A loop over a new range, list or tuple needs no iterator object: nothing but the loop's own instructions
// can reach it. The register that would hold it has a marker for its value, the environment the fields by
// that marker. Where the interpreter goes on, the object is made from them (`Exits`).

import RegisterCode
import TaipanRuntime

extension Builder {
  func isMarker(_ value: ValueID) -> Bool {
    value >= 0 && graph.values[value].operation == .iteratorMarker
  }

  private func kind(_ marker: ValueID) -> IteratorKind {
    IteratorKind(rawValue: graph.values[marker].number)!
  }

  private func makeVirtual(_ kind: IteratorKind, _ fields: [ValueID]) {
    replace(line.word.a, kind, fields)
  }

  /// The iterator as it is now, for a frame state.
  func virtualIterator(_ marker: ValueID, _ env: Environment, in block: BlockID? = nil) -> ValueID {
    graph.append(
      Instruction(
        operation: .virtualIterator, operands: ValueList(env.fields[marker]!),
        number: graph.values[marker].number, type: .any),
      to: block ?? current!)
  }

  /// The value of a register on the way out of a block, as an object if it is an iterator.
  func materialized(_ value: ValueID, _ env: Environment, in block: BlockID) -> ValueID {
    if !isMarker(value) { return value }
    let virtual = virtualIterator(value, env, in: block)
    return graph.append(
      Instruction(operation: .materialize, operands: [virtual], type: .any), to: block)
  }

  // MARK: Making

  /// `iter` of what a loop follows on; false where the object is needed, or is of another type.
  func buildVirtualIterator() -> Bool {
    let value = read(line.word.b)
    if isMarker(value) {
      write(line.word.a, value)
      return true
    }
    let number = context.view.lineNumber(at: line.index)!
    guard let loop = loopBehind(number) ?? (feedsCollector ? .forIter : nil) else { return false }
    let made = graph.values[value]
    if made.operation == .newRange {
      makeRange(made.operands[0], made.operands[1], made.operands[2])
      return true
    }
    if made.operation == .newEnumerate, isOnlyHere(value),
      graph.values[made.operands[0]].operation == .listIterator
    {
      let list = graph.values[made.operands[0]].operands[0]
      makeVirtual(.enumerate, [list, intConstant(0), intConstant(0)])
      return true
    }
    if Builder.unstablePlaces.contains(context.view.address(of: line.index)) { return false }
    let guess = IterationFeedback.hasSeveralShapes(line.extra[0]) ? nil : loop
    if let list = listOfSubclass(value) {
      makeVirtual(.list, [list, intConstant(0)])
      return true
    }
    switch (iterableShape(value), guess) {
    case (Builder.shape(.range), _):
      // Hardly any has another step, and the count needs a constant one.
      let range = object(value, shape: Builder.shape(.range))
      let step = identical(field(\RangeLayout.step, of: range), to: Value(1))
      makeRange(int(field(\.start, of: range)), int(field(\.stop, of: range)), step)
    case (Builder.shape(.list), _), (0, .forIterList):
      makeVirtual(.list, [object(value, shape: Builder.shape(.list)), intConstant(0)])
    case (Builder.shape(.tuple), _), (0, .forIterTuple):
      makeVirtual(.tuple, [object(value, shape: Builder.shape(.tuple)), intConstant(0)])
    default: return false
    }
    return true
  }

  /// An instance of a subclass of list that the interpreter has seen here and that is iterated over as a list.
  func listOfSubclass(_ value: ValueID) -> ValueID? {
    let shape = Shape(id: iterableShape(value))
    guard shape.id != 0, shape.type.has(.heap), NativeTier.iteratesAsList(shape.type),
      graph.values[value].type.representation == .word
    else { return nil }
    let list = object(value, shape: shape.id)
    guardVersion(of: shape.type)
    lists.insert(list)
    return list
  }

  /// Whether no register but the line's operand, which is used up, has a value.
  private func isOnlyHere(_ value: ValueID) -> Bool {
    line.word.b >= context.view.localCount
      && !env.registers.indices.contains {
        env[$0] == value && $0 != context.base + line.word.b
      }
  }

  private func field(_ place: KeyPath<RangeLayout, Value>, of range: ValueID) -> ValueID {
    emit(
      .load, [range], .any, number: MemoryLayout<RangeLayout>.offset(of: place)!, alias: .iterator)
  }

  private func makeRange(_ start: ValueID, _ stop: ValueID, _ step: ValueID) {
    let count = emit(.rangeCount, [start, stop, step], .int, state: exitState)
    makeVirtual(.range, [start, step, count])
  }

  /// The loop instruction that takes the iterator, with nothing between that could want it.
  private func loopBehind(_ maker: Int) -> Opcode? {
    let view = context.view
    let register = view.lines[maker].word.a
    var number = maker + 1
    while number < view.lines.count {
      let next = view.lines[number]
      if next.opcode.parent == .forIter, next.word.b == register {
        // Where a generator goes on, iterators are objects.
        let isLeft =
          view.yields(between: view.lines[maker].index, and: next.target!)
          || view.resumes(behind: next.target!, with: register)
        return isLeft ? nil : next.opcode
      }
      // A comprehension asks its iterator once more.
      if next.opcode == .getIter, next.word.a == register, next.word.b == register {
        number += 1
        continue
      }
      if next.target != nil || !next.continues || next.effects.clobbersFrom != nil
        || next.effects.reads.contains(register) || next.effects.writes.contains(register)
      {
        return nil
      }
      number += 1
    }
    return nil
  }

  /// Whether the iterator goes to a generator that is built in place.
  private var feedsCollector: Bool {
    let view = context.view
    var register = line.word.a
    var number = view.lineNumber(at: line.index)! + 1
    if number < view.lines.count, view.lines[number].opcode == .move,
      view.lines[number].word.b == register
    {
      register = view.lines[number].word.a
      number += 1
    }
    guard number < view.lines.count else { return false }
    let call = view.lines[number]
    return consumer(of: call) != nil && call.word.c == 1
      && call.word.b + callWindowGap + 1 == register
  }

  /// Makes objects of the iterators that an instruction reads which wants them as objects.
  func materializeReads() {
    switch line.opcode.parent {
    case .getIter, .move, .forIter, .forIterBackward: return
    default: break
    }
    for register in line.effects.reads where isMarker(env[context.base + register]) {
      let marker = env[context.base + register]
      write(register, materialized(marker, env, in: current!))
    }
  }

  // MARK: Adopting

  /// Takes the iterators of running loops apart where a unit begins within them: those that loops made for
  /// themselves, so that nobody misses them.
  func adoptIterators(_ r: UnsafeMutablePointer<Value>) {
    for register in context.view.localCount..<context.view.registerCount
    where env[register] >= 0 && isOnlyForLoops(register) {
      let now = r[register]
      guard now.isPresent, now.isHeap,
        now.asObject.header.pointee.extra == NativeTier.newIterator
      else { continue }
      switch now.asObject.shape {
      case .of(.rangeIterator): adoptRange(register, RangeIteratorRef(now))
      case .of(.listIterator): adopt(register, now, .list)
      case .of(.tupleIterator): adopt(register, now, .tuple)
      default: continue
      }
    }
  }

  /// Whether a register has iterators that are made right before the loops that take them, and those alone.
  private func isOnlyForLoops(_ register: Int) -> Bool {
    let makers = context.view.lines.indices.filter {
      context.view.lines[$0].opcode.parent == .getIter && context.view.lines[$0].word.a == register
    }
    return !makers.isEmpty && makers.allSatisfy { loopBehind($0) != nil }
  }

  private func newIterator(_ register: Int, _ type: BuiltinType) -> ValueID {
    let iterator = object(read(register), shape: Builder.shape(type))
    emit(
      .guardByte, [iterator], .any, number: MemoryLayout<TaipanRuntime.Header>.offset(of: \.extra)!,
      extra: Int(NativeTier.newIterator), state: exitState)
    return iterator
  }

  private func replace(_ register: Int, _ kind: IteratorKind, _ fields: [ValueID]) {
    // One for each register: wherever its iterators meet, they are made of the same fields.
    let key = (context.base + register) << 8 | kind.rawValue
    let marker = markers[key] ?? emit(.iteratorMarker, [], .any, number: kind.rawValue)
    markers[key] = marker
    env.fields[marker] = fields
    write(register, marker)
  }

  /// A step of 1 is taken for a constant; others may be another one each time. Numbers that are not negative now are so the next time.
  private func adoptRange(_ register: Int, _ now: RangeIteratorRef) {
    let iterator = newIterator(register, .rangeIterator)
    let offsets = [
      MemoryLayout<RangeIteratorLayout>.offset(of: \.next)!,
      MemoryLayout<RangeIteratorLayout>.offset(of: \.step)!,
      MemoryLayout<RangeIteratorLayout>.offset(of: \.remaining)!,
    ]
    var fields = offsets.map {
      emit(.loadWord, [iterator], .int, number: $0, alias: .iterator)
    }
    if now.p.pointee.step.magnitude == 1 {
      let step = intConstant(now.p.pointee.step)
      require(fields[1], .equal, step)
      fields[1] = step
    }
    if now.p.pointee.next >= 0 {
      require(fields[0], .greaterEqual, intConstant(0))
      // Says so where it is used, too: indices that are not negative are looked up as they are.
      fields[0] = emit(.intAnd, [fields[0], intConstant(Int.max)], .int)
    }
    replace(register, .range, fields)
  }

  private func require(_ value: ValueID, _ comparison: Comparison, _ other: ValueID) {
    let holds = emit(.intCompare, [value, other], .bool, number: comparison.rawValue)
    emit(.guardTrue, [holds], .any, state: exitState)
  }

  private func adopt(_ register: Int, _ now: Value, _ kind: IteratorKind) {
    let type: BuiltinType = kind == .list ? .list : .tuple
    guard SequenceIteratorRef(now).p.pointee.sequence.isPresentExactly(type) else { return }
    let iterator = newIterator(register, kind == .list ? .listIterator : .tupleIterator)
    let sequence = emit(
      .load, [iterator], .any, number: MemoryLayout<SequenceIteratorLayout>.offset(of: \.sequence)!,
      alias: .iterator)
    emit(.guardPresent, [sequence], .any, state: exitState)
    let index = emit(
      .loadWord, [iterator], .int,
      number: MemoryLayout<SequenceIteratorLayout>.offset(of: \.index)!,
      alias: .iterator)
    replace(register, kind, [object(sequence, shape: Builder.shape(type)), index])
  }

  // MARK: Stepping

  /// A loop instruction whose iterator is virtual; false for others.
  func buildVirtualStep() -> Bool {
    let isBackward = line.opcode.parent == .forIterBackward
    guard isBackward || line.opcode.parent == .forIter else { return false }
    let marker = env[context.base + line.word.b]
    guard isMarker(marker) else { return false }
    if isBackward { poll() }
    var fields = env.fields[marker]!
    let kind = self.kind(marker)
    let hasItem: ValueID
    switch kind {
    case .range:
      hasItem = emit(
        .intCompare, [fields[2], intConstant(0)], .bool, number: Comparison.greater.rawValue)
    case .list, .tuple, .enumerate:
      let count = self.count(fields[0], isList: kind != .tuple)
      hasItem = emit(
        .intCompare, [fields[1], count], .bool, number: Comparison.less.rawValue)
    case .rangeUpTo: fatalError("a range that a pass knows of is built")
    }
    let ways = fork(hasItem)
    let saved = env
    current = ways.yes
    let one = intConstant(1)
    switch kind {
    case .range:
      write(line.word.a, fields[0])
      fields[0] = emit(.wordAdd, [fields[0], fields[1]], .int)
      fields[2] = emit(.wordSubtract, [fields[2], one], .int)
    case .list, .tuple, .enumerate:
      let item = self.item(fields[0], fields[1], isList: kind != .tuple)
      write(line.word.a, kind == .enumerate ? newTuple([fields[2], item]) : item)
      fields[1] = emit(.wordAdd, [fields[1], one], .int)
      if kind == .enumerate { fields[2] = emit(.wordAdd, [fields[2], one], .int) }
    case .rangeUpTo: break
    }
    env.fields[marker] = fields
    enterBody(backward: isBackward) {
      current = ways.no
      env = saved
    }
    jump(to: isBackward ? line.next : line.target!)
    return true
  }
}
