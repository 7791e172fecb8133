// What the builtins sum, min, max, any and all do with an iterable, next to the loops that they are.

public enum Reductions {
  /// Whether a value's truth is `wanted` for some item.
  ///
  /// - Throws: what iteration or `__bool__` raise.
  public static func contains(_ iterable: Value, truth wanted: Bool) throws(Raised) -> Bool {
    if iterable.isExactly(.list) {
      var i = 0
      while i < ListRef(iterable).count {
        if try Convert.truth(ListRef(iterable)[i]) == wanted { return true }
        i &+= 1
      }
      return false
    }
    var steps = try Iterate.Steps(iterable)
    while true {
      let value = try steps.next()
      if value.isExhausted { return false }
      if try Convert.truth(value) == wanted { return true }
    }
  }

  /// The item whose key comes first by `operation`, absent for no items. `key` is absent where items are
  /// compared themselves.
  ///
  /// - Throws: what iteration, the key or the comparison raise.
  public static func extreme(_ iterable: Value, key: Value, _ operation: Compare.Operation)
    throws(Raised) -> Value
  {
    if key.isAbsent, let known = extremeOfNumbers(iterable, operation) { return known }
    var steps = try Iterate.Steps(iterable)
    var best = try steps.next()
    if best.isExhausted { return .absent }
    var bestKey = key.isPresent ? try Call.function(key, best) : best
    while true {
      let value = try steps.next()
      if value.isExhausted { return best }
      let candidate = key.isPresent ? try Call.function(key, value) : value
      if try Compare.test(candidate, bestKey, operation) { (best, bestKey) = (value, candidate) }
    }
  }

  /// The same in a list, a tuple or a set that holds small ints only, or inline floats only; nil for
  /// others.
  private static func extremeOfNumbers(_ iterable: Value, _ operation: Compare.Operation) -> Value?
  {
    if !iterable.isHeap { return nil }
    if iterable.isExactly(.list) {
      let list = ListRef(iterable)
      return list.count == 0 ? nil : extreme(of: list.items, list.count, 1, list.count, operation)
    }
    if iterable.isExactly(.tuple) {
      let tuple = TupleRef(iterable)
      return extreme(of: tuple.items, tuple.count, 1, tuple.count, operation)
    }
    if iterable.isExactly(.set) || iterable.isExactly(.frozenSet) {
      let set = SetRef(iterable).p
      guard let table = set.pointee.table else { return nil }
      return UnsafeMutableRawPointer(table).withMemoryRebound(
        to: Value.self, capacity: 2 * (set.pointee.mask + 1)
      ) {
        extreme(of: $0, set.pointee.mask + 1, 2, set.pointee.used, operation)
      }
    }
    return nil
  }

  /// The extreme one of `count` values among `places` that lie `stride` words apart; absent ones do not
  /// count. Nil where they are not all of one kind, or none.
  @inline(__always)
  private static func extreme(
    of values: UnsafePointer<Value>, _ places: Int, _ stride: Int, _ count: Int,
    _ operation: Compare.Operation
  ) -> Value? {
    var (at, left) = (0, count)
    var best = Value.absent
    let wantsLess = operation == .lt
    while left > 0, at < places {
      let value = values[at &* stride]
      at &+= 1
      if value.isAbsent { continue }
      left &-= 1
      if best.isAbsent {
        if !value.isInt && !value.isInlineFloat { return nil }
        best = value
      } else if Value.bothInts(best, value) {
        if wantsLess ? value.asInt < best.asInt : value.asInt > best.asInt { best = value }
      } else if best.isInlineFloat, value.isInlineFloat {
        let (a, b) = (value.asInlineFloat, best.asInlineFloat)
        if wantsLess ? a < b : a > b { best = value }
      } else {
        return nil
      }
    }
    return best.isAbsent ? nil : best
  }

