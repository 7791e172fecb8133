// The types `set` and `frozenset`.

enum SetMethods {
  static func isSet(_ value: Value) -> Bool { value.isAnySet }

  /// The set itself, or a new one of the iterable's items.
  static func asSet(_ value: Value) throws(Raised) -> SetRef {
    if value.isAnySet { return SetRef(value) }
    let set = SetRef.make()
    try fill(set, value)
    return set
  }

  static func fill(_ set: SetRef, _ iterable: Value) throws(Raised) {
    if iterable.isAnySet { return try set.merge(SetRef(iterable)) }
    if iterable.isExactly(.dict) {
      let dict = DictRef(iterable)
      var number = 0
      while let next = dict.nextEntry(number) {
        try set.add(dict.entries[next].key, hash: dict.entries[next].hash)
        number = next + 1
      }
      return
    }
    if iterable.isExactly(.str) {
      let str = StrRef(iterable)
      for i in 0..<str.count { try set.add(StrRef.character(str[i])) }
      return
    }
    try Iterate.forEach(iterable) { (item) throws(Raised) in try set.add(item) }
  }

  /// A new set of the receiver's kind: set for set, frozenset for frozenset, subclasses' bases.
  static func like(_ value: Value) -> SetRef {
    SetRef.make(shape: .of(value.has(.subFrozenSet) ? .frozenSet : .set))
  }

  static func copyLike(_ value: Value) throws(Raised) -> SetRef {
    let copy = like(value)
    try copy.merge(SetRef(value))
    return copy
  }

  @inline(__always)
  static func forEach(_ set: SetRef, _ body: (SetEntry) throws(Raised) -> Void) throws(Raised) {
    var index = 0
    var left = set.count
    while left > 0, let next = set.nextIndex(index) {
      try body(set.entry(next))
      index = next + 1
      left &-= 1
    }
  }

  // MARK: Protocol

  static func repr(_ a: Args) throws(Raised) -> Value {
    let set = SetRef(a[0])
    let name = a[0].type.nameText
    if set.count == 0 { return Value("\(name)()") }
    return try Sequences.guardingRepr(a[0], cycle: "\(name)(...)") { () throws(Raised) in
      let items = ListRef.make(capacity: set.count)
      try forEach(set) { (entry) throws(Raised) in items.append(entry.key) }
      let plain = a[0].isExactly(.set)
      return try Sequences.repr(
        open: plain ? "{" : "\(name)({", close: plain ? "}" : "})", count: { items.count },
        item: { items[$0] })
    }
  }
  static func length(_ a: Args) throws(Raised) -> Value { Value(SetRef(a[0]).count) }
  static func iterate(_ a: Args) throws(Raised) -> Value { SetIterators.make(SetRef(a[0])) }

  /// An unhashable set as element stands for the frozenset of its content.
  static func element(_ value: Value) -> Value {
    let isUnhashable = { value.type.special(.hash).isAbsent || value.type.special(.hash).isNone }
    if value.isHeap, value.has(.subSet), isUnhashable() {
      return SetRef(value).copy(shape: .of(.frozenSet)).value
    }
    return value
  }
  static func contains(_ a: Args) throws(Raised) -> Value {
    Value(try contains(SetRef(a[0]), a[1]))
  }
  static func contains(_ set: SetRef, _ item: Value) throws(Raised) -> Bool {
    try set.contains(element(item))
  }

  /// Symmetric in the elements (Objects/setobject.c).
  static func hash(_ a: Args) throws(Raised) -> Value {
    let set = SetRef(a[0])
    if set.p.pointee.hash != -1 { return Value(set.p.pointee.hash) }
    func shuffle(_ h: UInt) -> UInt { (h ^ 89_869_747 ^ h << 16) &* 3_644_798_167 }
    var hash: UInt = 0
    try forEach(set) { (entry) throws(Raised) in hash ^= shuffle(UInt(bitPattern: entry.hash)) }
    hash ^= (UInt(set.count) &+ 1) &* 1_927_868_237
    hash ^= hash >> 11 ^ hash >> 25
    hash = hash &* 69069 &+ 907_133_923
    let result = hash == UInt.max ? 590_923_713 : Int(bitPattern: hash)
    set.p.pointee.hash = result
    return Value(result)
  }

