// Instances and namespaces.

#if TAIPAN_LLVM
  import CLLVM
  import TaipanRuntime

  extension Emitter {
    /// An instance whose attributes are unset. The store of its shape follows.
    func newInstance(_ i: Instruction) -> IRValue {
      if i.extra == 0 { return call(RuntimeFunctions.newInstance, [constant(i.number)]) }
      let l = llvm.pointee
      let cells = NativeTier.cells(i.extra)
      let (has, slow, done) = (addBlock("cell"), addBlock("refill"), addBlock(""))
      let place = constant(address: cells.fresh)
      let cell = load(word, place, .collector)
      let next = l.LLVMBuildAdd(builder, cell, constant(cells.cellSize), "")
      let limit = load(word, constant(address: cells.limit), .collector)
      branch(l.LLVMBuildICmp(builder, LLVMIntULE, next, limit, ""), has, slow, isLikely: true)
      position(at: has)
      store(next, place, .collector)
      store(constant(0), field(cell, 0), .shape)
      for offset in stride(from: 8, to: (i.extra + 15) & ~15, by: 8) {
        store(constant(0), field(cell, offset), .slot)
      }
      jump(to: done)
      position(at: slow)
      let made = call(RuntimeFunctions.newInstance, [constant(i.number)])
      jump(to: done)
      position(at: done)
      return phi(word, [(cell, has), (made, slow)])
    }

    /// The buffer is read whenever its owner is: the owner's barrier stands for both.
    func storeOverflow(_ i: Instruction) -> IRValue {
      store(asWord(i.operands[2]), field(asWord(i.operands[1]), i.number), i.alias)
      noteWrite(asWord(i.operands[0]))
      return nil
    }

    func storeEntry(_ i: Instruction) -> IRValue {
      store(asWord(i.operands[1]), constant(address: i.number), i.alias)
      noteWrite(asWord(i.operands[0]))
      return nil
    }
  }
#endif
