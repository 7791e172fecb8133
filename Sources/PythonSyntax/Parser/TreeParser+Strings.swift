extension TreeParser {
  /// `strings`: adjacent literals, joined.
  func parseStrings() throws(Rejected) -> Expression {
    let start = token
    if kind == .string && nextKind != .string && nextKind != .fstringStart {
      advance()
      return make(.constant(try stringConstant(start)), location(start))
    }
    var joiner = StringJoiner()
    while true {
      if kind == .string {
        let part = token
        advance()
        joiner.addPlain(make(.constant(try stringConstant(part)), location(part)))
      } else if kind == .fstringStart {
        joiner.isFormatted = true
        try parseFString(into: &joiner)
      } else {
        break
      }
    }
    return try join(joiner, from: start)
  }

  private func stringConstant(_ token: UnsafePointer<Token>) throws(Rejected) -> Constant {
    guard let constant = literals.string(token.pointee) else { throw Rejected() }
    return constant
  }

  /// What a sequence of literals consists of.
  struct StringJoiner {
    var values: [Expression] = []
    var isFormatted = false
    var sawBytes = false
    var sawText = false

    mutating func addPlain(_ value: Expression) {
      values.append(value)
      if case .constant(.bytes) = value.kind { sawBytes = true } else { sawText = true }
    }
  }

  private func join(
    _ joiner: StringJoiner, from start: UnsafePointer<Token>
  ) throws(Rejected) -> Expression {
    if joiner.sawBytes && (joiner.sawText || joiner.isFormatted) {
      if kind == .error { throw Rejected() }
      literals.failure = (
        LiteralReader.Failure(
          message: "cannot mix bytes and nonbytes literals", place: .token), token.pointee
      )
      throw Rejected()
    }
    guard joiner.isFormatted else {
      return make(joinedConstant(joiner.values[...]), location(from: start))
    }
    let values = fold(joiner.values)
    return make(.joinedStr(values: tree.list(values)), location(from: start))
  }

  /// Merges neighbouring constants and drops empty ones.
  private func fold(_ values: [Expression]) -> [Expression] {
    var folded: [Expression] = []
    var index = 0
    while index < values.count {
      guard case .constant = values[index].kind else {
        folded.append(values[index])
        index += 1
        continue
      }
      var end = index + 1
      while end < values.count, case .constant = values[end].kind { end += 1 }
      let merged = mergedConstant(values[index..<end])
      if !isEmptyString(merged) { folded.append(merged) }
      index = end
    }
    return folded
  }

  private func mergedConstant(_ run: ArraySlice<Expression>) -> Expression {
    if run.count == 1 { return run[run.startIndex] }
    let whole = Location(
      from: run[run.startIndex].location, to: run[run.endIndex - 1].location)
    return make(joinedConstant(run), whole)
  }

  /// The first literal of a sequence says of which kind the whole is.
  private func joinedConstant(_ run: ArraySlice<Expression>) -> Expression.Kind {
    var bytes: [UInt8] = []
    var prefix = false
    var isBytes = false
    for (position, part) in run.enumerated() {
      guard case .constant(let constant) = part.kind else { continue }
      switch constant {
      case .string(let text, let unicodePrefix):
        bytes += text.buffer
        if position == 0 { prefix = unicodePrefix }
      case .bytes(let text):
        bytes += text.buffer
        isBytes = true
      default: break
      }
    }
    let joined = tree.list(bytes)
    return .constant(isBytes ? .bytes(joined) : .string(joined, unicodePrefix: prefix))
  }

  private func isEmptyString(_ expression: Expression) -> Bool {
    if case .constant(.string(let text, _)) = expression.kind { return text.isEmpty }
    return false
  }

  // MARK: f-strings

  private func parseFString(into joiner: inout StringJoiner) throws(Rejected) {
    let start = token
    let isRaw = isRawPrefix(start.pointee)
    let end = try endOfFString()
    advance()
    while kind != .fstringEnd {
      if kind == .fstringMiddle {
        try parseFStringText(isRaw: isRaw, end: end, into: &joiner.values)
      } else {
        try parseReplacementField(isRaw: isRaw, into: &joiner.values)
      }
    }
    advance()
  }

  /// The token that ends the f-string that starts here.
  private func endOfFString() throws(Rejected) -> UnsafePointer<Token> {
    var end = token
    var depth = 0
    while true {
      switch end.pointee.kind {
      case .fstringStart: depth += 1
      case .fstringEnd:
        depth -= 1
        if depth == 0 { return end }
      case .error, .endMarker: throw Rejected()
      default: break
      }
      end += 1
    }
  }

  private func isRawPrefix(_ token: Token) -> Bool {
    text[Int(token.start)].lowercasedLetter == UInt8(ascii: "r")
      || text[Int(token.start) + 1].lowercasedLetter == UInt8(ascii: "r")
  }

  private func parseFStringText(
    isRaw: Bool, end: UnsafePointer<Token>, into values: inout [Expression]
  ) throws(Rejected) {
    let part = token
    advance()
    let decoded = literals.fstringText(part.pointee, isRaw: isRaw, end: end.pointee)
    guard let decoded else {
      throw Rejected()
    }
    if decoded.isEmpty { return }
    values.append(make(.constant(.string(decoded, unicodePrefix: false)), location(part)))
  }

  /// `{expression = !conversion :format}`
  private func parseReplacementField(
    isRaw: Bool, into values: inout [Expression]
  ) throws(Rejected) {
    let start = token
    try expect(.leftBrace)
    try enter(8)
    defer { leave(8) }
    let value = try parseYieldOrStarExpressions()
    let isDebug = accept(.equal)
    let expressionEnd = token
    var conversion = FormatConversion.none
    var conversionName: UnsafePointer<Token>?
    if kind == .exclamation { (conversion, conversionName) = try parseConversion() }
    let spec = kind == .colon ? try parseFormatSpec(isRaw: isRaw) : nil
    try expect(.rightBrace)
    if isDebug && conversionName == nil && spec == nil { conversion = .repr }
    let whole = location(from: start)
    let formatted = make(
      .formattedValue(value: value, conversion: conversion, formatSpec: spec), whole)
    if isDebug {
      let end = debugTextEnd(conversionName: conversionName, spec: spec, whole: whole)
      values.append(debugText(from: start, to: expressionEnd, whole: whole, end: end))
    }
    values.append(formatted)
  }

  private func parseConversion() throws(Rejected) -> (FormatConversion, UnsafePointer<Token>) {
    let mark = token
    advance()
    let name = token
    guard kind == .name || kind.isKeyword else { throw Rejected() }
    guard name.pointee.start == mark.pointee.end, kind == .name else { throw Rejected() }
    advance()
    let length = name.pointee.end - name.pointee.start
    switch text[Int(name.pointee.start)] {
    case UInt8(ascii: "s") where length == 1: return (.string, name)
    case UInt8(ascii: "r") where length == 1: return (.repr, name)
    case UInt8(ascii: "a") where length == 1: return (.ascii, name)
    default: throw Rejected()
    }
  }

  private func parseFormatSpec(isRaw: Bool) throws(Rejected) -> Expression {
    let start = token
    advance()
    var values: [Expression] = []
    while kind == .fstringMiddle || kind == .leftBrace {
      if kind == .fstringMiddle {
        // Escapes are processed here even in raw f-strings, as in the reference.
        try parseFStringText(isRaw: false, end: token, into: &values)
      } else {
        try parseReplacementField(isRaw: isRaw, into: &values)
      }
    }
    let isSimple = values.count <= 1
    return make(
      .joinedStr(values: tree.list(isSimple ? values : fold(values))), location(from: start))
  }

  /// Where the text constant of `{expression=}` ends, one column early, as the reference has it.
  private func debugTextEnd(
    conversionName: UnsafePointer<Token>?, spec: Expression?, whole: Location
  ) -> (line: Int32, column: Int32) {
    if let name = conversionName { return (name.pointee.line, name.pointee.column) }
    if let spec { return (spec.location.line, spec.location.column + 1) }
    return (whole.endLine, whole.endColumn)
  }

  private func debugText(
    from start: UnsafePointer<Token>, to end: UnsafePointer<Token>, whole: Location,
    end endPosition: (line: Int32, column: Int32)
  ) -> Expression {
    let source = UnsafeBufferPointer(
      start: text + Int(start.pointee.end), count: Int(end.pointee.start - start.pointee.end))
    let location = Location(
      line: whole.line, column: whole.column + 1, endLine: endPosition.line,
      endColumn: endPosition.column - 1)
    let bytes = tree.list(removingComments(source))
    return make(.constant(.string(bytes, unicodePrefix: false)), location)
  }

  /// The reference cuts from every `#` to the end of the line, even inside strings.
  private func removingComments(_ source: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var isComment = false
    for byte in source {
      if byte == .hash { isComment = true }
      if byte == .newline { isComment = false }
      if !isComment { result.append(byte) }
    }
    return result
  }
}
