// `f_locals` of functions: a mapping that reads and writes the frame's variables where they are (PEP 667).
//
// Words of the proxy: 1 the frame object. Names that are no variables of the code are kept in a dict of the frame
// object.

/// The variables of a frame object.
struct FrameLocals {
  private let frame: FrameRef
  private let code: CodeRef

  init(_ frame: FrameRef) {
    self.frame = frame
    code = CodeRef(frame.p.pointee.code)
  }

  /// Where the variables are; nil where the frame has none any more.
  private var registers: Registers? {
    if let registers = FrameType.runningRegisters(frame) { return registers }
    let generator = frame.p.pointee.generator
    if generator.isPresent, GeneratorRef(generator).p.pointee.state != .finished {
      return GeneratorRef(generator).registers
    }
    let saved = frame.p.pointee.savedLocals
    return saved.isPresent ? ValueBuffer(saved).items : nil
  }

  private var names: TupleRef { code.localNames }

  private func isCell(_ index: Int, _ value: Value) -> Bool {
    code.localKinds.data[index] & (LocalKind.cell | LocalKind.free) != 0 && value.isPresent
      && value.isExactly(.cell)
  }

  private func isHidden(_ index: Int) -> Bool {
    code.localKinds.data[index] & LocalKind.hidden != 0
  }

  /// The value of a variable; absent while it is unbound.
  private func value(_ index: Int) -> Value {
    guard let registers else { return .absent }
    let value = registers[index]
    if isCell(index, value) { return CellRef(value).contents }
    // The iterator of a generator expression is one of its variables.
    if value.isPresent, value.isHeap { Recycling.expose(value.asObject) }
    return value
  }

  /// Number of the variable with a name; nil for none.
  ///
  /// - Parameter isBound: whether only a bound one counts, one of a comprehension among them.
  private func find(_ key: Value, isBound: Bool) throws(Raised) -> Int? {
    if !key.isExactly(.str) { return try findEqual(key, isBound: isBound) }
    for index in 0..<names.count where isBound ? value(index).isPresent : !isHidden(index) {
      if names[index] === key { return index }
    }
    for index in 0..<names.count where isBound ? value(index).isPresent : !isHidden(index) {
      if try Compare.equal(names[index], key) { return index }
    }
    return nil
  }

  /// The same for a key that decides itself what it equals.
  private func findEqual(_ key: Value, isBound: Bool) throws(Raised) -> Int? {
    let hash = try Hash.of(key)
    for index in 0..<names.count where isBound ? value(index).isPresent : !isHidden(index) {
      if try Hash.of(names[index]) == hash, try Compare.equal(names[index], key) { return index }
    }
    return nil
  }

  /// What is no variable of the code.
  private var extra: DictRef? {
    let extra = frame.p.pointee.extraLocals
    return extra.isPresent ? DictRef(extra) : nil
  }

  /// Absent for an unknown name.
  func get(_ key: Value) throws(Raised) -> Value {
    if let index = try find(key, isBound: true) { return value(index) }
    _ = try Hash.of(key)
    return try extra?.get(key) ?? .absent
  }

  func set(_ key: Value, _ value: Value) throws(Raised) {
    if let index = try find(key, isBound: false) {
      if value.isAbsent { throw Self.cannotRemove() }
      return store(value, index)
    }
    if value.isAbsent {
      guard let extra else { throw raise(.keyError, key) }
      return try Subscript.delete(extra.value, key)
    }
    if extra == nil {
      frame.p.pointee.extraLocals = DictRef.make().value
      frame.object.noteWrite()
    }
    try DictRef(frame.p.pointee.extraLocals).set(key, value)
  }

  static func cannotRemove() -> Raised {
    raise(.valueError, "cannot remove local variables from FrameLocalsProxy")
  }

