// Timsort (Tim Peters, CPython's Objects/listsort.txt) with powersort's choice of what to merge ("Nearly-
// Optimal Mergesorts", Munro and Wild, 2018). Programs see the comparisons that are made, and where a
// comparison that raised left the items: both are those of CPython 3.13.

/// A run of items in order, waiting to be merged.
struct SortedRun {
  var start: Int
  var count: Int
  /// The depth of the boundary between this run and the next in powersort's merge tree.
  var power = 0

  /// Powers on the stack of runs increase, and are less than the bits of a length.
  static let mostPending = 90
}

/// The state of one sort: keys, and values that move along.
///
/// Both lists are known to the sorter only. Items change places within them, so no store needs the
/// barrier: a collection that makes a list old makes all of its items old. The lists are fields
/// because only they, not pointers into their buffers, keep the items alive.
struct Sorter<Keys: KeyOrder> {
  let keys: ListRef
  let values: ListRef?
  let keyBuffer: ListRef
  let valueBuffer: ListRef
  private let runs: UnsafeMutablePointer<SortedRun>
  private var runCount = 0
  /// How often one run must win in a row before merging looks for the end of its winnings.
  var minimumGallop = Sorter.firstGallop

  static var firstGallop: Int { 7 }
  /// Fewer items are one run.
  static var leastForSeveralRuns: Int { 64 }

  init(_ keys: ListRef, _ values: ListRef?, _ runs: UnsafeMutablePointer<SortedRun>) {
    self.keys = keys
    self.values = values
    self.runs = runs
    keyBuffer = ListRef.make()
    valueBuffer = values == nil ? keyBuffer : ListRef.make()
  }

  mutating func sort() throws(Raised) {
    let count = keys.count
    let minimum = minimumRun(count)
    var start = 0
    while start < count {
      var length = try countRun(start, count)
      if length < minimum {
        let forced = min(minimum, count - start)
        try insertionSort(start, start + forced, sorted: start + length)
        length = forced
      }
      try mergeBefore(nextCount: length, total: count)
      runs[runCount] = SortedRun(start: start, count: length)
      runCount += 1
      start += length
    }
    while runCount > 1 {
      var n = runCount - 2
      if n > 0, runs[n - 1].count < runs[n + 1].count { n -= 1 }
      try merge(n)
    }
  }

  /// Keeps all lists alive until here.
  func end() {
    keyBuffer.truncate(0)
    valueBuffer.truncate(0)
    keys.object.noteWrite()
    values?.object.noteWrite()
  }

  // MARK: Runs

  private func reverse(_ start: Int, _ end: Int) {
    reverse(keys.items, start, end)
    if let values { reverse(values.items, start, end) }
  }

  private func reverse(_ items: UnsafeMutablePointer<Value>, _ start: Int, _ end: Int) {
    var (i, k) = (start, end - 1)
    while i < k {
      let item = items[i]
      items[i] = items[k]
      items[k] = item
      i += 1
      k -= 1
    }
  }

  /// Between 32 and 64, such that the number of runs is just under a power of two.
  private func minimumRun(_ count: Int) -> Int {
    var (n, rest) = (count, 0)
    while n >= Sorter.leastForSeveralRuns {
      rest |= n & 1
      n >>= 1
    }
    return n + rest
  }

  /// The length of the run at `start`; one that falls, equal items within, is reversed first.
  private func countRun(_ start: Int, _ end: Int) throws(Raised) -> Int {
    let items = keys.items
    var i = try endOfRising(start + 1, end)
    if i == end { return end - start }
    // Equal items before a smaller one are the start of a falling run.
    if i > start + 1 {
      if try Keys.less(items[start], items[i - 1]) { return i - start }
      reverse(start, i)
    }
    i = try endOfFalling(i + 1, end)
    reverse(start, i)
    return try endOfRising(i, end) - start
  }

  /// The first place from `i` on whose item is less than the one before.
  @inline(__always)
  private func endOfRising(_ first: Int, _ end: Int) throws(Raised) -> Int {
    let items = keys.items
    var i = first
    while i < end, !(try Keys.less(items[i], items[i - 1])) { i += 1 }
    return i
  }

  /// The first place whose item is greater than the one before. Equal items are reversed, so that
  /// they are in order after the run is.
  private func endOfFalling(_ first: Int, _ end: Int) throws(Raised) -> Int {
    let items = keys.items
    var (i, equal) = (first, 0)
    while i < end {
      if try Keys.less(items[i], items[i - 1]) {
        if equal > 0 { reverse(i - equal - 1, i) }
        equal = 0
      } else if try Keys.less(items[i - 1], items[i]) {
        break
      } else {
        equal += 1
      }
      i += 1
    }
    if equal > 0 { reverse(i - equal - 1, i) }
    return i
  }

  private func insertionSort(_ start: Int, _ end: Int, sorted: Int) throws(Raised) {
    let items = keys.items
    var i = max(sorted, start + 1)
    while i < end {
      let pivot = items[i]
      var (low, high) = (start, i)
      while low < high {
        let middle = (low + high) >> 1
        if try Keys.less(pivot, items[middle]) { high = middle } else { low = middle + 1 }
      }
      shift(items, from: low, to: i)
      if let values { shift(values.items, from: low, to: i) }
      i += 1
    }
  }

  /// Moves the item at `to` to `from`, those between one up.
  @inline(__always)
  private func shift(_ items: UnsafeMutablePointer<Value>, from: Int, to: Int) {
    let item = items[to]
    var k = to
    while k > from {
      items[k] = items[k - 1]
      k -= 1
    }
    items[from] = item
  }

  // MARK: The stack of runs

  /// Merges the runs on the stack that lie deeper in the merge tree than the boundary to the next run.
  private mutating func mergeBefore(nextCount: Int, total: Int) throws(Raised) {
    if runCount == 0 { return }
    let last = runs[runCount - 1]
    let power = boundaryPower(last.start, last.count, nextCount, total)
    while runCount > 1, runs[runCount - 2].power > power { try merge(runCount - 2) }
    runs[runCount - 1].power = power
  }

  /// The first binary digit in which the middles of two neighbours differ, as parts of the whole.
  private func boundaryPower(_ start: Int, _ count: Int, _ nextCount: Int, _ total: Int) -> Int {
    var a = 2 * start + count
    var b = a + count + nextCount
    var power = 0
    while true {
      power += 1
      if a >= total {
        a -= total
        b -= total
      } else if b >= total {
        return power
      }
      a <<= 1
      b <<= 1
    }
  }

  /// Merges the runs `n` and `n + 1`.
  private mutating func merge(_ n: Int) throws(Raised) {
    var (start, leftCount) = (runs[n].start, runs[n].count)
    let (right, rightCount) = (runs[n + 1].start, runs[n + 1].count)
    runs[n].count = leftCount + rightCount
    if n + 2 < runCount { runs[n + 1] = runs[n + 2] }
    runCount -= 1
    // What is in place already at either end stays.
    let items = keys.items
    let skip = try Sorter.gallopRight(items[right], items + start, leftCount, from: 0)
    start += skip
    leftCount -= skip
    if leftCount == 0 { return }
    let kept = try Sorter.gallopLeft(
      items[right - 1], items + right, rightCount, from: rightCount - 1)
    if kept == 0 { return }
    if leftCount <= kept {
      try mergeLow(start, leftCount, right, kept)
    } else {
      try mergeHigh(start, leftCount, right, kept)
    }
  }
}
