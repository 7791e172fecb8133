// The type `dict`.

enum DictType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", new),
    NativeMethod("__init__", "($self, *args, **kwargs)", initialize),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__len__", "($self, /)", length),
    NativeMethod("__getitem__", "($self, key, /)", getItem),
    NativeMethod("__setitem__", "($self, key, value, /)", setItem),
    NativeMethod("__delitem__", "($self, key, /)", deleteItem),
    NativeMethod("__contains__", "($self, key, /)", contains),
    NativeMethod("__iter__", "($self, /)", iterate),
    NativeMethod("__reversed__", "($self, /)", reversed),
    NativeMethod("__eq__", "($self, value, /)", equal),
    NativeMethod("__ne__", "($self, value, /)", notEqual),
    NativeMethod("__or__", "($self, value, /)", or),
    NativeMethod("__ror__", "($self, value, /)", reflectedOr),
    NativeMethod("__ior__", "($self, value, /)", inPlaceOr),
    NativeMethod("__class_getitem__", "($type, object, /)", MappingProxyType.classGetItem),
    NativeMethod("get", "($self, key, default=None, /)", get),
    NativeMethod("setdefault", "($self, key, default=None, /)", setDefault),
    NativeMethod("pop", "($self, key, default=None, /)", pop),
    NativeMethod("popitem", "($self, /)", popItem),
    NativeMethod("keys", "($self, /)", keys),
    NativeMethod("values", "($self, /)", values),
    NativeMethod("items", "($self, /)", items),
    NativeMethod("update", "($self, *args, **kwargs)", update),
    NativeMethod("clear", "($self, /)", clear),
    NativeMethod("copy", "($self, /)", copy),
    NativeMethod("fromkeys", "($type, iterable, value=None, /)", fromKeys),
  ]
  static let spec = TypeSpec(
    "dict", size: MemoryLayout<DictLayout>.size,
    flags: [.baseable, .subDict, .matchesMapping, .matchesSelf], traceKind: .dict,
    methods: methods)

  static func new(_ a: Args) throws(Raised) -> Value {
    let type = TypeRef(a[0])
    if type == .dict { return DictRef.make().value }
    let dict = DictRef(Instances.allocate(type))
    dict.initialize()
    return dict.value
  }

  static func initialize(_ a: Args) throws(Raised) -> Value {
    try merge(DictRef(a[0]), a, "dict")
    return .none
  }
  static func update(_ a: Args) throws(Raised) -> Value {
    try merge(DictRef(a[0]), a, "update")
    return .none
  }

  /// `dict(…)`: argument 0 is the type.
  static func construct(_ a: Args) throws(Raised) -> Value {
    let dict = DictRef.make()
    try merge(dict, a, "dict")
    return dict.value
  }

  private static func merge(_ dict: DictRef, _ a: Args, _ name: StaticString) throws(Raised) {
    if a.positionalCount > 2 {
      throw raise(
        .typeError, "\(name) expected at most 1 argument, got \(a.positionalCount - 1)")
    }
    if a.positionalCount == 2 { try merge(dict, a[1]) }
    if a.keywordNames.isPresent {
      let names = TupleRef(a.keywordNames)
      let first = a.count - names.count
      dict.makeRoom(names.count)
      for i in 0..<names.count { try dict.set(names[i], a[first + i]) }
    }
  }

  /// From a mapping, or an iterable of pairs.
  static func merge(_ dict: DictRef, _ other: Value) throws(Raised) {
    if other.isDict { return try Containers.update(dict, other) }
    let isPlain = other.isExactly(.list) || other.isExactly(.tuple) || other.isExactly(.zip)
    if !isPlain, try Attributes.lookup(other, Interning.intern("keys")).isPresent {
      return try Containers.insertMapping(other, into: dict)
    }
    var number = 0
    try Iterate.forEach(other) { (item) throws(Raised) in
      if item.isExactly(.tuple), TupleRef(item).count == 2 {
        try dict.set(TupleRef(item)[0], TupleRef(item)[1])
        number += 1
        return
      }
      let pair: TupleRef
      do throws(Raised) { pair = try Iterate.tuple(item) } catch {
        if item.type.special(.iter).isAbsent, catching(.typeError) {
          throw raise(
            .typeError,
            "cannot convert dictionary update sequence element #\(number) to a sequence")
        }
        throw error
      }
      if pair.count != 2 {
        throw raise(
          .valueError,
          "dictionary update sequence element #\(number) has length \(pair.count); 2 is required")
      }
      try dict.set(pair[0], pair[1])
      number += 1
    }
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    let dict = DictRef(a[0])
    if dict.count == 0 { return Value("{}") }
    return try Sequences.guardingRepr(a[0], cycle: "{...}") { () throws(Raised) in
      var out = FormatBuffer()
      out.append("{")
      var number = 0
      while let next = dict.nextEntry(number) {
        if out.count > 1 { out.append(", ") }
        let entry = dict.entries[next]
        try Convert.appendRepr(entry.key, to: &out)
        out.append(": ")
        try Convert.appendRepr(entry.value, to: &out)
        number = next + 1
      }
      out.append("}")
      return out.finish()
    }
  }

  static func length(_ a: Args) throws(Raised) -> Value { Value(DictRef(a[0]).count) }

  static func getItem(_ a: Args) throws(Raised) -> Value {
    let value = try DictRef(a[0]).get(a[1])
    if value.isPresent { return value }
    if !a[0].isExactly(.dict) {
      let missing = a[0].type.special(.missing)
      if missing.isPresent { return try Call.specialMethod(missing, a[0], a[1]) }
    }
    throw raise(.keyError, a[1])
  }
  static func setItem(_ a: Args) throws(Raised) -> Value {
    try DictRef(a[0]).set(a[1], a[2])
    return .none
  }
  static func deleteItem(_ a: Args) throws(Raised) -> Value {
    if try DictRef(a[0]).remove(a[1]).isAbsent { throw raise(.keyError, a[1]) }
    return .none
  }
  static func contains(_ a: Args) throws(Raised) -> Value {
    Value(try DictRef(a[0]).find(a[1], try Hash.of(a[1])) >= 0)
  }
  static func iterate(_ a: Args) throws(Raised) -> Value {
    DictIterators.make(.dictKeyIterator, DictRef(a[0]))
  }
  static func reversed(_ a: Args) throws(Raised) -> Value {
    DictIterators.make(.dictReverseKeyIterator, DictRef(a[0]))
  }

  private static func areEqual(_ x: DictRef, _ y: DictRef) throws(Raised) -> Bool {
    if x.count != y.count { return false }
    var number = 0
    while let next = x.nextEntry(number) {
      let entry = x.entries[next]
      let place = try y.find(entry.key, entry.hash)
      if place < 0 { return false }
      if !(try Compare.equal(entry.value, y.entries[place].value)) { return false }
      number = next + 1
    }
    return true
  }
  static func equal(_ a: Args) throws(Raised) -> Value {
    guard a[1].isDict else { return .notImplemented }
    return Value(try areEqual(DictRef(a[0]), DictRef(a[1])))
  }
  static func notEqual(_ a: Args) throws(Raised) -> Value {
    guard a[1].isDict else { return .notImplemented }
    return Value(!(try areEqual(DictRef(a[0]), DictRef(a[1]))))
  }

  static func or(_ a: Args) throws(Raised) -> Value {
    guard a[1].isDict else { return .notImplemented }
    let result = DictRef(a[0]).copy()
    try Containers.update(result, a[1])
    return result.value
  }
  static func reflectedOr(_ a: Args) throws(Raised) -> Value {
    guard a[1].isDict else { return .notImplemented }
    let result = DictRef(a[1]).copy()
    try Containers.update(result, a[0])
    return result.value
  }
  static func inPlaceOr(_ a: Args) throws(Raised) -> Value {
    try merge(DictRef(a[0]), a[1])
    return a[0]
  }

  static func get(_ a: Args) throws(Raised) -> Value {
    let value = try DictRef(a[0]).get(a[1])
    return value.isPresent ? value : a.count > 2 ? a[2] : .none
  }

  static func setDefault(_ a: Args) throws(Raised) -> Value {
    let dict = DictRef(a[0])
    let hash = try Hash.of(a[1])
    let number = try dict.find(a[1], hash)
    if number >= 0 { return dict.entries[number].value }
    let value = a.count > 2 ? a[2] : Value.none
    dict.insert(a[1], hash, value)
    return value
  }

  static func pop(_ a: Args) throws(Raised) -> Value {
    // An empty dict does not ask for the hash.
    let value = DictRef(a[0]).count == 0 ? .absent : try DictRef(a[0]).remove(a[1])
    if value.isPresent { return value }
    if a.count > 2 { return a[2] }
    throw raise(.keyError, a[1])
  }

  static func popItem(_ a: Args) throws(Raised) -> Value {
    let dict = DictRef(a[0])
    if dict.count == 0 { throw raise(.keyError, "popitem(): dictionary is empty") }
    let entry = dict.removeLast()
    return TupleRef.of(entry.key, entry.value).value
  }

  static func keys(_ a: Args) throws(Raised) -> Value { DictViews.make(.dictKeys, a[0]) }
  static func values(_ a: Args) throws(Raised) -> Value { DictViews.make(.dictValues, a[0]) }
  static func items(_ a: Args) throws(Raised) -> Value { DictViews.make(.dictItems, a[0]) }

  static func clear(_ a: Args) throws(Raised) -> Value {
    DictRef(a[0]).clear()
    return .none
  }
  static func copy(_ a: Args) throws(Raised) -> Value { DictRef(a[0]).copy().value }

  static func fromKeys(_ a: Args) throws(Raised) -> Value {
    let value = a.count > 2 ? a[2] : Value.none
    let result = try Call.function(a[0])
    if result.isExactly(.dict) {
      let dict = DictRef(result)
      if a[1].isExactly(.set) || a[1].isExactly(.frozenSet) {
        try SetMethods.forEach(SetRef(a[1])) { (entry) throws(Raised) in
          try dict.set(entry.key, hash: entry.hash, value)
        }
        return result
      }
      try Iterate.forEach(a[1]) { (key) throws(Raised) in try dict.set(key, value) }
    } else {
      try Iterate.forEach(a[1]) { (key) throws(Raised) in try Subscript.set(result, key, value) }
    }
    return result
  }
}
