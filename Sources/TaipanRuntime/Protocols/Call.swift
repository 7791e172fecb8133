// Calls from native code.
//
// Arguments lie side by side in memory that the collector reads: registers, scratch, or the native stack.

public enum Call {
  /// Calls anything callable.
  ///
  /// - Throws: TypeError for what is not callable or wrong arguments; what the callee raises.
  public static func call(_ callable: Value, _ args: Args) throws(Raised) -> Value {
    guard callable.isHeap else { throw notCallable(callable) }
    let type = callable.type
    if type == .function {
      return try Interpreter.callFunction(FunctionRef(callable), args)
    }
    if type == .builtinFunction || type == .methodDescriptor || type == .slotWrapper
      || type == .methodWrapper || type == .classMethodDescriptor
    {
      return try native(NativeFunctionRef(callable), args)
    }
    if type == .method {
      let method = MethodRef(callable)
      return try prepending(
        method.p.pointee.selfValue, method.p.pointee.function, args)
    }
    if type == .type, args.count == 1, args.keywordNames.isAbsent, !TypeRef(callable).has(.heap),
      let value = try Constructing.single(TypeRef(callable), args.base[0])
    {
      return value
    }
    let slot = type.special(.call)
    if slot.isAbsent { throw notCallable(callable) }
    try ThreadState.checkNativeStack(" while calling a Python object")
    if slot.type == .slotWrapper {
      // Found on the callable's own type: the receiver needs no check.
      let scratch = thread.pointee.scratchTop
      try thread.pointee.growScratch(args.count + 1)
      defer { thread.pointee.scratchTop = scratch }
      scratch[0] = callable
      for i in 0..<args.count { scratch[i &+ 1] = args.base[i] }
      return try invoke(
        NativeFunctionRef(slot),
        Args(base: scratch, count: args.count + 1, keywordNames: args.keywordNames))
    }
    if !isPlain(slot) { return try call(try Attributes.bind(slot, callable, type), args) }
    return try prepending(callable, slot, args)
  }

  static func notCallable(_ callable: Value) -> Raised {
    raise(.typeError, "'\(callable.typeName)' object is not callable")
  }

  /// Calls with one more argument in front.
  public static func prepending(_ first: Value, _ callable: Value, _ args: Args) throws(Raised)
    -> Value
  {
    let scratch = thread.pointee.scratchTop
    try thread.pointee.growScratch(args.count + 1)
    defer { thread.pointee.scratchTop = scratch }
    scratch[0] = first
    for i in 0..<args.count { scratch[i &+ 1] = args.base[i] }
    return try call(
      callable, Args(base: scratch, count: args.count + 1, keywordNames: args.keywordNames))
  }

  /// A native function with arguments as they were passed.
  public static func native(_ function: NativeFunctionRef, _ args: Args) throws(Raised) -> Value {
    let selfValue = function.p.pointee.selfValue
    if selfValue.isPresent, function.p.pointee.owner.isPresent {
      // A bound method: the receiver goes in front.
      let scratch = thread.pointee.scratchTop
      try thread.pointee.growScratch(args.count + 1)
      defer { thread.pointee.scratchTop = scratch }
      scratch[0] = selfValue
      for i in 0..<args.count { scratch[i &+ 1] = args.base[i] }
      return try invoke(
        function, Args(base: scratch, count: args.count + 1, keywordNames: args.keywordNames))
    }
    if function.p.pointee.owner.isPresent { try checkReceiver(function, args) }
    return try invoke(function, args)
  }

  /// A native method called through its type: `list.append(x, 1)` needs x to be a list.
  @inline(__always)
  static func checkReceiver(_ function: NativeFunctionRef, _ args: Args) throws(Raised) {
    let owner = TypeRef(function.p.pointee.owner)
    if args.positionalCount == 0 || !args[0].type.isSubtype(of: owner) {
      try receiverMismatch(function, args)
    }
  }

