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

  private func build(
    from word: Int, _ r: UnsafeMutablePointer<Value>?, guardsTypes: Bool,
    adoptsIterators: Bool = false
  ) throws(NotCompiled) {
    let view = context.view
    // Their registers are not on the stack, where callees' frames would follow them.
    let resumable =
      CodeFlag.generator | CodeFlag.coroutine | CodeFlag.asyncGenerator
      | CodeFlag.iterableCoroutine
    if view.body.pointee.flags & resumable != 0 { throw NotCompiled(reason: "a generator") }
    guard let number = view.lineNumber(at: word) else {
      throw NotCompiled(reason: "no such instruction")
    }
    beginLine(number)
    let live = view.liveBefore[number]
    for register in 0..<view.registerCount
    where register < view.localCount || live.contains(register) {
      let value = read(register)
      guard let now = r?[register] else { continue }
      if now.isInt {
        hints[value] = .int
      } else if now.isFloat {
        hints[value] = .float
      } else if now.isPresent, now.isHeap {
        hints[value] = Builder.type(ofShape: now.asObject.shape.id)
      }
      if guardsTypes, live.contains(register) {
        if now.isInt { _ = int(value) } else if now.isFloat { _ = float(value) }
      }
    }
    let (entryState, entryLine) = (exitState, line)
    if adoptsIterators, let r { adoptIterators(r) }
    let beginning = graph.blocks[0].body.count
    try buildBody(from: word)
    if hasMixedIterators { return }
    if usesNamespaces {
      line = entryLine
      guardNamespaces(entryState, at: beginning)
    }
    for index in graph.blocks.indices {
      if case .open = graph.blocks[index].terminator {
        throw NotCompiled(reason: "a block without an end")
      }
    }
  }

  /// The running function may be another one of the same code.
  private func guardNamespaces(_ state: Int, at position: Int) {
    let rest = Array(graph.blocks[0].body[position...])
    graph.blocks[0].body.removeSubrange(position...)
    current = 0
    let known = context.known!.p.pointee
    for (offset, expected) in [
      (MemoryLayout<FunctionLayout>.offset(of: \.globals)!, known.globals),
      (MemoryLayout<FunctionLayout>.offset(of: \.builtins)!, known.builtins),
    ] {
      let value = emit(.load, [context.function], .any, number: offset, alias: .slot)
      emit(
        .guardIdentical, [value], .any, number: Int(bitPattern: UInt(expected.bits)), state: state)
    }
    graph.blocks[0].body += rest
  }
}
