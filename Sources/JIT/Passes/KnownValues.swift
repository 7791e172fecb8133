// What is known to have been computed, in scopes: what was noted last is forgotten first.

struct KnownValues {
  /// What an instruction computes, and of which state of the memory that it reads.
  struct Key: Equatable {
    var operation: Operation
    var alias = AliasClass.slot
    var comparison: Int32 = 0
    var first: Int32 = -1
    var second: Int32 = -1
    var number = 0
    var extra = 0
    var time: UInt32 = 0

    /// Spread by multiplication, whose upper bits depend on all lower ones.
    fileprivate var hash: UInt64 {
      func spread(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        (hash ^ hash >> 29 ^ word) &* 0x9E37_79B9_7F4A_7C15
      }
      let operands = UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second))
      let what = UInt64(operation.rawValue) << 32 | UInt64(time)
      let numbers = UInt64(bitPattern: Int64(number)) ^ UInt64(bitPattern: Int64(extra)) << 32
      return spread(spread(what, operands), numbers)
    }
  }

  private struct Entry {
    let key: Key
    let value: ValueID
    /// The entry before of the same bucket, or -1.
    let before: Int32
  }

  private var entries: [Entry] = []
  /// By the upper bits of hashes: the last entry, or -1.
  private var buckets: [Int32]
  private let shift: UInt64

  init(capacity: Int) {
    let bits = max(4, Int.bitWidth - capacity.leadingZeroBitCount)
    buckets = [Int32](repeating: -1, count: 1 << bits)
    shift = UInt64(64 - bits)
    entries.reserveCapacity(capacity)
  }

  var count: Int { entries.count }

  subscript(_ key: Key) -> ValueID? {
    var at = buckets[bucket(key)]
    while at >= 0 {
      if entries[Int(at)].key == key { return entries[Int(at)].value }
      at = entries[Int(at)].before
    }
    return nil
  }

  mutating func add(_ key: Key, _ value: ValueID) {
    let bucket = bucket(key)
    entries.append(Entry(key: key, value: value, before: buckets[bucket]))
    buckets[bucket] = Int32(entries.count - 1)
  }

  /// Keeps the first entries.
  mutating func keep(_ count: Int) {
    while entries.count > count {
      let entry = entries.removeLast()
      buckets[bucket(entry.key)] = entry.before
    }
  }

  private func bucket(_ key: Key) -> Int { Int(key.hash >> shift) }
}
