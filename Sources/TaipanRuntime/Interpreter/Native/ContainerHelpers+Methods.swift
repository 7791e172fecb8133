// Methods of builtin lists, dicts, sets and strs, and what makes such objects. Of methods the receiver's type has
// been looked at: they were found on it.

extension ContainerHelpers {
  // MARK: Lists and tuples

  /// A list of `count` items that are absent, to be filled at once.
  public static let list: @convention(c) (Int) -> UInt64 = { count in
    let list = ListRef.make(capacity: count)
    list.p.pointee.count = count
    return list.value.bits
  }

  static func extend(_ list: ListRef, _ values: Value) -> Bool {
    if !values.isExactly(.list) && !values.isExactly(.tuple) { return false }
    return Quiet.attempt { () throws(Raised) in
      try Iterate.append(values, to: list)
      return .none
    }.isPresent
  }

  public static let listExtend: Binary = { list, values in
    extend(ListRef(Value(bits: list)), Value(bits: values)) ? Value.none.bits : ask
  }

  public static let listPop: Unary = { list in
    let list = ListRef(Value(bits: list))
    let last = list.count - 1
    if last < 0 { return ask }
    let value = list[last]
    list.truncate(last)
    return value.bits
  }

  public static let listPopAt: Binary = { list, index in
    let (list, index) = (ListRef(Value(bits: list)), Value(bits: index))
    if !index.isInt { return ask }
    let n = index.asInt < 0 ? index.asInt &+ list.count : index.asInt
    return n >= 0 && n < list.count ? list.remove(at: n).bits : ask
  }

  public static let listInsert: Ternary = { list, index, value in
    let (list, index) = (ListRef(Value(bits: list)), Value(bits: index))
    if !index.isInt { return ask }
    let n = index.asInt < 0 ? max(0, index.asInt &+ list.count) : index.asInt
    list.insert(Value(bits: value), at: min(n, list.count))
    return Value.none.bits
  }

  private static func position(_ list: ListRef, _ value: UInt64) -> Int? {
    let found = Quiet.position(of: Value(bits: value), in: list.itemsOrDangling, list.count)
    return found.flatMap { $0 < 0 ? nil : $0 }
  }

  public static let listRemove: Binary = { list, value in
    let list = ListRef(Value(bits: list))
    guard let index = position(list, value) else { return ask }
    _ = list.remove(at: index)
    return Value.none.bits
  }

  public static let listIndex: Binary = { list, value in
    position(ListRef(Value(bits: list)), value).map { Value(smallInt: $0).bits } ?? ask
  }

  public static let listReverse: Unary = { list in
    ListRef(Value(bits: list)).reverse()
    return Value.none.bits
  }

  public static let listClear: Unary = { list in
    ListRef(Value(bits: list)).truncate(0)
    return Value.none.bits
  }

  public static let listCopy: Unary = { list in
    let list = ListRef(Value(bits: list))
    return ListRef.make(list.itemsOrDangling, count: list.count).value.bits
  }

  // MARK: Dicts

  public static let dict: @convention(c) () -> UInt64 = { DictRef.make().value.bits }

  /// `dict.get(key, default)`.
  public static let dictGet: Ternary = { dict, key, fallback in
    let dict = DictRef(Value(bits: dict))
    guard let number = Quiet.find(dict, Value(bits: key)) else { return ask }
    return number < 0 ? fallback : dict.entries[number].value.bits
  }

  public static let dictSetDefault: Ternary = { dict, key, fallback in
    let (dict, key) = (DictRef(Value(bits: dict)), Value(bits: key))
    if dict.p.pointee.watched { return ask }
    guard let hash = Quiet.hash(key), let number = dict.search(key, hash) else { return ask }
    if number >= 0 { return dict.entries[number].value.bits }
    dict.insert(key, hash, Value(bits: fallback))
    return fallback
  }

  private static func pop(_ dict: UInt64, _ key: UInt64, _ fallback: UInt64) -> UInt64 {
    let dict = DictRef(Value(bits: dict))
    if dict.p.pointee.watched || dict.count == 0 { return ask }
    guard let number = Quiet.find(dict, Value(bits: key)) else { return ask }
    if number < 0 { return fallback }
    let value = dict.entries[number].value
    dict.removeEntry(number)
    return value.bits
  }

