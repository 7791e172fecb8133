// Weak references and proxies.

extension WeakReferences {
  /// - Throws: TypeError for an object that cannot be weakly referenced.
  public static func requireReferable(_ value: Value) throws(Raised) {
    if value.isHeap, value.type.has(.weakReferable) { return }
    throw raise(.typeError, "cannot create weak reference to '\(value.typeName)' object")
  }

  /// The live weak references to an object.
  public static func all(of value: Value) -> ListRef {
    let list = ListRef.make()
    if !value.isHeap || value.asObject.header.pointee.gc & GCFlags.weaklyReferenced == 0 {
      return list
    }
    let target = UInt(value.bits)
    let known = Heap.state.pointee.weakReferences
    for i in 0..<known.count {
      let reference = WeakRef(
        ObjectRef(pointer: UnsafeMutableRawPointer(bitPattern: known.base[i])!))
      if reference.p.pointee.target == target { list.append(reference.value) }
    }
    return list
  }

  /// An existing plain reference without callback, to be shared; absent if there is none.
  public static func shared(_ value: Value, _ type: TypeRef) -> Value {
    if value.asObject.header.pointee.gc & GCFlags.weaklyReferenced == 0 { return .absent }
    let target = UInt(value.bits)
    let recent = recentlyShared[place(of: target)]
    if recent.isPresent, WeakRef(recent).p.pointee.target == target,
      recent.asObject.type == type
    {
      return recent
    }
    let known = Heap.state.pointee.weakReferences
    // Newest first: programs ask again soon.
    for i in stride(from: known.count - 1, through: max(0, known.count - 64), by: -1) {
      let reference = WeakRef(
        ObjectRef(pointer: UnsafeMutableRawPointer(bitPattern: known.base[i])!))
      if reference.p.pointee.target == target, reference.p.pointee.callback.isAbsent,
        reference.object.type == type
      {
        recentlyShared[place(of: target)] = reference.value
        return reference.value
      }
    }
    return .absent
  }

  /// Plain references by a part of their target's address: tables with weak keys ask for that of each key.
  /// The collector does not see them; each collection forgets them.
  private static let recentlyShared: UnsafeMutablePointer<Value> = {
    let table = UnsafeMutablePointer<Value>.allocate(capacity: recentCount)
    table.initialize(repeating: .absent, count: recentCount)
    return table
  }()
  private static let recentCount = 256

  private static func place(of target: UInt) -> Int {
    Int((target >> 4 ^ target >> 12) % UInt(recentCount))
  }

  /// Notes a new reference without callback.
  static func noteShared(_ reference: WeakRef) {
    recentlyShared[place(of: reference.p.pointee.target)] = reference.value
  }

  /// For the collector, before anything is freed.
  static func forgetShared() { recentlyShared.update(repeating: .absent, count: recentCount) }
}

enum WeakReferenceType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", new),
    NativeMethod("__init__", "($self, *args, **kwargs)", initialize),
    NativeMethod("__call__", "($self)", call),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__hash__", "($self, /)", hash),
    NativeMethod("__eq__", "($self, value, /)", equal),
    NativeMethod("__ne__", "($self, value, /)", notEqual),
    NativeMethod("__class_getitem__", "($type, object, /)", MappingProxyType.classGetItem),
  ]
  static let getSets: [NativeGetSet] = [NativeGetSet("__callback__", getCallback)]
  static let spec = TypeSpec(
    "weakref.ReferenceType", size: 32, flags: [.baseable], methods: methods,
    getSets: getSets)

  static func new(_ a: Args) throws(Raised) -> Value {
    if a.positionalCount < 2 {
      throw raise(.typeError, "__new__ expected at least 1 argument, got 0")
    }
    try WeakReferences.requireReferable(a[1])
    let callback = a.positionalCount > 2 && !a[2].isNone ? a[2] : Value.absent
    let type = TypeRef(a[0])
    if callback.isAbsent, type == .weakReference {
      let shared = WeakReferences.shared(a[1], type)
      if shared.isPresent { return shared }
    }
    let reference = WeakReferences.make(a[1].asObject, type: type, callback: callback)
    if callback.isAbsent { WeakReferences.noteShared(reference) }
    return reference.value
  }
  static func initialize(_ a: Args) throws(Raised) -> Value {
    if a.keywordCount > 0 { throw raise(.typeError, "ref() takes no keyword arguments") }
    if a.count > 3 {
      throw raise(.typeError, "__init__ expected at most 2 arguments, got \(a.count - 1)")
    }
    return .none
  }

  static func call(_ a: Args) throws(Raised) -> Value {
    let target = WeakRef(a[0]).target
    return target.isAbsent ? .none : target
  }
  static func repr(_ a: Args) throws(Raised) -> Value {
    let address = String(UInt(a[0].bits), radix: 16)
    let target = WeakRef(a[0]).target
    if target.isAbsent { return Value("<weakref at 0x\(address); dead>") }
    let descriptor = target.type.lookup(Interning.intern("__name__"))
    let name = descriptor.isAbsent ? .none : try Attributes.bind(descriptor, target, target.type)
    let suffix = name.isStr ? " (\(StrRef(name).text))" : ""
    return Value(
      "<weakref at 0x\(address); to '\(target.typeName)' at 0x\(String(UInt(target.bits), radix: 16))\(suffix)>"
    )
  }
  static func hash(_ a: Args) throws(Raised) -> Value {
    let reference = WeakRef(a[0])
    if reference.p.pointee.hash.isPresent { return reference.p.pointee.hash }
    if reference.target.isAbsent { throw raise(.typeError, "weak object has gone away") }
    let hash = Value(try Hash.of(reference.target))
    reference.p.pointee.hash = hash
    reference.object.noteWrite()
    return hash
  }
  static func equal(_ a: Args) throws(Raised) -> Value {
    guard a[1].isHeap, a[1].type.isSubtype(of: .weakReference) else { return .notImplemented }
    let (x, y) = (WeakRef(a[0]).target, WeakRef(a[1]).target)
    if x.isAbsent || y.isAbsent { return Value(a[0] === a[1]) }
    return try Compare.rich(x, y, .eq)
  }
  static func notEqual(_ a: Args) throws(Raised) -> Value {
    let result = try equal(a)
    return result.isNotImplemented ? result : Value(!(try Convert.truth(result)))
  }
  static func getCallback(_ a: Args) throws(Raised) -> Value {
    let callback = WeakRef(a[0]).p.pointee.callback
    return callback.isAbsent ? .none : callback
  }
}

