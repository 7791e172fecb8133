// Sorting: the entry, and how keys are compared. Keys of one exact type are compared without a method call.
// The algorithm is in `Sorter.swift`.

/// How two keys are compared; each conforming type makes a sorter of its own.
protocol KeyOrder {
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
    // After a comparison that raised the items are turned round, too.
    defer {
      if reverse {
        keys.reverse()
        values?.reverse()
      }
    }
    switch order(keys) {
    case .ints: try run(IntOrder.self, keys, values)
    case .floats: try run(FloatOrder.self, keys, values)
    case .strs: try run(StrOrder.self, keys, values)
    case .general: try run(GeneralOrder.self, keys, values)
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
    if keys.count < Sorter<Keys>.leastForSeveralRuns {
      var run = SortedRun(start: 0, count: 0)
      return try withUnsafeMutablePointer(to: &run) { (run) throws(Raised) in
        try sort(Sorter<Keys>(keys, values, run))
      }
    }
    // More than fits on the stack is allocated.
    try withUnsafeTemporaryAllocation(of: SortedRun.self, capacity: SortedRun.mostPending) {
      (runs) throws(Raised) in
      try sort(Sorter<Keys>(keys, values, runs.baseAddress.unsafelyUnwrapped))
    }
  }

  @inline(__always)
  private static func sort<Keys: KeyOrder>(_ sorter: consuming Sorter<Keys>) throws(Raised) {
    try sorter.sort()
    sorter.end()
  }
}
