// The matcher: a backtracking machine with a stack of choices, one specialisation for each width of
// text. It calls itself for assertions and atomic groups only: as deep as the pattern nests them.

import Glibc
import TaipanRuntime

struct Matcher<Unit: FixedWidthInteger & UnsignedInteger> {
  typealias Code = UnsafePointer<UInt32>

  let s: UnsafeMutablePointer<MatchState>
  let text: UnsafePointer<Unit>
  let end: Int
  let program: UnsafePointer<PatternProgram>
  /// Distance from a word of the code to its fact.
  private let toFact: Int
  private let sets: UnsafePointer<UInt32>

  init(_ state: UnsafeMutablePointer<MatchState>) {
    s = state
    text = state.pointee.text.assumingMemoryBound(to: Unit.self)
    end = state.pointee.end
    program = UnsafePointer(state.pointee.program)
    let facts = program.pointee.facts.unsafelyUnwrapped
    toFact = (Int(bitPattern: facts) &- Int(bitPattern: program.pointee.code)) >> 2
    sets = UnsafeRawPointer(program.pointee.sets).assumingMemoryBound(to: UInt32.self)
  }

  @inline(__always) func at(_ position: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: text[position])
  }
  @inline(__always) func word(_ pc: Code) -> Int { Int(pc.pointee) }
  @inline(__always) func fact(_ pc: Code) -> UInt32 { pc[toFact] }

  /// Whether a set of the facts has a character below 256.
  @inline(__always) func has(_ set: UInt32, _ c: UInt32) -> Bool {
    sets[Int(set) &* 8 &+ Int(c &>> 5)] &>> (c & 31) & 1 != 0
  }

  /// Facts on disjoint sets hold for texts below 256.
  @inline(__always) private var isNarrow: Bool { MemoryLayout<Unit>.size == 1 }

  /// Whether a match may end here.
  @inline(__always) func mayEnd(_ position: Int, _ top: Bool) -> Bool {
    if !top { return true }
    if s.pointee.matchAll, position != end { return false }
    return !(s.pointee.mustAdvance && position == s.pointee.start)
  }

  /// Whether what begins at `pc` cannot match here.
  @inline(__always) func isHopeless(_ pc: Code, _ position: Int) -> Bool {
    let set = fact(pc)
    if set == 0 { return false }
    if position >= end { return true }
    let c = at(position)
    return (isNarrow || c < 256) && !has(set, c)
  }

  /// Matches the code from `first` on at `begin`; the end of the match is left in the state, which
  /// forgets the choices that were left.
  ///
  /// - Throws: RecursionError for patterns that nest too deeply; RuntimeError for bad code.
  func match(_ first: Code, _ begin: Int, _ top: Bool) throws(Raised) -> Bool {
    try ThreadState.checkNativeStack()
    let base = s.pointee.savedCount
    let repeats = s.pointee.repeats
    var pc = first
    var position = begin
    repeat {
      if try advance(pc, position, top) {
        s.pointee.savedCount = base
        s.pointee.repeats = repeats
        return true
      }
    } while backtrack(base, &pc, &position)
    s.pointee.repeats = repeats
    return false
  }

  /// Runs the code until it succeeds (true) or fails.
  @inline(__always)
  private func advance(_ first: Code, _ begin: Int, _ top: Bool) throws(Raised) -> Bool {
    var pc = first
    var position = begin
    while true {
      let op = pc.pointee
      pc += 1
      switch op {
      case Op.literal:
        if position >= end || at(position) != pc.pointee { return false }
        pc += 1
        position &+= 1
      case Op.mark:
        s.pointee.setMark(word(pc), position)
        pc += 1
      case Op.success:
        if !mayEnd(position, top) { return false }
        s.pointee.position = position
        return true
      case Op.failure: return false
      case Op.in:
        if position >= end || !one(op, pc, at(position)) { return false }
        pc += word(pc)
        position &+= 1
      case Op.any, Op.anyAll, Op.category, Op.notLiteral, Op.inIgnore, Op.inUniIgnore,
        Op.inLocIgnore, Op.literalIgnore, Op.notLiteralIgnore, Op.literalLocIgnore,
        Op.notLiteralLocIgnore, Op.literalUniIgnore, Op.notLiteralUniIgnore:
        if position >= end || !one(op, pc, at(position)) { return false }
        pc += width(op, pc)
        position &+= 1
      case Op.at:
        if !isAt(pc.pointee, position) { return false }
        pc += 1
      case Op.jump, Op.info: pc += word(pc)
      case Op.branch:
        let chosen = candidate(pc, position)
        if chosen.pointee == 0 { return false }
        if !isNarrow || fact(pc) == 0 {
          let next = candidate(chosen + word(chosen), position)
          if next.pointee != 0 {
            push(Choice.alternative, next, position, marks: s.pointee.repeats >= 0)
          }
        }
        pc = chosen + 1
      case Op.repeatOne:
        let minimum = word(pc + 1)
        if end &- position < minimum { return false }
        let count = count(pc + 3, position, pc[2])
        if count < minimum { return false }
        let tail = pc + word(pc)
        if isNarrow && fact(pc) != 0
          || tail.pointee == Op.success && mayEnd(position &+ count, top)
        {
          // Fewer repetitions end at a character that the rest cannot begin with, or are not wanted.
          position &+= count
        } else {
          position = repeatOne(tail, position, minimum, count)
          if position < 0 { return false }
        }
        pc = tail
      case Op.minRepeatOne:
        position = minRepeatOne(pc, position)
        if position < 0 { return false }
        pc += word(pc)
      case Op.possessiveRepeatOne:
        let count = count(pc + 3, position, pc[2])
        if count < word(pc + 1) { return false }
        position &+= count
        pc += word(pc)
      case Op.repeat:
        beginRepeat(pc)
        pc += word(pc)
      case Op.maxUntil:
        guard let next = try maxUntil(pc, position) else { return false }
        pc = next
      case Op.minUntil:
        guard let next = try minUntil(pc, position) else { return false }
        pc = next
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
        if !(try match(pc + 2, position &- back, false)) { return false }
        pc += word(pc)
      case Op.assertNot:
        if try refuted(pc, position) { return false }
        pc += word(pc)
      case Op.groupRefExists:
        pc += s.pointee.group(word(pc)) != nil ? 2 : word(pc + 1)
      case Op.groupRef, Op.groupRefIgnore, Op.groupRefLocIgnore, Op.groupRefUniIgnore:
        let length = repeated(op, word(pc), position)
        if length < 0 { return false }
        position &+= length
        pc += 1
      default:
        throw raise(.runtimeError, "invalid SRE code")
      }
    }
  }

  /// Whether one character fits an operation on single characters; `pc` is at its operand.
  @inline(__always) func one(_ op: UInt32, _ pc: Code, _ c: UInt32) -> Bool {
    let set = fact(pc - 1)
    if set != 0, isNarrow || c < 256 { return has(set, c) }
    return oneByRule(op, pc, c)
  }

  @inline(never) func oneByRule(_ op: UInt32, _ pc: Code, _ c: UInt32) -> Bool {
    switch op {
    case Op.any: return c != 10
    case Op.anyAll: return true
    case Op.literal: return c == pc.pointee
    case Op.notLiteral: return c != pc.pointee
    case Op.category: return CharacterClass.has(pc.pointee, c)
    case Op.in: return CharacterClass.contains(pc + 1, c)
    default: return oneIgnoringCase(op, pc, c)
    }
  }

  @inline(never) func oneIgnoringCase(_ op: UInt32, _ pc: Code, _ c: UInt32) -> Bool {
    typealias Class = CharacterClass
    let operand = pc.pointee
    switch op {
    case Op.inIgnore: return Class.contains(pc + 1, Class.lowerASCII(c))
    case Op.inUniIgnore: return Class.contains(pc + 1, UnicodeData.simpleLower(c))
    case Op.inLocIgnore: return Class.containsLocale(pc + 1, c)
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
  @inline(__always) func width(_ op: UInt32, _ pc: Code) -> Int {
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
  func count(_ pc: Code, _ position: Int, _ limit: UInt32) -> Int {
    let stop =
      limit == CharacterClass.maxRepeat || Int(limit) > end &- position
      ? end : position &+ Int(limit)
    var i = position
    switch pc.pointee {
    case Op.anyAll: i = stop
    case Op.any: i = find(10, i, stop)
    case Op.notLiteral: i = find(pc[1], i, stop)
    case Op.literal:
      let operand = pc[1]
      while i < stop, at(i) == operand { i &+= 1 }
    case let op:
      let set = fact(pc)
      if set == 0 {
        while i < stop, oneByRule(op, pc + 1, at(i)) { i &+= 1 }
      } else if isNarrow {
        while i < stop, has(set, at(i)) { i &+= 1 }
      } else {
        while i < stop {
          let c = at(i)
          if c < 256 ? !has(set, c) : !oneByRule(op, pc + 1, c) { break }
          i &+= 1
        }
      }
    }
    return i &- position
  }

  /// The next place of a character, `stop` if there is none.
  @inline(__always) func find(_ c: UInt32, _ start: Int, _ stop: Int) -> Int {
    var i = start
    if isNarrow {
      // Most runs are shorter than a call of memchr takes.
      let near = min(stop, i &+ 16)
      while i < near {
        if at(i) == c { return i }
        i &+= 1
      }
      if c > 255 || i == stop { return stop }
      guard let found = memchr(text + i, Int32(c), stop &- i) else { return stop }
      return UnsafeRawPointer(found) - UnsafeRawPointer(text)
    }
    while i < stop, at(i) != c { i &+= 1 }
    return i
  }

  /// The first alternative from `start` on that may match here, at the word that tells its length;
  /// the end of the alternatives, a zero, if there is none.
  @inline(__always) func candidate(_ start: Code, _ position: Int) -> Code {
    var alternative = start
    while alternative.pointee != 0, isHopeless(alternative + 1, position) {
      alternative += word(alternative)
    }
    return alternative
  }
}
