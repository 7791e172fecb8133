// Copying and pickling of itertools' iterators, as long as the language has it: each answers what makes it
// again, in CPython's form, and warns.

import TaipanRuntime

enum ItertoolsPickling {
  private static func warn() throws(Raised) {
    try Warnings.warn(
      .deprecationWarning,
      "Pickle, copy, and deepcopy support will be removed from itertools in Python 3.14.")
  }

  /// The methods of the type with this name in `itertools`.
  static func methods(of name: String) -> [NativeMethod] {
    switch name {
    case "count": countMethods
    case "repeat": repeatMethods
    case "compress", "starmap", "filterfalse": twoFieldsMethods
    case "dropwhile", "takewhile": flaggedMethods
    case "cycle": cycleMethods
    case "accumulate": accumulateMethods
    case "chain": chainMethods
    case "islice": sliceMethods
    case "zip_longest": zipLongestMethods
    case "product": productMethods
    case "permutations": permutationsMethods
    case "combinations": combinationsMethods
    case "combinations_with_replacement": repeatedCombinationsMethods
    case "groupby": groupByMethods
    default: []
    }
  }

  private static let countMethods: [NativeMethod] = [
    NativeMethod("__reduce__", "($self, /)", count)
  ]
  private static let repeatMethods: [NativeMethod] = [
    NativeMethod("__reduce__", "($self, /)", `repeat`)
  ]
  private static let twoFieldsMethods: [NativeMethod] = [
    NativeMethod("__reduce__", "($self, /)", twoFields)
  ]
  private static let flaggedMethods: [NativeMethod] = [
    NativeMethod("__reduce__", "($self, /)", flagged),
    NativeMethod("__setstate__", "($self, state, /)", setFlag),
  ]
  private static let cycleMethods: [NativeMethod] = [
    NativeMethod("__reduce__", "($self, /)", cycle),
    NativeMethod("__setstate__", "($self, state, /)", setCycle),
  ]
  private static let accumulateMethods: [NativeMethod] = [
    NativeMethod("__reduce__", "($self, /)", accumulate),
    NativeMethod("__setstate__", "($self, state, /)", setAccumulate),
  ]
  private static let chainMethods: [NativeMethod] = [
    NativeMethod("__reduce__", "($self, /)", chain),
    NativeMethod("__setstate__", "($self, state, /)", setChain),
  ]
  private static let sliceMethods: [NativeMethod] = [
    NativeMethod("__reduce__", "($self, /)", slice),
    NativeMethod("__setstate__", "($self, state, /)", setSlice),
  ]
  private static let zipLongestMethods: [NativeMethod] = [
    NativeMethod("__reduce__", "($self, /)", zipLongest),
    NativeMethod("__setstate__", "($self, state, /)", setZipLongest),
  ]
  private static let productMethods: [NativeMethod] = [
    NativeMethod("__reduce__", "($self, /)", product),
    NativeMethod("__setstate__", "($self, state, /)", setProduct),
  ]
  private static let permutationsMethods: [NativeMethod] = [
    NativeMethod("__reduce__", "($self, /)", permutations),
    NativeMethod("__setstate__", "($self, state, /)", setPermutations),
  ]
  private static let combinationsMethods: [NativeMethod] = [
    NativeMethod("__reduce__", "($self, /)", selection),
    NativeMethod("__setstate__", "($self, state, /)", setCombinations),
  ]
  private static let repeatedCombinationsMethods: [NativeMethod] = [
    NativeMethod("__reduce__", "($self, /)", selection),
    NativeMethod("__setstate__", "($self, state, /)", setRepeatedCombinations),
  ]
  private static let groupByMethods: [NativeMethod] = [
    NativeMethod("__reduce__", "($self, /)", groupBy),
    NativeMethod("__setstate__", "($self, state, /)", setGroupBy),
  ]

  private static func reduced(_ a: Args, _ arguments: TupleRef, _ state: Value = .absent) -> Value {
    state.isAbsent
      ? TupleRef.of(a[0].type.value, arguments.value).value
      : TupleRef.of(a[0].type.value, arguments.value, state).value
  }

  /// - Throws: TypeError for a state that is no tuple of so many items.
  private static func stateItems(_ a: Args, _ count: Int) throws(Raised) -> TupleRef {
    guard a[1].isTuple else { throw raise(.typeError, "state is not a tuple") }
    let state = TupleRef(a[1])
    if state.count != count {
      throw raise(
        .typeError,
        "function takes exactly \(count) argument\(count == 1 ? "" : "s") (\(state.count) given)")
    }
    return state
  }

  private static func orNone(_ value: Value) -> Value { value.isAbsent ? .none : value }

  // MARK: Iterators without or with little state

