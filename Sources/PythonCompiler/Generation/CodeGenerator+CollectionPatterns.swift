import Bytecode
import PythonSyntax

// Patterns that look inside the subject. They live beside the walk in `CodeGenerator+Patterns`, whose
// helpers keep `PatternContext` in step with the stack.

extension CodeGenerator {
  private func isStar(_ pattern: Pattern) -> Bool {
    if case .matchStar = pattern.kind { true } else { false }
  }

  private func isStarWildcard(_ pattern: Pattern) -> Bool {
    if case .matchStar(nil) = pattern.kind { true } else { false }
  }

  func generateSequencePattern(
    _ patterns: NodeList<Pattern>, _ context: inout PatternContext, _ location: Location
  ) throws(CompileFailure) {
    let stars = patterns.indices.filter { isStar(patterns[$0]) }
    if stars.count > 1 {
      throw failure("multiple starred names in sequence pattern", location)
    }
    context.onTop += 1
    emit(.MATCH_SEQUENCE, location)
    emitJumpToFailure(.POP_JUMP_IF_FALSE, &context, location)
    if stars.isEmpty {
      emitLengthCheck(patterns.count, .equal, &context, location)
    } else if patterns.count > 1 {
      emitLengthCheck(patterns.count - 1, .greaterOrEqual, &context, location)
    }
    context.onTop -= 1
    if patterns.allSatisfy({ isStar($0) ? isStarWildcard($0) : isWildcard($0) }) {
      emit(.POP_TOP, location)
    } else if let star = stars.first, isStarWildcard(patterns[star]) {
      try generateSubscripts(patterns, star, &context, location)
    } else {
      try generateUnpack(patterns, stars.first, &context, location)
    }
  }

  private func emitLengthCheck(
    _ count: Int, _ comparison: ComparisonOperator, _ context: inout PatternContext,
    _ location: Location
  ) {
    emit(.GET_LEN, location)
    emitConstant(.int(count), location)
    emitComparison(comparison, location)
    emitJumpToFailure(.POP_JUMP_IF_FALSE, &context, location)
  }

  private func generateUnpack(
    _ patterns: NodeList<Pattern>, _ star: Int?, _ context: inout PatternContext,
    _ location: Location
  ) throws(CompileFailure) {
    if let star {
      let after = patterns.count - star - 1
      if star >= 1 << 8 || after >= Int(Int32.max) >> 8 {
        throw failure(
          "too many expressions in star-unpacking sequence pattern", location)
      }
      emit(.UNPACK_EX, star + after << 8, location)
    } else {
      emit(.UNPACK_SEQUENCE, patterns.count, location)
    }
    context.onTop += patterns.count
    for pattern in patterns {
      context.onTop -= 1
      try generateSubpattern(pattern, &context)
    }
  }

  /// With `*_` among the patterns, only the others are looked up, by index.
  private func generateSubscripts(
    _ patterns: NodeList<Pattern>, _ star: Int, _ context: inout PatternContext,
    _ location: Location
  ) throws(CompileFailure) {
    context.onTop += 1
    for (index, pattern) in patterns.enumerated() where index != star && !isWildcard(pattern) {
      emit(.COPY, 1, location)
      if index < star {
        emitConstant(.int(index), location)
      } else {
        // The subject may not support negative indices.
        emit(.GET_LEN, location)
        emitConstant(.int(patterns.count - index), location)
        emitBinary(.subtract, inPlace: false, location)
      }
      emit(.BINARY_SUBSCR, location)
      try generateSubpattern(pattern, &context)
    }
    context.onTop -= 1
    emit(.POP_TOP, location)
  }

  // MARK: Classes

  func checkAttributeNames(
    _ names: NodeList<Identifier>, _ patterns: NodeList<Pattern>
  ) throws(CompileFailure) {
    for (index, name) in names.enumerated() {
      try forbid(name, .store, patterns[index].location)
      for other in names.indices.dropFirst(index + 1) where names[other] == name {
        throw failure(
          "attribute name repeated in class pattern: \(name)", patterns[other].location)
      }
    }
  }

  func generateClassPattern(
    _ classExpression: Expression, _ patterns: [Pattern], _ positionalCount: Int,
    _ names: NodeList<Identifier>, _ context: inout PatternContext, _ location: Location
  ) throws(CompileFailure) {
    try generate(classExpression)
    emitConstant(.tuple(names.map { .string(Array($0.utf8)) }), location)
    emit(.MATCH_CLASS, positionalCount, location)
    emitNoneCheck(&context, 1, location)
    emit(.UNPACK_SEQUENCE, patterns.count, location)
    context.onTop += patterns.count - 1
    for pattern in patterns {
      context.onTop -= 1
      if isWildcard(pattern) {
        emit(.POP_TOP, location)
      } else {
        try generateSubpattern(pattern, &context)
      }
    }
  }

  /// Fails if the top of the stack is `None`; it came with `pushed` new values.
  private func emitNoneCheck(
    _ context: inout PatternContext, _ pushed: Int, _ location: Location
  ) {
    context.onTop += pushed
    emit(.COPY, 1, location)
    emitConstant(.none, location)
    emit(.IS_OP, 1, location)
    emitJumpToFailure(.POP_JUMP_IF_FALSE, &context, location)
  }

  // MARK: Mappings

  func generateMapping(
    _ keys: NodeList<Expression>, _ patterns: NodeList<Pattern>, _ rest: Identifier?,
    _ context: inout PatternContext, _ location: Location
  ) throws(CompileFailure) {
    context.onTop += 1
    emit(.MATCH_MAPPING, location)
    emitJumpToFailure(.POP_JUMP_IF_FALSE, &context, location)
    if keys.isEmpty, rest == nil {
      context.onTop -= 1
      return emit(.POP_TOP, location)
    }
    if !keys.isEmpty { emitLengthCheck(keys.count, .greaterOrEqual, &context, location) }
    try generateKeys(keys, location)
    emit(.BUILD_TUPLE, keys.count, location)
    emit(.MATCH_KEYS, location)
    emitNoneCheck(&context, 2, location)
    emit(.UNPACK_SEQUENCE, keys.count, location)
    context.onTop += keys.count - 1
    for pattern in patterns {
      context.onTop -= 1
      try generateSubpattern(pattern, &context)
    }
    context.onTop -= 2
    guard let rest else {
      emit(.POP_TOP, location)
      return emit(.POP_TOP, location)
    }
    // A copy of the mapping without the keys that were matched.
    emit(.BUILD_MAP, 0, location)
    emit(.SWAP, 3, location)
    emit(.DICT_UPDATE, 2, location)
    emit(.UNPACK_SEQUENCE, keys.count, location)
    for remaining in stride(from: keys.count, to: 0, by: -1) {
      emit(.COPY, 1 + remaining, location)
      emit(.SWAP, 2, location)
      emit(.DELETE_SUBSCR, location)
    }
    try capture(rest, &context, location)
  }

  private func generateKeys(
    _ keys: NodeList<Expression>, _ location: Location
  ) throws(CompileFailure) {
    var seen: [PythonSyntax.Constant] = []
    for key in keys {
      switch key.kind {
      case .constant(let value):
        if seen.contains(where: { $0.isPythonEqual(to: value) }) {
          throw failure(
            "mapping pattern checks duplicate key (\(convert(value).representation))", location)
        }
        seen.append(value)
      case .attribute: break
      default:
        throw failure(
          "mapping pattern keys may only match literals and attribute lookups", location)
      }
      try generate(key)
    }
  }
}
