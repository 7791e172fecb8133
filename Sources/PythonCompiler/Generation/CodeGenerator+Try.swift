import Bytecode
import PythonSyntax

extension CodeGenerator {
  func generateTry(
    _ block: TryBlock, _ location: Location, isStar: Bool
  ) throws(CompileFailure) {
    func generateHandlers() throws(CompileFailure) {
      if isStar {
        try generateTryExceptStar(block, location)
      } else {
        try generateTryExcept(block, location)
      }
    }
    guard !block.finalBody.isEmpty else { return try generateHandlers() }
    let body = newLabel()
    let end = newLabel()
    let exit = newLabel()
    let cleanup = newLabel()
    emitJump(.SETUP_FINALLY, end, location)
    use(body)
    try push(.finallyTry(block.finalBody), location, start: body, exit: end)
    if block.handlers.isEmpty { try generate(block.body) } else { try generateHandlers() }
    emit(.POP_BLOCK, .none)
    pop()
    try generate(block.finalBody)
    emitJump(.JUMP_NO_INTERRUPT, exit, .none)
    use(end)
    emitJump(.SETUP_CLEANUP, cleanup, .none)
    emit(.PUSH_EXC_INFO, .none)
    try push(.finallyEnd, .none, start: end)
    try generate(block.finalBody)
    pop()
    emit(.RERAISE, 0, .none)
    use(cleanup)
    emitPopExceptAndReraise(.none)
    use(exit)
  }

  private func generateTryExcept(
    _ block: TryBlock, _ location: Location
  ) throws(CompileFailure) {
    let body = newLabel()
    let except = newLabel()
    let end = newLabel()
    let cleanup = newLabel()
    emitJump(.SETUP_FINALLY, except, location)
    use(body)
    try push(.tryExcept, location, start: body)
    try generate(block.body)
    pop()
    emit(.POP_BLOCK, .none)
    try generate(block.orElse)
    emitJump(.JUMP_NO_INTERRUPT, end, .none)
    use(except)
    emitJump(.SETUP_CLEANUP, cleanup, .none)
    emit(.PUSH_EXC_INFO, .none)
    try push(.exceptionHandler, location)
    for (index, handler) in block.handlers.enumerated() {
      let place = handler.location
      if handler.type == nil, index < block.handlers.count - 1 {
        throw failure("default 'except:' must be last", place)
      }
      let next = newLabel()
      if let type = handler.type {
        try generate(type)
        emit(.CHECK_EXC_MATCH, place)
        emitJump(.POP_JUMP_IF_FALSE, next, place)
      }
      try generateHandler(handler, end)
      use(next)
    }
    pop()
    emit(.RERAISE, 0, .none)
    use(cleanup)
    emitPopExceptAndReraise(.none)
    use(end)
  }

  /// The body of an `except` clause, with the exception on the stack.
  private func generateHandler(_ handler: ExceptHandler, _ end: Label) throws(CompileFailure) {
    let location = handler.location
    guard let name = handler.name else {
      let body = newLabel()
      emit(.POP_TOP, location)
      use(body)
      try push(.handlerCleanup(nil), location, start: body)
      try generate(handler.body)
      pop()
      emit(.POP_BLOCK, .none)
      emit(.POP_EXCEPT, .none)
      return emitJump(.JUMP_NO_INTERRUPT, end, .none)
    }
    let cleanupEnd = newLabel()
    let body = newLabel()
    try emitNameOperation(name, .store, location)
    emitJump(.SETUP_CLEANUP, cleanupEnd, location)
    use(body)
    try push(.handlerCleanup(name), location, start: body)
    try generate(handler.body)
    pop()
    emit(.POP_BLOCK, .none)
    emit(.POP_BLOCK, .none)
    emit(.POP_EXCEPT, .none)
    try emitForget(name, .none)
    emitJump(.JUMP_NO_INTERRUPT, end, .none)
    use(cleanupEnd)
    try emitForget(name, .none)
    emit(.RERAISE, 1, .none)
  }

  // MARK: except*