  static func isSubset(_ x: SetRef, _ y: SetRef) throws(Raised) -> Bool {
    if x.count > y.count { return false }
    if let mine = x.summary(), let others = y.summary(), mine & ~others != 0 { return false }
    var (source, table) = (x.p.pointee.table, y.p.pointee.table)
    var index = 0
    var left = x.count
    while left > 0, let entries = source, index <= x.p.pointee.mask {
      let entry = entries[index]
      index &+= 1
      if entry.key.isAbsent { continue }
      left &-= 1
      if let table, table[entry.hash & y.p.pointee.mask].key === entry.key { continue }
      if !(try y.contains(entry.key, hash: entry.hash)) { return false }
      // A comparison may have changed either set.
      (source, table) = (x.p.pointee.table, y.p.pointee.table)
    }
    return true
  }

  private static func compare(_ a: Args, _ operation: Compare.Operation) throws(Raised) -> Value {
    guard a[1].isAnySet else { return .notImplemented }
    return Value(try holds(operation, SetRef(a[0]), SetRef(a[1])))
  }

  /// A comparison of two sets: order is inclusion.
  static func holds(_ operation: Compare.Operation, _ x: SetRef, _ y: SetRef) throws(Raised) -> Bool
  {
    switch operation {
    case .eq: return mayBeEqual(x, y) ? try isSubset(x, y) : false
    case .ne: return mayBeEqual(x, y) ? !(try isSubset(x, y)) : true
    case .lt: return x.count < y.count ? try isSubset(x, y) : false
    case .le: return try isSubset(x, y)
    case .gt: return x.count > y.count ? try isSubset(y, x) : false
    case .ge: return try isSubset(y, x)
    }
  }
  private static func mayBeEqual(_ x: SetRef, _ y: SetRef) -> Bool {
    let (a, b) = (x.p.pointee.hash, y.p.pointee.hash)
    return x.count == y.count && (a == -1 || b == -1 || a == b)
  }
  static func equal(_ a: Args) throws(Raised) -> Value { try compare(a, .eq) }
  static func notEqual(_ a: Args) throws(Raised) -> Value { try compare(a, .ne) }
  static func less(_ a: Args) throws(Raised) -> Value { try compare(a, .lt) }
  static func lessEqual(_ a: Args) throws(Raised) -> Value { try compare(a, .le) }
  static func greater(_ a: Args) throws(Raised) -> Value { try compare(a, .gt) }
  static func greaterEqual(_ a: Args) throws(Raised) -> Value { try compare(a, .ge) }

  // MARK: Algebra

  static func intersect(_ x: SetRef, _ y: SetRef, into result: SetRef) throws(Raised) {
    // Of two of the same size CPython goes through the second one.
    let (small, large) = x.count < y.count ? (x, y) : (y, x)
    try forEach(small) { (entry) throws(Raised) in
      if try large.contains(entry.key, hash: entry.hash) {
        result.addNew(entry.key, hash: entry.hash)
      }
    }
  }

  static func subtract(_ set: SetRef, _ other: Value) throws(Raised) {
    if other.isAnySet {
      try forEach(SetRef(other)) { (entry) throws(Raised) in
        _ = try set.remove(entry.key, hash: entry.hash)
      }
    } else if other.isExactly(.dict) {
      let dict = DictRef(other)
      var number = 0
      while let next = dict.nextEntry(number) {
        _ = try set.remove(dict.entries[next].key, hash: dict.entries[next].hash)
        number = next + 1
      }
    } else {
      try Iterate.forEach(other) { (item) throws(Raised) in _ = try set.remove(item) }
    }
  }

  static func symmetric(_ set: SetRef, _ other: SetRef) throws(Raised) {
    try forEach(other) { (entry) throws(Raised) in
      if !(try set.remove(entry.key, hash: entry.hash)) {
        try set.add(entry.key, hash: entry.hash)
      }
    }
  }

