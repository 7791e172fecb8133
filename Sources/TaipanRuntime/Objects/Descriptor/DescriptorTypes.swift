// property, classmethod, staticmethod, super, and the descriptors of native attributes and slots.

enum PropertyType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", new),
    NativeMethod("__init__", "($self, fget=None, fset=None, fdel=None, doc=None)", initialize),
    NativeMethod("__get__", "($self, instance, owner=None, /)", get),
    NativeMethod("__set__", "($self, instance, value, /)", set),
    NativeMethod("__delete__", "($self, instance, /)", delete),
    NativeMethod("__set_name__", "($self, owner, name, /)", setName, bindsArguments: true),
    NativeMethod("getter", "($self, object, /)", getter),
    NativeMethod("setter", "($self, object, /)", setter),
    NativeMethod("deleter", "($self, object, /)", deleter),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("__doc__", getDoc, set: setDoc),
    NativeGetSet("__name__", getName, set: assignName),
    NativeGetSet("__isabstractmethod__", isAbstract),
  ]
  static let spec = TypeSpec(
    "property", size: MemoryLayout<PropertyLayout>.size, flags: [.baseable], methods: methods,
    getSets: getSets)

  /// The accessors are plain fields.
  static func addMembers() {
    let type = BuiltinType.property.ref
    for (word, name) in ["fget", "fset", "fdel"].enumerated() {
      let name = Interning.intern(name)
      type.dict.setStr(
        name,
        MemberRef.make(
          owner: type, name: name, word: 1 + word, isReadOnly: true, absentIsNone: true))
    }
  }

  static func new(_ a: Args) throws(Raised) -> Value { Value(Instances.allocate(TypeRef(a[0]))) }

  static func initialize(_ a: Args) throws(Raised) -> Value {
    let property = PropertyRef(a[0])
    func field(_ value: Value) -> Value { value.isAbsent || value.isNone ? .absent : value }
    property.p.pointee.getter = field(a[1])
    property.p.pointee.setter = field(a[2])
    property.p.pointee.deleter = field(a[3])
    property.p.pointee.doc = .absent
    property.p.pointee.getterDoc = .absent
    property.object.noteWrite()
    var doc = field(a[4])
    if doc.isAbsent, property.p.pointee.getter.isPresent {
      doc = field(try Attributes.lookup(a[1], Interning.intern("__doc__")))
      if doc.isPresent { property.p.pointee.getterDoc = .true }
    }
    if a[0].type == .property {
      property.p.pointee.doc = doc
      property.object.noteWrite()
    } else {
      try setOwnDoc(property, orNone(doc))
    }
    return .none
  }

  /// The field would be hidden by the `__doc__` of a subclass: what the accessor says becomes an attribute.
  /// Where there is no place for it, only what was taken from the getter is missed.
  private static func setOwnDoc(_ property: PropertyRef, _ doc: Value) throws(Raised) {
    do throws(Raised) { try Attributes.set(property.value, "__doc__", doc) } catch {
      if property.p.pointee.getterDoc.isPresent || !catching(.attributeError) { throw error }
    }
  }

  static func get(_ a: Args) throws(Raised) -> Value {
    if a[1].isNone { return a[0] }
    return try Attributes.propertyGet(PropertyRef(a[0]), a[1])
  }
  static func set(_ a: Args) throws(Raised) -> Value {
    try Attributes.propertySet(PropertyRef(a[0]), a[1], a[2])
    return .none
  }
  static func delete(_ a: Args) throws(Raised) -> Value {
    try Attributes.propertySet(PropertyRef(a[0]), a[1], .absent)
    return .none
  }
  static func setName(_ a: Args) throws(Raised) -> Value {
    if a.count != 3 {
      throw raise(
        .typeError,
        "__set_name__() takes 2 positional arguments but \(a.positionalCount - 1) were given")
    }
    PropertyRef(a[0]).p.pointee.name = a[2]
    a[0].asObject.noteWrite()
    return .none
  }

  /// A copy with one accessor exchanged.
  private static func copy(_ a: Args, _ getter: Value, _ setter: Value, _ deleter: Value)
    throws(Raised) -> Value
  {
    let old = PropertyRef(a[0]).p.pointee
    func pick(_ new: Value, _ old: Value) -> Value {
      orNone(new.isAbsent || new.isNone ? old : new)
    }
    let newGetter = pick(getter, old.getter)
    // A doc string that came from the getter is taken from the getter again.
    let keepsDoc = old.getterDoc.isAbsent || newGetter.isNone
    let args = TupleRef.of(
      newGetter, pick(setter, old.setter), pick(deleter, old.deleter),
      keepsDoc ? orNone(old.doc) : .none)
    let made = try Call.function(a[0].type.value, args, nil)
    if made.type.isSubtype(of: .property) {
      PropertyRef(made).p.pointee.name = old.name
      made.asObject.noteWrite()
    }
    return made
  }
  static func getter(_ a: Args) throws(Raised) -> Value { try copy(a, a[1], .absent, .absent) }
  static func setter(_ a: Args) throws(Raised) -> Value { try copy(a, .absent, a[1], .absent) }
  static func deleter(_ a: Args) throws(Raised) -> Value { try copy(a, .absent, .absent, a[1]) }

  private static func orNone(_ value: Value) -> Value { value.isAbsent ? .none : value }
  static func getDoc(_ a: Args) throws(Raised) -> Value { orNone(PropertyRef(a[0]).p.pointee.doc) }
  static func setDoc(_ a: Args) throws(Raised) -> Value {
    PropertyRef(a[0]).p.pointee.doc = a[1]
    a[0].asObject.noteWrite()
    return .none
  }
  static func getName(_ a: Args) throws(Raised) -> Value {
    let property = PropertyRef(a[0]).p.pointee
    if property.name.isPresent { return property.name }
    if property.getter.isPresent {
      let name = try Attributes.lookup(property.getter, Interning.intern("__name__"))
      if name.isPresent { return name }
    }
    throw Attributes.missing(a[0], Interning.intern("__name__"))
  }
  static func assignName(_ a: Args) throws(Raised) -> Value {
    PropertyRef(a[0]).p.pointee.name = a[1]
    a[0].asObject.noteWrite()
    return .none
  }
  static func isAbstract(_ a: Args) throws(Raised) -> Value {
    let property = PropertyRef(a[0]).p.pointee
    for accessor in 0..<3 {
      let function =
        accessor == 0 ? property.getter : accessor == 1 ? property.setter : property.deleter
      if try WrappedMethods.isAbstract(function) { return .true }
    }
    return .false
  }
}

