// Iterators over builtin containers.

extension ContainerHelpers {
  // MARK: Iterators

  /// `iter(value)` of builtin containers.
  public static let iterator: Unary = { value in
    let value = Value(bits: value)
    guard value.isHeap else { return ask }
    if value.isExactly(.list) { return SequenceIteratorRef.make(.listIterator, value).bits }
    if value.isExactly(.tuple) { return SequenceIteratorRef.make(.tupleIterator, value).bits }
    if let generator = newGenerator(of: value) { return generator.bits }
    guard isQuietlyIterable(value) else { return ask }
    return Quiet.attempt { () throws(Raised) in try Iterate.iterator(value) }.bits
  }

  /// What `yield from` delegates to where the value's `__iter__` is a generator function.
  public static let delegate: Unary = { value in
    let value = Value(bits: value)
    guard value.isHeap else { return ask }
    return newGenerator(of: value)?.bits ?? ask
  }

  private static func newGenerator(of value: Value) -> Value? {
    let method = value.asObject.type.special(.iter)
    guard method.isPresent, method.isExactly(.function),
      let caller = thread.pointee.frame
    else { return nil }
    let function = FunctionRef(method)
    if function.p.pointee.body.pointee.simpleArguments != 1 { return nil }
    return Interpreter.generator(of: value, function, caller)
  }

  private static func isQuietlyIterable(_ value: Value) -> Bool {
    value.isExactly(.dict) || value.isExactly(.str) || value.isExactly(.set)
      || value.isExactly(.dictItems) || value.isExactly(.dictKeys) || value.isExactly(.dictValues)
      || value.isExactly(.range) || value.isExactly(.bytes) || value.isExactly(.frozenSet)
      || value.isExactly(.enumerate) || value.isExactly(.zip) || value.isExactly(.reversed)
  }

  /// The next item of a builtin iterator, or the exhausted marker.
  public static let next: Unary = { iterator in
    let iterator = Value(bits: iterator)
    if iterator.isExactly(.dictItemIterator) {
      return next(of: iterator) { TupleRef.of($0.pointee.key, $0.pointee.value).value }
    }
    if iterator.isExactly(.dictKeyIterator) { return next(of: iterator) { $0.pointee.key } }
    if iterator.isExactly(.dictValueIterator) { return next(of: iterator) { $0.pointee.value } }
    if iterator.isExactly(.setIterator) {
      return Quiet.attempt { () throws(Raised) in try SetIteratorType.advance(iterator) }.bits
    }
    if isSequenceIterator(iterator) {
      return Quiet.attempt { () throws(Raised) in try Iterate.nextDirect(iterator) }.bits
    }
    if iterator.isExactly(.enumerate) { return nextNumbered(iterator) }
    if iterator.isExactly(.zip) { return ZipType.quietNext(iterator).bits }
    return ask
  }

  private static let pairBuffer: UnsafeMutablePointer<Value> = {
    let buffer = UnsafeMutablePointer<Value>.allocate(capacity: 2)
    buffer.initialize(repeating: .absent, count: 2)
    return buffer
  }()

  /// The address of what `nextPair` found: to be read at once, as the collector does not look there.
  public static var pair: Int { Int(bitPattern: pairBuffer) }

  private static let hasPair: UInt64 = 1
  private static let isAtEnd: UInt64 = 2

  /// The next pair of a dict's items, of a `zip` of two sequences or of an enumerated one.
  public static let nextPair: Unary = { iterator in
    let iterator = Value(bits: iterator)
    if iterator.isExactly(.dictItemIterator) {
      let item = next(of: iterator) {
        pairBuffer[0] = $0.pointee.key
        pairBuffer[1] = $0.pointee.value
        return .none
      }
      return item == ask ? ask : item == Value.exhausted.bits ? isAtEnd : hasPair
    }
    guard iterator.isExactly(.enumerate) || iterator.isExactly(.zip) else { return ask }
    let (first, second) = (iterator.asObject.word(1).pointee, iterator.asObject.word(2).pointee)
    if iterator.isExactly(.enumerate) {
      guard isSequenceIterator(first), second.isInt,
        let following = Value.addInts(second, Value(smallInt: 1))
      else { return ask }
      let item = quietly(first)
      if item.isExhausted { return isAtEnd }
      iterator.asObject.store(following, at: iterator.asObject.word(2))
      pairBuffer[0] = second
      pairBuffer[1] = item
      return hasPair
    }
    let iterators = TupleRef(first)
    guard iterators.count == 2, second.isFalse, isSequenceIterator(iterators[0]),
      isSequenceIterator(iterators[1])
    else { return ask }
    let item = quietly(iterators[0])
    if item.isExhausted { return isAtEnd }
    let other = quietly(iterators[1])
    if other.isExhausted { return isAtEnd }
    pairBuffer[0] = item
    pairBuffer[1] = other
    return hasPair
  }

  /// The next item of an iterator that does not raise.
  private static func quietly(_ iterator: Value) -> Value {
    do throws(Raised) { return try Iterate.next(iterator) } catch {
      fatalError("the iterator of a sequence raised")
    }
  }

  /// Whether an iterator neither runs Python code nor raises.
  static func isSequenceIterator(_ iterator: Value) -> Bool {
    iterator.isExactly(.listIterator) || iterator.isExactly(.tupleIterator)
      || iterator.isExactly(.rangeIterator) || iterator.isExactly(.strIterator)
      || iterator.isExactly(.wideStrIterator) || iterator.isExactly(.bytesIterator)
      || iterator.isExactly(.listReverseIterator)
  }

  private static func nextNumbered(_ iterator: Value) -> UInt64 {
    let object = iterator.asObject
    if !isSequenceIterator(object.word(1).pointee) || !object.word(2).pointee.isInt { return ask }
    return Quiet.attempt { () throws(Raised) in try Iterate.nextDirect(iterator) }.bits
  }

  /// The next entry of a dict's iterator; the handler raises where the dict was changed.
  @inline(__always)
  private static func next(
    of iterator: Value, _ item: (UnsafeMutablePointer<DictEntry>) -> Value
  ) -> UInt64 {
    let it = DictIteratorRef(iterator).p
    if it.pointee.dict.isAbsent { return Value.exhausted.bits }
    let dict = DictRef(it.pointee.dict)
    if dict.count != it.pointee.expectedCount { return ask }
    guard let number = dict.nextEntry(it.pointee.index) else {
      it.pointee.dict = .absent
      return Value.exhausted.bits
    }
    if it.pointee.remaining == 0 { return ask }
    it.pointee.remaining -= 1
    it.pointee.index = number + 1
    return item(dict.entries + number).bits
  }
}
