// Ways out of a unit: one for each frame state, which stores what the interpreter must find there.

#if TAIPAN_LLVM
  import CLLVM
  import TaipanRuntime

  extension Emitter {
    /// By frame state: the instruction that most of its guards belong to.
    static func usualPlaces(_ graph: Graph) -> [Int] {
      var counts = [[Int: Int]](repeating: [:], count: graph.states.count)
      for block in graph.blocks {
        for value in block.body {
          let i = graph.values[value]
          if i.state >= 0 { counts[i.state][place(of: i), default: 0] += 1 }
        }
      }
      return counts.map { $0.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 0 }
    }

    /// What is noted where the guard of an instruction fails.
    static func place(of i: Instruction) -> Int {
      // Safepoints do not fail.
      if i.operation == .guardFalse, i.extra == 1 { return 0 }
      return i.isHoisted ? i.place | Exits.hoisted : i.place
    }

    /// Where a guard goes that fails at the instruction being emitted. Guards with the same frame state share
    /// one exit. Who came is noted in memory, unless it is the usual one: as a value of the block it would be
    /// put in place before every guard, on the way that is taken; and blocks that note cost time to compile.
    func exit(_ state: Int) -> IRBlock { exit(state, failedAt: failurePlace) }

    /// Leaves for good: nothing has failed.
    func leave(_ state: Int) { jump(to: exit(state, failedAt: 0)) }

    func exit(_ state: Int, failedAt place: Int) -> IRBlock {
      if exits[state] == nil { exits[state] = addBlock("exit\(state)") }
      let exit = exits[state]!
      if place == usualPlaces[state] { return exit }
      let notes = addBlock("")
      let saved = here
      position(at: notes)
      let noted = place == 0 ? Exits.nothingFailed : place
      store(constant(noted), constant(address: Exits.failedPlace), .thread)
      jump(to: exit)
      position(at: saved)
      return notes
    }

    /// Stores the registers as they are held: the runtime makes values of them, and the frames. What several states
    /// want in the same register is stored in one place.
    func emitExits() {
      var stores = ExitStores()
      let sorted = exits.sorted { $0.key < $1.key }
      let ends = sorted.map { stores.add(storedRegisters(of: $0.key)) }
      for ((state, exit), end) in zip(sorted, ends) {
        position(at: exit)
        storeExtras(extras(of: state))
        store(constant(state), exitState, .extras)
        emitStores(from: end, &stores)
      }
      if let leaving = stores.blocks[ExitStores.root] {
        position(at: leaving)
        call(
          RuntimeFunctions.leave,
          [registers, constant(unit), load(word, exitState, .extras), self.extras])
        _ = llvm.pointee.LLVMBuildRet(builder, constant(0))
      }
      if let raised {
        position(at: raised)
        _ = llvm.pointee.LLVMBuildRet(builder, constant(0))
      }
    }

    /// What the runtime finds in the registers.
    private func storedRegisters(of state: Int) -> [(register: Int, value: ValueID)] {
      let constants = Set(layouts[state].constants.map(\.register))
      return graph.states[state].registers.filter { register, value in
        !graph.values[value].operation.isVirtual && !constants.contains(register)
          && !(graph.isPrecise(register) && mayBeNumber(value))
      }
    }

    /// The stores from a node on, and those of further nodes up to one that others come by, too.
    private func emitStores(from end: Int, _ stores: inout ExitStores) {
      var node = end
      while true {
        if node == ExitStores.root || stores.nodes[node].users > 1 {
          if let block = stores.blocks[node] { return jump(to: block) }
          let block = addBlock("exits")
          stores.blocks[node] = block
          jump(to: block)
          if node == ExitStores.root { return }
          position(at: block)
        }
        let (register, value) = (stores.nodes[node].register, stores.nodes[node].value)
        let isBool = graph.values[value].type.representation == .bool
        store(isBool ? asWord(value) : values[value], place(register), .frame)
        node = stores.nodes[node].next
      }
    }

    /// What the runtime finds beside the registers.
    private func extras(of state: Int) -> [IRValue] {
      var extras: [IRValue] = []
      let constants = Set(layouts[state].constants.map(\.register))
      for (register, value) in graph.states[state].registers
      where graph.isPrecise(register) && !constants.contains(register)
        && !graph.values[value].operation.isVirtual
      {
        if let bits = numberBits(value) { extras.append(bits) }
      }
      for (frame, layout) in zip(graph.states[state].frames, layouts[state].frames).dropFirst() {
        if layout.function == nil { extras.append(asWord(frame.function)) }
        if let instance = frame.instance { extras.append(asWord(instance)) }
      }
      let kinds = graph.deferredRegisters(of: graph.states[state], isDeferred).map {
        kind(ofDeferred: $0.value)
      }
      return extras + kinds + virtualFields(state)
    }

    private func mayBeNumber(_ value: ValueID) -> Bool {
      switch graph.values[value].type.representation {
      case .int, .float: return true
      case .word: return isDeferred[value]
      case .bool: return false
      }
    }

    /// What is or may be a number, as bits.
    private func numberBits(_ value: ValueID) -> IRValue? {
      switch graph.values[value].type.representation {
      case .int: return values[value]!
      case .float: return llvm.pointee.LLVMBuildBitCast(builder, values[value]!, word, "")
      case .word where isDeferred[value]: return values[value]!
      case .word, .bool: return nil
      }
    }

    /// Words of this frame, where the collector looks: numbers of a generator's registers, functions and
    /// instances of inlined frames, the fields of objects that exits make.
    func makeExtras() {
      let fields = graph.states.map { state in
        graph.fieldCount(of: state) + 2 * state.frames.count
          + graph.deferredRegisters(of: state, isDeferred).count
          + state.registers.count { graph.isPrecise($0.register) }
      }
      let type = llvm.pointee.LLVMArrayType2(word, UInt64(max(3, fields.max() ?? 0)))
      extras = llvm.pointee.LLVMBuildAlloca(builder, type, "")
      exitState = llvm.pointee.LLVMBuildAlloca(builder, word, "")
    }

    private func storeExtras(_ extras: [IRValue]) {
      for (index, value) in extras.enumerated() {
        store(value, address(self.extras, constant(index * 8)), .extras)
      }
    }

    /// The fields of the objects that leaving with a state makes, each object's once; as they are held, but
    /// for bools.
    private func virtualFields(_ state: Int) -> [IRValue] {
      graph.virtualObjects(of: graph.states[state]).flatMap { object in
        graph.values[object].operands.map { field in
          graph.values[field].type.representation == .bool ? asWord(field) : values[field]
        }
      }
    }

    /// Makes the iterators of a state, whose frames are complete otherwise.
    func makeIterators(_ state: Int) {
      let fields = virtualFields(state)
      if fields.isEmpty { return }
      storeExtras(fields)
      call(
        RuntimeFunctions.makeObjects, [registers, constant(unit), constant(state), extras])
    }

    /// An iterator as object.
    func materialize(_ i: Instruction) -> IRValue {
      let virtual = graph.values[i.operands[0]]
      storeExtras(virtual.operands.map { values[$0] })
      return call(RuntimeFunctions.makeIterator, [constant(virtual.number), extras])
    }

    /// Where an exception leaves: the frames are complete but for iterators.
    func raise(_ state: Int) -> IRBlock {
      if state >= 0, graph.fieldCount(of: graph.states[state]) > 0 {
        let block = addBlock("raised")
        let saved = here
        position(at: block)
        makeIterators(state)
        _ = llvm.pointee.LLVMBuildRet(builder, constant(0))
        position(at: saved)
        return block
      }
      if let raised { return raised }
      let block = addBlock("raised")
      raised = block
      return block
    }
  }
#endif
