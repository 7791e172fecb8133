// Calls: Python functions are built in place where they are short, called natively where they are not.

import RegisterCode
import TaipanRuntime

extension Builder {
  /// What is built in place of its call: functions of so many words, as deep as that, while the unit has at most so many
  /// lines. Where little is done the call costs more, with the frames that it may have to show and all that the caller
  /// has to forget.
  private static let inlined: [(words: Int, depth: Int, lines: Int)] = [
    (24, 10, 2000), (60, 8, 1500), (110, 5, 1000),
  ]

  /// False when the line is none of these.
  func buildCall() throws(NotCompiled) -> Bool {
    let word = line.word
    let cache = line.extra
    switch line.opcode {
    case .callPythonExact:
      return try call(first: word.b + callWindowGap + 1, count: word.c, body: cache[1])
    case .callMethod, .callMethodPythonExact, .callMethodNative:
      if hasCandidates { return try callCandidates() }
      if line.opcode == .callMethodNative { return callBuiltin() }
      // A method that is not known here is another one next time.
      if line.opcode != .callMethodPythonExact || known(read(word.b)) == nil { return false }
      let hasSelf = cache[0] == 1
      let receiver = read(word.b + callWindowGap)
      if hasSelf {
        requirePresent(receiver)
      } else {
        guard let known = known(receiver), known.isAbsent else { return false }
      }
      let first = word.b + callWindowGap + (hasSelf ? 0 : 1)
      return try call(first: first, count: word.c + (hasSelf ? 1 : 0), body: cache[1])
    case .loadSubscript where cache[0] != 0:
      let (object, key) = (read(word.b), read(word.c))
      let shape = UInt32(truncatingIfNeeded: cache[0])
      guard let result = try subscriptMethod(of: object, shape: shape, [key], stores: false) else {
        return false
      }
      if let result { write(word.a, result) }
    case .storeSubscript where cache[0] != 0:
      let (object, key, value) = (read(word.a), read(word.b), read(word.c))
      let shape = UInt32(truncatingIfNeeded: cache[0])
      return try subscriptMethod(of: object, shape: shape, [key, value], stores: true) != nil
    case .callClass: return try construct()
    case .callNative: return callBuiltin()
    case .callIsInstance: return isInstance()
    case .callLen: return length()
    case .callMethodListAppend: return append()
    case .listAppend: emit(.append, [read(word.a), read(word.b)], .any)
    default: return false
    }
    return true
  }

  /// Whether the callable is one of a few functions that can be called with the arguments; a single one that cannot
  /// is called as what the instruction has seen.
  private var hasCandidates: Bool {
    guard let known = candidates[read(line.word.b)] else { return false }
    if !known.areAll || known.functions.count > 1 { return true }
    return isCallable(FunctionRef(known.functions[0]), line.word.c + 1)
  }

  /// A call of a Python function that takes just these arguments.
  private func call(first: Int, count: Int, body: UInt64) throws(NotCompiled) -> Bool {
    // A cache may know the body of code that is dead.
    guard let body = UnsafeMutablePointer<CodeBody>(bitPattern: UInt(body)),
      body.pointee.code.isPresent
    else { return false }
    let callable = read(line.word.b)
    var function: FunctionRef?
    if let known = known(callable), known.isExactly(.function) {
      function = FunctionRef(known)
      if function!.p.pointee.body != body { return false }
    } else {
      _ = object(callable, shape: Builder.shape(.function))
    }
    guardBody(of: read(line.word.b), is: body)
    constants.insert(Int(bitPattern: UInt(body.pointee.code.bits)))
    if let function, mayInline(function, body) {
      try inline(function, body, first: first, count: count)
    } else {
      callNatively(body, first: first)
    }
    return true
  }

  /// A function's code can be replaced.
  func guardBody(of function: ValueID, is body: UnsafeMutablePointer<CodeBody>) {
    if let known = known(function), known.isExactly(.function),
      FunctionRef(known).p.pointee.body == body,
      takesForConstant(.function(Int(bitPattern: FunctionRef(known).p)))
    {
      return
    }
    let found = emit(
      .loadWord, [function], .int, number: MemoryLayout<FunctionLayout>.offset(of: \.body)!,
      alias: .version)
    let same = emit(
      .intCompare, [found, intConstant(Int(bitPattern: body))], .bool,
      number: Comparison.equal.rawValue)
    emit(.guardTrue, [same], .any, state: exitState)
  }

