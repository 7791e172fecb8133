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

  func branch(_ first: Int, _ position: Int, _ top: Bool) throws(Raised) -> Bool {
    let point = save(s.pointee.repeats != nil)
    defer { drop(point) }
    var pc = first
    while code[pc] != 0 {
      if !isHopeless(pc + 1, position) {
        if try match(pc + 1, position, top) { return true }
        restore(point)
      }
      pc += word(pc)
    }
    return false
  }

  func repeatOne(_ pc: Int, _ begin: Int, _ top: Bool) throws(Raised) -> Bool {
    let minimum = word(pc + 1)
    if end - begin < minimum { return false }
    var count = count(pc + 3, begin, code[pc + 2])
    if count < minimum { return false }
    let tail = pc + word(pc)
    if code[tail] == Op.success, mayEnd(begin + count, top) {
      s.pointee.position = begin + count
      return true
    }
    let point = save(s.pointee.repeats != nil)
    defer { drop(point) }
    while count >= minimum {
      if !isHopeless(tail, begin + count) {
        if try match(tail, begin + count, top) { return true }
        restore(point)
      }
      count -= 1
    }
    return false
  }

  func minRepeatOne(_ pc: Int, _ begin: Int, _ top: Bool) throws(Raised) -> Bool {
    let minimum = word(pc + 1)
    if end - begin < minimum { return false }
    var count = minimum == 0 ? 0 : count(pc + 3, begin, code[pc + 1])
    if count < minimum { return false }
    let tail = pc + word(pc)
    let maximum = code[pc + 2] == CharacterClass.maxRepeat ? Int.max : word(pc + 2)
    let point = save(s.pointee.repeats != nil)
    defer { drop(point) }
    while count <= maximum {
      if !isHopeless(tail, begin + count) {
        if try match(tail, begin + count, top) { return true }
        restore(point)
      }
      if self.count(pc + 3, begin + count, 1) == 0 { break }
      count += 1
    }
    return false
  }

  func beginRepeat(_ pc: Int, _ position: Int, _ top: Bool) throws(Raised) -> Bool {
    var context = RepeatContext(
      count: -1, pattern: pc, previous: s.pointee.repeats, lastPosition: -1)
    return try withContext(&context, pc + word(pc), position, top)
  }

  private func withContext(
    _ context: UnsafeMutablePointer<RepeatContext>, _ until: Int, _ position: Int, _ top: Bool
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
    let maximum = code[context.pointee.pattern + 2]
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

  func maxUntil(_ pc: Int, _ position: Int, _ top: Bool) throws(Raised) -> Bool {
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
    s.pointee.repeats = context.pointee.previous
    let matched = try match(pc, position, top)
    s.pointee.repeats = context
    return matched
  }

  func minUntil(_ pc: Int, _ position: Int, _ top: Bool) throws(Raised) -> Bool {
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
  func possessive(_ pc: Int, _ begin: Int) throws(Raised) -> Int {
    let minimum = word(pc + 1)
    let maximum = code[pc + 2] == CharacterClass.maxRepeat ? Int.max : word(pc + 2)
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
  func refuted(_ pc: Int, _ position: Int) throws(Raised) -> Bool {
    let back = word(pc + 1)
    if position < back { return false }
    let point = save(s.pointee.repeats != nil)
    defer { drop(point) }
    if try match(pc + 2, position - back, false) { return true }
    restore(point)
    return false
  }
}
