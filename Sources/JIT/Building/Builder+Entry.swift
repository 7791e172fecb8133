// The beginnings of units: a function's first instruction, or the last one of a loop.

import RegisterCode
import TaipanRuntime

extension Builder {
  /// The unit of a function; where it is being called, with the registers `r`.
  static func function(
    _ body: UnsafeMutablePointer<CodeBody>, _ function: FunctionRef,
    _ r: UnsafeMutablePointer<Value>?, name: String
  ) throws(NotCompiled) -> Builder {
    let builder = Builder(CodeView(body), function: function, name: name, isLoop: false)
    // Behind the instruction that enters native code: leaving there must not enter again.
    try builder.build(from: builder.context.view.lines[0].next, r, guardsTypes: false)
    return builder
  }

  /// The unit of the loop that ends with the instruction at a word.
  static func loop(
    _ body: UnsafeMutablePointer<CodeBody>, at word: Int, _ r: UnsafeMutablePointer<Value>,
    name: String
  ) throws(NotCompiled) -> Builder {
    func built(adopting: Bool) throws(NotCompiled) -> Builder {
      let builder = Builder(CodeView(body), function: Frame(r).function, name: name, isLoop: true)
      try builder.build(from: word, r, guardsTypes: true, adoptsIterators: adopting)
      return builder
    }
    let builder = try built(adopting: true)
    return builder.hasMixedIterators ? try built(adopting: false) : builder
  }

  /// The unit of a generator, which is entered wherever it goes on; it is resumed with the registers `r`.
  static func generator(
    _ body: UnsafeMutablePointer<CodeBody>, _ function: FunctionRef,
    _ r: UnsafeMutablePointer<Value>?, at word: Int?, name: String
  ) throws(NotCompiled) -> Builder {
    let builder = Builder(CodeView(body), function: function, name: name, isLoop: false)
    try builder.buildResumed(at: word, r)
    return builder
  }

  private func build(
    from word: Int, _ r: UnsafeMutablePointer<Value>?, guardsTypes: Bool,
    adoptsIterators: Bool = false
  ) throws(NotCompiled) {
    noteGenerator()
    if let r, Builder.runsInGlobals(Frame(r)) { modulesFrame = Frame(r) }
    readRegisters(at: word, r, guardsTypes: guardsTypes)
    let (entryState, entryLine) = (exitState, line)
    if adoptsIterators, let r { adoptIterators(r) }
    let entry = UnitEntry(
      block: 0, position: graph.blocks[0].body.count, state: entryState, line: entryLine)
    try buildBody(from: word)
    if hasMixedIterators { return }
    try finish([entry])
  }

  /// A place where a unit begins: what it guards goes there once it is known.
  private struct UnitEntry {
    let block: BlockID
    let position: Int
    let state: Int
    let line: CodeView.Line
  }

  /// Goes to where the frame's pc says: behind the instruction that entered.
  private func buildResumed(at word: Int?, _ r: UnsafeMutablePointer<Value>?) throws(NotCompiled) {
    noteGenerator()
    let generator = emit(.register, [], .any, number: Builder.generatorRegister)
    let pc = emit(.loadWord, [generator], .int, number: GeneratorPlaces.savedPC, alias: .frame)
    let points = context.view.resumePoints
    var entries: [UnitEntry] = []
    for point in points {
      if point != points.last {
        let next = context.view.lines[context.view.lineNumber(at: point)!].next
        let address = intConstant(context.view.address(of: next))
        let ways = fork(
          emit(.intCompare, [pc, address], .bool, number: Comparison.equal.rawValue))
        current = ways.yes
        entries.append(enter(at: point, point == word ? r : nil))
        current = ways.no
      } else {
        entries.append(enter(at: point, point == word ? r : nil))
      }
    }
    try buildBlocks(from: points)
    if hasMixedIterators {
      throw NotCompiled(reason: "iterators that are objects on some ways only")
    }
    try finish(entries)
  }