  static func and(_ a: Args) throws(Raised) -> Value {
    guard a[0].isAnySet, a[1].isAnySet else { return .notImplemented }
    let result = like(a[0])
    try intersect(SetRef(a[0]), SetRef(a[1]), into: result)
    return result.value
  }
  static func or(_ a: Args) throws(Raised) -> Value {
    guard a[0].isAnySet, a[1].isAnySet else { return .notImplemented }
    let result = try copyLike(a[0])
    try result.merge(SetRef(a[1]))
    return result.value
  }
  static func minus(_ a: Args) throws(Raised) -> Value {
    guard a[0].isAnySet, a[1].isAnySet else { return .notImplemented }
    return try difference(a)
  }
  static func xor(_ a: Args) throws(Raised) -> Value {
    guard a[0].isAnySet, a[1].isAnySet else { return .notImplemented }
    return try symmetricDifference(a)
  }
  static func reflectedAnd(_ a: Args) throws(Raised) -> Value { try swapped(a, and) }
  static func reflectedOr(_ a: Args) throws(Raised) -> Value { try swapped(a, or) }
  static func reflectedMinus(_ a: Args) throws(Raised) -> Value { try swapped(a, minus) }
  static func reflectedXor(_ a: Args) throws(Raised) -> Value { try swapped(a, xor) }

  private static func swapped(_ a: Args, _ function: (Args) throws(Raised) -> Value)
    throws(Raised) -> Value
  {
    var pair = (a[1], a[0])
    return try withUnsafeMutablePointer(to: &pair) { (p) throws(Raised) in
      try function(
        Args(base: UnsafeMutableRawPointer(p).assumingMemoryBound(to: Value.self), count: 2))
    }
  }

  static func union(_ a: Args) throws(Raised) -> Value {
    let result = try copyLike(a[0])
    for i in 1..<max(1, a.count) { try fill(result, a[i]) }
    return result.value
  }
  static func intersection(_ a: Args) throws(Raised) -> Value {
    if a.count < 2 { return try copyLike(a[0]).value }
    var current = SetRef(a[0])
    for i in 1..<a.count {
      let result = like(a[0])
      if a[i].isAnySet {
        try intersect(current, SetRef(a[i]), into: result)
      } else {
        let source = current
        try Iterate.forEach(a[i]) { (item) throws(Raised) in
          if try source.contains(item) { try result.add(item) }
        }
      }
      current = result
    }
    return current.value
  }
  /// Whether a difference is what remains of a copy, not what is chosen of the keys: as in CPython, where it
  /// decides about the order.
  @inline(__always) static func removesFromCopy(_ set: SetRef, _ otherCount: Int) -> Bool {
    set.count >> 2 > otherCount
  }

  static func difference(_ a: Args) throws(Raised) -> Value {
    if a.count < 2 { return try copyLike(a[0]).value }
    let result = try difference(a[0], a[1])
    for i in 2..<max(2, a.count) { try subtract(result, a[i]) }
    return result.value
  }

  private static func difference(_ value: Value, _ other: Value) throws(Raised) -> SetRef {
    let set = SetRef(value)
    if other.isAnySet, !removesFromCopy(set, SetRef(other).count) {
      let result = like(value)
      try forEach(set) { (entry) throws(Raised) in
        if !(try SetRef(other).contains(entry.key, hash: entry.hash)) {
          result.addNew(entry.key, hash: entry.hash)
        }
      }
      return result
    }
    if other.isExactly(.dict), !removesFromCopy(set, DictRef(other).count) {
      let result = like(value)
      try forEach(set) { (entry) throws(Raised) in
        if try DictRef(other).find(entry.key, entry.hash) < 0 {
          result.addNew(entry.key, hash: entry.hash)
        }
      }
      return result
    }
    let result = try copyLike(value)
    try subtract(result, other)
    return result
  }
  static func symmetricDifference(_ a: Args) throws(Raised) -> Value {
    let result = like(a[0])
    try fill(result, a[1])
    try symmetric(result, SetRef(a[0]))
    return result.value
  }
  static func isDisjoint(_ a: Args) throws(Raised) -> Value {
    let set = SetRef(a[0])
    if a[1].isAnySet {
      let other = SetRef(a[1])
      let (small, large) = set.count <= other.count ? (set, other) : (other, set)
      var index = 0
      while let next = small.nextIndex(index) {
        let entry = small.entry(next)
        if try large.contains(entry.key, hash: entry.hash) { return .false }
        index = next + 1
      }
      return .true
    }
    let items = try Iterate.list(a[1])
    for i in 0..<items.count where try set.contains(items[i]) { return .false }
    return .true
  }
  static func isSubset(_ a: Args) throws(Raised) -> Value {
    Value(try isSubset(SetRef(a[0]), try asSet(a[1])))
  }
  static func isSuperset(_ a: Args) throws(Raised) -> Value {
    Value(try isSubset(try asSet(a[1]), SetRef(a[0])))
  }
  static func copy(_ a: Args) throws(Raised) -> Value {
    if a[0].isExactly(.frozenSet) { return a[0] }
    return try copyLike(a[0]).value
  }
  static func reduce(_ a: Args) throws(Raised) -> Value {
    let items = try Iterate.list(a[0])
    let state = try Call.method(a[0], "__getstate__")
    return TupleRef.of(a[0].type.value, TupleRef.of(items.value).value, state).value
  }

