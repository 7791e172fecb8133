// The types of Python functions, bound methods and cells.

enum FunctionType {
  static let methods: [NativeMethod] = [
    NativeMethod(
      "__new__", "($type, code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)",
      new),
    NativeMethod("__call__", "($self, *args, **kwargs)", call),
    NativeMethod("__get__", "($self, instance, owner=None, /)", get),
    NativeMethod("__repr__", "($self, /)", repr),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("__name__", getName, set: setName),
    NativeGetSet("__qualname__", getQualifiedName, set: setQualifiedName),
    NativeGetSet("__module__", getModule, set: setModule),
    NativeGetSet("__doc__", getDoc, set: setDoc),
    NativeGetSet("__dict__", GenericGetSets.getDict, set: GenericGetSets.setDict),
    NativeGetSet("__code__", getCode, set: setCode),
    NativeGetSet("__builtins__", getBuiltins),
    NativeGetSet("__defaults__", getDefaults, set: setDefaults),
    NativeGetSet("__kwdefaults__", getKeywordDefaults, set: setKeywordDefaults),
    NativeGetSet("__closure__", getClosure),
    NativeGetSet("__annotations__", getAnnotations, set: setAnnotations),
    NativeGetSet("__type_params__", getTypeParameters, set: setTypeParameters),
  ]
  static let spec = TypeSpec(
    "function", size: MemoryLayout<FunctionLayout>.size,
    flags: [.weakReferable, .isMethodDescriptor], traceKind: .values, dictWord: 14,
    methods: methods, getSets: getSets)

  /// The attributes that are plain fields: `types` finds the type of member descriptors by one of them.
  static func addMembers() {
    let type = BuiltinType.function.ref
    let word = MemoryLayout<FunctionLayout>.offset(of: \.globals).unsafelyUnwrapped / 8
    let name = Interning.intern("__globals__")
    type.dict.setStr(name, MemberRef.make(owner: type, name: name, word: word, isReadOnly: true))
  }

  static func new(_ a: Args) throws(Raised) -> Value {
    guard a[1].isExactly(.code) else {
      throw raise(
        .typeError, "function() argument 'code' must be code, not \(a[1].argumentTypeName)")
    }
    guard a[2].isDict else {
      throw raise(
        .typeError, "function() argument 'globals' must be dict, not \(a[2].argumentTypeName)")
    }
    func isGiven(_ i: Int) -> Bool { a[i].isPresent && !a[i].isNone }
    for (isWrong, text) in [
      (isGiven(3) && !a[3].isStr, "arg 3 (name) must be None or string"),
      (isGiven(4) && !a[4].isTuple, "arg 4 (defaults) must be None or tuple"),
      (isGiven(6) && !a[6].isDict, "arg 6 (kwdefaults) must be None or dict"),
    ] where isWrong {
      throw raise(.typeError, text)
    }
    let code = CodeRef(a[1])
    let function = Functions.make(code, globals: DictRef(a[2]))
    if a[3].isPresent, !a[3].isNone { function.p.pointee.name = a[3] }
    if a[4].isPresent, !a[4].isNone { function.p.pointee.defaults = a[4] }
    if a[6].isPresent, !a[6].isNone { function.p.pointee.keywordDefaults = a[6] }
    try setClosure(function, code, a[5])
    function.object.noteWrite()
    return function.value
  }

  /// How many cells a function with this code needs.
  private static func freeVariables(_ code: CodeRef) -> Int {
    let kinds = code.localKinds
    var free = 0
    for i in 0..<kinds.count where kinds.data[i] & LocalKind.free != 0 { free += 1 }
    return free
  }

  private static func setClosure(_ function: FunctionRef, _ code: CodeRef, _ closure: Value)
    throws(Raised)
  {
    let free = freeVariables(code)
    let given = closure.isPresent && closure.isTuple ? TupleRef(closure).count : 0
    if free == 0, closure.isAbsent || closure.isNone || given == 0 { return }
    if closure.isAbsent || !closure.isTuple {
      throw raise(.typeError, "arg 5 (closure) must be tuple")
    }
    if given != free {
      throw raise(
        .valueError,
        "\(StrRef(code.p.pointee.name).text) requires closure of length \(free), not \(given)")
    }
    function.p.pointee.closure = closure
  }

