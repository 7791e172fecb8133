// Calls. A Python callee's frame is laid over the caller's temporaries: its arguments are its first
// registers already, unless the caller is a generator (`Frame.window`). Native callees read their
// arguments where they are.

import RegisterCode

extension Interpreter {
  /// Enters a Python function whose arguments lie in `callee`; registers from `bound` on are cleared.
  @inline(__always)
  static func pushFrame(
    _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef, _ callee: Registers,
    _ function: FunctionRef, _ body: UnsafeMutablePointer<CodeBody>, _ bound: Int, _ flags: UInt64
  ) throws(Raised) {
    try checkDepth(thread, callee, body)
    clear(callee, from: bound, body)
    save(pc, r)
    callee[-1] = Value(bits: UInt64(UInt(bitPattern: r)))
    callee[-3] = Value(bits: UInt64(UInt(bitPattern: body)))
    callee[-4] = function.value
    callee[-5] = Value(bits: flags << 1 | 1)
    callee[-6] = .absent
    thread.pointee.depth += 1
    thread.pointee.frame = callee
    r = callee
    pc = body.pointee.entry.unsafelyUnwrapped
  }

  // Cache of the exact forms, filled by `quicken`: word 0 whether self is there, word 1 the body of
  // the function called, which takes the arguments as they lie, word 2 its first instruction. The
  // address of the next instruction then does not wait for loads from the function.

  @inline(__always)
  private static func runs(_ callable: Value, _ pc: PC) -> Bool {
    callable.isPresentExactly(.function)
      && UInt(bitPattern: FunctionRef(callable).p.pointee.body) == UInt(pc[1])
  }

  /// Enters the function of the cache, whose arguments begin at register `first`.
  @inline(__always)
  private static func enterCached(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef, first: Int,
    count: Int
  ) throws(Raised) {
    let body = UnsafeMutablePointer<CodeBody>(bitPattern: UInt(pc[1])).unsafelyUnwrapped
    let entry = PC(bitPattern: UInt(pc[2])).unsafelyUnwrapped
    pc += 4
    try pushFrame(
      &pc, &r, thread, Frame(r).window(first, count: count), FunctionRef(r[word.b]), body, count,
      UInt64(word.a))
    pc = entry
  }

  // MARK: callFunction

  @inline(__always)
  static func callFunction(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    (pc, r) = try callAny(word, pc, r, first: word.b + 7, count: word.c)
  }

  @inline(__always)
  static func callPythonExact(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    if runs(r[word.b], pc) {
      try enterCached(word, &pc, &r, thread, first: word.b + 7, count: word.c)
    } else {
      (pc, r) = try callAny(word, pc, r, first: word.b + 7, count: word.c)
    }
  }

  @inline(__always)
  static func callNative(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let callable = r[word.b]
    if let result = try callNativeFast(callable, r + word.b + 7, word.c, pc, r) {
      r[word.a] = result
      pc += 4
    } else {
      (pc, r) = try callAny(word, pc, r, first: word.b + 7, count: word.c)
    }
  }

  @inline(__always)
  static func callClass(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    (pc, r) = try construct(word, pc, r)
  }

  @inline(__always)
  static func callLen(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let value = r[word.b + 7]
    if r[word.b].bits == pc[0] {
      if value.isPresentExactly(.list) {
        r[word.a] = Value(smallInt: ListRef(value).count)
      } else {
        save(pc, r)
        r[word.a] = Value(try Convert.length(value))
      }
      pc += 4
    } else {
      (pc, r) = try callAny(word, pc, r, first: word.b + 7, count: word.c)
    }
  }

  @inline(__always)
  static func callCollecting(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    (pc, r) = try callAny(word, pc, r, first: word.b + 7, count: word.c)
  }

  @inline(__always)
  static func callIsInstance(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let type = r[word.b + 8]
    if r[word.b].bits == pc[0] {
      if type.isHeap, type.asObject.type == .type, r[word.b + 7].type == TypeRef(type) {
        r[word.a] = .true
      } else {
        save(pc, r)
        r[word.a] = Value(try Instances.isInstance(r[word.b + 7], type))
      }
      pc += 4
    } else {
      (pc, r) = try callAny(word, pc, r, first: word.b + 7, count: word.c)
    }
  }

