/// The values of literals, and what is wrong with them.
final class LiteralReader {
  /// A literal that cannot be evaluated.
  struct Failure: Error {
    enum Place {
      /// The literal itself.
      case token
      /// Only its line: the columns are left out on purpose.
      case line
      /// The last token that the reference had read when it noticed.
      case lastRead
      /// Nowhere: text of an f-string that is no UTF-8.
      case none(UTF8Problem)
    }
    var message: String
    var place: Place
  }

  let tree: SyntaxTree
  let source: SourceText
  let text: UnsafePointer<UInt8>
  let options: ParserOptions
  /// Why the last literal was refused, and its token.
  var failure: (Failure, Token)?
  var warnings: [SyntaxWarning] = []
  /// Warnings are not noted.
  var isSilent = false
  /// Backtracking reads a literal twice, but it is warned about once.
  private var warnedUpTo: UnsafePointer<UInt8>
  var buffer: [UInt8] = []

  init(tree: SyntaxTree, source: SourceText, options: ParserOptions) {
    self.tree = tree
    self.source = source
    text = UnsafePointer(source.base)
    warnedUpTo = text
    self.options = options
  }

  func bytes(of token: Token) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: text + Int(token.start), count: Int(token.end - token.start))
  }

  // MARK: Numbers

  /// The value of a number token; nil when it was refused.
  func number(_ token: Token) -> Constant? {
    let digits = bytes(of: token)
    if let value = smallDecimal(digits) { return .int(value) }
    if digits[0] == .zero && digits.count > 1 {
      switch digits[1].lowercasedLetter {
      case UInt8(ascii: "x"): return integer(digits, bitsPerDigit: 4)
      case UInt8(ascii: "o"): return integer(digits, bitsPerDigit: 3)
      case UInt8(ascii: "b"): return integer(digits, bitsPerDigit: 1)
      default: break
      }
    }
    let last = digits[digits.count - 1].lowercasedLetter
    if last == UInt8(ascii: "j") {
      let magnitude = UnsafeBufferPointer(rebasing: digits[..<(digits.count - 1)])
      return .imaginary(FloatLiteral.value(magnitude))
    }
    let isFloat = digits.contains {
      $0 == UInt8(ascii: ".") || $0.lowercasedLetter == UInt8(ascii: "e")
    }
    return isFloat ? .float(FloatLiteral.value(digits)) : bigDecimal(digits, token)
  }

  /// A decimal int of at most 18 digits without underscores: nearly every int of a program.
  @inline(__always)
  private func smallDecimal(_ digits: UnsafeBufferPointer<UInt8>) -> Int? {
    guard digits.count <= 18 else { return nil }
    var value = 0
    for byte in digits {
      guard byte.isDigit else { return nil }
      value = value &* 10 &+ Int(byte &- .zero)
    }
    return value
  }

  /// An int whose digits are groups of bits, from its prefix on.
  private func integer(_ digits: UnsafeBufferPointer<UInt8>, bitsPerDigit: Int) -> Constant {
    var limbs: [UInt64] = []
    var current: UInt64 = 0
    var filled = 0
    for byte in digits[2...].reversed() where byte != .underscore {
      let digit = UInt64(byte.hexValue ?? 0)
      current |= digit << UInt64(filled)
      filled += bitsPerDigit
      if filled >= 64 {
        limbs.append(current)
        filled -= 64
        current = digit >> UInt64(bitsPerDigit - filled)
      }
    }
    limbs.append(current)
    return constant(limbs: limbs)
  }

  private func bigDecimal(_ digits: UnsafeBufferPointer<UInt8>, _ token: Token) -> Constant? {
    let count = digits.reduce(0) { $1 == .underscore ? $0 : $0 + 1 }
    let limit = options.maximumIntDigits
    if limit > 0 && count > limit {
      failure = (
        Failure(
          message: "Exceeds the limit (\(limit) digits) for integer string conversion: value has "
            + "\(count) digits; use sys.set_int_max_str_digits() to increase the limit - Consider "
            + "hexadecimal for huge integer literals to avoid decimal conversion limits.",
          place: .line), token
      )
      return nil
    }
    var limbs: [UInt64] = [0]
    for byte in digits where byte != .underscore {
      var carry = UInt64(byte - .zero)
      for index in limbs.indices {
        let product = limbs[index].multipliedFullWidth(by: 10)
        let (sum, overflow) = product.low.addingReportingOverflow(carry)
        limbs[index] = sum
        carry = product.high + (overflow ? 1 : 0)
      }
      if carry != 0 { limbs.append(carry) }
    }
    return constant(limbs: limbs)
  }

  private func constant(limbs: [UInt64]) -> Constant {
    var limbs = limbs
    while let last = limbs.last, last == 0 { limbs.removeLast() }
    if limbs.isEmpty { return .int(0) }
    if limbs.count == 1, let value = Int(exactly: limbs[0]) { return .int(value) }
    return .bigInt(limbs: tree.list(limbs), negative: false)
  }

  // MARK: Warnings

  /// A warning about the two characters that start `column` bytes (from 1) into a line.
  func warn(
    _ message: String, at position: UnsafePointer<UInt8>, line: Int, column: Int
  ) {
    guard position > warnedUpTo, !isSilent else { return }
    warnedUpTo = position
    let shown = source.lineText(from: source.startOfLine(line), includingNewline: true)
    let bytes = Array(shown.utf8)
    /// The reference decodes as many bytes as the column says, and the zero after the line.
    func characters(_ count: Int) -> Int {
      let within = bytes.prefix(count).reduce(0) { $1 & 0xc0 == 0x80 ? $0 : $0 + 1 }
      return count > bytes.count ? within + 1 : within
    }
    warnings.append(
      SyntaxWarning(
        category: .syntaxWarning, message: message, line: line, column: characters(column),
        endLine: line, endColumn: characters(column + 2), text: shown))
  }
}
