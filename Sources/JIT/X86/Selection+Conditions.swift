// Comparisons, what is decided by them, and doubles.

extension Selection {
  // MARK: Words

  /// Compares two words; the condition that holds then.
  func compareWords(_ i: LowInstruction) -> Condition {
    let (a, b) = (Int(i.a), Int(i.b))
    if layout.isFolded[a] {
      let left = layout.instructions[a]
      if left.operation == .and { return test(left, i.comparison, Int32(constant(b)!)) }
      compareMemory(left, b)
      return condition(i.comparison)
    }
    if constant(a) != nil, constant(b) == nil {
      compare(b, a)
      return condition(flipped(i.comparison))
    }
    compare(a, b)
    return condition(i.comparison)
  }

  private func compare(_ a: Int, _ b: Int) {
    let place = location(a)
    if let number = shortConstant(b) {
      if place.isSlot {
        assembler.compare(address(ofSlot: place.slot), number: number, bytes: 8)
        return
      }
      let register = general(a, General.rax)
      if number == 0 { return assembler.test(register, register) }
      return assembler.arithmetic(.compare, register, number: number)
    }
    withWord(.compare, general(a, General.rax), b)
  }

  private func compareMemory(_ load: LowInstruction, _ b: Int) {
    let place = address(load)
    if let number = shortConstant(b) {
      assembler.compare(place, number: number, bytes: load.width.bytes)
    } else {
      assembler.compare(place, general(b, General.rdx))
    }
  }

  /// Whether two words have bits in common; or whether the low bits of one are a number: then those of the difference
  /// are zero.
  private func test(_ i: LowInstruction, _ comparison: LowComparison, _ number: Int32) -> Condition {
    var left = general(Int(i.a), General.rax)
    if number != 0 {
      assembler.addressOf(General.rax, Address(base: left, offset: -number))
      left = General.rax
    }
    if let number = shortConstant(Int(i.b)) {
      assembler.test(left, number: number)
    } else {
      assembler.test(left, general(Int(i.b), General.rcx))
    }
    return comparison == .equal ? .equal : .notEqual
  }

  private func flipped(_ comparison: LowComparison) -> LowComparison {
    switch comparison {
    case .less: return .greater
    case .lessEqual: return .greaterEqual
    case .greater: return .less
    case .greaterEqual: return .lessEqual
    case .below: return .above
    case .belowEqual: return .aboveEqual
    case .above: return .below
    case .aboveEqual: return .belowEqual
    case .equal, .notEqual, .ordered: return comparison
    }
  }

  private func condition(_ comparison: LowComparison) -> Condition {
    switch comparison {
    case .less: return .less
    case .lessEqual: return .lessEqual
    case .equal: return .equal
    case .notEqual: return .notEqual
    case .greater: return .greater
    case .greaterEqual: return .greaterEqual
    case .below: return .below
    case .belowEqual: return .belowEqual
    case .above: return .above
    case .aboveEqual: return .aboveEqual
    case .ordered: return .noParity
    }
  }

  // MARK: Jumps

  /// Jumps where a bit is what is asked for, and goes on where it is not.
  func jump(if value: Int, is holds: Bool, _ label: Int32) {
    let i = layout.instructions[value]
    if let number = constant(value) {
      if (number != 0) == holds { assembler.jump(label) }
      return
    }
    guard layout.isFolded[value] else { return jump(ifRegister: value, is: holds, label) }
    switch i.operation {
    case .bitNot: jump(if: Int(i.a), is: !holds, label)
    case .bitAnd: jumpIfBoth(i, are: true, holds, label)
    case .bitOr: jumpIfBoth(i, are: false, !holds, label)
    case .compareWords:
      let condition = compareWords(i)
      assembler.jump(holds ? condition : condition.negated, label)
    case .overflowed: assembler.jump(holds ? .overflow : .noOverflow, label)
    case .countDown:
      assembler.decrement(address(i))
      assembler.jump(holds ? .sign : .noSign, label)
    default: jump(ifFloats: i, compareAs: holds, label)
    }
  }

  private func jump(ifRegister value: Int, is holds: Bool, _ label: Int32) {
    let place = location(value)
    if place.isSlot {
      assembler.compare(address(ofSlot: place.slot), number: 0, bytes: 8)
    } else {
      let register = general(value, General.rax)
      assembler.test(register, register)
    }
    assembler.jump(holds ? .notEqual : .equal, label)
  }

  /// Jumps where it `holds`, or does not, that both bits are as they should be.
  private func jumpIfBoth(_ i: LowInstruction, are bit: Bool, _ holds: Bool, _ label: Int32) {
    if !holds {
      jump(if: Int(i.a), is: !bit, label)
      jump(if: Int(i.b), is: !bit, label)
      return
    }
    let other = assembler.addLabel()
    jump(if: Int(i.a), is: !bit, other)
    jump(if: Int(i.b), is: bit, label)
    assembler.place(other)
  }

  /// Of a NaN and anything only `notEqual` holds.
  private func jump(ifFloats i: LowInstruction, compareAs holds: Bool, _ label: Int32) {
    switch i.comparison {
    case .less:
      compareFloats(i.b, i.a)
      assembler.jump(holds ? .above : .belowEqual, label)
    case .lessEqual:
      compareFloats(i.b, i.a)
      assembler.jump(holds ? .aboveEqual : .below, label)
    case .greater:
      compareFloats(i.a, i.b)
      assembler.jump(holds ? .above : .belowEqual, label)
    case .greaterEqual:
      compareFloats(i.a, i.b)
      assembler.jump(holds ? .aboveEqual : .below, label)
    case .ordered:
      compareFloats(i.a, i.b)
      assembler.jump(holds ? .noParity : .parity, label)
    default:
      compareFloats(i.a, i.b)
      if (i.comparison == .notEqual) == holds {
        assembler.jump(.parity, label)
        assembler.jump(.notEqual, label)
      } else {
        let other = assembler.addLabel()
        assembler.jump(.parity, other)
        assembler.jump(.equal, label)
        assembler.place(other)
      }
    }
  }

