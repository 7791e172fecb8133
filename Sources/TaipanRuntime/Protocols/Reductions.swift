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
    var steps = try Iterate.Steps(iterable)
    var total = start
    while true {
      var value = try steps.next()
      if value.isExhausted { return total }
      if Value.bothInts(total, value), let sum = Value.addInts(total, value) {
        total = sum
        continue
      }
      if total.isFloat || total.isInt, value.isFloat {
        value = try sumFloats(&steps, &total, value)
        if value.isExhausted { return total }
      }
      total = try Operators.binary(total, value, .add)
    }
  }

  /// Adds floats and ints to `total`, from `first` on; gives the first item that is neither, or the
  /// end of the iteration.
  private static func sumFloats(
    _ steps: inout Iterate.Steps, _ total: inout Value, _ first: Value
  ) throws(Raised) -> Value {
    var sum = total.isInt ? Double(total.asInt) : total.asFloat
    var compensation = 0.0
    var value = first
    while value.isFloat || value.isInt {
      let x = value.isInt ? Double(value.asInt) : value.asFloat
      let old = sum
      sum = old + x
      // As in CPython, what is lost of an int is not made up for.
      if value.isFloat {
        compensation += abs(old) >= abs(x) ? (old - sum) + x : (x - sum) + old
      }
      value = try steps.next()
      if value.isExhausted { break }
    }
    if compensation != 0, compensation.isFinite { sum += compensation }
    total = Value(sum)
    return value
  }
}
