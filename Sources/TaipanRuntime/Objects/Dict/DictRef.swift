// The compact, ordered hash table (as CPython 3.6+ and PyPy): entries in order of insertion, and an
// index of entry numbers, 1, 2 or 4 bytes wide, probed by hash.
//
// Index values: 0 empty, 1 deleted, n + 2 the entry n. A deleted entry has an absent key.
// `keysVersion` is unique to one set of keys at one place each: while it stays, an entry number
// found for a key stays right, whatever values are stored. 0 means that nobody asked for it yet. Dicts of
// attributes share theirs: see `DictRef+AttributeKeys.swift`.

import Glibc

public struct DictEntry {
  public var hash: Int
  public var key: Value
  public var value: Value
}

public struct DictLayout {
  public var header: Header
  /// Live entries.
  public var used: Int
  /// Header and capacity, the entries, the index.
  public var table: UnsafeMutableRawPointer?
  /// Entries in use, deleted ones included.
  public var entryCount: Int32
  /// log2 of the index size; 0 without a table.
  public var logSize: UInt8
  /// Only exact str keys so far: lookups of a str need no call of `__eq__`.
  public var onlyStrKeys: Bool
  /// Someone watches the keys of this namespace, and values that are constant: see `Watch`.
  public var watched: Bool
  public var keysVersion: UInt32
  /// Entries taken back from the end since the last rebuild: each left a deleted mark in the index,
  /// which needs empty places for every search to end.
  public var takenBack: UInt32
}

