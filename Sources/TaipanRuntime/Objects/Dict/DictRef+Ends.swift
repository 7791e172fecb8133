// The two ends of a dict's order: what OrderedDict needs beyond dict.
//
// A queue leaves deleted entries at the beginning. So that nobody walks over them each time, the first
// entry, once deleted, holds in its value how many deleted ones lie there; a rebuilt table has none.

import Glibc

extension DictRef {
  /// The number of the first live entry; the dict is not empty.
  private var firstEntry: Int { nextEntry(knownDeleted) ?? 0 }

  private var knownDeleted: Int {
    let first = entries[0]
    return first.key.isAbsent && first.value.isInt ? min(first.value.asInt, entryCount) : 0
  }

  private func noteDeleted(_ count: Int) {
    let known = min(count, entryCount)
    if known > 0, entries[0].key.isAbsent { entries[0].value = Value(smallInt: known) }
  }

  /// Removes and returns the first entry; the dict is not empty.
  public func removeFirst() -> (key: Value, value: Value) {
    let number = firstEntry
    let entry = entries[number]
    removeEntry(number)
    noteDeleted(number + 1)
    return (entry.key, entry.value)
  }

  /// Makes the live entry `number` the last.
  public func moveToEnd(_ number: Int) {
    if number == entryCount - 1 { return }
    let entry = entries[number]
    let isFirst = number == knownDeleted || number == firstEntry
    removeEntry(number)
    if entryCount + Int(p.pointee.takenBack) >= DictRef.usable(Int(p.pointee.logSize)),
      p.pointee.used * 2 <= entryCount
    {
      compact()
    } else if isFirst {
      noteDeleted(number + 1)
    }
    insert(entry.key, entry.hash, entry.value)
  }

  /// Closes the gaps between the entries, in the same table.
  private func compact() {
    let entries = self.entries
    var live = 0
    for number in 0..<entryCount where entries[number].key.isPresent {
      entries[live] = entries[number]
      live += 1
    }
    let logSize = Int(p.pointee.logSize)
    memset(index, 0, DictRef.indexWidth(logSize) << logSize)
    p.pointee.entryCount = Int32(live)
    p.pointee.takenBack = 0
    p.pointee.keysVersion = 0
    placeAllEntries(from: 0)
    object.noteWrite()
    if p.pointee.watched { Watch.keysChanged(self) }
  }

  /// Removes and returns the last entry; the dict is not empty.
  public func removeLast() -> (key: Value, value: Value) {
    var number = entryCount - 1
    while entries[number].key.isAbsent { number -= 1 }
    let entry = entries[number]
    removeEntry(number)
    takeBack(from: number)
    return (entry.key, entry.value)
  }

  /// Makes the live entry `number` the first. Places for more are left where the table is rebuilt.
  public func moveToFront(_ number: Int) {
    if number == firstEntry { return }
    let entry = entries[number]
    var (place, number) = (firstEntry, number)
    let filled = entryCount + Int(p.pointee.takenBack)
    if place == 0 || filled >= DictRef.usable(Int(p.pointee.logSize)) {
      place = max(8, count / 2)
      resize(logSize: DictRef.logSize(for: count + 2 * place), gap: place)
      number = place
      while entries[number].key !== entry.key { number += 1 }
    }
    removeEntry(number)
    // A place that may have been used before: another mark in the index.
    p.pointee.takenBack += 1
    entries[place - 1] = entry
    p.pointee.used += 1
    p.pointee.keysVersion = 0
    placeIndex(entry.hash, place - 1)
    noteDeleted(place - 1)
    object.noteWrite()
    if p.pointee.watched { Watch.keysChanged(self) }
  }
}
