// Building of containers, strings and slices.

import RegisterCode

extension Interpreter {
  @inline(__always)
  static func buildTuple(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    r[word.a] = TupleRef.make(r + word.b, count: word.c).value
  }

  @inline(__always)
  static func buildPair(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    r[word.a] = TupleRef.of(r[word.b], r[word.c]).value
  }

  @inline(__always)
  static func buildList(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    r[word.a] = ListRef.make(r + word.b, count: word.c).value
  }

  @inline(__always)
  static func buildSet(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    let set = SetRef.make()
    for i in 0..<word.c { try set.add(r[word.b + i]) }
    r[word.a] = set.value
  }

  @inline(__always)
  static func buildMap(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    r[word.a] = try Containers.map(r + word.b, pairs: word.c)
  }

  @inline(__always)
  static func buildConstKeyMap(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    r[word.a] = try Containers.map(
      keys: TupleRef(Value(bits: pc.pointee)), r + word.b, count: word.c)
    pc += 1
  }

  @inline(__always)
  static func buildString(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    r[word.a] = Strings.join(r + word.b, count: word.c).value
  }

  @inline(__always)
  static func buildSlice(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    r[word.a] =
      SliceRef.make(
        r[word.b], r[word.b + 1], word.c == 3 ? r[word.b + 2] : .none
      ).value
  }

  @inline(__always)
  static func listAppend(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    ListRef(r[word.a]).append(r[word.b])
  }

  @inline(__always)
  static func listExtend(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    try Containers.extend(ListRef(r[word.a]), r[word.b])
  }

  @inline(__always)
  static func setAdd(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    try SetRef(r[word.a]).add(r[word.b])
  }

  @inline(__always)
  static func setUpdate(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    try Containers.update(SetRef(r[word.a]), r[word.b])
  }

  @inline(__always)
  static func mapAdd(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    try Containers.set(DictRef(r[word.a]), r[word.b], r[word.c])
  }

  @inline(__always)
  static func dictUpdate(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    try Containers.update(DictRef(r[word.a]), r[word.b])
  }

  @inline(__always)
  static func dictMerge(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    try Containers.merge(DictRef(r[word.a]), r[word.b], callable: r[word.c])
  }

  @inline(__always)
  static func listToTuple(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    r[word.a] = ListRef(r[word.b]).toTuple().value
  }
}

enum Strings {
  /// The concatenation of strs that lie side by side.
  static func join(_ parts: UnsafeMutablePointer<Value>, count: Int) -> StrRef {
    var length = 0
    var maximum: UInt32 = 0
    for i in 0..<count {
      let part = StrRef(parts[i])
      length += part.count
      if part.count > 0 { maximum = max(maximum, part.maximumClass) }
    }
    if length == 0 { return .empty }
    let str = StrRef.make(count: length, maximum: maximum)
    var position = 0
    for i in 0..<count {
      let part = StrRef(parts[i])
      str.copy(from: part, 0, part.count, to: position)
      position += part.count
    }
    return str
  }
}

/// Out of line: what has a loop or an error message would make the dispatch loop keep pc in memory.
enum Containers {
  /// `{a: b, …}`: keys and values side by side.
  @inline(never)
  static func map(_ items: Registers, pairs: Int) throws(Raised) -> Value {
    let dict = DictRef.make(capacity: pairs)
    for i in 0..<pairs { try dict.set(items[2 * i], items[2 * i + 1]) }
    return dict.value
  }

  @inline(never)
  static func map(keys: TupleRef, _ values: Registers, count: Int) throws(Raised) -> Value {
    let dict = DictRef.make(capacity: count)
    for i in 0..<count { try dict.set(keys[i], values[i]) }
    return dict.value
  }

  @inline(never)
  static func set(_ dict: DictRef, _ key: Value, _ value: Value) throws(Raised) {
    try dict.set(key, value)
  }

  /// The item, or absent.
  @inline(never)
  static func get(_ dict: DictRef, _ key: Value) throws(Raised) -> Value {
    try dict.get(key)
  }

  @inline(never)
  static func update(_ set: SetRef, _ iterable: Value) throws(Raised) {
    if iterable.isAnySet { return try set.merge(SetRef(iterable)) }
    try Iterate.forEach(iterable) { (item) throws(Raised) in try set.add(item) }
  }

