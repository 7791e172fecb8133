// From low-level code to x86-64 instructions, each by itself.
//
// The frame, from the stack pointer up: arguments of calls that have no register, values without a register, the
// unit's scratch words, registers that are kept across calls.

import TaipanRuntime

final class Selection {
  let code: LowCode
  let layout: CodeLayout
  let allocation: RegisterAllocation
  let assembler = Assembler()

  /// By block: its label; the unit's entry has another one.
  private(set) var entryLabel: Int32 = 0
  /// Ways to a block that move its phis' values, behind the code.
  private var stubs: [(label: Int32, from: Int, to: Int)] = []
  private var firstSlot = 0
  private var firstScratch = 0
  /// By register that calls change: its word of the frame, or -1.
  private var savePlaces = [Int](repeating: -1, count: 32)
  private var frameWords = 0
  private var framePatches: [Int] = []
  private var pushed: [UInt8] = []
  var moves = ParallelMoves()
  /// The division whose remainder is in rdx still.
  private(set) var lastDivision = -1

  init(_ code: LowCode) {
    self.code = code
    layout = CodeLayout(code)
    allocation = RegisterAllocation(LiveRanges(layout))
  }

  /// Writes all of the unit; the bytes of code, without the constants behind it.
  func select() -> Int {
    assembler.addLabels(code.blocks.count)
    entryLabel = assembler.addLabel()
    begin()
    for (index, block) in layout.blocks.enumerated() {
      assembler.place(Int32(truncatingIfNeeded: block))
      let next = index + 1 < layout.blocks.count ? layout.blocks[index + 1] : -1
      for line in Int(layout.firstLine[block])..<Int(layout.endLine[block]) {
        let value = Int(layout.lines[line])
        if layout.isFolded[value] { continue }
        let i = layout.instructions[value]
        if i.operation.isTerminator {
          end(block, i, next)
        } else {
          select(value, i, line)
          lastDivision = i.operation == .divide ? value : -1
        }
      }
    }
    for stub in stubs {
      assembler.place(stub.label)
      movePhis(stub.from, stub.to)
      assembler.jump(Int32(truncatingIfNeeded: stub.to))
    }
    for place in framePatches { assembler.setNumber(at: place, Int32(frameBytes)) }
    return assembler.finish()
  }

  // MARK: The frame

  private func begin() {
    let arguments = code.instructions.reduce(0) {
      $1.operation == .call ? max($0, Int($1.b) - CallRegisters.general.count) : $0
    }
    firstSlot = arguments
    firstScratch = firstSlot + allocation.slotCount
    frameWords = firstScratch + code.scratchWords
    assembler.place(entryLabel)
    for register in RegisterAllocation.kept where allocation.used >> UInt32(register) & 1 == 1 {
      pushed.append(register)
      assembler.push(register)
    }
    framePatches.append(assembler.adjustStack(.subtract))
    let argument = location(Int(code.argument.index))
    if argument != .nowhere { move(CallRegisters.general[0], to: argument) }
  }

  /// With the return address and the pushed registers a multiple of 16.
  private var frameBytes: Int {
    let words = frameWords + pushed.count + 1
    return 8 * (frameWords + words % 2)
  }

  private func leave() {
    framePatches.append(assembler.adjustStack(.add))
    for register in pushed.reversed() { assembler.pop(register) }
    assembler.endFunction()
  }

  func address(ofSlot slot: Int) -> Address { .stack(8 * (firstSlot + slot)) }

  func scratchAddress(_ offset: Int) -> Address { .stack(8 * firstScratch + offset) }

  /// Where a register is kept across calls.
  func savePlace(_ register: Int) -> Address {
    if savePlaces[register] < 0 {
      savePlaces[register] = frameWords
      frameWords += 1
    }
    return .stack(8 * savePlaces[register])
  }

  // MARK: Values

  func location(_ value: Int) -> Location { allocation.locations[value] }

  func constant(_ value: Int) -> Int? {
    let i = layout.instructions[value]
    return i.operation == .constant ? i.number : nil
  }

  func shortConstant(_ value: Int) -> Int32? { constant(value).flatMap { Int32(exactly: $0) } }

  /// A register that holds a word or bit: `scratch`, where it has none of its own.
  func general(_ value: Int, _ scratch: UInt8) -> UInt8 {
    let place = location(value)
    if place.isGeneral { return place.register }
    moveWord(value, to: scratch)
    return scratch
  }

  func moveWord(_ value: Int, to register: UInt8) {
    let place = location(value)
    if place.isGeneral {
      assembler.move(register, place.register)
    } else if place.isSlot {
      assembler.load(register, address(ofSlot: place.slot))
    } else if let number = constant(value) {
      assembler.move(register, number: number)
    }
  }

  func vector(_ value: Int, _ scratch: UInt8) -> UInt8 {
    let place = location(value)
    if place.isVector { return place.register }
    moveFloat(value, to: scratch)
    return scratch
  }

  func moveFloat(_ value: Int, to register: UInt8) {
    let place = location(value)
    if place.isVector {
      assembler.moveFloat(register, place.register)
    } else if place.isSlot {
      assembler.scalar(.move, register, address(ofSlot: place.slot))
    } else if let number = constant(value) {
      assembler.scalar(.move, register, constant: UInt64(UInt(bitPattern: number)))
    }
  }

