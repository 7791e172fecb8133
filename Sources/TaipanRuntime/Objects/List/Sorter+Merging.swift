// Merging two runs that lie side by side: the shorter one waits in a buffer. While neither run wins often in
// a row, items are compared one by one; otherwise the end of a row of winners is searched ("galloping").

extension Sorter {
  // MARK: Galloping

  /// Where `key` belongs among `count` items in order, before equal ones, searched in growing steps
  /// from `hint` on.
  static func gallopLeft(
    _ key: Value, _ items: UnsafeMutablePointer<Value>, _ count: Int, from hint: Int
  ) throws(Raised) -> Int {
    var (last, offset) = (0, 1)
    var (low, high): (Int, Int)
    if try Keys.less(items[hint], key) {
      let limit = count - hint
      while offset < limit, try Keys.less(items[hint + offset], key) {
        last = offset
        offset = offset << 1 + 1
      }
      (low, high) = (hint + last, hint + min(offset, limit))
    } else {
      let limit = hint + 1
      while offset < limit, !(try Keys.less(items[hint - offset], key)) {
        last = offset
        offset = offset << 1 + 1
      }
      (low, high) = (hint - min(offset, limit), hint - last)
    }
    low += 1
    while low < high {
      let middle = low + (high - low) >> 1
      if try Keys.less(items[middle], key) { low = middle + 1 } else { high = middle }
    }
    return high
  }

  /// The same, behind equal items.
  static func gallopRight(
    _ key: Value, _ items: UnsafeMutablePointer<Value>, _ count: Int, from hint: Int
  ) throws(Raised) -> Int {
    var (last, offset) = (0, 1)
    var (low, high): (Int, Int)
    if try Keys.less(key, items[hint]) {
      let limit = hint + 1
      while offset < limit, try Keys.less(key, items[hint - offset]) {
        last = offset
        offset = offset << 1 + 1
      }
      (low, high) = (hint - min(offset, limit), hint - last)
    } else {
      let limit = count - hint
      while offset < limit, !(try Keys.less(key, items[hint + offset])) {
        last = offset
        offset = offset << 1 + 1
      }
      (low, high) = (hint + last, hint + min(offset, limit))
    }
    low += 1
    while low < high {
      let middle = low + (high - low) >> 1
      if try Keys.less(key, items[middle]) { high = middle } else { low = middle + 1 }
    }
    return high
  }

  // MARK: Merging

  /// Copies a run into the buffer lists.
  private func fillBuffers(_ start: Int, _ count: Int) {
    fill(keyBuffer, keys, start, count)
    if let values { fill(valueBuffer, values, start, count) }
  }

  private func fill(_ buffer: ListRef, _ source: ListRef, _ start: Int, _ count: Int) {
    buffer.p.pointee.count = 0
    buffer.append(contentsOf: source.items + start, count: count)
  }

  /// Merges adjacent runs from the low end; the left one, the shorter, waits in the buffer.
  mutating func mergeLow(_ start: Int, _ leftCount: Int, _ right: Int, _ rightCount: Int)
    throws(Raised)
  {
    fillBuffers(start, leftCount)
    var m = LowMerge(self, start, leftCount, right, rightCount)
    defer { m.finish() }
    m.takeRight(1)
    while m.isOpen {
      var (leftWins, rightWins) = (0, 0)
      while m.isOpen, leftWins < minimumGallop, rightWins < minimumGallop {
        if try Keys.less(m.items[m.right], m.left[m.next]) {
          m.takeRight(1)
          (leftWins, rightWins) = (0, rightWins + 1)
        } else {
          m.takeLeft(1)
          (leftWins, rightWins) = (leftWins + 1, 0)
        }
      }
      if m.isOpen { try gallopLow(&m) }
    }
  }

  /// Takes whole rows of winners as long as they are long.
  private mutating func gallopLow(_ m: inout LowMerge<Keys>) throws(Raised) {
    minimumGallop += 1
    var wins = Sorter.firstGallop
    while wins >= Sorter.firstGallop {
      if minimumGallop > 1 { minimumGallop -= 1 }
      let leftWins = try Sorter.gallopRight(
        m.items[m.right], m.left + m.next, m.leftCount - m.next, from: 0)
      m.takeLeft(leftWins)
      if !m.isOpen { return }
      m.takeRight(1)
      if !m.isOpen { return }
      let rightWins = try Sorter.gallopLeft(
        m.left[m.next], m.items + m.right, m.end - m.right, from: 0)
      m.takeRight(rightWins)
      if !m.isOpen { return }
      m.takeLeft(1)
      if !m.isOpen { return }
      wins = max(leftWins, rightWins)
    }
    minimumGallop += 1
  }

