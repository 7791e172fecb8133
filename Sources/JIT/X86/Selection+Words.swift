// Arithmetic on words.

extension Selection {
  /// A sum, or a difference to a constant, that leaves both operands alone.
  func addPlainly(_ value: Int, _ i: LowInstruction) -> Bool {
    let (a, to) = (location(Int(i.a)), location(value))
    guard a.isGeneral, to.isGeneral, a != to else { return false }
    if let number = shortConstant(Int(i.b)) {
      if i.operation == .subtract, number == Int32.min { return false }
      let offset = i.operation == .subtract ? -number : number
      assembler.addressOf(to.register, Address(base: a.register, offset: offset))
      return true
    }
    if i.operation == .subtract { return false }
    let b = location(Int(i.b))
    guard b.isGeneral, b != to else { return false }
    assembler.addressOf(to.register, Address(base: a.register, index: b.register))
    return true
  }

  func arithmetic(
    _ value: Int, _ i: LowInstruction, _ operation: Arithmetic, isCommutative: Bool
  ) {
    var (a, b) = (Int(i.a), Int(i.b))
    if isCommutative, constant(a) != nil { swap(&a, &b) }
    var to = target(value, General.rax)
    if let number = shortConstant(b) {
      moveWord(a, to: to)
      assembler.arithmetic(operation, to, number: number)
      return move(to, to: location(value))
    }
    if location(b) == .general(to), location(a) != .general(to) {
      if isCommutative { swap(&a, &b) } else { to = General.rax }
    }
    moveWord(a, to: to)
    withWord(operation, to, b)
    move(to, to: location(value))
  }

  /// An operation with whatever place the second operand has.
  func withWord(_ operation: Arithmetic, _ to: UInt8, _ value: Int) {
    let place = location(value)
    if place.isGeneral {
      assembler.arithmetic(operation, to, place.register)
    } else if place.isSlot {
      assembler.arithmetic(operation, to, address(ofSlot: place.slot))
    } else if let number = constant(value) {
      assembler.arithmetic(operation, to, constant: number)
    }
  }

  func multiply(_ value: Int, _ i: LowInstruction) {
    var (a, b) = (Int(i.a), Int(i.b))
    if constant(a) != nil { swap(&a, &b) }
    let to = target(value, General.rax)
    if let number = shortConstant(b) {
      assembler.multiply(to, general(a, General.rax), number: number)
      return move(to, to: location(value))
    }
    if location(b) == .general(to) { swap(&a, &b) }
    moveWord(a, to: to)
    let place = location(b)
    if place.isSlot {
      assembler.multiply(to, address(ofSlot: place.slot))
    } else {
      assembler.multiply(to, general(b, General.rcx))
    }
    move(to, to: location(value))
  }

  func divide(_ value: Int, _ i: LowInstruction) {
    let result = i.operation == .divide ? General.rax : General.rdx
    if lastDivision >= 0, i.operation == .remainder {
      let division = layout.instructions[lastDivision]
      if division.a == i.a, division.b == i.b { return move(result, to: location(value)) }
    }
    moveWord(Int(i.a), to: General.rax)
    assembler.divide(general(Int(i.b), General.rcx))
    move(result, to: location(value))
  }

  func shift(_ value: Int, _ i: LowInstruction, _ operation: Shift) {
    if let count = constant(Int(i.b)) {
      let to = target(value, General.rax)
      moveWord(Int(i.a), to: to)
      assembler.shift(operation, to, by: UInt8(truncatingIfNeeded: count & 63))
      return move(to, to: location(value))
    }
    moveWord(Int(i.b), to: General.rcx)
    moveWord(Int(i.a), to: General.rax)
    assembler.shift(operation, General.rax)
    move(General.rax, to: location(value))
  }
}