  /// Where a result is to be made: its own register, or `scratch`.
  func target(_ value: Int, _ scratch: UInt8) -> UInt8 {
    let place = location(value)
    return place.isGeneral || place.isVector ? place.register : scratch
  }

  /// Puts a word where its value is to be.
  func move(_ register: UInt8, to place: Location) {
    if place.isGeneral {
      assembler.move(place.register, register)
    } else if place.isSlot {
      assembler.store(register, address(ofSlot: place.slot))
    }
  }

  func moveFloat(_ register: UInt8, to place: Location) {
    if place.isVector {
      assembler.moveFloat(place.register, register)
    } else if place.isSlot {
      assembler.scalar(.store, register, address(ofSlot: place.slot))
    }
  }

  // MARK: Instructions

  private func select(_ value: Int, _ i: LowInstruction, _ line: Int) {
    switch i.operation {
    case .phi: break
    case .add where !addPlainly(value, i): arithmetic(value, i, .add, isCommutative: true)
    case .subtract where !addPlainly(value, i):
      arithmetic(value, i, .subtract, isCommutative: false)
    case .add, .subtract: break
    case .addChecked: arithmetic(value, i, .add, isCommutative: true)
    case .subtractChecked: arithmetic(value, i, .subtract, isCommutative: false)
    case .and, .bitAnd: arithmetic(value, i, .and, isCommutative: true)
    case .or, .bitOr: arithmetic(value, i, .or, isCommutative: true)
    case .xor: arithmetic(value, i, .xor, isCommutative: true)
    case .multiply, .multiplyChecked: multiply(value, i)
    case .divide, .remainder: divide(value, i)
    case .shiftLeft: shift(value, i, .left)
    case .shiftRight: shift(value, i, .right)
    case .shiftRightUnsigned: shift(value, i, .rightUnsigned)
    case .rotate:
      let to = target(value, General.rax)
      moveWord(Int(i.a), to: to)
      assembler.shift(.rotateLeft, to, by: UInt8(truncatingIfNeeded: i.number & 63))
      move(to, to: location(value))
    case .wordOfBit:
      let to = target(value, General.rax)
      moveWord(Int(i.a), to: to)
      move(to, to: location(value))
    case .bitNot:
      let to = target(value, General.rax)
      moveWord(Int(i.a), to: to)
      assembler.arithmetic(.xor, to, number: 1)
      move(to, to: location(value))
    case .overflowed: setBit(value, .overflow)
    case .compareWords: setBit(value, compareWords(i))
    case .compareFloats: setFloatComparison(value)
    case .select: choose(value, i)
    case .floatAdd, .floatSubtract, .floatMultiply, .floatDivide, .floatNegate, .floatAbsolute,
      .floatSquareRoot, .floatFloor, .floatCeiling, .floatTruncate, .floatFused, .wordToFloat,
      .floatToWord, .bitsOfFloat, .floatOfBits:
      selectFloat(value, i)
    case .load: load(value, i)
    case .store: store(i)
    case .addressOf:
      let to = target(value, General.rax)
      assembler.addressOf(to, address(i))
      move(to, to: location(value))
    case .frameAddress:
      let to = target(value, General.rax)
      assembler.addressOf(to, .stack(0))
      move(to, to: location(value))
    case .countDown:
      assembler.decrement(address(i))
      setBit(value, .sign)
    case .call: call(value, i, line)
    case .enter: enter(value, i, line)
    case .constant, .poison, .argument, .jump, .branch, .result:
      fatalError("\(i.operation) is not selected")
    }
  }

  // MARK: Ends of blocks

  private func end(_ block: Int, _ i: LowInstruction, _ next: Int) {
    switch i.operation {
    case .jump:
      movePhis(block, Int(i.a))
      if Int(i.a) != next { assembler.jump(i.a) }
    case .branch:
      if Int(i.c) == next, i.detail == 0 {
        jump(if: Int(i.a), is: true, way(block, Int(i.b)))
        return movePhis(block, Int(i.c))
      }
      jump(if: Int(i.a), is: false, way(block, Int(i.c)))
      movePhis(block, Int(i.b))
      if Int(i.b) != next { assembler.jump(i.b) }
    case .result:
      moveWord(Int(i.a), to: General.rax)
      leave()
    default: fatalError("\(i.operation) ends no block")
    }
  }

  /// Where a conditional jump to a block goes.
  private func way(_ from: Int, _ to: Int) -> Int32 {
    collectPhis(from, to)
    if moves.isEmpty { return Int32(truncatingIfNeeded: to) }
    moves.clear()
    stubs.append((assembler.addLabel(), from, to))
    return stubs.last!.label
  }

  private func collectPhis(_ from: Int, _ to: Int) {
    for line in layout.phis(to) {
      let phi = Int(layout.lines[line])
      let value = layout.value(of: phi, from: from)
      moves.add(value, location(value), to: location(phi))
    }
  }

  private func movePhis(_ from: Int, _ to: Int) {
    collectPhis(from, to)
    runMoves()
  }
}
