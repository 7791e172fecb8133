// Attribute access as the data model defines it: `obj.name` read, written, deleted.

public enum Attributes {
  // MARK: Reading

  /// `getattr(object, name)`; the name is an interned str.
  ///
  /// - Throws: AttributeError, or what descriptors and `__getattr__` raise.
  public static func get(_ object: Value, _ name: Value) throws(Raised) -> Value {
    let value = try find(object, name)
    if value.isPresent { return value }
    throw missing(object, name)
  }

  public static func get(_ object: Value, _ name: String) throws(Raised) -> Value {
    try get(object, Interning.intern(name))
  }

  /// The same, but absent where nothing is found.
  ///
  /// - Throws: what descriptors and `__getattr__` raise, AttributeErrors included (see `lookup`).
  public static func find(_ object: Value, _ name: Value) throws(Raised) -> Value {
    let type = object.type
    if type.has(.customGetattribute) { return try findCustom(object, type, name) }
    let value: Value
    do throws(Raised) { value = try generic(object, name) } catch {
      if type.special(.getattr).isPresent, catching(.attributeError) {
        return try callGetattr(object, type, name)
      }
      throw error
    }
    if value.isPresent { return value }
    if type.special(.getattr).isPresent { return try callGetattr(object, type, name) }
    return .absent
  }

  private static func callGetattr(_ object: Value, _ type: TypeRef, _ name: Value) throws(Raised)
    -> Value
  {
    try Call.specialMethod(type.special(.getattr), object, name)
  }

  private static func findCustom(_ object: Value, _ type: TypeRef, _ name: Value) throws(Raised)
    -> Value
  {
    do throws(Raised) {
      return try Call.specialMethod(type.special(.getattribute), object, name)
    } catch {
      if type.special(.getattr).isPresent, catching(.attributeError) {
        return try callGetattr(object, type, name)
      }
      throw error
    }
  }

  /// As `find`, with an AttributeError of any origin taken as absence: `hasattr`, `getattr` with default.
  public static func lookup(_ object: Value, _ name: Value) throws(Raised) -> Value {
    do throws(Raised) { return try InlineCache.load(object, name) } catch {
      if catching(.attributeError) { return .absent }
      throw error
    }
  }

  /// `object.__getattribute__` (or `type.__getattribute__` for types): no `__getattr__`, absent
  /// instead of AttributeError where nothing is found.
  public static func generic(_ object: Value, _ name: Value) throws(Raised) -> Value {
    if object.isType { return try ofType(TypeRef(object), name) }
    let type = object.type
    let attribute = type.lookup(name)
    if attribute.isPresent, isDataDescriptor(attribute),
      attribute.type.special(.get).isPresent
    {
      return try bind(attribute, object, type)
    }
    if object.isHeap {
      let own = Instances.ownAttribute(object.asObject, name)
      if own.isPresent { return own }
    }
    if attribute.isPresent { return try bind(attribute, object, type) }
    if type.p.pointee.nativeBase == BuiltinType.module.rawValue {
      return try ofModule(ModuleRef(object), name)
    }
    return .absent
  }

  /// A module's own `__getattr__` (PEP 562).
  private static func ofModule(_ module: ModuleRef, _ name: Value) throws(Raised) -> Value {
    if module.p.pointee.dict.isAbsent { return .absent }
    let hook = module.dict.getStr(SpecialName.getattr.value)
    if hook.isAbsent { return .absent }
    return try Call.function(hook, name)
  }

  /// `type.__getattribute__`.
  private static func ofType(_ type: TypeRef, _ name: Value) throws(Raised) -> Value {
    let metatype = type.object.type
    let meta = metatype.lookup(name)
    if meta.isPresent, isDataDescriptor(meta), meta.type.special(.get).isPresent {
      return try bind(meta, type.value, metatype)
    }
    let attribute = type.lookup(name)
    if attribute.isPresent { return try bindToType(attribute, type) }
    if meta.isPresent { return try bind(meta, type.value, metatype) }
    return .absent
  }

  // MARK: Descriptors

  /// Whether instances cannot hide this class attribute: it has `__set__` or `__delete__`.
  public static func isDataDescriptor(_ attribute: Value) -> Bool {
    if !attribute.isHeap { return false }
    let type = attribute.type
    if type == .function || type == .methodDescriptor || type == .slotWrapper { return false }
    if type == .property || type == .getSetDescriptor || type == .memberDescriptor { return true }
    return type.special(.set).isPresent || type.special(.delete).isPresent
  }

