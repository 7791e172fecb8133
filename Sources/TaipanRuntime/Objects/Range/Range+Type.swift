// The type `range`.

public struct RangeLayout {
  public var header: Header
  /// Ints of any size.
  public var start: Value
  public var stop: Value
  public var step: Value
  public var count: Value
}

@frozen public struct RangeRef: TypedRef {
  public let p: UnsafeMutablePointer<RangeLayout>
  @inlinable @inline(__always) public init(p: UnsafeMutablePointer<RangeLayout>) { self.p = p }

  /// A range of ints.
  ///
  /// - Throws: ValueError for a step of zero.
  public static func make(_ start: Value, _ stop: Value, _ step: Value) throws(Raised) -> Value {
    let count = try length(start, stop, step)
    let range = RangeRef(Heap.allocate(MemoryLayout<RangeLayout>.size, Header(shape: .of(.range))))
    range.p.pointee.start = start
    range.p.pointee.stop = stop
    range.p.pointee.step = step
    range.p.pointee.count = count
    return range.value
  }

  private static func length(_ start: Value, _ stop: Value, _ step: Value) throws(Raised) -> Value {
    if start.isInt, stop.isInt, step.isInt, step.asInt == 1 {
      return Value(Swift.max(0, stop.asInt - start.asInt))
    }
    if step.intSign == 0 { throw raise(.valueError, "range() arg 3 must not be zero") }
    let (low, high) = step.intSign > 0 ? (start, stop) : (stop, start)
    if IntMath.compare(low, high) >= 0 { return Value(0) }
    let magnitude = step.intSign > 0 ? step : IntMath.negate(step)
    let span = IntMath.subtract(IntMath.subtract(high, low), Value(1))
    return IntMath.add(try IntMath.divmod(span, magnitude).0, Value(1))
  }

  /// The items; nil where some are large ints.
  func smallItems() -> ListRef? {
    let (start, stop, step) = (p.pointee.start, p.pointee.stop, p.pointee.step)
    guard start.isInt, stop.isInt, step.isInt, let count = p.pointee.count.asMachineInt else {
      return nil
    }
    let list = ListRef.make(capacity: count)
    var number = start.asInt
    for i in 0..<count {
      list.items[i] = Value(smallInt: number)
      number &+= step.asInt
    }
    list.p.pointee.count = count
    return list
  }

  /// The range that a slice selects, where numbers and indices are small enough for machine arithmetic.
  func smallSlice(_ indices: SliceRef.Indices) -> Value? {
    func isSmall(_ n: Int) -> Bool { Int32(exactly: n) != nil }
    let (start, step) = (p.pointee.start, p.pointee.step)
    guard start.isInt, step.isInt, isSmall(start.asInt), isSmall(step.asInt), indices.step == 1,
      isSmall(indices.start), isSmall(indices.stop), isSmall(indices.count)
    else { return nil }
    let range = RangeRef(Heap.allocate(MemoryLayout<RangeLayout>.size, Header(shape: .of(.range))))
    range.p.pointee.start = Value(smallInt: start.asInt + indices.start * step.asInt)
    range.p.pointee.stop = Value(smallInt: start.asInt + indices.stop * step.asInt)
    range.p.pointee.step = step
    range.p.pointee.count = Value(smallInt: indices.count)
    return range.value
  }

  /// Item `n`, which may be outside of the range.
  func item(_ n: Value) -> Value {
    IntMath.add(p.pointee.start, IntMath.multiply(n, p.pointee.step))
  }
}

