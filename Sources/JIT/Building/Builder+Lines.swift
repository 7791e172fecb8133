// One register instruction to IR. What has no case of its own is run by the interpreter's handler.

import RegisterCode
import TaipanRuntime

extension Builder {
  func buildLine() throws(NotCompiled) {
    let word = line.word
    if methodOfNumber() { return }
    if wasNeverRun {
      emptyCaches.insert(context.view.address(of: line.index))
      leaveAsFailure()
      return
    }
    if buildVirtualStep() { return }
    if try buildCollectedCall() { return }
    materializeReads()
    if Builder.unstablePlaces.contains(context.view.address(of: line.index)), isGuardedByCache {
      if !accessOfManyShapes() { buildGeneric() }
      return
    }
    // Where one access has seen many shapes, those of the same function will; a generic one has seen them.
    if context.seesManyShapes || line.opcode == line.opcode.parent || hasStoredInSeveralShapes,
      accessOfManyShapes()
    {
      return
    }
    switch word.opcode {
    case .raiseException, .raiseFrom, .raiseCurrent, .reraise, .reraiseAt: leave()
    case .enter, .enterNative, .resume, .resumeNative: break
    case .move: write(word.a, read(word.b))
    case .movePair:
      let (first, second) = (read(word.b), read(word.c))
      write(word.a, first)
      write(word.a + 1, second)
    case .loadConst: write(word.a, constant(Value(bits: line.extra[0])))
    case .loadSmallInt: write(word.a, intConstant(word.signedB))
    case .loadNone: write(word.a, constant(.none))
    case .loadTrue: write(word.a, constant(.true))
    case .loadFalse: write(word.a, constant(.false))
    case .loadNull: write(word.a, constant(.absent))
    case .checkBound: checkBound(word.a)
    case .loadAndClear:
      let value = read(word.b)
      write(word.a, value)
      write(word.b, constant(.absent))
    case .jump: jump(to: line.next + word.signedBC)
    case .jumpBackward, .jumpBackwardNative: try jumpBack(to: line.next + word.signedBC)
    case .jumpIfTrue, .jumpIfFalse: jumpOnTruth()
    case .toBool, .logicalNot: convertToBool()
    case .jumpIfNone, .jumpIfNotNone:
      let none = constant(.none)
      branchIdentical(read(word.a), none, wanted: word.opcode == .jumpIfNone)
    case .jumpIfIdentical, .jumpIfNotIdentical:
      branchIdentical(read(word.a), read(word.b), wanted: word.opcode == .jumpIfIdentical)
    case .identical, .notIdentical:
      let same = emit(.identical, [read(word.b), read(word.c)], .bool)
      write(word.a, word.opcode == .identical ? same : emit(.boolNot, [same], .bool))
    case .makeFunction:
      let code = Value(bits: line.extra[0])
      constants.insert(Int(bitPattern: UInt(code.bits)))
      write(
        word.a,
        emit(
          .newFunction, [context.function], .object(Builder.shape(.function)),
          number: Int(bitPattern: UInt(code.bits))))
    case .setFunctionAttribute where word.c == 8:
      emit(
        .store, [read(word.a), read(word.b)], .any,
        number: MemoryLayout<FunctionLayout>.offset(of: \.closure)!, alias: .cell)
    case .returnValue: returns(read(word.a))
    case .returnConst: returns(constant(Value(bits: line.extra[0])))
    case .returnNone: returns(constant(.none))
    case .yieldValue:
      if let collector = context.collector { collectYield(collector) } else { yields() }
    case .makeGenerator where isCollecting: write(word.a, constant(.none))
    case .makeGenerator: leave()
    case .send:
      if isCollecting { leave() } else { branchOnStep(.send) }
    case .getAwaitable where isNewCoroutine:
      let coroutine = read(word.b)
      if word.b >= context.view.localCount { emit(.markTemporary, [coroutine], .any) }
      write(word.a, coroutine)
    case .getAsyncNext:
      if let end = context.view.loopEnd(line) { asyncNext(end) } else { buildGeneric() }
    case .intrinsic1 where word.c == Builder.asyncWrap:
      write(word.a, emit(.wrapYielded, [read(word.b)], .any))
    default:
      if try buildOperator() { return }
      if try buildDescriptor() { return }
      if buildArithmetic() || buildAttribute() || buildSubscript() || buildIteration()
        || buildName()
      {
        return
      }
      if try !buildCall(), try !buildBoundCall() { buildGeneric() }
    }
  }

