// isinstance and issubclass.

extension Instances {
  /// `isinstance(value, type)`; the type may be a tuple or union.
  ///
  /// - Throws: TypeError for what is not a type; what `__instancecheck__` raises.
  public static func isInstance(_ value: Value, _ type: Value) throws(Raised) -> Bool {
    // Exact instances before everything else: the metaclass is not asked.
    if type.isType, value.type == TypeRef(type) { return true }
    if type.isHeap, type.asObject.type == .type { return try plainIsInstance(value, type) }
    if type.isTuple {
      try ThreadState.checkNativeStack(" in __instancecheck__")
      let tuple = TupleRef(type)
      for i in 0..<tuple.count where try isInstance(value, tuple[i]) { return true }
      return false
    }
    let hook = type.type.special(.instancecheck)
    if hook.isPresent {
      return try Convert.truth(try Call.specialMethod(hook, type, value))
    }
    return try plainIsInstance(value, type)
  }

  /// `type.__instancecheck__`.
  public static func plainIsInstance(_ value: Value, _ type: Value) throws(Raised) -> Bool {
    if type.isType {
      if value.type.isSubtype(of: TypeRef(type)) { return true }
      if !value.isHeap { return false }
      if !value.type.has(.customGetattribute) {
        if !value.type.has(.heap) { return false }
        // Instances cannot hide the data descriptor of `object`.
        if value.type.lookup(Singletons.className) === Singletons.plainClass { return false }
      }
      let claimed = try Attributes.lookup(value, Singletons.className)
      return claimed.isPresent && claimed !== value.type.value && claimed.isType
        && TypeRef(claimed).isSubtype(of: TypeRef(type))
    }
    try requireBases(
      type, "isinstance() arg 2 must be a type, a tuple of types, or a union")
    let claimed = try Attributes.lookup(value, Interning.intern("__class__"))
    return claimed.isPresent ? try abstractIsSubclass(claimed, type) : false
  }

  /// `issubclass(derived, type)`.
  public static func isSubclass(_ derived: Value, _ type: Value) throws(Raised) -> Bool {
    if type.isHeap, type.asObject.type == .type, derived.isType {
      return TypeRef(derived).isSubtype(of: TypeRef(type))
    }
    if type.isTuple {
      try ThreadState.checkNativeStack(" in __subclasscheck__")
      let tuple = TupleRef(type)
      for i in 0..<tuple.count where try isSubclass(derived, tuple[i]) { return true }
      return false
    }
    let hook = type.type.special(.subclasscheck)
    if hook.isPresent {
      return try Convert.truth(try Call.specialMethod(hook, type, derived))
    }
    return try plainIsSubclass(derived, type)
  }

  /// `type.__subclasscheck__`.
  public static func plainIsSubclass(_ derived: Value, _ type: Value) throws(Raised) -> Bool {
    if derived.isType, type.isType { return TypeRef(derived).isSubtype(of: TypeRef(type)) }
    try requireBases(derived, "issubclass() arg 1 must be a class")
    try requireBases(type, "issubclass() arg 2 must be a class, a tuple of classes, or a union")
    return try abstractIsSubclass(derived, type)
  }

  private static func requireBases(_ type: Value, _ message: String) throws(Raised) {
    if type.isType { return }
    let bases = try Attributes.lookup(type, Interning.intern("__bases__"))
    if bases.isAbsent || !bases.isTuple { throw raise(.typeError, message) }
  }

  private static func abstractIsSubclass(_ derived: Value, _ type: Value) throws(Raised) -> Bool {
    if derived === type { return true }
    let bases = try Attributes.lookup(derived, Interning.intern("__bases__"))
    if bases.isAbsent || !bases.isTuple { return false }
    try ThreadState.checkNativeStack()
    let tuple = TupleRef(bases)
    for i in 0..<tuple.count where try abstractIsSubclass(tuple[i], type) { return true }
    return false
  }
}