enum WrappedMethods {
  static func new(_ a: Args) throws(Raised) -> Value { Value(Instances.allocate(TypeRef(a[0]))) }

  static func isAbstract(_ function: Value) throws(Raised) -> Bool {
    if function.isAbsent { return false }
    let flag = try Attributes.lookup(function, Interning.intern("__isabstractmethod__"))
    return flag.isPresent ? try Convert.truth(flag) : false
  }

  static func initialize(_ a: Args) throws(Raised) -> Value {
    let wrapped = WrappedMethodRef(a[0])
    wrapped.p.pointee.function = a[1]
    wrapped.object.noteWrite()
    for name in ["__module__", "__name__", "__qualname__", "__doc__", "__annotations__"] {
      let key = Interning.intern(name)
      let value = try Attributes.lookup(a[1], key)
      if value.isPresent { _ = Instances.setOwnAttribute(wrapped.object, key, value) }
    }
    return .none
  }
  static func getFunction(_ a: Args) throws(Raised) -> Value {
    WrappedMethodRef(a[0]).p.pointee.function
  }
  static func getAbstract(_ a: Args) throws(Raised) -> Value {
    Value(try isAbstract(WrappedMethodRef(a[0]).p.pointee.function))
  }
  static func classGet(_ a: Args) throws(Raised) -> Value {
    let type = a.count > 2 && !a[2].isNone ? a[2] : a[1].type.value
    return try Attributes.bindClassMethod(a[0], TypeRef(type))
  }
  static func repr(_ a: Args) throws(Raised) -> Value {
    let function = WrappedMethodRef(a[0]).p.pointee.function
    return Value("<\(a[0].typeName)(\(try Convert.repr(function).text))>")
  }
  static func call(_ a: Args) throws(Raised) -> Value {
    try Call.call(WrappedMethodRef(a[0]).p.pointee.function, a.dropping(1))
  }
  static let getSets: [NativeGetSet] = [
    NativeGetSet("__func__", getFunction), NativeGetSet("__wrapped__", getFunction),
    NativeGetSet("__isabstractmethod__", getAbstract),
    NativeGetSet("__dict__", GenericGetSets.getDict, set: GenericGetSets.setDict),
  ]
}

enum ClassMethodType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", WrappedMethods.new),
    NativeMethod("__init__", "($self, function, /)", WrappedMethods.initialize),
    NativeMethod("__get__", "($self, instance, owner=None, /)", WrappedMethods.classGet),
    NativeMethod("__repr__", "($self, /)", WrappedMethods.repr),
  ]
  static let spec = TypeSpec(
    "classmethod", size: 24, flags: [.baseable], dictWord: 2, methods: methods,
    getSets: WrappedMethods.getSets)
}