  /// A builtin function called by position, whose receiver, if it has one, gets the free
  /// word before them; nil for anything else.
  @inline(__always)
  private static func callNativeFast(
    _ callable: Value, _ arguments: Registers, _ count: Int, _ pc: PC, _ r: Registers
  ) throws(Raised) -> Value? {
    save(pc, r)
    if !callable.isPresentExactly(.builtinFunction) { return nil }
    let function = NativeFunctionRef(callable).p
    let receiver = function.pointee.owner.isPresent ? function.pointee.selfValue : .absent
    let first = receiver.isPresent ? 1 : 0
    let all = count &+ first
    if receiver.isAbsent && function.pointee.owner.isPresent { return nil }
    if function.pointee.flavour == .named {
      // It may be to collect a generator.
      if count > 0, arguments[count - 1].isExactly(.generator) { return nil }
      if receiver.isPresent { arguments[-1] = receiver }
      return try Signature.callNamed(
        NativeFunctionRef(callable), Args(base: arguments - first, count: all))
    }
    if all < Int(function.pointee.minimum) || all > Int(function.pointee.maximum) { return nil }
    if receiver.isPresent { arguments[-1] = receiver }
    let result = try function.pointee.function(
      Args(base: arguments - first, count: all, callee: callable))
    if result.isExhausted { throw raise(.stopIteration) }
    return result
  }

  /// Functions and methods with named parameters, bound methods and classes, at an instruction that
  /// called something native before; nil for anything else. The word before the arguments, where it is
  /// not the receiver, is free and takes the receiver or the class.
  private static func callOtherNative(
    _ callable: Value, _ arguments: Registers, _ count: Int, hasSelf: Bool
  ) throws(Raised) -> Value? {
    if hasSelf || callable.isExactly(.methodDescriptor) { return nil }
    if callable.isExactly(.type) {
      arguments[-1] = callable
      return try TypeType.call(Args(base: arguments - 1, count: count + 1))
    }
    if !callable.isExactly(.builtinFunction) { return nil }
    let function = NativeFunctionRef(callable)
    var args = Args(base: arguments, count: count, callee: callable)
    if function.p.pointee.owner.isPresent {
      if function.p.pointee.selfValue.isAbsent { return nil }
      arguments[-1] = function.p.pointee.selfValue
      args = Args(base: arguments - 1, count: count + 1, callee: callable)
    }
    return try Call.invoke(function, args)
  }

  // MARK: callMethod

  @inline(__always)
  static func callMethod(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let hasSelf = r[word.b + 6].isPresent
    (pc, r) = try callAny(
      word, pc, r, first: word.b + (hasSelf ? 6 : 7), count: word.c + (hasSelf ? 1 : 0))
  }

  @inline(__always)
  static func callMethodPythonExact(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let selfCount = r[word.b + 6].isPresent ? 1 : 0
    if runs(r[word.b], pc), UInt64(selfCount) == pc[0] {
      try enterCached(
        word, &pc, &r, thread, first: word.b + 7 - selfCount, count: word.c + selfCount)
    } else {
      try callMethod(word, &pc, &r, thread)
    }
  }

  @inline(__always)
  static func callMethodNative(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let callable = r[word.b]
    if r[word.b + 6].isPresent, callable.isPresentExactly(.methodDescriptor) {
      let function = NativeFunctionRef(callable).p
      let count = word.c + 1
      // The receiver's type holds: the method was found on it.
      if function.pointee.flavour == .named {
        save(pc, r)
        r[word.a] = try Signature.callNamed(
          NativeFunctionRef(callable), Args(base: r + word.b + 6, count: count))
        pc += 4
        return
      }
      if count >= Int(function.pointee.minimum), count <= Int(function.pointee.maximum) {
        save(pc, r)
        let result = try function.pointee.function(
          Args(base: r + word.b + 6, count: count, callee: callable))
        if !result.isExhausted {
          r[word.a] = result
          pc += 4
          return
        }
        throw raise(.stopIteration)
      }
    } else if r[word.b + 6].isAbsent,
      let result = try callNativeFast(callable, r + word.b + 7, word.c, pc, r)
    {
      r[word.a] = result
      pc += 4
      return
    }
    try callMethod(word, &pc, &r, thread)
  }

