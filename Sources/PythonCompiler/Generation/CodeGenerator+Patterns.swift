import Bytecode
import PythonSyntax

// Structural pattern matching. Each routine consumes the subject on top of the stack and jumps away
// when it does not match. Captured values wait below the subjects until the whole pattern has matched;
// only then are names stored.

/// The state of one `case` while its pattern is compiled.
struct PatternContext {
  /// Captured names, in the order of their values on the stack.
  var stores: [Identifier] = []
  /// Whether a pattern that always matches is fine here.
  var allowsIrrefutable = false
  /// By number of values to pop: where to go on failure.
  var failures: [Label] = []
  /// Subjects and other values above the captures.
  var onTop = 0
}

extension CodeGenerator {
  func generateMatch(
    _ subject: Expression, _ cases: NodeList<MatchCase>
  ) throws(CompileFailure) {
    try generate(subject)
    let end = newLabel()
    let last = cases[cases.count - 1]
    let hasDefault = isWildcard(last.pattern) && cases.count > 1
    let tested = cases.count - (hasDefault ? 1 : 0)
    for index in 0..<tested {
      try generateCase(
        cases[index], isLastTested: index == tested - 1, isLast: index == cases.count - 1, end)
    }
    if hasDefault {
      // Shows a tracer the line of `case _`.
      emit(.NOP, last.pattern.location)
      if let condition = last.guard {
        try generateJump(condition, end, if: false, last.pattern.location)
      }
      try generate(last.body)
    }
    use(end)
  }

  private func generateCase(
    _ matchCase: MatchCase, isLastTested: Bool, isLast: Bool, _ end: Label
  ) throws(CompileFailure) {
    let location = matchCase.pattern.location
    if !isLastTested { emit(.COPY, 1, location) }
    var context = PatternContext()
    context.allowsIrrefutable = matchCase.guard != nil || isLast
    try generate(matchCase.pattern, &context)
    for name in context.stores { try emitNameOperation(name, .store, location) }
    if let condition = matchCase.guard {
      ensureFailures(&context, 0)
      try generateJump(condition, context.failures[0], if: false, location)
    }
    if !isLastTested { emit(.POP_TOP, location) }
    try generate(matchCase.body)
    emitJump(.JUMP, end, .none)
    emitFailures(&context, location)
  }

  func isWildcard(_ pattern: Pattern) -> Bool {
    if case .matchAs(_, nil) = pattern.kind { true } else { false }
  }

  // MARK: Failure

  private func ensureFailures(_ context: inout PatternContext, _ count: Int) {
    while context.failures.count <= count { context.failures.append(newLabel()) }
  }

  func emitJumpToFailure(
    _ opcode: Opcode, _ context: inout PatternContext, _ location: Location
  ) {
    let pops = context.onTop + context.stores.count
    ensureFailures(&context, pops)
    emitJump(opcode, context.failures[pops], location)
  }

  private func emitFailures(_ context: inout PatternContext, _ location: Location) {
    guard !context.failures.isEmpty else { return }
    for label in context.failures.dropFirst().reversed() {
      use(label)
      emit(.POP_TOP, location)
    }
    use(context.failures[0])
    context.failures = []
  }

  // MARK: Captures

  /// Moves the top of the stack down to depth `count`.
  private func emitRotate(_ count: Int, _ location: Location) {
    for depth in stride(from: count, to: 1, by: -1) { emit(.SWAP, depth, location) }
  }

  func capture(
    _ name: Identifier?, _ context: inout PatternContext, _ location: Location
  ) throws(CompileFailure) {
    guard let name else { return emit(.POP_TOP, location) }
    try forbid(name, .store, location)
    if context.stores.contains(name) { throw duplicateFailure(name, location) }
    emitRotate(context.onTop + context.stores.count + 1, location)
    context.stores.append(name)
  }

  private func duplicateFailure(_ name: Identifier, _ location: Location) -> CompileFailure {
    failure(
      "multiple assignments to name \(stringText(Array(name.utf8))) in pattern", location)
  }

  // MARK: Patterns

