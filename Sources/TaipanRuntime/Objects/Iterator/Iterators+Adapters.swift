// enumerate, reversed, zip, map, filter: words 1 and 2 of the object.

private func make(_ type: TypeRef, _ first: Value, _ second: Value) -> Value {
  let object = Instances.allocate(type)
  object.word(1).pointee = first
  object.word(2).pointee = second
  return Value(object)
}

enum EnumerateType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, iterable, start=0)", new),
    NativeMethod("__iter__", "($self, /)", Iterators.identity),
    NativeMethod("__next__", "($self, /)", next),
    NativeMethod("__reduce__", "($self, /)", reduce),
    NativeMethod("__class_getitem__", "($type, object, /)", MappingProxyType.classGetItem),
  ]
  /// Over an iterator, from 0.
  static func make(_ iterator: Value) -> Value {
    TaipanRuntime.make(BuiltinType.enumerate.ref, iterator, Value(smallInt: 0))
  }

  static let spec = TypeSpec("enumerate", size: 24, flags: [.baseable], methods: methods)

  static func new(_ a: Args) throws(Raised) -> Value {
    let start = a[2].isPresent ? try Convert.index(a[2]) : Value(0)
    return TaipanRuntime.make(TypeRef(a[0]), try Iterate.iterator(a[1]), start)
  }
  static func next(_ a: Args) throws(Raised) -> Value { try advance(a[0]) }

  static func advance(_ enumerate: Value) throws(Raised) -> Value {
    let object = enumerate.asObject
    let value = try Iterate.next(object.word(1).pointee)
    if value.isExhausted { return .exhausted }
    let number = object.word(2).pointee
    if number.isInt, let next = Value.addInts(number, Value(smallInt: 1)) {
      object.word(2).pointee = next
    } else {
      object.store(IntMath.add(number, Value(smallInt: 1)), at: object.word(2))
    }
    return TupleRef.of(number, value).value
  }
  static func reduce(_ a: Args) throws(Raised) -> Value {
    let object = a[0].asObject
    return TupleRef.of(
      a[0].type.value, TupleRef.of(object.word(1).pointee, object.word(2).pointee).value
    ).value
  }
}

/// Word 1 the sequence (absent at the end), word 2 the next index.
enum ReversedType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, object, /)", new),
    NativeMethod("__iter__", "($self, /)", Iterators.identity),
    NativeMethod("__next__", "($self, /)", next),
    NativeMethod("__length_hint__", "($self, /)", lengthHint),
    NativeMethod("__reduce__", "($self, /)", reduce),
    NativeMethod("__setstate__", "($self, state, /)", setState),
  ]
  static let spec = TypeSpec("reversed", size: 24, flags: [.baseable], methods: methods)

  static func new(_ a: Args) throws(Raised) -> Value {
    let method = a[1].type.special(.reversed)
    if method.isPresent {
      if method.isNone {
        throw raise(.typeError, "'\(a[1].typeName)' object is not reversible")
      }
      return try Call.specialMethod(method, a[1])
    }
    if !a[1].type.isSequence || a[1].type.special(.len).isAbsent {
      throw raise(.typeError, "'\(a[1].typeName)' object is not reversible")
    }
    return make(TypeRef(a[0]), a[1], Value(try Convert.length(a[1]) - 1))
  }
  static func next(_ a: Args) throws(Raised) -> Value {
    let object = a[0].asObject
    let index = object.word(2).pointee.asInt
    if index >= 0, object.word(1).pointee.isPresent {
      do throws(Raised) {
        let value = try Subscript.get(object.word(1).pointee, Value(smallInt: index))
        object.word(2).pointee = Value(smallInt: index - 1)
        return value
      } catch {
        if !catching(.indexError) && !catching(.stopIteration) { throw error }
      }
    }
    object.word(1).pointee = .absent
    object.word(2).pointee = Value(smallInt: -1)
    return .exhausted
  }
  static func lengthHint(_ a: Args) throws(Raised) -> Value {
    let object = a[0].asObject
    if object.word(1).pointee.isAbsent { return Value(0) }
    let count = try Convert.length(object.word(1).pointee)
    let left = object.word(2).pointee.asInt + 1
    return Value(left <= count ? left : 0)
  }
  static func reduce(_ a: Args) throws(Raised) -> Value {
    let object = a[0].asObject
    let sequence = object.word(1).pointee
    if sequence.isAbsent {
      return TupleRef.of(a[0].type.value, TupleRef.of(TupleRef.empty.value).value).value
    }
    return TupleRef.of(a[0].type.value, TupleRef.of(sequence).value, object.word(2).pointee).value
  }
  static func setState(_ a: Args) throws(Raised) -> Value {
    a[0].asObject.word(2).pointee = Value(try Convert.machineInt(a[1]))
    return .none
  }
}

