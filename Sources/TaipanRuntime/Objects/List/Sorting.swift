// Sorting: timsort (Tim Peters, CPython's Objects/listsort.txt): runs, galloping left out, binary insertion,
// a stack of runs merged so that their lengths decrease. Keys of one exact type are compared without a
// method call.

/// How two keys are compared; each conforming type makes a sorter of its own.
private protocol KeyOrder {
  static func less(_ a: Value, _ b: Value) throws(Raised) -> Bool
}

private enum IntOrder: KeyOrder {
  @inline(__always) static func less(_ a: Value, _ b: Value) throws(Raised) -> Bool {
    Value.lessInts(a, b)
  }
}

private enum FloatOrder: KeyOrder {
  @inline(__always) static func less(_ a: Value, _ b: Value) throws(Raised) -> Bool {
    a.asInlineFloat < b.asInlineFloat
  }
}

private enum StrOrder: KeyOrder {
  @inline(__always) static func less(_ a: Value, _ b: Value) throws(Raised) -> Bool {
    StrRef(a).compare(StrRef(b)) < 0
  }
}

private enum GeneralOrder: KeyOrder {
  @inline(__always) static func less(_ a: Value, _ b: Value) throws(Raised) -> Bool {
    if a.isExactly(.tuple), b.isExactly(.tuple) { return try tupleLess(TupleRef(a), TupleRef(b)) }
    return try otherLess(a, b)
  }

  @inline(never) private static func otherLess(_ a: Value, _ b: Value) throws(Raised) -> Bool {
    try Compare.less(a, b)
  }

  /// Tuples differ in their first item more often than not.
  @inline(never) private static func tupleLess(_ a: TupleRef, _ b: TupleRef) throws(Raised) -> Bool
  {
    let common = min(a.count, b.count)
    for i in 0..<common where !(try Compare.equal(a[i], b[i])) {
      return try Compare.less(a[i], b[i])
    }
    return a.count < b.count
  }
}

public enum Sorting {
  private enum Order { case ints, floats, strs, general }

  /// Sorts in place, stable; `key` may be None.
  ///
  /// - Throws: what `key` or `__lt__` raise; ValueError when the list was changed meanwhile.
  public static func sort(_ list: ListRef, key: Value, reverse: Bool) throws(Raised) {
    let count = list.count
    if count == 0 || (count == 1 && key.isNone) { return }
    // The list is empty meanwhile, so that a comparison function sees no half-sorted items.
    let values = ListRef.make()
    values.takeOver(list)
    // Any change replaces these items, also one that leaves the list empty.
    let untouched = UnsafeMutablePointer<Value>(bitPattern: 64)
    list.p.pointee.items = untouched
    list.p.pointee.count = 0
    list.p.pointee.capacity = 0
    var failure: Raised? = nil
    do throws(Raised) {
      if key.isNone {
        try sort(values, nil, reverse: reverse)
      } else {
        try sort(try keys(values, key), values, reverse: reverse)
      }
    } catch {
      failure = error
    }
    let wasChanged = list.p.pointee.items != untouched
    list.takeOver(values)
    if let failure { throw failure }
    if wasChanged { throw raise(.valueError, "list modified during sort") }
  }

  private static func keys(_ values: ListRef, _ key: Value) throws(Raised) -> ListRef {
    let keys = ListRef.make(capacity: values.count)
    let method = key.isHeap && !key.isExactly(.function) ? key.type.special(.call) : .absent
    if method.isExactly(.slotWrapper), !key.isExactly(.builtinFunction), !key.isType {
      // Native callable objects such as itemgetter.
      let scratch = thread.pointee.scratchTop
      try thread.pointee.growScratch(2)
      defer { thread.pointee.scratchTop = scratch }
      for i in 0..<values.count {
        scratch[0] = key
        scratch[1] = values[i]
        keys.append(
          try Call.invoke(NativeFunctionRef(method), Args(base: scratch, count: 2)))
      }
      return keys
    }
    let scratch = thread.pointee.scratchTop
    try thread.pointee.growScratch(1)
    defer { thread.pointee.scratchTop = scratch }
    for i in 0..<values.count {
      scratch[0] = values[i]
      keys.append(try Call.call(key, Args(base: scratch, count: 1)))
    }
    return keys
  }

  private static func sort(_ keys: ListRef, _ values: ListRef?, reverse: Bool) throws(Raised) {
    // A stable sort in reverse is a sort between two reversals.
    if reverse {
      keys.reverse()
      values?.reverse()
    }
    switch order(keys) {
    case .ints: try run(IntOrder.self, keys, values)
    case .floats: try run(FloatOrder.self, keys, values)
    case .strs: try run(StrOrder.self, keys, values)
    case .general: try run(GeneralOrder.self, keys, values)
    }
    if reverse {
      keys.reverse()
      values?.reverse()
    }
  }

  private static func order(_ keys: ListRef) -> Order {
    let (items, count) = (keys.items, keys.count)
    var i = 0
    if items[0].isInt {
      while i < count, items[i].isInt { i &+= 1 }
      return i == count ? .ints : .general
    }
    if items[0].isInlineFloat {
      while i < count, items[i].isInlineFloat { i &+= 1 }
      return i == count ? .floats : .general
    }
    while i < count, items[i].isExactly(.str) { i &+= 1 }
    return i == count ? .strs : .general
  }

