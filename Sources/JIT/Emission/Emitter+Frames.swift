// Frames in memory: what the interpreter, tracebacks and callees find there.

#if TAIPAN_LLVM
  import CLLVM
  import TaipanRuntime

  extension Emitter {
    /// Fields of the thread at their fixed addresses.
    func threadField(_ offset: Int) -> IRValue {
      constant(address: Int(MemoryMap.threadState) + offset)
    }

    var runningFrame: IRValue {
      threadField(MemoryLayout<ThreadState>.offset(of: \.frame)!)
    }

    var depth: IRValue {
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
        let caller = place(state.frames[index - 1].base)
        store(caller, place(frame.base - 1), .frame)
        store(constant(frame.body), place(frame.base - 3), .frame)
        store(asWord(frame.function), place(frame.base - 4), .frame)
        store(constant(frame.flags << 1 | 1), place(frame.base - 5), .frame)
        store(frame.instance.map(asWord) ?? constant(0), place(frame.base - 6), .frame)
      }
      if state.frames.count > 1 {
        store(place(state.frames.last!.base), runningFrame, .thread)
        addToDepth(state.frames.count - 1)
      }
    }

    /// The frames of inlined functions are gone again.
    func leaveInlined(_ state: FrameState) {
      if state.frames.count > 1 {
        store(registers, runningFrame, .thread)
        addToDepth(1 - state.frames.count)
      }
    }

    func addToDepth(_ count: Int) {
      let old = plainLoad(depth)
      store(llvm.pointee.LLVMBuildAdd(builder, old, constant(count), ""), depth, .thread)
    }

    func plainLoad(_ place: IRValue) -> IRValue {
      let load = llvm.pointee.LLVMBuildLoad2(builder, word, place, "")!
      return load
    }

    // MARK: Calls into the runtime

    @discardableResult
    func call(_ function: RuntimeFunction, _ arguments: [IRValue]) -> IRValue {
      func type(_ kind: RuntimeFunction.Kind) -> IRType {
        switch kind {
        case .word: return word
        case .pointer: return pointer
        case .float: return double
        case .nothing: return void
        }
      }
      var parameters: [IRType] = function.parameters.map(type)
      var operands: [IRValue] = arguments
      let functionType = llvm.pointee.LLVMFunctionType(
        type(function.result), &parameters, UInt32(parameters.count), 0)
      let call = llvm.pointee.LLVMBuildCall2(
        builder, functionType, constant(address: function.address), &operands,
        UInt32(operands.count), "")!
      annotate(call, function.memory)
      return call
    }

    private func annotate(_ call: IRValue, _ memory: RuntimeFunction.Memory) {
      func add(_ name: String, _ value: UInt64 = 0) {
        let kind = llvm.pointee.LLVMGetEnumAttributeKindForName(name, name.utf8.count)
        let attribute = llvm.pointee.LLVMCreateEnumAttribute(context, kind, value)
        llvm.pointee.LLVMAddCallSiteAttribute(
          call, LLVMAttributeIndex(bitPattern: Int32(LLVMAttributeFunctionIndex)), attribute)
      }
      add("nounwind")
      switch memory {
      case .any: break
      // LLVM's encoding: two bits for each of argument, inaccessible and other memory.
      case .own:
        add("memory", 0b00_11_00)
        add("willreturn")
      case .reads:
        add("memory", 0b01_11_01)
        add("willreturn")
      case .none:
        add("memory", 0)
        add("willreturn")
      }
    }

    /// What an instruction needs before its handler runs; the frame that it runs in.
    func enterRuntime(_ state: Int) -> (FrameState, IRValue) {
      let state = graph.states[state]
      store(state)
      return (state, place(state.frames.last!.base))
    }

    /// The handler of an instruction: where the frame goes on.
    func step(_ i: Instruction) -> IRValue {
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
    func runHandler(_ i: Instruction, _ state: FrameState, _ frame: IRValue, isCall: Bool)
      -> IRValue
    {
      let next = call(
        isCall ? RuntimeFunctions.stepCall : RuntimeFunctions.step,
        [constant(address: i.number), frame])
      if isCall {
        let left = addBlock("left")
        require(notEqual(next, constant(Int(NativeHelpers.leave))), else: left)
        let after = here
        position(at: left)
        makeIterators(i.state)
        // The instruction is still to be run.
        store(constant(i.number - 8), place(state.frames.last!.base - 2), .frame)
        _ = llvm.pointee.LLVMBuildRet(builder, constant(0))
        position(at: after)
      }
      return goOn(at: next, i)
    }

    /// The rest of an operator's instruction: where the frame goes on.
    func finishOperator(_ i: Instruction) -> IRValue {
      let value = asWord(i.operands[0])
      let (_, frame) = enterRuntime(i.state)
      let next = call(
        RuntimeFunctions.finishOperator,
        [constant(address: i.number), frame, constant(i.extra), value])
      return goOn(at: next, i)
    }

    /// Behind an instruction that the interpreter has run, unless it raised.
    private func goOn(at next: IRValue, _ i: Instruction) -> IRValue {
      let state = graph.states[i.state]
      require(notEqual(next, constant(0)), else: raise(i.state))
      leaveWhereSeen(i, state, goesOnAt: next) {}
      leaveInlined(state)
      return next
    }

    /// Where someone has made frame objects of a state's inlined frames, the interpreter goes on in these.
    func leaveWhereSeen(
      _ i: Instruction, _ state: FrameState, goesOnAt next: IRValue, _ prepare: () -> Void
    ) {
      guard let isUnseen = framesAreUnseen(state) else { return }
      let seen = addBlock("seen")
      require(isUnseen, else: seen)
      let after = here
      position(at: seen)
      prepare()
      makeIterators(i.state)
      store(next, place(state.frames.last!.base - 2), .frame)
      _ = llvm.pointee.LLVMBuildRet(builder, constant(0))
      position(at: after)
    }

    /// Whether nobody has made frame objects of a state's inlined frames; nil where there are none.
    private func framesAreUnseen(_ state: FrameState) -> IRValue? {
      var result: IRValue? = nil
      for frame in state.frames.dropFirst() {
        let flags = load(word, place(frame.base - 5), .frame)
        let same = equal(flags, constant(frame.flags << 1 | 1))
        result = result.map { llvm.pointee.LLVMBuildAnd(builder, $0, same, "") } ?? same
      }
      return result
    }

    /// Lets frame objects of inlined frames keep what the frames show now, where there are some.
    func detachInlined(_ state: FrameState) {
      guard let isUnseen = framesAreUnseen(state) else { return }
      let seen = addBlock("seen")
      require(isUnseen, else: seen)
      let after = here
      position(at: seen)
      for frame in state.frames.dropFirst().reversed() {
        call(RuntimeFunctions.detachFrame, [place(frame.base)])
      }
      jump(to: after)
      position(at: after)
    }

    func nextItem(_ i: Instruction) -> IRValue {
      let (state, _) = enterRuntime(i.state)
      let item = call(RuntimeFunctions.next, [asWord(i.operands[0])])
      require(notEqual(item, constant(0)), else: raise(i.state))
      detachInlined(state)
      leaveInlined(state)
      return item
    }

    func finishCollecting(_ i: Instruction) -> IRValue {
      let (state, _) = enterRuntime(i.state)
      let result = call(
        RuntimeFunctions.finishCollecting, [constant(i.number), place(i.extra)])
      require(notEqual(result, constant(0)), else: raise(i.state))
      detachInlined(state)
      leaveInlined(state)
      return result
    }

    /// What the resuming side reads of a generator that yields.
    func suspend(_ i: Instruction) -> IRValue {
      let l = llvm.pointee
      store(graph.states[i.state])
      func field(_ offset: Int) -> IRValue {
        address(registers, constant(offset - GeneratorPlaces.registers))
      }
      store(constant(i.number), field(GeneratorPlaces.pc), .frame)
      store(
        l.LLVMConstInt(l.LLVMInt16TypeInContext(context), UInt64(i.extra), 0),
        field(GeneratorPlaces.sentRegister), .frame)
      store(l.LLVMConstInt(half, 0, 0), field(GeneratorPlaces.delegateRegister), .frame)
      store(
        l.LLVMConstInt(byte, UInt64(GeneratorState.suspended.rawValue), 0),
        field(GeneratorPlaces.state), .frame)
      return nil
    }
  }
#endif
