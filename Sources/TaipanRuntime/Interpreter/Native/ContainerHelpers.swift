// What native code asks of builtin containers, in place of an instruction's handler. Nothing here runs Python
// code or raises: where that would be so, `ask` is returned, nothing has been done, and the handler has its
// turn. So native code need not store the frame's registers before.

import RegisterCode

public enum ContainerHelpers {
  public typealias Unary = @convention(c) (UInt64) -> UInt64
  public typealias Binary = @convention(c) (UInt64, UInt64) -> UInt64
  public typealias Ternary = @convention(c) (UInt64, UInt64, UInt64) -> UInt64
  public typealias Quaternary = @convention(c) (UInt64, UInt64, UInt64, UInt64) -> UInt64

  /// The handler has to do it; of functions with a result.
  private static let ask: UInt64 = 0
  private static let done: UInt64 = 1
  /// The same, of functions with a truth value, 0 or 1.
  public static let askTruth: UInt64 = 2

  // MARK: Items

  /// `object[key]`.
  public static let subscriptItem: Binary = { object, key in
    let (object, key) = (Value(bits: object), Value(bits: key))
    if !object.isHeap { return ask }
    if object.isPresentExactly(.dict) {
      let dict = DictRef(object)
      guard let number = Quiet.find(dict, key), number >= 0 else { return ask }
      return dict.entries[number].value.bits
    }
    if !key.isInt { return ask }
    var n = key.asInt
    if object.isPresentExactly(.list) {
      let list = ListRef(object)
      if n < 0 { n &+= list.count }
      return n >= 0 && n < list.count ? list[n].bits : ask
    }
    if object.isPresentExactly(.tuple) {
      let tuple = TupleRef(object)
      if n < 0 { n &+= tuple.count }
      return n >= 0 && n < tuple.count ? tuple[n].bits : ask
    }
    if object.isPresentExactly(.str) {
      let str = StrRef(object)
      if n < 0 { n &+= str.count }
      return n >= 0 && n < str.count ? StrRef.character(str[n]).bits : ask
    }
    guard let item = object.asObject.type.p.pointee.item else { return ask }
    return item(object.asObject, n).bits
  }

  /// `object[key] = value`.
  public static let storeItem: Ternary = { object, key, value in
    let (object, key, value) = (Value(bits: object), Value(bits: key), Value(bits: value))
    if !object.isHeap { return ask }
    if object.isPresentExactly(.dict) { return store(DictRef(object), key, value) }
    if !key.isInt { return ask }
    var n = key.asInt
    if object.isPresentExactly(.list) {
      let list = ListRef(object)
      if n < 0 { n &+= list.count }
      if n < 0 || n >= list.count { return ask }
      list[n] = value
      return done
    }
    guard let setItem = object.asObject.type.p.pointee.setItem else { return ask }
    return setItem(object.asObject, n, value) ? done : ask
  }

  private static func store(_ dict: DictRef, _ key: Value, _ value: Value) -> UInt64 {
    if dict.p.pointee.watched { return ask }
    guard let hash = Quiet.hash(key) else { return ask }
    if dict.storeQuickly(key, hash, value) { return done }
    guard let number = dict.search(key, hash) else { return ask }
    if number >= 0 {
      dict.entries[number].value = value
      dict.object.noteWrite()
    } else {
      dict.insert(key, hash, value)
    }
    return done
  }

  /// `del object[key]`.
  public static let deleteItem: Binary = { object, key in
    let (object, key) = (Value(bits: object), Value(bits: key))
    if object.isExactly(.dict) {
      let dict = DictRef(object)
      if dict.p.pointee.watched { return ask }
      guard let number = Quiet.find(dict, key), number >= 0 else { return ask }
      dict.removeEntry(number)
      return done
    }
    guard object.isExactly(.list), key.isInt else { return ask }
    let list = ListRef(object)
    let n = key.asInt < 0 ? key.asInt &+ list.count : key.asInt
    if n < 0 || n >= list.count { return ask }
    _ = list.remove(at: n)
    return done
  }

