import Bytecode
import PythonSyntax

// Leaving blocks early. `location` becomes "none" where the unwinding code is not the statement's own.

extension CodeGenerator {
  /// `keepsTop`: the value on top of the stack survives.
  func unwind(
    _ block: FrameBlock, _ location: inout Location, keepsTop: Bool
  ) throws(CompileFailure) {
    func swapIfKept() { if keepsTop { emit(.SWAP, 2, location) } }
    switch block.kind {
    case .whileLoop, .exceptionHandler, .exceptionGroupHandler, .asyncComprehension,
      .stopIteration:
      return
    case .forLoop, .popValue:
      swapIfKept()
      emit(.POP_TOP, location)
    case .tryExcept:
      emit(.POP_BLOCK, location)
    case .finallyTry(let body):
      emit(.POP_BLOCK, location)
      if keepsTop { try push(.popValue, location) }
      try generate(body)
      if keepsTop { pop() }
      location = .none
    case .finallyEnd:
      swapIfKept()
      emit(.POP_TOP, location)
      swapIfKept()
      emit(.POP_BLOCK, location)
      emit(.POP_EXCEPT, location)
    case .with:
      location = block.location
      emit(.POP_BLOCK, location)
      swapIfKept()
      emitExitCall(location)
      emit(.POP_TOP, location)
      location = .none
    case .asyncWith:
      location = block.location
      emit(.POP_BLOCK, location)
      swapIfKept()
      emitExitCall(location)
      emit(.GET_AWAITABLE, 2, location)
      emitConstant(.none, location)
      emitYieldFrom(isAwait: true, location)
      emit(.POP_TOP, location)
      location = .none
    case .handlerCleanup(let name):
      if name != nil { emit(.POP_BLOCK, location) }
      swapIfKept()
      emit(.POP_BLOCK, location)
      emit(.POP_EXCEPT, location)
      if let name { try emitForget(name, location) }
    }
  }

  /// Unwinds all blocks, or those inside the innermost loop, which is returned.
  func unwindAll(
    _ location: inout Location, keepsTop: Bool, stopsAtLoop: Bool
  ) throws(CompileFailure) -> FrameBlock? {
    guard let top = unit.blocks.last else { return nil }
    if case .exceptionGroupHandler = top.kind {
      throw failure(
        "'break', 'continue' and 'return' cannot appear in an except* block", location)
    }
    if stopsAtLoop, top.isLoop { return top }
    // While its own unwinding code is generated, the block is gone.
    unit.blocks.removeLast()
    try unwind(top, &location, keepsTop: keepsTop)
    let loop = try unwindAll(&location, keepsTop: keepsTop, stopsAtLoop: stopsAtLoop)
    unit.blocks.append(top)
    return loop
  }

  /// `name = None; del name`, at the end of `except … as name`.
  func emitForget(_ name: Identifier, _ location: Location) throws(CompileFailure) {
    emitConstant(.none, location)
    try emitNameOperation(name, .store, location)
    try emitNameOperation(name, .delete, location)
  }

  func emitExitCall(_ location: Location) {
    for _ in 0..<3 { emitConstant(.none, location) }
    emit(.CALL, 2, location)
  }

  func emitYieldFrom(isAwait: Bool, _ location: Location) {
    let send = newLabel()
    let fail = newLabel()
    let exit = newLabel()
    use(send)
    emitJump(.SEND, exit, location)
    // A close or throw that ends the inner iterator raises StopIteration at the yield.
    emitJump(.SETUP_FINALLY, fail, location)
    emit(.YIELD_VALUE, 1, location)
    emit(.POP_BLOCK, .none)
    emit(.RESUME, isAwait ? ResumeKind.afterAwait : ResumeKind.afterYieldFrom, location)
    emitJump(.JUMP_NO_INTERRUPT, send, location)
    use(fail)
    emit(.CLEANUP_THROW, location)
    use(exit)
    emit(.END_SEND, location)
  }

  func emitAwait(_ kind: Int, _ location: Location) {
    emit(.GET_AWAITABLE, kind, location)
    emitConstant(.none, location)
    emitYieldFrom(isAwait: true, location)
  }

  func emitPopExceptAndReraise(_ location: Location) {
    emit(.COPY, 3, location)
    emit(.POP_EXCEPT, location)
    emit(.RERAISE, 1, location)
  }

  /// PEP 479: StopIteration that leaves a generator becomes RuntimeError.
  func wrapInStopIterationHandler() {
    let handler = newLabel()
    unit.sequence.insertFirst(.SETUP_CLEANUP, handler.id, .none)
    emitConstant(.none, .none)
    emit(.RETURN_VALUE, .none)
    use(handler)
    emitIntrinsic(UnaryIntrinsic.stopIterationError, .none)
    emit(.RERAISE, 1, .none)
  }
}
