// The sets of characters that parts of a pattern can begin with. A set may be too large, never too
// small: what checks without reading (assertions, boundaries) is taken to hold.

import TaipanRuntime

struct FirstSets {
  private let code: UnsafePointer<UInt32>
  private let count: Int
  private let facts: UnsafeMutablePointer<UInt32>
  /// The sets by number; the first stands for "unknown".
  private(set) var found: [CharacterBits] = [CharacterBits()]
  /// Steps left: patterns with very many ways stay without facts.
  private var budget = 0
  /// Repetitions whose begin is being looked for.
  private var open: [Int] = []
  /// Conditional operations that were visited.
  private var conditions: Set<Int> = []
  /// REPEAT operations around the place that `visit` is at.
  private var owners: [Int: Int] = [:]

  init(_ code: UnsafePointer<UInt32>, count: Int, facts: UnsafeMutablePointer<UInt32>) {
    self.code = code
    self.count = count
    self.facts = facts
  }

  private func word(_ pc: Int) -> Int { Int(code[pc]) }

  // MARK: The walk over all operations

  /// Notes the facts of the code from `start` to its end.
  mutating func visit(_ start: Int) {
    var pc = start
    while pc < count {
      let op = code[pc]
      switch op {
      case Op.success, Op.failure, Op.maxUntil, Op.minUntil: return
      case Op.mark, Op.at, Op.groupRef, Op.groupRefIgnore, Op.groupRefLocIgnore,
        Op.groupRefUniIgnore:
        pc += 2
      case Op.jump: return
      case Op.branch: pc = visitBranch(pc)
      case Op.repeatOne, Op.minRepeatOne, Op.possessiveRepeatOne: pc = visitRepeatOne(pc)
      case Op.repeat:
        let until = pc + 1 + word(pc + 1)
        owners[until] = pc
        note(pc + 4)
        visit(pc + 4)
        note(until + 1)
        pc = until + 1
      case Op.possessiveRepeat:
        visit(pc + 4)
        pc += 2 + word(pc + 1)
      case Op.atomicGroup:
        visit(pc + 2)
        pc += 1 + word(pc + 1)
      case Op.assert, Op.assertNot:
        visit(pc + 3)
        pc += 1 + word(pc + 1)
      case Op.groupRefExists:
        // Without a no part the yes part runs into the rest, which is then known already.
        if !conditions.insert(pc).inserted { return }
        visit(pc + 3)
        pc += 1 + word(pc + 2)
      default:
        guard let next = single(pc) else { return }
        if op != Op.literal { note(pc) }
        pc = next
      }
    }
  }

  private mutating func visitBranch(_ branch: Int) -> Int {
    var pc = branch + 1
    var all = CharacterBits()
    var isDisjoint = true
    while code[pc] != 0 {
      visit(pc + 1)
      if let set = note(pc + 1) {
        if !(all & set).isEmpty { isDisjoint = false }
        all |= set
      } else {
        isDisjoint = false
      }
      pc += word(pc)
    }
    if isDisjoint { facts[branch + 1] = 1 }
    return pc + 1
  }

  private mutating func visitRepeatOne(_ pc: Int) -> Int {
    let tail = pc + 1 + word(pc + 1)
    let body = note(pc + 4)
    let rest = note(tail)
    if let body, let rest, (body & rest).isEmpty { facts[pc + 1] = 1 }
    return tail
  }

  /// Stores the set of a place.
  @discardableResult private mutating func note(_ pc: Int) -> CharacterBits? {
    budget = 400
    open.removeAll(keepingCapacity: true)
    guard let set = first(pc) else { return nil }
    if facts[pc] == 0 {
      // Sets come again near to each other.
      let recent = max(1, found.count - 32)
      if let known = found[recent...].firstIndex(of: set) {
        facts[pc] = UInt32(known)
      } else {
        facts[pc] = UInt32(found.count)
        found.append(set)
      }
    }
    return set
  }

  // MARK: Begins

