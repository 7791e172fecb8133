// Node objects: what `ast.AST` does natively, and how the conversion from a tree makes them.

import PythonSyntax
import TaipanRuntime

enum NodeObject {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, /, *args, **kwargs)", new),
    NativeMethod("__init__", "($self, /, *args, **kwargs)", initialize),
    NativeMethod("__reduce__", "($self, /)", reduce),
  ]

  /// `AST.__new__`: the arguments are `__init__`'s.
  static func new(_ a: Args) throws(Raised) -> Value { Value(Instances.allocate(TypeRef(a[0]))) }

  /// A node of a tree: its fields in the order of the grammar.
  static func make<each Field: NodeField>(
    _ kind: NodeKind, _ fields: repeat each Field, at location: Location? = nil
  ) throws(Raised) -> Value {
    depth += 1
    defer { depth -= 1 }
    if depth > mostDepth {
      throw raise(.recursionError, "maximum recursion depth exceeded during ast construction")
    }
    try ThreadState.checkNativeStack()
    let object = Instances.allocate(NodeClasses.ofKind(kind))
    let names = NodeClasses.fieldNames(kind)
    var index = 0
    for field in repeat each fields {
      _ = Instances.setOwnAttribute(object, names[index], try field.object())
      index += 1
    }
    if let location { setLocation(object, location) }
    return Value(object)
  }

  /// How many nodes are around the one that is made.
  nonisolated(unsafe) private static var depth = 0
  /// The reference's limit, less what a program that calls `ast.parse` takes of it.
  private static let mostDepth = 9997

  private static func setLocation(_ object: ObjectRef, _ location: Location) {
    let names = NodeClasses.locations
    _ = Instances.setOwnAttribute(object, names[0], Value(Int(location.line)))
    _ = Instances.setOwnAttribute(object, names[1], Value(Int(location.column)))
    _ = Instances.setOwnAttribute(object, names[2], Value(Int(location.endLine)))
    _ = Instances.setOwnAttribute(object, names[3], Value(Int(location.endColumn)))
  }

  // MARK: Construction by programs

  /// Positional arguments are the fields in order, others are given by name; fields that are left out
  /// get the default that their type asks for.
  ///
  /// - Throws: TypeError for too many arguments or a field given twice; what becomes of the
  ///   DeprecationWarnings for missing fields and unknown names.
  static func initialize(_ a: Args) throws(Raised) -> Value {
    let object = a[0]
    let type = object.type.value
    let fields = try self.fields(of: type)
    let positional = a.positionalCount - 1
    if positional > fields.count {
      throw raise(
        .typeError,
        "\(object.typeName) constructor takes at most \(fields.count) positional argument\(fields.count == 1 ? "" : "s")"
      )
    }
    for i in 0..<positional { try Attributes.set(object, fields[i], a[i + 1]) }
    let keywords = a.keywordDict()
    try setKeywords(object, keywords, fields, positional)
    let types = try Attributes.find(type, Interning.intern("_field_types"))
    if types.isAbsent { return .none }
    // The order of a set is what CPython warns in.
    let remaining = SetRef.make()
    for i in 0..<fields.count { try remaining.add(fields[i]) }
    for i in 0..<positional { _ = try remaining.remove(fields[i]) }
    for i in positional..<fields.count where try keywords.get(fields[i]).isPresent {
      _ = try remaining.remove(fields[i])
    }
    var number = 0
    while let next = remaining.nextIndex(number) {
      try setDefault(object, remaining.entry(next).key, types)
      number = next + 1
    }
    return .none
  }

  private static func fields(of type: Value) throws(Raised) -> TupleRef {
    let value = try Attributes.find(type, Interning.intern("_fields"))
    if value.isPresent { return try Iterate.tuple(value) }
    let name = type === NodeClasses.named("AST") ? "ast.AST" : TypeRef(type).nameText
    throw raise(.attributeError, "type object '\(name)' has no attribute '_fields'")
  }

  private static func sequence(_ type: Value, _ name: String) throws(Raised) -> TupleRef {
    let value = try Attributes.find(type, Interning.intern(name))
    return value.isAbsent ? TupleRef.empty : try Iterate.tuple(value)
  }

  private static func setKeywords(
    _ object: Value, _ keywords: DictRef, _ fields: TupleRef, _ positional: Int
  ) throws(Raised) {
    var number = 0
    while let next = keywords.nextEntry(number) {
      let entry = keywords.entries[next]
      number = next + 1
      if let index = try position(of: entry.key, in: fields) {
        if index < positional {
          throw raise(
            .typeError,
            "\(object.typeName) got multiple values for argument \(try Convert.repr(entry.key).text)"
          )
        }
      } else if try position(of: entry.key, in: try sequence(object.type.value, "_attributes"))
        == nil
      {
        try Warnings.warn(
          .deprecationWarning,
          "\(object.typeName).__init__ got an unexpected keyword argument \(try Convert.repr(entry.key).text). Support for arbitrary keyword arguments is deprecated and will be removed in Python 3.15."
        )
      }
      try Attributes.set(object, entry.key, entry.value)
    }
  }

  private static func position(of name: Value, in names: TupleRef) throws(Raised) -> Int? {
    for i in 0..<names.count where try Compare.equal(names[i], name) { return i }
    return nil
  }

  private static func setDefault(_ object: Value, _ field: Value, _ types: Value) throws(Raised) {
    let name = try Convert.str(field).text
    let type = types.isDict ? try DictRef(types).get(field) : try Subscript.get(types, field)
    let end = "This will become an error in Python 3.15."
    if type.isAbsent {
      try Warnings.warn(
        .deprecationWarning,
        "Field '\(name)' is missing from \(object.typeName)._field_types. \(end)")
    } else if type.isInstance(of: .unionType) {
      // The class attribute None is the default.
    } else if type.isInstance(of: .genericAlias) {
      try Attributes.set(object, field, ListRef.make().value)
    } else if type === NodeClasses.named("expr_context") {
      try Attributes.set(object, field, NodeClasses.singleton(.load))
    } else {
      try Warnings.warn(
        .deprecationWarning,
        "\(object.typeName).__init__ missing 1 required positional argument: '\(name)'. \(end)")
    }
  }

  /// (class, a None for each leading field that is set, attributes): copies and pickles are made
  /// without warnings for missing fields.
  static func reduce(_ a: Args) throws(Raised) -> Value {
    let type = a[0].type.value
    let attributes = Instances.copyAttributes(a[0].asObject)
    let leading = ListRef.make()
    let fields = try sequence(type, "_fields")
    for i in 0..<fields.count {
      if try attributes.get(fields[i]).isAbsent { break }
      leading.append(.none)
    }
    return TupleRef.of(type, leading.toTuple().value, attributes.value).value
  }
}
