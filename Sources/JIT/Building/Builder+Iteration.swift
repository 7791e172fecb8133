// Loops over ranges, lists and tuples, by the iterators' own fields; other iterators are asked.

import RegisterCode
import TaipanRuntime

extension Builder {
  private static let next = MemoryLayout<RangeIteratorLayout>.offset(of: \.next)!
  private static let step = MemoryLayout<RangeIteratorLayout>.offset(of: \.step)!
  private static let remaining = MemoryLayout<RangeIteratorLayout>.offset(of: \.remaining)!
  private static let sequence = MemoryLayout<SequenceIteratorLayout>.offset(of: \.sequence)!
  private static let index = MemoryLayout<SequenceIteratorLayout>.offset(of: \.index)!

  /// False when the line is none of these.
  func buildIteration() -> Bool {
    switch line.opcode {
    case .getIter: return iterator()
    // Iterators of several types come here.
    case let opcode where opcode.parent == .forIter && hasSeveralTypes: anyStep(backward: false)
    case let opcode where opcode.parent == .forIterBackward && hasSeveralTypes:
      anyStep(backward: true)
    case .forIterRange: rangeStep(backward: false)
    case .forIterBackwardRange: rangeStep(backward: true)
    case .forIterList: sequenceStep(isList: true, backward: false)
    case .forIterBackwardList: sequenceStep(isList: true, backward: true)
    case .forIterTuple: sequenceStep(isList: false, backward: false)
    case .forIterBackwardTuple: sequenceStep(isList: false, backward: true)
    case .buildPair:
      write(line.word.a, newTuple([read(line.word.b), read(line.word.c)]))
    case .buildTuple where line.word.c > 0 && line.word.c < 16:
      write(line.word.a, newTuple((0..<line.word.c).map { read(line.word.b + $0) }))
    case .forIter, .forIterGenerator: anyStep(backward: false)
    case .forIterBackward, .forIterBackwardGenerator, .forIterBackwardNative:
      nativeLoopStep()
    case .unpackSequence, .unpackLocals, .unpackPair: buildUnpacking()
    default: return false
    }
    return true
  }

  private func iterator() -> Bool {
    if buildVirtualIterator() { return true }
    let value = read(line.word.b)
    if graph.values[value].operation == .newRange {
      let iterator = emit(
        .rangeIterator, graph.values[value].operands, .object(Builder.shape(.rangeIterator)))
      emit(.guardPresent, [emit(.asAny, [iterator], .any)], .any, state: exitState)
      write(line.word.a, iterator)
      return true
    }
    let shape = iterableShape(value)
    switch shape {
    case Builder.shape(.enumerate), Builder.shape(.rangeIterator), Builder.shape(.listIterator),
      Builder.shape(.tupleIterator), Builder.shape(.zip):
      write(line.word.a, object(value, shape: shape))
    case Builder.shape(.dictItems):
      write(
        line.word.a,
        emit(
          .builtinIterator, [object(value, shape: shape)],
          .object(Builder.shape(.dictItemIterator))))
    case Builder.shape(.tuple):
      write(
        line.word.a,
        emit(
          .builtinIterator, [object(value, shape: shape)],
          .object(Builder.shape(.tupleIterator))))
    case Builder.shape(.list):
      let list = object(value, shape: shape)
      write(line.word.a, emit(.listIterator, [list], .object(Builder.shape(.listIterator))))
    // A temporary generator is noted by the handler.
    case 0, Builder.shape(.generator): return false
    default:
      if let list = listOfSubclass(value) {
        write(line.word.a, emit(.listIterator, [list], .object(Builder.shape(.listIterator))))
        return true
      }
      if Shape(id: shape).type.has(.heap) || isUnstableLine { return false }
      let iterator = emit(.builtinIterator, [object(value, shape: shape)], .any)
      emit(.guardPresent, [iterator], .any, state: exitState)
      write(line.word.a, iterator)
    }
    return true
  }

