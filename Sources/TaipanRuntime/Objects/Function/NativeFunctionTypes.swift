// The types of builtin functions and of the descriptors that native types hold.

enum NativeFunctionMethods {
  static func call(_ a: Args) throws(Raised) -> Value { try Call.call(a[0], a.dropping(1)) }

  static func getName(_ a: Args) throws(Raised) -> Value {
    NativeFunctionRef(a[0]).p.pointee.entry.pointee.name.interned
  }
  static func getQualifiedName(_ a: Args) throws(Raised) -> Value {
    let function = NativeFunctionRef(a[0])
    let bound = function.p.pointee.selfValue
    if bound.isPresent, bound.isType {
      return Value("\(TypeRef(bound).nameText).\(function.name)")
    }
    if a[0].isExactly(.builtinFunction), function.name == "__new__" {
      return Value("\(TypeRef(function.p.pointee.moduleName).nameText).__new__")
    }
    return Value(Names.qualified(function))
  }
  static func getDoc(_ a: Args) throws(Raised) -> Value {
    let doc = NativeFunctionRef(a[0]).p.pointee.entry.pointee.doc
    return doc.utf8CodeUnitCount == 0 ? .none : Value("\(doc)")
  }
  static func getTextSignature(_ a: Args) throws(Raised) -> Value {
    Value("\(NativeFunctionRef(a[0]).p.pointee.entry.pointee.signature)")
  }
  static func getSelf(_ a: Args) throws(Raised) -> Value {
    let function = NativeFunctionRef(a[0])
    if function.p.pointee.selfValue.isPresent { return function.p.pointee.selfValue }
    let module = function.p.pointee.moduleName
    if module.isPresent, module.isType { return module }
    if module.isPresent {
      let found = Imports.modules.getStr(module)
      if found.isPresent { return found }
    }
    return .none
  }
  static func getModule(_ a: Args) throws(Raised) -> Value {
    let module = NativeFunctionRef(a[0]).p.pointee.moduleName
    return module.isPresent && module.isStr ? module : .none
  }
  static func getOwner(_ a: Args) throws(Raised) -> Value {
    NativeFunctionRef(a[0]).p.pointee.owner
  }

  static func functionRepr(_ a: Args) throws(Raised) -> Value {
    let function = NativeFunctionRef(a[0])
    let bound = function.p.pointee.selfValue
    if bound.isAbsent {
      let isNew = function.name == "__new__" && function.p.pointee.moduleName.isType
      if isNew {
        return Value(
          "<built-in method __new__ of type object at 0x\(String(UInt(function.p.pointee.moduleName.bits), radix: 16))>"
        )
      }
      return Value("<built-in function \(function.name)>")
    }
    return Value(
      "<built-in method \(function.name) of \(bound.typeName) object at 0x\(String(UInt(bound.bits), radix: 16))>"
    )
  }
  static func descriptorRepr(_ a: Args) throws(Raised) -> Value {
    let function = NativeFunctionRef(a[0])
    let kind = a[0].isExactly(.slotWrapper) ? "slot wrapper" : "method"
    return Value(
      "<\(kind) '\(function.name)' of '\(TypeRef(function.p.pointee.owner).messageName)' objects>")
  }
  static func wrapperRepr(_ a: Args) throws(Raised) -> Value {
    let function = NativeFunctionRef(a[0])
    let bound = function.p.pointee.selfValue
    return Value(
      "<method-wrapper '\(function.name)' of \(bound.typeName) object at 0x\(String(UInt(bound.bits), radix: 16))>"
    )
  }

  static func get(_ a: Args) throws(Raised) -> Value {
    if a[1].isNone { return a[0] }
    let function = NativeFunctionRef(a[0])
    if !a[1].type.isSubtype(of: TypeRef(function.p.pointee.owner)) {
      throw raise(
        .typeError,
        "descriptor '\(function.name)' for '\(TypeRef(function.p.pointee.owner).nameText)' objects doesn't apply to a '\(a[1].typeName)' object"
      )
    }
    return Attributes.bindNative(function, a[1])
  }
  static func classGet(_ a: Args) throws(Raised) -> Value {
    let function = NativeFunctionRef(a[0])
    let owner = TypeRef(function.p.pointee.owner)
    let type = a.count > 2 && !a[2].isNone ? a[2] : a[1].type.value
    guard type.isType else {
      throw raise(
        .typeError,
        "descriptor '\(function.name)' for type '\(owner.messageName)' needs a type, not a '\(type.typeName)' as arg 2"
      )
    }
    // The function takes the class's native layout for its own.
    if !TypeRef(type).isSubtype(of: owner) {
      throw raise(
        .typeError,
        "descriptor '\(function.name)' requires a subtype of '\(owner.messageName)' but received '\(TypeRef(type).messageName)'"
      )
    }
    return Attributes.bindNative(function, type)
  }

