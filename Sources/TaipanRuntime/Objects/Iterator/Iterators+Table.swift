// Iterators over dicts and sets.

public enum DictIterators {
  public static func make(_ type: BuiltinType, _ dict: DictRef) -> Value {
    let iterator = DictIteratorRef(
      Heap.allocate(MemoryLayout<DictIteratorLayout>.size, Header(shape: .of(type))))
    iterator.p.pointee.dict = dict.value
    iterator.p.pointee.index = isReverse(type) ? dict.entryCount - 1 : 0
    iterator.p.pointee.expectedCount = dict.count
    iterator.p.pointee.remaining = dict.count
    return iterator.value
  }

  private static func isReverse(_ type: BuiltinType) -> Bool {
    type == .dictReverseKeyIterator || type == .dictReverseValueIterator
      || type == .dictReverseItemIterator
  }

  /// The next live entry, nil at the end.
  ///
  /// - Throws: RuntimeError when the dict changed its size.
  @inline(__always)
  static func advance(_ a: Args, reverse: Bool) throws(Raised)
    -> UnsafeMutablePointer<DictEntry>?
  {
    let it = DictIteratorRef(a[0]).p
    if it.pointee.dict.isAbsent { return nil }
    let dict = DictRef(it.pointee.dict)
    if dict.count != it.pointee.expectedCount {
      it.pointee.expectedCount = -1
      throw raise(.runtimeError, "dictionary changed size during iteration")
    }
    var number = it.pointee.index
    if reverse {
      while number >= 0, dict.entries[number].key.isAbsent { number -= 1 }
    } else {
      number = dict.nextEntry(number) ?? -1
    }
    if number < 0 {
      it.pointee.dict = .absent
      return nil
    }
    if it.pointee.remaining == 0 {
      it.pointee.dict = .absent
      throw raise(.runtimeError, "dictionary keys changed during iteration")
    }
    it.pointee.remaining -= 1
    it.pointee.index = reverse ? number - 1 : number + 1
    return dict.entries + number
  }

  static func lengthHint(_ a: Args) throws(Raised) -> Value {
    let it = DictIteratorRef(a[0]).p.pointee
    if it.dict.isAbsent { return Value(0) }
    let count = it.dict.isDict ? DictRef(it.dict).count : SetRef(it.dict).count
    return Value(count == it.expectedCount ? it.remaining : 0)
  }

  static func reduce(_ a: Args) throws(Raised) -> Value {
    let it = DictIteratorRef(a[0])
    let saved = (it.p.pointee.dict, it.p.pointee.index, it.p.pointee.remaining)
    let items = ListRef.make()
    while true {
      let value = try Iterate.next(a[0])
      if value.isExhausted { break }
      items.append(value)
    }
    (it.p.pointee.dict, it.p.pointee.index, it.p.pointee.remaining) = saved
    let iter = DictRef(Singletons.builtins).getStr("iter")
    return TupleRef.of(iter, TupleRef.of(items.value).value).value
  }

  static let common: [NativeMethod] = [
    NativeMethod("__iter__", "($self, /)", Iterators.identity),
    NativeMethod("__length_hint__", "($self, /)", lengthHint),
    NativeMethod("__reduce__", "($self, /)", reduce),
  ]
}

