// The comparison rows of the opcode table: which operands, which relation.

extension Interpreter {
  @inline(__always)
  static func less(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    try comparison(word, &pc, r, .lt)
  }

  @inline(__always)
  static func lessEqual(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    try comparison(word, &pc, r, .le)
  }

  @inline(__always)
  static func equal(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    try comparison(word, &pc, r, .eq)
  }

  @inline(__always)
  static func notEqual(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    try comparison(word, &pc, r, .ne)
  }

  @inline(__always)
  static func greater(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    try comparison(word, &pc, r, .gt)
  }

  @inline(__always)
  static func greaterEqual(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try comparison(word, &pc, r, .ge)
  }

  @inline(__always)
  static func jumpIfLess(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    try compareAndBranch(word, &pc, r, r[word.a], r[word.b], .lt, when: true)
  }

  @inline(__always)
  static func jumpIfLessInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try compareAndBranch(
      word, &pc, r, r[word.a], Value(smallInt: word.signedB), .lt, when: true)
  }

  @inline(__always)
  static func jumpUnlessLess(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try compareAndBranch(word, &pc, r, r[word.a], r[word.b], .lt, when: false)
  }

  @inline(__always)
  static func jumpUnlessLessInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try compareAndBranch(
      word, &pc, r, r[word.a], Value(smallInt: word.signedB), .lt, when: false)
  }

  @inline(__always)
  static func jumpIfLessEqual(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try compareAndBranch(word, &pc, r, r[word.a], r[word.b], .le, when: true)
  }

  @inline(__always)
  static func jumpIfLessEqualInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try compareAndBranch(
      word, &pc, r, r[word.a], Value(smallInt: word.signedB), .le, when: true)
  }

  @inline(__always)
  static func jumpUnlessLessEqual(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try compareAndBranch(word, &pc, r, r[word.a], r[word.b], .le, when: false)
  }

  @inline(__always)
  static func jumpUnlessLessEqualInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try compareAndBranch(
      word, &pc, r, r[word.a], Value(smallInt: word.signedB), .le, when: false)
  }

  @inline(__always)
  static func jumpIfEqual(_ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef)
    throws(Raised)
  {
    try compareAndBranch(word, &pc, r, r[word.a], r[word.b], .eq, when: true)
  }

  @inline(__always)
  static func jumpIfEqualInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try compareAndBranch(
      word, &pc, r, r[word.a], Value(smallInt: word.signedB), .eq, when: true)
  }

  @inline(__always)
  static func jumpUnlessEqual(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try compareAndBranch(word, &pc, r, r[word.a], r[word.b], .eq, when: false)
  }

  @inline(__always)
  static func jumpUnlessEqualInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try compareAndBranch(
      word, &pc, r, r[word.a], Value(smallInt: word.signedB), .eq, when: false)
  }

  @inline(__always)
  static func jumpIfNotEqual(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try compareAndBranch(word, &pc, r, r[word.a], r[word.b], .ne, when: true)
  }

  @inline(__always)
  static func jumpIfNotEqualInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try compareAndBranch(
      word, &pc, r, r[word.a], Value(smallInt: word.signedB), .ne, when: true)
  }

  @inline(__always)
  static func jumpUnlessNotEqual(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try compareAndBranch(word, &pc, r, r[word.a], r[word.b], .ne, when: false)
  }

  @inline(__always)
  static func jumpUnlessNotEqualInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try compareAndBranch(
      word, &pc, r, r[word.a], Value(smallInt: word.signedB), .ne, when: false)
  }

  @inline(__always)
  static func jumpIfGreater(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try compareAndBranch(word, &pc, r, r[word.a], r[word.b], .gt, when: true)
  }

  @inline(__always)
  static func jumpIfGreaterInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try compareAndBranch(
      word, &pc, r, r[word.a], Value(smallInt: word.signedB), .gt, when: true)
  }

  @inline(__always)
  static func jumpUnlessGreater(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try compareAndBranch(word, &pc, r, r[word.a], r[word.b], .gt, when: false)
  }

  @inline(__always)
  static func jumpUnlessGreaterInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try compareAndBranch(
      word, &pc, r, r[word.a], Value(smallInt: word.signedB), .gt, when: false)
  }

  @inline(__always)
  static func jumpIfGreaterEqual(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try compareAndBranch(word, &pc, r, r[word.a], r[word.b], .ge, when: true)
  }

  @inline(__always)
  static func jumpIfGreaterEqualInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try compareAndBranch(
      word, &pc, r, r[word.a], Value(smallInt: word.signedB), .ge, when: true)
  }

  @inline(__always)
  static func jumpUnlessGreaterEqual(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try compareAndBranch(word, &pc, r, r[word.a], r[word.b], .ge, when: false)
  }

  @inline(__always)
  static func jumpUnlessGreaterEqualInt(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    try compareAndBranch(
      word, &pc, r, r[word.a], Value(smallInt: word.signedB), .ge, when: false)
  }

  @inline(__always)
  static func jumpIfEqualConst(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let constant = Value(bits: pc.pointee)
    pc += 1
    try compareAndBranch(word, &pc, r, r[word.a], constant, .eq, when: true)
  }

  @inline(__always)
  static func jumpUnlessEqualConst(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let constant = Value(bits: pc.pointee)
    pc += 1
    try compareAndBranch(word, &pc, r, r[word.a], constant, .eq, when: false)
  }

  @inline(__always)
  static func jumpIfNotEqualConst(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let constant = Value(bits: pc.pointee)
    pc += 1
    try compareAndBranch(word, &pc, r, r[word.a], constant, .ne, when: true)
  }

  @inline(__always)
  static func jumpUnlessNotEqualConst(
    _ word: UInt64, _ pc: inout PC, _ r: inout Registers, _ thread: ThreadRef
  ) throws(Raised) {
    let constant = Value(bits: pc.pointee)
    pc += 1
    try compareAndBranch(word, &pc, r, r[word.a], constant, .ne, when: false)
  }
}
