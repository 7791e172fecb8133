extension Tokenizer {
  /// A number of any form. Its value is the parser's business; here only its extent and validity.
  mutating func scanNumber() throws(Stopped) {
    let start = cursor
    if start.pointee == .zero {
      try scanZeroPrefixed()
    } else if start.pointee == UInt8(ascii: ".") {
      cursor += 1
      try scanFractionDigits()
    } else {
      try scanDecimalDigits()
      if cursor.pointee == UInt8(ascii: ".") {
        cursor += 1
        try scanFractionDigits()
      } else {
        try scanExponentAndSuffix()
      }
    }
    append(.number, from: start)
  }

  /// Digits with single underscores between them; the cursor stands on the first digit.
  private mutating func scanDecimalDigits() throws(Stopped) {
    while true {
      while cursor.pointee.isDigit { cursor += 1 }
      guard cursor.pointee == .underscore else { return }
      cursor += 1
      guard cursor.pointee.isDigit else { try failHere("invalid decimal literal") }
    }
  }

  private mutating func scanFractionDigits() throws(Stopped) {
    if cursor.pointee.isDigit { try scanDecimalDigits() }
    try scanExponentAndSuffix()
  }

  private mutating func scanExponentAndSuffix() throws(Stopped) {
    let byte = cursor.pointee
    if byte.lowercasedLetter == UInt8(ascii: "e") {
      let next = cursor[1]
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") {
        guard cursor[2].isDigit else {
          cursor += 2
          try failHere("invalid decimal literal")
        }
        cursor += 2
      } else if next.isDigit {
        cursor += 1
      } else {
        return try checkEnd(of: "decimal")
      }
      try scanDecimalDigits()
    }
    if cursor.pointee.lowercasedLetter == UInt8(ascii: "j") {
      cursor += 1
      try checkEnd(of: "imaginary")
    } else {
      try checkEnd(of: "decimal")
    }
  }

  private mutating func scanZeroPrefixed() throws(Stopped) {
    switch cursor[1].lowercasedLetter {
    case UInt8(ascii: "x"):
      cursor += 2
      try scanHexadecimal()
    case UInt8(ascii: "o"):
      cursor += 2
      try scanSmallBase("octal", limit: 8)
    case UInt8(ascii: "b"):
      cursor += 2
      try scanSmallBase("binary", limit: 2)
    default:
      try scanLeadingZeros()
    }
  }

  private mutating func scanHexadecimal() throws(Stopped) {
    repeat {
      if cursor.pointee == .underscore { cursor += 1 }
      guard has(cursor.pointee, .hexDigit) else { try failHere("invalid hexadecimal literal") }
      while has(cursor.pointee, .hexDigit) { cursor += 1 }
    } while cursor.pointee == .underscore
    try checkEnd(of: "hexadecimal")
  }

  private mutating func scanSmallBase(_ name: String, limit: UInt8) throws(Stopped) {
    repeat {
      if cursor.pointee == .underscore { cursor += 1 }
      guard cursor.pointee &- .zero < limit else {
        if cursor.pointee.isDigit { try failDigit(of: name) }
        try failHere("invalid \(name) literal")
      }
      while cursor.pointee &- .zero < limit { cursor += 1 }
    } while cursor.pointee == .underscore
    if cursor.pointee.isDigit { try failDigit(of: name) }
    try checkEnd(of: name)
  }

  private mutating func failDigit(of name: String) throws(Stopped) -> Never {
    let digit = Character(Unicode.Scalar(cursor.pointee))
    cursor += 1
    try failHere("invalid digit '\(digit)' in \(name) literal")
  }

  /// Zeros may stand alone or before a fraction, an exponent or a `j`; before an int they would look
  /// like the octal numbers of C.
  private mutating func scanLeadingZeros() throws(Stopped) {
    let start = cursor
    while true {
      if cursor.pointee == .underscore {
        cursor += 1
        guard cursor.pointee.isDigit else { try failHere("invalid decimal literal") }
      }
      guard cursor.pointee == .zero else { break }
      cursor += 1
    }
    let zerosEnd = cursor
    let hasMoreDigits = cursor.pointee.isDigit
    if hasMoreDigits { try scanDecimalDigits() }
    switch cursor.pointee.lowercasedLetter {
    case UInt8(ascii: ".") | 0x20 where cursor.pointee == UInt8(ascii: "."):
      cursor += 1
      try scanFractionDigits()
    case UInt8(ascii: "e"), UInt8(ascii: "j"):
      try scanExponentAndSuffix()
    default:
      guard hasMoreDigits && !keepsTrivia else { return try checkEnd(of: "decimal") }
      try failRange(
        from: start, to: zerosEnd + 1,
        "leading zeros in decimal integer literals are not permitted; "
          + "use an 0o prefix for octal integers")
    }
  }

  /// A number that runs into a letter is an error, except that keywords which may follow an operand
  /// are only warned about.
  @inline(__always)
  private mutating func checkEnd(of kind: String) throws(Stopped) {
    // `tokenize` is content with two tokens.
    if keepsTrivia { return }
    if has(cursor.pointee, .namePart) && cursor.pointee < 128 { try checkLetterAfterNumber(kind) }
  }

  @inline(never)
  private mutating func checkLetterAfterNumber(_ kind: String) throws(Stopped) {
    func follows(_ text: StaticString) -> Bool {
      for index in 0..<text.utf8CodeUnitCount where cursor[index] != text.utf8Start[index] {
        return false
      }
      return true
    }
    func followsWord(_ text: StaticString) -> Bool {
      follows(text) && !has(cursor[text.utf8CodeUnitCount], .namePart)
    }
    let startsKeyword =
      followsWord("and") || followsWord("else") || followsWord("for") || followsWord("or")
      || followsWord("not") || follows("if") || follows("in") || follows("is")
    guard startsKeyword else {
      cursor += 1
      try failHere("invalid \(kind) literal", at: cursor - 1)
    }
    warn("invalid \(kind) literal")
  }
}