  /// An instruction whose cache is empty has not been run: no code is made for it and what follows, but if
  /// it is reached after all, new code.
  private var wasNeverRun: Bool {
    guard line.opcode == line.opcode.parent, line.extra.allSatisfy({ $0 == 0 }),
      !Builder.placesRun.contains(context.view.address(of: line.index))
    else { return false }
    switch line.opcode {
    case .loadAttr, .loadMethod, .storeAttr, .loadGlobal, .callFunction, .callMethod: return true
    default: return false
    }
  }

  /// Whether what the cache says is what guards ask for.
  private var isGuardedByCache: Bool {
    // Arrays that are not of the numbers seen have their readers and writers.
    if line.opcode == .loadSubscriptItem || line.opcode == .storeSubscriptItem {
      return !hasNumberArray
    }
    switch line.opcode.parent {
    case .loadAttr, .loadMethod, .storeAttr, .callFunction, .callMethod, .loadSubscript,
      .storeSubscript, .loadSubscriptImmediate, .storeSubscriptImmediate, .loadGlobal:
      return true
    default: return false
    }
  }

  func leaveAsFailure() {
    emit(.guardTrue, [emit(.boolConstant, [], .bool, number: 0)], .any, state: exitState)
    leaveBehind()
  }

  /// The interpreter's handler; a jump goes where it says.
  private func buildGeneric() {
    if buildHelped() { return }
    if line.target == nil {
      if line.effects.clobbersFrom != nil { return stepPlain(.stepCall) }
      stepPlain()
      // Raises, always.
      if !line.continues { leaveBehind() }
      return
    }
    branchOnStep()
  }

  /// Behind an instruction that never goes on.
  private func leaveBehind() {
    graph.blocks[current!].terminator = .leave(exitState)
    current = nil
  }

  /// Runs a jump by its handler and follows it.
  func branchOnStep(_ operation: Operation = .step) {
    let next = step(operation)
    reload(line.effects.writes)
    let target = line.target!
    let address = intConstant(context.view.address(of: target))
    let taken = emit(.intCompare, [next, address], .bool, number: Comparison.equal.rawValue)
    branch(taken, to: target, else: line.next)
  }

  private func checkBound(_ register: Int) {
    requirePresent(read(register))
  }

  func requirePresent(_ value: ValueID) {
    if graph.values[value].type.kinds.contains(.other), graph.values[value].type.shape == 0 {
      emit(.guardPresent, [value], .any, state: exitState)
    }
  }

  /// A safepoint: what was requested is done by the interpreter, at this instruction.
  func poll() {
    let address =
      Int(MemoryMap.threadState) + MemoryLayout<ThreadState>.offset(of: \.pollRequested)!
    let requested = emit(.loadAddress, [], .bool, number: address, extra: 1, alias: .thread)
    emit(.guardFalse, [requested], .any, extra: 1, state: exitState)
  }

  private func jumpBack(to word: Int) throws(NotCompiled) {
    poll()
    jump(to: word)
  }

  private func branchIdentical(_ a: ValueID, _ b: ValueID, wanted: Bool) {
    let same = emit(.identical, [a, b], .bool)
    if wanted {
      branch(same, to: line.target!, else: line.next)
    } else {
      branch(same, to: line.next, else: line.target!)
    }
  }

  // MARK: Truth