  func callNatively(
    _ body: UnsafeMutablePointer<CodeBody>, first: Int, function: ValueID? = nil,
    instance: ValueID? = nil
  ) {
    let state = self.state(pcBehindCall: line.next)
    let base = calleeBase(first)
    if let instance { graph.states[state].registers.append((base, instance)) }
    if base != context.base + first {
      for index in (instance == nil ? 0 : 1)..<Int(body.pointee.simpleArguments) {
        graph.states[state].registers.append((base + index, read(first + index)))
      }
    }
    let result = emit(
      .callFunction, [function ?? read(line.word.b)], .any, number: Int(bitPattern: body),
      extra: base, state: state)
    noteStored(state)
    env.forget(from: context.base + line.word.b)
    if instance != nil { emit(.requireNone, [result], .any, state: state) }
    write(line.word.a, instance ?? result)
  }

  // MARK: Instances

  /// A class with a plain `__init__` that takes just these arguments.
  private func construct() throws(NotCompiled) -> Bool {
    guard let known = known(read(line.word.b)), known.isType else { return false }
    let type = TypeRef(known)
    guard let initializer = NativeTier.plainInitializer(type), type.has(.heap) else { return false }
    let body = initializer.p.pointee.body
    guard body.pointee.entry != nil, Int(body.pointee.simpleArguments) == line.word.c + 1 else {
      return false
    }
    guardVersion(of: type)
    guardBody(of: constant(initializer.value), is: body)
    let instance = newInstance(of: type)
    constants.insert(Int(bitPattern: UInt(body.pointee.code.bits)))
    let first = line.word.b + callWindowGap
    if mayInline(initializer, body) {
      write(first, instance)
      try inline(initializer, body, first: first, count: line.word.c + 1, instance: instance)
    } else {
      callNatively(
        body, first: first, function: constant(initializer.value), instance: instance)
    }
    return true
  }

  func newInstance(of type: TypeRef) -> ValueID {
    constants.insert(Int(bitPattern: type.p))
    let instance = emit(
      .newInstance, [], ValueType(kinds: .other), number: Int(bitPattern: type.p),
      extra: NativeTier.instanceSize(type) ?? 0)
    // Says what its shape is, for the stores of attributes that follow.
    emit(
      .storeShape, [instance], .any, number: Int(type.p.pointee.instanceShape.id), alias: .shape)
    return instance
  }

  func state(pcBehindCall word: Int) -> Int {
    let state = runningState()
    graph.states[state].frames[graph.states[state].frames.count - 1].pc =
      context.view.address(of: word)
    return state
  }

  /// Whether a callee's code may be built in place, as far as its size goes.
  func isShort(_ body: UnsafeMutablePointer<CodeBody>) -> Bool {
    body.pointee.entry != nil
      && Builder.inlined.contains {
        Int(body.pointee.wordCount) <= $0.words && context.depth < $0.depth
          && builtLines <= $0.lines
      }
  }

  func mayInline(_ function: FunctionRef, _ body: UnsafeMutablePointer<CodeBody>) -> Bool {
    if !isShort(body) || isCollecting { return false }
    // Generators own their frames; a frame of a running function is no generator's.
    if body.pointee.entry!.pointee.opcode.parent != .enter { return false }
    var at: Context? = context
    while let c = at {
      if c.view.body == body { return false }
      at = c.parent
    }
    return true
  }

  /// Builds the callee of a call instruction where its frame would be: over its arguments.
  func inline(
    _ function: FunctionRef, _ body: UnsafeMutablePointer<CodeBody>, first: Int, count: Int,
    instance: ValueID? = nil
  ) throws(NotCompiled) {
    let arguments = (0..<count).map { read(first + $0) }
    let live = liveBehindCall()
    let window = context.base + line.word.b
    env.forget(from: window)
    let result = try build(
      function, body, at: calleeBase(first), arguments, instance: instance, live: live)
    env.forget(from: window)
    if let result { write(line.word.a, result) }
  }

