// Low-level code: what the machine does for a unit, in SSA form, without Python in it.
//
// The emitter writes it, and two translators read it: LLVM's, for better code, and that of `X86`, for first code
// that is there at once. An instruction is the value that it makes. Constants are instructions of no block.

import TaipanRuntime

final class LowCode {
  struct Block {
    var first = LowInstruction.absent
    var last = LowInstruction.absent
    var isPlaced = false
  }

  struct Incoming {
    let phi: LowValue
    let value: LowValue
    /// The block that jumps from there; that is its end.
    let block: LowBlock
  }

  private(set) var instructions = [LowInstruction(operation: .argument, type: .word)]
  private(set) var blocks: [Block] = []
  /// Blocks in the order in which they were first written to: the entry, and about as code should lie.
  private(set) var order: [LowBlock] = []
  private(set) var incoming: [Incoming] = []
  private(set) var lists: [LowValue] = []
  private(set) var callees: [RuntimeFunction] = []
  /// Words of the native frame that `LowPlace.isScratch` is about; the collector looks there.
  var scratchWords = 0
  /// How many of these, at their end, only the code itself reads: not through an address that it tells.
  var privateWords = 0
  /// Whether no pass asks which memory an access may meet or which way is likely.
  let isQuick: Bool
  private(set) var here = LowBlock(0)
  private var words: [Int: LowValue] = [:]

  init(isQuick: Bool) { self.isQuick = isQuick }

  // MARK: Blocks

  func addBlock() -> LowBlock {
    blocks.append(Block())
    return LowBlock(blocks.count - 1)
  }

  /// Where what follows is appended. A block lies where it is first written to.
  func position(at block: LowBlock) {
    here = block
    if blocks[Int(block.index)].isPlaced { return }
    blocks[Int(block.index)].isPlaced = true
    order.append(block)
  }

  func jump(to block: LowBlock) {
    append(LowInstruction(operation: .jump, type: .none, a: block.index))
  }

  func branch(_ condition: LowValue, _ yes: LowBlock, _ no: LowBlock, isLikely: Bool = false) {
    append(
      LowInstruction(
        operation: .branch, type: .none, detail: isLikely ? 1 : 0, a: condition.index,
        b: yes.index, c: no.index))
  }

  /// Goes on in a new block where the condition holds, to `other` where it does not.
  func require(_ condition: LowValue, else other: LowBlock) {
    let next = addBlock()
    branch(condition, next, other, isLikely: true)
    position(at: next)
  }

  func result(_ value: LowValue) {
    append(LowInstruction(operation: .result, type: .none, a: value.index))
  }

  /// One of several values, each with the block that jumps here.
  func phi(_ type: LowType, _ ways: [(value: LowValue, block: LowBlock)]) -> LowValue {
    let phi = self.phi(type)
    for way in ways { addIncoming(phi, way.value, way.block) }
    return phi
  }

  /// Before anything else in its block.
  func phi(_ type: LowType) -> LowValue {
    append(LowInstruction(operation: .phi, type: type))
  }

  /// The same in a block that need not be written to yet, and lies where that happens.
  func phi(_ type: LowType, in block: LowBlock) -> LowValue {
    let saved = here
    here = block
    defer { here = saved }
    return phi(type)
  }

  func addIncoming(_ phi: LowValue, _ value: LowValue, _ block: LowBlock) {
    incoming.append(Incoming(phi: phi, value: value, block: block))
  }

  // MARK: Values

  func constant(_ n: Int) -> LowValue {
    if let known = words[n] { return known }
    let value = free(LowInstruction(operation: .constant, type: .word, number: n))
    words[n] = value
    return value
  }

  func constant(bits: UInt64) -> LowValue { constant(Int(bitPattern: UInt(bits))) }

  func constant(double: Double) -> LowValue {
    let bits = Int(bitPattern: UInt(double.bitPattern))
    return free(LowInstruction(operation: .constant, type: .double, number: bits))
  }

  func constant(bit: Bool) -> LowValue {
    free(LowInstruction(operation: .constant, type: .bit, number: bit ? 1 : 0))
  }

  func poison(_ type: LowType) -> LowValue {
    free(LowInstruction(operation: .poison, type: type))
  }

  /// The number of a constant word.
  func number(of value: LowValue) -> Int? {
    let i = instructions[Int(value.index)]
    return i.operation == .constant && i.type == .word ? i.number : nil
  }

