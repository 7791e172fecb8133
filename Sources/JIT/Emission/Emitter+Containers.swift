// Builtin containers and functions: the runtime's functions for them, and the handlers where these ask.

import TaipanRuntime

extension Emitter {
  func emitContainer(_ i: Instruction) -> LowValue? {
    switch i.operation {
    case .helped: return helped(i)
    case .helpedTruth: return helpedTruth(i)
    case .quiet: return quiet(i)
    case .quietTruth: return quietTruth(i)
    case .callNative: return callNative(i)
    case .newList: return newList(i)
    case .nextPair: return call(RuntimeFunctions.nextPair, [asWord(i.operands[0])])
    case .pairItem:
      return load(.word, LowPlace(offset: ContainerHelpers.pair + 8 * i.number), .thread)
    case .moveSlice: return call(RuntimeFunctions.moveSlice, i.operands.map(asWord))
    case .reverseItems:
      reverseItems(asInt(i.operands[0]), last: asInt(i.operands[1]))
      return nil
    case .newDict: return call(RuntimeFunctions.dict, [])
    default: fatalError("\(i.operation) is no container's")
    }
  }

  /// Four pairs at a time, so that short lists of any length take the same way: processors foresee it. Pairs
  /// beyond the middle are the last item with itself: the first one is what is waited for most. No barrier: the list
  /// has the items already.
  private func reverseItems(_ items: LowValue, last: LowValue) {
    let (loop, done) = (addBlock(), addBlock())
    let before = here
    jump(to: loop)
    position(at: loop)
    let (left, right) = (code.phi(.word), code.phi(.word))
    let pairs = 4
    for distance in 0..<pairs {
      var first = code.add(left, constant(distance), fits: true)
      var second = code.add(right, constant(-distance), fits: true)
      if distance > 0 {
        let isPair = compareInts(.less, first, second)
        first = code.select(isPair, first, right)
        second = code.select(isPair, second, right)
      }
      let places = (element(items, first), element(items, second))
      let values = (load(.word, places.0, .item), load(.word, places.1, .item))
      store(values.1, places.0, .item)
      store(values.0, places.1, .item)
    }
    let nextLeft = code.add(left, constant(pairs), fits: true)
    let nextRight = code.add(right, constant(-pairs), fits: true)
    for (phi, begin, next) in [(left, constant(0), nextLeft), (right, last, nextRight)] {
      code.addIncoming(phi, begin, before)
      code.addIncoming(phi, next, here)
    }
    branch(compareInts(.less, nextLeft, nextRight), loop, done)
    position(at: done)
  }

  /// The value that the handler of an instruction has stored.
  private func storedResult(_ i: Instruction) -> LowValue {
    let target = Int(UnsafePointer<UInt64>(bitPattern: i.number - 8)!.pointee.a)
    return load(.word, place(graph.states[i.state].frames.last!.base + target), .frame)
  }

  private func callHelper(_ i: Instruction) -> LowValue {
    let helper = Helper(rawValue: i.comparison)!
    var operands = i.operands.map(asWord)
    let function = RuntimeFunctions.helpers[helper.rawValue]
    switch helper {
    case .leaf: operands.insert(constant(operands.count - 1), at: 1)
    case .concatenation: operands.insert(constant(operands.count), at: 0)
    default: break
    }
    // Functions of any number of arguments have fixed ones; the rest is not looked at.
    while operands.count < function.parameters.count { operands.append(constant(1)) }
    return call(function, operands)
  }

  /// A result of 0 asks for the handler.
  private func helped(_ i: Instruction) -> LowValue {
    let result = callHelper(i)
    let (asked, done) = (addBlock(), addBlock())
    let before = here
    branch(notEqual(result, constant(0)), done, asked, isLikely: true)
    position(at: asked)
    _ = step(i)
    let stored = Helper(rawValue: i.comparison)!.hasResult ? storedResult(i) : result
    let end = here
    jump(to: done)
    position(at: done)
    return phi(.word, [(result, before), (stored, end)])
  }

