// Between the representations of a value: tagging and untagging.

import TaipanRuntime

extension Emitter {
  /// Of the value encoding, see `Value`.
  private var floatBias: UInt64 { 1 << 60 }

  func converted(_ value: ValueID, to representation: ValueType.Representation) -> LowValue {
    if graph.values[value].type.representation == representation { return values[value] }
    guard representation == .word else {
      fatalError("v\(value) is not held as \(representation)")
    }
    return asWord(value)
  }

  func asInt(_ value: ValueID) -> LowValue { converted(value, to: .int) }
  func asFloat(_ value: ValueID) -> LowValue { converted(value, to: .float) }
  func asBool(_ value: ValueID) -> LowValue { converted(value, to: .bool) }

  /// The value as a `Value`.
  func asWord(_ value: ValueID) -> LowValue {
    let v = values[value]
    let i = graph.values[value]
    if isStillObject(value) { return values[i.operands[0]] }
    switch i.type.representation {
    case .word: return v
    case .bool:
      return code.select(v, constant(bits: Value.true.bits), constant(bits: Value.false.bits))
    case .int: return boxInt(v) { tagInt(value) }
    case .float: return boxFloat(v)
    }
  }

  /// What a float was before is the same object still, and need not be made.
  func isStillObject(_ value: ValueID) -> Bool {
    let i = graph.values[value]
    return i.operation == .guardFloat && graph.values[i.operands[0]].type.representation == .word
  }

  /// A number as it is tagged, but for the tag itself where it `needsTag`, and whether that is how it is as a value.
  struct TaggedNumber {
    let word: LowValue
    let isInline: LowValue
    var needsTag = false
  }

  /// An int's tag is set where it is known that it is small: the flags that tell are gone then.
  func tagged(_ number: TaggedNumber) -> LowValue {
    number.needsTag ? code.or(number.word, constant(1)) : number.word
  }

  /// The sum or difference of ints that were values is computed of them as they are tagged.
  func tagInt(_ value: ValueID) -> TaggedNumber {
    let i = graph.values[value]
    guard i.operation == .intAdd || i.operation == .intSubtract,
      let a = taggedOperand(i.operands[0]), let b = taggedOperand(i.operands[1])
    else { return tagInt(values[value]) }
    let (result, overflows) = overflowing(
      i.operation == .intAdd ? .addChecked : .subtractChecked, a,
      code.subtract(b, constant(1)))
    return TaggedNumber(word: result, isInline: code.not(overflows))
  }

  /// An int as the value that it was, or as a constant.
  func taggedOperand(_ value: ValueID) -> LowValue? {
    let i = graph.values[value]
    switch i.operation {
    case .guardInt where graph.values[i.operands[0]].type.representation == .word:
      return values[i.operands[0]]
    case .intConstant: return Value(exactInt: i.number).map { constant(bits: $0.bits) }
    default: return nil
    }
  }

  private func tagInt(_ n: LowValue) -> TaggedNumber {
    let (doubled, overflows) = overflowing(.addChecked, n, n)
    return TaggedNumber(word: doubled, isInline: code.not(overflows), needsTag: true)
  }

  func boxInt(_ n: LowValue) -> LowValue { boxInt(n) { tagInt(n) } }

  private func boxInt(_ n: LowValue, tagging: () -> TaggedNumber) -> LowValue {
    if let number = code.number(of: n), let small = Value(exactInt: number) {
      return constant(bits: small.bits)
    }
    let int = tagging()
    let (usual, wide, done) = (addBlock(), addBlock(), addBlock())
    branch(int.isInline, usual, wide, isLikely: true)
    position(at: usual)
    let small = tagged(int)
    jump(to: done)
    position(at: wide)
    let boxed = call(RuntimeFunctions.boxInt, [n])
    jump(to: done)
    position(at: done)
    return phi(.word, [(small, usual), (boxed, wide)])
  }

  func tagFloat(_ d: LowValue) -> TaggedNumber {
    let biased = code.add(bits(of: d), constant(bits: floatBias))
    let rotated = code.rotate(biased, left: 3)
    return TaggedNumber(word: rotated, isInline: hasTag(rotated, 2))
  }

  func boxFloat(_ d: LowValue) -> LowValue {
    let float = tagFloat(d)
    let (rare, done) = (addBlock(), addBlock())
    let before = here
    branch(float.isInline, done, rare, isLikely: true)
    position(at: rare)
    let boxed = call(RuntimeFunctions.boxFloat, [d])
    jump(to: done)
    position(at: done)
    return phi(.word, [(float.word, before), (boxed, rare)])
  }

  func inlineFloat(_ x: LowValue) -> LowValue {
    let unbiased = code.subtract(code.rotate(x, left: 61), constant(bits: floatBias))
    return code.unary(.floatOfBits, .double, unbiased)
  }

  func hasTag(_ x: LowValue, _ tag: Int) -> LowValue {
    equal(code.and(x, constant(3)), constant(tag))
  }

  func isTaggedInt(_ x: LowValue) -> LowValue {
    notEqual(code.and(x, constant(1)), constant(0))
  }

  func untaggedInt(_ x: LowValue) -> LowValue {
    code.words(.shiftRight, x, constant(1))
  }

  /// The result, and whether it overflowed.
  func overflowing(_ operation: LowOperation, _ a: LowValue, _ b: LowValue)
    -> (result: LowValue, overflows: LowValue)
  {
    let result = code.words(operation, a, b)
    return (result, code.overflowed(result))
  }
}