  static func call(_ a: Args) throws(Raised) -> Value { try Call.call(a[0], a.dropping(1)) }

  static func get(_ a: Args) throws(Raised) -> Value {
    a[1].isNone ? a[0] : MethodRef.make(a[0], a[1]).value
  }

  static func repr(_ a: Args) throws(Raised) -> Value {
    Value(
      "<function \(FunctionRef(a[0]).qualifiedNameText) at 0x\(String(UInt(a[0].bits), radix: 16))>"
    )
  }

  private static func orNone(_ value: Value) -> Value { value.isAbsent ? .none : value }

  static func getName(_ a: Args) throws(Raised) -> Value { FunctionRef(a[0]).p.pointee.name }
  static func setName(_ a: Args) throws(Raised) -> Value {
    guard a[1].isPresent, a[1].isStr else {
      throw raise(.typeError, "__name__ must be set to a string object")
    }
    FunctionRef(a[0]).p.pointee.name = a[1]
    a[0].asObject.noteWrite()
    return .none
  }
  static func getQualifiedName(_ a: Args) throws(Raised) -> Value {
    FunctionRef(a[0]).p.pointee.qualifiedName
  }
  static func setQualifiedName(_ a: Args) throws(Raised) -> Value {
    guard a[1].isPresent, a[1].isStr else {
      throw raise(.typeError, "__qualname__ must be set to a string object")
    }
    FunctionRef(a[0]).p.pointee.qualifiedName = a[1]
    a[0].asObject.noteWrite()
    return .none
  }
  static func getModule(_ a: Args) throws(Raised) -> Value {
    orNone(FunctionRef(a[0]).p.pointee.module)
  }
  static func setModule(_ a: Args) throws(Raised) -> Value {
    FunctionRef(a[0]).p.pointee.module = a[1]
    a[0].asObject.noteWrite()
    return .none
  }
  static func getDoc(_ a: Args) throws(Raised) -> Value { orNone(FunctionRef(a[0]).p.pointee.doc) }
  static func setDoc(_ a: Args) throws(Raised) -> Value {
    FunctionRef(a[0]).p.pointee.doc = a[1]
    a[0].asObject.noteWrite()
    return .none
  }
  static func getCode(_ a: Args) throws(Raised) -> Value { FunctionRef(a[0]).p.pointee.code }
  static func setCode(_ a: Args) throws(Raised) -> Value {
    guard a[1].isPresent, a[1].isExactly(.code) else {
      throw raise(.typeError, "__code__ must be set to a code object")
    }
    let function = FunctionRef(a[0]).p
    let free = freeVariables(CodeRef(a[1]))
    let cells = function.pointee.closure.isPresent ? TupleRef(function.pointee.closure).count : 0
    if free != cells {
      throw raise(
        .valueError,
        "\(StrRef(function.pointee.name).text)() requires a code object with \(cells) free vars, not \(free)"
      )
    }
    // Frames and generators of the function may be running what it had so far, and hold the function only.
    _ = Heap.makeRoot(FunctionRef(a[0]).p.pointee.code)
    FunctionRef(a[0]).p.pointee.code = a[1]
    FunctionRef(a[0]).p.pointee.body = CodeRef(a[1]).p.pointee.body
    a[0].asObject.noteWrite()
    Watch.functionChanged(FunctionRef(a[0]))
    return .none
  }
  static func getBuiltins(_ a: Args) throws(Raised) -> Value {
    FunctionRef(a[0]).p.pointee.builtins
  }
  static func getDefaults(_ a: Args) throws(Raised) -> Value {
    orNone(FunctionRef(a[0]).p.pointee.defaults)
  }
  static func setDefaults(_ a: Args) throws(Raised) -> Value {
    if a[1].isPresent, !a[1].isNone, !a[1].isTuple {
      throw raise(.typeError, "__defaults__ must be set to a tuple object")
    }
    FunctionRef(a[0]).p.pointee.defaults = a[1].isNone ? .absent : a[1]
    a[0].asObject.noteWrite()
    return .none
  }
  static func getKeywordDefaults(_ a: Args) throws(Raised) -> Value {
    orNone(FunctionRef(a[0]).p.pointee.keywordDefaults)
  }
  static func setKeywordDefaults(_ a: Args) throws(Raised) -> Value {
    if a[1].isPresent, !a[1].isNone, !a[1].isDict {
      throw raise(.typeError, "__kwdefaults__ must be set to a dict object")
    }
    FunctionRef(a[0]).p.pointee.keywordDefaults = a[1].isNone ? .absent : a[1]
    a[0].asObject.noteWrite()
    return .none
  }
  static func getClosure(_ a: Args) throws(Raised) -> Value {
    orNone(FunctionRef(a[0]).p.pointee.closure)
  }
  /// The compiler leaves a tuple of names and values; the dict is made here.
  static func getAnnotations(_ a: Args) throws(Raised) -> Value {
    let function = FunctionRef(a[0])
    let value = function.p.pointee.annotations
    if value.isPresent, value.isDict { return value }
    let dict = DictRef.make()
    if value.isPresent, value.isTuple {
      let pairs = TupleRef(value)
      for i in stride(from: 0, to: pairs.count - 1, by: 2) {
        dict.setStr(Interning.intern(pairs[i]), pairs[i + 1])
      }
    }
    function.p.pointee.annotations = dict.value
    function.object.noteWrite()
    return dict.value
  }
  static func setAnnotations(_ a: Args) throws(Raised) -> Value {
    if a[1].isPresent, !a[1].isNone, !a[1].isDict {
      throw raise(.typeError, "__annotations__ must be set to a dict object")
    }
    FunctionRef(a[0]).p.pointee.annotations = a[1].isNone ? .absent : a[1]
    a[0].asObject.noteWrite()
    return .none
  }
  static func getTypeParameters(_ a: Args) throws(Raised) -> Value {
    let value = FunctionRef(a[0]).p.pointee.typeParameters
    return value.isAbsent ? TupleRef.empty.value : value
  }
  static func setTypeParameters(_ a: Args) throws(Raised) -> Value {
    guard a[1].isPresent, a[1].isTuple else {
      throw raise(.typeError, "__type_params__ must be set to a tuple")
    }
    FunctionRef(a[0]).p.pointee.typeParameters = a[1]
    a[0].asObject.noteWrite()
    return .none
  }
}

