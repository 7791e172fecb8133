// Lists: a header with count and capacity, the items in a buffer of their own.
//
// A list is also the runtime's growing buffer of values: native code that collects values uses one.

import CTaipan

public struct ListLayout {
  public var header: Header
  public var count: Int
  public var items: UnsafeMutablePointer<Value>?
  public var capacity: Int
}

@frozen public struct ListRef: TypedRef {
  public let p: UnsafeMutablePointer<ListLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<ListLayout>) { self.p = p }

  @inlinable @inline(__always) public var count: Int { p.pointee.count }
  /// Valid until the list grows or shrinks.
  @inlinable @inline(__always) public var items: UnsafeMutablePointer<Value> {
    p.pointee.items.unsafelyUnwrapped
  }

  /// The same for lists that may be empty; not to be read then.
  @inlinable @inline(__always) public var itemsOrDangling: UnsafePointer<Value> {
    UnsafePointer(p.pointee.items ?? UnsafeMutablePointer(bitPattern: 8).unsafelyUnwrapped)
  }

  @inlinable @inline(__always) public subscript(_ index: Int) -> Value {
    get { items[index] }
    nonmutating set { object.store(newValue, at: items + index) }
  }

  public static func make(capacity: Int = 0) -> ListRef {
    // The list comes last: its fields are complete before the next allocation.
    let buffer = capacity > 0 ? ValueBuffer.make(capacity: capacity) : nil
    let list = ListRef(
      Heap.allocate(MemoryLayout<ListLayout>.size, Header(shape: .of(.list))))
    list.p.pointee.count = 0
    list.p.pointee.items = buffer?.items
    list.p.pointee.capacity = buffer?.capacity ?? 0
    return list
  }

  public static func make(_ values: UnsafePointer<Value>, count: Int) -> ListRef {
    if count == 0 { return make() }
    return make(count: count) { items in
      if count <= mostMovedSingly {
        for k in 0..<count { taipan_move_word(items + k, values + k) }
      } else {
        items.update(from: values, count: count)
      }
    }
  }

  /// A list of `count` items, not none, which `fill` puts into its buffer.
  @inline(__always)
  static func make(count: Int, _ fill: (UnsafeMutablePointer<Value>) -> Void) -> ListRef {
    // The values are in place before the list, the next allocation.
    let buffer = ValueBuffer.make(capacity: count, absentFrom: count)
    fill(buffer.items)
    let list = ListRef(
      Heap.allocate(MemoryLayout<ListLayout>.size, Header(shape: .of(.list))))
    list.p.pointee.count = count
    list.p.pointee.items = buffer.items
    list.p.pointee.capacity = buffer.capacity
    return list
  }

  /// The items of `a`, then those of `b`.
  static func concatenation(_ a: ListRef, _ b: ListRef) -> ListRef {
    let (first, second) = (a.count, b.count)
    if first &+ second == 0 { return make() }
    return make(count: first &+ second) { items in
      if first > 0 { items.update(from: a.items, count: first) }
      if second > 0 { (items + first).update(from: b.items, count: second) }
    }
  }

  @inlinable @inline(__always) public func append(_ value: Value) {
    let count = p.pointee.count
    if count == p.pointee.capacity { grow(count + 1, keeping: value) }
    items[count] = value
    p.pointee.count = count + 1
    object.noteWrite()
  }

  @inline(never) @usableFromInline func grow(_ needed: Int, keeping value: Value) {
    // Most short lists are complete soon.
    let capacity = needed < 1024 ? needed * 2 + 3 : roomy(needed)
    withExtendedLifetime(value) { reserve(capacity) }
  }

  /// Capacity for `needed` items of a list that grows: to the double, long lists by half, very long
  /// ones by a quarter. An eighth, as in CPython, would leave behind nine times the list in outgrown
  /// buffers, which cannot be enlarged in place.
  private func roomy(_ needed: Int) -> Int {
    let old = p.pointee.capacity
    let grown = old < 1024 ? old * 2 : old < 1 << 18 ? old + old >> 1 : old + old >> 2
    return max(grown, needed + needed >> 3 + 3)
  }

  /// Makes room for `added` more items: exactly in an empty list, with some to spare in others.
  func makeRoom(_ added: Int) {
    let needed = p.pointee.count + added
    if needed > p.pointee.capacity {
      reserve(p.pointee.count == 0 ? needed : roomy(needed))
    }
  }

  /// Makes room for `capacity` items.
  public func reserve(_ capacity: Int) {
    if capacity <= p.pointee.capacity { return }
    let old = p.pointee.items
    let kept = old == nil ? 0 : p.pointee.count
    let buffer = ValueBuffer.make(capacity: max(capacity, 4), absentFrom: kept)
    if let old { buffer.items.update(from: old, count: kept) }
    p.pointee.items = buffer.items
    p.pointee.capacity = buffer.capacity
    object.noteWrite()
  }

  /// Makes the items of a list that nobody else knows those of this one, which is empty.
  func takeOver(_ other: ListRef) {
    p.pointee.items = other.p.pointee.items
    p.pointee.capacity = other.p.pointee.capacity
    p.pointee.count = other.p.pointee.count
    object.noteWrite()
  }

  /// Capacity up to which a list that gets shorter keeps its memory, unless it gets empty.
  public static let mostKept = 64

  /// Drops the items from `count` on.
  public func truncate(_ count: Int) {
    if count < p.pointee.count {
      (items + count).update(repeating: .absent, count: p.pointee.count - count)
      p.pointee.count = count
      if count == 0 {
        p.pointee.items = nil
        p.pointee.capacity = 0
      } else if p.pointee.capacity > ListRef.mostKept, count < p.pointee.capacity / 4 {
        shrink()
      }
    }
  }

  private func shrink() {
    let buffer = ValueBuffer.make(capacity: p.pointee.count)
    buffer.items.update(from: items, count: p.pointee.count)
    p.pointee.items = buffer.items
    p.pointee.capacity = buffer.capacity
    object.noteWrite()
  }

  /// Inserts before `index`, which must lie in 0…count.
  @inline(__always) public func insert(_ value: Value, at index: Int) {
    append(value)
    let tail = p.pointee.count - 1 - index
    if tail > 0 {
      let place = items + index
      if tail <= ListRef.mostMovedSingly {
        for k in stride(from: tail, to: 0, by: -1) { taipan_move_word(place + k, place + k - 1) }
      } else {
        (place + 1).update(from: place, count: tail)
      }
      items[index] = value
    }
  }

  /// Up to how many items are moved one by one: several words that were stored by themselves just now cannot be read as
  /// one.
  private static let mostMovedSingly = 12

  /// Removes and returns the item at `index`, which must exist.
  @inline(__always) public func remove(at index: Int) -> Value {
    let value = items[index]
    let last = p.pointee.count - 1
    if last - index > ListRef.mostMovedSingly {
      (items + index).update(from: items + index + 1, count: last - index)
    } else {
      for k in index..<last { taipan_move_word(items + k, items + k + 1) }
    }
    if last == 0 || p.pointee.capacity > ListRef.mostKept {
      truncate(last)
    } else {
      items[last] = .absent
      p.pointee.count = last
    }
    return value
  }

  /// Replaces `range` by `count` values that do not lie in this list's buffer.
  public func replace(_ range: Range<Int>, with values: UnsafePointer<Value>, count: Int) {
    let difference = count - range.count
    let newCount = p.pointee.count + difference
    if difference > 0 {
      reserve(newCount > p.pointee.capacity ? roomy(newCount) : newCount)
    }
    let tail = p.pointee.count - range.upperBound
    if difference != 0, tail > 0 {
      (items + range.upperBound + difference).update(from: items + range.upperBound, count: tail)
    }
    if difference < 0 {
      (items + newCount).update(repeating: .absent, count: -difference)
    }
    p.pointee.count = newCount
    if count > 0 { (items + range.lowerBound).update(from: values, count: count) }
    object.noteWrite()
  }

  public func append(contentsOf values: UnsafePointer<Value>, count added: Int) {
    if added == 0 { return }
    let newCount = p.pointee.count + added
    makeRoom(added)
    (items + p.pointee.count).update(from: values, count: added)
    p.pointee.count = newCount
    object.noteWrite()
  }

  public func toTuple() -> TupleRef {
    if count == 0 { return .empty }
    let tuple = TupleRef.make(count: count)
    tuple.items.update(from: items, count: count)
    return tuple
  }
}
