// What builtins do that collect the values of a generator: what needs no function of the runtime in line.

import TaipanRuntime

extension Emitter {
  // MARK: Lists

  /// Into the room that the list has; the runtime makes more.
  func append(_ value: ValueID, to list: LowValue) {
    func place(_ offset: Int?) -> LowPlace { field(list, offset!) }
    let (usual, full, done) = (addBlock(), addBlock(), addBlock())
    let countPlace = place(MemoryLayout<ListLayout>.offset(of: \.count))
    let count = load(.word, countPlace, .listCount)
    let capacity = load(.word, place(MemoryLayout<ListLayout>.offset(of: \.capacity)), .listCount)
    branch(code.compare(.less, count, capacity), usual, full, isLikely: true)
    position(at: full)
    call(RuntimeFunctions.append, [list, asWord(value)])
    jump(to: done)
    position(at: usual)
    let items = load(.word, place(MemoryLayout<ListLayout>.offset(of: \.items)), .listItems)
    store(value, in: list, at: element(items, count), .item)
    store(code.add(count, constant(1), fits: true), countPlace, .listCount)
    jump(to: done)
    position(at: done)
  }

  /// In line where an item is left and the list keeps its memory.
  func listPop(_ i: Instruction) -> LowValue {
    let list = asWord(i.operands[0])
    let helper = RuntimeFunctions.helpers[Helper.listPop.rawValue]
    if isQuick {
      let item = call(helper, [list])
      require(notEqual(item, constant(0)), else: exit(i.state))
      return item
    }
    func place(_ offset: Int?) -> LowPlace { field(list, offset!) }
    let (usual, rare, done) = (addBlock(), addBlock(), addBlock())
    let countPlace = place(MemoryLayout<ListLayout>.offset(of: \.count))
    let last = code.subtract(load(.word, countPlace, .listCount), constant(1))
    let capacity = load(.word, place(MemoryLayout<ListLayout>.offset(of: \.capacity)), .listCount)
    let isRoomy = code.either(
      compareInts(.lessEqual, capacity, constant(ListRef.mostKept)),
      compareInts(.lessEqual, capacity, code.words(.shiftLeft, last, constant(2))))
    let isUsual = code.both(compareInts(.greater, last, constant(0)), isRoomy)
    branch(isUsual, usual, rare, isLikely: true)
    position(at: usual)
    let items = load(.word, place(MemoryLayout<ListLayout>.offset(of: \.items)), .listItems)
    let item = load(.word, element(items, last), .item)
    store(constant(0), element(items, last), .item)
    store(last, countPlace, .listCount)
    jump(to: done)
    position(at: rare)
    let found = call(helper, [list])
    require(notEqual(found, constant(0)), else: exit(i.state))
    let rareEnd = here
    jump(to: done)
    position(at: done)
    return phi(.word, [(item, usual), (found, rareEnd)])
  }

  // MARK: Collecting

  private func kind(_ i: Instruction) -> Collecting.Kind {
    Collecting.Kind(rawValue: UInt64(i.number))!
  }

  func startCollecting(_ i: Instruction) {
    let accumulator: LowValue
    switch kind(i) {
    case .list, .sorted: accumulator = call(RuntimeFunctions.list, [constant(0)])
    case .tuple, .join: accumulator = call(RuntimeFunctions.roomyList, [])
    case .set, .frozenSet:
      call(RuntimeFunctions.startCollecting, [constant(i.number), address(of: i.extra)])
      return
    case .sum: accumulator = constant(bits: Value(smallInt: 0).bits)
    case .any, .all, .minimum, .maximum: accumulator = constant(bits: Value.absent.bits)
    }
    store(accumulator, place(i.extra), .frame)
    store(constant(bits: Value.absent.bits), place(i.extra + 1), .frame)
  }

  /// 0 where the value cannot be taken.
  func collect(_ i: Instruction) -> LowValue {
    let accumulator = place(i.extra)
    switch kind(i) {
    case .list, .tuple, .sorted, .join:
      append(i.operands[0], to: load(.word, accumulator, .frame))
      return constant(1)
    case .set, .frozenSet:
      return call(
        RuntimeFunctions.collectInSet, [asWord(i.operands[0]), load(.word, accumulator, .frame)])
    case .sum where graph.values[i.operands[0]].type.representation == .int:
      return addInt(i, to: accumulator)
    default: return collectGenerally(i)
    }
  }

  private func collectGenerally(_ i: Instruction) -> LowValue {
    call(
      RuntimeFunctions.collect, [asWord(i.operands[0]), constant(i.number), address(of: i.extra)])
  }

  /// To a total that is a small int still.
  private func addInt(_ i: Instruction, to accumulator: LowPlace) -> LowValue {
    let (small, general, done) = (addBlock(), addBlock(), addBlock())
    let int = tagInt(i.operands[0])
    let total = load(.word, accumulator, .frame)
    let addend = int.needsTag ? int.word : code.subtract(int.word, constant(1))
    let (sum, overflows) = overflowing(.addChecked, total, addend)
    let isSum = code.both(int.isInline, code.not(overflows))
    branch(code.both(isTaggedInt(total), isSum), small, general, isLikely: true)
    position(at: general)
    let taken = collectGenerally(i)
    let generalEnd = here
    jump(to: done)
    position(at: small)
    store(sum, accumulator, .frame)
    jump(to: done)
    position(at: done)
    return phi(.word, [(taken, generalEnd), (constant(1), small)])
  }
}