  /// `attribute.__get__(object, type)` for a class attribute found on an instance.
  public static func bind(_ attribute: Value, _ object: Value, _ type: TypeRef) throws(Raised)
    -> Value
  {
    if !attribute.isHeap { return attribute }
    let kind = attribute.type
    if kind == .function { return MethodRef.make(attribute, object).value }
    if kind == .methodDescriptor || kind == .slotWrapper {
      return bindNative(NativeFunctionRef(attribute), object)
    }
    if kind == .property { return try propertyGet(PropertyRef(attribute), object) }
    if kind == .getSetDescriptor { return try getSetGet(GetSetRef(attribute), object) }
    if kind == .memberDescriptor { return try memberGet(MemberRef(attribute), object) }
    if kind == .staticMethod { return WrappedMethodRef(attribute).p.pointee.function }
    if kind == .classMethod { return try bindClassMethod(attribute, type) }
    if kind == .classMethodDescriptor {
      return bindNative(NativeFunctionRef(attribute), type.value)
    }
    let get = kind.special(.get)
    if get.isAbsent { return attribute }
    return try Call.specialMethod(get, attribute, object, type.value)
  }

  /// `attribute.__get__(None, type)` for an attribute found on the type itself.
  public static func bindToType(_ attribute: Value, _ type: TypeRef) throws(Raised) -> Value {
    if !attribute.isHeap { return attribute }
    let kind = attribute.type
    if kind == .function || kind == .methodDescriptor || kind == .slotWrapper
      || kind == .property || kind == .getSetDescriptor || kind == .memberDescriptor
    {
      return attribute
    }
    if kind == .staticMethod { return WrappedMethodRef(attribute).p.pointee.function }
    if kind == .classMethod { return try bindClassMethod(attribute, type) }
    if kind == .classMethodDescriptor {
      return bindNative(NativeFunctionRef(attribute), type.value)
    }
    let get = kind.special(.get)
    if get.isAbsent { return attribute }
    return try Call.function(get, attribute, .none, type.value)
  }

  static func bindClassMethod(_ attribute: Value, _ type: TypeRef) throws(Raised) -> Value {
    MethodRef.make(WrappedMethodRef(attribute).p.pointee.function, type.value).value
  }

  /// A native method bound to its receiver: a builtin function with `__self__`.
  public static func bindNative(_ function: NativeFunctionRef, _ object: Value) -> Value {
    let isWrapper = function.object.type == .slotWrapper
    let bound = NativeFunctionRef.make(
      function.p.pointee.entry, type: isWrapper ? .methodWrapper : .builtinFunction, self: object,
      owner: function.p.pointee.owner)
    function.prepare()
    bound.p.pointee.minimum = function.p.pointee.minimum
    bound.p.pointee.maximum = function.p.pointee.maximum
    bound.p.pointee.flavour = function.p.pointee.flavour
    bound.p.pointee.signature = function.p.pointee.signature
    bound.p.pointee.data = function.p.pointee.data
    return bound.value
  }

  static func propertyGet(_ property: PropertyRef, _ object: Value) throws(Raised) -> Value {
    let getter = property.p.pointee.getter
    if getter.isAbsent || getter.isNone {
      throw raise(.attributeError, propertyText(property, object, "getter"))
    }
    return try Call.function(getter, object)
  }

  private static func propertyText(_ property: PropertyRef, _ object: Value, _ what: String)
    -> String
  {
    let given = property.p.pointee
    var name = given.name
    if name.isAbsent, given.getter.isPresent, !given.getter.isNone {
      do throws(Raised) {
        name = try Attributes.lookup(given.getter, Interning.intern("__name__"))
      } catch { thread.pointee.exception = .absent }
    }
    let quoted = name.isPresent && name.isStr ? " '\(StrRef(name).text)'" : ""
    let type = StrRef(object.type.p.pointee.qualifiedName).text
    return "property\(quoted) of '\(type)' object has no \(what)"
  }

  /// - Throws: TypeError where the object is not of the descriptor's type.
  static func getSetGet(_ descriptor: GetSetRef, _ object: Value) throws(Raised) -> Value {
    try requireOwner(descriptor.p.pointee.owner, descriptor.p.pointee.name, object)
    return try getSetValue(descriptor, object)
  }

  /// The same for an object that is known to be of the descriptor's type.
  static func getSetValue(_ descriptor: GetSetRef, _ object: Value) throws(Raised) -> Value {
    var place = object
    return try withUnsafeMutablePointer(to: &place) { (p) throws(Raised) -> Value in
      try descriptor.p.pointee.entry.pointee.get(Args(base: p, count: 1, callee: descriptor.value))
    }
  }