  @inline(never)
  private static func receiverMismatch(_ function: NativeFunctionRef, _ args: Args) throws(Raised) {
    let owner = TypeRef(function.p.pointee.owner)
    if function.object.type == .classMethodDescriptor, args.positionalCount > 0, args[0].isType {
      return
    }
    if args.positionalCount == 0 {
      if function.object.type == .slotWrapper {
        throw raise(
          .typeError,
          "descriptor '\(function.name)' of '\(owner.nameText)' object needs an argument")
      }
      throw raise(
        .typeError, "unbound method \(Names.qualified(function))() needs an argument")
    }
    let verb =
      function.object.type == .slotWrapper
      ? "requires a '\(owner.nameText)' object but received a '\(args[0].typeName)'"
      : "for '\(owner.nameText)' objects doesn't apply to a '\(args[0].typeName)' object"
    throw raise(.typeError, "descriptor '\(function.name)' \(verb)")
  }

  /// Checks the number of arguments and calls.
  @inline(__always)
  static func invoke(_ function: NativeFunctionRef, _ args: Args) throws(Raised) -> Value {
    let result = try invokeRaw(function, args)
    // `__next__` called by name: the marker becomes the exception.
    if result.isExhausted { throw raise(.stopIteration) }
    return result
  }

  /// As `invoke`, but the end of an iteration stays a marker.
  @inline(__always)
  static func invokeRaw(_ function: NativeFunctionRef, _ args: Args) throws(Raised) -> Value {
    function.prepare()
    switch function.p.pointee.flavour {
    case .positional:
      if args.keywordNames.isPresent && TupleRef(args.keywordNames).count > 0
        || args.count < Int(function.p.pointee.minimum)
        || args.count > Int(function.p.pointee.maximum)
      {
        return try Signature.callRejected(function, args)
      }
      return try function.p.pointee.function(
        Args(base: args.base, count: args.count, callee: function.value))
    case .variadic:
      return try function.p.pointee.function(
        Args(
          base: args.base, count: args.count, keywordNames: args.keywordNames,
          callee: function.value))
    case .named:
      return try Signature.callNamed(function, args)
    }
  }

  // MARK: Convenience

  public static func function(_ callable: Value) throws(Raised) -> Value {
    try call(callable, Args(base: thread.pointee.scratchTop, count: 0))
  }

  public static func function(_ callable: Value, _ a: Value) throws(Raised) -> Value {
    if callable.isExactly(.function) {
      return try Interpreter.callFunction(FunctionRef(callable), a, .absent)
    }
    let scratch = thread.pointee.scratchTop
    try thread.pointee.growScratch(1)
    defer { thread.pointee.scratchTop = scratch }
    scratch[0] = a
    return try call(callable, Args(base: scratch, count: 1))
  }

  public static func function(_ callable: Value, _ a: Value, _ b: Value) throws(Raised) -> Value {
    if callable.isExactly(.function), b.isPresent {
      return try Interpreter.callFunction(FunctionRef(callable), a, b)
    }
    let scratch = thread.pointee.scratchTop
    try thread.pointee.growScratch(2)
    defer { thread.pointee.scratchTop = scratch }
    scratch[0] = a
    scratch[1] = b
    return try call(callable, Args(base: scratch, count: 2))
  }

  public static func function(_ callable: Value, _ a: Value, _ b: Value, _ c: Value)
    throws(Raised) -> Value
  {
    let scratch = thread.pointee.scratchTop
    try thread.pointee.growScratch(3)
    defer { thread.pointee.scratchTop = scratch }
    scratch[0] = a
    scratch[1] = b
    scratch[2] = c
    return try call(callable, Args(base: scratch, count: 3))
  }

