// Subscription: `obj[key]` read, written, deleted.

public enum Subscript {
  /// - Throws: IndexError, KeyError, TypeError; what `__getitem__` raises.
  public static func get(_ object: Value, _ key: Value) throws(Raised) -> Value {
    if object.isHeap {
      let type = object.type
      if type == .list, key.isInt {
        let list = ListRef(object)
        let n = key.asInt < 0 ? key.asInt + list.count : key.asInt
        if n >= 0, n < list.count { return list[n] }
        throw raise(.indexError, "list index out of range")
      }
      if type == .list, key.isExactly(.slice) {
        return try ListType.slice(ListRef(object), SliceRef(key))
      }
      if type == .tuple, key.isInt {
        let tuple = TupleRef(object)
        let n = key.asInt < 0 ? key.asInt + tuple.count : key.asInt
        if n >= 0, n < tuple.count { return tuple[n] }
        throw raise(.indexError, "tuple index out of range")
      }
      if type == .dict {
        let value = try DictRef(object).get(key)
        if value.isPresent { return value }
        throw raise(.keyError, key)
      }
      if type == .str, key.isInt {
        let str = StrRef(object)
        let n = key.asInt < 0 ? key.asInt + str.count : key.asInt
        if n >= 0, n < str.count { return StrRef.character(str[n]) }
        throw raise(.indexError, "string index out of range")
      }
    }
    let method = object.type.special(.getitem)
    if method.isPresent { return try Call.specialMethod(method, object, key) }
    if object.isType {
      let hook = try Attributes.find(object, SpecialName.classGetitem.value)
      if hook.isPresent { return try Call.function(hook, key) }
      if object === BuiltinType.type.value { return GenericAliasRef.make(object, key) }
      throw raise(.typeError, "type '\(TypeRef(object).nameText)' is not subscriptable")
    }
    throw raise(.typeError, "'\(object.typeName)' object is not subscriptable")
  }

  public static func set(_ object: Value, _ key: Value, _ value: Value) throws(Raised) {
    if object.isExactly(.dict) {
      try DictRef(object).set(key, value)
      return
    }
    if object.isExactly(.list), key.isInt {
      let list = ListRef(object)
      let n = key.asInt < 0 ? key.asInt + list.count : key.asInt
      if n < 0 || n >= list.count {
        throw raise(.indexError, "list assignment index out of range")
      }
      list[n] = value
      return
    }
    let method = object.type.special(.setitem)
    if method.isAbsent {
      if isSequenceLike(object), key.type.special(.index).isPresent { try checkIndex(key) }
      throw raise(
        .typeError, "'\(object.typeName)' object does not support item assignment")
    }
    _ = try Call.specialMethod(method, object, key, value)
  }

  public static func delete(_ object: Value, _ key: Value) throws(Raised) {
    let method = object.type.special(.delitem)
    if method.isAbsent { throw try cannotDelete(object, key) }
    _ = try Call.specialMethod(method, object, key)
  }

  /// CPython words the error of `del` otherwise for types with sequence slots, whose index it
  /// converts first.
  private static func cannotDelete(_ object: Value, _ key: Value) throws(Raised) -> Raised {
    if isSequenceLike(object), key.type.special(.index).isPresent {
      try checkIndex(key)
      return raise(.typeError, "'\(object.typeName)' object doesn't support item deletion")
    }
    return raise(.typeError, "'\(object.typeName)' object does not support item deletion")
  }

  private static func isSequenceLike(_ object: Value) -> Bool {
    let type = object.type
    return type.has(.heap) || type.special(.contains).isPresent
  }

  private static func checkIndex(_ key: Value) throws(Raised) {
    if try Convert.index(key).asMachineInt == nil {
      throw raise(
        .indexError, "cannot fit '\(key.typeName)' into an index-sized integer")
    }
  }

  /// `item in container`.
  /// Ints are equal when their bits are; others may run code that changes the list.
  private static func contains(_ list: ListRef, _ item: Value) throws(Raised) -> Bool {
    var i = 0
    while i < list.count {
      let candidate = list[i]
      if candidate === item { return true }
      if !Value.bothInts(candidate, item), try Compare.equal(candidate, item) { return true }
      i += 1
    }
    return false
  }

