// The type `list`.

enum ListType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", new),
    NativeMethod("__init__", "($self, iterable=(), /)", initialize),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__len__", "($self, /)", length),
    NativeMethod("__getitem__", "($self, index, /)", getItem),
    NativeMethod("__setitem__", "($self, key, value, /)", setItem),
    NativeMethod("__delitem__", "($self, key, /)", deleteItem),
    NativeMethod("__contains__", "($self, key, /)", contains),
    NativeMethod("__iter__", "($self, /)", iterate),
    NativeMethod("__reversed__", "($self, /)", reversed),
    NativeMethod("__add__", "($self, value, /)", add),
    NativeMethod("__iadd__", "($self, value, /)", inPlaceAdd),
    NativeMethod("__mul__", "($self, value, /)", multiply),
    NativeMethod("__rmul__", "($self, value, /)", multiply),
    NativeMethod("__imul__", "($self, value, /)", inPlaceMultiply),
    NativeMethod("__eq__", "($self, value, /)", equal),
    NativeMethod("__ne__", "($self, value, /)", notEqual),
    NativeMethod("__lt__", "($self, value, /)", less),
    NativeMethod("__le__", "($self, value, /)", lessEqual),
    NativeMethod("__gt__", "($self, value, /)", greater),
    NativeMethod("__ge__", "($self, value, /)", greaterEqual),
    NativeMethod("__class_getitem__", "($type, object, /)", MappingProxyType.classGetItem),
    NativeMethod("append", "($self, object, /)", append),
    NativeMethod("extend", "($self, iterable, /)", extend),
    NativeMethod("insert", "($self, index, object, /)", insert),
    NativeMethod("pop", "($self, index=-1, /)", pop),
    NativeMethod("remove", "($self, value, /)", remove),
    NativeMethod("index", "($self, value, start=0, stop=9223372036854775807, /)", index),
    NativeMethod("count", "($self, value, /)", count),
    NativeMethod("clear", "($self, /)", clear),
    NativeMethod("copy", "($self, /)", copy),
    NativeMethod("reverse", "($self, /)", reverse),
    NativeMethod("sort", "($self, /, *, key=None, reverse=False)", sort),
  ]
  static let spec = TypeSpec(
    "list", size: 32, flags: [.baseable, .subList, .matchesSequence, .matchesSelf],
    traceKind: .list, methods: methods)

  static func new(_ a: Args) throws(Raised) -> Value {
    let type = TypeRef(a[0])
    if type == .list { return ListRef.make().value }
    return Value(Instances.allocate(type))
  }

  static func initialize(_ a: Args) throws(Raised) -> Value {
    let list = ListRef(a[0])
    list.truncate(0)
    if a.count > 1 { try Iterate.append(a[1], to: list) }
    return .none
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    let list = ListRef(a[0])
    if list.count == 0 { return Value("[]") }
    return try Sequences.guardingRepr(a[0], cycle: "[...]") { () throws(Raised) in
      try Sequences.repr(open: "[", close: "]", count: { list.count }, item: { list[$0] })
    }
  }

  static func length(_ a: Args) throws(Raised) -> Value { Value(ListRef(a[0]).count) }
  static func iterate(_ a: Args) throws(Raised) -> Value {
    SequenceIteratorRef.make(.listIterator, a[0])
  }
  static func reversed(_ a: Args) throws(Raised) -> Value {
    SequenceIteratorRef.make(.listReverseIterator, a[0], index: ListRef(a[0]).count - 1)
  }

  static func contains(_ a: Args) throws(Raised) -> Value {
    let list = ListRef(a[0])
    var i = 0
    while i < list.count {
      if try Compare.equal(list[i], a[1]) { return .true }
      i += 1
    }
    return .false
  }

  // MARK: Items

  /// An index that is in range; the count is asked for after `__index__`, which may change it.
  static func position(_ value: Value, _ currentCount: @autoclosure () -> Int, _ message: String)
    throws(Raised) -> Int
  {
    var n = try Convert.machineInt(value, overflow: .indexError)
    let count = currentCount()
    if n < 0 { n += count }
    if n < 0 || n >= count { throw raise(.indexError, message) }
    return n
  }

  static func badIndex(_ kind: String, _ key: Value) -> Raised {
    raise(.typeError, "\(kind) indices must be integers or slices, not \(key.typeName)")
  }

  /// A new list of the items that a slice selects.
  static func slice(_ list: ListRef, _ slice: SliceRef) throws(Raised) -> Value {
    let indices = try slice.indices(list.count)
    if indices.step == 1 {
      return ListRef.make(list.itemsOrDangling + indices.start, count: indices.count).value
    }
    if indices.count == 0 { return ListRef.make().value }
    let (source, step) = (list.items + indices.start, indices.step)
    return ListRef.make(count: indices.count) { target in
      if step == -1 {
        for k in 0..<indices.count { target[k] = source[0 &- k] }
      } else {
        for k in 0..<indices.count { target[k] = source[k &* step] }
      }
    }.value
  }
  static func getItem(_ a: Args) throws(Raised) -> Value {
    let list = ListRef(a[0])
    if a[1].isExactly(.slice) { return try slice(list, SliceRef(a[1])) }
    if !a[1].isAnyInt, a[1].type.special(.index).isAbsent { throw badIndex("list", a[1]) }
    return list[try position(a[1], list.count, "list index out of range")]
  }

  static func setItem(_ a: Args) throws(Raised) -> Value {
    let list = ListRef(a[0])
    if a[1].isExactly(.slice) {
      try assign(list, SliceRef(a[1]), a[2])
      return .none
    }
    if !a[1].isAnyInt, a[1].type.special(.index).isAbsent { throw badIndex("list", a[1]) }
    list[try position(a[1], list.count, "list assignment index out of range")] = a[2]
    return .none
  }

  static func assign(_ list: ListRef, _ slice: SliceRef, _ value: Value) throws(Raised) {
    // A bad slice comes before a bad value; the indices count after the value was read.
    _ = try slice.indices(list.count)
    let values: ListRef
    do throws(Raised) { values = try Iterate.list(value) } catch {
      if value.type.special(.iter).isAbsent, value.type.special(.getitem).isAbsent,
        catching(.typeError)
      {
        throw raise(.typeError, "must assign iterable to extended slice")
      }
      throw error
    }
    let indices = try slice.indices(list.count)
    if indices.step == 1 {
      let end = max(indices.start, indices.stop)
      let source = values.count > 0 ? values.items : UnsafeMutablePointer(bitPattern: 8)!
      list.replace(indices.start..<end, with: source, count: values.count)
      return
    }
    if values.count != indices.count {
      throw raise(
        .valueError,
        "attempt to assign sequence of size \(values.count) to extended slice of size \(indices.count)"
      )
    }
    var i = indices.start
    for k in 0..<indices.count {
      list[i] = values[k]
      i += indices.step
    }
  }

  static func deleteItem(_ a: Args) throws(Raised) -> Value {
    let list = ListRef(a[0])
    if a[1].isExactly(.slice) {
      deleteSlice(list, try SliceRef(a[1]).indices(list.count))
      return .none
    }
    if !a[1].isAnyInt, a[1].type.special(.index).isAbsent { throw badIndex("list", a[1]) }
    _ = list.remove(at: try position(a[1], list.count, "list assignment index out of range"))
    return .none
  }

  private static func deleteSlice(_ list: ListRef, _ indices: SliceRef.Indices) {
    if indices.count == 0 { return }
    let step = abs(indices.step)
    let first =
      indices.step > 0 ? indices.start : indices.start + (indices.count - 1) * indices.step
    var out = first
    var next = first
    var removed = 0
    for i in first..<list.count {
      if i == next, removed < indices.count {
        removed += 1
        next += step
      } else {
        list[out] = list[i]
        out += 1
      }
    }
    list.truncate(out)
  }

  // MARK: Operators

  static func add(_ a: Args) throws(Raised) -> Value {
    guard a[1].isList else {
      throw raise(
        .typeError, "can only concatenate list (not \"\(a[1].typeName)\") to list")
    }
    let (x, y) = (ListRef(a[0]), ListRef(a[1]))
    let result = ListRef.make(capacity: x.count + y.count)
    if x.count > 0 { result.append(contentsOf: x.items, count: x.count) }
    if y.count > 0 { result.append(contentsOf: y.items, count: y.count) }
    return result.value
  }

  static func inPlaceAdd(_ a: Args) throws(Raised) -> Value {
    _ = try extend(a)
    return a[0]
  }

  static func multiply(_ a: Args) throws(Raised) -> Value {
    guard let n = try Sequences.repetitions(a[1]) else { return .notImplemented }
    return try repeated(ListRef(a[0]), n)
  }

  /// A list of the items `n` times.
  ///
  /// - Throws: MemoryError.
  static func repeated(_ list: ListRef, _ n: Int) throws(Raised) -> Value {
    let count = list.count
    if n <= 0 || count == 0 { return ListRef.make().value }
    let (total, overflow) = count.multipliedReportingOverflow(by: n)
    if overflow || total > 1 << 58 { throw raise(.memoryError) }
    try Heap.requireRoom(total * 8)
    return ListRef.make(count: total) { items in
      if count == 1 {
        items.update(repeating: list[0], count: n)
      } else {
        for i in 0..<n { (items + i * count).update(from: list.items, count: count) }
      }
    }.value
  }

  static func inPlaceMultiply(_ a: Args) throws(Raised) -> Value {
    guard let n = try Sequences.repetitions(a[1]) else { return .notImplemented }
    let list = ListRef(a[0])
    let count = list.count
    if n <= 0 {
      list.truncate(0)
      return a[0]
    }
    let (total, overflow) = count.multipliedReportingOverflow(by: n)
    if overflow { throw raise(.memoryError) }
    try Heap.requireRoom(total * 8)
    list.reserve(total)
    for _ in 1..<n { list.append(contentsOf: list.items, count: count) }
    return a[0]
  }

  /// Orders two lists, which a comparison of items may change meanwhile.
  static func compare(_ x: ListRef, _ y: ListRef, _ operation: Compare.Operation) throws(Raised)
    -> Value
  {
    if x.count != y.count, operation == .eq || operation == .ne { return Value(operation == .ne) }
    var i = 0
    while i < x.count, i < y.count {
      let (a, b) = (x[i], y[i])
      if a !== b || a.isInlineFloat {
        let areEqual = Value.bothInts(a, b) ? false : try Compare.equal(a, b)
        if !areEqual {
          if operation == .eq { return .false }
          if operation == .ne { return .true }
          return try Compare.rich(a, b, operation)
        }
      }
      i &+= 1
    }
    return Value(operation.holds(x.count - y.count))
  }

  private static func compare(_ a: Args, _ operation: Compare.Operation) throws(Raised) -> Value {
    guard a[1].isList else { return .notImplemented }
    let (x, y) = (ListRef(a[0]), ListRef(a[1]))
    return try compare(x, y, operation)
  }
  static func equal(_ a: Args) throws(Raised) -> Value { try compare(a, .eq) }
  static func notEqual(_ a: Args) throws(Raised) -> Value { try compare(a, .ne) }
  static func less(_ a: Args) throws(Raised) -> Value { try compare(a, .lt) }
  static func lessEqual(_ a: Args) throws(Raised) -> Value { try compare(a, .le) }
  static func greater(_ a: Args) throws(Raised) -> Value { try compare(a, .gt) }
  static func greaterEqual(_ a: Args) throws(Raised) -> Value { try compare(a, .ge) }

  // MARK: Methods

  static func append(_ a: Args) throws(Raised) -> Value {
    ListRef(a[0]).append(a[1])
    return .none
  }

  static func extend(_ a: Args) throws(Raised) -> Value {
    try Iterate.append(a[1], to: ListRef(a[0]))
    return .none
  }

  static func insert(_ a: Args) throws(Raised) -> Value {
    let list = ListRef(a[0])
    var n = try Convert.machineInt(a[1])
    if n < 0 { n = max(0, n + list.count) }
    list.insert(a[2], at: min(n, list.count))
    return .none
  }

  static func pop(_ a: Args) throws(Raised) -> Value {
    let list = ListRef(a[0])
    if a.count == 1 {
      if list.count == 0 { throw raise(.indexError, "pop from empty list") }
      let value = list[list.count - 1]
      list.truncate(list.count - 1)
      return value
    }
    let n = try Convert.machineInt(a[1])
    if list.count == 0 { throw raise(.indexError, "pop from empty list") }
    return list.remove(at: try position(Value(n), list.count, "pop index out of range"))
  }

  static func remove(_ a: Args) throws(Raised) -> Value {
    let list = ListRef(a[0])
    var i = 0
    while i < list.count {
      if try Compare.equal(list[i], a[1]) {
        if i < list.count { _ = list.remove(at: i) }
        return .none
      }
      i += 1
    }
    throw raise(.valueError, "list.remove(x): x not in list")
  }

  static func index(_ a: Args) throws(Raised) -> Value {
    let list = ListRef(a[0])
    let (start, stop) = try Sequences.searchBounds(a, list.count, from: 2)
    var i = start
    while i < stop, i < list.count {
      if try Compare.equal(list[i], a[1]) { return Value(i) }
      i += 1
    }
    throw raise(.valueError, "\(try Convert.repr(a[1]).text) is not in list")
  }

  static func count(_ a: Args) throws(Raised) -> Value {
    let list = ListRef(a[0])
    var found = 0
    var i = 0
    while i < list.count {
      if try Compare.equal(list[i], a[1]) { found += 1 }
      i += 1
    }
    return Value(found)
  }

  static func clear(_ a: Args) throws(Raised) -> Value {
    ListRef(a[0]).truncate(0)
    return .none
  }

  static func copy(_ a: Args) throws(Raised) -> Value {
    let list = ListRef(a[0])
    return list.count == 0
      ? ListRef.make().value : ListRef.make(list.items, count: list.count).value
  }

  static func reverse(_ a: Args) throws(Raised) -> Value {
    ListRef(a[0]).reverse()
    return .none
  }

  static func sort(_ a: Args) throws(Raised) -> Value {
    let reverse = a[2].isPresent ? try Convert.truth(a[2]) : false
    try Sorting.sort(ListRef(a[0]), key: a[1].isAbsent ? .none : a[1], reverse: reverse)
    return .none
  }
}