  // MARK: Slices

  private static func isBound(_ value: Value) -> Bool { value.isInt || value.isNone }

  /// `object[start:stop]` of list, str, tuple or bytes.
  public static let slice: Ternary = { object, start, stop in
    let (object, start, stop) = (Value(bits: object), Value(bits: start), Value(bits: stop))
    if !isBound(start) || !isBound(stop) { return ask }
    guard
      object.isExactly(.list) || object.isExactly(.str) || object.isExactly(.tuple)
        || object.isExactly(.bytes)
    else { return ask }
    return Quiet.attempt { () throws(Raised) in try Subscript.slice(object, start, stop) }.bits
  }

  /// `object[start:stop:step]` of the same.
  public static let steppedSlice: Quaternary = { object, start, stop, step in
    let (object, start) = (Value(bits: object), Value(bits: start))
    let (stop, step) = (Value(bits: stop), Value(bits: step))
    if !isBound(start) || !isBound(stop) || !isBound(step) || !isSliced(object) { return ask }
    return Quiet.attempt { () throws(Raised) in try Subscript.slice(object, start, stop, step) }
      .bits
  }

  private static func isSliced(_ object: Value) -> Bool {
    object.isExactly(.list) || object.isExactly(.str) || object.isExactly(.tuple)
      || object.isExactly(.bytes)
  }

  /// `object[start:stop] = value`, of two lists.
  public static let storeSlice: Quaternary = { object, start, stop, value in
    let (object, value) = (Value(bits: object), Value(bits: value))
    let (start, stop) = (Value(bits: start), Value(bits: stop))
    guard object.isExactly(.list), value.isExactly(.list), object !== value, isBound(start),
      isBound(stop)
    else { return ask }
    let stored = Quiet.attempt { () throws(Raised) in
      try Subscript.setSlice(object, start, stop, value)
      return .none
    }
    return stored.isPresent ? done : ask
  }

  /// The most items that are moved without a list of their own.
  private static let mostMoved = 64

  /// `target[start:stop] = source[first:last:step]` of two lists.
  public static let moveSlice:
    @convention(c) (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) -> UInt64 = {
      target, start, stop, source, first, last, step in
      let (target, source) = (Value(bits: target), Value(bits: source))
      let (start, stop) = (Value(bits: start), Value(bits: stop))
      let (first, last, step) = (Value(bits: first), Value(bits: last), Value(bits: step))
      guard target.isExactly(.list), source.isExactly(.list), isBound(start), isBound(stop) else {
        return ask
      }
      let items = ListRef(source)
      guard let indices = SliceRef.indices(first, last, step, items.count),
        indices.count <= mostMoved
      else { return ask }
      return withUnsafeTemporaryAllocation(of: Value.self, capacity: mostMoved) { buffer in
        let moved = buffer.baseAddress.unsafelyUnwrapped
        let place = items.itemsOrDangling + indices.start
        for k in 0..<indices.count { moved[k] = place[k &* indices.step] }
        let stored = Quiet.attempt { () throws(Raised) in
          let (low, high) = try Subscript.bounds(start, stop, ListRef(target).count)
          ListRef(target).replace(low..<high, with: moved, count: indices.count)
          return .none
        }
        return stored.isPresent ? done : ask
      }
    }

  // MARK: Truth

  private static func truth(_ known: Bool?) -> UInt64 {
    known.map { $0 ? 1 : 0 } ?? askTruth
  }

  /// `item in container`.
  public static let contains: Binary = { item, container in
    truth(Quiet.contains(Value(bits: container), Value(bits: item)))
  }

  /// `lhs == rhs`.
  public static let equal: Binary = { lhs, rhs in
    truth(Quiet.equal(Value(bits: lhs), Value(bits: rhs)))
  }