  private func generate(
    _ pattern: Pattern, _ context: inout PatternContext
  ) throws(CompileFailure) {
    let location = pattern.location
    switch pattern.kind {
    case .matchValue(let value):
      switch value.kind {
      case .constant, .attribute: break
      default:
        throw failure("patterns may only match literals and attribute lookups", location)
      }
      try generate(value)
      emitComparison(.equal, location)
      emit(.TO_BOOL, location)
      emitJumpToFailure(.POP_JUMP_IF_FALSE, &context, location)
    case .matchSingleton(let constant):
      emitConstant(convert(constant), location)
      emitComparison(.is, location)
      emitJumpToFailure(.POP_JUMP_IF_FALSE, &context, location)
    case .matchSequence(let patterns): try generateSequencePattern(patterns, &context, location)
    case .matchMapping(let keys, let patterns, let rest):
      try generateMapping(keys, patterns, rest, &context, location)
    case .matchClass(let classExpression, let patterns, let names, let keywordPatterns):
      try checkAttributeNames(names, keywordPatterns)
      try generateClassPattern(
        classExpression, Array(patterns) + Array(keywordPatterns), patterns.count, names, &context,
        location)
    case .matchStar(let name): try capture(name, &context, location)
    case .matchAs(let inner, let name): try generateAs(inner, name, &context, location)
    case .matchOr(let patterns): try generateOr(patterns, &context, location)
    }
  }

  func generateSubpattern(
    _ pattern: Pattern, _ context: inout PatternContext
  ) throws(CompileFailure) {
    let allowed = context.allowsIrrefutable
    context.allowsIrrefutable = true
    try generate(pattern, &context)
    context.allowsIrrefutable = allowed
  }

  private func generateAs(
    _ inner: Pattern?, _ name: Identifier?, _ context: inout PatternContext,
    _ location: Location
  ) throws(CompileFailure) {
    guard let inner else {
      if !context.allowsIrrefutable {
        throw failure(
          name.map {
            "name capture \(stringText(Array($0.utf8))) makes remaining patterns unreachable"
          } ?? "wildcard makes remaining patterns unreachable", location)
      }
      return try capture(name, &context, location)
    }
    context.onTop += 1
    emit(.COPY, 1, location)
    try generate(inner, &context)
    context.onTop -= 1
    try capture(name, &context, location)
  }

  // MARK: Alternatives

  private func generateOr(
    _ patterns: NodeList<Pattern>, _ context: inout PatternContext, _ location: Location
  ) throws(CompileFailure) {
    let end = newLabel()
    // The order in which the first alternative captures; the others are brought into it.
    var control: [Identifier] = []
    for (index, pattern) in patterns.enumerated() {
      var alternative = PatternContext()
      alternative.allowsIrrefutable = index == patterns.count - 1 && context.allowsIrrefutable
      emit(.COPY, 1, pattern.location)
      try generate(pattern, &alternative)
      if index == 0 {
        control = alternative.stores
      } else {
        try reorder(&alternative, control, pattern.location, location)
      }
      emitJump(.JUMP, end, pattern.location)
      emitFailures(&alternative, pattern.location)
    }
    emit(.POP_TOP, location)
    emitJumpToFailure(.JUMP, &context, location)
    use(end)
    let rotations = control.count + 1 + context.onTop + context.stores.count
    for name in control {
      emitRotate(rotations, location)
      if context.stores.contains(name) { throw duplicateFailure(name, location) }
      context.stores.append(name)
    }
    emit(.POP_TOP, location)
  }

  private func reorder(
    _ alternative: inout PatternContext, _ control: [Identifier], _ place: Location,
    _ location: Location
  ) throws(CompileFailure) {
    let different = "alternative patterns bind different names"
    guard alternative.stores.count == control.count else { throw failure(different, location) }
    for wanted in control.indices.reversed() {
      guard let found = alternative.stores.firstIndex(of: control[wanted]) else {
        throw failure(different, location)
      }
      guard found != wanted else { continue }
      let rotated = Array(alternative.stores[...found])
      alternative.stores.removeFirst(found + 1)
      alternative.stores.insert(contentsOf: rotated, at: wanted - found)
      for _ in 0...found { emitRotate(wanted + 1, place) }
    }
  }
}