  /// Builds a function's code in place, its frame beginning at a register; the result, or nil when it never
  /// returns.
  ///
  /// - Parameter stage: of a method of an operator, whose instruction goes on behind it.
  func build(
    _ function: FunctionRef, _ body: UnsafeMutablePointer<CodeBody>, at base: Int,
    _ arguments: [ValueID], instance: ValueID? = nil, stage: OperatorStage? = nil, live: [Int]
  ) throws(NotCompiled) -> ValueID? {
    let caller = context
    let callerLine = line
    let callee = Context(
      view(of: body), base: base, function: constant(function.value), known: function,
      parent: caller)
    if let stage {
      callee.callPC = caller.view.address(of: line.index + 1)
      callee.flags = Int(FrameFlags.operator | stage.rawValue)
    } else {
      callee.callPC = caller.view.address(of: line.next)
      callee.flags = resultFlags | (instance == nil ? 0 : Int(FrameFlags.constructor))
    }
    callee.instance = instance
    callee.outerLive = caller.outerLive + live
    for (index, argument) in arguments.enumerated() { env[base + index] = argument }
    if arguments.count < callee.view.localCount {
      let absent = constant(.absent)
      for index in arguments.count..<callee.view.localCount { env[base + index] = absent }
    }
    context = callee
    try buildBody(from: 0)
    context = caller
    line = callerLine
    beginBlock()
    if callee.returns.isEmpty {
      current = nil
      return nil
    }
    return callee.returns.count == 1 ? only(callee.returns[0]) : merge(callee.returns)
  }

  /// The code of a callee, which may have been looked at before.
  private func view(of body: UnsafeMutablePointer<CodeBody>) -> CodeView {
    let key = Int(bitPattern: body)
    if let view = views[key] { return view }
    let view = CodeView(body)
    views[key] = view
    return view
  }

  /// Of a callee's frame: the register for its result. What `__setitem__` returns goes behind those that the
  /// frame has, where its callee's frame was.
  private var resultFlags: Int {
    line.opcode.parent == .storeSubscript ? context.view.registerCount : line.word.a
  }

  /// An item of an object whose class has a Python function for it, as the interpreter has seen.
  func subscriptMethod(
    of object: ValueID, shape: UInt32, _ arguments: [ValueID], stores: Bool
  ) throws(NotCompiled) -> ValueID?? {
    let type = Shape(id: shape).type
    guard let function = NativeTier.specialMethod(type, stores ? .setitem : .getitem),
      isCallable(function, arguments.count + 1)
    else { return .none }
    // What `__setitem__` returns would lie behind a generator's registers.
    if graph.ownRegisters != nil, context.parent == nil, stores { return .none }
    _ = self.object(object, shape: shape)
    guardVersion(of: type)
    return .some(try callSpecial(function, [object] + arguments))
  }

  func only(_ end: (block: BlockID, env: Environment, value: ValueID)) -> ValueID {
    current = end.block
    env = end.env
    return end.value
  }

  /// Registers of the calling frame that live on behind the call, its result excepted.
  func liveBehindCall() -> [Int] {
    context.kept(before: lineNumber, below: line.word.b)
  }

  // MARK: Builtins

  private func length() -> Bool {
    let callable = read(line.word.b)
    _ = identical(callable, to: Value(bits: line.extra[0]))
    let value = read(line.word.b + callWindowGap + 1)
    let shape = graph.values[value].type.shape
    if shape == Builder.shape(.str) || shape == Builder.shape(.dict) {
      let result = emit(.length, [value], .int)
      env.forget(from: context.base + line.word.b)
      write(line.word.a, result)
      return true
    }
    if shape == Builder.shape(.list) || shape == Builder.shape(.tuple) {
      let result = count(value, isList: shape == Builder.shape(.list))
      env.forget(from: context.base + line.word.b)
      write(line.word.a, result)
      return true
    }
    if graph.values[value].type.representation != .word { return false }
    let known = emit(.length, [value], .int)
    let isKnown = emit(
      .intCompare, [known, intConstant(0)], .bool, number: Comparison.greaterEqual.rawValue)
    let ways = fork(isKnown)
    let saved = env
    current = ways.yes
    env.forget(from: context.base + line.word.b)
    write(line.word.a, known)
    var ends = [(block: current!, env: env, value: ValueID(-1))]
    current = ways.no
    env = saved
    stepPlain(.stepCall, isRare: true)
    ends.append((block: current!, env: env, value: -1))
    _ = merge(ends)
    return true
  }

  private func append() -> Bool {
    let word = line.word
    _ = identical(read(word.b), to: Value(bits: line.extra[0]))
    let receiver = read(word.b + callWindowGap)
    let list =
      lists.contains(receiver) ? receiver : object(receiver, shape: Builder.shape(.list))
    emit(.append, [list, read(word.b + callWindowGap + 1)], .any)
    env.forget(from: context.base + word.b)
    write(word.a, constant(.none))
    return true
  }
}