  @inline(__always)
  static func callMethodListAppend(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let object = r[word.b + 6]
    if r[word.b].bits == pc[0], object.isExactly(.list) {
      ListRef(object).append(r[word.b + 7])
      r[word.a] = .none
      pc += 4
    } else {
      try callMethod(word, &pc, &r, thread)
    }
  }

  // MARK: Generic calls

  /// A call instruction chooses its form so often.
  private static let maximumCallFills: UInt64 = 8

  // Out of line, with pc and registers by value: what is inlined into the loop should be short.

  /// Any callable: Python functions are entered in the loop, everything else is called. Returns where
  /// the loop goes on.
  @inline(never)
  private static func callAny(_ word: UInt64, _ pc: PC, _ r: Registers, first: Int, count: Int)
    throws(Raised) -> (PC, Registers)
  {
    if count == 1, word.opcode == .callNative, r[word.b] === BuiltinType.type.ref.value {
      r[word.a] = r[first].type.value
      return (pc + 4, r)
    }
    if count > 0, r[first + count - 1].isExactly(.generator),
      let (kind, generator) = collects(word, r, count)
    {
      if word.opcode == .callFunction {
        pc[-1] = word.with(.callCollecting)
        pc[0] = r[word.b].bits
      }
      return try Collecting.begin(kind, generator, word, pc, r)
    }
    if r[word.b].isExactly(.function) {
      let place = try enterComplete(
        FunctionRef(r[word.b]), .function, word, pc, r, first: first, count: count)
      if let place { return place }
    } else if r[word.b].isExactly(.method), first == word.b + 7, pc[3] >= maximumCallFills {
      let method = MethodRef(r[word.b])
      if method.p.pointee.function.isExactly(.function) {
        // The receiver's place is the word before the arguments, which a call window leaves free.
        r[first - 1] = method.p.pointee.selfValue
        let place = try enterComplete(
          FunctionRef(method.p.pointee.function), .method, word, pc, r, first: first - 1,
          count: count + 1)
        if let place { return place }
      }
    }
    if word.opcode == .callNative || word.opcode == .callMethodNative {
      save(pc, r)
      let hasSelf = first == word.b + 6
      if let result = try callOtherNative(r[word.b], r + first, count, hasSelf: hasSelf) {
        r[word.a] = result
        return (pc + 4, r)
      }
    }
    guard let callee = try prepareCall(word, pc, r, first: first, count: count) else {
      return (pc + 4, r)
    }
    return try enter(callee, FunctionRef(callee[-4]), from: (pc + 4, r), UInt64(word.a))
  }

  /// Enters a Python function of which the arguments and their defaults fill the registers; nil for one that
  /// they do not, or that the instruction may still be made for.
  @inline(__always)
  private static func enterComplete(
    _ function: FunctionRef, _ kind: CallFeedback, _ word: UInt64, _ pc: PC, _ r: Registers,
    first: Int, count: Int
  ) throws(Raised) -> (PC, Registers)? {
    let body = function.p.pointee.body
    let parameters = Int(body.pointee.simpleArguments)
    if body.pointee.entry == nil || parameters < count { return nil }
    if parameters == count, pc[3] < maximumCallFills { return nil }
    let callee = Frame(r).window(first, count: count)
    if !complete(callee, function, count: count) { return nil }
    if parameters > count { CallFeedback.note(pc, kind, body) }
    var (next, registers) = (pc + 4, r)
    try pushFrame(&next, &registers, thread, callee, function, body, parameters, UInt64(word.a))
    return (next, registers)
  }

  /// What a call instruction consumes, if it is one that `callAny` would make a collecting one.
  static func consumedGenerator(_ word: UInt64, _ r: Registers) -> (
    Collecting.Kind, GeneratorRef
  )? {
    let parent = word.opcode.parent
    guard parent == .callFunction || parent == .callMethod else { return nil }
    let count = word.c + (parent == .callMethod && r[word.b + 6].isPresent ? 1 : 0)
    if count == 0 || word.c == 0 || !r[word.b + 6 + word.c].isExactly(.generator) { return nil }
    return collects(word, r, count)
  }

