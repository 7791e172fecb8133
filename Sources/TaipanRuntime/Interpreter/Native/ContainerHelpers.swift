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
  static let ask: UInt64 = 0
  static let done: UInt64 = 1
  /// The same, of functions with a truth value, 0 or 1.
  public static let askTruth: UInt64 = 2

  // MARK: Items

  /// `object[key]`.
  public static let subscriptItem: Binary = { object, key in
    let (object, key) = (Value(bits: object), Value(bits: key))
    if !object.isHeap { return ask }
    if object.isPresentExactly(.dict) || Quiet.isDict(object, .getitem) {
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

  /// `object[key]` of an exact dict.
  public static let dictItem: Binary = { dict, key in
    let dict = DictRef(Value(bits: dict))
    guard let number = Quiet.find(dict, Value(bits: key)), number >= 0 else { return ask }
    return dict.entries[number].value.bits
  }

  /// `object[key] = value` of an exact dict.
  public static let dictStore: Ternary = { dict, key, value in
    store(DictRef(Value(bits: dict)), Value(bits: key), Value(bits: value))
  }

  /// `object[key] = value`.
  public static let storeItem: Ternary = { object, key, value in
    let (object, key, value) = (Value(bits: object), Value(bits: key), Value(bits: value))
    if !object.isHeap { return ask }
    if object.isPresentExactly(.dict) || Quiet.isDict(object, .setitem) {
      return store(DictRef(object), key, value)
    }
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
    if !isBound(start) || !isBound(stop) || !isSliced(object) { return ask }
    if object.isExactly(.list) {
      let list = ListRef(object)
      let (low, high) = ends(start, stop, list.count)
      return ListRef.make(list.itemsOrDangling + low, count: high - low).value.bits
    }
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
      if isBound(first), isBound(last),
        let done = moveWithin(ListRef(target), start, stop, ListRef(source), first, last, step)
      {
        return done
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

  /// The same where bounds are ints, items are taken in their order or in the opposite one, and as many are
  /// stored as are replaced; nil elsewhere.
  @inline(__always)
  private static func moveWithin(
    _ target: ListRef, _ start: Value, _ stop: Value, _ source: ListRef, _ first: Value,
    _ last: Value, _ step: Value
  ) -> UInt64? {
    let (low, high) = ends(start, stop, target.count)
    let count = source.count
    let isForward = step.isNone || step.isInt && step.asInt == 1
    guard isForward || step.isInt && step.asInt == -1 else { return nil }
    let begin: Int
    let number: Int
    if isForward {
      let (from, end) = ends(first, last, count)
      (begin, number) = (from, end - from)
    } else {
      // Both lie between -1 and the last index.
      let from = first.isNone ? count - 1 : descending(first.asInt, count)
      let end = last.isNone ? -1 : descending(last.asInt, count)
      (begin, number) = (from, max(0, from - end))
    }
    if number != high - low { return nil }
    if number == 0 { return done }
    let (to, from) = (target.items + low, source.items + begin)
    if isForward {
      to.update(from: from, count: number)
    } else if to + (number - 1) == from {
      // A part of a list turned round.
      var (left, right) = (to, from)
      while left < right {
        (left.pointee, right.pointee) = (right.pointee, left.pointee)
        left += 1
        right -= 1
      }
    } else if target.value === source.value {
      return nil
    } else {
      for k in 0..<number { to[k] = from[-k] }
    }
    target.object.noteWrite()
    return done
  }

  /// A slice's ends, both within a count.
  @inline(__always)
  private static func ends(_ start: Value, _ stop: Value, _ count: Int) -> (Int, Int) {
    func place(_ n: Int) -> Int { n < 0 ? max(0, n &+ count) : min(n, count) }
    let low = start.isNone ? 0 : place(start.asInt)
    return (low, max(low, stop.isNone ? count : place(stop.asInt)))
  }

  @inline(__always)
  private static func descending(_ n: Int, _ count: Int) -> Int {
    n < 0 ? max(-1, n &+ count) : min(n, count - 1)
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

  /// A comparison of two numbers, strs or sets; the third operand is the int of `Compare.Operation`.
  public static let compare: Ternary = { lhs, rhs, operation in
    let (lhs, rhs) = (Value(bits: lhs), Value(bits: rhs))
    let operation = Compare.Operation(rawValue: Value(bits: operation).asInt).unsafelyUnwrapped
    if operation == .ne { return truth(Quiet.equal(lhs, rhs).map { !$0 }) }
    if let known = Compare.fast(lhs, rhs, operation) { return known ? 1 : 0 }
    guard lhs.isInt || lhs.isExactly(.int), rhs.isInt || rhs.isExactly(.int) else {
      return truth(Quiet.compareSets(lhs, rhs, operation))
    }
    return operation.holds(IntMath.compare(lhs, rhs)) ? 1 : 0
  }

  /// The same as a `Value`; `==`, too.
  public static let comparison: Ternary = { lhs, rhs, operation in
    let isEqual = Value(bits: operation).asInt == Compare.Operation.eq.rawValue
    let answer = isEqual ? equal(lhs, rhs) : compare(lhs, rhs, operation)
    return answer == askTruth ? 0 : Value(answer == 1).bits
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

  /// `lhs op rhs` of exact numbers, of strs, lists, tuples and sets; the third operand is the int of `Operator`.
  public static let binary: Ternary = { lhs, rhs, operation in
    let (lhs, rhs) = (Value(bits: lhs), Value(bits: rhs))
    return apply(lhs, rhs, Operator(number: Value(bits: operation).asInt))
  }

  private static func apply(_ lhs: Value, _ rhs: Value, _ op: Operator) -> UInt64 {
    if Operators.hasOnlyMethods(lhs), !Compare.isExactSet(lhs) { return ask }
    if let n = lhs.bigOrSmall, let m = rhs.bigOrSmall {
      switch op {
      case .and: return IntMath.bitwise(n, m, .and).bits
      case .or: return IntMath.bitwise(n, m, .or).bits
      case .xor: return IntMath.bitwise(n, m, .xor).bits
      default: break
      }
    }
    if let set = Quiet.combineSets(lhs, rhs, op) { return set.bits }
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
    let op = Operator(number: Value(bits: operation).asInt)
    if !lhs.isExactly(.list) { return apply(lhs, rhs, op) }
    return op == .add && extend(ListRef(lhs), rhs) ? lhs.bits : ask
  }
}

extension Value {
  /// An exact int, whatever its size.
  fileprivate var bigOrSmall: Value? { isInt || isExactly(.int) ? self : nil }
}
