// The module `_abc`: abstract base classes' registries and caches, on the class as `_abc_impl`.

import TaipanRuntime

public enum AbcModule {
  nonisolated(unsafe) private static var dataType = BuiltinType.object.ref
  nonisolated(unsafe) private static var counter = 0
  // Interned strings are never freed.
  nonisolated(unsafe) private static var dataName = Value.absent
  nonisolated(unsafe) private static var className = Value.absent

  public static func make() -> ModuleRef {
    dataName = Interning.intern("_abc_impl")
    className = Interning.intern("__class__")
    dataType = NativeTypes.make(TypeSpec("_abc._abc_data", size: 48))
    return NativeModules.make("_abc", functions)
  }

  static let functions: [NativeMethod] = [
    NativeMethod("_abc_init", "($module, self, /)", initialize),
    NativeMethod("_abc_register", "($module, self, subclass, /)", register),
    NativeMethod("_abc_instancecheck", "($module, self, instance, /)", instanceCheck),
    NativeMethod("_abc_subclasscheck", "($module, self, subclass, /)", subclassCheck),
    NativeMethod("get_cache_token", "($module, /)", token),
    NativeMethod("_reset_registry", "($module, self, /)", resetRegistry),
    NativeMethod("_reset_caches", "($module, self, /)", resetCaches),
    NativeMethod("_get_dump", "($module, self, /)", dump),
  ]

  /// Words of the data object: registry, cache and negative cache (dicts of type addresses to weak references),
  /// version of the negative cache.
  private struct ClassData {
    let object: ObjectRef
    var registry: DictRef { DictRef(object.word(1).pointee) }
    var cache: DictRef { DictRef(object.word(2).pointee) }
    var negative: DictRef { DictRef(object.word(3).pointee) }
    var version: Int {
      get { object.word(4).pointee.asInt }
      nonmutating set { object.word(4).pointee = Value(smallInt: newValue) }
    }
    func clear(_ word: Int) { object.store(DictRef.make().value, at: object.word(word)) }
  }

  private static func data(_ type: Value) throws(Raised) -> ClassData {
    let value = try Attributes.lookup(type, dataName)
    guard value.isPresent, value.type == dataType else {
      throw raise(.typeError, "_abc_impl is set to a wrong type")
    }
    return ClassData(object: value.asObject)
  }

  private static func key(_ type: Value) -> Value { Value(UInt(type.bits)) }

  private static func add(_ dict: DictRef, _ type: Value) throws(Raised) {
    try dict.set(key(type), WeakReferences.make(type.asObject))
  }

  private static func has(_ dict: DictRef, _ type: Value) throws(Raised) -> Bool {
    let value = try dict.get(key(type))
    return value.isPresent && WeakRef(value).target === type
  }

  static func initialize(_ a: Args) throws(Raised) -> Value {
    if !a[0].isType {
      throw raise(.typeError, "_abc_init() argument must be a class, not \(a[0].argumentTypeName)")
    }
    try computeAbstract(a[0])
    try takePatternFlags(TypeRef(a[0]))
    let object = Instances.allocate(dataType)
    for word in 1...3 { object.store(DictRef.make().value, at: object.word(word)) }
    object.word(4).pointee = Value(smallInt: counter)
    try Attributes.set(a[0], "_abc_impl", Value(object))
    return .none
  }

  /// `__abc_tpflags__` of a class body says what its instances match in patterns.
  private static func takePatternFlags(_ type: TypeRef) throws(Raised) {
    let name = Interning.intern("__abc_tpflags__")
    let value = type.dict.getStr(name)
    guard value.isPresent, let bits = value.isAnyInt ? value.asMachineInt : nil else { return }
    let (sequence, mapping) = (bits & 1 << 5 != 0, bits & 1 << 6 != 0)
    if sequence, mapping {
      throw raise(
        .typeError,
        "__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING")
    }
    if sequence { type.p.pointee.flags.insert(.matchesSequence) }
    if mapping { type.p.pointee.flags.insert(.matchesMapping) }
    type.setAttribute(name, .absent)
  }

  /// `__abstractmethods__` from the namespace and the bases.
  private static func computeAbstract(_ type: Value) throws(Raised) {
    let abstracts = SetRef.make()
    func isAbstract(_ value: Value) throws(Raised) -> Bool {
      let flag = try Attributes.lookup(value, Interning.intern("__isabstractmethod__"))
      return flag.isPresent ? try Convert.truth(flag) : false
    }
    let namespace = TypeRef(type).dict.copy()
    var number = 0
    while let next = namespace.nextEntry(number) {
      let entry = namespace.entries[next]
      number = next + 1
      if try isAbstract(entry.value) { try abstracts.add(entry.key) }
    }
    let bases = TupleRef(TypeRef(type).p.pointee.bases)
    for i in 0..<bases.count {
      let inherited = try Attributes.lookup(bases[i], Interning.intern("__abstractmethods__"))
      if inherited.isAbsent { continue }
      try Iterate.forEach(inherited) { (name) throws(Raised) in
        let value = try Attributes.lookup(type, Interning.intern(name))
        if value.isPresent, try isAbstract(value) { try abstracts.add(name) }
      }
    }
    let frozen = SetRef.make(shape: .of(.frozenSet))
    try frozen.merge(abstracts)
    try Attributes.set(type, "__abstractmethods__", frozen.value)
  }

