// collections.OrderedDict: dict keeps the order; this adds its ends, and equality that looks at it.

import TaipanRuntime

enum OrderedDict {
  nonisolated(unsafe) static var type = BuiltinType.object.ref
  nonisolated(unsafe) private static var keysType = BuiltinType.object.ref
  nonisolated(unsafe) private static var valuesType = BuiltinType.object.ref
  nonisolated(unsafe) private static var itemsType = BuiltinType.object.ref

  static let methods: [NativeMethod] = [
    NativeMethod("__init__", "($self, *args, **kwargs)", initialize),
    NativeMethod("update", "($self, *args, **kwargs)", update),
    NativeMethod("popitem", "($self, /, last=True)", popItem),
    NativeMethod("move_to_end", "($self, /, key, last=True)", moveToEnd),
    NativeMethod("pop", "($self, /, key, default=None)", pop),
    NativeMethod("setdefault", "($self, /, key, default=None)", setDefault),
    NativeMethod("keys", "($self, /)", { a throws(Raised) in view(keysType, a[0]) }),
    NativeMethod("values", "($self, /)", { a throws(Raised) in view(valuesType, a[0]) }),
    NativeMethod("items", "($self, /)", { a throws(Raised) in view(itemsType, a[0]) }),
    NativeMethod("copy", "($self, /)", copy),
    NativeMethod("fromkeys", "($type, /, iterable, value=None)", fromKeys),
    NativeMethod("__reduce__", "($self, /)", reduce),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__eq__", "($self, value, /)", equal),
    NativeMethod("__ne__", "($self, value, /)", notEqual),
    NativeMethod("__or__", "($self, value, /)", or),
    NativeMethod("__ror__", "($self, value, /)", reflectedOr),
    NativeMethod("__ior__", "($self, value, /)", inPlaceOr),
  ]

  static let getSets: [NativeGetSet] = [
    NativeGetSet("__dict__", GenericGetSets.getDict, set: GenericGetSets.setDict)
  ]

  static func start() {
    let words = (MemoryLayout<DictLayout>.size + 7) / 8
    type = NativeTypes.make(
      TypeSpec(
        "collections.OrderedDict", size: words * 8 + 8, flags: [.baseable, .weakReferable],
        traceKind: .dict, dictWord: words, methods: methods, getSets: getSets,
        doc: "Dictionary that remembers insertion order"), base: BuiltinType.dict.ref)
    keysType = NativeTypes.make(
      TypeSpec("odict_keys", size: 16, flags: [.noInstantiation]), base: BuiltinType.dictKeys.ref)
    valuesType = NativeTypes.make(
      TypeSpec("odict_values", size: 16, flags: [.noInstantiation]),
      base: BuiltinType.dictValues.ref)
    itemsType = NativeTypes.make(
      TypeSpec("odict_items", size: 16, flags: [.noInstantiation]),
      base: BuiltinType.dictItems.ref)
  }

  private static func view(_ type: TypeRef, _ dict: Value) -> Value {
    let view = Heap.allocateZeroed(16, Header(shape: type.p.pointee.instanceShape))
    view.word(1).pointee = dict
    return Value(view)
  }

  static func isOrderedDict(_ value: Value) -> Bool {
    value.isHeap && value.type.isSubtype(of: type)
  }

  /// Whether a subclass has another method of this name than dict.
  private static func overrides(_ value: Value, _ name: StaticString) -> Bool {
    if value.type == type { return false }
    let interned = name.interned
    return value.type.lookup(interned) !== BuiltinType.dict.ref.lookup(interned)
  }

  // MARK: Filling

  static func initialize(_ a: Args) throws(Raised) -> Value { try fill(a, "OrderedDict") }
  static func update(_ a: Args) throws(Raised) -> Value { try fill(a, "update") }

