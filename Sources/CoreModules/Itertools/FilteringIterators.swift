// compress, dropwhile, takewhile, filterfalse.

import TaipanRuntime

/// Words: data iterator, selector iterator.
enum CompressIterator {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, data, selectors)", new),
    NativeMethod("__iter__", "($self, /)", ItertoolsModule.identity),
    NativeMethod("__next__", "($self, /)", next),
  ]
  static let spec = TypeSpec("itertools.compress", size: 24, flags: [.baseable], methods: methods)

  static func new(_ a: Args) throws(Raised) -> Value {
    let data = try Iterate.iterator(a[1])
    return try PairOfFields.make(a[0], data, try Iterate.iterator(a[2]))
  }

  static func next(_ a: Args) throws(Raised) -> Value {
    while true {
      let value = try Iterate.next(a.field(1))
      if value.isExhausted { return .exhausted }
      let selector = try Iterate.next(a.field(2))
      if selector.isExhausted { return .exhausted }
      if try Convert.truth(selector) { return value }
    }
  }
}

/// Words: predicate, iterator, whether values pass already.
enum DropWhileIterator {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, predicate, iterable, /)", StarMapIterator.new),
    NativeMethod("__iter__", "($self, /)", ItertoolsModule.identity),
    NativeMethod("__next__", "($self, /)", next),
  ]
  static let spec = TypeSpec("itertools.dropwhile", size: 32, flags: [.baseable], methods: methods)

  static func next(_ a: Args) throws(Raised) -> Value {
    while true {
      let value = try Iterate.next(a.field(2))
      if value.isExhausted || a.field(3).isPresent { return value }
      if !(try Convert.truth(try Call.function(a.field(1), value))) {
        a.setField(3, .true)
        return value
      }
    }
  }
}

/// Words: predicate, iterator, whether it ended.
enum TakeWhileIterator {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, predicate, iterable, /)", StarMapIterator.new),
    NativeMethod("__iter__", "($self, /)", ItertoolsModule.identity),
    NativeMethod("__next__", "($self, /)", next),
  ]
  static let spec = TypeSpec("itertools.takewhile", size: 32, flags: [.baseable], methods: methods)

  static func next(_ a: Args) throws(Raised) -> Value {
    if a.field(3).isPresent { return .exhausted }
    let value = try Iterate.next(a.field(2))
    if value.isExhausted { return value }
    if try Convert.truth(try Call.function(a.field(1), value)) { return value }
    a.setField(3, .true)
    return .exhausted
  }
}

/// Words: predicate (None: truth), iterator.
enum FilterFalseIterator {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, function, iterable, /)", StarMapIterator.new),
    NativeMethod("__iter__", "($self, /)", ItertoolsModule.identity),
    NativeMethod("__next__", "($self, /)", next),
  ]
  static let spec = TypeSpec(
    "itertools.filterfalse", size: 24, flags: [.baseable], methods: methods)

  static func next(_ a: Args) throws(Raised) -> Value {
    let predicate = a.field(1)
    let isTruth = predicate.isNone || predicate === BuiltinType.bool.value
    while true {
      let value = try Iterate.next(a.field(2))
      if value.isExhausted { return value }
      let verdict = isTruth ? value : try Call.function(predicate, value)
      if !(try Convert.truth(verdict)) { return value }
    }
  }
}