  @inline(__always)
  private static func run<Keys: KeyOrder>(_: Keys.Type, _ keys: ListRef, _ values: ListRef?)
    throws(Raised)
  {
    try withUnsafeTemporaryAllocation(of: SortedRun.self, capacity: SortedRun.mostPending) {
      (runs) throws(Raised) in
      var sorter = Sorter<Keys>(keys, values, runs.baseAddress.unsafelyUnwrapped)
      try sorter.sort()
      sorter.end()
    }
  }
}

private struct SortedRun {
  var start: Int
  var count: Int

  /// Lengths on the stack of runs grow at least as Fibonacci's numbers do.
  static let mostPending = 90
}

/// The state of one sort: keys, and values that move along.
///
/// Both lists are known to the sorter only. Items change places within them, so no store needs the
/// barrier: a collection that makes a list old makes all of its items old. The lists are fields
/// because only they, not pointers into their buffers, keep the items alive.
private struct Sorter<Keys: KeyOrder> {
  private let keys: ListRef
  private let values: ListRef?
  private let keyBuffer: ListRef
  private let valueBuffer: ListRef
  private let runs: UnsafeMutablePointer<SortedRun>
  private var runCount = 0

  init(_ keys: ListRef, _ values: ListRef?, _ runs: UnsafeMutablePointer<SortedRun>) {
    self.keys = keys
    self.values = values
    self.runs = runs
    keyBuffer = ListRef.make()
    valueBuffer = values == nil ? keyBuffer : ListRef.make()
  }

  mutating func sort() throws(Raised) {
    let count = keys.count
    var remaining = count
    let minimum = minimumRun(count)
    var start = 0
    while remaining > 0 {
      var length = try countRun(start, count)
      if length < minimum {
        let forced = min(minimum, remaining)
        try insertionSort(start, start + forced, sorted: start + length)
        length = forced
      }
      runs[runCount] = SortedRun(start: start, count: length)
      runCount += 1
      try collapse()
      start += length
      remaining -= length
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
    while n >= 64 {
      rest |= n & 1
      n >>= 1
    }
    return n + rest
  }

  /// The length of the run at `start`; a descending one is reversed.
  private func countRun(_ start: Int, _ end: Int) throws(Raised) -> Int {
    if start + 1 == end { return 1 }
    let items = keys.items
    var i = start + 2
    if try Keys.less(items[start + 1], items[start]) {
      while i < end, try Keys.less(items[i], items[i - 1]) { i += 1 }
      reverse(start, i)
    } else {
      while i < end, !(try Keys.less(items[i], items[i - 1])) { i += 1 }
    }
    return i - start
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

  private mutating func collapse() throws(Raised) {
    while runCount > 1 {
      var n = runCount - 2
      if (n > 0 && runs[n - 1].count <= runs[n].count + runs[n + 1].count)
        || (n > 1 && runs[n - 2].count <= runs[n - 1].count + runs[n].count)
      {
        if runs[n - 1].count < runs[n + 1].count { n -= 1 }
        try merge(n)
      } else if runs[n].count <= runs[n + 1].count {
        try merge(n)
      } else {
        return
      }
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
    let skip = try upperBound(keys[right], start, leftCount)
    start += skip
    leftCount -= skip
    if leftCount == 0 { return }
    let kept = try lowerBound(keys[right - 1], right, rightCount)
    if kept == 0 { return }
    try mergeLow(start, leftCount, right, kept)
  }

  private func upperBound(_ key: Value, _ start: Int, _ count: Int) throws(Raised) -> Int {
    let items = keys.items + start
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) >> 1
      if try Keys.less(key, items[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  private func lowerBound(_ key: Value, _ start: Int, _ count: Int) throws(Raised) -> Int {
    let items = keys.items + start
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) >> 1
      if try Keys.less(items[middle], key) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Copies the left run into a buffer list.
  private func fill(_ buffer: ListRef, _ source: ListRef, _ start: Int, _ count: Int) {
    buffer.p.pointee.count = 0
    buffer.append(contentsOf: source.items + start, count: count)
  }

  /// Merges adjacent runs; the left one waits in the buffer.
  private func mergeLow(_ start: Int, _ leftCount: Int, _ right: Int, _ rightCount: Int)
    throws(Raised)
  {
    fill(keyBuffer, keys, start, leftCount)
    if let values { fill(valueBuffer, values, start, leftCount) }
    let (items, left) = (keys.items, keyBuffer.items)
    let valueItems = values?.items
    let leftValues = valueBuffer.items
    var (i, k, out) = (0, right, start)
    let end = right + rightCount
    // On an exception the rest of the left run still has its place.
    defer {
      while i < leftCount {
        items[out] = left[i]
        if let valueItems { valueItems[out] = leftValues[i] }
        i += 1
        out += 1
      }
    }
    while i < leftCount, k < end {
      if try Keys.less(items[k], left[i]) {
        items[out] = items[k]
        if let valueItems { valueItems[out] = valueItems[k] }
        k += 1
      } else {
        items[out] = left[i]
        if let valueItems { valueItems[out] = leftValues[i] }
        i += 1
      }
      out += 1
    }
  }
}