  /// A comparison of two numbers or two strs; the third operand is the int of `Compare.Operation`.
  public static let compare: Ternary = { lhs, rhs, operation in
    let (lhs, rhs) = (Value(bits: lhs), Value(bits: rhs))
    let operation = Compare.Operation(rawValue: Value(bits: operation).asInt).unsafelyUnwrapped
    if operation == .ne { return truth(Quiet.equal(lhs, rhs).map { !$0 }) }
    if let known = Compare.fast(lhs, rhs, operation) { return known ? 1 : 0 }
    guard lhs.isInt || lhs.isExactly(.int), rhs.isInt || rhs.isExactly(.int) else {
      return askTruth
    }
    return operation.holds(IntMath.compare(lhs, rhs)) ? 1 : 0
  }

  /// `bool(value)`.
  public static let truth: Unary = { value in
    let value = Value(bits: value)
    if let known = Convert.simpleTruth(value) { return known ? 1 : 0 }
    if value.isInlineFloat { return 1 }
    if value.isExactly(.str) { return StrRef(value).count != 0 ? 1 : 0 }
    if value.isExactly(.list) { return ListRef(value).count != 0 ? 1 : 0 }
    if value.isExactly(.dict) { return DictRef(value).count != 0 ? 1 : 0 }
    if value.isExactly(.tuple) { return TupleRef(value).count != 0 ? 1 : 0 }
    if value.isExactly(.set) { return SetRef(value).count != 0 ? 1 : 0 }
    if value.isExactly(.bytes) { return BytesRef(value).count != 0 ? 1 : 0 }
    if value.isExactly(.float) { return value.asFloat != 0 ? 1 : 0 }
    let type = value.type
    return type.special(.bool).isAbsent && type.special(.len).isAbsent ? 1 : askTruth
  }

  // MARK: Operators

  /// `lhs op rhs` of exact numbers, of strs, lists and tuples; the third operand is the int of `Operator`.
  public static let binary: Ternary = { lhs, rhs, operation in
    let (lhs, rhs) = (Value(bits: lhs), Value(bits: rhs))
    return apply(lhs, rhs, Operator(rawValue: Value(bits: operation).asInt).unsafelyUnwrapped)
  }

  private static func apply(_ lhs: Value, _ rhs: Value, _ op: Operator) -> UInt64 {
    if let n = lhs.bigOrSmall, let m = rhs.bigOrSmall {
      switch op {
      case .and: return IntMath.bitwise(n, m, .and).bits
      case .or: return IntMath.bitwise(n, m, .or).bits
      case .xor: return IntMath.bitwise(n, m, .xor).bits
      default: break
      }
    }
    if op == .add {
      if lhs.isExactly(.str) {
        if !rhs.isExactly(.str) { return ask }
        return Quiet.attempt { () throws(Raised) in
          try StrRef.add(StrRef(lhs), StrRef(rhs)).value
        }.bits
      }
      if lhs.isExactly(.list) && rhs.isExactly(.list)
        || lhs.isExactly(.tuple) && rhs.isExactly(.tuple)
      {
        return Quiet.attempt { () throws(Raised) in
          try Operators.sequences(lhs, rhs, op) ?? .absent
        }.bits
      }
      if lhs.isExactly(.bytes), rhs.isExactly(.bytes) { return general(lhs, rhs, op) }
    }
    if op == .multiply, lhs.isExactly(.list) || lhs.isExactly(.str) || lhs.isExactly(.tuple),
      rhs.isInt
    {
      return general(lhs, rhs, op)
    }
    if Quiet.isPlain(lhs), Quiet.isPlain(rhs) {
      return Quiet.attempt { () throws(Raised) in try Operators.numbers(lhs, rhs, op) ?? .absent }
        .bits
    }
    return ask
  }

  private static func general(_ lhs: Value, _ rhs: Value, _ op: Operator) -> UInt64 {
    Quiet.attempt { () throws(Raised) in try Operators.binary(lhs, rhs, op) }.bits
  }

  /// `lhs op= rhs` of the same.
  public static let inPlace: Ternary = { lhs, rhs, operation in
    let (lhs, rhs) = (Value(bits: lhs), Value(bits: rhs))
    let op = Operator(rawValue: Value(bits: operation).asInt).unsafelyUnwrapped
    if !lhs.isExactly(.list) { return apply(lhs, rhs, op) }
    return op == .add && extend(ListRef(lhs), rhs) ? lhs.bits : ask
  }