enum MethodType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, function, instance, /)", new),
    NativeMethod("__call__", "($self, *args, **kwargs)", call),
    NativeMethod("__get__", "($self, instance, owner=None, /)", get),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__eq__", "($self, value, /)", equal),
    NativeMethod("__hash__", "($self, /)", hash),
    NativeMethod("__getattribute__", "($self, name, /)", getAttribute),
    NativeMethod("__reduce__", "($self, /)", reduce),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("__func__", getFunction), NativeGetSet("__self__", getSelf),
    NativeGetSet("__doc__", getDoc),
  ]
  static let spec = TypeSpec(
    "method", size: 24, flags: [.weakReferable], traceKind: .values, methods: methods,
    getSets: getSets)

  static func new(_ a: Args) throws(Raised) -> Value {
    if a[2].isNone { throw raise(.typeError, "instance must not be None") }
    if a[1].type.special(.call).isAbsent {
      throw raise(.typeError, "first argument must be callable")
    }
    return MethodRef.make(a[1], a[2]).value
  }
  static func call(_ a: Args) throws(Raised) -> Value { try Call.call(a[0], a.dropping(1)) }
  static func get(_ a: Args) throws(Raised) -> Value { a[0] }

  static func repr(_ a: Args) throws(Raised) -> Value {
    let method = MethodRef(a[0])
    let function = method.p.pointee.function
    var name = try Attributes.lookup(function, Interning.intern("__qualname__"))
    if name.isAbsent || !name.isStr {
      name = try Attributes.lookup(function, Interning.intern("__name__"))
    }
    let text = name.isPresent && name.isStr ? StrRef(name).text : "?"
    return Value("<bound method \(text) of \(try Convert.repr(method.p.pointee.selfValue).text)>")
  }
  static func equal(_ a: Args) throws(Raised) -> Value {
    guard a[1].isExactly(.method) else { return .notImplemented }
    let (x, y) = (MethodRef(a[0]).p.pointee, MethodRef(a[1]).p.pointee)
    if x.selfValue !== y.selfValue { return .false }
    return Value(try Compare.equal(x.function, y.function))
  }
  static func hash(_ a: Args) throws(Raised) -> Value {
    let method = MethodRef(a[0]).p.pointee
    return Value(Hash.ofAddress(method.selfValue) ^ (try Hash.of(method.function)))
  }
  /// What the method object lacks, its function has.
  static func getAttribute(_ a: Args) throws(Raised) -> Value {
    let name = Interning.intern(a[1])
    let own = BuiltinType.method.ref.lookup(name)
    if own.isPresent, name !== Interning.intern("__doc__") {
      return try Attributes.bind(own, a[0], BuiltinType.method.ref)
    }
    return try Attributes.get(MethodRef(a[0]).p.pointee.function, name)
  }
  static func reduce(_ a: Args) throws(Raised) -> Value {
    let method = MethodRef(a[0]).p.pointee
    let getattr = DictRef(Singletons.builtins).getStr("getattr")
    let name = try Attributes.get(method.function, "__name__")
    return TupleRef.of(getattr, TupleRef.of(method.selfValue, name).value).value
  }
  static func getFunction(_ a: Args) throws(Raised) -> Value { MethodRef(a[0]).p.pointee.function }
  static func getSelf(_ a: Args) throws(Raised) -> Value { MethodRef(a[0]).p.pointee.selfValue }
  static func getDoc(_ a: Args) throws(Raised) -> Value {
    try Attributes.get(MethodRef(a[0]).p.pointee.function, "__doc__")
  }
}

