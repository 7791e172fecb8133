// Truth, arithmetic and comparisons of values of which nothing is known: numbers in line, the handler for the rest.

import TaipanRuntime

extension Emitter {
  /// Numbers, bools and None are told apart here, others by the handler.
  func truth(_ i: Instruction) -> LowValue {
    let value = i.operands[0]
    if let truth = heldTruth(value) { return truth }
    let x = asWord(value)
    let (asked, done) = (addBlock(), addBlock())
    let simple = simpleTruth(x, to: done, else: asked)
    position(at: asked)
    // Lists by their count.
    let (heap, list, handler) = (addBlock(), addBlock(), addBlock())
    branch(hasTag(x, 0), heap, handler)
    position(at: heap)
    branch(shapeIs(x, Int(Shape.of(.list).id)), list, handler)
    position(at: list)
    let countPlace = field(x, MemoryLayout<ListLayout>.offset(of: \.count)!)
    let listTruth = notEqual(load(.word, countPlace, .listCount), constant(0))
    jump(to: done)
    position(at: handler)
    let found = call(RuntimeFunctions.helpers[Helper.truth.rawValue], [x])
    let foundTruth = equal(found, constant(1))
    let (python, foundEnd) = (addBlock(), here)
    branch(notEqual(found, constant(bits: ContainerHelpers.askTruth)), done, python, isLikely: true)
    position(at: python)
    let next = step(i)
    let taken = equal(next, constant(abs(i.extra)))
    let askedTruth = i.extra > 0 ? taken : code.not(taken)
    let askedEnd = here
    jump(to: done)
    position(at: done)
    return phi(
      .bit,
      simple + [(listTruth, list), (foundTruth, foundEnd), (askedTruth, askedEnd)])
  }

  /// The truth of what is not held as a `Value`.
  func heldTruth(_ value: ValueID) -> LowValue? {
    switch graph.values[value].type.representation {
    case .bool: return values[value]
    case .int: return notEqual(values[value], constant(0))
    case .float: return compare(.notEqual, values[value], constant(double: 0))
    case .word: return nil
    }
  }

  /// The truth of a small int, a bool or None, each with the block that goes on to `done` with it; on to `asked`
  /// with others. That of a bool or None is a constant on its way, so a branch behind it is decided there. None, False
  /// and True lie side by side.
  func simpleTruth(_ x: LowValue, to done: LowBlock, else asked: LowBlock)
    -> [(value: LowValue, block: LowBlock)]
  {
    let (isTrue, notTrue, isFalse, other, int) = (
      addBlock(), addBlock(), addBlock(), addBlock(), addBlock()
    )
    branch(equal(x, constant(bits: Value.true.bits)), isTrue, notTrue)
    position(at: isTrue)
    let yes = code.constant(bit: true)
    jump(to: done)
    position(at: notTrue)
    // None and False differ in one bit. Between their addresses lie words of small ints.
    let difference = Value.none.bits ^ Value.false.bits
    let common = code.and(x, constant(bits: ~difference))
    branch(equal(common, constant(bits: Value.none.bits & ~difference)), isFalse, other)
    position(at: isFalse)
    let no = code.constant(bit: false)
    jump(to: done)
    position(at: other)
    branch(isTaggedInt(x), int, asked, isLikely: true)
    position(at: int)
    let isNonzero = notEqual(x, constant(1))
    jump(to: done)
    return [(yes, isTrue), (no, isFalse), (isNonzero, int)]
  }

  // MARK: Numbers of any kind

