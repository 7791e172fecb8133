/// The type `typing.TypeAliasType`.
enum TypeAliasType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, name, value, *, type_params=())", new),
    NativeMethod("__repr__", "($self, /)", name),
    NativeMethod("__getitem__", "($self, key, /)", getItem),
    NativeMethod("__or__", "($self, value, /)", or),
    NativeMethod("__ror__", "($self, value, /)", reflectedOr),
    NativeMethod("__reduce__", "($self, /)", name),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("__name__", name), NativeGetSet("__value__", value),
    NativeGetSet("__type_params__", typeParameters),
    NativeGetSet("__parameters__", parameters), NativeGetSet("__module__", module),
  ]
  static let spec = TypeSpec(
    "typing.TypeAliasType", size: 48, flags: [.weakReferable], methods: methods,
    getSets: getSets)

  private static func layout(_ a: Args) -> UnsafeMutablePointer<TypeAliasLayout> {
    a[0].asObject.pointer.assumingMemoryBound(to: TypeAliasLayout.self)
  }

  static func new(_ a: Args) throws(Raised) -> Value {
    if !a[1].isStr {
      throw raise(
        .typeError, "typealias() argument 'name' must be str, not \(a[1].argumentTypeName)")
    }
    if a[3].isPresent, !a[3].isTuple { throw raise(.typeError, "type_params must be a tuple") }
    let module = TypingSupport.callerModule()
    let object = Instances.allocate(TypeRef(a[0]))
    let layout = object.pointer.assumingMemoryBound(to: TypeAliasLayout.self)
    layout.pointee.name = a[1]
    layout.pointee.value = a[2]
    layout.pointee.parameters = a[3].isPresent && TupleRef(a[3]).count > 0 ? a[3] : .absent
    layout.pointee.module = module
    return Value(object)
  }

  static func name(_ a: Args) throws(Raised) -> Value { layout(a).pointee.name }
  static func module(_ a: Args) throws(Raised) -> Value {
    layout(a).pointee.module.isAbsent ? .none : layout(a).pointee.module
  }
  static func value(_ a: Args) throws(Raised) -> Value {
    if layout(a).pointee.value.isAbsent {
      let value = try Call.function(layout(a).pointee.valueFunction)
      layout(a).pointee.value = value
      a[0].asObject.noteWrite()
    }
    return layout(a).pointee.value
  }
  static func typeParameters(_ a: Args) throws(Raised) -> Value {
    layout(a).pointee.parameters.isAbsent ? TupleRef.empty.value : layout(a).pointee.parameters
  }

  /// The type parameters, a TypeVarTuple unpacked.
  static func parameters(_ a: Args) throws(Raised) -> Value {
    let all = TupleRef(try typeParameters(a))
    let result = ListRef.make()
    for i in 0..<all.count {
      if all[i].isExactly(.typeVarTuple) {
        result.append(try Subscript.get(try TypingSupport.helper("Unpack"), all[i]))
      } else {
        result.append(all[i])
      }
    }
    return result.toTuple().value
  }

  static func getItem(_ a: Args) throws(Raised) -> Value {
    if layout(a).pointee.parameters.isAbsent {
      throw raise(.typeError, "Only generic type aliases are subscriptable")
    }
    return GenericAliasRef.make(a[0], a[1])
  }
  static func or(_ a: Args) throws(Raised) -> Value { try Unions.make(a[0], a[1]) }
  static func reflectedOr(_ a: Args) throws(Raised) -> Value { try Unions.make(a[1], a[0]) }
}
