// Calls of Python functions: by their own native code, or interpreted where they have none.

#if TAIPAN_LLVM
  import CLLVM
  import TaipanRuntime

  extension Emitter {
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
