/// Which characters a string literal stands for.
extension LiteralReader {
  /// The parts of a string token.
  struct StringParts {
    var isRaw = false
    var isBytes = false
    var hasUnicodePrefix = false
    /// Offsets of the content in the source.
    var start: Int
    var end: Int
  }

  func parts(of token: Token) -> StringParts {
    var parts = StringParts(start: Int(token.start), end: Int(token.end))
    while text[parts.start] != .singleQuote && text[parts.start] != .doubleQuote {
      switch text[parts.start].lowercasedLetter {
      case UInt8(ascii: "r"): parts.isRaw = true
      case UInt8(ascii: "b"): parts.isBytes = true
      // `U` is a prefix too, but only the small letter is a kind.
      default: parts.hasUnicodePrefix = text[parts.start] == UInt8(ascii: "u")
      }
      parts.start += 1
    }
    let quote = text[parts.start]
    let isTriple =
      parts.end - parts.start >= 6 && text[parts.start + 1] == quote
      && text[parts.start + 2] == quote
    parts.start += isTriple ? 3 : 1
    parts.end -= isTriple ? 3 : 1
    return parts
  }

  /// The value of a string token; nil when it was refused.
  func string(_ token: Token) -> Constant? {
    let parts = parts(of: token)
    let content = UnsafeBufferPointer(start: text + parts.start, count: parts.end - parts.start)
    if parts.isBytes {
      guard source.isASCII || SourceText.isASCII(content) else {
        failure = (
          Failure(message: "bytes can only contain ASCII literal characters", place: .token),
          token
        )
        return nil
      }
      guard let value = decode(content, isRaw: parts.isRaw, isBytes: true, token) else {
        return nil
      }
      return .bytes(value)
    }
    guard let value = decode(content, isRaw: parts.isRaw, isBytes: false, token) else {
      return nil
    }
    return .string(value, unicodePrefix: parts.hasUnicodePrefix)
  }

  /// The literal text of an f-string token. What is wrong with it shows only when the whole f-string has
  /// been read: at `end`, its last token.
  func fstringText(_ token: Token, isRaw: Bool, end: Token) -> ByteString? {
    decode(bytes(of: token), isRaw: isRaw, isBytes: false, isFString: true, end)
  }

  private func decode(
    _ content: UnsafeBufferPointer<UInt8>, isRaw: Bool, isBytes: Bool, isFString: Bool = false,
    _ token: Token
  ) -> ByteString? {
    let hasEscapes = !isRaw && content.contains(.backslash)
    if !source.isValid,
      let problem = hasEscapes && !isFString ? problemInRuns(content) : UTF8Problem(in: content)
    {
      failure = (
        Failure(
          message: "(unicode error) \(problem.message)",
          place: isFString ? .none(problem) : .lastRead), token
      )
      return nil
    }
    if !hasEscapes {
      return tree.arena.list(count: content.count) {
        $0.update(from: content.baseAddress!, count: content.count)
      }
    }
    var decoder = EscapeDecoder(content, isBytes: isBytes)
    decoder.output = buffer
    decoder.output.removeAll(keepingCapacity: true)
    buffer = []
    decoder.run()
    buffer = decoder.output
    if let message = decoder.failure {
      failure = (Failure(message: message, place: .lastRead), token)
      return nil
    }
    if let offset = decoder.firstInvalidEscape {
      // The tokenizer has warned about braces already.
      let isBrace = content[offset] == .leftBrace || content[offset] == .rightBrace
      if !(isFString && isBrace) { warnAboutEscape(content, offset, token) }
    }
    return tree.arena.list(count: buffer.count) { destination in
      buffer.withUnsafeBufferPointer {
        destination.update(from: $0.baseAddress!, count: $0.count)
      }
    }
  }

  /// Where there are escapes the reference decodes each run of bytes beyond ASCII for itself.
  private func problemInRuns(_ content: UnsafeBufferPointer<UInt8>) -> UTF8Problem? {
    var start = 0
    while start < content.count {
      var end = start
      while end < content.count, content[end] >= 0x80 { end += 1 }
      if end > start,
        let problem = UTF8Problem(in: UnsafeBufferPointer(rebasing: content[start..<end]))
      {
        return problem
      }
      start = end + 1
    }
    return nil
  }

  /// `offset` is that of the character after the backslash.
  private func warnAboutEscape(
    _ content: UnsafeBufferPointer<UInt8>, _ offset: Int, _ token: Token
  ) {
    let byte = content[offset]
    let before = UnsafeBufferPointer(rebasing: content[..<(offset - 1)])
    let line = Int(token.line) + before.reduce(0) { $1 == .newline ? $0 + 1 : $0 }
    let column = warningColumn(before, token)
    let position = content.baseAddress! + offset
    if byte >= UInt8(ascii: "4") && byte <= UInt8(ascii: "7") {
      let digits = String(decoding: content[offset..<min(offset + 3, content.count)], as: UTF8.self)
      warn(
        "invalid octal escape sequence '\\\(digits)'", at: position, line: line, column: column)
      return
    }
    let (scalar, _) = decodeScalar(content, at: offset)
    let shown = Unicode.Scalar(scalar).map { String(Character($0)) } ?? "?"
    warn(
      "invalid escape sequence '\\\(shown)'", at: position, line: line, column: column)
  }

