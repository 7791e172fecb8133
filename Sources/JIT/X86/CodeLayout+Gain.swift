// What LLVM would gain over first code, at a guess: by what the likely part of a unit consists of.

/// How much faster LLVM's code of a unit is than its first code.
enum ExpectedGain: Sendable {
  /// A tenth at most: its time goes into functions that it calls, or there is no loop.
  case little
  /// Now and then: a loop that follows references and compares.
  case some
  /// By a sixth up to twice: a loop that computes.
  case much

  var lowered: ExpectedGain { self == .much ? .some : .little }
}

extension CodeLayout {
  /// What a function of the runtime does, at a guess.
  private static let instructionsOfCall: Float = 30
  /// The share of calls where a loop gains something, and much.
  private static let mostCalls: Float = 0.35
  private static let mostCallsBetween: Float = 0.2
  /// Of a loop that matters.
  private static let roundsOfLongLoop: Float = 32
  /// Computations for each load from which on a loop is one of numbers.
  private static let leastComputations: Float = 0.4

  var expectedGain: ExpectedGain {
    let weights = self.weights
    var (calls, others, loads, computations): (Float, Float, Float, Float) = (0, 0, 0, 0)
    for block in blocks where weights[block] > 0 {
      let weight = weights[block]
      for line in Int(firstLine[block])..<Int(endLine[block]) where !isFolded[Int(lines[line])] {
        others += weight
        switch instructions[Int(lines[line])].operation {
        case .call, .enter: calls += weight * CodeLayout.instructionsOfCall
        case .load: loads += weight
        case .addChecked, .subtractChecked, .multiplyChecked, .multiply, .divide, .remainder,
          .floatAdd, .floatSubtract, .floatMultiply, .floatDivide, .floatFused, .floatSquareRoot:
          computations += weight
        default: break
        }
      }
    }
    let share = calls / max(1, calls + others)
    if share > CodeLayout.mostCalls || !weights.contains(where: { $0 > 1 }) { return .little }
    let computes = computations >= max(1, CodeLayout.leastComputations * loads)
    return computes && share <= CodeLayout.mostCallsBetween ? .much : .some
  }

  /// How often blocks run, by the loops around them; 0 for those that are unlikely or on their way out of the unit. Unlike
  /// `frequency`, which several ways back to one loop's beginning raise, it is for the comparison of inner and outer loops.
  private var weights: [Float] {
    var weights = [Float](repeating: 0, count: code.blocks.count)
    let leaves = self.leaves
    var ends: [Int: Int32] = [:]
    for block in blocks where isLikely(block) && !leaves[block] {
      let (first, second) = successors(block)
      for target in [first, second ?? -1]
      where target >= 0 && firstLine[target] <= firstLine[block] && !leaves[target] {
        ends[target] = max(ends[target] ?? 0, firstLine[block])
      }
    }
    for block in blocks where isLikely(block) && (!leaves[block] || ends.isEmpty) {
      weights[block] = 1
      for (begin, end) in ends
      where firstLine[block] >= firstLine[begin] && firstLine[block] <= end {
        weights[block] *= CodeLayout.roundsOfLongLoop
      }
    }
    return weights
  }

  private func isLikely(_ block: Int) -> Bool { frequency[block] >= 1 }

  /// By block: whether every way from there leads out of the unit. Two rounds find it: ways backwards lead to loops, or to
  /// exits that others share.
  private var leaves: [Bool] {
    var leaves = [Bool](repeating: false, count: code.blocks.count)
    for _ in 0..<2 {
      for block in blocks.reversed() {
        let (first, second) = successors(block)
        leaves[block] = (first < 0 || leaves[first]) && (second.map { leaves[$0] } ?? true)
      }
    }
    return leaves
  }
}
