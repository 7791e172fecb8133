// Builtins that go through iterables.

import TaipanRuntime

extension BuiltinsModule {
  static func all(_ a: Args) throws(Raised) -> Value {
    Value(!(try Reductions.contains(a[0], truth: false)))
  }
  static func any(_ a: Args) throws(Raised) -> Value {
    Value(try Reductions.contains(a[0], truth: true))
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

  private static func extreme(_ a: Args, _ name: StaticString, _ operation: Compare.Operation)
    throws(Raised) -> Value
  {
    if a.keywordNames.isAbsent, a.count > 1 {
      return try Reductions.extreme(a.base, count: a.count, key: .absent, operation)
    }
    let key = a.keyword("key")
    let fallback = a.keyword("default")
    try rejectOtherKeywords(a, name)
    if a.positionalCount == 0 {
      throw raise(.typeError, "\(name) expected at least 1 argument, got 0")
    }
    let function = key.isNone ? .absent : key
    if a.positionalCount > 1 {
      if fallback.isPresent {
        throw raise(
          .typeError,
          "Cannot specify a default for \(name)() with multiple positional arguments")
      }
      return try Reductions.extreme(
        a.base, count: a.positionalCount, key: function, operation)
    }
    let best = try Reductions.extreme(a[0], key: function, operation)
    if best.isPresent { return best }
    if fallback.isPresent { return fallback }
    throw raise(.valueError, "\(name)() iterable argument is empty")
  }

  private static func rejectOtherKeywords(_ a: Args, _ name: StaticString) throws(Raised) {
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
      let name = StrRef(TupleRef(a.keywordNames)[i])
      if name.isEqual("key") {
        key = a[1 + i]
      } else if name.isEqual("reverse") {
        reverse = try Convert.truth(a[1 + i])
      } else {
        throw raise(.typeError, "sort() got an unexpected keyword argument '\(name.text)'")
      }
    }
    try Sorting.sort(list, key: key, reverse: reverse)
    return list.value
  }

  static func sum(_ a: Args) throws(Raised) -> Value {
    let start = a[1].isAbsent ? Value(0) : a[1]
    if a[1].isPresent, !a[0].isExactly(.list) { _ = try Iterate.iterator(a[0]) }
    if start.isStr { throw raise(.typeError, "sum() can't sum strings [use ''.join(seq) instead]") }
    if start.isBytes {
      throw raise(.typeError, "sum() can't sum bytes [use b''.join(seq) instead]")
    }
    if start.isInstance(of: .byteArray) {
      throw raise(.typeError, "sum() can't sum bytearray [use b''.join(seq) instead]")
    }
    return try Reductions.sum(a[0], start: start)
  }
}