  /// What a match of the code at `start` can begin with; nil if it may be empty, or unknown.
  private mutating func first(_ start: Int) -> CharacterBits? {
    var pc = start
    while true {
      budget -= 1
      if budget < 0 { return nil }
      switch code[pc] {
      case Op.failure: return CharacterBits()
      case Op.mark, Op.at: pc += 2
      case Op.jump, Op.info, Op.assert, Op.assertNot: pc += 1 + word(pc + 1)
      case Op.branch:
        var all = CharacterBits()
        var alternative = pc + 1
        while code[alternative] != 0 {
          guard let set = first(alternative + 1) else { return nil }
          all |= set
          alternative += word(alternative)
        }
        return all
      case Op.repeatOne, Op.minRepeatOne, Op.possessiveRepeatOne:
        guard let set = first(pc + 4) else { return nil }
        return word(pc + 2) > 0 ? set : union(set, pc + 1 + word(pc + 1))
      case Op.repeat:
        let until = pc + 1 + word(pc + 1)
        owners[until] = pc
        if open.contains(pc) { return CharacterBits() }
        open.append(pc)
        guard let set = first(pc + 4) else { return nil }
        return word(pc + 2) > 0 ? set : union(set, until + 1)
      case Op.maxUntil, Op.minUntil:
        // Another turn, or what follows.
        guard let owner = owners[pc] else { return nil }
        var again = CharacterBits()
        if !open.contains(owner) {
          open.append(owner)
          guard let set = first(owner + 4) else { return nil }
          again = set
        }
        return union(again, pc + 1)
      default: return single(pc) == nil ? nil : own(pc)
      }
    }
  }

  private mutating func union(_ set: CharacterBits, _ pc: Int) -> CharacterBits? {
    guard let other = first(pc) else { return nil }
    return set | other
  }

  /// The sets of the characters that matches begin with, `limit` at most, as far as they are known.
  mutating func leading(_ start: Int, _ limit: Int) -> [CharacterBits] {
    budget = 2000
    open.removeAll()
    return sequence(start, limit)
  }

  private mutating func sequence(_ start: Int, _ limit: Int) -> [CharacterBits] {
    var sets: [CharacterBits] = []
    var pc = start
    while sets.count < limit {
      budget -= 1
      if budget < 0 { return [] }
      open.removeAll(keepingCapacity: true)
      switch code[pc] {
      case Op.mark, Op.at: pc += 2
      case Op.jump, Op.info, Op.assert, Op.assertNot: pc += 1 + word(pc + 1)
      case Op.branch: return sets + alternatives(pc, limit - sets.count)
      case Op.repeatOne, Op.minRepeatOne, Op.possessiveRepeatOne:
        guard let set = own(pc + 4) else { return sets }
        let needed = word(pc + 2)
        for _ in 0..<min(needed, limit - sets.count) { sets.append(set) }
        if needed != word(pc + 3) {
          if sets.count < limit, let either = first(pc + (needed > 0 ? 1 + word(pc + 1) : 0)) {
            sets.append(needed > 0 ? set | either : either)
          }
          return sets
        }
        pc += 1 + word(pc + 1)
      case Op.repeat:
        if word(pc + 2) == 0 {
          guard let set = first(pc) else { return sets }
          return sets + [set]
        }
        owners[pc + 1 + word(pc + 1)] = pc
        pc += 4
      default:
        guard let next = single(pc), let set = own(pc) else { return sets }
        sets.append(set)
        pc = next
      }
    }
    return sets
  }

  /// The unions, place by place, of what the alternatives of a BRANCH begin with.
  private mutating func alternatives(_ branch: Int, _ limit: Int) -> [CharacterBits] {
    var all: [CharacterBits]?
    var pc = branch + 1
    while code[pc] != 0 {
      let next = sequence(pc + 1, limit)
      if let known = all {
        all = zip(known, next).map { $0 | $1 }
      } else {
        all = next
      }
      if all?.isEmpty ?? true { return [] }
      pc += word(pc)
    }
    return all ?? []
  }