  private static func count(_ a: Args) throws(Raised) -> Value {
    try warn()
    return try CountIterator.reduce(a)
  }
  private static func `repeat`(_ a: Args) throws(Raised) -> Value {
    try warn()
    return try RepeatIterator.reduce(a)
  }
  private static func twoFields(_ a: Args) throws(Raised) -> Value {
    try warn()
    return reduced(a, TupleRef.of(orNone(a.field(1)), a.field(2)))
  }
  private static func flagged(_ a: Args) throws(Raised) -> Value {
    try warn()
    return reduced(
      a, TupleRef.of(a.field(1), a.field(2)), Value(smallInt: a.field(3).isPresent ? 1 : 0))
  }
  private static func setFlag(_ a: Args) throws(Raised) -> Value {
    try warn()
    a.setField(3, try Convert.truth(a[1]) ? .true : .absent)
    return .none
  }

  private static func cycle(_ a: Args) throws(Raised) -> Value {
    try warn()
    let saved = a.field(2)
    if a.field(1).isPresent {
      return reduced(a, TupleRef.of(a.field(1)), TupleRef.of(saved, .false).value)
    }
    let rest = try Iterate.iterator(saved)
    if a.field(3).asInt != 0 { _ = try Call.method(rest, "__setstate__", a.field(3)) }
    return reduced(a, TupleRef.of(rest), TupleRef.of(saved, .true).value)
  }
  private static func setCycle(_ a: Args) throws(Raised) -> Value {
    try warn()
    let state = try stateItems(a, 2)
    guard state[0].isList else {
      throw raise(
        .typeError, "setstate() argument 1 must be list, not \(state[0].argumentTypeName)")
    }
    let isComplete = try Convert.index(state[1])
    a.setField(2, state[0])
    a.setField(3, Value(smallInt: 0))
    // Values that were seen are not noted again.
    a.setField(4, try Convert.truth(isComplete) ? .true : .absent)
    return .none
  }

  private static func accumulate(_ a: Args) throws(Raised) -> Value {
    try warn()
    let chainType = try Attributes.get(try Imports.importModule("itertools"), "chain")
    let function = orNone(a.field(2))
    if a.field(4).isPresent {
      let all = try Call.function(chainType, TupleRef.of(a.field(4)).value, a.field(1))
      return reduced(a, TupleRef.of(all, function), .none)
    }
    let total = a.field(3)
    if total.isPresent, total.isNone {
      // None would mean that there is no total yet: the first of all results is left out instead.
      let all = try Call.function(chainType, TupleRef.of(total).value, a.field(1))
      let again = try Call.function(a[0].type.value, all, function)
      let sliceType = try Attributes.get(try Imports.importModule("itertools"), "islice")
      return TupleRef.of(sliceType, TupleRef.of(again, Value(1), .none).value).value
    }
    return reduced(a, TupleRef.of(a.field(1), function), orNone(total))
  }
  private static func setAccumulate(_ a: Args) throws(Raised) -> Value {
    try warn()
    a.setField(3, a[1])
    return .none
  }

  private static func chain(_ a: Args) throws(Raised) -> Value {
    try warn()
    if a.field(1).isAbsent { return reduced(a, .empty) }
    let state =
      a.field(2).isPresent ? TupleRef.of(a.field(1), a.field(2)) : TupleRef.of(a.field(1))
    return reduced(a, .empty, state.value)
  }
  private static func setChain(_ a: Args) throws(Raised) -> Value {
    try warn()
    guard a[1].isTuple else { throw raise(.typeError, "state is not a tuple") }
    let state = TupleRef(a[1])
    if state.count < 1 || state.count > 2 {
      throw raise(
        .typeError,
        state.count < 1
          ? "function takes at least 1 argument (0 given)"
          : "function takes at most 2 arguments (\(state.count) given)")
    }
    for i in 0..<state.count where state[i].type.special(.next).isAbsent {
      throw raise(.typeError, "Arguments must be iterators.")
    }
    a.setField(1, state[0])
    a.setField(2, state.count > 1 ? state[1] : .absent)
    return .none
  }

  private static func slice(_ a: Args) throws(Raised) -> Value {
    try warn()
    if a.field(1).isAbsent {
      let empty = try Iterate.iterator(ListRef.make().value)
      return reduced(a, TupleRef.of(empty, Value(0)), Value(0))
    }
    let arguments = TupleRef.of(a.field(1), a.field(2), orNone(a.field(3)), a.field(4))
    return reduced(a, arguments, a.field(5))
  }
  private static func setSlice(_ a: Args) throws(Raised) -> Value {
    try warn()
    a.setField(5, Value(try Convert.machineInt(a[1])))
    return .none
  }

  private static func zipLongest(_ a: Args) throws(Raised) -> Value {
    try warn()
    let iterators = TupleRef(a.field(1))
    let arguments = iterators.count == 0 ? TupleRef.empty : TupleRef.make(count: iterators.count)
    for i in 0..<iterators.count {
      arguments.set(i, iterators[i].isAbsent ? TupleRef.empty.value : iterators[i])
    }
    return reduced(a, arguments, a.field(3))
  }
  private static func setZipLongest(_ a: Args) throws(Raised) -> Value {
    try warn()
    a.setField(3, a[1])
    return .none
  }

