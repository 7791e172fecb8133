// Calls of Python functions: by their own native code, or interpreted where they have none.

import TaipanRuntime

extension Emitter {
  func callFunction(_ i: Instruction) -> LowValue {
    let (state, caller) = enterRuntime(i.state)
    let body = UnsafePointer<CodeBody>(bitPattern: i.number)!.pointee
    let callee = address(of: i.extra)
    let isAllowed = checkDepth(address(of: i.extra + Int(body.registerCount)), i.state)
    if NativeTier.makesGenerator(UnsafePointer(bitPattern: i.number)!) {
      let generator = call(
        RuntimeFunctions.makeGenerator, [callee, asWord(i.operands[0]), caller])
      leaveInlined(state)
      return generator
    }
    func header(_ index: Int, _ value: LowValue) {
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
    store(callee, runningFrame, .thread)
    addToDepth(1)
    let (entered, interpreted, left, ended, done) = (
      addBlock(), addBlock(), addBlock(), addBlock(),
      addBlock()
    )
    // Where it is nil, its own.
    let native: LowValue? =
      i.number == ownBody
      ? nil
      : load(
        .word,
        LowPlace(offset: i.number + MemoryLayout<CodeBody>.offset(of: \.native)!), .version)
    var canEnter = code.both(isAllowed, hasNativeStack())
    if let native { canEnter = code.both(canEnter, notEqual(native, constant(0))) }
    branch(canEnter, entered, interpreted, isLikely: true)
    position(at: entered)
    let result = code.enter(native, callee)
    branch(notEqual(result, constant(0)), ended, left, isLikely: true)
    position(at: ended)
    // Someone may hold a frame object of the callee.
    let (seen, unseen) = (addBlock(), addBlock())
    branch(
      equal(load(.word, place(i.extra - 5), .frame), constant(1)), unseen, seen, isLikely: true)
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
    let value = phi(.word, [(result, endedBlock), (finished, leftEnd), (ran, interpretedEnd)])
    detachInlined(state)
    leaveInlined(state)
    return value
  }

  /// RecursionError where the frame would be one too many. False where the callee is to be interpreted,
  /// as somebody waits for a safepoint.
  private func checkDepth(_ end: LowValue, _ state: Int) -> LowValue {
    let limit = plainLoad(threadField(MemoryLayout<ThreadState>.offset(of: \.depthLimit)!))
    let isShallow = code.compare(.less, plainLoad(depth), limit)
    let stackLimit = plainLoad(threadField(MemoryLayout<ThreadState>.offset(of: \.stackLimit)!))
    let fits = code.compare(.belowEqual, end, stackLimit)
    let (refused, next) = (addBlock(), addBlock())
    let checked = here
    branch(code.both(isShallow, fits), next, refused, isLikely: true)
    position(at: refused)
    let goesOn = notEqual(call(RuntimeFunctions.refuseFrame, [end]), constant(0))
    require(goesOn, else: raise(state))
    let interpreting = here
    jump(to: next)
    position(at: next)
    return phi(
      .bit, [(code.constant(bit: true), checked), (code.constant(bit: false), interpreting)])
  }

  /// Whether the native stack has room for calls; where it has not, the interpreter needs none.
  private func hasNativeStack() -> LowValue {
    let limit = plainLoad(threadField(MemoryLayout<ThreadState>.offset(of: \.nativeStackLimit)!))
    let low = code.add(limit, constant(Int(NativeTier.reservedStack)))
    return code.compare(.above, code.frameAddress(), low)
  }
}
