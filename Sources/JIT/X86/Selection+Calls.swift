// Calls of C functions and of native code.

extension Selection {
  func call(_ value: Int, _ i: LowInstruction, _ line: Int) {
    let function = code.callees[i.number]
    saveRegisters(value, line, isSave: true)
    var (generals, vectors) = (0, 0)
    for index in 0..<Int(i.b) {
      let argument = Int(code.lists[Int(i.a) + index].index)
      if function.parameters[index] == .float {
        moves.add(argument, location(argument), to: .vector(UInt8(vectors)))
        vectors += 1
      } else if generals < CallRegisters.general.count {
        moves.add(argument, location(argument), to: .general(CallRegisters.general[generals]))
        generals += 1
      } else {
        let word = generals - CallRegisters.general.count
        assembler.store(general(argument, General.rax), .stack(8 * word))
        generals += 1
      }
    }
    runMoves()
    if CodeMemory.shared.reaches(function.address) {
      assembler.call(near: function.address)
    } else {
      assembler.move(General.rax, number: function.address)
      assembler.call(General.rax)
    }
    endCall(value, i, line)
  }

  func enter(_ value: Int, _ i: LowInstruction, _ line: Int) {
    saveRegisters(value, line, isSave: true)
    if i.a >= 0 { moveWord(Int(i.a), to: General.rax) }
    moveWord(Int(i.b), to: CallRegisters.general[0])
    if i.a >= 0 { assembler.call(General.rax) } else { assembler.call(label: entryLabel) }
    endCall(value, i, line)
  }

  private func endCall(_ value: Int, _ i: LowInstruction, _ line: Int) {
    if i.type == .double {
      moveFloat(0, to: location(value))
    } else if i.type != .none {
      move(General.rax, to: location(value))
    }
    saveRegisters(value, line, isSave: false)
  }

  /// What calls change and is read behind them is stored before and loaded again behind.
  private func saveRegisters(_ result: Int, _ line: Int, isSave: Bool) {
    let own = Int(location(result).number)
    for register in RegisterAllocation.changedByCalls
    where register != own && allocation.isTaken(register, acrossCallAt: line) {
      let (place, number) = (savePlace(register), UInt8(register & 15))
      switch (register < 16, isSave) {
      case (true, true): assembler.store(number, place)
      case (true, false): assembler.load(number, place)
      case (false, true): assembler.scalar(.store, number, place)
      case (false, false): assembler.scalar(.move, number, place)
      }
    }
  }
}

/// Registers of the first arguments, as C passes them (System V ABI, 3.2.3).
enum CallRegisters {
  static let general: [UInt8] = [
    General.rdi, General.rsi, General.rdx, General.rcx, General.r8, General.r9,
  ]
}
