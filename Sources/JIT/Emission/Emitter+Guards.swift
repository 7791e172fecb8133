// Guards: a test, and where it fails the exit of the frame state.

import TaipanRuntime

extension Emitter {
  func emitGuard(_ i: Instruction) -> LowValue? {
    let exit = self.exit(i.state)
    switch i.operation {
    case .guardInt, .guardFloat, .guardNumber, .guardExact, .guardShape: return typeGuard(i, exit)
    case .guardShapes:
      let x = asWord(i.operands[0])
      require(hasTag(x, 0), else: exit)
      require(shapeIsOne(x, of: i), else: exit)
    case .guardIdentical:
      let x = asWord(i.operands[0])
      require(equal(x, constant(i.number)), else: exit)
      return x
    case .guardPresent:
      if graph.values[i.operands[0]].type.representation == .word {
        require(notEqual(asWord(i.operands[0]), constant(0)), else: exit)
      }
    case .guardByte:
      let found = load(.byte, field(asWord(i.operands[0]), i.number), .numbers)
      require(equal(found, constant(i.extra)), else: exit)
    case .guardKeys:
      let place = field(asWord(i.operands[0]), MemoryLayout<DictLayout>.offset(of: \.keysVersion)!)
      require(equal(load(.half, place, .version), constant(i.extra)), else: exit)
    case .guardTrue: require(asBool(i.operands[0]), else: exit)
    case .guardFalse:
      require(code.not(asBool(i.operands[0])), else: exit)
      // A safepoint.
      if i.extra == 1 { countRound() }
    case .guardVersion:
      let version = load(.half, LowPlace(offset: i.number), .version)
      require(equal(version, constant(i.extra)), else: exit)
    case .guardValid:
      let changes = load(.word, LowPlace(offset: validity), .version)
      require(equal(changes, constant(0)), else: exit)
    default: return guardIndex(i, exit)
    }
    return nil
  }

  private func guardIndex(_ i: Instruction, _ exit: LowBlock) -> LowValue {
    let (count, index) = (asInt(i.operands[0]), asInt(i.operands[1]))
    if i.operation == .guardBelow || code.number(of: index) ?? -1 >= 0 {
      require(code.compare(.below, index, count), else: exit)
      return index
    }
    if let number = code.number(of: index), number < 0 {
      let fromEnd = code.add(index, count)
      require(code.compare(.below, fromEnd, count), else: exit)
      return fromEnd
    }
    // Most indices are counted from the beginning: only others are computed. One that is too large stays so.
    let (other, done) = (addBlock(), addBlock())
    let before = here
    branch(code.compare(.below, index, count), done, other, isLikely: true)
    position(at: other)
    let fromEnd = code.add(index, count)
    require(code.compare(.below, fromEnd, count), else: exit)
    let otherEnd = here
    jump(to: done)
    position(at: done)
    return phi(.word, [(index, before), (fromEnd, otherEnd)])
  }

  private func typeGuard(_ i: Instruction, _ exit: LowBlock) -> LowValue {
    let operand = i.operands[0]
    switch (i.operation, graph.values[operand].type.representation) {
    case (.guardInt, .int), (.guardFloat, .float), (.guardNumber, .float), (.guardExact, .float):
      return values[operand]
    case (.guardNumber, .int):
      return float(of: values[operand])
    case (.guardExact, .int): return exactFloat(values[operand], exit)
    case (_, .word): break
    default:
      // It never is what is asked for.
      let dead = addBlock()
      jump(to: exit)
      position(at: dead)
      return code.poison(i.operation == .guardInt || i.operation == .guardShape ? .word : .double)
    }
    let x = asWord(operand)
    switch i.operation {
    case .guardInt:
      require(isTaggedInt(x), else: exit)
      return untaggedInt(x)
    case .guardShape:
      if graph.values[operand].type.shape != UInt32(i.number) {
        require(hasTag(x, 0), else: exit)
        require(shapeIs(x, i.number), else: exit)
      }
      return x
    default: return unboxFloat(x, exit, i.operation)
    }
  }

  /// Inline floats in line, boxed ones (zero above all) and ints out of it.
  private func unboxFloat(_ x: LowValue, _ exit: LowBlock, _ operation: Operation) -> LowValue {
    let (usual, other, done) = (addBlock(), addBlock(), addBlock())
    branch(hasTag(x, 2), usual, other, isLikely: true)
    position(at: usual)
    var incoming = [(inlineFloat(x), here)]
    jump(to: done)
    position(at: other)
    if operation != .guardFloat {
      let (small, boxed) = (addBlock(), addBlock())
      branch(isTaggedInt(x), small, boxed)
      position(at: small)
      let number =
        operation == .guardExact
        ? exactFloat(untaggedInt(x), exit)
        : float(of: untaggedInt(x))
      incoming.append((number, here))
      jump(to: done)
      position(at: boxed)
    }
    require(hasTag(x, 0), else: exit)
    // Where a loop is entered, a variable that was a float may be unset.
    require(notEqual(x, constant(0)), else: exit)
    require(shapeIs(x, Int(Shape.of(.float).id)), else: exit)
    let number = load(.double, field(x, MemoryLayout<FloatLayout>.offset(of: \.number)!), .float)
    // As a number a NaN would lose its identity, by which containers find it.
    require(code.compareFloats(.ordered, number, number), else: exit)
    incoming.append((number, here))
    jump(to: done)
    position(at: done)
    return phi(.double, incoming)
  }

  /// An int that is a float, too.
  private func exactFloat(_ n: LowValue, _ exit: LowBlock) -> LowValue {
    let shifted = code.add(n, constant(1 << 53))
    require(code.compare(.belowEqual, shifted, constant(1 << 54)), else: exit)
    return float(of: n)
  }
}
