// product, permutations, combinations, combinations_with_replacement.

import TaipanRuntime

/// Words: 1 tuple of pools (absent at the end), 2 list of indices (absent before the first step).
enum ProductIterator {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *iterables, repeat=1)", new),
    NativeMethod("__iter__", "($self, /)", ItertoolsModule.identity),
    NativeMethod("__next__", "($self, /)", next),
  ]
  static let spec = TypeSpec("itertools.product", size: 24, flags: [.baseable], methods: methods)

  static func new(_ a: Args) throws(Raised) -> Value {
    try ItertoolsModule.checkKeywords(a, "product", "repeat")
    let times = a.keyword("repeat")
    let count = times.isAbsent ? 1 : try Convert.machineInt(times)
    if count < 0 { throw raise(.valueError, "repeat argument cannot be negative") }
    let pools = ListRef.make()
    if count > 0 {
      for i in 1..<max(1, a.positionalCount) { pools.append(try Iterate.tuple(a[i]).value) }
    }
    let distinct = pools.count
    for _ in 1..<max(1, count) { for i in 0..<distinct { pools.append(pools[i]) } }
    return try PairOfFields.make(a[0], pools.toTuple().value, .absent)
  }

  static func next(_ a: Args) throws(Raised) -> Value {
    if a.field(1).isAbsent { return .exhausted }
    let pools = TupleRef(a.field(1))
    let isFirst = a.field(2).isAbsent
    if isFirst {
      let indices = ListRef.make(capacity: pools.count)
      for i in 0..<pools.count {
        if TupleRef(pools[i]).count == 0 { return end(a) }
        indices.append(Value(smallInt: 0))
      }
      a.setField(2, indices.value)
    }
    let indices = ListRef(a.field(2))
    if !isFirst, !advance(pools, indices) { return end(a) }
    if pools.count == 0 { return TupleRef.empty.value }
    let result = TupleRef.make(count: pools.count)
    for i in 0..<pools.count { result.items[i] = TupleRef(pools[i])[indices.items[i].asInt] }
    return result.value
  }

  /// Counts up like an odometer; false after the last combination.
  private static func advance(_ pools: TupleRef, _ indices: ListRef) -> Bool {
    var i = pools.count - 1
    while i >= 0 {
      let index = indices.items[i].asInt + 1
      if index < TupleRef(pools[i]).count {
        indices.items[i] = Value(smallInt: index)
        return true
      }
      indices.items[i] = Value(smallInt: 0)
      i -= 1
    }
    return false
  }

  private static func end(_ a: Args) -> Value {
    a.setField(1, .absent)
    return .exhausted
  }
}

/// What the others share. Words: 1 pool (absent at the end), 2 length of a result, 3 list of indices (absent
/// before the first step), 4 permutations: list of cycles.
enum Selections {
  static func make(_ type: Value, _ pool: TupleRef, _ length: Int, isEmpty: Bool) throws(Raised)
    -> Value
  {
    if length < 0 { throw raise(.valueError, "r must be non-negative") }
    let object = Instances.allocate(TypeRef(type))
    object.word(1).pointee = isEmpty ? .absent : pool.value
    object.word(2).pointee = Value(smallInt: length)
    return Value(object)
  }

  static func new(_ a: Args, repeated: Bool) throws(Raised) -> Value {
    let pool = try Iterate.tuple(a[1])
    let length = try Convert.machineInt(a[2])
    let isEmpty = repeated ? pool.count == 0 && length > 0 : length > pool.count
    return try make(a[0], pool, length, isEmpty: isEmpty)
  }

  /// Starts the indices with `first`, counted up unless all begin equal.
  static func begin(_ a: Args, count: Int, ascending: Bool) -> ListRef {
    let indices = ListRef.make(capacity: count)
    for i in 0..<count { indices.append(Value(smallInt: ascending ? i : 0)) }
    a.setField(3, indices.value)
    return indices
  }

  static func pick(_ pool: TupleRef, _ indices: ListRef, _ length: Int) -> Value {
    if length == 0 { return TupleRef.empty.value }
    let result = TupleRef.make(count: length)
    for i in 0..<length { result.items[i] = pool[indices.items[i].asInt] }
    return result.value
  }

  static func end(_ a: Args) -> Value {
    a.setField(1, .absent)
    return .exhausted
  }
}