  /// Where the reference places an escape after these bytes: it counts the quotes of the token but not its
  /// prefix, and a character beyond ASCII as ten.
  private func warningColumn(_ before: UnsafeBufferPointer<UInt8>, _ token: Token) -> Int {
    let lastLine = before.lastIndex(of: .newline).map { before[($0 + 1)...] } ?? before[...]
    let width = lastLine.reduce(0) { $1 < 0x80 ? $0 + 1 : $1 >= 0xc0 ? $0 + 10 : $0 }
    if lastLine.startIndex > 0 { return width + 1 }
    let quote = text[Int(token.start)]
    var quotes = 0
    if quote == .singleQuote || quote == .doubleQuote {
      let isTriple =
        token.end - token.start >= 3 && text[Int(token.start) + 1] == quote
        && text[Int(token.start) + 2] == quote
      quotes = isTriple ? 3 : 1
    }
    return Int(token.column) + quotes + width + 1
  }
}

/// Replaces the escape sequences of one literal.
struct EscapeDecoder {
  let content: UnsafeBufferPointer<UInt8>
  let isBytes: Bool
  var output: [UInt8] = []
  var failure: String?
  var firstInvalidEscape: Int?
  private var position = 0

  init(_ content: UnsafeBufferPointer<UInt8>, isBytes: Bool) {
    self.content = content
    self.isBytes = isBytes
  }

  mutating func run() {
    while position < content.count && failure == nil {
      let byte = content[position]
      position += 1
      if byte == .backslash {
        decodeEscape()
      } else {
        output.append(byte)
      }
    }
  }

  private mutating func decodeEscape() {
    let escape = position - 1
    guard position < content.count else {
      // A backslash before a doubled brace of an f-string ends its token.
      output.append(.backslash)
      return
    }
    let byte = content[position]
    position += 1
    switch byte {
    case .newline: break
    case .backslash, .singleQuote, .doubleQuote: output.append(byte)
    case UInt8(ascii: "a"): output.append(7)
    case UInt8(ascii: "b"): output.append(8)
    case UInt8(ascii: "t"): output.append(9)
    case UInt8(ascii: "n"): output.append(10)
    case UInt8(ascii: "v"): output.append(11)
    case UInt8(ascii: "f"): output.append(12)
    case UInt8(ascii: "r"): output.append(13)
    case UInt8(ascii: "0")...UInt8(ascii: "7"): decodeOctal(first: byte)
    case UInt8(ascii: "x"): decodeHexadecimal(escape, digits: 2, "truncated \\xXX escape")
    case UInt8(ascii: "u") where !isBytes:
      decodeHexadecimal(escape, digits: 4, "truncated \\uXXXX escape")
    case UInt8(ascii: "U") where !isBytes:
      decodeHexadecimal(escape, digits: 8, "truncated \\UXXXXXXXX escape")
    case UInt8(ascii: "N") where !isBytes: decodeName(escape)
    case 0x80...:
      // No escape, and no warning either.
      output.append(.backslash)
      position -= 1
    default:
      if firstInvalidEscape == nil { firstInvalidEscape = position - 1 }
      output.append(.backslash)
      position -= 1
    }
  }

  private mutating func decodeOctal(first: UInt8) {
    let start = position - 1
    var value = UInt32(first - .zero)
    var count = 1
    while count < 3, position < content.count, content[position].isOctalDigit {
      value = value * 8 + UInt32(content[position] - .zero)
      position += 1
      count += 1
    }
    if value > 0o377 && firstInvalidEscape == nil { firstInvalidEscape = start }
    append(value)
  }

  private mutating func append(_ value: UInt32) {
    if isBytes {
      output.append(UInt8(truncatingIfNeeded: value))
    } else {
      appendUTF8(value, to: &output)
    }
  }

  private mutating func decodeHexadecimal(_ escape: Int, digits: Int, _ reason: String) {
    var value: UInt32 = 0
    var count = 0
    while count < digits, position < content.count, let digit = content[position].hexValue {
      value = value << 4 | UInt32(digit)
      position += 1
      count += 1
    }
    if count < digits {
      if isBytes {
        failure = "(value error) invalid \\x escape at position \(escape)"
      } else {
        fail(from: escape, reason)
      }
    } else if value > 0x10ffff {
      fail(from: escape, "illegal Unicode character")
    } else {
      append(value)
    }
  }

  /// `\N{name}`
  private mutating func decodeName(_ escape: Int) {
    let malformed = "malformed \\N character escape"
    guard position < content.count, content[position] == .leftBrace else {
      return fail(from: escape, malformed)
    }
    position += 1
    let start = position
    while position < content.count && content[position] != .rightBrace { position += 1 }
    guard position < content.count, position > start else { return fail(from: escape, malformed) }
    let name = UnsafeBufferPointer(rebasing: content[start..<position])
    position += 1
    if let scalar = Parser.unicodeNameLookup?(name) {
      append(scalar)
    } else {
      fail(from: escape, "unknown Unicode character name")
    }
  }

  /// Fails in the words of the codec, whose positions count a character beyond ASCII as ten: the
  /// reference feeds it such characters as escapes.
  private mutating func fail(from escape: Int, _ reason: String) {
    func codecPosition(_ end: Int) -> Int {
      content[..<end].reduce(0) { $1 < 0x80 ? $0 + 1 : $1 >= 0xc0 ? $0 + 10 : $0 }
    }
    let first = codecPosition(escape)
    let last = codecPosition(position) - 1
    let place =
      last > first
      ? "bytes in position \(first)-\(last)" : "byte 0x5c in position \(first)"
    failure = "(unicode error) 'unicodeescape' codec can't decode \(place): \(reason)"
  }
}