  /// One that is neither 0 nor 1 does.
  private func helpedTruth(_ i: Instruction) -> LowValue {
    let result = callHelper(i)
    let (asked, done) = (addBlock(), addBlock())
    let known = equal(result, constant(1))
    let before = here
    branch(notEqual(result, constant(bits: ContainerHelpers.askTruth)), done, asked, isLikely: true)
    position(at: asked)
    let next = step(i)
    let holds =
      abs(i.extra) == 1
      ? equal(storedResult(i), constant(bits: Value.true.bits))
      : equal(next, constant(abs(i.extra)))
    let answer = i.extra > 0 ? holds : code.not(holds)
    let end = here
    jump(to: done)
    position(at: done)
    return phi(.bit, [(known, before), (answer, end)])
  }

  private func quiet(_ i: Instruction) -> LowValue {
    let exit = self.exit(i.state)
    let result = callHelper(i)
    require(notEqual(result, constant(0)), else: exit)
    return result
  }

  private func quietTruth(_ i: Instruction) -> LowValue {
    let exit = self.exit(i.state)
    let result = callHelper(i)
    require(notEqual(result, constant(bits: ContainerHelpers.askTruth)), else: exit)
    return equal(result, constant(1))
  }

  /// A builtin function, its arguments in the frame.
  private func callNative(_ i: Instruction) -> LowValue {
    let (state, frame) = enterRuntime(i.state)
    let result = call(
      RuntimeFunctions.callNative,
      [
        asWord(i.operands[0]), address(of: i.extra), constant(i.comparison >> 1),
        constant(i.comparison & 1),
      ])
    let (asked, called, done) = (addBlock(), addBlock(), addBlock())
    branch(notEqual(result, constant(bits: NativeCallHelpers.ask)), called, asked, isLikely: true)
    position(at: asked)
    _ = runHandler(i, state, frame, isCall: true)
    let stored = storedResult(i)
    let askedEnd = here
    jump(to: done)
    position(at: called)
    require(notEqual(result, constant(0)), else: raise(i.state))
    let target = Int(UnsafePointer<UInt64>(bitPattern: i.number - 8)!.pointee.a)
    let behind = i.number - 8 + 8 * (1 + callWords(i))
    leaveWhereSeen(i, state, goesOnAt: constant(behind)) {
      store(result, place(state.frames.last!.base + target), .frame)
    }
    leaveInlined(state)
    let calledEnd = here
    jump(to: done)
    position(at: done)
    return phi(.word, [(stored, askedEnd), (result, calledEnd)])
  }

  private func callWords(_ i: Instruction) -> Int {
    UnsafePointer<UInt64>(bitPattern: i.number - 8)!.pointee.opcode.extraWords
  }

  /// The items first: making values of them may allocate.
  private func newList(_ i: Instruction) -> LowValue {
    let values = i.operands.map(asWord)
    let list = call(RuntimeFunctions.list, [constant(values.count)])
    if values.isEmpty { return list }
    let offset = MemoryLayout<ListLayout>.offset(of: \.items)!
    let items = load(.word, field(list, offset), .listItems)
    for (index, value) in values.enumerated() {
      store(value, field(items, index * 8), .item)
    }
    return list
  }

  /// Of lists in line; -1 where the runtime does not know it.
  func length(_ i: Instruction) -> LowValue {
    let x = asWord(i.operands[0])
    let (heap, list, other, done) = (addBlock(), addBlock(), addBlock(), addBlock())
    branch(hasTag(x, 0), heap, other, isLikely: true)
    position(at: heap)
    branch(shapeIs(x, Int(Shape.of(.list).id)), list, other)
    position(at: list)
    let count = load(.word, field(x, MemoryLayout<ListLayout>.offset(of: \.count)!), .listCount)
    jump(to: done)
    position(at: other)
    let otherCount = call(RuntimeFunctions.length, [x])
    jump(to: done)
    position(at: done)
    return phi(.word, [(count, list), (otherCount, other)])
  }

  /// Builtin iterators without storing the registers.
  func quietNext(_ i: Instruction) -> LowValue {
    let item = call(RuntimeFunctions.quietNext, [asWord(i.operands[0])])
    let (asked, done) = (addBlock(), addBlock())
    let before = here
    branch(notEqual(item, constant(0)), done, asked, isLikely: true)
    position(at: asked)
    let other = nextItem(i)
    let end = here
    jump(to: done)
    position(at: done)
    return phi(.word, [(item, before), (other, end)])
  }
}