  /// Merges adjacent runs from the high end; the right one, the shorter, waits in the buffer.
  mutating func mergeHigh(_ start: Int, _ leftCount: Int, _ right: Int, _ rightCount: Int)
    throws(Raised)
  {
    fillBuffers(right, rightCount)
    var m = HighMerge(self, start, leftCount, right, rightCount)
    defer { m.finish() }
    m.takeLeft(1)
    while m.isOpen {
      var (leftWins, rightWins) = (0, 0)
      while m.isOpen, leftWins < minimumGallop, rightWins < minimumGallop {
        if try Keys.less(m.right[m.rightCount - 1], m.items[m.leftEnd - 1]) {
          m.takeLeft(1)
          (leftWins, rightWins) = (leftWins + 1, 0)
        } else {
          m.takeRight(1)
          (leftWins, rightWins) = (0, rightWins + 1)
        }
      }
      if m.isOpen { try gallopHigh(&m) }
    }
  }

  private mutating func gallopHigh(_ m: inout HighMerge<Keys>) throws(Raised) {
    minimumGallop += 1
    var wins = Sorter.firstGallop
    while wins >= Sorter.firstGallop {
      if minimumGallop > 1 { minimumGallop -= 1 }
      let count = m.leftEnd - m.start
      let leftWins =
        count
        - (try Sorter.gallopRight(
          m.right[m.rightCount - 1], m.items + m.start, count, from: count - 1))
      m.takeLeft(leftWins)
      if !m.isOpen { return }
      m.takeRight(1)
      if !m.isOpen { return }
      let rightWins =
        m.rightCount
        - (try Sorter.gallopLeft(
          m.items[m.leftEnd - 1], m.right, m.rightCount, from: m.rightCount - 1))
      m.takeRight(rightWins)
      if !m.isOpen { return }
      m.takeLeft(1)
      if !m.isOpen { return }
      wins = max(leftWins, rightWins)
    }
    minimumGallop += 1
  }
}

/// A merge from the low end. Comparisons end when the right run is used up, or when one item is left of
/// the left run: it is the greatest of all.
private struct LowMerge<Keys: KeyOrder> {
  let items: UnsafeMutablePointer<Value>
  let left: UnsafeMutablePointer<Value>
  let leftCount: Int
  let end: Int
  var next = 0
  var right: Int
  private let values: UnsafeMutablePointer<Value>?
  private let leftValues: UnsafeMutablePointer<Value>
  private var out: Int

  init(_ s: Sorter<Keys>, _ start: Int, _ leftCount: Int, _ right: Int, _ rightCount: Int) {
    (items, left, leftValues) = (s.keys.items, s.keyBuffer.items, s.valueBuffer.items)
    values = s.values?.items
    self.leftCount = leftCount
    self.right = right
    end = right + rightCount
    out = start
  }

  var isOpen: Bool { right < end && leftCount - next > 1 }

  @inline(__always) mutating func takeRight(_ count: Int) {
    for i in 0..<count { items[out + i] = items[right + i] }
    if let values { for i in 0..<count { values[out + i] = values[right + i] } }
    right += count
    out += count
  }

  @inline(__always) mutating func takeLeft(_ count: Int) {
    for i in 0..<count { items[out + i] = left[next + i] }
    if let values { for i in 0..<count { values[out + i] = leftValues[next + i] } }
    next += count
    out += count
  }

  /// Puts what is left in place; after an exception, too.
  mutating func finish() {
    if !isOpen, leftCount - next == 1 { takeRight(end - right) }
    takeLeft(leftCount - next)
  }
}

/// A merge from the high end. Comparisons end when the left run is used up, or when one item is left of
/// the right run: it is the least of all.
private struct HighMerge<Keys: KeyOrder> {
  let items: UnsafeMutablePointer<Value>
  let right: UnsafeMutablePointer<Value>
  let start: Int
  var rightCount: Int
  var leftEnd: Int
  private let values: UnsafeMutablePointer<Value>?
  private let rightValues: UnsafeMutablePointer<Value>
  private var out: Int

  init(_ s: Sorter<Keys>, _ start: Int, _ leftCount: Int, _ right: Int, _ rightCount: Int) {
    (items, self.right, rightValues) = (s.keys.items, s.keyBuffer.items, s.valueBuffer.items)
    values = s.values?.items
    self.start = start
    self.rightCount = rightCount
    leftEnd = start + leftCount
    out = right + rightCount
  }

  var isOpen: Bool { leftEnd > start && rightCount > 1 }

  @inline(__always) mutating func takeLeft(_ count: Int) {
    for i in 1..<(count + 1) { items[out - i] = items[leftEnd - i] }
    if let values { for i in 1..<(count + 1) { values[out - i] = values[leftEnd - i] } }
    leftEnd -= count
    out -= count
  }

  @inline(__always) mutating func takeRight(_ count: Int) {
    for i in 1..<(count + 1) { items[out - i] = right[rightCount - i] }
    if let values { for i in 1..<(count + 1) { values[out - i] = rightValues[rightCount - i] } }
    rightCount -= count
    out -= count
  }

  /// Puts what is left in place; after an exception, too.
  mutating func finish() {
    if !isOpen, rightCount == 1 { takeLeft(leftEnd - start) }
    takeRight(rightCount)
  }
}
