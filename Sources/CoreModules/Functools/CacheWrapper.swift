// The wrapper that functools.lru_cache makes.
//
// Words: 1 function, 2 maximal size (absent: unbounded), 3 whether keys are typed, 4 type of `cache_info()`,
// 5 dict of results (bounded: of links), 6 hits, 7 misses, 8 root of the ring of links, 9 `__dict__`.
// Words of a link: 1 previous, 2 next, 3 key, 4 result. The link after the root is the oldest.

import TaipanRuntime

enum CacheWrapper {
  nonisolated(unsafe) private static var linkType = BuiltinType.object.ref
  /// Separates positional from keyword arguments in a key.
  nonisolated(unsafe) private static var keywordMark = Value.absent

  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, user_function, maxsize, typed, cache_info_type)", new),
    NativeMethod("__call__", "($self, *args, **kwargs)", call),
    NativeMethod("__get__", "($self, instance, owner=None, /)", get),
    NativeMethod("cache_info", "($self, /)", info),
    NativeMethod("cache_clear", "($self, /)", clear),
    NativeMethod("__reduce__", "($self, /)", reduce),
    NativeMethod("__copy__", "($self, /)", ItertoolsModule.identity),
    NativeMethod("__deepcopy__", "($self, memo, /)", ItertoolsModule.identity),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("__dict__", GenericGetSets.getDict, set: GenericGetSets.setDict)
  ]
  static let spec = TypeSpec(
    "functools._lru_cache_wrapper", size: 80,
    flags: [.baseable, .weakReferable, .isMethodDescriptor], dictWord: 9, methods: methods,
    getSets: getSets)

  static func start() -> TypeRef {
    linkType = NativeTypes.make(TypeSpec("functools._lru_list_elem", size: 40))
    let mark = Value(Instances.allocate(BuiltinType.object.ref))
    _ = Heap.makeRoot(mark)
    keywordMark = mark
    return NativeTypes.make(spec)
  }

  static func new(_ a: Args) throws(Raised) -> Value {
    if !(try Callables.isCallable(a[1])) {
      throw raise(.typeError, "the first argument must be callable")
    }
    var size = Value.absent
    if !a[2].isNone {
      if !a[2].isAnyInt { throw raise(.typeError, "maxsize should be integer or None") }
      size = Value(smallInt: max(0, try Convert.machineInt(a[2])))
    }
    let typed = try Convert.truth(a[3])
    let dict = DictRef.make()
    let root = Instances.allocate(linkType)
    root.word(1).pointee = Value(root)
    root.word(2).pointee = Value(root)
    let object = Instances.allocate(TypeRef(a[0]))
    object.word(1).pointee = a[1]
    object.word(2).pointee = size
    object.word(3).pointee = Value(typed)
    object.word(4).pointee = a[4]
    object.word(5).pointee = dict.value
    object.word(6).pointee = Value(smallInt: 0)
    object.word(7).pointee = Value(smallInt: 0)
    object.word(8).pointee = Value(root)
    return Value(object)
  }

  static func get(_ a: Args) throws(Raised) -> Value {
    a[1].isNone ? a[0] : MethodRef.make(a[0], a[1]).value
  }

  private static func count(_ object: ObjectRef, _ word: Int) {
    object.word(word).pointee = Value(smallInt: object.word(word).pointee.asInt + 1)
  }

  private static func callFunction(_ a: Args) throws(Raised) -> Value {
    try Call.call(a.field(1), a.dropping(1))
  }

  static func call(_ a: Args) throws(Raised) -> Value {
    let object = a[0].asObject
    let size = object.word(2).pointee
    if size.isPresent, size.asInt == 0 {
      count(object, 7)
      return try callFunction(a)
    }
    let key = makeKey(a, typed: object.word(3).pointee.isTrue)
    let hash = try Hash.of(key)
    let dict = DictRef(object.word(5).pointee)
    let found = try dict.find(key, hash)
    if size.isAbsent {
      if found >= 0 {
        count(object, 6)
        return dict.entries[found].value
      }
      count(object, 7)
      let result = try callFunction(a)
      try DictRef(object.word(5).pointee).set(key, hash: hash, result)
      return result
    }
    if found >= 0 {
      count(object, 6)
      let link = dict.entries[found].value.asObject
      unlink(link)
      insert(link, before: object.word(8).pointee.asObject)
      return link.word(4).pointee
    }
    count(object, 7)
    let result = try callFunction(a)
    try remember(object, key, hash, result, size.asInt)
    return result
  }

  private static func remember(
    _ object: ObjectRef, _ key: Value, _ hash: Int, _ result: Value, _ size: Int
  ) throws(Raised) {
    let dict = DictRef(object.word(5).pointee)
    // The function itself may have computed the same key meanwhile.
    if try dict.find(key, hash) >= 0 { return }
    let root = object.word(8).pointee.asObject
    if dict.count >= size {
      let oldest = root.word(2).pointee.asObject
      unlink(oldest)
      _ = try dict.remove(oldest.word(3).pointee)
    }
    let link = Instances.allocate(linkType)
    link.word(3).pointee = key
    link.word(4).pointee = result
    insert(link, before: root)
    try dict.set(key, hash: hash, Value(link))
  }

  private static func unlink(_ link: ObjectRef) {
    let previous = link.word(1).pointee.asObject
    let next = link.word(2).pointee.asObject
    previous.store(Value(next), at: previous.word(2))
    next.store(Value(previous), at: next.word(1))
  }

  private static func insert(_ link: ObjectRef, before root: ObjectRef) {
    let last = root.word(1).pointee.asObject
    link.store(Value(last), at: link.word(1))
    link.store(Value(root), at: link.word(2))
    last.store(Value(link), at: last.word(2))
    root.store(Value(link), at: root.word(1))
  }

  /// A lone int or str stands for itself; anything else makes a tuple.
  private static func makeKey(_ a: Args, typed: Bool) -> Value {
    let positional = a.positionalCount - 1
    let keywords = a.keywordCount
    if !typed, keywords == 0, positional == 1, a[1].isInt || a[1].isExactly(.str) { return a[1] }
    let length =
      positional + (keywords > 0 ? 1 + 2 * keywords : 0)
      + (typed ? positional + keywords : 0)
    if length == 0 { return TupleRef.empty.value }
    let key = TupleRef.make(count: length)
    var place = 0
    func add(_ value: Value) {
      key.items[place] = value
      place += 1
    }
    for i in 0..<positional { add(a[1 + i]) }
    if keywords > 0 {
      add(keywordMark)
      let names = TupleRef(a.keywordNames)
      for i in 0..<keywords {
        add(names[i])
        add(a[1 + positional + i])
      }
    }
    if typed { for i in 0..<(positional + keywords) { add(a[1 + i].type.value) } }
    return key.value
  }

  static func info(_ a: Args) throws(Raised) -> Value {
    let size = a.field(2)
    let fields = TupleRef.of(
      a.field(6), a.field(7), size.isAbsent ? .none : size, Value(DictRef(a.field(5)).count))
    return try Call.function(a.field(4), fields, nil)
  }

  static func clear(_ a: Args) throws(Raised) -> Value {
    a[0].asObject.word(6).pointee = Value(smallInt: 0)
    a[0].asObject.word(7).pointee = Value(smallInt: 0)
    DictRef(a.field(5)).clear()
    let root = a.field(8).asObject
    root.word(1).pointee = Value(root)
    root.word(2).pointee = Value(root)
    return .none
  }

  static func reduce(_ a: Args) throws(Raised) -> Value {
    try Attributes.get(a[0], "__qualname__")
  }
}
