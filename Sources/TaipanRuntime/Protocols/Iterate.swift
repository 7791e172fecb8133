// Iteration from native code.

public enum Iterate {
  /// `iter(value)`.
  ///
  /// - Throws: TypeError for what is not iterable; what `__iter__` raises.
  public static func iterator(_ value: Value) throws(Raised) -> Value {
    if value.isHeap {
      let type = value.type
      if type == .list { return SequenceIteratorRef.make(.listIterator, value) }
      if type == .tuple { return SequenceIteratorRef.make(.tupleIterator, value) }
      if type == .generator { return value }
    }
    let type = value.type
    let method = type.special(.iter)
    if method.isPresent, !method.isNone {
      let result = try Call.specialMethod(method, value)
      if result.type.special(.next).isAbsent {
        throw raise(.typeError, "iter() returned non-iterator of type '\(result.typeName)'")
      }
      return result
    }
    if method.isAbsent, type.special(.getitem).isPresent, !type.has(.subDict) {
      return SequenceIteratorRef.make(.sequenceIterator, value)
    }
    throw raise(.typeError, "'\(type.messageName)' object is not iterable")
  }

  /// The next value, or `Value.exhausted`.
  ///
  /// - Throws: what `__next__` raises, StopIteration excepted.
  @inline(__always) public static func next(_ iterator: Value) throws(Raised) -> Value {
    if iterator.isExactly(.listIterator) {
      let it = SequenceIteratorRef(iterator).p
      if it.pointee.sequence.isPresent {
        let (list, index) = (ListRef(it.pointee.sequence), it.pointee.index)
        if index < list.count {
          it.pointee.index = index &+ 1
          return list[index]
        }
        it.pointee.sequence = .absent
      }
      return .exhausted
    }
    if iterator.isExactly(.generator) { return try Generators.next(GeneratorRef(iterator)) }
    return try nextOfOthers(iterator)
  }

  @inline(__always)
  private static func nextOfOthers(_ iterator: Value) throws(Raised) -> Value {
    let method = iterator.type.special(.next)
    if method.isPresent, method.type == .slotWrapper {
      // Iterators over iterators over … nest natively.
      try ThreadState.checkNativeStack()
      var place = iterator
      let function = NativeFunctionRef(method)
      return try withUnsafeMutablePointer(to: &place) { (p) throws(Raised) -> Value in
        try Iterate.stopToExhausted(function, p)
      }
    }
    return try nextSlow(iterator, method)
  }

  /// Natives may end by the marker or by raising StopIteration from deeper code.
  @inline(__always)
  static func stopToExhausted(
    _ function: NativeFunctionRef, _ place: UnsafeMutablePointer<Value>
  ) throws(Raised) -> Value {
    do throws(Raised) {
      return try function.p.pointee.function(
        Args(base: place, count: 1, callee: function.value))
    } catch {
      if catching(.stopIteration) { return .exhausted }
      throw error
    }
  }

  @inline(never)
  private static func nextSlow(_ iterator: Value, _ method: Value) throws(Raised) -> Value {
    if method.isAbsent {
      throw raise(.typeError, "'\(iterator.typeName)' object is not an iterator")
    }
    do throws(Raised) { return try Call.specialMethod(method, iterator) } catch {
      if catching(.stopIteration) { return .exhausted }
      throw error
    }
  }

  /// Calls `body` with each value.
  ///
  /// - Throws: TypeError for what is not iterable; what the iterator or `body` raise.
  @inline(__always)
  public static func forEach(_ iterable: Value, _ body: (Value) throws(Raised) -> Void)
    throws(Raised)
  {
    if iterable.isExactly(.list) {
      let list = ListRef(iterable)
      var index = 0
      while index < list.count {
        try body(list[index])
        index += 1
      }
      return
    }
    if iterable.isExactly(.tuple) {
      let tuple = TupleRef(iterable)
      for i in 0..<tuple.count { try body(tuple[i]) }
      return
    }
    let iterator = try self.iterator(iterable)
    while true {
      let value = try next(iterator)
      if value.isExhausted { return }
      try body(value)
    }
  }

  /// A new list of the values.
  public static func list(_ iterable: Value) throws(Raised) -> ListRef {
    if iterable.isExactly(.list) {
      let list = ListRef(iterable)
      return list.count == 0 ? ListRef.make() : ListRef.make(list.items, count: list.count)
    }
    if iterable.isExactly(.tuple) {
      let tuple = TupleRef(iterable)
      return ListRef.make(tuple.items, count: tuple.count)
    }
    if let list = knownItems(iterable) { return list }
    let expected = try lengthHint(iterable)
    if expected >= 1 << 17 {
      if expected > Int.max / 8 { throw raise(.memoryError) }
      try Heap.requireRoom(expected * 8)
    }
    let list = ListRef.make(capacity: expected)
    try forEach(iterable) { (value) throws(Raised) in list.append(value) }
    return list
  }

  /// The items of builtin containers whose iteration runs no other code.
  static func knownItems(_ iterable: Value) -> ListRef? {
    if !iterable.isHeap { return nil }
    if iterable.isExactly(.range) { return RangeRef(iterable).smallItems() }
    if iterable.isExactly(.set) || iterable.isExactly(.frozenSet) {
      let set = SetRef(iterable)
      let list = ListRef.make(capacity: set.count)
      var index = 0
      while let next = set.nextIndex(index) {
        list.append(set.entry(next).key)
        index = next + 1
      }
      return list
    }
    let isDict = iterable.isExactly(.dict)
    let isKeys = iterable.isExactly(.dictKeys)
    let isValues = iterable.isExactly(.dictValues)
    if !isDict, !isKeys, !isValues, !iterable.isExactly(.dictItems) { return nil }
    let dict = isDict ? DictRef(iterable) : DictViews.dict(iterable)
    let list = ListRef.make(capacity: dict.count)
    var number = 0
    while let next = dict.nextEntry(number) {
      let entry = dict.entries + next
      if isDict || isKeys {
        list.append(entry.pointee.key)
      } else if isValues {
        list.append(entry.pointee.value)
      } else {
        list.append(TupleRef.of(entry.pointee.key, entry.pointee.value).value)
      }
      number = next + 1
    }
    return list
  }

  /// The values as a tuple; an exact tuple itself.
  public static func tuple(_ iterable: Value) throws(Raised) -> TupleRef {
    if iterable.isExactly(.tuple) { return TupleRef(iterable) }
    return try list(iterable).toTuple()
  }

  /// About how many values to expect; 0 when unknown.
  public static func lengthHint(_ value: Value, default fallback: Int = 0) throws(Raised) -> Int {
    let type = value.type
    if type.special(.len).isPresent { return try Convert.length(value) }
    let method = type.special(.lengthHint)
    if method.isAbsent { return fallback }
    let hint: Value
    do throws(Raised) { hint = try Call.specialMethod(method, value) } catch {
      if catching(.typeError) { return fallback }
      throw error
    }
    if hint.isNotImplemented { return fallback }
    if !hint.isAnyInt {
      throw raise(.typeError, "__length_hint__ must be an integer, not \(hint.typeName)")
    }
    let n = hint.asMachineInt ?? 0
    if n < 0 { throw raise(.valueError, "__length_hint__() should return >= 0") }
    return min(n, 1 << 24)
  }
}
