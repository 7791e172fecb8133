// Frames in memory: what the interpreter, tracebacks and callees find there.

import TaipanRuntime

extension Emitter {
  /// Fields of the thread at their fixed addresses.
  func threadField(_ offset: Int) -> LowPlace {
    LowPlace(offset: Int(MemoryMap.threadState) + offset)
  }

  var runningFrame: LowPlace {
    threadField(MemoryLayout<ThreadState>.offset(of: \.frame)!)
  }

  var depth: LowPlace {
    threadField(MemoryLayout<ThreadState>.offset(of: \.depth)!)
  }

  /// Stores the registers of a state, and makes the frames of inlined functions.
  func store(_ state: FrameState) {
    for (register, value) in state.registers
    where !graph.values[value].operation.isVirtual {
      store(asWord(value), place(register), .frame)
    }
    for (index, frame) in state.frames.enumerated() {
      store(constant(frame.pc), place(frame.base - 2), .frame)
      if index == 0 { continue }
      let caller = address(of: state.frames[index - 1].base)
      store(caller, place(frame.base - 1), .frame)
      store(constant(frame.body), place(frame.base - 3), .frame)
      store(asWord(frame.function), place(frame.base - 4), .frame)
      store(constant(frame.flags << 1 | 1), place(frame.base - 5), .frame)
      store(frame.instance.map(asWord) ?? constant(0), place(frame.base - 6), .frame)
    }
    if state.frames.count > 1 {
      store(address(of: state.frames.last!.base), runningFrame, .thread)
      addToDepth(state.frames.count - 1)
    }
  }

  /// The frames of inlined functions are gone again.
  func leaveInlined(_ state: FrameState) {
    if state.frames.count > 1 {
      store(code.argument, runningFrame, .thread)
      addToDepth(1 - state.frames.count)
    }
  }

  func addToDepth(_ count: Int) {
    let old = plainLoad(depth)
    store(code.add(old, constant(count)), depth, .thread)
  }

  /// Nothing changes it behind the code's back.
  func plainLoad(_ place: LowPlace) -> LowValue { load(.word, place, nil) }

  // MARK: Handlers

  /// What an instruction needs before its handler runs; the frame that it runs in.
  func enterRuntime(_ state: Int) -> (FrameState, LowValue) {
    let state = graph.states[state]
    store(state)
    return (state, address(of: state.frames.last!.base))
  }

  /// The handler of an instruction: where the frame goes on.
  func step(_ i: Instruction) -> LowValue {
    let (state, frame) = enterRuntime(i.state)
    return runHandler(i, state, frame, isCall: i.operation == .stepCall || isCall(i))
  }

  /// Whether the instruction behind a helper is a call, which the interpreter may have to make.
  private func isCall(_ i: Instruction) -> Bool {
    guard i.operation == .helped || i.operation == .helpedTruth else { return false }
    let parent = UnsafePointer<UInt64>(bitPattern: i.number - 8)!.pointee.opcode.parent
    return parent == .callFunction || parent == .callMethod
  }

  /// The same, the state stored.
  func runHandler(_ i: Instruction, _ state: FrameState, _ frame: LowValue, isCall: Bool)
    -> LowValue
  {
    let next = call(
      isCall ? RuntimeFunctions.stepCall : RuntimeFunctions.step,
      [constant(i.number), frame])
    if isCall { leave(wherePutOff: next, i, state) }
    return goOn(at: next, i)
  }

  /// The delegate of a generator runs: where the generator goes on.
  func send(_ i: Instruction) -> LowValue {
    let (state, frame) = enterRuntime(i.state)
    let next = call(RuntimeFunctions.send, [constant(i.number), frame])
    leave(wherePutOff: next, i, state)
    return goOn(at: next, i)
  }

  /// An `async for` goes on to its next value: where.
  func asyncNext(_ i: Instruction) -> LowValue {
    let (_, frame) = enterRuntime(i.state)
    return goOn(at: call(RuntimeFunctions.asyncNext, [constant(i.number), frame]), i)
  }