  /// Of a loop's instruction.
  private var hasSeveralTypes: Bool { isUnstableLine || line.extra[0] != 0 }

  private var isUnstableLine: Bool {
    Builder.unstablePlaces.contains(context.view.address(of: line.index))
  }

  /// What is known of the shape of the object that a `getIter` takes, or has been seen; 0 for nothing.
  func iterableShape(_ value: ValueID) -> UInt32 {
    if isUnstableLine || IterationFeedback.hasSeveralShapes(line.extra[0]) {
      return graph.values[value].type.shape
    }
    let shape = type(value).shape
    if shape != 0 || graph.values[value].type.representation != .word { return shape }
    return UInt32(truncatingIfNeeded: line.extra[0])
  }

  func newTuple(_ items: [ValueID]) -> ValueID {
    emit(.newTuple, ValueList(items), .object(Builder.shape(.tuple)))
  }

  /// A loop that has native code already: what it iterates over is what its beginning says.
  private func nativeLoopStep() {
    let iterator = env[context.base + line.word.b]
    let shape = iterator >= 0 ? type(iterator).shape : 0
    switch line.opcode == .forIterBackwardNative ? loopKind(shape) : .forIterBackward {
    case .forIterBackwardRange: rangeStep(backward: true)
    case .forIterBackwardList: sequenceStep(isList: true, backward: true)
    case .forIterBackwardTuple: sequenceStep(isList: false, backward: true)
    default: anyStep(backward: true)
    }
  }

  private func loopKind(_ shape: UInt32) -> Opcode {
    switch shape {
    case Builder.shape(.rangeIterator): return .forIterBackwardRange
    case Builder.shape(.listIterator): return .forIterBackwardList
    case Builder.shape(.tupleIterator): return .forIterBackwardTuple
    default: break
    }
    // The instruction before the loop was quickened for the same iterators.
    for other in context.view.lines where other.word.b == line.word.b {
      switch other.opcode {
      case .forIterRange where other.target == line.next: return .forIterBackwardRange
      case .forIterList where other.target == line.next: return .forIterBackwardList
      case .forIterTuple where other.target == line.next: return .forIterBackwardTuple
      default: continue
      }
    }
    return .forIterBackward
  }

  /// Where the loop goes with an item, and without.
  private func proceed(_ hasItem: ValueID, backward: Bool, item: () -> ValueID) {
    let ways = fork(hasItem)
    let saved = env
    current = ways.yes
    write(line.word.a, item())
    enterBody(backward: backward) {
      current = ways.no
      env = saved
    }
    jump(to: backward ? line.next : line.target!)
  }

  private func rangeStep(backward: Bool) {
    if backward { poll() }
    let iterator = object(read(line.word.b), shape: Builder.shape(.rangeIterator))
    func field(_ offset: Int) -> ValueID {
      emit(.loadWord, [iterator], .int, number: offset, alias: .iterator)
    }
    let remaining = field(Builder.remaining)
    let hasItem = emit(
      .intCompare, [remaining, intConstant(0)], .bool, number: Comparison.greater.rawValue)
    proceed(hasItem, backward: backward) {
      let n = field(Builder.next)
      let left = emit(.wordSubtract, [remaining, intConstant(1)], .int)
      emit(.storeWord, [iterator, left], .any, number: Builder.remaining, alias: .iterator)
      let following = emit(.wordAdd, [n, field(Builder.step)], .int)
      emit(.storeWord, [iterator, following], .any, number: Builder.next, alias: .iterator)
      return n
    }
  }