  // MARK: Single characters

  /// The place behind an operation on one character; nil for other operations.
  private func single(_ pc: Int) -> Int? {
    switch code[pc] {
    case Op.any, Op.anyAll: return pc + 1
    case Op.literal, Op.notLiteral, Op.category, Op.literalIgnore, Op.notLiteralIgnore,
      Op.literalLocIgnore, Op.notLiteralLocIgnore, Op.literalUniIgnore, Op.notLiteralUniIgnore:
      return pc + 2
    case Op.in, Op.inIgnore, Op.inLocIgnore, Op.inUniIgnore: return pc + 1 + word(pc + 1)
    default: return nil
    }
  }

  /// The characters that an operation on one character takes; nil where that depends on the locale.
  private func own(_ pc: Int) -> CharacterBits? {
    let operand = code[pc + 1]
    switch code[pc] {
    case Op.any: return ~CharacterBits.range(10, 10)
    case Op.anyAll: return ~CharacterBits()
    case Op.literal: return literal(operand)
    case Op.notLiteral: return ~literal(operand)
    case Op.category: return category(operand)
    case Op.in: return members(code + pc + 2)
    case Op.literalIgnore: return lowered(literal(operand)) { CharacterClass.lowerASCII($0) }
    case Op.notLiteralIgnore: return ~lowered(literal(operand)) { CharacterClass.lowerASCII($0) }
    case Op.inIgnore:
      return members(code + pc + 2).map { set in lowered(set) { CharacterClass.lowerASCII($0) } }
    case Op.literalUniIgnore: return lowered(literal(operand)) { UnicodeData.simpleLower($0) }
    case Op.notLiteralUniIgnore: return ~lowered(literal(operand)) { UnicodeData.simpleLower($0) }
    case Op.inUniIgnore:
      return members(code + pc + 2).map { set in lowered(set) { UnicodeData.simpleLower($0) } }
    default: return nil
    }
  }

  private func literal(_ c: UInt32) -> CharacterBits {
    c < 256 ? .range(Int(c), Int(c)) : CharacterBits()
  }

  /// Characters whose lower form is in the set.
  private func lowered(_ set: CharacterBits, _ lower: (UInt32) -> UInt32) -> CharacterBits {
    var bits = CharacterBits()
    for c in 0..<256 where lower(UInt32(c)) < 256 && set.has(Int(lower(UInt32(c)))) {
      bits.insert(c)
    }
    return bits
  }

  private func category(_ category: UInt32) -> CharacterBits? {
    // Word characters of the locale change with it.
    if category == 8 || category == 9 { return nil }
    var bits = CharacterBits()
    for c in 0..<256 where CharacterClass.has(category, UInt32(c)) { bits.insert(c) }
    return bits
  }

  /// The members of a set, decided by its first part that has the character.
  private func members(_ first: UnsafePointer<UInt32>) -> CharacterBits? {
    var set = first
    var isNegated = false
    var (decided, result) = (CharacterBits(), CharacterBits())
    while set[0] != Op.failure {
      var part = CharacterBits()
      switch set[0] {
      case Op.negate:
        isNegated.toggle()
        set += 1
        continue
      case Op.literal:
        part = literal(set[1])
        set += 2
      case Op.range:
        if set[1] < 256 { part = .range(Int(set[1]), Int(min(set[2], 255))) }
        set += 3
      case Op.category:
        guard let bits = category(set[1]) else { return nil }
        part = bits
        set += 2
      case Op.charset:
        for i in 0..<8 { part[i >> 1] |= UInt64(set[1 + i]) << UInt64((i & 1) * 32) }
        set += 9
      default:
        // Rare parts: asked character by character.
        result = CharacterBits()
        for c in 0..<256 where CharacterClass.contains(first, UInt32(c)) { result.insert(c) }
        return result
      }
      if !isNegated { result |= part & ~decided }
      decided |= part
    }
    return isNegated ? result | ~decided : result
  }
}
