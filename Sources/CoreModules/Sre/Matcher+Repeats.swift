// Choices: what the matcher tries again when the rest does not match. They lie on the state's stack of
// words, not on the native one, so their number is bounded by memory only.

import TaipanRuntime

/// What an entry of the stack of choices is for. Entries that only undo something are popped and
/// undone on the way back to an earlier choice.
enum Choice {
  /// The alternative at `pc` and later ones may be tried.
  static let alternative = 0
  /// `position` may go back, to `limit` at least, for the rest at `pc`.
  static let fewer = 1
  /// `position` may go on, to `limit` at most; `pc` is at the operands of MIN_REPEAT_ONE.
  static let more = 2
  /// A turn of a repetition began at `position`: without it, the rest at `pc` is tried.
  static let rest = 3
  /// The rest was tried: another turn may begin at `position`.
  static let turn = 4
  /// A repetition; see `Repetition`.
  static let repetition = 5
  /// A turn that the minimum asked for began.
  static let undoNeededTurn = 6
  /// A turn began; `limit` is where the turn before it did.
  static let undoTurn = 7
  /// The repetition was left for the one around it.
  static let undoLeaving = 8
}

/// Words of an entry, counted from its first one; saved marks lie below it.
enum Slot {
  static let kind = 0, pc = 1, position = 2, limit = 3, repetition = 4
  static let lastMark = 5, lastIndex = 6, markCount = 7
  static let count = 8
}

/// Words of an entry that is a repetition. They nest: `previous` is the place of the one around it.
enum Repetition {
  static let pattern = 1, previous = 2, turns = 3, lastPosition = 4
}

extension Matcher {
  /// Pushes a choice at `position`; the marks are saved where a failing rest may change those set
  /// before.
  @inline(__always)
  func push(
    _ kind: Int, _ pc: Code, _ position: Int, limit: Int = 0, repetition: Int = -1, marks: Bool
  ) {
    let lastMark = s.pointee.lastMark
    let markCount = marks ? lastMark &+ 1 : 0
    let entry = s.pointee.push(markCount)
    entry[Slot.kind] = kind
    entry[Slot.pc] = Int(bitPattern: pc)
    entry[Slot.position] = position
    entry[Slot.limit] = limit
    entry[Slot.repetition] = repetition
    entry[Slot.lastMark] = lastMark
    entry[Slot.lastIndex] = s.pointee.lastIndex
    entry[Slot.markCount] = markCount
  }

  /// Pushes what is to be undone in a repetition.
  @inline(__always)
  private func pushUndo(_ kind: Int, _ repetition: Int) {
    let entry = s.pointee.push(0)
    entry[Slot.kind] = kind
    entry[Slot.repetition] = repetition
    entry[Slot.markCount] = 0
  }

  /// Brings back the marks of an entry.
  @inline(__always) private func restore(_ entry: UnsafeMutablePointer<Int>) {
    let count = entry[Slot.markCount]
    if count > 0 { s.pointee.marks.update(from: entry - count, count: count) }
    s.pointee.lastMark = entry[Slot.lastMark]
    s.pointee.lastIndex = entry[Slot.lastIndex]
  }

  @inline(__always) private func pop(_ entry: UnsafeMutablePointer<Int>) {
    s.pointee.savedCount &-= Slot.count &+ entry[Slot.markCount]
  }

  @inline(__always) private func code(_ word: Int) -> Code {
    Code(bitPattern: word).unsafelyUnwrapped
  }

  @inline(__always) func words(_ repetition: Int) -> UnsafeMutablePointer<Int> {
    s.pointee.saved + repetition
  }

  // MARK: Going back

  /// Takes up the latest choice above `base`: where to go on is left in `pc` and `position`. False if
  /// none is left.
  func backtrack(_ base: Int, _ pc: inout Code, _ position: inout Int) -> Bool {
    while s.pointee.savedCount > base {
      let entry = s.pointee.saved + (s.pointee.savedCount &- Slot.count)
      switch entry[Slot.kind] {
      case Choice.alternative:
        restore(entry)
        let chosen = code(entry[Slot.pc])
        position = entry[Slot.position]
        let next = candidate(chosen + word(chosen), position)
        if next.pointee == 0 { pop(entry) } else { entry[Slot.pc] = Int(bitPattern: next) }
        pc = chosen + 1
        return true
      case Choice.fewer:
        if fewer(entry, &pc, &position) { return true }
      case Choice.more:
        restore(entry)
        pc = code(entry[Slot.pc])
        position = entry[Slot.position]
        if extend(pc, &position, entry[Slot.limit]) {
          entry[Slot.position] = position
          pc += word(pc)
          return true
        }
        pop(entry)
      case Choice.rest:
        if leave(entry, &pc, &position) { return true }
      case Choice.turn:
        if turnAfterRest(entry, &pc, &position) { return true }
      default:
        undo(entry)
        pop(entry)
      }
    }
    return false
  }

