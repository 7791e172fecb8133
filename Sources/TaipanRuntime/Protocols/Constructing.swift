// `Type(value)` of the commonest builtin types, without `__new__` and `__init__` being looked up.

enum Constructing {
  /// What a builtin type makes of one argument; nil for types that are made the general way.
  ///
  /// - Throws: what the type raises for the value.
  @inline(never)
  static func single(_ type: TypeRef, _ value: Value) throws(Raised) -> Value? {
    if type == .str { return try Convert.str(value).value }
    if type == .int { return try IntType.convert(value).exactInt }
    if type == .list {
      let list = ListRef.make()
      try Iterate.append(value, to: list)
      return list.value
    }
    if type == .tuple { return try Iterate.tuple(value).value }
    if type == .set {
      let set = SetRef.make()
      try SetMethods.fill(set, value)
      return set.value
    }
    if type == .dict {
      let dict = DictRef.make()
      try DictType.merge(dict, value)
      return dict.value
    }
    if type == .float {
      if value.isFloat { return value }
      return Value(try FloatType.convert(value))
    }
    if type == .bool { return Value(try Convert.truth(value)) }
    if type == .bytes { return try ByteSource.bytes(value, .absent, .absent, "bytes") }
    if type == .byteArray {
      let content =
        value.isExactly(.byteArray)
        ? value : try ByteSource.bytes(value, .absent, .absent, "bytearray")
      let view = ByteText.view(content)
      let array = ByteArrayRef.make(count: view.count)
      if view.count > 0 { array.data.update(from: view.base, count: view.count) }
      return array.value
    }
    if type == .range { return try RangeType.upTo(value) }
    return nil
  }
}
