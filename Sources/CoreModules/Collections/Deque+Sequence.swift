// deque as a sequence, and its iterators.

import TaipanRuntime

extension DequeObject {
  static let sequenceMethods: [NativeMethod] = [
    NativeMethod("__len__", "($self, /)", length),
    NativeMethod("__getitem__", "($self, key, /)", getItem),
    NativeMethod("__setitem__", "($self, key, value, /)", setItem),
    NativeMethod("__delitem__", "($self, key, /)", deleteItem),
    NativeMethod("__contains__", "($self, key, /)", contains),
    NativeMethod("__iter__", "($self, /)", iterate),
    NativeMethod("__reversed__", "($self, /)", reversed),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__eq__", "($self, value, /)", equal),
    NativeMethod("__ne__", "($self, value, /)", notEqual),
    NativeMethod("__lt__", "($self, value, /)", less),
    NativeMethod("__le__", "($self, value, /)", lessEqual),
    NativeMethod("__gt__", "($self, value, /)", greater),
    NativeMethod("__ge__", "($self, value, /)", greaterEqual),
    NativeMethod("__add__", "($self, value, /)", add),
    NativeMethod("__iadd__", "($self, value, /)", addInPlace),
    NativeMethod("__mul__", "($self, value, /)", multiply),
    NativeMethod("__rmul__", "($self, value, /)", multiply),
    NativeMethod("__imul__", "($self, value, /)", multiplyInPlace),
    NativeMethod("__class_getitem__", "($type, object, /)", ItertoolsModule.alias),
  ]

  static func length(_ a: Args) throws(Raised) -> Value { Value(DequeRef(a[0]).count) }

  private static func place(_ a: Args) throws(Raised) -> Int {
    let deque = DequeRef(a[0])
    if !a[1].isAnyInt, a[1].type.special(.index).isAbsent {
      throw raise(
        .typeError, "sequence index must be integer, not '\(a[1].typeName)'")
    }
    var n = try Convert.machineInt(a[1], overflow: .indexError)
    if n < 0 { n += deque.count }
    if n < 0 || n >= deque.count { throw raise(.indexError, "deque index out of range") }
    return n
  }
  static func getItem(_ a: Args) throws(Raised) -> Value { DequeRef(a[0])[try place(a)] }
  static func setItem(_ a: Args) throws(Raised) -> Value {
    DequeRef(a[0])[try place(a)] = a[2]
    return .none
  }
  static func deleteItem(_ a: Args) throws(Raised) -> Value {
    DequeRef(a[0]).remove(at: try place(a))
    return .none
  }
  static func contains(_ a: Args) throws(Raised) -> Value {
    let deque = DequeRef(a[0])
    let changes = deque.changes
    for i in 0..<deque.count {
      if try Compare.equal(deque[i], a[1]) { return .true }
      if deque.changes != changes {
        throw raise(.runtimeError, "deque mutated during iteration")
      }
    }
    return .false
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    let list = try Iterate.list(a[0])
    let name = a[0].type.nameText
    let stack = thread.pointee.reprStack
    if stack.isPresent {
      let active = ListRef(stack)
      for i in 0..<active.count where active[i] === a[0] { return Value("[...]") }
    } else {
      thread.pointee.reprStack = ListRef.make().value
    }
    let active = ListRef(thread.pointee.reprStack)
    active.append(a[0])
    let depth = active.count
    defer { active.truncate(depth - 1) }
    var text = StrRef.concatenate(StrRef.make(name + "("), try Convert.repr(list.value))
    if a.field(4).isPresent {
      let maximum = try Convert.repr(a.field(4)).text
      text = StrRef.concatenate(text, StrRef.make(", maxlen=\(maximum)"))
    }
    return StrRef.concatenate(text, StrRef.make(")")).value
  }

  // MARK: Comparison, by the lists of the values

  private static func compare(_ a: Args, _ operation: Compare.Operation) throws(Raised) -> Value {
    if !a[1].type.isSubtype(of: type) { return .notImplemented }
    return try Compare.rich(
      try Iterate.list(a[0]).value, try Iterate.list(a[1]).value, operation)
  }
  static func equal(_ a: Args) throws(Raised) -> Value { try compare(a, .eq) }
  static func notEqual(_ a: Args) throws(Raised) -> Value { try compare(a, .ne) }
  static func less(_ a: Args) throws(Raised) -> Value { try compare(a, .lt) }
  static func lessEqual(_ a: Args) throws(Raised) -> Value { try compare(a, .le) }
  static func greater(_ a: Args) throws(Raised) -> Value { try compare(a, .gt) }
  static func greaterEqual(_ a: Args) throws(Raised) -> Value { try compare(a, .ge) }

  // MARK: Operators

  static func add(_ a: Args) throws(Raised) -> Value {
    if !a[1].type.isSubtype(of: type) {
      throw raise(
        .typeError, "can only concatenate deque (not \"\(a[1].typeName)\") to deque")
    }
    let result = DequeRef(try copy(a))
    let other = DequeRef(a[1])
    for i in 0..<other.count { result.append(other[i]) }
    return result.value
  }
  static func addInPlace(_ a: Args) throws(Raised) -> Value {
    _ = try extend(a)
    return a[0]
  }