  /// `[*list, *iterable]`.
  static func extend(_ list: ListRef, _ iterable: Value) throws(Raised) {
    do throws(Raised) {
      try Iterate.append(iterable, to: list)
    } catch {
      if iterable.type.special(.iter).isAbsent, iterable.type.special(.getitem).isAbsent,
        catching(.typeError)
      {
        throw raise(
          .typeError, "Value after * must be an iterable, not \(iterable.typeName)")
      }
      throw error
    }
  }

  /// `{**dict, **mapping}`.
  static func update(_ dict: DictRef, _ mapping: Value) throws(Raised) {
    do throws(Raised) { try insertMapping(mapping, into: dict) } catch {
      if catching(.attributeError) {
        throw raise(.typeError, "'\(mapping.typeName)' object is not a mapping")
      }
      throw error
    }
  }

  /// - Parameter keysAreNew: whether a key that the dict has is an error.
  /// - Throws: AttributeError for what has no `keys`, which is all that makes a mapping here; KeyError for a key
  ///   that is not new; what `keys` and `__getitem__` raise.
  static func insertMapping(_ mapping: Value, into dict: DictRef, keysAreNew: Bool = false)
    throws(Raised)
  {
    if mapping.isDict,
      mapping.isExactly(.dict)
        || mapping.type.special(.iter) === BuiltinType.dict.ref.special(.iter)
    {
      let other = DictRef(mapping)
      if dict.count == 0, dict.entryCount == 0, !dict.p.pointee.watched {
        return dict.copyEntries(of: other)
      }
      dict.makeRoom(other.count)
      return try insertAll(other, into: dict, keysAreNew: keysAreNew)
    }
    let keys = try Call.method(mapping, "keys")
    if keys.type.special(.iter).isAbsent, !keys.type.isSequence {
      throw raise(
        .typeError, "\(mapping.typeName).keys() returned a non-iterable (type \(keys.typeName))")
    }
    try Iterate.forEach(keys) { (key) throws(Raised) in
      if keysAreNew, try dict.get(key).isPresent { throw raise(.keyError, key) }
      try dict.set(key, try Subscript.get(mapping, key))
    }
  }

  /// - Throws: RuntimeError where comparing keys changed the keys of `other`.
  private static func insertAll(_ other: DictRef, into dict: DictRef, keysAreNew: Bool)
    throws(Raised)
  {
    let entryCount = other.entryCount
    var number = 0
    while let next = other.nextEntry(number) {
      let entry = other.entries[next]
      if keysAreNew, try dict.get(entry.key).isPresent { throw raise(.keyError, entry.key) }
      try dict.set(entry.key, hash: entry.hash, entry.value)
      if other.entryCount != entryCount {
        throw raise(.runtimeError, "dict mutated during update")
      }
      number = next + 1
    }
  }

  /// `f(**dict, **mapping)`: every key may be given once only.
  static func merge(_ dict: DictRef, _ mapping: Value, callable: Value) throws(Raised) {
    if dict.count == 0, dict.entryCount == 0, mapping.isExactly(.dict),
      DictRef(mapping).p.pointee.onlyStrKeys
    {
      return dict.copyEntries(of: DictRef(mapping))
    }
    do throws(Raised) { try insertMapping(mapping, into: dict, keysAreNew: true) } catch {
      if catching(.attributeError) {
        throw raise(
          .typeError,
          "\(try Names.ofCallable(callable)) argument after ** must be a mapping, not \(mapping.typeName)"
        )
      }
      if let key = takeKeyError() {
        // What is no str is the call's business, which comes after the other arguments.
        guard key.isStr else { throw raise(.typeError, "keywords must be strings") }
        throw raise(
          .typeError,
          "\(try Names.ofCallable(callable)) got multiple values for keyword argument '\(StrRef(key).text)'"
        )
      }
      throw error
    }
  }

  /// The key that the raised KeyError names, which is dropped then; nil for any other exception.
  private static func takeKeyError() -> Value? {
    let exception = thread.pointee.exception
    guard exception.type.isSubtype(of: .keyError) else { return nil }
    let args = ExceptionRef(exception).args
    if args.count != 1 { return nil }
    thread.pointee.exception = .absent
    return args[0]
  }
}
