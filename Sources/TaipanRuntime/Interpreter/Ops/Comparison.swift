// Comparisons, jumps, and comparisons fused with jumps.

import RegisterCode

extension Interpreter {
  @inline(__always)
  static func comparison(
    _ word: UInt64, _ pc: inout PC, _ r: Registers, _ operation: Compare.Operation
  ) throws(Raised) {
    let (lhs, rhs) = (r[word.b], r[word.c])
    if let truth = numericOrder(pc, lhs, rhs, operation) {
      r[word.a] = Value(truth)
    } else {
      OperandFeedback.note(pc, lhs, rhs)
      save(pc, r)
      r[word.a] = try Compare.rich(lhs, rhs, operation)
    }
    pc += 1
  }

  @inline(__always)
  static func compareAndBranch(
    _ word: UInt64, _ pc: inout PC, _ r: Registers, _ lhs: Value, _ rhs: Value,
    _ operation: Compare.Operation, when wanted: Bool
  ) throws(Raised) {
    let truth: Bool
    if let known = numericOrder(pc, lhs, rhs, operation) {
      truth = known
    } else {
      truth = try compareSlow(pc, r, lhs, rhs, operation)
    }
    branch(&pc, truth == wanted, 1 + word.signedC, else: 1)
  }

  /// Continues `taken` or `skipped` words on. A real branch, which the processor predicts: as a
  /// conditional move, every later instruction would wait for the condition.
  @inline(__always)
  private static func branch(
    _ pc: inout PC, _ condition: Bool, _ taken: Int, else skipped: Int
  ) {
    if _fastPath(condition) { pc += taken } else { pc += skipped }
  }

  @inline(__always)
  private static func numericOrder(
    _ pc: PC, _ lhs: Value, _ rhs: Value, _ operation: Compare.Operation
  ) -> Bool? {
    if Value.bothInts(lhs, rhs) {
      let (a, b) = (Int64(bitPattern: lhs.bits), Int64(bitPattern: rhs.bits))
      switch operation {
      case .lt: return a < b
      case .le: return a <= b
      case .eq: return a == b
      case .ne: return a != b
      case .gt: return a > b
      case .ge: return a >= b
      }
    }
    if lhs.isInlineFloat, rhs.isInlineFloat {
      pc.pointee |= OperandFeedback.floats
      return operation.holds(lhs.asInlineFloat, rhs.asInlineFloat)
    }
    return nil
  }

  @inline(never)
  private static func compareSlow(
    _ pc: PC, _ r: Registers, _ lhs: Value, _ rhs: Value, _ operation: Compare.Operation
  ) throws(Raised) -> Bool {
    if operation == .eq || operation == .ne, lhs.isPresentExactly(.str), rhs.isPresentExactly(.str)
    {
      pc.pointee |= OperandFeedback.other
      return StrRef(lhs).isEqual(StrRef(rhs)) == (operation == .eq)
    }
    OperandFeedback.note(pc, lhs, rhs)
    save(pc, r)
    return try Compare.test(lhs, rhs, operation)
  }

  @inline(__always)
  static func identical(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    r[word.a] = Value(r[word.b] === r[word.c])
  }

  @inline(__always)
  static func notIdentical(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    r[word.a] = Value(r[word.b] !== r[word.c])
  }

  @inline(__always)
  static func contains(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    save(pc, r)
    r[word.a] = Value(try Subscript.contains(r[word.c], r[word.b]))
    pc += 1
  }

  @inline(__always)
  static func notContains(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    r[word.a] = Value(!(try Subscript.contains(r[word.c], r[word.b])))
    pc += 1
  }

  // MARK: Jumps

  @inline(__always)
  static func jump(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    pc += word.signedBC
  }

  @inline(__always)
  static func jumpBackward(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    // First: the safepoint may put native code in place of the counter.
    countRound(pc, at: pc, r, thread)
    if thread.pointee.pollRequested { try poll(pc, r) }
    pc += 1 + word.signedBC
  }

  @inline(__always)
  static func jumpIfTrue(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    let value = r[word.a]
    let truth =
      value.isBool ? value.isTrue : value.isNone ? false : try truthSlow(pc, r, value)
    branch(&pc, truth, 1 + word.signedBC, else: 1)
  }

  @inline(__always)
  static func jumpIfFalse(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let value = r[word.a]
    let truth =
      value.isBool ? value.isTrue : value.isNone ? false : try truthSlow(pc, r, value)
    branch(&pc, !truth, 1 + word.signedBC, else: 1)
  }

  @inline(never)
  private static func truthSlow(_ pc: PC, _ r: Registers, _ value: Value) throws(Raised) -> Bool {
    save(pc, r)
    return try Convert.truth(value)
  }

  @inline(__always)
  static func jumpIfNone(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    branch(&pc, r[word.a].isNone, word.signedBC, else: 0)
  }

  @inline(__always)
  static func jumpIfNotNone(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    branch(&pc, !r[word.a].isNone, word.signedBC, else: 0)
  }

  @inline(__always)
  static func jumpIfIdentical(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    branch(&pc, r[word.a] === r[word.b], word.signedC, else: 0)
  }

  @inline(__always)
  static func jumpIfNotIdentical(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    branch(&pc, r[word.a] !== r[word.b], word.signedC, else: 0)
  }

  @inline(__always)
  static func jumpIfContains(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    branch(&pc, try Subscript.contains(r[word.b], r[word.a]), 1 + word.signedC, else: 1)
  }

  @inline(__always)
  static func jumpIfNotContains(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    branch(&pc, !(try Subscript.contains(r[word.b], r[word.a])), 1 + word.signedC, else: 1)
  }

  @inline(__always)
  static func jumpIfExceptionMatches(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    if try Exceptions.matches(r[word.a], r[word.b]) { pc += word.signedC }
  }

  @inline(__always)
  static func jumpUnlessExceptionMatches(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    save(pc, r)
    if !(try Exceptions.matches(r[word.a], r[word.b])) { pc += word.signedC }
  }
}
