// Sorting: timsort (Tim Peters, CPython's Objects/listsort.txt): runs, galloping left out, binary insertion,
// a stack of runs merged so that their lengths decrease. Keys of one exact type are compared without a
// method call.

public enum Sorting {
  /// How two keys are compared, chosen by looking at all of them.
  private enum Order { case ints, floats, strs, general }

  /// Sorts in place, stable; `key` may be None.
  ///
  /// - Throws: what `key` or `__lt__` raise; ValueError when the list was changed meanwhile.
  public static func sort(_ list: ListRef, key: Value, reverse: Bool) throws(Raised) {
    let count = list.count
    if count == 0 || (count == 1 && key.isNone) { return }
    // The list is empty meanwhile, so that a comparison function sees no half-sorted items.
    let values = ListRef.make(list.items, count: count)
    let keys = key.isNone ? values : ListRef.make(capacity: count)
    let savedItems = list.p.pointee.items
    let savedCapacity = list.p.pointee.capacity
    list.p.pointee.items = nil
    list.p.pointee.count = 0
    list.p.pointee.capacity = 0
    var failure: Raised? = nil
    do throws(Raised) {
      if !key.isNone {
        for i in 0..<count { keys.append(try Call.function(key, values[i])) }
      }
      var sorter = Sorter(keys: keys, values: key.isNone ? nil : values, order: order(keys))
      if reverse { sorter.reverseAll() }
      try sorter.sort()
      if reverse { sorter.reverseAll() }
    } catch {
      failure = error
    }
    let wasChanged = list.p.pointee.items != nil || list.count > 0
    list.p.pointee.items = savedItems
    list.p.pointee.capacity = savedCapacity
    list.p.pointee.count = count
    list.items.update(from: values.items, count: count)
    list.object.noteWrite()
    if let failure { throw failure }
    if wasChanged { throw raise(.valueError, "list modified during sort") }
  }

  private static func order(_ keys: ListRef) -> Order {
    var (ints, floats, strs) = (true, true, true)
    for i in 0..<keys.count {
      let key = keys[i]
      if !key.isInt { ints = false }
      if !key.isInlineFloat { floats = false }
      if !key.isExactly(.str) { strs = false }
      if !ints && !floats && !strs { return .general }
    }
    return ints ? .ints : floats ? .floats : .strs
  }

  /// The state of one sort: keys, and values that move along.
  private struct Sorter {
    let keys: ListRef
    let values: ListRef?
    let order: Order
    var runs: [(start: Int, count: Int)] = []
    let keyBuffer: ListRef
    let valueBuffer: ListRef

    init(keys: ListRef, values: ListRef?, order: Order) {
      self.keys = keys
      self.values = values
      self.order = order
      keyBuffer = ListRef.make()
      valueBuffer = ListRef.make()
    }

    @inline(__always) func less(_ a: Value, _ b: Value) throws(Raised) -> Bool {
      switch order {
      case .ints: return Value.lessInts(a, b)
      case .floats: return a.asInlineFloat < b.asInlineFloat
      case .strs: return StrRef(a).compare(StrRef(b)) < 0
      case .general: return try Sorting.generalLess(a, b)
      }
    }

    func reverse(_ start: Int, _ end: Int) {
      var (i, k) = (start, end - 1)
      while i < k {
        let key = keys[i]
        keys[i] = keys[k]
        keys[k] = key
        if let values {
          let value = values[i]
          values[i] = values[k]
          values[k] = value
        }
        i += 1
        k -= 1
      }
    }

    func reverseAll() { reverse(0, keys.count) }

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
        runs.append((start, length))
        try collapse()
        start += length
        remaining -= length
      }
      while runs.count > 1 {
        var n = runs.count - 2
        if n > 0, runs[n - 1].count < runs[n + 1].count { n -= 1 }
        try merge(n)
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
      var i = start + 2
      if try less(keys[start + 1], keys[start]) {
        while i < end, try less(keys[i], keys[i - 1]) { i += 1 }
        reverse(start, i)
      } else {
        while i < end, !(try less(keys[i], keys[i - 1])) { i += 1 }
      }
      return i - start
    }

    private func insertionSort(_ start: Int, _ end: Int, sorted: Int) throws(Raised) {
      for i in max(sorted, start + 1)..<max(end, max(sorted, start + 1)) {
        let pivot = keys[i]
        var (low, high) = (start, i)
        while low < high {
          let middle = (low + high) >> 1
          if try less(pivot, keys[middle]) { high = middle } else { low = middle + 1 }
        }
        shift(keys, from: low, to: i)
        if let values { shift(values, from: low, to: i) }
      }
    }

    /// Moves the item at `to` to `from`, those between one up.
    @inline(__always) private func shift(_ list: ListRef, from: Int, to: Int) {
      let item = list[to]
      if to > from { (list.items + from + 1).update(from: list.items + from, count: to - from) }
      list[from] = item
    }

    private mutating func collapse() throws(Raised) {
      while runs.count > 1 {
        var n = runs.count - 2
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
      var (start, leftCount) = runs[n]
      let (right, rightCount) = runs[n + 1]
      runs[n].count = leftCount + rightCount
      runs.remove(at: n + 1)
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
      var (low, high) = (0, count)
      while low < high {
        let middle = (low + high) >> 1
        if try less(key, keys[start + middle]) { high = middle } else { low = middle + 1 }
      }
      return low
    }

    private func lowerBound(_ key: Value, _ start: Int, _ count: Int) throws(Raised) -> Int {
      var (low, high) = (0, count)
      while low < high {
        let middle = (low + high) >> 1
        if try less(keys[start + middle], key) { low = middle + 1 } else { high = middle }
      }
      return low
    }

    /// Merges adjacent runs; the left one waits in the buffer.
    private func mergeLow(_ start: Int, _ leftCount: Int, _ right: Int, _ rightCount: Int)
      throws(Raised)
    {
      keyBuffer.truncate(0)
      keyBuffer.append(contentsOf: keys.items + start, count: leftCount)
      if let values {
        valueBuffer.truncate(0)
        valueBuffer.append(contentsOf: values.items + start, count: leftCount)
      }
      var (i, k, out) = (0, right, start)
      let end = right + rightCount
      // On an exception the rest of the left run still has its place.
      defer {
        while i < leftCount {
          place(out, i)
          i += 1
          out += 1
        }
      }
      while i < leftCount, k < end {
        if try less(keys[k], keyBuffer[i]) {
          keys[out] = keys[k]
          if let values { values[out] = values[k] }
          k += 1
        } else {
          place(out, i)
          i += 1
        }
        out += 1
      }
    }

    @inline(__always) private func place(_ out: Int, _ i: Int) {
      keys[out] = keyBuffer[i]
      if let values { values[out] = valueBuffer[i] }
    }
  }

  @inline(never) private static func generalLess(_ a: Value, _ b: Value) throws(Raised) -> Bool {
    if a.isExactly(.tuple), b.isExactly(.tuple) { return try tupleLess(TupleRef(a), TupleRef(b)) }
    return try Compare.less(a, b)
  }

  /// Tuples differ in their first item more often than not.
  private static func tupleLess(_ a: TupleRef, _ b: TupleRef) throws(Raised) -> Bool {
    let common = min(a.count, b.count)
    for i in 0..<common where !(try Compare.equal(a[i], b[i])) {
      return try Compare.less(a[i], b[i])
    }
    return a.count < b.count
  }
}
