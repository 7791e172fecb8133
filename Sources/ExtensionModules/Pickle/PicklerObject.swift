// `pickle.Pickler` as Python sees it.

import TaipanRuntime

enum PicklerObject {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, *args, **kwargs)", new),
    NativeMethod(
      "__init__", "($self, file, protocol=None, fix_imports=True, buffer_callback=None)", initialize
    ),
    NativeMethod("dump", "($self, obj, /)", dump),
    NativeMethod("clear_memo", "($self, /)", clearMemo),
    NativeMethod("persistent_id", "($self, obj, /)", { a throws(Raised) in .none }),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("memo", { a throws(Raised) in PickleMemoProxies.make(a[0]) }, set: setMemo),
    NativeGetSet("bin", { a throws(Raised) in Value(try started(a[0]).isBinary ? 1 : 0) }),
    NativeGetSet(
      "fast", { a throws(Raised) in Value(try started(a[0]).isFast ? 1 : 0) }, set: setFast),
    NativeGetSet("dispatch_table", getDispatchTable, set: setDispatchTable),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "_pickle.Pickler", size: MemoryLayout<PicklerLayout>.size, flags: [.baseable],
      methods: methods + PersistentHook.methods, getSets: getSets, releaser: PicklerRef.release))

  static func new(_ a: Args) throws(Raised) -> Value { PicklerRef.make(TypeRef(a[0])).value }

  /// - Throws: PicklingError for a pickler without `__init__`.
  private static func pickler(_ value: Value) throws(Raised) -> PicklerRef {
    let pickler = PicklerRef(value)
    if pickler.p.pointee.state == 0 {
      throw PickleModule.picklingError.raised(
        "Pickler.__init__() was not called by \(value.typeName).__init__()")
    }
    return pickler
  }

  private static func started(_ value: Value) throws(Raised) -> PicklerState {
    try pickler(value).state.pointee
  }

  /// - Throws: TypeError for what is no file.
  static func write(of file: Value) throws(Raised) -> Value {
    let write = try Attributes.lookup(file, Interning.intern("write"))
    if write.isAbsent { throw raise(.typeError, "file must have a 'write' attribute") }
    return write
  }

  static func initialize(_ a: Args) throws(Raised) -> Value {
    let pickler = PicklerRef(a[0])
    try pickler.start(
      write: try write(of: a[1]), protocol: a[2], fixImports: a[3], bufferCallback: a[4])
    pickler.p.pointee.dispatchTable = .absent
    if pickler.object.type == type { return .none }
    let table = try Attributes.lookup(a[0], Interning.intern("dispatch_table"))
    pickler.p.pointee.dispatchTable = table
    pickler.object.noteWrite()
    return .none
  }

  static func dump(_ a: Args) throws(Raised) -> Value {
    let pickler = try pickler(a[0])
    do throws(Raised) { try pickler.dump(a[1]) } catch {
      pickler.state.pointee.output.clear()
      throw error
    }
    try pickler.flush()
    return .none
  }

  static func clearMemo(_ a: Args) throws(Raised) -> Value {
    try pickler(a[0]).clearMemo()
    return .none
  }

  private static func setFast(_ a: Args) throws(Raised) -> Value {
    if a[1].isAbsent { throw raise(.typeError, "can't delete numeric/char attribute") }
    try pickler(a[0]).state.pointee.isFast = try Convert.machineInt(a[1]) != 0
    return .none
  }

  private static func getDispatchTable(_ a: Args) throws(Raised) -> Value {
    let table = PicklerRef(a[0]).p.pointee.dispatchTable
    if table.isAbsent {
      throw raise(.attributeError, "'\(a[0].typeName)' object has no attribute 'dispatch_table'")
    }
    return table
  }

  private static func setDispatchTable(_ a: Args) throws(Raised) -> Value {
    PicklerRef(a[0]).p.pointee.dispatchTable = a[1]
    a[0].asObject.noteWrite()
    return .none
  }

  /// From a proxy of another pickler's memo, or a dict of its form: `{id: (number, object)}`.
  private static func setMemo(_ a: Args) throws(Raised) -> Value {
    let pickler = try pickler(a[0])
    if a[1].isAbsent { throw raise(.typeError, "attribute deletion is not supported") }
    let copy: DictRef
    if a[1].type == PickleMemoProxies.picklerType {
      copy = try PickleMemoProxies.copy(PicklerRef(a[1].asObject.word(1).pointee))
    } else if a[1].isDict {
      copy = DictRef(a[1])
    } else {
      throw raise(
        .typeError,
        "'memo' attribute must be a PicklerMemoProxy object or dict, not \(a[1].typeName)")
    }
    let entries = try Iterate.list(try Call.method(copy.value, "values"))
    for i in 0..<entries.count {
      guard entries[i].isTuple, TupleRef(entries[i]).count == 2 else {
        throw raise(.typeError, "'memo' values must be 2-item tuples")
      }
      _ = try Convert.machineInt(TupleRef(entries[i])[0])
    }
    pickler.clearMemo()
    for i in 0..<entries.count {
      let (number, object) = (TupleRef(entries[i])[0], TupleRef(entries[i])[1])
      if object.isHeap { pickler.state.pointee.memo.add(object, number.asInt) }
      pickler.memorized.append(object)
    }
    return .none
  }
}

