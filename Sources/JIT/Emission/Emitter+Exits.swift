// Ways out of a unit: one for each frame state, which stores what the interpreter must find there.

import TaipanRuntime

extension Emitter {
  /// By frame state: the instruction that most of its guards belong to; of several the first.
  static func usualPlaces(_ graph: Graph) -> [Int] {
    var places: [(state: Int, place: Int)] = []
    for block in graph.blocks {
      for value in block.body where graph.values[value].state >= 0 {
        places.append((graph.values[value].state, place(of: graph.values[value])))
      }
    }
    places.sort { ($0.state, $0.place) < ($1.state, $1.place) }
    var result = [Int](repeating: 0, count: graph.states.count)
    var (begin, most) = (0, 0)
    while begin < places.count {
      var end = begin
      while end < places.count, places[end] == places[begin] { end += 1 }
      let state = places[begin].state
      if begin == 0 || places[begin - 1].state != state { most = 0 }
      if end - begin > most {
        most = end - begin
        result[state] = places[begin].place
      }
      begin = end
    }
    return result
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
  func exit(_ state: Int) -> LowBlock { exit(state, failedAt: failurePlace) }

  /// Leaves for good: nothing has failed.
  func leave(_ state: Int) { jump(to: exit(state, failedAt: 0)) }

  func exit(_ state: Int, failedAt place: Int) -> LowBlock {
    let exit = exits[state] ?? addBlock()
    exits[state] = exit
    if place == usualPlaces[state] { return exit }
    let notes = addBlock()
    let saved = here
    position(at: notes)
    let noted = place == 0 ? Exits.nothingFailed : place
    store(constant(noted), LowPlace(offset: Exits.failedPlace), .thread)
    jump(to: exit)
    position(at: saved)
    return notes
  }

  /// Stores the registers as they are held: the runtime makes values of them, and the frames. What several states
  /// want in the same register is stored in one place.
  func emitExits() {
    var stores = ExitStores()
    let ends = exits.indices.map { state in
      exits[state] == nil ? ExitStores.root : stores.add(storedRegisters(of: state))
    }
    for (state, exit) in exits.enumerated() {
      guard let exit else { continue }
      position(at: exit)
      storeExtras(of: state)
      store(constant(state), exitState, .extras)
      emitStores(from: ends[state], &stores)
    }
    if let leaving = stores.nodes[ExitStores.root].block {
      position(at: leaving)
      call(
        RuntimeFunctions.leave,
        [code.argument, constant(unit), load(.word, exitState, .extras), extrasAddress])
      code.result(constant(0))
    }
    if let raised {
      position(at: raised)
      code.result(constant(0))
    }
  }

  /// What the runtime finds in the registers.
  private func storedRegisters(of state: Int) -> [(register: Int, value: ValueID)] {
    var result: [(register: Int, value: ValueID)] = []
    forEachValue(of: state) { register, value in
      if graph.isPrecise(register), mayBeNumber(value) { return }
      result.append((register, value))
    }
    return result
  }

  /// The registers of a state but for those that the runtime knows what to put in.
  private func forEachValue(of state: Int, _ body: (_ register: Int, _ value: ValueID) -> Void) {
    let constants = layouts[state].constants
    // In the order of the state's registers.
    var next = 0
    for (register, value) in graph.states[state].registers {
      if next < constants.count, constants[next].register == register {
        next += 1
      } else if !graph.values[value].operation.isVirtual {
        body(register, value)
      }
    }
  }

  /// The stores from a node on, and those of further nodes up to one that others come by, too.
  private func emitStores(from end: Int, _ stores: inout ExitStores) {
    var node = end
    while true {
      if node == ExitStores.root || stores.nodes[node].users > 1 {
        if let block = stores.nodes[node].block { return jump(to: block) }
        let block = addBlock()
        stores.nodes[node].block = block
        jump(to: block)
        if node == ExitStores.root { return }
        position(at: block)
      }
      storeHeld(stores.nodes[node].value, place(stores.nodes[node].register), .frame)
      node = stores.nodes[node].next
    }
  }

  /// A value as it is held, but for bools.
  private func storeHeld(_ value: ValueID, _ place: LowPlace, _ alias: AliasClass) {
    switch graph.values[value].type.representation {
    case .word, .int: store(values[value], place, alias)
    case .float: store(values[value], place, alias, .double)
    case .bool: store(asWord(value), place, alias)
    }
  }

  private func mayBeNumber(_ value: ValueID) -> Bool {
    switch graph.values[value].type.representation {
    case .int, .float: return true
    case .word: return isDeferred[value]
    case .bool: return false
    }
  }

  // MARK: Extras

  /// Words of this frame, where the collector looks: numbers of a generator's registers, functions and
  /// instances of inlined frames, the fields of objects that exits make.
  func reserveExtras() {
    var most = 3
    for state in graph.states {
      var count = 2 * state.frames.count + graph.fieldCount(of: state)
      for (register, value) in state.registers {
        if isDeferred[value] { count += 1 }
        if graph.isPrecise(register) { count += 1 }
      }
      most = max(most, count)
    }
    exitState = extra(most)
    code.scratchWords = most + 1
    code.privateWords = 1
  }

  private func extra(_ index: Int) -> LowPlace { LowPlace(offset: index * 8, isScratch: true) }

  private var extrasAddress: LowValue { code.addressOf(extra(0)) }

  /// What the runtime finds beside the registers.
  private func storeExtras(of state: Int) {
    var count = 0
    func add(_ value: LowValue) {
      store(value, extra(count), .extras)
      count += 1
    }
    if graph.ownRegisters != nil {
      forEachValue(of: state) { register, value in
        if graph.isPrecise(register), mayBeNumber(value) {
          storeHeld(value, extra(count), .extras)
          count += 1
        }
      }
    }
    let frames = graph.states[state].frames
    for index in frames.indices.dropFirst() {
      if layouts[state].frames[index].function == nil { add(asWord(frames[index].function)) }
      if layouts[state].frames[index].hasInstance { add(asWord(frames[index].instance!)) }
    }
    for (_, value) in graph.states[state].registers where isDeferred[value] {
      add(kind(ofDeferred: value))
    }
    storeFields(state, from: count)
  }

  /// The fields of the objects that leaving with a state makes, each object's once.
  private func storeFields(_ state: Int, from first: Int) {
    var count = first
    for object in graph.virtualObjects(of: graph.states[state]) {
      for field in graph.values[object].operands {
        // What is made there, too, is put there then.
        if !graph.values[field].operation.isVirtual { storeHeld(field, extra(count), .extras) }
        count += 1
      }
    }
  }

  /// Makes the iterators of a state, whose frames are complete otherwise.
  func makeIterators(_ state: Int) {
    if graph.fieldCount(of: graph.states[state]) == 0 { return }
    storeFields(state, from: 0)
    call(
      RuntimeFunctions.makeObjects, [code.argument, constant(unit), constant(state), extrasAddress])
  }

  /// An iterator as object.
  func materialize(_ i: Instruction) -> LowValue {
    let virtual = graph.values[i.operands[0]]
    for (index, field) in virtual.operands.enumerated() { storeHeld(field, extra(index), .extras) }
    return call(RuntimeFunctions.makeIterator, [constant(virtual.number), extrasAddress])
  }

  /// Where an exception leaves: the frames are complete but for iterators.
  func raise(_ state: Int) -> LowBlock {
    if state >= 0, graph.fieldCount(of: graph.states[state]) > 0 {
      let block = addBlock()
      let saved = here
      position(at: block)
      makeIterators(state)
      code.result(constant(0))
      position(at: saved)
      return block
    }
    if let raised { return raised }
    let block = addBlock()
    raised = block
    return block
  }
}