  /// How a call with a generator as its only argument collects it; nil when it does not.
  private static func collects(_ word: UInt64, _ r: Registers, _ count: Int)
    -> (Collecting.Kind, GeneratorRef)?
  {
    let isMethodForm = word.opcode == .callMethod || word.opcode.parent == .callMethod
    let hasSelf = isMethodForm && r[word.b + 6].isPresent
    guard count == (hasSelf ? 2 : 1),
      let kind = Collecting.kind(of: r[word.b], hasSelf: hasSelf)
    else { return nil }
    let generator = GeneratorRef(r[word.b + 7])
    let state = generator.p.pointee.state
    return state == .created || state == .suspended ? (kind, generator) : nil
  }

  /// Enters a frame whose registers are bound already; the caller goes on at `position`.
  @inline(never)
  static func enter(
    _ callee: Registers, _ function: FunctionRef, from position: (PC, Registers), _ flags: UInt64
  ) throws(Raised) -> (PC, Registers) {
    var (pc, r) = position
    let body = function.p.pointee.body
    try pushFrame(
      &pc, &r, thread, callee, function, body, Int(body.pointee.localCount), flags)
    return (pc, r)
  }

  /// Either calls and stores the result (nil), or binds the arguments of a Python function and
  /// returns its registers, the function at [-4].
  @inline(never)
  private static func prepareCall(
    _ word: UInt64, _ pc: PC, _ r: Registers, first: Int, count: Int
  ) throws(Raised) -> Registers? {
    save(pc, r)
    let callable = r[word.b]
    quicken(word, pc, r, callable, count, hasSelf: first == word.b + 6)
    if callable.isExactly(.function) {
      CallFeedback.note(pc, .function, FunctionRef(callable).p.pointee.body)
      return try bindOver(FunctionRef(callable), Args(base: r + first, count: count), r)
    }
    if callable.isExactly(.method) {
      CallFeedback.noteMethod(pc, MethodRef(callable))
      return try callBound(word, r, MethodRef(callable), Args(base: r + first, count: count))
    }
    if callable.isType, callable.asObject.type == .type, first == word.b + 7 {
      // The free word before the arguments takes the class: `__new__` is called where they lie.
      r[word.b + 6] = callable
      r[word.a] = try TypeType.call(Args(base: r + word.b + 6, count: count + 1))
      return nil
    }
    if first == word.b + 7, callable.isHeap, !callable.isExactly(.builtinFunction) {
      let slot = callable.type.special(.call)
      if slot.isExactly(.function) {
        CallFeedback.noteInstance(pc, callable.asObject)
        r[word.b + 6] = callable
        return try bindOver(FunctionRef(slot), Args(base: r + word.b + 6, count: count + 1), r)
      }
      if slot.isExactly(.slotWrapper), !callable.isType {
        // Native callable objects, in the same way.
        r[word.b + 6] = callable
        r[word.a] = try Call.invoke(
          NativeFunctionRef(slot), Args(base: r + word.b + 6, count: count + 1))
        return nil
      }
    }
    r[word.a] = try Call.call(callable, Args(base: r + first, count: count))
    return nil
  }

  /// Binds arguments where they lie, as the first registers of the callee; those of a generator at the
  /// top of the stack. Returns the registers, the function at [-4].
  private static func bindOver(_ function: FunctionRef, _ args: Args, _ r: Registers) throws(Raised)
    -> Registers
  {
    let body = function.p.pointee.body
    if body.pointee.entry == nil { try CodeLowering.lower(body) }
    let callee = Frame(r).window(args.base - r, count: args.count)
    if args.keywordNames.isAbsent, complete(callee, function, count: args.count) {
      clear(callee, from: Int(body.pointee.simpleArguments), body)
    } else {
      try ArgumentBinding.bind(function, args, into: callee)
    }
    callee[-4] = function.value
    return callee
  }