  @inline(__always)
  private func fewer(
    _ entry: UnsafeMutablePointer<Int>, _ pc: inout Code, _ position: inout Int
  ) -> Bool {
    restore(entry)
    let tail = code(entry[Slot.pc])
    let last = entry[Slot.limit]
    var place = entry[Slot.position] &- 1
    // Mostly no place is worth a try.
    while place >= last, isHopeless(tail, place) { place &-= 1 }
    if place <= last { pop(entry) } else { entry[Slot.position] = place }
    if place < last { return false }
    pc = tail
    position = place
    return true
  }

  private func undo(_ entry: UnsafeMutablePointer<Int>) {
    switch entry[Slot.kind] {
    case Choice.repetition: s.pointee.repeats = entry[Repetition.previous]
    case Choice.undoNeededTurn: words(entry[Slot.repetition])[Repetition.turns] &-= 1
    case Choice.undoTurn:
      let repetition = words(entry[Slot.repetition])
      repetition[Repetition.turns] &-= 1
      repetition[Repetition.lastPosition] = entry[Slot.limit]
    default: s.pointee.repeats = entry[Slot.repetition]
    }
  }

  /// A turn failed: the rest is tried instead.
  private func leave(
    _ entry: UnsafeMutablePointer<Int>, _ pc: inout Code, _ position: inout Int
  ) -> Bool {
    restore(entry)
    let repetition = words(entry[Slot.repetition])
    repetition[Repetition.turns] &-= 1
    repetition[Repetition.lastPosition] = entry[Slot.limit]
    pc = code(entry[Slot.pc])
    position = entry[Slot.position]
    if isHopeless(pc, position) {
      pop(entry)
      return false
    }
    entry[Slot.kind] = Choice.undoLeaving
    s.pointee.repeats = repetition[Repetition.previous]
    return true
  }

  /// The rest failed: another turn is tried instead.
  private func turnAfterRest(
    _ entry: UnsafeMutablePointer<Int>, _ pc: inout Code, _ position: inout Int
  ) -> Bool {
    restore(entry)
    s.pointee.repeats = entry[Slot.repetition]
    let repetition = words(entry[Slot.repetition])
    position = entry[Slot.position]
    if !mayTurn(repetition, position) {
      pop(entry)
      return false
    }
    entry[Slot.kind] = Choice.undoTurn
    entry[Slot.limit] = repetition[Repetition.lastPosition]
    repetition[Repetition.lastPosition] = position
    repetition[Repetition.turns] &+= 1
    pc = code(repetition[Repetition.pattern]) + 3
    return true
  }

  // MARK: Repetitions of single characters

  /// The place, from `begin` plus `most` repetitions down, where the rest may match, at `minimum`
  /// repetitions at least; -1 if there is none.
  @inline(__always)
  func repeatOne(_ tail: Code, _ begin: Int, _ minimum: Int, _ most: Int) -> Int {
    let last = begin &+ minimum
    var position = begin &+ most
    while position >= last, isHopeless(tail, position) { position &-= 1 }
    if position < last { return -1 }
    if position > last {
      push(Choice.fewer, tail, position, limit: last, marks: s.pointee.repeats >= 0)
    }
    return position
  }

  /// The first place where the rest may match after `minimum` repetitions or more; -1 if there is
  /// none. `pc` is at the operands.
  func minRepeatOne(_ pc: Code, _ begin: Int) -> Int {
    let minimum = word(pc + 1)
    if end &- begin < minimum { return -1 }
    let least = minimum == 0 ? 0 : count(pc + 3, begin, pc[1])
    if least < minimum { return -1 }
    let maximum = pc[2]
    let stop =
      maximum == CharacterClass.maxRepeat || Int(maximum) > end &- begin
      ? end : begin &+ Int(maximum)
    var position = begin &+ least
    if isHopeless(pc + word(pc), position), !extend(pc, &position, stop) { return -1 }
    push(Choice.more, pc, position, limit: stop, marks: s.pointee.repeats >= 0)
    return position
  }