  /// `callable(*args, **keywords)`.
  public static func function(_ callable: Value, _ args: TupleRef, _ keywords: DictRef?)
    throws(Raised) -> Value
  {
    let scratch = thread.pointee.scratchTop
    let extra = keywords?.count ?? 0
    try thread.pointee.growScratch(args.count + extra)
    defer { thread.pointee.scratchTop = scratch }
    scratch.update(from: args.items, count: args.count)
    guard let keywords, extra > 0 else {
      return try call(callable, Args(base: scratch, count: args.count))
    }
    let names = TupleRef.make(count: extra)
    var number = 0
    var index = 0
    while let next = keywords.nextEntry(number) {
      let entry = keywords.entries[next]
      if !entry.key.isStr {
        if !callable.isHeap || callable.type.special(.call).isAbsent { throw notCallable(callable) }
        throw raise(.typeError, "keywords must be strings")
      }
      names.set(index, entry.key)
      scratch[args.count + index] = entry.value
      index += 1
      number = next + 1
    }
    return try call(
      callable, Args(base: scratch, count: args.count + extra, keywordNames: names.value))
  }

  /// `object.name()` by the instance's attribute.
  public static func method(_ object: Value, _ name: String) throws(Raised) -> Value {
    try function(try Attributes.get(object, Interning.intern(name)))
  }

  public static func method(_ object: Value, _ name: String, _ a: Value) throws(Raised) -> Value {
    try function(try Attributes.get(object, Interning.intern(name)), a)
  }

  public static func method(_ object: Value, _ name: String, _ a: Value, _ b: Value)
    throws(Raised) -> Value
  {
    try function(try Attributes.get(object, Interning.intern(name)), a, b)
  }

  /// Calls a special method of the object's type; absent if the type lacks it.
  @inline(__always)
  public static func special(_ object: Value, _ name: SpecialName) throws(Raised) -> Value {
    let method = object.type.special(name)
    if method.isAbsent { return .absent }
    return try specialMethod(method, object)
  }

  /// A special method found on the type, called with its receiver: plain functions are not bound first.
  public static func specialMethod(_ method: Value, _ object: Value) throws(Raised) -> Value {
    if method.isExactly(.function) {
      return try Interpreter.callFunction(FunctionRef(method), object, .absent)
    }
    let scratch = thread.pointee.scratchTop
    try thread.pointee.growScratch(1)
    defer { thread.pointee.scratchTop = scratch }
    scratch[0] = object
    return try special(method, Args(base: scratch, count: 1))
  }

  public static func specialMethod(_ method: Value, _ object: Value, _ a: Value) throws(Raised)
    -> Value
  {
    if method.isExactly(.function), a.isPresent {
      return try Interpreter.callFunction(FunctionRef(method), object, a)
    }
    let scratch = thread.pointee.scratchTop
    try thread.pointee.growScratch(2)
    defer { thread.pointee.scratchTop = scratch }
    scratch[0] = object
    scratch[1] = a
    return try special(method, Args(base: scratch, count: 2))
  }

  public static func specialMethod(_ method: Value, _ object: Value, _ a: Value, _ b: Value)
    throws(Raised) -> Value
  {
    let scratch = thread.pointee.scratchTop
    try thread.pointee.growScratch(3)
    defer { thread.pointee.scratchTop = scratch }
    scratch[0] = object
    scratch[1] = a
    scratch[2] = b
    return try special(method, Args(base: scratch, count: 3))
  }

  /// The receiver is the first argument; its type holds, the method was found there.
  @inline(__always)
  private static func special(_ method: Value, _ args: Args) throws(Raised) -> Value {
    if method.isExactly(.slotWrapper) || method.isExactly(.methodDescriptor) {
      return try invoke(NativeFunctionRef(method), args)
    }
    if method.isExactly(.function) {
      return try Interpreter.callFunction(FunctionRef(method), args)
    }
    return try call(try Attributes.bind(method, args[0], args[0].type), args.dropping(1))
  }

  /// Functions and native methods take their receiver as first argument.
  @inline(__always) static func isPlain(_ method: Value) -> Bool {
    let type = method.type
    return type == .function || type == .slotWrapper || type == .methodDescriptor
  }
}