  // MARK: Lists and tuples

  /// A list of `count` items that are absent, to be filled at once.
  public static let list: @convention(c) (Int) -> UInt64 = { count in
    let list = ListRef.make(capacity: count)
    list.p.pointee.count = count
    return list.value.bits
  }

  private static func extend(_ list: ListRef, _ values: Value) -> Bool {
    if !values.isExactly(.list) && !values.isExactly(.tuple) { return false }
    return Quiet.attempt { () throws(Raised) in
      try Iterate.append(values, to: list)
      return .none
    }.isPresent
  }

  public static let listExtend: Binary = { list, values in
    extend(ListRef(Value(bits: list)), Value(bits: values)) ? Value.none.bits : ask
  }

  public static let listPop: Unary = { list in
    let list = ListRef(Value(bits: list))
    let last = list.count - 1
    if last < 0 { return ask }
    let value = list[last]
    list.truncate(last)
    return value.bits
  }

  public static let listPopAt: Binary = { list, index in
    let (list, index) = (ListRef(Value(bits: list)), Value(bits: index))
    if !index.isInt { return ask }
    let n = index.asInt < 0 ? index.asInt &+ list.count : index.asInt
    return n >= 0 && n < list.count ? list.remove(at: n).bits : ask
  }

  public static let listInsert: Ternary = { list, index, value in
    let (list, index) = (ListRef(Value(bits: list)), Value(bits: index))
    if !index.isInt { return ask }
    let n = index.asInt < 0 ? max(0, index.asInt &+ list.count) : index.asInt
    list.insert(Value(bits: value), at: min(n, list.count))
    return Value.none.bits
  }

  private static func position(_ list: ListRef, _ value: UInt64) -> Int? {
    let found = Quiet.position(of: Value(bits: value), in: list.itemsOrDangling, list.count)
    return found.flatMap { $0 < 0 ? nil : $0 }
  }

  public static let listRemove: Binary = { list, value in
    let list = ListRef(Value(bits: list))
    guard let index = position(list, value) else { return ask }
    _ = list.remove(at: index)
    return Value.none.bits
  }

  public static let listIndex: Binary = { list, value in
    position(ListRef(Value(bits: list)), value).map { Value(smallInt: $0).bits } ?? ask
  }

  public static let listReverse: Unary = { list in
    ListRef(Value(bits: list)).reverse()
    return Value.none.bits
  }

  public static let listClear: Unary = { list in
    ListRef(Value(bits: list)).truncate(0)
    return Value.none.bits
  }

  public static let listCopy: Unary = { list in
    let list = ListRef(Value(bits: list))
    return ListRef.make(list.itemsOrDangling, count: list.count).value.bits
  }

  // MARK: Dicts

  public static let dict: @convention(c) () -> UInt64 = { DictRef.make().value.bits }

  /// `dict.get(key, default)`.
  public static let dictGet: Ternary = { dict, key, fallback in
    let dict = DictRef(Value(bits: dict))
    guard let number = Quiet.find(dict, Value(bits: key)) else { return ask }
    return number < 0 ? fallback : dict.entries[number].value.bits
  }

  public static let dictSetDefault: Ternary = { dict, key, fallback in
    let (dict, key) = (DictRef(Value(bits: dict)), Value(bits: key))
    if dict.p.pointee.watched { return ask }
    guard let hash = Quiet.hash(key), let number = dict.search(key, hash) else { return ask }
    if number >= 0 { return dict.entries[number].value.bits }
    dict.insert(key, hash, Value(bits: fallback))
    return fallback
  }

  private static func pop(_ dict: UInt64, _ key: UInt64, _ fallback: UInt64) -> UInt64 {
    let dict = DictRef(Value(bits: dict))
    if dict.p.pointee.watched || dict.count == 0 { return ask }
    guard let number = Quiet.find(dict, Value(bits: key)) else { return ask }
    if number < 0 { return fallback }
    let value = dict.entries[number].value
    dict.removeEntry(number)
    return value.bits
  }