enum DictKeyIteratorType {
  static let methods = DictIterators.common + [NativeMethod("__next__", "($self, /)", next)]
  static let spec = TypeSpec("dict_keyiterator", size: 40, methods: methods)
  static func next(_ a: Args) throws(Raised) -> Value {
    try DictIterators.advance(a, reverse: false)?.pointee.key ?? .exhausted
  }
}
enum DictValueIteratorType {
  static let methods = DictIterators.common + [NativeMethod("__next__", "($self, /)", next)]
  static let spec = TypeSpec("dict_valueiterator", size: 40, methods: methods)
  static func next(_ a: Args) throws(Raised) -> Value {
    try DictIterators.advance(a, reverse: false)?.pointee.value ?? .exhausted
  }
}
enum DictItemIteratorType {
  static let methods = DictIterators.common + [NativeMethod("__next__", "($self, /)", next)]
  static let spec = TypeSpec("dict_itemiterator", size: 40, methods: methods)
  static func next(_ a: Args) throws(Raised) -> Value {
    guard let entry = try DictIterators.advance(a, reverse: false) else { return .exhausted }
    return TupleRef.of(entry.pointee.key, entry.pointee.value).value
  }
}
enum DictReverseKeyIteratorType {
  static let methods = DictIterators.common + [NativeMethod("__next__", "($self, /)", next)]
  static let spec = TypeSpec("dict_reversekeyiterator", size: 40, methods: methods)
  static func next(_ a: Args) throws(Raised) -> Value {
    try DictIterators.advance(a, reverse: true)?.pointee.key ?? .exhausted
  }
}
enum DictReverseValueIteratorType {
  static let methods = DictIterators.common + [NativeMethod("__next__", "($self, /)", next)]
  static let spec = TypeSpec("dict_reversevalueiterator", size: 40, methods: methods)
  static func next(_ a: Args) throws(Raised) -> Value {
    try DictIterators.advance(a, reverse: true)?.pointee.value ?? .exhausted
  }
}
enum DictReverseItemIteratorType {
  static let methods = DictIterators.common + [NativeMethod("__next__", "($self, /)", next)]
  static let spec = TypeSpec("dict_reverseitemiterator", size: 40, methods: methods)
  static func next(_ a: Args) throws(Raised) -> Value {
    guard let entry = try DictIterators.advance(a, reverse: true) else { return .exhausted }
    return TupleRef.of(entry.pointee.key, entry.pointee.value).value
  }
}

/// The first fields are those of dict iterators.
struct SetIteratorLayout {
  var header: Header
  var set: Value
  var index: Int
  var expectedCount: Int
  var remaining: Int
  /// Of the table at the beginning: while it is the same, no key was added.
  var stamp: UInt
}

enum SetIterators {
  static func make(_ set: SetRef) -> Value {
    let object = Heap.allocate(
      MemoryLayout<SetIteratorLayout>.size, Header(shape: .of(.setIterator)))
    let it = object.pointer.assumingMemoryBound(to: SetIteratorLayout.self)
    it.pointee.set = set.value
    it.pointee.index = 0
    it.pointee.expectedCount = set.count
    it.pointee.remaining = set.count
    it.pointee.stamp = set.stamp
    return Value(object)
  }
}

enum SetIteratorType {
  static let methods = DictIterators.common + [NativeMethod("__next__", "($self, /)", next)]
  static let spec = TypeSpec(
    "set_iterator", size: MemoryLayout<SetIteratorLayout>.size, methods: methods)

  static func next(_ a: Args) throws(Raised) -> Value { try advance(a[0]) }

  /// The next key, or `Value.exhausted`.
  ///
  /// - Throws: RuntimeError when the set changed its size.
  @inline(__always) static func advance(_ iterator: Value) throws(Raised) -> Value {
    let it = iterator.asObject.pointer.assumingMemoryBound(to: SetIteratorLayout.self)
    if it.pointee.set.isAbsent { return .exhausted }
    let set = SetRef(it.pointee.set)
    if set.count != it.pointee.expectedCount {
      it.pointee.expectedCount = -1
      throw raise(.runtimeError, "Set changed size during iteration")
    }
    // Behind the last key there may be much that is empty.
    if it.pointee.remaining <= 0, it.pointee.stamp == set.stamp {
      it.pointee.set = .absent
      return .exhausted
    }
    guard let index = set.nextIndex(it.pointee.index) else {
      it.pointee.set = .absent
      return .exhausted
    }
    it.pointee.index = index + 1
    it.pointee.remaining -= 1
    return set.entry(index).key
  }
}
