// Operations on two sets that run no Python code: nil where keys would have to be asked.

extension Quiet {
  @inline(__always) private static func isSet(_ value: Value) -> Bool {
    value.isExactly(.set) || value.isExactly(.frozenSet)
  }

  /// `lhs operation rhs`; order is inclusion.
  static func compareSets(_ lhs: Value, _ rhs: Value, _ operation: Compare.Operation) -> Bool? {
    guard lhs.isHeap, rhs.isHeap, isSet(lhs), isSet(rhs) else { return nil }
    let (x, y) = (SetRef(lhs), SetRef(rhs))
    switch operation {
    case .eq: return x.count == y.count ? isSubset(x, y) : false
    case .ne: return x.count == y.count ? isSubset(x, y).map { !$0 } : true
    case .lt: return x.count < y.count ? isSubset(x, y) : false
    case .le: return isSubset(x, y)
    case .gt: return x.count > y.count ? isSubset(y, x) : false
    case .ge: return isSubset(y, x)
    }
  }

  private static func isSubset(_ x: SetRef, _ y: SetRef) -> Bool? {
    if x.count > y.count { return false }
    if let mine = x.summary(), let others = y.summary(), mine & ~others != 0 { return false }
    var index = 0
    var left = x.count
    while left > 0, let next = x.nextIndex(index) {
      let entry = x.entry(next)
      guard let isFound = y.find(entry) else { return nil }
      if !isFound { return false }
      index = next &+ 1
      left &-= 1
    }
    return true
  }

  /// `lhs - rhs` and `lhs & rhs`.
  static func combineSets(_ lhs: Value, _ rhs: Value, _ op: Operator) -> Value? {
    guard lhs.isHeap, rhs.isHeap, isSet(lhs), isSet(rhs) else { return nil }
    let (x, y) = (SetRef(lhs), SetRef(rhs))
    switch op {
    case .subtract where SetMethods.removesFromCopy(x, y.count): return remains(of: lhs, without: y)
    case .subtract: return select(of: x, like: lhs, asking: y, keepsFound: false)
    case .and:
      if let mine = x.summary(), let others = y.summary(), SetRef.areDisjoint(mine, others) {
        return SetMethods.like(lhs).value
      }
      return x.count < y.count
        ? select(of: x, like: lhs, asking: y, keepsFound: true)
        : select(of: y, like: lhs, asking: x, keepsFound: true)
    default: return nil
    }
  }

  private static func remains(of value: Value, without other: SetRef) -> Value? {
    let result = SetMethods.like(value)
    let copied = attempt { () throws(Raised) in
      try result.merge(SetRef(value))
      return .none
    }
    if copied.isAbsent { return nil }
    var index = 0
    while let next = other.nextIndex(index) {
      let entry = other.entry(next)
      guard let place = result.quickPlace(entry.key, entry.hash) else { return nil }
      if let place { result.remove(at: place) }
      index = next &+ 1
    }
    return result.value
  }

  /// The keys of a set that another one has, or has not, in a new set.
  private static func select(
    of source: SetRef, like value: Value, asking other: SetRef, keepsFound: Bool
  ) -> Value? {
    let result = SetMethods.like(value)
    var index = 0
    var left = source.count
    var summary: UInt64 = 0
    while left > 0, let next = source.nextIndex(index) {
      let entry = source.entry(next)
      guard let isFound = other.find(entry) else { return nil }
      if isFound == keepsFound {
        result.addNew(entry.key, hash: entry.hash)
        summary |= SetRef.summaryBit(entry.hash)
      }
      index = next &+ 1
      left &-= 1
    }
    result.noteSummary(summary)
    return result.value
  }
}

extension SetRef {
  /// Whether the key of another set's entry is here; nil where a comparison may run Python code. Most keys
  /// have the place of their hash, and most that are not there have it free.
  @inline(__always) fileprivate func find(_ entry: SetEntry) -> Bool? {
    findAtFirstPlace(entry.key, entry.hash) ?? search(entry.key, entry.hash)
  }

  /// Whether a key is there, where the place of its hash tells.
  @inline(__always) func findAtFirstPlace(_ key: Value, _ hash: Int) -> Bool? {
    guard let table = p.pointee.table else { return false }
    let place = table + (hash & p.pointee.mask)
    if place.pointee.key === key { return true }
    return place.pointee.key.isAbsent && place.pointee.hash != -1 ? false : nil
  }
}
