// The module `_bisect`: binary search in sorted sequences.

import TaipanRuntime

public enum BisectModule {
  public static func make() -> ModuleRef { NativeModules.make("_bisect", functions) }

  static let functions: [NativeMethod] = [
    NativeMethod("bisect_left", "($module, a, x, lo=0, hi=None, *, key=None)", bisectLeft),
    NativeMethod("bisect_right", "($module, a, x, lo=0, hi=None, *, key=None)", bisectRight),
    NativeMethod("insort_left", "($module, a, x, lo=0, hi=None, *, key=None)", insortLeft),
    NativeMethod("insort_right", "($module, a, x, lo=0, hi=None, *, key=None)", insortRight),
  ]

  private static func find(_ a: Args, _ item: Value, right: Bool) throws(Raised) -> Int {
    var low = a[2].isPresent ? try Convert.machineInt(a[2], overflow: .overflowError) : 0
    if low < 0 { throw raise(.valueError, "lo must be non-negative") }
    let hasEnd = a[3].isPresent && !a[3].isNone
    var high = hasEnd ? try Convert.machineInt(a[3], overflow: .overflowError) : -1
    // -1 was the default once, and still is the length.
    if high == -1 { high = try Convert.length(a[0]) }
    let key = a[4].isPresent && !a[4].isNone ? a[4] : .absent
    if a[0].isExactly(.list), key.isAbsent {
      return try find(ListRef(a[0]), item, low, high, right: right)
    }
    while low < high {
      let middle = low + (high - low) / 2
      var value = try Subscript.get(a[0], Value(middle))
      if key.isPresent { value = try Call.function(key, value) }
      if right {
        if try Compare.less(item, value) { high = middle } else { low = middle + 1 }
      } else {
        if try Compare.less(value, item) { low = middle + 1 } else { high = middle }
      }
    }
    return low
  }

  private static func find(
    _ list: ListRef, _ item: Value, _ first: Int, _ last: Int, right: Bool
  ) throws(Raised) -> Int {
    var (low, high) = (first, last)
    while low < high {
      let middle = (low &+ high) >> 1
      if middle >= list.count { throw raise(.indexError, "list index out of range") }
      let value = list[middle]
      let isBefore: Bool
      if Value.bothInts(value, item) {
        isBefore = right ? !Value.lessInts(item, value) : Value.lessInts(value, item)
      } else {
        isBefore = right ? !(try Compare.less(item, value)) : try Compare.less(value, item)
      }
      if isBefore { low = middle &+ 1 } else { high = middle }
    }
    return low
  }

  static func bisectLeft(_ a: Args) throws(Raised) -> Value {
    Value(try find(a, a[1], right: false))
  }
  static func bisectRight(_ a: Args) throws(Raised) -> Value {
    Value(try find(a, a[1], right: true))
  }

  private static func insort(_ a: Args, right: Bool) throws(Raised) -> Value {
    let item = a[4].isPresent && !a[4].isNone ? try Call.function(a[4], a[1]) : a[1]
    let place = try find(a, item, right: right)
    if a[0].isExactly(.list) {
      ListRef(a[0]).insert(a[1], at: min(place, ListRef(a[0]).count))
    } else {
      _ = try Call.method(a[0], "insert", Value(place), a[1])
    }
    return .none
  }
  static func insortLeft(_ a: Args) throws(Raised) -> Value { try insort(a, right: false) }
  static func insortRight(_ a: Args) throws(Raised) -> Value { try insort(a, right: true) }
}