  public static let dictPop: Binary = { pop($0, $1, ask) }
  public static let dictPopDefault: Ternary = { pop($0, $1, $2) }

  public static let dictKeys: Unary = { DictViews.make(.dictKeys, Value(bits: $0)).bits }
  public static let dictValues: Unary = { DictViews.make(.dictValues, Value(bits: $0)).bits }
  public static let dictItems: Unary = { DictViews.make(.dictItems, Value(bits: $0)).bits }

  // MARK: Sets

  public static let setAdd: Binary = { set, key in
    let (set, key) = (SetRef(Value(bits: set)), Value(bits: key))
    guard let hash = Quiet.hash(key), let isThere = set.search(key, hash) else { return ask }
    if !isThere { set.addNew(key, hash: hash) }
    return Value.none.bits
  }

  private static func remove(_ set: UInt64, _ key: UInt64) -> Bool? {
    let (set, key) = (SetRef(Value(bits: set)), Value(bits: key))
    guard let hash = Quiet.hash(key), let isThere = set.search(key, hash) else { return nil }
    if isThere {
      do throws(Raised) { _ = try set.remove(key, hash: hash) } catch {
        fatalError("a comparison that runs no Python code raised")
      }
    }
    return isThere
  }

  public static let setDiscard: Binary = { set, key in
    remove(set, key) == nil ? ask : Value.none.bits
  }

  public static let setRemove: Binary = { set, key in
    remove(set, key) == true ? Value.none.bits : ask
  }

  // MARK: Strings

  /// `separator.join(strings)` of a list or tuple.
  public static let join: Binary = { separator, strings in
    let (separator, strings) = (Value(bits: separator), Value(bits: strings))
    guard separator.isExactly(.str), strings.isExactly(.list) || strings.isExactly(.tuple) else {
      return ask
    }
    return call(Builtins.strJoin, separator, strings)
  }

  /// `format(value, "")`.
  public static let formatted: Unary = { value in
    let value = Value(bits: value)
    if value.isExactly(.str) { return value.bits }
    if value.isInt { return IntText.decimal(value).value.bits }
    if !Quiet.isPlain(value) { return ask }
    return Quiet.attempt { () throws(Raised) in
      try Convert.format(value, StrRef.empty.value)
    }.bits
  }

  /// The concatenation of `count` strs.
  public static let concatenation:
    @convention(c) (Int, UInt64, UInt64, UInt64, UInt64, UInt64) -> UInt64 = {
      count, a, b, c, d, e in
      var parts = (
        Value(bits: a), Value(bits: b), Value(bits: c), Value(bits: d), Value(bits: e)
      )
      return withUnsafeMutablePointer(to: &parts) {
        let base = UnsafeMutableRawPointer($0).assumingMemoryBound(to: Value.self)
        return Strings.join(base, count: count).value.bits
      }
    }

  private static func call(_ function: Value, _ a: Value, _ b: Value) -> UInt64 {
    Quiet.attempt { () throws(Raised) in try Call.function(function, a, b) }.bits
  }

  // MARK: Iterators

  /// `iter(value)` of builtin containers.
  public static let iterator: Unary = { value in
    let value = Value(bits: value)
    guard value.isHeap else { return ask }
    if value.isExactly(.list) { return SequenceIteratorRef.make(.listIterator, value).bits }
    if value.isExactly(.tuple) { return SequenceIteratorRef.make(.tupleIterator, value).bits }
    guard isQuietlyIterable(value) else { return ask }
    return Quiet.attempt { () throws(Raised) in try Iterate.iterator(value) }.bits
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
    if isSequenceIterator(iterator) || iterator.isExactly(.setIterator) {
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

extension Value {
  /// An exact int, whatever its size.
  fileprivate var bigOrSmall: Value? { isInt || isExactly(.int) ? self : nil }
}
