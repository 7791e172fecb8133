import Bytecode
import PythonSyntax

extension CodeGenerator {
  enum ComprehensionKind {
    case generator, list, set, dict

    var build: Opcode? {
      switch self {
      case .generator: nil
      case .list: .BUILD_LIST
      case .set: .BUILD_SET
      case .dict: .BUILD_MAP
      }
    }
  }

  /// One comprehension: what each of its nested clauses needs to know.
  private struct ComprehensionParts {
    let kind: ComprehensionKind
    let generators: NodeList<Comprehension>
    let element: Expression
    let value: Expression?
    let location: Location

    var elementLocation: Location {
      value.map { Location(from: element.location, to: $0.location) } ?? element.location
    }
  }

  private func scopeName(_ kind: ComprehensionKind) -> Identifier {
    switch kind {
    case .generator: names.genexprCode
    case .list: names.listcompCode
    case .set: names.setcompCode
    case .dict: names.dictcompCode
    }
  }

  func generateComprehension(
    _ expression: Expression, _ kind: ComprehensionKind, _ generators: NodeList<Comprehension>,
    _ element: Expression, _ value: Expression? = nil
  ) throws(CompileFailure) {
    let location = expression.location
    let key = ScopeKey(expression)
    let scope = symbols.scope(key)
    let isAsync = scope.isCoroutine
    let wasTopLevelAwait = isTopLevelAwait
    let parts = ComprehensionParts(
      kind: kind, generators: generators, element: element, value: value, location: location)
    if isAsync, kind != .generator, unit.kind != .asyncFunction, unit.kind != .comprehension,
      !wasTopLevelAwait
    {
      throw failure(
        "asynchronous comprehension outside of an asynchronous function", location)
    }
    if scope.isInlined { return try generateInlined(parts, scope) }
    enterScope(scopeName(kind), .comprehension, key, line: location.line)
    if let build = kind.build { emit(build, 0, location) }
    try generateClause(parts, 0, 0, iterableIsOnStack: false)
    if kind == .generator {
      wrapInStopIterationHandler()
    } else {
      emit(.RETURN_VALUE, location)
    }
    let code = leaveScope(addNone: true)
    if wasTopLevelAwait, isAsync { unit.scope.isCoroutine = true }
    emitMakeFunction(code, location)
    try generateOutermostIterable(generators[0])
    emit(.CALL, 0, location)
    if isAsync, kind != .generator { emitAwait(0, location) }
  }

  private func generateOutermostIterable(_ clause: Comprehension) throws(CompileFailure) {
    try generate(clause.iterable)
    emit(clause.isAsync ? .GET_AITER : .GET_ITER, clause.iterable.location)
  }

  private func generateInlined(
    _ parts: ComprehensionParts, _ scope: Scope
  ) throws(CompileFailure) {
    try generateOutermostIterable(parts.generators[0])
    let state = isolateNames(of: scope, parts.location)
    if let build = parts.kind.build {
      emit(build, 0, parts.location)
      emit(.SWAP, 2, parts.location)
    }
    try generateClause(parts, 0, 0, iterableIsOnStack: true)
    restoreNames(state, parts.location)
  }

  // MARK: Clauses

  /// `depth`: how many iterators lie between the result and the top of the stack.
  private func generateClause(
    _ parts: ComprehensionParts, _ index: Int, _ depth: Int, iterableIsOnStack: Bool
  ) throws(CompileFailure) {
    if parts.generators[index].isAsync {
      try generateAsyncClause(parts, index, depth, iterableIsOnStack)
    } else {
      try generateSyncClause(parts, index, depth, iterableIsOnStack)
    }
  }

  private func generateSyncClause(
    _ parts: ComprehensionParts, _ index: Int, _ depth: Int, _ iterableIsOnStack: Bool
  ) throws(CompileFailure) {
    let start = newLabel()
    let ifCleanup = newLabel()
    let anchor = newLabel()
    let clause = parts.generators[index]
    var isLoop = true
    if !iterableIsOnStack {
      if index == 0 {
        unit.argumentCount = 1
        emit(.LOAD_FAST, 0, parts.location)
      } else if let single = singleElement(clause.iterable) {
        // `for y in [f(x)]` is an assignment.
        try generate(single)
        isLoop = false
      } else {
        try generate(clause.iterable)
        emit(.GET_ITER, clause.iterable.location)
      }
    }
    var depth = depth
    if isLoop {
      depth += 1
      emit(.GET_ITER, clause.iterable.location)
      use(start)
      emitJump(.FOR_ITER, anchor, clause.iterable.location)
    }
    try generate(clause.target)
    try generateRest(parts, clause, index, depth, ifCleanup)
    use(ifCleanup)
    guard isLoop else { return }
    let isLast = index + 1 >= parts.generators.count
    emitJump(.JUMP, start, isLast ? parts.elementLocation : parts.element.location)
    use(anchor)
    emit(.END_FOR, .none)
    emit(.POP_TOP, .none)
  }

  private func singleElement(_ iterable: Expression) -> Expression? {
    switch iterable.kind {
    case .list(let elements, _), .tuple(let elements, _):
      guard elements.count == 1 else { return nil }
      if case .starred = elements[0].kind { return nil }
      return elements[0]
    default: return nil
    }
  }

