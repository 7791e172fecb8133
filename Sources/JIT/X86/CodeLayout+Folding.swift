// What is computed by what uses it: conditions of branches, tests of bits, loads that are compared.

extension CodeLayout {
  func fold() {
    for block in blocks {
      let end = Int(code.blocks[block].last)
      for line in Int(firstLine[block])..<Int(endLine[block]) {
        let i = instructions[Int(lines[line])]
        switch i.operation {
        case .branch:
          foldCondition(Int(i.a), block)
          foldCount(Int(i.a), block)
        case .select: foldComparison(Int(i.a), block, ofFloats: i.type == .double)
        case .compareWords: foldTest(i, block)
        default: break
        }
      }
      foldOverflow(block, end)
      foldLoad(block, end)
    }
  }

  private func isOnlyUsed(_ value: Int, in block: Int) -> Bool {
    useCounts[value] == 1 && Int(blockOf[value]) == block
  }

  /// What a branch is decided by needs no register.
  private func foldCondition(_ value: Int, _ block: Int) {
    guard isOnlyUsed(value, in: block) else { return }
    let i = instructions[value]
    switch i.operation {
    case .compareWords, .compareFloats: isFolded[value] = true
    case .bitNot:
      isFolded[value] = true
      foldCondition(Int(i.a), block)
    case .bitAnd, .bitOr:
      isFolded[value] = true
      foldCondition(Int(i.a), block)
      foldCondition(Int(i.b), block)
    default: break
    }
  }

  /// Counting down sets the flags for a jump right behind it.
  private func foldCount(_ condition: Int, _ block: Int) {
    var value = condition
    while isFolded[value], instructions[value].operation == .bitNot {
      value = Int(instructions[value].a)
    }
    guard instructions[value].operation == .countDown, isOnlyUsed(value, in: block) else { return }
    var line = Int(endLine[block]) - 2
    while isFolded[Int(lines[line])] { line -= 1 }
    if Int(lines[line]) == value { isFolded[value] = true }
  }

  private func foldComparison(_ value: Int, _ block: Int, ofFloats: Bool) {
    let operation = instructions[value].operation
    if isOnlyUsed(value, in: block) || isOfTwoSelects(value, block),
      operation == .compareWords || ofFloats && operation == .compareFloats
    {
      isFolded[value] = true
    }
  }

  /// Whether two choices are made by one comparison: to compare again is no more than to test what it was.
  private func isOfTwoSelects(_ value: Int, _ block: Int) -> Bool {
    guard useCounts[value] == 2, Int(blockOf[value]) == block,
      instructions[value].operation == .compareWords
    else { return false }
    var selects = 0
    for line in Int(firstLine[block])..<Int(endLine[block]) {
      let i = instructions[Int(lines[line])]
      if i.operation == .select, Int(i.a) == value, Int(i.b) != value, Int(i.c) != value,
        i.type == .word
      {
        selects += 1
      }
    }
    return selects == 2
  }

  /// Some bits compared with zero, or low bits with a number.
  private func foldTest(_ i: LowInstruction, _ block: Int) {
    guard i.comparison == .equal || i.comparison == .notEqual,
      instructions[Int(i.a)].operation == .and, isOnlyUsed(Int(i.a), in: block),
      isZero(Int(i.b)) || isOfLowBits(instructions[Int(i.a)], Int(i.b))
    else { return }
    isFolded[Int(i.a)] = true
  }

  /// Whether a number is of the low bits that an `and` leaves.
  private func isOfLowBits(_ i: LowInstruction, _ value: Int) -> Bool {
    let (mask, number) = (instructions[Int(i.b)], instructions[value])
    guard mask.operation == .constant, number.operation == .constant else { return false }
    return mask.number & (mask.number &+ 1) == 0 && (0..<128).contains(mask.number)
      && number.number & ~mask.number == 0
  }

  private func isZero(_ value: Int) -> Bool {
    instructions[value].operation == .constant && instructions[value].number == 0
  }

  /// Where nothing else comes between arithmetic and the jump on its overflow, the flags are still there.
  private func foldOverflow(_ block: Int, _ end: Int) {
    guard instructions[end].operation == .branch else { return }
    var condition = Int(instructions[end].a)
    while isFolded[condition], instructions[condition].operation == .bitNot {
      condition = Int(instructions[condition].a)
    }
    guard instructions[condition].operation == .overflowed, isOnlyUsed(condition, in: block) else {
      return
    }
    let arithmetic = instructions[condition].a
    var line = Int(endLine[block]) - 2
    while lines[line] != arithmetic {
      let value = Int(lines[line])
      if value != condition, !isFolded[value] { return }
      line -= 1
      if line < Int(firstLine[block]) { return }
    }
    isFolded[condition] = true
  }

  /// What is loaded only to be compared at the block's end, with nothing in between that writes.
  private func foldLoad(_ block: Int, _ end: Int) {
    guard instructions[end].operation == .branch else { return }
    var condition = Int(instructions[end].a)
    while isFolded[condition], instructions[condition].operation == .bitNot {
      condition = Int(instructions[condition].a)
    }
    let comparison = instructions[condition]
    guard isFolded[condition], comparison.operation == .compareWords else { return }
    let (load, other) = (Int(comparison.a), instructions[Int(comparison.b)])
    let width = instructions[load].operation == .load ? instructions[load].width : .double
    guard width == .word || width == .half || width == .byte, isOnlyUsed(load, in: block),
      canCompareMemory(width, comparison.comparison, with: other)
    else { return }
    var line = Int(endLine[block]) - 2
    while lines[line] != Int32(load) {
      let operation = instructions[Int(lines[line])].operation
      if operation == .store || operation == .countDown || operation == .call
        || operation == .enter
      {
        return
      }
      line -= 1
    }
    isFolded[load] = true
  }

  private func canCompareMemory(
    _ width: LowWidth, _ comparison: LowComparison, with other: LowInstruction
  ) -> Bool {
    if other.operation != .constant { return width == .word }
    guard let number = Int32(exactly: other.number) else { return false }
    if width == .word { return true }
    guard comparison == .equal || comparison == .notEqual else { return false }
    return number >= 0 && (width == .half || number < 128)
  }
}