  /// The stack in the handlers: the original group, the list of what is raised again, what is left of
  /// the group.
  private func generateTryExceptStar(
    _ block: TryBlock, _ location: Location
  ) throws(CompileFailure) {
    let body = newLabel()
    let except = newLabel()
    let orElse = newLabel()
    let end = newLabel()
    let cleanup = newLabel()
    let reraiseStar = newLabel()
    emitJump(.SETUP_FINALLY, except, location)
    use(body)
    try push(.tryExcept, location, start: body)
    try generate(block.body)
    pop()
    emit(.POP_BLOCK, .none)
    emitJump(.JUMP_NO_INTERRUPT, orElse, .none)
    use(except)
    emitJump(.SETUP_CLEANUP, cleanup, .none)
    emit(.PUSH_EXC_INFO, .none)
    try push(.exceptionGroupHandler, location)
    for (index, handler) in block.handlers.enumerated() {
      let isLast = index == block.handlers.count - 1
      try generateStarHandler(handler, isFirst: index == 0, reraiseStar: isLast ? reraiseStar : nil)
    }
    pop()
    emitReraiseStar(reraiseStar, end: end)
    use(cleanup)
    emitPopExceptAndReraise(.none)
    use(orElse)
    try generate(block.orElse)
    use(end)
  }

  private func emitReraiseStar(_ reraiseStar: Label, end: Label) {
    let reraise = newLabel()
    use(reraiseStar)
    emitIntrinsic(BinaryIntrinsic.prepReraiseStar, .none)
    emit(.COPY, 1, .none)
    emitJump(.POP_JUMP_IF_NOT_NONE, reraise, .none)
    emit(.POP_TOP, .none)
    emit(.POP_BLOCK, .none)
    emit(.POP_EXCEPT, .none)
    emitJump(.JUMP_NO_INTERRUPT, end, .none)
    use(reraise)
    emit(.POP_BLOCK, .none)
    emit(.SWAP, 2, .none)
    emit(.POP_EXCEPT, .none)
    emit(.RERAISE, 0, .none)
  }

  /// `reraiseStar` is set for the last handler.
  private func generateStarHandler(
    _ handler: ExceptHandler, isFirst: Bool, reraiseStar: Label?
  ) throws(CompileFailure) {
    let location = handler.location
    let next = newLabel()
    let exceptWithError = newLabel()
    let noMatch = newLabel()
    if isFirst {
      emit(.BUILD_LIST, 0, location)
      emit(.COPY, 2, location)
    }
    if let type = handler.type {
      try generate(type)
      emit(.CHECK_EG_MATCH, location)
      emit(.COPY, 1, location)
      emitJump(.POP_JUMP_IF_NONE, noMatch, location)
    }
    let cleanupEnd = newLabel()
    let body = newLabel()
    if let name = handler.name {
      try emitNameOperation(name, .store, location)
    } else {
      emit(.POP_TOP, location)
    }
    emitJump(.SETUP_CLEANUP, cleanupEnd, location)
    use(body)
    try push(.handlerCleanup(handler.name), location, start: body)
    try generate(handler.body)
    pop()
    emit(.POP_BLOCK, .none)
    if let name = handler.name { try emitForget(name, .none) }
    emitJump(.JUMP_NO_INTERRUPT, next, .none)
    use(cleanupEnd)
    if let name = handler.name { try emitForget(name, .none) }
    // An exception raised in the body joins the list.
    emit(.LIST_APPEND, 3, .none)
    emit(.POP_TOP, .none)
    emitJump(.JUMP_NO_INTERRUPT, exceptWithError, .none)
    use(next)
    emit(.NOP, .none)
    emitJump(.JUMP_NO_INTERRUPT, exceptWithError, .none)
    use(noMatch)
    emit(.POP_TOP, location)
    use(exceptWithError)
    if let reraiseStar {
      emit(.LIST_APPEND, 1, .none)
      emitJump(.JUMP_NO_INTERRUPT, reraiseStar, .none)
    }
  }
}
