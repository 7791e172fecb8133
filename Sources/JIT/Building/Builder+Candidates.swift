// Methods that are one of a few: each by its own code, others by the handler.

import RegisterCode
import TaipanRuntime

/// Functions that a callable may be; whether it is one of them for certain, with a receiver.
struct Candidates {
  var functions: [Value]
  var areAll: Bool
}

extension Builder {
  /// Words of a function that is built in place beside one other, and beside more.
  private static let mostWordsOfTwo = 110
  private static let mostWordsOfMany = 48

  func callCandidates() throws(NotCompiled) -> Bool {
    let word = line.word
    let (callable, receiver) = (read(word.b), read(word.b + callWindowGap))
    // All guards are passed before the first way: what is built in place has frame states of its own.
    let (methods, areAll) = callableCandidates(callable)
    for (function, body) in methods { guardBody(of: function, is: body) }
    _ = exitState
    let asks = areAll ? nil : graph.addBlock()
    let beginning = env
    if let asks {
      let hasSelf = emit(.identical, [emit(.asAny, [receiver], .any), constant(.absent)], .bool)
      let unbound = fork(hasSelf)
      graph.blocks[unbound.yes].terminator = .jump(Edge(target: asks, arguments: []))
      current = unbound.no
    }
    var ends: [(block: BlockID, env: Environment, value: ValueID)] = []
    for (index, (function, body)) in methods.enumerated() {
      let isLast = areAll && index == methods.count - 1
      let ways = isLast ? nil : fork(emit(.identical, [callable, function], .bool))
      if let ways { current = ways.yes }
      env = beginning
      try call(function, body, mostWords: mostWords(methods.count))
      if let current { ends.append((block: current, env: env, value: -1)) }
      if let ways { current = ways.no }
      env = beginning
    }
    if let asks {
      graph.blocks[current!].terminator = .jump(Edge(target: asks, arguments: []))
      current = asks
      env = beginning
      stepPlain(.stepCall, isRare: true)
      ends.append((block: current!, env: env, value: -1))
    }
    if ends.isEmpty {
      current = nil
    } else {
      _ = merge(ends)
    }
    return true
  }

  /// The functions that take just the arguments, each once; whether there are no others.
  private func callableCandidates(_ callable: ValueID) -> (
    [(ValueID, UnsafeMutablePointer<CodeBody>)], areAll: Bool
  ) {
    var seen: Set<UInt64> = []
    let known = candidates[callable]!
    var areAll = known.areAll
    var result: [(ValueID, UnsafeMutablePointer<CodeBody>)] = []
    for candidate in known.functions where seen.insert(candidate.bits).inserted {
      guard candidate.isExactly(.function), isCallable(FunctionRef(candidate), line.word.c + 1)
      else {
        areAll = false
        continue
      }
      let body = FunctionRef(candidate).p.pointee.body
      constants.insert(Int(bitPattern: UInt(body.pointee.code.bits)))
      result.append((constant(candidate), body))
    }
    return (result, areAll)
  }

  private func mostWords(_ count: Int) -> Int {
    count == 1 ? .max : count == 2 ? Builder.mostWordsOfTwo : Builder.mostWordsOfMany
  }

  private func call(
    _ function: ValueID, _ body: UnsafeMutablePointer<CodeBody>, mostWords: Int
  ) throws(NotCompiled) {
    let first = line.word.b + callWindowGap
    let known = FunctionRef(known(function)!)
    if mayInline(known, body), Int(body.pointee.wordCount) <= mostWords {
      try inline(known, body, first: first, count: line.word.c + 1)
    } else {
      callNatively(body, first: first, function: function)
    }
  }
}