/// What `memo` of a pickler or an unpickler is: word 1 the one it belongs to.
enum PickleMemoProxies {
  static let picklerType = NativeTypes.make(
    TypeSpec(
      "_pickle.PicklerMemoProxy", size: 16, flags: [.noInstantiation],
      methods: [
        NativeMethod(
          "clear", "($self, /)",
          { a throws(Raised) in
            pickler(a).clearMemo()
            return .none
          }),
        NativeMethod("copy", "($self, /)", { a throws(Raised) in try copy(pickler(a)).value }),
        NativeMethod(
          "__reduce__", "($self, /)", { a throws(Raised) in reduced(try copy(pickler(a))) }),
      ]))
  static let unpicklerType = NativeTypes.make(
    TypeSpec(
      "_pickle.UnpicklerMemoProxy", size: 16, flags: [.noInstantiation],
      methods: [
        NativeMethod(
          "clear", "($self, /)",
          { a throws(Raised) in
            unpickler(a).memo.truncate(0)
            return .none
          }),
        NativeMethod("copy", "($self, /)", { a throws(Raised) in try copy(unpickler(a)).value }),
        NativeMethod(
          "__reduce__", "($self, /)", { a throws(Raised) in reduced(try copy(unpickler(a))) }),
      ]))

  private static func pickler(_ a: Args) -> PicklerRef { PicklerRef(a[0].asObject.word(1).pointee) }
  private static func unpickler(_ a: Args) -> UnpicklerRef {
    UnpicklerRef(a[0].asObject.word(1).pointee)
  }
  private static func reduced(_ copy: DictRef) -> Value {
    TupleRef.of(BuiltinType.dict.value, TupleRef.of(copy.value).value).value
  }

  private static func make(_ type: TypeRef, _ owner: Value) -> Value {
    let proxy = Instances.allocate(type)
    proxy.store(owner, at: proxy.word(1))
    return Value(proxy)
  }
  static func make(_ pickler: Value) -> Value { make(picklerType, pickler) }
  static func make(unpickler: Value) -> Value { make(unpicklerType, unpickler) }

  static func copy(_ pickler: PicklerRef) throws(Raised) -> DictRef {
    let dict = DictRef.make()
    if pickler.p.pointee.state == 0 { return dict }
    for i in 0..<pickler.memorized.count {
      let object = pickler.memorized[i]
      let number = pickler.number(object) ?? i
      let entry = TupleRef.of(Value(number), object).value
      try dict.set(Value(UInt(object.bits)), entry)
    }
    return dict
  }

  static func copy(_ unpickler: UnpicklerRef) throws(Raised) -> DictRef {
    let dict = DictRef.make()
    for i in 0..<unpickler.memo.count where unpickler.memo[i] !== .exhausted {
      try dict.set(Value(i), unpickler.memo[i])
    }
    return dict
  }
}