  private func store(_ value: Value, _ index: Int) {
    guard let registers else { return }
    let old = registers[index]
    if isCell(index, old) {
      CellRef(old).contents = value
      old.asObject.noteWrite()
      return
    }
    registers[index] = value
    // Where the variables lie in an object, of a generator or of what is left of the frame.
    if frame.p.pointee.generator.isPresent { frame.p.pointee.generator.asObject.noteWrite() }
    if frame.p.pointee.savedLocals.isPresent {
      frame.p.pointee.savedLocals.asObject.noteWrite()
    }
  }

  /// Takes a key out; absent where there is none.
  func remove(_ key: Value) throws(Raised) -> Value {
    if try find(key, isBound: false) != nil { throw Self.cannotRemove() }
    _ = try Hash.of(key)
    guard let extra else { return .absent }
    let value = try extra.get(key)
    if value.isPresent { try Subscript.delete(extra.value, key) }
    return value
  }

  /// A new dict of all.
  func snapshot() throws(Raised) -> DictRef {
    let dict = DictRef.make()
    for index in 0..<names.count {
      let value = value(index)
      if value.isPresent { dict.setStr(names[index], value) }
    }
    if let extra { _ = try Call.method(dict.value, "update", extra.value) }
    return dict
  }

  /// Whether variables of an inlined comprehension are bound.
  var showsComprehension: Bool {
    (0..<names.count).contains { isHidden($0) && value($0).isPresent }
  }
}