  private func enter(at point: Int, _ r: UnsafeMutablePointer<Value>?) -> UnitEntry {
    env = Environment()
    beginBlock()
    readRegisters(at: point, r, guardsTypes: false)
    let entry = UnitEntry(
      block: current!, position: graph.blocks[current!].body.count, state: exitState, line: line)
    jump(to: point)
    env = Environment()
    return entry
  }

  private func noteGenerator() {
    let resumable =
      CodeFlag.generator | CodeFlag.coroutine | CodeFlag.asyncGenerator
      | CodeFlag.iterableCoroutine
    if context.view.body.pointee.flags & resumable != 0 {
      graph.ownRegisters = context.view.registerCount
    }
  }

  /// Reads what is live at a word, with what is known of it.
  private func readRegisters(at word: Int, _ r: UnsafeMutablePointer<Value>?, guardsTypes: Bool) {
    let view = context.view
    let number = view.lineNumber(at: word)!
    beginLine(number)
    view.forEachKept(before: number) { register in
      let value = read(register)
      guard let now = r?[register] else { return }
      if now.isInt {
        hints[value] = .int
      } else if now.isFloat {
        hints[value] = .float
      } else if now.isPresent, now.isHeap {
        hints[value] = Builder.type(ofShape: now.asObject.shape.id)
        boundMethods[value] = NativeTier.boundMethod(now)
      }
      if guardsTypes, view.isLive(register, before: number) {
        if now.isInt { _ = int(value) } else if now.isFloat { _ = float(value) }
      }
    }
  }

  private func finish(_ entries: [UnitEntry]) throws(NotCompiled) {
    if usesNamespaces {
      for entry in entries { guardNamespaces(entry) }
    }
    for index in graph.blocks.indices {
      if case .open = graph.blocks[index].terminator {
        throw NotCompiled(reason: "a block without an end")
      }
    }
  }

  /// The running function may be another one of the same code.
  private func guardNamespaces(_ entry: UnitEntry) {
    line = entry.line
    let rest = Array(graph.blocks[entry.block].body[entry.position...])
    graph.blocks[entry.block].body.removeSubrange(entry.position...)
    current = entry.block
    let known = context.known!.p.pointee
    for (offset, expected) in [
      (MemoryLayout<FunctionLayout>.offset(of: \.globals)!, known.globals),
      (MemoryLayout<FunctionLayout>.offset(of: \.builtins)!, known.builtins),
    ] {
      let value = emit(.load, [context.function], .any, number: offset, alias: .slot)
      emit(
        .guardIdentical, [value], .any, number: Int(bitPattern: UInt(expected.bits)),
        state: entry.state)
    }
    if usesModuleNames { guardModuleNames(known.globals, state: entry.state) }
    graph.blocks[entry.block].body += rest
  }

  // MARK: Generators

  /// A yield of a unit that is entered where it goes on; in others the interpreter does it.
  func yields() {
    let view = context.view
    guard context.parent == nil, !isLoop,
      let next = view.lineNumber(at: line.next),
      view.lines[next].opcode.parent == .resume
    else { return leave() }
    let value = read(line.word.b)
    let (sent, delegate, yield) = (line.word.a, line.word.c, line.index)
    // The words behind: what is live there is stored.
    line = view.lines[next]
    env[sent] = -1
    // One that waits for another goes on behind its `send` when that ends.
    let state = runningState(at: delegate == 0 ? line.index : yield)
    emit(
      .suspend, [], .any, number: view.address(of: line.index), extra: sent | delegate << 16,
      state: state)
    graph.blocks[current!].terminator = .result(value)
    current = nil
  }

  /// What a call's callee has for its register 0: over the arguments from register `first`, or where a
  /// generator's callees are.
  func calleeBase(_ first: Int) -> Int {
    if let count = graph.ownRegisters, context.parent == nil { return count + Frame.headerWords }
    return context.base + first
  }

  /// `.register` with this number is the generator in the frame's header.
  private static let generatorRegister = -6
}
