// Calls of builtin functions from native code.

import RegisterCode

public enum NativeCallHelpers {
  /// What `call` returns where the instruction's handler has to make the call.
  public static let ask = Value.exhausted.bits

  /// What `super(type, object)` finds for a name, if it is called as it is found; 0 where the handler has to look.
  public static let superMethod: @convention(c) (UInt64, UInt64, UInt64) -> UInt64 = {
    type, object, name in
    let (type, object) = (TypeRef(Value(bits: type)), Value(bits: object))
    if object.isAbsent || object.isType || !object.type.isSubtype(of: type) { return 0 }
    return NativeTier.superMethod(after: type, in: object.type, Value(bits: name))?.bits ?? 0
  }

  /// Calls a function whose arguments are plain (`Quiet.isPlain`), and which then runs no Python code: see
  /// `NativeTier.isLeaf`. 0 for other arguments, and where it raises: then it has done nothing.
  public static let leaf: @convention(c) (UInt64, Int, UInt64, UInt64, UInt64, UInt64) -> UInt64 = {
    function, count, a, b, c, d in
    let function = NativeFunctionRef(Value(bits: function))
    var arguments = (Value(bits: a), Value(bits: b), Value(bits: c), Value(bits: d))
    return withUnsafeMutablePointer(to: &arguments) { p in
      let base = UnsafeMutableRawPointer(p).assumingMemoryBound(to: Value.self)
      for i in 0..<count where !Quiet.isPlain(base[i]) { return 0 }
      return Quiet.attempt { () throws(Raised) in
        try Call.invoke(function, Args(base: base, count: count))
      }.bits
    }
  }

  /// The same for the builtin types whose constructor is one, called with one argument.
  public static let construct: @convention(c) (UInt64, UInt64) -> UInt64 = { type, value in
    let (type, value) = (Value(bits: type), Value(bits: value))
    let isSequence =
      value.isExactly(.list) || value.isExactly(.tuple) || value.isExactly(.range)
      || value.isExactly(.str) || value.isExactly(.dict) || value.isExactly(.bytes)
    let makesSequence = type === BuiltinType.list.value || type === BuiltinType.tuple.value
    if makesSequence ? !isSequence : !Quiet.isPlain(value) { return 0 }
    if value.isExactly(.str), type === BuiltinType.str.value { return value.bits }
    return Quiet.attempt { () throws(Raised) in
      try Constructing.single(TypeRef(type), value) ?? .absent
    }.bits
  }

  /// `type(value)` and `id(value)`.
  public static let typeOf: ContainerHelpers.Unary = { Value(bits: $0).type.value.bits }
  public static let identity: ContainerHelpers.Unary = { Value(UInt($0)).bits }

  /// `issubclass(derived, type)` of two classes; 0 where a metaclass has to be asked.
  public static let isSubclass: ContainerHelpers.Binary = { derived, type in
    let (derived, type) = (Value(bits: derived), Value(bits: type))
    guard type.isHeap, type.asObject.type == .type, derived.isType else { return 0 }
    return Value(TypeRef(derived).isSubtype(of: TypeRef(type))).bits
  }

  /// Calls what a `callFunction` or, `isMethod`, a `callMethod` finds in its window, the state of the frame
  /// stored; a method's receiver, or the word that is absent for it, is the first of `count` arguments. `ask`
  /// for what is neither builtin nor a Python function, or class, that binds just these arguments, and for
  /// generators that something else is called with, which are better consumed by the interpreter; 0 where it
  /// raises.
  public static let call: @convention(c) (UInt64, NativeHelpers.FrameAddress, Int, Int) -> UInt64 =
    {
      callable, arguments, count, isMethod in
      var (base, count) = (arguments.assumingMemoryBound(to: Value.self), count)
      let callable = Value(bits: callable)
      let hasSelf = isMethod != 0 && base[0].isPresent
      if isMethod != 0, !hasSelf { (base, count) = (base + 1, count - 1) }
      do throws(Raised) {
        if callable.isExactly(.function) {
          let result = try callPython(FunctionRef(callable), base, count)
          return result.isExhausted
            ? ask : NativeHelpers.goOn(with: result.bits, behindCallOf: base)
        }
        if count > 0, base[count - 1].isExactly(.generator) { return ask }
        let result = try call(callable, base, count, hasSelf: hasSelf).bits
        return result == ask ? ask : NativeHelpers.goOn(with: result, behindCallOf: base)
      } catch {
        return 0
      }
    }

  @inline(__always)
  private static func call(
    _ callable: Value, _ base: Registers, _ count: Int, hasSelf: Bool
  ) throws(Raised) -> Value {
    if hasSelf {
      if !callable.isExactly(.methodDescriptor) { return .exhausted }
      return try Call.invoke(NativeFunctionRef(callable), Args(base: base, count: count))
    }
    if callable.isExactly(.builtinFunction) {
      let function = NativeFunctionRef(callable)
      if function.p.pointee.owner.isAbsent {
        return try Call.invoke(function, Args(base: base, count: count))
      }
      let receiver = function.p.pointee.selfValue
      if receiver.isAbsent { return .exhausted }
      // The word before the arguments is free.
      base[-1] = receiver
      return try Call.invoke(function, Args(base: base - 1, count: count + 1))
    }
    if callable.isExactly(.type) {
      if TypeRef(callable).has(.heap) {
        return try construct(TypeRef(callable), base - 1, count + 1)
      }
      base[-1] = callable
      return try TypeType.call(Args(base: base - 1, count: count + 1))
    }
    if callable.isExactly(.method), MethodRef(callable).p.pointee.function.isExactly(.function) {
      let method = MethodRef(callable).p.pointee
      return try callPython(
        FunctionRef(method.function), base - 1, count + 1, receiver: method.selfValue)
    }
    return .exhausted
  }