  static func register(_ a: Args) throws(Raised) -> Value {
    guard a[1].isType else { throw raise(.typeError, "Can only register classes") }
    if try Instances.isSubclass(a[1], a[0]) { return a[1] }
    if try Instances.isSubclass(a[0], a[1]) {
      throw raise(.runtimeError, "Refusing to create an inheritance cycle")
    }
    try add(try data(a[0]).registry, a[1])
    counter += 1
    // Pattern matching looks at registration with the collections' classes.
    let flags = TypeRef(a[0]).p.pointee.flags.intersection([.matchesSequence, .matchesMapping])
    addPatternFlags(flags, to: TypeRef(a[1]))
    return a[1]
  }

  /// Builtin classes keep what they match: `str` is registered, but is no sequence in patterns.
  private static func addPatternFlags(_ flags: TypeFlags, to type: TypeRef) {
    if flags.isEmpty || !type.has(.heap) { return }
    type.p.pointee.flags.formUnion(flags)
    type.forEachSubclass { addPatternFlags(flags, to: $0) }
  }

  static func instanceCheck(_ a: Args) throws(Raised) -> Value {
    let subclass = try Attributes.get(a[1], className)
    let data = try data(a[0])
    if try has(data.cache, subclass) { return .true }
    let actual = a[1].type.value
    if actual === subclass {
      if data.version == counter, try has(data.negative, subclass) { return .false }
      return try Call.method(a[0], "__subclasscheck__", subclass)
    }
    let result = try Call.method(a[0], "__subclasscheck__", subclass)
    if try Convert.truth(result) { return .true }
    return try Call.method(a[0], "__subclasscheck__", actual)
  }

  static func subclassCheck(_ a: Args) throws(Raised) -> Value {
    guard a[1].isType else { throw raise(.typeError, "issubclass() arg 1 must be a class") }
    let (type, candidate) = (a[0], a[1])
    let data = try data(type)
    if try has(data.cache, candidate) { return .true }
    if data.version < counter {
      data.clear(3)
      data.version = counter
    } else if try has(data.negative, candidate) {
      return .false
    }
    let verdict = try Call.method(type, "__subclasshook__", candidate)
    if verdict.isTrue {
      try add(data.cache, candidate)
      return .true
    }
    if verdict.isFalse {
      try add(data.negative, candidate)
      return .false
    }
    if !verdict.isNotImplemented {
      throw raise(
        .assertionError, "__subclasshook__ must return either False, True, or NotImplemented")
    }
    if try isCovered(type, candidate, data) {
      try add(data.cache, candidate)
      return .true
    }
    try add(data.negative, candidate)
    return .false
  }

  private static func isCovered(_ type: Value, _ candidate: Value, _ data: ClassData) throws(Raised)
    -> Bool
  {
    if TypeRef(candidate).isSubtype(of: TypeRef(type)) { return true }
    let registered = try Iterate.list(try Call.method(data.registry.value, "values"))
    for i in 0..<registered.count {
      let target = WeakRef(registered[i]).target
      if target.isPresent, try Instances.isSubclass(candidate, target) { return true }
    }
    let subclasses = try Iterate.list(try Call.method(type, "__subclasses__"))
    for i in 0..<subclasses.count where try Instances.isSubclass(candidate, subclasses[i]) {
      return true
    }
    return false
  }

  static func token(_ a: Args) throws(Raised) -> Value { Value(counter) }

  static func resetRegistry(_ a: Args) throws(Raised) -> Value {
    try data(a[0]).clear(1)
    return .none
  }
  static func resetCaches(_ a: Args) throws(Raised) -> Value {
    let data = try data(a[0])
    data.clear(2)
    data.clear(3)
    return .none
  }
  static func dump(_ a: Args) throws(Raised) -> Value {
    let data = try data(a[0])
    func set(_ dict: DictRef) throws(Raised) -> Value {
      let set = SetRef.make()
      let values = try Iterate.list(try Call.method(dict.value, "values"))
      for i in 0..<values.count { try set.add(values[i]) }
      return set.value
    }
    return TupleRef.of(
      try set(data.registry), try set(data.cache), try set(data.negative), Value(data.version)
    ).value
  }
}