  /// A bound method of a Python function: self goes in front. Its place is the word before the
  /// arguments, which a call window leaves free.
  private static func callBound(
    _ word: UInt64, _ r: Registers, _ method: MethodRef, _ args: Args
  ) throws(Raised) -> Registers? {
    let function = method.p.pointee.function
    if function.isExactly(.function), args.base == r + word.b + 7 {
      args.base[-1] = method.p.pointee.selfValue
      return try bindOver(
        FunctionRef(function),
        Args(base: args.base - 1, count: args.count + 1, keywordNames: args.keywordNames), r)
    }
    r[word.a] = try Call.prepending(method.p.pointee.selfValue, function, args)
    return nil
  }

  /// Chooses the form of the call instruction for what is called here.
  private static func quicken(
    _ word: UInt64, _ pc: PC, _ r: Registers, _ callable: Value, _ count: Int, hasSelf: Bool
  ) {
    if !callable.isHeap || pc[3] >= maximumCallFills { return }
    pc[3] += 1
    defer { if TinyCaches.isOn { TinyCaches.note(pc - 1) } }
    let isMethodForm = word.opcode.parent == .callMethod || word.opcode == .callMethod
    let type = callable.type
    if count > 0, r[word.b + 7].isExactly(.generator),
      Collecting.kind(of: callable, hasSelf: hasSelf) != nil
    {
      // A generator of another state; the next one may be collected.
      return
    }
    if type == .function {
      let body = FunctionRef(callable).p.pointee.body
      if body.pointee.entry != nil, Int(body.pointee.simpleArguments) == count {
        pc[0] = hasSelf ? 1 : 0
        pc[1] = UInt64(UInt(bitPattern: body))
        pc[2] = UInt64(UInt(bitPattern: body.pointee.entry))
        pc[-1] = word.with(isMethodForm ? .callMethodPythonExact : .callPythonExact)
      }
    } else if type == .builtinFunction {
      if isMethodForm {
        NativeFunctionRef(callable).prepare()
        pc[-1] = word.with(.callMethodNative)
      } else {
        quickenNative(word, pc, callable, count)
      }
    } else if type == .methodDescriptor {
      if !isMethodForm || !hasSelf { return }
      NativeFunctionRef(callable).prepare()
      if callable === Builtins.listAppend, count == 2 {
        pc[0] = callable.bits
        pc[-1] = word.with(.callMethodListAppend)
      } else {
        pc[-1] = word.with(.callMethodNative)
      }
    } else if type == .type, !isMethodForm {
      pc[-1] = word.with(TypeRef(callable).has(.heap) ? .callClass : .callNative)
    }
  }

  private static func quickenNative(_ word: UInt64, _ pc: PC, _ callable: Value, _ count: Int) {
    NativeFunctionRef(callable).prepare()
    if callable === Builtins.len, count == 1 {
      pc[0] = callable.bits
      pc[-1] = word.with(.callLen)
    } else if callable === Builtins.isInstance, count == 2 {
      pc[0] = callable.bits
      pc[-1] = word.with(.callIsInstance)
    } else {
      pc[-1] = word.with(.callNative)
    }
  }

  // MARK: Construction of instances

  /// A class that was called before with a Python `__init__`, or whatever is called there now.
  ///
  /// What most classes need is done here: the instance is made in the place of self, and `__init__`
  /// entered with the arguments as they lie.
  @inline(never)
  private static func construct(_ word: UInt64, _ pc: PC, _ r: Registers) throws(Raised)
    -> (PC, Registers)
  {
    let callable = r[word.b]
    guard callable.isHeap, let initializer = plainInitializer(callable) else {
      return try callAny(word, pc, r, first: word.b + 7, count: word.c)
    }
    let body = initializer.p.pointee.body
    let count = word.c + 1
    guard body.pointee.entry != nil, Int(body.pointee.simpleArguments) >= count else {
      return try constructSlow(word, pc, r)
    }
    let callee = Frame(r).window(word.b + 6, count: count)
    if !complete(callee, initializer, count: count) { return try constructSlow(word, pc, r) }
    // Only now: an instance that is given up would be finalized.
    save(pc, r)
    let instance = Value(Instances.allocate(TypeRef(callable)))
    callee[0] = instance
    var (next, registers) = (pc + 4, r)
    try pushFrame(
      &next, &registers, thread, callee, initializer, body,
      Int(body.pointee.simpleArguments), UInt64(word.a) | FrameFlags.constructor)
    // The instance is found again at return: the header's last word holds it.
    callee[-6] = instance
    return (next, registers)
  }