  private static func fill(_ a: Args, _ name: String) throws(Raised) -> Value {
    if a.positionalCount > 2 {
      throw raise(
        .typeError,
        name == "update"
          ? "update() takes at most 1 positional argument (\(a.positionalCount - 1) given)"
          : "expected at most 1 arguments, got \(a.positionalCount - 1)")
    }
    let isPlain = a.positionalCount < 2 || a[1].isDict && !isOrderedDict(a[1])
    if isPlain, !overrides(a[0], "__setitem__") {
      return try Call.call(BuiltinType.dict.ref.lookup(StaticString("update").interned), a)
    }
    if a.positionalCount == 2 { try store(a[0], a[1]) }
    for i in 0..<a.keywordCount {
      try Subscript.set(a[0], TupleRef(a.keywordNames)[i], a[a.positionalCount + i])
    }
    return .none
  }

  /// From a mapping or pairs, by the subclass's own `__setitem__` if it has one.
  private static func store(_ target: Value, _ source: Value) throws(Raised) {
    if source.isHeap, source.isExactly(.dict) || source.type == type {
      try storePairs(target, try Call.method(source, "items"))
      return
    }
    let keys = try Attributes.lookup(source, Interning.intern("keys"))
    if keys.isPresent {
      try Iterate.forEach(try Call.function(keys)) { (key) throws(Raised) in
        try Subscript.set(target, key, try Subscript.get(source, key))
      }
      return
    }
    try storePairs(target, source)
  }

  private static func storePairs(_ target: Value, _ pairs: Value) throws(Raised) {
    let isDirect = !overrides(target, "__setitem__")
    try Iterate.forEach(pairs) { (item) throws(Raised) in
      let pair = try Iterate.tuple(item)
      if pair.count < 2 {
        throw raise(
          .valueError, "need more than \(pair.count) value\(pair.count == 1 ? "" : "s") to unpack")
      }
      if pair.count > 2 { throw raise(.valueError, "too many values to unpack (expected 2)") }
      if isDirect {
        try DictRef(target).set(pair[0], pair[1])
      } else {
        try Subscript.set(target, pair[0], pair[1])
      }
    }
  }

  // MARK: Ends

  static func popItem(_ a: Args) throws(Raised) -> Value {
    let dict = DictRef(a[0])
    if dict.count == 0 { throw raise(.keyError, "dictionary is empty") }
    let isLast = a[1].isAbsent ? true : try Convert.truth(a[1])
    let entry = isLast ? dict.removeLast() : dict.removeFirst()
    return TupleRef.of(entry.key, entry.value).value
  }

  static func moveToEnd(_ a: Args) throws(Raised) -> Value {
    let dict = DictRef(a[0])
    let isLast = a[2].isAbsent ? true : try Convert.truth(a[2])
    let number = try dict.find(a[1], try Hash.of(a[1]))
    if number < 0 { throw raise(.keyError, a[1]) }
    if isLast { dict.moveToEnd(number) } else { dict.moveToFront(number) }
    return .none
  }

  static func pop(_ a: Args) throws(Raised) -> Value {
    let value = try DictRef(a[0]).remove(a[1])
    if value.isPresent { return value }
    if a[2].isPresent { return a[2] }
    throw raise(.keyError, a[1])
  }

  static func setDefault(_ a: Args) throws(Raised) -> Value {
    let fallback = a[2].isPresent ? a[2] : .none
    if overrides(a[0], "__getitem__") || overrides(a[0], "__setitem__")
      || overrides(a[0], "__contains__")
    {
      if try Subscript.contains(a[0], a[1]) { return try Subscript.get(a[0], a[1]) }
      try Subscript.set(a[0], a[1], fallback)
      return fallback
    }
    let dict = DictRef(a[0])
    let hash = try Hash.of(a[1])
    let number = try dict.find(a[1], hash)
    if number >= 0 { return dict.entries[number].value }
    try dict.set(a[1], hash: hash, fallback)
    return fallback
  }

  static func fromKeys(_ a: Args) throws(Raised) -> Value {
    let value = a[2].isPresent ? a[2] : .none
    let result = try Call.function(a[0])
    try Iterate.forEach(a[1]) { (key) throws(Raised) in try Subscript.set(result, key, value) }
    return result
  }

  // MARK: Copies

  static func copy(_ a: Args) throws(Raised) -> Value {
    if a[0].type == type {
      let copy = DictRef(Instances.allocate(type))
      copy.initialize()
      copy.copyEntries(of: DictRef(a[0]))
      copyAttributes(a[0], to: copy.value)
      return copy.value
    }
    let copy = try Call.function(a[0].type.value)
    try store(copy, a[0])
    copyAttributes(a[0], to: copy)
    return copy
  }

