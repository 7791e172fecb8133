extension TreeParser {
  /// A `match` statement, if the name `match` starts one here; nil (and nothing consumed) otherwise.
  func parseMatchIfPresent() throws(Rejected) -> Statement? {
    guard isSoftKeyword(.match), mayFollowMatch(nextKind) else { return nil }
    let checkpoint = checkpoint()
    let start = token
    advance()
    var subject: Expression?
    do throws(Rejected) {
      subject = try parseSubject()
    } catch {
      if isTooDeep { throw Rejected() }
    }
    guard let subject, kind == .colon, nextKind == .newline,
      (token + 2).pointee.kind == .indent
    else {
      restore(checkpoint)
      return nil
    }
    token += 3
    try enter(4)
    let sideMark = sideStack.mark
    repeat { sideStack.push(try parseCase()) } while kind != .dedent
    advance()
    leave(4)
    try require(10, "Pattern matching is")
    return make(
      .match(subject: subject, cases: sideStack.popList(from: sideMark, in: arena)),
      blockLocation(from: start))
  }

  /// Spares the common uses of `match` as a name the attempt.
  private func mayFollowMatch(_ kind: TokenKind) -> Bool {
    switch kind {
    case .equal, .dot, .comma, .rightParenthesis, .colon, .newline: false
    default: true
    }
  }

  private func parseSubject() throws(Rejected) -> Expression {
    let start = token
    let isStarred = kind == .star
    let first = try parseStarNamedExpression()
    guard kind == .comma || isStarred else { return first }
    guard kind == .comma else { throw Rejected() }
    let mark = stack.mark
    stack.push(first)
    while accept(.comma), startsStarExpression { stack.push(try parseStarNamedExpression()) }
    return make(
      .tuple(elements: popExpressions(from: mark), context: .load), location(from: start))
  }

  private func parseCase() throws(Rejected) -> MatchCase {
    guard isSoftKeyword(.case) else { throw Rejected() }
    advance()
    let pattern = try parsePatterns()
    let condition = accept(.if) ? try parseNamedExpression() : nil
    try expect(.colon)
    let body = try parseBlock()
    return MatchCase(pattern: pattern, guard: condition, body: body)
  }

  /// `patterns`: a pattern, or a sequence without brackets.
  private func parsePatterns() throws(Rejected) -> Pattern {
    let start = token
    let isStarred = kind == .star
    let first = try parseMaybeStarPattern()
    if kind != .comma {
      guard !isStarred else { throw Rejected() }
      return first
    }
    let patterns = try parseMorePatterns(after: first) { $0 == .colon || $0 == .if }
    return make(.matchSequence(patterns), location(from: start))
  }

  /// The patterns after a first one and its comma, until a token that ends the sequence.
  private func parseMorePatterns(
    after first: Pattern, until isEnd: (TokenKind) -> Bool
  ) throws(Rejected) -> NodeList<Pattern> {
    let mark = stack.mark
    stack.push(first)
    while accept(.comma), !isEnd(kind) { stack.push(try parseMaybeStarPattern()) }
    return stack.popList(from: mark, in: arena)
  }

  private func parseMaybeStarPattern() throws(Rejected) -> Pattern {
    let start = token
    guard accept(.star) else { return try parsePattern() }
    let isWildcard = isSoftKeyword(.underscore)
    let name = try parseCaptureName()
    return make(.matchStar(name: isWildcard ? nil : name), location(from: start))
  }

  /// A name that is no dotted name, call or keyword.
  private func parseCaptureName() throws(Rejected) -> Identifier {
    let name = try expectName()
    if kind == .dot || kind == .leftParenthesis || kind == .equal { throw Rejected() }
    return name
  }

  /// `pattern`: an or-pattern, perhaps with a name for it.
  private func parsePattern() throws(Rejected) -> Pattern {
    let start = token
    let pattern = try parseOrPattern()
    guard accept(.as) else { return pattern }
    if isSoftKeyword(.underscore) { throw Rejected() }
    let name = try parseCaptureName()
    return make(.matchAs(pattern: pattern, name: name), location(from: start))
  }

  private func parseOrPattern() throws(Rejected) -> Pattern {
    let start = token
    let first = try parseClosedPattern()
    guard kind == .verticalBar else { return first }
    let mark = stack.mark
    stack.push(first)
    while accept(.verticalBar) { stack.push(try parseClosedPattern()) }
    return make(.matchOr(stack.popList(from: mark, in: arena)), location(from: start))
  }

  private func parseClosedPattern() throws(Rejected) -> Pattern {
    try enter(8)
    defer { leave(8) }
    switch kind {
    case .name: return try parseNamePattern()
    case .number, .minus, .string, .fstringStart:
      let start = token
      let value = try parseLiteralValue()
      return make(.matchValue(value), location(from: start))
    case .none: return singletonPattern(.none)
    case .true: return singletonPattern(.true)
    case .false: return singletonPattern(.false)
    case .leftParenthesis: return try parseGroupOrSequencePattern()
    case .leftBracket: return try parseListPattern()
    case .leftBrace: return try parseMappingPattern()
    default: throw Rejected()
    }
  }

  private func singletonPattern(_ constant: Constant) -> Pattern {
    advance()
    return make(.matchSingleton(constant), location(token - 1))
  }

  /// A number (perhaps signed or complex) or strings.
  private func parseLiteralValue() throws(Rejected) -> Expression {
    if kind == .string || kind == .fstringStart { return try parseStrings() }
    let start = token
    let real = try parseSignedNumber()
    guard kind == .plus || kind == .minus else { return real }
    let operation: BinaryOperator = kind == .plus ? .add : .subtract
    advance()
    let imaginary = try parsePatternNumber()
    guard !isImaginary(real), isImaginary(imaginary) else { throw Rejected() }
    return make(
      .binOp(left: real, operator: operation, right: imaginary), location(from: start))
  }

  private func parseSignedNumber() throws(Rejected) -> Expression {
    let start = token
    guard accept(.minus) else { return try parsePatternNumber() }
    let operand = try parsePatternNumber()
    return make(.unaryOp(operator: .negative, operand: operand), location(from: start))
  }

  private func parsePatternNumber() throws(Rejected) -> Expression {
    let start = token
    try expect(.number)
    guard let constant = literals.number(start.pointee) else { throw Rejected() }
    return make(.constant(constant), location(start))
  }

  private func isImaginary(_ number: Expression) -> Bool {
    switch number.kind {
    case .unaryOp(_, let operand): isImaginary(operand)
    case .constant(.imaginary): true
    default: false
    }
  }

  /// A wildcard, a capture, a dotted name or a class pattern.
  private func parseNamePattern() throws(Rejected) -> Pattern {
    let start = token
    if nextKind != .dot && nextKind != .leftParenthesis {
      let isWildcard = isSoftKeyword(.underscore)
      let name = try parseCaptureName()
      return make(.matchAs(pattern: nil, name: isWildcard ? nil : name), location(start))
    }
    let value = try parseNameOrAttribute()
    if kind == .leftParenthesis { return try parseClassPattern(value, from: start) }
    if kind == .equal { throw Rejected() }
    return make(.matchValue(value), location(from: start))
  }

  private func parseNameOrAttribute() throws(Rejected) -> Expression {
    let start = token
    let name = try expectName()
    var value = make(.name(name, context: .load), location(start))
    while accept(.dot) {
      let attribute = try expectName()
      value = make(
        .attribute(value: value, name: attribute, context: .load), location(from: start))
    }
    return value
  }

  private func parseClassPattern(
    _ type: Expression, from start: UnsafePointer<Token>
  ) throws(Rejected) -> Pattern {
    advance()
    let mark = stack.mark
    var names: [Identifier] = []
    var keywordPatterns: [Pattern] = []
    while kind != .rightParenthesis {
      if kind == .name && nextKind == .equal {
        names.append(try expectName())
        advance()
        keywordPatterns.append(try parsePattern())
      } else {
        if !names.isEmpty { throw Rejected() }
        stack.push(try parsePattern())
      }
      guard accept(.comma) else { break }
    }
    // A lone comma is no argument list, and the loop above would not notice.
    try expect(.rightParenthesis)
    return make(
      .matchClass(
        class: type, patterns: stack.popList(from: mark, in: arena),
        keywordNames: tree.list(names), keywordPatterns: tree.list(keywordPatterns)),
      location(from: start))
  }

  private func parseGroupOrSequencePattern() throws(Rejected) -> Pattern {
    let start = token
    advance()
    if accept(.rightParenthesis) {
      return make(.matchSequence(NodeList()), location(from: start))
    }
    let isStarred = kind == .star
    let first = try parseMaybeStarPattern()
    if kind != .comma {
      guard !isStarred else { throw Rejected() }
      try expect(.rightParenthesis)
      return first
    }
    let patterns = try parseMorePatterns(after: first) { $0 == .rightParenthesis }
    try expect(.rightParenthesis)
    return make(.matchSequence(patterns), location(from: start))
  }

  private func parseListPattern() throws(Rejected) -> Pattern {
    let start = token
    advance()
    var patterns = NodeList<Pattern>()
    if kind != .rightBracket {
      let first = try parseMaybeStarPattern()
      patterns = try parseMorePatterns(after: first) { $0 == .rightBracket }
    }
    try expect(.rightBracket)
    return make(.matchSequence(patterns), location(from: start))
  }

  private func parseMappingPattern() throws(Rejected) -> Pattern {
    let start = token
    advance()
    let mark = stack.mark
    let sideMark = sideStack.mark
    var rest: Identifier?
    while kind != .rightBrace {
      if accept(.doubleStar) {
        if isSoftKeyword(.underscore) { throw Rejected() }
        rest = try parseCaptureName()
        _ = accept(.comma)
        break
      }
      sideStack.push(try parseMappingKey())
      try expect(.colon)
      stack.push(try parsePattern())
      guard accept(.comma) else { break }
    }
    try expect(.rightBrace)
    return make(
      .matchMapping(
        keys: sideStack.popList(from: sideMark, in: arena),
        patterns: stack.popList(from: mark, in: arena), rest: rest),
      location(from: start))
  }

  private func parseMappingKey() throws(Rejected) -> Expression {
    switch kind {
    case .name:
      guard nextKind == .dot else { throw Rejected() }
      return try parseNameOrAttribute()
    case .none, .true, .false:
      let constant: Constant = kind == .none ? .none : kind == .true ? .true : .false
      advance()
      return make(.constant(constant), location(token - 1))
    default:
      return try parseLiteralValue()
    }
  }
}
