import Bytecode
import PythonSyntax

extension CodeGenerator {
  /// Jumps to `target` when the truth of the expression is `condition`, falls through otherwise.
  func generateJump(
    _ expression: Expression, _ target: Label, if condition: Bool, _ location: Location
  ) throws(CompileFailure) {
    switch expression.kind {
    case .unaryOp(.not, let operand):
      return try generateJump(operand, target, if: !condition, location)
    case .boolOp(let operation, let values):
      return try generateBooleanJump(operation, values, target, condition, location)
    case .ifExp(let test, let body, let orElse):
      let end = newLabel()
      let next = newLabel()
      try generateJump(test, next, if: false, location)
      try generateJump(body, target, if: condition, location)
      emitJump(.JUMP_NO_INTERRUPT, end, .none)
      use(next)
      try generateJump(orElse, target, if: condition, location)
      return use(end)
    case .compare(let left, let operators, let comparators) where operators.count > 1:
      return try generateChainJump(
        left, operators, comparators, target, condition, expression)
    default: break
    }
    try generate(expression)
    emit(.TO_BOOL, expression.location)
    emitJump(condition ? .POP_JUMP_IF_TRUE : .POP_JUMP_IF_FALSE, target, expression.location)
  }

  private func generateBooleanJump(
    _ operation: BooleanOperator, _ values: NodeList<Expression>, _ target: Label,
    _ condition: Bool, _ location: Location
  ) throws(CompileFailure) {
    let decides = operation == .or
    let early = decides == condition ? target : newLabel()
    for value in values.dropLast() {
      try generateJump(value, early, if: decides, location)
    }
    try generateJump(values[values.count - 1], target, if: condition, location)
    if early != target { use(early) }
  }

  private func generateChainJump(
    _ left: Expression, _ operators: NodeList<ComparisonOperator>,
    _ comparators: NodeList<Expression>, _ target: Label, _ condition: Bool,
    _ expression: Expression
  ) throws(CompileFailure) {
    let location = expression.location
    try checkIdentityComparison(left, operators, comparators, location)
    let cleanup = newLabel()
    try generate(left)
    let last = operators.count - 1
    for index in 0..<last {
      try generate(comparators[index])
      emit(.SWAP, 2, location)
      emit(.COPY, 2, location)
      emitComparison(operators[index], location)
      emit(.TO_BOOL, location)
      emitJump(.POP_JUMP_IF_FALSE, cleanup, location)
    }
    try generate(comparators[last])
    emitComparison(operators[last], location)
    emit(.TO_BOOL, location)
    emitJump(condition ? .POP_JUMP_IF_TRUE : .POP_JUMP_IF_FALSE, target, location)
    let end = newLabel()
    emitJump(.JUMP_NO_INTERRUPT, end, .none)
    use(cleanup)
    emit(.POP_TOP, location)
    if !condition { emitJump(.JUMP_NO_INTERRUPT, target, .none) }
    use(end)
  }

  func generateIf(
    _ test: Expression, _ body: NodeList<Statement>, _ orElse: NodeList<Statement>,
    _ location: Location
  ) throws(CompileFailure) {
    let end = newLabel()
    let next = orElse.isEmpty ? end : newLabel()
    try generateJump(test, next, if: false, location)
    try generate(body)
    if !orElse.isEmpty {
      emitJump(.JUMP_NO_INTERRUPT, end, .none)
      use(next)
      try generate(orElse)
    }
    use(end)
  }

  func generateFor(_ loop: ForLoop, _ location: Location) throws(CompileFailure) {
    let start = newLabel()
    let body = newLabel()
    let cleanup = newLabel()
    let end = newLabel()
    try push(.forLoop, location, start: start, exit: end)
    try generate(loop.iterable)
    let place = loop.iterable.location
    emit(.GET_ITER, place)
    use(start)
    emitJump(.FOR_ITER, cleanup, place)
    // Gives the target a line of its own; goes when that is the line of the iterable.
    emit(.NOP, loop.target.location)
    use(body)
    try generate(loop.target)
    try generate(loop.body)
    emitJump(.JUMP, start, .none)
    use(cleanup)
    emit(.END_FOR, .none)
    emit(.POP_TOP, .none)
    pop()
    try generate(loop.orElse)
    use(end)
  }