  private static func copyAttributes(_ source: Value, to copy: Value) {
    let attributes = Instances.copyAttributes(source.asObject)
    if attributes.count > 0 { Instances.setDict(copy.asObject, attributes) }
  }

  /// The class, no arguments, the attributes, nothing, and an iterator over the items.
  static func reduce(_ a: Args) throws(Raised) -> Value {
    let state = try Call.method(a[0], "__getstate__")
    let items = try Iterate.iterator(try Call.method(a[0], "items"))
    let parts = TupleRef.make(count: 5)
    parts.set(0, a[0].type.value)
    parts.set(1, TupleRef.empty.value)
    parts.set(2, state)
    parts.set(3, .none)
    parts.set(4, items)
    return parts.value
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    let name = a[0].type.nameText
    if DictRef(a[0]).count == 0 { return Value("\(name)()") }
    return try Sequences.guardingRepr(a[0], cycle: "...") { () throws(Raised) in
      let plain = DictRef.make()
      try Iterate.forEach(try Call.method(a[0], "items")) { (item) throws(Raised) in
        let pair = try Iterate.tuple(item)
        try plain.set(pair[0], pair[1])
      }
      let start = StrRef.make("\(name)(")
      let content = try Convert.repr(plain.value)
      return StrRef.concatenate(StrRef.concatenate(start, content), StrRef.make(")"))
    }
  }

  // MARK: Operators

  /// Equal as dicts, and in the same order as another OrderedDict; nil where the other is no dict.
  private static func isEqual(_ a: Args) throws(Raised) -> Bool? {
    if !a[1].isDict { return nil }
    let plain = try Call.function(
      BuiltinType.dict.ref.lookup(StaticString("__eq__").interned), a[0], a[1])
    if plain.isNotImplemented { return nil }
    if !(try Convert.truth(plain)) { return false }
    if !isOrderedDict(a[1]) { return true }
    return try haveSameOrder(DictRef(a[0]), DictRef(a[1]))
  }

  /// - Throws: RuntimeError where a key's `__eq__` changes one of them.
  private static func haveSameOrder(_ x: DictRef, _ y: DictRef) throws(Raised) -> Bool {
    let (left, right) = (try keys(x), try keys(y))
    let places = (x.entryCount, y.entryCount)
    for i in 0..<min(left.count, right.count) {
      let isSame = try Compare.equal(left[i], right[i])
      if x.count != left.count || y.count != right.count || (x.entryCount, y.entryCount) != places {
        throw raise(.runtimeError, "OrderedDict mutated during iteration")
      }
      if !isSame { return false }
    }
    return left.count == right.count
  }
  private static func keys(_ dict: DictRef) throws(Raised) -> ListRef {
    let keys = ListRef.make(capacity: dict.count)
    var number = 0
    while let next = dict.nextEntry(number) {
      keys.append(dict.entries[next].key)
      number = next + 1
    }
    return keys
  }
  static func equal(_ a: Args) throws(Raised) -> Value {
    try isEqual(a).map { Value($0) } ?? .notImplemented
  }
  static func notEqual(_ a: Args) throws(Raised) -> Value {
    try isEqual(a).map { Value(!$0) } ?? .notImplemented
  }

  private static func union(_ type: TypeRef, _ first: Value, _ second: Value) throws(Raised)
    -> Value
  {
    let result = try Call.function(type.value, first)
    _ = try Call.method(result, "update", second)
    return result
  }
  static func or(_ a: Args) throws(Raised) -> Value {
    a[1].isDict ? try union(a[0].type, a[0], a[1]) : .notImplemented
  }
  static func reflectedOr(_ a: Args) throws(Raised) -> Value {
    a[1].isDict ? try union(a[0].type, a[1], a[0]) : .notImplemented
  }
  static func inPlaceOr(_ a: Args) throws(Raised) -> Value {
    _ = try Call.method(a[0], "update", a[1])
    return a[0]
  }
}