  private func sequenceStep(isList: Bool, backward: Bool) {
    if backward { poll() }
    let shape = Builder.shape(isList ? .listIterator : .tupleIterator)
    let iterator = object(read(line.word.b), shape: shape)
    let sequence = emit(.load, [iterator], .any, number: Builder.sequence, alias: .iterator)
    emit(.guardPresent, [sequence], .any, state: exitState)
    let index = emit(.loadWord, [iterator], .int, number: Builder.index, alias: .iterator)
    let count = self.count(sequence, isList: isList)
    let hasItem = emit(.intCompare, [index, count], .bool, number: Comparison.less.rawValue)
    let ways = fork(hasItem)
    let saved = env
    current = ways.yes
    let following = emit(.wordAdd, [index, intConstant(1)], .int)
    emit(.storeWord, [iterator, following], .any, number: Builder.index, alias: .iterator)
    let item = self.item(sequence, index, isList: isList)
    write(line.word.a, item)
    enterBody(backward: backward) {
      current = ways.no
      env = saved
    }
    emit(
      .storeWord, [iterator, intConstant(0)], .any, number: Builder.sequence, alias: .iterator)
    jump(to: backward ? line.next : line.target!)
  }

  /// Goes to the loop's body with the item that was got; `otherwise` leads to the way without one.
  func enterBody(backward: Bool, otherwise: () -> Void) {
    let loop = line
    if let unpacking = context.view.unpacking(behind: loop) {
      // A guard that fails leaves to it.
      previousRepeats = false
      beginLine(context.view.lineNumber(at: unpacking.index)!)
      buildUnpacking()
      if current != nil { jump(to: unpacking.next) }
    } else {
      jump(to: backward ? loop.target! : loop.next)
    }
    line = loop
    previousRepeats = false
    otherwise()
  }

  private func buildUnpacking() {
    switch line.opcode.parent {
    case .unpackPair: unpackPair()
    default: unpack()
    }
  }

  /// Asks the iterator.
  private func anyStep(backward: Bool) {
    if backward { poll() }
    let iterator = read(line.word.b)
    if let pair = pairStep(iterator) {
      return proceed(pair.hasItem, backward: backward, item: pair.item)
    }
    let state = runningState()
    let isGenerator = line.opcode == .forIterGenerator || line.opcode == .forIterBackwardGenerator
    let item = emit(isGenerator ? .nextYielded : .next, [iterator], .any, state: state)
    noteMayBeStored(state)
    let exhausted = emit(
      .identical, [item, emit(.constant, [], .any, number: Int(Value.exhausted.bits))], .bool)
    proceed(emit(.boolNot, [exhausted], .bool), backward: backward) { item }
  }

  // MARK: Unpacking

  /// Tuples or lists of the right size in place, whatever else by the handler.
  private func unpack() {
    let count = line.word.c
    let reversed = line.opcode == .unpackSequence
    unpackTuple(
      count: count, into: (0..<count).map { line.word.a + (reversed ? count - 1 - $0 : $0) })
  }

  private func unpackPair() {
    unpackTuple(count: 2, into: [line.word.a, line.word.b], source: line.word.c)
  }

  private func unpackTuple(count: Int, into registers: [Int], source: Int? = nil) {
    let value = read(source ?? line.word.b)
    if graph.values[value].operation == .newTuple, graph.values[value].operands.count == count {
      for (register, item) in zip(registers, graph.values[value].operands) { write(register, item) }
      return
    }
    let feedback = line.extra[line.extra.count - 1]
    if feedback != 0 && feedback != UnpackFeedback.list
      || graph.values[value].type.representation != .word
    {
      return stepPlain()
    }
    let isList = feedback == UnpackFeedback.list
    let sequence = object(value, shape: Builder.shape(isList ? .list : .tuple))
    let size = self.count(sequence, isList: isList)
    let fits = emit(
      .intCompare, [size, intConstant(count)], .bool, number: Comparison.equal.rawValue)
    emit(.guardTrue, [fits], .any, state: exitState)
    let items = (0..<count).map {
      item(sequence, intConstant($0), isList: isList)
    }
    for (register, item) in zip(registers, items) { write(register, item) }
  }
}