  static func equal(_ a: Args) throws(Raised) -> Value {
    guard a[1].type == a[0].type else { return .notImplemented }
    let (x, y) = (NativeFunctionRef(a[0]).p.pointee, NativeFunctionRef(a[1]).p.pointee)
    return Value(x.entry == y.entry && x.selfValue === y.selfValue)
  }
  static func hash(_ a: Args) throws(Raised) -> Value {
    let function = NativeFunctionRef(a[0]).p.pointee
    return Value(
      Hash.ofAddress(function.selfValue) ^ Int(bitPattern: UInt(bitPattern: function.entry) >> 4))
  }
  static func reduce(_ a: Args) throws(Raised) -> Value {
    let bound = try getSelf(a)
    if bound.isNone || bound.isExactly(.module) { return try getName(a) }
    let getattr = DictRef(Singletons.builtins).getStr("getattr")
    return TupleRef.of(getattr, TupleRef.of(bound, try getName(a)).value).value
  }

  static func reduceDescriptor(_ a: Args) throws(Raised) -> Value {
    let getattr = DictRef(Singletons.builtins).getStr("getattr")
    let owner = NativeFunctionRef(a[0]).p.pointee.owner
    return TupleRef.of(getattr, TupleRef.of(owner, try getName(a)).value).value
  }

  static let common: [NativeGetSet] = [
    NativeGetSet("__name__", getName), NativeGetSet("__qualname__", getQualifiedName),
    NativeGetSet("__doc__", getDoc), NativeGetSet("__text_signature__", getTextSignature),
    NativeGetSet("__self__", getSelf), NativeGetSet("__module__", getModule),
  ]
  static let ofDescriptor: [NativeGetSet] = [
    NativeGetSet("__name__", getName), NativeGetSet("__qualname__", getQualifiedName),
    NativeGetSet("__doc__", getDoc), NativeGetSet("__text_signature__", getTextSignature),
    NativeGetSet("__objclass__", getOwner),
  ]
}

enum BuiltinFunctionType {
  static let methods: [NativeMethod] = [
    NativeMethod("__call__", "($self, *args, **kwargs)", NativeFunctionMethods.call),
    NativeMethod("__repr__", "($self, /)", NativeFunctionMethods.functionRepr),
    NativeMethod("__eq__", "($self, value, /)", NativeFunctionMethods.equal),
    NativeMethod("__hash__", "($self, /)", NativeFunctionMethods.hash),
    NativeMethod("__reduce__", "($self, /)", NativeFunctionMethods.reduce),
  ]
  static let spec = TypeSpec(
    "builtin_function_or_method", size: MemoryLayout<NativeFunctionLayout>.size,
    flags: [.weakReferable], methods: methods, getSets: NativeFunctionMethods.common)
}

enum MethodDescriptorType {
  static let methods: [NativeMethod] = [
    NativeMethod("__call__", "($self, *args, **kwargs)", NativeFunctionMethods.call),
    NativeMethod("__get__", "($self, instance, owner=None, /)", NativeFunctionMethods.get),
    NativeMethod("__repr__", "($self, /)", NativeFunctionMethods.descriptorRepr),
    NativeMethod("__reduce__", "($self, /)", NativeFunctionMethods.reduceDescriptor),
  ]
  static let spec = TypeSpec(
    "method_descriptor", size: MemoryLayout<NativeFunctionLayout>.size,
    flags: [.isMethodDescriptor], methods: methods, getSets: NativeFunctionMethods.ofDescriptor)
}

enum SlotWrapperType {
  static let spec = TypeSpec(
    "wrapper_descriptor", size: MemoryLayout<NativeFunctionLayout>.size,
    flags: [.isMethodDescriptor], methods: MethodDescriptorType.methods,
    getSets: NativeFunctionMethods.ofDescriptor)
}

enum MethodWrapperType {
  static let methods: [NativeMethod] = [
    NativeMethod("__call__", "($self, *args, **kwargs)", NativeFunctionMethods.call),
    NativeMethod("__repr__", "($self, /)", NativeFunctionMethods.wrapperRepr),
    NativeMethod("__eq__", "($self, value, /)", NativeFunctionMethods.equal),
    NativeMethod("__hash__", "($self, /)", NativeFunctionMethods.hash),
    NativeMethod("__reduce__", "($self, /)", NativeFunctionMethods.reduce),
  ]
  static let spec = TypeSpec(
    "method-wrapper", size: MemoryLayout<NativeFunctionLayout>.size, methods: methods,
    getSets: [
      NativeGetSet("__self__", NativeFunctionMethods.getSelf)
    ] + NativeFunctionMethods.ofDescriptor)
}

enum ClassMethodDescriptorType {
  static let methods: [NativeMethod] = [
    NativeMethod("__call__", "($self, *args, **kwargs)", NativeFunctionMethods.call),
    NativeMethod("__get__", "($self, instance, owner=None, /)", NativeFunctionMethods.classGet),
    NativeMethod("__repr__", "($self, /)", NativeFunctionMethods.descriptorRepr),
  ]
  static let spec = TypeSpec(
    "classmethod_descriptor", size: MemoryLayout<NativeFunctionLayout>.size, methods: methods,
    getSets: NativeFunctionMethods.ofDescriptor)
}