  /// The truth value of a constant bit.
  private func bit(of value: LowValue) -> Bool? {
    let i = instructions[Int(value.index)]
    return i.operation == .constant && i.type == .bit ? i.number != 0 : nil
  }

  /// What an operation on words is that needs no machine.
  private func folded(_ operation: LowOperation, _ a: LowValue, _ b: LowValue) -> LowValue? {
    guard let y = number(of: b) else { return nil }
    let x = number(of: a)
    switch operation {
    case .add: return y == 0 ? a : x.map { constant($0 &+ y) }
    case .subtract: return y == 0 ? a : x.map { constant($0 &- y) }
    case .or: return y == 0 ? a : x.map { constant($0 | y) }
    case .and: return x.map { constant($0 & y) }
    case .xor: return x.map { constant($0 ^ y) }
    case .divide where y == 1: return a
    case .remainder where y == 1: return constant(0)
    case .shiftLeft: return x.map { constant($0 &<< y) }
    case .shiftRight: return x.map { constant($0 &>> y) }
    default: return nil
    }
  }

  func type(of value: LowValue) -> LowType { instructions[Int(value.index)].type }

  let argument = LowValue(0)

  func frameAddress() -> LowValue {
    append(LowInstruction(operation: .frameAddress, type: .word))
  }

  /// An operation on words, of words; `overflowed` and those on doubles have functions of their own.
  func words(_ operation: LowOperation, _ a: LowValue, _ b: LowValue, detail: UInt8 = 0)
    -> LowValue
  {
    if let known = folded(operation, a, b) { return known }
    return append(
      LowInstruction(operation: operation, type: .word, detail: detail, a: a.index, b: b.index))
  }

  /// `fits` where the result is a word for sure.
  func add(_ a: LowValue, _ b: LowValue, fits: Bool = false) -> LowValue {
    words(.add, a, b, detail: fits ? 1 : 0)
  }

  func subtract(_ a: LowValue, _ b: LowValue, fits: Bool = false) -> LowValue {
    words(.subtract, a, b, detail: fits ? 1 : 0)
  }

  func and(_ a: LowValue, _ b: LowValue) -> LowValue { words(.and, a, b) }
  func or(_ a: LowValue, _ b: LowValue) -> LowValue { words(.or, a, b) }
  func xor(_ a: LowValue, _ b: LowValue) -> LowValue { words(.xor, a, b) }

  func rotate(_ a: LowValue, left count: Int) -> LowValue {
    append(LowInstruction(operation: .rotate, type: .word, a: a.index, number: count))
  }

  /// Whether the result of `addChecked`, `subtractChecked` or `multiplyChecked` was cut.
  func overflowed(_ result: LowValue) -> LowValue {
    append(LowInstruction(operation: .overflowed, type: .bit, a: result.index))
  }

  func compare(_ comparison: LowComparison, _ a: LowValue, _ b: LowValue) -> LowValue {
    if let x = number(of: a), let y = number(of: b) {
      return constant(bit: comparison.holds(x, y))
    }
    return append(
      LowInstruction(
        operation: .compareWords, type: .bit, detail: comparison.rawValue, a: a.index, b: b.index))
  }

  func equal(_ a: LowValue, _ b: LowValue) -> LowValue { compare(.equal, a, b) }
  func notEqual(_ a: LowValue, _ b: LowValue) -> LowValue { compare(.notEqual, a, b) }

  func compareFloats(_ comparison: LowComparison, _ a: LowValue, _ b: LowValue) -> LowValue {
    append(
      LowInstruction(
        operation: .compareFloats, type: .bit, detail: comparison.rawValue, a: a.index, b: b.index))
  }

  /// An operation of one value: a conversion, or a function of a double.
  func unary(_ operation: LowOperation, _ type: LowType, _ a: LowValue) -> LowValue {
    if operation == .wordToFloat, let known = number(of: a) {
      return constant(double: Double(known))
    }
    return append(LowInstruction(operation: operation, type: type, a: a.index))
  }

  /// An operation on two doubles.
  func floats(_ operation: LowOperation, _ a: LowValue, _ b: LowValue) -> LowValue {
    append(LowInstruction(operation: operation, type: .double, a: a.index, b: b.index))
  }