  /// Ints, floats and both in line: `floats` makes the result of two floats, `ints` of two ints where it can. Whatever
  /// else goes to `asked`, where `slow` makes it unless that leaves.
  private func numbers(
    _ i: Instruction, isExact: Bool, floats: (LowValue, LowValue) -> LowValue,
    ints: (LowValue, LowValue, LowBlock) -> LowValue, asked: LowBlock,
    slow: () -> LowValue?, result type: LowType
  ) -> LowValue {
    let (x, y) = (asWord(i.operands[0]), asWord(i.operands[1]))
    let (bothInts, notInts, areFloats, notFloats, done) = (
      addBlock(), addBlock(), addBlock(), addBlock(), addBlock()
    )
    var incoming: [(LowValue, LowBlock)] = []
    func add(_ value: LowValue) {
      incoming.append((value, here))
      jump(to: done)
    }
    branch(isTaggedInt(code.and(x, y)), bothInts, notInts)
    position(at: bothInts)
    add(ints(x, y, asked))
    position(at: notInts)
    let tags = code.or(code.xor(x, constant(2)), code.xor(y, constant(2)))
    branch(hasTag(tags, 0), areFloats, notFloats, isLikely: true)
    position(at: areFloats)
    add(floats(inlineFloat(x), inlineFloat(y)))
    position(at: notFloats)
    let a = numberOrElse(x, asked, isExact: isExact)
    let b = numberOrElse(y, asked, isExact: isExact)
    add(floats(a, b))
    position(at: asked)
    if let asked = slow() { add(asked) }
    position(at: done)
    return phi(type, incoming)
  }

  /// An int or inline float as double; exactly, where it is asked for.
  private func numberOrElse(_ x: LowValue, _ other: LowBlock, isExact: Bool) -> LowValue {
    let (small, maybeFloat, isFloat, boxed, done) = (
      addBlock(), addBlock(), addBlock(), addBlock(), addBlock()
    )
    branch(isTaggedInt(x), small, maybeFloat)
    position(at: small)
    let number = untaggedInt(x)
    if isExact {
      let shifted = code.add(number, constant(1 << 53))
      require(code.compare(.belowEqual, shifted, constant(1 << 54)), else: other)
    }
    let converted = float(of: number)
    let smallEnd = here
    jump(to: done)
    position(at: maybeFloat)
    branch(hasTag(x, 2), isFloat, boxed)
    position(at: isFloat)
    let unboxed = inlineFloat(x)
    jump(to: done)
    position(at: boxed)
    // Zero above all.
    require(hasTag(x, 0), else: other)
    require(shapeIs(x, Int(Shape.of(.float).id)), else: other)
    let loaded = load(.double, field(x, MemoryLayout<FloatLayout>.offset(of: \.number)!), .float)
    let boxedEnd = here
    jump(to: done)
    position(at: done)
    return phi(.double, [(converted, smallEnd), (unboxed, isFloat), (loaded, boxedEnd)])
  }

  /// `+`, `-` or `*` of numbers: `extra` says which.
  func numberArithmetic(_ i: Instruction) -> LowValue {
    let ofFloats: [LowOperation] = [.floatAdd, .floatSubtract, .floatMultiply]
    let ofInts: [LowOperation] = [.addChecked, .subtractChecked, .multiplyChecked]
    return numbers(
      i, isExact: false, floats: { a, b in boxFloat(code.floats(ofFloats[i.extra], a, b)) },
      ints: { x, y, asked in
        let (result, overflows) = overflowing(ofInts[i.extra], untaggedInt(x), untaggedInt(y))
        require(code.not(overflows), else: asked)
        return boxInt(result)
      }, asked: exit(i.state), slow: { nil }, result: .word)
  }

  /// A comparison that a jump follows, of whatever: `number` is behind the instruction, `extra` the
  /// address where it jumps when true, or negative when false, and `alias` no alias.
  func anyCompare(_ i: Instruction) -> LowValue {
    let comparison = Comparison(rawValue: i.comparison)!
    // Python compares an int and a float by their values, not the int as a float.
    return numbers(
      i, isExact: true, floats: { a, b in compare(comparison, a, b) },
      ints: { x, y, _ in compareInts(comparison, x, y) },
      asked: addBlock(),
      slow: {
        let taken = equal(step(i), constant(abs(i.extra)))
        return i.extra > 0 ? taken : code.not(taken)
      }, result: .bit)
  }
}
