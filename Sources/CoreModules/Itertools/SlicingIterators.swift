// islice, pairwise, batched.

import TaipanRuntime

/// Words: iterator (absent at the end), next position to give, stop (absent: none), step, position.
enum SliceIterator {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, iterable, start, stop=None, step=None, /)", new),
    NativeMethod("__iter__", "($self, /)", ItertoolsModule.identity),
    NativeMethod("__next__", "($self, /)", next),
  ]
  static let spec = TypeSpec("itertools.islice", size: 48, flags: [.baseable], methods: methods)

  static func new(_ a: Args) throws(Raised) -> Value {
    let (start, stop) = try bounds(a)
    let step = try bound(
      a.optional(4), fallback: 1, "Step for islice() must be a positive integer or None.")
    if step.asInt < 1 {
      throw raise(.valueError, "Step for islice() must be a positive integer or None.")
    }
    let iterator = try Iterate.iterator(a[1])
    let object = Instances.allocate(TypeRef(a[0]))
    object.word(1).pointee = iterator
    object.word(2).pointee = start
    object.word(3).pointee = stop
    object.word(4).pointee = step
    object.word(5).pointee = Value(smallInt: 0)
    return Value(object)
  }

  private static func bounds(_ a: Args) throws(Raised) -> (Value, Value) {
    let both = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize."
    let only = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize."
    if a.count == 3 {
      if a[2].isNone { return (Value(smallInt: 0), .absent) }
      return (Value(smallInt: 0), try bound(a[2], both, unlessNumber: only))
    }
    let start = try bound(a[2], both)
    if a[3].isNone { return (start, .absent) }
    return (start, try bound(a[3], both, unlessNumber: only))
  }

  /// A number of items; what no iterator gets to is taken for the largest int without memory of its own.
  ///
  /// - Parameter other: the message for what is no number, too large or -1, which CPython takes for these.
  private static func bound(
    _ value: Value, fallback: Int = 0, _ message: String, unlessNumber other: String? = nil
  ) throws(Raised) -> Value {
    if value.isAbsent || value.isNone { return Value(smallInt: fallback) }
    let number: Value
    do throws(Raised) { number = try Convert.index(value) } catch {
      if catching(.typeError) { throw raise(.valueError, other ?? message) }
      throw error
    }
    let count = number.asMachineInt ?? -1
    if count < 0 { throw raise(.valueError, count == -1 ? other ?? message : message) }
    return Value(smallInt: min(count, Int.max >> 1))
  }

  static func next(_ a: Args) throws(Raised) -> Value {
    let iterator = a.field(1)
    if iterator.isAbsent { return .exhausted }
    let object = a[0].asObject
    let target = a.field(2).asInt
    let stop = a.field(3)
    let limit = stop.isPresent ? stop.asInt : Int.max
    while object.word(5).pointee.asInt < target {
      if try Iterate.next(iterator).isExhausted { return end(object) }
      object.word(5).pointee = Value(smallInt: object.word(5).pointee.asInt + 1)
    }
    if object.word(5).pointee.asInt >= limit { return end(object) }
    let value = try Iterate.next(iterator)
    if value.isExhausted { return end(object) }
    object.word(5).pointee = Value(smallInt: object.word(5).pointee.asInt + 1)
    let (following, overflow) = target.addingReportingOverflow(object.word(4).pointee.asInt)
    let highest = min(limit, Int.max >> 1)
    object.word(2).pointee = Value(smallInt: overflow ? highest : min(following, highest))
    return value
  }

  private static func end(_ object: ObjectRef) -> Value {
    object.word(1).pointee = .absent
    return .exhausted
  }
}

/// Words: iterator (absent at the end), the previous value.
enum PairwiseIterator {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, iterable, /)", new),
    NativeMethod("__iter__", "($self, /)", ItertoolsModule.identity),
    NativeMethod("__next__", "($self, /)", next),
  ]
  static let spec = TypeSpec("itertools.pairwise", size: 24, flags: [.baseable], methods: methods)

  static func new(_ a: Args) throws(Raised) -> Value {
    try PairOfFields.make(a[0], try Iterate.iterator(a[1]), .absent)
  }

  static func next(_ a: Args) throws(Raised) -> Value {
    if a.field(1).isAbsent { return .exhausted }
    var old = a.field(2)
    if old.isAbsent {
      old = try Iterate.next(a.field(1))
      if old.isExhausted { return end(a) }
      a.setField(2, old)
      // The iterator may be re-entered: what it left counts.
      if a.field(1).isAbsent { return end(a) }
    }
    let new = try Iterate.next(a.field(1))
    if new.isExhausted { return end(a) }
    a.setField(2, new)
    return TupleRef.of(old, new).value
  }

  private static func end(_ a: Args) -> Value {
    a.setField(1, .absent)
    a.setField(2, .absent)
    return .exhausted
  }
}

/// Words: iterator (absent at the end), batch size, whether the last batch must be full.
enum BatchedIterator {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, iterable, n, *, strict=False)", new),
    NativeMethod("__iter__", "($self, /)", ItertoolsModule.identity),
    NativeMethod("__next__", "($self, /)", next),
  ]
  static let spec = TypeSpec("itertools.batched", size: 32, flags: [.baseable], methods: methods)

  static func new(_ a: Args) throws(Raised) -> Value {
    let size = try Convert.machineInt(a[2])
    let strict = a[3].isPresent ? try Convert.truth(a[3]) : false
    if size < 1 { throw raise(.valueError, "n must be at least one") }
    let iterator = try Iterate.iterator(a[1])
    let object = Instances.allocate(TypeRef(a[0]))
    object.word(1).pointee = iterator
    object.word(2).pointee = Value(size)
    object.word(3).pointee = Value(strict)
    return Value(object)
  }

  static func next(_ a: Args) throws(Raised) -> Value {
    let iterator = a.field(1)
    if iterator.isAbsent { return .exhausted }
    let size = a.field(2).asInt
    let batch = ListRef.make(capacity: min(size, 64))
    while batch.count < size {
      let value = try Iterate.next(iterator)
      if value.isExhausted { break }
      batch.append(value)
    }
    if batch.count == size { return batch.toTuple().value }
    a.setField(1, .absent)
    if batch.count == 0 { return .exhausted }
    if a.field(3).isTrue { throw raise(.valueError, "batched(): incomplete batch") }
    return batch.toTuple().value
  }
}
