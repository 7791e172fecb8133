// Builtins that go through iterables.

import TaipanRuntime

extension BuiltinsModule {
  static func all(_ a: Args) throws(Raised) -> Value {
    let iterator = try Iterate.iterator(a[0])
    while true {
      let value = try Iterate.next(iterator)
      if value.isExhausted { return .true }
      if !(try Convert.truth(value)) { return .false }
    }
  }

  static func any(_ a: Args) throws(Raised) -> Value {
    let iterator = try Iterate.iterator(a[0])
    while true {
      let value = try Iterate.next(iterator)
      if value.isExhausted { return .false }
      if try Convert.truth(value) { return .true }
    }
  }

  static func iter(_ a: Args) throws(Raised) -> Value {
    if a.count == 1 { return try Iterate.iterator(a[0]) }
    if a[0].type.special(.call).isAbsent {
      throw raise(.typeError, "iter(v, w): v must be callable")
    }
    return Iterators.untilSentinel(a[0], a[1])
  }

  static func next(_ a: Args) throws(Raised) -> Value {
    let method = a[0].type.special(.next)
    if method.isAbsent {
      throw raise(.typeError, "'\(a[0].typeName)' object is not an iterator")
    }
    if a.count == 1 { return try Call.specialMethod(method, a[0]) }
    let value = try Iterate.next(a[0])
    return value.isExhausted ? a[1] : value
  }

  static func aiter(_ a: Args) throws(Raised) -> Value {
    let method = a[0].type.special(.aiter)
    if method.isAbsent {
      throw raise(.typeError, "'\(a[0].typeName)' object is not an async iterable")
    }
    let result = try Call.specialMethod(method, a[0])
    if result.type.special(.anext).isAbsent {
      throw raise(
        .typeError, "aiter() returned not an async iterator of type '\(result.typeName)'")
    }
    return result
  }

  static func anext(_ a: Args) throws(Raised) -> Value {
    let method = a[0].type.special(.anext)
    if method.isAbsent {
      throw raise(.typeError, "'\(a[0].typeName)' object is not an async iterator")
    }
    let awaitable = try Call.specialMethod(method, a[0])
    return a.count > 1 ? AsyncIteration.withDefault(awaitable, a[1]) : awaitable
  }

  static func max(_ a: Args) throws(Raised) -> Value { try extreme(a, "max", .gt) }
  static func min(_ a: Args) throws(Raised) -> Value { try extreme(a, "min", .lt) }

  private static func extreme(_ a: Args, _ name: String, _ operation: Compare.Operation)
    throws(Raised) -> Value
  {
    let key = a.keyword("key")
    let fallback = a.keyword("default")
    try rejectOtherKeywords(a, name)
    var best: Value = .absent
    var bestKey: Value = .absent
    func consider(_ value: Value) throws(Raised) {
      let candidate = key.isAbsent || key.isNone ? value : try Call.function(key, value)
      let isBetter = best.isAbsent ? true : try Compare.test(candidate, bestKey, operation)
      if isBetter {
        best = value
        bestKey = candidate
      }
    }
    if a.positionalCount == 0 {
      throw raise(.typeError, "\(name) expected at least 1 argument, got 0")
    }
    if a.positionalCount > 1 {
      if fallback.isPresent {
        throw raise(
          .typeError,
          "Cannot specify a default for \(name)() with multiple positional arguments")
      }
      for i in 0..<a.positionalCount { try consider(a[i]) }
      return best
    }
    try Iterate.forEach(a[0]) { (value) throws(Raised) in try consider(value) }
    if best.isPresent { return best }
    if fallback.isPresent { return fallback }
    throw raise(.valueError, "\(name)() iterable argument is empty")
  }

  private static func rejectOtherKeywords(_ a: Args, _ name: String) throws(Raised) {
    if a.keywordNames.isAbsent { return }
    let names = TupleRef(a.keywordNames)
    for i in 0..<names.count {
      let text = StrRef(names[i]).text
      if text != "key", text != "default" {
        throw raise(.typeError, "\(name)() got an unexpected keyword argument '\(text)'")
      }
    }
  }

  /// The keywords are those of `list.sort`, and so are the messages about them.
  static func sorted(_ a: Args) throws(Raised) -> Value {
    if a.positionalCount != 1 {
      throw raise(.typeError, "sorted expected 1 argument, got \(a.positionalCount)")
    }
    let list = try Iterate.list(a[0])
    var key = Value.none
    var reverse = false
    for i in 0..<a.keywordCount {
      let name = StrRef(TupleRef(a.keywordNames)[i]).text
      switch name {
      case "key": key = a[1 + i]
      case "reverse": reverse = try Convert.truth(a[1 + i])
      default:
        throw raise(.typeError, "sort() got an unexpected keyword argument '\(name)'")
      }
    }
    try Sorting.sort(list, key: key, reverse: reverse)
    return list.value
  }

  /// Ints and floats are added without dispatch; floats with compensation, as CPython 3.12 and later do
  /// (Neumaier's summation).
  static func sum(_ a: Args) throws(Raised) -> Value {
    var total = a[1].isAbsent ? Value(0) : a[1]
    if total.isStr { throw raise(.typeError, "sum() can't sum strings [use ''.join(seq) instead]") }
    if total.isBytes {
      throw raise(.typeError, "sum() can't sum bytes [use b''.join(seq) instead]")
    }
    if total.isInstance(of: .byteArray) {
      throw raise(.typeError, "sum() can't sum bytearray [use b''.join(seq) instead]")
    }
    let iterator = try Iterate.iterator(a[0])
    var compensation = 0.0
    var inFloats = total.isFloat
    while true {
      let value = try Iterate.next(iterator)
      if value.isExhausted {
        if inFloats, compensation != 0, compensation.isFinite {
          return Value(total.asFloat + compensation)
        }
        return total
      }
      if inFloats {
        if value.isFloat || value.isInt {
          let x = value.isInt ? Double(value.asInt) : value.asFloat
          let old = total.asFloat
          let sum = old + x
          if Swift.abs(old) >= Swift.abs(x) { compensation += (old - sum) + x } else { compensation += (x - sum) + old }
          total = Value(sum)
          continue
        }
        if compensation != 0, compensation.isFinite { total = Value(total.asFloat + compensation) }
        compensation = 0
        inFloats = false
      } else if value.isFloat, total.isInt {
        total = Value(Double(total.asInt) + value.asFloat)
        inFloats = true
        continue
      }
      total = try Operators.binary(total, value, .add)
      if total.isFloat, value.isFloat { inFloats = true }
    }
  }
}