  static let common: [NativeMethod] = [
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__len__", "($self, /)", length),
    NativeMethod("__iter__", "($self, /)", iterate),
    NativeMethod("__contains__", "($self, key, /)", contains),
    NativeMethod("__eq__", "($self, value, /)", equal),
    NativeMethod("__ne__", "($self, value, /)", notEqual),
    NativeMethod("__lt__", "($self, value, /)", less),
    NativeMethod("__le__", "($self, value, /)", lessEqual),
    NativeMethod("__gt__", "($self, value, /)", greater),
    NativeMethod("__ge__", "($self, value, /)", greaterEqual),
    NativeMethod("__and__", "($self, value, /)", and),
    NativeMethod("__rand__", "($self, value, /)", reflectedAnd),
    NativeMethod("__or__", "($self, value, /)", or),
    NativeMethod("__ror__", "($self, value, /)", reflectedOr),
    NativeMethod("__sub__", "($self, value, /)", minus),
    NativeMethod("__rsub__", "($self, value, /)", reflectedMinus),
    NativeMethod("__xor__", "($self, value, /)", xor),
    NativeMethod("__rxor__", "($self, value, /)", reflectedXor),
    NativeMethod("__reduce__", "($self, /)", reduce),
    NativeMethod("__class_getitem__", "($type, object, /)", MappingProxyType.classGetItem),
    NativeMethod("union", "($self, *others)", union),
    NativeMethod("intersection", "($self, *others)", intersection),
    NativeMethod("difference", "($self, *others)", difference),
    NativeMethod("symmetric_difference", "($self, other, /)", symmetricDifference),
    NativeMethod("isdisjoint", "($self, other, /)", isDisjoint),
    NativeMethod("issubset", "($self, other, /)", isSubset),
    NativeMethod("issuperset", "($self, other, /)", isSuperset),
    NativeMethod("copy", "($self, /)", copy),
  ]
}

enum SetType {
  static let methods: [NativeMethod] =
    SetMethods.common + [
      NativeMethod("__new__", "($type, *args, **kwargs)", new),
      NativeMethod("__init__", "($self, iterable=(), /)", initialize),
      NativeMethod("__iand__", "($self, value, /)", inPlaceAnd),
      NativeMethod("__ior__", "($self, value, /)", inPlaceOr),
      NativeMethod("__isub__", "($self, value, /)", inPlaceMinus),
      NativeMethod("__ixor__", "($self, value, /)", inPlaceXor),
      NativeMethod("add", "($self, object, /)", add),
      NativeMethod("discard", "($self, object, /)", discard),
      NativeMethod("remove", "($self, object, /)", remove),
      NativeMethod("pop", "($self, /)", pop),
      NativeMethod("clear", "($self, /)", clear),
      NativeMethod("update", "($self, *others)", update),
      NativeMethod("intersection_update", "($self, *others)", intersectionUpdate),
      NativeMethod("difference_update", "($self, *others)", differenceUpdate),
      NativeMethod("symmetric_difference_update", "($self, other, /)", symmetricUpdate),
    ]
  static let spec = TypeSpec(
    "set", size: MemoryLayout<SetLayout>.size,
    flags: [.baseable, .subSet, .matchesSelf, .weakReferable], traceKind: .set, methods: methods)

  static func new(_ a: Args) throws(Raised) -> Value {
    let type = TypeRef(a[0])
    let set = SetRef(Instances.allocate(type))
    set.initialize()
    return set.value
  }
  static func initialize(_ a: Args) throws(Raised) -> Value {
    let set = SetRef(a[0])
    set.clear()
    if a.count > 1 { try SetMethods.fill(set, a[1]) }
    return .none
  }

