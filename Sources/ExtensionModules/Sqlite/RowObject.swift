// `sqlite3.Row`: a row whose values are found by place and by name.

import TaipanRuntime

struct RowLayout {
  var header: Header
  /// The tuple of values, and the cursor's description.
  var values: Value
  var description: Value
}

struct RowRef: TypedRef {
  let p: UnsafeMutablePointer<RowLayout>
  var values: TupleRef { TupleRef(p.pointee.values) }
  /// Empty for the row of a cursor that has run nothing.
  var columns: TupleRef {
    p.pointee.description.isTuple ? TupleRef(p.pointee.description) : .empty
  }
}

enum RowObject {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", new),
    NativeMethod("__len__", "($self, /)", { a throws(Raised) in Value(RowRef(a[0]).values.count) }),
    NativeMethod("__getitem__", "($self, key, /)", getItem),
    NativeMethod(
      "__iter__", "($self, /)",
      { a throws(Raised) in try Iterate.iterator(RowRef(a[0]).values.value) }),
    NativeMethod("__hash__", "($self, /)", hash),
    NativeMethod("__eq__", "($self, value, /)", equal),
    NativeMethod("__ne__", "($self, value, /)", notEqual),
    NativeMethod("keys", "($self, /)", keys),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "sqlite3.Row", size: MemoryLayout<RowLayout>.size, flags: [.baseable, .hasItems],
      methods: methods))

  static func new(_ a: Args) throws(Raised) -> Value {
    try Construction.noKeywords("Row", a)
    if a.count != 3 { throw raise(.typeError, "Row expected 2 arguments, got \(a.count - 1)") }
    if !a[1].isHeap || !a[1].type.isSubtype(of: CursorObject.type) {
      throw raise(
        .typeError, "Row() argument 1 must be sqlite3.Cursor, not \(a[1].argumentTypeName)")
    }
    if !a[2].isTuple {
      throw raise(.typeError, "Row() argument 2 must be tuple, not \(a[2].argumentTypeName)")
    }
    let row = RowRef(Instances.allocate(TypeRef(a[0])))
    row.p.pointee.values = a[2]
    let description = CursorRef(a[1]).p.pointee.description
    row.p.pointee.description = description
    row.object.noteWrite()
    return row.value
  }

  static func getItem(_ a: Args) throws(Raised) -> Value {
    let row = RowRef(a[0])
    if a[1].isStr { return try named(row, StrRef(a[1])) }
    if a[1].isAnyInt {
      guard let n = a[1].exactInt.asMachineInt else {
        throw raise(.indexError, "cannot fit 'int' into an index-sized integer")
      }
      let index = n < 0 ? n + row.values.count : n
      if index < 0 || index >= row.values.count {
        throw raise(.indexError, "tuple index out of range")
      }
      return row.values[index]
    }
    if a[1].isHeap, a[1].isExactly(.slice) { return try Subscript.get(row.values.value, a[1]) }
    throw raise(.indexError, "Index must be int or string")
  }

  /// By name, where the case of ASCII letters does not matter.
  private static func named(_ row: RowRef, _ name: StrRef) throws(Raised) -> Value {
    for i in 0..<min(row.columns.count, row.values.count) {
      let column = StrRef(TupleRef(row.columns[i])[0])
      if isSame(column, name) { return row.values[i] }
    }
    if !row.p.pointee.description.isTuple {
      throw raise(.indexError, "No item with key \(try Convert.repr(name.value).text)")
    }
    throw raise(.indexError, "No item with that key")
  }

  private static func isSame(_ lhs: StrRef, _ rhs: StrRef) -> Bool {
    if lhs.count != rhs.count { return false }
    func folded(_ c: UInt32) -> UInt32 { c >= 65 && c <= 90 ? c + 32 : c }
    for i in 0..<lhs.count where folded(lhs[i]) != folded(rhs[i]) { return false }
    return true
  }

  static func hash(_ a: Args) throws(Raised) -> Value {
    let row = RowRef(a[0])
    return Value(try Hash.of(row.columns.value) ^ (try Hash.of(row.values.value)))
  }

  private static func compare(_ a: Args) throws(Raised) -> Bool? {
    if !a[1].isHeap || !a[1].type.isSubtype(of: type) { return nil }
    let (lhs, rhs) = (RowRef(a[0]), RowRef(a[1]))
    if !(try Compare.equal(lhs.columns.value, rhs.columns.value)) { return false }
    return try Compare.equal(lhs.values.value, rhs.values.value)
  }
  static func equal(_ a: Args) throws(Raised) -> Value {
    try compare(a).map { Value($0) } ?? .notImplemented
  }
  static func notEqual(_ a: Args) throws(Raised) -> Value {
    try compare(a).map { Value(!$0) } ?? .notImplemented
  }

  static func keys(_ a: Args) throws(Raised) -> Value {
    let names = ListRef.make()
    let columns = RowRef(a[0]).columns
    for i in 0..<columns.count { names.append(TupleRef(columns[i])[0]) }
    return names.value
  }
}
