// `pickle.Unpickler` as Python sees it.

import TaipanRuntime

enum UnpicklerObject {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", new),
    NativeMethod(
      "__init__",
      "($self, file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())",
      initialize),
    NativeMethod("load", "($self, /)", load),
    NativeMethod("find_class", "($self, module_name, global_name, /)", findClass),
    NativeMethod(
      "persistent_load", "($self, pid, /)",
      { a throws(Raised) in throw PersistentHook.missing() }),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet(
      "memo", { a throws(Raised) in PickleMemoProxies.make(unpickler: a[0]) }, set: setMemo)
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "_pickle.Unpickler", size: MemoryLayout<UnpicklerLayout>.size, flags: [.baseable],
      methods: methods + PersistentHook.methods, getSets: getSets, releaser: UnpicklerRef.release))

  static func new(_ a: Args) throws(Raised) -> Value { UnpicklerRef.make(TypeRef(a[0])).value }

  /// - Throws: UnpicklingError for an unpickler without `__init__`.
  private static func unpickler(_ value: Value) throws(Raised) -> UnpicklerRef {
    let unpickler = UnpicklerRef(value)
    if unpickler.p.pointee.state == 0 {
      throw PickleModule.unpicklingError.raised(
        "Unpickler.__init__() was not called by \(value.typeName).__init__()")
    }
    return unpickler
  }

  static func initialize(_ a: Args) throws(Raised) -> Value {
    try setFile(UnpicklerRef(a[0]), a[1], UnpicklerRef.Options(a, from: 2))
    return .none
  }

  /// - Throws: TypeError for what is no file.
  static func setFile(_ unpickler: UnpicklerRef, _ file: Value, _ options: UnpicklerRef.Options)
    throws(Raised)
  {
    let read = try Attributes.lookup(file, Interning.intern("read"))
    let readLine = try Attributes.lookup(file, Interning.intern("readline"))
    if read.isAbsent || readLine.isAbsent {
      throw raise(.typeError, "file must have 'read' and 'readline' attributes")
    }
    try unpickler.start(options)
    unpickler.p.pointee.read = read
    unpickler.p.pointee.readLine = readLine
    unpickler.object.noteWrite()
  }

  static func load(_ a: Args) throws(Raised) -> Value { try unpickler(a[0]).load() }

  static func findClass(_ a: Args) throws(Raised) -> Value {
    let module = try Convert.requireStr(a[1], "find_class() argument 1")
    let name = try Convert.requireStr(a[2], "find_class() argument 2")
    return try unpickler(a[0]).importGlobal(module.value, name.value)
  }

  /// From a proxy of another unpickler's memo, or a dict of numbers and objects.
  private static func setMemo(_ a: Args) throws(Raised) -> Value {
    let unpickler = try unpickler(a[0])
    if a[1].isAbsent { throw raise(.typeError, "attribute deletion is not supported") }
    let copy: DictRef
    if a[1].type == PickleMemoProxies.unpicklerType {
      copy = try PickleMemoProxies.copy(UnpicklerRef(a[1].asObject.word(1).pointee))
    } else if a[1].isDict {
      copy = DictRef(a[1]).copy()
    } else {
      throw raise(
        .typeError,
        "'memo' attribute must be an UnpicklerMemoProxy object or dict, not \(a[1].typeName)")
    }
    let memo = ListRef.make()
    var place = copy.nextEntry(0)
    while let entry = place {
      let (key, item) = (copy.entries[entry].key, copy.entries[entry].value)
      if !key.isAnyInt { throw raise(.typeError, "memo key must be integers") }
      let number = try Convert.machineInt(key)
      if number < 0 { throw raise(.valueError, "memo key must be positive integers.") }
      while memo.count <= number { memo.append(.exhausted) }
      memo[number] = item
      memo.object.noteWrite()
      place = copy.nextEntry(entry + 1)
    }
    unpickler.p.pointee.memo = memo.value
    unpickler.object.noteWrite()
    return .none
  }
}

/// `persistent_id` of picklers and `persistent_load` of unpicklers: methods that a subclass overrides, or
/// callables that were assigned to one object. Word 1 of either holds the latter.
enum PersistentHook {
  static let methods: [NativeMethod] = [
    NativeMethod("__getattribute__", "($self, name, /)", get),
    NativeMethod("__setattr__", "($self, name, value, /)", set),
    NativeMethod("__delattr__", "($self, name, /)", delete),
  ]

  static func missing() -> Raised {
    PickleModule.unpicklingError.raised(
      "A load persistent id instruction was encountered, but no persistent_load function was "
        + "specified.")
  }

  private static func isHook(_ a: Args) -> Bool {
    guard a[1].isStr else { return false }
    let name: StaticString =
      a[0].type.isSubtype(of: PicklerObject.type) ? "persistent_id" : "persistent_load"
    return StrRef(a[1]).isEqual(name)
  }

  private static func get(_ a: Args) throws(Raised) -> Value {
    if isHook(a) {
      let assigned = a[0].asObject.word(1).pointee
      if assigned.isPresent { return assigned }
    }
    let value = try Attributes.generic(a[0], a[1])
    if value.isPresent { return value }
    throw Attributes.missing(a[0], a[1])
  }

  private static func set(_ a: Args) throws(Raised) -> Value {
    if isHook(a) {
      a[0].asObject.store(a[2], at: a[0].asObject.word(1))
    } else {
      try Attributes.setGeneric(a[0], a[1], a[2])
    }
    return .none
  }

  private static func delete(_ a: Args) throws(Raised) -> Value {
    if isHook(a), a[0].asObject.word(1).pointee.isPresent {
      a[0].asObject.word(1).pointee = .absent
    } else {
      try Attributes.setGeneric(a[0], a[1], .absent)
    }
    return .none
  }

  /// What is to be called for an object, absent where that is the base's method.
  private static func find(_ value: Value, _ name: String, _ base: TypeRef) throws(Raised) -> Value
  {
    let assigned = value.asObject.word(1).pointee
    if assigned.isPresent { return assigned }
    if value.type == base || value.type.lookup(name) === base.lookup(name) { return .absent }
    return try Attributes.get(value, name)
  }

  static func identify(_ pickler: Value) throws(Raised) -> Value {
    try find(pickler, "persistent_id", PicklerObject.type)
  }

  static func load(_ unpickler: Value) throws(Raised) -> Value {
    try find(unpickler, "persistent_load", UnpicklerObject.type)
  }
}