  func generateAsyncFor(_ loop: ForLoop, _ location: Location) throws(CompileFailure) {
    if isTopLevelAwait {
      unit.scope.isCoroutine = true
    } else if unit.kind != .asyncFunction {
      throw failure("'async for' outside async function", location)
    }
    let start = newLabel()
    let except = newLabel()
    let end = newLabel()
    try generate(loop.iterable)
    emit(.GET_AITER, loop.iterable.location)
    use(start)
    try push(.forLoop, location, start: start, exit: end)
    emitJump(.SETUP_FINALLY, except, location)
    emit(.GET_ANEXT, location)
    emitConstant(.none, location)
    emitYieldFrom(isAwait: true, location)
    emit(.POP_BLOCK, location)
    try generate(loop.target)
    try generate(loop.body)
    emitJump(.JUMP, start, .none)
    pop()
    use(except)
    emit(.END_ASYNC_FOR, loop.iterable.location)
    try generate(loop.orElse)
    use(end)
  }

  func generateWhile(
    _ test: Expression, _ body: NodeList<Statement>, _ orElse: NodeList<Statement>,
    _ location: Location
  ) throws(CompileFailure) {
    let loop = newLabel()
    let start = newLabel()
    let end = newLabel()
    let anchor = newLabel()
    use(loop)
    try push(.whileLoop, location, start: loop, exit: end)
    try generateJump(test, anchor, if: false, location)
    use(start)
    try generate(body)
    try generateJump(test, start, if: true, location)
    pop()
    use(anchor)
    try generate(orElse)
    use(end)
  }

  // MARK: with

  func generateWith(
    _ items: NodeList<WithItem>, _ body: NodeList<Statement>, _ index: Int
  ) throws(CompileFailure) {
    let item = items[index]
    let block = newLabel()
    let final = newLabel()
    let exit = newLabel()
    let cleanup = newLabel()
    try generate(item.context)
    let location = item.context.location
    emit(.BEFORE_WITH, location)
    emitJump(.SETUP_WITH, final, location)
    use(block)
    try push(.with, location, start: block, exit: final)
    if let target = item.target { try generate(target) } else { emit(.POP_TOP, location) }
    if index + 1 == items.count {
      try generate(body)
    } else {
      try generateWith(items, body, index + 1)
    }
    emit(.POP_BLOCK, .none)
    pop()
    emitExitCall(location)
    emit(.POP_TOP, location)
    emitJump(.JUMP, exit, location)
    use(final)
    emitJump(.SETUP_CLEANUP, cleanup, location)
    emit(.PUSH_EXC_INFO, location)
    emit(.WITH_EXCEPT_START, location)
    finishWithHandler(cleanup)
    use(exit)
  }

  func generateAsyncWith(
    _ items: NodeList<WithItem>, _ body: NodeList<Statement>, _ index: Int,
    _ statement: Location
  ) throws(CompileFailure) {
    let item = items[index]
    if isTopLevelAwait {
      unit.scope.isCoroutine = true
    } else if unit.kind != .asyncFunction {
      throw failure("'async with' outside async function", statement)
    }
    let block = newLabel()
    let final = newLabel()
    let exit = newLabel()
    let cleanup = newLabel()
    try generate(item.context)
    let location = item.context.location
    emit(.BEFORE_ASYNC_WITH, location)
    emitAwait(1, location)
    emitJump(.SETUP_WITH, final, location)
    use(block)
    try push(.asyncWith, location, start: block, exit: final)
    if let target = item.target { try generate(target) } else { emit(.POP_TOP, location) }
    if index + 1 == items.count {
      try generate(body)
    } else {
      try generateAsyncWith(items, body, index + 1, statement)
    }
    pop()
    emit(.POP_BLOCK, location)
    emitExitCall(location)
    emitAwait(2, location)
    emit(.POP_TOP, location)
    emitJump(.JUMP, exit, location)
    use(final)
    emitJump(.SETUP_CLEANUP, cleanup, location)
    emit(.PUSH_EXC_INFO, location)
    emit(.WITH_EXCEPT_START, location)
    emitAwait(2, location)
    finishWithHandler(cleanup)
    use(exit)
  }

  /// After the exit method: its result says whether the exception is swallowed.
  private func finishWithHandler(_ cleanup: Label) {
    let suppress = newLabel()
    emit(.TO_BOOL, .none)
    emitJump(.POP_JUMP_IF_TRUE, suppress, .none)
    emit(.RERAISE, 2, .none)
    use(suppress)
    emit(.POP_TOP, .none)
    emit(.POP_BLOCK, .none)
    emit(.POP_EXCEPT, .none)
    emit(.POP_TOP, .none)
    emit(.POP_TOP, .none)
    let exit = newLabel()
    emitJump(.JUMP_NO_INTERRUPT, exit, .none)
    use(cleanup)
    emitPopExceptAndReraise(.none)
    use(exit)
  }
}
