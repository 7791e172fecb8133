// The classes of `_ast`, made from the grammar once, when they are first needed.

import TaipanRuntime

enum NodeClasses {
  /// By `NodeKind`: the class; the names of its fields; its object, where it has no fields and so
  /// needs only one in all trees. Tuples that are roots of the collector.
  nonisolated(unsafe) private static var classes: UnsafeMutablePointer<Value>!
  nonisolated(unsafe) private static var fieldNames: UnsafeMutablePointer<Value>!
  nonisolated(unsafe) private static var singletons: UnsafeMutablePointer<Value>!
  /// Class → number of its `NodeKind`.
  nonisolated(unsafe) private static var kinds: UnsafeMutablePointer<Value>!
  /// All classes by name: the content of the module.
  nonisolated(unsafe) private static var namespace: UnsafeMutablePointer<Value>!
  nonisolated(unsafe) private static var locationNames: UnsafeMutablePointer<Value>!

  static func ofKind(_ kind: NodeKind) -> TypeRef {
    TypeRef(TupleRef(classes.pointee)[kind.rawValue])
  }

  static func fieldNames(_ kind: NodeKind) -> TupleRef {
    TupleRef(TupleRef(fieldNames.pointee)[kind.rawValue])
  }

  static func singleton(_ kind: NodeKind) -> Value { TupleRef(singletons.pointee)[kind.rawValue] }

  static func named(_ name: String) -> Value { DictRef(namespace.pointee).getStr(name) }

  /// `lineno`, `col_offset`, `end_lineno`, `end_col_offset`.
  static var locations: TupleRef { TupleRef(locationNames.pointee) }

  /// What kind of node an object is, by its class or the nearest base; nil for others.
  static func kind(of value: Value) -> NodeKind? {
    let mro = value.type.mro
    for i in 0..<mro.count {
      // Types hash by address: this raises nothing.
      if let found = try? DictRef(kinds.pointee).get(mro[i]), found.isPresent {
        return NodeKind(rawValue: found.asInt)
      }
    }
    return nil
  }

  static func addAll(to module: DictRef) {
    prepare()
    let all = DictRef(namespace.pointee)
    var number = 0
    while let next = all.nextEntry(number) {
      module.setStr(all.entries[next].key, all.entries[next].value)
      number = next + 1
    }
  }

  static var exist: Bool { namespace != nil }

  /// Makes the classes, unless they exist.
  static func prepare() {
    if exist { return }
    do throws(Raised) { try make() } catch {
      fatalError("the node classes of ast cannot be made")
    }
  }

  // MARK: From the grammar

  private static func make() throws(Raised) {
    var reader = GrammarReader(grammar)
    let rows = reader.classes()
    let count = NodeKind.allCases.count
    precondition(rows.count { $0.isNode } == count, "NodeKind and the grammar differ")
    namespace = Heap.makeRoot(DictRef.make().value)
    classes = Heap.makeRoot(TupleRef.make(count: count).value)
    fieldNames = Heap.makeRoot(TupleRef.make(count: count).value)
    singletons = Heap.makeRoot(TupleRef.make(count: count).value)
    kinds = Heap.makeRoot(DictRef.make().value)
    locationNames = Heap.makeRoot(names(rows.lazy.compactMap { $0.attributes }.first!).value)
    let content = DictRef.make()
    content.setStr("__module__", Interning.intern("ast"))
    let root = try TypeBuilder.make(
      metatype: BuiltinType.type.ref, name: StrRef(Interning.intern("AST")),
      bases: TupleRef.of(BuiltinType.object.value), namespace: content, keywords: nil)
    NativeTypes.add(NodeObject.methods, to: root)
    DictRef(namespace.pointee).setStr("AST", root.value)
    setEmpty(root, ["_fields", "__match_args__", "_attributes"])
    var number = 0
    for row in rows {
      let base = row.sum.map { TypeRef(named(text(rows[$0].name))) } ?? root
      let type = try makeClass(row, base)
      DictRef(namespace.pointee).setStr(text(row.name), type.value)
      if !row.isNode { continue }
      try note(
        type, NodeKind(rawValue: number)!, row,
        hasLocation: row.sum.map { rows[$0].attributes } ?? row.attributes != nil)
      number += 1
    }
    for row in rows where row.isNode { try addFieldTypes(row) }
  }

  private static func setEmpty(_ type: TypeRef, _ names: [String]) {
    for name in names { type.dict.setStr(name, TupleRef.empty.value) }
  }

  private static func makeClass(_ row: GrammarClass, _ base: TypeRef) throws(Raised) -> TypeRef {
    let content = DictRef.make()
    let fields = names(row.fields)
    content.setStr("_fields", fields.value)
    content.setStr("__match_args__", fields.value)
    content.setStr("__module__", Interning.intern("ast"))
    content.setStr("__doc__", string(row.definition).value)
    let type = try TypeBuilder.make(
      metatype: BuiltinType.type.ref, name: StrRef(name(row.name)), bases: TupleRef.of(base.value),
      namespace: content, keywords: nil)
    if row.sum == nil {
      type.dict.setStr("_attributes", names(row.attributes ?? []).value)
    }
    for field in row.fields + (row.attributes ?? []) where field.quantifier == GrammarField.optional
    {
      type.dict.setStr(name(field.name), .none)
    }
    return type
  }

  /// Records a class whose instances are nodes, and gives them room for all their attributes.
  private static func note(
    _ type: TypeRef, _ kind: NodeKind, _ row: GrammarClass, hasLocation: Bool
  ) throws(Raised) {
    let room = UInt16(row.fields.count + (hasLocation ? locations.count : 0))
    type.p.pointee.inlineCapacity = room
    type.p.pointee.instanceShape.p.pointee.inlineCapacity = room
    TupleRef(classes.pointee).set(kind.rawValue, type.value)
    TupleRef(fieldNames.pointee).set(kind.rawValue, type.dict.getStr("_fields"))
    TupleRef(singletons.pointee).set(
      kind.rawValue, row.fields.isEmpty && !hasLocation ? Value(Instances.allocate(type)) : .none)
    try DictRef(kinds.pointee).set(type.value, Value(kind.rawValue))
  }

  private static func addFieldTypes(_ row: GrammarClass) throws(Raised) {
    let types = DictRef.make()
    for field in row.fields { types.setStr(name(field.name), try type(of: field)) }
    let type = TypeRef(named(text(row.name)))
    type.dict.setStr("_field_types", types.value)
    type.dict.setStr("__annotations__", types.value)
  }

  private static func type(of field: GrammarField) throws(Raised) -> Value {
    let type: Value
    switch text(field.type) {
    case "identifier", "string": type = BuiltinType.str.value
    case "int": type = BuiltinType.int.value
    case "constant": type = BuiltinType.object.value
    case let other: type = named(other)
    }
    switch field.quantifier {
    case GrammarField.list: return GenericAliasRef.make(BuiltinType.list.value, type)
    case GrammarField.optional: return try Operators.binary(type, .none, .or)
    default: return type
    }
  }

  private static func names(_ fields: [GrammarField]) -> TupleRef {
    if fields.isEmpty { return TupleRef.empty }
    let tuple = TupleRef.make(count: fields.count)
    for (i, field) in fields.enumerated() { tuple.set(i, name(field.name)) }
    return tuple
  }

  private static func string(_ range: Range<Int>) -> StrRef {
    StrRef.utf8(grammar.utf8Start + range.lowerBound, count: range.count)
  }

  private static func name(_ range: Range<Int>) -> Value { Interning.intern(string(range)) }

  private static func text(_ range: Range<Int>) -> String { string(range).text }
}
