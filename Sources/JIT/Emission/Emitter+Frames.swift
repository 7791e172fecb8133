// Frames in memory: what the interpreter, tracebacks and callees find there.

#if TAIPAN_LLVM
  import CLLVM
  import TaipanRuntime

  extension Emitter {
    /// Fields of the thread at their fixed addresses.
    private func threadField(_ offset: Int) -> IRValue {
      constant(address: Int(MemoryMap.threadState) + offset)
    }

    private var runningFrame: IRValue {
      threadField(MemoryLayout<ThreadState>.offset(of: \.frame)!)
    }

    private var depth: IRValue {
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

    private func addToDepth(_ count: Int) {
      let old = plainLoad(depth)
      store(llvm.pointee.LLVMBuildAdd(builder, old, constant(count), ""), depth, .thread)
    }

    private func plainLoad(_ place: IRValue) -> IRValue {
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
    private func detachInlined(_ state: FrameState) {
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

    /// Numbers, bools and None are told apart here, others by the handler.
    func truth(_ i: Instruction) -> IRValue {
      let value = i.operands[0]
      switch graph.values[value].type.representation {
      case .bool: return values[value]!
      case .int: return notEqual(values[value]!, constant(0))
      case .float: return compare(.notEqual, values[value]!, constant(double: 0))
      case .word: break
      }
      let l = llvm.pointee
      let x = asWord(value)
      let (known, asked, done) = (addBlock("known"), addBlock("asked"), addBlock("truth"))
      let isTrue = equal(x, constant(bits: Value.true.bits))
      let isFalse = l.LLVMBuildOr(
        builder, equal(x, constant(bits: Value.false.bits)),
        equal(x, constant(bits: Value.none.bits)), "")!
      let isInt = notEqual(l.LLVMBuildAnd(builder, x, constant(1), ""), constant(0))
      let isKnown = l.LLVMBuildOr(
        builder, l.LLVMBuildOr(builder, isTrue, isFalse, ""), isInt, "")!
      branch(isKnown, known, asked, isLikely: true)
      position(at: known)
      let isNonzero = l.LLVMBuildAnd(builder, isInt, notEqual(x, constant(1)), "")
      let knownTruth = l.LLVMBuildOr(builder, isTrue, isNonzero, "")!
      jump(to: done)
      position(at: asked)
      // Lists by their count.
      let (heap, list, handler) = (addBlock(""), addBlock("list"), addBlock("handler"))
      branch(hasTag(x, 0), heap, handler)
      position(at: heap)
      branch(shapeIs(x, Int(Shape.of(.list).id)), list, handler)
      position(at: list)
      let countPlace = field(x, MemoryLayout<ListLayout>.offset(of: \.count)!)
      let listTruth = notEqual(load(word, countPlace, .listCount), constant(0))
      jump(to: done)
      position(at: handler)
      let found = call(RuntimeFunctions.helpers[Helper.truth.rawValue], [x])
      let foundTruth = equal(found, constant(1))
      let (python, foundEnd) = (addBlock("python"), here)
      branch(
        notEqual(found, constant(bits: ContainerHelpers.askTruth)), done, python, isLikely: true)
      position(at: python)
      let next = step(i)
      let taken = equal(next, constant(abs(i.extra)))
      let askedTruth = i.extra > 0 ? taken : l.LLVMBuildNot(builder, taken, "")!
      let askedEnd = here
      jump(to: done)
      position(at: done)
      return phi(
        bit,
        [
          (knownTruth, known), (listTruth, list), (foundTruth, foundEnd), (askedTruth, askedEnd),
        ])
    }

    // MARK: Numbers of any kind

    /// Ints, floats and both in line, and whatever else by the handler: `fast` makes the result of two
    /// floats, `ints` of two ints where it can.
    private func numbers(
      _ i: Instruction, isExact: Bool, floats: (IRValue, IRValue, IRBlock) -> IRValue,
      ints: (IRValue, IRValue, IRBlock) -> IRValue, slow: () -> IRValue, result type: IRType
    ) -> IRValue {
      let l = llvm.pointee
      let (x, y) = (asWord(i.operands[0]), asWord(i.operands[1]))
      let (bothInts, notInts, areFloats, notFloats, asked, done) = (
        addBlock("ints"), addBlock(""), addBlock("floats"), addBlock(""), addBlock("asked"),
        addBlock("")
      )
      var incoming: [(IRValue, IRBlock)] = []
      func add(_ value: IRValue) {
        incoming.append((value, here))
        jump(to: done)
      }
      branch(isTaggedInt(l.LLVMBuildAnd(builder, x, y, "")), bothInts, notInts)
      position(at: bothInts)
      add(ints(x, y, asked))
      position(at: notInts)
      let tags = l.LLVMBuildOr(
        builder, l.LLVMBuildXor(builder, x, constant(2), ""),
        l.LLVMBuildXor(builder, y, constant(2), ""), "")
      branch(hasTag(tags, 0), areFloats, notFloats, isLikely: true)
      position(at: areFloats)
      add(floats(inlineFloat(x), inlineFloat(y), asked))
      position(at: notFloats)
      let a = numberOrElse(x, asked, isExact: isExact)
      let b = numberOrElse(y, asked, isExact: isExact)
      add(floats(a, b, asked))
      position(at: asked)
      add(slow())
      position(at: done)
      return phi(type, incoming)
    }

    /// An int or inline float as double; exactly, where it is asked for.
    private func numberOrElse(_ x: IRValue, _ other: IRBlock, isExact: Bool) -> IRValue {
      let l = llvm.pointee
      let (small, maybeFloat, isFloat, boxed, done) = (
        addBlock(""), addBlock(""), addBlock(""), addBlock("boxed"), addBlock("")
      )
      branch(isTaggedInt(x), small, maybeFloat)
      position(at: small)
      let number = untaggedInt(x)
      if isExact {
        let shifted = l.LLVMBuildAdd(builder, number, constant(1 << 53), "")
        require(l.LLVMBuildICmp(builder, LLVMIntULE, shifted, constant(1 << 54), ""), else: other)
      }
      let converted = l.LLVMBuildSIToFP(builder, number, double, "")
      let smallEnd = here
      jump(to: done)
      position(at: maybeFloat)
      branch(hasTag(x, 2), isFloat, boxed)
      position(at: isFloat)
      let unboxed = inlineFloat(x)
      jump(to: done)
      position(at: boxed)
      // Zero above all.
      require(hasTag(x, 0), else: other)
      require(shapeIs(x, Int(Shape.of(.float).id)), else: other)
      let loaded = load(double, field(x, MemoryLayout<FloatLayout>.offset(of: \.number)!), .float)
      let boxedEnd = here
      jump(to: done)
      position(at: done)
      return phi(double, [(converted, smallEnd), (unboxed, isFloat), (loaded, boxedEnd)])
    }

    /// `+`, `-`, `*` or `/` of whatever: `extra` says which.
    func anyArithmetic(_ i: Instruction) -> IRValue {
      let l = llvm.pointee
      let target = Int(UnsafePointer<UInt64>(bitPattern: i.number - 8)!.pointee.a)
      let base = graph.states[i.state].frames.last!.base
      return numbers(
        i, isExact: false,
        floats: { a, b, asked in
          switch i.extra {
          case 0: return boxFloat(l.LLVMBuildFAdd(builder, a, b, ""))
          case 1: return boxFloat(l.LLVMBuildFSub(builder, a, b, ""))
          case 2: return boxFloat(l.LLVMBuildFMul(builder, a, b, ""))
          default:
            require(compare(.notEqual, b, constant(double: 0)), else: asked)
            return boxFloat(l.LLVMBuildFDiv(builder, a, b, ""))
          }
        },
        ints: { x, y, asked in
          let names = [
            "llvm.sadd.with.overflow", "llvm.ssub.with.overflow", "llvm.smul.with.overflow",
          ]
          if i.extra > 2 {
            jump(to: asked)
            position(at: addBlock(""))
            return constant(1)
          }
          let (result, overflows) = overflowing(names[i.extra], untaggedInt(x), untaggedInt(y))
          require(l.LLVMBuildNot(builder, overflows, ""), else: asked)
          return boxInt(result)
        },
        slow: {
          _ = step(i)
          return load(word, place(base + target), .frame)
        }, result: word)
    }

    /// A comparison that a jump follows, of whatever: `number` is behind the instruction, `extra` the
    /// address where it jumps when true, or negative when false, and `alias` no alias.
    func anyCompare(_ i: Instruction) -> IRValue {
      let comparison = Comparison(rawValue: i.comparison)!
      // Python compares an int and a float by their values, not the int as a float.
      return numbers(
        i, isExact: true, floats: { a, b, _ in compare(comparison, a, b) },
        ints: { x, y, _ in compareInts(comparison, x, y) },
        slow: {
          let taken = equal(step(i), constant(abs(i.extra)))
          return i.extra > 0 ? taken : llvm.pointee.LLVMBuildNot(builder, taken, "")
        }, result: bit)
    }

    // MARK: Calls of Python functions

    func callFunction(_ i: Instruction) -> IRValue {
      let l = llvm.pointee
      let (state, caller) = enterRuntime(i.state)
      let body = UnsafePointer<CodeBody>(bitPattern: i.number)!.pointee
      let callee = place(i.extra)
      let isAllowed = checkDepth(place(i.extra + Int(body.registerCount)), i.state)
      func header(_ index: Int, _ value: IRValue) {
        store(value, place(i.extra - index), .frame)
      }
      header(1, caller)
      header(3, constant(i.number))
      header(4, asWord(i.operands[0]))
      header(5, constant(1))
      header(6, constant(0))
      for local in max(0, Int(body.simpleArguments))..<max(0, Int(body.localCount)) {
        store(constant(0), place(i.extra + local), .frame)
      }
      if NativeTier.makesGenerator(UnsafePointer(bitPattern: i.number)!) {
        let generator = call(RuntimeFunctions.makeGenerator, [callee])
        leaveInlined(state)
        return generator
      }
      store(callee, runningFrame, .thread)
      addToDepth(1)
      let (native, interpreted, left, ended, done) = (
        addBlock("native"), addBlock("interpreted"), addBlock("left"), addBlock("ended"),
        addBlock("called")
      )
      let code =
        i.number == ownBody
        ? function
        : load(
          pointer,
          constant(address: i.number + MemoryLayout<CodeBody>.offset(of: \.native)!), .version)
      var canEnter: IRValue = l.LLVMBuildAnd(builder, isAllowed, hasNativeStack(), "")
      if i.number != ownBody {
        canEnter = l.LLVMBuildAnd(builder, canEnter, l.LLVMBuildIsNotNull(builder, code, ""), "")
      }
      branch(canEnter, native, interpreted, isLikely: true)
      position(at: native)
      var arguments: [IRValue] = [callee]
      let result = l.LLVMBuildCall2(builder, functionType, code, &arguments, 1, "")!
      branch(notEqual(result, constant(0)), ended, left, isLikely: true)
      position(at: ended)
      // Someone may hold a frame object of the callee.
      let (seen, unseen) = (addBlock("seen"), addBlock(""))
      branch(
        equal(load(word, place(i.extra - 5), .frame), constant(1)), unseen, seen, isLikely: true)
      position(at: seen)
      call(RuntimeFunctions.detachFrame, [callee])
      jump(to: unseen)
      position(at: unseen)
      store(caller, runningFrame, .thread)
      addToDepth(-1)
      let endedBlock = here
      jump(to: done)
      position(at: left)
      let finished = call(RuntimeFunctions.finishCallee, [callee])
      require(notEqual(finished, constant(0)), else: raise(i.state))
      let leftEnd = here
      jump(to: done)
      position(at: interpreted)
      let ran = call(RuntimeFunctions.runCallee, [callee])
      require(notEqual(ran, constant(0)), else: raise(i.state))
      let interpretedEnd = here
      jump(to: done)
      position(at: done)
      let value = phi(
        word, [(result, endedBlock), (finished, leftEnd), (ran, interpretedEnd)])
      detachInlined(state)
      leaveInlined(state)
      return value
    }

    /// RecursionError where the frame would be one too many. False where the callee is to be interpreted,
    /// as somebody waits for a safepoint.
    private func checkDepth(_ end: IRValue, _ state: Int) -> IRValue {
      let l = llvm.pointee
      let limit = plainLoad(threadField(MemoryLayout<ThreadState>.offset(of: \.depthLimit)!))
      let isShallow = l.LLVMBuildICmp(builder, LLVMIntSLT, plainLoad(depth), limit, "")!
      let stackLimit = plainLoad(
        threadField(MemoryLayout<ThreadState>.offset(of: \.stackLimit)!))
      let address = l.LLVMBuildPtrToInt(builder, end, word, "")
      let fits = l.LLVMBuildICmp(builder, LLVMIntULE, address, stackLimit, "")
      let (refused, next) = (addBlock("refused"), addBlock(""))
      let checked = here
      branch(l.LLVMBuildAnd(builder, isShallow, fits, ""), next, refused, isLikely: true)
      position(at: refused)
      let goesOn = notEqual(call(RuntimeFunctions.refuseFrame, [end]), constant(0))
      require(goesOn, else: raise(state))
      let interpreting = here
      jump(to: next)
      position(at: next)
      return phi(
        bit, [(l.LLVMConstInt(bit, 1, 0), checked), (l.LLVMConstInt(bit, 0, 0), interpreting)])
    }

    /// Whether the native stack has room for calls; where it has not, the interpreter needs none.
    private func hasNativeStack() -> IRValue {
      let l = llvm.pointee
      let name = "llvm.frameaddress"
      let id = l.LLVMLookupIntrinsicID(name, name.utf8.count)
      var types: [IRType] = [pointer]
      let intrinsic = l.LLVMGetIntrinsicDeclaration(module, id, &types, 1)
      var parameters: [IRType] = [half]
      let type = l.LLVMFunctionType(pointer, &parameters, 1, 0)
      var arguments: [IRValue] = [l.LLVMConstInt(half, 0, 0)]
      let frame = l.LLVMBuildCall2(builder, type, intrinsic, &arguments, 1, "")
      let address = l.LLVMBuildPtrToInt(builder, frame, word, "")
      let limit = plainLoad(
        threadField(MemoryLayout<ThreadState>.offset(of: \.nativeStackLimit)!))
      let low = l.LLVMBuildAdd(builder, limit, constant(Int(NativeTier.reservedStack)), "")
      return l.LLVMBuildICmp(builder, LLVMIntUGT, address, low, "")
    }
  }
#endif
