// The matcher: backtracking by recursion, one specialisation for each width of text.

import TaipanRuntime

struct Matcher<Unit: FixedWidthInteger & UnsignedInteger> {
  let s: UnsafeMutablePointer<MatchState>
  let text: UnsafePointer<Unit>
  let end: Int
  let code: UnsafePointer<UInt32>

  init(_ state: UnsafeMutablePointer<MatchState>) {
    s = state
    text = state.pointee.text.assumingMemoryBound(to: Unit.self)
    end = state.pointee.end
    code = state.pointee.code
  }

  @inline(__always) func at(_ position: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: text[position])
  }
  @inline(__always) func word(_ pc: Int) -> Int { Int(code[pc]) }

  /// Whether a match may end here.
  @inline(__always) func mayEnd(_ position: Int, _ top: Bool) -> Bool {
    if !top { return true }
    if s.pointee.matchAll, position != end { return false }
    return !(s.pointee.mustAdvance && position == s.pointee.start)
  }

  /// Matches the code from `first` on at `begin`; the end of the match is left in the state.
  func match(_ first: Int, _ begin: Int, _ top: Bool) throws(Raised) -> Bool {
    try ThreadState.checkNativeStack()
    var pc = first
    var position = begin
    while true {
      let op = code[pc]
      pc += 1
      switch op {
      case Op.literal:
        if position >= end || at(position) != code[pc] { return false }
        pc += 1
        position += 1
      case Op.mark:
        s.pointee.setMark(word(pc), position)
        pc += 1
      case Op.success:
        if !mayEnd(position, top) { return false }
        s.pointee.position = position
        return true
      case Op.failure: return false
      case Op.any, Op.anyAll, Op.category, Op.in, Op.notLiteral, Op.inIgnore, Op.inUniIgnore,
        Op.inLocIgnore, Op.literalIgnore, Op.notLiteralIgnore, Op.literalLocIgnore,
        Op.notLiteralLocIgnore, Op.literalUniIgnore, Op.notLiteralUniIgnore:
        if position >= end || !one(op, pc, at(position)) { return false }
        pc += width(op, pc)
        position += 1
      case Op.at:
        if !isAt(code[pc], position) { return false }
        pc += 1
      case Op.jump, Op.info: pc += word(pc)
      case Op.branch: return try branch(pc, position, top)
      case Op.repeatOne: return try repeatOne(pc, position, top)
      case Op.minRepeatOne: return try minRepeatOne(pc, position, top)
      case Op.possessiveRepeatOne:
        let count = count(pc + 3, position, code[pc + 2])
        if count < word(pc + 1) { return false }
        position += count
        pc += word(pc)
      case Op.repeat: return try beginRepeat(pc, position, top)
      case Op.maxUntil: return try maxUntil(pc, position, top)
      case Op.minUntil: return try minUntil(pc, position, top)
      case Op.possessiveRepeat:
        position = try possessive(pc, position)
        if position < 0 { return false }
        pc += word(pc) + 1
      case Op.atomicGroup:
        if !(try match(pc + 1, position, false)) { return false }
        position = s.pointee.position
        pc += word(pc)
      case Op.assert:
        let back = word(pc + 1)
        if position < back { return false }
        if !(try match(pc + 2, position - back, false)) { return false }
        pc += word(pc)
      case Op.assertNot:
        if try refuted(pc, position) { return false }
        pc += word(pc)
      case Op.groupRefExists:
        pc += s.pointee.group(word(pc)) != nil ? 2 : word(pc + 1)
      case Op.groupRef, Op.groupRefIgnore, Op.groupRefLocIgnore, Op.groupRefUniIgnore:
        let length = repeated(op, word(pc), position)
        if length < 0 { return false }
        position += length
        pc += 1
      default:
        throw raise(.runtimeError, "invalid SRE code")
      }
    }
  }

  /// Whether one character fits an operation on single characters; `pc` is at its operand.
  @inline(__always) func one(_ op: UInt32, _ pc: Int, _ c: UInt32) -> Bool {
    switch op {
    case Op.any: return c != 10
    case Op.anyAll: return true
    case Op.literal: return c == code[pc]
    case Op.notLiteral: return c != code[pc]
    case Op.category: return CharacterClass.has(code[pc], c)
    case Op.in: return CharacterClass.contains(code + pc + 1, c)
    default: return oneIgnoringCase(op, pc, c)
    }
  }

  @inline(never) func oneIgnoringCase(_ op: UInt32, _ pc: Int, _ c: UInt32) -> Bool {
    typealias Class = CharacterClass
    let operand = code[pc]
    switch op {
    case Op.inIgnore: return Class.contains(code + pc + 1, Class.lowerASCII(c))
    case Op.inUniIgnore: return Class.contains(code + pc + 1, UnicodeData.simpleLower(c))
    case Op.inLocIgnore: return Class.containsLocale(code + pc + 1, c)
    case Op.literalIgnore: return Class.lowerASCII(c) == operand
    case Op.notLiteralIgnore: return Class.lowerASCII(c) != operand
    case Op.literalUniIgnore: return UnicodeData.simpleLower(c) == operand
    case Op.notLiteralUniIgnore: return UnicodeData.simpleLower(c) != operand
    case Op.literalLocIgnore: return sameInLocale(c, operand)
    default: return !sameInLocale(c, operand)
    }
  }

  private func sameInLocale(_ c: UInt32, _ operand: UInt32) -> Bool {
    c == operand || CharacterClass.lowerLocale(c) == operand
      || CharacterClass.upperLocale(c) == operand
  }

  /// Words of operands of an operation on single characters.
  @inline(__always) func width(_ op: UInt32, _ pc: Int) -> Int {
    switch op {
    case Op.any, Op.anyAll: return 0
    case Op.in, Op.inIgnore, Op.inUniIgnore, Op.inLocIgnore: return word(pc)
    default: return 1
    }
  }

  func isAt(_ place: UInt32, _ position: Int) -> Bool {
    switch place {
    case 0, 2: return position == 0
    case 1: return position == 0 || at(position - 1) == 10
    case 3: return isBoundary(position) { CharacterClass.isWordASCII($0) }
    case 4: return end > 0 && !isBoundary(position) { CharacterClass.isWordASCII($0) }
    case 5: return position == end || position + 1 == end && at(position) == 10
    case 6: return position == end || at(position) == 10
    case 7: return position == end
    case 8: return isBoundary(position) { CharacterClass.isWordLocale($0) }
    case 9: return end > 0 && !isBoundary(position) { CharacterClass.isWordLocale($0) }
    case 10: return isBoundary(position) { CharacterClass.isWord($0) }
    default: return end > 0 && !isBoundary(position) { CharacterClass.isWord($0) }
    }
  }

  @inline(__always)
  private func isBoundary(_ position: Int, _ isWord: (UInt32) -> Bool) -> Bool {
    let before = position > 0 && isWord(at(position - 1))
    let after = position < end && isWord(at(position))
    return before != after
  }

  /// Length of the text of a group found again here, -1 if it is not.
  private func repeated(_ op: UInt32, _ group: Int, _ position: Int) -> Int {
    guard let (low, high) = s.pointee.group(group) else { return -1 }
    let length = high - low
    if position + length > end { return -1 }
    for i in 0..<length where !same(op, at(low + i), at(position + i)) { return -1 }
    return length
  }

  private func same(_ op: UInt32, _ a: UInt32, _ b: UInt32) -> Bool {
    switch op {
    case Op.groupRef: return a == b
    case Op.groupRefIgnore: return CharacterClass.lowerASCII(a) == CharacterClass.lowerASCII(b)
    case Op.groupRefUniIgnore: return UnicodeData.simpleLower(a) == UnicodeData.simpleLower(b)
    default: return CharacterClass.lowerLocale(a) == CharacterClass.lowerLocale(b)
    }
  }

  /// How often the operation on single characters at `pc` fits from `position` on, `limit` at most.
  func count(_ pc: Int, _ position: Int, _ limit: UInt32) -> Int {
    let stop =
      limit == CharacterClass.maxRepeat || Int(limit) > end - position
      ? end : position + Int(limit)
    var i = position
    let operand = code[pc + 1]
    switch code[pc] {
    case Op.anyAll: i = stop
    case Op.any: while i < stop, text[i] != 10 { i += 1 }
    case Op.literal: while i < stop, at(i) == operand { i += 1 }
    case Op.notLiteral: while i < stop, at(i) != operand { i += 1 }
    case Op.in: i = countSet(code + pc + 2, i, stop)
    case let op: while i < stop, one(op, pc + 1, at(i)) { i += 1 }
    }
    return i - position
  }

  /// The sets that patterns repeat most have loops of their own.
  private func countSet(_ set: UnsafePointer<UInt32>, _ start: Int, _ stop: Int) -> Int {
    var i = start
    if set[0] == Op.category, set[2] == Op.failure {
      let category = set[1]
      if category == 14 {
        while i < stop, CharacterClass.isWord(at(i)) { i += 1 }
      } else {
        while i < stop, CharacterClass.has(category, at(i)) { i += 1 }
      }
    } else if set[0] == Op.charset, set[9] == Op.failure {
      while i < stop {
        let c = at(i)
        if c >= 256 || set[1 + Int(c >> 5)] & (1 << (c & 31)) == 0 { break }
        i += 1
      }
    } else if set[0] == Op.range, set[3] == Op.failure {
      let (low, high) = (set[1], set[2])
      while i < stop, at(i) >= low, at(i) <= high { i += 1 }
    } else if set[0] == Op.negate, set[1] == Op.literal, set[3] == Op.failure {
      let excluded = set[2]
      while i < stop, at(i) != excluded { i += 1 }
    } else {
      while i < stop, CharacterClass.contains(set, at(i)) { i += 1 }
    }
    return i
  }

  /// Whether code that begins with a literal or a set cannot match here.
  @inline(__always) func isHopeless(_ pc: Int, _ position: Int) -> Bool {
    switch code[pc] {
    case Op.literal: return position >= end || at(position) != code[pc + 1]
    case Op.in:
      return position >= end || !CharacterClass.contains(code + pc + 2, at(position))
    default: return false
    }
  }
}
