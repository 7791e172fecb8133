// Sets and frozensets: CPython's own table (Objects/setobject.c), because the order of iteration, which
// programs print, follows from it: linear probes of 9 before a perturbed jump, growth by 4.

import Glibc

public struct SetEntry {
  /// Absent: never used, unless `hash` is -1: deleted.
  public var key: Value
  public var hash: Int
}

public struct SetLayout {
  public var header: Header
  public var used: Int
  /// Used and deleted places.
  public var fill: Int
  public var mask: Int
  /// Buffer of `mask + 1` entries, nil for the empty set.
  public var table: UnsafeMutablePointer<SetEntry>?
  /// frozenset: cached hash, -1 while unknown.
  public var hash: Int
}

@frozen public struct SetRef: TypedRef {
  public let p: UnsafeMutablePointer<SetLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<SetLayout>) { self.p = p }

  static let linearProbes = 9
  static let headerSize = 16

  @inlinable @inline(__always) public var count: Int { p.pointee.used }

  public static func make(shape: Shape = .of(.set)) -> SetRef {
    let set = SetRef(Heap.allocate(MemoryLayout<SetLayout>.size, Header(shape: shape)))
    set.initialize()
    return set
  }

  /// Sets the fields of a new set.
  public func initialize() {
    p.pointee.used = 0
    p.pointee.fill = 0
    p.pointee.mask = 7
    p.pointee.table = nil
    p.pointee.hash = -1
  }

  private static func makeTable(_ size: Int) -> UnsafeMutablePointer<SetEntry> {
    let object = Heap.allocateZeroed(
      headerSize + size * MemoryLayout<SetEntry>.stride, Header(shape: .of(.tableBuffer)))
    return (object.pointer + headerSize).assumingMemoryBound(to: SetEntry.self)
  }

  private func allocateTable() {
    p.pointee.table = SetRef.makeTable(8)
    object.noteWrite()
  }

  /// The word behind the header of a table.
  @inline(__always)
  private static func summaryWord(_ table: UnsafeMutablePointer<SetEntry>)
    -> UnsafeMutablePointer<UInt64>
  {
    (UnsafeMutableRawPointer(table) - 8).assumingMemoryBound(to: UInt64.self)
  }

  /// The bit of a hash in summaries.
  @inline(__always) static func summaryBit(_ hash: Int) -> UInt64 {
    1 << UInt64(truncatingIfNeeded: min(hash & 63, 62))
  }

  private static let knowsSummary: UInt64 = 1 << 63
  /// Larger sets have most of the bits.
  static let mostSummarized = 64

  /// Of a frozenset that is compared for the second time at least: a bit for each of its hashes, so that most sets
  /// that are not a part of it, or have nothing of it, are told by one operation. Nil for other sets.
  @inline(__always) func summary() -> UInt64? {
    guard value.isExactly(.frozenSet), let table = p.pointee.table else { return nil }
    let word = SetRef.summaryWord(table)
    if word.pointee & SetRef.knowsSummary != 0 { return word.pointee }
    return makeSummary(word)
  }

  @inline(never) private func makeSummary(_ word: UnsafeMutablePointer<UInt64>) -> UInt64? {
    if count > SetRef.mostSummarized { return nil }
    if word.pointee == 0 {
      // Most sets are compared once.
      word.pointee = 1
      return nil
    }
    var bits = SetRef.knowsSummary
    for index in 0...p.pointee.mask where entry(index).key.isPresent {
      bits |= SetRef.summaryBit(entry(index).hash)
    }
    word.pointee = bits
    return bits
  }

  /// Whether sets with these summaries have nothing in common for certain.
  @inline(__always) static func areDisjoint(_ a: UInt64, _ b: UInt64) -> Bool {
    a & b & ~knowsSummary == 0
  }

  /// Of a new frozenset that nobody has seen: the bits of the hashes that were added.
  @inline(__always) func noteSummary(_ bits: UInt64) {
    guard value.isExactly(.frozenSet), let table = p.pointee.table else { return }
    SetRef.summaryWord(table).pointee = bits | SetRef.knowsSummary
  }

  /// The place of a key, nil if it is not there.
  @inline(__always)
  private func find(_ key: Value, _ hash: Int) throws(Raised) -> UnsafeMutablePointer<SetEntry>? {
    guard let table = p.pointee.table else { return nil }
    let entry = table + (hash & p.pointee.mask)
    if entry.pointee.key === key { return entry }
    if entry.pointee.key.isAbsent, entry.pointee.hash != -1 { return nil }
    let place = try locate(key, hash)
    return place.pointee.key.isPresent ? place : nil
  }

  /// The place of a key, or the one where it belongs: a deleted one, the last on the way, or a never used one.
  /// The table must exist.
  @inline(never)
  private func locate(_ key: Value, _ hash: Int) throws(Raised) -> UnsafeMutablePointer<SetEntry> {
    restart: while true {
      if p.pointee.table == nil { allocateTable() }  // A comparison cleared the set.
      let table = p.pointee.table.unsafelyUnwrapped
      let mask = p.pointee.mask
      var perturb = UInt(bitPattern: hash)
      var index = hash & mask
      var deleted: UnsafeMutablePointer<SetEntry>?
      while true {
        var entry = table + index
        var probes = index &+ SetRef.linearProbes <= mask ? SetRef.linearProbes : 0
        repeat {
          let candidate = entry.pointee.key
          if candidate === key { return entry }
          if candidate.isAbsent {
            if entry.pointee.hash != -1 { return deleted ?? entry }
            deleted = entry
          } else if entry.pointee.hash == hash {
            let equal = try Compare.keysEqual(candidate, key)
            if p.pointee.table != table || entry.pointee.key !== candidate { continue restart }
            if equal { return entry }
          }
          entry += 1
          probes &-= 1
        } while probes >= 0
        perturb >>= 5
        index = (index &* 5 &+ 1 &+ Int(bitPattern: perturb)) & mask
      }
    }
  }

  /// Whether a key is there; nil where a comparison may run Python code.
  func search(_ key: Value, _ hash: Int) -> Bool? { quickPlace(key, hash).map { $0 != nil } }

  /// The place of a key, an inner nil if it is not there; an outer one where a comparison may run Python code.
  func quickPlace(_ key: Value, _ hash: Int) -> UnsafeMutablePointer<SetEntry>?? {
    guard let table = p.pointee.table else { return .some(nil) }
    let mask = p.pointee.mask
    var perturb = UInt(bitPattern: hash)
    var index = hash & mask
    while true {
      var entry = table + index
      var probes = index &+ SetRef.linearProbes <= mask ? SetRef.linearProbes : 0
      repeat {
        let candidate = entry.pointee.key
        if candidate === key { return entry }
        if candidate.isAbsent {
          if entry.pointee.hash != -1 { return .some(nil) }
        } else if entry.pointee.hash == hash {
          guard let equal = Compare.quickEqual(candidate, key) else { return .none }
          if equal { return entry }
        }
        entry += 1
        probes &-= 1
      } while probes >= 0
      perturb >>= 5
      index = (index &* 5 &+ 1 &+ Int(bitPattern: perturb)) & mask
    }
  }

  public func contains(_ key: Value) throws(Raised) -> Bool {
    try find(key, try Hash.of(key)) != nil
  }

  @inline(__always) public func contains(_ key: Value, hash: Int) throws(Raised) -> Bool {
    try find(key, hash) != nil
  }

  /// - Throws: TypeError for an unhashable key; what `__hash__` or `__eq__` raise.
  @inline(__always) public func add(_ key: Value) throws(Raised) {
    try add(key, hash: try Hash.of(key))
  }

  @inline(__always) public func add(_ key: Value, hash: Int) throws(Raised) {
    if let table = p.pointee.table {
      let place = table + (hash & p.pointee.mask)
      if place.pointee.key === key { return }
      if place.pointee.key.isAbsent, place.pointee.hash != -1 { return fill(place, key, hash) }
    }
    try addSlow(key, hash)
  }

  @inline(never) private func addSlow(_ key: Value, _ hash: Int) throws(Raised) {
    if p.pointee.table == nil { allocateTable() }
    let place = try locate(key, hash)
    if place.pointee.key.isAbsent { put(key, hash, at: place) }
  }

  /// In a deleted or a never used place.
  @inline(__always)
  private func put(_ key: Value, _ hash: Int, at place: UnsafeMutablePointer<SetEntry>) {
    if place.pointee.hash != -1 { return fill(place, key, hash) }
    place.pointee = SetEntry(key: key, hash: hash)
    p.pointee.used &+= 1
    p.pointee.header.extra &+= 1
    object.noteWrite()
  }

  /// Adds a key that is known not to be there.
  func addNew(_ key: Value, hash: Int) {
    if p.pointee.table == nil { allocateTable() }
    put(key, hash, at: SetRef.freePlace(p.pointee.table.unsafelyUnwrapped, p.pointee.mask, hash))
  }

  @inline(__always)
  private func fill(_ place: UnsafeMutablePointer<SetEntry>, _ key: Value, _ hash: Int) {
    place.pointee = SetEntry(key: key, hash: hash)
    p.pointee.fill &+= 1
    p.pointee.used &+= 1
    object.noteWrite()
    if p.pointee.fill &* 5 >= p.pointee.mask &* 3 {
      resize(p.pointee.used > 50000 ? p.pointee.used * 2 : p.pointee.used * 4)
    }
  }

  /// Where a key belongs that is not there: the last deleted place on the way, or a never used one.
  @inline(__always)
  private static func freePlace(_ table: UnsafeMutablePointer<SetEntry>, _ mask: Int, _ hash: Int)
    -> UnsafeMutablePointer<SetEntry>
  {
    let first = table + (hash & mask)
    if first.pointee.key.isAbsent, first.pointee.hash != -1 { return first }
    return searchFreePlace(table, mask, hash)
  }

  private static func searchFreePlace(
    _ table: UnsafeMutablePointer<SetEntry>, _ mask: Int, _ hash: Int
  ) -> UnsafeMutablePointer<SetEntry> {
    var perturb = UInt(bitPattern: hash)
    var index = hash & mask
    var deleted: UnsafeMutablePointer<SetEntry>?
    while true {
      var entry = table + index
      var probes = index + linearProbes <= mask ? linearProbes : 0
      repeat {
        if entry.pointee.key.isAbsent {
          if entry.pointee.hash != -1 { return deleted ?? entry }
          deleted = entry
        }
        entry += 1
        probes -= 1
      } while probes >= 0
      perturb >>= 5
      index = (index &* 5 &+ 1 &+ Int(bitPattern: perturb)) & mask
    }
  }

  private func resize(_ minimum: Int) {
    var size = 8
    while size <= minimum { size <<= 1 }
    let fresh = SetRef.makeTable(size)
    if let old = p.pointee.table { SetRef.rehash(old, p.pointee.mask, into: fresh, size - 1) }
    p.pointee.table = fresh
    p.pointee.mask = size - 1
    p.pointee.fill = p.pointee.used
    object.noteWrite()
  }

  /// Puts the keys of one table into another one that has none of them, and no deleted ones.
  private static func rehash(
    _ old: UnsafeMutablePointer<SetEntry>, _ oldMask: Int,
    into table: UnsafeMutablePointer<SetEntry>, _ mask: Int
  ) {
    var source = old
    let end = old + (oldMask &+ 1)
    while source < end {
      let entry = source.pointee
      if entry.key.isPresent {
        let first = table + (entry.hash & mask)
        let place = first.pointee.key.isAbsent ? first : searchFreePlace(table, mask, entry.hash)
        place.pointee = entry
      }
      source += 1
    }
  }

  /// False if the key was not there.
  public func remove(_ key: Value) throws(Raised) -> Bool {
    try remove(key, hash: try Hash.of(key))
  }

  public func remove(_ key: Value, hash: Int) throws(Raised) -> Bool {
    guard let entry = try find(key, hash) else { return false }
    remove(at: entry)
    return true
  }

  func remove(at entry: UnsafeMutablePointer<SetEntry>) {
    entry.pointee = SetEntry(key: .absent, hash: -1)
    p.pointee.used -= 1
  }

  public func clear() { initialize() }

  /// Another one after a key was added: the header counts those in deleted places. Odd, so that the
  /// collector does not take it for an address.
  @inline(__always) var stamp: UInt {
    (UInt(bitPattern: p.pointee.table) &+ UInt(bitPattern: p.pointee.fill)
      &+ UInt(p.pointee.header.extra) << 47) << 1 | 1
  }

  /// The index of the first key at or after `start` in table order, nil at the end.
  @inline(__always) public func nextIndex(_ start: Int) -> Int? {
    guard let table = p.pointee.table else { return nil }
    var index = start
    while index <= p.pointee.mask {
      if table[index].key.isPresent { return index }
      index += 1
    }
    return nil
  }

  @inline(__always) public func entry(_ index: Int) -> SetEntry {
    p.pointee.table.unsafelyUnwrapped[index]
  }

  /// Adds the keys of another set.
  public func merge(_ other: SetRef) throws(Raised) {
    if other.count == 0 { return }
    if (p.pointee.fill + other.count) * 5 >= p.pointee.mask * 3 {
      resize((p.pointee.used + other.count) * 2)
    }
    if p.pointee.fill == 0, p.pointee.mask == other.p.pointee.mask,
      other.p.pointee.fill == other.p.pointee.used, let source = other.p.pointee.table
    {
      let table = SetRef.makeTable(p.pointee.mask + 1)
      table.update(from: source, count: p.pointee.mask + 1)
      p.pointee.table = table
      p.pointee.used = other.count
      p.pointee.fill = other.count
      object.noteWrite()
      return
    }
    if p.pointee.fill == 0, let source = other.p.pointee.table {
      if p.pointee.table == nil { p.pointee.table = SetRef.makeTable(p.pointee.mask + 1) }
      let table = p.pointee.table.unsafelyUnwrapped
      SetRef.rehash(source, other.p.pointee.mask, into: table, p.pointee.mask)
      p.pointee.used = other.count
      p.pointee.fill = other.count
      object.noteWrite()
      return
    }
    var index = 0
    while let next = other.nextIndex(index) {
      let entry = other.entry(next)
      try add(entry.key, hash: entry.hash)
      index = next &+ 1
    }
  }

  public func copy(shape: Shape = .of(.set)) -> SetRef {
    let copy = SetRef.make(shape: shape)
    do throws(Raised) { try copy.merge(self) } catch { thread.pointee.exception = .absent }
    return copy
  }
}