  private static func requireOwner(_ owner: Value, _ name: Value, _ object: Value) throws(Raised) {
    if !object.type.isSubtype(of: TypeRef(owner)) {
      throw raise(
        .typeError,
        "descriptor '\(StrRef(name).text)' for '\(TypeRef(owner).nameText)' objects doesn't apply to a '\(object.typeName)' object"
      )
    }
  }

  static func memberGet(_ member: MemberRef, _ object: Value) throws(Raised) -> Value {
    try requireOwner(member.p.pointee.owner, member.p.pointee.name, object)
    let value = member.word(of: object.asObject).pointee
    if value.isAbsent {
      if member.p.pointee.absentIsNone { return .none }
      throw attributeError(
        "'\(object.type.fullyQualifiedName)' object has no attribute '", object,
        member.p.pointee.name)
    }
    return value
  }

  // MARK: Writing

  /// `setattr(object, name, value)`; an absent value deletes.
  ///
  /// - Throws: AttributeError or TypeError, or what descriptors raise.
  public static func set(_ object: Value, _ name: Value, _ value: Value) throws(Raised) {
    let type = object.type
    if type.has(.customSetattr) {
      if value.isAbsent {
        _ = try Call.specialMethod(type.special(.delattr), object, name)
      } else {
        _ = try Call.specialMethod(type.special(.setattr), object, name, value)
      }
    } else if type.has(.isMetatype) {
      try setOnType(TypeRef(object), name, value)
    } else {
      try setGeneric(object, name, value)
    }
  }

  public static func set(_ object: Value, _ name: String, _ value: Value) throws(Raised) {
    try set(object, Interning.intern(name), value)
  }

  /// `object.__setattr__` and `object.__delattr__`.
  public static func setGeneric(_ object: Value, _ name: Value, _ value: Value) throws(Raised) {
    let type = object.type
    let attribute = type.lookup(name)
    if attribute.isPresent, try setByDescriptor(attribute, object, value) { return }
    if object.isHeap {
      if value.isAbsent {
        if Instances.removeOwnAttribute(object.asObject, name) { return }
      } else if Instances.setOwnAttribute(object.asObject, name, value) {
        return
      }
    }
    throw cannotSet(object, name, attribute)
  }

  private static func cannotSet(_ object: Value, _ name: Value, _ attribute: Value) -> Raised {
    let type = object.type
    if type.has(.hasDict) { return cannotDelete(object, name) }
    if type.has(.customSetattr), attribute.isAbsent { return missing(object, name) }
    if attribute.isPresent {
      return attributeError(
        "'\(type.messageName)' object attribute '", object, name, "' is read-only")
    }
    return attributeError(
      "'\(type.messageName)' object has no attribute '", object, name,
      "' and no __dict__ for setting new attributes")
  }

  /// AttributeError for an attribute of the object that is not there. Where the reference keeps
  /// attributes inline, in instances of plain classes, it leaves out what the error is about.
  private static func cannotDelete(_ object: Value, _ name: Value) -> Raised {
    let before = "'\(object.typeName)' object has no attribute '"
    let layout = object.type.p.pointee
    if layout.flags.contains(.heap), layout.nativeBase == BuiltinType.object.rawValue {
      return raise(.attributeError, messageText(before, name, "'"))
    }
    return attributeError(before, object, name)
  }

  /// True if the class attribute is a data descriptor and took the value.
  private static func setByDescriptor(_ attribute: Value, _ object: Value, _ value: Value)
    throws(Raised) -> Bool
  {
    if !attribute.isHeap { return false }
    let kind = attribute.type
    if kind == .property {
      try propertySet(PropertyRef(attribute), object, value)
      return true
    }
    if kind == .memberDescriptor {
      try memberSet(MemberRef(attribute), object, value)
      return true
    }
    if kind == .getSetDescriptor {
      try getSetSet(GetSetRef(attribute), object, value)
      return true
    }
    let set = kind.special(.set)
    if value.isPresent, set.isPresent {
      _ = try Call.function(set, attribute, object, value)
      return true
    }
    let delete = kind.special(.delete)
    if value.isAbsent, delete.isPresent {
      _ = try Call.function(delete, attribute, object)
      return true
    }
    if set.isPresent || delete.isPresent {
      throw raise(.attributeError, value.isAbsent ? "__delete__" : "__set__")
    }
    return false
  }