  /// Where `__init__` takes its arguments in an unusual way, or is called for the first time.
  @inline(never)
  private static func constructSlow(_ word: UInt64, _ pc: PC, _ r: Registers) throws(Raised)
    -> (PC, Registers)
  {
    var instance = Value.absent
    guard let callee = try beginConstruction(word, pc, r, &instance) else {
      return try callAny(word, pc, r, first: word.b + 7, count: word.c)
    }
    let position = try enter(
      callee, FunctionRef(callee[-4]), from: (pc + 4, r), UInt64(word.a) | FrameFlags.constructor)
    // The instance is found again at return: the header's last word holds it.
    callee[-6] = instance
    return position
  }

  /// `Class(…)` with `object.__new__` and a Python `__init__`: the instance is made here, in
  /// the place of self, and the bound registers of `__init__` returned, the function at [-4]. Nil, with
  /// nothing done, for other classes.
  @inline(never)
  private static func beginConstruction(
    _ word: UInt64, _ pc: PC, _ r: Registers, _ instance: inout Value
  ) throws(Raised) -> Registers? {
    let callable = r[word.b]
    guard callable.isHeap, let initializer = plainInitializer(callable) else { return nil }
    save(pc, r)
    // Binding overwrites self's register where `__init__` collects its arguments.
    instance = Value(Instances.allocate(TypeRef(callable)))
    r[word.b + 6] = instance
    return try bindOver(initializer, Args(base: r + word.b + 6, count: word.c + 1), r)
  }

  // MARK: Keywords and unpacking

  @inline(__always)
  static func callFunctionKeyword(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    (pc, r) = try callWithKeywords(word, pc, r, first: word.b + 7, count: word.c)
  }

  @inline(__always)
  static func callMethodKeyword(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let hasSelf = r[word.b + 6].isPresent
    (pc, r) = try callWithKeywords(
      word, pc, r, first: word.b + (hasSelf ? 6 : 7), count: word.c + (hasSelf ? 1 : 0))
  }

  @inline(__always)
  static func callExtended(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    (pc, r) = try callUnpacked(word, pc, r)
  }

  // MARK: Functions

  @inline(__always)
  static func makeFunction(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    let function = Frame(r).function.p
    r[word.a] =
      Functions.make(
        CodeRef(Value(bits: pc.pointee)), DictRef(function.pointee.globals),
        function.pointee.builtins
      ).value
    pc += 1
  }

  @inline(__always)
  static func setFunctionAttribute(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let function = FunctionRef(r[word.a])
    let value = r[word.b]
    switch word.c {
    case 1: function.p.pointee.defaults = value
    case 2: function.p.pointee.keywordDefaults = value
    case 4: function.p.pointee.annotations = value
    default: function.p.pointee.closure = value
    }
    function.object.noteWrite()
  }

  // MARK: Returning

  @inline(__always)
  static func returnValue(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) -> Bool {
    return try leaveFrame(r[word.a], &pc, &r, thread)
  }

  @inline(__always)
  static func returnConst(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) -> Bool {
    return try leaveFrame(Value(bits: pc.pointee), &pc, &r, thread)
  }

  @inline(__always)
  static func returnNone(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) -> Bool {
    return try leaveFrame(.none, &pc, &r, thread)
  }

  /// True when the loop was entered with this frame.
  @inline(__always)
  static func leaveFrame(
    _ value: Value, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) -> Bool {
    let flags = r[-5].bits >> 1
    if flags <= FrameFlags.low {
      r = UnsafeMutablePointer(bitPattern: UInt(r[-1].bits)).unsafelyUnwrapped
      thread.pointee.depth -= 1
      thread.pointee.frame = r
      pc = UnsafeMutablePointer(bitPattern: UInt(r[-2].bits)).unsafelyUnwrapped
      r[Int(flags)] = value
      return false
    }
    let next = leaveSpecial(value, pc, r, flags)
    guard let next else { return true }
    (pc, r) = next
    if thread.pointee.exception.isPresent { throw Raised() }
    return false
  }
}