enum CellType {
  static let methods: [NativeMethod] = [
    NativeMethod("__new__", "($type, contents=None, /)", new),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("__eq__", "($self, value, /)", equal),
    NativeMethod("__lt__", "($self, value, /)", less),
  ]
  static let getSets: [NativeGetSet] = [
    NativeGetSet("cell_contents", getContents, set: setContents)
  ]
  static let spec = TypeSpec("cell", size: 16, methods: methods, getSets: getSets)

  static func new(_ a: Args) throws(Raised) -> Value { CellRef.make(a.optional(1)).value }
  static func repr(_ a: Args) throws(Raised) -> Value {
    let contents = CellRef(a[0]).contents
    let address = String(UInt(a[0].bits), radix: 16)
    if contents.isAbsent { return Value("<cell at 0x\(address): empty>") }
    return Value(
      "<cell at 0x\(address): \(contents.typeName) object at 0x\(String(UInt(contents.bits), radix: 16))>"
    )
  }
  private static func compare(_ a: Args, _ operation: Compare.Operation) throws(Raised) -> Value {
    guard a[1].isExactly(.cell) else { return .notImplemented }
    let (x, y) = (CellRef(a[0]).contents, CellRef(a[1]).contents)
    if x.isPresent, y.isPresent { return try Compare.rich(x, y, operation) }
    return Value(operation.holds((x.isPresent ? 1 : 0) - (y.isPresent ? 1 : 0)))
  }
  static func equal(_ a: Args) throws(Raised) -> Value { try compare(a, .eq) }
  static func less(_ a: Args) throws(Raised) -> Value { try compare(a, .lt) }
  static func getContents(_ a: Args) throws(Raised) -> Value {
    let contents = CellRef(a[0]).contents
    if contents.isAbsent { throw raise(.valueError, "Cell is empty") }
    return contents
  }
  static func setContents(_ a: Args) throws(Raised) -> Value {
    CellRef(a[0]).contents = a[1]
    return .none
  }
}