/// Word 1 a tuple of iterators, word 2 whether lengths must agree.
enum ZipType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *iterables, strict=False)", new),
    NativeMethod("__iter__", "($self, /)", Iterators.identity),
    NativeMethod("__next__", "($self, /)", next),
    NativeMethod("__reduce__", "($self, /)", reduce),
    NativeMethod("__setstate__", "($self, state, /)", setState),
  ]
  static let spec = TypeSpec("zip", size: 24, flags: [.baseable], methods: methods)

  static func new(_ a: Args) throws(Raised) -> Value {
    let strict = a.keyword("strict")
    if a.keywordCount > (strict.isPresent ? 1 : 0) {
      throw raise(.typeError, "zip() got an unexpected keyword argument")
    }
    let count = a.positionalCount - 1
    let iterators = count == 0 ? TupleRef.empty : TupleRef.make(count: count)
    for i in 0..<count {
      do throws(Raised) { iterators.set(i, try Iterate.iterator(a[i + 1])) } catch {
        if a[i + 1].type.special(.iter).isAbsent, catching(.typeError) {
          throw raise(.typeError, "'\(a[i + 1].typeName)' object is not iterable")
        }
        throw error
      }
    }
    let isStrict = strict.isPresent ? try Convert.truth(strict) : false
    return make(TypeRef(a[0]), iterators.value, Value(isStrict))
  }

  static func next(_ a: Args) throws(Raised) -> Value { try advance(a[0]) }

  static func advance(_ zip: Value) throws(Raised) -> Value {
    let iterators = TupleRef(zip.asObject.word(1).pointee)
    if iterators.count == 0 { return .exhausted }
    if iterators.count == 2 { return try nextPair(zip.asObject, iterators) }
    let result = TupleRef.make(count: iterators.count)
    for i in 0..<iterators.count {
      let value = try Iterate.next(iterators[i])
      if value.isExhausted {
        if zip.asObject.word(2).pointee.isTrue { try checkLengths(iterators, ended: i) }
        return .exhausted
      }
      result.set(i, value)
    }
    return result.value
  }

  /// The next tuple of an exact zip over builtin sequences; absent, with nothing done, for others.
  static func quietNext(_ zip: Value) -> Value {
    let object = zip.asObject
    let iterators = TupleRef(object.word(1).pointee)
    if object.word(2).pointee.isTrue { return .absent }
    for i in 0..<iterators.count
    where !ContainerHelpers.isSequenceIterator(iterators[i]) { return .absent }
    return Quiet.attempt { () throws(Raised) in try Iterate.nextDirect(zip) }
  }

  @inline(__always)
  private static func nextPair(_ object: ObjectRef, _ iterators: TupleRef) throws(Raised) -> Value {
    let first = try Iterate.next(iterators[0])
    if !first.isExhausted {
      let second = try Iterate.next(iterators[1])
      if !second.isExhausted { return TupleRef.of(first, second).value }
    }
    if object.word(2).pointee.isTrue {
      try checkLengths(iterators, ended: first.isExhausted ? 0 : 1)
    }
    return .exhausted
  }

  private static func checkLengths(_ iterators: TupleRef, ended: Int) throws(Raised) {
    func plural(_ n: Int) -> String { n == 1 ? " " : "s 1-" }
    if ended > 0 {
      throw raise(
        .valueError,
        "zip() argument \(ended + 1) is shorter than argument\(plural(ended))\(ended)")
    }
    for k in 1..<max(1, iterators.count) where !(try Iterate.next(iterators[k])).isExhausted {
      throw raise(.valueError, "zip() argument \(k + 1) is longer than argument\(plural(k))\(k)")
    }
  }

  static func reduce(_ a: Args) throws(Raised) -> Value {
    let object = a[0].asObject
    if object.word(2).pointee.isTrue {
      return TupleRef.of(a[0].type.value, object.word(1).pointee, .true).value
    }
    return TupleRef.of(a[0].type.value, object.word(1).pointee).value
  }
  static func setState(_ a: Args) throws(Raised) -> Value {
    a[0].asObject.word(2).pointee = Value(try Convert.truth(a[1]))
    return .none
  }
}