  /// Calls a Python function with arguments that fill its parameters, with its defaults; where there is a receiver, the
  /// first of them is free. The exhausted marker, nothing done, where they do not, and for generators.
  @inline(__always)
  private static func callPython(
    _ function: FunctionRef, _ base: Registers, _ count: Int, receiver: Value = .absent
  ) throws(Raised) -> Value {
    guard let callee = window(function, base, count) else { return .exhausted }
    if receiver.isPresent { callee[0] = receiver }
    return try run(function, callee, flags: 0, instance: .absent)
  }

  /// Makes an instance of a class with a Python `__init__`, for which the first of the arguments is free.
  private static func construct(_ type: TypeRef, _ base: Registers, _ count: Int)
    throws(Raised) -> Value
  {
    guard let initializer = Interpreter.plainInitializer(type.value),
      let callee = window(initializer, base, count)
    else { return .exhausted }
    let instance = Value(Instances.allocate(type))
    callee[0] = instance
    return try run(initializer, callee, flags: FrameFlags.constructor, instance: instance)
  }

  /// The registers of a function that binds just these arguments, and they in it; nil for others.
  @inline(__always)
  private static func window(_ function: FunctionRef, _ base: Registers, _ count: Int)
    -> Registers?
  {
    let body = function.p.pointee.body
    guard body.pointee.entry != nil, Int(body.pointee.simpleArguments) >= count,
      !NativeTier.makesGenerator(body)
    else { return nil }
    let r = thread.pointee.frame.unsafelyUnwrapped
    let callee = Frame(r).window(base - r, count: count)
    return Interpreter.complete(callee, function, count: count) ? callee : nil
  }

  @inline(__always)
  private static func run(
    _ function: FunctionRef, _ callee: Registers, flags: UInt64, instance: Value
  ) throws(Raised) -> Value {
    let body = function.p.pointee.body
    var r = thread.pointee.frame.unsafelyUnwrapped
    var pc = Frame(r).pc
    try Interpreter.pushFrame(
      &pc, &r, thread, callee, function, body, Int(body.pointee.simpleArguments), flags)
    if instance.isPresent { callee[-6] = instance }
    return Value(bits: try NativeHelpers.runPushed(pc, callee))
  }
}

extension NativeTier {
  /// Type and name of a method of a builtin type as it was made, `list.pop`; nil for others.
  public static func methodName(_ function: Value) -> String? {
    guard function.isExactly(.methodDescriptor) else { return nil }
    let p = NativeFunctionRef(function).p
    guard p.pointee.owner.isPresent, p.pointee.owner.isType,
      !TypeRef(p.pointee.owner).has(.heap)
    else { return nil }
    return TypeRef(p.pointee.owner).nameText + ".\(p.pointee.entry.pointee.name)"
  }

  /// The same of what `list.pop` of an instance is, and the row of the table that it was made from: two such
  /// methods of the same row do the same to their receivers.
  public static func boundMethod(_ function: Value) -> (name: String, row: Int)? {
    guard function.isExactly(.builtinFunction) else { return nil }
    let p = NativeFunctionRef(function).p
    guard p.pointee.owner.isPresent, p.pointee.owner.isType, p.pointee.selfValue.isPresent,
      !TypeRef(p.pointee.owner).has(.heap), !p.pointee.selfValue.isType
    else { return nil }
    let row = p.pointee.entry
    return (
      TypeRef(p.pointee.owner).nameText + ".\(row.pointee.name)", Int(bitPattern: row)
    )
  }

  private static let leafMethodOwners: [BuiltinType] = [.str, .bytes, .int, .float]
  /// Methods that take containers, or look for codecs.
  private static let otherMethods: Set<String> = [
    "join", "format", "format_map", "translate", "maketrans", "encode", "decode", "fromhex",
    "from_bytes", "fromkeys",
  ]
  private static let leafFunctions: Set<String> = [
    "builtins.ord", "builtins.chr", "builtins.abs", "builtins.divmod", "builtins.hash",
    "builtins.hex", "builtins.oct", "builtins.bin", "builtins.min", "builtins.max",
    "builtins.round", "builtins.pow", "builtins.repr", "builtins.ascii",
  ]

  /// Whether a builtin function runs no Python code, looks at no frame and changes nothing as long as all its
  /// arguments, a method's receiver among them, are plain.
  public static func isLeaf(_ function: Value) -> Bool {
    if function.isExactly(.methodDescriptor) {
      let p = NativeFunctionRef(function).p
      let name = "\(p.pointee.entry.pointee.name)"
      return leafMethodOwners.contains { p.pointee.owner === $0.value } && !name.hasPrefix("__")
        && !otherMethods.contains(name)
    }
    guard function.isExactly(.builtinFunction), let name = builtinName(function) else {
      return false
    }
    return leafFunctions.contains(name) || name.hasPrefix("math.")
  }

  /// Whether a builtin type makes its instances of one plain or builtin value without Python code.
  public static func isLeafType(_ type: Value) -> Bool {
    let types: [BuiltinType] = [.list, .tuple, .str, .int, .float, .bool]
    return types.contains { type === $0.value }
  }
}