  static func propertySet(_ property: PropertyRef, _ object: Value, _ value: Value) throws(Raised) {
    let accessor = value.isAbsent ? property.p.pointee.deleter : property.p.pointee.setter
    if accessor.isAbsent || accessor.isNone {
      throw raise(
        .attributeError, propertyText(property, object, value.isAbsent ? "deleter" : "setter"))
    }
    if value.isAbsent {
      _ = try Call.function(accessor, object)
    } else {
      _ = try Call.function(accessor, object, value)
    }
  }

  static func memberSet(_ member: MemberRef, _ object: Value, _ value: Value) throws(Raised) {
    try requireOwner(member.p.pointee.owner, member.p.pointee.name, object)
    if member.p.pointee.isReadOnly { throw raise(.attributeError, "readonly attribute") }
    if value.isAbsent, member.p.pointee.deletionError.isPresent {
      throw raise(.attributeError, member.p.pointee.deletionError)
    }
    let word = member.word(of: object.asObject)
    if value.isAbsent, word.pointee.isAbsent {
      throw raise(.attributeError, StrRef(member.p.pointee.name).text)
    }
    object.asObject.store(value, at: word)
  }

  static func getSetSet(_ descriptor: GetSetRef, _ object: Value, _ value: Value) throws(Raised) {
    try requireOwner(descriptor.p.pointee.owner, descriptor.p.pointee.name, object)
    guard let set = descriptor.p.pointee.entry.pointee.set else {
      throw raise(
        .attributeError,
        "attribute '\(StrRef(descriptor.p.pointee.name).text)' of '\(TypeRef(descriptor.p.pointee.owner).messageName)' objects is not writable"
      )
    }
    var pair = (object, value)
    try withUnsafeMutablePointer(to: &pair) { (p) throws(Raised) in
      let base = UnsafeMutableRawPointer(p).assumingMemoryBound(to: Value.self)
      _ = try set(Args(base: base, count: 2, callee: descriptor.value))
    }
  }

  /// Sets or deletes `__dict__` by the descriptor of a native type.
  ///
  /// - Throws: AttributeError where it is read-only; what the descriptor raises.
  static func setNativeDict(_ type: TypeRef, _ object: Value, _ dict: Value) throws(Raised) {
    let descriptor = type.lookup("__dict__")
    if descriptor.isPresent, try setByDescriptor(descriptor, object, dict) { return }
    throw raise(.attributeError, "This object has no __dict__")
  }

  /// `type.__setattr__`.
  public static func setOnType(_ type: TypeRef, _ name: Value, _ value: Value) throws(Raised) {
    if !type.has(.heap) || type.has(.immutable) {
      throw raise(
        .typeError,
        "cannot set '\(StrRef(name).text)' attribute of immutable type '\(type.messageName)'")
    }
    let meta = type.object.type.lookup(name)
    if meta.isPresent, try setByDescriptor(meta, type.value, value) { return }
    if value.isAbsent, type.dict.getStr(name).isAbsent { throw missing(type.value, name) }
    type.setAttribute(Interning.intern(name), value)
  }

  // MARK: Errors

  /// AttributeError for a name that was not found.
  public static func missing(_ object: Value, _ name: Value) -> Raised {
    if object.isType {
      return attributeError(
        "type object '\(TypeRef(object).nameText)' has no attribute '", object, name)
    }
    if object.type.p.pointee.nativeBase == BuiltinType.module.rawValue {
      do throws(Raised) {
        let (before, after) = try MissingNames.message(name, of: ModuleRef(object))
        return attributeError(before, object, name, after)
      } catch {
        return error
      }
    }
    if object.type.has(.heap) {
      // Programs look whether attributes are there in this way: no String is made.
      var message = FormatBuffer()
      message.append("'")
      message.append(StrRef(object.type.p.pointee.name))
      message.append("' object has no attribute '")
      message.append(StrRef(name))
      message.append("'")
      return attributeError(message.finish().value, object, name)
    }
    return attributeError("'\(object.typeName)' object has no attribute '", object, name)
  }

  /// The message is `before`, the name and `after`.
  private static func attributeError(
    _ before: String, _ object: Value, _ name: Value, _ after: String = "'"
  ) -> Raised {
    attributeError(messageText(before, name, after), object, name)
  }

  private static func attributeError(_ message: Value, _ object: Value, _ name: Value) -> Raised {
    let exception = ExceptionRef.make(BuiltinType.attributeError.ref, args: TupleRef.of(message))
    exception.setExtra(ExceptionFields.name, name)
    exception.setExtra(ExceptionFields.object, object)
    return setRaised(exception.value)
  }
}
