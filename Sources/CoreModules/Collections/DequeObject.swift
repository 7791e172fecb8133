// collections.deque: a ring of values.
//
// Words: 1 list that is the ring (its count is its capacity, a power of two; unused places are absent),
// 2 place of the first value, 3 number of values, 4 maximal length (absent: none), 5 number of changes.

import TaipanRuntime

@frozen public struct DequeRef {
  let object: ObjectRef
  init(_ value: Value) { object = value.asObject }

  var ring: ListRef { ListRef(object.word(1).pointee) }
  var value: Value { Value(object) }
  var first: Int {
    get { object.word(2).pointee.asInt }
    nonmutating set { object.word(2).pointee = Value(smallInt: newValue) }
  }
  var count: Int {
    get { object.word(3).pointee.asInt }
    nonmutating set { object.word(3).pointee = Value(smallInt: newValue) }
  }
  var maximum: Int { object.word(4).pointee.isAbsent ? Int.max : limit(object.word(4).pointee) }

  private func limit(_ maximum: Value) -> Int { maximum.isInt ? maximum.asInt : Int.max }
  var changes: Int { object.word(5).pointee.asInt }
  @inline(__always) func noteChange() { object.word(5).pointee = Value(smallInt: changes + 1) }

  /// The value at an index that exists.
  subscript(_ index: Int) -> Value {
    get { ring.items[(first &+ index) & (ring.count &- 1)] }
    nonmutating set {
      let ring = self.ring
      ring.items[(first + index) & (ring.count - 1)] = newValue
      ring.object.noteWrite()
    }
  }

  func clear() {
    object.store(DequeRef.makeRing(8).value, at: object.word(1))
    first = 0
    count = 0
    noteChange()
  }

  static func makeRing(_ capacity: Int) -> ListRef {
    let ring = ListRef.make(capacity: capacity)
    ring.items.update(repeating: .absent, count: capacity)
    ring.p.pointee.count = capacity
    return ring
  }

  /// Makes room for so many items, as a ring has a power of two.
  func reserve(_ wanted: Int) {
    var capacity = ring.count
    while capacity < min(wanted, maximum) { capacity *= 2 }
    if capacity > ring.count { grow(to: capacity) }
  }

  @inline(never) private func grow(to capacity: Int) {
    let larger = DequeRef.makeRing(capacity)
    let front = min(count, ring.count - first)
    larger.items.update(from: ring.items + first, count: front)
    (larger.items + front).update(from: ring.items, count: count - front)
    object.store(larger.value, at: object.word(1))
    larger.object.noteWrite()
    first = 0
  }

  func append(_ value: Value) {
    noteChange()
    if count >= maximum {
      if maximum == 0 { return }
      _ = popFirst()
    }
    if count == ring.count { grow(to: count * 2) }
    count += 1
    self[count - 1] = value
  }

  func prepend(_ value: Value) {
    noteChange()
    if count >= maximum {
      if maximum == 0 { return }
      _ = popLast()
    }
    if count == ring.count { grow(to: count * 2) }
    first = (first - 1) & (ring.count - 1)
    count += 1
    self[0] = value
  }

  /// The deque is not empty.
  func popFirst() -> Value {
    let value = self[0]
    ring.items[first] = .absent
    first = (first + 1) & (ring.count - 1)
    count -= 1
    noteChange()
    return value
  }

  func popLast() -> Value {
    let value = self[count - 1]
    self[count - 1] = .absent
    count -= 1
    noteChange()
    return value
  }

  /// Moves `steps` values from the end to the front.
  func rotate(_ steps: Int) {
    if count < 2 { return }
    var n = steps % count
    if n < 0 { n += count }
    if n == 0 { return }
    noteChange()
    if count == ring.count {
      first = (first - n) & (ring.count - 1)
      return
    }
    if n <= count / 2 {
      for _ in 0..<n {
        let value = popLast()
        first = (first - 1) & (ring.count - 1)
        count += 1
        self[0] = value
      }
    } else {
      for _ in 0..<(count - n) {
        let value = popFirst()
        count += 1
        self[count - 1] = value
      }
    }
  }

  func insert(_ value: Value, at index: Int) {
    append(value)
    var i = count - 1
    while i > index {
      self[i] = self[i - 1]
      i -= 1
    }
    self[index] = value
  }

  func remove(at index: Int) {
    for i in index..<(count - 1) { self[i] = self[i + 1] }
    _ = popLast()
  }
}

enum DequeObject {
  nonisolated(unsafe) static var type = BuiltinType.object.ref
  nonisolated(unsafe) static var iteratorType = BuiltinType.object.ref
  nonisolated(unsafe) static var reverseIteratorType = BuiltinType.object.ref

