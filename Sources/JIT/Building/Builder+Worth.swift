// What is not worth native code.

import RegisterCode
import TaipanRuntime

extension Builder {
  /// A handler that native code calls takes about so much longer than one in the interpreter's loop, in
  /// instructions that native code saves.
  private static let priceOfHandler = 6.0
  /// The same of what a generator delegates to, which yields: native code goes up to whoever resumes the generator
  /// then, where the interpreter passes the value on at once.
  private static let priceOfDelegation = 20.0
  /// How much more often a loop's instructions are taken to run than those around it.
  private static let roundsOfLoop = 10.0

  /// - Throws: where handlers would take what native code saves.
  func checkWorth() throws(NotCompiled) {
    let depths = loopDepths()
    var (saved, paid) = (0.0, 0.0)
    for (index, block) in graph.blocks.enumerated() {
      var rounds = 1.0
      for _ in 0..<min(depths[index], 3) { rounds *= Builder.roundsOfLoop }
      for value in block.body {
        switch graph.values[value].operation {
        case .step, .stepCall, .next, .nextYielded:
          if !rareSteps.contains(value) { paid += rounds * Builder.priceOfHandler }
        case .callNative: paid += rounds
        case .send where isPlainGenerator: paid += rounds * Builder.priceOfDelegation
        case .constant, .intConstant, .floatConstant, .boolConstant, .register, .virtualIterator,
          .virtualTuple, .virtualRange, .virtualInstance, .virtualEither, .iteratorMarker:
          break
        // The interpreter's caches ask, too.
        case .guardValid: saved += rounds
        case let operation where operation.isGuard: break
        default: saved += rounds
        }
      }
    }
    if paid > saved { throw NotCompiled(reason: "most of its work is the handlers'") }
  }

  /// Whether what the unit waits for yields, as a rule; what coroutines wait for returns.
  private var isPlainGenerator: Bool {
    context.view.body.pointee.flags & CodeFlag.generator != 0
  }

  /// By block: how many loops it is in, taking those between an edge back and its target for a loop's.
  private func loopDepths() -> [Int] {
    var depths = [Int](repeating: 0, count: graph.blocks.count)
    for (index, block) in graph.blocks.enumerated() {
      for edge in block.terminator.edges where edge.target <= index {
        for inside in edge.target...index { depths[inside] += 1 }
      }
    }
    return depths
  }

  /// A bit of operand feedback: guards on what the operands were seen to be have failed often.
  static let unstable: UInt64 = 16

  /// Instructions that use a cache and whose guards have failed often.
  nonisolated(unsafe) static var unstablePlaces: Set<Int> = []

  /// Instructions whose guards failed where they had been moved out of a loop.
  nonisolated(unsafe) static var keptInLoops: Set<Int> = []

  /// Instructions that have been run though their caches are empty.
  nonisolated(unsafe) static var placesRun: Set<Int> = []

  /// Accesses of attributes whose guards have failed often. While a load fails, the interpreter learns the shapes that
  /// come by, so the next code may know them all.
  nonisolated(unsafe) static var failedAccesses: Set<Int> = []

  static func isAccess(_ opcode: Opcode) -> Bool {
    switch opcode.parent {
    case .loadAttr, .storeAttr, .loadMethod: return true
    default: return false
    }
  }

  /// Whether an access keeps several shapes, itself or in the table that all share. Others keep the one seen last.
  private static func learnsShapes(_ opcode: Opcode) -> Bool {
    switch opcode {
    case .loadAttr, .loadAttrSlot, .loadAttrSlots, .loadMethod, .loadMethodCached, .loadMethodPair:
      return true
    default: return false
    }
  }

  /// At this instruction guards have failed.
  static func noteUnstable(_ place: UnsafeMutablePointer<UInt64>) {
    let opcode = place.pointee.opcode
    if isAccess(opcode) {
      let isFirst = failedAccesses.insert(Int(bitPattern: place)).inserted
      if isFirst, learnsShapes(opcode) { return }
    }
    unstablePlaces.insert(Int(bitPattern: place))
    if opcode.effects.contains(.notes) { place[opcode.extraWords] |= unstable }
  }

  /// The same of an instruction of a function that has seen ints among floats, or a key of a dict that Python has to
  /// compare. Two ints leave no trace, and keys none, so others that have seen the same kinds of operands will fail in
  /// their turn, each taking a unit with it.
  static func noteUnstable(
    _ place: UnsafeMutablePointer<UInt64>, in body: UnsafeMutablePointer<CodeBody>
  ) {
    let opcode = place.pointee.opcode
    let isOfDict = opcode == .loadSubscriptDict || opcode == .storeSubscriptDict
    let seen = place[opcode.extraWords] & OperandFeedback.kinds
    noteUnstable(place)
    let numbers =
      OperandFeedback.floats | OperandFeedback.intAndFloat | OperandFeedback.floatAndInt
    let hasSeenNumbers = opcode.effects.contains(.notes) && seen & ~numbers == 0 && seen != 0
    if !isOfDict, !hasSeenNumbers { return }
    var at = body.pointee.entry!
    let end = at + Int(body.pointee.wordCount)
    while at < end {
      let extra = at.pointee.opcode.extraWords
      if at.pointee.opcode == opcode, isOfDict || at[extra] == seen { noteUnstable(at) }
      at += 1 + extra
    }
  }
}