enum RangeType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args)", new),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__len__", "($self, /)", length),
    NativeMethod("__bool__", "($self, /)", bool),
    NativeMethod("__getitem__", "($self, key, /)", getItem),
    NativeMethod("__contains__", "($self, key, /)", contains),
    NativeMethod("__iter__", "($self, /)", iterate),
    NativeMethod("__reversed__", "($self, /)", reversed),
    NativeMethod("__hash__", "($self, /)", hash),
    NativeMethod("__eq__", "($self, value, /)", equal),
    NativeMethod("__ne__", "($self, value, /)", notEqual),
    NativeMethod("__reduce__", "($self, /)", reduce),
    NativeMethod("index", "($self, value, /)", index),
    NativeMethod("count", "($self, value, /)", count),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("start", getStart), NativeGetSet("stop", getStop), NativeGetSet("step", getStep),
  ]
  static let spec = TypeSpec(
    "range", size: MemoryLayout<RangeLayout>.size, flags: [.matchesSequence], methods: methods,
    getSets: getSets, item: item)

  private static func item(_ object: ObjectRef, _ index: Int) -> Value {
    let range = RangeRef(object)
    let count = range.p.pointee.count
    guard count.isInt else { return .absent }
    let n = index < 0 ? index &+ count.asInt : index
    guard n >= 0, n < count.asInt else { return .absent }
    let (start, step) = (range.p.pointee.start, range.p.pointee.step)
    if start.isInt, step.isInt {
      // Both ends of the range are ints, so is what lies between; small ones as a rule.
      let (product, overflow) = n.multipliedReportingOverflow(by: step.asInt)
      let (sum, overflow2) = start.asInt.addingReportingOverflow(product)
      if !overflow, !overflow2 { return Value(sum) }
    }
    return range.item(Value(n))
  }

  /// `range(stop)`.
  static func upTo(_ stop: Value) throws(Raised) -> Value {
    try RangeRef.make(Value(smallInt: 0), try Convert.index(stop), Value(smallInt: 1))
  }

  static func new(_ a: Args) throws(Raised) -> Value {
    if a.keywordCount > 0 { throw raise(.typeError, "range() takes no keyword arguments") }
    switch a.count {
    case 2: return try RangeRef.make(Value(0), try Convert.index(a[1]), Value(1))
    case 3: return try RangeRef.make(try Convert.index(a[1]), try Convert.index(a[2]), Value(1))
    case 4:
      return try RangeRef.make(
        try Convert.index(a[1]), try Convert.index(a[2]), try Convert.index(a[3]))
    case 1: throw raise(.typeError, "range expected at least 1 argument, got 0")
    default: throw raise(.typeError, "range expected at most 3 arguments, got \(a.count - 1)")
    }
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    let range = RangeRef(a[0]).p.pointee
    let bounds = "\(IntText.decimal(range.start).text), \(IntText.decimal(range.stop).text)"
    if range.step.isInt, range.step.asInt == 1 { return Value("range(\(bounds))") }
    return Value("range(\(bounds), \(IntText.decimal(range.step).text))")
  }
  static func length(_ a: Args) throws(Raised) -> Value {
    let count = RangeRef(a[0]).p.pointee.count
    if count.asMachineInt == nil {
      throw raise(.overflowError, "Python int too large to convert to C ssize_t")
    }
    return count
  }
  static func bool(_ a: Args) throws(Raised) -> Value {
    Value(RangeRef(a[0]).p.pointee.count.intSign != 0)
  }

  static func iterate(_ a: Args) throws(Raised) -> Value { iterator(RangeRef(a[0])) }

  static func iterator(_ range: RangeRef) -> Value {
    let r = range.p.pointee
    if r.start.isInt, r.step.isInt, r.count.isInt, r.stop.isInt,
      let span = Value.multiplyInts(r.count, r.step), Value.addInts(r.start, span) != nil
    {
      let it = RangeIteratorRef(Heap.allocate(32, Header(shape: .of(.rangeIterator))))
      it.p.pointee.next = r.start.asInt
      it.p.pointee.step = r.step.asInt
      it.p.pointee.remaining = r.count.asInt
      return it.value
    }
    return LongRangeIteratorType.make(r.start, r.step, r.count)
  }

  static func reversed(_ a: Args) throws(Raised) -> Value {
    let range = RangeRef(a[0])
    let r = range.p.pointee
    if r.start.isInt, r.stop.isInt, r.count.isInt, r.step.isInt, r.step.asInt == 1 {
      let it = RangeIteratorRef(Heap.allocate(32, Header(shape: .of(.rangeIterator))))
      it.p.pointee.next = r.start.asInt &+ r.count.asInt &- 1
      it.p.pointee.step = -1
      it.p.pointee.remaining = r.count.asInt
      return it.value
    }
    let last = range.item(IntMath.subtract(r.count, Value(1)))
    let stop = IntMath.subtract(r.start, r.step)
    let reversed = try RangeRef.make(last, stop, IntMath.negate(r.step))
    return iterator(RangeRef(reversed))
  }

  static func getItem(_ a: Args) throws(Raised) -> Value {
    let range = RangeRef(a[0])
    let r = range.p.pointee
    if a[1].isExactly(.slice) {
      let slice = SliceRef(a[1])
      if r.count.isInt, let indices = slice.smallIndices(r.count.asInt),
        let part = range.smallSlice(indices)
      {
        return part
      }
      let indices = try slice.indices(anyLength: r.count)
      return try RangeRef.make(
        range.item(indices[0]), range.item(indices[1]), IntMath.multiply(r.step, indices[2]))
    }
    if !a[1].isAnyInt, a[1].type.special(.index).isAbsent {
      throw ListType.badIndex("range", a[1])
    }
    var n = try Convert.index(a[1])
    if n.intSign < 0 { n = IntMath.add(n, r.count) }
    if n.intSign < 0 || IntMath.compare(n, r.count) >= 0 {
      throw raise(.indexError, "range object index out of range")
    }
    return range.item(n)
  }

  /// The position of an int, nil if it is not in the range.
  private static func find(_ range: RangeRef, _ value: Value) throws(Raised) -> Value? {
    let r = range.p.pointee
    if value.isInt, r.start.isInt, r.step.isInt, r.step.asInt == 1 {
      let position = Value(value.asInt - r.start.asInt)
      return position.intSign < 0 || IntMath.compare(position, r.count) >= 0 ? nil : position
    }
    let difference = IntMath.subtract(value.exactInt, r.start)
    let (position, rest) = try IntMath.divmod(difference, r.step)
    if rest.intSign != 0 || position.intSign < 0 || IntMath.compare(position, r.count) >= 0 {
      return nil
    }
    return position
  }

  /// An int that is equal to itself as an int only.
  private static func isPlainInt(_ value: Value) -> Bool {
    value.isInt || value.isExactly(.int) || value.isBool
  }

  static func contains(_ a: Args) throws(Raised) -> Value {
    if isPlainInt(a[1]) {
      return Value(try find(RangeRef(a[0]), a[1]) != nil)
    }
    let iterator = iterator(RangeRef(a[0]))
    while true {
      let value = try Iterate.next(iterator)
      if value.isExhausted { return .false }
      if try Compare.equal(value, a[1]) { return .true }
    }
  }

  static func index(_ a: Args) throws(Raised) -> Value {
    if isPlainInt(a[1]) {
      if let position = try find(RangeRef(a[0]), a[1]) { return position }
      throw raise(.valueError, "\(try Convert.repr(a[1]).text) is not in range")
    }
    let iterator = iterator(RangeRef(a[0]))
    var position = 0
    while true {
      let value = try Iterate.next(iterator)
      if value.isExhausted { break }
      if try Compare.equal(value, a[1]) { return Value(position) }
      position += 1
    }
    throw raise(.valueError, "sequence.index(x): x not in sequence")
  }
  static func count(_ a: Args) throws(Raised) -> Value {
    if isPlainInt(a[1]) { return Value(smallInt: (try contains(a)).isTrue ? 1 : 0) }
    let iterator = iterator(RangeRef(a[0]))
    var count = 0
    while true {
      let value = try Iterate.next(iterator)
      if value.isExhausted { return Value(count) }
      if try Compare.equal(value, a[1]) { count += 1 }
    }
  }

  private static func key(_ range: RangeRef) -> TupleRef {
    let r = range.p.pointee
    if r.count.intSign == 0 { return TupleRef.of(r.count, .none, .none) }
    if r.count.isInt, r.count.asInt == 1 { return TupleRef.of(r.count, r.start, .none) }
    return TupleRef.of(r.count, r.start, r.step)
  }
  static func hash(_ a: Args) throws(Raised) -> Value {
    Value(try Hash.ofTuple(key(RangeRef(a[0]))))
  }
  static func equal(_ a: Args) throws(Raised) -> Value {
    guard a[1].isExactly(.range) else { return .notImplemented }
    return Value(try Compare.equal(key(RangeRef(a[0])).value, key(RangeRef(a[1])).value))
  }
  static func notEqual(_ a: Args) throws(Raised) -> Value {
    guard a[1].isExactly(.range) else { return .notImplemented }
    return Value(!(try Compare.equal(key(RangeRef(a[0])).value, key(RangeRef(a[1])).value)))
  }
  static func reduce(_ a: Args) throws(Raised) -> Value {
    let r = RangeRef(a[0]).p.pointee
    return TupleRef.of(a[0].type.value, TupleRef.of(r.start, r.stop, r.step).value).value
  }
  static func getStart(_ a: Args) throws(Raised) -> Value { RangeRef(a[0]).p.pointee.start }
  static func getStop(_ a: Args) throws(Raised) -> Value { RangeRef(a[0]).p.pointee.stop }
  static func getStep(_ a: Args) throws(Raised) -> Value { RangeRef(a[0]).p.pointee.step }
}