  private static func groupBy(_ a: Args) throws(Raised) -> Value {
    try warn()
    let arguments = TupleRef.of(a.field(1), orNone(a.field(2)))
    if a.field(3).isAbsent || a.field(4).isAbsent || a.field(5).isAbsent {
      return reduced(a, arguments)
    }
    return reduced(a, arguments, TupleRef.of(a.field(4), a.field(5), a.field(3)).value)
  }
  private static func setGroupBy(_ a: Args) throws(Raised) -> Value {
    try warn()
    let state = try stateItems(a, 3)
    a.setField(4, state[0])
    a.setField(5, state[1])
    a.setField(3, state[2])
    return .none
  }

  // MARK: Selections

  private static func tuple(_ list: Value) -> TupleRef { ListRef(list).toTuple() }

  private static func product(_ a: Args) throws(Raised) -> Value {
    try warn()
    if a.field(1).isAbsent { return reduced(a, TupleRef.of(TupleRef.empty.value)) }
    if a.field(2).isAbsent { return reduced(a, TupleRef(a.field(1))) }
    return reduced(a, TupleRef(a.field(1)), tuple(a.field(2)).value)
  }
  private static func setProduct(_ a: Args) throws(Raised) -> Value {
    try warn()
    let pools = a.field(1).isAbsent ? TupleRef.empty : TupleRef(a.field(1))
    let indices = try Self.indices(a[1], pools.count) { i in (0, TupleRef(pools[i]).count - 1) }
    for i in 0..<pools.count where TupleRef(pools[i]).count == 0 {
      a.setField(1, .absent)
      return .none
    }
    a.setField(2, indices.value)
    return .none
  }

  private static func selection(_ a: Args) throws(Raised) -> Value {
    try warn()
    if a.field(1).isAbsent {
      return reduced(a, TupleRef.of(TupleRef.empty.value, a.field(2)))
    }
    let arguments = TupleRef.of(a.field(1), a.field(2))
    return a.field(3).isAbsent
      ? reduced(a, arguments) : reduced(a, arguments, tuple(a.field(3)).value)
  }
  private static func setCombinations(_ a: Args) throws(Raised) -> Value {
    try warn()
    let length = a.field(2).asInt
    let count = a.field(1).isAbsent ? 0 : TupleRef(a.field(1)).count
    let indices = try Self.indices(a[1], length) { i in (0, i + count - length) }
    if a.field(1).isPresent { a.setField(3, indices.value) }
    return .none
  }
  private static func setRepeatedCombinations(_ a: Args) throws(Raised) -> Value {
    try warn()
    let count = a.field(1).isAbsent ? 0 : TupleRef(a.field(1)).count
    let indices = try Self.indices(a[1], a.field(2).asInt) { _ in (0, count - 1) }
    if a.field(1).isPresent { a.setField(3, indices.value) }
    return .none
  }

  private static func permutations(_ a: Args) throws(Raised) -> Value {
    try warn()
    if a.field(1).isAbsent || a.field(3).isAbsent { return try withoutWarning(a) }
    let state = TupleRef.of(tuple(a.field(3)).value, tuple(a.field(4)).value)
    return reduced(a, TupleRef.of(a.field(1), a.field(2)), state.value)
  }
  private static func withoutWarning(_ a: Args) throws(Raised) -> Value {
    let pool = a.field(1).isAbsent ? TupleRef.empty.value : a.field(1)
    return reduced(a, TupleRef.of(pool, a.field(2)))
  }
  private static func setPermutations(_ a: Args) throws(Raised) -> Value {
    try warn()
    let state = try stateItems(a, 2)
    let count = a.field(1).isAbsent ? 0 : TupleRef(a.field(1)).count
    let indices = try Self.indices(state[0], count) { _ in (0, count - 1) }
    let cycles = try Self.indices(state[1], a.field(2).asInt) { i in (1, count - i) }
    if a.field(1).isPresent {
      a.setField(3, indices.value)
      a.setField(4, cycles.value)
    }
    return .none
  }

  /// The ints of a state, each forced into its range: what was pickled may be of another pool.
  ///
  /// - Throws: ValueError for a wrong number of them, TypeError for other objects.
  private static func indices(
    _ state: Value, _ count: Int, _ range: (Int) -> (Int, Int)
  ) throws(Raised) -> ListRef {
    guard state.isTuple, TupleRef(state).count == count else {
      throw raise(.valueError, "invalid arguments")
    }
    let list = ListRef.make(capacity: count)
    for i in 0..<count {
      let (lowest, highest) = range(i)
      let index = try Convert.machineInt(TupleRef(state)[i])
      list.append(Value(smallInt: max(min(index, highest), lowest)))
    }
    return list
  }
}
