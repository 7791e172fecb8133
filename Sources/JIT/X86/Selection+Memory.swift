// Loads, stores and addresses; values that change their places at the same time.

extension Selection {
  /// The place of an instruction on memory; uses rax and rcx for what is in no register.
  func address(_ i: LowInstruction) -> Address {
    var address = Address()
    var offset = i.number
    if i.a == LowInstruction.scratch {
      address = scratchAddress(0)
      offset += Int(address.offset)
    } else if i.a >= 0 {
      if let number = constant(Int(i.a)) {
        offset &+= number
      } else {
        address.base = general(Int(i.a), General.rax)
      }
    }
    if i.b >= 0 {
      if let number = constant(Int(i.b)) {
        offset &+= number &* Int(i.scale)
      } else {
        address.index = general(Int(i.b), General.rcx)
        address.scale = UInt8(i.scale.trailingZeroBitCount)
      }
    }
    if let short = Int32(exactly: offset) {
      address.offset = short
      return address
    }
    if address.base != Address.none {
      // An item whose number is a constant and means nothing, in code that no run reaches: a value
      // of another type, whose guard stands before. No variable index is there, so rcx is free.
      assembler.move(General.rcx, number: offset)
      address.index = General.rcx
      address.scale = 0
      return address
    }
    assembler.move(General.rax, number: offset)
    address.base = General.rax
    return address
  }

  func load(_ value: Int, _ i: LowInstruction) {
    let place = address(i)
    switch i.width {
    case .double, .single:
      let to = target(value, 15)
      assembler.scalar(i.width == .double ? .move : .extend, to, place)
      moveFloat(to, to: location(value))
    default:
      let to = target(value, General.rax)
      assembler.load(to, place, i.width)
      move(to, to: location(value))
    }
  }

  func store(_ i: LowInstruction) {
    let place = address(i)
    let value = Int(i.c)
    switch i.width {
    case .double: assembler.scalar(.store, vector(value, 15), place)
    case .single:
      assembler.scalar(.shorten, 15, vector(value, 15))
      assembler.scalar(.storeSingle, 15, place)
    default:
      let bytes = i.width.bytes
      if let number = constant(value), bytes < 8 || Int32(exactly: number) != nil {
        assembler.store(number: Int32(truncatingIfNeeded: number), place, bytes: bytes)
      } else {
        assembler.store(general(value, General.rdx), place, bytes: bytes)
      }
    }
  }

  // MARK: Parallel moves

  /// Makes the moves that were collected, as if all at once: what others still read is overwritten last, and
  /// rings go by way of rax or xmm15. Words go from slot to slot by way of rcx.
  func runMoves() {
    while let move = moves.next() {
      switch move {
      case .plain(let value, let from, let to): plainMove(value, from, to)
      case .aside(let from):
        if from.isVector {
          assembler.moveFloat(15, from.register)
        } else if from.isGeneral {
          assembler.move(General.rax, from.register)
        } else {
          assembler.load(General.rax, address(ofSlot: from.slot))
        }
      }
    }
  }

  private func plainMove(_ value: Int, _ from: Location, _ to: Location) {
    if to.isGeneral {
      if from.isGeneral {
        assembler.move(to.register, from.register)
      } else if from.isSlot {
        assembler.load(to.register, address(ofSlot: from.slot))
      } else {
        moveWord(value, to: to.register)
      }
    } else if to.isVector {
      if from.isVector {
        assembler.moveFloat(to.register, from.register)
      } else if from.isSlot {
        assembler.scalar(.move, to.register, address(ofSlot: from.slot))
      } else if from.isGeneral {
        // It was in a slot and stepped aside.
        assembler.scalarWord(.bitsFromWord, to.register, from.register)
      } else {
        moveFloat(value, to: to.register)
      }
    } else {
      moveToSlot(value, from, address(ofSlot: to.slot))
    }
  }

  private func moveToSlot(_ value: Int, _ from: Location, _ place: Address) {
    if from.isGeneral { return assembler.store(from.register, place) }
    if from.isVector { return assembler.scalar(.store, from.register, place) }
    if from.isSlot {
      assembler.load(General.rcx, address(ofSlot: from.slot))
    } else if let number = constant(value) {
      assembler.move(General.rcx, number: number)
    } else {
      return
    }
    assembler.store(General.rcx, place)
  }
}
