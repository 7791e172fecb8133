// Calls: Python functions are built in place where they are short, called natively where they are not.

import RegisterCode
import TaipanRuntime

extension Builder {
  /// Words of a function that is built in place of its call, and how deep that goes.
  private static let mostInlinedWords = 160
  private static let mostInlinedDepth = 4
  /// Lines of a unit beyond which nothing more is built in place.
  private static let mostLinesToInline = 1500

  /// False when the line is none of these.
  func buildCall() throws(NotCompiled) -> Bool {
    let word = line.word
    let cache = line.extra
    switch line.opcode {
    case .callPythonExact:
      return try call(first: word.b + callWindowGap + 1, count: word.c, body: cache[1])
    case .callMethodPythonExact:
      let hasSelf = cache[0] == 1
      let receiver = read(word.b + callWindowGap)
      if hasSelf {
        if graph.values[receiver].type.kinds.contains(.other),
          graph.values[receiver].type.shape == 0
        {
          emit(.guardPresent, [receiver], .any, state: exitState)
        }
      } else {
        guard let known = known(receiver), known.isAbsent else { return false }
      }
      let first = word.b + callWindowGap + (hasSelf ? 0 : 1)
      return try call(first: first, count: word.c + (hasSelf ? 1 : 0), body: cache[1])
    case .callLen: return length()
    default: return false
    }
  }

  /// A call of a Python function that takes just these arguments.
  private func call(first: Int, count: Int, body: UInt64) throws(NotCompiled) -> Bool {
    guard let body = UnsafeMutablePointer<CodeBody>(bitPattern: UInt(body)) else { return false }
    let callable = read(line.word.b)
    var function: FunctionRef?
    if let known = known(callable), known.isExactly(.function) {
      function = FunctionRef(known)
      if function!.p.pointee.body != body { return false }
    } else {
      _ = object(callable, shape: Builder.shape(.function))
      let found = emit(
        .loadWord, [read(line.word.b)], .int, number: MemoryLayout<FunctionLayout>.offset(of: \.body)!,
        alias: .slot)
      let same = emit(
        .intCompare, [found, intConstant(Int(bitPattern: body))], .bool,
        number: Comparison.equal.rawValue)
      emit(.guardTrue, [same], .any, state: exitState)
    }
    constants.insert(Int(bitPattern: UInt(body.pointee.code.bits)))
    if let function, mayInline(function, body) {
      try inline(function, body, first: first, count: count)
    } else {
      callNatively(body, first: first)
    }
    return true
  }

  private func callNatively(_ body: UnsafeMutablePointer<CodeBody>, first: Int) {
    let state = self.state(pcBehindCall: line.next)
    let result = emit(
      .callFunction, [read(line.word.b)], .any, number: Int(bitPattern: body),
      extra: context.base + first, state: state)
    noteStored(state)
    env.forget(from: context.base + line.word.b)
    write(line.word.a, result)
  }

  private func state(pcBehindCall word: Int) -> Int {
    let state = runningState()
    graph.states[state].frames[graph.states[state].frames.count - 1].pc =
      context.view.address(of: word)
    return state
  }

  private func mayInline(_ function: FunctionRef, _ body: UnsafeMutablePointer<CodeBody>) -> Bool {
    if body.pointee.entry == nil || Int(body.pointee.wordCount) > Builder.mostInlinedWords
      || context.depth >= Builder.mostInlinedDepth || builtLines > Builder.mostLinesToInline
    {
      return false
    }
    // Generators own their frames; a frame of a running function is no generator's.
    if body.pointee.entry!.pointee.opcode.parent != .enter { return false }
    var at: Context? = context
    while let c = at {
      if c.view.body == body { return false }
      at = c.parent
    }
    return true
  }

  /// Builds the callee where its frame would be.
  private func inline(
    _ function: FunctionRef, _ body: UnsafeMutablePointer<CodeBody>, first: Int, count: Int,
    instance: ValueID? = nil
  ) throws(NotCompiled) {
    let caller = context
    let callerLine = line
    let view = caller.view
    let base = caller.base + first
    let callee = Context(
      CodeView(body), base: base, function: constant(function.value), known: function, parent: caller)
    callee.callPC = view.address(of: line.next)
    callee.flags = line.word.a | (instance == nil ? 0 : Int(FrameFlags.constructor))
    callee.instance = instance
    callee.outerLive = caller.outerLive + liveBehindCall()
    let arguments = (0..<count).map { read(first + $0) }
    env.forget(from: caller.base + line.word.b)
    for (index, argument) in arguments.enumerated() { env[base + index] = argument }
    if count < callee.view.localCount {
      let absent = constant(.absent)
      for index in count..<callee.view.localCount { env[base + index] = absent }
    }
    context = callee
    try buildBody(from: 0)
    context = caller
    line = callerLine
    if callee.returns.isEmpty {
      current = nil
      return
    }
    let result = callee.returns.count == 1 ? only(callee.returns[0]) : merge(callee.returns)
    env.forget(from: caller.base + line.word.b)
    write(line.word.a, result)
  }

  private func only(_ end: (block: BlockID, env: Environment, value: ValueID)) -> ValueID {
    current = end.block
    env = end.env
    return end.value
  }

  /// Registers of the calling frame that live on behind the call, its result excepted.
  private func liveBehindCall() -> [Int] {
    let view = context.view
    let before = view.liveBefore[view.lineAt[line.index]!]
    return (0..<line.word.b).filter { $0 < view.localCount || before.contains($0) }
      .map { $0 + context.base }
  }

  // MARK: Builtins

  private func length() -> Bool {
    let callable = read(line.word.b)
    _ = identical(callable, to: Value(bits: line.extra[0]))
    let value = read(line.word.b + callWindowGap + 1)
    let shape = graph.values[value].type.shape
    if shape == Builder.shape(.list) || shape == Builder.shape(.tuple) {
      let result = count(value, isList: shape == Builder.shape(.list))
      env.forget(from: context.base + line.word.b)
      write(line.word.a, result)
      return true
    }
    if graph.values[value].type.representation != .word { return false }
    let isList = emit(.hasShape, [value], .bool, number: Int(Builder.shape(.list)))
    let ways = fork(isList)
    let saved = env
    current = ways.yes
    let size = count(value, isList: true)
    env.forget(from: context.base + line.word.b)
    write(line.word.a, size)
    var ends = [(block: current!, env: env, value: ValueID(-1))]
    current = ways.no
    env = saved
    stepPlain(.stepCall)
    ends.append((block: current!, env: env, value: -1))
    _ = merge(ends)
    return true
  }
}