enum CombinationsIterator {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, iterable, r)", new),
    NativeMethod("__iter__", "($self, /)", ItertoolsModule.identity),
    NativeMethod("__next__", "($self, /)", next),
  ]
  static let spec = TypeSpec(
    "itertools.combinations", size: 32, flags: [.baseable], methods: methods)

  static func new(_ a: Args) throws(Raised) -> Value { try Selections.new(a, repeated: false) }

  static func next(_ a: Args) throws(Raised) -> Value {
    if a.field(1).isAbsent { return .exhausted }
    let pool = TupleRef(a.field(1))
    let length = a.field(2).asInt
    if a.field(3).isAbsent {
      return Selections.pick(pool, Selections.begin(a, count: length, ascending: true), length)
    }
    let indices = ListRef(a.field(3))
    var i = length - 1
    while i >= 0, indices.items[i].asInt == i + pool.count - length { i -= 1 }
    if i < 0 { return Selections.end(a) }
    let first = indices.items[i].asInt + 1
    for k in i..<length { indices.items[k] = Value(smallInt: first + k - i) }
    return Selections.pick(pool, indices, length)
  }
}

enum RepeatedCombinationsIterator {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, iterable, r)", new),
    NativeMethod("__iter__", "($self, /)", ItertoolsModule.identity),
    NativeMethod("__next__", "($self, /)", next),
  ]
  static let spec = TypeSpec(
    "itertools.combinations_with_replacement", size: 32, flags: [.baseable], methods: methods)

  static func new(_ a: Args) throws(Raised) -> Value { try Selections.new(a, repeated: true) }

  static func next(_ a: Args) throws(Raised) -> Value {
    if a.field(1).isAbsent { return .exhausted }
    let pool = TupleRef(a.field(1))
    let length = a.field(2).asInt
    if a.field(3).isAbsent {
      return Selections.pick(pool, Selections.begin(a, count: length, ascending: false), length)
    }
    let indices = ListRef(a.field(3))
    var i = length - 1
    while i >= 0, indices.items[i].asInt == pool.count - 1 { i -= 1 }
    if i < 0 { return Selections.end(a) }
    let index = Value(smallInt: indices.items[i].asInt + 1)
    for k in i..<length { indices.items[k] = index }
    return Selections.pick(pool, indices, length)
  }
}

enum PermutationsIterator {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, iterable, r=None)", new),
    NativeMethod("__iter__", "($self, /)", ItertoolsModule.identity),
    NativeMethod("__next__", "($self, /)", next),
  ]
  static let spec = TypeSpec(
    "itertools.permutations", size: 40, flags: [.baseable], methods: methods)

  static func new(_ a: Args) throws(Raised) -> Value {
    let pool = try Iterate.tuple(a[1])
    var length = pool.count
    if a[2].isPresent, !a[2].isNone {
      if !a[2].isAnyInt { throw raise(.typeError, "Expected int as r") }
      length = try Convert.machineInt(a[2])
    }
    return try Selections.make(a[0], pool, length, isEmpty: length > pool.count)
  }

  static func next(_ a: Args) throws(Raised) -> Value {
    if a.field(1).isAbsent { return .exhausted }
    let pool = TupleRef(a.field(1))
    let length = a.field(2).asInt
    if a.field(3).isAbsent {
      let indices = Selections.begin(a, count: pool.count, ascending: true)
      let cycles = ListRef.make(capacity: length)
      for i in 0..<length { cycles.append(Value(smallInt: pool.count - i)) }
      a.setField(4, cycles.value)
      return Selections.pick(pool, indices, length)
    }
    let indices = ListRef(a.field(3))
    if !advance(indices, ListRef(a.field(4)), pool.count, length) { return Selections.end(a) }
    return Selections.pick(pool, indices, length)
  }

  private static func advance(_ indices: ListRef, _ cycles: ListRef, _ count: Int, _ length: Int)
    -> Bool
  {
    var i = length - 1
    while i >= 0 {
      let cycle = cycles.items[i].asInt - 1
      if cycle == 0 {
        // Rotates the rest to the left by one.
        let moved = indices.items[i]
        for k in i..<(count - 1) { indices.items[k] = indices.items[k + 1] }
        indices.items[count - 1] = moved
        cycles.items[i] = Value(smallInt: count - i)
      } else {
        cycles.items[i] = Value(smallInt: cycle)
        let other = count - cycle
        (indices.items[i], indices.items[other]) = (indices.items[other], indices.items[i])
        return true
      }
      i -= 1
    }
    return false
  }
}
