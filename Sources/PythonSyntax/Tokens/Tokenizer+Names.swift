#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Tokenizer {
  /// A name, a keyword, or a string whose prefix looks like the start of a name.
  mutating func scanNameOrPrefixedString() throws(Stopped) {
    let start = cursor
    if let quote = stringPrefixEnd(start) {
      cursor = quote
      if isFStringPrefix(from: start, to: quote) {
        try scanFStringStart(from: start)
      } else {
        try scanString(from: start)
      }
      return
    }
    var position = start
    var hash = IdentifierTable.initialHash
    var union: UInt8 = 0
    var byte = position.pointee
    while has(byte, .namePart) {
      hash = IdentifierTable.hash(hash, adding: byte)
      union |= byte
      position += 1
      byte = position.pointee
    }
    cursor = position
    if union >= 128 {
      try scanUnicodeName(from: start)
      return
    }
    let bytes = UnsafeBufferPointer(start: start, count: position - start)
    let number = identifiers.number(of: bytes, hash: hash)
    let kind: TokenKind =
      number < TokenKind.keywordCount ? TokenKind(keywordNumber: number) : .name
    append(kind, from: start, identifier: Int32(truncatingIfNeeded: number))
  }

  /// Where the quote stands if a string with a prefix starts here: the legal prefixes are any order and
  /// case of `r` with `b` or `f`, and `u` alone.
  @inline(__always)
  private func stringPrefixEnd(_ start: UnsafePointer<UInt8>) -> UnsafePointer<UInt8>? {
    let first = start[0].lowercasedLetter
    guard
      first == UInt8(ascii: "b") || first == UInt8(ascii: "r") || first == UInt8(ascii: "u")
        || first == UInt8(ascii: "f")
    else { return nil }
    let second = start[1]
    if second == .singleQuote || second == .doubleQuote { return start + 1 }
    guard start[2] == .singleQuote || start[2] == .doubleQuote else { return nil }
    let secondLetter = second.lowercasedLetter
    if first == UInt8(ascii: "r") {
      let pairs = secondLetter == UInt8(ascii: "b") || secondLetter == UInt8(ascii: "f")
      return pairs ? start + 2 : nil
    }
    let takesR = first != UInt8(ascii: "u") && secondLetter == UInt8(ascii: "r")
    return takesR ? start + 2 : nil
  }

  private func isFStringPrefix(
    from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>
  ) -> Bool {
    var position = start
    while position < end {
      if position.pointee.lowercasedLetter == .lowerF { return true }
      position += 1
    }
    return false
  }

  /// A name with characters beyond ASCII: checked as a whole, then normalised.
  private mutating func scanUnicodeName(from start: UnsafePointer<UInt8>) throws(Stopped) {
    let bytes = UnsafeBufferPointer(start: start, count: cursor - start)
    if !text.isValid, let problem = UTF8Problem(in: bytes) {
      try failDecoding(problem)
    }
    if keepsTrivia {
      // `tokenize` takes any character beyond ASCII for a letter.
      append(.name, from: start)
      return
    }
    var position = 0
    var isFirst = true
    while position < bytes.count {
      let (scalar, length) = decodeScalar(bytes, at: position)
      let isValid = isFirst ? UnicodeNames.isStart(scalar) : UnicodeNames.isPart(scalar)
      guard isValid else {
        cursor = start + position
        try failInvalidCharacter(scalar, length: length)
      }
      position += length
      isFirst = false
    }
    let normalized = UnicodeNames.normalize(bytes)
    for constant in ["None", "True", "False"] as [StaticString]
    where normalized.count == constant.utf8CodeUnitCount
      && memcmp(normalized, constant.utf8Start, normalized.count) == 0
    {
      try failConstantName("\(constant)")
    }
    let number = normalized.withUnsafeBufferPointer { identifiers.number(of: $0) }
    // A keyword in other letters (such as mathematical ones) is a name, as in the reference.
    append(.name, from: start, identifier: Int32(truncatingIfNeeded: number))
  }
}

/// Decodes one scalar of valid UTF-8.
func decodeScalar(
  _ bytes: UnsafeBufferPointer<UInt8>, at position: Int
) -> (scalar: UInt32, length: Int) {
  let first = UInt32(bytes[position])
  func next(_ offset: Int) -> UInt32 { UInt32(bytes[position + offset] & 0x3f) }
  if first < 0x80 { return (first, 1) }
  if first < 0xe0 { return ((first & 0x1f) << 6 | next(1), 2) }
  if first < 0xf0 { return ((first & 0x0f) << 12 | next(1) << 6 | next(2), 3) }
  return ((first & 0x07) << 18 | next(1) << 12 | next(2) << 6 | next(3), 4)
}
