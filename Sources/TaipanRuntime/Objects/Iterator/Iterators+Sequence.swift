// Iterators over sequences: a sequence and an index, exhausted for good once they ended.

/// The methods that the iterators over builtin sequences share, by a function that reads one item.
enum SequenceIteration {
  @inline(__always)
  static func next(_ a: Args, _ item: (Value, Int) throws(Raised) -> Value?) throws(Raised) -> Value
  {
    let it = SequenceIteratorRef(a[0]).p
    if it.pointee.sequence.isAbsent { return .exhausted }
    if let value = try item(it.pointee.sequence, it.pointee.index) {
      it.pointee.index += 1
      return value
    }
    it.pointee.sequence = .absent
    return .exhausted
  }

  static func lengthHint(_ a: Args) throws(Raised) -> Value {
    let it = SequenceIteratorRef(a[0]).p.pointee
    if it.sequence.isAbsent { return Value(0) }
    if a[0].isExactly(.sequenceIterator), it.sequence.type.special(.len).isAbsent {
      return .notImplemented
    }
    return Value(max(0, try Convert.length(it.sequence) - it.index))
  }

  static func reduce(_ a: Args) throws(Raised) -> Value {
    let it = SequenceIteratorRef(a[0]).p.pointee
    let iter = DictRef(Singletons.builtins).getStr("iter")
    if it.sequence.isAbsent {
      return TupleRef.of(iter, TupleRef.of(TupleRef.empty.value).value).value
    }
    return TupleRef.of(iter, TupleRef.of(it.sequence).value, Value(it.index)).value
  }

  static func setState(_ a: Args) throws(Raised) -> Value {
    SequenceIteratorRef(a[0]).p.pointee.index = max(0, try Convert.machineInt(a[1]))
    return .none
  }

  static let common: [NativeMethod] = [
    NativeMethod("__iter__", "($self, /)", Iterators.identity),
    NativeMethod("__length_hint__", "($self, /)", lengthHint),
    NativeMethod("__reduce__", "($self, /)", reduce),
    NativeMethod("__setstate__", "($self, state, /)", setState),
  ]
}

enum ListIteratorType {
  static let methods = SequenceIteration.common + [NativeMethod("__next__", "($self, /)", next)]
  static let spec = TypeSpec("list_iterator", size: 24, methods: methods)
  static func next(_ a: Args) throws(Raised) -> Value {
    try SequenceIteration.next(a) { (sequence, index) throws(Raised) in
      let list = ListRef(sequence)
      return index < list.count ? list[index] : nil
    }
  }
}

enum ListReverseIteratorType {
  static let methods: [NativeMethod] = [
    NativeMethod("__iter__", "($self, /)", Iterators.identity),
    NativeMethod("__next__", "($self, /)", next),
    NativeMethod("__length_hint__", "($self, /)", lengthHint),
    NativeMethod("__reduce__", "($self, /)", reduce),
    NativeMethod("__setstate__", "($self, state, /)", SequenceIteration.setState),
  ]
  static let spec = TypeSpec("list_reverseiterator", size: 24, methods: methods)
  static func next(_ a: Args) throws(Raised) -> Value {
    let it = SequenceIteratorRef(a[0]).p
    if it.pointee.sequence.isAbsent { return .exhausted }
    let list = ListRef(it.pointee.sequence)
    let index = it.pointee.index
    if index >= 0, index < list.count {
      it.pointee.index = index - 1
      return list[index]
    }
    it.pointee.sequence = .absent
    return .exhausted
  }
  static func lengthHint(_ a: Args) throws(Raised) -> Value {
    let it = SequenceIteratorRef(a[0]).p.pointee
    if it.sequence.isAbsent || it.index >= ListRef(it.sequence).count { return Value(0) }
    return Value(it.index + 1)
  }
  static func reduce(_ a: Args) throws(Raised) -> Value {
    let it = SequenceIteratorRef(a[0]).p.pointee
    if it.sequence.isAbsent {
      let iter = DictRef(Singletons.builtins).getStr("iter")
      return TupleRef.of(iter, TupleRef.of(ListRef.make().value).value).value
    }
    return TupleRef.of(
      BuiltinType.reversed.value, TupleRef.of(it.sequence).value, Value(it.index)
    ).value
  }
}

enum TupleIteratorType {
  static let methods = SequenceIteration.common + [NativeMethod("__next__", "($self, /)", next)]
  static let spec = TypeSpec("tuple_iterator", size: 24, methods: methods)
  static func next(_ a: Args) throws(Raised) -> Value {
    try SequenceIteration.next(a) { (sequence, index) throws(Raised) in
      let tuple = TupleRef(sequence)
      return index < tuple.count ? tuple[index] : nil
    }
  }
}