  private static let spec = TypeSpec(
    "collections.deque", size: 48, flags: [.baseable, .weakReferable, .matchesSequence],
    methods: methods, getSets: getSets, item: readItem, setItem: writeItem)

  static func readItem(_ object: ObjectRef, _ index: Int) -> Value {
    let deque = DequeRef(Value(object))
    let n = index < 0 ? index + deque.count : index
    return n >= 0 && n < deque.count ? deque[n] : .absent
  }

  static func writeItem(_ object: ObjectRef, _ index: Int, _ value: Value) -> Bool {
    let deque = DequeRef(Value(object))
    let n = index < 0 ? index + deque.count : index
    if n < 0 || n >= deque.count { return false }
    deque[n] = value
    return true
  }

  static func start() {
    type = NativeTypes.make(spec)
    iteratorType = NativeTypes.make(
      TypeSpec("collections._deque_iterator", size: 40, methods: iteratorMethods))
    reverseIteratorType = NativeTypes.make(
      TypeSpec("collections._deque_reverse_iterator", size: 40, methods: reverseIteratorMethods))
  }

  static let getSets: [NativeGetSet] = [NativeGetSet("maxlen", getMaximum)]

  static let ownMethods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", new),
    NativeMethod("__init__", "($self, iterable=None, maxlen=None)", initialize),
    NativeMethod("append", "($self, item, /)", append),
    NativeMethod("appendleft", "($self, item, /)", appendLeft),
    NativeMethod("pop", "($self, /)", pop),
    NativeMethod("popleft", "($self, /)", popLeft),
    NativeMethod("extend", "($self, iterable, /)", extend),
    NativeMethod("extendleft", "($self, iterable, /)", extendLeft),
    NativeMethod("rotate", "($self, n=1, /)", rotate),
    NativeMethod("clear", "($self, /)", clear),
    NativeMethod("copy", "($self, /)", copy),
    NativeMethod("__copy__", "($self, /)", copy),
    NativeMethod("count", "($self, value, /)", count),
    NativeMethod("index", "($self, value, start=0, stop=9223372036854775807, /)", index),
    NativeMethod("insert", "($self, index, value, /)", insert),
    NativeMethod("remove", "($self, value, /)", remove),
    NativeMethod("reverse", "($self, /)", reverse),
    NativeMethod("__reduce__", "($self, /)", reduce),
  ]
  /// One table, because functions keep pointers into it.
  static let methods: [NativeMethod] = ownMethods + sequenceMethods

  static func new(_ a: Args) throws(Raised) -> Value {
    let ring = DequeRef.makeRing(8)
    let object = Instances.allocate(TypeRef(a[0]))
    object.word(1).pointee = ring.value
    object.word(2).pointee = Value(smallInt: 0)
    object.word(3).pointee = Value(smallInt: 0)
    object.word(5).pointee = Value(smallInt: 0)
    return Value(object)
  }

  static func initialize(_ a: Args) throws(Raised) -> Value {
    let deque = DequeRef(a[0])
    var maximum = Value.absent
    if a[2].isPresent, !a[2].isNone {
      if !a[2].isAnyInt { throw raise(.typeError, "an integer is required") }
      let n = try Convert.machineInt(a[2])
      if n < 0 { throw raise(.valueError, "maxlen must be non-negative") }
      maximum = Value(n)
    }
    deque.object.word(4).pointee = maximum
    if deque.count > 0 { deque.clear() }
    if a[1].isPresent {
      if a[1].isExactly(.list) { deque.reserve(ListRef(a[1]).count) }
      if a[1].isExactly(.tuple) { deque.reserve(TupleRef(a[1]).count) }
      try Iterate.forEach(a[1]) { (value) throws(Raised) in deque.append(value) }
    }
    return .none
  }

  static func getMaximum(_ a: Args) throws(Raised) -> Value {
    a.field(4).isAbsent ? .none : a.field(4)
  }
  static func append(_ a: Args) throws(Raised) -> Value {
    DequeRef(a[0]).append(a[1])
    return .none
  }
  static func appendLeft(_ a: Args) throws(Raised) -> Value {
    DequeRef(a[0]).prepend(a[1])
    return .none
  }
  static func pop(_ a: Args) throws(Raised) -> Value {
    let deque = DequeRef(a[0])
    if deque.count == 0 { throw raise(.indexError, "pop from an empty deque") }
    return deque.popLast()
  }
  static func popLeft(_ a: Args) throws(Raised) -> Value {
    let deque = DequeRef(a[0])
    if deque.count == 0 { throw raise(.indexError, "pop from an empty deque") }
    return deque.popFirst()
  }

  /// A deque that is extended by itself gives its old values.
  private static func source(_ a: Args) throws(Raised) -> Value {
    a[0] === a[1] ? try Iterate.list(a[1]).value : a[1]
  }
  static func extend(_ a: Args) throws(Raised) -> Value {
    let deque = DequeRef(a[0])
    try Iterate.forEach(try source(a)) { (value) throws(Raised) in deque.append(value) }
    return .none
  }
  static func extendLeft(_ a: Args) throws(Raised) -> Value {
    let deque = DequeRef(a[0])
    try Iterate.forEach(try source(a)) { (value) throws(Raised) in deque.prepend(value) }
    return .none
  }
  static func rotate(_ a: Args) throws(Raised) -> Value {
    DequeRef(a[0]).rotate(a.count > 1 ? try Convert.machineInt(a[1]) : 1)
    return .none
  }
  static func clear(_ a: Args) throws(Raised) -> Value {
    DequeRef(a[0]).clear()
    return .none
  }
  static func copy(_ a: Args) throws(Raised) -> Value {
    if a[0].type == type {
      let copy = DequeRef(try new(Args(base: withType(a), count: 1)))
      copy.object.word(4).pointee = a.field(4)
      let deque = DequeRef(a[0])
      for i in 0..<deque.count { copy.append(deque[i]) }
      return copy.value
    }
    if a.field(4).isAbsent { return try Call.function(a[0].type.value, a[0]) }
    return try Call.function(a[0].type.value, a[0], a.field(4))
  }

  nonisolated(unsafe) private static let typeCell = UnsafeMutablePointer<Value>.allocate(
    capacity: 1)
  private static func withType(_ a: Args) -> UnsafeMutablePointer<Value> {
    typeCell.initialize(to: type.value)
    return typeCell
  }

  private static func checked(_ deque: DequeRef, _ changes: Int) throws(Raised) {
    if deque.changes != changes { throw raise(.runtimeError, "deque mutated during iteration") }
  }
  static func count(_ a: Args) throws(Raised) -> Value {
    let deque = DequeRef(a[0])
    let changes = deque.changes
    var count = 0
    for i in 0..<deque.count {
      if try Compare.equal(deque[i], a[1]) { count += 1 }
      try checked(deque, changes)
    }
    return Value(count)
  }
  static func index(_ a: Args) throws(Raised) -> Value {
    let deque = DequeRef(a[0])
    func bound(_ value: Value, _ fallback: Int) throws(Raised) -> Int {
      if value.isAbsent { return fallback }
      if !value.isAnyInt, value.type.special(.index).isAbsent {
        throw raise(.typeError, "slice indices must be integers or have an __index__ method")
      }
      return try Subscript.sliceIndex(value)
    }
    func clamped(_ n: Int) -> Int { min(n < 0 ? max(0, n &+ deque.count) : n, deque.count) }
    let first = try bound(a.optional(2), 0)
    let last = try bound(a.optional(3), .max)
    // Both conversions may run code that changes the deque.
    let (start, stop) = (clamped(first), clamped(last))
    let changes = deque.changes
    var i = start
    while i < stop {
      if try Compare.equal(deque[i], a[1]) { return Value(i) }
      try checked(deque, changes)
      i += 1
    }
    throw raise(.valueError, "\(try Convert.repr(a[1]).text) is not in deque")
  }
  static func insert(_ a: Args) throws(Raised) -> Value {
    let deque = DequeRef(a[0])
    var place = try Convert.machineInt(a[1])
    if deque.count >= deque.maximum {
      throw raise(.indexError, "deque already at its maximum size")
    }
    if place < 0 { place = max(0, place + deque.count) }
    deque.insert(a[2], at: min(place, deque.count))
    return .none
  }
  static func remove(_ a: Args) throws(Raised) -> Value {
    let deque = DequeRef(a[0])
    let changes = deque.changes
    for i in 0..<deque.count {
      let found = try Compare.equal(deque[i], a[1])
      if deque.changes != changes {
        throw raise(.indexError, "deque mutated during remove().")
      }
      if found {
        deque.remove(at: i)
        return .none
      }
    }
    throw raise(.valueError, "\(try Convert.repr(a[1]).text) is not in deque")
  }
  static func reverse(_ a: Args) throws(Raised) -> Value {
    let deque = DequeRef(a[0])
    var (i, k) = (0, deque.count - 1)
    while i < k {
      let value = deque[i]
      deque[i] = deque[k]
      deque[k] = value
      i += 1
      k -= 1
    }
    return .none
  }
  static func reduce(_ a: Args) throws(Raised) -> Value {
    let state = try Call.method(a[0], "__getstate__")
    let arguments =
      a.field(4).isAbsent
      ? TupleRef.empty : TupleRef.of(TupleRef.empty.value, a.field(4))
    return TupleRef.of(
      a[0].type.value, arguments.value, state, try Iterate.iterator(a[0])
    ).value
  }
}
