extension Tokenizer {
  mutating func scanOperator(_ byte: UInt8) throws(Stopped) {
    let start = cursor
    if !fstrings.isEmpty, try scanFStringPunctuation(byte) { return }
    switch byte {
    case UInt8(ascii: "("): try open(.leftParenthesis)
    case UInt8(ascii: "["): try open(.leftBracket)
    case UInt8(ascii: "{"): try open(.leftBrace)
    case UInt8(ascii: ")"): try close(.rightParenthesis)
    case UInt8(ascii: "]"): try close(.rightBracket)
    case UInt8(ascii: "}"): try close(.rightBrace)
    default:
      let (kind, length) = operatorKind(byte, start[1], start[2])
      if kind == .unknown {
        if byte < .space || byte == 127 { try failInvalidCharacter(UInt32(byte), length: 1) }
      }
      cursor = start + length
      append(kind, from: start)
    }
  }

  /// The longest operator that starts with these bytes.
  private func operatorKind(
    _ first: UInt8, _ second: UInt8, _ third: UInt8
  ) -> (TokenKind, Int) {
    let equalSign = UInt8(ascii: "=")
    /// An operator that may be followed by `=`.
    func augmentable(_ plain: TokenKind, _ augmented: TokenKind) -> (TokenKind, Int) {
      second == equalSign ? (augmented, 2) : (plain, 1)
    }
    /// An operator that may be doubled, both forms augmentable.
    func doublable(
      _ plain: TokenKind, _ augmented: TokenKind, _ double: TokenKind, _ doubleAugmented: TokenKind
    ) -> (TokenKind, Int) {
      guard second == first else { return augmentable(plain, augmented) }
      return third == equalSign ? (doubleAugmented, 3) : (double, 2)
    }
    switch first {
    case UInt8(ascii: ","): return (.comma, 1)
    case UInt8(ascii: "="): return augmentable(.equal, .doubleEqual)
    case UInt8(ascii: ":"): return augmentable(.colon, .colonEqual)
    case UInt8(ascii: "."):
      let isEllipsis = second == first && third == first
      return isEllipsis ? (.ellipsis, 3) : (.dot, 1)
    case UInt8(ascii: "-"):
      if second == UInt8(ascii: ">") { return (.arrow, 2) }
      return augmentable(.minus, .minusEqual)
    case UInt8(ascii: "+"): return augmentable(.plus, .plusEqual)
    case UInt8(ascii: "*"):
      return doublable(.star, .starEqual, .doubleStar, .doubleStarEqual)
    case UInt8(ascii: "/"):
      return doublable(.slash, .slashEqual, .doubleSlash, .doubleSlashEqual)
    case UInt8(ascii: "<"):
      if second == UInt8(ascii: ">") { return (.notEqual, 2) }
      return doublable(.less, .lessEqual, .leftShift, .leftShiftEqual)
    case UInt8(ascii: ">"):
      return doublable(.greater, .greaterEqual, .rightShift, .rightShiftEqual)
    case UInt8(ascii: "%"): return augmentable(.percent, .percentEqual)
    case UInt8(ascii: "&"): return augmentable(.ampersand, .ampersandEqual)
    case UInt8(ascii: "|"): return augmentable(.verticalBar, .verticalBarEqual)
    case UInt8(ascii: "^"): return augmentable(.circumflex, .circumflexEqual)
    case UInt8(ascii: "@"): return augmentable(.at, .atEqual)
    case UInt8(ascii: "!"): return augmentable(.exclamation, .notEqual)
    case UInt8(ascii: "~"): return (.tilde, 1)
    case UInt8(ascii: ";"): return (.semicolon, 1)
    default: return (.unknown, 1)
    }
  }

  private mutating func open(_ kind: TokenKind) throws(Stopped) {
    let start = cursor
    cursor += 1
    if brackets.count >= Self.maximumBrackets { try failHere("too many nested parentheses") }
    brackets.append(
      Bracket(byte: start.pointee, line: line, column: Int32(start - lineStart)))
    if !fstrings.isEmpty { fstrings[fstrings.count - 1].depth += 1 }
    append(kind, from: start)
  }

  private mutating func close(_ kind: TokenKind) throws(Stopped) {
    let start = cursor
    let byte = start.pointee
    cursor += 1
    if let state = fstrings.last, state.depth == 0, byte == .rightBrace {
      try failHere("f-string: single '}' is not allowed")
    }
    let closing = Character(Unicode.Scalar(byte))
    if brackets.isEmpty {
      if !keepsTrivia { try failHere("unmatched '\(closing)'") }
    } else {
      let opening = brackets.removeLast()
      if !keepsTrivia && !Self.matches(opening.byte, byte) {
        try failMismatch(opening: opening, closing: closing)
      }
    }
    if !fstrings.isEmpty { try closeInsideFString(byte) }
    append(kind, from: start)
  }

  private static func matches(_ opening: UInt8, _ closing: UInt8) -> Bool {
    // In ASCII `)` follows `(`; of the other two, the closing one is two further.
    opening == UInt8(ascii: "(") ? closing == opening + 1 : closing == opening + 2
  }

  private mutating func failMismatch(
    opening: Bracket, closing: Character
  ) throws(Stopped) -> Never {
    if let state = fstrings.last, opening.byte == .leftBrace,
      state.depth - 1 == state.expressionDepth
    {
      try failHere("f-string: unmatched '\(closing)'")
    }
    let opener = Character(Unicode.Scalar(opening.byte))
    let place = opening.line == line ? "" : " on line \(opening.line)"
    try failHere(
      "closing parenthesis '\(closing)' does not match opening parenthesis '\(opener)'\(place)")
  }

  private mutating func closeInsideFString(_ byte: UInt8) throws(Stopped) {
    let last = fstrings.count - 1
    fstrings[last].depth -= 1
    if fstrings[last].depth < 0 {
      try failHere("f-string: unmatched '\(Character(Unicode.Scalar(byte)))'")
    }
    if byte == .rightBrace && fstrings[last].depth == fstrings[last].expressionDepth {
      fstrings[last].expressionDepth -= 1
      fstrings[last].inFormatSpec = false
      fstrings[last].isDebug = false
      inFStringText = true
    }
  }
}