  /// The same among arguments, one at least.
  public static func extreme(
    _ values: UnsafePointer<Value>, count: Int, key: Value, _ operation: Compare.Operation
  ) throws(Raised) -> Value {
    var best = values[0]
    var bestKey = key.isPresent ? try Call.function(key, best) : best
    for i in 1..<count {
      let candidate = key.isPresent ? try Call.function(key, values[i]) : values[i]
      if try Compare.test(candidate, bestKey, operation) {
        (best, bestKey) = (values[i], candidate)
      }
    }
    return best
  }

  /// `start` and the items added from left to right. Ints and floats are added without dispatch;
  /// floats with compensation, as CPython 3.12 and later do (Neumaier's summation).
  ///
  /// - Throws: what iteration or addition raise.
  public static func sum(_ iterable: Value, start: Value) throws(Raised) -> Value {
    if start.isInt, let known = sumOfInts(iterable, start.asInt) { return known }
    var steps = try Iterate.Steps(iterable)
    var total = start
    // As in CPython: ints of a machine word, then floats, then whatever comes, each phase once. What
    // ends a phase is added in the general way.
    if start.isExactly(.int) || start.isInt, let first = start.asMachineInt {
      let value = try sumInts(&steps, &total, first)
      if value.isExhausted { return total }
      total = try Operators.binary(total, value, .add)
    }
    if total.isInlineFloat || total.isExactly(.float) {
      let value = try sumFloats(&steps, &total)
      if value.isExhausted { return total }
      total = try Operators.binary(total, value, .add)
    }
    while true {
      let value = try steps.next()
      if value.isExhausted { return total }
      total = try Operators.binary(total, value, .add)
    }
  }

  /// Adds ints and bools to `total` while the sum fits a machine word; gives the first item that was not
  /// added, or the end of the iteration.
  private static func sumInts(_ steps: inout Iterate.Steps, _ total: inout Value, _ start: Int)
    throws(Raised) -> Value
  {
    var sum = start
    defer { total = Value(sum) }
    while true {
      let value = try steps.next()
      guard value.isInt || value.isBool || value.isExactly(.int), let n = value.asMachineInt else {
        return value
      }
      let (next, overflow) = sum.addingReportingOverflow(n)
      if overflow { return value }
      sum = next
    }
  }

  /// The sum of a list, a tuple or the values of a dict that holds small ints only; nil for others.
  private static func sumOfInts(_ iterable: Value, _ start: Int) -> Value? {
    var total = start
    @inline(__always) func add(_ value: Value) -> Bool {
      if !value.isInt { return false }
      let (sum, overflow) = total.addingReportingOverflow(value.asInt)
      total = sum
      return !overflow
    }
    if iterable.isExactly(.list) {
      let list = ListRef(iterable)
      for i in 0..<list.count where !add(list[i]) { return nil }
    } else if iterable.isExactly(.tuple) {
      let tuple = TupleRef(iterable)
      for i in 0..<tuple.count where !add(tuple[i]) { return nil }
    } else if iterable.isExactly(.dictValues) {
      let dict = DictViews.dict(iterable)
      if dict.count == 0 { return Value(total) }
      let entries = dict.entries
      for i in 0..<dict.entryCount where entries[i].key.isPresent && !add(entries[i].value) {
        return nil
      }
    } else {
      return nil
    }
    return Value(total)
  }

  /// Adds floats and ints to `total`, a float; gives the first item that is neither, or the end of the
  /// iteration.
  private static func sumFloats(_ steps: inout Iterate.Steps, _ total: inout Value) throws(Raised)
    -> Value
  {
    var sum = total.asFloat
    var compensation = 0.0
    var value: Value
    while true {
      value = try steps.next()
      if value.isInlineFloat || value.isExactly(.float) {
        let x = value.asFloat
        let old = sum
        sum = old + x
        compensation += abs(old) >= abs(x) ? (old - sum) + x : (x - sum) + old
      } else if !value.isExhausted, value.isAnyInt, let n = value.asMachineInt {
        // As in CPython, what is lost of an int is not made up for.
        sum += Double(n)
      } else {
        break
      }
    }
    if compensation != 0, compensation.isFinite { sum += compensation }
    total = Value(sum)
    return value
  }
}