  /// One more repetition, or as many as it takes to come where the rest may match.
  @inline(__always)
  private func extend(_ pc: Code, _ position: inout Int, _ stop: Int) -> Bool {
    let tail = pc + word(pc)
    let body = pc + 3
    while position < stop {
      let c = at(position)
      if body.pointee == Op.literal ? c != body[1] : !one(body.pointee, body + 1, c) {
        return false
      }
      position &+= 1
      if !isHopeless(tail, position) { return true }
    }
    return false
  }

  // MARK: Repetitions

  func beginRepeat(_ pc: Code) {
    let entry = s.pointee.push(0)
    entry[Slot.kind] = Choice.repetition
    entry[Repetition.pattern] = Int(bitPattern: pc)
    entry[Repetition.previous] = s.pointee.repeats
    entry[Repetition.turns] = -1
    entry[Repetition.lastPosition] = -1
    entry[Slot.markCount] = 0
    s.pointee.repeats = s.pointee.savedCount &- Slot.count
  }

  @inline(__always)
  private func mayTurn(_ repetition: UnsafeMutablePointer<Int>, _ position: Int) -> Bool {
    let maximum = code(repetition[Repetition.pattern])[2]
    return
      (maximum == CharacterClass.maxRepeat
      || repetition[Repetition.turns] &+ 1 < Int(maximum))
      && position != repetition[Repetition.lastPosition]
  }

  /// Begins a turn that the minimum asks for: nil where enough were made.
  @inline(__always) private func neededTurn(_ place: Int) -> Code? {
    let pattern = code(words(place)[Repetition.pattern])
    if words(place)[Repetition.turns] &+ 1 >= word(pattern + 1) { return nil }
    words(place)[Repetition.turns] &+= 1
    pushUndo(Choice.undoNeededTurn, place)
    return pattern + 3
  }

  /// After a turn of a greedy repetition: where to go on, nil if nowhere.
  ///
  /// - Throws: RuntimeError for bad code.
  func maxUntil(_ pc: Code, _ position: Int) throws(Raised) -> Code? {
    let place = s.pointee.repeats
    if place < 0 { throw raise(.runtimeError, "invalid SRE code") }
    if let body = neededTurn(place) { return body }
    let body = code(words(place)[Repetition.pattern]) + 3
    if mayTurn(words(place), position), !isHopeless(body, position) {
      let last = words(place)[Repetition.lastPosition]
      push(Choice.rest, pc, position, limit: last, repetition: place, marks: true)
      words(place)[Repetition.lastPosition] = position
      words(place)[Repetition.turns] &+= 1
      return body
    }
    if isHopeless(pc, position) { return nil }
    pushUndo(Choice.undoLeaving, place)
    s.pointee.repeats = words(place)[Repetition.previous]
    return pc
  }

  /// The same for a lazy one.
  func minUntil(_ pc: Code, _ position: Int) throws(Raised) -> Code? {
    let place = s.pointee.repeats
    if place < 0 { throw raise(.runtimeError, "invalid SRE code") }
    if let body = neededTurn(place) { return body }
    let previous = words(place)[Repetition.previous]
    push(Choice.turn, pc, position, repetition: place, marks: previous >= 0)
    s.pointee.repeats = previous
    return pc
  }

  // MARK: Without going back

  /// Repeats without going back; the end, or -1.
  func possessive(_ pc: Code, _ begin: Int) throws(Raised) -> Int {
    let minimum = word(pc + 1)
    let maximum = pc[2] == CharacterClass.maxRepeat ? Int.max : word(pc + 2)
    var (count, position, last) = (0, begin, -1)
    while count < minimum {
      if !(try match(pc + 3, position, false)) { return -1 }
      position = s.pointee.position
      count += 1
    }
    while count < maximum, position != last {
      push(Choice.alternative, pc, position, marks: true)
      let matched = try match(pc + 3, position, false)
      dropLast(restoring: !matched)
      if !matched { break }
      last = position
      position = s.pointee.position
      count += 1
    }
    return position
  }

  /// Whether a negative assertion does not hold.
  func refuted(_ pc: Code, _ position: Int) throws(Raised) -> Bool {
    let back = word(pc + 1)
    if position < back { return false }
    push(Choice.alternative, pc, position, marks: s.pointee.repeats >= 0)
    let matched = try match(pc + 2, position - back, false)
    dropLast(restoring: !matched)
    return matched
  }

  /// Pops an entry that served to save the marks.
  private func dropLast(restoring: Bool) {
    let entry = s.pointee.saved + (s.pointee.savedCount &- Slot.count)
    if restoring { restore(entry) }
    pop(entry)
  }
}