enum StaticMethodType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", WrappedMethods.new),
    NativeMethod("__init__", "($self, function, /)", WrappedMethods.initialize),
    NativeMethod("__get__", "($self, instance, owner=None, /)", get),
    NativeMethod("__call__", "($self, *args, **kwargs)", WrappedMethods.call),
    NativeMethod("__repr__", "($self, /)", WrappedMethods.repr),
  ]
  static let spec = TypeSpec(
    "staticmethod", size: 24, flags: [.baseable], dictWord: 2, methods: methods,
    getSets: WrappedMethods.getSets)
  static func get(_ a: Args) throws(Raised) -> Value { WrappedMethodRef(a[0]).p.pointee.function }
}

enum SuperType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", new),
    NativeMethod("__init__", "($self, type=None, object=None, /)", initialize),
    NativeMethod("__getattribute__", "($self, name, /)", getAttribute),
    NativeMethod("__get__", "($self, instance, owner=None, /)", get),
    NativeMethod("__repr__", "($self, /)", repr),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("__thisclass__", getThisClass), NativeGetSet("__self__", getSelf),
    NativeGetSet("__self_class__", getSelfClass),
  ]
  static let spec = TypeSpec(
    "super", size: MemoryLayout<SuperLayout>.size, flags: [.baseable], methods: methods,
    getSets: getSets)

  static func new(_ a: Args) throws(Raised) -> Value { Value(Instances.allocate(TypeRef(a[0]))) }

  static func initialize(_ a: Args) throws(Raised) -> Value {
    let target = SuperRef(a[0])
    var type = a.optional(1)
    var object = a.optional(2)
    if type.isAbsent { (type, object) = try fromFrame() }
    guard type.isType else {
      throw raise(.typeError, "super() argument 1 must be a type, not \(type.typeName)")
    }
    if object.isAbsent || object.isNone {
      target.p.pointee.type = type
      target.p.pointee.selfValue = .absent
    } else {
      let made = SuperRef(try SuperRef.checked(type, object))
      target.p.pointee.type = type
      target.p.pointee.selfValue = object
      target.p.pointee.selfType = made.p.pointee.selfType
    }
    target.object.noteWrite()
    return .none
  }

  /// `super()` without arguments: the `__class__` cell and the first argument of the calling function.
  private static func fromFrame() throws(Raised) -> (Value, Value) {
    guard let r = thread.pointee.frame else {
      throw raise(.runtimeError, "super(): no current frame")
    }
    let frame = Frame(r)
    let code = CodeRef(frame.body.pointee.code)
    if code.p.pointee.argumentCount == 0 { throw raise(.runtimeError, "super(): no arguments") }
    var first = r[0]
    if code.localKinds.data[0] & LocalKind.cell != 0, first.isPresent, first.isExactly(.cell) {
      first = CellRef(first).contents
    }
    if first.isAbsent { throw raise(.runtimeError, "super(): arg[0] deleted") }
    let names = code.localNames
    for i in 0..<names.count where StrRef(names[i]).text == "__class__" {
      let cell = r[i]
      if cell.isPresent, cell.isExactly(.cell), CellRef(cell).contents.isPresent {
        return (CellRef(cell).contents, first)
      }
      throw raise(.runtimeError, "super(): empty __class__ cell")
    }
    throw raise(.runtimeError, "super(): __class__ cell not found")
  }

  static func getAttribute(_ a: Args) throws(Raised) -> Value {
    let target = SuperRef(a[0]).p.pointee
    let name = try ObjectType.name(a[1])
    if target.selfType.isPresent, name !== Interning.intern("__class__") {
      let found = SuperRef.lookup(
        after: TypeRef(target.type), in: TypeRef(target.selfType), name)
      if found.isPresent {
        if target.selfValue === target.selfType {
          return try Attributes.bindToType(found, TypeRef(target.selfType))
        }
        return try Attributes.bind(found, target.selfValue, TypeRef(target.selfType))
      }
    }
    let value = try Attributes.generic(a[0], name)
    if value.isAbsent { throw Attributes.missing(a[0], name) }
    return value
  }

  static func get(_ a: Args) throws(Raised) -> Value {
    let target = SuperRef(a[0]).p.pointee
    if a[1].isNone || target.selfValue.isPresent { return a[0] }
    if !a[0].isExactly(.super) { return try Call.function(a[0].type.value, target.type, a[1]) }
    return try SuperRef.checked(target.type, a[1])
  }
  static func repr(_ a: Args) throws(Raised) -> Value {
    let target = SuperRef(a[0]).p.pointee
    let type = target.type.isPresent ? TypeRef(target.type).nameText : "NULL"
    if target.selfType.isAbsent { return Value("<super: <class '\(type)'>, NULL>") }
    return Value(
      "<super: <class '\(type)'>, <\(TypeRef(target.selfType).nameText) object>>")
  }
  private static func orNone(_ value: Value) -> Value { value.isAbsent ? .none : value }
  static func getThisClass(_ a: Args) throws(Raised) -> Value {
    orNone(SuperRef(a[0]).p.pointee.type)
  }
  static func getSelf(_ a: Args) throws(Raised) -> Value {
    orNone(SuperRef(a[0]).p.pointee.selfValue)
  }
  static func getSelfClass(_ a: Args) throws(Raised) -> Value {
    orNone(SuperRef(a[0]).p.pointee.selfType)
  }
}