  public static func contains(_ container: Value, _ item: Value) throws(Raised) -> Bool {
    if container.isExactly(.dict) {
      return try DictRef(container).find(item, try Hash.of(item)) >= 0
    }
    if container.isExactly(.list) {
      return try contains(ListRef(container), item)
    }
    if container.isExactly(.tuple) {
      let tuple = TupleRef(container)
      for i in 0..<tuple.count where try Compare.equal(tuple[i], item) { return true }
      return false
    }
    if container.isExactly(.set) || container.isExactly(.frozenSet) {
      return try SetMethods.contains(SetRef(container), item)
    }
    if container.isExactly(.str), item.isExactly(.str) {
      let text = TextView(StrRef(container))
      return text.find(TextView(StrRef(item)), 0, text.count) != nil
    }
    let method = container.type.special(.contains)
    if method.isPresent {
      if method.isNone {
        throw raise(.typeError, "'\(container.typeName)' object is not a container")
      }
      return try Convert.truth(try Call.specialMethod(method, container, item))
    }
    let iterator: Value
    do throws(Raised) { iterator = try Iterate.iterator(container) } catch {
      if catching(.typeError) {
        throw raise(.typeError, "argument of type '\(container.typeName)' is not iterable")
      }
      throw error
    }
    while true {
      let value = try Iterate.next(iterator)
      if value.isExhausted { return false }
      if try Compare.equal(value, item) { return true }
    }
  }

  /// `object[start:stop]` without making the slice for exact lists, tuples and strs.
  public static func slice(_ object: Value, _ start: Value, _ stop: Value) throws(Raised) -> Value {
    if object.isHeap {
      let type = object.type
      if type == .list {
        let list = ListRef(object)
        let (low, high) = try bounds(start, stop, list.count)
        return ListRef.make(
          list.itemsOrDangling + low,
          count: max(0, high - low)
        ).value
      }
      if type == .str {
        let str = StrRef(object)
        let (low, high) = try bounds(start, stop, str.count)
        return str.slice(low, high).value
      }
      if type == .tuple {
        let tuple = TupleRef(object)
        let (low, high) = try bounds(start, stop, tuple.count)
        if high - low == tuple.count { return object }
        return TupleRef.make(tuple.items + low, count: max(0, high - low)).value
      }
      if type == .bytes {
        let bytes = BytesRef(object)
        let (low, high) = try bounds(start, stop, bytes.count)
        if high - low > 1, high - low < bytes.count {
          return BytesRef.make(bytes.data + low, count: high - low).value
        }
      }
    }
    return try get(object, SliceRef.make(start, stop, .none).value)
  }

  /// `object[start:stop:step]`, the slice an object only where its type is not known here.
  public static func slice(_ object: Value, _ start: Value, _ stop: Value, _ step: Value)
    throws(Raised) -> Value
  {
    guard
      object.isExactly(.list) || object.isExactly(.str) || object.isExactly(.tuple)
        || object.isExactly(.bytes)
    else { return try get(object, SliceRef.make(start, stop, step).value) }
    // On the native stack, where nobody can keep it.
    var layout = SliceLayout(
      header: Header(shape: .of(.slice)), start: start, stop: stop, step: step)
    return try withUnsafeMutablePointer(to: &layout) { (p) throws(Raised) in
      let slice = SliceRef(p: p)
      if object.isExactly(.list) { return try ListType.slice(ListRef(object), slice) }
      if object.isExactly(.str) { return try StrType.slice(StrRef(object), slice) }
      if object.isExactly(.tuple) { return try TupleType.slice(TupleRef(object), slice) }
      return try ByteText.slice(object, slice)
    }
  }

  /// `object[start:stop] = value`, without making the slice where both are exact lists.
  public static func setSlice(_ object: Value, _ start: Value, _ stop: Value, _ value: Value)
    throws(Raised)
  {
    if object.isExactly(.list), value.isExactly(.list), object !== value {
      let (list, source) = (ListRef(object), ListRef(value))
      let (low, high) = try bounds(start, stop, list.count)
      list.replace(low..<high, with: source.itemsOrDangling, count: source.count)
      return
    }
    try set(object, SliceRef.make(start, stop, .none).value, value)
  }

  /// Clamped bounds of a slice without step. The count is asked for last: `__index__` may change it.
  public static func bounds(
    _ start: Value, _ stop: Value, _ currentCount: @autoclosure () -> Int
  ) throws(Raised) -> (Int, Int) {
    let first = start.isNone ? 0 : try sliceIndex(start)
    let last = stop.isNone ? Int.max : try sliceIndex(stop)
    let count = currentCount()
    let low = first < 0 ? max(0, first &+ count) : min(first, count)
    let high = last < 0 ? max(0, last &+ count) : min(last, count)
    return (low, max(low, high))
  }

  /// A slice's start, stop or step.
  public static func sliceIndex(_ value: Value) throws(Raised) -> Int {
    if value.isInt { return value.asInt }
    if !value.isAnyInt, value.type.special(.index).isAbsent {
      throw raise(
        .typeError, "slice indices must be integers or None or have an __index__ method")
    }
    return try Convert.clampedIndex(value)
  }
}
