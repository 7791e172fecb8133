// Iterators over ranges.

enum RangeIteratorType {
  static let methods: [NativeMethod] = [
    NativeMethod("__iter__", "($self, /)", Iterators.identity),
    NativeMethod("__next__", "($self, /)", next),
    NativeMethod("__length_hint__", "($self, /)", lengthHint),
    NativeMethod("__reduce__", "($self, /)", reduce),
    NativeMethod("__setstate__", "($self, state, /)", setState),
  ]
  static let spec = TypeSpec("range_iterator", size: 32, traceKind: .none, methods: methods)

  static func next(_ a: Args) throws(Raised) -> Value {
    let it = RangeIteratorRef(a[0]).p
    if it.pointee.remaining <= 0 { return .exhausted }
    let n = it.pointee.next
    it.pointee.next = n &+ it.pointee.step
    it.pointee.remaining -= 1
    return Value(n)
  }
  static func lengthHint(_ a: Args) throws(Raised) -> Value {
    Value(RangeIteratorRef(a[0]).p.pointee.remaining)
  }
  static func reduce(_ a: Args) throws(Raised) -> Value {
    let it = RangeIteratorRef(a[0]).p.pointee
    let range = try RangeRef.make(
      Value(it.next), Value(it.next + it.remaining * it.step), Value(it.step))
    let iter = DictRef(Singletons.builtins).getStr("iter")
    return TupleRef.of(iter, TupleRef.of(range).value, .none).value
  }
  static func setState(_ a: Args) throws(Raised) -> Value {
    let it = RangeIteratorRef(a[0]).p
    let n = max(0, min(try Convert.machineInt(a[1]), it.pointee.remaining))
    it.pointee.next += n * it.pointee.step
    it.pointee.remaining -= n
    return .none
  }
}

/// Words: next, step, remaining, all ints of any size.
enum LongRangeIteratorType {
  static let methods: [NativeMethod] = [
    NativeMethod("__iter__", "($self, /)", Iterators.identity),
    NativeMethod("__next__", "($self, /)", next),
    NativeMethod("__length_hint__", "($self, /)", lengthHint),
    NativeMethod("__reduce__", "($self, /)", reduce),
    NativeMethod("__setstate__", "($self, state, /)", setState),
  ]
  static let spec = TypeSpec("longrange_iterator", size: 32, methods: methods)

  static func make(_ start: Value, _ step: Value, _ count: Value) -> Value {
    let object = Heap.allocate(32, Header(shape: .of(.longRangeIterator)))
    object.word(1).pointee = start
    object.word(2).pointee = step
    object.word(3).pointee = count
    return Value(object)
  }
  static func next(_ a: Args) throws(Raised) -> Value {
    let object = a[0].asObject
    if object.word(3).pointee.intSign <= 0 { return .exhausted }
    let value = object.word(1).pointee
    object.store(IntMath.add(value, object.word(2).pointee), at: object.word(1))
    object.store(
      IntMath.subtract(object.word(3).pointee, Value(smallInt: 1)), at: object.word(3))
    return value
  }
  static func lengthHint(_ a: Args) throws(Raised) -> Value { a[0].asObject.word(3).pointee }
  static func reduce(_ a: Args) throws(Raised) -> Value {
    let object = a[0].asObject
    let (start, step) = (object.word(1).pointee, object.word(2).pointee)
    let end = IntMath.add(start, IntMath.multiply(object.word(3).pointee, step))
    let iter = DictRef(Singletons.builtins).getStr("iter")
    let range = try RangeRef.make(start, end, step)
    return TupleRef.of(iter, TupleRef.of(range).value, .none).value
  }
  static func setState(_ a: Args) throws(Raised) -> Value {
    let object = a[0].asObject
    var n = try Convert.index(a[1])
    if n.intSign < 0 { n = Value(smallInt: 0) }
    let count = object.word(3).pointee
    if IntMath.subtract(n, count).intSign > 0 { n = count }
    object.store(
      IntMath.add(object.word(1).pointee, IntMath.multiply(n, object.word(2).pointee)),
      at: object.word(1))
    object.store(IntMath.subtract(count, n), at: object.word(3))
    return .none
  }
}
