// Alternatives and repetitions: what the matcher tries again when the rest does not match.

import TaipanRuntime

extension Matcher {
  /// What must be brought back before another try.
  struct Checkpoint {
    let lastMark: Int
    let lastIndex: Int
    /// Where the marks lie, -1 when they need not be saved.
    let base: Int
  }

  @inline(__always) func save(_ withMarks: Bool) -> Checkpoint {
    let (lastMark, lastIndex) = (s.pointee.lastMark, s.pointee.lastIndex)
    return Checkpoint(
      lastMark: lastMark, lastIndex: lastIndex,
      base: withMarks ? s.pointee.pushMarks(lastMark) : -1)
  }
  @inline(__always) func restore(_ point: Checkpoint) {
    if point.base >= 0 { s.pointee.restoreMarks(point.base, point.lastMark) }
    s.pointee.lastMark = point.lastMark
    s.pointee.lastIndex = point.lastIndex
  }
  @inline(__always) func drop(_ point: Checkpoint) {
    if point.base >= 0 { s.pointee.savedCount = point.base }
  }

  /// Tries the alternatives but the last that may match: nil after a match, else the last one's
  /// code, which needs no way back. At this point `first` and `second` may match.
  func branch(_ first: Code, _ second: Code, _ position: Int, _ top: Bool) throws(Raised) -> Code? {
    let point = save(s.pointee.repeats != nil)
    defer { drop(point) }
    var (chosen, next) = (first, second)
    while next.pointee != 0 {
      if try match(chosen + 1, position, top) { return nil }
      restore(point)
      chosen = next
      next = candidate(next + word(next), position)
    }
    return chosen + 1
  }

  /// Matches the rest after as many repetitions as possible, `minimum` at least.
  func repeatOne(
    _ tail: Code, _ begin: Int, _ minimum: Int, _ most: Int, _ top: Bool
  ) throws(Raised) -> Bool {
    let last = begin &+ minimum
    var position = begin &+ most
    // Mostly no place is worth a try.
    while position >= last, isHopeless(tail, position) { position &-= 1 }
    if position < last { return false }
    let point = save(s.pointee.repeats != nil)
    defer { drop(point) }
    while position >= last {
      if !isHopeless(tail, position) {
        if try match(tail, position, top) { return true }
        restore(point)
      }
      position &-= 1
    }
    return false
  }

  func minRepeatOne(_ pc: Code, _ begin: Int, _ top: Bool) throws(Raised) -> Bool {
    let minimum = word(pc + 1)
    if end &- begin < minimum { return false }
    let least = minimum == 0 ? 0 : count(pc + 3, begin, pc[1])
    if least < minimum { return false }
    let tail = pc + word(pc)
    let maximum = pc[2]
    let stop =
      maximum == CharacterClass.maxRepeat || Int(maximum) > end &- begin
      ? end : begin &+ Int(maximum)
    let body = pc + 3
    var position = begin &+ least
    let point = save(s.pointee.repeats != nil)
    defer { drop(point) }
    while true {
      if !isHopeless(tail, position) {
        if try match(tail, position, top) { return true }
        restore(point)
      }
      if position >= stop { return false }
      let c = at(position)
      if body.pointee == Op.literal ? c != body[1] : !one(body.pointee, body + 1, c) {
        return false
      }
      position &+= 1
    }
  }

  func beginRepeat(_ pc: Code, _ position: Int, _ top: Bool) throws(Raised) -> Bool {
    var context = RepeatContext(
      count: -1, pattern: pc, previous: s.pointee.repeats, lastPosition: -1)
    return try withContext(&context, pc + word(pc), position, top)
  }

  private func withContext(
    _ context: UnsafeMutablePointer<RepeatContext>, _ until: Code, _ position: Int, _ top: Bool
  ) throws(Raised) -> Bool {
    s.pointee.repeats = context
    defer { s.pointee.repeats = context.pointee.previous }
    return try match(until, position, top)
  }

  /// A turn that the minimum asks for.
  private func neededTurn(
    _ context: UnsafeMutablePointer<RepeatContext>, _ position: Int, _ top: Bool
  ) throws(Raised) -> Bool {
    context.pointee.count += 1
    if try match(context.pointee.pattern + 3, position, top) { return true }
    context.pointee.count -= 1
    return false
  }

  private func mayTurn(_ context: UnsafeMutablePointer<RepeatContext>, _ position: Int) -> Bool {
    let maximum = context.pointee.pattern[2]
    return (maximum == CharacterClass.maxRepeat || context.pointee.count + 1 < Int(maximum))
      && position != context.pointee.lastPosition
  }

  private func turn(
    _ context: UnsafeMutablePointer<RepeatContext>, _ position: Int, _ top: Bool
  ) throws(Raised) -> Bool {
    let last = context.pointee.lastPosition
    context.pointee.lastPosition = position
    context.pointee.count += 1
    let matched = try match(context.pointee.pattern + 3, position, top)
    context.pointee.lastPosition = last
    if !matched { context.pointee.count -= 1 }
    return matched
  }

  func maxUntil(_ pc: Code, _ position: Int, _ top: Bool) throws(Raised) -> Bool {
    guard let context = s.pointee.repeats else {
      throw raise(.runtimeError, "invalid SRE code")
    }
    if context.pointee.count + 1 < word(context.pointee.pattern + 1) {
      return try neededTurn(context, position, top)
    }
    if mayTurn(context, position), !isHopeless(context.pointee.pattern + 3, position) {
      let point = save(true)
      defer { drop(point) }
      if try turn(context, position, top) { return true }
      restore(point)
    }
    if isHopeless(pc, position) { return false }
    s.pointee.repeats = context.pointee.previous
    let matched = try match(pc, position, top)
    s.pointee.repeats = context
    return matched
  }

  func minUntil(_ pc: Code, _ position: Int, _ top: Bool) throws(Raised) -> Bool {
    guard let context = s.pointee.repeats else {
      throw raise(.runtimeError, "invalid SRE code")
    }
    if context.pointee.count + 1 < word(context.pointee.pattern + 1) {
      return try neededTurn(context, position, top)
    }
    s.pointee.repeats = context.pointee.previous
    let point = save(s.pointee.repeats != nil)
    defer { drop(point) }
    let matched = try match(pc, position, top)
    s.pointee.repeats = context
    if matched { return true }
    restore(point)
    return mayTurn(context, position) ? try turn(context, position, top) : false
  }

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
      let point = save(true)
      defer { drop(point) }
      if !(try match(pc + 3, position, false)) {
        restore(point)
        break
      }
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
    let point = save(s.pointee.repeats != nil)
    defer { drop(point) }
    if try match(pc + 2, position - back, false) { return true }
    restore(point)
    return false
  }
}
