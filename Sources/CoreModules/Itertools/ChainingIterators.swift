// accumulate, chain, starmap, zip_longest.

import TaipanRuntime

/// Words: iterator, function (absent: addition), total (absent before the first value), initial value.
enum AccumulateIterator {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, iterable, func=None, *, initial=None)", new),
    NativeMethod("__iter__", "($self, /)", ItertoolsModule.identity),
    NativeMethod("__next__", "($self, /)", next),
  ]
  static let spec = TypeSpec("itertools.accumulate", size: 40, flags: [.baseable], methods: methods)

  static func new(_ a: Args) throws(Raised) -> Value {
    let iterator = try Iterate.iterator(a[1])
    let object = Instances.allocate(TypeRef(a[0]))
    object.word(1).pointee = iterator
    object.word(2).pointee = a[2].isNone ? .absent : a[2]
    object.word(4).pointee = a[3].isNone ? .absent : a[3]
    return Value(object)
  }

  static func next(_ a: Args) throws(Raised) -> Value {
    let initial = a.field(4)
    if initial.isPresent {
      a.setField(4, .absent)
      a.setField(3, initial)
      return initial
    }
    let value = try Iterate.next(a.field(1))
    if value.isExhausted { return .exhausted }
    let total = a.field(3)
    if total.isAbsent {
      a.setField(3, value)
      return value
    }
    let function = a.field(2)
    let sum =
      function.isAbsent
      ? try Operators.binary(total, value, .add) : try Call.function(function, total, value)
    a.setField(3, sum)
    return sum
  }
}

/// Words: iterator over the iterables (absent at the end), the running iterator or absent.
enum ChainIterator {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *iterables)", new),
    NativeMethod("__iter__", "($self, /)", ItertoolsModule.identity),
    NativeMethod("__next__", "($self, /)", next),
    NativeMethod("from_iterable", "($type, iterable, /)", fromIterable),
    NativeMethod("__class_getitem__", "($type, object, /)", ItertoolsModule.alias),
  ]
  static let spec = TypeSpec("itertools.chain", size: 24, flags: [.baseable], methods: methods)

  static func new(_ a: Args) throws(Raised) -> Value {
    if a.keywordCount > 0, TypeRef(a[0]).nameText == "chain" {
      throw raise(.typeError, "chain() takes no keyword arguments")
    }
    return make(TypeRef(a[0]), try Iterate.iterator(a.tuple(from: 1).value))
  }

  static func fromIterable(_ a: Args) throws(Raised) -> Value {
    make(TypeRef(a[0]), try Iterate.iterator(a[1]))
  }

  private static func make(_ type: TypeRef, _ iterables: Value) -> Value {
    let object = Instances.allocate(type)
    object.word(1).pointee = iterables
    return Value(object)
  }

  static func next(_ a: Args) throws(Raised) -> Value {
    while a.field(1).isPresent {
      if a.field(2).isAbsent {
        let iterable = try Iterate.next(a.field(1))
        if iterable.isExhausted {
          a.setField(1, .absent)
          return .exhausted
        }
        do throws(Raised) { a.setField(2, try Iterate.iterator(iterable)) } catch {
          a.setField(1, .absent)
          throw error
        }
      }
      let value = try Iterate.next(a.field(2))
      if !value.isExhausted { return value }
      a.setField(2, .absent)
    }
    return .exhausted
  }
}

/// Words: function, iterator of argument tuples.
enum StarMapIterator {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, function, iterable, /)", new),
    NativeMethod("__iter__", "($self, /)", ItertoolsModule.identity),
    NativeMethod("__next__", "($self, /)", next),
  ]
  static let spec = TypeSpec("itertools.starmap", size: 24, flags: [.baseable], methods: methods)

  static func new(_ a: Args) throws(Raised) -> Value {
    try PairOfFields.make(a[0], a[1], try Iterate.iterator(a[2]))
  }

  static func next(_ a: Args) throws(Raised) -> Value {
    let arguments = try Iterate.next(a.field(2))
    if arguments.isExhausted { return .exhausted }
    return try Call.function(a.field(1), try Iterate.tuple(arguments), nil)
  }
}

/// Words: tuple of iterators (absent where one ended), number of those that run, fill value.
enum ZipLongestIterator {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *iterables, fillvalue=None)", new),
    NativeMethod("__iter__", "($self, /)", ItertoolsModule.identity),
    NativeMethod("__next__", "($self, /)", next),
  ]
  static let spec = TypeSpec(
    "itertools.zip_longest", size: 32, flags: [.baseable], methods: methods)

  static func new(_ a: Args) throws(Raised) -> Value {
    try ItertoolsModule.checkKeywords(a, "zip_longest", "fillvalue")
    let count = a.positionalCount - 1
    let iterators = count == 0 ? TupleRef.empty : TupleRef.make(count: count)
    for i in 0..<count { iterators.set(i, try Iterate.iterator(a[i + 1])) }
    let fill = a.keyword("fillvalue")
    let object = Instances.allocate(TypeRef(a[0]))
    object.word(1).pointee = iterators.value
    object.word(2).pointee = Value(smallInt: count)
    object.word(3).pointee = fill.isAbsent ? .none : fill
    return Value(object)
  }

  static func next(_ a: Args) throws(Raised) -> Value {
    let iterators = TupleRef(a.field(1))
    if a.field(2).asInt == 0 { return .exhausted }
    let result = TupleRef.make(count: iterators.count)
    for i in 0..<iterators.count {
      var value = iterators[i]
      if value.isPresent {
        do throws(Raised) { value = try Iterate.next(value) } catch {
          a.setField(2, Value(smallInt: 0))
          throw error
        }
        if value.isExhausted {
          iterators.set(i, .absent)
          let running = a.field(2).asInt - 1
          a.setField(2, Value(smallInt: running))
          if running == 0 { return .exhausted }
          value = a.field(3)
        }
      } else {
        value = a.field(3)
      }
      result.set(i, value)
    }
    return result.value
  }
}

/// Iterators of two words.
enum PairOfFields {
  static func make(_ type: Value, _ first: Value, _ second: Value) throws(Raised) -> Value {
    let object = Instances.allocate(TypeRef(type))
    object.word(1).pointee = first
    object.word(2).pointee = second
    return Value(object)
  }
}