enum StrIteratorType {
  static let methods = SequenceIteration.common + [NativeMethod("__next__", "($self, /)", next)]
  static let spec = TypeSpec("str_ascii_iterator", size: 24, methods: methods)
  /// Of strs that are not ASCII: another type to CPython, which nothing but its name shows.
  static let wideSpec = TypeSpec("str_iterator", size: 24, methods: methods)
  static func next(_ a: Args) throws(Raised) -> Value {
    advance(SequenceIteratorRef(a[0]))
  }

  @inline(__always) static func advance(_ iterator: SequenceIteratorRef) -> Value {
    if iterator.p.pointee.sequence.isAbsent { return .exhausted }
    let str = StrRef(iterator.p.pointee.sequence)
    let index = iterator.p.pointee.index
    if index < str.count {
      iterator.p.pointee.index = index &+ 1
      return StrRef.character(str[index])
    }
    iterator.p.pointee.sequence = .absent
    return .exhausted
  }
}

enum BytesIteratorType {
  static let methods = SequenceIteration.common + [NativeMethod("__next__", "($self, /)", next)]
  static let spec = TypeSpec("bytes_iterator", size: 24, methods: methods)
  static func next(_ a: Args) throws(Raised) -> Value {
    try SequenceIteration.next(a) { (sequence, index) throws(Raised) in
      let bytes = BytesRef(sequence)
      return index < bytes.count ? Value(smallInt: Int(bytes.data[index])) : nil
    }
  }
}

enum ByteArrayIteratorType {
  static let methods = SequenceIteration.common + [NativeMethod("__next__", "($self, /)", next)]
  static let spec = TypeSpec("bytearray_iterator", size: 24, methods: methods)
  static func next(_ a: Args) throws(Raised) -> Value {
    try SequenceIteration.next(a) { (sequence, index) throws(Raised) in
      let bytes = ByteArrayRef(sequence)
      return index < bytes.count ? Value(smallInt: Int(bytes.data[index])) : nil
    }
  }
}

enum MemoryIteratorType {
  static let methods =
    SequenceIteration.common + [NativeMethod("__next__", "($self, /)", SequenceIteratorType.next)]
  static let spec = TypeSpec("memory_iterator", size: 24, methods: methods)
}

/// Over anything with `__getitem__`.
enum SequenceIteratorType {
  static let methods = SequenceIteration.common + [NativeMethod("__next__", "($self, /)", next)]
  static let spec = TypeSpec("iterator", size: 24, methods: methods)
  static func next(_ a: Args) throws(Raised) -> Value {
    try SequenceIteration.next(a) { (sequence, index) throws(Raised) -> Value? in
      if sequence.isHeap, let item = sequence.asObject.type.p.pointee.item {
        let value = item(sequence.asObject, index)
        if value.isPresent { return value }
      }
      do throws(Raised) { return try Subscript.get(sequence, Value(smallInt: index)) } catch {
        if catching(.indexError) || catching(.stopIteration) { return nil }
        throw error
      }
    }
  }
}

/// `iter(function, sentinel)`: words 1 and 2.
enum CallableIteratorType {
  static let methods: [NativeMethod] = [
    NativeMethod("__iter__", "($self, /)", Iterators.identity),
    NativeMethod("__next__", "($self, /)", next),
    NativeMethod("__reduce__", "($self, /)", reduce),
  ]
  static let spec = TypeSpec("callable_iterator", size: 24, methods: methods)

  static func reduce(_ a: Args) throws(Raised) -> Value {
    let iter = DictRef(Singletons.builtins).getStr("iter")
    let object = a[0].asObject
    let function = object.word(1).pointee
    let arguments =
      function.isAbsent
      ? TupleRef.of(TupleRef.empty.value) : TupleRef.of(function, object.word(2).pointee)
    return TupleRef.of(iter, arguments.value).value
  }
  static func next(_ a: Args) throws(Raised) -> Value {
    let object = a[0].asObject
    let function = object.word(1).pointee
    if function.isAbsent { return .exhausted }
    let value: Value
    do throws(Raised) { value = try Call.function(function) } catch {
      if catching(.stopIteration) {
        object.word(1).pointee = .absent
        return .exhausted
      }
      throw error
    }
    // The function may have taken the rest itself.
    if object.word(1).pointee.isAbsent { return .exhausted }
    if try Compare.equal(value, object.word(2).pointee) {
      object.word(1).pointee = .absent
      return .exhausted
    }
    return value
  }
}
