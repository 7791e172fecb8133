// `super`: lookup that begins behind a type in the MRO.

extension SuperRef {
  public static func make(_ type: TypeRef, _ object: Value, _ selfType: TypeRef) -> Value {
    let ref = SuperRef(
      Heap.allocateZeroed(MemoryLayout<SuperLayout>.size, Header(shape: .of(.super))))
    ref.p.pointee.type = type.value
    ref.p.pointee.selfValue = object
    ref.p.pointee.selfType = selfType.value
    return ref.value
  }

  /// `super(type, object)`.
  ///
  /// - Throws: TypeError where the object is no instance or subclass of the type.
  public static func checked(_ type: Value, _ object: Value) throws(Raised) -> Value {
    guard type.isType else {
      throw raise(
        .typeError, "super() argument 1 must be a type, not \(type.typeName)")
    }
    if object.isType, TypeRef(object).isSubtype(of: TypeRef(type)) {
      return make(TypeRef(type), object, TypeRef(object))
    }
    if object.type.isSubtype(of: TypeRef(type)) {
      return make(TypeRef(type), object, object.type)
    }
    // Proxies say what they are by `__class__`.
    let claimed = try Attributes.lookup(object, Interning.intern("__class__"))
    if claimed.isPresent, claimed.isType, TypeRef(claimed).isSubtype(of: TypeRef(type)) {
      return make(TypeRef(type), object, TypeRef(claimed))
    }
    throw raise(
      .typeError,
      "super(type, obj): obj (\(object.isType ? "type " + TypeRef(object).nameText : "instance of " + object.typeName)) is not an instance or subtype of type (\(TypeRef(type).nameText))."
    )
  }

  /// The attribute of the first class behind `type` in the MRO of `selfType`; not bound.
  public static func lookup(after type: TypeRef, in selfType: TypeRef, _ name: Value) -> Value {
    let mro = selfType.mro
    var i = 0
    while i < mro.count, mro[i] !== type.value { i += 1 }
    i += 1
    while i < mro.count {
      let value = TypeRef(mro[i]).dict.getStr(name)
      if value.isPresent { return value }
      i += 1
    }
    return .absent
  }
}