  func fused(_ a: LowValue, _ b: LowValue, _ c: LowValue) -> LowValue {
    append(
      LowInstruction(operation: .floatFused, type: .double, a: a.index, b: b.index, c: c.index))
  }

  func not(_ a: LowValue) -> LowValue {
    if let known = bit(of: a) { return constant(bit: !known) }
    return unary(.bitNot, .bit, a)
  }

  func both(_ a: LowValue, _ b: LowValue) -> LowValue {
    if let known = bit(of: a) { return known ? b : a }
    if let known = bit(of: b) { return known ? a : b }
    return append(LowInstruction(operation: .bitAnd, type: .bit, a: a.index, b: b.index))
  }

  func either(_ a: LowValue, _ b: LowValue) -> LowValue {
    if let known = bit(of: a) { return known ? a : b }
    if let known = bit(of: b) { return known ? b : a }
    return append(LowInstruction(operation: .bitOr, type: .bit, a: a.index, b: b.index))
  }

  func select(_ condition: LowValue, _ yes: LowValue, _ no: LowValue) -> LowValue {
    if let known = bit(of: condition) { return known ? yes : no }
    return append(
      LowInstruction(
        operation: .select, type: type(of: yes), a: condition.index, b: yes.index, c: no.index))
  }

  // MARK: Memory and calls

  func load(_ width: LowWidth, _ place: LowPlace, _ alias: AliasClass?) -> LowValue {
    var i = memory(.load, width.isFloat ? .double : .word, place)
    i.detail = width.rawValue
    i.alias = alias.map { UInt8(truncatingIfNeeded: $0.rawValue) } ?? LowInstruction.anyMemory
    return append(i)
  }

  func store(_ width: LowWidth, _ value: LowValue, _ place: LowPlace, _ alias: AliasClass) {
    var i = memory(.store, .none, place)
    i.detail = width.rawValue
    i.alias = UInt8(truncatingIfNeeded: alias.rawValue)
    i.c = value.index
    append(i)
  }

  func countDown(_ place: LowPlace) -> LowValue {
    append(memory(.countDown, .bit, place))
  }

  func addressOf(_ place: LowPlace) -> LowValue {
    if let base = place.base, place.index == nil, place.offset == 0 { return base }
    if place.base == nil, place.index == nil, !place.isScratch { return constant(place.offset) }
    return append(memory(.addressOf, .word, place))
  }

  private func memory(_ operation: LowOperation, _ type: LowType, _ place: LowPlace)
    -> LowInstruction
  {
    LowInstruction(
      operation: operation, type: type, scale: UInt8(truncatingIfNeeded: place.scale),
      a: place.isScratch ? LowInstruction.scratch : place.base?.index ?? LowInstruction.absent,
      b: place.index?.index ?? LowInstruction.absent, number: place.offset)
  }

  @discardableResult
  func call(_ function: RuntimeFunction, _ arguments: [LowValue]) -> LowValue {
    let start = lists.count
    lists += arguments
    callees.append(function)
    let type: LowType
    switch function.result {
    case .word, .pointer: type = .word
    case .float: type = .double
    case .nothing: type = .none
    }
    return append(
      LowInstruction(
        operation: .call, type: type, a: Int32(start), b: Int32(arguments.count),
        number: callees.count - 1))
  }

  /// Runs a unit's code; the unit's own where none is named.
  func enter(_ code: LowValue?, _ registers: LowValue) -> LowValue {
    append(
      LowInstruction(
        operation: .enter, type: .word, a: code?.index ?? LowInstruction.absent,
        b: registers.index))
  }

  // MARK: Instructions

  /// By instruction: the block that it is in; -1 for what is in none of `order`.
  var homes: [Int32] {
    var homes = [Int32](repeating: -1, count: instructions.count)
    for block in order {
      var index = blocks[Int(block.index)].first
      while index >= 0 {
        homes[Int(index)] = block.index
        index = instructions[Int(index)].next
      }
    }
    return homes
  }

  @discardableResult
  private func append(_ instruction: LowInstruction) -> LowValue {
    let value = free(instruction)
    let block = Int(here.index)
    if blocks[block].last < 0 {
      blocks[block].first = value.index
    } else {
      instructions[Int(blocks[block].last)].next = value.index
    }
    blocks[block].last = value.index
    return value
  }

  private func free(_ instruction: LowInstruction) -> LowValue {
    instructions.append(instruction)
    return LowValue(instructions.count - 1)
  }
}
