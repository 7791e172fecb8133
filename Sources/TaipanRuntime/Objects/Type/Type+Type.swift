// The type `type`.

enum TypeType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", new),
    NativeMethod("__init__", "($self, *args, **kwargs)", initialize),
    NativeMethod("__call__", "($self, *args, **kwargs)", call),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__getattribute__", "($self, name, /)", ObjectType.getAttribute),
    NativeMethod("__setattr__", "($self, name, value, /)", setAttribute),
    NativeMethod("__delattr__", "($self, name, /)", deleteAttribute),
    NativeMethod("__instancecheck__", "($self, instance, /)", instanceCheck),
    NativeMethod("__subclasscheck__", "($self, subclass, /)", subclassCheck),
    NativeMethod("__prepare__", "($type, *args, **kwargs)", prepare),
    NativeMethod("__subclasses__", "($self, /)", subclasses),
    NativeMethod("__dir__", "($self, /)", dir),
    NativeMethod("__or__", "($self, value, /)", union),
    NativeMethod("__ror__", "($self, value, /)", reflectedUnion),
    NativeMethod("__sizeof__", "($self, /)", ObjectType.sizeOf),
    NativeMethod("mro", "($self, /)", mro),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("__name__", getName, set: setName),
    NativeGetSet("__qualname__", getQualifiedName, set: setQualifiedName),
    NativeGetSet("__bases__", getBases, set: setBases),
    NativeGetSet("__base__", getBase),
    NativeGetSet("__mro__", getMRO),
    NativeGetSet("__module__", getModule, set: setModule),
    NativeGetSet("__dict__", getDict),
    NativeGetSet("__doc__", getDoc, set: setDoc),
    NativeGetSet("__abstractmethods__", getAbstract, set: setAbstract),
    NativeGetSet("__annotations__", getAnnotations, set: setAnnotations),
    NativeGetSet("__type_params__", getTypeParameters, set: setTypeParameters),
    NativeGetSet("__text_signature__", getTextSignature),
    NativeGetSet("__flags__", getFlags),
    NativeGetSet("__basicsize__", getBasicSize),
    NativeGetSet("__itemsize__", getItemSize),
    NativeGetSet("__dictoffset__", getDictOffset),
    NativeGetSet("__weakrefoffset__", getWeakReferenceOffset),
  ]
  static let spec = TypeSpec(
    "type", size: TypeLayout.size, flags: [.baseable, .isMetatype, .weakReferable],
    methods: methods, getSets: getSets)

  // MARK: Creating and calling

  static func new(_ a: Args) throws(Raised) -> Value {
    let metatype = TypeRef(a[0])
    if a.positionalCount == 2, metatype == .type, a.keywordCount == 0 { return a[1].type.value }
    if a.positionalCount != 4 {
      throw raise(
        .typeError,
        metatype == .type
          ? "type() takes 1 or 3 arguments"
          : "type.__new__() takes exactly 3 arguments (\(a.positionalCount - 1) given)")
    }
    guard a[1].isStr else {
      throw raise(.typeError, "type.__new__() argument 1 must be str, not \(a[1].argumentTypeName)")
    }
    guard a[2].isTuple else {
      throw raise(
        .typeError, "type.__new__() argument 2 must be tuple, not \(a[2].argumentTypeName)")
    }
    guard a[3].isDict else {
      throw raise(
        .typeError, "type.__new__() argument 3 must be dict, not \(a[3].argumentTypeName)")
    }
    let bases = try resolveEntries(TupleRef(a[2]))
    let winner = try TypeBuilder.calculateMetatype(metatype, bases)
    let newOfWinner = winner.special(.new)
    if winner != metatype, newOfWinner !== BuiltinType.type.ref.special(.new) {
      return try Call.prepending(winner.value, newOfWinner, a.dropping(1))
    }
    return try TypeBuilder.make(
      metatype: winner, name: StrRef(a[1]), bases: bases, namespace: DictRef(a[3]),
      keywords: a.keywordCount > 0 ? a.keywordDict() : nil
    ).value
  }

  /// - Throws: UnicodeEncodeError for surrogates, ValueError for null characters.
  static func requireName(_ name: StrRef) throws(Raised) {
    if !name.isASCII { _ = try UTF8Codec.encode(name, "strict") }
    for i in 0..<name.count where name[i] == 0 {
      throw raise(.valueError, "type name must not contain null characters")
    }
  }

  private static func resolveEntries(_ bases: TupleRef) throws(Raised) -> TupleRef {
    for i in 0..<bases.count where !bases[i].isType {
      if try Attributes.lookup(bases[i], Interning.intern("__mro_entries__")).isPresent {
        throw raise(
          .typeError,
          "type() doesn't support MRO entry resolution; use types.new_class()")
      }
    }
    return bases
  }

  static func initialize(_ a: Args) throws(Raised) -> Value {
    if a.positionalCount != 2, a.positionalCount != 4 {
      throw raise(.typeError, "type.__init__() takes 1 or 3 arguments")
    }
    return .none
  }

  /// `Type(…)`: `__new__`, then `__init__` if the result is an instance.
  static func call(_ a: Args) throws(Raised) -> Value {
    let type = TypeRef(a[0])
    if type.has(.isException), a.keywordNames.isAbsent, Exceptions.isPlain(type) {
      return ExceptionRef.make(type, args: TupleRef.make(a.base + 1, count: a.count - 1)).value
    }
    if a.count == 2, a.keywordNames.isAbsent, !type.has(.heap) {
      if type == .type { return a[1].type.value }
      if let value = try Constructing.single(type, a[1]) { return value }
    }
    if a.count == 1, !type.has(.heap), let value = Constructing.empty(type) { return value }
    if type == .dict { return try DictType.construct(a) }
    let new = type.special(.new)
    if new.isAbsent || type.has(.noInstantiation) {
      throw raise(.typeError, "cannot create '\(qualifiedText(type))' instances")
    }
    let object =
      new.isExactly(.builtinFunction)
      ? try Call.native(NativeFunctionRef(new), a)
      : try Call.call(try Attributes.bindToType(new, type), a)
    if !object.type.isSubtype(of: type) { return object }
    let initializer = object.type.special(.`init`)
    if initializer === BuiltinType.object.ref.special(.`init`) {
      // `object.__new__` has seen to the arguments; native `__new__` takes them all itself.
      return object
    }
    let result =
      Call.isPlain(initializer)
      ? try Call.prepending(object, initializer, a.dropping(1))
      : try Call.call(
        Attributes.bind(initializer, object, object.type), a.dropping(1))
    if !result.isNone {
      throw raise(.typeError, "__init__() should return None, not '\(result.typeName)'")
    }
    return object
  }

  private static func qualifiedText(_ type: TypeRef) -> String {
    let module = type.dict.getStr("__module__")
    if module.isPresent, module.isStr { return "\(StrRef(module).text).\(type.nameText)" }
    return type.nameText
  }

  static func prepare(_ a: Args) throws(Raised) -> Value { DictRef.make().value }

  // MARK: Protocol

  static func repr(_ a: Args) throws(Raised) -> Value {
    let type = TypeRef(a[0])
    let module = try getModule(a)
    let name = StrRef(type.p.pointee.qualifiedName).text
    if module.isStr, StrRef(module).text != "builtins" {
      return Value("<class '\(StrRef(module).text).\(name)'>")
    }
    return Value("<class '\(name)'>")
  }

  static func setAttribute(_ a: Args) throws(Raised) -> Value {
    guard a[1].isStr else {
      throw raise(.typeError, "attribute name must be string, not '\(a[1].typeName)'")
    }
    try Attributes.setOnType(TypeRef(a[0]), Interning.intern(a[1]), a[2])
    return .none
  }

  static func deleteAttribute(_ a: Args) throws(Raised) -> Value {
    guard a[1].isStr else {
      throw raise(.typeError, "attribute name must be string, not '\(a[1].typeName)'")
    }
    try Attributes.setOnType(TypeRef(a[0]), Interning.intern(a[1]), .absent)
    return .none
  }

  static func instanceCheck(_ a: Args) throws(Raised) -> Value {
    Value(try Instances.plainIsInstance(a[1], a[0]))
  }

  static func subclassCheck(_ a: Args) throws(Raised) -> Value {
    Value(try Instances.plainIsSubclass(a[1], a[0]))
  }

  static func subclasses(_ a: Args) throws(Raised) -> Value {
    let list = ListRef.make()
    TypeRef(a[0]).forEachSubclass { list.append($0.value) }
    return list.value
  }

  static func mro(_ a: Args) throws(Raised) -> Value {
    let type = TypeRef(a[0])
    return try Iterate.list(
      try TypeBuilder.linearize(type, TupleRef(type.p.pointee.bases)).value
    ).value
  }

  static func dir(_ a: Args) throws(Raised) -> Value {
    let names = DictRef.make()
    try ObjectType.addNames(names, TypeRef(a[0]))
    return try Iterate.list(names.value).value
  }

  static func union(_ a: Args) throws(Raised) -> Value { try Unions.make(a[0], a[1]) }
  static func reflectedUnion(_ a: Args) throws(Raised) -> Value { try Unions.make(a[1], a[0]) }

  // MARK: Attributes

  static func requireHeap(_ a: Args, _ name: String) throws(Raised) {
    if !TypeRef(a[0]).has(.heap) {
      throw raise(
        .typeError,
        "cannot set '\(name)' attribute of immutable type '\(TypeRef(a[0]).nameText)'")
    }
    if a[1].isAbsent {
      throw raise(
        .typeError,
        "cannot delete '\(name)' attribute of immutable type '\(TypeRef(a[0]).nameText)'")
    }
  }

  static func getName(_ a: Args) throws(Raised) -> Value { TypeRef(a[0]).p.pointee.name }
  static func setName(_ a: Args) throws(Raised) -> Value {
    try requireHeap(a, "__name__")
    guard a[1].isStr else {
      throw raise(
        .typeError,
        "can only assign string to \(TypeRef(a[0]).nameText).__name__, not '\(a[1].typeName)'")
    }
    try requireName(StrRef(a[1]))
    TypeRef(a[0]).p.pointee.name = a[1]
    a[0].asObject.noteWrite()
    return .none
  }
  static func getQualifiedName(_ a: Args) throws(Raised) -> Value {
    TypeRef(a[0]).p.pointee.qualifiedName
  }
  static func setQualifiedName(_ a: Args) throws(Raised) -> Value {
    try requireHeap(a, "__qualname__")
    guard a[1].isStr else {
      throw raise(
        .typeError,
        "can only assign string to \(TypeRef(a[0]).nameText).__qualname__, not '\(a[1].typeName)'")
    }
    TypeRef(a[0]).p.pointee.qualifiedName = a[1]
    a[0].asObject.noteWrite()
    return .none
  }
  static func getBase(_ a: Args) throws(Raised) -> Value {
    TypeRef(a[0]).base?.value ?? .none
  }
  static func getMRO(_ a: Args) throws(Raised) -> Value {
    TypeRef(a[0]).isIncomplete ? .none : TypeRef(a[0]).p.pointee.mro
  }
  static func getModule(_ a: Args) throws(Raised) -> Value {
    // In the namespace of `type` this name is the descriptor itself.
    let module = TypeRef(a[0]).dict.getStr("__module__")
    if module.isPresent, !module.isExactly(.getSetDescriptor) { return module }
    if TypeRef(a[0]).has(.heap) { throw raise(.attributeError, "__module__") }
    return Value("builtins")
  }
  static func setModule(_ a: Args) throws(Raised) -> Value {
    try requireHeap(a, "__module__")
    // A class that says to be from elsewhere is not found at a line of this module.
    let line = Interning.intern("__firstlineno__")
    if TypeRef(a[0]).dict.getStr(line).isPresent { TypeRef(a[0]).setAttribute(line, .absent) }
    TypeRef(a[0]).setAttribute(Interning.intern("__module__"), a[1])
    return .none
  }
  static func getDict(_ a: Args) throws(Raised) -> Value {
    MappingProxyRef.make(TypeRef(a[0]).p.pointee.dict)
  }
  static func getDoc(_ a: Args) throws(Raised) -> Value {
    // The entry in the namespace of `type` is this very descriptor.
    if TypeRef(a[0]) == .type { return .none }
    let doc = TypeRef(a[0]).dict.getStr("__doc__")
    if doc.isAbsent { return .none }
    if doc.isHeap, doc.type.special(.get).isPresent, !doc.isExactly(.function) {
      return try Attributes.bindToType(doc, TypeRef(a[0]))
    }
    return doc
  }
  static func setDoc(_ a: Args) throws(Raised) -> Value {
    try requireHeap(a, "__doc__")
    TypeRef(a[0]).setAttribute(Interning.intern("__doc__"), a[1])
    return .none
  }
  static func getAbstract(_ a: Args) throws(Raised) -> Value {
    let value = TypeRef(a[0]).dict.getStr("__abstractmethods__")
    if value.isAbsent || TypeRef(a[0]) == .type {
      throw raise(.attributeError, "__abstractmethods__")
    }
    return value
  }
  static func setAbstract(_ a: Args) throws(Raised) -> Value {
    let type = TypeRef(a[0])
    if a[1].isAbsent { _ = try getAbstract(a) }
    let isAbstract = a[1].isPresent ? try Convert.truth(a[1]) : false
    type.setAttribute(Interning.intern("__abstractmethods__"), a[1])
    if isAbstract {
      type.p.pointee.flags.insert(.abstract)
    } else {
      type.p.pointee.flags.remove(.abstract)
    }
    return .none
  }
  static func getAnnotations(_ a: Args) throws(Raised) -> Value {
    let type = TypeRef(a[0])
    if !type.has(.heap) {
      throw raise(
        .attributeError, "type object '\(type.nameText)' has no attribute '__annotations__'")
    }
    let name = Interning.intern("__annotations__")
    let value = type.dict.getStr(name)
    if value.isPresent {
      if value.isHeap, value.type.special(.get).isPresent {
        return try Attributes.bindToType(value, type)
      }
      return value
    }
    let fresh = DictRef.make().value
    type.setAttribute(name, fresh)
    return fresh
  }
  static func setAnnotations(_ a: Args) throws(Raised) -> Value {
    let type = TypeRef(a[0])
    if !type.has(.heap) {
      throw raise(
        .typeError,
        "cannot set '__annotations__' attribute of immutable type '\(type.nameText)'")
    }
    let name = Interning.intern("__annotations__")
    if a[1].isAbsent, type.dict.getStr(name).isAbsent {
      throw raise(.attributeError, "__annotations__")
    }
    type.setAttribute(name, a[1])
    return .none
  }
  static func getTypeParameters(_ a: Args) throws(Raised) -> Value {
    let value = TypeRef(a[0]).dict.getStr("__type_params__")
    // In the namespace of `type` itself stands the descriptor.
    return value.isAbsent || a[0] === BuiltinType.type.value ? TupleRef.empty.value : value
  }
  static func setTypeParameters(_ a: Args) throws(Raised) -> Value {
    try requireHeap(a, "__type_params__")
    TypeRef(a[0]).setAttribute(Interning.intern("__type_params__"), a[1])
    return .none
  }
  /// How a native type is called, by its own `__init__` or `__new__`; None where they take whatever
  /// comes and parse it themselves.
  static func getTextSignature(_ a: Args) throws(Raised) -> Value {
    let type = TypeRef(a[0])
    if type == BuiltinType.object.ref { return Value("()") }
    if type.has(.heap) { return .none }
    for name in [SpecialName.`init`, .new] {
      let function = type.dict.getStr(name.value)
      if function.isAbsent { continue }
      guard function.isExactly(.slotWrapper) || function.isExactly(.builtinFunction) else {
        continue
      }
      let text = "\(NativeFunctionRef(function).p.pointee.entry.pointee.signature)"
      // Behind "($self, " or "($type, ".
      let parameters = text.dropFirst(8)
      if !parameters.hasPrefix("*args") { return Value("(\(parameters)") }
    }
    return .none
  }

  /// The bits of `tp_flags` that Python code looks at.
  static func getFlags(_ a: Args) throws(Raised) -> Value {
    let type = TypeRef(a[0])
    var bits = 0
    // CPython makes the classes of `typing` at run time; copyreg looks for the first other one.
    let module = type.dict.getStr("__module__")
    let isTyping = module.isPresent && module.isStr && StrRef(module).text == "typing"
    if type.has(.heap) || isTyping { bits |= 1 << 9 } else { bits |= 1 << 8 }
    if type.has(.noInstantiation) { bits |= 1 << 7 }
    if type.has(.baseable) { bits |= 1 << 10 }
    if type.has(.matchesSequence) { bits |= 1 << 5 }
    if type.has(.matchesMapping) { bits |= 1 << 6 }
    if type.has(.abstract) { bits |= 1 << 20 }
    if type.has(.subInt) { bits |= 1 << 24 }
    if type.has(.subList) { bits |= 1 << 25 }
    if type.has(.subTuple) { bits |= 1 << 26 }
    if type.has(.subBytes) { bits |= 1 << 27 }
    if type.has(.subStr) { bits |= 1 << 28 }
    if type.has(.subDict) { bits |= 1 << 29 }
    if type.has(.isException) { bits |= 1 << 30 }
    if type.has(.isMetatype) { bits |= 1 << 31 }
    return Value(bits)
  }
  static func getBasicSize(_ a: Args) throws(Raised) -> Value {
    Value(Int(TypeRef(a[0]).p.pointee.basicSize))
  }
  static func getItemSize(_ a: Args) throws(Raised) -> Value {
    Value(smallInt: TypeRef(a[0]).has(.trailingAttributes) ? 8 : 0)
  }
  static func getWeakReferenceOffset(_ a: Args) throws(Raised) -> Value {
    Value(smallInt: TypeRef(a[0]).has(.weakReferable) ? -32 : 0)
  }
  static func getDictOffset(_ a: Args) throws(Raised) -> Value {
    Value(smallInt: TypeRef(a[0]).has(.hasDict) ? -1 : 0)
  }
}