@frozen public struct DictRef: TypedRef {
  public let p: UnsafeMutablePointer<DictLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<DictLayout>) { self.p = p }

  @inlinable @inline(__always) public static var tableHeader: Int { 16 }

  @inlinable @inline(__always) public var count: Int { p.pointee.used }
  @inlinable @inline(__always) public var entryCount: Int { Int(p.pointee.entryCount) }
  @inlinable @inline(__always) public var entries: UnsafeMutablePointer<DictEntry> {
    (p.pointee.table.unsafelyUnwrapped + DictRef.tableHeader)
      .assumingMemoryBound(to: DictEntry.self)
  }

  @inline(__always) static func usable(_ logSize: Int) -> Int { (1 << logSize) * 2 / 3 }

  @inline(__always) var index: UnsafeMutableRawPointer {
    UnsafeMutableRawPointer(entries + DictRef.usable(Int(p.pointee.logSize)))
  }

  @inline(__always) static func indexWidth(_ logSize: Int) -> Int {
    logSize <= 7 ? 1 : logSize <= 15 ? 2 : 4
  }

  public static func make(capacity: Int = 0, shape: Shape = .of(.dict)) -> DictRef {
    let dict = DictRef(Heap.allocate(MemoryLayout<DictLayout>.size, Header(shape: shape)))
    dict.initialize()
    if capacity > 0 { dict.resize(logSize: logSize(for: capacity)) }
    return dict
  }

  /// Sets the fields of a new dict.
  public func initialize() {
    p.pointee.used = 0
    p.pointee.table = nil
    p.pointee.entryCount = 0
    p.pointee.logSize = 0
    p.pointee.onlyStrKeys = true
    p.pointee.watched = false
    p.pointee.keysVersion = 0
    p.pointee.takenBack = 0
  }

  static func logSize(for capacity: Int) -> Int {
    var log = 3
    while usable(log) < capacity { log += 1 }
    return log
  }

  // MARK: Lookup

  /// The entry number of `key`, -1 if it is not there.
  ///
  /// - Throws: what `__eq__` of a key raises.
  @inline(__always) public func find(_ key: Value, _ hash: Int) throws(Raised) -> Int {
    if p.pointee.table == nil { return -1 }
    if p.pointee.onlyStrKeys, key.isExactly(.str) { return findStr(key, hash) }
    return try findGeneral(key, hash)
  }

  /// The entry number of an exact str in a dict of str keys.
  @inline(__always) public func findStr(_ key: Value, _ hash: Int) -> Int {
    if p.pointee.table == nil { return -1 }
    switch p.pointee.logSize {
    case 0...7: return probeStr(UInt8.self, key, hash)
    case 8...15: return probeStr(UInt16.self, key, hash)
    default: return probeStr(UInt32.self, key, hash)
    }
  }

  @inline(__always) private func probeStr<Index: FixedWidthInteger>(
    _: Index.Type, _ key: Value, _ hash: Int
  ) -> Int {
    let index = self.index.assumingMemoryBound(to: Index.self)
    let entries = self.entries
    let mask = 1 << Int(p.pointee.logSize) &- 1
    var perturb = UInt(bitPattern: hash)
    var slot = hash & mask
    while true {
      let number = Int(truncatingIfNeeded: index[slot]) &- 2
      if number >= 0 {
        let entry = entries + number
        if entry.pointee.key === key
          || (entry.pointee.hash == hash && StrRef(entry.pointee.key).isEqual(StrRef(key)))
        {
          return number
        }
      } else if number == -2 {
        return -1
      }
      perturb >>= 5
      slot = (slot &* 5 &+ Int(bitPattern: perturb) &+ 1) & mask
    }
  }

  @inline(never) private func findGeneral(_ key: Value, _ hash: Int) throws(Raised) -> Int {
    if let number = searchGeneral(key, hash) { return number }
    return try findByComparison(key, hash)
  }

  @inline(__always) private func searchGeneral(_ key: Value, _ hash: Int) -> Int? {
    switch p.pointee.logSize {
    case 0...7: return probe(UInt8.self, key, hash)
    case 8...15: return probe(UInt16.self, key, hash)
    default: return probe(UInt32.self, key, hash)
    }
  }

  /// As `find`; nil where a comparison may run Python code.
  @inline(__always) func search(_ key: Value, _ hash: Int) -> Int? {
    if p.pointee.table == nil { return -1 }
    if p.pointee.onlyStrKeys, key.isExactly(.str) { return findStr(key, hash) }
    return searchGeneral(key, hash)
  }

  /// The entry number of a key, -1 if it is not there; nil where a key of the same hash would have to be
  /// compared at length.
  @inline(__always) private func probe<Index: FixedWidthInteger>(
    _: Index.Type, _ key: Value, _ hash: Int
  ) -> Int? {
    let index = self.index.assumingMemoryBound(to: Index.self)
    let entries = self.entries
    let mask = 1 << Int(p.pointee.logSize) &- 1
    var perturb = UInt(bitPattern: hash)
    var slot = hash & mask
    while true {
      let number = Int(truncatingIfNeeded: index[slot]) &- 2
      if number >= 0 {
        let entry = entries + number
        if entry.pointee.key === key { return number }
        if entry.pointee.hash == hash {
          guard let equal = Compare.quickEqual(entry.pointee.key, key) else { return nil }
          if equal { return number }
        }
      } else if number == -2 {
        return -1
      }
      perturb >>= 5
      slot = (slot &* 5 &+ Int(bitPattern: perturb) &+ 1) & mask
    }
  }

  @inline(never)
  private func findByComparison(_ key: Value, _ hash: Int) throws(Raised) -> Int {
    restart: while true {
      let table = p.pointee.table
      let logSize = Int(p.pointee.logSize)
      if table == nil { return -1 }
      let mask = 1 << logSize &- 1
      var perturb = UInt(bitPattern: hash)
      var slot = hash & mask
      while true {
        let number = indexValue(slot, logSize) - 2
        if number == -2 { return -1 }
        if number >= 0 {
          let entry = entries + number
          if entry.pointee.key === key { return number }
          if entry.pointee.hash == hash, entry.pointee.key.isPresent {
            let candidate = entry.pointee.key
            let equal = try Compare.keysEqual(candidate, key)
            // `__eq__` may have changed this dict.
            if p.pointee.table != table || entries[number].key !== candidate { continue restart }
            if equal { return number }
          }
        }
        perturb >>= 5
        slot = (slot &* 5 &+ Int(bitPattern: perturb) &+ 1) & mask
      }
    }
  }

  @inline(__always) private func indexValue(_ slot: Int, _ logSize: Int) -> Int {
    switch DictRef.indexWidth(logSize) {
    case 1: return Int(index.assumingMemoryBound(to: UInt8.self)[slot])
    case 2: return Int(index.assumingMemoryBound(to: UInt16.self)[slot])
    default: return Int(index.assumingMemoryBound(to: UInt32.self)[slot])
    }
  }

  @inline(__always) private func setIndex(_ slot: Int, _ value: Int) {
    switch DictRef.indexWidth(Int(p.pointee.logSize)) {
    case 1: index.assumingMemoryBound(to: UInt8.self)[slot] = UInt8(truncatingIfNeeded: value)
    case 2: index.assumingMemoryBound(to: UInt16.self)[slot] = UInt16(truncatingIfNeeded: value)
    default: index.assumingMemoryBound(to: UInt32.self)[slot] = UInt32(truncatingIfNeeded: value)
    }
  }

  /// The value of `key`; absent if there is none.
  ///
  /// - Throws: TypeError for an unhashable key, what `__hash__` or `__eq__` raise.
  @inline(__always) public func get(_ key: Value) throws(Raised) -> Value {
    let number = try find(key, try Hash.of(key))
    return number < 0 ? .absent : entries[number].value
  }

  /// The value of a str key in a namespace; absent if there is none.
  @inline(__always) public func getStr(_ key: Value) -> Value {
    if p.pointee.onlyStrKeys {
      let number = findStr(key, StrRef(key).hash)
      return number < 0 ? .absent : entries[number].value
    }
    return getStrAmongOthers(key)
  }

  /// In a dict with other keys, too; those whose comparison raises are taken as different.
  private func getStrAmongOthers(_ key: Value) -> Value {
    do throws(Raised) { return try get(key) } catch {
      thread.pointee.exception = .absent
      return .absent
    }
  }

  public func getStr(_ key: String) -> Value { getStr(Interning.intern(key)) }

  // MARK: Change

  /// Stores a value under a key.
  ///
  /// - Throws: TypeError for an unhashable key, what `__hash__` or `__eq__` raise.
  @inline(__always) public func set(_ key: Value, _ value: Value) throws(Raised) {
    try set(key, hash: try Hash.of(key), value)
  }

  public func set(_ key: Value, hash: Int, _ value: Value) throws(Raised) {
    if storeQuickly(key, hash, value) { return }
    let number = try find(key, hash)
    if number >= 0 {
      replaceValue(number, value)
    } else {
      insert(key, hash, value)
    }
  }

  private func replaceValue(_ number: Int, _ value: Value) {
    let isWatched = p.pointee.watched && Watch.isConstant(entries[number].value)
    entries[number].value = value
    object.noteWrite()
    if isWatched { Watch.valueChanged(self, number) }
  }

  /// Stores the value where that takes one search, no comparison and no larger table; else does nothing.
  @inline(__always) func storeQuickly(_ key: Value, _ hash: Int, _ value: Value) -> Bool {
    if p.pointee.table == nil { return false }
    switch p.pointee.logSize {
    case 0...7: return storeQuickly(UInt8.self, key, hash, value)
    case 8...15: return storeQuickly(UInt16.self, key, hash, value)
    default: return storeQuickly(UInt32.self, key, hash, value)
    }
  }

  /// Stores the value in one search where no other key has the same hash, or strs compare equal. False
  /// where a comparison, a larger table or a watcher has its say; then nothing is done.
  @inline(__always)
  private func storeQuickly<Index: FixedWidthInteger>(
    _: Index.Type, _ key: Value, _ hash: Int, _ value: Value
  ) -> Bool {
    let index = self.index.assumingMemoryBound(to: Index.self)
    let entries = self.entries
    let isStr = key.isExactly(.str)
    let comparesStrs = isStr && p.pointee.onlyStrKeys
    let mask = 1 << Int(p.pointee.logSize) &- 1
    var perturb = UInt(bitPattern: hash)
    var slot = hash & mask
    while true {
      let number = Int(truncatingIfNeeded: index[slot]) &- 2
      if number >= 0 {
        let entry = entries + number
        if entry.pointee.hash == hash {
          if entry.pointee.key !== key {
            if !comparesStrs { return false }
            if !StrRef(entry.pointee.key).isEqual(StrRef(key)) { return false }
          }
          if p.pointee.watched, Watch.isConstant(entry.pointee.value) { return false }
          entry.pointee.value = value
          object.noteWrite()
          return true
        }
      } else if number == -2 {
        break
      }
      perturb >>= 5
      slot = (slot &* 5 &+ Int(bitPattern: perturb) &+ 1) & mask
    }
    let number = entryCount
    if p.pointee.watched
      || number &+ Int(p.pointee.takenBack) >= DictRef.usable(Int(p.pointee.logSize))
    {
      return false
    }
    entries[number] = DictEntry(hash: hash, key: key, value: value)
    p.pointee.entryCount &+= 1
    p.pointee.used &+= 1
    noteNewKey(key)
    if !isStr { p.pointee.onlyStrKeys = false }
    index[slot] = Index(truncatingIfNeeded: number &+ 2)
    object.noteWrite()
    return true
  }

  public func setStr(_ key: Value, _ value: Value) {
    let hash = StrRef(key).hash
    if storeQuickly(key, hash, value) { return }
    let number = p.pointee.onlyStrKeys ? findStr(key, hash) : findStrAmongOthers(key, hash)
    if number >= 0 {
      replaceValue(number, value)
    } else {
      insert(key, hash, value)
    }
  }

  private func findStrAmongOthers(_ key: Value, _ hash: Int) -> Int {
    do throws(Raised) { return try find(key, hash) } catch {
      thread.pointee.exception = .absent
      return -1
    }
  }

  public func setStr(_ key: String, _ value: Value) { setStr(Interning.intern(key), value) }

  /// Adds a key that is known not to be there.
  public func insert(_ key: Value, _ hash: Int, _ value: Value) {
    let filled = entryCount + Int(p.pointee.takenBack)
    if p.pointee.table == nil || filled >= DictRef.usable(Int(p.pointee.logSize)) {
      growForInsert()
    }
    let number = entryCount
    entries[number] = DictEntry(hash: hash, key: key, value: value)
    p.pointee.entryCount += 1
    p.pointee.used += 1
    noteNewKey(key)
    if !key.isExactly(.str) { p.pointee.onlyStrKeys = false }
    placeIndex(hash, number)
    object.noteWrite()
    if p.pointee.watched { Watch.keysChanged(self) }
  }

  @inline(__always) func placeIndex(_ hash: Int, _ number: Int) {
    switch p.pointee.logSize {
    case 0...7: place(UInt8.self, hash, number)
    case 8...15: place(UInt16.self, hash, number)
    default: place(UInt32.self, hash, number)
    }
  }

  @inline(__always)
  private func place<Index: FixedWidthInteger>(_: Index.Type, _ hash: Int, _ number: Int) {
    let index = self.index.assumingMemoryBound(to: Index.self)
    let mask = 1 << Int(p.pointee.logSize) &- 1
    var perturb = UInt(bitPattern: hash)
    var slot = hash & mask
    while index[slot] >= 2 {
      perturb >>= 5
      slot = (slot &* 5 &+ Int(bitPattern: perturb) &+ 1) & mask
    }
    index[slot] = Index(truncatingIfNeeded: number &+ 2)
  }

  /// Enters all entries from `first` on, which are live, into an empty index.
  private func placeAll<Index: FixedWidthInteger>(_: Index.Type, from first: Int) {
    let entries = self.entries
    let count = entryCount
    var number = first
    while number < count {
      place(Index.self, entries[number].hash, number)
      number &+= 1
    }
  }

  /// Makes room for `added` more keys.
  func makeRoom(_ added: Int) {
    let filled = entryCount + Int(p.pointee.takenBack)
    if p.pointee.table == nil || filled + added > DictRef.usable(Int(p.pointee.logSize)) {
      resize(logSize: DictRef.logSize(for: p.pointee.used + added))
    }
  }

  @inline(never) private func growForInsert() {
    // Deleted entries make room by a rebuild of the same size.
    resize(
      logSize: DictRef.logSize(
        for: max(5, p.pointee.used * 2 > 60000 ? p.pointee.used * 3 / 2 : p.pointee.used * 2)))
  }

  /// Makes room for so many entries in all.
  func reserve(_ count: Int) {
    let wanted = DictRef.logSize(for: count)
    if p.pointee.table == nil || wanted > Int(p.pointee.logSize) { resize(logSize: wanted) }
  }

  /// - Parameter gap: places for deleted entries at the beginning.
  func resize(logSize: Int, gap: Int = 0) {
    let usable = DictRef.usable(logSize)
    let indexBytes = DictRef.indexWidth(logSize) << logSize
    let size = DictRef.tableHeader + usable * MemoryLayout<DictEntry>.stride + indexBytes
    let table = Heap.allocate(size, Header(shape: .of(.tableBuffer))).pointer
    let fresh = (table + DictRef.tableHeader).assumingMemoryBound(to: DictEntry.self)
    memset(fresh + usable, 0, indexBytes)
    let nothing = DictEntry(hash: 0, key: .absent, value: .absent)
    fresh.initialize(repeating: nothing, count: gap)
    var live = gap
    if gap != 0 || p.pointee.used != entryCount || !hasAttributeKeys { p.pointee.keysVersion = 0 }
    if p.pointee.table != nil, p.pointee.used == entryCount {
      live += entryCount
      memcpy(fresh + gap, entries, entryCount * MemoryLayout<DictEntry>.stride)
    } else if p.pointee.table != nil {
      let old = entries
      for i in 0..<entryCount where old[i].key.isPresent {
        fresh[live] = old[i]
        live += 1
      }
    }
    p.pointee.table = table
    p.pointee.logSize = UInt8(logSize)
    p.pointee.entryCount = Int32(live)
    p.pointee.takenBack = 0
    placeAllEntries(from: gap)
    object.noteWrite()
    if p.pointee.watched { Watch.keysChanged(self) }
  }

  @inline(__always) func placeAllEntries(from first: Int) {
    switch p.pointee.logSize {
    case 0...7: placeAll(UInt8.self, from: first)
    case 8...15: placeAll(UInt16.self, from: first)
    default: placeAll(UInt32.self, from: first)
    }
  }

  /// Removes the entry `number`, which must be live. The place stays empty, the last one too: an iterator
  /// that stands behind it has to see a key that is added now.
  public func removeEntry(_ number: Int) {
    let logSize = Int(p.pointee.logSize)
    let mask = 1 << logSize &- 1
    let hash = entries[number].hash
    var perturb = UInt(bitPattern: hash)
    var slot = hash & mask
    while indexValue(slot, logSize) != number + 2 {
      perturb >>= 5
      slot = (slot &* 5 &+ Int(bitPattern: perturb) &+ 1) & mask
    }
    setIndex(slot, 1)
    entries[number].key = .absent
    entries[number].value = .absent
    p.pointee.used -= 1
    p.pointee.keysVersion = 0
    if p.pointee.watched { Watch.keysChanged(self) }
  }

  /// Makes the entries from `number` on, all deleted, the next to be used: a stack stays compact.
  public func takeBack(from number: Int) {
    p.pointee.takenBack += UInt32(entryCount - number)
    p.pointee.entryCount = Int32(number)
  }

  /// Removes a key and returns its value, absent if it was not there.
  public func remove(_ key: Value) throws(Raised) -> Value {
    let number = try find(key, try Hash.of(key))
    if number < 0 { return .absent }
    let value = entries[number].value
    removeEntry(number)
    return value
  }

  public func clear() {
    let watched = p.pointee.watched
    initialize()
    if watched {
      p.pointee.watched = true
      Watch.keysChanged(self)
    }
  }

  /// The number of the first live entry at or after `start`, nil at the end.
  @inlinable @inline(__always) public func nextEntry(_ start: Int) -> Int? {
    var number = start
    let end = entryCount
    while number < end {
      if entries[number].key.isPresent { return number }
      number += 1
    }
    return nil
  }

  public func copy() -> DictRef {
    let copy = DictRef.make()
    copy.copyEntries(of: self)
    return copy
  }

  /// Makes this empty dict equal to another.
  public func copyEntries(of other: DictRef) {
    if other.count == 0 { return }
    if other.count == other.entryCount { return copyTable(of: other) }
    resize(logSize: DictRef.logSize(for: other.count))
    p.pointee.keysVersion = 0
    var number = 0
    while let next = other.nextEntry(number) {
      let entry = other.entries[next]
      entries[entryCount] = entry
      placeIndex(entry.hash, entryCount)
      p.pointee.entryCount += 1
      number = next + 1
    }
    p.pointee.used = other.count
    p.pointee.onlyStrKeys = other.p.pointee.onlyStrKeys
    object.noteWrite()
  }

  /// A table without deleted entries is copied as it is.
  private func copyTable(of other: DictRef) {
    let logSize = Int(other.p.pointee.logSize)
    let indexBytes = DictRef.indexWidth(logSize) << logSize
    let entryBytes = DictRef.usable(logSize) * MemoryLayout<DictEntry>.stride
    let size = DictRef.tableHeader + entryBytes + indexBytes
    let table = Heap.allocate(size, Header(shape: .of(.tableBuffer))).pointer
    let source = other.p.pointee.table.unsafelyUnwrapped
    memcpy(
      table + DictRef.tableHeader, source + DictRef.tableHeader,
      other.entryCount * MemoryLayout<DictEntry>.stride)
    memcpy(
      table + DictRef.tableHeader + entryBytes, source + DictRef.tableHeader + entryBytes,
      indexBytes)
    p.pointee.table = table
    p.pointee.logSize = other.p.pointee.logSize
    p.pointee.entryCount = other.p.pointee.entryCount
    // The marks of deleted entries in the index were copied, too.
    p.pointee.takenBack = other.p.pointee.takenBack
    p.pointee.used = other.count
    p.pointee.onlyStrKeys = other.p.pointee.onlyStrKeys
    p.pointee.keysVersion = other.hasAttributeKeys ? other.p.pointee.keysVersion : 0
    object.noteWrite()
    if p.pointee.watched { Watch.keysChanged(self) }
  }

  /// A version of the present keys for caches, which no other dict has.
  @inline(__always) public func versionOfKeys() -> UInt32 {
    if p.pointee.keysVersion == 0 || hasAttributeKeys { p.pointee.keysVersion = Versions.next() }
    return p.pointee.keysVersion
  }
}

/// Numbers that are never used twice, none of them a shape's.
public enum Versions {
  nonisolated(unsafe) private static var last: UInt32 = 0
  public static func next() -> UInt32 {
    last &+= 1
    if UInt(last) == MemoryMap.base { last = UInt32(MemoryMap.shapesEnd) }
    return last
  }
}