  /// Leaves where the runtime says that the interpreter should run the instruction.
  private func leave(wherePutOff next: LowValue, _ i: Instruction, _ state: FrameState) {
    let left = addBlock()
    require(notEqual(next, constant(Int(NativeHelpers.leave))), else: left)
    let after = here
    position(at: left)
    makeIterators(i.state)
    // The instruction is still to be run.
    store(constant(i.number - 8), place(state.frames.last!.base - 2), .frame)
    code.result(constant(0))
    position(at: after)
  }

  /// The rest of an operator's instruction: where the frame goes on.
  func finishOperator(_ i: Instruction) -> LowValue {
    let value = asWord(i.operands[0])
    let (_, frame) = enterRuntime(i.state)
    let next = call(
      RuntimeFunctions.finishOperator,
      [constant(i.number), frame, constant(i.extra), value])
    return goOn(at: next, i)
  }

  /// Behind an instruction that the interpreter has run, unless it raised.
  private func goOn(at next: LowValue, _ i: Instruction) -> LowValue {
    let state = graph.states[i.state]
    require(notEqual(next, constant(0)), else: raise(i.state))
    leaveWhereSeen(i, state, goesOnAt: next) {}
    leaveInlined(state)
    return next
  }

  /// Where someone has made frame objects of a state's inlined frames, the interpreter goes on in these.
  func leaveWhereSeen(
    _ i: Instruction, _ state: FrameState, goesOnAt next: LowValue, _ prepare: () -> Void
  ) {
    guard let isUnseen = framesAreUnseen(state) else { return }
    let seen = addBlock()
    require(isUnseen, else: seen)
    let after = here
    position(at: seen)
    prepare()
    makeIterators(i.state)
    store(next, place(state.frames.last!.base - 2), .frame)
    code.result(constant(0))
    position(at: after)
  }

  /// Whether nobody has made frame objects of a state's inlined frames; nil where there are none.
  private func framesAreUnseen(_ state: FrameState) -> LowValue? {
    var result: LowValue? = nil
    for frame in state.frames.dropFirst() {
      let flags = load(.word, place(frame.base - 5), .frame)
      let same = equal(flags, constant(frame.flags << 1 | 1))
      result = result.map { code.both($0, same) } ?? same
    }
    return result
  }

  /// Lets frame objects of inlined frames keep what the frames show now, where there are some.
  func detachInlined(_ state: FrameState) {
    guard let isUnseen = framesAreUnseen(state) else { return }
    let seen = addBlock()
    require(isUnseen, else: seen)
    let after = here
    position(at: seen)
    for frame in state.frames.dropFirst().reversed() {
      call(RuntimeFunctions.detachFrame, [address(of: frame.base)])
    }
    jump(to: after)
    position(at: after)
  }

  func nextItem(_ i: Instruction) -> LowValue {
    let (state, _) = enterRuntime(i.state)
    let item = call(RuntimeFunctions.next, [asWord(i.operands[0])])
    require(notEqual(item, constant(0)), else: raise(i.state))
    detachInlined(state)
    leaveInlined(state)
    return item
  }

  func finishCollecting(_ i: Instruction) -> LowValue {
    let (state, _) = enterRuntime(i.state)
    let result = call(
      RuntimeFunctions.finishCollecting, [constant(i.number), address(of: i.extra)])
    require(notEqual(result, constant(0)), else: raise(i.state))
    detachInlined(state)
    leaveInlined(state)
    return result
  }

  /// What the resuming side reads of a generator that yields.
  func suspend(_ i: Instruction) {
    store(graph.states[i.state])
    func field(_ offset: Int) -> LowPlace {
      LowPlace(base: code.argument, offset: offset - GeneratorPlaces.registers)
    }
    store(constant(i.number), field(GeneratorPlaces.pc), .frame)
    store(constant(i.extra & 0xFFFF), field(GeneratorPlaces.sentRegister), .frame, .short)
    store(constant(i.extra >> 16), field(GeneratorPlaces.delegateRegister), .frame, .half)
    store(
      constant(Int(GeneratorState.suspended.rawValue)), field(GeneratorPlaces.state), .frame, .byte)
  }
}