  private func compareFloats(_ a: Int32, _ b: Int32) {
    scalar(.compare, vector(Int(a), 14), Int(b))
  }

  // MARK: Bits as values

  func setBit(_ value: Int, _ condition: Condition) {
    let to = target(value, General.rax)
    assembler.set(condition, to)
    move(to, to: location(value))
  }

  func setFloatComparison(_ value: Int) {
    let label = assembler.addLabel()
    assembler.move(General.rax, number: 1)
    jump(ifFloats: layout.instructions[value], compareAs: true, label)
    assembler.move(General.rax, number: 0)
    assembler.place(label)
    move(General.rax, to: location(value))
  }

  func choose(_ value: Int, _ i: LowInstruction) {
    let (condition, yes, no) = (Int(i.a), Int(i.b), Int(i.c))
    if i.type == .double {
      let label = assembler.addLabel()
      moveFloat(yes, to: 15)
      jump(if: condition, is: true, label)
      moveFloat(no, to: 15)
      assembler.place(label)
      return moveFloat(15, to: location(value))
    }
    var holds = Condition.notEqual
    if layout.isFolded[condition] {
      holds = compareWords(layout.instructions[condition])
    } else {
      let register = general(condition, General.rax)
      assembler.test(register, register)
    }
    let to = target(value, General.rax)
    // Moves leave the flags alone.
    if location(yes) == .general(to) {
      assembler.moveIf(holds.negated, to, general(no, General.rcx))
    } else {
      moveWord(no, to: to)
      assembler.moveIf(holds, to, general(yes, General.rcx))
    }
    move(to, to: location(value))
  }

  // MARK: Doubles

  /// An operation with whatever place the second operand has.
  private func scalar(_ operation: ScalarOperation, _ to: UInt8, _ value: Int) {
    let place = location(value)
    if place.isVector {
      assembler.scalar(operation, to, place.register)
    } else if place.isSlot {
      assembler.scalar(operation, to, address(ofSlot: place.slot))
    } else if let number = constant(value) {
      assembler.scalar(operation, to, constant: UInt64(UInt(bitPattern: number)))
    }
  }

  func selectFloat(_ value: Int, _ i: LowInstruction) {
    switch i.operation {
    case .floatAdd: floatArithmetic(value, i, .add, isCommutative: true)
    case .floatSubtract: floatArithmetic(value, i, .subtract, isCommutative: false)
    case .floatMultiply: floatArithmetic(value, i, .multiply, isCommutative: true)
    case .floatDivide: floatArithmetic(value, i, .divide, isCommutative: false)
    case .floatNegate: mask(value, i, .xor, 1 << 63)
    case .floatAbsolute: mask(value, i, .and, ~(1 << 63))
    case .bitsOfFloat: bitsOfFloat(value, Int(i.a))
    case .floatToWord:
      let to = target(value, General.rax)
      assembler.scalarWord(.truncateToWord, to, vector(Int(i.a), 14))
      move(to, to: location(value))
    default:
      let to = target(value, 15)
      selectFloat(value, i, to)
      moveFloat(to, to: location(value))
    }
  }

  private func selectFloat(_ value: Int, _ i: LowInstruction, _ to: UInt8) {
    let a = Int(i.a)
    switch i.operation {
    case .floatSquareRoot: scalar(.squareRoot, to, a)
    case .floatFloor: assembler.round(to, vector(a, 14), direction: 1)
    case .floatCeiling: assembler.round(to, vector(a, 14), direction: 2)
    case .floatTruncate: assembler.round(to, vector(a, 14), direction: 3)
    case .wordToFloat:
      assembler.clearFloat(to)
      assembler.scalarWord(.convertWord, to, general(a, General.rax))
    case .floatOfBits:
      if location(a).isSlot {
        assembler.scalar(.move, to, address(ofSlot: location(a).slot))
      } else {
        assembler.scalarWord(.bitsFromWord, to, general(a, General.rax))
      }
    default:
      moveFloat(Int(i.c), to: 15)
      assembler.fusedMultiplyAdd(15, vector(a, 14), vector(Int(i.b), 13))
      assembler.moveFloat(to, 15)
    }
  }

  private func floatArithmetic(
    _ value: Int, _ i: LowInstruction, _ operation: ScalarOperation, isCommutative: Bool
  ) {
    var (a, b) = (Int(i.a), Int(i.b))
    var to = target(value, 15)
    if location(b) == .vector(to), location(a) != .vector(to) {
      if isCommutative { swap(&a, &b) } else { to = 15 }
    }
    moveFloat(a, to: to)
    scalar(operation, to, b)
    moveFloat(to, to: location(value))
  }

  private func mask(_ value: Int, _ i: LowInstruction, _ operation: ScalarOperation, _ bits: UInt64)
  {
    let to = target(value, 15)
    assembler.scalar(.move, 14, constant: bits)
    moveFloat(Int(i.a), to: to)
    assembler.scalar(operation, to, 14)
    moveFloat(to, to: location(value))
  }

  private func bitsOfFloat(_ value: Int, _ a: Int) {
    let to = target(value, General.rax)
    if location(a).isVector {
      assembler.scalarWord(.bitsToWord, location(a).register, to)
    } else {
      moveWord(a, to: to)
    }
    move(to, to: location(value))
  }
}