/// Proxies do to their target whatever is done to them.
enum WeakProxies {
  static func target(_ value: Value) throws(Raised) -> Value {
    guard value.isHeap, value.isExactly(.weakProxy) || value.isExactly(.weakCallableProxy) else {
      return value
    }
    let target = WeakRef(value).target
    if target.isAbsent { throw raise(.referenceError, "weakly-referenced object no longer exists") }
    return target
  }
  static func getAttribute(_ a: Args) throws(Raised) -> Value {
    try Attributes.get(try target(a[0]), try ObjectType.name(a[1]))
  }
  static func setAttribute(_ a: Args) throws(Raised) -> Value {
    try Attributes.set(try target(a[0]), try ObjectType.name(a[1]), a[2])
    return .none
  }
  static func deleteAttribute(_ a: Args) throws(Raised) -> Value {
    try Attributes.set(try target(a[0]), try ObjectType.name(a[1]), .absent)
    return .none
  }
  static func str(_ a: Args) throws(Raised) -> Value { try Convert.str(try target(a[0])).value }
  static func repr(_ a: Args) throws(Raised) -> Value {
    let found = WeakRef(a[0]).target
    let address = String(UInt(a[0].bits), radix: 16)
    let type = found.isAbsent ? "NoneType" : found.typeName
    return Value(
      "<weakproxy at 0x\(address); to '\(type)' at 0x\(String(UInt(found.bits), radix: 16))>")
  }
  static func length(_ a: Args) throws(Raised) -> Value {
    Value(try Convert.length(try target(a[0])))
  }
  static func bool(_ a: Args) throws(Raised) -> Value { Value(try Convert.truth(try target(a[0]))) }
  static func getItem(_ a: Args) throws(Raised) -> Value {
    try Subscript.get(try target(a[0]), a[1])
  }
  static func setItem(_ a: Args) throws(Raised) -> Value {
    try Subscript.set(try target(a[0]), a[1], a[2])
    return .none
  }
  static func deleteItem(_ a: Args) throws(Raised) -> Value {
    try Subscript.delete(try target(a[0]), a[1])
    return .none
  }
  static func contains(_ a: Args) throws(Raised) -> Value {
    Value(try Subscript.contains(try target(a[0]), a[1]))
  }
  static func iterate(_ a: Args) throws(Raised) -> Value { try Iterate.iterator(try target(a[0])) }
  static func next(_ a: Args) throws(Raised) -> Value {
    let target = try target(a[0])
    if target.type.special(.next).isAbsent {
      throw raise(
        .typeError, "Weakref proxy referenced a non-iterator '\(target.typeName)' object")
    }
    return try Iterate.next(target)
  }
  static func call(_ a: Args) throws(Raised) -> Value {
    try Call.call(try target(a[0]), a.dropping(1))
  }
  private static func compare(_ a: Args, _ operation: Compare.Operation) throws(Raised) -> Value {
    try Compare.rich(try target(a[0]), try target(a[1]), operation)
  }
  static func equal(_ a: Args) throws(Raised) -> Value { try compare(a, .eq) }
  static func notEqual(_ a: Args) throws(Raised) -> Value { try compare(a, .ne) }
  static func less(_ a: Args) throws(Raised) -> Value { try compare(a, .lt) }
  static func greater(_ a: Args) throws(Raised) -> Value { try compare(a, .gt) }
  static func lessEqual(_ a: Args) throws(Raised) -> Value { try compare(a, .le) }
  static func greaterEqual(_ a: Args) throws(Raised) -> Value { try compare(a, .ge) }
  private static func binary(_ a: Args, _ op: Operator) throws(Raised) -> Value {
    try Operators.binary(try target(a[0]), try target(a[1]), op)
  }
  private static func reflected(_ a: Args, _ op: Operator) throws(Raised) -> Value {
    try Operators.binary(try target(a[1]), try target(a[0]), op)
  }
  private static func inPlace(_ a: Args, _ op: Operator) throws(Raised) -> Value {
    try Operators.inPlace(try target(a[0]), try target(a[1]), op)
  }
  private static func method(_ a: Args, _ name: String) throws(Raised) -> Value {
    try Call.function(try Attributes.get(try target(a[0]), name))
  }
  static func index(_ a: Args) throws(Raised) -> Value { try Convert.index(try target(a[0])) }

