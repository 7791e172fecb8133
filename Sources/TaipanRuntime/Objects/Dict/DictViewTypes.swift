// `dict.keys()`, `dict.values()`, `dict.items()`.

public enum DictViews {
  public static func make(_ type: BuiltinType, _ dict: Value) -> Value {
    let object = Heap.allocate(16, Header(shape: .of(type)))
    object.word(1).pointee = dict
    return Value(object)
  }

  static func dict(_ view: Value) -> DictRef { DictRef(view.asObject.word(1).pointee) }

  static func isSetLike(_ value: Value) -> Bool {
    value.isHeap && (value.isInstance(of: .dictKeys) || value.isInstance(of: .dictItems))
  }

  static func length(_ a: Args) throws(Raised) -> Value { Value(dict(a[0]).count) }
  static func mapping(_ a: Args) throws(Raised) -> Value {
    MappingProxyRef.make(a[0].asObject.word(1).pointee)
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    try Sequences.guardingRepr(a[0], cycle: "...") { () throws(Raised) in
      let items = try Iterate.list(a[0])
      let builder = StrBuilder()
      builder.append("\(a[0].type.nameText)(")
      builder.append(try Convert.repr(items.value))
      builder.append(")")
      return builder.finish()
    }
  }

  static func keysIterate(_ a: Args) throws(Raised) -> Value {
    DictIterators.make(.dictKeyIterator, dict(a[0]))
  }
  static func valuesIterate(_ a: Args) throws(Raised) -> Value {
    DictIterators.make(.dictValueIterator, dict(a[0]))
  }
  static func itemsIterate(_ a: Args) throws(Raised) -> Value {
    DictIterators.make(.dictItemIterator, dict(a[0]))
  }
  static func keysReversed(_ a: Args) throws(Raised) -> Value {
    DictIterators.make(.dictReverseKeyIterator, dict(a[0]))
  }
  static func valuesReversed(_ a: Args) throws(Raised) -> Value {
    DictIterators.make(.dictReverseValueIterator, dict(a[0]))
  }
  static func itemsReversed(_ a: Args) throws(Raised) -> Value {
    DictIterators.make(.dictReverseItemIterator, dict(a[0]))
  }

  static func keysContains(_ a: Args) throws(Raised) -> Value {
    Value(try dict(a[0]).find(a[1], try Hash.of(a[1])) >= 0)
  }
  static func itemsContains(_ a: Args) throws(Raised) -> Value {
    guard a[1].isTuple, TupleRef(a[1]).count == 2 else { return .false }
    let pair = TupleRef(a[1])
    let value = try dict(a[0]).get(pair[0])
    return value.isAbsent ? .false : Value(try Compare.equal(value, pair[1]))
  }

  // MARK: Set operations

  private static func all(_ small: Value, in large: Value) throws(Raised) -> Bool {
    let items = try Iterate.list(small)
    for i in 0..<items.count where !(try Subscript.contains(large, items[i])) { return false }
    return true
  }

  private static func compare(_ a: Args, _ operation: Compare.Operation) throws(Raised) -> Value {
    guard isSetLike(a[1]) || a[1].isAnySet else { return .notImplemented }
    let (x, y) = (try Convert.length(a[0]), try Convert.length(a[1]))
    switch operation {
    case .eq: return Value(x == y ? try all(a[0], in: a[1]) : false)
    case .ne: return Value(!(x == y ? try all(a[0], in: a[1]) : false))
    case .lt: return Value(x < y ? try all(a[0], in: a[1]) : false)
    case .le: return Value(x <= y ? try all(a[0], in: a[1]) : false)
    case .gt: return Value(x > y ? try all(a[1], in: a[0]) : false)
    case .ge: return Value(x >= y ? try all(a[1], in: a[0]) : false)
    }
  }
  static func equal(_ a: Args) throws(Raised) -> Value { try compare(a, .eq) }
  static func notEqual(_ a: Args) throws(Raised) -> Value { try compare(a, .ne) }
  static func less(_ a: Args) throws(Raised) -> Value { try compare(a, .lt) }
  static func lessEqual(_ a: Args) throws(Raised) -> Value { try compare(a, .le) }
  static func greater(_ a: Args) throws(Raised) -> Value { try compare(a, .gt) }
  static func greaterEqual(_ a: Args) throws(Raised) -> Value { try compare(a, .ge) }

  private static func makeSet(_ iterable: Value) throws(Raised) -> SetRef {
    let set = SetRef.make()
    try Iterate.forEach(iterable) { (item) throws(Raised) in try set.add(item) }
    return set
  }
  private static func operands(_ a: Args) -> (Value, Value) { (a[0], a[1]) }

