// Named tuples of native modules.

import TaipanRuntime

/// Named tuples of native modules: `sys.version_info`, `os.stat_result` …
public enum StructSequences {
  /// A type whose instances are tuples with named items.
  ///
  /// - Parameters:
  ///   - fields: names; an item without one is reached by its index only.
  ///   - hidden: how many of the last fields are attributes but no items.
  ///   - methods: in place of the common ones of the same names.
  public static func makeType(
    _ name: StaticString, _ fields: [String], hidden: Int = 0, methods own: [NativeMethod] = []
  ) -> TypeRef {
    let type = NativeTypes.make(
      TypeSpec(
        name, size: 24, flags: [.subTuple, .trailingAttributes, .matchesSequence], traceKind: .set,
        methods: methods + own),
      base: BuiltinType.tuple.ref)
    let dict = type.dict
    for (index, field) in fields.enumerated() where !field.isEmpty {
      dict.setStr(
        field,
        MemberRef.make(
          owner: type, name: Interning.intern(field), word: 3 + index, isReadOnly: true))
    }
    dict.setStr("n_fields", Value(fields.count))
    dict.setStr("n_sequence_fields", Value(fields.count - hidden))
    let visible = fields[..<(fields.count - hidden)].filter { !$0.isEmpty }
    dict.setStr("n_unnamed_fields", Value(fields.count - hidden - visible.count))
    let names = TupleRef.make(count: visible.count)
    for i in 0..<names.count { names.set(i, Interning.intern(visible[i])) }
    dict.setStr("__match_args__", names.value)
    type.refreshAfterChange()
    return type
  }

  /// An instance of such a type. Hidden fields lie behind the items of the tuple.
  public static func make(_ type: TypeRef, _ values: ListRef) -> Value {
    let visible = type.dict.getStr("n_sequence_fields").asInt
    let tuple = TupleRef.make(count: values.count, shape: type.p.pointee.instanceShape)
    for i in 0..<values.count { tuple.set(i, values[i]) }
    tuple.p.pointee.count = visible
    return tuple.value
  }

  /// The only instance of a type made for it.
  public static func make(_ name: StaticString, _ fields: [String], _ values: ListRef) -> Value {
    make(makeType(name, fields), values)
  }

  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, sequence, dict=None)", new),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__reduce__", "($self, /)", reduce),
    NativeMethod("__replace__", "($self, /, **changes)", replace),
  ]

  private static func count(_ type: TypeRef, _ name: String) -> Int {
    type.dict.getStr(name).asInt
  }

  /// The names of all fields, None for those without one.
  private static func names(_ type: TypeRef) -> TupleRef {
    let names = TupleRef.make(count: count(type, "n_fields"))
    for i in 0..<names.count { names.set(i, .none) }
    let dict = type.dict
    var number = 0
    while let next = dict.nextEntry(number) {
      let entry = dict.entries[next]
      if entry.value.isExactly(.memberDescriptor) {
        names.set(MemberRef(entry.value).p.pointee.word - 3, entry.key)
      }
      number = next + 1
    }
    return names
  }

  static func new(_ a: Args) throws(Raised) -> Value {
    let type = TypeRef(a[0])
    let values: ListRef
    do throws(Raised) { values = try Iterate.list(a[1]) } catch {
      if a[1].type.special(.iter).isPresent || a[1].type.special(.getitem).isPresent
        || !catching(.typeError)
      {
        throw error
      }
      throw raise(.typeError, "constructor requires a sequence")
    }
    if a[2].isPresent, !a[2].isDict {
      throw raise(.typeError, "\(type.messageName)() takes a dict as second arg, if any")
    }
    let (least, most) = (count(type, "n_sequence_fields"), count(type, "n_fields"))
    if values.count < least || values.count > most {
      let bound =
        least == most
        ? "a \(least)" : values.count < least ? "an at least \(least)" : "an at most \(most)"
      throw raise(
        .typeError,
        "\(type.messageName)() takes \(bound)-sequence (\(values.count)-sequence given)")
    }
    try addHidden(type, values, a[2])
    return make(type, values)
  }

  /// The fields behind those of the sequence: from the dict, or None.
  private static func addHidden(_ type: TypeRef, _ values: ListRef, _ given: Value) throws(Raised) {
    let names = names(type)
    var used = 0
    for i in values.count..<names.count {
      var value = Value.none
      if given.isPresent, !names[i].isNone {
        let found = try DictRef(given).get(names[i])
        if found.isPresent {
          value = found
          used += 1
        }
      }
      values.append(value)
    }
    if given.isPresent, DictRef(given).count > used {
      throw raise(
        .typeError, "\(type.messageName)() got duplicate or unexpected field name(s)")
    }
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    let type = a[0].type
    let tuple = TupleRef(a[0])
    let names = names(type)
    var (parts, field): ([String], Int) = ([], 0)
    for i in 0..<tuple.count {
      // An item without a name is shown with that of the field that stands for it.
      while names[field].isNone { field += 1 }
      parts.append("\(StrRef(names[field]).text)=\(try Convert.repr(tuple[i]).text)")
      field += 1
    }
    return Value("\(type.messageName)(\(parts.joined(separator: ", ")))")
  }

  static func reduce(_ a: Args) throws(Raised) -> Value {
    let tuple = TupleRef(a[0])
    let plain = TupleRef.make(tuple.items, count: tuple.count)
    let (names, hidden) = (names(a[0].type), DictRef.make())
    for i in tuple.count..<names.count where !names[i].isNone {
      hidden.setStr(names[i], tuple.items[i])
    }
    return TupleRef.of(a[0].type.value, TupleRef.of(plain.value, hidden.value).value).value
  }

  /// `copy.replace`.
  static func replace(_ a: Args) throws(Raised) -> Value {
    let type = a[0].type
    if a.positionalCount > 1 {
      throw raise(.typeError, "__replace__() takes no positional arguments")
    }
    if count(type, "n_unnamed_fields") > 0 {
      throw raise(
        .typeError,
        "__replace__() is not supported for \(type.messageName) because it has unnamed field(s)")
    }
    let (names, changes) = (names(type), a.keywordDict())
    let values = ListRef.make(TupleRef(a[0]).items, count: names.count)
    for i in 0..<names.count {
      let change = try changes.remove(names[i])
      if change.isPresent { values[i] = change }
    }
    if changes.count > 0 {
      let unknown = try Convert.repr(try Iterate.list(changes.value).value).text
      throw raise(.typeError, "Got unexpected field name(s): \(unknown)")
    }
    return make(type, values)
  }
}