enum GetSetDescriptorType {
  static let methods: [NativeMethod] = [
    NativeMethod("__get__", "($self, instance, owner=None, /)", get),
    NativeMethod("__set__", "($self, instance, value, /)", set),
    NativeMethod("__delete__", "($self, instance, /)", delete),
    NativeMethod("__repr__", "($self, /)", repr),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("__name__", getName), NativeGetSet("__qualname__", getQualifiedName),
    NativeGetSet("__objclass__", getOwner), NativeGetSet("__doc__", getDoc),
  ]
  static let spec = TypeSpec(
    "getset_descriptor", size: MemoryLayout<GetSetLayout>.size, methods: methods,
    getSets: getSets)

  static func get(_ a: Args) throws(Raised) -> Value {
    a[1].isNone ? a[0] : try Attributes.getSetGet(GetSetRef(a[0]), a[1])
  }
  static func set(_ a: Args) throws(Raised) -> Value {
    try Attributes.getSetSet(GetSetRef(a[0]), a[1], a[2])
    return .none
  }
  static func delete(_ a: Args) throws(Raised) -> Value {
    try Attributes.getSetSet(GetSetRef(a[0]), a[1], .absent)
    return .none
  }
  static func repr(_ a: Args) throws(Raised) -> Value {
    let d = GetSetRef(a[0]).p.pointee
    return Value(
      "<attribute '\(StrRef(d.name).text)' of '\(TypeRef(d.owner).nameText)' objects>")
  }
  static func getName(_ a: Args) throws(Raised) -> Value { GetSetRef(a[0]).p.pointee.name }
  static func getQualifiedName(_ a: Args) throws(Raised) -> Value {
    let d = GetSetRef(a[0]).p.pointee
    return Value("\(TypeRef(d.owner).nameText).\(StrRef(d.name).text)")
  }
  static func getOwner(_ a: Args) throws(Raised) -> Value { GetSetRef(a[0]).p.pointee.owner }
  static func getDoc(_ a: Args) throws(Raised) -> Value { .none }
}

enum MemberDescriptorType {
  static let methods: [NativeMethod] = [
    NativeMethod("__get__", "($self, instance, owner=None, /)", get),
    NativeMethod("__set__", "($self, instance, value, /)", set),
    NativeMethod("__delete__", "($self, instance, /)", delete),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__reduce__", "($self, /)", reduce),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("__name__", getName), NativeGetSet("__qualname__", getQualifiedName),
    NativeGetSet("__objclass__", getOwner), NativeGetSet("__doc__", GetSetDescriptorType.getDoc),
  ]

  static func reduce(_ a: Args) throws(Raised) -> Value {
    let getattr = DictRef(Singletons.builtins).getStr("getattr")
    return TupleRef.of(getattr, TupleRef.of(try getOwner(a), try getName(a)).value).value
  }

  static let spec = TypeSpec(
    "member_descriptor", size: MemoryLayout<MemberLayout>.size, methods: methods,
    getSets: getSets)

  static func get(_ a: Args) throws(Raised) -> Value {
    a[1].isNone ? a[0] : try Attributes.memberGet(MemberRef(a[0]), a[1])
  }
  static func set(_ a: Args) throws(Raised) -> Value {
    try Attributes.memberSet(MemberRef(a[0]), a[1], a[2])
    return .none
  }
  static func delete(_ a: Args) throws(Raised) -> Value {
    try Attributes.memberSet(MemberRef(a[0]), a[1], .absent)
    return .none
  }
  static func repr(_ a: Args) throws(Raised) -> Value {
    let d = MemberRef(a[0]).p.pointee
    return Value("<member '\(StrRef(d.name).text)' of '\(TypeRef(d.owner).nameText)' objects>")
  }
  static func getName(_ a: Args) throws(Raised) -> Value { MemberRef(a[0]).p.pointee.name }
  static func getQualifiedName(_ a: Args) throws(Raised) -> Value {
    let d = MemberRef(a[0]).p.pointee
    return Value("\(TypeRef(d.owner).nameText).\(StrRef(d.name).text)")
  }
  static func getOwner(_ a: Args) throws(Raised) -> Value { MemberRef(a[0]).p.pointee.owner }
}
