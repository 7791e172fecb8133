// Which shapes objects are known to have, in scopes: what was found out last goes first.

/// What has been found out by guards and branches. Each fact holds as long as no shape has changed since; a newer one
/// about the same object says at least as much as those before.
struct ShapeFacts {
  private struct Fact {
    let object: ValueID
    let shapes: [Int]
    let time: UInt32
    /// The fact before about the same object, or -1.
    let before: Int
  }

  private var facts: [Fact] = []
  /// By object: the last fact.
  private var last: [ValueID: Int] = [:]

  var count: Int { facts.count }

  /// The shapes that an object may have, where that is known; `time` is when a shape was changed last.
  func shapes(of object: ValueID, at time: UInt32) -> [Int]? {
    guard let index = last[object], facts[index].time == time else { return nil }
    return facts[index].shapes
  }

  mutating func add(_ object: ValueID, _ shapes: [Int], at time: UInt32) {
    facts.append(
      Fact(object: object, shapes: shapes, time: time, before: last[object] ?? -1))
    last[object] = facts.count - 1
  }

  /// Keeps the first facts.
  mutating func keep(_ count: Int) {
    while facts.count > count {
      let fact = facts.removeLast()
      last[fact.object] = fact.before < 0 ? nil : fact.before
    }
  }
}