  static let common: [NativeMethod] = [
    NativeMethod("__getattribute__", "($self, name, /)", getAttribute),
    NativeMethod("__setattr__", "($self, name, value, /)", setAttribute),
    NativeMethod("__delattr__", "($self, name, /)", deleteAttribute),
    NativeMethod("__str__", "($self, /)", str), NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__len__", "($self, /)", length), NativeMethod("__bool__", "($self, /)", bool),
    NativeMethod("__getitem__", "($self, key, /)", getItem),
    NativeMethod("__setitem__", "($self, key, value, /)", setItem),
    NativeMethod("__delitem__", "($self, key, /)", deleteItem),
    NativeMethod("__contains__", "($self, key, /)", contains),
    NativeMethod("__iter__", "($self, /)", iterate), NativeMethod("__next__", "($self, /)", next),
    NativeMethod("__eq__", "($self, value, /)", equal),
    NativeMethod("__ne__", "($self, value, /)", notEqual),
    NativeMethod("__lt__", "($self, value, /)", less),
    NativeMethod("__gt__", "($self, value, /)", greater),
    NativeMethod("__le__", "($self, value, /)", lessEqual),
    NativeMethod("__ge__", "($self, value, /)", greaterEqual),
    NativeMethod("__index__", "($self, /)", index),
    NativeMethod("__int__", "($self, /)") { a throws(Raised) in try method(a, "__int__") },
    NativeMethod("__float__", "($self, /)") { a throws(Raised) in
      Value(try Convert.double(try target(a[0])))
    },
    NativeMethod("__neg__", "($self, /)") { a throws(Raised) in
      try Operators.negate(try target(a[0]))
    },
    NativeMethod("__pos__", "($self, /)") { a throws(Raised) in
      try Operators.positive(try target(a[0]))
    },
    NativeMethod("__abs__", "($self, /)") { a throws(Raised) in
      try Operators.absolute(try target(a[0]))
    },
    NativeMethod("__invert__", "($self, /)") { a throws(Raised) in
      try Operators.invert(try target(a[0]))
    },
    NativeMethod("__divmod__", "($self, value, /)") { a throws(Raised) in
      try Operators.divmod(try target(a[0]), try target(a[1]))
    },
    NativeMethod("__rdivmod__", "($self, value, /)") { a throws(Raised) in
      try Operators.divmod(try target(a[1]), try target(a[0]))
    },
    NativeMethod("__pow__", "($self, value, mod=None, /)") { a throws(Raised) in
      let modulus = a.count > 2 ? try target(a[2]) : .none
      return try Operators.power(try target(a[0]), try target(a[1]), modulus)
    },
    NativeMethod("__rpow__", "($self, value, mod=None, /)") { a throws(Raised) in
      try Operators.power(try target(a[1]), try target(a[0]), .none)
    },
    NativeMethod("__ipow__", "($self, value, /)") { a throws(Raised) in try inPlace(a, .power) },
    NativeMethod("__bytes__", "($self, /)") { a throws(Raised) in try method(a, "__bytes__") },
    NativeMethod("__reversed__", "($self, /)") { a throws(Raised) in
      try method(a, "__reversed__")
    },
    NativeMethod("__add__", "($self, value, /)") { a throws(Raised) in try binary(a, .add) },
    NativeMethod("__radd__", "($self, value, /)") { a throws(Raised) in try reflected(a, .add) },
    NativeMethod("__iadd__", "($self, value, /)") { a throws(Raised) in try inPlace(a, .add) },
    NativeMethod("__sub__", "($self, value, /)") { a throws(Raised) in try binary(a, .subtract) },
    NativeMethod("__rsub__", "($self, value, /)") { a throws(Raised) in try reflected(a, .subtract)
    },
    NativeMethod("__isub__", "($self, value, /)") { a throws(Raised) in try inPlace(a, .subtract) },
    NativeMethod("__mul__", "($self, value, /)") { a throws(Raised) in try binary(a, .multiply) },
    NativeMethod("__rmul__", "($self, value, /)") { a throws(Raised) in try reflected(a, .multiply)
    },
    NativeMethod("__imul__", "($self, value, /)") { a throws(Raised) in try inPlace(a, .multiply) },
    NativeMethod("__matmul__", "($self, value, /)") { a throws(Raised) in
      try binary(a, .matrixMultiply)
    },
    NativeMethod("__rmatmul__", "($self, value, /)") { a throws(Raised) in
      try reflected(a, .matrixMultiply)
    },
    NativeMethod("__imatmul__", "($self, value, /)") { a throws(Raised) in
      try inPlace(a, .matrixMultiply)
    },
    NativeMethod("__truediv__", "($self, value, /)") { a throws(Raised) in
      try binary(a, .trueDivide)
    },
    NativeMethod("__rtruediv__", "($self, value, /)") { a throws(Raised) in
      try reflected(a, .trueDivide)
    },
    NativeMethod("__itruediv__", "($self, value, /)") { a throws(Raised) in
      try inPlace(a, .trueDivide)
    },
    NativeMethod("__floordiv__", "($self, value, /)") { a throws(Raised) in
      try binary(a, .floorDivide)
    },
    NativeMethod("__rfloordiv__", "($self, value, /)") { a throws(Raised) in
      try reflected(a, .floorDivide)
    },
    NativeMethod("__ifloordiv__", "($self, value, /)") { a throws(Raised) in
      try inPlace(a, .floorDivide)
    },
    NativeMethod("__mod__", "($self, value, /)") { a throws(Raised) in try binary(a, .modulo) },
    NativeMethod("__rmod__", "($self, value, /)") { a throws(Raised) in try reflected(a, .modulo) },
    NativeMethod("__imod__", "($self, value, /)") { a throws(Raised) in try inPlace(a, .modulo) },
    NativeMethod("__lshift__", "($self, value, /)") { a throws(Raised) in try binary(a, .leftShift)
    },
    NativeMethod("__rlshift__", "($self, value, /)") { a throws(Raised) in
      try reflected(a, .leftShift)
    },
    NativeMethod("__ilshift__", "($self, value, /)") { a throws(Raised) in
      try inPlace(a, .leftShift)
    },
    NativeMethod("__rshift__", "($self, value, /)") { a throws(Raised) in try binary(a, .rightShift)
    },
    NativeMethod("__rrshift__", "($self, value, /)") { a throws(Raised) in
      try reflected(a, .rightShift)
    },
    NativeMethod("__irshift__", "($self, value, /)") { a throws(Raised) in
      try inPlace(a, .rightShift)
    },
    NativeMethod("__and__", "($self, value, /)") { a throws(Raised) in try binary(a, .and) },
    NativeMethod("__rand__", "($self, value, /)") { a throws(Raised) in try reflected(a, .and) },
    NativeMethod("__iand__", "($self, value, /)") { a throws(Raised) in try inPlace(a, .and) },
    NativeMethod("__or__", "($self, value, /)") { a throws(Raised) in try binary(a, .or) },
    NativeMethod("__ror__", "($self, value, /)") { a throws(Raised) in try reflected(a, .or) },
    NativeMethod("__ior__", "($self, value, /)") { a throws(Raised) in try inPlace(a, .or) },
    NativeMethod("__xor__", "($self, value, /)") { a throws(Raised) in try binary(a, .xor) },
    NativeMethod("__rxor__", "($self, value, /)") { a throws(Raised) in try reflected(a, .xor) },
    NativeMethod("__ixor__", "($self, value, /)") { a throws(Raised) in try inPlace(a, .xor) },
  ]
}

enum WeakProxyType {
  static let spec = TypeSpec("weakref.ProxyType", size: 32, methods: WeakProxies.common)
}

enum WeakCallableProxyType {
  static let methods =
    WeakProxies.common + [
      NativeMethod("__call__", "($self, *args, **kwargs)", WeakProxies.call)
    ]
  static let spec = TypeSpec("weakref.CallableProxyType", size: 32, methods: methods)
}