  /// Which operand's keys the result holds, where equal ones differ, follows CPython's `dictviews_and`:
  /// those of the one that is not larger when it is a set or a view, else the right operand's.
  static func and(_ a: Args) throws(Raised) -> Value {
    var (view, other) = operands(a)
    let count = DictViews.dict(view).count
    let result = SetRef.make()
    if other.isExactly(.set) || other.isExactly(.frozenSet), count <= SetRef(other).count {
      let set = SetRef(other)
      try Iterate.forEach(view) { (item) throws(Raised) in
        if try set.contains(item) { try result.add(item) }
      }
      return result.value
    }
    if other.isExactly(.dictKeys) || other.isExactly(.dictItems),
      DictViews.dict(other).count > count
    {
      swap(&view, &other)
    }
    let container = view
    try Iterate.forEach(other) { (item) throws(Raised) in
      if try Subscript.contains(container, item) { try result.add(item) }
    }
    return result.value
  }
  static func or(_ a: Args) throws(Raised) -> Value {
    let result = try makeSet(a[0])
    try Iterate.forEach(a[1]) { (item) throws(Raised) in try result.add(item) }
    return result.value
  }
  static func subtract(_ a: Args) throws(Raised) -> Value {
    let result = try makeSet(a[0])
    try Iterate.forEach(a[1]) { (item) throws(Raised) in _ = try result.remove(item) }
    return result.value
  }
  static func reflectedSubtract(_ a: Args) throws(Raised) -> Value {
    let result = try makeSet(a[1])
    try Iterate.forEach(a[0]) { (item) throws(Raised) in _ = try result.remove(item) }
    return result.value
  }
  static func xor(_ a: Args) throws(Raised) -> Value {
    let left = try makeSet(a[0])
    let right = try makeSet(a[1])
    var index = 0
    while let next = right.nextIndex(index) {
      let entry = right.entry(next)
      if !(try left.remove(entry.key, hash: entry.hash)) {
        try left.add(entry.key, hash: entry.hash)
      }
      index = next + 1
    }
    return left.value
  }
  static func isDisjoint(_ a: Args) throws(Raised) -> Value {
    let items = try Iterate.list(a[1])
    for i in 0..<items.count where try Subscript.contains(a[0], items[i]) { return .false }
    return .true
  }

  static let setMethods: [NativeMethod] = [
    NativeMethod("__eq__", "($self, value, /)", equal),
    NativeMethod("__ne__", "($self, value, /)", notEqual),
    NativeMethod("__lt__", "($self, value, /)", less),
    NativeMethod("__le__", "($self, value, /)", lessEqual),
    NativeMethod("__gt__", "($self, value, /)", greater),
    NativeMethod("__ge__", "($self, value, /)", greaterEqual),
    NativeMethod("__and__", "($self, value, /)", and),
    NativeMethod("__rand__", "($self, value, /)", and),
    NativeMethod("__or__", "($self, value, /)", or),
    NativeMethod("__ror__", "($self, value, /)", or),
    NativeMethod("__sub__", "($self, value, /)", subtract),
    NativeMethod("__rsub__", "($self, value, /)", reflectedSubtract),
    NativeMethod("__xor__", "($self, value, /)", xor),
    NativeMethod("__rxor__", "($self, value, /)", xor),
    NativeMethod("isdisjoint", "($self, other, /)", isDisjoint),
  ]
}

enum DictKeysType {
  static let methods: [NativeMethod] =
    [
      NativeMethod("__len__", "($self, /)", DictViews.length),
      NativeMethod("__repr__", "($self, /)", DictViews.repr),
      NativeMethod("__iter__", "($self, /)", DictViews.keysIterate),
      NativeMethod("__reversed__", "($self, /)", DictViews.keysReversed),
      NativeMethod("__contains__", "($self, key, /)", DictViews.keysContains),
    ] + DictViews.setMethods
  static let getSets = [NativeGetSet("mapping", DictViews.mapping)]
  static let spec = TypeSpec("dict_keys", size: 16, methods: methods, getSets: getSets)
}

enum DictValuesType {
  static let methods: [NativeMethod] = [
    NativeMethod("__len__", "($self, /)", DictViews.length),
    NativeMethod("__repr__", "($self, /)", DictViews.repr),
    NativeMethod("__iter__", "($self, /)", DictViews.valuesIterate),
    NativeMethod("__reversed__", "($self, /)", DictViews.valuesReversed),
  ]
  static let getSets = [NativeGetSet("mapping", DictViews.mapping)]
  static let spec = TypeSpec("dict_values", size: 16, methods: methods, getSets: getSets)
}

enum DictItemsType {
  static let methods: [NativeMethod] =
    [
      NativeMethod("__len__", "($self, /)", DictViews.length),
      NativeMethod("__repr__", "($self, /)", DictViews.repr),
      NativeMethod("__iter__", "($self, /)", DictViews.itemsIterate),
      NativeMethod("__reversed__", "($self, /)", DictViews.itemsReversed),
      NativeMethod("__contains__", "($self, key, /)", DictViews.itemsContains),
    ] + DictViews.setMethods
  static let getSets = [NativeGetSet("mapping", DictViews.mapping)]
  static let spec = TypeSpec("dict_items", size: 16, methods: methods, getSets: getSets)
}