  private func jumpOnTruth() {
    let word = line.word
    let value = read(word.a)
    let truth: ValueID
    switch expectedKinds(value) {
    case .bool, .int, .float, .none: truth = staticTruth(value)
    default: truth = askedTruth(value)
    }
    let whenTrue = word.opcode == .jumpIfTrue
    branch(
      truth, to: whenTrue ? line.target! : line.next, else: whenTrue ? line.next : line.target!)
  }

  /// What a value is taken for: by what it was when the unit was made, unless that has turned out to be wrong here.
  private func expectedKinds(_ value: ValueID) -> ValueType.Kinds {
    Builder.unstablePlaces.contains(context.view.address(of: line.index))
      ? graph.values[value].type.kinds : type(value).kinds
  }

  private func staticTruth(_ value: ValueID) -> ValueID {
    switch type(value).kinds {
    case .int:
      return emit(
        .intCompare, [int(value), intConstant(0)], .bool, number: Comparison.notEqual.rawValue)
    case .float:
      return emit(
        .floatCompare, [float(value), floatConstant(0)], .bool,
        number: Comparison.notEqual.rawValue)
    case .none:
      if known(value) != nil { return emit(.boolConstant, [], .bool, number: 0) }
      return askedTruth(value)
    default:
      return graph.values[value].type.kinds == .bool ? value : askedTruth(value)
    }
  }

  /// Numbers, bools and None are told apart in place, for others the handler is run.
  private func askedTruth(_ value: ValueID) -> ValueID {
    if let truth = plainTruth(value) { return truth }
    let state = runningState()
    let address = context.view.address(of: line.index + 1)
    let taken = line.target.map { context.view.address(of: $0) } ?? 0
    let truth = emit(
      .truth, [value], .bool, number: address,
      extra: line.opcode == .jumpIfFalse ? -taken : taken, state: state)
    noteMayBeStored(state)
    previousRepeats = false
    return truth
  }

  /// Of what has seen only values whose truth Python code has no part in, as is taken for granted at first.
  private func plainTruth(_ value: ValueID) -> ValueID? {
    if Builder.unstablePlaces.contains(context.view.address(of: line.index)) { return nil }
    return emit(.plainTruth, [value], .bool, state: exitState)
  }

  private func convertToBool() {
    let value = read(line.word.b)
    let truth: ValueID
    switch (expectedKinds(value), graph.values[value].type.kinds) {
    case (.int, _), (.float, _): truth = staticTruth(value)
    case (_, .bool): truth = value
    default:
      guard let plain = plainTruth(value) else { return convertAnyToBool(value) }
      truth = plain
    }
    write(line.word.a, line.opcode == .toBool ? truth : emit(.boolNot, [truth], .bool))
  }

  /// Bools in place, whatever else by the handler.
  private func convertAnyToBool(_ value: ValueID) {
    var ends: [(block: BlockID, env: Environment, value: ValueID)] = []
    for known in [Value.true, .false] {
      let ways = fork(emit(.identical, [value, constant(known)], .bool))
      let saved = env
      current = ways.yes
      let isTrue = known.isTrue == (line.opcode == .toBool)
      write(line.word.a, constant(isTrue ? .true : .false))
      ends.append((block: current!, env: env, value: -1))
      current = ways.no
      env = saved
    }
    if !buildHelped() { stepPlain() }
    ends.append((block: current!, env: env, value: -1))
    _ = merge(ends)
  }

  // MARK: Returning

  private func returns(_ value: ValueID) {
    if context.parent != nil {
      if let instance = context.instance {
        // What is not None raises, in the interpreter.
        if graph.values[value].type.kinds != .none { _ = identical(value, to: .none) }
        context.returns.append((block: current!, env: env, value: instance))
      } else {
        context.returns.append(
          (block: current!, env: env, value: isCollecting ? collected() : value))
      }
      current = nil
    } else if isLoop {
      leave()
    } else {
      graph.blocks[current!].terminator = .result(value)
      current = nil
    }
  }
}