  private static func replace(_ set: SetRef, by other: SetRef) {
    let new = other.p.pointee
    set.p.pointee.used = new.used
    set.p.pointee.fill = new.fill
    set.p.pointee.mask = new.mask
    set.p.pointee.table = new.table
    set.object.noteWrite()
  }

  static func inPlaceAnd(_ a: Args) throws(Raised) -> Value {
    guard a[1].isAnySet else { return .notImplemented }
    let result = SetRef.make()
    try SetMethods.intersect(SetRef(a[0]), SetRef(a[1]), into: result)
    replace(SetRef(a[0]), by: result)
    return a[0]
  }
  static func inPlaceOr(_ a: Args) throws(Raised) -> Value {
    guard a[1].isAnySet else { return .notImplemented }
    try SetRef(a[0]).merge(SetRef(a[1]))
    return a[0]
  }
  static func inPlaceMinus(_ a: Args) throws(Raised) -> Value {
    guard a[1].isAnySet else { return .notImplemented }
    if a[0] === a[1] { SetRef(a[0]).clear() } else { try SetMethods.subtract(SetRef(a[0]), a[1]) }
    return a[0]
  }
  static func inPlaceXor(_ a: Args) throws(Raised) -> Value {
    guard a[1].isAnySet else { return .notImplemented }
    if a[0] === a[1] {
      SetRef(a[0]).clear()
    } else {
      try SetMethods.symmetric(SetRef(a[0]), SetRef(a[1]))
    }
    return a[0]
  }

  static func add(_ a: Args) throws(Raised) -> Value {
    try SetRef(a[0]).add(a[1])
    return .none
  }
  static func discard(_ a: Args) throws(Raised) -> Value {
    _ = try SetRef(a[0]).remove(SetMethods.element(a[1]))
    return .none
  }
  static func remove(_ a: Args) throws(Raised) -> Value {
    if !(try SetRef(a[0]).remove(SetMethods.element(a[1]))) { throw raise(.keyError, a[1]) }
    return .none
  }
  static func pop(_ a: Args) throws(Raised) -> Value {
    let set = SetRef(a[0])
    guard let index = set.nextIndex(0) else { throw raise(.keyError, "pop from an empty set") }
    let entry = set.entry(index)
    _ = try set.remove(entry.key, hash: entry.hash)
    return entry.key
  }
  static func clear(_ a: Args) throws(Raised) -> Value {
    SetRef(a[0]).clear()
    return .none
  }
  static func update(_ a: Args) throws(Raised) -> Value {
    for i in 1..<max(1, a.count) { try SetMethods.fill(SetRef(a[0]), a[i]) }
    return .none
  }
  static func intersectionUpdate(_ a: Args) throws(Raised) -> Value {
    replace(SetRef(a[0]), by: SetRef(try SetMethods.intersection(a)))
    return .none
  }
  static func differenceUpdate(_ a: Args) throws(Raised) -> Value {
    for i in 1..<max(1, a.count) {
      if a[i] === a[0] { SetRef(a[0]).clear() } else { try SetMethods.subtract(SetRef(a[0]), a[i]) }
    }
    return .none
  }
  static func symmetricUpdate(_ a: Args) throws(Raised) -> Value {
    if a[0] === a[1] {
      SetRef(a[0]).clear()
    } else {
      try SetMethods.symmetric(SetRef(a[0]), try SetMethods.asSet(a[1]))
    }
    return .none
  }
}

enum FrozenSetType {
  static let methods: [NativeMethod] =
    SetMethods.common + [
      NativeMethod("__new__", "($type, iterable=(), /)", new),
      NativeMethod("__hash__", "($self, /)", SetMethods.hash),
    ]
  static let spec = TypeSpec(
    "frozenset", size: MemoryLayout<SetLayout>.size,
    flags: [.baseable, .subFrozenSet, .matchesSelf, .weakReferable], traceKind: .set,
    methods: methods)

  static func new(_ a: Args) throws(Raised) -> Value {
    let type = TypeRef(a[0])
    try Construction.noKeywords("frozenset", a)
    let isGiven = a.positionalCount > 1
    if type == .frozenSet, isGiven, a[1].isExactly(.frozenSet) { return a[1] }
    let set = SetRef(Instances.allocate(type))
    set.initialize()
    if isGiven { try SetMethods.fill(set, a[1]) }
    return set.value
  }
}
