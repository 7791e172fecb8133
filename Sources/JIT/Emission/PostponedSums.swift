// Sums that are only stored are computed of ints as they are tagged: `items[i] += 1` adds twice the number to the
// word that was loaded. Nothing is shifted, and one jump asks whether the result is small.

struct PostponedSums {
  /// Sums and differences that nothing reads but a store behind them in their block, with no effect between, so that the
  /// store may leave for them. One operand at least was a value.
  var sums: Set<ValueID> = []
  /// Those whose operand that was no value is a list's index in the same block: its double is a word.
  var ofIndices: Set<ValueID> = []
}

extension Graph {
  var postponedSums: PostponedSums {
    var found = PostponedSums()
    for block in blocks {
      // Those that nothing with an effect has come behind, and what has been an index.
      var open: Set<ValueID> = []
      var indices: Set<ValueID> = []
      for value in block.body {
        let i = values[value]
        if i.operation == .listItem { indices.insert(i.operands[1]) }
        if i.operation == .storeListItem { indices.insert(i.operands[2]) }
        switch i.operation {
        case .intAdd, .intSubtract:
          if i.operands.contains(where: isTaggedInt) { open.insert(value) }
        case .store, .storeListItem:
          let stored = i.operands[i.operands.count - 1]
          if open.contains(stored) {
            found.sums.insert(stored)
            let others = values[stored].operands.filter { !isTaggedInt($0) }
            if others.allSatisfy({ indices.contains($0) }) { found.ofIndices.insert(stored) }
          }
          open = []
        default:
          if i.operation.hasEffect, !i.operation.isGuard { open = [] }
        }
      }
    }
    if !found.sums.isEmpty { removeReadElsewhere(&found.sums) }
    return found
  }

  private func isTaggedInt(_ value: ValueID) -> Bool {
    values[value].operation == .guardInt
      && values[values[value].operands[0]].type.representation == .word
  }

  private func removeReadElsewhere(_ found: inout Set<ValueID>) {
    var read: Set<ValueID> = []
    func note(_ value: ValueID) {
      if found.contains(value), !read.insert(value).inserted { found.remove(value) }
    }
    func remove(_ value: ValueID) { found.remove(value) }
    for block in blocks {
      for value in block.body { values[value].operands.forEach(note) }
      switch block.terminator {
      case .branch(let condition, _, _): remove(condition)
      case .result(let value): remove(value)
      case .jump, .leave, .open: break
      }
      for edge in block.terminator.edges { edge.arguments.forEach(remove) }
    }
    for state in states {
      for register in state.registers { remove(register.value) }
      for frame in state.frames {
        remove(frame.function)
        if let instance = frame.instance { remove(instance) }
      }
    }
  }
}

extension Emitter {
  /// A postponed sum, as it is where it is not small.
  func postponedSum(_ value: ValueID) -> LowValue {
    let place = failurePlace
    defer { failurePlace = place }
    let i = graph.values[value]
    failurePlace = Emitter.place(of: i)
    return checked(
      i.operation == .intAdd ? .addChecked : .subtractChecked, untagged(i.operands[0]),
      untagged(i.operands[1]), exit(i.state))
  }

  /// An int; of one that was a value anew, so that nothing is computed for it before.
  private func untagged(_ value: ValueID) -> LowValue {
    let i = graph.values[value]
    guard i.operation == .guardInt, let word = taggedOperand(value) else { return asInt(value) }
    return untaggedInt(word)
  }

  /// A postponed sum, tagged; on to `other` where an operand is not small.
  func tagPostponed(_ value: ValueID, else other: LowBlock) -> TaggedNumber {
    let i = graph.values[value]
    let (a, b) = (i.operands[0], i.operands[1])
    let isSum = i.operation == .intAdd
    let (result, overflows): (LowValue, LowValue)
    if let first = taggedOperand(a) {
      let second =
        taggedOperand(b).map { code.subtract($0, constant(1)) }
        ?? doubled(b, of: value, else: other)
      (result, overflows) = overflowing(isSum ? .addChecked : .subtractChecked, first, second)
    } else if isSum {
      (result, overflows) = overflowing(
        .addChecked, taggedOperand(b)!, doubled(a, of: value, else: other))
    } else {
      let first = code.or(doubled(a, of: value, else: other), constant(1))
      let second = code.subtract(taggedOperand(b)!, constant(1))
      (result, overflows) = overflowing(.subtractChecked, first, second)
    }
    return TaggedNumber(word: result, isInline: code.not(overflows))
  }

  private func doubled(_ value: ValueID, of sum: ValueID, else other: LowBlock) -> LowValue {
    let n = asInt(value)
    if postponed.ofIndices.contains(sum) { return code.add(n, n, fits: true) }
    let (result, overflows) = overflowing(.addChecked, n, n)
    require(code.not(overflows), else: other)
    return result
  }
}
