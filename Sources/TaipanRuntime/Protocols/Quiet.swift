// Operations on builtin objects that run no Python code: for native code, which then need not store what the
// frame's registers hold. Where Python code would be asked, or an error raised, they return nil, and nothing has
// been done.

enum Quiet {
  /// How deep tuples are looked into.
  private static let mostLevels = 4

  /// `hash(value)`.
  @inline(__always) static func hash(_ value: Value) -> Int? {
    if value.isInt, value.asInt.magnitude < 1 << 60 {
      let n = value.asInt
      return n == -1 ? -2 : n
    }
    if value.isExactly(.str) { return StrRef(value).hash }
    return hashSlow(value, mostLevels)
  }

  @inline(never) private static func hashSlow(_ value: Value, _ levels: Int) -> Int? {
    if value.isInt { return IntMath.hash(value) }
    if value.isInlineFloat { return Hash.ofDouble(value.asInlineFloat, value) }
    if value.isExactly(.str) { return StrRef(value).hash }
    if value.isExactly(.tuple) { return hash(TupleRef(value), levels) }
    if value.isExactly(.bytes) { return BytesRef(value).hash }
    if value.isBool { return value.isTrue ? 1 : 0 }
    if value.type.special(.hash) === BuiltinType.object.ref.special(.hash) {
      return Hash.ofAddress(value)
    }
    if value.isNone || isPlain(value) {
      do throws(Raised) { return try Hash.of(value) } catch { thread.pointee.exception = .absent }
    }
    return nil
  }

  private static func hash(_ tuple: TupleRef, _ levels: Int) -> Int? {
    if tuple.p.pointee.hash != -1 { return tuple.p.pointee.hash }
    if levels == 0 { return nil }
    for i in 0..<tuple.count {
      let item = tuple[i]
      if item.isInt || item.isExactly(.str) { continue }
      if hashSlow(item, levels - 1) == nil { return nil }
    }
    do throws(Raised) { return try Hash.ofTuple(tuple) } catch {
      thread.pointee.exception = .absent
      return nil
    }
  }

  /// `lhs == rhs`.
  @inline(__always) static func equal(_ lhs: Value, _ rhs: Value) -> Bool? {
    Compare.fast(lhs, rhs, .eq) ?? equalSlow(lhs, rhs, mostLevels)
  }

  @inline(never)
  private static func equalSlow(_ lhs: Value, _ rhs: Value, _ levels: Int) -> Bool? {
    if let known = Compare.fast(lhs, rhs, .eq) { return known }
    if let known = Compare.truths(lhs, rhs, .eq) { return known }
    if lhs.isExactly(.bytes), rhs.isExactly(.bytes) {
      return BytesRef(lhs).isEqual(BytesRef(rhs))
    }
    if let known = Compare.byIdentity(lhs, rhs, .eq) { return known }
    let (left, right) = (Compare.kind(lhs), Compare.kind(rhs))
    if left == 0 || right == 0 { return compareSets(lhs, rhs, .eq) }
    if left != right { return false }
    if lhs.isExactly(.tuple) {
      return levels > 0 ? equal(TupleRef(lhs), TupleRef(rhs), levels) : nil
    }
    if lhs.isFloat, rhs.isFloat { return lhs.asFloat == rhs.asFloat }
    if lhs.isInt || lhs.isExactly(.int), rhs.isInt || rhs.isExactly(.int) {
      return IntMath.compare(lhs, rhs) == 0
    }
    return nil
  }

  private static func equal(_ x: TupleRef, _ y: TupleRef, _ levels: Int) -> Bool? {
    if x.count != y.count { return false }
    for i in 0..<x.count {
      let (a, b) = (x[i], y[i])
      if a === b, !a.isInlineFloat { continue }
      guard let equal = equalSlow(a, b, levels - 1) else { return nil }
      if !equal { return false }
    }
    return true
  }

  /// The entry number of a key, -1 where there is none.
  @inline(__always) static func find(_ dict: DictRef, _ key: Value) -> Int? {
    guard let hash = hash(key) else { return nil }
    return dict.search(key, hash)
  }

  /// Whether a value is an instance of a subclass of dict, as defaultdict is, which leaves an operation to dict.
  @inline(__always) static func isDict(_ value: Value, _ operation: SpecialName) -> Bool {
    guard value.isHeap, value.isPresent, value.asObject.type.has(.subDict) else { return false }
    return value.asObject.type.special(operation) === BuiltinType.dict.ref.special(operation)
  }

  // MARK: Membership

  /// `item in container`.
  static func contains(_ container: Value, _ item: Value) -> Bool? {
    if container.isExactly(.set) || container.isExactly(.frozenSet) {
      guard let hash = hash(item) else { return nil }
      let set = SetRef(container)
      return set.findAtFirstPlace(item, hash) ?? set.search(item, hash)
    }
    if container.isExactly(.dict) || isDict(container, .contains) {
      return find(DictRef(container), item).map { $0 >= 0 }
    }
    if container.isExactly(.list) {
      let list = ListRef(container)
      return position(of: item, in: list.itemsOrDangling, list.count).map { $0 >= 0 }
    }
    if container.isExactly(.tuple) {
      let tuple = TupleRef(container)
      return position(of: item, in: tuple.items, tuple.count).map { $0 >= 0 }
    }
    if container.isExactly(.str), item.isExactly(.str) {
      let text = TextView(StrRef(container))
      return text.find(TextView(StrRef(item)), 0, text.count) != nil
    }
    return nil
  }

  /// The index of the first item that is, or equals, a value; -1 where there is none.
  static func position(of value: Value, in items: UnsafePointer<Value>, _ count: Int) -> Int? {
    if value.isInt {
      for i in 0..<count {
        let item = items[i]
        if item === value { return i }
        if !item.isInt {
          guard let equal = equal(item, value) else { return nil }
          if equal { return i }
        }
      }
      return -1
    }
    for i in 0..<count {
      let item = items[i]
      if item === value, !item.isInlineFloat { return i }
      guard let equal = equal(item, value) else { return nil }
      if equal { return i }
    }
    return -1
  }

  // MARK: Arguments

  /// Whether a value is an exact number, str, bytes, bool or None: what neither runs Python code nor can be
  /// changed by anyone.
  @inline(__always) static func isPlain(_ value: Value) -> Bool {
    if !value.isHeap { return true }
    return value.isExactly(.str) || value.isExactly(.float) || value.isExactly(.int)
      || value.isBool || value.isNone || value.isExactly(.bytes)
  }

  /// Runs what cannot run Python code; absent where it raises.
  @inline(__always)
  static func attempt(_ body: () throws(Raised) -> Value) -> Value {
    do throws(Raised) {
      return try body()
    } catch {
      thread.pointee.exception = .absent
      return .absent
    }
  }
}