enum FrameLocalsProxyType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, /, *args, **kwargs)", new),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__eq__", "($self, value, /)", equal),
    NativeMethod("__iter__", "($self, /)", iterate),
    NativeMethod("__or__", "($self, value, /)", or),
    NativeMethod("__ror__", "($self, value, /)", reflectedOr),
    NativeMethod("__ior__", "($self, value, /)", inPlaceOr),
    NativeMethod("__len__", "($self, /)", length),
    NativeMethod("__getitem__", "($self, key, /)", getItem),
    NativeMethod("__setitem__", "($self, key, value, /)", setItem),
    NativeMethod("__delitem__", "($self, key, /)", deleteItem),
    NativeMethod("__contains__", "($self, key, /)", contains),
    NativeMethod("__reversed__", "($self, /)", reversed),
    NativeMethod("update", "($self, mapping, /)", update),
    NativeMethod("copy", "($self, /)", copy),
    NativeMethod("keys", "($self, /)", keys),
    NativeMethod("values", "($self, /)", values),
    NativeMethod("items", "($self, /)", items),
    NativeMethod("get", "($self, key, default=None, /)", get),
    NativeMethod("pop", "($self, key, default=<unrepresentable>, /)", pop),
    NativeMethod("setdefault", "($self, key, default=None, /)", setDefault),
  ]
  static let spec = TypeSpec(
    "FrameLocalsProxy", size: 16, flags: [.matchesMapping], methods: methods)

  static func make(_ frame: FrameRef) -> Value {
    let object = Heap.allocateZeroed(16, Header(shape: .of(.frameLocalsProxy)))
    object.word(1).pointee = frame.value
    return Value(object)
  }

  private static func frame(_ value: Value) -> FrameRef {
    FrameRef(value.asObject.word(1).pointee)
  }
  private static func locals(_ a: Args) -> FrameLocals { FrameLocals(frame(a[0])) }
  private static func snapshot(_ value: Value) throws(Raised) -> DictRef {
    try FrameLocals(frame(value)).snapshot()
  }

  static func new(_ a: Args) throws(Raised) -> Value {
    if a.keywordNames.isPresent {
      throw raise(.typeError, "FrameLocalsProxy takes no keyword arguments")
    }
    if a.count != 2 {
      throw raise(.typeError, "FrameLocalsProxy expected 1 argument, got \(a.count - 1)")
    }
    if !a[1].isExactly(.frame) { throw raise(.typeError, "expect frame, not \(a[1].typeName)") }
    return make(FrameRef(a[1]))
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    try Sequences.guardingRepr(a[0], cycle: "{...}") { () throws(Raised) in
      try Convert.repr(try snapshot(a[0]).value)
    }
  }

  static func equal(_ a: Args) throws(Raised) -> Value {
    if a[1].isExactly(.frameLocalsProxy) {
      return Value(frame(a[0]).p == frame(a[1]).p)
    }
    if !a[1].isDict { return .notImplemented }
    return try Compare.rich(try snapshot(a[0]).value, a[1], .eq)
  }

  static func iterate(_ a: Args) throws(Raised) -> Value { try Iterate.iterator(try keys(a)) }
  static func reversed(_ a: Args) throws(Raised) -> Value {
    let list = try keys(a)
    _ = try Call.method(list, "reverse")
    return list
  }

  private static func isMapping(_ value: Value) -> Bool {
    value.isDict || value.isExactly(.frameLocalsProxy)
  }

  private static func merged(_ first: Value, _ second: Value) throws(Raised) -> Value {
    if !isMapping(first) || !isMapping(second) { return .notImplemented }
    let result = DictRef.make().value
    _ = try Call.method(result, "update", first)
    _ = try Call.method(result, "update", second)
    return result
  }

  static func or(_ a: Args) throws(Raised) -> Value { try merged(a[0], a[1]) }
  static func reflectedOr(_ a: Args) throws(Raised) -> Value { try merged(a[1], a[0]) }
  static func inPlaceOr(_ a: Args) throws(Raised) -> Value {
    if !isMapping(a[1]) { return .notImplemented }
    _ = try update(a)
    return a[0]
  }

  static func length(_ a: Args) throws(Raised) -> Value { Value(try snapshot(a[0]).count) }

  static func getItem(_ a: Args) throws(Raised) -> Value {
    let value = try locals(a).get(a[1])
    if value.isPresent { return value }
    throw raise(.keyError, "local variable '\(try Convert.repr(a[1]).text)' is not defined")
  }
  static func setItem(_ a: Args) throws(Raised) -> Value {
    try locals(a).set(a[1], a[2])
    return .none
  }
  static func deleteItem(_ a: Args) throws(Raised) -> Value {
    try locals(a).set(a[1], .absent)
    return .none
  }
  static func contains(_ a: Args) throws(Raised) -> Value {
    Value(try locals(a).get(a[1]).isPresent)
  }

  static func update(_ a: Args) throws(Raised) -> Value {
    if !isMapping(a[1]) {
      throw raise(.typeError, "update() argument must be dict or another FrameLocalsProxy")
    }
    let keys = try Iterate.tuple(a[1])
    for i in 0..<keys.count {
      try locals(a).set(keys[i], try Subscript.get(a[1], keys[i]))
    }
    return .none
  }

  static func copy(_ a: Args) throws(Raised) -> Value { try snapshot(a[0]).value }
  static func keys(_ a: Args) throws(Raised) -> Value { try list(a, "keys") }
  static func values(_ a: Args) throws(Raised) -> Value { try list(a, "values") }
  static func items(_ a: Args) throws(Raised) -> Value { try list(a, "items") }
  private static func list(_ a: Args, _ method: String) throws(Raised) -> Value {
    try Iterate.list(try Call.method(try snapshot(a[0]).value, method)).value
  }

  static func get(_ a: Args) throws(Raised) -> Value {
    let value = try locals(a).get(a[1])
    return value.isPresent ? value : a.count > 2 && a[2].isPresent ? a[2] : .none
  }
  static func pop(_ a: Args) throws(Raised) -> Value {
    let value = try locals(a).remove(a[1])
    if value.isPresent { return value }
    if a.count > 2, a[2].isPresent { return a[2] }
    throw raise(.keyError, a[1])
  }
  static func setDefault(_ a: Args) throws(Raised) -> Value {
    let value = try locals(a).get(a[1])
    if value.isPresent { return value }
    let fallback = a.count > 2 && a[2].isPresent ? a[2] : .none
    try locals(a).set(a[1], fallback)
    return fallback
  }
}
