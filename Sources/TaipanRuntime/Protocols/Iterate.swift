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
    if method.isAbsent, type.isSequence {
      return SequenceIteratorRef.make(.sequenceIterator, value)
    }
    throw raise(.typeError, "'\(type.messageName)' object is not iterable")
  }

  /// The next value, or `Value.exhausted`.
  ///
  /// - Throws: what `__next__` raises, StopIteration excepted.
  @inlinable @inline(__always) public static func next(_ iterator: Value) throws(Raised) -> Value {
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
    return try nextOfAny(iterator)
  }

  @inline(never) @usableFromInline static func nextOfAny(_ iterator: Value) throws(Raised) -> Value
  {
    try nextDirect(iterator)
  }

  /// As `next`, for places where no list iterator is to be expected.
  @inline(__always) static func nextDirect(_ iterator: Value) throws(Raised) -> Value {
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
    try forEach(iterator: try iterator(iterable), body)
  }

  /// Calls `body` with each value of an iterator.
  @inline(__always)
  private static func forEach(iterator: Value, _ body: (Value) throws(Raised) -> Void)
    throws(Raised)
  {
    if let function = nativeNext(iterator) {
      try ThreadState.checkNativeStack()
      var place = iterator
      try withUnsafeMutablePointer(to: &place) { (p) throws(Raised) in
        while true {
          let value = try stopToExhausted(function, p)
          if value.isExhausted { return }
          try body(value)
        }
      }
      return
    }
    while true {
      let value = try next(iterator)
      if value.isExhausted { return }
      try body(value)
    }
  }

  /// The native `__next__` that an iterator has for as long as it lives; nil for others.
  @inline(__always)
  private static func nativeNext(_ iterator: Value) -> NativeFunctionRef? {
    let type = iterator.type
    if type == .generator || type.has(.heap) { return nil }
    let method = type.special(.next)
    return method.isExactly(.slotWrapper) ? NativeFunctionRef(method) : nil
  }

  /// An iterator whose native `__next__` is looked up once.
  struct Steps {
    private var place: Value
    private let function: NativeFunctionRef?

    @inline(__always) init(_ iterable: Value) throws(Raised) {
      place = try Iterate.iterator(iterable)
      function = Iterate.nativeNext(place)
      try ThreadState.checkNativeStack()
    }

    /// The next value, or `Value.exhausted`.
    @inline(__always) mutating func next() throws(Raised) -> Value {
      guard let function else { return try Iterate.next(place) }
      return try withUnsafeMutablePointer(to: &place) { (p) throws(Raised) in
        try Iterate.stopToExhausted(function, p)
      }
    }
  }

  /// Appends the values to a list.
  ///
  /// - Throws: TypeError for what is not iterable; what the iterator raises.
  public static func append(_ iterable: Value, to list: ListRef) throws(Raised) {
    if iterable.isExactly(.list) {
      // The list may be its own argument: the buffer is read after it grew.
      let added = ListRef(iterable).count
      if added == 0 { return }
      list.makeRoom(added)
      return list.append(contentsOf: ListRef(iterable).items, count: added)
    }
    if iterable.isExactly(.tuple) {
      return list.append(contentsOf: TupleRef(iterable).items, count: TupleRef(iterable).count)
    }
    if let items = knownItems(iterable) {
      if items.count == 0 { return }
      if list.count == 0 { return list.takeOver(items) }
      return list.append(contentsOf: items.items, count: items.count)
    }
    let iterator = try self.iterator(iterable)
    if !iterable.isExactly(.generator) {
      let expected = try expectedCount(iterable, besides: list.count)
      if expected > 0 { list.makeRoom(expected) }
    }
    try forEach(iterator: iterator) { (item) throws(Raised) in list.append(item) }
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
    let iterator = try self.iterator(iterable)
    let expected = try expectedCount(iterable)
    if expected >= 1 << 17 { try Heap.requireRoom(expected * 8) }
    let list = ListRef.make(capacity: expected)
    try forEach(iterator: iterator) { (value) throws(Raised) in list.append(value) }
    return list
  }

  /// The items of builtin containers whose iteration runs no other code.
  static func knownItems(_ iterable: Value) -> ListRef? {
    if !iterable.isHeap { return nil }
    let type = iterable.type
    if type.has(.heap) { return nil }
    if type == .range { return RangeRef(iterable).smallItems() }
    if type == .set || type == .frozenSet { return keys(of: SetRef(iterable)) }
    if type == .dict { return keys(of: DictRef(iterable)) }
    if type == .dictKeys { return keys(of: DictViews.dict(iterable)) }
    if type == .dictValues { return values(of: DictViews.dict(iterable)) }
    if type == .dictItems { return items(of: DictViews.dict(iterable)) }
    if type == .str { return characters(of: StrRef(iterable)) }
    if type == .bytes { return numbers(of: BytesRef(iterable)) }
    return nil
  }

  // The lists are new: what is stored into them needs no barrier until something else is allocated.

  private static func keys(of set: SetRef) -> ListRef {
    let list = ListRef.make(capacity: set.count)
    if set.count == 0 { return list }
    var out = list.items
    let table = set.p.pointee.table.unsafelyUnwrapped
    for i in 0...set.p.pointee.mask where table[i].key.isPresent {
      out.pointee = table[i].key
      out += 1
    }
    list.p.pointee.count = set.count
    return list
  }

  private static func keys(of dict: DictRef) -> ListRef { column(of: dict) { $0.key } }
  private static func values(of dict: DictRef) -> ListRef { column(of: dict) { $0.value } }

  @inline(__always)
  private static func column(of dict: DictRef, _ part: (DictEntry) -> Value) -> ListRef {
    let list = ListRef.make(capacity: dict.count)
    if dict.count == 0 { return list }
    var out = list.items
    let entries = dict.entries
    for i in 0..<dict.entryCount where entries[i].key.isPresent {
      out.pointee = part(entries[i])
      out += 1
    }
    list.p.pointee.count = dict.count
    return list
  }

  private static func items(of dict: DictRef) -> ListRef {
    let list = ListRef.make(capacity: dict.count)
    var number = 0
    while let next = dict.nextEntry(number) {
      let entry = dict.entries + next
      list.append(TupleRef.of(entry.pointee.key, entry.pointee.value).value)
      number = next + 1
    }
    return list
  }

  private static func characters(of str: StrRef) -> ListRef {
    let list = ListRef.make(capacity: str.count)
    if str.width == 1 {
      if str.count == 0 { return list }
      let (bytes, out) = (str.bytes, list.items)
      for i in 0..<str.count { out[i] = StrRef.character(UInt32(bytes[i])) }
      list.p.pointee.count = str.count
    } else {
      for i in 0..<str.count { list.append(StrRef.character(str[i])) }
    }
    return list
  }

  private static func numbers(of bytes: BytesRef) -> ListRef {
    let list = ListRef.make(capacity: bytes.count)
    if bytes.count == 0 { return list }
    let (source, out) = (bytes.data, list.items)
    for i in 0..<bytes.count { out[i] = Value(smallInt: Int(source[i])) }
    list.p.pointee.count = bytes.count
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
    if type.special(.len).isPresent {
      do throws(Raised) { return try Convert.length(value) } catch {
        if !catching(.typeError) { throw error }
      }
    }
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
    let n = try Convert.machineInt(hint)
    if n < 0 { throw raise(.valueError, "__length_hint__() should return >= 0") }
    return n
  }

  /// How much room to make for the values of an iterable: a hint may promise more than there is memory for.
  ///
  /// - Parameter present: how many there are already. With these even a machine word may be too small: then the
  /// hint counts as a lie.
  /// - Throws: MemoryError for more than a list can have; what the hint raises.
  private static func expectedCount(
    _ iterable: Value, besides present: Int = 0
  ) throws(Raised) -> Int {
    let hint = try lengthHint(iterable)
    let (all, overflow) = hint.addingReportingOverflow(present)
    if overflow { return 0 }
    if all > Int.max / 8 { throw raise(.memoryError) }
    return min(hint, 1 << 24)
  }
}