/// Word 1 the function, word 2 a tuple of iterators.
enum MapType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", new),
    NativeMethod("__iter__", "($self, /)", Iterators.identity),
    NativeMethod("__next__", "($self, /)", next),
    NativeMethod("__reduce__", "($self, /)", reduce),
  ]
  static let spec = TypeSpec("map", size: 24, flags: [.baseable], methods: methods)

  static func new(_ a: Args) throws(Raised) -> Value {
    if a.positionalCount < 3 { throw raise(.typeError, "map() must have at least two arguments.") }
    let iterators = TupleRef.make(count: a.positionalCount - 2)
    for i in 0..<iterators.count { iterators.set(i, try Iterate.iterator(a[i + 2])) }
    return make(TypeRef(a[0]), a[1], iterators.value)
  }
  static func next(_ a: Args) throws(Raised) -> Value {
    let object = a[0].asObject
    let iterators = TupleRef(object.word(2).pointee)
    if iterators.count == 1 {
      let value = try Iterate.next(iterators[0])
      return value.isExhausted ? value : try Call.function(object.word(1).pointee, value)
    }
    let scratch = thread.pointee.scratchTop
    try thread.pointee.growScratch(iterators.count)
    defer { thread.pointee.scratchTop = scratch }
    scratch.initialize(repeating: .absent, count: iterators.count)
    for i in 0..<iterators.count {
      let value = try Iterate.next(iterators[i])
      if value.isExhausted { return .exhausted }
      scratch[i] = value
    }
    return try Call.call(object.word(1).pointee, Args(base: scratch, count: iterators.count))
  }
  static func reduce(_ a: Args) throws(Raised) -> Value {
    let object = a[0].asObject
    let arguments = ListRef.make()
    arguments.append(object.word(1).pointee)
    try Containers.extend(arguments, object.word(2).pointee)
    return TupleRef.of(a[0].type.value, arguments.toTuple().value).value
  }
}

/// Word 1 the predicate or None, word 2 the iterator.
enum FilterType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, function, iterable, /)", new),
    NativeMethod("__iter__", "($self, /)", Iterators.identity),
    NativeMethod("__next__", "($self, /)", next),
    NativeMethod("__reduce__", "($self, /)", reduce),
  ]
  static let spec = TypeSpec("filter", size: 24, flags: [.baseable], methods: methods)

  static func new(_ a: Args) throws(Raised) -> Value {
    make(TypeRef(a[0]), a[1], try Iterate.iterator(a[2]))
  }
  static func next(_ a: Args) throws(Raised) -> Value {
    let object = a[0].asObject
    let predicate = object.word(1).pointee
    let isPlain = predicate.isNone || predicate === BuiltinType.bool.value
    while true {
      let value = try Iterate.next(object.word(2).pointee)
      if value.isExhausted { return .exhausted }
      if try Convert.truth(isPlain ? value : try Call.function(predicate, value)) { return value }
    }
  }
  static func reduce(_ a: Args) throws(Raised) -> Value {
    let object = a[0].asObject
    return TupleRef.of(
      a[0].type.value, TupleRef.of(object.word(1).pointee, object.word(2).pointee).value
    ).value
  }
}