  private static func times(_ a: Args) throws(Raised) -> Int? {
    if !a[1].isAnyInt, a[1].type.special(.index).isAbsent { return nil }
    return try Convert.machineInt(a[1], overflow: .overflowError)
  }
  private static func fill(_ deque: DequeRef, _ times: Int) throws(Raised) {
    let count = deque.count
    if times <= 0 {
      deque.clear()
    } else if count > 0, times > 1 {
      if times > (1 << 40) / count { throw raise(.memoryError) }
      let values = try Iterate.list(deque.value)
      for _ in 1..<times { for i in 0..<count { deque.append(values[i]) } }
    }
  }
  static func multiply(_ a: Args) throws(Raised) -> Value {
    guard let times = try times(a) else { return .notImplemented }
    let result = DequeRef(try copy(a))
    try fill(result, times)
    return result.value
  }
  static func multiplyInPlace(_ a: Args) throws(Raised) -> Value {
    guard let times = try times(a) else { return .notImplemented }
    try fill(DequeRef(a[0]), times)
    return a[0]
  }

  // MARK: Iterators. Words: 1 deque, 2 next index, 3 number of changes at the start, 4 values still to come

  static let iteratorMethods: [NativeMethod] = [
    NativeMethod("__new__", "($type, deque, index=0, /)", newIterator),
    NativeMethod("__iter__", "($self, /)", ItertoolsModule.identity),
    NativeMethod("__next__", "($self, /)", next),
    NativeMethod("__length_hint__", "($self, /)", lengthHint),
    NativeMethod("__reduce__", "($self, /)", reduceIterator),
  ]
  static let reverseIteratorMethods: [NativeMethod] = [
    NativeMethod("__new__", "($type, deque, index=0, /)", newIterator),
    NativeMethod("__iter__", "($self, /)", ItertoolsModule.identity),
    NativeMethod("__next__", "($self, /)", nextReversed),
    NativeMethod("__length_hint__", "($self, /)", lengthHint),
    NativeMethod("__reduce__", "($self, /)", reduceIterator),
  ]

  private static func makeIterator(_ iteratorType: TypeRef, _ deque: Value, skipping: Int) -> Value
  {
    let iterator = Instances.allocate(iteratorType)
    iterator.word(1).pointee = deque
    iterator.word(2).pointee = Value(smallInt: skipping)
    iterator.word(3).pointee = Value(smallInt: DequeRef(deque).changes)
    iterator.word(4).pointee = Value(smallInt: max(0, DequeRef(deque).count - skipping))
    return Value(iterator)
  }
  static func iterate(_ a: Args) throws(Raised) -> Value {
    makeIterator(iteratorType, a[0], skipping: 0)
  }
  static func reversed(_ a: Args) throws(Raised) -> Value {
    makeIterator(reverseIteratorType, a[0], skipping: 0)
  }
  static func newIterator(_ a: Args) throws(Raised) -> Value {
    if !a[1].type.isSubtype(of: type) {
      throw raise(
        .typeError,
        "\(TypeRef(a[0]).nameText)() argument 1 must be collections.deque, not \(a[1].argumentTypeName)"
      )
    }
    let skipping = a.count > 2 ? try Convert.machineInt(a[2]) : 0
    return makeIterator(TypeRef(a[0]), a[1], skipping: max(0, skipping))
  }

  /// The index of the next value, counted from the start of the iteration; nil at the end.
  @inline(__always)
  private static func step(_ a: Args) throws(Raised) -> Int? {
    let remaining = a.field(4).asInt
    if remaining == 0 { return nil }
    if DequeRef(a.field(1)).changes != a.field(3).asInt {
      a[0].asObject.word(4).pointee = Value(smallInt: 0)
      throw raise(.runtimeError, "deque mutated during iteration")
    }
    let index = a.field(2).asInt
    a[0].asObject.word(2).pointee = Value(smallInt: index + 1)
    a[0].asObject.word(4).pointee = Value(smallInt: remaining - 1)
    return index
  }
  static func next(_ a: Args) throws(Raised) -> Value {
    guard let index = try step(a) else { return .exhausted }
    return DequeRef(a.field(1))[index]
  }
  static func nextReversed(_ a: Args) throws(Raised) -> Value {
    guard let index = try step(a) else { return .exhausted }
    let deque = DequeRef(a.field(1))
    return deque[deque.count - 1 - index]
  }
  static func lengthHint(_ a: Args) throws(Raised) -> Value { a.field(4) }
  static func reduceIterator(_ a: Args) throws(Raised) -> Value {
    let deque = DequeRef(a.field(1))
    return TupleRef.of(
      a[0].type.value, TupleRef.of(a.field(1), Value(deque.count - a.field(4).asInt)).value
    ).value
  }
}