  public static let dictPop: Binary = { pop($0, $1, ask) }
  public static let dictPopDefault: Ternary = { pop($0, $1, $2) }

  public static let dictKeys: Unary = { DictViews.make(.dictKeys, Value(bits: $0)).bits }
  public static let dictValues: Unary = { DictViews.make(.dictValues, Value(bits: $0)).bits }
  public static let dictItems: Unary = { DictViews.make(.dictItems, Value(bits: $0)).bits }

  // MARK: Sets

  public static let setAdd: Binary = { set, key in
    let (set, key) = (SetRef(Value(bits: set)), Value(bits: key))
    guard let hash = Quiet.hash(key), let isThere = set.search(key, hash) else { return ask }
    if !isThere { set.addNew(key, hash: hash) }
    return Value.none.bits
  }

  private static func remove(_ set: UInt64, _ key: UInt64) -> Bool? {
    let (set, key) = (SetRef(Value(bits: set)), Value(bits: key))
    guard let hash = Quiet.hash(key), let isThere = set.search(key, hash) else { return nil }
    if isThere {
      do throws(Raised) { _ = try set.remove(key, hash: hash) } catch {
        fatalError("a comparison that runs no Python code raised")
      }
    }
    return isThere
  }

  public static let setDiscard: Binary = { set, key in
    remove(set, key) == nil ? ask : Value.none.bits
  }

  public static let setRemove: Binary = { set, key in
    remove(set, key) == true ? Value.none.bits : ask
  }

  // MARK: Strings

  /// `separator.join(strings)` of a list or tuple.
  public static let join: Binary = { separator, strings in
    let (separator, strings) = (Value(bits: separator), Value(bits: strings))
    guard separator.isExactly(.str), strings.isExactly(.list) || strings.isExactly(.tuple) else {
      return ask
    }
    return call(Builtins.strJoin, separator, strings)
  }

  /// `format(value, "")`.
  public static let formatted: Unary = { value in
    let value = Value(bits: value)
    if value.isExactly(.str) { return value.bits }
    if value.isInt { return IntText.decimal(value).value.bits }
    if !Quiet.isPlain(value) { return ask }
    return Quiet.attempt { () throws(Raised) in
      try Convert.format(value, StrRef.empty.value)
    }.bits
  }

  /// `format(value, specification)`.
  public static let formattedBy: Binary = { value, specification in
    let (value, specification) = (Value(bits: value), Value(bits: specification))
    if !Quiet.isPlain(value) || !specification.isExactly(.str) { return ask }
    return Quiet.attempt { () throws(Raised) in try Convert.format(value, specification) }.bits
  }

  /// `str(value)` and `repr(value)`.
  public static let str: Unary = { value in
    let value = Value(bits: value)
    if !Quiet.isPlain(value) { return ask }
    return Quiet.attempt { () throws(Raised) in try Convert.str(value).value }.bits
  }
  public static let repr: Unary = { value in
    let value = Value(bits: value)
    if !Quiet.isPlain(value) { return ask }
    return Quiet.attempt { () throws(Raised) in try Convert.repr(value).value }.bits
  }

  /// The concatenation of `count` strs.
  public static let concatenation:
    @convention(c) (Int, UInt64, UInt64, UInt64, UInt64, UInt64) -> UInt64 = {
      count, a, b, c, d, e in
      var parts = (
        Value(bits: a), Value(bits: b), Value(bits: c), Value(bits: d), Value(bits: e)
      )
      return withUnsafeMutablePointer(to: &parts) {
        let base = UnsafeMutableRawPointer($0).assumingMemoryBound(to: Value.self)
        return Strings.join(base, count: count).value.bits
      }
    }

  private static func call(_ function: Value, _ a: Value, _ b: Value) -> UInt64 {
    Quiet.attempt { () throws(Raised) in try Call.function(function, a, b) }.bits
  }
}
