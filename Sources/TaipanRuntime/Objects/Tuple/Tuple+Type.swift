// The type `tuple`.

enum TupleType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, iterable=(), /)", new),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__len__", "($self, /)", length),
    NativeMethod("__getitem__", "($self, key, /)", getItem),
    NativeMethod("__contains__", "($self, key, /)", contains),
    NativeMethod("__iter__", "($self, /)", iterate),
    NativeMethod("__hash__", "($self, /)", hash),
    NativeMethod("__add__", "($self, value, /)", add),
    NativeMethod("__mul__", "($self, value, /)", multiply),
    NativeMethod("__rmul__", "($self, value, /)", multiply),
    NativeMethod("__eq__", "($self, value, /)", equal),
    NativeMethod("__ne__", "($self, value, /)", notEqual),
    NativeMethod("__lt__", "($self, value, /)", less),
    NativeMethod("__le__", "($self, value, /)", lessEqual),
    NativeMethod("__gt__", "($self, value, /)", greater),
    NativeMethod("__ge__", "($self, value, /)", greaterEqual),
    NativeMethod("__getnewargs__", "($self, /)", getNewArgs),
    NativeMethod("__class_getitem__", "($type, object, /)", MappingProxyType.classGetItem),
    NativeMethod("index", "($self, value, start=0, stop=9223372036854775807, /)", index),
    NativeMethod("count", "($self, value, /)", count),
  ]
  static let spec = TypeSpec(
    "tuple", size: 24,
    flags: [.baseable, .subTuple, .trailingAttributes, .matchesSequence, .matchesSelf],
    traceKind: .tuple, methods: methods)

  static func new(_ a: Args) throws(Raised) -> Value {
    let type = TypeRef(a[0])
    if type == .tuple {
      return a.count > 1 ? try Iterate.tuple(a[1]).value : TupleRef.empty.value
    }
    let source = a.count > 1 ? try Iterate.tuple(a[1]) : TupleRef.empty
    let tuple = TupleRef.make(count: source.count, shape: type.p.pointee.instanceShape)
    tuple.items.update(from: source.items, count: source.count)
    return tuple.value
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    let tuple = TupleRef(a[0])
    if tuple.count == 0 { return Value("()") }
    return try Sequences.guardingRepr(a[0], cycle: "(...)") { () throws(Raised) in
      try Sequences.repr(
        open: "(", close: tuple.count == 1 ? ",)" : ")", count: { tuple.count },
        item: { tuple[$0] })
    }
  }

  static func length(_ a: Args) throws(Raised) -> Value { Value(TupleRef(a[0]).count) }
  static func iterate(_ a: Args) throws(Raised) -> Value {
    SequenceIteratorRef.make(.tupleIterator, a[0])
  }
  static func hash(_ a: Args) throws(Raised) -> Value { Value(try Hash.ofTuple(TupleRef(a[0]))) }

  static func contains(_ a: Args) throws(Raised) -> Value {
    let tuple = TupleRef(a[0])
    for i in 0..<tuple.count where try Compare.equal(tuple[i], a[1]) { return .true }
    return .false
  }

  /// The items that a slice selects, as an exact tuple.
  static func slice(_ tuple: TupleRef, _ slice: SliceRef) throws(Raised) -> Value {
    let indices = try slice.indices(tuple.count)
    if indices.count == 0 { return TupleRef.empty.value }
    if indices.step == 1 {
      if indices.count == tuple.count, tuple.value.isExactly(.tuple) { return tuple.value }
      return TupleRef.make(tuple.items + indices.start, count: indices.count).value
    }
    let result = TupleRef.make(count: indices.count)
    for k in 0..<indices.count { result.items[k] = tuple[indices.start + k * indices.step] }
    return result.value
  }

  static func getItem(_ a: Args) throws(Raised) -> Value {
    let tuple = TupleRef(a[0])
    if a[1].isExactly(.slice) { return try slice(tuple, SliceRef(a[1])) }
    if !a[1].isAnyInt, a[1].type.special(.index).isAbsent {
      throw ListType.badIndex("tuple", a[1])
    }
    return tuple[try ListType.position(a[1], tuple.count, "tuple index out of range")]
  }

  static func add(_ a: Args) throws(Raised) -> Value {
    guard a[1].isTuple else {
      throw raise(
        .typeError, "can only concatenate tuple (not \"\(a[1].typeName)\") to tuple")
    }
    let (x, y) = (TupleRef(a[0]), TupleRef(a[1]))
    let result = x.count + y.count == 0 ? TupleRef.empty : TupleRef.make(count: x.count + y.count)
    result.items.update(from: x.items, count: x.count)
    (result.items + x.count).update(from: y.items, count: y.count)
    return result.value
  }

  static func multiply(_ a: Args) throws(Raised) -> Value {
    guard let n = try Sequences.repetitions(a[1]) else { return .notImplemented }
    let tuple = TupleRef(a[0])
    if n <= 0 || tuple.count == 0 { return TupleRef.empty.value }
    if n == 1, a[0].isExactly(.tuple) { return a[0] }
    let (total, overflow) = tuple.count.multipliedReportingOverflow(by: n)
    if overflow || total > 1 << 58 { throw raise(.memoryError) }
    try Heap.requireRoom(total * 8)
    let result = TupleRef.make(count: total)
    for i in 0..<n {
      (result.items + i * tuple.count).update(from: tuple.items, count: tuple.count)
    }
    return result.value
  }

  private static func compare(_ a: Args, _ operation: Compare.Operation) throws(Raised) -> Value {
    guard a[1].isTuple else { return .notImplemented }
    return try compare(TupleRef(a[0]), TupleRef(a[1]), operation)
  }

  /// Orders two tuples. There is no shortcut for different lengths: the items are compared first.
  static func compare(_ x: TupleRef, _ y: TupleRef, _ operation: Compare.Operation) throws(Raised)
    -> Value
  {
    let common = min(x.count, y.count)
    var i = 0
    while i < common {
      let (a, b) = (x[i], y[i])
      if a !== b || a.isInlineFloat {
        let areEqual = try Compare.keysEqual(a, b)
        if !areEqual {
          if operation == .eq { return .false }
          if operation == .ne { return .true }
          return try Compare.rich(a, b, operation)
        }
      }
      i &+= 1
    }
    return Value(operation.holds(x.count - y.count))
  }
  static func equal(_ a: Args) throws(Raised) -> Value { try compare(a, .eq) }
  static func notEqual(_ a: Args) throws(Raised) -> Value { try compare(a, .ne) }
  static func less(_ a: Args) throws(Raised) -> Value { try compare(a, .lt) }
  static func lessEqual(_ a: Args) throws(Raised) -> Value { try compare(a, .le) }
  static func greater(_ a: Args) throws(Raised) -> Value { try compare(a, .gt) }
  static func greaterEqual(_ a: Args) throws(Raised) -> Value { try compare(a, .ge) }

  static func getNewArgs(_ a: Args) throws(Raised) -> Value {
    let tuple = TupleRef(a[0])
    return TupleRef.of(TupleRef.make(tuple.items, count: tuple.count).value).value
  }

  static func index(_ a: Args) throws(Raised) -> Value {
    let tuple = TupleRef(a[0])
    let (start, stop) = try Sequences.searchBounds(a, tuple.count, from: 2)
    var i = start
    while i < stop, i < tuple.count {
      if try Compare.equal(tuple[i], a[1]) { return Value(i) }
      i += 1
    }
    throw raise(.valueError, "tuple.index(x): x not in tuple")
  }

  static func count(_ a: Args) throws(Raised) -> Value {
    let tuple = TupleRef(a[0])
    var found = 0
    for i in 0..<tuple.count where try Compare.equal(tuple[i], a[1]) { found += 1 }
    return Value(found)
  }
}