  private func generateAsyncClause(
    _ parts: ComprehensionParts, _ index: Int, _ depth: Int, _ iterableIsOnStack: Bool
  ) throws(CompileFailure) {
    let start = newLabel()
    let except = newLabel()
    let ifCleanup = newLabel()
    let clause = parts.generators[index]
    if !iterableIsOnStack {
      if index == 0 {
        unit.argumentCount = 1
        emit(.LOAD_FAST, 0, parts.location)
      } else {
        try generate(clause.iterable)
        emit(.GET_AITER, clause.iterable.location)
      }
    }
    use(start)
    try push(.asyncComprehension, parts.location, start: start)
    emitJump(.SETUP_FINALLY, except, parts.location)
    emit(.GET_ANEXT, parts.location)
    emitConstant(.none, parts.location)
    emitYieldFrom(isAwait: true, parts.location)
    emit(.POP_BLOCK, parts.location)
    try generate(clause.target)
    try generateRest(parts, clause, index, depth + 1, ifCleanup)
    use(ifCleanup)
    let isLast = index + 1 >= parts.generators.count
    emitJump(.JUMP, start, isLast ? parts.elementLocation : parts.element.location)
    pop()
    use(except)
    emit(.END_ASYNC_FOR, parts.location)
  }

  /// The conditions of a clause, then the next clause or the element.
  private func generateRest(
    _ parts: ComprehensionParts, _ clause: Comprehension, _ index: Int, _ depth: Int,
    _ ifCleanup: Label
  ) throws(CompileFailure) {
    for condition in clause.conditions {
      try generateJump(condition, ifCleanup, if: false, parts.location)
    }
    if index + 1 < parts.generators.count {
      return try generateClause(parts, index + 1, depth, iterableIsOnStack: false)
    }
    try generate(parts.element)
    let location = parts.elementLocation
    switch parts.kind {
    case .generator:
      emitYield(location)
      emit(.POP_TOP, location)
    case .list: emit(.LIST_APPEND, depth + 1, location)
    case .set: emit(.SET_ADD, depth + 1, location)
    case .dict:
      if let value = parts.value { try generate(value) }
      emit(.MAP_ADD, depth + 1, location)
    }
  }

  // MARK: Inlining

  /// What has to be put back after an inlined comprehension.
  private struct InlinedState {
    var pushedLocals: [Identifier] = []
    var savedSymbols: [(name: Identifier, flags: SymbolFlags)] = []
    var hiddenNames: [Identifier] = []
    var cleanup = Label.none
    var end = Label.none
  }

  /// Saves outer variables of the same names on the stack, under the iterator.
  private func isolateNames(of scope: Scope, _ location: Location) -> InlinedState {
    var state = InlinedState()
    let isInClass = unit.scope.kind == .class && unit.inlinedDepth == 0
    unit.inlinedDepth += 1
    for index in 0..<scope.symbols.count {
      let name = scope.symbols.names[index]
      let flags = scope.symbols.flags[index]
      let place = flags.place
      let outerFlags = unit.scope.symbols[name]
      let outerPlace = outerFlags.place
      let differs =
        place != outerPlace && place != .free && !(place == .cell && outerPlace == .free)
      if differs || isInClass {
        state.savedSymbols.append((name, outerFlags))
        unit.scope.symbols[name] = flags
      }
      guard (flags.contains(.local) && !flags.contains(.nonlocal)) || isInClass else { continue }
      if !unit.scope.isFunctionLike, unit.hidden[name] != true {
        unit.hidden[name] = true
        state.hiddenNames.append(name)
      }
      unit.sequence.add(.LOAD_FAST_AND_CLEAR, unit.locals.add(mangle(name)), location)
      if place == .cell {
        let cell =
          outerPlace == .free ? unit.frees.add(mangle(name)) : unit.cells.add(mangle(name))
        unit.sequence.add(.MAKE_CELL, cell, location)
      }
      state.pushedLocals.append(name)
    }
    if !state.pushedLocals.isEmpty {
      emit(.SWAP, state.pushedLocals.count + 1, location)
      state.cleanup = newLabel()
      state.end = newLabel()
      emitJump(.SETUP_FINALLY, state.cleanup, location)
    }
    return state
  }

  private func restoreNames(_ state: InlinedState, _ location: Location) {
    unit.inlinedDepth -= 1
    for saved in state.savedSymbols { unit.scope.symbols[saved.name] = saved.flags }
    if !state.pushedLocals.isEmpty {
      emit(.POP_BLOCK, .none)
      emitJump(.JUMP_NO_INTERRUPT, state.end, .none)
      // On an exception the outer values come back too; the unfinished result goes.
      use(state.cleanup)
      emit(.SWAP, 2, .none)
      emit(.POP_TOP, .none)
      restoreLocals(state, location)
      emit(.RERAISE, 0, .none)
      use(state.end)
      restoreLocals(state, location)
    }
    for name in state.hiddenNames { unit.hidden[name] = false }
  }

  private func restoreLocals(_ state: InlinedState, _ location: Location) {
    emit(.SWAP, state.pushedLocals.count + 1, location)
    for name in state.pushedLocals.reversed() {
      unit.sequence.add(.STORE_FAST_MAYBE_NULL, unit.locals.add(mangle(name)), location)
    }
  }
}
